# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How many threads a large fill uses, and the pool that they come from."""

import operator
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import SupportsIndex

# Threads are made when there is work for them, so this is only a bound.
_MAX_THREADS = 1024

_num_threads: int | None = None
_pool: ThreadPoolExecutor | None = None


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
    """
    global _num_threads
    _num_threads = None if threads is None else checked(threads)


def get_num_threads() -> int:
    """Return how many threads large fills use.

    Raises
    ------
    ValueError
        If ``PHILOXSEED_NUM_THREADS`` decides, and is not an integer in [1, 1024].
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


def run(work: Callable[[], object], workers: int) -> None:
    """Call `work` in so many threads, and wait until it is done.

    The calling thread is one of them. `work` returns when there is nothing left to do,
    so a thread that has not woken by then is not waited for, and it does not matter if
    none can be had.
    """
    futures = _submit(work, workers - 1)
    work()
    for future in futures:
        if not future.cancel():
            future.result()


def _submit(work: Callable[[], object], times: int) -> list[Future[object]]:
    """Hand `work` to the pool so many times, or as often as it can be had."""
    global _pool
    if _pool is None:
        _pool = ThreadPoolExecutor(_MAX_THREADS, thread_name_prefix="philoxseed")
    futures = []
    try:
        for _ in range(times):
            futures.append(_pool.submit(work))
    except RuntimeError:
        # The interpreter is shutting down, or the system's limit is reached.
        pass
    return futures


def _usable_cpus() -> int:
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _forget_pool() -> None:
    global _pool
    _pool = None


if hasattr(os, "register_at_fork"):
    # A forked child has the pool, but not its threads.
    os.register_at_fork(after_in_child=_forget_pool)
