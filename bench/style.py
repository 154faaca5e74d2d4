# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The style of all pictures: matplotlib's SVG that follows light and dark themes.

Colours are as far from white as from a dark page: about 4.3 to 1 on both. In SVG, text
and axes have the colour of the text around them: in a page by its style sheet, in a
file of its own by what the reader's system prefers.
"""

import io
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Replaced in SVG by the colour of the text around; a file of pixels is for white pages.
TEXT = "#1f2328"
COLOURS = {
    "red": "#df3c52",
    "blue": "#2a7cd1",
    "orange": "#b16920",
    "purple": "#9264cc",
    "green": "#298b50",
    "grey": "#767a84",
}
# Points, of which the pixels of a page are three quarters.
SMALL, NORMAL, LARGE = 8.5, 9.5, 11
SETTINGS = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.monospace": ["DejaVu Sans Mono"],
    "font.size": NORMAL,
    "axes.titlesize": NORMAL,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 5,
    "axes.edgecolor": TEXT,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "figure.facecolor": "none",
    "grid.color": TEXT,
    "grid.alpha": 0.15,
    "grid.linewidth": 0.75,
    "lines.linewidth": 1.25,
    "text.color": TEXT,
    "text.parse_math": False,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "svg.fonttype": "none",
}
STYLE = (
    ".picture{color:#1f2328;max-width:100%;height:auto}"
    "@media(prefers-color-scheme:dark){.picture{color:#d8dce2}}"
)


def figure(width: float, height: float) -> Figure:
    """Return an empty figure, its size in the pixels of a page."""
    return Figure(figsize=(width / 96, height / 96))


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure, and axes over all of it whose unit is a pixel, y downwards."""
    new = figure(width, height)
    axes = new.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return new, axes


def heading(figure: Figure, title: str, *lines: str) -> None:
    """Put a title, and lines of small text below it, at the top left."""
    height = 96 * figure.get_figheight()
    figure.text(0.005, 1 - 18 / height, title, fontsize=LARGE, weight="bold")
    for i, line in enumerate(lines):
        y = 1 - (37 + 17 * i) / height
        figure.text(0.005, y, line, fontsize=SMALL)


def save(
    path: Path, draw: Callable[[], Figure], title: str, identifier: str | None = None
) -> None:
    """Draw in this style, and write the figure.

    Parameters
    ----------
    path : Path
        The file; its name ends with ``.svg``, or what else matplotlib writes.
    draw : callable
        What returns the figure.
    title : str
        What the figure shows, for those who cannot see it.
    identifier : str, optional
        What the metadata of an SVG name the picture by.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(SETTINGS | {"svg.hashsalt": title}):
        drawn = draw()
        if path.suffix != ".svg":
            drawn.savefig(path, dpi=192, facecolor="white")
            return
        buffer = io.StringIO()
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        drawn.savefig(
            buffer, format="svg", metadata=metadata | {"Identifier": identifier}
        )
    path.write_text(themed(buffer.getvalue(), title), encoding="utf-8")


def themed(svg: str, title: str) -> str:
    """Return matplotlib's SVG so that it can stand in a page of any theme."""
    head, end, body = svg[svg.index("<svg ") :].partition(">")
    title = escape(title)
    head = f'{head} class="picture" role="img" aria-label="{title}"'
    # Rules for all elements, and names of groups, would reach beyond the picture.
    body = body.replace(">*{", ">.picture *{")
    body = re.sub(r' id="[\w.]+_\d+"', "", body)
    body = body.replace(TEXT, "currentColor")
    body = body.replace("'DejaVu Sans Mono'", "ui-monospace, 'DejaVu Sans Mono'")
    body = body.replace("'DejaVu Sans'", "system-ui, 'DejaVu Sans'")
    body = re.sub(r"[ \t]+$", "", body, flags=re.MULTILINE)
    return f"{head}{end}\n <title>{title}</title>\n <style>{STYLE}</style>{body}"
