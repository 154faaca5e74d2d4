# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The table of guarantees names what has digests, in the same dtypes, and no more."""

import re
from pathlib import Path

import digests
import numpy as np
import pytest

DOCS = Path(__file__).parent.parent / "docs"
if not DOCS.exists():
    pytest.skip("the documentation is not there", allow_module_level=True)

DTYPES = {"bfloat16", *(np.dtype(x).name for x in np.sctypeDict.values())}
LINES = [name.split() for name in digests.recorded()]


def rows():
    """Names and dtypes of each row."""
    text = (DOCS / "guarantees.md").read_text("utf-8")
    table = text.partition("## By op and method")[2].partition("Not promised")[0]
    for row in re.findall(r"^\| (.*?) \| (.*?) \|", table, re.MULTILINE):
        names, dtypes = (re.findall("`(.*?)`", cell) for cell in row)
        if dtypes:
            if names[0] == "default_rng":
                names = [f"default_rng {name}" for name in names[1:]]
            yield set(names), set(dtypes)


def digested():
    """Pairs of a name and a dtype that have a digest."""
    for first, second, *others in LINES:
        name = f"default_rng {second}" if first == "default_rng" else first
        for dtype in {second, *others} & DTYPES:
            yield name, dtype


def test_what_is_promised_has_digests():
    promised = {
        (name, dtype) for names, dtypes in rows() for name in names for dtype in dtypes
    }
    assert len(promised) > 60
    assert promised <= set(digested())


def test_what_has_digests_is_promised():
    named = {name for names, _ in rows() for name in names}
    promised = {
        (name, dtype) for names, dtypes in rows() for name in names for dtype in dtypes
    }
    found = {(name, dtype) for name, dtype in digested() if name in named}
    assert found <= promised
    # All others are methods of default_rng that the last row stands for.
    rest = {name for name, _ in digested()} - named
    assert all(name.startswith("default_rng ") for name in rest)
