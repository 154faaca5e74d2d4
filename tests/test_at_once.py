# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Small draws with plain arguments take a way of their own: it gives the same.

The same arguments in forms that this way does not take, arrays of NumPy, go the other.
"""

import itertools
import math
import threading

import numpy as np
import pytest

import philoxseed as px
from philoxseed import random
from philoxseed.compat import v2

SHAPES = ([], [3], (2, 3), [0], [2, 0], [512], (1,) * 5)
SEEDS = ([1, 2], (-1, 2**40), [-(2**63), 2**63 - 1], np.array([7, -8]))
CALLS = {
    "uniform": [
        {},
        {"minval": -1.5, "maxval": 2},
        {"minval": -0.0},
        {"minval": 5, "maxval": -5, "dtype": np.float64},
        {"minval": 1e-40, "maxval": 3e-40},
        {"maxval": float("inf")},
        {"minval": -5, "maxval": 2**31 - 1, "dtype": "int32"},
        {"minval": -(2**63), "maxval": 2**40, "dtype": np.int64},
        {"minval": None, "dtype": np.dtype("uint32")},
        {"minval": None, "dtype": "int64"},
        {"minval": None, "dtype": np.uint64, "alg": "philox"},
        {"dtype": "bfloat16"},
        {"dtype": np.float16},
    ],
    "normal": [
        {},
        {"mean": 3, "stddev": -0.5},
        {"mean": -0.0, "stddev": 0.0, "dtype": "float64"},
        {"stddev": 1e-30, "alg": None},
    ],
    "truncated_normal": [{}, {"mean": 0.1, "stddev": 7, "dtype": np.float64}],
    "gamma": [{"alpha": a, "dtype": t} for a in (1e-3, 0.7, 1, 30.5) for t in
              (np.float32, "float64", "float16")],
    "poisson": [{"lam": r, "dtype": t} for r in (0.0, 0.1, 3, 9.99, 1e4) for t in
                ("int32", np.int64, "float32", np.float64, "float16")],
    "binomial": [
        {"counts": n, "probs": p, "output_dtype": t}
        for n in (1.0, 30, 1000.0) for p in (0.1, 0.5, 0.7, 1.0) for t in
        ("int32", np.int64, "float32", np.float64)
    ],
}  # fmt: skip
CASES = [
    pytest.param(name, options, id=f"{name}-{'-'.join(map(str, options.values()))}")
    for name, calls in CALLS.items()
    for options in calls
]


def same(a, b):
    assert type(a) is type(b) is v2.EagerTensor
    assert (a.dtype, a.shape) == (b.dtype, b.shape)
    assert a.tobytes() == b.tobytes()


@pytest.mark.parametrize(("name", "options"), CASES)
def test_stateless(name, options):
    draw = getattr(random, f"stateless_{name}")
    for shape, seed in itertools.product(SHAPES, SEEDS):
        careful = draw(np.array(shape, np.int32), seed, **options)
        same(draw(shape, seed, **options), careful)
        assert careful.shape == tuple(shape)


@pytest.mark.parametrize("seed", SEEDS)
def test_seeds_of_seeds(seed):
    for num in (0, 1, 5):
        same(random.split(seed, num), random.split(seed, np.int64(num)))
        for data in (3, -1, 2**31, -(2**40)):
            array = np.array(data, np.int32 if -(2**31) <= data < 2**31 else np.int64)
            same(random.fold_in(seed, data), random.fold_in(seed, array))


def test_categorical():
    logits = [[0.1, 1.0, -3.0], [float("nan"), 0.0, float("inf")]]
    for seed, dtype, n in itertools.product(SEEDS, ("int32", np.int64), (0, 1, 7)):
        same(
            random.stateless_categorical(logits, n, seed, dtype),
            random.stateless_categorical(np.float32(logits), n, seed, dtype),
        )


GENERATOR_CALLS = [
    ("uniform", ()),
    ("uniform", (-2, 3.5, np.float64)),
    ("uniform", (-2, 3, "int32")),
    ("uniform", (None, None, np.int64)),
    ("uniform", (0, 1e-40)),
    ("uniform_full_int", ()),
    ("uniform_full_int", ("int32",)),
    ("normal", ()),
    ("normal", (3, 2, "float64")),
    ("truncated_normal", (0.5,)),
]


@pytest.mark.parametrize("state", [[0, 0, 1], [-1, -1, -1], [-512, 5, 2**62]])
def test_generators(state):
    quick = random.Generator.from_state(state, "philox")
    careful = random.Generator.from_state(state, "philox")
    for (method, arguments), shape in itertools.product(GENERATOR_CALLS, SHAPES):
        same(
            getattr(quick, method)(shape, *arguments),
            getattr(careful, method)(np.array(shape, np.int32), *arguments),
        )
        assert quick.state.tolist() == careful.state.tolist()


def test_a_generator_counts_as_tensorflow():
    """The model is the rule of TensorFlow's philox_random.h in Python's integers."""
    rng = np.random.default_rng(4)
    ones = 2**32 - 1
    for _ in range(300):
        low, high, delta = (int(x) for x in rng.integers(0, 2**64, 3, np.uint64))
        if rng.integers(2):
            delta = int(rng.integers(2**55, 2**56))
            low |= ones << 32
        if rng.integers(2):
            delta = 2**56 - 1 - int(rng.integers(0, 2**24))  # ones above, once 256-fold
        generator = random.Generator.from_state(
            np.array([low, high, 3], np.uint64).view(np.int64), "philox"
        )
        generator.skip(delta if delta < 2**63 else delta - 2**64)
        blocks = 256 * delta % 2**64
        carry = (low + blocks) >> 64
        if blocks >> 32 == ones and (low & ones) + (blocks & ones) > ones:
            carry = 0
        expected = [(low + blocks) % 2**64, (high + carry) % 2**64, 3]
        assert generator.state.view(np.uint64).tolist() == expected


def test_small_draws_of_threads_are_all_different():
    generator = random.Generator.from_seed(3)
    drawn = []

    def draw():
        drawn.extend(generator.uniform_full_int([]).item() for _ in range(2000))

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == 8000
    assert generator.state.tolist() == [256 * 8000 + 3, 0, 0]


def shuffled(index, key, limit):
    """The cipher of TensorFlow's random_index_shuffle_ops.cc, in Python's integers."""
    bits = math.ceil(math.log2(limit)) if limit else 0
    half = min(max(bits + bits % 2, 16), 64) // 2
    mask = (1 << half) - 1

    def left(x, by):
        by %= half
        return (x << by | x >> (half - by)) & mask

    keys = [word & mask for word in key]
    last = (2**32 - 4 ^ 1) & mask ^ keys[0]
    keys.append(last ^ left(keys[2], half - 3) ^ left(keys[2], half - 4))
    while limit:
        a, b = index >> half, index & mask
        for k in keys:
            a, b = b, a ^ left(b, 1) & left(b, 8) ^ left(b, 2) ^ k
        index = a << half | b
        if index <= limit:
            break
    return index


@pytest.mark.parametrize("limit", [0, 1, 5, 999, 2**16, 2**20 + 1, 2**31 - 1, 2**62])
def test_index_shuffle(limit):
    rng = np.random.default_rng(limit)
    function = random.experimental.index_shuffle
    dtype = np.int32 if limit < 2**31 else np.int64
    for _ in range(6):
        seed = rng.integers(-(2**31), 2**31, 2)
        key = [498247692, *(int(word) % 2**32 for word in seed)]
        indices = rng.integers(0, limit + 1, 4 if limit < 100 else 40).astype(dtype)
        expected = [shuffled(int(i), key, limit) for i in indices]
        assert function(indices, seed, dtype(limit)).tolist() == expected
        limits = np.full(len(indices), limit, dtype)
        assert function(indices, seed, limits).tolist() == expected
        if dtype is np.int32:
            value = function(int(indices[0]), seed.tolist(), limit)
            assert (value.item(), value.dtype, value.shape) == (expected[0], dtype, ())


def test_index_shuffle_is_a_permutation():
    for n in (1, 2, 37, 70000):
        places = random.experimental.index_shuffle(np.arange(n), [3, 4], n - 1)
        assert sorted(places.tolist()) == list(range(n))


def test_careful_errors_are_the_same():
    with pytest.raises(px.errors.InvalidArgumentError, match="Dimension -1"):
        random.stateless_uniform([-1], [1, 2])
    with pytest.raises(px.errors.InvalidArgumentError, match="minval < maxval"):
        random.stateless_uniform([2], [1, 2], 5, 5, "int32")
    with pytest.raises(ValueError, match="both None or both"):
        random.stateless_uniform([2], [1, 2], dtype="int32")
    with pytest.raises(px.errors.InvalidArgumentError, match=r"shape \[2\]"):
        random.stateless_normal([2], [1, 2, 3])
    with pytest.raises(px.errors.InvalidArgumentError, match="ThreeFry"):
        random.stateless_normal([2], [1, 2], alg="threefry")
    generator = random.Generator.from_seed(1, "threefry")
    with pytest.raises(px.errors.UnimplementedError):
        generator.uniform([2])
