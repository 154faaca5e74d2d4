# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What ops do with the value of a variable: read, write, or ask whether it is there.

Values are read-only arrays: what a run returns is a copy of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from philoxseed._graph import plan, shapes
from philoxseed._graph.operation import Evaluate, Operation
from philoxseed.errors import InvalidArgumentError


@dataclass(frozen=True)
class Read:
    """The value, which must be there."""

    variable: Operation
    operation: Operation
    reads = True
    writes = False
    initializes = False

    def bind(self, values: dict[Operation, Any]) -> Evaluate:
        """Return what reads the value of a session."""

        def read() -> Any:
            try:
                return values[self.variable]
            except KeyError:
                raise plan.uninitialized(self.variable, self.operation) from None

        return read


@dataclass(frozen=True)
class ReadOr:
    """The value, or the op's input if there is none yet."""

    variable: Operation
    reads = False
    writes = False
    initializes = False

    def bind(self, values: dict[Operation, Any]) -> Evaluate:
        """Return what reads the value of a session."""
        return lambda value: values.get(self.variable, value)


@dataclass(frozen=True)
class IsInitialized:
    """Whether there is a value."""

    variable: Operation
    reads = False
    writes = False
    initializes = False

    def bind(self, values: dict[Operation, Any]) -> Evaluate:
        """Return what looks into a session."""
        return lambda: np.bool_(self.variable in values)


@dataclass(frozen=True)
class Write:
    """The op's input as the new value, or what it and the old value come to.

    Attributes
    ----------
    shape : tuple or None
        What the new value's shape must fit.
    update : callable, optional
        From the old value and the input to the new value.
    """

    variable: Operation
    shape: shapes.Shape
    initializes: bool = False
    update: Callable[[Any, Any], Any] | None = None
    writes = True

    @property
    def reads(self) -> bool:
        """Whether the old value counts."""
        return self.update is not None

    def bind(self, values: dict[Operation, Any]) -> Evaluate:
        """Return what writes into a session, and returns the new value."""

        def write(value: Any) -> Any:
            if not shapes.admits(self.shape, np.shape(value)):
                raise InvalidArgumentError(
                    f"the variable {self.variable.name} has shape {self.shape}: "
                    f"expected a value of it, got a value of shape {np.shape(value)}"
                )
            if self.update is not None:
                with np.errstate(all="ignore"):
                    value = self.update(values[self.variable], value)
            array = np.array(value)
            array.flags.writeable = False
            values[self.variable] = array
            return array

        return write
