# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What is the default for now: a stack in each thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from philoxseed._graph.session import Session

T = TypeVar("T")


class DefaultStack(threading.local, Generic[T]):
    """The defaults of a thread, the innermost last. Other threads see none of them."""

    def __init__(self) -> None:
        self._stack: list[T] = []

    def __len__(self) -> int:
        return len(self._stack)

    def innermost(self) -> T | None:
        """Return the default, or None."""
        return self._stack[-1] if self._stack else None

    def push(self, item: T) -> None:
        """Make `item` the default."""
        self._stack.append(item)

    def remove(self, item: T) -> None:
        """Take the innermost occurrence of `item` away, wherever it is."""
        for i in reversed(range(len(self._stack))):
            if self._stack[i] is item:
                del self._stack[i]
                return

    @contextmanager
    def using(self, item: T) -> Iterator[T]:
        """Make `item` the default for a while."""
        self.push(item)
        try:
            yield item
        finally:
            self.remove(item)


sessions: DefaultStack[Session] = DefaultStack()
"""The default sessions. Default graphs are in `_graph`, as there is always one."""
