# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Stateless functions, generators and eager mode, beside their values."""

import pickle
import random
import threading

import numpy as np
import pytest

import philoxseed as px
import philoxseed.compat.v2 as tf


def test_values_are_arrays():
    value = px.random.stateless_uniform([3], [1, 2])
    assert isinstance(value, np.ndarray) and isinstance(value + 1, tf.Tensor)
    assert type(value.numpy()) is np.ndarray
    scalar = px.random.stateless_uniform([], [1, 2])
    assert type(scalar.numpy()) is np.float32 and scalar.shape == ()
    assert type((scalar * 2).numpy()) is np.float32
    assert type(pickle.loads(pickle.dumps(value))) is type(value)


@pytest.mark.parametrize(
    ("seed", "error"),
    [
        (None, ValueError),
        (1, px.errors.InvalidArgumentError),
        ([1, 2, 3], px.errors.InvalidArgumentError),
        ([[1, 2]], px.errors.InvalidArgumentError),
        ([1.0, 2.0], px.errors.InvalidArgumentError),
        ((2**63, 2), ValueError),
        (["a", "b"], (TypeError, ValueError)),
    ],
)
def test_bad_seeds(seed, error):
    with pytest.raises(error):
        px.random.stateless_normal([2], seed)


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "bool"])
def test_seeds_of_all_integers(dtype):
    expected = px.random.stateless_uniform([5], [1, 0])
    seed = np.array([1, 0], dtype)
    assert np.array_equal(px.random.stateless_uniform([5], seed), expected)


def test_index_shuffle_is_a_permutation():
    for largest in (0, 1, 2, 37, 255, 256, 1000):
        indices = np.arange(largest + 1)
        places = px.random.experimental.index_shuffle(indices, [3, 4], largest)
        assert np.array_equal(np.sort(places), indices)


def test_op_seeds_are_those_of_python():
    # SPEC: MT19937's 32 bits, those of 2**31 and above rejected.
    tf.random.set_seed(77)
    generator = random.Random(77)
    for _ in range(20):
        seed = generator.getrandbits(32)
        while seed >= 2**31:
            seed = generator.getrandbits(32)
        expected = px.Stream(77, seed).uniform(3)
        assert np.array_equal(tf.random.uniform([3]), expected)


def test_equal_seeds_share_a_stream():
    tf.random.set_seed(5)
    whole = px.Stream(5, 3)
    assert np.array_equal(tf.random.uniform([3], seed=3), whole.uniform(3))
    assert np.array_equal(tf.random.uniform([2], seed=3), whole.uniform(2))
    # int64 shapes have a kernel of their own.
    first = px.Stream(5, 3).uniform(2)
    assert np.array_equal(tf.random.uniform(np.array([2]), seed=3), first)
    tf.random.set_seed(5)
    assert np.array_equal(tf.random.uniform([2], seed=3), first)


def test_a_failing_kernel_has_taken_its_seed():
    tf.random.set_seed(5)
    with pytest.raises(px.errors.InvalidArgumentError):
        tf.random.uniform([2], 5, 5, tf.int32)
    after = tf.random.uniform([2])
    tf.random.set_seed(5)
    tf.random.uniform([1])
    assert np.array_equal(tf.random.uniform([2]), after)


def test_without_seed_no_two_are_equal():
    tf.random.set_seed(None)
    a, b = (tf.random.uniform([4]) for _ in range(2))
    assert not np.array_equal(a, b)


def test_zeros_are_added():
    assert not np.signbit(tf.random.normal([50], 0.0, 0.0, seed=1)).any()
    assert not np.signbit(px.random.stateless_uniform([50], [1, 2], 0.0, -0.0)).any()


def test_generators_pickle_and_copy():
    generator = px.random.Generator.from_seed(3)
    generator.normal([5])
    for other in (
        pickle.loads(pickle.dumps(generator)),
        px.random.Generator(copy_from=generator),
    ):
        assert other.state.tolist() == generator.state.tolist()
        other.normal([1])
        assert other.state.tolist() != generator.state.tolist()
    assert int(generator.key) == 0 and generator.algorithm == 1


