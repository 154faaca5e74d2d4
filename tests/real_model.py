# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The real functions of csrc/px_real.h in plain Python, bit for bit.

Floats in, floats out. A product, sum or quotient is Python's; a fused one is exact
until it is rounded.
"""

import functools
import math
import re
from fractions import Fraction
from pathlib import Path

INF, NAN = math.inf, math.nan
LN2_HIGH = float.fromhex("0x1.62e42fefa38p-1")  # of 42 bits
LN2_LOW = float.fromhex("0x1.ef35793c7673p-45")


@functools.cache
def table(name, file="px_real_table.h"):
    """The numbers of one of C's tables."""
    text = (Path(__file__).parent.parent / "csrc" / file).read_text()
    body = text.split(f" {name}[")[1].split("= {")[1].split("};")[0]
    return [float.fromhex(x) for x in re.sub("[{},]", " ", body).split()]


def fma(a, b, c):
    """a b + c, rounded once."""
    if not all(map(math.isfinite, (a, b, c))):
        return a * b + c
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    if exact == 0:
        return a * b + c  # the sign
    try:
        return float(exact)
    except OverflowError:
        return INF if exact > 0 else -INF


def divide(a, b):
    """a / b, by 0 too."""
    if b != 0:
        return a / b
    sign = math.copysign(1, b)
    return NAN if a == 0 or a != a else math.copysign(INF, a) * sign


def sqrt(x):
    """Of a negative number NaN."""
    return math.sqrt(x) if x >= 0 else x if x == 0 else NAN


def polynomial(coefficients, t):
    """Of a[0] + a[1] t + ..., fused."""
    total = coefficients[-1]
    for c in coefficients[-2::-1]:
        total = fma(total, t, c)
    return total


def split(x):
    """z and k of x = z 2^k, z from 47/64 on, and the table's 1/c and log c."""
    mantissa, k = math.frexp(x)
    if mantissa < 47 / 64:
        mantissa, k = 2 * mantissa, k - 1
    if mantissa < 1:
        row = math.floor((mantissa - 47 / 64) * 32)
    else:
        row = 8 + math.floor((mantissa - 1) * 16 + 1 / 2)
    inverse, log_c = table("px_real_log_table")[2 * row : 2 * row + 2]
    return mantissa, k, inverse, log_c


def log_sum(k, log_c, r):
    w = fma(k, LN2_HIGH, log_c)
    high = w + r
    low = fma(k, LN2_LOW, (w - high) + r)
    p = fma(r, polynomial(table("px_real_log_p"), r), -0.5)
    return high + fma(r * r, p, low)


def log(x):
    if not 0 < x < INF:
        return -INF if x == 0 else INF if x > 0 else NAN
    z, k, inverse, log_c = split(x)
    return log_sum(k, log_c, fma(z, inverse, -1.0))


def log1p(x):
    if not -1 < x < 2**53:
        return -INF if x == -1 else log(x)
    u = 1.0 + x
    t = u - 1.0
    c = (1.0 - (u - t)) + (x - t)
    z, k, inverse, log_c = split(u)
    return log_sum(k, log_c, fma(c * 2.0**-k, inverse, fma(z, inverse, -1.0)))


def exp_parts(x, low=0.0):
    """n and q of exp(x + low) = (1 + q) 2^n."""
    n = fma(x, float.fromhex("0x1.71547652b82fep+0"), 1.5 * 2.0**52) - 1.5 * 2.0**52
    r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x)) + low
    return int(n), fma(r * r, polynomial(table("px_real_exp_q"), r), r)


def exp(x, low=0.0):
    """exp(x + low)."""
    if not x > -746:
        return 0.0 if x == x else x
    if x > 710:
        return INF
    n, q = exp_parts(x, low)
    try:
        return float((1 + Fraction(q)) * Fraction(2) ** n)
    except OverflowError:
        return INF


def expm1(x):
    if not -708 < x < 709:
        return exp(x) - 1.0
    n, q = exp_parts(x)
    return fma(2.0**n, q, 2.0**n - 1.0)


def power(x, y):
    """x to the power of y."""
    if y == 0 or x == 1:
        return 1.0
    if not (0 < x < INF and abs(y) < INF):
        if not x >= 0 or y != y:
            return NAN
        return INF if (x > 1) == (y > 0) else 0.0
    z, k, inverse, log_c = split(x)
    zc = z * inverse
    r, r_low = zc - 1.0, fma(z, inverse, -zc)
    w = fma(k, LN2_HIGH, log_c)
    total = w + r
    rest = (w - total) + r
    half = -0.5 * r
    h = r * half
    high = total + h
    rest = rest + ((total - high) + h)
    rest = rest + fma(r, half, -h)
    rest = fma(k, LN2_LOW, rest)
    rest = rest + fma(-r, r_low, r_low)
    rest = fma(r * r * r, polynomial(table("px_real_log_p"), r), rest)
    log_high = high + rest
    log_low = (high - log_high) + rest
    product = y * log_high
    if not abs(product) < 746:
        return exp(product)
    return exp(product, fma(y, log_low, fma(y, log_high, -product)))


def sine(y):
    """sin(pi y), |y| <= 1/4."""
    a = polynomial(table("px_real_sinpi_a"), y * y)
    return fma(y, math.pi, y * a)


def cosine(y):
    """cos(pi y), |y| <= 1/4."""
    t = y * y
    return fma(t, polynomial(table("px_real_cospi_a"), t), 1.0)


def quarters(x):
    """The nearest number of quarter turns, and what is left."""
    n = round(2 * Fraction(x))
    return n, float(Fraction(x) - Fraction(n, 2))


def of_quadrant(n, y):
    value = cosine(y) if n % 2 else sine(y)
    return -value if n % 4 >= 2 else value


def sinpi(x):
    return of_quadrant(*quarters(x))


def cospi(x):
    n, y = quarters(x)
    return of_quadrant(n + 1, y)


def tanpi(x):
    n, y = quarters(x)
    return divide(-cosine(y), sine(y)) if n % 2 else divide(sine(y), cosine(y))


def stirling(k):
    """What Stirling's formula lacks of log k!."""
    if k < 16:
        return table("px_real_factorials")[2 * int(k) + 1]
    inverse = 1.0 / (k + 1.0)
    return inverse * polynomial(table("px_real_stirling_a"), inverse * inverse)


def log_factorial(k):
    if k < 16:
        return table("px_real_factorials")[2 * int(k)]
    x = k + 1.0
    main = fma(k + 0.5, log(x), -x)
    return main + (stirling(k) + float.fromhex("0x1.d67f1c864beb5p-1"))
