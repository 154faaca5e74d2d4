# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""px_real.h's functions against mpmath's, and at their ends."""

import ctypes
import math
import os
import shutil
import subprocess
from pathlib import Path

import mpmath
import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
COMPILER = shutil.which(os.environ.get("CC", "cc"))
INF, NAN = math.inf, math.nan

pytestmark = pytest.mark.skipif(COMPILER is None, reason="no C compiler")

NUMBERS = ["log", "log1p", "exp", "expm1", "pow", "sinpi", "cospi", "tanpi"]
NUMBERS += ["stirling", "log_factorial"]


@pytest.fixture(scope="module")
def reals(tmp_path_factory):
    """The functions, of arrays of float64."""
    library = tmp_path_factory.mktemp("reals") / "reals.so"
    flags = ["-std=gnu11", "-O2", "-ffp-contract=off", "-shared", "-fPIC"]
    sources = [f"-I{ROOT / 'csrc'}", ROOT / "tests" / "c" / "reals.c"]
    subprocess.run([COMPILER, *flags, *sources, "-lm", "-o", library], check=True)
    call = ctypes.CDLL(str(library)).reals
    array = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")
    call.argtypes = [ctypes.c_int, array, array, ctypes.c_size_t, array]
    call.restype = None

    def function(name, x, y=0.0):
        x, y = (np.array(a, np.float64) for a in np.broadcast_arrays(x, y))
        out = np.empty(x.shape)
        call(NUMBERS.index(name), x, y, x.size, out)
        return out

    return function


def stirling(k):
    """What Stirling's formula lacks, by its continued fraction's asymptotic series."""
    x = k + 1
    if k > 1000:
        terms = [mpmath.bernoulli(2 * j) / (2 * j * (2 * j - 1)) for j in range(1, 9)]
        return mpmath.fsum(t / x ** (2 * j + 1) for j, t in enumerate(terms))
    main = (x - 0.5) * mpmath.log(x) - x + mpmath.log(2 * mpmath.pi) / 2
    return mpmath.loggamma(x) - main


def spread(rng, n, low, high):
    """Numbers of all sizes between powers of two, of either sign."""
    return rng.choice([-1, 1], n) * 2.0 ** rng.uniform(low, high, n)


def near_1(rng, n):
    return 1 + spread(rng, n, -53, -1)


def integers(rng, n):
    return np.floor(2.0 ** rng.uniform(0, 50, n))


# The exact function, arguments, the largest error in units of the last place.
CASES = {
    "log": (mpmath.log, lambda r, n: (abs(spread(r, n, -1074, 1024)),), 0.7),
    "log near 1": (mpmath.log, lambda r, n: (near_1(r, n),), 1.0),
    "log1p": (mpmath.log1p, lambda r, n: (abs(spread(r, n, -60, 60)),), 1.4),
    "log1p below": (mpmath.log1p, lambda r, n: (-(2.0 ** r.uniform(-60, 0, n)),), 1.45),
    "exp": (mpmath.exp, lambda r, n: (r.uniform(-745, 709.78, n),), 1.0),
    "exp near 0": (mpmath.exp, lambda r, n: (spread(r, n, -60, 2),), 1.0),
    "expm1": (mpmath.expm1, lambda r, n: (spread(r, n, -60, 9.4),), 1.8),
    "pow": (
        mpmath.power,
        lambda r, n: (2.0 ** r.uniform(-70, 6, n), spread(r, n, -7, 3.5)),
        1.2,
    ),
    "pow near 1": (
        mpmath.power,
        lambda r, n: (near_1(r, n), spread(r, n, -7, 9)),
        1.2,
    ),
    "sinpi": (mpmath.sinpi, lambda r, n: (r.uniform(-1, 1, n),), 0.9),
    "cospi": (mpmath.cospi, lambda r, n: (r.uniform(-1, 1, n),), 0.9),
    "tanpi": (
        lambda x: mpmath.sinpi(x) / mpmath.cospi(x),
        lambda r, n: (r.uniform(-1, 1, n),),
        2.2,
    ),
    "stirling": (stirling, lambda r, n: (integers(r, n),), 2.4),
    "log_factorial": (mpmath.loggamma, lambda r, n: (integers(r, n),), 2.1),
}


def worst(reals, case, n):
    """The largest error in units of the last place of the exact value."""
    exact, make, _ = CASES[case]
    name = case.split()[0]
    arguments = make(np.random.default_rng(19), n)
    got, largest = reals(name, *arguments), 0.0
    with mpmath.workprec(140):
        for value, *x in zip(got, *arguments, strict=True):
            shift = 1 if name == "log_factorial" else 0
            right = exact(*(mpmath.mpf(float(v)) + shift for v in x))
            if right == 0 or abs(right) > 1.79e308:
                assert value == float(right)
                continue
            unit = max(mpmath.frexp(right)[1] - 53, -1074)
            largest = max(largest, abs(mpmath.ldexp(right - float(value), -unit)))
    return float(largest)


@pytest.mark.parametrize("case", CASES)
def test_accuracy(reals, case):
    assert worst(reals, case, 2000) <= CASES[case][2]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_accuracy_of_many(reals, case):
    error = worst(reals, case, 1_000_000)
    print(f"{case}: {error:.3f} units in the last place")
    assert error <= CASES[case][2]


ENDS = [
    ("log", [0.0, -0.0, INF, 1.0], [-INF, -INF, INF, 0.0]),
    ("log", [-1.0, -INF, NAN], [NAN, NAN, NAN]),
    ("log", [5e-324], [-744.4400719213812]),
    ("log1p", [-1.0, INF, -1.5, NAN, 5e-324], [-INF, INF, NAN, NAN, 5e-324]),
    ("exp", [INF, -INF, NAN, 0.0, 710.0], [INF, 0.0, NAN, 1.0, INF]),
    ("exp", [709.782712893384, -745.2], [1.7976931348622732e308, 0.0]),
    ("exp", [-745.1332191019412, -745.133219101941], [0.0, 5e-324]),
    ("expm1", [INF, -INF, NAN, 0.0, 5e-324], [INF, -1.0, NAN, 0.0, 5e-324]),
    ("expm1", [709.782712893384, 710.0], [1.7976931348622732e308, INF]),
    ("sinpi", [0.5, -0.5, 1.5], [1.0, -1.0, -1.0]),
    ("cospi", [0.0, 1.0, -1.0, 2.0], [1.0, -1.0, -1.0, 1.0]),
    ("log_factorial", [0.0, 1.0, 2.0], [0.0, 0.0, math.log(2)]),
]


@pytest.mark.parametrize(("name", "x", "expected"), ENDS)
def test_ends(reals, name, x, expected):
    np.testing.assert_array_equal(reals(name, np.array(x)), expected)


def test_powers_of_the_ends(reals):
    of = [0.0, 5e-324, 0.5, 1.0, 1.5, 1e308, INF, NAN]
    with np.errstate(all="ignore"):
        for y in [0.0, 1.0, -1.0, 0.5, 1e300, -1e300, INF, -INF]:
            x = np.array(of)
            np.testing.assert_allclose(reals("pow", x, y), x**y, rtol=1e-15)
    assert np.isnan(reals("pow", np.array([2.0, -1.0]), np.array([NAN, 0.5]))).all()
