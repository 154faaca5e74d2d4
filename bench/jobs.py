# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What is measured: the jobs, and the cases in which each is timed."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from bench.distributions import DISTRIBUTIONS
from bench.measure import Expected


@dataclass(frozen=True)
class Job:
    """Random values of one distribution and dtype.

    Parameters
    ----------
    op : str
        words, uniform, normal, truncated_normal, exponential or integers; of stateless
        functions also gamma, poisson, binomial and categorical, as STATELESS says; of
        generators shuffle, permutation, permuted (lines of 100), choice (of one),
        choice_of_ten (a list), weighted_choice or sample (without replacement), and the
        methods of DISTRIBUTIONS.
    dtype : str
        The name of a NumPy dtype.
    high : int, optional
        Integers are below it.
    api : str, default "Stream"
        The part of philoxseed that is called.
    peers : tuple of str, optional
        Who it is compared with, if not with all.
    call : str, optional
        The call of a generator's method, where it is not that of a standard value;
        `size` is how many values there are, and `zeros` and `highs` are arrays of as
        many 0s, and `high`s; `a`, `b` and `c` are those of the `parameters`.
    parameters : tuple of float, optional
        Those of a distribution.
    """

    op: str
    dtype: str
    high: int | None = None
    api: str = "Stream"
    peers: tuple[str, ...] = ()
    call: str = ""
    parameters: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """What tables and plots call the job."""
        if self.op == "words":
            return "raw 32-bit words"
        below = ""
        if self.high is not None and not self.dtype.startswith("float"):
            below = f" below {POWERS.get(self.high, self.high)}"
        through = "" if self.api == "Stream" else f", {self.api}"
        # What its arrays hold, where it is called with them.
        at = f" at {self.parameters}" if "(a" in self.call else ""
        return f"{self.op.replace('_', ' ')} {self.dtype}{below}{through}{at}"


@dataclass(frozen=True)
class Case:
    """A job at one size, buffer and number of threads.

    A hot buffer is one array that is filled again and again; a fresh one is a new array
    for each call; no buffer stands for a single value, not an array, and for calls that
    say themselves what they return.
    """

    job: Job
    size: int
    buffer: str = "hot"
    threads: int = 1

    @property
    def expected(self) -> Expected:
        """What the values must look like."""
        high = self.job.high or self.size
        job = replace(self.job, high=high) if self.job in ORDER_JOBS else self.job
        mean, deviation = moments(job)
        return Expected(self.job.dtype, self.size, mean, deviation)


POWERS = {2**31 - 1: "2^31-1"}

QUICK_JOBS = tuple(
    Job(op, dtype) for op in ("uniform", "normal") for dtype in ("float32", "float64")
)
FULL_JOBS = (
    Job("words", "uint32"),
    *QUICK_JOBS,
    Job("truncated_normal", "float32"),
    Job("integers", "int32", high=10),
    Job("integers", "int32", high=2**31 - 1),
)
# Calls of one value: what stands around the fills.
CALL_JOBS = tuple(
    Job("uniform", "float32", api=api, peers=("numpy", "torch", "tensorflow"))
    for api in ("Stream.uniform(1)", "Stream.uniform(out=)", "Session.run")
)
# TensorFlow's stateless functions, called alike in both packages: what follows shape
# and seed, and the mean and the variance. All logits are equal, of 100 classes.
STATELESS = {
    "gamma": ("alpha=2.5", 2.5, 2.5),
    "poisson": ("3.5", 3.5, 3.5),
    "binomial": ("10.0, 0.3", 3.0, 2.1),
    "categorical": ("", 49.5, 833.25),
}
STATELESS_JOBS = tuple(
    Job(op, dtype, api="random.stateless_*", peers=("tensorflow",))
    for op, dtype in (
        ("uniform", "float32"), ("normal", "float32"), ("gamma", "float32"),
        ("poisson", "int32"), ("binomial", "int32"), ("categorical", "int64"),
    )
)  # fmt: skip
STATELESS_SIZES = (1, 10**5)

# The methods of NumPy's Generator, on philoxseed's numbers.
GENERATOR_JOBS = tuple(
    Job(op, dtype, api=api, peers=("numpy",))
    for api, dtypes in (
        ("default_rng()", ("float64", "float32")),
        ("Generator(Philox4x32())", ("float64",)),
    )
    for op in ("uniform", "normal")
    for dtype in dtypes
)

