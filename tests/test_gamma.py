# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Gamma variates and their relatives: exact values, distributions, odd parameters."""

import itertools
import math

import gamma_model as model
import noncentral_model
import numpy as np
import pytest
import scipy.stats
from gamma_model import Place

from philoxseed import Philox4x32, PhiloxGenerator, default_rng

KEY, COUNTER = 0x0123456789ABCDEF, (77 << 64) + 2**32 - 20
INF, NAN = math.inf, math.nan
BELOW_1, ABOVE_1 = math.nextafter(1, 0), math.nextafter(1, 2)
BELOW_2, ABOVE_2 = math.nextafter(2, 0), math.nextafter(2, 3)


def made(key=KEY, counter=COUNTER):
    return PhiloxGenerator(Philox4x32(key=key, counter=counter))


def same(a, b):
    np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


SHAPES = [0.0, 5e-324, 1e-300, 1e-3, 0.05, 0.5, BELOW_1, 1.0, ABOVE_1, 2.0, 40.0, 1e9]
SHAPES += [1e30, 1e300, INF, NAN]
DEGREES = [5e-324, 1e-300, 1e-3, 0.5, 1.0, BELOW_2, 2.0, ABOVE_2, 5.0, 1e4, 1e20, 1e300]
DEGREES += [INF, NAN]
FEW = [1e-310, 2e-310, 1e-160, 0.01, 0.5, 1.0, 2.0, 1e5, 1e308, INF, NAN]
SCALES = [1e-300, 1e-3, 1.0, 2.0, 1e3, 1e300, INF, NAN]
KAPPAS = [0.0, 1e-300, 1e-9, 0.01, 0.5, 2.0, 10.0, 1e3, 1e7, 1e20, 1e300, 1.7e308, INF]
KAPPAS += [NAN]

# Parameters on both sides of every border between algorithms.
GRIDS = {
    "standard_gamma": [(a,) for a in SHAPES],
    "chisquare": [(df,) for df in DEGREES],
    "beta": list(itertools.product(FEW, FEW)),
    "f": list(itertools.product(FEW, FEW)),
    "standard_t": [(df,) for df in DEGREES],
    "wald": list(itertools.product(SCALES, SCALES)),
    "vonmises": list(itertools.product([0.0, -3.0, 3.1, 5.0, -1e6, INF, NAN], KAPPAS)),
    "noncentral_chisquare": list(
        itertools.product(
            [1e-300, 0.5, BELOW_1, 1.0, ABOVE_1, 2.5, 3.0, 1e5, INF, NAN],
            [0.0, 1e-3, 2.0, 19.9, 20.0, 300.0, 1e10, 3e18, 1e30, INF, NAN],
        )
    ),
    "noncentral_f": list(
        itertools.product(
            [1e-3, 0.5, 1.0, 4.0, INF], [1e-3, 1.5, 9.0, NAN], [0.0, 2.0, 50.0, NAN]
        )
    ),
}


@pytest.mark.parametrize("method", GRIDS)
def test_values_are_the_models(method):
    for parameters in GRIDS[method]:
        n = 3 if len(GRIDS[method]) > 20 else 8
        module = noncentral_model if method.startswith("noncentral") else model
        drawn = getattr(made(), method)(*parameters, n)
        expected = [
            getattr(module, method)(Place(KEY, COUNTER + i), *parameters)
            for i in range(n)
        ]
        np.testing.assert_array_equal(drawn, expected, err_msg=f"{method}{parameters}")


