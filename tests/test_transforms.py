# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Transforms, lognormal to geometric: their model, their distributions, their ends."""

import math

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
from generator_model import counter_of
from generators import KEY, made
from transforms_model import TRANSFORMS

from philoxseed import Philox4x32, PhiloxGenerator

INF, NAN = math.inf, math.nan

# Parameters: usual ones, ends, and what has no values but infinities, zeros and NaN.
GRID = {
    "lognormal": [(0.0, 1.0), (0.5, 0.0), (-3.0, 100.0), (700.0, 5.0), (0.0, INF)],
    "laplace": [(0.0, 1.0), (1.5, 0.0), (-2.0, 1e300), (0.0, 5e-324), (INF, 1.0)],
    "logistic": [(0.0, 1.0), (1.5, 0.0), (-2.0, 1e300), (0.0, 5e-324), (NAN, 1.0)],
    "gumbel": [(0.0, 1.0), (1.5, 0.0), (-2.0, 1e300), (1.0, INF)],
    "rayleigh": [(1.0,), (0.0,), (1e308,), (5e-324,)],
    "weibull": [(a,) for a in (1.0, 2.0, 0.01, 100.0, 0.0, INF, 1e-320)],
    "pareto": [(a,) for a in (1.0, 3.0, 0.01, 100.0, 1e10, INF, 1e-320)],
    "power": [(a,) for a in (1.0, 3.0, 0.01, 100.0, 1e10, INF, NAN)],
    "standard_cauchy": [()],
    "triangular": [
        (0.0, 0.5, 1.0),
        (-1.0, -1.0, 2.0),
        (-1.0, 2.0, 2.0),
        (-1e160, 0, 1),
    ],
    "geometric": [(p,) for p in (0.5, 1.0, 1e-3, 0.999, 1e-19, 5e-324)],
}
CASES = [
    pytest.param(name, parameters, id=f"{name}{parameters}")
    for name, grid in GRID.items()
    for parameters in grid
]


