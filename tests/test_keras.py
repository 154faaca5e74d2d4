# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Keras' seeds and traced functions, beside their values."""

import random

import numpy as np
import pytest

import philoxseed as px
import philoxseed.compat.v2 as tf

keras, tf_keras = px.compat.keras, px.compat.tf_keras


def test_keras_takes_seeds_of_python():
    random.seed(5)
    expected = random.randint(1, 10**9)
    random.seed(5)
    made = keras.initializers.GlorotUniform()  # when it is made
    random.seed(6)
    assert np.array_equal(made([3]), keras.initializers.GlorotUniform(expected)([3]))
    assert np.array_equal(made([3]), made([3]))
    made = tf_keras.initializers.GlorotUniform()  # when it is first called
    tf_keras.utils.set_random_seed(5)
    expected = random.Random(5).randint(1, 10**9)
    same = tf_keras.initializers.GlorotUniform(expected)
    assert np.array_equal(made([3]), same([3]))


def test_keras_draws_by_stateless_functions():
    value = keras.random.normal([3], seed=9)
    assert np.array_equal(value, px.random.stateless_normal([3], [9, 0]))
    generator = keras.random.SeedGenerator(9)
    for i in range(3):
        value = keras.random.uniform([3], seed=generator)
        assert np.array_equal(value, px.random.stateless_uniform([3], [9, i]))
    x = np.ones(4, np.float32)
    for rate in (0, 1):  # no seed is used
        assert np.array_equal(
            keras.random.dropout(x, rate, seed=generator), x * (1 - rate)
        )
    assert generator.next() == (9, 3)


@pytest.mark.parametrize("seed", ["a", 1.5, [1]])
def test_keras_refuses_other_seeds(seed):
    with pytest.raises(ValueError, match="seed must be an integer"):
        keras.random.normal([2], seed=seed)


@pytest.mark.parametrize(
    "arguments", [{"scale": 0}, {"mode": "x"}, {"distribution": "x"}]
)
def test_bad_initializers(arguments):
    for module in (keras, tf_keras):
        with pytest.raises(ValueError, match=next(iter(arguments))):
            module.initializers.VarianceScaling(**arguments)


def test_a_trace_numbers_its_ops():
    tf.random.set_seed(8)
    before = tf.random.uniform([2])
    tf.random.set_seed(8)

    @tf.function
    def draw(x, scale=1):
        return {"u": tf.random.uniform([2]) * scale, "v": [x + tf.random.normal([2])]}

    value = draw(np.float32([1, 2]))
    assert np.array_equal(value["u"], px.Stream(8, 0).uniform(2))
    assert np.array_equal(value["v"][0], px.Stream(8, 1).normal(2) + np.float32([1, 2]))
    assert isinstance(value["u"], tf.Tensor)
    # Tracing took nothing from the sequence of eager mode.
    assert np.array_equal(tf.random.uniform([2]), before)
    # Streams go on; another kind of arguments is another trace, from its start.
    stream = px.Stream(8, 0)
    stream.uniform(2)
    assert np.array_equal(draw(np.float32([5, 5]))["u"], stream.uniform(2))
    assert np.array_equal(draw(np.zeros(2))["u"], px.Stream(8, 0).uniform(2))
    doubled = draw(np.zeros(2), scale=2)["u"]
    assert np.array_equal(doubled, px.Stream(8, 0).uniform(2) * 2)
    # Another seed lets the streams start again, with the seeds of the trace.
    tf.random.set_seed(99)
    assert np.array_equal(draw(np.float32([0, 0]))["u"], px.Stream(8, 0).uniform(2))


def test_what_cannot_be_traced():
    @tf.function
    def draw(x):
        return bool(tf.random.uniform([]) > 0.5)

    with pytest.raises(TypeError):
        draw([1])
    with pytest.raises(px.errors.OperatorNotAllowedInGraphError):
        draw(1)


def test_dropout_at_once():
    tf.random.set_seed(3)
    x = tf.constant(np.ones((4, 5), np.float32))
    noise = px.Stream(3, 7).uniform(20).reshape(4, 5)
    value = tf.nn.dropout(x, 0.4, seed=7)
    assert np.array_equal(
        value, np.where(noise >= np.float32(0.4), np.float32(1 / 0.6), 0)
    )
    for bad in (1.0, -0.1, [0.5], "a"):
        with pytest.raises(ValueError, match="rate"):
            tf.nn.dropout(x, bad)
    with pytest.raises(ValueError, match="floating"):
        tf.nn.dropout([1, 2], 0.5)