# The same with exponentials, and one value of each method as it is mostly called.
GENERATOR_BULK_JOBS = tuple(
    Job("exponential", dtype, api="default_rng()", peers=("numpy",))
    for dtype in ("float64", "float32")
)
ONE_VALUE_JOBS = tuple(
    Job(op, dtype, high, f"default_rng().{call}", ("numpy",), call)
    for op, dtype, high, call in (
        ("uniform", "float64", None, "uniform(0.0, 1.0)"),
        ("normal", "float64", None, "normal(0.0, 1.0)"),
        ("exponential", "float64", None, "exponential(1.0)"),
        ("integers", "int64", 10, "integers(10)"),
        *(
            ("integers", dtype, 10, f"integers(10, dtype={dtype})")
            for dtype in (
                "int8", "uint8", "int16", "uint16", "int32", "uint32", "uint64"
            )
        ),
        ("integers", "bool", 2, "integers(2, dtype='bool')"),
    )
)  # fmt: skip
# Small calls with parameters, and what they are where they are arrays.
PARAMETER_JOBS = tuple(
    Job(op, dtype, high, f"default_rng().{call}", ("numpy",), call)
    for op, dtype, high, call in (
        ("integers", "int64", 10, "integers(10, size=size)"),
        ("integers", "int64", 10, "integers(zeros, highs)"),
        ("uniform", "float64", 1, "uniform(zeros, highs)"),
        ("normal", "float64", 1, "normal(zeros, highs)"),
        ("exponential", "float64", 1, "exponential(highs)"),
    )
)
# All other distributions: one value, many, and a few with arrays of parameters.
DISTRIBUTION_CASES = tuple(
    Case(
        Job(
            d.method,
            d.dtype,
            api=f"default_rng().{call}",
            peers=("numpy",),
            call=call,
            parameters=d.parameters,
        ),
        size,
        "no",
    )
    for d in DISTRIBUTIONS
    for call, size in d.calls()
)
# Those that order things and choose from them, of numpy.random.Generator.
ORDER_JOBS = tuple(
    Job(op, "int64", high=high, api="default_rng()", peers=("numpy",))
    for op, high in (
        ("shuffle", None),
        ("permutation", None),
        ("permuted", None),
        ("weighted_choice", 1000),
        ("sample", 10**6),
        ("choice", 10),
        ("choice_of_ten", 10),
    )
)
ORDER_SIZES = {
    "shuffle": (52, 8047, 10**5),
    "permutation": (52, 10**5),
    "permuted": (10**5,),
    "weighted_choice": (100, 10**5),
    "sample": (10, 1000, 10**5),
}

QUICK_SIZES = (256, 2**16)
FULL_SIZES = (1, 2**4, 2**8, 2**12, 2**16, 2**20, 2**24)
FRESH_SIZES = (2**16, 2**20, 2**24)
THREADS_SIZES = (2**20, 2**22, 2**24)
GENERATOR_SIZES = (2**8, 2**16, 10**6)
SMALL_SIZES = (1, 2, 5, 10, 20, 50, 100)
PARAMETER_SIZES = (1, 10, 100, 10**4)


def quick_cases() -> Iterator[Case]:
    """Yield the ten cases of a run of seconds."""
    for job in CALL_JOBS[::2]:
        yield Case(job, 1, "fresh")
    for job in QUICK_JOBS:
        for size in QUICK_SIZES:
            yield Case(job, size)


def full_cases() -> Iterator[Case]:
    """Yield every case on one thread."""
    for job in CALL_JOBS:
        yield Case(job, 1, "fresh")
    for job in ONE_VALUE_JOBS:
        yield Case(job, 1, "no")
    for job in PARAMETER_JOBS:
        for size in PARAMETER_SIZES:
            yield Case(job, size, "no")
    yield from DISTRIBUTION_CASES
    for job in STATELESS_JOBS:
        for size in STATELESS_SIZES:
            yield Case(job, size, "fresh")
    for job in GENERATOR_JOBS + GENERATOR_BULK_JOBS:
        if job.dtype == "float64":  # Of the dtype of a Python float.
            yield Case(job, 1, "no")
        if job.api == "default_rng()":
            for size in SMALL_SIZES:
                yield Case(job, size, "fresh")
        for size in GENERATOR_SIZES:
            yield Case(job, size)
    for job in ORDER_JOBS:
        for size in ORDER_SIZES.get(job.op, ()):
            yield Case(job, size, "fresh")
        if job.op not in ORDER_SIZES:
            yield Case(job, 1, "no")
    for job in FULL_JOBS:
        for size in FULL_SIZES:
            yield Case(job, size)
        for size in FRESH_SIZES:
            yield Case(job, size, "fresh")


def threads_cases(threads: int) -> Iterator[Case]:
    """Yield the cases on several threads, with the peers that can use them."""
    for job in FULL_JOBS:
        threaded = replace(job, peers=("torch", "tensorflow"))
        for size in THREADS_SIZES:
            yield Case(threaded, size, threads=threads)


def select(
    cases: Iterable[Case], words: Iterable[str], sizes: Iterable[int]
) -> list[Case]:
    """Return the cases whose job's name has all `words`, of `sizes` if any."""
    sizes = set(sizes)
    return [
        case
        for case in cases
        if all(word in case.job.name for word in words)
        and (not sizes or case.size in sizes)
    ]


def moments(job: Job) -> tuple[float, float]:
    """Return the mean and the standard deviation of a job's distribution."""
    for d in DISTRIBUTIONS:
        if job.call and (job.op, job.parameters) == (d.method, d.parameters):
            return d.mean, math.sqrt(d.variance)
    if job.op in STATELESS:
        _, mean, variance = STATELESS[job.op]
        return mean, math.sqrt(variance)
    if job.op == "uniform":
        return 0.5, math.sqrt(1 / 12)
    if job.op == "normal":
        return 0.0, 1.0
    if job.op == "exponential":
        return 1.0, 1.0
    if job.op == "truncated_normal":  # At two standard deviations.
        density = math.exp(-2) / math.sqrt(2 * math.pi)
        return 0.0, math.sqrt(1 - 4 * density / math.erf(math.sqrt(2)))
    if job.op == "weighted_choice":
        values, p = np.arange(job.high), weights(job.high)
        mean = float(values @ p)
        return mean, math.sqrt(float((values - mean) ** 2 @ p))
    count = job.high or 2**32
    return (count - 1) / 2, math.sqrt((count**2 - 1) / 12)


def weights(n: int | None) -> np.ndarray:
    """Return n uneven probabilities."""
    p = np.random.default_rng(1).random(n)
    return p / p.sum()