def test_scale_and_dirichlet_are_the_models():
    places = [Place(KEY, COUNTER + i) for i in range(12)]
    same(
        made().gamma(0.3, 7.0, 12), [model.standard_gamma(p, 0.3) * 7.0 for p in places]
    )
    for alpha in (
        [3.0, 1.0, 2.5],
        [0.2, 3.0, 1e-3],
        [1e-300, 1e-5, 1e-5, 0.0],
        [1e-310] * 3,
    ):
        n = len(alpha)
        rows = [
            model.dirichlet(places[i : i + n], alpha) for i in range(0, 12 // n * n, n)
        ]
        same(made().dirichlet(alpha, 12 // n), rows)


def test_tries_again_are_the_models():
    """Of many values some are tried again and again, first gammas and second ones."""
    shape, tries = 1.0, []
    for second in (False, True):
        drawn = made().standard_gamma(shape, 700)
        for i in range(700):
            place = Place(KEY, COUNTER + i)
            found, n = model.accepted(
                place, 2 * second, lambda *pairs: model.gamma_try(shape, *pairs)
            )
            tries.append((second, n))
            if not second:
                assert drawn[i] == found
            elif n > 0:
                assert made(counter=COUNTER + i).beta(2.0, shape) == model.beta(
                    place, 2.0, shape
                )
    assert {(False, 1), (False, 2), (True, 1)} <= set(tries)
    drawn, most = made().vonmises(0.0, 50.0, 300), 0
    for i in range(300):
        turned, n = model.accepted(
            Place(KEY, COUNTER + i), 0, lambda *pairs: model.vonmises_try(50.0, *pairs)
        )
        assert drawn[i] == turned
        most = max(most, n)
    assert most >= 4


def test_values_made_ahead_are_those_asked_for():
    """One by one, with other calls, parameters and places between, in any order."""
    calls = [
        ("standard_gamma", (0.5,)),
        ("standard_gamma", (2.0,)),
        ("beta", (2.0, 3.0)),
    ]
    calls += [("beta", (3.0, 2.0)), ("random", ()), ("poisson", (20.0,))]
    rng, choose = made(), np.random.default_rng(3)
    earlier = rng.bit_generator.state
    for _ in range(400):
        method, arguments = calls[choose.integers(len(calls))]
        dtypes = [{}, {}, {"dtype": "float32"}] if method != "poisson" else [{}]
        keywords = dtypes[choose.integers(len(dtypes))]
        for _ in range(choose.choice([1, 2, 3, 30, 90], p=[0.4, 0.3, 0.2, 0.05, 0.05])):
            fresh = default_rng(Philox4x32(key=0))
            fresh.bit_generator.state = rng.bit_generator.state
            expected = getattr(fresh, method)(*arguments, size=1, **keywords)[0]
            assert getattr(rng, method)(*arguments, **keywords) == expected
        what = choose.integers(8)
        if what == 0:
            rng.bit_generator.advance(int(choose.integers(-3, 4)))
        elif what == 1:
            rng.bit_generator.state = earlier
        elif what == 2:
            earlier = rng.bit_generator.state
        elif what == 3:
            state = rng.bit_generator.state
            state["state"]["key"] ^= 1
            rng.bit_generator.state = state


# Goodness of fit

stats = scipy.stats
LAWS = [
    *[("standard_gamma", (a,), stats.gamma(a)) for a in (0.1, 0.5, 1, 2, 30, 1e6)],
    ("gamma", (0.7, 3.0), stats.gamma(0.7, scale=3)),
    *[("chisquare", (df,), stats.chi2(df)) for df in (0.5, 1, 2, 4, 50)],
    *[
        ("beta", (a, b), stats.beta(a, b))
        for a, b in [(2, 3), (0.5, 0.5), (0.05, 3), (1, 1), (80, 2), (0.01, 0.4)]
    ],
    *[("f", (m, n), stats.f(m, n)) for m, n in [(5, 7), (1, 1), (0.5, 3), (100, 2)]],
    *[("standard_t", (df,), stats.t(df)) for df in (0.1, 1, 2, 5, 30, 1e10)],
    *[
        ("wald", (mean, scale), stats.invgauss(mean / scale, scale=scale))
        for mean, scale in [(1, 1), (1, 100), (10, 0.1), (3, 2)]
    ],
    *[("vonmises", (0, k), stats.vonmises(k)) for k in (0.01, 0.5, 2, 30, 1000)],
    ("vonmises", (0, 0), stats.uniform(-math.pi, 2 * math.pi)),
    ("vonmises", (0, 1e12), stats.norm(0, 1e-6)),
    *[
        ("noncentral_chisquare", (df, nonc), stats.ncx2(df, nonc))
        for df, nonc in [(0.5, 2), (0.9, 30), (1, 1), (3, 2), (2, 100), (0.1, 0.05)]
    ],
    *[
        ("noncentral_f", (m, n, nonc), stats.ncf(m, n, nonc))
        for m, n, nonc in [(3, 5, 2), (0.5, 4, 3)]
    ],
]
NAMES = [f"{method}{parameters}" for method, parameters, _ in LAWS]


def check_fit(drawn, law, bins):
    """The counts of values in bins, and in both tails, are the law's."""
    tail = 200 / len(drawn)
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    edges = np.unique(law.ppf([tail / 8, tail, *inner, 1 - tail, 1 - tail / 8]))
    expected = np.diff(law.cdf(edges), prepend=0, append=1) * len(drawn)
    counts = np.bincount(np.searchsorted(edges, drawn), minlength=len(expected))
    assert expected.min() > 10
    found = stats.chisquare(counts, expected, sum_check=False).pvalue
    assert found > 1e-4
    return found


@pytest.mark.parametrize(("method", "parameters", "law"), LAWS, ids=NAMES)
def test_distribution(method, parameters, law):
    check_fit(getattr(default_rng(8), method)(*parameters, 100_000), law, 60)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "parameters", "law"), LAWS, ids=NAMES)
def test_distribution_of_many(method, parameters, law):
    drawn = getattr(default_rng(9), method)(*parameters, 10_000_000)
    print(f"{method}{parameters}: p = {check_fit(drawn, law, 1000):.4f}")


ALPHAS = [[2.0, 3.0, 0.4], [0.1, 0.05, 0.2], [1.0, 1.0], [1e-3, 1e-3, 5e-4, 2.0]]


def check_rows(alpha, n):
    """Entries are beta variates, sums of rows 1, and covariances the law's."""
    rows = default_rng(11).dirichlet(alpha, n)
    total = sum(alpha)
    np.testing.assert_allclose(rows.sum(axis=1), 1, rtol=1e-15 * len(alpha) * 2)
    for i, a in enumerate(alpha):
        if min(a, total - a) > 0.3:
            check_fit(rows[:, i], stats.beta(a, total - a), 50)
    mean = np.array(alpha) / total
    covariance = (np.diag(mean) - np.outer(mean, mean)) / (total + 1)
    deviation = np.sqrt(covariance.diagonal() / n)
    assert (abs(rows.mean(axis=0) - mean) < 5 * deviation).all()
    products = (rows - mean)[:, :, None] * (rows - mean)[:, None, :]
    errors = products.std(axis=0) / math.sqrt(n) + 1e-12
    assert (abs(products.mean(axis=0) - covariance) < 5 * errors).all()


@pytest.mark.parametrize("alpha", ALPHAS)
def test_rows_of_dirichlet(alpha):
    check_rows(alpha, 50_000)


@pytest.mark.slow
@pytest.mark.parametrize("alpha", ALPHAS)
def test_many_rows_of_dirichlet(alpha):
    check_rows(alpha, 3_000_000)


def test_tiny_shapes():
    """Where variates would be 0, what is made of them is still right."""
    rng, n = default_rng(5), 20_000
    for a, b in [(1e-310, 3e-310), (1e-200, 3e-200), (1e-4, 3e-4)]:
        drawn = rng.beta(a, b, n)
        assert ((drawn < 1e-9) | (drawn > 1 - 1e-9)).mean() > 0.98
        assert stats.binomtest(int((drawn > 0.5).sum()), n, 0.25).pvalue > 1e-4
        ratios = rng.f(2 * a, 2 * b, n)
        assert stats.binomtest(int((ratios > 1).sum()), n, 0.25).pvalue > 1e-4
        rows = rng.dirichlet([a, b, 0.0], n)
        same(rows[:, 2], 0)
        np.testing.assert_allclose(rows.sum(axis=1), 1, rtol=1e-15)
        assert stats.binomtest(int((rows[:, 0] > 0.5).sum()), n, 0.25).pvalue > 1e-4
    # Of shape 0.01, 0.059 % are less than the least double.
    zeros = int((rng.standard_gamma(0.01, 10 * n) == 0).sum())
    least = stats.gamma(0.01).cdf(2.5e-324)
    assert stats.binomtest(zeros, 10 * n, least).pvalue > 1e-4


def test_huge_parameters():
    rng = default_rng(6)
    same(rng.beta(1e308, 1e308, 5), 0.5)
    angles = rng.vonmises(0.0, 1e200, 1000)
    assert stats.kstest(angles * 1e100, "norm").pvalue > 1e-3
    scaled = rng.wald(1e300, 1e-300, 1000) * 1e300
    assert stats.kstest(scaled, stats.levy.cdf).pvalue > 1e-3
    logs = np.log(abs(rng.standard_t(1e-2, 1000)))
    assert (
        stats.kstest(logs, lambda x: 2 * stats.t(1e-2).cdf(np.exp(x)) - 1).pvalue > 1e-3
    )


# Like NumPy's


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("standard_gamma", (0.0,)),
        ("standard_gamma", (INF,)),
        ("standard_gamma", (NAN,)),
        ("gamma", (INF, 0.0)),
        ("gamma", (1.0, INF)),
        ("gamma", (1.0, NAN)),
        ("chisquare", (INF,)),
        ("chisquare", (5e-324,)),
        ("beta", (INF, 1.0)),
        ("beta", (1.0, INF)),
        ("beta", (INF, INF)),
        ("beta", (NAN, 1.0)),
        ("f", (INF, 1.0)),
        ("f", (1.0, INF)),
        ("f", (1.0, NAN)),
        ("standard_t", (INF,)),
        ("standard_t", (NAN,)),
        ("wald", (INF, 1.0)),
        ("wald", (1.0, INF)),
        ("wald", (INF, INF)),
        ("wald", (NAN, 1.0)),
        ("vonmises", (0.0, INF)),
        ("vonmises", (5.0, INF)),
        ("vonmises", (INF, 1.0)),
        ("vonmises", (NAN, 1.0)),
        ("vonmises", (0.0, NAN)),
        ("noncentral_chisquare", (2.0, INF)),
        ("noncentral_chisquare", (INF, 1.0)),
        ("noncentral_chisquare", (0.5, NAN)),
        ("noncentral_chisquare", (NAN, 0.0)),
        ("noncentral_f", (2.0, INF, 1.0)),
        ("noncentral_f", (2.0, 3.0, INF)),
        ("noncentral_f", (0.5, 3.0, NAN)),
        ("noncentral_f", (INF, 1.0, 1.0)),
        ("dirichlet", ([],)),
        ("dirichlet", ([0.0, 0.0],)),
        ("dirichlet", ([0.0, 1.0],)),
        ("dirichlet", ([5.0],)),
        ("dirichlet", ([NAN, 1.0],)),
        ("dirichlet", ([INF, 1.0],)),
    ],
)
def test_infinities_and_nan_are_numpys(method, parameters):
    numpys = np.random.default_rng(0)
    for size in (None, 5):
        got = getattr(default_rng(0), method)(*parameters, size)
        expected = getattr(numpys, method)(*parameters, size)
        np.testing.assert_allclose(got, expected, rtol=1e-15)


