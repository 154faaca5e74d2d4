# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What README and docs say of speed: bars and tables of the benchmark's results."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from bench.measure import Quartiles  # noqa: E402
from bench.report import Report, Result  # noqa: E402

# What README and docs say of speed is from this run.
RESULTS = "bench/results/zen4.json"
AVX2_RESULTS = "bench/results/zen4-avx2.json"
SIZE = 65536
# The bars, by the calls that a user of NumPy writes; the first six that were measured.
BARS = {
    "random, float64": ("uniform", "float64", None, "default_rng()"),
    "random, float32": ("uniform", "float32", None, "default_rng()"),
    "normal, float64": ("normal", "float64", None, "default_rng()"),
    "normal, float32": ("normal", "float32", None, "default_rng()"),
    "exponential, float64": ("exponential", "float64", None, "default_rng()"),
    "integers below 10, int32": ("integers", "int32", 10, "Stream"),
    "integers below 2^31 - 1, int32": ("integers", "int32", 2**31 - 1, "Stream"),
}
FASTEST_OF_NUMPY = "NumPy PCG64"
MARKS = ("<!-- made by docs/make_pictures.py -->", "<!-- end -->")


def report(file: str = RESULTS) -> Report:
    """Return the run that figures are from."""
    return Report.load(ROOT / file)


def found(results: Sequence[Result], job: tuple[object, ...]) -> Result | None:
    """Return the result of a job: a hot buffer of SIZE values, one thread."""
    for result in results:
        case = result.case
        this = (case.job.op, case.job.dtype, case.job.high, case.job.api)
        if this == job and (case.size, case.buffer, case.threads) == (SIZE, "hot", 1):
            return result
    return None


def bars(file: str = RESULTS) -> list[tuple[str, Quartiles]]:
    """Return the ratio of NumPy's default generator's time to ours, for six jobs."""
    results = report(file).results
    named = ((name, found(results, job)) for name, job in BARS.items())
    ratios = []
    for name, result in named:
        if result is not None:
            ours = result.timings[0]
            theirs = next(t for t in result.timings if t.label == FASTEST_OF_NUMPY)
            ratios.append((name, theirs.ratio(ours)))
    return ratios[:6]


def note() -> str:
    """Return what must be known beside the bars."""
    facts = report().facts
    date = facts["date"].split()[0]
    cpu = facts["machine"].partition(",")[0]
    return f"One thread, {SIZE:,} values; {cpu}, {facts['kernel']} kernel, {date}"


def readme_bars() -> str:
    """Return the bars as text, which every page that shows README can show."""
    rows = bars()
    longest = max(ratio.high for _, ratio in rows)
    width = max(len(name) for name, _ in rows)
    lines = []
    for name, ratio in rows:
        low, median, high = (round(40 * value / longest) for value in ratio)
        bar = "█" * median + "─" * (high - median)
        if low < median:
            bar = "█" * low + "▓" * (median - low) + "─" * (high - median)
        lines.append(f"{name:{width}}  {bar} {ratio.median:.1f}")
    avx2 = ", ".join(f"{ratio.median:.1f}" for _, ratio in bars(AVX2_RESULTS))
    return "\n".join(
        [
            "```text",
            *lines,
            "```",
            "",
            f"{note()};",
            "medians of interleaved rounds, the quartiles from ▓ to the end of ─; from",
            f"`{RESULTS}`. With the AVX2 kernel there, in this order:",
            f"{avx2} (`{AVX2_RESULTS}`).",
        ]
    )


# Columns of tables, and the labels of who is in them.
PEERS = {
    "NumPy Philox": ("NumPy Philox",),
    "NumPy PCG64": (FASTEST_OF_NUMPY,),
    "PyTorch": ("PyTorch",),
    "MKL": ("MKL", "MKL ICDF"),
    "TensorFlow": ("TensorFlow",),
}
# What is timed with arrays too, and named by its generator.
OF_ARRAYS = ("default_rng()", "Generator(Philox4x32())")
CALL_PEERS = ("NumPy Philox", "NumPy PCG64", "PyTorch", "TensorFlow")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table in Markdown."""
    cells = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(row)} |" for row in cells]


def cells(result: Result, peers: Iterable[str]) -> list[str]:
    """Return how many times as long as philoxseed others took, with quartiles."""
    ours = result.timings[0]
    texts = []
    for peer in peers:
        ratios = [t.ratio(ours) for t in result.timings[1:] if t.label in PEERS[peer]]
        texts += [
            f"{short(ratio.median)} ({short(ratio.low)}\u2013{short(ratio.high)})"
            for ratio in ratios[:1]
        ] or [""]
    return texts


def short(ratio: float) -> str:
    """Return a ratio with two digits, or more in front of the point."""
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:.0f}"


def bulk_speeds() -> list[str]:
    """Return a table of all jobs of a Stream, one thread, a hot buffer."""
    rows = []
    for result in report().results:
        case = result.case
        here = (case.job.api, case.size, case.buffer, case.threads)
        if here == ("Stream", SIZE, "hot", 1):
            speed = f"{SIZE / result.timings[0].median / 1e9:.2f}e9/s"
            rows.append([case.job.name, speed, *cells(result, PEERS)])
    return table([f"{SIZE:,} values", "philoxseed", *PEERS], rows)


def call_speeds() -> list[str]:
    """Return a table of calls that draw one value."""
    rows = []
    for result in report().results:
        case, ours = result.case, result.timings[0]
        is_value = case.buffer == "no" or case.job.api not in OF_ARRAYS
        if case.size == 1 and case.buffer != "hot" and is_value:
            of = f" of {case.job.api}" if case.job.api in OF_ARRAYS else ""
            time = f"{1e9 * ours.median:.0f} ns"
            rows.append([f"`{ours.call}`{of}", time, *cells(result, CALL_PEERS)])
    return table(["one value", "philoxseed", *CALL_PEERS], rows)


def thread_speeds() -> list[str]:
    """Return a table of how much faster than one thread several are."""
    rows: dict[str, dict[int, str]] = {}
    sizes, threads = set(), 1
    for result in report().results:
        case = result.case
        alone = [t for t in result.timings if t.label == "philoxseed, 1 thread"]
        if case.threads > 1 and alone:
            ratio = alone[0].ratio(result.timings[0])
            text = f"{ratio.median:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"
            rows.setdefault(case.job.name, {})[case.size] = text
            sizes.add(case.size)
            threads = case.threads
    head = [f"{threads} threads", *(f"{size:,} values" for size in sorted(sizes))]
    lines = [[name, *(row[size] for size in sorted(row))] for name, row in rows.items()]
    return table(head, lines)


SPEEDS = {"bulk": bulk_speeds, "calls": call_speeds, "threads": thread_speeds}


def readme_with(part: str, text: str) -> str:
    """Return README's text with its bars made anew."""
    before, _, rest = text.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    return f"{before}{MARKS[0]}\n{part}\n{MARKS[1]}{after}"
