# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What TensorFlow refuses, philoxseed refuses: with its class of error, and its gist.

The snippets and the classes are those of ``data/tensorflow/golden_open.json`` and
``golden_rest_open.json``; those of eager mode are in test_golden_values.py.
"""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

import philoxseed as tf

DATA = Path(__file__).parent / "data" / "tensorflow"
EAGER = ("eager_", "stateless_", "generator_")
ERRORS = [
    error
    for name in ("golden_open.json", "golden_rest_open.json")
    for error in json.loads((DATA / name).read_text())["errors"]
    if not error["id"].startswith(EAGER)
]

# What philoxseed does otherwise on purpose; docs/tensorflow.md says why.
DIFFERENT = {
    "seed_uint8": None,
    "maxval_int32_overflow2": "ValueError",
    "maxval_int64_overflow": "ValueError",
}

GIST = {
    "int_no_maxval": "maxval must be given .* int32",
    "bad_dtype_uniform": "uint8 is not supported: expected .*float16.*int64",
    "bad_dtype_normal": "int32 is not supported",
    "shape_scalar": "shape .* got 3: its rank must be 1",
    "shape_float": r"shape must be a sequence of integers, got \[1.5\]",
    "shape_none": "shape .* None",
    "minval_none": "minval: None is not supported",
    "minval_vector_int": r"minval must be a scalar .* shape \(2,\)",
    "maxval_float_for_int": "maxval: expected int32, got 2.5 of type 'float'",
    "int_range_equal": "^random_uniform: Need minval < maxval, got 5 >= 5$",
    "int_range_reversed": "^random_uniform: Need minval < maxval, got 9 >= 5$",
    "maxval_int32_overflow": "maxval: 2147483648 does not fit into int32: expected",
    "maxval_int32_overflow2": "does not fit into int32",
    "maxval_int64_overflow": "does not fit into int64",
    "negative_dim": "Dimension -1 must be >= 0",
    "seed_string": "seed must be an integer or None, got 'a'",
    "seed_list": "seed must be an integer or None",
    "seed_array1": "seed must be an integer or None",
    "seed_tensor": "seed must be an integer or None",
    "seed_nan": "seed must be an integer or None, got nan",
    "fetch_int": "`fetch` = 5 has invalid type 'int'",
    "fetch_none": "`fetch` = None has invalid type",
    "fetch_list_none": "`fetch` = None has invalid type",
    "fetch_ndarray": "has invalid type 'ndarray'",
    "fetch_set": "has invalid type 'set'",
    "fetch_name_missing": "nope:0 cannot be .* no operation 'nope'",
    "fetch_opname_missing": "nope cannot be .* no operation 'nope'",
    "fetch_foreign": "is not an element of this graph",
    "feed_foreign": "Cannot interpret feed_dict key as Tensor: .* not an element",
    "feed_shape": r"shape \(3,\) for Tensor random_uniform/.*which has shape \(2,\)",
    "feed_none_key": "Cannot interpret feed_dict key as Tensor: .* NoneType",
    "feed_tensor_value": "must be numbers or an array, got Tensor",
    "feed_not_dict": "feed_dict must be a mapping .* 'list'",
    "unfed_placeholder": "must feed a value for placeholder tensor 'Placeholder'",
    "closed": "closed Session",
    "empty_graph": "Session graph is empty",
    "session_graph_type": "`graph` must be a Graph, got 3 of type 'int'",
    "eval_no_session": "no default session",
    "finalized": "finalized and cannot be modified",
    "crop_too_big": r"Need value.shape >= size .*\(2, 2\) and \(3, 3\)",
    "categorical_rank1": r"logits should be a matrix, got shape \[2\]",
    "categorical_negative": "num_samples should be non-negative, got -1",
    "categorical_dtype": "float32 is not supported: expected int32, int64",
    "categorical_no_classes": "num_classes should be positive, got 0",
    "categorical_vector_samples": r"num_samples should be a scalar, got shape \[1\]",
    "categorical_float_samples": "num_samples must be an integer, got 3.0",
    "multinomial_dtype": "uint8 is not supported: expected int32, int64",
    "gamma_int": "must be one of float16, float32, float64, got int32",
    "gamma_bfloat16": "bfloat16 is not supported",
    "gamma_alpha_dtype": "alpha: expected a tensor of float32, got .*float64",
    "gamma_shape_scalar": "shape .* got 2: its rank must be 1",
    "gamma_shape_int64": "shape must be int32, got .*int64",
    "gamma_broadcast": r"\(2,\), \(3,\) do not broadcast",
    "poisson_bfloat16": "bfloat16 is not supported",
    "poisson_uint8": "uint8 is not supported",
    "poisson_shape_scalar": "shape .* got 2: its rank must be 1",
    "poisson_negative_dim": "Dimension -2 must be >= 0",
    "dropout_rate_one": r"in the range \[0, 1\). Received: rate=1.0",
    "dropout_rate_negative": r"in the range \[0, 1\). Received: rate=-0.1",
    "dropout_int": "must be a floating point tensor .* x_dtype=int32",
    "dropout_rate_dtype": "compatible with `rate.dtype`.*float32 and rate.*float64",
    "dropout_rate_list": r"`rate` must be a scalar .* rate=\[0.5\]",
    "v1_dropout_none": "`rate` must be provided",
    "v1_dropout_both": "both 'keep_prob' and 'rate'",
    "init_dtype": "`dtype` is expected to be floating point. Received: int32",
    "init_scale": "`scale` must be a positive float. Received: 0",
    "init_mode": "`mode` should be one of .* Received: x",
    "init_distribution": "`distribution` should be one of .* Received: x",
    "orthogonal_rank": "must be at least two-dimensional",
    "crop_error": r"Need value.shape >= size .*\(2, 2\) and \(3, 3\)",
    "image_delta": "max_delta must be non-negative",
    "image_contrast": "upper must be > lower",
    "image_hue": "max_delta must be <= 0.5",
    "image_rank": "must be at least three-dimensional",
    "tensor_bool": "has no truth value",
    "tensor_iter": "cannot be iterated over",
    "tensor_numpy": "cannot become a NumPy array",
}

CLASSES = {
    error.__name__: error
    for error in (
        NotImplementedError,
        RuntimeError,
        TypeError,
        ValueError,
        tf.errors.InvalidArgumentError,
        tf.errors.OperatorNotAllowedInGraphError,
    )
}


# compat.v1 asks which TensorFlow is meant.
@pytest.mark.filterwarnings("ignore:this automatic op seed")
@pytest.mark.parametrize(
    "entry",
    ERRORS,
    ids=lambda entry: entry["id"],
)
def test_error(entry):
    expected = DIFFERENT.get(entry["id"], entry["exception"])
    names = {"tf": tf, "v1": tf.compat.v1, "np": np, "Session": tf.Session}
    with tf.Graph().as_default():
        if expected is None:
            exec(entry["code"], names)
        else:
            with pytest.raises(CLASSES[expected], match=GIST[entry["id"]]):
                exec(entry["code"], names)


def test_classes():
    error = tf.errors.InvalidArgumentError
    assert issubclass(error, ValueError) and issubclass(error, tf.errors.OpError)
    assert issubclass(tf.errors.OperatorNotAllowedInGraphError, TypeError)
    assert tf.compat.v1.errors is tf.errors


def test_errors_of_runs_name_the_op_and_can_be_pickled():
    with tf.Graph().as_default():
        p = tf.placeholder(tf.float32)
        with tf.Session() as session, pytest.raises(tf.errors.OpError) as caught:
            session.run(p)
    assert caught.value.op is p.op
    assert caught.value.message == str(caught.value)
    copied = pickle.loads(pickle.dumps(caught.value))
    assert type(copied) is tf.errors.InvalidArgumentError
    assert (copied.message, copied.op) == (caught.value.message, None)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: tf.random.normal([2], dtype="foo"), TypeError, "got 'foo'"),
        (lambda: tf.random.normal([2], dtype=int), TypeError, "float32 or int64, got"),
        (lambda: tf.random.normal([2], dtype=None), TypeError, "got None"),
        (lambda: tf.random.uniform([2], dtype=tf.uint32), ValueError, "uint32 is not"),
        (lambda: tf.random.normal([2], 1j), TypeError, "mean: expected numbers"),
        (lambda: tf.random.normal([2], "a"), TypeError, "mean: expected numbers"),
        (lambda: tf.random.normal([2], None), ValueError, "mean: None"),
        (lambda: tf.random.normal([2], [[1], [1, 2]]), ValueError, "mean: .* not an"),
        (lambda: tf.random.normal([2], [1, 2, 3]), ValueError, "do not broadcast"),
        (
            lambda: tf.random.uniform([2], tf.constant(0)),
            ValueError,
            "a tensor of float",
        ),
        (lambda: tf.random.uniform([True]), TypeError, "sequence of integers"),
        (lambda: tf.random.uniform("23"), TypeError, "sequence of integers"),
        (
            lambda: tf.random.uniform("2"),
            TypeError,
            r"shape must be a sequence of integers, got '2'; \[3\] and \[2, 4\] are",
        ),
        (
            lambda: tf.random.uniform(-1),
            ValueError,
            r"got -1: its rank must be 1, as that of \[3\] and \[2, 4\] is",
        ),
        (lambda: tf.random.uniform(None), ValueError, r"that of a scalar is \[\]"),
        (
            lambda: tf.random.uniform([2], tf.float64),
            TypeError,
            "minval: expected numbers, .*; a dtype is given as dtype=",
        ),
        (lambda: tf.random.normal([2], np.int32), TypeError, "mean: .* as dtype=$"),
        (lambda: tf.random.uniform([[2]]), ValueError, "rank must be 1"),
        (lambda: tf.random.uniform(np.array(2)), ValueError, "rank must be 1"),
        (lambda: tf.random.uniform([None]), TypeError, "sequence of integers"),
        (lambda: tf.random.uniform([2**63]), ValueError, "does not fit into int64"),
        (lambda: tf.random.uniform(tf.constant(2)), ValueError, "rank 1"),
        (lambda: tf.random.uniform(tf.constant([2.0])), TypeError, "int32 or int64"),
        (lambda: tf.random.uniform([2], 0, 2**32, "int32"), ValueError, "not fit"),
        (
            lambda: tf.random.uniform([2], -(2**31) - 1, 0, "int32"),
            ValueError,
            "not fit",
        ),
        (
            lambda: tf.random.uniform([2], 0, np.float64(1.5), "int32"),
            ValueError,
            "fit",
        ),
        (
            lambda: tf.random.uniform([2], None, None, "int32"),
            ValueError,
            "maxval must",
        ),
        (lambda: tf.random.shuffle(None), ValueError, "value: None"),
        (lambda: tf.random.shuffle("abc"), TypeError, "expected numbers"),
        (lambda: tf.random.shuffle([[1], [1, 2]]), ValueError, "not an array"),
        (lambda: tf.compat.v1.random_crop([1, 2], 1), ValueError, "rank 1"),
        (
            lambda: tf.compat.v1.random_crop([1, 2], [1, 1]),
            ValueError,
            "each dimension",
        ),
        (lambda: tf.compat.v1.random_crop([1, 2], [1.0]), TypeError, "expected int32"),
        (lambda: tf.constant("a"), TypeError, "expected numbers"),
        (lambda: tf.constant(2**70), ValueError, "does not fit into int64"),
        (lambda: tf.constant([1, 2], shape=[3]), TypeError, r"into shape \(3,\)"),
        (
            lambda: tf.compat.v1.constant([1, 2, 3], shape=[2]),
            ValueError,
            "at most 2, got 3",
        ),
        (lambda: tf.constant(1, shape=[None]), ValueError, "must be known"),
        (lambda: tf.placeholder(None), TypeError, "got None"),
        (lambda: tf.placeholder(tf.float32, [1.5]), TypeError, "integers or None"),
        (lambda: tf.placeholder(tf.float32, [-1]), ValueError, "must be >= 0"),
    ],
)
def test_refused_constructions_leave_no_trace(make, error, message):
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(3)
        with pytest.raises(error, match=message):
            make()
        assert all(op.type == "Const" for op in graph.get_operations())
        tensor = tf.random.uniform([1])
        assert tensor.op.seeds == (3, 0)
        assert tensor.name == "random_uniform/RandomUniform:0"


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ([1, 2, 3], ValueError, r"shape \(3,\)"),
        ("a", ValueError, "The value fed for Placeholder:0: "),
        (None, TypeError, "numbers or an array, got None"),
        ([[1], [1, 2]], ValueError, "inhomogeneous"),
        (2**70, TypeError, "does not fit int64"),
        (1j, TypeError, "must be int64, got 1j"),
        (np.array([1j, 2]), TypeError, "must be int64, got array"),
    ],
)
def test_refused_feeds_run_nothing(value, error, message):
    with tf.Graph().as_default():
        a = tf.random.uniform([2], seed=1)
        p = tf.placeholder(tf.int64, [2])
        with tf.Session() as session:
            with pytest.raises(error, match=message):
                session.run(a, {p: value})
            state = session.get_random_state()
    assert state["ops"][a.op.name]["blocks"] == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: tf.random.uniform([2**32, 2**32], name="x"),
            r"^x/RandomUniform: shape \(4294967296, 4294967296\) of float32 is too",
        ),
        (lambda: tf.random.normal([2**62], name="x"), "x: shape .* is too large"),
        (
            lambda: tf.random.normal([2**40, 1], np.zeros(2**23), name="x"),
            r"x: shape \(1099511627776, 8388608\) of float32",
        ),
        (
            lambda: tf.random.uniform([2**61], 0, 9, "int32", name="x"),
            "x: shape .* of int32 is too large",
        ),
        (
            lambda: tf.random.uniform([1] * 65, name="x"),
            "at most 64 .* got 65",
        ),
    ],
)
def test_shapes_that_are_too_large_are_known_before_any_op_runs(make, message):
    with tf.Graph().as_default():
        first = tf.random.uniform([2], seed=1)
        large = make()
        with tf.Session() as session:
            with pytest.raises(tf.errors.InvalidArgumentError, match=message) as caught:
                session.run([first, large])
            assert caught.value.op is large.op
            assert session.get_random_state()["ops"][first.op.name]["blocks"] == 0


@pytest.mark.parametrize("fed", [[2**32, 2**32], [2**62], [1] * 65, [2, -1]])
@pytest.mark.parametrize("mean", [0.0, [1.0]])
def test_fed_shapes_that_no_array_can_have(fed, mean):
    with tf.Graph().as_default():
        shape = tf.placeholder(tf.int64, [None])
        draw = tf.random.normal(shape, mean, seed=1, name="x")
        with tf.Session() as session:
            message = "^x: (shape .* too large|a shape has at most|Dimension -1)"
            with pytest.raises(tf.errors.InvalidArgumentError, match=message) as caught:
                session.run(draw, {shape: fed})
            assert caught.value.op is draw.op
            assert session.get_random_state()["ops"]["x"]["blocks"] == 0


def test_memory_that_there_is_not_names_the_op():
    with tf.Graph().as_default(), tf.Session() as session:
        shape = tf.placeholder(tf.int64, [None])
        draw = tf.random.uniform(shape, seed=1, name="x")
        with pytest.raises(MemoryError, match=r"x/RandomUniform: .*shape"):
            session.run(draw, {shape: [2**60]})


def test_errors_of_expressions_name_the_op():
    with tf.Graph().as_default(), tf.Session() as session:
        p = tf.placeholder(tf.float32)
        total = tf.random.uniform([2], seed=1) + p
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"^add: ") as caught:
            session.run(total, {p: np.ones(3)})
        assert caught.value.op is total.op
