# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Make the documentation's pictures, and README's bars, from runs and from results.

    make pictures, or: python docs/make_pictures.py

It needs a built philoxseed and matplotlib, and writes ``docs/pictures/*.svg`` and the
part of README.md between the two marks. ``tests/test_pictures.py`` says which of them
are stale: after a change of what they show, or of which results they are from
(``docs/speed_results.py``), run this again and commit what it wrote.
"""

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

HERE = Path(__file__).resolve().parent
# Behind what is installed: the source folder has no built philoxseed.
sys.path += [str(HERE), str(HERE.parent)]

import picture_data  # noqa: E402
import speed_results  # noqa: E402

from bench import plot, style  # noqa: E402

WIDTH = 720


def speed(data: Any) -> Figure:
    """Draw how many times as fast as NumPy's default generator philoxseed is."""
    return plot.ratio_bars(data["bars"], data["note"])


def speed_over_size(data: Any) -> Figure:
    """Draw values per second over values per call."""
    return plot.speed_over_size(data["panels"], data["machine"])


def distributions(data: Any) -> Figure:
    """Draw a histogram against the density for each distribution."""
    rows, above, below, panel = 3, 72, 28, 118
    height = above + rows * (panel + 54) + below - 54
    figure = style.figure(WIDTH, height)
    style.heading(
        figure,
        f"{data[0]['draws']:,} draws of each",
        "Blue: how often values came. Red: the density, or the probability.",
    )
    grid = figure.subplots(
        rows,
        3,
        gridspec_kw={
            "left": 0.01,
            "right": 0.99,
            "top": 1 - above / height,
            "bottom": below / height,
            "wspace": 0.08,
            "hspace": 54 / panel,
        },
    )
    for axes, one in zip(grid.flat, data, strict=True):
        draw_distribution(axes, one)
    return figure


def draw_distribution(axes: Axes, one: dict[str, Any]) -> None:
    """Draw one histogram, with the density as a line or as dots."""
    edges, (places, density) = one["edges"], zip(*one["density"], strict=True)
    widths = [b - a for a, b in pairwise(edges)]
    heights = [
        count / one["draws"] / width
        for count, width in zip(one["counts"], widths, strict=True)
    ]
    blue, red = style.COLOURS["blue"], style.COLOURS["red"]
    if one["is_whole"]:
        axes.bar(places, heights, width=0.86, color=blue, alpha=0.55)
        axes.plot(places, density, "o", color=red, markersize=4.5)
    else:
        axes.stairs(heights, edges, fill=True, color=blue, alpha=0.55, linewidth=0)
        axes.plot(places, density, color=red, linewidth=1.6)
    axes.set_title(one["name"])
    axes.grid(False)
    axes.set(xlim=(edges[0], edges[-1]), ylim=(0, 1.12 * max(*heights, *density)))
    few = places[0], places[len(places) // 2], places[-1]
    ticks = places if len(places) < 5 else few
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_yticks([])
    if not one["is_whole"]:
        # Inside the panel.
        first, *_, last = axes.get_xticklabels()
        first.set_horizontalalignment("left")
        last.set_horizontalalignment("right")


# ---- Diagrams: places and sizes are in pixels.


def added_op(data: Any) -> Figure:
    """Draw what changes when an op is added, by each rule of automatic op seeds."""
    figure, axes = style.canvas(WIDTH, 316)
    style.heading(
        figure,
        "An op is added in front of three others",
        "Automatic op seeds before and after; red ones changed.",
    )
    for row, (rule, (before, after)) in enumerate(data.items()):
        top = 62 + 88 * row
        text(axes, 4, top + 6, rule, weight="bold")
        for line, (label, seeds) in enumerate((("before", before), ("after", after))):
            y = top + 18 + 28 * line
            text(axes, 20, y + 11, label, size=style.SMALL)
            if line:
                box(axes, 84, y, 112, 22, "grey", is_outline=True)
                text(axes, 140, y + 11, "new", size=style.SMALL, ha="center")
            for i, (name, seed) in enumerate(
                zip(("w1", "w2", "w3"), seeds, strict=True)
            ):
                colour = "red" if line and seed != before[i] else "blue"
                x = 84 + (i + 1) * 156 - 36
                box(axes, x, y, 148, 22, colour)
                text(axes, x + 8, y + 11, name, size=style.SMALL)
                text(
                    axes, x + 140, y + 11, seed, size=style.SMALL, ha="right", mono=True
                )
    return figure


def block(data: Any) -> Figure:
    """Draw one block, from key and counter to values."""
    figure, axes = style.canvas(WIDTH, 336)
    style.heading(figure, "One block of the stream Stream(1234)")
    text(axes, 4, 48, "key, 64 bits: the graph seed", size=style.SMALL)
    boxes(axes, 4, 60, data["key"], "purple")
    text(axes, 256, 48, "counter, 128 bits: block number; op seed", size=style.SMALL)
    boxes(axes, 256, 60, data["counter"], "blue")
    arrow(axes, (88, 92), (240, 121))
    arrow(axes, (438, 92), (438, 121))
    box(axes, 140, 122, 480, 30, "grey", is_outline=True)
    text(axes, 380, 137, "Philox4x32, 10 rounds", ha="center")
    arrow(axes, (380, 152), (380, 181))
    notes = {
        "words": "32 bits each",
        "uniform": "23 bits of each",
        "normal": "Box-Muller, of pairs",
    }
    for row, (name, note) in enumerate(notes.items()):
        y = 182 + 50 * row
        text(axes, 4, y + 8, name, weight="bold")
        text(axes, 4, y + 25, note, size=style.SMALL)
        boxes(axes, 140, y, data[name], "red", width=117)
    return figure


def reservation(data: Any) -> Figure:
    """Draw which blocks the runs of an op reserve, and who moves what."""
    n, step = len(data[0]["values"]), data[0]["blocks"]
    figure, axes = style.canvas(WIDTH, 318)
    style.heading(
        figure,
        "Three runs of one op that draws two values",
        f"Each run reserves 256 blocks for each value, here {step}, "
        "and uses the first ones.",
    )
    for i, run in enumerate(data):
        x = 4 + 238 * i
        text(axes, x, 66, f"block {run['block']}", size=style.SMALL, mono=True)
        box(axes, x, 76, 228, 28, "grey")
        box(axes, x, 76, 12, 28, "red", alpha=0.8)
        arrow(axes, (x + 6, 105), (x + 6, 126))
        values = " ".join(run["values"])
        text(axes, x, 136, values, size=style.SMALL, mono=True)
    text(axes, 4, 176, "Who moves what", weight="bold")
    movers = (
        ("set_random_seed(s)", "the key of ops that are made after it"),
        ("seed=, or the automatic op seed", "the upper half of the counter"),
        (
            "Session.run, Stream.uniform(n)",
            f"the counter, by 256 n ({step} for n = {n})",
        ),
        ("Stream.at(i), fill(first=i)", "nothing: element i of the run at the counter"),
        ("Session.reset_random()", "all counters back to their start"),
        ("another thread count or cut", "nothing"),
    )
    for row, (who, what) in enumerate(movers):
        y = 200 + 20 * row
        text(axes, 14, y, who, size=style.SMALL, mono=True)
        text(axes, 300, y, what, size=style.SMALL)
    return figure


def text(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    *,
    size: float = style.NORMAL,
    ha: str = "left",
    weight: str = "normal",
    mono: bool = False,
) -> None:
    """Put words beside or around a place."""
    family = "monospace" if mono else "sans-serif"
    axes.text(
        x,
        y,
        words,
        size=size,
        ha=ha,
        va="center_baseline",
        weight=weight,
        family=family,
    )


def box(
    axes: Axes,
    x: float,
    y: float,
    width: float,
    height: float,
    colour: str,
    *,
    alpha: float = 0.22,
    is_outline: bool = False,
) -> None:
    """Draw a box with round corners, filled or as an outline."""
    hue = style.COLOURS[colour]
    axes.add_patch(
        FancyBboxPatch(
            (x, y),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=3",
            facecolor="none" if is_outline else hue,
            edgecolor=hue if is_outline else "none",
            alpha=1 if is_outline else alpha,
        )
    )


def boxes(
    axes: Axes,
    x: float,
    y: float,
    values: Sequence[str],
    colour: str,
    width: float = 87,
) -> None:
    """Draw numbers in boxes side by side."""
    for i, value in enumerate(values):
        left = x + i * (width + 4)
        box(axes, left, y, width, 30, colour)
        text(axes, left + width / 2, y + 15, value, ha="center", mono=True)


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw an arrow."""
    shape = {"arrowstyle": "-|>,head_length=0.35,head_width=0.18", "color": style.TEXT}
    shape |= {"linewidth": 1, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=shape)


PICTURES: dict[str, tuple[str, Callable[[Any], Figure]]] = {
    "speed": ("Times as fast as numpy.random.default_rng()", speed),
    "speed_over_size": (plot.TITLE, speed_over_size),
    "distributions": ("Draws of each distribution and its density", distributions),
    "added_op": ("Which op seeds change when an op is added", added_op),
    "block": ("One block, from key and counter to values", block),
    "reservation": ("Runs of an op, and the blocks that they reserve", reservation),
}


def write(name: str, data: Any, path: Path) -> None:
    """Draw one of them."""
    title, draw = PICTURES[name]
    style.save(path, lambda: draw(data), title, picture_data.digest(data))


def main() -> None:
    """Write all of them, and README's bars."""
    for name, data in picture_data.DATA.items():
        write(name, data(), HERE / "pictures" / f"{name}.svg")
    readme = HERE.parent / "README.md"
    words = speed_results.readme_with(
        speed_results.readme_bars(), readme.read_text(encoding="utf-8")
    )
    readme.write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
