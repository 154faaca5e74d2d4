# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's rules for seeds. The expected pairs are those of TensorFlow 2.21."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed as tf
from philoxseed._seeds import rules
from philoxseed._seeds.rules import DEFAULT_GRAPH_SEED, resolve

M = 2**31 - 1
ints = st.integers(-(2**70), 2**70)


@pytest.mark.parametrize(
    ("graph_seed", "op_seed", "expected"),
    [
        (None, None, None),
        (None, 0, (DEFAULT_GRAPH_SEED, 0)),
        (None, 5, (DEFAULT_GRAPH_SEED, 5)),
        (0, 0, (0, M)),
        (M, 0, (0, M)),
        (0, M, (0, M)),
        (0, 1, (0, 1)),
        (-1, -1, (M - 1, M - 1)),
        (M + 1, 2**31, (1, 1)),
        (2**40 + 7, -(2**40), (519, 2147483135)),
        (10**20, -(10**20), (983481456, 1164002191)),
        (True, False, (1, 0)),
    ],
)
def test_resolve(graph_seed, op_seed, expected):
    assert resolve(graph_seed, op_seed) == expected


@settings(deadline=None)
@given(ints, ints)
def test_seeds_count_modulo_m(graph_seed, op_seed):
    assert resolve(graph_seed, op_seed) == resolve(graph_seed + M, op_seed - 3 * M)
    seed, seed2 = resolve(graph_seed, op_seed)
    assert (seed - graph_seed) % M == (seed2 - op_seed) % M == 0
    assert 0 <= seed < M and 0 <= seed2 <= M
    assert (seed, seed2) != (0, 0)


@pytest.mark.parametrize(
    "dtype", ["int8", "uint8", "int16", "uint16", "int32", "int64"]
)
def test_numpy_integers_of_every_width(dtype):
    value = np.iinfo(dtype).max
    for seed in (value, np.array(value, dtype), np.dtype(dtype).type(value)):
        assert resolve(seed, seed) == resolve(int(value), int(value))
    assert resolve(np.True_, np.array(False)) == (1, 0)


@pytest.mark.parametrize(
    ("graph_seed", "op_seed", "expected"),
    [
        (3.0, 0, (3, 0)),
        (None, 3.0, (DEFAULT_GRAPH_SEED, 3)),
        (3.5, 1, (3, 1)),
        (-3.5, 1, (2147483643, 1)),
        (None, -0.5, (DEFAULT_GRAPH_SEED, 2147483646)),
        (0.0, 0, (0, M)),
        (0.5, 0, None),
        (0.25, 0.25, None),
        (np.float32(3.5), 1, (3, 1)),
        (np.array(3.5), 1, (3, 1)),
    ],
)
def test_floats_are_truncated_with_a_warning(graph_seed, op_seed, expected):
    with pytest.warns(UserWarning, match="should be an integer"):
        assert resolve(graph_seed, op_seed) == expected


def test_one_warning_where_the_seed_is_given():
    with pytest.warns(UserWarning) as caught, tf.Graph().as_default():
        tf.set_random_seed(0.5)
        tf.random.uniform([1])
        tf.random.uniform([1], seed=3)
    (warning,) = caught
    assert "graph" not in str(warning.message)
    assert "without a seed" in str(warning.message)
    assert warning.filename == __file__


NO_SEEDS = [
    *("1", b"a", np.array("a"), [1], (1,), {1}, np.array([3]), np.array([3.0])),
    *(1j, float("nan"), float("inf"), np.float32("nan"), object()),
]


@pytest.mark.parametrize("seed", NO_SEEDS)
def test_what_is_no_seed(seed):
    graph = tf.Graph()
    with graph.as_default():
        tf.set_random_seed(7)
        with pytest.raises(TypeError, match="must be an integer or None"):
            tf.set_random_seed(seed)
        with pytest.raises(TypeError, match="must be an integer or None"):
            tf.random.uniform([1], seed=seed)
        with pytest.raises(TypeError, match="must be an integer or None"):
            tf.get_seed(seed)
        assert graph.seed == 7
        assert tf.random.uniform([1]).op.seeds == (7, 0)


def test_a_tensor_is_no_seed():
    with tf.Graph().as_default(), pytest.raises(TypeError, match="integer or None"):
        tf.random.uniform([1], seed=tf.constant(3))


def test_get_seed_counts_as_an_op():
    with tf.Graph().as_default():
        assert tf.get_seed(None) == (None, None)
        assert tf.get_seed(5) == (DEFAULT_GRAPH_SEED, 5)
        tf.set_random_seed(9)
        assert [tf.get_seed(None), tf.get_seed(5), tf.get_seed(None)] == [
            (9, 0),
            (9, 5),
            (9, 1),
        ]
        assert tf.random.normal([1]).op.seeds == (9, 2)


def test_counter_moves_only_for_ops_without_seed_in_a_graph_with_one():
    with tf.Graph().as_default():
        u = tf.random.uniform
        assert u([1]).op.seeds is None
        tf.set_random_seed(1)
        assert [u([1]).op.seeds, u([1], seed=5).op.seeds] == [(1, 0), (1, 5)]
        assert u([1]).op.seeds == (1, 1)
        tf.set_random_seed(2)
        assert u([1]).op.seeds == (2, 2)
        tf.set_random_seed(None)
        assert u([1]).op.seeds is None
        tf.set_random_seed(1)
        assert u([1]).op.seeds == (1, 3)


def test_refused_ops_take_no_op_seed():
    refused = [
        lambda: tf.random.uniform([1.5]),
        lambda: tf.random.uniform([1], dtype=tf.int32),
        lambda: tf.random.uniform([1], [1, 2], 5, dtype=tf.int32),
        lambda: tf.random.normal([1], dtype=tf.int32),
        lambda: tf.random.normal([2], [1, 2, 3]),
        lambda: tf.random.normal([2], name="a b"),
        lambda: tf.random.normal([2], seed="a"),
    ]
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        for make in refused:
            with pytest.raises((TypeError, ValueError)):
                make()
        assert graph.version == 0
        tensor = tf.random.normal([1])
        assert (tensor.name, tensor.op.seeds) == ("random_normal:0", (1, 0))


def test_integers_give_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rules.checked(np.int8(3), "seed")
        rules.checked(True, "seed")
