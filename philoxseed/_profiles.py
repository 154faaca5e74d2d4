# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How ops that are given no seed get one: the op-seed policies of graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from philoxseed._graph import Operation


class OpSeedPolicy(Protocol):
    """What a graph asks for automatic op seeds."""

    def take_seed(self, operation: Operation | None) -> int:
        """Return the op seed of an operation that is about to join the graph.

        None stands for a seed that is taken without an operation, by `get_seed`.
        """

    def note_op(self, operation: Operation) -> None:
        """Take note of an operation, random or not, that joined the graph."""


class OpSeedCounter:
    """0, 1, 2 ... for the ops that ask: TensorFlow 2.3 and later.

    Ops with seeds of their own, and ops made while the graph has no seed, do not ask.
    """

    def __init__(self) -> None:
        self._next = 0

    def take_seed(self, operation: Operation | None) -> int:
        """Return the next number."""
        seed = self._next
        self._next += 1
        return seed

    def note_op(self, operation: Operation) -> None:
        """Do nothing: only ops that ask are counted."""
