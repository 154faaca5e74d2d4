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
