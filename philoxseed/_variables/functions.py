# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Functions of variables: those of a graph, their initializers, and assignments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from philoxseed import _dtypes
from philoxseed._graph.collections import GraphKeys
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.operation import Operation
from philoxseed._graph.tensor import Tensor
from philoxseed._variables import access
from philoxseed._variables.variable import Variable


def variables_initializer(
    var_list: Iterable[Variable], name: str = "init"
) -> Operation:
    """Make an operation that runs the initializers of these variables.

    Examples
    --------
    >>> v = px.Variable(1.0)
    >>> px.Session().run(px.variables_initializer([v]))
    """
    variables = list(var_list)
    for variable in variables:
        if not isinstance(variable, Variable):
            raise TypeError(f"var_list must hold variables, got {variable!r}")
    graph = variables[0].graph if variables else get_default_graph()
    return graph.add(
        "NoOp",
        name=name,
        control_inputs=[variable.initializer for variable in variables],
        evaluate=lambda: None,
    )


def global_variables(scope: str | None = None) -> list[Any]:
    """Return the variables of the default graph, but those of its local collection.

    Examples
    --------
    >>> v = px.Variable(1.0)
    >>> px.global_variables() == [v]
    True
    """
    return get_default_graph().get_collection(GraphKeys.GLOBAL_VARIABLES, scope)


def local_variables(scope: str | None = None) -> list[Any]:
    """Return the variables of the default graph's local collection.

    Examples
    --------
    >>> px.local_variables()
    []
    """
    return get_default_graph().get_collection(GraphKeys.LOCAL_VARIABLES, scope)


def model_variables(scope: str | None = None) -> list[Any]:
    """Return the variables of the default graph's collection of models' variables.

    Examples
    --------
    >>> tf.model_variables()
    []
    """
    return get_default_graph().get_collection(GraphKeys.MODEL_VARIABLES, scope)


def trainable_variables(scope: str | None = None) -> list[Any]:
    """Return the variables of the default graph that were made trainable.

    Examples
    --------
    >>> _ = px.Variable(1.0, trainable=False)
    >>> px.trainable_variables()
    []
    """
    return get_default_graph().get_collection(GraphKeys.TRAINABLE_VARIABLES, scope)


def all_variables() -> list[Any]:
    """Return what `global_variables` returns: the older name.

    Examples
    --------
    >>> tf.all_variables()
    []
    """
    return global_variables()


def global_variables_initializer() -> Operation:
    """Make an operation that gives all global variables their first values.

    Examples
    --------
    >>> _ = tf.initialize_all_variables()
    """
    return variables_initializer(global_variables())


def local_variables_initializer() -> Operation:
    """Make an operation that gives all local variables their first values.

    Examples
    --------
    >>> px.Session().run(px.local_variables_initializer())
    """
    return variables_initializer(local_variables())


def is_variable_initialized(variable: Variable) -> Tensor:
    """Return a tensor that tells whether a session has a value for a variable.

    Examples
    --------
    >>> v = tf.Variable(1.0)
    >>> tf.Session().run(tf.is_variable_initialized(v))
    np.False_
    """
    if not isinstance(variable, Variable):
        raise TypeError(f"variable must be a Variable, got {variable!r}")
    type = "VarIsInitializedOp" if variable._is_resource else "IsVariableInitialized"
    operation = variable.graph.add(
        type,
        name=type,
        access=lambda _: access.IsInitialized(variable.op),
        n_ops=1,
        shape=(),
        dtype=_dtypes.bool_,
    )
    return operation.outputs[0]


def _method(method: str, ref: Any, *arguments: Any) -> Tensor:
    if not isinstance(ref, Variable):
        raise TypeError(f"ref must be a Variable, got {ref!r}")
    tensor: Tensor = getattr(ref, method)(*arguments)
    return tensor


def assign(
    ref: Variable,
    value: Any,
    validate_shape: bool | None = None,
    use_locking: bool | None = None,
    name: str | None = None,
) -> Tensor:
    """Return what ``ref.assign(value)`` returns.

    Examples
    --------
    >>> v = tf.Variable(1.0)
    >>> tf.Session().run(tf.assign(v, 3.0))
    np.float32(3.0)
    """
    return _method("assign", ref, value, False, name)


def assign_add(
    ref: Variable, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Tensor:
    """Return what ``ref.assign_add(value)`` returns.

    Examples
    --------
    >>> v = tf.Variable(1.0)
    >>> session = tf.Session()
    >>> session.run(v.initializer)
    array(1., dtype=float32)
    >>> session.run(tf.assign_add(v, 3.0))
    np.float32(4.0)
    """
    return _method("assign_add", ref, value, False, name)


def assign_sub(
    ref: Variable, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Tensor:
    """Return what ``ref.assign_sub(value)`` returns.

    Examples
    --------
    >>> v = tf.Variable(1.0)
    >>> session = tf.Session()
    >>> session.run(v.initializer)
    array(1., dtype=float32)
    >>> session.run(tf.assign_sub(v, 3.0))
    np.float32(-2.0)
    """
    return _method("assign_sub", ref, value, False, name)
