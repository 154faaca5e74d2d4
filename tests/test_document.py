# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The four cases of graph and op seeds, within a session and across sessions."""

import pytest

import philoxseed as tf

# compat.v1 asks which TensorFlow is meant; these are 2.3's numbers, as by default.
pytestmark = pytest.mark.filterwarnings("ignore:this automatic op seed")


def two_sessions(graph_seed, op_seed):
    """For a uniform and a normal op: the runs of two sessions."""
    with tf.Graph().as_default() as graph:
        if graph_seed is not None:
            tf.compat.v1.set_random_seed(graph_seed)
        ops = [
            tf.random.uniform([3], seed=op_seed),
            tf.random.normal([3], seed=op_seed),
        ]
    sessions = []
    for _ in range(2):
        with tf.compat.v1.Session(graph=graph) as session:
            sessions.append([[session.run(op).tolist() for _ in "12"] for op in ops])
    return zip(*sessions, strict=True)


@pytest.mark.parametrize("graph_seed", [None, 1234])
@pytest.mark.parametrize("op_seed", [None, 1])
def test_seed_cases(graph_seed, op_seed):
    for first_session, second_session in two_sessions(graph_seed, op_seed):
        assert first_session[0] != first_session[1]
        is_seeded = graph_seed is not None or op_seed is not None
        assert (first_session == second_session) == is_seeded
        if not is_seeded:
            values = first_session + second_session
            assert all(a != b for i, a in enumerate(values) for b in values[:i])


def test_a_seed_for_one_op_is_for_that_op_only():
    with tf.Graph().as_default() as graph:
        seeded = tf.random.uniform([2], seed=1)
        other = tf.random.normal([2])
    with tf.Session(graph=graph) as one, tf.Session(graph=graph) as two:
        assert one.run(seeded).tolist() == two.run(seeded).tolist()
        assert one.run(other).tolist() != two.run(other).tolist()


def test_values_of_tensorflow_2_3_0():
    tf.compat.v1.reset_default_graph()
    tf.compat.v1.random.set_random_seed(1234)
    a = tf.random.uniform([1])
    b = tf.random.normal([1])
    printed = []
    for _ in range(2):
        with tf.compat.v1.Session() as session:
            printed += [str(session.run(t)[0]) for t in (a, a, b, b)]
    tf.compat.v1.reset_default_graph()
    assert printed == ["0.13047123", "0.6087816", "-0.32364845", "-0.5653132"] * 2


def test_first_bits_of_graph_seed_1234():
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1234)
        a, b = tf.random.uniform([5]), tf.random.normal([5])
    with tf.Session(graph=graph) as session:
        runs = [[f"{x:08x}" for x in session.run(a).view("u4")] for _ in "12"]
        normals = [f"{x:08x}" for x in session.run(b).view("u4")]
    assert runs[0] == ["3e059a40", "3f79e156", "3c483780", "3f148e1c", "3f5dbc6a"]
    assert runs[1][:2] == ["3c9b5800", "3f73eae8"]
    assert normals[:3] == ["bea5b540", "3fedca65", "3eca881e"]
