# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Write px_exp_table.h: what exp, expf and pow look up.

    python csrc/make_exp_table.py > csrc/px_exp_table.h

The layout and the reciprocals are those of Arm Optimized Routines (math/exp_data.c and
math/pow_log_data.c), which glibc uses; all else is computed here. Needs mpmath.
"""

import mpmath

N = 128
# 512 times 1/c, c near the middle of 128 subintervals of [0x1.69555p-1, 0x1.69555p0).
RECIPROCALS = """\
724 720 716 712 708 704 700 696 692 688 684 684 680 676 672 668 664 660 660 656 652 648
644 640 640 636 632 628 628 624 620 616 616 612 608 608 604 600 600 596 592 588 588 584
584 580 576 576 572 568 568 564 564 560 556 556 552 552 548 544 544 540 540 536 536 532
532 528 528 524 520 520 516 516 512 512 508 504 500 496 492 488 484 482 478 474 470 468
464 460 458 454 452 448 446 442 440 436 434 430 428 426 422 420 416 414 412 410 406 404
402 400 396 394 392 390 388 386 382 380 378 376 374 372 370 368 366 364"""

HEAD = """\
/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Made by make_exp_table.py; do not edit.
 */
/* clang-format off */
/* Row k: H = 2^(k/128) rounded, and 2^(k/128) / H - 1. */"""

POW_HEAD = """\
/* Row i: 1/c; log c rounded to a multiple of 2^-43, and the rest of it. */"""


def show(name: str, rows: list[tuple[float, ...]]) -> None:
    """Print a table."""
    print(f"static const double {name}[{len(rows)}][{len(rows[0])}] = {{")
    for row in rows:
        print("    {" + ", ".join(v.hex() for v in row) + "},")
    print("};")


def exp_row(k: int) -> tuple[float, ...]:
    """Return a row of the table of exp."""
    exact = mpmath.mpf(2) ** (mpmath.mpf(k) / N)
    high = float(exact)
    return high, float(exact / high - 1)


def pow_row(reciprocal: int) -> tuple[float, ...]:
    """Return a row of the table of pow."""
    exact = -mpmath.log(mpmath.mpf(reciprocal) / 512)
    high = float(mpmath.nint(exact * 2**43)) / 2**43
    return reciprocal / 512, high, float(exact - high)


def main() -> None:
    """Print the header."""
    mpmath.mp.prec = 300
    print(HEAD)
    show("px_exp_table", [exp_row(k) for k in range(N)])
    print(POW_HEAD)
    show("px_pow_table", [pow_row(int(r)) for r in RECIPROCALS.split()])


if __name__ == "__main__":
    main()
