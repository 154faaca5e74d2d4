# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What the documentation's pictures show, as plain data from real runs.

`digest` tells whether a picture that stands in a file is still of its data and drawn by
the same code, whichever version of matplotlib drew it.
"""

import hashlib
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import philoxseed as px

HERE = Path(__file__).resolve().parent
# Behind what is installed: the source folder has no built philoxseed.
sys.path += [str(HERE), str(HERE.parent)]

import speed_results  # noqa: E402

from bench import speeds  # noqa: E402

# What draws, beside the module of the data itself.
DRAWN_BY = ("bench/style.py", "bench/plot.py", "docs/make_pictures.py")


def speed() -> dict[str, Any]:
    """Return how many times as fast as NumPy's default generator philoxseed is."""
    bars = [
        (name, *(round(value, 3) for value in ratio))
        for name, ratio in speed_results.bars()
    ]
    return {"bars": bars, "note": f"{speed_results.note()}; median and quartiles"}


def speed_over_size() -> dict[str, Any]:
    """Return values per second over values per call."""
    report = speed_results.report()
    return {
        "panels": speeds.speed_over_size(report),
        "machine": speeds.machine(report),
    }


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
        4,
    )
    yield "gamma, alpha 3", sample(lambda: random.gamma(n, 3.0)), gamma_density, 0, 12
    yield (
        "exponential (default_rng)",
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


def distributions() -> list[dict[str, Any]]:
    """Return a histogram of each distribution, and points of the density."""
    return [histogram(*panel) for panel in panels()]


def histogram(
    name: str,
    draws: np.ndarray,
    density: Callable[[float], float],
    low: float,
    high: float,
) -> dict[str, Any]:
    """Return counts between edges; the density at whole numbers, or at 161 places."""
    is_whole = bool((draws % 1 == 0).all())
    edges = np.arange(low - 0.5, high + 1) if is_whole else np.linspace(low, high, 41)
    counts, _ = np.histogram(draws, edges)
    places = np.arange(low, high + 1) if is_whole else np.linspace(low, high, 161)
    return {
        "name": name,
        "edges": edges.round(6).tolist(),
        "counts": counts.tolist(),
        "draws": len(draws),
        "is_whole": is_whole,
        "density": [(round(float(x), 6), round(density(x), 6)) for x in places],
    }


def op_seeds(**rules: str) -> tuple[list[str], list[str]]:
    """Return the op seeds of three ops, without and with one op in front of them."""

    def seeds(names: Sequence[str]) -> list[str]:
        with px.Graph(**rules).as_default() as graph:
            px.set_random_seed(42)
            for name in names:
                px.random.normal([2], name=name)
        return [str(row.op_seed) for row in px.explain_seeds(graph)]

    return seeds(["w1", "w2", "w3"]), seeds(["new", "w1", "w2", "w3"])[1:]


RULES: dict[str, dict[str, str]] = {
    "a counter: TensorFlow 2.2 and later": {"tensorflow": "2.3"},
    "op ids: TensorFlow up to 2.1": {"tensorflow": "1.15"},
    'names: Graph(op_seeds="name")': {"op_seeds": "name"},
}


def added_op() -> dict[str, Any]:
    """Return the op seeds before and after an op is added, by rule."""
    return {rule: op_seeds(**given) for rule, given in RULES.items()}


def block() -> dict[str, list[str]]:
    """Return one block, from key and counter to values."""
    state = px.Stream(1234).state
    return {
        "key": hexadecimal(state["key"], 2),
        "counter": hexadecimal(state["counter"], 4),
        "words": [f"{int(w):08x}" for w in px.Stream(1234).bits(4)],
        "uniform": [f"{u:.8f}" for u in px.Stream(1234).uniform(4)],
        "normal": [f"{z:+.7f}" for z in px.Stream(1234).normal(4)],
    }


def hexadecimal(value: int, words: int) -> list[str]:
    """Return the words of a number, the low ones first."""
    return [f"{value >> 32 * i & 0xFFFFFFFF:08x}" for i in range(words)]


def reservation() -> list[dict[str, Any]]:
    """Return which block three runs of two values start at, and the values."""
    stream = px.Stream(1234)
    runs = []
    for _ in range(3):
        counter = stream.state["counter"] % 2**64
        values = [f"{value:.7g}" for value in stream.uniform(2)]
        after = stream.state["counter"] % 2**64
        runs.append({"block": counter, "blocks": after - counter, "values": values})
    return runs


DATA: dict[str, Callable[[], Any]] = {
    "speed": speed,
    "speed_over_size": speed_over_size,
    "distributions": distributions,
    "added_op": added_op,
    "block": block,
    "reservation": reservation,
}


def digest(data: Any) -> str:
    """Return what a picture's metadata name it by."""
    code = [(HERE.parent / name).read_text(encoding="utf-8") for name in DRAWN_BY]
    text = json.dumps([data, code], sort_keys=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