def borders():
    """Pairs at the ends and the middle, around octaves and rows of tables."""
    ends = [0, 2**63 - 1, 2**62, 2**62 - 1, 11 * 2**59 - 1, 11 * 2**59, 2**64 // 3]
    ends += [1 << k for k in (1, 20, 52, 53, 61)] + [(1 << 54) - 1]
    ends += [k * 2**59 - k % 2 for k in range(3, 15, 4)]
    ends += [2**63 - 2**k for k in (1, 10, 11, 53)]
    return [bits for end in ends for bits in (end, 2**64 - 1 - end)]


def of_pair(bits):
    """A generator whose next pair is this one."""
    block = (bits >> 32, bits % 2**32, 0, 0)
    return PhiloxGenerator(Philox4x32(key=KEY, counter=counter_of(block, KEY)))


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_model(name, parameters):
    model = TRANSFORMS[name]
    rng = np.random.default_rng(3)
    random = [int(x) for x in rng.integers(0, 2**64, 20, np.uint64)]
    pairs = borders() + random
    found = [getattr(of_pair(bits), name)(*parameters) for bits in pairs]
    expected = [model(bits, *map(float, parameters)) for bits in pairs]
    np.testing.assert_array_equal(found, expected)


# Frozen distributions of SciPy's, and parameters of ours.
DISTRIBUTIONS = {
    ("lognormal", 0.5, 1.3): scipy.stats.lognorm(1.3, scale=math.exp(0.5)),
    ("laplace", 1.0, 2.0): scipy.stats.laplace(1, 2),
    ("logistic", 1.0, 2.0): scipy.stats.logistic(1, 2),
    ("gumbel", 1.0, 2.0): scipy.stats.gumbel_r(1, 2),
    ("rayleigh", 3.0): scipy.stats.rayleigh(scale=3),
    ("weibull", 0.7): scipy.stats.weibull_min(0.7),
    ("weibull", 30.0): scipy.stats.weibull_min(30),
    ("pareto", 2.5): scipy.stats.lomax(2.5),
    ("pareto", 0.3): scipy.stats.lomax(0.3),
    ("power", 0.2): scipy.stats.powerlaw(0.2),
    ("power", 5.0): scipy.stats.powerlaw(5),
    ("standard_cauchy",): scipy.stats.cauchy(),
    ("triangular", -1.0, 0.5, 3.0): scipy.stats.triang(0.375, -1, 4),
    ("triangular", 0.0, 0.0, 1.0): scipy.stats.triang(0, 0, 1),
}
FITS = [pytest.param(*case, id=f"{case[0]}") for case in DISTRIBUTIONS.items()]


@pytest.mark.parametrize(("call", "exact"), FITS)
def test_values_are_quantiles(call, exact):
    """Both tails, as far as they go: of v, the value is the quantile of v."""
    name, *parameters = call
    pairs = [2**k for k in range(64)]
    lower = [getattr(of_pair(bits), name)(*parameters) for bits in pairs]
    upper = [getattr(of_pair(2**64 - 1 - bits), name)(*parameters) for bits in pairs]
    tail = (np.array(pairs, float) + 0.5) / 2.0**64
    np.testing.assert_allclose(lower, exact.ppf(tail), rtol=1e-11, atol=1e-14)
    if name == "triangular":  # SciPy's goes by 1 - v
        left, mode, right = parameters
        width = right - left
        exact = scipy.stats.triang((right - mode) / width, -right, width)
        upper, quantiles = np.negative(upper), exact.ppf(tail)
    else:
        quantiles = exact.isf(tail)
    np.testing.assert_allclose(upper, quantiles, rtol=1e-11, atol=1e-14)


# Of v and 1 - v, exactly; with parameters.
EXACT = {
    ("lognormal", 0.0, 3.0): lambda v, q: mpmath.exp(3 * normal_quantile(v, q)),
    ("laplace", 0.0, 1.0): lambda v, q: mpmath.log(2 * v) if v < q else -log(2 * q),
    ("logistic", 0.0, 1.0): lambda v, q: log(v / q),
    ("gumbel", 0.0, 1.0): lambda v, q: -log(-log(v) if v < q else -log1p(-q)),
    ("rayleigh", 1.0): lambda v, q: mpmath.sqrt(-2 * log_of(q, v)),
    ("weibull", 0.25): lambda v, q: log_of(q, v) ** 4,
    ("weibull", 50.0): lambda v, q: (-log_of(q, v)) ** mpmath.mpf(0.02),
    ("pareto", 0.25): lambda v, q: mpmath.expm1(-4 * log_of(q, v)),
    ("power", 0.25): lambda v, q: v**4,
    ("standard_cauchy",): lambda v, q: -mpmath.cospi(v) / mpmath.sinpi(v),
    ("triangular", 0.0, 0.5, 1.0): lambda v, q: (
        mpmath.sqrt(v / 2) if v < q else 1 - mpmath.sqrt(q / 2)
    ),
}


def log(x):
    return mpmath.log(x)


def log1p(x):
    return mpmath.log1p(x)


def log_of(x, rest):
    """Of x, or of 1 - rest."""
    return log(x) if x < rest else log1p(-rest)


def normal_quantile(v, q):
    """By Newton's steps from SciPy's, for the lesser tail."""
    lesser = min(v, q)
    z = -mpmath.mpf(float(scipy.special.ndtri(float(lesser))))
    for _ in range(4):
        tail = mpmath.erfc(z / mpmath.sqrt(2)) / 2
        z += (tail - lesser) / mpmath.npdf(z)
    return -z if v < q else z


@pytest.mark.parametrize("call", EXACT, ids=lambda call: f"{call[0]}{call[1:]}")
def test_accuracy(call):
    """As docs/numpy.md says."""
    name, *parameters = call
    random = np.random.default_rng(8).integers(0, 2**64, 150, np.uint64)
    pairs = borders() + [int(x) >> k % 64 for k, x in enumerate(random)]
    for bits in pairs:
        found = getattr(of_pair(bits), name)(*parameters)
        with mpmath.workprec(200):
            v, q = mpmath.mpf(2 * bits + 1), mpmath.mpf(2**65 - 2 * bits - 1)
            exact = EXACT[call](v / 2**65, q / 2**65)
            unit = mpmath.ldexp(1, int(mpmath.frexp(exact)[1]) - 53)
            if name == "gumbel":
                unit = max(unit, mpmath.ldexp(1, -53))
            if name in ("lognormal", "weibull", "pareto", "power"):
                unit *= 1 + abs(log(exact))
            assert abs(found - exact) <= 4 * unit


def fit_of(call, exact, n, rng):
    """p-values of 1024 bins of equal probability, and of 64 in each tail's 1 %."""
    name, *parameters = call
    found = getattr(rng, name)(*parameters, n)
    lower, upper = exact.cdf(found), exact.sf(found)
    bins = np.bincount((lower * 1024).astype(int).clip(0, 1023), minlength=1024)
    yield scipy.stats.chisquare(bins).pvalue
    for part in (lower, upper):
        inside = part[part < 0.01]
        yield scipy.stats.binomtest(len(inside), n, 0.01).pvalue
        counts = np.bincount((inside * 6400).astype(int).clip(0, 63), minlength=64)
        yield scipy.stats.chisquare(counts).pvalue


@pytest.mark.parametrize(("call", "exact"), FITS)
def test_goodness_of_fit(call, exact):
    assert min(fit_of(call, exact, 200_000, made())) > 1e-5


@pytest.mark.slow
@pytest.mark.parametrize(("call", "exact"), FITS)
def test_goodness_of_fit_of_many(call, exact):
    found = list(fit_of(call, exact, 10_000_000, made()))
    print(call, *(f"{p:.4f}" for p in found))
    assert min(found) > 1e-5


def geometric_fit(p, n):
    found = made().geometric(p, n)
    last = int(np.ceil(np.log(200 / n) / np.log1p(-p))) if p < 1 else 1
    counts = np.bincount(found.clip(1, last + 1), minlength=last + 2)[1:]
    exact = scipy.stats.geom(p)
    expected = np.append(exact.pmf(np.arange(1, last + 1)), exact.sf(last)) * n
    return scipy.stats.chisquare(counts, expected * (n / expected.sum())).pvalue


@pytest.mark.parametrize("p", [0.9, 0.5, 1 / 3, 0.25, 0.02])
def test_geometric_fits(p):
    assert geometric_fit(p, 200_000) > 1e-5


@pytest.mark.slow
@pytest.mark.parametrize("p", [0.99, 0.9, 0.5, 1 / 3, 0.25, 0.02, 1e-3])
def test_geometric_fits_of_many(p):
    found = geometric_fit(p, 10_000_000)
    print(f"{p}: {found:.4f}")
    assert found > 1e-5


@pytest.mark.parametrize(
    ("name", "parameters"),
    [(call[0], call[1:]) for call in DISTRIBUTIONS] + [("geometric", (0.01,))],
)
def test_values_rise_with_the_pair(name, parameters):
    """Common random numbers: sorted as `random` of the same pairs is."""
    order = np.argsort(made().random(10_000))
    found = getattr(made(), name)(*parameters, 10_000)[order]
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("triangular", (-INF, 0.0, 1.0)),
        ("triangular", (-INF, -INF, 1.0)),
        ("triangular", (0.0, 0.5, INF)),
        ("triangular", (NAN, 0.5, 1.0)),
        ("lognormal", (-INF, 1.0)),
        ("lognormal", (1.0, NAN)),
        ("laplace", (-INF, 1.0)),
        ("logistic", (0.0, NAN)),
        ("gumbel", (INF, 2.0)),
        ("rayleigh", (INF,)),
        ("weibull", (0.0,)),
        ("weibull", (INF,)),
        ("pareto", (INF,)),
        ("power", (INF,)),
        ("power", (NAN,)),
        ("geometric", (1.0,)),
        ("geometric", (1e-300,)),
    ],
)
def test_what_has_one_value_is_numpys(name, parameters):
    with np.errstate(all="ignore"):
        numpys = getattr(np.random.default_rng(1), name)(*parameters, 100)
    assert np.unique(numpys).size == 1
    found = getattr(made(), name)(*parameters, 100)
    np.testing.assert_array_equal(found, numpys)
