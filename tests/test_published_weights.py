# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Published outputs of scripts with variables, and of another C library.

A red case means that the change is wrong, not the test.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px
import philoxseed.compat.v1 as tf

DATA = Path(__file__).parent / "data" / "published_2.json"
CASES = {case["id"]: case for case in json.loads(DATA.read_text())["cases"]}


@pytest.fixture
def case(request):
    found = CASES[request.param]
    with tf.Graph(tensorflow=found["profile"]).as_default():
        tf.set_random_seed(found["graph_seed"])
        yield found


def floats(text):
    return np.array(text.split(), np.float32)


@pytest.mark.parametrize("case", ["dlza-lab2"], indirect=True)
def test_one_step_of_gradient_descent(case):
    w = tf.Variable(tf.random_normal([1]), name="weight")
    b = tf.Variable(tf.random_normal([1]), name="bias")
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        w, b = (value[0] for value in session.run([w, b]))
    assert px.explain_seeds()[0].op_seed == case["op_seeds"]["W"] == 3
    assert [str(w), str(b)] == ["2.2086694", "-0.82041824"]
    x = y = np.array([1, 2, 3], np.float32)

    def cost():
        return np.mean((x * w + b - y) ** 2, dtype=np.float32)

    printed = case["printed"]
    assert cost() == np.float32(printed["cost before"])
    error = 2 * (x * w + b - y) / np.float32(3)
    w = w - np.float32(0.01) * np.sum(error * x, dtype=np.float32)
    b = b - np.float32(0.01) * np.sum(error, dtype=np.float32)
    after = np.array([cost(), w, b])
    expected = [np.float32(printed[name]) for name in ("cost after", "W", "b")]
    # NumPy's sums are in another order than the optimizer's.
    np.testing.assert_array_max_ulp(after, np.array(expected), 2)


@pytest.mark.parametrize("case", ["dlza-basics"], indirect=True)
def test_another_c_library(case):
    ops = tf.random_normal([3]), tf.random_uniform([2]), tf.random_uniform([2, 3])
    assert [op.op.seeds[1] for op in ops] == case["op_seeds"]
    with tf.Session() as session:
        values = session.run(list(ops))
    expected = [floats(text) for text in case["printed"]]
    for value, printed in zip(values[1:], expected[1:], strict=True):
        np.testing.assert_array_equal(value.ravel(), printed)
    # The second of three normals is one unit in the last place away from glibc's.
    np.testing.assert_array_equal(values[0][[0, 2]], expected[0][[0, 2]])
    np.testing.assert_array_max_ulp(values[0], expected[0], 1)
    assert values[0][1] != expected[0][1]


@pytest.mark.parametrize("case", ["getvar-seed0"], indirect=True)
def test_get_variable_from_a_draw(case):
    w = tf.get_variable("w", initializer=tf.random_normal((1, 2, 3, 3)))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        value = session.run(w)
    # Printed were the digits that tell the value, but at most eight after the point.
    printed = case["printed"][0].split()
    is_exact = value.ravel() == np.array(printed, np.float32)
    error = np.abs(value.ravel().astype(float) - np.array(printed, float))
    assert (is_exact | (error <= 0.5e-8)).all()


def test_every_case_is_tested():
    assert CASES.keys() == {"dlza-lab2", "dlza-basics", "getvar-seed0"}
