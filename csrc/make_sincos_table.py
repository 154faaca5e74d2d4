# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Write px_sincos_table.h: sin(k/128) and cos(k/128), k = 0 .. 109, as double-doubles.

    python csrc/make_sincos_table.py > csrc/px_sincos_table.h

Each number is a high part (the value rounded to double) and a low part (the rest
rounded to double). The layout, sin high, sin low, cos high, cos low, is that of the
table of the IBM Accurate Mathematical Library's sincos, which glibc uses; 17 of its
low parts differ from these in their last bit, without effect on any result.
Needs mpmath.
"""

import mpmath

ROWS = 110

HEAD = """\
/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Made by make_sincos_table.py; do not edit.
 * Row k: sin(k/128), its low part, cos(k/128), its low part.
 */
/* clang-format off */"""


def double_double(x: mpmath.mpf) -> tuple[float, float]:
    """Return x as the unevaluated sum of two doubles."""
    high = float(x)
    return high, float(x - high)


def main() -> None:
    """Print the header."""
    mpmath.mp.prec = 300
    print(HEAD)
    print(f"static const double px_sincos_table[{ROWS}][4] = {{")
    for k in range(ROWS):
        x = mpmath.mpf(k) / 128
        row = [*double_double(mpmath.sin(x)), *double_double(mpmath.cos(x))]
        print("    {" + ", ".join(v.hex() for v in row) + "},")
    print("};")


if __name__ == "__main__":
    main()