# Rows


def test_rows_of_dirichlet_are_an_array():
    alpha = np.array([2.0, 0.5, 1e-3])
    rows = made().dirichlet(alpha, (4, 5))
    loop = made()
    same([loop.dirichlet(alpha) for _ in range(20)], rows.reshape(20, 3))
    assert loop.bit_generator.state["state"]["counter"] == COUNTER + 60
    assert made().dirichlet(alpha, 0).shape == (0, 3)
    assert made().dirichlet([], (2, 3)).shape == (2, 3, 0)
    for dtype in (np.float64, np.float32):
        expected = rows.astype(dtype)
        same(made().dirichlet(alpha, (4, 5), dtype=dtype), expected)
        for size in (None, (4, 5)):
            out = np.empty((4, 5, 3), dtype)
            assert made().dirichlet(alpha, size, dtype=dtype, out=out) is out
            same(out, expected)
    one = np.full(3, 7.0)
    assert made().dirichlet(one, out=one) is one
    same(one, made().dirichlet([7.0] * 3))
    many = made().dirichlet(alpha, 30_000, threads=1)
    same(made().dirichlet(alpha, 30_000, threads=2), many)
    same(made().dirichlet(np.full(700, 0.1), 3).sum(axis=1).round(12), 1)


@pytest.mark.parametrize(
    ("arguments", "keywords", "error"),
    [
        (([-1.0, 1.0],), {}, ValueError),
        (([[1.0, 2.0]],), {}, ValueError),
        ((3.0,), {}, TypeError),
        (("a",), {}, ValueError),
        (([1.0, 2.0], -1), {}, ValueError),
        (([1.0, 2.0], 2.5), {}, TypeError),
        (([1.0, 2.0], (1,) * 64), {}, ValueError),
        (([1.0, 2.0],), {"dtype": "int64"}, TypeError),
        (([1.0, 2.0],), {"out": np.empty((2, 3))}, ValueError),
        (([1.0],), {"out": np.empty(())}, ValueError),
        (([1.0, 2.0], 3), {"out": np.empty((2, 2))}, ValueError),
        (([1.0, 2.0],), {"out": np.empty(2, np.float32)}, TypeError),
        (([1.0, 2.0],), {"threads": 0}, ValueError),
    ],
)
def test_wrong_rows_of_dirichlet(arguments, keywords, error):
    rng = made()
    with pytest.raises(error):
        rng.dirichlet(*arguments, **keywords)
    assert rng.bit_generator.state == made().bit_generator.state
    if not keywords and arguments != ("a",):
        with pytest.raises(error):
            np.random.default_rng(0).dirichlet(*arguments)
