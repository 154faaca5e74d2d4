# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Discrete variates as docs/numpy.md defines them, in plain Python."""

import math
from typing import NamedTuple

from gamma_model import Place, accepted, standard_gamma, unit
from real_model import divide, exp, expm1, fma, log, log1p, polynomial, stirling

LN2 = math.log(2)
ROOT_2PI = float.fromhex("0x1.40d931ff62706p+1")
MOST_POISSON = 9.223372006484771e18


def rising(pair):
    return unit(pair)


def falling(pair):
    return unit(pair ^ 2**64 - 1)


def inverted(pair, none, some, ratio):
    """How many of P(X > 0), P(X > 1) ... are more than a uniform."""
    w, left, p, x = falling(pair), some, none, 0
    while left > w and x < 120:
        p = p * ratio(x + 1.0)
        if left - p == left:
            break
        left, x = left - p, x + 1
    return x


def deviance(size, expected, d):
    """Size log(size / expected) - (size - expected)."""
    v = d / (size + expected)
    t = v * v
    if t < 0.01:
        series = polynomial([1.0 / i for i in range(3, 16, 2)], t)
        return fma(d, v, 2.0 * size * (v * t) * series)
    return fma(size, log(size / expected), -d)


class Factorial(NamedTuple):
    """Of k or of a number that falls with k: K = k + 1 at j = 0, what is expected."""

    size: float
    expected: float
    sign: int


class Hat:
    """What is less than a probability's logarithm, but for a constant."""

    def __init__(self, factorials, excess):
        self.factorials, self.excess = factorials, excess

    def sizes(self, j):
        return [f.size + f.sign * j for f in self.factorials]

    def product(self, j):
        return math.prod(self.sizes(j), start=1.0)

    def rest(self, j):
        total, d = 0.0, j + self.excess
        for size, f in zip(self.sizes(j), self.factorials, strict=True):
            total = total + deviance(size, f.expected, f.sign * d)
            total = total + stirling(size - 1.0)
        return total

    def takes(self, j, weight, constant):
        return log(weight / math.sqrt(self.product(j))) <= constant - self.rest(j)


def signed(pair):
    """The distance from the nearer end of (0, 1), and a uniform on (-1/2, 1/2)."""
    up = pair >= 2**63
    lesser = 2 * (pair ^ (2**64 - 1 if up else 0)) + 1
    x = 0.5 * (lesser / 2**64)
    return x, (0.5 - x if up else x - 0.5)


def transformed(place, hat, whole, a, b, centre, quick, scale, constant, high):
    """Hörmann's transformed rejection; a value from 0 to high."""

    def one_try(pair0, pair1):
        x, u = signed(pair0)
        v = rising(pair1)
        j = math.floor(fma(divide(2.0 * a, x) + b, u, centre))
        if not (-min(whole, 2**50) <= j <= min(high - whole, 2**50)):
            return None
        if x >= 0.07 and v <= quick:
            return j
        weight = v * scale / (a / (x * x) + b)
        return j if hat.takes(float(j), weight, constant) else None

    j, tries = accepted(place, 0, one_try)
    return whole + j, tries


def poisson(place, mean):
    """The value, and how many tries were rejected."""
    if not mean >= 10:
        mean = mean if mean > 0 else 0.0
        pair, _ = place.pairs()
        return inverted(pair, exp(-mean), -expm1(-mean), lambda k: mean / k), 0
    mean = min(mean, MOST_POISSON)
    whole = math.floor(mean)
    rest = mean - whole
    b = fma(2.53, math.sqrt(mean), 0.931)
    scale = ROOT_2PI * mean * (1.1239 + 1.1328 / (b - 3.4))
    hat = Hat([Factorial(whole + 1.0, mean, 1)], 1.0 - rest)
    a, quick = fma(0.02483, b, -0.059), 0.9277 - 3.6224 / (b - 2.0)
    return transformed(
        place, hat, whole, a, b, rest + 0.43, quick, scale, 0.0, 2**63 - 1
    )


def binomial(place, n, p):
    n = max(n, 0)
    if p > 0.5:
        value, tries = lesser_binomial(place, n, 1.0 - p)
        return n - value, tries
    return lesser_binomial(place, n, p)


