# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Values that are there at once, beside an installed TensorFlow: bits and errors.

Each family is called with random arguments; ``-s`` shows how many cases and values were
compared.
"""

import collections
import functools
import itertools
import random

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
    for i, root in enumerate((tensorflow, px.compat.v2)):
        function = functools.reduce(getattr, path.split("."), root)
        # A pair in place of an argument is a tensor of each.
        own = [
            a[i] if isinstance(a, tuple) and hasattr(a[0], "numpy") else a for a in args
        ]
        try:
            results.append(np.asarray(function(*own, **kwargs).numpy()))
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


def positive(d):
    return d.pick(
        d.rng.uniform(0, 1), 1.0, d.rng.uniform(1, 5), 10 ** d.rng.uniform(-3, 3)
    )


def parameters(d, shape, dtype, value):
    return (
        np.array([value(d) for _ in range(np.prod(shape, dtype=int))])
        .reshape(shape)
        .astype(dtype)
    )


@family
def test_stateless_categorical(d):
    rows, classes = d.int(0, 9), d.pick(0, 1, 2, 3, 4, 5, 8, 17, 64)
    logits = d.rng.normal(size=[rows, classes]) * d.pick(0.1, 1, 10, 300)
    if d.int(0, 2):
        logits[d.rng.random(logits.shape) < 0.3] = d.pick(-np.inf, np.nan, np.inf)
    logits = logits.astype(np_type(d.pick(*FLOATS)))
    args = logits, d.int(-1, 34), d.seed(), d.pick("int32", "int64")
    return "random.stateless_categorical", args, {}


@family
def test_stateless_gamma(d):
    dtype = d.pick("float16", "float32", "float64")
    tail = d.pick([], [2], [3], [2, 3])
    alpha = parameters(d, tail, dtype, positive)
    beta = d.pick(None, None, parameters(d, tail[-1:], dtype, positive), 2.5)
    shape = [*d.shape(), *d.pick(tail, tail, tail, [5])]
    return "random.stateless_gamma", (shape, d.seed(), alpha, beta, dtype), {}


@family
def test_stateless_poisson(d):
    dtype = d.pick("float16", "float32", "float64", "int32", "int64")
    tail = d.pick([], [2], [2, 3])

    def rate(d):
        largest = 4 if dtype == "float16" else 7
        return d.pick(
            d.rng.uniform(0, 10), 10.0, d.rng.uniform(10, 99),
            10 ** d.rng.uniform(-3, largest), 0.0, -1.0, np.inf,
        )  # fmt: skip

    lam = parameters(d, tail, d.pick("float32", "float64"), rate)
    shape = [*d.shape(), *d.pick(tail, tail, tail, [5])]
    return "random.stateless_poisson", (shape, d.seed(), lam, dtype), {}


@family
def test_stateless_binomial(d):
    dtype = d.pick("float16", "float32", "float64")
    tail = d.pick([], [2], [2, 3])

    def count(d):
        return d.pick(
            0.0, -1.0, 1.0, 10.0, 50.0, 1000.0, 3.5, d.rng.uniform(0, 99), np.inf
        )

    def probability(d):
        return d.pick(0.0, 1.0, 0.5, *d.rng.uniform(0, 1, 4), 2.0)

    counts = parameters(d, tail, dtype, count)
    probs = parameters(d, tail[-1:], dtype, probability)
    if d.int(0, 2):
        probs = tensorflow.constant(probs), px.compat.v2.constant(probs)
        counts = tensorflow.constant(counts), px.compat.v2.constant(counts)
    shape = [*d.shape(), *d.pick(tail, tail, tail, [5])]
    out = d.pick("float16", "float32", "float64", "int32", "int64")
    return "random.stateless_binomial", (shape, d.seed(), counts, probs, out), {}


def limits(d):
    mean, sd = d.rng.normal() * d.pick(0, 1, 10), 10 ** d.rng.uniform(-1, 1)
    low, high = d.pick(
        (-2.0, 2.0), (-3 * d.rng.random(), 3 * d.rng.random()), (1.0, 4.0),
        (-np.inf, d.rng.normal() * 2), (d.rng.random() * 4, np.inf), (-5.0, -3.0),
        (-0.5, 0.3), (2.0, 2.2), (3.0, 1.0),
    )  # fmt: skip
    return mean, sd, mean + low * sd, mean + high * sd


@family
def test_stateless_parameterized_truncated_normal(d):
    dtype = d.pick("float16", "float32", "float64")
    tail = d.pick([], [2], [2, 3])
    rows = np.array([limits(d) for _ in range(np.prod(tail, dtype=int))]).T
    args = [row.reshape(tail).astype(dtype) for row in rows]
    shape = [*d.pick([], [5], [2, 31], [150], [0]), *d.pick(tail, tail, tail, [5])]
    path = "random.stateless_parameterized_truncated_normal"
    return path, (shape, d.seed(), *args), {}


@family
def test_stateless_dropout(d):
    dtype, shape = d.pick(*FLOATS), d.shape()
    x = d.rng.normal(size=shape).astype(np_type(dtype))
    noise = d.pick(None, [d.pick(n, 1, None) for n in shape])
    args = x, d.pick(0, 0.5, d.rng.uniform(), 0.9), d.seed()
    return "nn.experimental.stateless_dropout", args, {"noise_shape": noise}


@family
def test_stateless_images(d):
    shape = [*d.pick([], [d.int(1, 5)]), d.int(1, 5), d.int(1, 5), d.int(1, 4)]
    image = d.rng.integers(0, 256, shape).astype(d.pick("uint8", "int32"))
    if d.int(0, 2):
        size = [d.int(0, n + 1) for n in shape]
        return "image.stateless_random_crop", (image, size, d.seed()), {}
    name = d.pick("left_right", "up_down")
    return f"image.stateless_random_flip_{name}", (image, d.seed()), {}


def adjustment(d):
    """The name of a random adjustment of images, and its arguments but for the seed."""
    dtype = d.pick(
        "float32", "float64", "uint8", "int8", "uint16", "int16", "int32", "uint32",
        "int64", "uint64", "bfloat16", "float16",
    )  # fmt: skip
    shape = [*d.pick([], [d.int(0, 4)]), d.int(1, 9), d.int(1, 9), d.pick(3, 3, 3, 1)]
    image = d.rng.uniform(d.pick(0, -1), d.pick(1, 3, 1e-30), shape)
    if d.int(0, 4) == 0:
        image = np.round(image * 4) / 4
    if np_type(dtype).kind in "iu":
        limits = np.iinfo(dtype)
        low = d.pick(0, limits.min)
        image = d.rng.integers(low, limits.max, shape, dtype, endpoint=True)
    name = d.pick("brightness", "contrast", "hue", "saturation")
    limits = d.pick((0.5, 1.5), (0.0, 0.3), (0, 3), (0.5, 0.2), (1.0, 9.0))
    if name in ("brightness", "hue"):
        limits = (d.pick(0.5, 0.1, d.rng.uniform() / 2, 0, -0.1),)
    return name, (image.astype(np_type(dtype)), *limits)


@family
def test_stateless_adjustments(d):
    name, args = adjustment(d)
    return f"image.stateless_random_{name}", (*args, d.seed()), {}


def test_eager_initializers():
    d = Draws("v1 initializers")
    for i in range(CASES):
        if i == 0 or d.int(0, 30) == 0:
            seed = d.int(0, 2**31)
            tensorflow.random.set_seed(seed)
            px.compat.v2.random.set_seed(seed)
        name, options = d.pick(
            ("random_uniform", {"minval": -0.3, "maxval": d.rng.uniform()}),
            ("random_normal", {"mean": 0.5, "stddev": d.rng.uniform()}),
            ("truncated_normal", {"stddev": d.rng.uniform()}),
            ("variance_scaling", {"scale": d.rng.uniform(0.1, 3), "mode": "fan_avg"}),
            ("variance_scaling", {"distribution": "untruncated_normal"}),
            ("glorot_uniform", {}),
            ("glorot_normal", {}),
            ("uniform_unit_scaling", {"factor": d.rng.uniform(0.5, 2)}),
            ("he_normal", {}),
            ("lecun_uniform", {}),
        )
        options |= {"seed": d.pick(None, None, 0, 7)}
        if not name.startswith(("he_", "lecun_")):
            options["dtype"] = d.pick(*FLOATS)
        shape, call = d.shape(), d.pick({}, {"dtype": d.pick(*FLOATS)})
        results = []
        for root in (tensorflow, px.compat.v2):
            initializer = getattr(root.compat.v1.initializers, name)(**options)
            results.append(np.asarray(initializer(shape, **call).numpy()))
        compare("eager initializers", *results, (name, options, shape, call))


INITIALIZERS = (
    "RandomUniform", "RandomNormal", "TruncatedNormal", "VarianceScaling",
    "GlorotUniform", "GlorotNormal", "HeNormal", "HeUniform", "LecunNormal",
    "LecunUniform",
)  # fmt: skip


def random_of_keras(d, made):
    """A function of `keras.random` and its arguments, for both packages."""
    n, choice = [d.int(0, 30)], d.pick(None, d.int(-(2**40), 2**40), 0, "generator")
    seeds = made if choice == "generator" else (choice, choice)
    name, kwargs = d.pick(
        ("normal", {"shape": n, "dtype": d.pick(*FLOATS)}),
        ("truncated_normal", {"shape": n, "dtype": d.pick(*FLOATS)}),
        ("uniform", {"shape": n, "minval": -0.3, "maxval": d.rng.uniform(0, 9),
                     "dtype": d.pick(*FLOATS)}),
        ("randint", {"shape": n, "minval": -3, "maxval": d.int(1, 120),
                     "dtype": d.pick("int32", "int64", "int16", "int8")}),
        ("dropout", {"inputs": d.rng.normal(size=9).astype("float32"),
                     "rate": d.pick(0.3, d.rng.uniform(), 0)}),
        ("gamma", {"shape": n, "alpha": d.rng.uniform(0.1, 4)}),
        ("beta", {"shape": n, "alpha": 0.7, "beta": d.rng.uniform(0.1, 4)}),
        ("binomial", {"shape": n, "counts": 30.0, "probabilities": d.rng.uniform()}),
        ("shuffle", {"x": np.arange(d.int(1, 20))}),
        ("categorical", {"logits": d.rng.normal(size=[3, 5]).astype("float32"),
                         "num_samples": d.int(1, 5)}),
    )  # fmt: skip
    return name, kwargs, seeds


@pytest.mark.parametrize("library", ["keras", "tf_keras"])
def test_keras(library):
    theirs, ours = pytest.importorskip(library), getattr(px.compat, library)
    d = Draws(library)
    made = None
    for i in range(CASES):
        if i % 50 == 0:
            seed = d.int(0, 2**32)
            for keras in (theirs, ours):
                random.seed(seed)  # each from the same start
                keras.utils.set_random_seed(seed)
            state = random.getstate()
            if library == "keras":
                made = [k.random.SeedGenerator(seed) for k in (theirs, ours)]
        options = {"seed": d.pick(None, d.int(-(2**40), 2**40), 0, 2**31 - 2)}
        name = d.pick(*INITIALIZERS)
        if name == "VarianceScaling":
            options |= {
                "scale": d.rng.uniform(0.1, 3),
                "mode": d.pick("fan_in", "fan_avg"),
            }
            options["distribution"] = d.pick("uniform", "untruncated_normal")
        shape, dtype = d.shape(), d.pick(*FLOATS)
        if 0 in shape:
            shape = [3]
        is_function = library == "keras" and d.int(0, 2)
        if is_function:
            name, options, seeds = random_of_keras(d, made)
        results, after = [], None
        for keras, pick in ((theirs, 0), (ours, 1)):
            random.setstate(state)
            if is_function:
                value = getattr(keras.random, name)(**options, seed=seeds[pick])
            else:
                value = getattr(keras.initializers, name)(**options)(shape, dtype=dtype)
            results.append(np.asarray(getattr(value, "numpy", lambda v=value: v)()))
            after = random.getstate()
        state = after
        compare(library, *results, (name, options, shape, dtype))


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
        ("binomial", ([*shape, 2], np.float32([3, d.int(0, 400)]), np.float32(0.3))),
        ("binomial", ([3], np.float64([3, 400]), np.float64(0.3))),
    )


def test_generator():
    d = Draws("generator")
    made = None
    for i in range(2 * CASES):
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
    adjustment_name, adjustment_args = adjustment(d)
    return d.pick(
        ("random.uniform", (shape, d.number(), d.number(), dtype)),
        ("random.uniform", (shape, 0, d.pick(None, 1, 2.5), dtype)),
        ("random.normal", (shape, d.number(), d.number(), dtype)),
        ("random.truncated_normal", (shape, d.number(), d.number(), dtype)),
        ("random.uniform", (shape, d.int(-99, 9), d.int(10, 99), "int32")),
        ("random.uniform", (shape, d.int(-99, 9), d.int(10, 2**60), "int64")),
        ("random.uniform", (shape, 5, 5, "int64")),
        ("random.shuffle", (np.arange(d.int(0, 20)),)),
        ("random.categorical", (np.float32([[0, 1, 2]] * d.int(1, 4)), d.int(-1, 5))),
        ("random.categorical", (d.rng.normal(size=[2, 5]), 3, "int32")),
        ("random.gamma", ([d.int(0, 9)], positive(d), positive(d))),
        ("random.gamma", ([2], np.float64([0.3, 2]), None, "float64")),
        ("random.poisson", ([d.int(0, 9)], d.rng.uniform(0, 50), "int64")),
        ("random.poisson", (shape, np.float64(3.5))),
        ("random.gamma", (shape, 2.5)),
        ("nn.dropout", (d.rng.normal(size=6).astype(np_type(dtype)), d.pick(0, 0.3))),
        ("image.random_flip_up_down", (np.arange(24).reshape(2, 3, 4, 1),)),
        ("image.random_flip_left_right", (np.arange(24).reshape(2, 3, 4),)),
        ("random.shuffle", (np.zeros(rows),)),
        (f"image.random_{adjustment_name}", adjustment_args),
        (
            "image.random_crop",
            (np.arange(30).reshape(5, 6), [d.int(0, 6), d.int(1, 7)]),
        ),
    )


def test_eager():
    d = Draws("eager")
    for i in range(2 * CASES):
        if i == 0 or d.int(0, 30) == 0:
            seed = d.pick(d.int(-(2**63), 2**63), 0, 7, np.int64(9), True)
            tensorflow.random.set_seed(seed)
            px.compat.v2.random.set_seed(seed)
        path, args = eager_call(d)
        seed = d.pick(None, None, None, 0, 3)
        compare("eager", *both(path, *args, seed=seed), (path, args, seed))


def test_dataset_shuffle():
    d = Draws("dataset_shuffle")
    for i in range(CASES):
        if i == 0 or d.int(0, 10) == 0:
            seed = d.pick(d.int(-(2**63), 2**63), 0, 7)
            tensorflow.random.set_seed(seed)
            px.compat.v2.random.set_seed(seed)
        n = d.pick(0, 1, d.int(2, 30), 2500 if d.int(0, 9) == 0 else 5)
        size = d.pick(1, 3, d.int(1, 40), 1000, -2, 0 if d.int(0, 3) == 0 else 2)
        seed = d.pick(None, 0, -1, 2**40, d.int(0, 2**31))
        arguments = (size, seed, d.pick(None, True, False))
        repeats = d.pick(1, 1, 2)
        try:
            dataset = tensorflow.data.Dataset.range(n).shuffle(*arguments)
            theirs = dataset.repeat(repeats)
        except Exception as error:
            theirs = error
        try:
            ours = px.compat.v2.data.shuffle(np.arange(n), *arguments)
        except Exception as error:
            ours = error
        if isinstance(theirs, Exception) or isinstance(ours, Exception):
            compare("dataset_shuffle", theirs, ours, (n, arguments))
            continue
        for _ in range(d.int(1, 3)):
            epochs = itertools.chain.from_iterable(itertools.repeat(ours, repeats))
            compare(
                "dataset_shuffle",
                np.array(list(theirs.as_numpy_iterator()), np.int64),
                np.array(list(epochs), np.int64),
                (n, arguments, repeats),
            )


def test_counts(capsys):
    with capsys.disabled():
        print("\ncases beside TensorFlow:", dict(COUNTS))
        print("values:", dict(VALUES))
