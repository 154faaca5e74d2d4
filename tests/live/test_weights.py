# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random programs with variables in philoxseed and in an installed TensorFlow.

Names, seeds, and the bits of weights, dropout and image ops, in two sessions of each.
``-s`` shows how many programs and values were compared.
"""

import collections

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import philoxseed as px

pytestmark = pytest.mark.tensorflow
tensorflow = pytest.importorskip("tensorflow")
v1 = tensorflow.compat.v1

FLOATS = ["float16", "bfloat16", "float32", "float64"]
COUNTS = collections.Counter()

seeds = st.none() | st.integers(0, 9) | st.integers(-(2**40), 2**40)
shapes = st.lists(st.integers(0, 5), max_size=4) | st.just([33, 31])
names = st.sampled_from(["w", "b", "kernel", "a/b"])

INITIALIZERS = {
    "default": lambda tf, seed: None,
    "uniform": lambda tf, seed: tf.random_uniform_initializer(-0.3, 0.7, seed),
    "unit": lambda tf, seed: tf.random_uniform_initializer(seed=seed),
    "normal": lambda tf, seed: tf.random_normal_initializer(0.5, 0.1, seed),
    "truncated": lambda tf, seed: tf.truncated_normal_initializer(0.0, 0.1, seed),
    "unit_scaling": lambda tf, seed: tf.uniform_unit_scaling_initializer(1.43, seed),
    "fan_in": lambda tf, seed: tf.variance_scaling_initializer(2.0, seed=seed),
    "fan_out": lambda tf, seed: tf.variance_scaling_initializer(
        0.7, "fan_out", "uniform", seed
    ),
    "fan_avg": lambda tf, seed: tf.variance_scaling_initializer(
        0.7, "fan_avg", "untruncated_normal", seed
    ),
    "glorot_uniform": lambda tf, seed: tf.glorot_uniform_initializer(seed),
    "glorot_normal": lambda tf, seed: tf.glorot_normal_initializer(seed),
    "he_normal": lambda tf, seed: tf.initializers.he_normal(seed),
    "he_uniform": lambda tf, seed: tf.initializers.he_uniform(seed),
    "lecun_normal": lambda tf, seed: tf.initializers.lecun_normal(seed),
    "lecun_uniform": lambda tf, seed: tf.initializers.lecun_uniform(seed),
    "zeros": lambda tf, seed: tf.zeros_initializer(),
    "ones": lambda tf, seed: tf.ones_initializer(),
    "constant": lambda tf, seed: tf.constant_initializer(0.25),
}


# The limits of what is drawn for an image.
LIMITS = {
    "random_brightness": (0.25,),
    "random_contrast": (0.5, 1.5),
    "random_hue": (0.3,),
    "random_saturation": (0.25, 2.0),
}


@st.composite
def steps(draw):
    """One step: a function of a package and of what was made before."""
    kind = draw(st.sampled_from(["get"] * 4 + ["make", "drop", "flip", "bright"]))
    seed = draw(seeds)
    scope = draw(st.none() | st.sampled_from(["s", "t", "s/u"]))
    if kind == "get":
        return kind, {
            "name": draw(names),
            "shape": draw(shapes),
            "dtype": draw(st.sampled_from(FLOATS)),
            "initializer": draw(st.sampled_from(sorted(INITIALIZERS))),
            "seed": seed,
            "scope": scope,
        }
    if kind == "make":
        return kind, {
            "value": draw(st.none() | st.sampled_from([1.5, [1, 2], [[0.5]]])),
            "shape": draw(shapes),
            "name": draw(st.none() | names),
            "seed": seed,
            "scope": scope,
        }
    if kind == "drop":
        return kind, {
            "shape": draw(shapes),
            "dtype": draw(st.sampled_from(FLOATS)),
            "rate": draw(st.sampled_from([0.0, 0.1, 0.5, 0.875])),
            "is_share": draw(st.booleans()),
            "is_tensor": draw(st.booleans()),
            "seed": seed,
        }
    batch = draw(st.lists(st.integers(1, 3), max_size=1)) if kind == "flip" else []
    return kind, {
        "shape": [*batch, 3, 4, 3],
        "dtype": draw(st.sampled_from(["float32", "uint8", "float16", "float64"])),
        "function": draw(
            st.sampled_from(
                ["random_flip_left_right", "random_flip_up_down"]
                if kind == "flip"
                else list(LIMITS)
            )
        ),
        "seed": seed,
    }


class Build:
    """Makes the steps with one package."""

    def __init__(self, tf, is_px):
        self.tf = tf
        self.is_px = is_px
        self.made = []
        self.feeds = {}

    def step(self, kind, arguments):
        tensor = getattr(self, kind)(**arguments)
        self.made.append(tensor)

    def get(self, name, shape, dtype, initializer, seed, scope):
        tf = self.tf
        with tf.variable_scope(scope or "", reuse=tf.AUTO_REUSE):
            made = INITIALIZERS[initializer](tf, seed)
            try:
                return tf.get_variable(name, shape, dtype, made)
            except ValueError as error:
                return "shared" if "share" in str(error) else str(error)

    def make(self, value, shape, name, seed, scope):
        tf = self.tf
        with tf.variable_scope(scope or ""):
            if value is None:
                value = tf.random_normal(shape, seed=seed)
            return tf.Variable(value, name=name)

    def fed(self, shape, dtype):
        numbers = np.random.default_rng(7).integers(0, 200, shape)
        array = (numbers / (1 if dtype == "uint8" else 64)).astype(
            px._dtypes.as_dtype(dtype)
        )
        tensor = self.tf.placeholder(array.dtype, shape)
        self.feeds[tensor] = array
        return tensor

    def drop(self, shape, dtype, rate, is_share, is_tensor, seed):
        x = self.fed(shape, dtype)
        share = 1 - rate if is_share else rate
        if is_tensor:
            array = np.asarray(share, px._dtypes.as_dtype(dtype))
            share = self.tf.placeholder(array.dtype, [])
            self.feeds[share] = array
        name = "keep_prob" if is_share else "rate"
        return self.tf.nn.dropout(x, **{name: share}, seed=seed)

    def flip(self, shape, dtype, function, seed):
        return getattr(self.tf.image, function)(self.fed(shape, dtype), seed=seed)

    def bright(self, shape, dtype, function, seed):
        if dtype == "float16" and function != "random_brightness":
            dtype = "float32"  # TensorFlow has no kernels for it on a CPU
        image, limits = self.fed(shape, dtype), LIMITS[function]
        return getattr(self.tf.image, function)(image, *limits, seed=seed)


def build(tf, program, is_px):
    graph_seed, listed = program
    builder = Build(tf, is_px)
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(graph_seed)
        for kind, arguments in listed:
            builder.step(kind, arguments)
        init = tf.global_variables_initializer()
    return graph, builder, init


def seeds_of_tensorflow(graph):
    return [
        (op.get_attr("seed"), op.get_attr("seed2"))
        for op in graph.get_operations()
        if "seed2" in op.node_def.attr
    ]


def is_unseeded(program):
    return program[0] is None and any(a.get("seed") is None for _, a in program[1])


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.tuples(st.integers(0, 2**33), st.lists(steps(), min_size=1, max_size=7)))
def test_programs(program):
    theirs = build(v1, program, False)
    ours = build(px.compat.v1, program, True)
    our_seeds = [op.seeds for op in ours[0].get_operations() if op.sampler is not None]
    assert our_seeds == seeds_of_tensorflow(theirs[0])
    pairs = []
    for a, b in zip(ours[1].made, theirs[1].made, strict=True):
        if isinstance(a, str) or isinstance(b, str):
            assert a == b
            continue
        assert a.name == b.name
        assert a.dtype == b.dtype.as_numpy_dtype
        pairs.append((a, b))
    config = v1.ConfigProto(intra_op_parallelism_threads=1)
    for _ in range(2):
        with (
            px.Session(graph=ours[0]) as mine,
            v1.Session(graph=theirs[0], config=config) as other,
        ):
            mine.run(ours[2])
            other.run(theirs[2])
            for _ in range(2):
                for a, b in pairs:
                    value = np.asarray(mine.run(a, ours[1].feeds))
                    expected = np.asarray(other.run(b, theirs[1].feeds))
                    assert value.shape == expected.shape
                    assert value.dtype == expected.dtype
                    assert value.tobytes() == expected.tobytes(), (a, value, expected)
                    COUNTS["values"] += value.size
    COUNTS["programs"] += 1
    COUNTS["variables and ops"] += len(pairs)


def test_counts(capsys):
    with capsys.disabled():
        print("\nprograms with variables compared with TensorFlow:", dict(COUNTS))
