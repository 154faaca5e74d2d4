# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What each thread has entered, such as the sessions that are its defaults."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from philoxseed._graph.session import Session

T = TypeVar("T")


class ThreadStack(threading.local, Generic[T]):
    """What a thread has entered, the innermost last. Other threads see none of it."""

    def __init__(self) -> None:
        self._stack: list[T] = []

    def __len__(self) -> int:
        return len(self._stack)

    def innermost(self) -> T | None:
        """Return what was entered last, or None."""
        return self._stack[-1] if self._stack else None

    def push(self, item: T) -> None:
        """Make `item` the innermost."""
        self._stack.append(item)

    def pop(self) -> T:
        """Take the innermost away, and return it."""
        return self._stack.pop()

    def remove(self, item: T) -> None:
        """Take the innermost occurrence of `item` away, wherever it is."""
        _remove(self._stack, item)

    @contextmanager
    def using(self, item: T) -> Iterator[T]:
        """Make `item` the innermost for a while."""
        stack = self._stack  # of the thread that enters, whichever it is that leaves
        stack.append(item)
        try:
            yield item
        finally:
            _remove(stack, item)


def _remove(stack: list[T], item: T) -> None:
    for i in reversed(range(len(stack))):
        if stack[i] is item:
            del stack[i]
            return


sessions: ThreadStack[Session] = ThreadStack()
"""The default sessions. Default graphs are in `graph`, as there is always one."""
