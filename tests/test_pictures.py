# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The documentation's pictures, and README's bars, are of what would be drawn now."""

import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
if not (ROOT / "docs").exists():
    pytest.skip("the documentation is not there", allow_module_level=True)
sys.path.append(str(ROOT / "docs"))

import picture_data  # noqa: E402
import speed_results  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
MAKE = "stale: run `make pictures`"


data_of = cache(lambda name: picture_data.DATA[name]())


def identifier(svg):
    return ET.fromstring(svg).findtext(
        ".//{http://purl.org/dc/elements/1.1/}identifier"
    )


@pytest.mark.parametrize("name", picture_data.DATA)
def test_no_picture_is_stale(name):
    """Its data are those of now, and so is the code that drew it."""
    svg = (PICTURES / f"{name}.svg").read_text("utf-8")
    assert identifier(svg) == picture_data.digest(data_of(name)), MAKE


def test_there_are_no_other_pictures_and_all_are_shown():
    files = {path.stem for path in PICTURES.glob("*")}
    assert files == picture_data.DATA.keys()
    pages = "".join(p.read_text("utf-8") for p in (ROOT / "docs").glob("*.md"))
    for name in files:
        assert f"```{{picture}} {name}\n" in pages


def test_readmes_bars_are_of_the_results():
    text = (ROOT / "README.md").read_text("utf-8")
    expected = speed_results.readme_with(speed_results.readme_bars(), text)
    assert text == expected, MAKE


@pytest.mark.parametrize("name", picture_data.DATA)
def test_pictures_follow_the_theme_and_keep_to_themselves(name):
    svg = (PICTURES / f"{name}.svg").read_text("utf-8")
    assert "prefers-color-scheme:dark" in svg and "fill: currentColor" in svg
    for dark in ("#000", "black", "#1f2328;", '#1f2328"'):
        assert dark not in svg.partition("</style>")[2]
    assert "<text" in svg and "<title>" in svg
    # They stand in pages, beside other elements and other pictures.
    assert "{*{" not in svg and ">*{" not in svg and 'id="figure_1"' not in svg


@pytest.mark.parametrize("name", picture_data.DATA)
def test_pictures_are_drawn_from_the_data_alike_each_time(name, tmp_path):
    pytest.importorskip("matplotlib", reason="only `make pictures` needs matplotlib")
    import make_pictures

    drawn = []
    for copy in ("one.svg", "another.svg"):
        make_pictures.write(name, data_of(name), tmp_path / copy)
        drawn.append((tmp_path / copy).read_text("utf-8"))
    assert drawn[0] == drawn[1]
    words = {e.text for e in ET.fromstring(drawn[0]).iter() if e.tag.endswith("}text")}
    stored = (PICTURES / f"{name}.svg").read_text("utf-8")
    assert words == {
        e.text for e in ET.fromstring(stored).iter() if e.tag.endswith("}text")
    }
