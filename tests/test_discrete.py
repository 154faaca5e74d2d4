# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Discrete variates: exact values, distributions, multinomial rows."""

import math

import discrete_model as model
import numpy as np
import pytest
import scipy.special
import scipy.stats
from gamma_model import Place
from generators import COUNTER, KEY, made, place

import philoxseed as px

MOST = 2**63 - 1
BELOW_10 = math.nextafter(10, 0)
ABOVE_1 = math.nextafter(1, 2)

# Parameters on both sides of every border between algorithms.
GRIDS = {
    "poisson": [
        *((x,) for x in (0.0, 1e-300, 1e-9, 0.5, 5.0, BELOW_10, 10.0, 10.5, 77.7)),
        *((x,) for x in (1e3, 1e6, 1e12, 2.0**53 + 2, 1e17, 9.223372006484771e18)),
    ],
    "binomial": [
        *((n, 0.5) for n in (0, 1, 19, 20, 21, 10**6, 2**62 + 1, MOST)),
        *((n, p) for n in (10, 33, 34, 1000, 2**53 + 1) for p in (0.3, 0.7)),
        *((10**6, p) for p in (0.0, 1e-300, 9e-6, 1e-5, 1 - 2e-5, 1 - 9e-6, 1.0)),
        *((MOST, p) for p in (1e-20, 1e-18, 2e-18, 1e-9, 0.3, 0.7, 1 - 2**-53)),
    ],
    "negative_binomial": [(0.3, 0.3), (5.0, 0.3), (1e6, 0.01), (3.0, 1.0), (1e-9, 0.5)],
    "hypergeometric": [
        *((0, 0, 0), (1, 1, 1), (0, 5, 3), (5, 0, 3), (5, 5, 0), (5, 5, 10)),
        *((10, 20, 8), (20, 10, 8), (20, 10, 25), (10, 20, 25)),
        *((n, n, n) for n in (38, 39, 40, 41, 10**9 - 1)),
        *((1000, 500, 700), (500, 1000, 1200), (30, 10**6, 10**5)),
        *((10**9 - 1, 10**9 - 1, 19), (10**9 - 1, 10**9 - 1, 20)),
        *((10**9 - 1, 3, 10**9), (3, 10**9 - 1, 5 * 10**8)),
    ],
    "zipf": [(x,) for x in (ABOVE_1, 1.001, 1.5, 2.0, 4.0, 30.0, 1e3, 1e300, math.inf)],
    "logseries": [(x,) for x in (0.0, 1e-17, 0.3, 0.5, 0.9, 0.9999, 1 - 2**-53)],
}
CASES = [(name, parameters) for name, grid in GRIDS.items() for parameters in grid]


def expected(name, parameters, n):
    """Values by the model, and how many tries were rejected."""
    if name == "zipf" and parameters[0] == math.inf:
        return [1] * n, 0
    values = [
        getattr(model, name)(Place(KEY, COUNTER + i), *parameters) for i in range(n)
    ]
    return [value for value, _ in values], sum(tries for _, tries in values)


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_values_are_those_of_the_model(name, parameters):
    found = getattr(made(), name)(*parameters, 25)
    assert found.tolist() == expected(name, parameters, 25)[0]


def test_the_model_tries_again_in_all_that_reject():
    for name, parameters in (
        ("poisson", (10.0,)),
        ("poisson", (1e6,)),
        ("binomial", (34, 0.7)),
        ("negative_binomial", (50.0, 0.3)),
        ("hypergeometric", (41, 41, 41)),
        ("zipf", (1.5,)),
    ):
        assert expected(name, parameters, 60)[1] > 3


def test_inversion_rises_with_the_first_pair():
    for name, parameters in (
        ("poisson", (3.0,)),
        ("binomial", (20, 0.3)),
        ("hypergeometric", (20, 30, 12)),
    ):
        values = getattr(made(), name)(*parameters, 5000)
        pairs = made().integers(0, 2**64, 10_000, dtype=np.uint64)[::2]
        assert (np.diff(values[np.argsort(pairs)]) >= 0).all()


def zipfs_distribution(x, a):
    """Of values up to 2**63 - 1, which a near 1 would exceed."""
    kept = scipy.special.zeta(a, 1) - scipy.special.zeta(a, 2.0**63)
    return 1 - (scipy.special.zeta(a, x + 1.0) - scipy.special.zeta(a, 2.0**63)) / kept


