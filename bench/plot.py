# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Plots of a report: speed over size, a panel for each job; and bars of ratios."""

import math
from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from bench import speeds, style
from bench.report import Report

COLOURS = {
    "philoxseed": "red",
    "NumPy": "blue",
    "MKL": "green",
    "PyTorch": "orange",
    "TensorFlow": "purple",
}
TITLE = "Values per second over values per call"
# Pixels: a picture's width; a panel and what is around it.
WIDTH = 720
PANEL, ABOVE, BELOW, LEFT, RIGHT, GAP = 132, 88, 30, 40, 76, 112
BAR = 33
# Between labels, in pixels.
APART = 15


def draw(report: Report, path: Path) -> None:
    """Write the plot of speed over size, as SVG or what else the file's name says."""
    panels, machine = speeds.speed_over_size(report), speeds.machine(report)
    style.save(path, lambda: speed_over_size(panels, machine), TITLE)


def speed_over_size(panels: speeds.Panels, machine: str) -> Figure:
    """Return the plot of speed over size, with axes that all panels share."""
    rows = max(1, math.ceil(len(panels) / 2))
    height = ABOVE + rows * (PANEL + BELOW + 26)
    figure = style.figure(WIDTH, height)
    style.heading(
        figure,
        TITLE,
        machine,
        "One thread fills one array again and again. Medians, and quartiles as "
        "whiskers where they can be seen.",
    )
    grid = figure.subplots(
        rows,
        2,
        sharex=True,
        sharey=True,
        squeeze=False,
        gridspec_kw={
            "left": LEFT / WIDTH,
            "right": 1 - RIGHT / WIDTH,
            "top": 1 - ABOVE / height,
            "bottom": BELOW / height,
            "wspace": GAP / ((WIDTH - LEFT - RIGHT - GAP) / 2),
            "hspace": (BELOW + 26) / PANEL,
        },
    )
    all_axes = list(grid.flat)
    all_axes[0].set(xscale="log", yscale="log")
    for axes, (name, lines) in zip(all_axes, panels.items(), strict=False):
        axes.set_title(name)
        axes.tick_params(labelbottom=True)
        draw_lines(axes, lines)
    set_ticks(all_axes[0], panels)
    for axes, lines in zip(all_axes, panels.values(), strict=False):
        label_ends(axes, lines)
    for axes in all_axes[len(panels) :]:
        axes.remove()
    return figure


def draw_lines(axes: Axes, lines: dict[str, list[speeds.Point]]) -> None:
    """Draw a line for each peer, philoxseed's on top."""
    for name, points in lines.items():
        sizes, slow, median, fast = zip(*points, strict=True)
        is_ours = name == "philoxseed"
        axes.errorbar(
            sizes,
            median,
            whiskers(slow, median, fast),
            color=style.COLOURS[COLOURS[name]],
            linewidth=2.2 if is_ours else 1.2,
            elinewidth=1,
            capsize=2,
            capthick=1,
            marker="o",
            markersize=3.2 if is_ours else 2.4,
            zorder=4 if is_ours else 3,
        )


def whiskers(
    low: Sequence[float], median: Sequence[float], high: Sequence[float]
) -> list[list[float]]:
    """Return how far quartiles are from their medians, as matplotlib asks for it."""
    return [
        [m - a for a, m in zip(low, median, strict=True)],
        [b - m for b, m in zip(high, median, strict=True)],
    ]


def set_ticks(axes: Axes, panels: speeds.Panels) -> None:
    """Name the sizes, and the powers of ten, for all panels."""
    points = [p for lines in panels.values() for line in lines.values() for p in line]
    sizes = sorted({size for size, *_ in points})
    axes.set_xticks(sizes[:: math.ceil(len(sizes) / 7)] or [1])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: named(round(n))))
    medians = [math.log10(median) for _, _, median, _ in points] or [0]
    powers = range(math.floor(min(medians)), math.ceil(max(medians)) + 1)
    axes.set_yticks([10.0**power for power in powers])
    axes.set_ylim(10.0 ** powers[0], 10.0 ** powers[-1])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"1e{math.log10(v):.0f}"))
    axes.minorticks_off()


def named(size: int) -> str:
    """Return a size as an axis names it."""
    if size < 1000:
        return str(size)
    thousands = size // 1024 if size % 1024 == 0 else size // 1000
    return f"{thousands}k" if thousands < 1000 else f"{thousands // 1000}M"


def label_ends(axes: Axes, lines: dict[str, list[speeds.Point]]) -> None:
    """Put the names beside the ends of their lines, in their colours."""
    low, high = (math.log10(limit) for limit in axes.get_ylim())
    ends = [
        (PANEL * (high - math.log10(points[-1][2])) / (high - low), name)
        for name, points in lines.items()
    ]
    for y, name in spread(ends):
        axes.text(
            1.03,
            1 - y / PANEL,
            name,
            transform=axes.transAxes,
            va="center_baseline",
            fontsize=style.SMALL,
            color=style.COLOURS[COLOURS[name]],
            weight="bold" if name == "philoxseed" else "normal",
        )


def spread(ends: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """Return the labels moved so that none lies on another, near to their places."""
    placed = sorted(ends)
    for _ in range(100):
        for i in range(len(placed) - 1):
            (above, this), (below, that) = placed[i], placed[i + 1]
            short = APART - (below - above)
            if short > 1e-3:
                placed[i] = (above - short / 2, this)
                placed[i + 1] = (below + short / 2, that)
    return placed


def ratio_bars(bars: Sequence[tuple[str, float, float, float]], note: str) -> Figure:
    """Return bars of NumPy's time over philoxseed's, with quartiles as whiskers."""
    names, low, median, high = zip(*bars, strict=True)
    top, bottom, left = 56, 26, 176
    height = top + BAR * len(bars) + bottom
    figure = style.figure(WIDTH, height)
    style.heading(figure, "Times as fast as numpy.random.default_rng()", note)
    axes = figure.add_axes(
        (
            left / WIDTH,
            bottom / height,
            1 - (left + 16) / WIDTH,
            BAR * len(bars) / height,
        )
    )
    axes.barh(names, median, height=0.66, color=style.COLOURS["red"])
    axes.errorbar(
        median,
        names,
        xerr=whiskers(low, median, high),
        fmt="none",
        ecolor=style.TEXT,
        elinewidth=1,
        capsize=4,
    )
    for row, (m, h) in enumerate(zip(median, high, strict=True)):
        axes.annotate(
            f"{m:.1f}",
            (h, row),
            (7, 0),
            textcoords="offset points",
            va="center_baseline",
            weight="bold",
        )
    axes.axvline(1, color=style.TEXT, linestyle=(0, (3, 3)), linewidth=1, alpha=0.7)
    axes.set_xticks([1], ["NumPy"])
    axes.tick_params(axis="y", labelsize=style.NORMAL, pad=6)
    axes.set(xlim=(0, max(high) * 1.08), ylim=(len(bars) - 0.5, -0.5))
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    return figure
