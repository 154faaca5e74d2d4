# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Initializers beside the weights that TensorFlow 1.0.0, 1.15.0 and 2.21.0 drew.

``data/tensorflow_initializers/make_weights.py`` made the files.
"""

import json
from pathlib import Path

import numpy as np
import pytest

import philoxseed
import philoxseed.compat.v1 as tf

DATA = Path(__file__).parent / "data" / "tensorflow_initializers"
VERSIONS = ["1.0.0", "1.15.0", "2.21.0"]


def weights(version):
    return json.loads((DATA / f"weights_{version}.json").read_text())["cases"]


@pytest.mark.parametrize("version", VERSIONS)
def test_weights(version):
    cases = weights(version)
    made = []
    with tf.Graph(tensorflow=version).as_default():
        tf.set_random_seed(87)
        for i, (source, shape, op_seed, _) in enumerate(cases):
            initializer = eval(source, {"tf": tf})
            made.append(tf.get_variable(f"w{i}", shape, initializer=initializer))
            (row,) = (r for r in philoxseed.explain_seeds() if f"w{i}" in r.initializes)
            assert row.op_seed == op_seed, source
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            values = session.run(made)
    for (source, shape, _, bits), value in zip(cases, values, strict=True):
        expected = np.frombuffer(bytes.fromhex(bits), np.float32)
        actual = value.ravel()[:12]
        if "orthogonal" in source:  # the decomposition is another
            np.testing.assert_allclose(actual, expected, rtol=0, atol=2e-5)
        else:
            assert actual.tobytes() == expected.tobytes(), (source, shape)


def test_how_much_is_compared():
    assert [len(weights(version)) for version in VERSIONS] == [50, 116, 76]


def draw(initializer, *args, **kwargs):
    with tf.Graph().as_default():
        tf.set_random_seed(5)
        tensor = initializer(*args, **kwargs)
        with tf.Session() as session:
            return session.run(tensor)


def test_orthogonal_is_orthogonal():
    for shape, dtype in [
        ((6, 3), "float32"),
        ((3, 6), "float64"),
        ((2, 3, 4), "float64"),
    ]:
        value = draw(tf.orthogonal_initializer(gain=3.0), shape, dtype)
        assert (value.shape, value.dtype) == (shape, np.dtype(dtype))
        matrix = value.reshape(-1, shape[-1]) / 3
        if matrix.shape[0] < matrix.shape[1]:
            matrix = matrix.T
        error = matrix.T @ matrix - np.eye(matrix.shape[1])
        assert np.abs(error).max() < (1e-6 if dtype == "float32" else 1e-14)


def test_orthogonal_of_float64():
    # TensorFlow 2.21: set_random_seed(5), orthogonal_initializer(gain=2.0)([4, 4]).
    expected = [0.8596833535293027, -0.3307059162749802, -1.73347709617951,
                0.38292987037627485]  # fmt: skip
    value = draw(tf.orthogonal_initializer(gain=2.0), [4, 4], tf.float64)
    np.testing.assert_allclose(value[0], expected, rtol=0, atol=1e-14)


def test_constants():
    assert draw(tf.zeros_initializer(), [2, 0]).shape == (2, 0)
    assert draw(tf.zeros_initializer(tf.bool), [2]).tolist() == [False, False]
    assert draw(tf.ones_initializer(), [2], tf.int64).dtype == np.int64
    assert draw(tf.ones_initializer(), [40, 30]).sum() == 1200
    assert draw(tf.constant_initializer([1, 2]), [4]).tolist() == [1, 2, 2, 2]
    assert draw(tf.constant_initializer(2.5), [2, 1]).tolist() == [[2.5], [2.5]]
    value = draw(tf.initializers.identity(2.0), [2, 3], tf.float64)
    assert value.tolist() == [[2, 0, 0], [0, 2, 0]]


def test_dtypes_that_count():
    # As TensorFlow: glorot's constructor ignores its dtype, others do not.
    assert (
        draw(tf.glorot_uniform_initializer(dtype=tf.float64), [2]).dtype == np.float32
    )
    assert draw(tf.glorot_uniform_initializer(), [2], tf.float16).dtype == np.float16
    assert draw(tf.random_normal_initializer(dtype=tf.float64), [2]).dtype == np.float64
    values = draw(tf.random_uniform_initializer(0, 9, dtype=tf.int32), [2])
    assert values.dtype == np.int32


def test_keras_defaults():
    keras = tf.keras.initializers
    assert keras.RandomUniform().get_config()["minval"] == -0.05
    assert keras.RandomNormal().get_config()["stddev"] == 0.05
    assert keras.TruncatedNormal().get_config()["stddev"] == 0.05


@pytest.mark.parametrize(
    "initializer",
    [
        tf.zeros_initializer(tf.int32),
        tf.constant_initializer(3),
        tf.initializers.identity(2.0),
        tf.random_uniform_initializer(-1, 1, seed=2),
        tf.truncated_normal_initializer(stddev=0.1),
        tf.variance_scaling_initializer(2.0, "fan_out", "uniform", 3, tf.float64),
        tf.glorot_normal_initializer(4),
        tf.uniform_unit_scaling_initializer(1.5),
        tf.orthogonal_initializer(2.0, 1),
        tf.keras.initializers.RandomNormal(),
    ],
)
def test_configs(initializer):
    config = initializer.get_config()
    json.dumps(config)
    assert type(initializer).from_config(config).get_config() == config
    assert repr(initializer).startswith(type(initializer).__name__)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: tf.random_normal_initializer(dtype=tf.int32), ValueError, "floating"),
        (lambda: tf.variance_scaling_initializer(scale=0), ValueError, "positive"),
        (lambda: tf.variance_scaling_initializer(mode="x"), ValueError, "mode"),
        (
            lambda: tf.variance_scaling_initializer(distribution="x"),
            ValueError,
            "distribution",
        ),
        (lambda: tf.orthogonal_initializer()([3]), ValueError, "two-dimensional"),
        (lambda: tf.orthogonal_initializer()([3, 3], tf.float16), TypeError, "float32"),
        (lambda: tf.initializers.identity()([3]), ValueError, "two-dimensional"),
        (lambda: tf.constant_initializer("x")([3]), TypeError, "numbers"),
        (lambda: tf.constant_initializer(None), TypeError, "Python scalar"),
        (lambda: tf.constant_initializer([1, 2, 3])([2]), ValueError, "Too many"),
        (
            lambda: tf.constant_initializer([1, 2], verify_shape=True)([2, 1]),
            TypeError,
            "Expected Tensor's shape",
        ),
        (lambda: tf.glorot_uniform_initializer()([None, 3]), ValueError, "fully"),
        (
            lambda: tf.glorot_uniform_initializer()(tf.constant([2, 3])),
            TypeError,
            "known",
        ),
        (lambda: tf.zeros_initializer()([-1]), ValueError, "must be >= 0"),
        (
            lambda: tf.contrib.layers.xavier_initializer(dtype=tf.int32),
            TypeError,
            "non-floating",
        ),
        (
            lambda: tf.contrib.layers.variance_scaling_initializer(mode="fan"),
            TypeError,
            "Unknown mode",
        ),
    ],
)
def test_refused(make, error, message):
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        with pytest.raises(error, match=message):
            make()
        assert tf.get_seed(None) == (1, 0)
        assert {op.type for op in graph.get_operations()} <= {"Const"}


def test_old_orthogonal_is_refused_with_the_reason():
    with tf.Graph(tensorflow="1.0").as_default():
        with pytest.raises(ValueError, match="signs"):
            tf.get_variable("w", [3, 3], initializer=tf.orthogonal_initializer())
        assert tf.global_variables() == []