def lesser_binomial(place, n, p):
    if n == 0 or not p > 0:
        return 0, 0
    trials, q = float(n), 1.0 - p
    mean = trials * p
    if mean < 10:
        log_none, (pair, _) = trials * log1p(-p), place.pairs()
        odds = p / q
        return inverted(
            pair,
            exp(log_none),
            -expm1(log_none),
            lambda k: (trials - (k - 1.0)) * odds / k,
        ), 0
    whole = math.floor(mean)
    rest = (mean - whole) + fma(float(n - int(trials)), p, fma(trials, p, -mean))
    deviation = math.sqrt(mean * q)
    b = fma(2.53, deviation, 1.15)
    a = fma(0.01, p, fma(0.0248, b, -0.0873))
    hat = Hat(
        [
            Factorial(whole + 1.0, fma(2.0, p, mean), 1),
            Factorial(float(n - whole) + 1.0, fma(trials, q, 2.0 * q), -1),
        ],
        1.0 - rest - 2.0 * p,
    )
    mode = float(math.floor(rest + p))
    scale = (2.83 + 5.1 / b) * deviation * math.sqrt(hat.product(mode))
    quick, constant = 0.92 - 4.2 / b, hat.rest(mode)
    return transformed(place, hat, whole, a, b, rest + 0.5, quick, scale, constant, n)


def negative_binomial(place, n, p):
    side = Place(place.key - 0xD1342543DE82EF95, place.block)
    return poisson(place, standard_gamma(side, n) * ((1.0 - p) / p))


def hypergeometric(place, good, bad, draws):
    less = min(draws, good + bad - draws)
    few, many = min(good, bad), max(good, bad)
    value, tries = 0, 0
    if less > 0 and few > 0:
        value, tries = lesser_hypergeometric(place, few, many, less)
    if good > bad:
        value = less - value
    if draws > good + bad - draws:
        value = good - value
    return value, tries


def lesser_hypergeometric(place, good, bad, draws):
    everything = good + bad
    mean = float(draws * good) / everything
    if mean < 10:
        less, more = min(good, draws), max(good, draws)
        n = everything + 1.0
        a, b, c = n - less, n - more, n - more - less
        log_none = deviance(a, n, -less) - deviance(c, b, -less)
        log_none = fma(less, log1p(-more / n), log_none)
        log_none = fma(0.5, log(c * n / (a * b)), log_none)
        log_none = log_none + (stirling(a - 1.0) - stirling(n - 1.0))
        log_none = log_none + (stirling(b - 1.0) - stirling(c - 1.0))
        pair, _ = place.pairs()

        def ratio(k):
            up = (less - (k - 1.0)) * (more - (k - 1.0))
            return up / (k * (float(everything - less - more) + k))

        return inverted(pair, exp(log_none), -expm1(log_none), ratio), 0
    whole, n = math.floor(mean), everything + 4.0
    g = (good + 2.0) / n
    others, left = 1.0 - g, everything - draws
    expected = g * (draws + 2.0)
    hat = Hat(
        [
            Factorial(whole + 1.0, expected, 1),
            Factorial(good - whole + 1.0, g * (left + 2.0), -1),
            Factorial(draws - whole + 1.0, others * (draws + 2.0), -1),
            Factorial(bad - draws + whole + 1.0, others * (left + 2.0), 1),
        ],
        whole + 1.0 - expected,
    )
    mode = math.floor((draws + 1.0) * (good + 1.0) / (everything + 2.0)) - whole
    variance = mean * (bad / everything) * (left / (everything - 1.0))
    b = fma(
        2 * math.sqrt(2 / math.e),
        math.sqrt(variance + 0.5),
        float.fromhex("0x1.cc3ebd3bc711ap-1"),  # 3 - 2 sqrt(3 / e)
    )
    scale, constant = math.sqrt(hat.product(mode)), hat.rest(mode)

    def one_try(pair0, pair1):
        v = rising(pair1)
        j = math.floor(fma(signed(pair0)[1], b / v, mean - whole + 0.5))
        if not -whole <= j <= min(good, draws) - whole:
            return None
        return j if hat.takes(float(j), v * v * scale, constant) else None

    j, tries = accepted(place, 0, one_try)
    return whole + j, tries


def zipf(place, a):
    power = a - 1.0
    least, share = expm1(power * (-63.0 * LN2)), -expm1(power * -LN2)

    def one_try(pair0, pair1):
        value = exp(divide(-log1p(least * falling(pair0)), power))
        if not value < 2**63:
            return None
        value = float(math.floor(value))
        chance = -expm1(-power * log1p(1.0 / value))
        return int(value) if rising(pair1) * value * chance <= share else None

    return accepted(place, 0, one_try)


def logseries(place, p):
    pair0, pair1 = place.pairs()
    log_q = log1p(-exp(rising(pair0) * log1p(-p)))
    return 1 + math.floor(divide(log(rising(pair1)), log_q)), 0


def multinomial(place, n, pvals):
    """A row; value j is of the block j after the place."""
    row, left, total = [], n, 1.0
    for j, p in enumerate(pvals[:-1]):
        value, _ = binomial(Place(place.key, place.block + j), left, divide(p, total))
        row.append(value)
        left, total = left - value, total - p
    return [*row, left]
