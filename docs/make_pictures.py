# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Make the documentation's pictures, and README's bars, from runs and from RESULTS.

    python docs/make_pictures.py

It needs a built philoxseed and writes ``docs/pictures/*.svg`` and the part of README.md
between the two marks. ``tests/test_pictures.py`` says which of them are stale: after a
change of what they show, or of RESULTS, run this again and commit what it wrote.
"""

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

import philoxseed as px

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from bench import plot  # noqa: E402
from bench.measure import Quartiles  # noqa: E402
from bench.report import Report, Result  # noqa: E402
from bench.svg import Drawing  # noqa: E402

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


def speed() -> Drawing:
    """Draw how many times as fast as NumPy's default generator philoxseed is."""
    return plot.ratio_bars(bars(), note() + "; median and quartiles")


def speed_over_size() -> Drawing:
    """Draw values per second over values per call."""
    return plot.speed_over_size(report())


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
            f"{short(ratio.median)} ({short(ratio.low)} to {short(ratio.high)})"
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


# ---- Distributions: histograms of real draws, and their densities.

DRAWS = 100_000


def normal_density(x: float) -> float:
    """Return the density of the standard normal distribution."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def between(x: float) -> float:
    """Return the probability that a standard normal is less than x."""
    return (1 + math.erf(x / math.sqrt(2))) / 2


def gamma_density(x: float) -> float:
    """Return the density of the gamma distribution of shape 3."""
    return x * x * math.exp(-x) / 2


def poisson_mass(k: float) -> float:
    """Return the probability of k for a rate of 4."""
    return math.exp(-4) * 4**k / math.gamma(k + 1)


def binomial_mass(k: float) -> float:
    """Return the probability of k for 10 trials of probability 0.3."""
    return math.comb(10, int(k)) * 0.3**k * 0.7 ** (10 - k)


def sample(make: Callable[[], px.Tensor]) -> np.ndarray:
    """Return what an op of a graph of its own with the seed 1 draws."""
    with px.Graph().as_default() as graph:
        px.set_random_seed(1)
        op = make()
    with px.Session(graph=graph) as session:
        return np.asarray(session.run(op)).astype(np.float64).ravel()


def panels() -> Iterator[
    tuple[str, np.ndarray, Callable[[float], float], float, float]
]:
    """Yield each distribution: a name, draws, the density, and the limits drawn."""
    n, random, generator = [DRAWS], px.random, px.default_rng(1)
    yield "uniform", sample(lambda: random.uniform(n)), lambda x: 1.0, 0, 1
    yield "normal", sample(lambda: random.normal(n)), normal_density, -4, 4
    inside = between(2) - between(-2)
    yield (
        "truncated_normal",
        sample(lambda: random.truncated_normal(n)),
        lambda x: normal_density(x) / inside if abs(x) < 2 else 0.0,
        -4,
        4,
    )
    part = between(3) - between(0.5)
    yield (
        "parameterized_..., 0.5 to 3",
        sample(
            lambda: random.parameterized_truncated_normal(n, minvals=0.5, maxvals=3.0)
        ),
        lambda x: normal_density(x) / part if 0.5 < x < 3 else 0.0,
        0,
        3.5,
    )
    yield "gamma, alpha 3", sample(lambda: random.gamma(n, 3.0)), gamma_density, 0, 12
    yield (
        "standard_exponential (default_rng)",
        generator.standard_exponential(DRAWS),
        lambda x: math.exp(-x),
        0,
        6,
    )
    yield "poisson, rate 4", sample(lambda: random.poisson(n, 4.0)), poisson_mass, 0, 12
    seed = [1, 2]
    binomial = random.stateless_binomial(n, seed, 10.0, 0.3)
    yield "stateless_binomial, 10 of 0.3", np.asarray(binomial), binomial_mass, 0, 10
    logits = np.log([[0.1, 0.2, 0.3, 0.4]])
    yield (
        "categorical, 0.1 0.2 0.3 0.4",
        sample(lambda: random.categorical(logits, DRAWS)),
        lambda k: 0.1 * (k + 1),
        0,
        3,
    )


def distributions() -> Drawing:
    """Draw a histogram against the density for each distribution."""
    width, height, columns = 224, 116, 3
    drawing = Drawing(
        16 + columns * (width + 18), 44 + 3 * (height + 56), "Draws and their densities"
    )
    drawing.text(
        4, 18, f"{DRAWS:,} draws of each, and the density as a line", weight="bold"
    )
    for i, (name, draws, density, low, high) in enumerate(panels()):
        row, column = divmod(i, columns)
        left, top = 10 + column * (width + 18), 54 + row * (height + 56)
        is_whole = bool((draws % 1 == 0).all())
        edges = (
            np.arange(low - 0.5, high + 1) if is_whole else np.linspace(low, high, 41)
        )
        counts, _ = np.histogram(draws, edges)
        heights = counts / DRAWS / np.diff(edges)
        line = [edges[0] + (edges[-1] - edges[0]) * j / 160 for j in range(161)]
        places = [e + 0.5 for e in edges[:-1]] if is_whole else line
        values = [density(x) for x in places]
        tallest = 1.15 * max(*values, *heights)
        across = width / (edges[-1] - edges[0])

        def x_of(x: float, left=left, edges=edges, across=across) -> float:
            return left + (x - edges[0]) * across

        def y_of(y: float, top=top, tallest=tallest) -> float:
            return top + height * (1 - y / tallest)

        drawing.text(left, top - 2, name, size=12)
        for edge, step, tall in zip(edges, np.diff(edges), heights, strict=False):
            drawing.box(
                x_of(edge) + 0.5,
                y_of(tall),
                step * across - 1,
                top + height - y_of(tall),
                colour="blue",
                opacity=0.6,
            )
        if is_whole:
            for x, y in zip(places, values, strict=True):
                drawing.dot(x_of(x), y_of(y), colour="red", radius=3)
        else:
            drawing.line(
                [(x_of(x), y_of(y)) for x, y in zip(places, values, strict=True)],
                colour="red",
                width=1.8,
            )
        base = top + height
        drawing.line([(left, base), (left + width, base)])
        middle = (low + high) // 2 if is_whole else (low + high) / 2
        for x in (low, middle, high):
            drawing.text(x_of(x), base + 16, f"{x:g}", anchor="middle", size=11)
    return drawing


# ---- Seeds.


def op_seeds(**rules: str) -> tuple[list[str], list[str]]:
    """Return the op seeds of three ops, without and with one op in front of them."""

    def seeds(names: Sequence[str]) -> list[str]:
        with px.Graph(**rules).as_default() as graph:
            px.set_random_seed(42)
            for name in names:
                px.random.normal([2], name=name)
        return [str(row.op_seed) for row in px.explain_seeds(graph)]

    return seeds(["w1", "w2", "w3"]), seeds(["new", "w1", "w2", "w3"])[1:]


def added_op() -> Drawing:
    """Draw what changes when an op is added, by each rule of automatic op seeds."""
    rules: dict[str, dict[str, str]] = {
        "a counter: TensorFlow 2.2 and later": {"tensorflow": "2.3"},
        "op ids: TensorFlow up to 2.1": {"tensorflow": "1.15"},
        'names: Graph(op_seeds="name")': {"op_seeds": "name"},
    }
    drawing = Drawing(700, 318, "What changes when an op is added")
    drawing.text(4, 18, "An op is added in front of three others", weight="bold")
    drawing.text(
        4, 36, "Automatic op seeds before and after; red ones changed.", size=12
    )
    for row, (rule, given) in enumerate(rules.items()):
        top = 60 + 88 * row
        before, after = op_seeds(**given)
        drawing.text(4, top + 12, rule, weight="bold")
        for line, (label, seeds) in enumerate((("before", before), ("after", after))):
            y = top + 38 + 28 * line
            drawing.text(20, y, label, size=12)
            if line:
                drawing.box(82, y - 16, 110, 22, colour="grey", outline=True)
                drawing.text(137, y, "new", anchor="middle", size=12)
            for i, (name, seed) in enumerate(
                zip(("w1", "w2", "w3"), seeds, strict=True)
            ):
                colour = "red" if line and seed != before[i] else "blue"
                x = 82 + (i + 1) * 152
                drawing.box(x, y - 16, 144, 22, colour=colour, opacity=0.22)
                drawing.text(x + 8, y, name, size=12)
                drawing.text(x + 136, y, seed, anchor="end", size=12, mono=True)
    return drawing


def block() -> Drawing:
    """Draw one block, from key and counter to values."""
    state = px.Stream(1234).state
    key, counter = (hexadecimal(state[name], n) for name, n in PARTS.items())
    words = px.Stream(1234).bits(4)
    uniforms = px.Stream(1234).uniform(4)
    normals = px.Stream(1234).normal(4)
    drawing = Drawing(700, 330, "One block, from key and counter to values")
    drawing.text(4, 18, "One block of the stream Stream(1234)", weight="bold")
    drawing.text(4, 54, "key, 64 bits: the graph seed", size=12)
    boxes(drawing, 4, 62, key, "purple")
    drawing.text(240, 54, "counter, 128 bits: block number; op seed", size=12)
    boxes(drawing, 240, 62, counter, "blue")
    drawing.line([(346, 92), (346, 118)], arrow=True)
    drawing.box(150, 120, 400, 30, colour="grey", outline=True)
    drawing.text(350, 140, "Philox4x32, 10 rounds", anchor="middle")
    drawing.line([(346, 150), (346, 176)], arrow=True)
    rows = {
        "words": [f"{int(w):08x}" for w in words],
        "uniform": [f"{u:.8f}" for u in uniforms],
        "normal": [f"{z:+.7f}" for z in normals],
    }
    notes = {
        "words": "",
        "uniform": "23 bits of each",
        "normal": "Box-Muller, of pairs",
    }
    for row, (name, values) in enumerate(rows.items()):
        y = 178 + 50 * row
        drawing.text(4, y + 14, name, weight="bold")
        drawing.text(4, y + 30, notes[name], size=11)
        boxes(drawing, 140, y, values, "red", width=112)
    return drawing


PARTS = {"key": 2, "counter": 4}


def hexadecimal(value: int, words: int) -> list[str]:
    """Return the words of a number, the low ones first."""
    return [f"{value >> 32 * i & 0xFFFFFFFF:08x}" for i in range(words)]


def boxes(
    drawing: Drawing,
    left: float,
    top: float,
    values: Sequence[str],
    colour: str,
    width: float = 84,
) -> None:
    """Draw numbers in boxes side by side."""
    for i, value in enumerate(values):
        x = left + i * (width + 4)
        drawing.box(x, top, width, 30, colour=colour, opacity=0.2)
        drawing.text(x + width / 2, top + 20, value, anchor="middle", mono=True)


def reservation() -> Drawing:
    """Draw which blocks the runs of an op reserve, and who moves what."""
    stream, n = px.Stream(1234), 2
    places = []
    for _ in range(3):
        places.append((stream.state["counter"], stream.uniform(n)))
    step = places[1][0] - places[0][0]
    drawing = Drawing(700, 316, "Runs and their reservations")
    drawing.text(4, 18, "Three runs of one op that draws two values", weight="bold")
    drawing.text(
        4,
        37,
        f"Each run reserves 256 blocks for each value, here {step}, "
        "and uses the first ones.",
        size=12,
    )
    for i, (counter, values) in enumerate(places):
        x = 10 + 226 * i
        drawing.text(x, 66, f"block {counter % 2**64}", size=12, mono=True)
        drawing.box(x, 74, 218, 30, colour="grey", opacity=0.18)
        drawing.box(x, 74, 12, 30, colour="red", opacity=0.8)
        drawing.line([(x + 6, 104), (x + 6, 122)], arrow=True)
        text = " ".join(f"{v:.7g}" for v in values)
        drawing.text(x, 138, text, size=12, mono=True)
    drawing.text(4, 178, "Who moves what", weight="bold")
    movers = (
        ("set_random_seed(s)", "the key of ops that are made after it"),
        ("seed=, or the automatic op seed", "the upper half of the counter"),
        ("Session.run, Stream.uniform(n)", f"the counter, by 256 n ({step} for n = 2)"),
        ("Stream.at(i), fill(first=i)", "nothing: element i of the run at the counter"),
        ("Session.reset_random()", "all counters back to their start"),
        ("another thread count or cut", "nothing"),
    )
    for row, (who, what) in enumerate(movers):
        y = 200 + 19 * row
        drawing.text(14, y, who, size=12, mono=True)
        drawing.text(300, y, what, size=12)
    return drawing


PICTURES: dict[str, Callable[[], Drawing]] = {
    "speed": speed,
    "speed_over_size": speed_over_size,
    "distributions": distributions,
    "added_op": added_op,
    "block": block,
    "reservation": reservation,
}


def main() -> None:
    """Write all of them."""
    for name, make in PICTURES.items():
        path = ROOT / "docs" / "pictures" / f"{name}.svg"
        path.write_text(make().svg(), encoding="utf-8")
    readme = ROOT / "README.md"
    text = readme_with(readme_bars(), readme.read_text(encoding="utf-8"))
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
