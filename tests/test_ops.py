# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's functions in NumPy: values, names, shapes, and their counts of ops."""

import numpy as np
import pytest

import philoxseed as v2
import philoxseed.compat.v1 as tf
from philoxseed._dtype_names import DType

X = np.array([[0.5, -1.25, 2.0], [3.5, 0.0, -2.5]], np.float32)
M = X > 0


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph(tensorflow="2.3").as_default() as graph:
        yield graph


@pytest.fixture
def x():
    return tf.constant(X, name="x")


def run(tensor, feeds=None):
    with tf.Session(graph=tensor.graph) as session:
        return session.run(tensor, feeds)


SIGMOID = 1 / (1 + np.exp(-X.astype(float)))
SOFTMAX = np.exp(X.astype(float)) / np.exp(X.astype(float)).sum(1, keepdims=True)

# Call, name as in TensorFlow 2.21, and value.
VALUES = [
    (lambda x: tf.abs(x), "Abs", np.abs(X)),
    (lambda x: tf.exp(x), "Exp", np.exp(X)),
    (lambda x: tf.log(tf.abs(x) + 1.0), "Log", np.log(np.abs(X) + 1)),
    (lambda x: tf.sqrt(tf.square(x)), "Sqrt", np.abs(X)),
    (lambda x: tf.sign(x), "Sign", np.sign(X)),
    (lambda x: tf.negative(x), "Neg", -X),
    (lambda x: tf.floor(x), "Floor", np.floor(X)),
    (lambda x: tf.ceil(x), "Ceil", np.ceil(X)),
    (lambda x: tf.round(x), "Round", [[0, -1, 2], [4, 0, -2]]),
    (lambda x: tf.sin(x), "Sin", np.sin(X)),
    (lambda x: tf.tanh(x), "Tanh", np.tanh(X)),
    (lambda x: tf.sigmoid(x), "Sigmoid", SIGMOID),
    (lambda x: tf.nn.relu(x), "Relu", np.maximum(X, 0)),
    (lambda x: tf.nn.softmax(x), "Softmax", SOFTMAX),
    (lambda x: tf.nn.log_softmax(x), "LogSoftmax", np.log(SOFTMAX)),
    (lambda x: tf.nn.softplus(x), "Softplus", np.log1p(np.exp(X.astype(float)))),
    (lambda x: tf.add(x, 1.0), "Add", X + 1),
    (lambda x: tf.add(1.0, x), "Add", X + 1),
    (lambda x: tf.add(1.0, 2.0), "Add", np.float32(3)),
    (lambda x: tf.subtract(x, x), "Sub", X * 0),
    (lambda x: tf.multiply(x, 3.0), "Mul", X * 3),
    (lambda x: tf.divide(x, 2.0), "truediv", X / 2),
    (lambda x: tf.truediv(tf.constant([1, 2]), 2), "truediv", [0.5, 1.0]),
    (lambda x: tf.div(tf.constant([5, -5]), 2), "div", [2, -3]),
    (lambda x: tf.floordiv(x, 2.0), "floordiv", X // 2),
    (lambda x: tf.mod(x, 2.0), "FloorMod", X % 2),
    (lambda x: tf.pow(x, 2.0), "Pow", X**2),
    (lambda x: tf.maximum(x, 0.25), "Maximum", np.maximum(X, 0.25)),
    (lambda x: tf.minimum(x, x * 2.0), "Minimum", np.minimum(X, X * 2)),
    (lambda x: tf.equal(x, 0.0), "Equal", X == 0),
    (lambda x: tf.less(x, 0.0), "Less", X < 0),
    (lambda x: tf.greater_equal(x, 2.0), "GreaterEqual", X >= 2),
    (lambda x: tf.logical_not(x > 0), "LogicalNot", ~M),
    (lambda x: tf.logical_and(x > 0, x < 1), "LogicalAnd", M & (X < 1)),
    (lambda x: tf.logical_xor(x > 0, x < 1), "LogicalXor", M ^ (X < 1)),
    (lambda x: tf.where(x > 0, x, -x), "Select", np.abs(X)),
    (lambda x: tf.where([True, False], x, -x), "Select", [X[0], -X[1]]),
    (lambda x: tf.where(x > 1), "Where", np.argwhere(X > 1)),
    (lambda x: v2.where(x > 0, x, 0.0), "SelectV2", np.maximum(X, 0)),
    (lambda x: tf.cast(x, tf.int32), "Cast", [[0, -1, 2], [3, 0, -2]]),
    (lambda x: tf.cast([1, 2], tf.float32), "Cast", [1, 2]),
    (lambda x: tf.to_float(tf.constant(3)), "ToFloat", np.float32(3)),
    (lambda x: tf.clip_by_value(x, -1.0, 1.0), "clip_by_value", np.clip(X, -1, 1)),
    (lambda x: tf.reduce_sum(x), "Sum", X.sum()),
    (lambda x: tf.reduce_sum(x, 0), "Sum", X.sum(0)),
    (lambda x: tf.reduce_mean(x, [1], True), "Mean", X.mean(1, keepdims=True)),
    (lambda x: tf.reduce_max(x, reduction_indices=1), "Max", X.max(1)),
    (lambda x: tf.reduce_min(x, keep_dims=True), "Min", [[-2.5]]),
    (lambda x: tf.reduce_prod(x, -1), "Prod", X.prod(1)),
    (lambda x: tf.reduce_all(x > -9), "All", True),
    (lambda x: tf.reduce_any(x > 3, 0), "Any", [True, False, False]),
    (lambda x: tf.argmax(x, 1), "ArgMax", [2, 0]),
    (lambda x: tf.argmin(x), "ArgMin", [0, 0, 1]),
    (lambda x: tf.shape(x), "Shape", [2, 3]),
    (lambda x: tf.size(x), "Size", 6),
    (lambda x: tf.rank(x), "Rank", 2),
    (lambda x: tf.zeros([2, 3]), "zeros", np.zeros((2, 3))),
    (lambda x: tf.ones([40, 30], tf.int32), "ones", np.ones((40, 30))),
    (lambda x: tf.zeros(tf.shape(x)), "zeros", np.zeros((2, 3))),
    (lambda x: tf.fill([2], 7), "Fill", [7, 7]),
    (lambda x: tf.zeros_like(x), "zeros_like", X * 0),
    (lambda x: tf.ones_like(x, tf.int64), "ones_like", np.ones((2, 3))),
    (lambda x: tf.range(2, 9, 3), "range", [2, 5, 8]),
    (lambda x: tf.range(1.0, 2.0, 0.25), "range", [1, 1.25, 1.5, 1.75]),
    (lambda x: tf.linspace(0.0, 1.0, 3), "LinSpace", [0, 0.5, 1]),
    (lambda x: tf.eye(2, 3), "eye", np.eye(2, 3)),
    (lambda x: tf.concat([x, x], 1), "concat", np.concatenate([X, X], 1)),
    (lambda x: tf.concat([x, [[1.0, 2.0, 3.0]]], 0), "concat", [*X, [1, 2, 3]]),
    (lambda x: tf.stack([x, x]), "stack", [X, X]),
    (lambda x: tf.stack([x, x], 1), "stack", np.stack([X, X], 1)),
    (lambda x: tf.stack([1.0, 2.0]), "stack", [1, 2]),
    (lambda x: tf.reshape(x, [-1, 2]), "Reshape", X.reshape(3, 2)),
    (lambda x: tf.reshape(x, tf.constant([6])), "Reshape", X.ravel()),
    (lambda x: tf.transpose(x), "transpose", X.T),
    (lambda x: tf.expand_dims(x, 1), "ExpandDims", X[:, None]),
    (lambda x: tf.squeeze(tf.reshape(x, [1, 6])), "Squeeze", X.ravel()),
    (lambda x: tf.matmul(x, x, transpose_b=True), "MatMul", X @ X.T),
    (lambda x: tf.matmul(x, [[1.0], [0.0], [2.0]]), "MatMul", X @ [[1], [0], [2]]),
    (lambda x: tf.tile(x, [1, 2]), "Tile", np.tile(X, (1, 2))),
    (lambda x: tf.gather(x, [1, 0]), "GatherV2", X[::-1]),
    (lambda x: tf.one_hot([1, 0], 3), "one_hot", [[0, 1, 0], [1, 0, 0]]),
    (lambda x: tf.identity(x), "Identity", X),
    (lambda x: tf.stop_gradient(x), "StopGradient", X),
    (lambda x: tf.convert_to_tensor([[1, 2]]), "Const", [[1, 2]]),
    (lambda x: tf.math.reduce_sum(x, name="total"), "total", X.sum()),
    (lambda x: v2.math.log(x * x + 1.0), "Log", np.log(X * X + 1)),
    (lambda x: v2.argmax(x, 1, tf.int32), "ArgMax", [2, 0]),
    (lambda x: v2.shape(x, tf.int64), "Shape", [2, 3]),
]  # fmt: skip


@pytest.mark.parametrize("case", VALUES, ids=range(len(VALUES)))
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_values(x, case):
    make, name, expected = case
    tensor = make(x)
    assert tensor.name == f"{name}:0"
    value = run(tensor)
    expected = np.asarray(expected)
    assert value.shape == expected.shape
    assert tensor.shape == expected.shape or name == "Where"
    assert value.dtype == tensor.dtype
    np.testing.assert_allclose(value, expected, rtol=1e-5, atol=1e-6)


def test_results_keep_the_dtype(x):
    for dtype in ("float16", "float32", "float64"):
        tensor = tf.cast(x, dtype)
        for function in (tf.sigmoid, tf.nn.relu, tf.reduce_mean, tf.nn.softmax, tf.exp):
            assert function(tensor).dtype == dtype
            assert run(function(tensor)).dtype == dtype
    assert tf.cast(x, tf.float32) is x


def test_noise_like_a_batch_of_unknown_size():
    u = tf.placeholder(tf.float32, [None, 3])
    tf.set_random_seed(1)
    noise = tf.random_normal(tf.shape(u))
    assert noise.shape == (None, 3)
    kept = tf.random_uniform([tf.shape(u)[0], 2])
    with tf.Session() as session:
        values = session.run([noise, kept], {u: np.zeros((4, 3))})
    np.testing.assert_array_equal(values[0], v2.Stream(1, 0).normal((4, 3)))
    np.testing.assert_array_equal(values[1], v2.Stream(1, 1).uniform((4, 2)))
    known = tf.random_uniform(tf.constant(X).get_shape())
    assert known.shape == (2, 3)
    with pytest.raises(ValueError, match=r"partially known TensorShape \(\?, 3\)"):
        tf.random_uniform(u.get_shape())


def test_shapes_of_tensorflow_1():
    u = tf.placeholder(tf.float32, [None, 3, 4])
    shape = u.get_shape()
    assert shape.as_list() == u.shape.as_list() == [None, 3, 4]
    assert (shape.ndims, u.shape.ndims, u.shape.rank) == (3, 3, 3)
    assert (shape[0].value, shape[1].value, int(shape[-1])) == (None, 3, 4)
    assert shape[1] * shape[2] == 12 and (shape[1] * shape[2]).value == 12
    assert (shape[0] * 2).value is None and (2 + shape[0]).value is None
    assert (7 - shape[1]).value == 4 and (shape[2] // 3).value == 1
    assert str(shape) == "(?, 3, 4)" and shape[1:].as_list() == [3, 4]
    assert not shape.is_fully_defined() and shape[1:].num_elements() == 12
    assert int(np.prod(shape[1:])) == 12
    assert shape == [None, 3, 4] and shape != [1, 3, 4]
    assert shape.is_compatible_with([5, 3, 4]) and u.shape.is_compatible_with(shape)
    joined = tf.TensorShape([2]).concatenate(tf.TensorShape([None]))
    assert joined.as_list() == [2, None]
    unknown = tf.placeholder(tf.float32).get_shape()
    assert unknown.ndims is None and str(unknown) == "<unknown>" and not unknown
    with pytest.raises(ValueError, match="not known"):
        unknown.as_list()
    assert tf.placeholder(tf.float32, shape).shape == (None, 3, 4)
    assert tf.placeholder(tf.float32, unknown).shape is None
    assert tf.zeros([shape[1], shape[2]]).shape == (3, 4)
    assert tf.get_variable("w", [shape[1].value, 2]).get_shape() == [3, 2]
    assert tf.reshape(u, [-1, shape[1] * shape[2]]).shape == (None, 12)


def test_dtypes_have_tensorflows_attributes():
    assert (tf.int32.max, tf.int32.min) == (2**31 - 1, -(2**31))
    assert tf.uint8.limits == (0, 255) and tf.float32.limits == (0, 1)
    assert tf.float32.max == np.finfo(np.float32).max and tf.bool.max is True
    assert tf.float32.as_numpy_dtype is np.float32 and tf.float64.size == 8
    assert tf.float16.is_floating and tf.int8.is_integer and tf.uint8.is_unsigned
    assert tf.complex64.is_complex and tf.complex64.real_dtype == tf.float32
    assert tf.float32.base_dtype is tf.float32 and tf.bool.is_bool
    assert repr(tf.int32) == "philoxseed.int32" and str(tf.int32) == "<dtype: 'int32'>"
    assert tf.as_dtype("float") == tf.float32 and tf.as_dtype(np.int64) == tf.int64
    assert tf.float32.is_compatible_with("float32")
    with pytest.raises(TypeError, match="limits"):
        tf.complex64.max  # noqa: B018
    # And NumPy takes them, equal to its own.
    assert np.zeros(2, tf.float32).dtype == np.float32
    assert np.dtype(tf.int64) == tf.int64 == np.int64 and tf.int64 != tf.int32
    assert np.dtype("float32") == tf.float32 and tf.float32 == "float32"
    assert {np.dtype("int8"): 1}[tf.int8] == 1
    assert v2.Stream(1).uniform(2, dtype=tf.float64).dtype == np.float64
    assert v2.default_rng(1).random(2, dtype=tf.float32).dtype == np.float32
    assert isinstance(v2.float32, DType) and v2.bfloat16.max > 3e38
    assert tf.constant(1.5).dtype == tf.float32


def test_group_runs_what_it_is_given():
    variable = tf.Variable(1.0)
    step = tf.group(variable.assign_add(1.0), [tf.no_op()], name="step")
    assert step.name == "step"
    with tf.Session() as session:
        session.run(variable.initializer)
        assert session.run(step) is None
        assert session.run(variable) == 2
    with pytest.raises(TypeError, match="operations and tensors"):
        tf.group(3)


def test_print(x, capsys):
    shown = tf.Print(x, [x, tf.constant(7)], "values: ", first_n=2, summarize=2)
    for _ in range(3):
        np.testing.assert_array_equal(run_again(shown), X)
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["values: [0.5 -1.25...][7]"] * 2


def run_again(tensor):
    return run(tensor)


def test_defaults_that_can_be_fed(x):
    default = tf.placeholder_with_default(1.5, [])
    with tf.Session() as session:
        assert session.run(default * 2.0) == 3
        assert session.run(default * 2.0, {default: 4.0}) == 8


def test_contexts_that_do_nothing():
    with tf.device("/gpu:0"):
        assert tf.constant(1).name == "Const:0"


def test_scripts(monkeypatch):
    monkeypatch.setattr("sys.argv", ["script.py", "--steps=7", "--fast", "rest"])
    tf.flags.DEFINE_integer("steps", 3, "How many.")
    tf.flags.DEFINE_bool("fast", False, "Whether.")
    tf.flags.DEFINE_string("out_dir", "here", "Where.")
    tf.app.flags.DEFINE_float("rate", 0.5, "How fast.")
    found = []
    with pytest.raises(SystemExit) as left:
        tf.app.run(lambda argv: found.append(argv) or 4)
    assert left.value.code == 4 and found == [["script.py", "rest"]]
    flags = tf.flags.FLAGS
    assert (flags.steps, flags.fast, flags.out_dir, flags.rate) == (
        7,
        True,
        "here",
        0.5,
    )
    flags.steps = 8
    assert flags.steps == 8
    with pytest.raises(AttributeError, match="unknown flag"):
        flags.nothing  # noqa: B018
    tf.logging.info("this is %s", "said")


def test_ops_of_the_framework():
    assert tf.ops.reset_default_graph is tf.reset_default_graph
    assert tf.ops.get_default_graph is tf.get_default_graph


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda x: tf.add(x, tf.constant(1)), TypeError),
        (lambda x: tf.add(x, "1"), TypeError),
        (lambda x: tf.reshape(x, [4, 2]), ValueError),
        (lambda x: tf.reshape(x, [-1, -1]), ValueError),
        (lambda x: tf.concat([x, x], tf.constant(0)), TypeError),
        (lambda x: tf.stack(3), TypeError),
        (lambda x: tf.matmul(x, x), ValueError),
        (lambda x: tf.matmul(x[0], x), ValueError),
        (lambda x: tf.reduce_sum(x, 2), ValueError),
        (lambda x: tf.reduce_sum(x, 0.5), TypeError),
        (lambda x: tf.argmax(x, 3), ValueError),
        (lambda x: tf.argmax(x, 0, output_type=tf.float32), TypeError),
        (lambda x: tf.nn.softmax(tf.constant([1, 2])), TypeError),
        (lambda x: tf.nn.softmax(x, 2), ValueError),
        (lambda x: tf.where(x, x, x), ValueError),
        (lambda x: tf.where(x > 0, x), ValueError),
        (lambda x: tf.zeros([-1]), ValueError),
        (lambda x: tf.fill([2], [1, 2]), ValueError),
        (lambda x: tf.eye(2, batch_shape=[2]), ValueError),
        (lambda x: tf.linspace(0, 1, 3), TypeError),
        (lambda x: tf.linspace(0.0, 1.0, 0), ValueError),
        (lambda x: tf.range([1, 2]), TypeError),
        (lambda x: tf.expand_dims(x), ValueError),
        (lambda x: tf.shape(x, out_type=tf.float32), TypeError),
        (lambda x: tf.cast(x, "no dtype"), TypeError),
        (lambda x: tf.TensorShape([-1]), ValueError),
        (lambda x: tf.convert_to_tensor(x, tf.int32), ValueError),
    ],
)  # fmt: skip
def test_refused(x, make, error):
    with pytest.raises(error):
        make(x)


