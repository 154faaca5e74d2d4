# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Plans: what a session does for one kind of run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from philoxseed._graph.operation import Evaluate, Operation
from philoxseed._graph.tensor import Tensor
from philoxseed.errors import InvalidArgumentError


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
    """

    def __init__(
        self,
        elements: tuple[Any, ...],
        fed: tuple[Tensor, ...],
        bound: Callable[[Operation], Evaluate],
    ):
        operations = _in_order(elements, fed)
        for operation in operations:
            _check_runnable(operation)
        places = {tensor: place for place, tensor in enumerate(fed)}
        for place, operation in enumerate(operations, start=len(fed)):
            for tensor in operation.outputs:
                places.setdefault(tensor, place)  # a fed value stays
        self._steps = [
            (operation, bound(operation), tuple(places[t] for t in operation.inputs))
            for operation in operations
        ]
        self._fetched = [
            (places.get(element), isinstance(element, Tensor) and element not in fed)
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
        for operation, evaluate, inputs in self._steps:
            try:
                values.append(evaluate(*[values[place] for place in inputs]))
            except (ValueError, IndexError, MemoryError) as error:
                raise _named(error, operation) from None
        return [
            None if place is None else _own(values[place]) if is_new else values[place]
            for place, is_new in self._fetched
        ]


def _in_order(elements: tuple[Any, ...], fed: tuple[Tensor, ...]) -> list[Operation]:
    """Return the operations that are needed, each after those it depends on."""
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
    return list(order)


def _check_runnable(operation: Operation) -> None:
    if operation.sampler is not None:
        try:
            operation.sampler.check()
        except InvalidArgumentError as error:
            raise _named(error, operation) from None
    elif operation.evaluate is None and operation.outputs:
        (tensor,) = operation.outputs
        raise InvalidArgumentError(
            f"You must feed a value for placeholder tensor {operation.name!r} with "
            f"dtype {tensor.dtype.name} and shape {tensor.shape}",
            operation,
        )


def _named(error: Exception, operation: Operation) -> Exception:
    """Return the error for an op that could not run, from NumPy or a sampler."""
    message = f"{operation.name}: {error}"
    if isinstance(error, MemoryError):
        return MemoryError(message)
    return InvalidArgumentError(message, operation)


def _own(value: Any) -> Any:
    """Return a value that shares no memory with others; a scalar if it has no axes."""
    if not isinstance(value, np.ndarray):
        return value
    if value.ndim == 0:
        return value[()]
    is_shared = value.base is not None or not value.flags.writeable
    return value.copy() if is_shared else value
