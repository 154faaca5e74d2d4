# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Arithmetic on random tensors: what TensorFlow's graph optimizer makes of it.

The values are TensorFlow's (tests/data/tensorflow/make_arithmetic.py). A red test means
that the change is wrong, not the test.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px
import philoxseed.compat.v1 as v1

DATA = Path(__file__).parent / "data" / "tensorflow" / "arithmetic.json"
CASES = json.loads(DATA.read_text(encoding="utf-8"))["cases"]


def built(draw, expression, dtype):
    """The draw and the expression, in the default graph."""
    px.set_random_seed(11)
    r = eval(draw, {"random": px.random, "D": dtype})
    return r, eval(expression, {"r": r})


def plain(expression, r):
    """The expression as NumPy computes it, constants being of the draw's dtype."""
    return eval(expression, {"r": r})


@pytest.mark.parametrize("draw, expression, dtype, alone, together", CASES)
def test_arithmetic_is_tensorflows(draw, expression, dtype, alone, together):
    with px.Graph().as_default() as graph:
        r, result = built(draw, expression, dtype)
    with px.Session(graph=graph) as session:
        values = session.run(result), session.run([result, r])[0]
    little_endian = np.dtype(dtype).newbyteorder("<")
    for value, expected in zip(values, (alone, together), strict=True):
        expected = np.frombuffer(bytes.fromhex(expected), little_endian)
        np.testing.assert_array_equal(value, expected)


def off(**options):
    rewrite = v1.ConfigProto(**options)
    return v1.ConfigProto(graph_options=v1.ConfigProto(rewrite_options=rewrite))


def test_nothing_is_folded_where_it_is_switched_off():
    differ = 0
    for draw, expression, dtype, alone, _ in CASES:
        with px.Graph().as_default() as graph:
            r, result = built(draw, expression, dtype)
        with px.Session(
            graph=graph, config=off(disable_meta_optimizer=True)
        ) as session:
            value, drawn = session.run([result, r])
        np.testing.assert_array_equal(value, plain(expression, drawn))
        differ += (
            value.astype(np.dtype(dtype).newbyteorder("<")).tobytes().hex() != alone
        )
    assert differ > 20  # in last bits: that the switch does something


def test_tensorflow_1_0_folds_nothing():
    for draw, expression, dtype, *_ in CASES[::3]:
        with px.Graph(tensorflow="1.0").as_default() as graph:
            r, result = built(draw, expression, dtype)
        with px.Session(graph=graph) as session:
            value, drawn = session.run([result, r])
        np.testing.assert_array_equal(value, plain(expression, drawn))


def test_what_is_multiplied_by_zero_is_drawn_all_the_same():
    with px.Graph(tensorflow="2.3").as_default() as graph:
        px.set_random_seed(1)
        n = px.placeholder("int32", [])
        first = px.random.normal([n + 1], seed=2)
        second = px.random.uniform([n + n, 2], maxval=3.0, seed=3)
        zeros = px.random.normal([3], seed=4) * 0.0 + 0.5
        sums = first * 0.0 + np.sum(second) * 0.0
    with px.Session(graph=graph) as session:
        for _ in range(2):
            values = session.run([sums, zeros], {n: 2})
            np.testing.assert_array_equal(values[0], np.zeros(3))
            np.testing.assert_array_equal(values[1], np.full(3, 0.5))
        drawn = session.run([first, second], {n: 2})
    with px.Session(graph=graph) as session:
        expected = [session.run([first, second], {n: 2}) for _ in range(3)][2]
    for value, other in zip(drawn, expected, strict=True):
        np.testing.assert_array_equal(value, other)


@pytest.mark.parametrize(
    "option, value",
    [
        *(("constant_folding", 2), ("arithmetic_optimization", 3)),
        *(("common_subgraph_elimination", 2), ("meta_optimizer_iterations", 1)),
    ],
)
def test_switches_of_parts_are_refused(option, value):
    with pytest.raises(NotImplementedError, match=option):
        px.Session(graph=px.Graph(), config=off(**{option: value}))
    with px.Session(graph=px.Graph(), config=off(**{option: 0})):
        pass
