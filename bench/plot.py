# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""A plot of a report: speed over size, a panel for each job."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from bench.jobs import Job
from bench.report import Report, Result

COLUMNS = 3
KINDS = {  # Label's start: colour, line, marker
    "philoxseed": ("#d62728", "-", "o"),
    "NumPy Philox": ("#1f3b73", "-", "s"),
    "NumPy PCG64": ("#3a6fb0", "--", "s"),
    "NumPy SFC64": ("#8ab4dc", ":", "s"),
    "MKL": ("#2ca02c", "-", "^"),
    "MKL Box-Muller2": ("#2ca02c", "-", "^"),
    "MKL ICDF": ("#1b7837", ":", "v"),
    "PyTorch": ("#ff7f0e", "-", "D"),
    "TensorFlow": ("#9467bd", "-", "x"),
    "randomgen Philox4x32": ("#7f7f7f", "--", "+"),
}


def draw(report: Report, path: Path) -> None:
    """Write a plot of a Stream's calls, hot buffers, one thread, as SVG."""
    drawn = ("Stream", "hot", 1)
    results = [
        r
        for r in report.results
        if (r.case.job.api, r.case.buffer, r.case.threads) == drawn
    ]
    jobs = list(dict.fromkeys(r.case.job for r in results))
    rows = max(1, math.ceil(len(jobs) / COLUMNS))
    figure = Figure(figsize=(12, 0.9 + 3.1 * rows), layout="constrained")
    axes = list(figure.subplots(rows, COLUMNS, squeeze=False).flat)
    for panel, job in zip(axes, jobs, strict=False):
        draw_job(panel, job, [r for r in results if r.case.job == job])
    for panel in axes[len(jobs) :]:
        panel.set_axis_off()
    figure.suptitle(title(report), fontsize=10)
    figure.legend(*legend(axes), loc="outside lower center", ncols=5, frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context({"svg.hashsalt": "philoxseed", "svg.fonttype": "none"}):
        figure.savefig(path, format="svg", metadata={"Date": None})


def draw_job(panel: Any, job: Job, results: Iterable[Result]) -> None:
    """Draw each contender's values per second over the sizes."""
    points: dict[str, list[tuple[int, float]]] = {}
    for result in results:
        for timing in result.timings:
            speed = result.case.size / timing.median
            points.setdefault(timing.label, []).append((result.case.size, speed))
    for label, line in points.items():
        colour, style, marker = KINDS[label]
        width = 2.5 if label == "philoxseed" else 1.2
        panel.loglog(
            *zip(*line, strict=True),
            label=label,
            color=colour,
            linestyle=style,
            marker=marker,
            markersize=4,
            linewidth=width,
        )
    panel.set_title(job.name, fontsize=10)
    panel.set_xlabel("values per call")
    panel.set_ylabel("values per second")
    panel.xaxis.set_major_locator(LogLocator(base=16))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.yaxis.set_minor_locator(NullLocator())
    panel.xaxis.set_major_formatter(FuncFormatter(power_of_two))
    panel.tick_params(labelsize=8)
    panel.grid(True, alpha=0.3)


def power_of_two(value: float, _: object) -> str:
    """Return a tick's label."""
    return f"$2^{{{round(math.log2(value))}}}$" if value > 0 else ""


def legend(axes: Iterable[Any]) -> tuple[list[Any], list[str]]:
    """Return the lines and labels of all panels, each label once."""
    lines: dict[str, Any] = {}
    for panel in axes:
        for line, label in zip(*panel.get_legend_handles_labels(), strict=True):
            lines.setdefault(label, line)
    return list(lines.values()), list(lines)


def title(report: Report) -> str:
    """Return what a reader must know beside the figures."""
    facts = report.facts
    return (
        "Speed over size, hot buffer, one thread; higher is faster\n"
        f"{facts['machine']}; philoxseed's kernel: {facts['kernel']}; {facts['date']}"
    )
