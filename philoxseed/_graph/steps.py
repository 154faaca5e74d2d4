# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The steps of a run: operations, and what arithmetic of them is folded into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import folding, magnitudes, shapes
from philoxseed._graph.expressions import operands
from philoxseed._graph.nodes import Node, in_order
from philoxseed._graph.operation import (
    Evaluate,
    HasParts,
    Operation,
    Parts,
    StreamOf,
)
from philoxseed._graph.tensor import Tensor
from philoxseed._seeds.profiles import Folding
from philoxseed._subnormals import negated_in_packets

Bound = Callable[[Operation], Evaluate]


class Step(NamedTuple):
    """One call of a function in a run."""

    operation: Operation
    """What an error is about."""
    evaluate: Evaluate
    inputs: tuple[Any, ...]
    """The keys of the values that it is called with."""
    output: Any
    """The key of the value that it returns."""


def steps_of(
    operations: Sequence[Operation],
    elements: tuple[Any, ...],
    fed: tuple[Tensor, ...],
    bound: Bound,
    stream_of: StreamOf,
    rules: Folding | None,
    flushes: bool,
) -> tuple[list[Step], dict[Any, Any]]:
    """Return the steps of operations, and the keys of elements where others.

    Parameters
    ----------
    operations : sequence of Operation
        What is needed, each after those that it needs.
    elements : tuple of Tensor or Operation
        What is fetched.
    fed : tuple of Tensor
        Tensors whose values are given.
    bound : callable
        From an operation to what evaluates it.
    stream_of : callable
        From a random op to its stream.
    rules : Folding, optional
        What is folded; None for nothing.
    flushes : bool
        Whether arithmetic flushes subnormal numbers.
    """
    if not any(map(_is_foldable, operations)):
        return [_step(op, bound(op)) for op in operations], {}
    if rules is None:
        return [
            _step(op, _flushing(op) if flushes and _is_foldable(op) else bound(op))
            for op in operations
        ], {}
    writer = _Folded(fed, bound, stream_of, rules)
    for operation in operations:
        writer.read(operation)
    return writer.written(elements)


def _step(operation: Operation, evaluate: Evaluate) -> Step:
    outputs = operation.outputs
    return Step(
        operation, evaluate, operation.inputs, outputs[0] if outputs else operation
    )


def _flushing(operation: Operation) -> Evaluate:
    """Return what evaluates arithmetic of numbers that nothing is known of."""
    found = operands(operation)
    assert found is not None
    assert operation.evaluate is not None
    function, values = found
    dtype = operation.outputs[0].dtype
    if not magnitudes.is_flushed(dtype) or {x.dtype for x in values} != {dtype}:
        return operation.evaluate
    ranges = [
        magnitudes.of_unknown(dtype)
        if isinstance(x, Tensor)
        else magnitudes.of_constant(x)
        for x in values
    ]
    arguments = [None if isinstance(x, Tensor) else x for x in values]
    return _with_constants(magnitudes.flushing(function, ranges, dtype), arguments)


def _is_foldable(operation: Operation) -> bool:
    """Whether an operation is arithmetic with floats as its result."""
    return (
        operands(operation) is not None
        and operation.value is None
        and _dtypes.is_float(operation.outputs[0].dtype)
    )


class _Call(NamedTuple):
    """A function, the nodes that it takes the values of, and the draw that it makes."""

    function: Evaluate
    inputs: Sequence[Node]
    draw: Node | None = None


