# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Write px_inverse_table.h: what normals and exponentials by inversion look up.

    python csrc/make_inverse_table.py > csrc/px_inverse_table.h

Polynomials and rational functions of least relative error: least squares in 60 digits,
reweighted until the largest errors are alike (Lawson), the coefficients rounded one
after the other, lowest first, and those that are left fitted anew each time. Needs
mpmath.
"""

import struct
from collections.abc import Callable
from decimal import Decimal, getcontext

import mpmath

Numbers = list[Decimal]
Rounding = Callable[[Decimal], Decimal]


def head(maker: str) -> str:
    """Return the first lines of a table."""
    return f"""\
/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Made by {maker}; do not edit.
 */
/* clang-format off */"""


def decimal(x: mpmath.mpf) -> Decimal:
    """Return a number of mpmath's."""
    return Decimal(mpmath.nstr(x, 60, strip_zeros=False))


def single(x: Decimal) -> Decimal:
    """Round to float32."""
    return Decimal(struct.unpack("f", struct.pack("f", float(x)))[0])


def double(x: Decimal) -> Decimal:
    """Round to float64."""
    return Decimal(float(x))


def quantile(q: mpmath.mpf) -> mpmath.mpf:
    """Return the z that a standard normal exceeds with probability q < 1/2."""
    if q > 0.02:
        return mpmath.sqrt(2) * mpmath.erfinv(1 - 2 * q)
    log_q = mpmath.log(q)
    z = mpmath.sqrt(-2 * log_q - mpmath.log(-4 * mpmath.pi * log_q))
    step = z
    while abs(step) > mpmath.mpf(10) ** -50:
        tail = mpmath.erfc(z / mpmath.sqrt(2)) / 2
        density = mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)
        step = tail / density * (mpmath.log(tail) - log_q)
        z += step
    return z


def nodes(a: mpmath.mpf, b: mpmath.mpf, n: int) -> list[mpmath.mpf]:
    """Return n Chebyshev nodes of [a, b]."""
    angles = [mpmath.pi * (2 * k + 1) / (2 * n) for k in range(n)]
    return [(a + b) / 2 - (b - a) / 2 * mpmath.cos(angle) for angle in angles]


def dot(a: Numbers, b: Numbers) -> Decimal:
    """Return the sum of the products."""
    return sum(map(Decimal.__mul__, a, b), Decimal(0))


def solve(a: list[Numbers], y: Numbers) -> Numbers:
    """Return the solution of linear equations."""
    n = len(y)
    rows = [[*row, v] for row, v in zip(a, y, strict=True)]
    for i in range(n):
        for r in range(i + 1, n):
            f = rows[r][i] / rows[i][i]
            rows[r] = [u - f * v for u, v in zip(rows[r], rows[i], strict=True)]
    x = [Decimal(0)] * n
    for i in reversed(range(n)):
        x[i] = (rows[i][n] - dot(rows[i][:n], x)) / rows[i][i]
    return x


def least_squares(columns: list[Numbers], y: Numbers, weights: Numbers) -> Numbers:
    """Return the coefficients of the columns whose sum is nearest to y."""
    weighted = [list(map(Decimal.__mul__, c, weights)) for c in columns]
    products = [[dot(w, c) for c in columns] for w in weighted]
    return solve(products, [dot(w, y) for w in weighted])


def minimax(columns: list[Numbers], y: Numbers, scale: Numbers) -> Numbers:
    """Return the same, where the largest error times its scale is the least."""
    weights = [Decimal(1)] * len(y)
    found: list[tuple[Decimal, Numbers]] = []
    for _ in range(10):
        squared = [w * s * s for w, s in zip(weights, scale, strict=True)]
        x = least_squares(columns, y, squared)
        sums = [dot(x, list(row)) for row in zip(*columns, strict=True)]
        errors = [abs(a - b) * s for a, b, s in zip(sums, y, scale, strict=True)]
        found.append((max(errors), x))
        weights = [w * e for w, e in zip(weights, errors, strict=True)]
        mean = sum(weights, Decimal(0)) / len(y)
        weights = [w / mean + Decimal("1e-9") for w in weights]
    return min(found)[1]


def powers(t: Numbers, n: int) -> list[Numbers]:
    """Return t**0 to t**n."""
    return [[v**i if i else Decimal(1) for v in t] for i in range(n + 1)]


def polynomial(
    t: Numbers, y: Numbers, scale: Numbers, degree: int, rounding: Rounding
) -> Numbers:
    """Return coefficients, the lowest first."""
    columns, rest = powers(t, degree), y
    coefficients = []
    for i in range(degree + 1):
        c = rounding(minimax(columns[i:], rest, scale)[0])
        coefficients.append(c)
        rest = [v - c * p for v, p in zip(rest, columns[i], strict=True)]
    return coefficients


def rational(
    t: Numbers, y: Numbers, errors: Numbers, n: int, m: int
) -> tuple[Numbers, Numbers]:
    """Return the coefficients of numerator and denominator, which has 1 for t = 0."""
    by_power = powers(t, max(n, m))
    left = sorted(
        [(i, "a") for i in range(n + 1)] + [(i, "b") for i in range(1, m + 1)]
    )
    known = {(0, "b"): Decimal(1)}
    rest, denominators = y, [Decimal(1)] * len(y)
    settling = 3  # rounds until the denominators, which scale the errors, settle
    while left:
        scale = [e / abs(d) for e, d in zip(errors, denominators, strict=True)]
        columns = [
            by_power[i] if part == "a" else list(map(Decimal.__mul__, y, minus))
            for i, part in left
            for minus in [[-p for p in by_power[i]]]
        ]
        fitted = minimax(columns, rest, scale)
        values = known | dict(zip(left, fitted, strict=True))
        of_b = [values[i, "b"] for i in range(m + 1)]
        rows = zip(*by_power[: m + 1], strict=True)
        denominators = [dot(of_b, list(row)) for row in rows]
        if settling:
            settling -= 1
            continue
        c = known[left.pop(0)] = double(fitted[0])
        rest = [v - c * p for v, p in zip(rest, columns[0], strict=True)]
    numerator = [known[i, "a"] for i in range(n + 1)]
    return numerator, [known[i, "b"] for i in range(m + 1)]


