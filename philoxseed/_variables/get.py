# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""``get_variable``: variables by their names, shared or made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from philoxseed import _dtypes
from philoxseed._graph import shapes
from philoxseed._graph.collections import GraphKeys
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.tensor import Tensor
from philoxseed._initializers.constant import Zeros
from philoxseed._initializers.scaled import GlorotUniform
from philoxseed._variables.scope import (
    AUTO_REUSE,
    Store,
    VariableScope,
    refuse_partitioner,
    store_of,
)
from philoxseed._variables.variable import Variable, VariableV1


def get_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool | None = None,
    collections: Iterable[Any] | None = None,
    caching_device: Any = None,
    partitioner: None = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    custom_getter: Callable[..., Any] | None = None,
    constraint: Any = None,
    synchronization: Any = None,
    aggregation: Any = None,
) -> Variable:
    """Return the variable of a name in the scope around: a new one, or one that is.

    Parameters
    ----------
    name : str
        The name, below that of the `variable_scope` around.
    shape : sequence of int, optional
        The shape, which must be known for a new variable, unless `initializer` is a
        value or a function without arguments.
    dtype : dtype, optional
        By default that of the scope, or float32.
    initializer : initializer, array_like, Tensor or callable, optional
        What makes the first value, or the value; by default that of the scope, or
        `glorot_uniform_initializer` for floats and zeros for integers and bools.
    regularizer : callable, optional
        From the variable to a tensor, which joins the collection of such losses.
    trainable : bool, default True
        Whether the variable is among `trainable_variables`.
    collections : list of str, optional
        The collections that it is added to; by default that of all variables.
    partitioner : None
        Variables are not cut into parts.
    validate_shape : bool, default True
        Whether all values must have the variable's shape.
    use_resource : bool, optional
        As for `Variable` of TensorFlow 1.
    custom_getter : callable, optional
        Called in place of this function, with it as the first argument.
    caching_device, constraint, synchronization, aggregation : ignored

    Returns
    -------
    Variable

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here, the variable exists and is not to
        be shared, does not exist and is to be, or has another shape or dtype.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/python/ops/variable_scope.py.

    Examples
    --------
    >>> px.get_variable("weights", [2, 3])
    <philoxseed.Variable 'weights:0' shape=(2, 3) dtype=float32>
    """
    graph = get_default_graph()
    store = store_of(graph)
    scope = store.current
    if not isinstance(name, str):
        raise TypeError(f"name must be a str, got {name!r}")
    refuse_partitioner(partitioner)
    arguments = {
        "shape": shape,
        "dtype": _dtype(dtype, initializer, scope),
        "initializer": scope.initializer if initializer is None else initializer,
        "regularizer": scope.regularizer if regularizer is None else regularizer,
        "reuse": scope.reuse,
        "trainable": trainable,
        "collections": collections,
        "caching_device": caching_device,
        "partitioner": None,
        "validate_shape": validate_shape,
        "use_resource": scope.use_resource if use_resource is None else use_resource,
        "constraint": constraint,
        "synchronization": synchronization,
        "aggregation": aggregation,
    }
    full = f"{scope.name}/{name}" if scope.name else name
    get = partial(_get, store)
    getter = scope.custom_getter if custom_getter is None else custom_getter
    with store.lock, graph.name_scope(None):
        found: Variable = (
            get(name=full, **arguments)
            if getter is None
            else getter(get, name=full, **arguments)
        )
    return found


def get_local_variable(name: str, *args: Any, **kwargs: Any) -> Variable:
    """Return what `get_variable` does, in the collection of local variables.

    Examples
    --------
    >>> tf.get_local_variable("v", [2])
    <philoxseed.Variable 'v:0' shape=(2,) dtype=float32>
    """
    kwargs = {
        "collections": [GraphKeys.LOCAL_VARIABLES], **kwargs, "trainable": False
    }  # fmt: skip
    return get_variable(name, *args, **kwargs)