class _Folded:
    """Operations as nodes that can be folded, and these as steps.

    A random op whose values are ``draw * scale + offset`` is three nodes; steps of its
    stream do as much of that at once as they can.
    """

    def __init__(
        self,
        fed: tuple[Tensor, ...],
        bound: Bound,
        stream_of: StreamOf,
        rules: Folding,
    ):
        self._bound = bound
        self._stream_of = stream_of
        self._rules = rules
        self._magnitudes: dict[Node, magnitudes.Magnitude] = {}
        self._nodes: list[Node] = []
        self._of: dict[Any, Node] = {}
        self._draws: dict[Node, Parts] = {}
        self._drawn: set[Node] = set()
        self._inner: dict[Node, list[Node]] = {}  # the nodes inside of a random op
        self._ordered: list[Node] = []  # those of operations
        self._effects: set[Node] = set()
        self._fed: list[Node] = []
        self._steps: list[Step] = []
        self._keys: dict[Node, Any] = {}
        for tensor in fed:
            self._of[tensor] = node = self._add(
                tensor.op.name, tensor.dtype, origin=tensor.op
            )
            self._keys[node] = tensor
            self._fed.append(node)

    def read(self, operation: Operation) -> None:
        """Make the nodes of an operation, after those of its inputs."""
        node = self._of[operation] = self._read(operation)
        self._ordered.append(node)
        if not (operation.evaluate or isinstance(operation.sampler, HasParts)):
            self._effects.add(node)  # it draws, or has to do with a variable
        for tensor in operation.outputs:
            self._of.setdefault(tensor, node)  # a fed value stays

    def _read(self, operation: Operation) -> Node:
        inputs = [self._of[tensor] for tensor in operation.inputs]
        are_constant = all(node.is_constant for node in inputs)
        if not operation.outputs:
            return self._add(operation.name, None, inputs=inputs, origin=operation)
        (tensor,) = operation.outputs
        name = operation.name
        if operation.value is not None and are_constant:
            return self._add(
                name, tensor.dtype, value=operation.value, origin=operation
            )
        if isinstance(operation.sampler, HasParts):
            return self._read_draw(operation, operation.sampler.parts())
        if _is_foldable(operation):
            node = self._read_arithmetic(operation)
            if node is not None:
                return node
        return self._add(
            name, tensor.dtype, shape=_known(tensor.shape, inputs), inputs=inputs,
            origin=operation,
        )  # fmt: skip

    def _add(self, name: str, dtype: Any, **kwargs: Any) -> Node:
        node = Node(name, dtype, **kwargs)
        self._nodes.append(node)
        return node

    def _operand(self, value: Any, name: str, origin: Operation) -> Node:
        if isinstance(value, Tensor):
            return self._of[value]
        return self._add(name, value.dtype, value=value, origin=origin)

    def _call(
        self, name: str, function: np.ufunc, *inputs: Node, origin: Operation
    ) -> Node:
        shape = _known(shapes.broadcast(*(node.shape for node in inputs)), inputs)
        return self._add(
            name, inputs[0].dtype, shape=shape, function=function, inputs=inputs,
            origin=origin,
        )  # fmt: skip

    def _read_draw(self, operation: Operation, parts: Parts) -> Node:
        """Make the nodes that TensorFlow makes, under its names."""
        scope, dtype = operation.scope, operation.outputs[0].dtype
        names = [f"{scope}/{name}" for name in parts.names]
        size = parts.size
        if not isinstance(size, Tensor):
            size = np.array(size, np.int32)
        size = self._operand(size, f"{scope}/shape", operation)
        offset, is_difference = parts.offset, len(parts.scale) == 2
        scales, name = parts.scale, operation.name
        if self._rules.adds_to_uniforms and operation.type == "RandomUniform":
            name, is_difference = scope, True
            scales = scales or (np.ones((), dtype),)
            offset = np.zeros((), dtype) if offset is None else offset
        if offset is not None:
            offset = self._operand(offset, names[0], operation)
        if scales:
            scale = self._operand(scales[0], names[1], operation)
        draw = self._add(
            f"{scope}/{operation.type}", dtype, shape=_known(parts.shape, [size]),
            inputs=[size], origin=operation,
        )  # fmt: skip
        self._draws[draw] = parts
        if not scales:
            return draw
        if is_difference:
            assert offset is not None
            scale = self._call(
                f"{scope}/sub", np.subtract, scale, offset, origin=operation
            )
        inner = name if offset is None else f"{scope}/mul"
        nodes = [draw, self._call(inner, np.multiply, draw, scale, origin=operation)]
        if offset is not None:
            nodes.append(self._call(name, np.add, nodes[1], offset, origin=operation))
            nodes[-1].is_other_add = self._rules.adds_apart
        self._inner[nodes[-1]] = nodes[:-1]
        return nodes[-1]

    def _read_arithmetic(self, operation: Operation) -> Node | None:
        found = operands(operation)
        assert found is not None
        function, values = found
        name, dtype = operation.name, operation.outputs[0].dtype
        inputs = [
            self._operand(value, f"{name}/{letter}", operation)
            for value, letter in zip(values, "xy", strict=False)
        ]
        if {node.dtype for node in inputs} <= {_dtypes.int32, _dtypes.int64}:
            inputs = [self._cast(node, dtype) for node in inputs]
        if {node.dtype for node in inputs} != {dtype}:
            return None
        return self._call(name, function, *inputs, origin=operation)

    def _cast(self, node: Node, dtype: np.dtype[Any]) -> Node:
        """Return a node of integers as floats, which TensorFlow divides them as."""

        def cast(value: Any) -> Any:
            return value.astype(dtype)

        return self._add(
            f"{node.name}/Cast", dtype, shape=node.shape, function=cast, inputs=[node],
            origin=node.origin,
        )  # fmt: skip

    def written(self, elements: tuple[Any, ...]) -> tuple[list[Step], dict[Any, Any]]:
        """Fold; return the steps, and the keys of the elements."""
        kept = {element: self._of[element] for element in elements}
        for node in (*kept.values(), *self._effects):
            node.is_kept = True
        if self._rules.keeps_order:
            self._sort_by_age()
        folding.fold(self._nodes, self._fed, self._rules)
        self._magnitudes = magnitudes.of_nodes(
            in_order(n for n in self._ordered if n.is_kept), self._draws
        )
        for node in self._ordered:
            if node.is_kept:
                self._write(node)
        for node in self._draws:
            if node not in self._drawn:  # nobody needs its values: it is 0 times them
                self._write(node)
        return self._steps, {e: self._keys[node] for e, node in kept.items()}

    def _sort_by_age(self) -> None:
        """Put the nodes in the order in which TensorFlow's graph has them."""
        graph = self._ordered[0].origin.graph
        ages = {op: age for age, op in enumerate(graph.get_operations())}
        self._nodes.sort(key=lambda node: ages[node.origin])

    def _write(self, last: Node) -> None:
        """Add the steps of a node, after those that it needs."""
        pending = [last]
        while pending:
            node = pending[-1]
            if node in self._keys:
                pending.pop()
                continue
            call = self._call_for(node)
            missing = [n for n in call.inputs if n not in self._keys]
            if missing:
                pending += reversed(missing)
                continue
            keys = tuple(self._keys[n] for n in call.inputs)
            self._steps.append(Step(node.origin, call.function, keys, node))
            self._keys[node] = node
            if call.draw is not None:
                self._drawn.add(call.draw)
            pending.pop()

    def _call_for(self, node: Node) -> _Call:
        """Return the call that gives a node's value, in place of inner ones too."""
        if node.function is np.positive and _is_inner(node.inputs[0]):
            (node,) = node.inputs
        if node.value is not None:
            value = node.value
            return _Call(lambda: value, ())
        if node.function is None and not node.inputs and node.origin.inputs:
            return self._call_of_removed(node)
        return (
            self._call_of_op(node)
            or self._call_of_stream(node)
            or (
                self._call_with_constants(node)
                if node.function is not None
                else _Call(self._bound(node.origin), node.inputs)
            )
        )

    def _call_with_constants(self, node: Node) -> _Call:
        function = node.function
        assert function is not None
        ranges = [self._magnitudes.get(n) for n in node.inputs]
        known = [r for r in ranges if r is not None]
        if len(known) == len(ranges) and node in self._magnitudes:
            function = magnitudes.flushing(function, known, node.dtype)
        if function is np.negative and self._rules.negates_in:
            function = partial(negated_in_packets, n_bytes=self._rules.negates_in)
        given = [n for n in node.inputs if n.value is None]
        return _Call(_with_constants(function, [n.value for n in node.inputs]), given)

    def _call_of_removed(self, node: Node) -> _Call:
        """Return that of an op that folding left nothing of, but that has to run."""
        operation = node.origin
        inputs = [self._of[tensor] for tensor in operation.inputs]
        draw = next((n for n in self._draws if n.origin is operation), None)
        return _Call(self._bound(operation), inputs, draw)

    def _call_of_op(self, node: Node) -> _Call | None:
        """Return that of a random op that nothing was changed of."""
        inner = self._inner.get(node)
        if inner is None or not all(map(_is_inner, inner)):
            return None
        if node.is_changed or any(n.is_changed for n in inner):
            return None
        operation = node.origin
        inputs = [self._of[tensor] for tensor in operation.inputs]
        return _Call(self._bound(operation), inputs, inner[0])

    def _call_of_stream(self, node: Node) -> _Call | None:
        """Return that of a draw with a scale and an offset, if it is such a node."""
        offset, scale = 0.0, 1.0
        if node.function in (np.add, np.subtract):
            number, other, place = _scalar_and_other(node)
            if other is None or (node.function is np.subtract and place == 0):
                return None
            offset = -number if node.function is np.subtract else number
            node = other
        if node.function is np.multiply:
            scale, other, _ = _scalar_and_other(node)
            if other is None:
                return None
            node = other
        parts = self._draws.get(node)
        if parts is None:
            return None
        function = parts.bind(self._stream_of(node.origin), scale, offset)
        if function is None:
            return None
        inputs = node.inputs if isinstance(parts.size, Tensor) else ()
        return _Call(function, inputs, node)


def _known(shape: shapes.Shape, inputs: Sequence[Node]) -> shapes.Shape:
    """Return a shape, unless TensorFlow does not know it: it knows none that is fed."""
    return None if any(node.shape is None for node in inputs) else shape


def _is_inner(node: Node) -> bool:
    """Whether nobody sees the value but the one node that uses it."""
    return node.uses == 1 and not node.is_kept and not node.is_constant


def _scalar_and_other(node: Node) -> tuple[float, Node | None, int]:
    """Return the input that is one number, the other, and where the number stood.

    The other is None if there is no number, or somebody else sees the other.
    """
    for place, constant in enumerate(node.inputs):
        other = node.inputs[1 - place]
        if constant.value is not None and constant.value.ndim == 0 and _is_inner(other):
            return float(constant.value), other, place
    return 0.0, None, 0


def _with_constants(function: Evaluate, arguments: Sequence[Any]) -> Evaluate:
    """Return a function of those arguments that are None, the others being known."""
    places = [i for i, value in enumerate(arguments) if value is None]
    if len(places) == len(arguments):
        return function

    def call(*values: Any) -> Any:
        filled = list(arguments)
        for place, value in zip(places, values, strict=True):
            filled[place] = value
        return function(*filled)

    return call
