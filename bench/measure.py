# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Interleaved timing, and what may be said about the result.

Machines drift: clocks change, neighbours come and go. So every contender is timed once
in each round, one after the other, and only ratios within a round are compared.
"""

import math
import statistics
import timeit
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np


@dataclass(frozen=True)
class Contender:
    """One way of doing a job.

    Parameters
    ----------
    label : str
        Who does it, as tables name it.
    call : str
        The timed expression. `timeit` compiles it into its loop, so that a call of one
        value is not measured through a wrapper.
    names : dict
        What the names in `call` stand for.
    out : ndarray, optional
        Where the values are after the call; None if the call returns them.
    """

    label: str
    call: str
    names: dict[str, Any] = field(repr=False)
    out: np.ndarray | None = field(default=None, repr=False)

    def values(self) -> np.ndarray:
        """Return the values of one call."""
        returned = eval(self.call, self.names)
        return np.atleast_1d(returned if self.out is None else self.out)


class Quartiles(NamedTuple):
    """The middle half of some measurements."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Timing:
    """The seconds that one call of a contender took, a mean for each round."""

    label: str
    call: str
    repetitions: int
    seconds: list[float]

    @property
    def median(self) -> float:
        """The median over the rounds, in seconds per call."""
        return statistics.median(self.seconds)

    @property
    def quartiles(self) -> Quartiles:
        """The quartiles over the rounds, in seconds per call."""
        return quartiles(self.seconds)

    def ratio(self, reference: "Timing") -> Quartiles:
        """Return how many times as long as `reference` this took, round by round."""
        pairs = zip(self.seconds, reference.seconds, strict=True)
        return quartiles([mine / its for mine, its in pairs])


def quartiles(values: Sequence[float]) -> Quartiles:
    """Return the quartiles of `values`, interpolated as `numpy.percentile` does."""
    if len(values) == 1:
        return Quartiles(values[0], values[0], values[0])
    return Quartiles(*statistics.quantiles(values, n=4, method="inclusive"))


def interleave(
    contenders: Sequence[Contender], *, rounds: int, at_least: float, warm: float = 0
) -> list[Timing]:
    """Time contenders in turn: A B C, A B C ...

    Parameters
    ----------
    contenders : sequence of Contender
        Who takes part, in this order in each round.
    rounds : int
        How often each is timed.
    at_least : float
        Seconds that one timing should take: short calls are repeated within a round.
    warm : float, optional
        Seconds of untimed calls before each timing, which consist of one call at least:
        it brings code and buffer back into the caches. Threads of the contender before
        may spin for some milliseconds more.
    """
    timers = [timeit.Timer(c.call, globals=c.names) for c in contenders]
    counts = [repetitions(timer, at_least) for timer in timers]
    seconds: list[list[float]] = [[] for _ in contenders]
    for _ in range(rounds):
        for timer, count, mine in zip(timers, counts, seconds, strict=True):
            warmed = timer.timeit(1)
            while warmed < warm:
                warmed += timer.timeit(count)
            mine.append(timer.timeit(count) / count)
    columns = zip(contenders, counts, seconds, strict=True)
    return [Timing(c.label, c.call, count, mine) for c, count, mine in columns]


def repetitions(timer: timeit.Timer, at_least: float) -> int:
    """Return how many calls take `at_least` seconds."""
    timer.timeit(1)
    count = 1
    # The best of three: an interruption must not pass for a long call.
    while (taken := min(timer.repeat(3, count))) < at_least:
        wanted = math.ceil(1.1 * count * at_least / max(taken, 1e-9))
        count = min(wanted, 100 * count)
    return count


@dataclass(frozen=True)
class Expected:
    """What the values of a job must look like."""

    dtype: str
    size: int
    mean: float
    deviation: float


def check(contender: Contender, expected: Expected) -> None:
    """Refuse a contender that does not do the job that it is timed at.

    Raises
    ------
    ValueError
        If its values have another dtype or number, or a mean or standard deviation
        that is more than six standard errors away.
    """
    if contender.out is not None:
        contender.out.view(np.uint8).fill(0xFF)  # NaN, or -1: to be overwritten.
    values = contender.values()
    if (values.dtype, values.shape) != (expected.dtype, (expected.size,)):
        raise ValueError(
            f"{contender.label}: {contender.call} gave {values.dtype}{values.shape}, "
            f"expected {expected.dtype}({expected.size},)"
        )
    standard_error = expected.deviation / math.sqrt(expected.size)
    # The deviation's own error is at most that of the mean for these distributions.
    found = {"mean": values.mean(dtype=float)}
    if expected.size >= 100:
        found["deviation"] = values.std(dtype=float)
    for name, value in found.items():
        if not abs(value - getattr(expected, name)) <= 6 * standard_error:
            raise ValueError(
                f"{contender.label}: the {name} of {contender.call} is {value:.6g}, "
                f"expected {getattr(expected, name):.6g}"
            )