def test_generators_are_shared_by_threads():
    generator = px.random.Generator.from_seed(9)
    drawn = []

    def draw():
        for _ in range(200):
            drawn.append(tuple(generator.uniform_full_int([4]).tolist()))

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == 800
    assert int(generator.state[0]) == 9 + 800 * 4 * 256


def test_global_generator():
    before = px.random.get_global_generator()
    assert px.random.get_global_generator() is before
    try:
        px.random.set_global_generator(px.random.Generator.from_seed(4))
        assert px.random.get_global_generator().state.tolist() == [4, 0, 0]
        with pytest.raises(TypeError):
            px.random.set_global_generator(5)
    finally:
        px.random.set_global_generator(before)


def test_subnormals_are_flushed():
    # (1 - 2**-24) * 2**-126 rounds to 2**-126 on the grid of subnormals, and is 0 by
    # the flags FTZ of x86-64, which look before.
    least = np.float32(2.0**-126)
    stream = px.Stream.from_kernel_seeds(1, 2)
    plain = stream.copy().uniform(10**5)
    drawn = stream.uniform(10**5, high=2.0**-126)
    assert not drawn.any() and plain.max() > 1 - 2.0**-16
    drawn = px.Stream.from_kernel_seeds(1, 2).uniform(10**5, high=2.0**-125)
    exact = plain.astype(np.float64) * 2.0**-125
    assert np.array_equal(drawn, np.where(exact < least, 0, exact).astype(np.float32))
    for dtype, scale in (("float32", 1e-45), ("float64", 5e-324), ("bfloat16", 1e-40)):
        assert not px.Stream(1).normal(100, scale=scale, dtype=dtype).any()
    assert px.Stream(1).normal(100, scale=1e-7, dtype="float16").any()
    with px.Graph().as_default(), px.Session() as session:
        tensor = px.random.normal([2, 3], [1e-40] * 3, [1e-40, 1.0, 1e-39], seed=1)
        value = session.run(tensor)
    assert np.array_equal(value != 0, [[False, True, False]] * 2)


def test_shapes_of_gamma_and_poisson_are_int32_in_any_case():
    """They share a stream with int64 arrays as shapes, and refuse such tensors."""
    for draw in (tf.random.gamma, tf.random.poisson):
        tf.random.set_seed(3)
        whole = draw([4], 2.5, seed=1)
        tf.random.set_seed(3)
        first, second = draw(np.array([2]), 2.5, seed=1), draw([2], 2.5, seed=1)
        assert np.concatenate([first, second]).tolist() == whole.tolist()
        with pytest.raises(ValueError, match="shape must be int32"):
            draw(tf.constant([2], "int64"), 2.5)


def test_initializers_of_tensorflow_1_give_values():
    for name in dir(px.compat.v1.initializers):
        if "variables" in name:  # those of variables need a session
            continue
        own = getattr(tf.compat.v1.initializers, name)()
        value = own([2, 3])
        assert isinstance(value, tf.Tensor) and value.shape == (2, 3)
    # The first draw of an op seed is that of a session.
    with px.Graph() as graph:
        graph.set_random_seed(3)
        made = px.compat.v1.orthogonal_initializer(seed=4)([3, 2])
        with px.Session() as session:
            expected = session.run(made)
    tf.random.set_seed(3)
    actual = tf.compat.v1.orthogonal_initializer(seed=4)([3, 2])
    assert actual.tolist() == expected.tolist()


def test_empty_draws_of_parameterized_normals_end_with_the_parameters():
    draw = px.random.stateless_parameterized_truncated_normal
    means = np.zeros([2, 3], np.float32)
    assert draw([0, 2, 3], [1, 2], means).shape == (0, 2, 3)
    with pytest.raises(px.errors.InvalidArgumentError, match="must end with"):
        draw([0, 5], [1, 2], means)


