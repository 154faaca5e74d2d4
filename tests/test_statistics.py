# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Goodness of fit of the generator's methods, at 10**8 values each.

    pytest -m slow -s tests/test_statistics.py    # prints the p-values: minutes

Values are taken to [0, 1) by the exact distribution function. Then the smallest of some
p-values is compared with a limit that one seed in 10000 would miss.
"""

import numpy as np
import pytest
import scipy.special
import scipy.stats

from philoxseed import Stream, default_rng

pytestmark = pytest.mark.slow

SEED = 20261127
CHUNK, CHUNKS = 10**7, 10
BINS = 2**16


def identity(u):
    """The distribution function of uniforms."""
    return u


def of_exponentials(x):
    """The distribution function of exponentials."""
    return -np.expm1(-x)


METHODS = {
    "random f8": (lambda rng, n: rng.random(n), identity),
    "random f4": (lambda rng, n: rng.random(n, np.float32), identity),
    "uniform f8": (lambda rng, n: rng.uniform(-3, 5, n), lambda u: (u + 3) / 8),
    "uniform f4": (
        lambda rng, n: rng.uniform(0, 4, n, dtype=np.float32),
        lambda u: u / 4,
    ),
    "standard_normal f8": (
        lambda rng, n: rng.standard_normal(n),
        scipy.special.ndtr,
    ),
    "standard_normal f4": (
        lambda rng, n: rng.standard_normal(n, np.float32),
        scipy.special.ndtr,
    ),
    "normal f8": (
        lambda rng, n: rng.normal(2, 3, n),
        lambda x: scipy.special.ndtr((x - 2) / 3),
    ),
    "exponential f8": (
        lambda rng, n: rng.exponential(2, n),
        lambda x: of_exponentials(x / 2),
    ),
    "exponential f4": (
        lambda rng, n: rng.standard_exponential(n, np.float32),
        of_exponentials,
    ),
    # A quarter of the words are rejected.
    "integers 3 * 2**61": (
        lambda rng, n: rng.integers(3 * 2**61, size=n),
        lambda x: x / (3 * 2**61),
    ),
    "integers 3 * 2**30": (
        lambda rng, n: rng.integers(3 * 2**30, size=n, dtype=np.uint32),
        lambda x: x / (3 * 2**30),
    ),
}


def of_tails(u):
    """How many are nearer to either end than 10**-2 ... 10**-6, and the chance."""
    for exponent in range(2, 7):
        q = 10.0**-exponent
        yield q, np.count_nonzero(u < q)
        yield q, np.count_nonzero(u >= 1 - q)


def neighbours_table(first, second):
    """How many pairs of values are in each square of 64 by 64."""
    cells = (first * 64).astype(np.intp) * 64 + (second * 64).astype(np.intp)
    return np.bincount(cells, minlength=64 * 64)


@pytest.mark.parametrize("name", METHODS)
def test_goodness_of_fit(name):
    draw, distribution = METHODS[name]
    # By inversion, one seed would give the same p-values for all methods of a dtype.
    rng = default_rng([SEED, list(METHODS).index(name)])
    counts = np.zeros(BINS, np.int64)
    squares = np.zeros(64 * 64, np.int64)
    tails = np.zeros(10, np.int64)
    smirnov = []
    for _ in range(CHUNKS):
        u = distribution(draw(rng, CHUNK).astype(np.float64))
        u = np.minimum(u, np.nextafter(1, 0))
        counts += np.bincount((u * BINS).astype(np.intp), minlength=BINS)
        squares += neighbours_table(u[::2], u[1::2])
        tails += [count for _, count in of_tails(u)]
        smirnov.append(scipy.stats.kstest(u, "uniform").pvalue)
    n = CHUNK * CHUNKS
    chances = [q for q, _ in of_tails(np.zeros(1))]
    found = {
        "chi-square": scipy.stats.chisquare(counts).pvalue,
        "Kolmogorov-Smirnov": scipy.stats.combine_pvalues(smirnov).pvalue,
        "neighbours": scipy.stats.chisquare(squares).pvalue,
        "tails": min(
            1,
            10
            * min(
                scipy.stats.binomtest(int(k), n, q).pvalue
                for k, q in zip(tails, chances, strict=True)
            ),
        ),
    }
    print(name, {test: round(float(p), 4) for test, p in found.items()})
    assert min(found.values()) > 1e-4 / len(found)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_spawned_streams_are_independent(dtype):
    children = default_rng(SEED).spawn(4)
    squares = np.zeros((3, 64 * 64), np.int64)
    for _ in range(CHUNKS):
        values = [
            np.minimum(
                scipy.special.ndtr(rng.standard_normal(CHUNK // 4, dtype)),
                np.nextafter(dtype(1), dtype(0)),
            )
            for rng in children
        ]
        for i in range(3):
            squares[i] += neighbours_table(values[i], values[i + 1])
    found = scipy.stats.chisquare(squares, axis=1).pvalue
    print("spawned", np.dtype(dtype), found.round(4).tolist())
    assert found.min() > 1e-4 / 3


@pytest.mark.parametrize("which", ["op seeds", "graph seeds", "generators"])
def test_neighbouring_seeds_are_independent(which):
    """Pairs of streams whose seeds differ by 1, and by one bit."""
    seeds = [1234, 1235, 1234 ^ 1 << 20, 1234 ^ 1 << 30]
    if which == "op seeds":
        draws = [Stream(7, seed).uniform for seed in seeds]
    elif which == "graph seeds":
        draws = [Stream(seed, 7).uniform for seed in seeds]
    else:
        draws = [default_rng(seed).random for seed in seeds]
    squares = np.zeros((3, 64 * 64), np.int64)
    for _ in range(CHUNKS):
        values = [draw(CHUNK // 4, dtype="float64") for draw in draws]
        for i in range(3):
            squares[i] += neighbours_table(values[0], values[i + 1])
    found = scipy.stats.chisquare(squares, axis=1).pvalue
    print("neighbouring", which, found.round(4).tolist())
    assert found.min() > 1e-4 / 3
