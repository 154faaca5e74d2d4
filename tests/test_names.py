# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Names of results, as TensorFlow 2.21 gives them."""

import numpy as np
import pytest

import philoxseed as tf

u, n = tf.random.uniform, tf.random.normal


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.mark.parametrize(
    ("make", "default", "named"),
    [
        (lambda **k: u([2], **k), "random_uniform/RandomUniform", "a/RandomUniform"),
        (lambda **k: u([2], 0, 1, **k), "random_uniform/RandomUniform", None),
        (lambda **k: u([2], False, True, **k), "random_uniform/RandomUniform", None),
        (lambda **k: u([2], 0, 1.0, **k), "random_uniform/Mul", "a/Mul"),
        (lambda **k: u([2], 0, np.int64(1), **k), "random_uniform/Mul", None),
        (lambda **k: u([2], 0, [1, 2], **k), "random_uniform/Mul", None),
        (lambda **k: u([2], 0.0, 1, **k), "random_uniform", "a"),
        (lambda **k: u([2], np.int64(0), 1, **k), "random_uniform", "a"),
        (lambda **k: u([2], 1, **k), "random_uniform", "a"),
        (lambda **k: u([2], 0, 9, tf.int32, **k), "random_uniform", "a"),
        (lambda **k: n([2], **k), "random_normal", "a"),
        (lambda **k: tf.random.truncated_normal([2], **k), "truncated_normal", "a"),
        (lambda **k: tf.random.shuffle([1, 2], **k), "RandomShuffle", "a"),
        (lambda **k: tf.compat.v1.random_crop([1], [1], **k), "random_crop", "a"),
        (lambda **k: tf.placeholder(tf.float32, **k), "Placeholder", "a"),
        (lambda **k: tf.constant(1, **k), "Const", "a"),
    ],
)
def test_results(graph, make, default, named):
    assert make().name == f"{default}:0"
    scope, slash, inner = default.partition("/")
    assert make().name == f"{scope}_1{slash}{inner}:0"
    if named is not None:
        assert make(name="a").name == f"{named}:0"
        assert make(name="a").name == f"{named.replace('a', 'a_1', 1)}:0"


def test_expressions(graph):
    a, b = u([2, 2]), u([2, 2])
    names = {
        "add": a + b, "sub": a - 1, "mul": 2 * a, "truediv": a / 2, "floordiv": a // 2,
        "mod": a % 2, "pow": a**2, "Neg": -a, "Abs": abs(a), "matmul": a @ b,
        "strided_slice": a[0], "Greater": a > 1, "Less": a < 1, "GreaterEqual": a >= 1,
        "LessEqual": a <= 1, "LogicalNot": ~(b > 1), "Exp": np.exp(a),
        "mean": np.mean(a),
    }  # fmt: skip
    assert {key: t.name for key, t in names.items()} == {k: f"{k}:0" for k in names}
    assert (a + b).name == "add_1:0"
    assert [(a * b).name for _ in range(3)] == ["mul_1:0", "mul_2:0", "mul_3:0"]


def test_names_differ_in_more_than_case(graph):
    assert [n([1], name=x).name for x in ("a", "A", "a", "A_1")] == [
        "a:0",
        "A_1:0",
        "a_2:0",
        "A_1_1:0",
    ]


def test_scopes(graph):
    with tf.name_scope("s") as scope:
        assert scope == "s/"
        assert u([1]).name == "s/random_uniform/RandomUniform:0"
        assert n([1], name="a").name == "s/a:0"
        with tf.name_scope("t") as inner:
            assert inner == "s/t/"
            assert n([1]).name == "s/t/random_normal:0"
        assert n([1]).name == "s/random_normal:0"
    with tf.name_scope("s") as scope:
        assert scope == "s_1/"
        assert n([1]).name == "s_1/random_normal:0"
        with tf.name_scope("s/") as again:
            assert again == "s/"
            assert n([1]).name == "s/random_normal_1:0"
        with tf.name_scope("") as top:
            assert top == ""
            assert n([1]).name == "random_normal:0"
    with graph.name_scope("s/u"):
        assert n([1]).name == "s/u/random_normal:0"
    with tf.name_scope(None, "default") as scope:
        assert scope == "default/"
    assert n([1]).name == "random_normal_1:0"


def test_scopes_end_with_errors(graph):
    with pytest.raises(KeyError), tf.name_scope("s"):
        raise KeyError
    assert n([1]).name == "random_normal:0"


@pytest.mark.parametrize("name", ["a b", "_a", "-a", "a:0", "ä", "a\n"])
def test_bad_names(graph, name):
    for use in (lambda: n([1], name=name), lambda: tf.name_scope(name).__enter__()):
        with pytest.raises(ValueError, match="not a valid name"):
            use()
    with pytest.raises(TypeError, match="name must be a str, got 'int'"):
        n([1], name=5)
    assert graph.version == 0


def test_names_inside_scopes_may_start_otherwise(graph):
    with tf.name_scope("s"):
        assert n([1], name="_a").name == "s/_a:0"


def test_names_are_shown(graph):
    a = u([2], name="a")
    assert str(a) == 'Tensor("a/RandomUniform:0", shape=(2,), dtype=float32)'
    assert "a/RandomUniform:0" in repr(a) and "float32" in repr(a)
    assert "a/RandomUniform" in repr(a.op) and "RandomUniform" in str(a.op)
    assert "shape" not in str(tf.placeholder(tf.float32))
