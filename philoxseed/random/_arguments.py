# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The arguments that random ops share: shapes, dtypes and parameters.

An argument is a value, known when the op is made, or a `Tensor`.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from philoxseed import _dtypes, _values
from philoxseed._graph import shapes
from philoxseed._graph.graph import Graph, get_default_graph
from philoxseed._graph.operation import Sampler
from philoxseed._graph.tensor import Tensor
from philoxseed._graph.tensor_shape import TensorShape
from philoxseed.errors import InvalidArgumentError

FLOATS = ("float16", "bfloat16", "float32", "float64")
INTEGERS = ("int32", "int64")

_MAX_RANK = 64  # of NumPy's arrays


def add_random(
    type: str,
    sampler: Sampler,
    *,
    shape: shapes.Shape,
    dtype: np.dtype[Any],
    name: str | None,
    default_name: str,
    inner: str = "",
    seed: float | None,
) -> Tensor:
    """Add a random op, whose inputs are those of its arguments that are tensors."""
    inputs = [a for a in sampler.arguments if isinstance(a, Tensor)]
    operation = graph_of(inputs).add(
        type,
        name=default_name if name is None else name,
        is_named=name is not None,
        inner=inner,
        inputs=inputs,
        sampler=sampler,
        constants=len(sampler.arguments) - len(inputs),
        shape=shape,
        dtype=dtype,
        op_seed=seed,
    )
    return operation.outputs[0]


def check_version(arguments: Sequence[Any], function: str, dtype: Any = None) -> None:
    """Raise ValueError if TensorFlow of the graph's version draws other values.

    Those of 1.0 come from other algorithms, but for gamma's, and float64 ones of gamma
    had another logarithm up to 2.1.
    """
    profile = graph_of([a for a in arguments if isinstance(a, Tensor)]).profile
    is_gamma = function == "gamma"
    if profile.old_normals and not is_gamma:
        reason, since = "draws it by another algorithm", "1.3"
    elif profile.counts_op_ids and is_gamma and (profile.old_normals or dtype == "f8"):
        reason, since = "rounds it otherwise", "1.3" if dtype != "f8" else "2.2"
    else:
        return
    raise ValueError(
        f"random.{function} is not offered for graphs of TensorFlow {profile.name}, "
        f"which {reason}: use one of {since} or later"
    )


def graph_of(inputs: Sequence[Tensor]) -> Graph:
    """Return the graph that an op with these inputs belongs to."""
    return inputs[0].graph if inputs else get_default_graph()


def with_arguments(
    function: Callable[..., Any], arguments: Sequence[Any]
) -> Callable[..., Any]:
    """Return `function` of all arguments as a function of the tensors' values."""

    def call(*values: Any) -> Any:
        rest = iter(values)
        return function(
            *[next(rest) if isinstance(a, Tensor) else a for a in arguments]
        )

    return call


def checked_dtype(
    dtype: Any, allowed: Sequence[str], error: type[Exception] = ValueError
) -> np.dtype[Any]:
    """Return a dtype, which must be one of those named."""
    checked = _dtypes.as_dtype(dtype)
    if checked.name not in allowed:
        raise error(
            f"dtype {checked.name} is not supported: expected {', '.join(allowed)}"
        )
    return checked


def checked_shape(shape: Any) -> tuple[int, ...] | Tensor:
    """Return the shape argument of an op as a tuple, or as a tensor of integers.

    Negative dimensions pass: like TensorFlow, a run refuses them.
    """
    if isinstance(shape, Tensor):
        return _checked_shape_tensor(shape)
    if shape is None:
        raise ValueError(
            "shape must be a sequence of integers, got None; that of a scalar is []"
        )
    if isinstance(shape, TensorShape):
        if not shape.is_fully_defined():
            raise ValueError(
                f"Cannot convert a partially known TensorShape {shape} to a Tensor: "
                "use the op that is called shape, as in tf.shape(x)"
            )
        shape = shape.as_list()
    if isinstance(shape, np.ndarray):
        if shape.ndim == 1 and shape.dtype.name not in INTEGERS:
            raise TypeError(f"shape must be int32 or int64, got {shape!r}")
        if shape.ndim == 1 and shape.dtype.itemsize == 8:
            return _values.WideShape(shape.tolist())
        shape = shape.tolist() if shape.ndim == 1 else shape
    if isinstance(shape, (str, bytes)) or not isinstance(shape, Sequence):
        raise _not_a_shape(shape)
    dimensions = list(shape)
    if any(isinstance(d, Tensor) for d in dimensions):
        return _packed(dimensions)
    for d in dimensions:
        if isinstance(d, (bool, np.bool_)) or not isinstance(d, (int, np.integer)):
            raise _not_a_shape(shape)
        if d >= 2**63:
            raise ValueError(
                f"dimension {d} does not fit into int64, in {shape!r}: each must be "
                "less than 2**63"
            )
    return tuple(int(d) for d in dimensions)


