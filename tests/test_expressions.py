# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""NumPy expressions of tensors: what they give is what NumPy gives for the values.

That is so where TensorFlow's optimizer, which rounds in other places, is switched off;
tests/test_arithmetic.py is about what it does.
"""

import operator

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed as tf
from philoxseed.compat import v1

AS_WRITTEN = v1.ConfigProto()
AS_WRITTEN.graph_options.rewrite_options.disable_meta_optimizer = True


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(7)
        yield graph


def evaluate(expression, tensors):
    """The value of an expression, and of the tensors in the same run."""
    with tf.Session(config=AS_WRITTEN) as session:
        value, *inputs = session.run([expression, *tensors])
    return value, inputs


def check(function, *tensors):
    """An expression has the value, shape and dtype that NumPy gives."""
    expression = function(*tensors)
    value, inputs = evaluate(expression, tensors)
    with np.errstate(all="ignore"):
        expected = function(*inputs)
    if type(expected) is int:  # older NumPys' count_nonzero
        value, expected = np.intp(value), np.intp(expected)
    np.testing.assert_array_equal(value, expected)
    assert value.dtype == expected.dtype == expression.dtype
    assert value.shape == expected.shape == expression.shape


ARITHMETIC = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv,
    operator.mod, operator.pow, operator.lt, operator.le, operator.gt, operator.ge,
    np.maximum, np.minimum, np.arctan2, np.equal, np.not_equal,
]  # fmt: skip


@pytest.mark.parametrize("function", ARITHMETIC, ids=lambda f: f.__name__)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_binary(graph, function, dtype):
    a = tf.random.uniform([3, 1], 1, 2, dtype=dtype)
    b = tf.random.uniform([4], 1, 2, dtype=dtype)
    check(function, a, b)
    three = np.dtype(dtype).type(3)
    check(lambda x: function(x, three), a)
    for other in (3, 3.0, np.float64(3), np.array(3), np.full((5, 1, 1), 3.0), [3, 3]):
        result = function(a, other)
        assert result.dtype in (a.dtype, bool)
        value, (va,) = evaluate(result, [a])
        np.testing.assert_array_equal(value, function(va, np.array(other, dtype)))
    if function in ARITHMETIC[:7]:
        for other in (3, np.float64(3), np.full(4, 3.0), [3, 3, 3, 3]):
            result = function(other, a)
            assert isinstance(result, tf.Tensor) and result.dtype == a.dtype
            value, (va,) = evaluate(result, [a])
            np.testing.assert_array_equal(value, function(np.array(other, dtype), va))


@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_integers(graph, dtype):
    a = tf.random.uniform([5], -9, 9, dtype=dtype)
    for function in ARITHMETIC[:6]:
        check(lambda x, f=function: f(x, np.dtype(dtype).type(7)), a)
    assert (a + 7).dtype == (7 * a).dtype == (a + np.int64(7)).dtype == a.dtype
    assert (a / 2).dtype == np.float64
    check(lambda x: ~x & 3 | 8 ^ x, a)
    for other, error in [(1.5, TypeError), (np.array(1.5), ValueError)]:
        with pytest.raises(error):
            a + other
    with pytest.raises(ValueError, match="does not fit into"):
        a * 2**70


def test_integers_do_not_wrap_unseen(graph):
    a = tf.random.uniform([5], 0, 9, dtype=tf.int32)
    for other in (2**31, np.int64(2**33), np.array([-(2**40)])):
        with pytest.raises(ValueError, match="does not fit into int32"):
            a + other


def test_bfloat16(graph):
    a = tf.random.normal([5], dtype="bfloat16")
    result = 1.1 * a + np.ones(5)
    assert result.dtype == ml_dtypes.bfloat16
    value, (va,) = evaluate(result, [a])
    one, factor = (ml_dtypes.bfloat16(x) for x in (1, 1.1))
    np.testing.assert_array_equal(value, va * factor + one)


def test_tensors_promote_as_in_numpy(graph):
    a = tf.random.uniform([3])
    b = tf.random.uniform([3], dtype=tf.float64)
    c = tf.random.uniform([3], maxval=9, dtype=tf.int32)
    check(operator.add, a, b)
    check(operator.mul, a, c)


UNARY = [np.exp, np.log1p, np.sqrt, np.sin, np.tanh, np.square, np.isfinite, np.rint]
UNARY += [operator.neg, operator.pos, abs]


@pytest.mark.parametrize("function", UNARY, ids=lambda f: f.__name__)
def test_unary(graph, function):
    check(function, tf.random.uniform([3, 2]))
    check(function, tf.random.uniform([], dtype=tf.float64))


INDICES = [
    *(0, -1, slice(1, 3), slice(None, None, -2), (1, 2), (..., 0), (None, 1), ()),
    *([0, 2], np.array([1, 1]), (slice(None), [1]), np.arange(4) > 1),
]


@pytest.mark.parametrize("index", INDICES, ids=str)
def test_indexing(graph, index):
    check(lambda x: x[index], tf.random.uniform([4, 3]))


def test_indexing_with_tensors(graph):
    a = tf.random.uniform([4, 3])
    i = tf.random.uniform([], maxval=3, dtype=tf.int32)
    check(lambda x, k: x[k], a, i)
    check(lambda x, k: x[k:, 0], a, tf.constant(1))
    assert a[i:].shape is None
    masked = a[a > 0.5]
    assert masked.shape is None and masked.dtype == a.dtype
    value, (va,) = evaluate(masked, [a])
    np.testing.assert_array_equal(value, va[va > 0.5])


FUNCTIONS = {
    "mean": lambda x: np.mean(x),
    "mean_axis": lambda x: np.mean(x, axis=0),
    "std": lambda x: np.std(x, ddof=1, axis=-1, keepdims=True),
    "var": lambda x: np.var(x),
    "sum": lambda x: np.sum(x, axis=(0, 1)),
    "prod": lambda x: np.prod(x),
    "max": lambda x: np.max(x, axis=1),
    "min": lambda x: np.min(x),
    "ptp": lambda x: np.ptp(x),
    "median": lambda x: np.median(x, axis=0),
    "quantile": lambda x: np.quantile(x, np.float32([0.25, 0.5])),
    "percentile": lambda x: np.percentile(x, 50),
    "average": lambda x: np.average(x, axis=1, weights=np.float32([1, 2, 1])),
    "argmax": lambda x: np.argmax(x),
    "argsort": lambda x: np.argsort(x, axis=0),
    "sort": lambda x: np.sort(x, axis=0),
    "any": lambda x: np.any(x > 0.5),
    "all": lambda x: np.all(x > 0.5, axis=0),
    "count_nonzero": lambda x: np.count_nonzero(x),
    "cumsum": lambda x: np.cumsum(x, axis=1),
    "cumprod": lambda x: np.cumprod(x),
    "diff": lambda x: np.diff(x),
    "round": lambda x: np.round(x, 2),
    "clip": lambda x: np.clip(x, 0.25, 0.75),
    "reshape": lambda x: np.reshape(x, (2, -1)),
    "ravel": lambda x: np.ravel(x),
    "transpose": lambda x: np.transpose(x),
    "swapaxes": lambda x: np.swapaxes(x, 0, 1),
    "moveaxis": lambda x: np.moveaxis(x, 0, -1),
    "expand_dims": lambda x: np.expand_dims(x, 0),
    "squeeze": lambda x: np.squeeze(x[:1]),
    "broadcast_to": lambda x: np.broadcast_to(x, (2, 4, 3)),
    "flip": lambda x: np.flip(x, 1),
    "roll": lambda x: np.roll(x, 1, axis=0),
    "tile": lambda x: np.tile(x, (2, 1)),
    "repeat": lambda x: np.repeat(x, [1, 0, 2, 1], axis=0),
    "take": lambda x: np.take(x, [0, 2], axis=1),
    "stack": lambda x: np.stack([x, x * 2], axis=1),
    "concatenate": lambda x: np.concatenate([x, x]),
    "vstack": lambda x: np.vstack([x, x]),
    "hstack": lambda x: np.hstack((x, x)),
    "dot": lambda x: np.dot(x, np.transpose(x)),
    "tensordot": lambda x: np.tensordot(x, x),
    "einsum": lambda x: np.einsum("ij,kj->ik", x, x),
    "inner": lambda x: np.inner(x, x),
    "outer": lambda x: np.outer(x, x),
    "matmul": lambda x: x @ np.transpose(x),
    "matvec": lambda x: x @ np.ones(3, np.float32),
    "trace": lambda x: np.trace(x),
    "diagonal": lambda x: np.diagonal(x),
    "tril": lambda x: np.tril(x),
    "where": lambda x: np.where(x > 0.5, x, np.float32(0)),
}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_functions(graph, function):
    check(function, tf.random.uniform([4, 3]))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([3], [3]),
        ([2, 3], [3]),
        ([3], [3, 4]),
        ([5, 1, 2, 3], [4, 3, 1]),
        ([0, 3], [3]),
    ],
)
def test_matrix_products(graph, left, right):
    check(operator.matmul, tf.random.uniform(left), tf.random.uniform(right))
    unknown = tf.placeholder(tf.float32, [None] * len(left)) @ tf.random.uniform(right)
    assert len(unknown.shape) == len((tf.random.uniform(left) @ np.zeros(right)).shape)
    assert (tf.placeholder(tf.float32) @ tf.random.uniform(right)).shape is None


@pytest.mark.parametrize(("left", "right"), [([3], [4]), ([2, 3], [2, 3]), ([], [3])])
def test_shapes_without_a_matrix_product(graph, left, right):
    with pytest.raises(ValueError, match="matmul"):
        tf.random.uniform(left) @ tf.random.uniform(right)


def test_what_is_no_tensor_takes_the_dtype(graph):
    a = tf.random.uniform([2])
    for expression in (
        np.concatenate([a, np.zeros(3)]),
        np.concatenate([a, [1.5]]),
        np.stack((a, np.ones(2))),
        np.where(a > 0.5, a, np.float64(1)),
        np.dot(a, [0.5, 0.5]),
        np.average(a, weights=[0.5, 0.5]),
        np.quantile(a, [0.25, 0.5]),
        np.clip(a, np.float64(0.25), np.array([0.5, 0.75])),
        np.maximum(0.5, a),
    ):
        assert expression.dtype == np.float32
        assert evaluate(expression, [])[0].dtype == np.float32


def test_unknown_shapes(graph):
    p = tf.placeholder(tf.float32, [None, 3])
    q = tf.placeholder(tf.float64)
    assert (p + 1).shape == (None, 3)
    assert (p + np.ones((2, 1, 1))).shape == (2, None, 3)
    assert (p[:, None] * p).shape == (None, None, 3)
    assert (p + q).shape is None and (p + q).dtype == np.float64
    assert np.mean(p, axis=0).shape == (None,)
    assert np.sum(q, axis=2).shape is None and np.sum(q, axis=2).dtype == np.float64
    assert np.argmax(q).dtype == np.int64
    assert q[5].dtype == np.float64 and q[5].shape is None
    with tf.Session() as session:
        values = session.run([np.mean(p, axis=0), q[5]], {p: [[1, 2, 3]], q: range(9)})
    assert values[0].tolist() == [1, 2, 3] and values[1] == 5


def test_expressions_of_constants_are_constants(graph):
    size = np.concatenate([tf.constant([2]) * 2, tf.constant([3])])
    assert tf.random.uniform(size).shape == (4, 3)
    assert np.repeat(tf.constant([1, 2]), 2).shape == (4,)


def test_mutable_operands_are_copied(graph):
    a = tf.random.uniform([2], 0.0, 0.0)
    array, index = np.ones(2), [0, 1]
    b, c = a + array, a[index]
    array[:] = 5
    index.append(7)
    values, _ = evaluate(np.stack([b, c]), [])
    assert values.tolist() == [[1, 1], [0, 0]]


def test_equality_and_hash_are_by_identity(graph):
    a, b = tf.random.uniform([2]), tf.random.uniform([2])
    assert (a == a) is True and (a == b) is False and (a != b) is True
    for other in (np.ones(2), 1, None, "a"):
        assert (a == other) is False and (other == a) is False
        assert (a != other) is True and (other != a) is True
    assert len({a, b, a}) == 2 and {a: 1}[a] == 1
    assert isinstance(np.equal(a, b), tf.Tensor)


def test_what_only_values_can_do(graph):
    a = tf.random.uniform([])
    error = tf.errors.OperatorNotAllowedInGraphError
    assert issubclass(error, TypeError)
    for use in (lambda: bool(a), lambda: list(a), lambda: a and 1, lambda: sum(a)):
        with pytest.raises(error, match="has a value only in"):
            use()
    for use in (lambda: len(a), lambda: float(a), lambda: int(a), lambda: 1 in a):
        with pytest.raises(TypeError):
            use()
    for use in (np.asarray, np.array, lambda x: np.asarray([x])):
        with pytest.raises(NotImplementedError, match="cannot become a NumPy array"):
            use(a)


def test_what_expressions_cannot_do(graph):
    a = tf.random.uniform([2])
    array = np.zeros(2)
    for use in (
        lambda: np.add(a, 1, out=array),
        lambda: np.add.reduce(a),
        lambda: np.modf(a),
        lambda: np.add(a, 1, where=array > 0),
        lambda: np.unique(a),
        lambda: np.where(a),
        lambda: np.reshape(a, tf.constant([2, 1])),
        lambda: np.sum(a, axis=tf.constant(0)),
        lambda: a + "a",
        lambda: a + 1j,
        lambda: a + object(),
    ):
        with pytest.raises(TypeError):
            use()
    with pytest.raises(TypeError):
        array += a
    for use, error in (
        (lambda: a + tf.random.uniform([3]), ValueError),
        (lambda: a + np.ones(3), ValueError),
        (lambda: a[5], IndexError),
        (lambda: a["x"], IndexError),
        (lambda: np.sum(a, axis=3), np.exceptions.AxisError),
        (lambda: np.reshape(a, 3), ValueError),
        (lambda: a @ np.ones(3), ValueError),
        (lambda: a @ 3, ValueError),
        (lambda: a + None, ValueError),
    ):
        version = graph.version
        with pytest.raises(error):
            use()
        # Nothing but what the lambda made on purpose.
        assert graph.version - version <= 1
    assert array.tolist() == [0, 0]


leaves = st.sampled_from("abc") | st.integers(-3, 3).map(float)
trees = st.recursive(
    leaves, lambda x: st.tuples(st.sampled_from("+-*/"), x, x), max_leaves=8
)
SYMBOLS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def compute(tree, values):
    if isinstance(tree, tuple):
        symbol, left, right = tree
        return SYMBOLS[symbol](compute(left, values), compute(right, values))
    return values[tree] if isinstance(tree, str) else tree


@settings(max_examples=50, deadline=None)
@given(tree=st.tuples(st.sampled_from("+-*/"), st.just("a"), trees))
@np.errstate(all="ignore")
def test_arithmetic_equals_numpy(tree):
    with tf.Graph().as_default() as graph:
        tensors = {
            "a": tf.random.uniform([3, 4], seed=1),
            "b": tf.random.normal([4], seed=2),
            "c": tf.random.normal([], seed=3),
        }
        try:
            expression = compute(tree, tensors)
        except ZeroDivisionError:
            return
    with tf.Session(graph=graph, config=AS_WRITTEN) as session:
        result, values = session.run([expression, tensors])
    np.testing.assert_array_equal(result, compute(tree, values))
    assert result.dtype == np.float32 and result.shape == expression.shape
