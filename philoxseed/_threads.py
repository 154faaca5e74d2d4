# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How many threads a large fill uses, the pool that they come from, and locks."""

import operator
import os
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, SupportsIndex, TypeVar
from weakref import WeakSet

# Threads are made when there is work for them, so this is only a bound.
_MAX_THREADS = 1024

_num_threads: int | None = None


def set_num_threads(threads: SupportsIndex | None) -> None:
    """Set how many threads large fills use.

    Values never depend on it. Small fills use one thread in any case.

    Parameters
    ----------
    threads : int or None
        From 1 to 1024; None for the default, which is the environment variable
        ``PHILOXSEED_NUM_THREADS`` or else the CPUs that this process may use.

    Raises
    ------
    TypeError, ValueError
        If `threads` is not an integer, or not in [1, 1024].

    Examples
    --------
    >>> px.set_num_threads(1)
    >>> px.get_num_threads()
    1
    >>> px.set_num_threads(None)
    """
    global _num_threads
    _num_threads = None if threads is None else checked(threads)


def get_num_threads() -> int:
    """Return how many threads large fills use.

    Raises
    ------
    ValueError
        If ``PHILOXSEED_NUM_THREADS`` decides, and is not an integer in [1, 1024].

    Examples
    --------
    >>> px.set_num_threads(3)
    >>> px.get_num_threads()
    3
    >>> px.set_num_threads(None)
    """
    if _num_threads is not None:
        return _num_threads
    setting = os.environ.get("PHILOXSEED_NUM_THREADS", "")
    if not setting:
        return _usable_cpus()
    try:
        return checked(int(setting))
    except ValueError:
        raise ValueError(
            f"PHILOXSEED_NUM_THREADS must be an integer of at least 1, got {setting!r}"
        ) from None


def checked(threads: SupportsIndex) -> int:
    """Return a number of threads as an int in [1, _MAX_THREADS]."""
    try:
        number = operator.index(threads)
    except TypeError:
        raise TypeError(
            f"threads must be an integer, not {type(threads).__name__}"
        ) from None
    if not 1 <= number <= _MAX_THREADS:
        raise ValueError(f"threads must be in [1, {_MAX_THREADS}], got {number}")
    return number


class _Pool:
    """Threads that wait for work. They are daemons: nothing waits for idle ones.

    Not a ThreadPoolExecutor: its `submit` takes locks in Python code, where a
    KeyboardInterrupt can leave one locked for ever (seen once in about 400 interrupts),
    and keeps the work of threads that could not be started.
    """

    def __init__(self) -> None:
        self.work: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._size = 0
        self._growing = threading.Lock()

    def grow(self, size: int) -> int:
        """Start threads until there are `size`, and return how many there are.

        That is fewer where no more can be had, or while another thread does this.
        """
        if self._size < size and self._growing.acquire(blocking=False):
            try:
                while self._size < size and self._start():
                    pass
            finally:
                self._growing.release()
        return self._size

    def _start(self) -> bool:
        # Counted first: a KeyboardInterrupt may come when the thread runs already.
        self._size += 1
        try:
            name = f"philoxseed-{self._size}"
            threading.Thread(target=self._serve, name=name, daemon=True).start()
        except (RuntimeError, MemoryError):
            # The system's limit is reached, or the interpreter is shutting down.
            self._size -= 1
            return False
        return True

    def _serve(self) -> None:
        while True:
            self.work.get()()


_pool = _Pool()


def offer(work: Callable[[], object], times: int) -> None:
    """Let up to so many threads of the pool call `work`, each when it is free.

    Nobody waits for them: one that comes when there is nothing left to do must find
    that out. The pool never has more threads than were asked for at once, whoever
    asks; where none can be had, nobody calls `work`.
    """
    pool = _pool
    for _ in range(min(times, pool.grow(times))):
        pool.work.put(work)


def _usable_cpus() -> int:
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_locks: WeakSet[Any] = WeakSet()

Lock = TypeVar("Lock")


def opened_in_children(lock: Lock) -> Lock:
    """Return a lock of `threading`, which will be open in every forked child.

    The thread that holds it in the parent does not exist there, and so would never
    release it. What it guards may be as that thread left it, halfway.
    """
    _locks.add(lock)
    return lock


def _after_fork_in_child() -> None:
    global _pool
    _pool = _Pool()  # its threads do not exist either
    for lock in list(_locks):
        is_owned = getattr(lock, "_is_owned", None)  # by the thread that forked
        if is_owned is None or not is_owned():
            lock._at_fork_reinit()  # as threading and logging do


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
