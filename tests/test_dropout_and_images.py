# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Dropout and image ops beside plain NumPy; test_golden_rest has TensorFlow's values.

Streams are those of `Stream`, which other tests compare with TensorFlow.
"""

import colorsys

import numpy as np
import pytest

import philoxseed as v2
import philoxseed.compat.v1 as tf

IMAGE = np.arange(24, dtype=np.float32).reshape(2, 4, 3) / 7


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph(tensorflow="2.3").as_default() as graph:
        tf.set_random_seed(5)
        yield graph


def run(*fetches, feeds=None):
    with tf.Session() as session:
        return session.run(list(fetches), feeds)


def fed(value):
    value = np.asarray(value)
    tensor = tf.placeholder(value.dtype, value.shape)
    return tensor, {tensor: value}


def test_dropout():
    values = np.linspace(-1, 1, 40, dtype=np.float32).reshape(8, 5)
    values[0, :2] = np.nan, np.inf
    x, feeds = fed(values)
    u = v2.Stream(5, 3).uniform((8, 5))
    for make in (
        lambda: tf.nn.dropout(x, 0.75, seed=3),
        lambda: tf.nn.dropout(x, rate=0.25, seed=3),
        lambda: v2.nn.dropout(x, 0.25, seed=3),
    ):
        tensor = make()
        assert tensor.shape == (8, 5) and tensor.dtype == np.float32
        (value,) = run(tensor, feeds=feeds)
        expected = np.where(u >= np.float32(0.25), values * np.float32(1 / 0.75), 0)
        assert value.tobytes() == expected.astype(np.float32).tobytes()
    assert tensor.name == "dropout_2/SelectV2:0"


def test_noise_shapes():
    x, feeds = fed(np.ones((6, 4), np.float64))
    rows = tf.nn.dropout(x, 0.5, [None, 1], seed=1)
    as_tensor = tf.nn.dropout(x, 0.5, tf.constant([6, 1]), seed=1)
    a, b = run(rows, as_tensor, feeds=feeds)
    kept = v2.Stream(5, 1).uniform((6, 1), dtype=np.float64) >= 0.5
    np.testing.assert_array_equal(a, np.broadcast_to(kept, (6, 4)) * 2.0)
    np.testing.assert_array_equal(a, b)
    unknown = tf.placeholder(tf.float32)
    (c,) = run(tf.nn.dropout(unknown, 0.5, seed=1), feeds={unknown: np.ones((3, 2))})
    assert c.shape == (3, 2)


def test_rates_that_are_tensors():
    x, feeds = fed(np.linspace(1, 2, 30, dtype=np.float32))
    rate = tf.placeholder(tf.float32, [])
    feeds[rate] = 0.3
    u = v2.Stream(5, 2).uniform(30)
    kept = np.linspace(1, 2, 30, dtype=np.float32) / (1 - np.float32(0.3))
    by_rate, by_share = run(
        v2.nn.dropout(x, rate, seed=2), tf.nn.dropout(x, 1.0 - rate, seed=2),
        feeds=feeds,
    )  # fmt: skip
    np.testing.assert_array_equal(by_rate, np.where(u >= np.float32(0.3), kept, 0))
    np.testing.assert_allclose(by_share, by_rate, rtol=1e-6)


def test_a_rate_of_0_takes_a_seed_and_nothing_else():
    x, _ = fed(np.ones(3, np.float32))
    assert tf.nn.dropout(x, 1.0) is x
    assert v2.nn.dropout(x, 0) is x
    assert tf.nn.dropout(x, 1.0, seed=9) is x
    assert tf.random_uniform([1]).op.seeds == (5, 2)


def test_dropout_of_older_versions():
    values = np.linspace(-1, 1, 50, dtype=np.float32)
    u = v2.Stream(5, 3).uniform(50)
    share = np.float32(0.9)
    one = np.float32(1)
    for version, expected in {
        # As their sources have it: nn_ops.py.
        "1.0": values / share * np.floor(share + u),
        "1.12": values / share * np.floor(share + u),
        "1.15": values
        * (one / (one - np.float32(1 - 0.9)))
        * (u >= np.float32(1 - 0.9)),
    }.items():
        with tf.Graph(tensorflow=version).as_default():
            tf.set_random_seed(5)
            x, feeds = fed(values)
            (value,) = run(tf.nn.dropout(x, 0.9, seed=3), feeds=feeds)
            if version == "1.12":  # whose optimizer may multiply by the inverse
                np.testing.assert_allclose(value, expected, rtol=1e-6)
            else:
                np.testing.assert_array_equal(value, expected)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda x: tf.nn.dropout(x), "must be provided"),
        (lambda x: tf.nn.dropout(x, 0.5, rate=0.5), "Cannot specify both"),
        (lambda x: tf.nn.dropout(x, 0.0), r"\(0, 1\]"),
        (lambda x: tf.nn.dropout(x, 1.5), r"\(0, 1\]"),
        (lambda x: tf.nn.dropout(x, rate=1.0), r"\[0, 1\)"),
        (lambda x: v2.nn.dropout(x, -0.1), r"\[0, 1\)"),
        (lambda x: v2.nn.dropout(x, True), r"\[0, 1\)"),
        (lambda x: v2.nn.dropout(x, [0.5]), "scalar"),
        (lambda x: v2.nn.dropout([1, 2], 0.5), "floating point"),
        (lambda x: v2.nn.dropout(x, tf.constant(0.5, tf.float64)), "compatible with"),
        (lambda x: v2.nn.dropout(x, tf.constant([0.5])), "scalar tensor"),
        (lambda x: v2.nn.dropout(x, 0.5, [2, 7]), "broadcast"),
        (lambda x: v2.nn.dropout(x, 0.5, [9, 1, 4]), "broadcast"),
    ],
)
def test_refused_dropout_takes_no_seed(make, message):
    x, _ = fed(np.ones((2, 4), np.float32))
    with pytest.raises(ValueError, match=message):
        make(x)
    assert tf.random_uniform([1]).op.seeds == (5, 0)


def test_contrib_dropout():
    x, feeds = fed(np.ones(20, np.float32))
    kept = tf.contrib.layers.dropout(x, seed=4, outputs_collections="dropped")
    off = tf.contrib.layers.dropout(x, is_training=False)
    assert tf.get_collection("dropped") == [kept]
    a, b = run(kept, off, feeds=feeds)
    np.testing.assert_array_equal(a, (v2.Stream(5, 4).uniform(20) >= 0.5) * 2.0)
    np.testing.assert_array_equal(b, np.ones(20))
    with pytest.raises(TypeError, match="is_training"):
        tf.contrib.layers.dropout(x, is_training="yes")


@pytest.mark.parametrize(
    ("name", "axis"), [("random_flip_left_right", 1), ("random_flip_up_down", 0)]
)
def test_flips(name, axis):
    x, feeds = fed(IMAGE)
    tensor = getattr(tf.image, name)(x, seed=6)
    assert tensor.name == f"{name}/Identity:0" and tensor.shape == (2, 4, 3)
    stream = v2.Stream(5, 6)
    with tf.Session() as session:
        for _ in range(20):
            u = stream.uniform(None)
            expected = np.flip(IMAGE, axis) if u < 0.5 else IMAGE
            np.testing.assert_array_equal(session.run(tensor, feeds), expected)
    batch = np.stack([IMAGE + i for i in range(9)]).astype(np.uint8)
    flipped = getattr(v2.image, name)(batch, seed=6)
    assert flipped.name == f"{name}_1/add:0" and flipped.dtype == np.uint8
    u = v2.Stream(5, 6).uniform(9)
    expected = [
        np.flip(image, axis) if flip else image
        for image, flip in zip(batch, u > 0.5, strict=True)
    ]
    np.testing.assert_array_equal(run(flipped)[0], expected)


def test_flips_of_batches_of_unknown_size():
    batch = tf.placeholder(tf.float32, [None, 2, 4, 3])
    images = np.stack([IMAGE, IMAGE + 1])
    (value,) = run(tf.image.random_flip_up_down(batch, seed=6), feeds={batch: images})
    u = v2.Stream(5, 6).uniform(2)
    np.testing.assert_array_equal(value[0], IMAGE[::-1] if u[0] > 0.5 else IMAGE)


def test_brightness():
    x, feeds = fed(IMAGE)
    tensor = tf.image.random_brightness(x, 0.25, seed=8)
    assert tensor.name == "adjust_brightness/Identity:0"
    delta = v2.Stream(5, 8).uniform(None, low=-0.25, high=0.25)
    np.testing.assert_array_equal(run(tensor, feeds=feeds)[0], IMAGE + delta)
    pixels = np.array([[0, 1, 100], [200, 254, 255]], np.uint8)
    x, feeds = fed(pixels)
    tensor = tf.image.random_brightness(x, 0.5, seed=8)
    assert tensor.name == "adjust_brightness_1/convert_image_1:0"
    delta = v2.Stream(5, 8).uniform(None, low=-0.5, high=0.5)
    floats = pixels.astype(np.float32) * np.float32(1 / 255) + delta
    expected = np.clip(floats * np.float32(255.5), 0, 255).astype(np.uint8)
    np.testing.assert_array_equal(run(tensor, feeds=feeds)[0], expected)
    half = IMAGE.astype(np.float16)
    x, feeds = fed(half)
    (value,) = run(tf.image.random_brightness(x, 0.5, seed=8), feeds=feeds)
    assert value.dtype == np.float16
    np.testing.assert_array_equal(value, half + delta.astype(np.float16))


# Of TensorFlow's documentation, for [[[1, 2, 3], [4, 5, 6]], ... 12] and seed (1, 2).
DOCUMENTED = {
    ("hue", 0.2): [1.6514902, 1, 3, 4.65149, 4, 6, 7.65149, 7, 9, 10.65149, 10, 12],
    ("saturation", 0.5, 1.0): [
        1.1559395, 2.0779698, 3, 4.1559396, 5.07797, 6, 7.1559396, 8.07797, 9,
        10.155939, 11.07797, 12,
    ],
}  # fmt: skip


@pytest.mark.parametrize("arguments", DOCUMENTED)
def test_documented_values(arguments):
    image = np.arange(1, 13, dtype=np.float32).reshape(2, 2, 3)
    draw = getattr(v2.compat.v2.image, f"stateless_random_{arguments[0]}")
    value = draw(image, *arguments[1:], (1, 2))
    assert value.ravel().tolist() == np.float32(DOCUMENTED[arguments]).tolist()
    assert value.dtype == np.float32


@pytest.mark.parametrize(
    ("name", "limits"),
    [("contrast", (0.5, 1.5)), ("saturation", (0.5, 1.5)), ("hue", (0.25,))],
)
@pytest.mark.parametrize("dtype", ["float32", "uint8", "float64"])
def test_sessions_and_eager_values_agree(name, limits, dtype):
    eager = v2.compat.v2
    image = (IMAGE * (40 if dtype == "uint8" else 1)).astype(dtype)
    x, feeds = fed(image)
    (value,) = run(getattr(tf.image, f"random_{name}")(x, *limits, seed=8), feeds=feeds)
    eager.random.set_seed(5)
    other = getattr(eager.image, f"random_{name}")(image, *limits, seed=8)
    assert value.dtype == other.dtype == dtype
    np.testing.assert_array_equal(value, other)
    traced = eager.function(
        lambda: getattr(eager.image, f"random_{name}")(image, *limits)
    )
    assert traced().shape == image.shape


def test_contrast():
    x, feeds = fed(IMAGE)
    (value,) = run(tf.image.random_contrast(x, 0.5, 1.5, seed=8), feeds=feeds)
    factor = v2.Stream(5, 8).uniform(None, low=0.5, high=1.5)
    mean = IMAGE.mean((0, 1), np.float64)
    np.testing.assert_allclose(value, (IMAGE - mean) * factor + mean, rtol=1e-5)
    pixels = np.array([[[0], [255]]], np.uint8)
    (value,) = run(tf.image.random_contrast(pixels, 0.999, 1.0, seed=1))
    assert value.tolist() == [[[0], [255]]]


def test_hues_and_saturations_by_another_way():
    """Python's colorsys has the same colours, in other steps."""
    colors = np.random.default_rng(3).random((5, 7, 3)).astype(np.float32)
    eager = v2.compat.v2.image
    seed = [4, 5]
    delta = v2.random.stateless_uniform([], seed, -0.4, 0.4)
    factor = v2.random.stateless_uniform([], seed, 0.5, 2.0)
    for function, limits, change in (
        ("hue", (0.4,), lambda h, s, v: ((h + delta) % 1, s, v)),
        ("saturation", (0.5, 2.0), lambda h, s, v: (h, min(1, s * factor), v)),
    ):
        value = getattr(eager, f"stateless_random_{function}")(colors, *limits, seed)
        expected = [
            colorsys.hsv_to_rgb(*change(*colorsys.rgb_to_hsv(*map(float, color))))
            for color in colors.reshape(-1, 3)
        ]
        np.testing.assert_allclose(value.reshape(-1, 3), expected, atol=1e-5)


