# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Generated C tables are what their maker makes, and what they say they are."""

import subprocess
import sys
from pathlib import Path

import mpmath
import pytest

CSRC = Path(__file__).parent.parent / "csrc"


@pytest.mark.parametrize("table", ["sincos", "exp", "inverse", "real"])
def test_tables_are_their_makers(table):
    made = subprocess.run(
        [sys.executable, CSRC / f"make_{table}_table.py"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout == (CSRC / f"px_{table}_table.h").read_text()


def rows(name):
    """The rows of a table of doubles in px_math.h."""
    text = (CSRC / "px_math.h").read_text()
    body = text.split(f"{name}[")[1].split("= {")[1].split("};")[0]
    for line in body.splitlines():
        if line.strip():
            yield [float.fromhex(x) for x in line.strip(" {},").split(",")]


@pytest.mark.parametrize(
    ("name", "size", "bits"), [("px_log_table", 128, 43), ("px_logf_table", 16, 53)]
)
def test_log_tables_are_logarithms_of_their_reciprocals(name, size, bits):
    table = list(rows(name))
    assert len(table) == size
    with mpmath.workprec(200):
        for inverse, log in table:
            exact = -mpmath.log(mpmath.mpf(inverse))
            assert abs(log - exact) <= max(mpmath.mpf(2) ** -44, abs(exact) / 2**52)
            assert log == 0 or (log * 2.0**bits).is_integer() or bits == 53
