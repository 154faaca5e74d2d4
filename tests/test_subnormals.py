# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Arithmetic with and into subnormal numbers, in graphs.

The values are TensorFlow's (tests/data/tensorflow/make_subnormals.py), bit for bit,
with the signs of zeros. A red test means that the change is wrong, not the test.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px
import philoxseed.compat.v1 as v1
from philoxseed._graph import magnitudes

DATA = Path(__file__).parent / "data" / "tensorflow" / "subnormals.json"
MADE = json.loads(DATA.read_text(encoding="utf-8"))


def arrays(texts, dtype):
    little_endian = np.dtype(dtype).newbyteorder("<")
    return [np.frombuffer(bytes.fromhex(t), little_endian).astype(dtype) for t in texts]


def built(text, dtype):
    """An expression of constants c, draws u and d, and the numbers of MADE."""
    _, small, tiny, huge, large = (2.0**e for e in MADE["exponents"][dtype])

    def c(number):
        return v1.constant(np.array(number, dtype))

    def d(seed):
        return v1.random_uniform([20], 1, 2, dtype=dtype, seed=seed)

    u = v1.random_uniform([20], 0, 1, dtype=dtype, seed=5)
    names = {"u": u, "c": c, "d": d, "small": small, "tiny": tiny}
    return eval(text, names | {"huge": huge, "large": large})


def same_bits(value, expected):
    is_nan = np.isnan(expected)
    np.testing.assert_array_equal(np.isnan(value), is_nan)
    assert value[~is_nan].tobytes() == expected[~is_nan].tobytes()


VERSIONS = sorted(MADE["versions"])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("version", VERSIONS)
def test_fed_operands(version, dtype):
    x, y, *expected = arrays(MADE["versions"][version][dtype][:7], dtype)
    with px.Graph(tensorflow=version).as_default(), px.Session() as session:
        a, b = v1.placeholder(dtype, [None]), v1.placeholder(dtype, [None])
        values = session.run([a + b, a - b, a * b, a / b, -a], {a: x, b: y})
    for value, other in zip(values, expected, strict=True):
        same_bits(value, other)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("version", VERSIONS)
def test_expressions(version, dtype):
    expected = arrays(MADE["versions"][version][dtype][7:], dtype)
    for text, other in zip(MADE["expressions"], expected, strict=True):
        with px.Graph(tensorflow=version).as_default(), px.Session() as session:
            same_bits(session.run(built(text, dtype)), other)


def test_float16_keeps_them():
    with px.Graph().as_default(), px.Session() as session:
        x = v1.placeholder("float16", [2])
        tiny = np.array([6e-8, 1e-6], "float16")
        np.testing.assert_array_equal(session.run(x + x, {x: tiny}), tiny * 2)


def test_scalars_and_empty_arrays():
    with px.Graph().as_default(), px.Session() as session:
        x = v1.placeholder("float32", None)
        product = x * np.float32(1e-30)
        assert session.run(product, {x: 1e-9}) == 0
        assert session.run(product, {x: 1.0}) == np.float32(1e-30)
        assert session.run(product, {x: np.empty((0, 2))}).shape == (0, 2)


def small_or_not():
    """Usual arithmetic, and some that could make subnormals, each with its operands."""
    z = px.random.normal([4], seed=1)
    u = px.random.uniform([4], seed=2)
    yield False, z * z * u + z * np.float32(1e-5) - u
    yield False, (z - z) / np.full(4, 3e5, np.float32) * 1e-10
    yield False, 1.0 / (z * 1e-10 + u)
    yield True, z * z * 1e-25
    yield True, 1e-30 / (z * 1e20)
    yield True, z * v1.placeholder("float32", [])


def test_only_what_may_be_subnormal_is_looked_at():
    looked_at = []
    with pytest.MonkeyPatch.context() as patch, px.Graph().as_default() as graph:
        patch.setattr(
            magnitudes, "_any_below", lambda x, limit: looked_at.append(x) or False
        )
        for can_be_small, result in small_or_not():
            looked_at.clear()
            feeds = {x: 2.0 for x in result.op.inputs if x.op.type == "Placeholder"}
            px.Session(graph=graph).run(result, feeds)
            assert bool(looked_at) == can_be_small, result
