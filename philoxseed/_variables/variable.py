# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Variables: tensors whose value a session keeps, from the run of an initializer on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import shapes
from philoxseed._graph.collections import GraphKeys
from philoxseed._graph.graph import Graph, get_default_graph
from philoxseed._graph.inputs import add_constant
from philoxseed._graph.operation import Operation
from philoxseed._graph.session import Session
from philoxseed._graph.tensor import Tensor
from philoxseed._variables import access


class Variable(Tensor):
    """A tensor with a value in each session, first what its initializer draws.

    Wherever a tensor can stand, a variable can; there it is read. A session has no
    value for it before its `initializer` runs.

    Parameters
    ----------
    initial_value : array_like, Tensor or callable
        The first value, or a function without arguments that makes it.
    trainable : bool, default True
        Whether it is among `trainable_variables`; it is not trained in any case.
    validate_shape : bool, default True
        Whether all values must have the shape of the first, which must be known then.
    caching_device : ignored
    name : str, default "Variable"
        The name; it is made unique.
    variable_def : None
    dtype : dtype, optional
        By default that of the initial value.
    import_scope, constraint, synchronization, aggregation : ignored
    shape : sequence of int, optional
        What values' shapes must fit; by default that of the initial value.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/python/ops/variables.py, for drawing initial values: there are no
    gradients.

    Examples
    --------
    >>> v = px.Variable(px.random.normal([2], seed=3))
    >>> with px.Session() as session:
    ...     _ = session.run(px.global_variables_initializer())
    ...     session.run(v)
    array([ 1.0616621, -0.8785783], dtype=float32)
    """

    _initial_value: Tensor
    _initializer: Operation
    _is_resource: bool
    _is_trainable: bool
    _value_shape: shapes.Shape

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: None = None,
        dtype: Any = None,
        import_scope: Any = None,
        constraint: Any = None,
        synchronization: Any = None,
        aggregation: Any = None,
        shape: Any = None,
    ):
        self._make(
            initial_value, trainable, None, validate_shape, name, variable_def, dtype,
            shape,
        )  # fmt: skip

    def _make(
        self,
        initial_value: Any,
        trainable: bool | None,
        collections: Iterable[Any] | None,
        validate_shape: bool,
        name: str | None,
        variable_def: Any,
        dtype: Any,
        shape: Any,
        use_resource: bool | None = None,
    ) -> None:
        if variable_def is not None:
            raise ValueError(
                f"variable_def must be None, got {variable_def!r}: it is not "
                "supported, give initial_value"
            )
        if initial_value is None:
            raise ValueError("initial_value must be specified, got None")
        if collections is not None and isinstance(collections, str):
            raise ValueError(
                f"collections must be a list of names of collections, got "
                f"{collections!r}"
            )
        dtype = None if dtype is None else _dtypes.as_dtype(dtype)
        graph = initial_value.graph if isinstance(initial_value, Tensor) else None
        graph = graph or get_default_graph()
        if graph.finalized:
            raise RuntimeError(
                "The graph is finalized and cannot be modified, got a new variable: "
                "make all of them before finalize()"
            )
        if not callable(initial_value):
            initial_value = _checked_value(initial_value, dtype)
            _check_shape(initial_value.shape, shape, validate_shape)
        is_old = graph.profile.counts_op_ids
        self._is_resource = not is_old if use_resource is None else use_resource
        self._is_trainable = trainable is None or trainable
        with (
            graph.as_default(),
            graph.control_dependencies(None),
            graph.call_scope(name, "Variable") as scope,
        ):
            self._initial_value = _initial_tensor(initial_value, dtype)
            found = self._initial_value.shape
            _check_shape(found, shape, validate_shape)
            static = shapes.checked(shape) if shape is not None else found
            self._value_shape = static if validate_shape else None
            self._add(graph, scope, self._value_shape)
        names = [GraphKeys.GLOBAL_VARIABLES] if collections is None else collections
        extra = [GraphKeys.TRAINABLE_VARIABLES] if self._is_trainable else []
        for key in dict.fromkeys([*names, *extra]):
            graph.add_to_collection(key, self)

    def _add(self, graph: Graph, scope: str, shape: shapes.Shape) -> None:
        is_handle = self._is_resource
        operation = graph.add(
            "VarHandleOp" if is_handle else "VariableV2",
            name=scope,
            access=lambda op: access.Read(op, op),
            output=self._become,
            n_ops=_number_of_ops(graph, self._initial_value, is_handle),
            shape=shape,
            dtype=self._initial_value.dtype,
        )
        self._initializer = graph.add(
            "AssignVariableOp" if is_handle else "Assign",
            name="Assign",
            inputs=[self._initial_value],
            access=lambda _: access.Write(operation, shape, initializes=True),
            n_ops=0,
        )

    def _become(
        self, op: Operation, shape: shapes.Shape, dtype: np.dtype[Any]
    ) -> Variable:
        Tensor.__init__(self, op, shape, dtype)
        return self

    def as_input(self) -> Tensor:
        """Return a new read, where its place in the order of a run counts."""
        graph = self.graph
        counts = graph.profile.counts_op_ids and self._is_resource
        if counts or graph.has_control_dependencies:
            return self._read("ReadVariableOp", n_ops=int(counts))
        return self

    def _read(self, name: str, n_ops: int, type: str = "ReadVariableOp") -> Tensor:
        operation = self.graph.add(
            type,
            name=name,
            access=lambda op: access.Read(self.op, op),
            n_ops=n_ops,
            shape=self.shape,
            dtype=self.dtype,
        )
        return operation.outputs[0]

    @property
    def initializer(self) -> Operation:
        """The operation that draws the first value, or computes it."""
        return self._initializer

    @property
    def initial_value(self) -> Tensor:
        """The tensor that the initializer takes the value of."""
        return self._initial_value

    @property
    def trainable(self) -> bool:
        """Whether it is among `trainable_variables`."""
        return self._is_trainable

    def value(self) -> Tensor:
        """Return a tensor of the variable's value."""
        return self._read("ReadVariableOp", n_ops=1) if self._is_resource else self

    def read_value(self) -> Tensor:
        """Return a tensor that reads the value when its turn comes in a run."""
        if self._is_resource:
            return self._read("Identity", n_ops=2)
        return self._read("read", n_ops=1, type="Identity")

    def initialized_value(self) -> Tensor:
        """Return a tensor of the value, or of the initial one if there is none yet.

        By the rules of TensorFlow 1.0 to 1.2, a run of it runs the initializer first,
        whether there is a value or not.
        """
        if self.graph.profile.makes_first_calls:
            operation = self.graph.add(
                "Identity",
                name="Identity",
                control_inputs=[self._initializer],
                access=lambda op: access.Read(self.op, op),
                n_ops=1,
                shape=self.shape,
                dtype=self.dtype,
            )
            return operation.outputs[0]
        # Later versions decide by a condition.
        operation = self.graph.add(
            "Identity",
            name="cond/Merge",
            inputs=[self._initial_value],
            access=lambda _: access.ReadOr(self.op),
            n_ops=None if self._is_resource else 9,
            shape=self.shape,
            dtype=self.dtype,
        )
        return operation.outputs[0]

    def assign(
        self,
        value: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Tensor:
        """Return a tensor whose run makes `value` the variable's, and returns it."""
        return self._write("Assign", value, name, None)

    def assign_add(
        self,
        delta: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Tensor:
        """Return a tensor whose run adds `delta`, and returns the new value."""
        return self._write("AssignAdd", delta, name, np.add)

    def assign_sub(
        self,
        delta: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Tensor:
        """Return a tensor whose run subtracts `delta`, and returns the new value."""
        return self._write("AssignSub", delta, name, np.subtract)

    def _write(
        self,
        type: str,
        value: Any,
        name: str | None,
        update: Callable[[Any, Any], Any] | None,
    ) -> Tensor:
        value = _checked_value(value, self.dtype)
        shape = self._value_shape
        if update is None and not shapes.are_compatible(value.shape, shape):
            raise ValueError(
                f"Shapes {shape} and {value.shape} are incompatible: a value of the "
                f"latter cannot be assigned to {self.name}"
            )
        full_type = f"{type}VariableOp" if self._is_resource else type
        with self.graph.as_default():
            if not isinstance(value, Tensor):
                value = add_constant(value)
            operation = self.graph.add(
                full_type,
                name=full_type if name is None else name,
                inputs=[value],
                access=lambda _: access.Write(self.op, shape, update=update),
                n_ops=2 if self._is_resource else 1,
                shape=self.shape,
                dtype=self.dtype,
            )
        return operation.outputs[0]

    def load(self, value: Any, session: Session | None = None) -> None:
        """Make `value` the variable's in a session, the default one if None.

        Raises
        ------
        ValueError
            If there is no session, or the value's shape is another.
        """
        chosen = self.op.session_for(session, "load()")
        chosen.run(self._initializer, {self._initial_value: value})

    def __str__(self) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return (
            f"<philoxseed.Variable {self.name!r} shape={self.shape} dtype={self.dtype}>"
        )


class VariableV1(Variable):
    """A `Variable` by the arguments that TensorFlow 1 has for it.

    Parameters
    ----------
    initial_value, trainable, validate_shape, name, dtype, shape
        As for `Variable`.
    collections : list of str, optional
        The collections that it is added to; by default that of all variables.
    use_resource : bool, optional
        Whether it is a resource, which TensorFlow 1 counts one op more for.
    caching_device, import_scope, constraint, synchronization, aggregation : ignored
    variable_def : None
    expected_shape : ignored

    Examples
    --------
    >>> v = tf.Variable(tf.truncated_normal([2], seed=3))
    >>> with tf.Session() as session:
    ...     v.initializer.run()
    ...     v.eval()
    array([ 1.0616621, -0.8785783], dtype=float32)
    """

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        collections: Iterable[Any] | None = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: None = None,
        dtype: Any = None,
        expected_shape: Any = None,
        import_scope: Any = None,
        constraint: Any = None,
        use_resource: bool | None = None,
        synchronization: Any = None,
        aggregation: Any = None,
        shape: Any = None,
    ):
        self._make(
            initial_value, trainable, collections, validate_shape, name, variable_def,
            dtype, shape, use_resource,
        )  # fmt: skip


def _number_of_ops(
    graph: Graph, initial_value: Tensor, is_resource: bool
) -> int | None:
    """Return how many ops a variable is, without its initial value; None if unknown.

    The variable, its assignment and a read; a resource also asks whether it is
    initialized. TensorFlow 1.15 also copies all that the initial value has from other
    variables on.
    """
    if is_resource:
        return 4
    is_first = graph.profile.makes_first_calls
    return 3 if is_first or not _depends_on_variables(initial_value) else None


def _depends_on_variables(tensor: Tensor) -> bool:
    pending, seen = [tensor.op], {tensor.op}
    while pending:
        operation = pending.pop()
        if operation.access is not None:
            return True
        new = {x.op for x in operation.inputs} - seen
        seen |= new
        pending += new
    return False


def _checked_value(value: Any, dtype: np.dtype[Any] | None) -> Any:
    """Return a value as a read-only array, or a tensor, of a dtype if it is given."""
    if isinstance(value, Tensor):
        if dtype is not None and value.dtype != dtype:
            raise ValueError(f"expected a tensor of {dtype.name}, got {value}")
        return value
    if dtype is None:
        return _dtypes.as_array(value, "initial_value")
    return _dtypes.converted(value, dtype, "initial_value")


def _initial_tensor(value: Any, dtype: np.dtype[Any] | None) -> Tensor:
    """Return the tensor of an initial value, in the scope of its variable."""
    if not callable(value):
        return _as_tensor(value, "Initializer/initial_value")
    with get_default_graph().name_scope("Initializer"):
        return _as_tensor(_checked_value(value(), dtype), "initial_value")


def _as_tensor(value: Any, name: str) -> Tensor:
    return value if isinstance(value, Tensor) else add_constant(value, name)


def _check_shape(found: shapes.Shape, given: Any, validate: bool) -> None:
    if given is not None and not shapes.are_compatible(found, shapes.checked(given)):
        raise ValueError(
            f"the initial value's shape {found} must match, and is not compatible with "
            f"the explicitly supplied `shape` argument {given}"
        )
    if given is None and validate and not shapes.is_known(found):
        raise ValueError(
            f"`initial_value` must have a shape specified, got one of shape {found}: "
            "give validate_shape=False, or shape="
        )