def checked_narrow_shape(shape: Any) -> tuple[int, ...] | Tensor:
    """Return a shape argument of an op that takes it as int32.

    Raises
    ------
    TypeError, ValueError
        If it is a tensor of another dtype, or none of what `checked_shape` takes.
    """
    if isinstance(shape, (Tensor, _values.EagerTensor)) and shape.dtype != np.int32:
        raise ValueError(f"shape must be int32, got {shape!r}")
    if isinstance(shape, np.ndarray) and shape.dtype.kind in "iu" and shape.ndim == 1:
        shape = shape.tolist()
    return checked_shape(shape)


def _checked_shape_tensor(shape: Tensor) -> Tensor:
    if shape.dtype.name not in INTEGERS:
        raise TypeError(f"shape must be int32 or int64, got {shape}")
    if shape.shape is not None and len(shape.shape) != 1:
        raise ValueError(f"shape must have rank 1, got {shape}")
    return shape


def _packed(dimensions: list[Any]) -> Tensor:
    """Return a tensor of dimensions, of which some are tensors themselves."""
    dtype = next(d.dtype for d in dimensions if isinstance(d, Tensor))
    parts = [checked_parameter(d, dtype, "shape") for d in dimensions]
    packed: Any = np.stack(parts)  # a tensor, as some parts are
    return _checked_shape_tensor(packed)


def _not_a_shape(shape: Any) -> Exception:
    text = f"shape must be a sequence of integers, got {shape!r}"
    if isinstance(shape, (str, dict)) or np.asarray(shape).dtype.kind not in "iu":
        return TypeError(f"{text}; [3] and [2, 4] are shapes")
    return ValueError(f"{text}: its rank must be 1, as that of [3] and [2, 4] is")


def static_shape(shape: tuple[int, ...] | Tensor) -> shapes.Shape:
    """Return what is known of the shape that a shape argument stands for."""
    if isinstance(shape, Tensor):
        known = _known_dimensions(shape)
        return None if known is None else static_shape(tuple(known.tolist()))
    return tuple(d if d >= 0 else None for d in shape)


def _known_dimensions(tensor: Tensor) -> Any:
    """Return the dimensions in a tensor, -1 for each that is not known, or None."""
    operation = tensor.op
    if operation.value is not None:
        return operation.value
    if operation.type == "Shape" and operation.inputs[0].shape is not None:
        return np.array([-1 if d is None else d for d in operation.inputs[0].shape])
    if not shapes.is_known(tensor.shape):
        return None
    if operation.type in ("stack", "concatenate") and operation.evaluate is not None:
        parts = [_known_dimensions(part) for part in operation.inputs]
        return operation.evaluate(*parts)
    return np.full(tensor.shape, -1)


def checked_parameter(value: Any, dtype: np.dtype[Any], name: str) -> Any:
    """Return a parameter as a read-only array, or as a tensor, of the op's dtype."""
    if not isinstance(value, Tensor):
        return _dtypes.converted(value, dtype, name)
    if value.dtype != dtype:
        raise ValueError(f"{name}: expected a tensor of {dtype.name}, got {value}")
    return value


def scalar_of(parameter: Any) -> float | None:
    """Return a parameter as a Python float, if it is one number known now."""
    if isinstance(parameter, Tensor) or parameter.ndim:
        return None
    return float(parameter)


def is_constant(parameter: Any) -> bool:
    """Whether a parameter is known when the op is made."""
    return not isinstance(parameter, Tensor) or parameter.op.value is not None


def is_zero(parameter: Any) -> bool:
    """Whether a parameter is known to be zero everywhere."""
    value = parameter.op.value if isinstance(parameter, Tensor) else parameter
    return value is not None and not np.any(value)


def depends_on_feeds(argument: Any) -> bool:
    """Whether an argument is computed from a placeholder."""
    pending = [argument.op] if isinstance(argument, Tensor) else []
    seen = set(pending)
    while pending:
        operation = pending.pop()
        if operation.type == "Placeholder":
            return True
        new = {tensor.op for tensor in operation.inputs} - seen
        seen |= new
        pending += new
    return False


def run_shape(shape: Any, dtype: np.dtype[Any]) -> tuple[int, ...]:
    """Return the shape of a run, which must be one that an array can have."""
    dimensions = tuple(int(d) for d in shape)
    for d in dimensions:
        if d < 0:
            raise InvalidArgumentError(
                f"Dimension {d} must be >= 0, in shape {dimensions}"
            )
    check_size(dimensions, dtype)
    return dimensions


def check_size(shape: shapes.Shape, dtype: np.dtype[Any]) -> None:
    """Raise InvalidArgumentError for a shape, known in part, that no array can have."""
    if shape is None:
        return
    if len(shape) > _MAX_RANK:
        raise InvalidArgumentError(
            f"a shape has at most {_MAX_RANK} dimensions, got {len(shape)}"
        )
    # NumPy leaves out dimensions of 0 here too.
    if count(tuple(d for d in shape if d)) * dtype.itemsize > sys.maxsize:
        raise InvalidArgumentError(
            f"shape {shape} of {dtype.name} is too large: expected at most "
            f"{sys.maxsize} bytes"
        )


def size_of(shape: tuple[int, ...]) -> Any:
    """Return a shape in the form that streams take fastest."""
    if len(shape) == 1:
        return shape[0]
    return shape or None


def count(shape: tuple[int, ...]) -> int:
    """Return the number of elements of a shape."""
    product = 1
    for d in shape:
        product *= d
    return product
