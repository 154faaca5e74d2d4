# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What a run has found: text, JSON and a plot."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.jobs import Case, Job
from bench.measure import Quartiles, Timing

COLUMNS = (
    f"{'':4}{'contender':24} {'per call':>10} {'values/s':>10}   time / philoxseed's"
)

# The columns of the short form, by what follows "NumPy" in a contender's label.
NUMPYS = ("PCG64", "Philox", "SFC64")


@dataclass(frozen=True)
class Result:
    """The timings of a case; the first is philoxseed's."""

    case: Case
    timings: list[Timing]


@dataclass
class Report:
    """A whole run.

    Parameters
    ----------
    facts : dict
        Machine, versions, kernel, date: what figures must be read with.
    missing : dict
        The peers that did not take part, and why.
    results : list of Result
        The timings.
    """

    facts: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Write JSON, each result on a line."""
        head = {"facts": self.facts, "missing": self.missing}
        lines = ",\n".join(json.dumps(short(asdict(r))) for r in self.results)
        text = json.dumps(head, indent=1).removesuffix("\n}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{text},\n "results": [\n{lines}\n]}}\n')

    @classmethod
    def load(cls, path: Path) -> "Report":
        """Read what `save` wrote."""
        document = json.loads(path.read_text())
        results = [
            Result(loaded_case(r["case"]), [Timing(**t) for t in r["timings"]])
            for r in document["results"]
        ]
        return cls(document["facts"], document["missing"], results)


def loaded_case(values: dict[str, Any]) -> Case:
    """Return the case that a JSON object describes."""
    job = values["job"]
    tuples = {key: tuple(job.get(key, ())) for key in ("peers", "parameters")}
    return Case(**values | {"job": Job(**job | tuples)})


def short(result: dict[str, Any]) -> dict[str, Any]:
    """Return a result as plain data with seconds of four digits, which is enough."""
    for timing in result["timings"]:
        timing["seconds"] = [float(f"{s:.4g}") for s in timing["seconds"]]
    return result


def header(report: Report) -> str:
    """Return the lines that stand above the figures."""
    facts = [f"{name:12} {value}" for name, value in report.facts.items()]
    return "\n".join([*facts, *missing_lines(report.missing), "", COLUMNS])


def short_header(report: Report) -> str:
    """Return the lines that stand above a table of a line for each case."""
    names = "kernel", "machine"
    facts = [f"{name:8} {report.facts[name]}" for name in names]
    columns = "".join(f"{name:>9}" for name in NUMPYS)
    lines = f"{'':43}  values/s times as long take NumPy's", f"{'':53}{columns}"
    return "\n".join([*facts, "", *lines])


def line(result: Result) -> str:
    """Return a case's line: its speed, and how much longer NumPy's generators take."""
    case, reference = result.case, result.timings[0]
    ratios = {t.label: t.ratio(reference).median for t in result.timings[1:]}
    cells = [f"{digits(ratios[f'NumPy {name}']):>7} x" for name in NUMPYS]
    speed = quantity(case.size / reference.median, "/s")
    title = f"{case.job.name}: {plural(case.size, 'value')}"
    return f"{title:43}{speed:>10}{''.join(cells)}"


def missing_lines(missing: dict[str, str]) -> list[str]:
    """Return a line for each peer that did not take part."""
    return [f"{'missing':12} {name}: {why}" for name, why in missing.items()]


def block(result: Result) -> str:
    """Return a case's part of the table."""
    case, reference = result.case, result.timings[0]
    title = (
        f"{case.job.name}: {plural(case.size, 'value')}, {case.buffer} buffer, "
        f"{plural(case.threads, 'thread')}"
    )
    rows = [row(timing, reference, case.size) for timing in result.timings]
    return "\n".join(["", title, *rows])


def row(timing: Timing, reference: Timing, size: int) -> str:
    """Return a contender's line."""
    speed = quantity(size / timing.median, "/s")
    cells = f"{'':4}{timing.label:24} {duration(timing.median):>10} {speed:>10}"
    if timing is reference:
        return cells
    return f"{cells}   {ratio(timing.ratio(reference))}"


def ratio(r: Quartiles) -> str:
    """Return a ratio with its quartiles: ``17.3 x [17.0, 17.5]``."""
    return f"{digits(r.median):>7} x [{digits(r.low)}, {digits(r.high)}]"


def duration(seconds: float) -> str:
    """Return seconds in a readable unit."""
    for factor, unit in ((1e9, "ns"), (1e6, "us"), (1e3, "ms")):
        if seconds * factor < 999.5:
            return f"{digits(seconds * factor)} {unit}"
    return f"{digits(seconds)} s"


def quantity(value: float, unit: str) -> str:
    """Return a large number in a readable unit."""
    for factor, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= 0.9995 * factor:
            return f"{digits(value / factor)} {prefix}{unit}"
    return f"{digits(value)} {unit}"


def digits(value: float) -> str:
    """Return a positive number with three digits, or more in front of the point."""
    return f"{value:,.0f}" if value >= 99.95 else f"{value:#.3g}"


def plural(count: int, noun: str) -> str:
    """Return a count of things, with thousands set apart."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
