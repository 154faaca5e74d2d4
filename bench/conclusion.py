# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What `make run` has shown, in five lines. It gets here only if nothing failed."""

import json
import sys
from pathlib import Path

from bench.report import Report

ROOT = Path(__file__).resolve().parent.parent


def conclusion(report: Report, wheel: str) -> list[str]:
    """Return the lines: what was equal, how fast, where the wheel is, what to try."""
    cases = json.loads((ROOT / "tests/data/published.json").read_text())["cases"]
    n_published = sum(case["status"] == "reproduced" for case in cases)
    ratios = [
        timing.ratio(result.timings[0]).median
        for result in report.results
        for timing in result.timings[1:]
    ]
    return [
        f"equal   {n_published} published outputs of TensorFlow since 2016, and two "
        "networks' weights",
        f"speed   {min(ratios):.1f} to {max(ratios):.1f} times as fast as NumPy's "
        "generators, in the table above",
        f"wheel   {wheel}, in build/run",
        "try     build/run/bin/philoxseed run YOUR_SCRIPT.py, to see what it gains",
        "next    make test, for the tests on the wheel; README.md, for the first steps",
    ]


if __name__ == "__main__":
    print(*conclusion(Report.load(Path(sys.argv[1])), sys.argv[2]), sep="\n")
