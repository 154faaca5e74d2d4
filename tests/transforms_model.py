# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Transforms of a pair's bits as docs/numpy.md defines them, in plain Python."""

import math
from fractions import Fraction

from generator_model import (
    exponential_f64,
    horner,
    minus_log_f64,
    minus_log_of_lesser,
    normal_f64,
    rounded,
)
from real_model import divide, exp, expm1, fma, log, log1p, power, sqrt, table

LAST = 2**64 - 1
HALF = Fraction(1, 2)


def uniform(bits):
    return Fraction(2 * bits + 1, 2**65)


def nearest(x):
    """A fraction as a float."""
    return float(rounded(x, 53))


def exponential(bits):
    """-log(1 - v)."""
    return float(exponential_f64(bits))


def signed(bits, x):
    return x if uniform(bits) > HALF else -x


def lognormal(bits, mean, sigma):
    return exp(float(normal_f64(bits)) * sigma + mean)


def minus_log_of(x):
    """-log x of a fraction on (0, 1), from its distance from 1 where that is nearer."""
    if x >= HALF:
        return float(minus_log_f64(-rounded(1 - x, 53), 0, math.floor(32 * (1 - x))))
    return float(minus_log_of_lesser(x))


def laplace(bits, loc, scale):
    v = uniform(bits)
    return fma(signed(bits, minus_log_of(2 * min(v, 1 - v))), scale, loc)


def logistic(bits, loc, scale):
    v = uniform(bits)
    twice = rounded(2 * min(v, 1 - v), 53)
    other = rounded(1 - twice / 2, 53)
    if twice > Fraction(11, 16):
        rest = rounded(rounded(abs(2 * v - 1), 53) / other, 53)
        row = math.floor(16 * (rounded(1 + 2 * rest, 53) - 1))
        size = float(minus_log_f64(-rest, 0, row))
    else:
        ratio = rounded(twice / other, 53)  # twice that of the lesser to the other
        size = float(minus_log_of_lesser(ratio / 2))
    return fma(signed(bits, size), scale, loc)


def gumbel(bits, loc, scale):
    return fma(-log(exponential(LAST - bits)), scale, loc)


def rayleigh(bits, scale):
    e = exponential(bits)
    return sqrt(e + e) * scale


def weibull(bits, a):
    return 0.0 if a == 0 else power(exponential(bits), divide(1.0, a))


def pareto(bits, a):
    return expm1(exponential(bits) * divide(1.0, a))


def power_of_uniform(bits, a):
    return exp(exponential(LAST - bits) * divide(-1.0, a))


def standard_cauchy(bits):
    q = min(uniform(bits), 1 - uniform(bits))
    y = nearest(min(q, HALF - q))
    t = Fraction(y * y)
    a = y * float(horner([Fraction(c) for c in table("px_tangent_a")], t, 53))
    b = float(horner([Fraction(c) for c in table("px_tangent_b")], t, 53))
    return signed(bits, b / a if q < HALF / 2 else a / b)


def triangular(bits, left, mode, right):
    x = nearest(min(uniform(bits), 1 - uniform(bits)))
    v, rest = (x, 1.0 - x) if uniform(bits) < HALF else (1.0 - x, x)
    base, left_base = right - left, mode - left
    if not v <= divide(left_base, base) < math.inf:
        return right - sqrt(rest * ((right - mode) * base))
    return left + sqrt(v * (left_base * base))


def geometric(bits, p):
    n = exponential(bits) * divide(-1.0, log1p(-p))
    if not n < 2**63:
        return 2**63 - 1
    return max(1, math.ceil(n))


TRANSFORMS = {
    "lognormal": lognormal,
    "laplace": laplace,
    "logistic": logistic,
    "gumbel": gumbel,
    "rayleigh": rayleigh,
    "weibull": weibull,
    "pareto": pareto,
    "power": power_of_uniform,
    "standard_cauchy": standard_cauchy,
    "triangular": triangular,
    "geometric": geometric,
}
