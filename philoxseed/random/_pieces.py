# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How TensorFlow cuts the work of an op for its threads, where that is to be seen.

Categorical and parameterized truncated normal draws depend on it: each piece starts at
a place of its own. As tensorflow/core/util/work_sharder.cc and Eigen's parallelFor.
"""

from __future__ import annotations

import operator
from typing import SupportsIndex


def checked_threads(threads: SupportsIndex) -> int:
    """Return a number of TensorFlow's threads.

    Raises
    ------
    TypeError, ValueError
        If it is no integer, or not positive.
    """
    try:
        n = operator.index(threads)
    except TypeError:
        raise TypeError(f"threads must be an integer, got {threads!r}") from None
    if n < 1:
        raise ValueError(f"threads must be positive, got {n}")
    return n


def pieces(n: int, cost: float, threads: int) -> list[tuple[int, int]]:
    """Return the ranges that `n` units of work of a cost are cut into.

    Parameters
    ----------
    n : int
        Units.
    cost : float
        Of a unit, in cycles.
    threads : int
        Of TensorFlow's intra-op pool.
    """
    if n == 0:
        return []
    tasks = int(min((n * float(cost) - 100_000) / 100_000 + 0.9, 2.0**31))
    if threads == 1 or n == 1 or max(tasks, 1) == 1:
        return [(0, n)]
    block = min(n, max(_divided_up(n, 4 * threads), int(min(40_000 / cost, 2.0**62))))
    largest = min(n, 2 * block)
    count = _divided_up(n, block)
    efficiency = _efficiency(count, threads)
    while efficiency < 1 and count > 1:
        coarser = _divided_up(n, count - 1)
        if coarser > largest:
            break
        count = _divided_up(n, coarser)
        better = _efficiency(count, threads)
        if better + 0.01 >= efficiency:
            block, efficiency = coarser, max(efficiency, better)
    return [(start, min(n, start + block)) for start in range(0, n, block)]


def _divided_up(a: int, b: int) -> int:
    return -(-a // b)


def _efficiency(count: int, threads: int) -> float:
    return count / (_divided_up(count, threads) * threads)