def test_what_scripts_have_beside_draws():
    assert tf.ones([2, 3]).tolist() == [[1, 1, 1], [1, 1, 1]]
    assert tf.zeros([2], tf.int32).numpy().dtype == np.int32
    assert tf.convert_to_tensor([1.5]).dtype == np.float32
    assert tf.keras.initializers.GlorotUniform(seed=0)((2, 2)).shape == (2, 2)
    for name, hint in (
        ("reduce_sum", r"use np\.sum"),
        ("Variable", "array itself for"),
    ):
        with pytest.raises(AttributeError, match=hint):
            getattr(tf, name)


def orders(shuffled, n):
    return [list(shuffled) for _ in range(n)]


def test_orders_of_datasets():
    # From TensorFlow 2.21: Dataset.range(n).shuffle(...), iterated again and again.
    tf.random.set_seed(42)
    assert orders(tf.data.shuffle(range(10), 4, seed=7), 3) == [
        [1, 0, 2, 5, 4, 6, 3, 7, 8, 9],
        [0, 4, 5, 2, 3, 8, 1, 6, 7, 9],
        [3, 2, 4, 1, 7, 8, 5, 6, 9, 0],
    ]
    kept = tf.data.shuffle(range(10), 4, 7, reshuffle_each_iteration=False)
    assert orders(kept, 2) == [[0, 1, 3, 6, 4, 7, 5, 2, 8, 9]] * 2
    whole = tf.data.shuffle(range(10), tf.data.UNKNOWN_CARDINALITY, 7)
    assert orders(whole, 1) == [[1, 6, 2, 4, 8, 7, 0, 5, 3, 9]]
    tf.random.set_seed(5)
    # .repeat(2), iterated twice; then a second dataset without a seed.
    assert orders(tf.data.shuffle(range(6), 6), 4) == [
        [3, 4, 1, 2, 5, 0],
        [5, 3, 2, 0, 4, 1],
        [5, 4, 2, 0, 3, 1],
        [2, 4, 3, 5, 1, 0],
    ]
    assert orders(tf.data.shuffle(range(6), 6), 1) == [[1, 0, 4, 3, 2, 5]]


def test_epochs_of_a_dataset_are_numbered_as_their_iterators_are_made():
    tf.random.set_seed(5)
    first, second = (iter(tf.data.shuffle(range(8), 4, seed=3)) for _ in range(2))
    assert list(first) == list(second)  # of two datasets
    shuffled = tf.data.shuffle(range(8), 4, seed=3)
    expected = orders(tf.data.shuffle(range(8), 4, seed=3), 2)
    first, second = iter(shuffled), iter(shuffled)
    assert [list(second), list(first)] == expected[::-1]


def test_a_shuffled_dataset_reads_only_what_its_buffer_holds():
    read = []
    elements = type(
        "", (), {"__iter__": lambda self: (read.append(i) or i for i in range(9))}
    )()
    iterator = iter(tf.data.shuffle(elements, 3, seed=1))
    next(iterator)
    assert read == [0, 1, 2]
    assert sorted([*iterator, *iter(elements)])[-2:] == [8, 8]
    unseeded = [*range(50)]
    tf.random.set_seed(None)
    one, other = (list(tf.data.shuffle(unseeded, 50)) for _ in range(2))
    assert one != other and sorted(one) == sorted(other) == unseeded


def test_bad_datasets_to_shuffle():
    shuffle = tf.data.shuffle
    for size in (0, -1, -3):
        with pytest.raises(px.errors.InvalidArgumentError, match="buffer_size"):
            shuffle(range(3), size)
    for arguments in ((3, 2), ([1], 2.5), ([1], None), ([1], 2, "x"), ([1], 2, 1.5)):
        with pytest.raises(TypeError):
            shuffle(*arguments)
    with pytest.raises(RuntimeError, match="traced"):
        tf.function(lambda: shuffle(range(3), 2))()
    with pytest.raises(AttributeError, match=r"v2\.data\.shuffle"):
        tf.data.Dataset.range(3)
