# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Digests of the frozen streams: what seeds give, in a line each.

``data/digests.txt`` has a line for each op or method, dtype, seed and part: its name,
and the SHA-256 of its values' bytes, little end first, in C order. The parts:

first
    The first 100,003 values, with one thread.
far
    1,003 values from element 2**33 + 5 on, where values have places.
wrap
    2,003 values on both sides of the last block, after which counters begin again.

``python tests/digests.py`` adds the lines of streams that have none. It changes no
line: who wants that must take the line out, and has then changed a frozen stream.
"""

import functools
import hashlib
import itertools
from pathlib import Path

import numpy as np

import philoxseed as px
from philoxseed.compat import v1

FILE = Path(__file__).parent / "data" / "digests.txt"
FIRST, FAR, WRAP = 100_003, 1_003, 2_003
FAR_ELEMENT = 2**33 + 5
KEY, SEED2 = 0x0123456789ABCDEF, 0xFEDCBA9876543210

HALVES, FLOATS = ("float16", "bfloat16"), ("float32", "float64")
INTEGERS = ("int32", "int64")
UNSIGNED = ("uint32", "uint64")
FULL_INTEGERS = INTEGERS + UNSIGNED
NARROW = ("int8", "uint8", "int16", "uint16", "bool")

VERSIONS = ("1.0", "1.2", "1.15", "2.3", "2.21")

# The methods of default_rng whose values are ours: arguments, and dtypes to take.
METHODS = {
    "random": [((), FLOATS)],
    "uniform": [((-3.0, 7.0), FLOATS)],
    "standard_normal": [((), FLOATS)],
    "normal": [((5.0, 2.0), FLOATS)],
    "standard_exponential": [((), FLOATS)],
    "exponential": [((3.0,), FLOATS)],
    "integers": [
        ((0, 2), NARROW),
        ((-100, 27), ("int8", "int16")),
        ((0, 1000), FULL_INTEGERS),
        ((0, 3 * 2**30), ("int64", "uint32")),
        ((0, 3 * 2**61), ("int64", "uint64")),
    ],
    "lognormal": [((0.5, 1.3), FLOATS), ((0.0, 400.0), FLOATS)],
    "laplace": [((1.0, 2.0), FLOATS)],
    "logistic": [((1.0, 2.0), FLOATS)],
    "gumbel": [((1.0, 2.0), FLOATS)],
    "rayleigh": [((3.0,), FLOATS)],
    "weibull": [((1.7,), FLOATS), ((0.01,), FLOATS)],
    "pareto": [((2.5,), FLOATS), ((0.02,), FLOATS)],
    "power": [((0.7,), FLOATS), ((0.01,), FLOATS)],
    "standard_cauchy": [((), FLOATS)],
    "triangular": [((-1.0, 0.5, 3.0), FLOATS)],
    "geometric": [((0.2,), (None,)), ((1e-17,), (None,))],
    "standard_gamma": [((2.5,), FLOATS), ((0.3,), FLOATS), ((1e6,), FLOATS)],
    "gamma": [((2.0, 3.0), FLOATS)],
    "chisquare": [((4.0,), FLOATS)],
    "beta": [((2.0, 3.0), FLOATS), ((0.2, 0.3), FLOATS)],
    "f": [((3.0, 7.0), FLOATS)],
    "standard_t": [((5.0,), FLOATS)],
    "wald": [((3.0, 2.0), FLOATS)],
    "noncentral_chisquare": [
        ((3.0, 20.0), FLOATS),
        ((0.3, 5.0), FLOATS),
        ((0.5, 90.0), FLOATS),
    ],
    "noncentral_f": [((3.0, 20.0, 3.0), FLOATS), ((0.5, 2.0, 30.0), FLOATS)],
    "dirichlet": [(([2.5, 3.0, 1.0],), FLOATS), (([2.5, 0.3],), FLOATS)],
    "vonmises": [((1.0, 4.0), FLOATS), ((1.0, 1e-3), FLOATS), ((1.0, 1e7), FLOATS)],
    "poisson": [((x,), (None,)) for x in (0.5, 9.99, 10.0, 100.0, 1e18)],
    "binomial": [
        ((n, p), (None,))
        for n, p in ((10, 0.3), (20, 0.5), (1000, 0.7), (2**62, 0.5), (2**62, 1e-18))
    ],
    "negative_binomial": [(x, (None,)) for x in ((5.0, 0.3), (0.5, 0.01))],
    "hypergeometric": [
        (x, (None,)) for x in ((10, 20, 8), (100, 100, 50), (500, 1000, 1200))
    ],
    "multinomial": [((20, [0.1, 0.2, 0.7]), (None,)), ((1000, [0.4, 0.6]), (None,))],
    "zipf": [((x,), (None,)) for x in (1.1, 2.0, 10.0)],
    "logseries": [((x,), (None,)) for x in (0.5, 0.99)],
}


def digest(values):
    """Return the digest of an array, or of the arrays of a list together."""
    sha = hashlib.sha256()
    for array in values if isinstance(values, list) else [values]:
        array = np.asarray(array)
        little = array.dtype.newbyteorder("<")
        sha.update(np.ascontiguousarray(array, little).tobytes())
    return sha.hexdigest()


def of_streams():
    """Ops by their seeds: Stream."""
    draws = {
        "uniform": (HALVES + FLOATS, {"low": -3.0, "high": 7.0}),
        "normal": (HALVES + FLOATS, {"loc": 5.0, "scale": 2.0}),
        "truncated_normal": (HALVES + FLOATS, {"loc": 5.0, "scale": 2.0}),
        "integers": (INTEGERS, {"low": -7, "high": 1000}),
        "bits": (UNSIGNED, {}),
    }
    for name, (dtypes, keywords) in draws.items():
        for dtype in dtypes:
            what = f"Stream.{name} {dtype}"
            draw = functools.partial(drawn, name, dtype, keywords)
            for seeds in ((1234, None), (1234, 42), (87654321, 0), (-1, 2**31 - 1)):
                yield f"{what} {seeds} first", draw, px.Stream(*seeds), FIRST
            far = px.Stream(1234, 42).at(FAR_ELEMENT)
            yield f"{what} (1234, 42) far", draw, far, FAR
            end = px.Stream.from_kernel_seeds(KEY, 2**64 - 1)
            end.skip(2**64 - 501)
            yield f"{what} kernel seeds wrap", draw, end, WRAP
    yield "Stream.permutation (1234, 42)", px.Stream(1234, 42).permutation, FIRST
    yield "Stream.spawn (1234, 42)", children, px.Stream(1234, 42)


def drawn(name, dtype, keywords, stream, n):
    return getattr(stream, name)(size=n, dtype=dtype, threads=1, **keywords)


def children(stream):
    spawned = stream.spawn(1003)
    return np.array([[s.key, s.counter >> 64] for s in spawned], np.uint64)


def of_graphs():
    """Ops of a graph by the version of TensorFlow, and their automatic seeds."""
    for version in VERSIONS:
        yield f"graph of {version}: values", graph_values, version
        yield f"graph of {version}: seeds", graph_seeds, version


def graph_values(version):
    with v1.Graph(tensorflow=version).as_default():
        v1.set_random_seed(1234)
        ops = [
            v1.random_uniform([5001], -1.0, 2.0),
            v1.random_normal([5001], 1.0, 2.0),
            v1.truncated_normal([5001], 1.0, 2.0, seed=7),
            v1.random_uniform([5001], 3, 1000, np.int64),
            v1.random_normal([5001], dtype=np.float64, seed=8),
        ]
        with v1.Session() as session:
            return [*session.run(ops), *session.run(ops)]


def graph_seeds(version):
    seeds = []
    with v1.Graph(tensorflow=version).as_default():
        for graph_seed in (None, 0, 1234, 87654321, 2**31 - 1):
            v1.set_random_seed(graph_seed)
            for op_seed in (None, 0, 1, 2**31 - 1):
                op = v1.random_uniform([1], seed=op_seed).op
                seeds.append(op.seeds or (-1, -1))
    return np.array(seeds, np.int64)


def of_stateless_ops():
    """Functions of a seed, and what makes seeds."""
    random = px.random
    for seed in ([1, 2], [-(2**62), 2**31]):
        for dtype in HALVES + FLOATS:
            for name, parameters in (
                ("stateless_uniform", (-3.0, 7.0)),
                ("stateless_normal", (5.0, 2.0)),
                ("stateless_truncated_normal", (5.0, 2.0)),
            ):
                op = getattr(random, name)
                yield f"{name} {dtype} {seed}", op, [FIRST], seed, *parameters, dtype
        for dtype in ("float16", *FLOATS):
            alpha = np.array([0.1, 0.5, 1.0, 2.5, 100.0], dtype)
            parameters = ([20_001, 5], seed, alpha, 2.0, dtype)
            yield f"stateless_gamma {dtype} {seed}", random.stateless_gamma, *parameters
        uniform = random.stateless_uniform
        for dtype in FULL_INTEGERS:
            parameters = ([FIRST], seed, None, None, dtype)
            yield f"stateless_uniform {dtype} {seed}", uniform, *parameters
        for dtype in INTEGERS:
            parameters = ([FIRST], seed, -7, 1000, dtype)
            yield f"stateless_uniform -7 1000 {dtype} {seed}", uniform, *parameters
        rates, shape = [0.5, 5.0, 100.0], [33_334, 3]
        poisson, binomial = random.stateless_poisson, random.stateless_binomial
        yield f"stateless_poisson {seed}", poisson, shape, seed, rates, "int64"
        counts = ([5.0, 100.0, 1000.0], 0.3, "int64")
        yield f"stateless_binomial {seed}", binomial, shape, seed, *counts
        logits = np.log([[0.1, 0.2, 0.7], [0.5, 0.25, 0.25]])
        categorical = random.stateless_categorical
        yield f"stateless_categorical {seed}", categorical, logits, FIRST, seed
        name = "stateless_parameterized_truncated_normal"
        parameters = ([[0.0], [5.0], [-9.0]], 2.0, [[-1.0], [9.0], [0.0]], 11.0)
        yield f"{name} {seed}", getattr(random, name), [1003, 3, 1], seed, *parameters
        yield f"split {seed}", random.split, seed, 1003
        for data in (0, 1, 2**31 - 1):
            yield f"fold_in {seed} {data}", random.fold_in, seed, data
        rows, shuffle = np.arange(10_007), random.experimental.stateless_shuffle
        yield f"stateless_shuffle {seed}", shuffle, rows, seed
        index_shuffle = random.experimental.index_shuffle
        yield f"index_shuffle {seed}", index_shuffle, rows, seed, 10_006


def of_eager_ops():
    """TensorFlow's Generator, ops at once and Keras' initializers."""
    for seed in (1234, 2**64 + 3):
        for dtype in HALVES + FLOATS:
            normal = px.random.Generator.from_seed(seed).normal
            yield f"Generator.normal {dtype} {seed}", normal, [FIRST], 5.0, 2.0, dtype
        for dtype in FULL_INTEGERS:
            uniform = px.random.Generator.from_seed(seed).uniform_full_int
            yield f"Generator.uniform_full_int {dtype} {seed}", uniform, [FIRST], dtype
        yield f"Generator.split and make_seeds {seed}", splits, seed
    yield "eager ops 1234", eager_values
    for name in ("keras", "tf_keras"):
        for initializer in ("GlorotUniform", "GlorotNormal", "HeNormal"):
            yield f"compat.{name} {initializer} 1234", weights, name, initializer


def splits(seed):
    generator = px.random.Generator.from_seed(seed)
    return [*(g.state for g in generator.split(101)), generator.make_seeds(101)]


def eager_values():
    random = px.compat.v2.random
    random.set_seed(1234)
    return [
        random.uniform([1001]),
        random.normal([1001]),
        random.truncated_normal([1001], seed=3),
        random.gamma([1001], 1.5),
        random.poisson([1001], 3.0),
        random.shuffle(np.arange(1001)),
    ]


def weights(module, name):
    initializer = getattr(getattr(px.compat, module).initializers, name)(seed=1234)
    return [initializer(shape) for shape in ((784, 256), (3, 3, 16, 32))]


def of_numpys_generator():
    """default_rng and those of its methods that are ours."""
    for name, calls in METHODS.items():
        for arguments, dtypes in calls:
            for dtype in dtypes:
                what = " ".join(map(str, ("default_rng", name, *arguments, dtype)))
                draw = functools.partial(generated, name, arguments, dtype)
                for seed in (42, 2024):
                    yield f"{what} {seed} first", draw, px.default_rng(seed), FIRST
                far = px.Philox4x32(42).advance(FAR_ELEMENT)
                yield f"{what} 42 far", draw, px.default_rng(far), FAR
                end = px.Philox4x32(key=KEY, counter=2**128 - 501)
                yield f"{what} key wrap", draw, px.default_rng(end), WRAP

    rng = functools.partial(px.default_rng, 42)
    yield "default_rng bytes 42", numbers, rng().bytes, FIRST
    for n in (2, 15, 16, 52, 1000, 100_003):
        yield f"default_rng permutation {n} 42", rng().permutation, n
    rows = np.arange(10_002).reshape(3, -1)
    permuted = functools.partial(rng().permuted, axis=1)
    yield "default_rng permuted 42", permuted, rows
    yield "default_rng shuffle 42", shuffled, rng()
    for n, k in ((10, 3), (1000, 3), (1000, 900), (10**6, 5000)):
        yield f"default_rng choice {n} {k} 42", rng().choice, n, k, False
    yield "default_rng choice 7 42", rng().choice, 7, FIRST
    weights = [0.1, 0.2, 0.3, 0.2, 0.2]
    yield "default_rng choice 5 p 42", rng().choice, 5, FIRST, True, weights
    yield "default_rng choice 5 3 p 42", rng().choice, 5, 3, False, weights
    for seed in (0, 42, 2**100, [1, 2, 3]):
        yield f"default_rng spawn {seed}", roots, px.default_rng(seed)


def generated(name, arguments, dtype, rng, n):
    keywords = {"dtype": dtype} if dtype else {}
    return getattr(rng, name)(*arguments, size=n, threads=1, **keywords)


def numbers(method, n):
    return np.frombuffer(method(n), np.uint8)


def shuffled(rng):
    letters = [f"{i:05}" for i in range(1003)]
    rng.shuffle(letters)
    return np.array(letters, "S5")


def roots(rng):
    """Key and counter of a generator and of its children."""
    states = [g.bit_generator.state["state"] for g in (rng, *rng.spawn(11))]
    low = 2**64 - 1
    rows = [[s["key"], s["counter"] >> 64, s["counter"] & low] for s in states]
    return np.array(rows, np.uint64)


def all_streams():
    """Return what makes the values of each line, by its name."""
    lines = itertools.chain(
        of_streams(),
        of_graphs(),
        of_stateless_ops(),
        of_eager_ops(),
        of_numpys_generator(),
    )
    found = {}
    for name, make, *arguments in lines:
        assert name not in found, name
        found[name] = functools.partial(make, *arguments)
    return found


def recorded():
    """Return the digests of the file, by name."""
    if not FILE.exists():
        return {}
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {name: sha for sha, name in (line.split("  ", 1) for line in lines)}


if __name__ == "__main__":
    known = recorded()
    new = {n: digest(make()) for n, make in all_streams().items() if n not in known}
    with FILE.open("a", encoding="utf-8") as file:
        file.writelines(f"{sha}  {name}\n" for name, sha in new.items())
    print(f"{len(known)} lines were there, {len(new)} are new: {FILE}")
