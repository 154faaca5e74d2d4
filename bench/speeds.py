# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What plots show of a report, as plain data."""

from bench.report import Report

# Who is drawn: names in the plot, by labels in reports.
NAMES = {
    "philoxseed": "philoxseed",
    "NumPy PCG64": "NumPy",
    "MKL": "MKL",
    "MKL ICDF": "MKL",
    "PyTorch": "PyTorch",
    "TensorFlow": "TensorFlow",
}

# Values per call; quartiles of values per second.
Point = tuple[int, float, float, float]
Panels = dict[str, dict[str, list[Point]]]


def machine(report: Report) -> str:
    """Return what a reader must know beside the figures."""
    facts = report.facts
    return f"{facts['machine']}; {facts['kernel']} kernel; {facts['date']}"


def speed_over_size(report: Report) -> Panels:
    """Return a Stream's speeds: by jobs, then by who; hot buffers, one thread."""
    panels: Panels = {}
    for result in report.results:
        case = result.case
        if (case.job.api, case.buffer, case.threads) != ("Stream", "hot", 1):
            continue
        panel = panels.setdefault(case.job.name, {})
        for timing in result.timings:
            if timing.label in NAMES:
                slow, median, fast = (case.size / s for s in timing.quartiles[::-1])
                point = (case.size, rounded(slow), rounded(median), rounded(fast))
                panel.setdefault(NAMES[timing.label], []).append(point)
    return panels


def rounded(value: float) -> float:
    """Return a number with the four digits that a report keeps."""
    return float(f"{value:.4g}")