SCIPYS = {
    "poisson": lambda x, lam: scipy.stats.poisson.cdf(x, lam),
    "binomial": lambda x, n, p: scipy.stats.binom.cdf(x, n, p),
    "negative_binomial": lambda x, n, p: scipy.stats.nbinom.cdf(x, n, p),
    "hypergeometric": lambda x, good, bad, draws: scipy.stats.hypergeom.cdf(
        x, good + bad, good, draws
    ),
    "zipf": zipfs_distribution,
    "logseries": lambda x, p: scipy.stats.logser.cdf(x, p),
}
FITTED = {
    "poisson": [(1e-3,), (0.5,), (5.0,), (9.99,), (10.0,), (13.0,), (100.0,), (1e6,)],
    "binomial": [
        *((10, 0.3), (19, 0.5), (20, 0.5), (34, 0.3), (34, 0.7), (100, 0.3)),
        *((1000, 0.3), (10**6, 0.5), (10**6, 1.5e-5), (10**6, 0.999), (10**12, 3e-11)),
    ],
    "negative_binomial": [(5.0, 0.3), (0.3, 0.3), (100.0, 0.9), (2.0, 1e-3)],
    "hypergeometric": [
        *((10, 20, 8), (20, 10, 25), (100, 100, 50), (39, 39, 39), (40, 40, 40)),
        *((1000, 500, 1200), (10**6, 10**5, 50), (10**8, 3 * 10**8, 1000)),
    ],
    "zipf": [(1.1,), (1.5,), (2.0,), (3.5,)],
    "logseries": [(1e-3,), (0.5,), (0.9,), (0.9999,)],
}
FITS = [(name, parameters) for name, grid in FITTED.items() for parameters in grid]


def p_value(values, distribution):
    """Of chi-square, over cells that end where quantiles do; small ones are pooled."""
    ends = np.unique(np.quantile(values, np.linspace(0, 1, 300)).astype(np.int64))
    bounds = distribution(ends.astype(np.float64))
    chances = np.diff(np.concatenate([[0.0], bounds, [1.0]])) * len(values)
    counts = np.bincount(np.searchsorted(ends, values), minlength=len(chances))
    group, total, last = np.zeros(len(chances), np.int64), 0.0, 0
    for i, chance in enumerate(chances):
        group[i] = last
        total += chance
        if total >= 20:
            total, last = 0.0, last + 1
    group[group == last] = max(last - 1, 0)
    chances, counts = np.bincount(group, chances), np.bincount(group, counts)
    if len(chances) < 2:
        return 1.0
    statistic = ((counts - chances) ** 2 / chances).sum()
    return scipy.stats.chi2.sf(statistic, len(chances) - 1)


@pytest.mark.parametrize(("name", "parameters"), FITS)
def test_fit(name, parameters):
    values = getattr(px.default_rng(20261127), name)(*parameters, 200_000)
    assert p_value(values, lambda x: SCIPYS[name](x, *parameters)) > 1e-5


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parameters"), FITS)
def test_fit_of_ten_million(name, parameters):
    values = getattr(px.default_rng(20261128), name)(*parameters, 10**7)
    found = p_value(values, lambda x: SCIPYS[name](x, *parameters))
    print(f"{name}{parameters}: p = {found:.4f}")
    assert found > 1e-5


ROWS = [
    (20, [1 / 6] * 6),
    (1000, [0.1, 0.2, 0.3, 0.4]),
    (7, [0.0, 1.0, 0.0]),
    (10**12, [0.25, 0.5]),
    (3, [1.0]),
    (0, [0.5, 0.5]),
    (MOST, [0.3, 0.0, 0.7]),
]


@pytest.mark.parametrize(("n", "pvals"), ROWS)
def test_rows_of_a_multinomial_are_those_of_the_model(n, pvals):
    found = made().multinomial(n, pvals, 15)
    d = len(pvals)
    rows = [model.multinomial(Place(KEY, COUNTER + d * i), n, pvals) for i in range(15)]
    assert found.tolist() == rows
    assert (found.sum(axis=1) == n).all()


def test_multinomial_loop_is_batch_is_threads_is_arrays():
    n, pvals = np.array([[20], [7000]]), np.array([[0.1, 0.2, 0.7], [0.5, 0.4, 0.1]])
    rng, loop = made(), made()
    batch = rng.multinomial(n, pvals, (300, 2, 2))
    assert batch.dtype == np.int64
    assert batch.shape == (300, 2, 2, 3)
    rows = [
        loop.multinomial(trials, p)
        for _ in range(300)
        for trials in (20, 7000)
        for p in pvals
    ]
    assert batch.reshape(-1, 3).tolist() == np.array(rows).tolist()
    assert place(rng) == place(loop) == 4 * batch.size
    many = made().multinomial(20, [1 / 6] * 6, 60_000, threads=1)
    for threads in (2, 3, None):
        again = made().multinomial(20, [1 / 6] * 6, 60_000, threads=threads)
        np.testing.assert_array_equal(again, many)
    out = np.empty((60_000, 6), np.int64)
    assert made().multinomial(20, [1 / 6] * 6, out=out) is out
    np.testing.assert_array_equal(out, many)


