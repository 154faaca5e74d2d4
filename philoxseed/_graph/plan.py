# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Plans: what a session does for one kind of run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from philoxseed._graph.operation import Evaluate, Operation, StreamOf
from philoxseed._graph.steps import steps_of
from philoxseed._graph.tensor import Tensor
from philoxseed._seeds.profiles import Folding
from philoxseed.errors import FailedPreconditionError, InvalidArgumentError, OpError


class Plan:
    """The ops of one kind of run, in an order in which they can run.

    Parameters
    ----------
    elements : tuple of Tensor or Operation
        What is fetched, each once.
    fed : tuple of Tensor
        The tensors whose values are given.
    bound : callable
        From an operation to what evaluates it.
    values : mapping
        The values of variables, by their operations: those of the session.
    stream_of : callable
        From a random op to its stream.
    rules : Folding, optional
        What becomes of arithmetic with constants.
    flushes : bool
        Whether arithmetic flushes subnormal numbers.
    """

    def __init__(
        self,
        elements: tuple[Any, ...],
        fed: tuple[Tensor, ...],
        bound: Callable[[Operation], Evaluate],
        values: Mapping[Operation, Any],
        stream_of: StreamOf,
        rules: Folding | None,
        flushes: bool,
    ):
        operations = _in_order(elements, fed)
        self._values = values
        self._reads = _reads(operations)
        for operation in operations:
            _check_runnable(operation)
        steps, keys = steps_of(
            operations, elements, fed, bound, stream_of, rules, flushes
        )
        places: dict[Any, int] = {tensor: place for place, tensor in enumerate(fed)}
        for place, step in enumerate(steps, start=len(fed)):
            places.setdefault(step.output, place)  # a fed value stays
        self._steps = [
            (step.operation, step.evaluate, tuple(places[key] for key in step.inputs))
            for step in steps
        ]
        self._fetched = [
            (
                places.get(keys.get(element, element)),
                isinstance(element, Tensor) and element not in fed,
            )
            for element in elements
        ]
        self._is_draw = len(operations) == 1 and operations[0].sampler is not None

    def alone(self) -> Callable[[], Any]:
        """Return what returns the value of the only tensor, if there are no feeds."""
        if self._is_draw:
            return self._steps[0][1]  # a draw is new, and needs no plan
        return lambda: self.run([])[0]

    def run(self, values: list[Any]) -> list[Any]:
        """Return the fetched values, given those of the fed tensors."""
        for operation, variable in self._reads:
            if variable not in self._values:
                raise uninitialized(variable, operation)
        for operation, evaluate, inputs in self._steps:
            try:
                values.append(evaluate(*[values[place] for place in inputs]))
            except (ValueError, IndexError, MemoryError) as error:
                raise named(error, operation) from None
        return [
            None if place is None else _own(values[place]) if is_new else values[place]
            for place, is_new in self._fetched
        ]


def uninitialized(variable: Operation, operation: Operation) -> FailedPreconditionError:
    """Return the error for an op that reads a variable without a value."""
    return FailedPreconditionError(
        f"Attempting to use uninitialized value {variable.name}: run its initializer "
        "first, such as global_variables_initializer()",
        operation,
    )


def _reads(operations: list[Operation]) -> list[tuple[Operation, Operation]]:
    """Return the ops that need a value which a run does not give, and of what."""
    written: set[Operation] = set()
    found = []
    for operation in operations:
        access = operation.access
        if access is None:
            continue
        if access.reads and access.variable not in written:
            found.append((operation, access.variable))
        if access.writes:
            written.add(access.variable)
    return found


def _in_order(elements: tuple[Any, ...], fed: tuple[Tensor, ...]) -> list[Operation]:
    """Return the operations that are needed, each after those it depends on.

    What else a run does with a variable comes after its initializer, if that is in the
    run; TensorFlow leaves this order open.
    """
    order = _ordered(elements, fed, {})
    initializers = {
        op.access.variable: op for op in order if op.access and op.access.initializes
    }
    return _ordered(elements, fed, initializers) if initializers else order


def _ordered(
    elements: tuple[Any, ...],
    fed: tuple[Tensor, ...],
    initializers: dict[Operation, Operation],
) -> list[Operation]:
    order: dict[Operation, None] = {}
    pending = [
        (element.op if isinstance(element, Tensor) else element, False)
        for element in reversed(elements)
        if element not in fed
    ]
    while pending:
        operation, is_ready = pending.pop()
        if operation in order:
            continue
        if is_ready:
            order[operation] = None
            continue
        pending.append((operation, True))
        pending += [(t.op, False) for t in reversed(operation.inputs) if t not in fed]
        pending += [(op, False) for op in reversed(operation.control_inputs)]
        access = operation.access
        if access is not None and access.variable in initializers:
            initializer = initializers[access.variable]
            if initializer is not operation:
                pending.append((initializer, False))
    return list(order)


def _check_runnable(operation: Operation) -> None:
    if operation.sampler is not None:
        try:
            operation.sampler.check()
        except InvalidArgumentError as error:
            raise named(error, operation) from None
    elif operation.access is None and operation.evaluate is None and operation.outputs:
        (tensor,) = operation.outputs
        raise InvalidArgumentError(
            f"You must feed a value for placeholder tensor {operation.name!r} with "
            f"dtype {tensor.dtype.name} and shape {tensor.shape}",
            operation,
        )


class _NamedMemoryError(MemoryError):
    """One that names the op."""


def named(error: Exception, operation: Operation) -> Exception:
    """Return the error for an op that could not run, from NumPy or a sampler.

    An error that names an op already is returned as it is.
    """
    is_named = isinstance(error, OpError) and error.op is not None
    if is_named or isinstance(error, _NamedMemoryError):
        return error
    message = f"{operation.name}: {error}"
    if isinstance(error, MemoryError):
        return _NamedMemoryError(message)
    return InvalidArgumentError(message, operation)


def _own(value: Any) -> Any:
    """Return a value that shares no memory with others; a scalar if it has no axes."""
    if not isinstance(value, np.ndarray):
        return value
    if value.ndim == 0:
        return value[()]
    is_shared = value.base is not None or not value.flags.writeable
    return value.copy() if is_shared else value