# Ops that TensorFlow 1.0.0 and 1.15.0 made of calls, with x a placeholder of [3, 4].
COUNTS = {
    "tf.shape(x)": (1, 1), "tf.shape(u)": (1, 1), "tf.size(x)": (1, 1),
    "tf.zeros([2, 3])": (1, 1), "tf.zeros([3000])": (1, 3), "tf.zeros(n)": (2, 2),
    "tf.zeros(tf.stack([m, 3]))": (4, 4), "tf.fill([2, 3], 1.0)": (3, 3),
    "tf.fill(n, s)": (1, 1), "tf.fill([m, 3], s)": (3, 3), "tf.zeros_like(x)": (1, 1),
    "tf.ones_like(x)": (3, 3), "tf.zeros_like(x, dtype=tf.int32)": (3, 1),
    "tf.ones_like([1, 2])": (4, 4), "tf.range(5)": (4, 4), "tf.range(m)": (3, 3),
    "tf.range(1.0, 5.0)": (5, 5), "tf.linspace(0.0, 1.0, 5)": (4, 4),
    "tf.eye(3)": (7, 2), "tf.eye(2, 3)": (15, 3), "tf.concat([x, y], 0)": (2, 2),
    "tf.concat([x, [[1.0, 2.0, 3.0, 4.0]]], 0)": (3, 3), "tf.stack([x, y])": (1, 1),
    "tf.stack([1.0, 2.0])": (1, 1), "tf.stack([s, 2.0])": (2, 2),
    "tf.reshape(x, [4, 3])": (2, 2), "tf.reshape(x, n)": (1, 1),
    "tf.cast(x, tf.int32)": (1, 1), "tf.cast(x, tf.float32)": (0, 0),
    "tf.cast([1, 2], tf.float32)": (2, 2), "tf.transpose(x)": (8, 2),
    "tf.transpose(x, [1, 0])": (2, 2), "tf.expand_dims(x, 0)": (2, 2),
    "tf.squeeze(x)": (1, 1), "tf.matmul(x, y, transpose_b=True)": (1, 1),
    "tf.matmul(x, [[1.0], [2.0], [3.0], [4.0]])": (2, 2), "tf.reduce_sum(x)": (2, 2),
    "tf.reduce_sum(u, 1)": (2, 2), "tf.reduce_sum(v)": (5, 5),
    "tf.reduce_mean(x, 0)": (2, 2), "tf.add(x, y)": (1, 1), "tf.add(x, 1.0)": (2, 2),
    "tf.add(1.0, 2.0)": (3, 3), "tf.divide(x, 2.0)": (2, 2), "tf.pow(x, 2.0)": (2, 2),
    "tf.exp(x)": (1, 1), "tf.exp(1.0)": (2, 2), "tf.maximum(x, 0.0)": (2, 2),
    "tf.round(x)": (1, 1), "tf.sigmoid(x)": (1, 1), "tf.nn.relu(x)": (1, 1),
    "tf.nn.softmax(x)": (1, 1), "tf.argmax(x, 1)": (2, 2), "tf.equal(x, 1.0)": (2, 2),
    "tf.logical_and(b, b)": (1, 1), "tf.logical_xor(b, b)": (4, 4),
    "tf.where(b, x, y)": (1, 1), "tf.where(b)": (1, 1), "tf.identity(x)": (1, 1),
    "tf.identity(1.0)": (2, 2), "tf.group(x, y)": (1, 1), "tf.no_op()": (1, 1),
    "tf.Print(x, [x])": (1, 1), "tf.clip_by_value(x, 0.0, 1.0)": (4, 4),
    "tf.tile(x, [2, 1])": (2, 2), "tf.gather(x, [0, 1])": (2, 3),
    "tf.one_hot(n, 4)": (4, 4), "tf.convert_to_tensor([1.0, 2.0])": (1, 1),
    "tf.placeholder_with_default(1.0, [])": (2, 2),
    "x[0]": (4, 4), "x[:, 0:1]": (4, 4), "x[..., None, -1]": (4, 4),
    "tf.shape(u)[0]": (5, 5), "x[m]": (None, None), "x > 1.0": (2, 2),
    "x <= y": (1, 1), "x // 2.0": (2, 2), "2.0 % x": (2, 2), "b & b": (1, 1),
    "b | b": (1, 1), "~b": (1, 1), "b ^ b": (None, None),
    "tf.random_uniform(tf.shape(u))": (7, 7),
    "tf.random_uniform(x.get_shape())": (7, 7), "tf.nn.dropout(x, 0.5)": (12, 16),
    "tf.nn.dropout(x, s)": (11, 17), "tf.nn.dropout(u, 0.5)": (12, 16),
    "tf.nn.dropout(x, 1.0)": (1, 0), "tf.nn.dropout(x, 0.5, [3, 1])": (12, 16),
    "tf.nn.dropout(tf.ones([3]), 0.5)": (13, 17), "tf.nn.dropout([1.0], 0.5)": (13, 17),
    "tf.nn.dropout(x, rate=s)": (11, 15), "tf.nn.dropout(x, 0.5, n2)": (11, 15),
    "tf.contrib.layers.dropout(x, 0.5)": (12, 16),
    "tf.image.random_flip_left_right(image)": (18, 19),
    "tf.image.random_flip_up_down(np.zeros((4, 5, 3)))": (19, 20),
    "tf.image.random_flip_left_right(batch)": (None, 26),
    "tf.image.random_brightness(image, 0.2)": (10, 9),
    "tf.image.random_brightness(pixels, 0.2)": (18, 18),
    "tf.image.random_brightness(np.zeros((4, 5, 3), np.float32), 0.2)": (11, 10),
    "tf.image.random_contrast(image, 0.2, 0.5)": (10, 9),
    "tf.image.random_contrast(pixels, 0.2, 0.5)": (18, 18),
}  # fmt: skip


