# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Values that are there at once, beside an installed TensorFlow: bits and errors.

Each family is called with random arguments; ``-s`` shows how many cases and values were
compared.
"""

import collections
import functools

import numpy as np
import pytest

import philoxseed as px

pytestmark = pytest.mark.tensorflow
tensorflow = pytest.importorskip("tensorflow")

CASES = 2100
FLOATS = ["float16", "bfloat16", "float32", "float64"]
COUNTS = collections.Counter()
VALUES = collections.Counter()


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    tensorflow.config.threading.set_intra_op_parallelism_threads(1)


def np_type(name):
    return px.compat.v2.constant(0, name).dtype


class Draws:
    """Random arguments."""

    def __init__(self, family):
        self.rng = np.random.default_rng(list(family.encode()))

    def pick(self, *options):
        return options[self.rng.integers(len(options))]

    def int(self, low, high):
        return int(self.rng.integers(low, high))

    def shape(self, largest=40):
        shape = []
        for _ in range(self.int(0, 4)):
            d = self.pick(1, 2, 3, 5, 7, 11, 0 if self.int(0, 8) == 0 else 2)
            if np.prod(shape, dtype=int) * d <= largest:
                shape.append(d)
        return [self.int(0, 1200)] if self.int(0, 12) == 0 else shape

    def seed(self):
        i32 = np.iinfo("int32")
        return self.pick(
            lambda: [self.int(-(2**63), 2**63 - 1) for _ in range(2)],
            lambda: self.rng.integers(i32.min, i32.max, 2, dtype=np.int32),
            lambda: (self.pick(0, -1, 1, 2**31 - 1), self.pick(0, -(2**31), 5, 2**31)),
        )()

    def number(self):
        return self.pick(
            lambda: self.rng.uniform(-5, 5),
            lambda: self.int(-9, 9),
            lambda: 10.0 ** self.rng.uniform(-3, 3),
            lambda: 10.0 ** self.rng.uniform(-46, -20),
        )()

    def parameter(self, shape, dtype):
        """A scalar, or an array that broadcasts with a shape, or enlarges it."""
        if self.int(0, 3):
            return self.number()
        kept = [1 if self.int(0, 3) == 0 else d for d in shape[self.int(0, 3) :]]
        if self.int(0, 8) == 0:
            kept = [2, *shape]
        return self.rng.normal(size=kept).astype(np_type(dtype))


def both(path, *args, **kwargs):
    """The results of TensorFlow and of philoxseed, or the names of their errors."""
    results = []
    for root in (tensorflow, px.compat.v2):
        function = functools.reduce(getattr, path.split("."), root)
        try:
            results.append(np.asarray(function(*args, **kwargs).numpy()))
        except Exception as error:
            results.append(error)
    return results


def compare(family, theirs, ours, context):
    COUNTS[family] += 1
    if isinstance(theirs, Exception):
        assert isinstance(ours, Exception), (context, theirs)
        assert same_class(ours, theirs), (context, type(ours), theirs)
        COUNTS[f"{family}, errors"] += 1
        return
    assert not isinstance(ours, Exception), (context, ours)
    assert ours.dtype == theirs.dtype, context
    assert ours.shape == theirs.shape, context
    assert ours.tobytes() == theirs.tobytes(), context
    VALUES[family] += ours.size


def same_class(ours, theirs):
    if type(ours).__name__ == type(theirs).__name__:
        return True
    return not isinstance(theirs, tensorflow.errors.OpError) and isinstance(
        ours, type(theirs)
    )


def family(function):
    """A test that calls `function(draws)` for each case."""

    name = function.__name__.removeprefix("test_")

    def test():
        draws = Draws(name)
        for _ in range(CASES):
            path, args, kwargs = function(draws)
            compare(name, *both(path, *args, **kwargs), (path, args, kwargs))

    return test


@family
def test_stateless_uniform(d):
    dtype, shape = d.pick(*FLOATS), d.shape()
    limits = d.parameter(shape, dtype), d.parameter(shape, dtype)
    return "random.stateless_uniform", (shape, d.seed(), *limits, dtype), {}


@family
def test_stateless_integers(d):
    dtype = d.pick("int32", "int64", "uint32", "uint64")
    limits = d.pick((None, None), (d.int(-9, 9), d.int(-5, 2**40)), (None, 3))
    args = d.shape(), d.seed(), *limits, dtype
    return "random.stateless_uniform", args, {"alg": d.pick("philox", 1, 3, None)}


@family
def test_stateless_normal(d):
    dtype, shape = d.pick(*FLOATS), d.shape()
    parameters = d.parameter(shape, dtype), d.parameter(shape, dtype)
    path = d.pick("random.stateless_normal", "random.stateless_truncated_normal")
    return path, (shape, d.seed(), *parameters, dtype), {"alg": d.pick(1, 3)}


@family
def test_splits(d):
    alg = d.pick("philox", "auto_select", None, "PHI-LOX", 1, 3)
    if d.int(0, 2):
        return "random.split", (d.seed(), d.int(-1, 5), alg), {}
    data = d.pick(
        d.int(-(2**40), 2**40), np.uint32(d.int(0, 2**32)), np.int64(3), 5, True, 2.5
    )
    return "random.fold_in", (d.seed(), data, alg), {}


@family
def test_stateless_shuffle(d):
    value = np.arange(np.prod(shape := d.shape(), dtype=int)).reshape(shape)
    value = value.astype(d.pick("int32", "float64", "bool", "complex64", "uint8"))
    return "random.experimental.stateless_shuffle", (value, d.seed()), {}


@family
def test_index_shuffle(d):
    dtype = np.dtype(d.pick("int32", "int64", "uint32", "uint64"))
    bits = 8 * dtype.itemsize - (dtype.kind == "i")
    largest = min(int(2 ** d.rng.uniform(0, bits)), 2**bits - 1)
    if d.int(0, 4) == 0:
        largest = d.int(0, 40)
    n = d.int(1, 6)
    indices = [d.int(0, min(largest, 2**62) + 1) for _ in range(n)]
    index = np.array(d.pick(indices, indices[0]), dtype)
    max_index = np.array(d.pick(largest, [largest] * n), dtype)
    kind = d.pick("int32", "int64", "uint32", "uint64")
    seed = d.rng.integers(0, 2**31, d.pick(2, 2, 2, (n - 1, 3)), dtype=np.int64)
    args = index, seed.astype(kind), max_index
    return "random.experimental.index_shuffle", args, {}


def generator_call(d):
    shape, dtype = d.shape(), d.pick(*FLOATS)
    whole = d.pick("int32", "int64", "uint32", "uint64")
    return d.pick(
        (
            "uniform",
            (shape, d.parameter(shape, dtype), d.parameter(shape, dtype), dtype),
        ),
        (
            "normal",
            (shape, d.parameter(shape, dtype), d.parameter(shape, dtype), dtype),
        ),
        (
            "truncated_normal",
            (shape, d.parameter(shape, dtype), d.parameter(shape, dtype), dtype),
        ),
        ("uniform", (shape, d.int(-99, 9), d.int(-9, 2**31), d.pick("int32", "int64"))),
        ("uniform", (shape, d.pick(None, 0), None, whole)),
        ("uniform_full_int", (shape, whole)),
        ("skip", (d.pick(d.int(-(2**63), 2**63 - 1), -1, 3, 2**55, 2**56 - 1),)),
        ("make_seeds", (d.int(-1, 4),)),
        ("reset_from_seed", (d.int(-(2**63), 2**63 - 1) * 2 ** d.int(0, 140),)),
        ("reset_from_seed", (d.pick([1, 2], np.int64(7), 3.5, [1, 2, 3, 4]),)),
        ("reset", ([d.int(-(2**63), 2**63 - 1) for _ in range(d.pick(3, 3, 2))],)),
        ("reset_from_key_counter", (d.int(-9, 2**63), [d.int(-(2**63), 0), -1])),
        ("uniform", (d.pick(3, [-2], [[2]]), 0.0, 1.0)),
        ("split", (d.int(0, 3),)),
    )


def test_generator():
    d = Draws("generator")
    made = None
    for i in range(5 * CASES):
        if i % 40 == 0:
            seed, alg = d.pick(5, -1, [3, 4], 2**100), d.pick("philox", 3)
            made = [
                root.random.Generator.from_seed(seed, alg)
                for root in (tensorflow, px.compat.v2)
            ]
        method, args = generator_call(d)
        results = []
        for generator in made:
            try:
                result = getattr(generator, method)(*args)
                if method == "split":
                    result = [child.state.numpy() for child in result]
                    results.append(np.array(result))
                else:
                    results.append(np.asarray(0 if result is None else result.numpy()))
            except Exception as error:
                results.append(error)
        compare("Generator", *results, (method, args))
        states = [generator.state.numpy().tolist() for generator in made]
        assert states[0] == states[1], (method, args)


def eager_call(d):
    shape, dtype = d.shape(), d.pick(*FLOATS)
    if d.int(0, 5) == 0:
        shape = np.array(shape, np.int64)
    rows = [d.int(1, 9), d.int(0, 3)]
    return d.pick(
        ("random.uniform", (shape, d.number(), d.number(), dtype)),
        ("random.uniform", (shape, 0, d.pick(None, 1, 2.5), dtype)),
        ("random.normal", (shape, d.number(), d.number(), dtype)),
        ("random.truncated_normal", (shape, d.number(), d.number(), dtype)),
        ("random.uniform", (shape, d.int(-99, 9), d.int(10, 99), "int32")),
        ("random.uniform", (shape, d.int(-99, 9), d.int(10, 2**60), "int64")),
        ("random.uniform", (shape, 5, 5, "int64")),
        ("random.shuffle", (np.arange(d.int(0, 20)),)),
        ("random.shuffle", (np.zeros(rows),)),
        (
            "image.random_crop",
            (np.arange(30).reshape(5, 6), [d.int(0, 6), d.int(1, 7)]),
        ),
    )


def test_eager():
    d = Draws("eager")
    for i in range(3 * CASES):
        if i == 0 or d.int(0, 30) == 0:
            seed = d.pick(d.int(-(2**63), 2**63), 0, 7, np.int64(9), True)
            tensorflow.random.set_seed(seed)
            px.compat.v2.random.set_seed(seed)
        path, args = eager_call(d)
        seed = d.pick(None, None, None, 0, 3)
        compare("eager", *both(path, *args, seed=seed), (path, args, seed))


def test_counts(capsys):
    with capsys.disabled():
        print("\ncases beside TensorFlow:", dict(COUNTS))
        print("values:", dict(VALUES))
