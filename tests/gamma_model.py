# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Gamma variates and their relatives as docs/numpy.md defines them, in plain Python."""

import math
from typing import NamedTuple

from generator_model import RETRY_KEY, exponential_f64, normal_f64, philox
from real_model import (
    INF,
    cospi,
    divide,
    exp,
    expm1,
    fma,
    log,
    log1p,
    polynomial,
    sinpi,
    sqrt,
    table,
)

SIDE_KEY = 0xD1342543DE82EF95


class Place(NamedTuple):
    """A value's block in the stream of a key."""

    key: int
    block: int

    def pairs(self, side=0, tries=0):
        """The two pairs of the block there in another stream."""
        key = (self.key - side * SIDE_KEY + tries * RETRY_KEY) % 2**64
        w = philox(key, self.block % 2**128)
        return w[0] << 32 | w[1], w[2] << 32 | w[3]


def unit(pair):
    """On (0, 1]."""
    return (pair | 1) / 2**64


def normal(pair):
    return float(normal_f64(pair))


def exponential(pair):
    return float(exponential_f64(pair))


def accepted(place, side, one_try):
    """The first try that is not None, and how many were before it."""
    tries = 0
    while (found := one_try(*place.pairs(side, tries))) is None:
        tries += 1
    return found, tries


def gamma_try(shape, pair0, pair1):
    """A gamma, of shape + 1 where the shape is less than 1; or None."""
    shape = 0.0 if shape < 0 else shape
    d = (shape + 1.0 if shape < 1 else shape) - 1 / 3
    t = normal(pair0) * divide(1 / 3, sqrt(d))
    u, v = unit(pair1), 1.0 + t
    square = t * t
    if fma(square * square, -1.8 * d, 1.0) < u:
        if t <= -1:
            return None
        series = fma(fma(t, 1 / 3, -0.5), t, 1.0)
        if 3.0 * d * fma(-t, series, log1p(t)) < log(u):
            return None
    return v * v * v * d


def gamma_parts(place, shape, second=False):
    """A gamma before it is divided, and what it is divided by, as a logarithm."""
    value, _ = accepted(place, 2 * second, lambda *pairs: gamma_try(shape, *pairs))
    if not shape < 1:
        return value, 0.0
    return value, exponential(place.pairs(1)[second]) * divide(1.0, shape)


def standard_gamma(place, shape):
    value, exponent = gamma_parts(place, shape)
    return value * exp(-exponent)


def chisquare(place, df):
    return 2.0 * standard_gamma(place, 0.5 * df)


def log_gamma(place, shape):
    value, exponent = gamma_parts(place, shape)
    return log(value) - exponent


def larger(a, b):
    """Both times 2^600 if both are next to nothing."""
    tiny = a < 2.0**-500 and b < 2.0**-500
    return (a * 2.0**600, b * 2.0**600) if tiny else (a, b)


def beta(place, a, b):
    a, b = larger(a, b)
    x, x_exponent = gamma_parts(place, a)
    y, y_exponent = gamma_parts(place, b, second=True)
    excess = x_exponent - y_exponent
    shrink = exp(-abs(excess))
    x = 0.25 * x * (shrink if excess > 0 else 1.0)
    y = 0.25 * y * (1.0 if excess > 0 else shrink)
    return divide(x, x + y)


def f(place, dfnum, dfden):
    dfnum, dfden = larger(dfnum, dfden)
    x, x_exponent = gamma_parts(place, 0.5 * dfnum)
    y, y_exponent = gamma_parts(place, 0.5 * dfden, second=True)
    over = x * least(divide(1.0, dfnum), 2.0**1000)
    under = y * least(divide(1.0, dfden), 2.0**1000)
    return divide(over, under) * exp(y_exponent - x_exponent)


def least(a, b):
    return a if a < b else b


def standard_t(place, df):
    pair0, pair1 = place.pairs()
    m = expm1(exponential(pair0) * divide(1.0, df))
    return sqrt(m * df) * sqrt(m + 2.0) * cospi(unit(pair1))


def wald(place, mean, scale):
    pair0, pair1 = place.pairs()
    s = abs(normal(pair0)) * (0.5 * divide(sqrt(mean), sqrt(scale)))
    r = s + least(s + 1.0, sqrt(fma(s, s, 1.0)))
    u = unit(pair1)
    factor = r if fma(u, r * r, u) < 1 else divide(1.0, r)
    return mean * factor * factor


def angle(y, x):
    """The angle of a quadrant whose tangent is y / x."""
    tan_pi_8 = math.sqrt(2) - 1
    if x < y * tan_pi_8:
        over, under, near = -x, y, math.pi / 2
    elif x * tan_pi_8 < y:
        over, under, near = y - x, y + x, math.pi / 4
    else:
        over, under, near = y, x, 0.0
    t = divide(over, under)
    square = t * t
    series = polynomial(table("px_angle_a", "px_gamma.h"), square)
    return near + fma(t * square, series, t)


def vonmises_try(kappa, pair0, pair1):
    """The angle from mu; or None."""
    k = 2.0 * (0.0 if kappa < 0 else kappa)
    h = least(k + 1.0, sqrt(fma(k, k, 1.0)))
    least_y = 1.0 + divide(1.0, h + k)
    flat = sqrt(divide(least_y, 1.0 + h + k))
    lesser = min(pair0, 2**64 - 1 - pair0)
    half = 0.5 * ((2 * lesser + 1) / 2**64)
    y, x = flat * sinpi(half), cospi(half)
    tested = fma(k, divide(y * y, fma(y, y, x * x)), 0.5 * least_y)
    v = unit(pair1)
    if tested * (2.0 - tested) < v and log(tested) + (1.0 - tested) < log(v):
        return None
    return math.copysign(2.0 * angle(y, x), 1 if pair0 >> 63 else -1)


def vonmises(place, mu, kappa):
    turned, _ = accepted(place, 0, lambda *pairs: vonmises_try(kappa, *pairs))
    if abs(mu) > math.pi:
        mu = math.remainder(mu, 2 * math.pi) if abs(mu) < INF else math.nan
    x = mu + turned
    return x - 2 * math.pi if x > math.pi else x + 2 * math.pi if x < -math.pi else x


def dirichlet(places, alpha):
    """A row; its entries have a place each."""
    if max(alpha) < 2.0**-500:
        alpha = [a * 2.0**600 for a in alpha]
    if all(a >= 1 for a in alpha):
        row = [standard_gamma(p, a) for p, a in zip(places, alpha, strict=True)]
    else:
        logs = [log_gamma(p, a) for p, a in zip(places, alpha, strict=True)]
        largest = max(logs)
        row = [exp(-((largest if largest > -INF else 0.0) - x)) for x in logs]
    total = 0.0
    for x in row:
        total += x
    factor = 1.0 / total if total else 1.0
    return [x * factor for x in row]
