# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The documentation's pictures, and README's bars, are what would be drawn now."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
if not (ROOT / "docs").exists():
    pytest.skip("the documentation is not there", allow_module_level=True)
sys.path.append(str(ROOT / "docs"))

import make_pictures  # noqa: E402

MAKE = "stale: run `python docs/make_pictures.py`"


@pytest.mark.parametrize("name", make_pictures.PICTURES)
def test_no_picture_is_stale(name):
    path = ROOT / "docs" / "pictures" / f"{name}.svg"
    assert path.read_text("utf-8") == make_pictures.PICTURES[name]().svg(), MAKE


def test_there_are_no_other_pictures_and_all_are_shown():
    files = {path.stem for path in (ROOT / "docs" / "pictures").glob("*")}
    assert files == make_pictures.PICTURES.keys()
    pages = "".join(p.read_text("utf-8") for p in (ROOT / "docs").glob("*.md"))
    for name in files:
        assert f"```{{picture}} {name}\n" in pages


def test_readmes_bars_are_of_the_results():
    text = (ROOT / "README.md").read_text("utf-8")
    expected = make_pictures.readme_with(make_pictures.readme_bars(), text)
    assert text == expected, MAKE


def test_text_follows_the_theme():
    for make in make_pictures.PICTURES.values():
        svg = make().svg()
        assert "prefers-color-scheme:dark" in svg and "fill:currentColor" in svg
        assert "#000" not in svg and "black" not in svg