def show_single(name: str, values: Numbers, comment: str) -> None:
    """Print an array of floats."""
    print(f"/* {comment} */\nstatic const float {name}[{len(values)}] = {{")
    print("".join(f"    {float(v).hex()}f,\n" for v in values), end="};\n")


def show_double(name: str, values: Numbers, comment: str) -> None:
    """Print an array of doubles."""
    print(f"/* {comment} */\nstatic const double {name}[{len(values)}] = {{")
    print("".join(f"    {float(v).hex()},\n" for v in values), end="};\n")


def inverse(x: mpmath.mpf) -> Decimal:
    """Return 1 / x."""
    return decimal(1 / x)


def normal_f32() -> None:
    """Print the rows of polynomials of the float32 normals, column by column."""
    rows = []
    for exponent in range(31):
        m = nodes(mpmath.mpf(1), mpmath.mpf(2), 36)
        z = [quantile(mpmath.ldexp(v, exponent - 33)) for v in m]
        t = [decimal(v - 1.5) for v in m]
        y = [decimal(v - 1) for v in z]
        rows.append(polynomial(t, y, list(map(inverse, z)), 8, single))
    squares = nodes(mpmath.mpf(0), mpmath.mpf(1), 36)
    z = [quantile(0.5 - mpmath.sqrt(v) / 4) / mpmath.sqrt(v) for v in squares]
    t = [decimal(v - 1.5) for v in squares]
    y = [decimal(v - 1) for v in z]
    rows.append(polynomial(t, y, list(map(inverse, z)), 8, single))
    print("/* Of t**i: rows 0 to 30 are octaves of the tail, 31 is the middle. */")
    print("PX_ALIGN64 static const float px_normal_rows[9][32] = {")
    for column in zip(*rows, strict=True):
        print(
            "    {",
            *(f"        {float(v).hex()}f," for v in column),
            "    },",
            sep="\n",
        )
    print("};")


def normal_f64() -> None:
    """Print numerators and denominators of the float64 normals."""
    x = nodes(mpmath.mpf(0), mpmath.mpf(7) / 8, 70)
    z = [quantile(0.5 - v / 2) / v for v in x]
    y = [decimal(v - 1) for v in z]
    t = [decimal(mpmath.mpf(49) / 64 - v**2) for v in x]
    a, b = rational(t, y, list(map(inverse, z)), 8, 7)
    show_double("px_normal_middle_a", a, "Of z / x - 1, for 49/64 - x**2.")
    show_double("px_normal_middle_b", b, "The denominator.")
    r = nodes(mpmath.sqrt(mpmath.log(16)), mpmath.sqrt(65 * mpmath.log(2)), 90)
    z = [quantile(mpmath.exp(-(v**2))) for v in r]
    y = [decimal(v - 1.25 * u) for u, v in zip(r, z, strict=True)]
    t = [decimal(v - 1.625) for v in r]
    a, b = rational(t, y, list(map(inverse, z)), 8, 8)
    show_double("px_normal_tail_a", a, "Of z - 1.25 r, for r - 1.625.")
    show_double("px_normal_tail_b", b, "The denominator.")


def logarithms() -> None:
    """Print what -log(1 + f) is made of."""
    f = nodes(mpmath.mpf(-0.25), mpmath.mpf(0.5), 40)
    y = [decimal((v - mpmath.log1p(v)) / v**2) for v in f]
    scale = [decimal(abs(v**2 / mpmath.log1p(v))) for v in f]
    n = polynomial(list(map(decimal, f)), y, scale, 8, single)
    show_single("px_minus_log_n_f32", n, "(f - log(1 + f)) / f**2, f from -1/4 to 1/2.")
    rows = [(1.0, 0.0)]
    for i in range(1, 16):
        inverse_c = float(64 / mpmath.mpf(63 - 2 * i))
        while True:  # until its logarithm is nearly a double
            log = mpmath.log(inverse_c)
            if abs(log - float(log)) < mpmath.ldexp(1, -65):
                break
            inverse_c += 2.0**-26
        rows.append((inverse_c, float(log)))
    print("/* 1/c and its logarithm in turn, c in the middle of [1 - (i + 1)/32,")
    print(" * 1 - i/32], in the first of them at the end. */")
    print("PX_ALIGN64 static const double px_minus_log_table[2 * 16] = {")
    print(*(f"    {c.hex()}, {log.hex()}," for c, log in rows), "};", sep="\n")
    r = nodes(mpmath.mpf(-1) / 31, mpmath.mpf(1) / 31, 40)
    y = [decimal((v - mpmath.log1p(v)) / v**2) for v in r]
    scale = [decimal(abs(v)) for v in r]
    n = polynomial(list(map(decimal, r)), y, scale, 7, double)
    show_double("px_minus_log_n_f64", n, "(r - log(1 + r)) / r**2, of r up to 1/31.")


def main() -> None:
    """Print the header."""
    mpmath.mp.prec = 220
    getcontext().prec = 60
    print(head("make_inverse_table.py"))
    normal_f32()
    normal_f64()
    logarithms()


if __name__ == "__main__":
    main()
