# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Write px_real_table.h: the numbers of the real functions in px_real.h.

    python csrc/make_real_table.py > csrc/px_real_table.h

The polynomials are fitted as in make_inverse_table.py. Needs mpmath.
"""

from collections.abc import Callable
from decimal import getcontext

import mpmath
from make_inverse_table import (
    Numbers,
    decimal,
    double,
    head,
    nodes,
    polynomial,
    rational,
    show_double,
)

Function = Callable[[mpmath.mpf], mpmath.mpf]


def fitted(
    f: Function, a: mpmath.mpf, b: mpmath.mpf, degree: int, scale: Function
) -> Numbers:
    """Return a polynomial for f on [a, b]; errors times `scale` are alike."""
    x = nodes(mpmath.mpf(a), mpmath.mpf(b), 40)
    y = [decimal(f(v)) for v in x]
    scales = [decimal(abs(scale(v))) for v in x]
    return polynomial(list(map(decimal, x)), y, scales, degree, double)


def reciprocal(center: mpmath.mpf) -> tuple[float, float]:
    """Return 1/c and log c, c the first one above the center that has both."""
    with mpmath.workprec(130):
        log = mpmath.nint(mpmath.log(center) * 2**43) / 2**43
        while True:
            exact = mpmath.exp(-log)
            if abs(exact - float(exact)) < mpmath.ldexp(exact, -66):
                return float(exact), float(log)
            log += mpmath.ldexp(1, -43)


def logarithm() -> None:
    """Print rows for 16 intervals of [47/64, 94/64), and log(1 + r)'s polynomial."""
    print("/* 1/c and log c in turn, c in the middle of [(47 + 2i)/64, (49 + 2i)/64)")
    print(" * below 63/64 and of intervals twice as long above, but c = 1 where 1 is")
    print(" * inside; log c is a multiple of 2^-43, within 2^-66. */")
    print("PX_ALIGN64 static const double px_real_log_table[2 * 16] = {")
    for i in range(16):
        center = mpmath.mpf(48 + 2 * i if i < 8 else 64 + 4 * (i - 8)) / 64
        inverse, log = reciprocal(center)
        print(f"    {inverse.hex()}, {log.hex()},")
    print("};")
    terms = fitted(
        lambda r: (mpmath.log1p(r) - r + r**2 / 2) / r**3,
        mpmath.mpf(-1) / 32,
        mpmath.mpf(1) / 32,
        7,
        lambda r: r**2,
    )
    show_double("px_real_log_p", terms, "(log(1 + r) - r + r**2 / 2) / r**3.")


def exponential() -> None:
    """Print the polynomial of exp."""
    end = mpmath.log(2) / 2 + mpmath.ldexp(1, -20)
    terms = fitted(lambda r: (mpmath.expm1(r) - r) / r**2, -end, end, 10, lambda r: r)
    show_double("px_real_exp_q", terms, "(exp(r) - 1 - r) / r**2, |r| <= log(2) / 2.")


def circular() -> None:
    """Print the polynomials of sin(pi y) and cos(pi y), |y| <= 1/4."""
    pi = float(mpmath.pi)
    end = mpmath.mpf(1) / 16
    sine = fitted(
        lambda t: mpmath.sinpi(mpmath.sqrt(t)) / mpmath.sqrt(t) - pi,
        mpmath.mpf(0),
        end,
        6,
        lambda t: mpmath.mpf(1),
    )
    show_double("px_real_sinpi_a", sine, "sin(pi y) / y - PX_REAL_PI, of y**2.")
    cosine = fitted(
        lambda t: (mpmath.cospi(mpmath.sqrt(t)) - 1) / t,
        mpmath.mpf(0),
        end,
        6,
        lambda t: t,
    )
    show_double("px_real_cospi_a", cosine, "(cos(pi y) - 1) / y**2, of y**2.")


def tangent() -> None:
    """Print numerator and denominator of tan(pi y), 0 < y <= 1/4."""
    y = nodes(mpmath.mpf(0), mpmath.mpf(1) / 4, 60)
    tangents = [mpmath.sinpi(v) / mpmath.cospi(v) / v for v in y]
    a, b = rational(
        [decimal(v**2) for v in y],
        list(map(decimal, tangents)),
        [decimal(1 / v) for v in tangents],
        3,
        3,
    )
    show_double("px_tangent_a", a, "tan(pi y) / y, of y**2.")
    show_double("px_tangent_b", b, "The denominator.")


def rest_of_stirling(x: mpmath.mpf) -> mpmath.mpf:
    """Return log gamma(x) less (x - 1/2) log x - x + log(2 pi) / 2."""
    half = mpmath.mpf(1) / 2
    main = (x - half) * mpmath.log(x) - x + mpmath.log(2 * mpmath.pi) / 2
    return mpmath.loggamma(x) - main


def factorial() -> None:
    """Print log k! and Stirling's rest, exactly below 16 and as a polynomial."""
    print("/* log k! and what Stirling's formula lacks in turn, k from 0 to 15. */")
    print("PX_ALIGN64 static const double px_real_factorials[2 * 16] = {")
    for k in range(16):
        log = float(mpmath.log(mpmath.factorial(k)))
        rest = float(rest_of_stirling(mpmath.mpf(k + 1)))
        print(f"    {log.hex()}, {rest.hex()},")
    print("};")
    terms = fitted(
        lambda s: rest_of_stirling(1 / mpmath.sqrt(s)) / mpmath.sqrt(s),
        mpmath.ldexp(1, -30),
        mpmath.mpf(1) / 289,
        4,
        lambda s: mpmath.mpf(1),
    )
    show_double("px_real_stirling_a", terms, "The same times x = k + 1, of 1 / x**2.")


def main() -> None:
    """Print the header."""
    mpmath.mp.prec = 260
    getcontext().prec = 60
    print(head("make_real_table.py"))
    logarithm()
    exponential()
    circular()
    tangent()
    factorial()


if __name__ == "__main__":
    main()