def _dtype(dtype: Any, initializer: Any, scope: VariableScope) -> Any:
    if dtype is not None:
        return _dtypes.as_dtype(dtype)
    if initializer is None or callable(initializer):
        return scope.dtype
    if isinstance(initializer, Tensor):
        return initializer.dtype
    return _dtypes.as_array(initializer, "initializer").dtype


def _get(
    store: Store,
    name: str,
    shape: Any = None,
    dtype: Any = _dtypes.float32,
    initializer: Any = None,
    regularizer: Any = None,
    reuse: Any = None,
    trainable: bool | None = None,
    collections: Iterable[Any] | None = None,
    validate_shape: bool = True,
    use_resource: bool | None = None,
    **ignored: Any,
) -> Variable:
    is_value = initializer is not None and not callable(initializer)
    if is_value and shape is not None:
        raise ValueError(
            "If initializer is a constant, do not specify shape. Variable "
            f"{name} got shape={shape}, and takes that of its initializer"
        )
    static = None if shape is None else shapes.checked(shape)
    dtype = _dtypes.as_dtype(dtype)
    found = store.variables.get(name)
    if found is not None:
        return _shared(found, name, static, dtype, reuse)
    if reuse and reuse is not AUTO_REUSE:
        raise ValueError(
            f"Variable {name} does not exist, or was not created with "
            "tf.get_variable(). Did you mean to set reuse=tf.AUTO_REUSE in VarScope?"
        )
    if initializer is None:
        initializer = _default_initializer(name, static, dtype)
    if not is_value:
        initializer = _bound(initializer, name, static, dtype)
    variable = VariableV1(
        initializer, trainable, collections, validate_shape, None, name,
        use_resource=use_resource,
        dtype=dtype if static is not None or is_value else None,
    )  # fmt: skip
    store.variables[name] = variable
    if regularizer is not None:
        with variable.graph.name_scope(f"{name}/Regularizer/"):
            loss = regularizer(variable)
        if loss is not None:
            key = GraphKeys.REGULARIZATION_LOSSES
            variable.graph.add_to_collection(key, loss)
    return variable


def _shared(
    found: Variable, name: str, shape: shapes.Shape, dtype: Any, reuse: Any
) -> Variable:
    if not reuse:
        raise ValueError(
            f"Variable {name} already exists, disallowed. Did you mean to set "
            "reuse=True or reuse=tf.AUTO_REUSE in VarScope?"
        )
    if not shapes.are_compatible(shape, found.shape):
        raise ValueError(
            f"Trying to share variable {name}, but specified shape {shape} and found "
            f"shape {found.shape}. They must be equal."
        )
    if dtype != found.dtype:
        raise ValueError(
            f"Trying to share variable {name}, but specified dtype {dtype.name} and "
            f"found dtype {found.dtype.name}. They must be equal."
        )
    return found


def _default_initializer(name: str, shape: shapes.Shape, dtype: Any) -> Any:
    if shape is None:
        raise ValueError(
            f"Variable {name} did not get an initializer, so its `shape` argument must "
            "be specified."
        )
    if _dtypes.is_float(dtype):
        return GlorotUniform()
    if dtype.kind in "iub":
        return Zeros()
    raise ValueError(f"An initializer for variable {name} of {dtype} is required")


def _bound(initializer: Any, name: str, shape: shapes.Shape, dtype: Any) -> Any:
    """Return a function without arguments that makes the initial value."""
    if inspect.isclass(initializer):
        initializer = initializer()
    if shape is None and _needs_no_arguments(initializer):
        return initializer
    if not shapes.is_known(shape):
        raise ValueError(
            f"Shape of a new variable ({name}) must be fully defined, but instead was "
            f"{'<unknown>' if shape is None else shape}."
        )
    check = getattr(initializer, "check", None)
    if check is not None:
        check(list(shape), dtype)
    return partial(initializer, list(shape), dtype=dtype)


def _needs_no_arguments(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return all(
        p.default is not p.empty or p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
        for p in parameters
    )