@pytest.mark.parametrize("name", ["hue", "saturation", "contrast"])
def test_images_that_tensorflow_has_no_kernel_for(name):
    function = getattr(v2.compat.v2.image, f"stateless_random_{name}")
    limits = (0.1,) if name == "hue" else (0.5, 1.5)
    with pytest.raises(v2.errors.NotFoundError, match="float16 on a CPU"):
        function(IMAGE.astype(np.float16), *limits, [1, 2])
    with pytest.raises(v2.errors.InvalidArgumentError, match="at least 3-D"):
        function(IMAGE[0], *limits, [1, 2])
    if name != "contrast":
        with pytest.raises(v2.errors.InvalidArgumentError, match="3 channels but"):
            function(IMAGE[..., :2], *limits, [1, 2])
        with pytest.raises(ValueError, match="3 channels, got shape"):
            getattr(tf.image, f"random_{name}")(IMAGE[..., :2], *limits)
        with (
            tf.Graph(tensorflow="1.15").as_default(),
            pytest.raises(ValueError, match="for graphs of TensorFlow 1\\.15"),
        ):
            getattr(tf.image, f"random_{name}")(IMAGE, *limits)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: tf.image.random_brightness(IMAGE, -1.0), "non-negative"),
        (lambda: tf.image.random_contrast(IMAGE, 0.5, 0.2), "upper must be > lower"),
        (lambda: tf.image.random_contrast(IMAGE, -0.5, 0.2), "non-negative"),
        (lambda: tf.image.random_contrast(IMAGE[0], 0.5, 0.7), "3 axes"),
        (lambda: tf.image.random_hue(IMAGE, 0.6), "must be <= 0.5"),
        (lambda: tf.image.random_hue(IMAGE, -0.1), "non-negative"),
        (lambda: tf.image.random_saturation(IMAGE, 0.5, 0.5), "upper must be > lower"),
        (lambda: tf.image.random_flip_left_right(IMAGE[0]), "at least three-dim"),
        (lambda: tf.image.random_flip_left_right(IMAGE[None, None]), "3 or 4"),
        (
            lambda: tf.image.random_flip_left_right(tf.placeholder(tf.float32)),
            "must be known",
        ),
    ],
)
def test_refused_images_take_no_seed(make, message):
    with pytest.raises(ValueError, match=message):
        make()
    assert tf.random_uniform([1]).op.seeds == (5, 0)


def test_crop_stands_where_tensorflow_has_it():
    assert v2.image.random_crop is tf.random_crop is tf.image.random_crop