@pytest.mark.parametrize("version", ["1.0", "1.15"])
@pytest.mark.parametrize("code", COUNTS)
def test_op_ids(code, version):
    expected = COUNTS[code][version == "1.15"]
    with tf.Graph(tensorflow=version).as_default():
        names = {
            "tf": tf, "np": np,
            "x": tf.placeholder(tf.float32, [3, 4]),
            "y": tf.placeholder(tf.float32, [3, 4]),
            "u": tf.placeholder(tf.float32, [None, 4]),
            "n": tf.placeholder(tf.int32, [3]), "n2": tf.placeholder(tf.int32, [2]),
            "m": tf.placeholder(tf.int32, []), "b": tf.placeholder(tf.bool, [3, 4]),
            "s": tf.placeholder(tf.float32, []), "v": tf.Variable([1.0]),
            "image": tf.placeholder(tf.float32, [4, 5, 3]),
            "pixels": tf.placeholder(tf.uint8, [4, 5, 3]),
            "batch": tf.placeholder(tf.float32, [2, 4, 5, 3]),
        }  # fmt: skip
        tf.set_random_seed(1)
        before = tf.get_seed(None)[1]
        if expected is None:
            with pytest.raises(ValueError):
                eval(code, names)
            return
        eval(code, names)
        assert tf.get_seed(None)[1] - before == expected
