# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Plots of a report: speed over size, a panel for each job; and bars of ratios."""

import math
from collections.abc import Sequence
from pathlib import Path

from bench.jobs import Job
from bench.measure import Quartiles
from bench.report import Report, Result
from bench.svg import Drawing

# Who is drawn: names in the plot, by labels in reports; and their colours.
NAMES = {
    "philoxseed": "philoxseed",
    "NumPy PCG64": "NumPy",
    "MKL": "MKL",
    "MKL ICDF": "MKL",
    "PyTorch": "PyTorch",
    "TensorFlow": "TensorFlow",
}
COLOURS = {
    "philoxseed": "red",
    "NumPy": "blue",
    "MKL": "green",
    "PyTorch": "orange",
    "TensorFlow": "purple",
}
PANEL = (262, 150)
MARGIN = (40, 90, 88, 54)  # left, between the first line and the panels, right, below
BAR = (250, 330, 34)

Line = dict[str, list[tuple[int, float]]]


def draw(report: Report, path: Path) -> None:
    """Write the plot of speed over size as SVG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(speed_over_size(report).svg(), encoding="utf-8")


def speed_over_size(report: Report) -> Drawing:
    """Return a plot of a Stream's calls: hot buffers, one thread, shared axes."""
    lines: dict[Job, Line] = {}
    for result in report.results:
        case = result.case
        if (case.job.api, case.buffer, case.threads) == ("Stream", "hot", 1):
            add_points(lines.setdefault(case.job, {}), result)
    columns = 3 if len(lines) % 3 == 0 else 2
    rows = math.ceil(len(lines) / columns)
    left, top, right, below = MARGIN
    width, height = PANEL
    total = left + columns * (width + right)
    drawing = Drawing(
        total, top + rows * (height + below), "Values per second over values per call"
    )
    drawing.text(4, 18, "Values per second over values per call", weight="bold")
    drawing.text(4, 36, machine(report), size=12)
    drawing.text(4, 53, "One thread, one buffer filled again and again.", size=12)
    points = [point for line in lines.values() for p in line.values() for point in p]
    scale = Scale(points)
    for number, (job, line) in enumerate(lines.items()):
        row, column = divmod(number, columns)
        x = left + column * (width + right)
        draw_panel(drawing, x, top + row * (height + below), job, line, scale)
        if column == 0:
            for power in scale.powers:
                y = top + row * (height + below) + scale.y(10.0**power)
                drawing.text(left - 6, y + 4, f"1e{power}", anchor="end", size=11)
    return drawing


def add_points(line: Line, result: Result) -> None:
    """Add the speeds of those that are drawn to the lines of a panel."""
    for timing in result.timings:
        if timing.label in NAMES:
            speed = result.case.size / timing.median
            points = line.setdefault(NAMES[timing.label], [])
            points.append((result.case.size, speed))


class Scale:
    """Logarithmic axes that all panels share."""

    def __init__(self, points: Sequence[tuple[int, float]]):
        sizes, speeds = [p[0] for p in points] or [1], [p[1] for p in points] or [1]
        self.size = max(math.log2(max(sizes)), 1)
        self.low = math.floor(math.log10(min(speeds)))
        self.high = max(math.ceil(math.log10(max(speeds))), self.low + 1)

    @property
    def powers(self) -> range:
        """The powers of ten that have lines."""
        return range(self.low, self.high + 1)

    def x(self, size: float) -> float:
        """Return how far to the right a size is in a panel."""
        return PANEL[0] * math.log2(size) / self.size

    def y(self, speed: float) -> float:
        """Return how far down a speed is in a panel."""
        return PANEL[1] * (self.high - math.log10(speed)) / max(self.high - self.low, 1)


def draw_panel(
    drawing: Drawing, left: float, top: float, job: Job, line: Line, scale: Scale
) -> None:
    """Draw a job: a line for each peer, with its name at the end."""
    width, height = PANEL
    drawing.text(left, top - 8, job.name, weight="bold")
    for power in scale.powers:
        y = top + scale.y(10.0**power)
        drawing.line([(left, y), (left + width, y)], opacity=0.15)
    for power in range(0, int(scale.size) + 1, 8):
        x = left + scale.x(2.0**power)
        drawing.line([(x, top), (x, top + height)], opacity=0.15)
        label = f"{2**power:,}" if power < 24 else "16 million"
        drawing.text(x, top + height + 15, label, anchor="middle", size=11)
    ends = []
    for name, points in line.items():
        colour, is_ours = COLOURS[name], name == "philoxseed"
        places = [(left + scale.x(n), top + scale.y(s)) for n, s in points]
        drawing.line(places, colour=colour, width=2.4 if is_ours else 1.5)
        for x, y in places:
            drawing.dot(x, y, colour=colour, radius=2)
        ends.append((places[-1][1], name, colour))
    for y, name, colour in spread(ends):
        drawing.text(left + width + 6, y + 4, name, colour=colour, size=12)


def spread(
    ends: list[tuple[float, str, str]], apart: float = 14
) -> list[tuple[float, str, str]]:
    """Return the labels moved so that none lies on another, near to their places."""
    placed = sorted(ends)
    for _ in range(100):
        for i in range(len(placed) - 1):
            (above, *this), (below, *that) = placed[i], placed[i + 1]
            short = apart - (below - above)
            if short > 1e-3:
                placed[i] = (above - short / 2, this[0], this[1])
                placed[i + 1] = (below + short / 2, that[0], that[1])
    return placed


def ratio_bars(bars: Sequence[tuple[str, Quartiles]], note: str) -> Drawing:
    """Return bars of how many times as long as philoxseed NumPy takes."""
    left, width, step = BAR
    top = 62
    drawing = Drawing(
        left + width + 70,
        top + step * len(bars) + 24,
        "How many times as fast as numpy.random.default_rng",
    )
    drawing.text(
        4, 18, "Times as fast as numpy.random.default_rng", weight="bold", size=14
    )
    drawing.text(4, 37, note, size=12)
    longest = max(ratio.high for _, ratio in bars)
    for row, (name, ratio) in enumerate(bars):
        y = top + step * row
        low, median, high = (width * value / longest for value in ratio)
        drawing.text(left - 10, y + 15, name, anchor="end")
        drawing.box(left, y, median, 22, colour="red", opacity=0.85)
        middle = y + 11
        drawing.line([(left + low, middle), (left + high, middle)])
        for end in (low, high):
            drawing.line([(left + end, y + 6), (left + end, y + 16)])
        drawing.text(left + high + 8, y + 15, f"{ratio.median:.1f}", weight="bold")
    one = left + width / longest
    bottom = top + step * len(bars)
    drawing.line([(one, top - 6), (one, bottom)], dashes="3 3", opacity=0.7)
    drawing.text(one, bottom + 14, "NumPy", anchor="middle", size=11)
    return drawing


def machine(report: Report) -> str:
    """Return what a reader must know beside the figures."""
    facts = report.facts
    return f"{facts['machine']}; kernel {facts['kernel']}; {facts['date']}"
