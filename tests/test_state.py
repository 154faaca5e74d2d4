# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The random state of sessions: read, set, reset, skipped."""

import copy
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed as tf

KINDS = {
    "uniform": lambda seed: tf.random.uniform([3], seed=seed),
    "normal": lambda seed: tf.random.normal([2, 2], dtype=tf.float64, seed=seed),
    "truncated": lambda seed: tf.random.truncated_normal([5], seed=seed),
    "integers": lambda seed: tf.random.uniform([], maxval=99, dtype="int64", seed=seed),
    "shuffle": lambda seed: tf.random.shuffle(np.arange(9), seed=seed),
    "crop": lambda seed: tf.compat.v1.random_crop(np.eye(5), [2, 3], seed=seed),
    "empty": lambda seed: tf.random.uniform([0], seed=seed),
}


def make_graph(graph_seed, ops):
    """A graph with these ops, and one expression of the first."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(graph_seed)
        tensors = [KINDS[kind](seed) for kind, seed in ops]
        tensors.append(tensors[0] * 2)
    return graph, tensors


def run_all(session, tensors, runs):
    return [
        [value.tolist() for value in session.run([tensors[i] for i in fetches])]
        for fetches in runs
    ]


seeds = st.none() | st.integers(-(2**40), 2**40)
n_ops = 5
programs = st.tuples(
    seeds,
    st.lists(
        st.tuples(st.sampled_from(list(KINDS)), seeds), min_size=1, max_size=n_ops
    ),
)


@settings(deadline=None)
@given(programs, st.data())
def test_a_resumed_session_equals_an_uninterrupted_one(program, data):
    graph, tensors = make_graph(*program)
    fetches = st.lists(st.integers(0, len(tensors) - 1), max_size=4)
    runs = data.draw(st.lists(fetches, max_size=8))
    cut = data.draw(st.integers(0, len(runs)))
    with tf.Session(graph=graph) as session:
        run_all(session, tensors, runs[:cut])
        state = json.loads(json.dumps(session.get_random_state()))
        expected = run_all(session, tensors, runs[cut:])
        session.set_random_state(state)
        assert run_all(session, tensors, runs[cut:]) == expected
    # An equal graph, made anew.
    graph, tensors = make_graph(*program)
    with tf.Session(graph=graph) as session:
        run_all(session, tensors, runs[:1])
        session.set_random_state(state)
        assert session.get_random_state() == state
        assert run_all(session, tensors, runs[cut:]) == expected


@settings(deadline=None)
@given(programs, st.integers(0, 4), st.data())
def test_skipping_equals_running(program, runs, data):
    graph, tensors = make_graph(*program)
    tensor = tensors[data.draw(st.integers(0, len(tensors) - 2))]
    with tf.Session(graph=graph) as session:
        state = session.get_random_state()
        for _ in range(runs):
            session.run(tensor)
        expected = session.get_random_state()
        session.set_random_state(state)
        session.skip(tensor, runs)
        assert session.get_random_state() == expected


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        yield graph


def test_the_state_is_small_and_plain(graph):
    a = tf.random.uniform([3], name="a")
    tf.random.normal([3], name="b")
    with tf.Session() as session:
        session.run(a)
        state = session.get_random_state()
    assert state["version"] == 1
    assert state["ops"] == {"a/RandomUniform": {"blocks": 3 * 256}, "b": {"blocks": 0}}
    assert json.loads(json.dumps(state)) == state


def test_ops_without_a_seed_keep_their_key():
    with tf.Graph().as_default() as graph:
        a = tf.random.uniform([3])
    with tf.Session(graph=graph) as session:
        state = session.get_random_state()
        expected = [session.run(a).tolist() for _ in range(2)]
    with tf.Session(graph=graph) as session:
        session.run(a)
        session.set_random_state(state)
        assert [session.run(a).tolist() for _ in range(2)] == expected
    assert state["ops"][a.op.name].keys() == {"blocks", "key", "counter"}


def test_reset_random(graph):
    seeded, other = tf.random.uniform([3]), None
    with tf.Graph().as_default() as plain:
        other = tf.random.uniform([3])
    with tf.Session(graph=graph) as session:
        first = session.run(seeded).tolist()
        assert session.run(seeded).tolist() != first
        session.reset_random()
        assert session.run(seeded).tolist() == first
    with tf.Session(graph=plain) as session:
        first = session.run(other).tolist()
        session.reset_random()
        assert session.run(other).tolist() != first


def test_skip_takes_names_and_operations(graph):
    a = tf.random.uniform([3], name="a")
    with tf.Session() as session:
        expected = [session.run(a).tolist() for _ in range(4)]
        session.reset_random()
        session.skip("a/RandomUniform:0")
        session.skip(a.op, runs=np.int64(1))
        session.skip(a.op.name, runs=0)
        assert session.run(a).tolist() == expected[2]
        session.skip(a, 2**50)
        blocks = session.get_random_state()["ops"][a.op.name]["blocks"]
        assert blocks == (3 + 2**50) * 3 * 256


def test_bad_skips(graph):
    a = tf.random.uniform([3])
    b = tf.random.uniform(tf.placeholder(tf.int32, [None]))
    bad = [
        (a + 1, 1, ValueError, "is not a random op"),
        (b, 1, ValueError, "depends on its inputs"),
        (a, -1, ValueError, "must not be negative"),
        (a, 1.5, TypeError, "runs must be an integer, got 1.5"),
        ("nope", 1, KeyError, "no operation 'nope'"),
        (5, 1, TypeError, "Cannot convert a int"),
    ]
    with tf.Session() as session:
        for op, runs, error, message in bad:
            with pytest.raises(error, match=message):
                session.skip(op, runs)
        with tf.Graph().as_default(), pytest.raises(ValueError, match="not an element"):
            session.skip(tf.random.uniform([1]))
        assert session.get_random_state()["ops"][a.op.name] == {"blocks": 0}


def altered(state, *path, value):
    """A copy of a state with one value replaced, or taken out if that is None."""
    state = copy.deepcopy(state)
    *parents, last = path
    part = state
    for key in parents:
        part = part[key]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return state


def bad_states(state):
    seeded, plain = "a/RandomUniform", "b"
    yield "none", TypeError, "must be a dict"
    yield {}, ValueError, "must have the keys"
    yield {**state, "more": 1}, ValueError, "must have the keys"
    yield altered(state, "version", value=2), ValueError, "has version 2, expected 1"
    yield altered(state, "version", value=True), ValueError, "has version True"
    yield altered(state, "version", value=1.0), ValueError, "has version 1.0"
    yield altered(state, "graph", value="0" * 32), ValueError, "another graph"
    yield altered(state, "ops", value=[]), TypeError, "'ops'.*must be a dict"
    yield altered(state, "ops", plain, value=None), ValueError, "lacks the ops b"
    yield altered(state, "ops", "c", value={}), ValueError, "graph lacks the ops c"
    yield altered(state, "ops", plain, value=5), TypeError, "of 'b' must be a dict"
    yield altered(state, "ops", plain, value={}), ValueError, "'b' must have the keys"
    for value, error in ((1.5, TypeError), (True, TypeError), (-1, ValueError)):
        yield altered(state, "ops", seeded, "blocks", value=value), error, "'blocks' of"
    yield (
        altered(state, "ops", seeded, "key", value=1),
        ValueError,
        "must have the keys",
    )


@pytest.mark.parametrize("last_is_bad", [False, True])
def test_bad_states_change_nothing(graph, last_is_bad):
    a, b = tf.random.uniform([2], name="a"), tf.random.normal([2], name="b")
    with tf.Session() as session:
        session.run(a if last_is_bad else b)
        before = session.get_random_state()
        session.run([a, b])
        after = session.get_random_state()
        for state, error, message in bad_states(before):
            with pytest.raises(error, match=message):
                session.set_random_state(state)
            assert session.get_random_state() == after
        session.set_random_state(before)
        assert session.get_random_state() == before


@pytest.mark.parametrize(
    ("graph_seed", "make"),
    [
        (2, lambda: tf.random.uniform([2], name="a")),
        (1, lambda: tf.random.uniform([2], name="a", seed=5)),
        (1, lambda: tf.random.uniform([2], name="a", dtype=tf.float64)),
        (None, lambda: tf.random.uniform([2], name="a")),
    ],
)
def test_states_of_other_graphs(graph, graph_seed, make):
    tf.random.uniform([2], name="a")
    with tf.Session() as session:
        state = session.get_random_state()
    with tf.Graph().as_default():
        tf.set_random_seed(graph_seed)
        make()
        with tf.Session() as session, pytest.raises(ValueError, match="another graph"):
            session.set_random_state(state)