def test_multinomial_by_every_kernel(kernel):
    for n, pvals in ROWS:
        with px.simd.force("scalar"):
            rows = made().multinomial(n, pvals, 501)
        with px.simd.force(kernel):
            np.testing.assert_array_equal(made().multinomial(n, pvals, 501), rows)


def test_columns_of_a_multinomial_are_binomial():
    rows = px.default_rng(7).multinomial(30, [0.2, 0.05, 0.45, 0.3], 200_000)
    for j, p in enumerate([0.2, 0.05, 0.45, 0.3]):
        chance = p_value(rows[:, j], lambda x, p=p: scipy.stats.binom.cdf(x, 30, p))
        assert chance > 1e-4


WRONG_ROWS = [
    (-1, [0.5, 0.5], {}),
    ([3, -1], [0.5, 0.5], {}),
    (3, [0.6, 0.6, -0.2], {}),
    (3, [0.6, 0.5, 0.0], {}),
    (3, [], {}),
    (3, 0.5, {}),
    (3, [math.nan, 0.5], {}),
    (3, [2, 3], {}),
    ([3, 4], [0.5, 0.5], {"size": 3}),
    ([3], [0.5, 0.5], {"size": ()}),
    (3, ["a"], {}),
    (3, [0.5, 0.5], {"size": -1}),
    (3, [0.5, 0.5], {"size": "x"}),
    ("x", [0.5, 0.5], {}),
    (None, [0.5, 0.5], {}),
]


@pytest.mark.parametrize(("n", "pvals", "keywords"), WRONG_ROWS)
def test_a_multinomial_refuses_what_numpys_refuses(n, pvals, keywords):
    with pytest.raises((TypeError, ValueError)) as numpys:
        np.random.default_rng(1).multinomial(n, pvals, **keywords)
    rng = made()
    with pytest.raises(numpys.type):
        rng.multinomial(n, pvals, **keywords)
    assert place(rng) == 0


def test_a_multinomial_checks_out_and_threads():
    rng = made()
    for keywords, error in (
        ({"out": np.empty((2, 2), np.int32)}, TypeError),
        ({"out": np.empty((2, 3), np.int64)}, ValueError),
        ({"out": np.empty((2, 2), np.int64), "size": 3}, ValueError),
        ({"out": np.empty((2, 4), np.int64)[:, ::2]}, ValueError),
        ({"threads": 0}, ValueError),
    ):
        with pytest.raises(error):
            rng.multinomial(3, [0.5, 0.5], **keywords)
    assert place(rng) == 0
    assert rng.multinomial(3, [0.5, 0.5], 0).shape == (0, 2)
    assert rng.multinomial(3, [0.5, 0.5], ()).shape == (2,)
    assert rng.multinomial([[3], [4]], [[0.5, 0.5]] * 3).shape == (2, 3, 2)
    shared = np.full((5, 2), 9)
    found = made().multinomial(shared[:, 0], [0.5, 0.5], out=shared)
    assert (found.sum(axis=1) == 9).all()


def test_parameters_that_do_not_fit_together_are_refused():
    rng = made()
    for method, parameters in (
        ("hypergeometric", (1, 3, 5)),
        ("hypergeometric", ([1, 2], 3, 5)),
        ("hypergeometric", (10**9, 3, 2)),
        ("hypergeometric", (3, [1, 10**9], 2)),
        ("negative_binomial", (1e18, 0.01)),
        ("negative_binomial", ([1e18], 0.01)),
        ("negative_binomial", (math.inf, 0.5)),
    ):
        with pytest.raises(ValueError, match=r"ngood|p too small"):
            getattr(np.random.default_rng(1), method)(*parameters)
        with pytest.raises(ValueError, match=r"ngood|p too small"):
            getattr(rng, method)(*parameters)
    assert place(rng) == 0


def test_floats_are_truncated_as_numpys_are():
    numpys = np.random.default_rng(1)
    assert 0 <= numpys.binomial(10.7, 0.5) <= 10
    assert (
        made().binomial(10.7, 0.5, 5).tolist() == made().binomial(10, 0.5, 5).tolist()
    )
    assert made().binomial([10.7], 0.5).tolist() == [made().binomial(10, 0.5)]
    assert made().multinomial(3.7, [1.0, 0.0]).tolist() == [3, 0]


def test_a_list_of_probabilities_is_an_array_of_them():
    for n, pvals in (*ROWS, (9, [0, 1]), (50, [1 / 33] * 33), (5, [1 / 32] * 32)):
        rng, other = made(), made()
        found = [rng.multinomial(n, pvals).tolist() for _ in range(5)]
        rows = [other.multinomial(n, np.array(pvals)).tolist() for _ in range(5)]
        assert found == rows == made().multinomial(n, pvals, 5).tolist()
        assert place(rng) == place(other)
