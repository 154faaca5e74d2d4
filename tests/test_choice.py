# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""choice: exact values, NumPy's by weight, uniform samples, and what is refused."""

import itertools
import math
import threading
import tracemalloc
from collections import Counter

import numpy as np
import pytest
import scipy.stats
from generator_model import counter_of
from generators import KEY, made, model, place
from hypothesis import given, settings
from hypothesis import strategies as st

from philoxseed import Philox4x32, PhiloxGenerator


def numpys(words=0):
    """NumPy's own methods on the same words."""
    return np.random.Generator(made(words).bit_generator)


# With replacement


@pytest.mark.parametrize("n", [1, 10, 1000, 2**32, 2**32 + 1, 2**63])
@pytest.mark.parametrize("size", [None, 0, 7, 5000, (3, 4), ()])
def test_with_replacement_it_draws_integers(n, size):
    rng, other = made(1), made(1)
    values, expected = rng.choice(n, size), other.integers(n, size=size)
    np.testing.assert_array_equal(values, expected)
    assert type(values) is (int if size is None else np.ndarray)
    if size is not None:
        assert values.dtype == np.int64
        assert values.shape == expected.shape
    assert place(rng) == place(other)


ARRAYS = [
    [3, 1, 4, 1, 5],
    (2.5, 3.5),
    np.arange(12.0).reshape(4, 3),
    np.array(["a", "bc", "d"]),
    np.array([[1], [2, 3], None], object),
    np.array([(1, 2.0), (3, 4.0)], [("a", "i4"), ("b", "f8")]),
    range(6),
]


@pytest.mark.parametrize("a", ARRAYS, ids=str)
@pytest.mark.parametrize("size", [None, 4, (2, 3), ()])
@pytest.mark.parametrize("how", ["replace", "p", "without"])
def test_elements_are_those_of_the_indices(a, size, how):
    array = np.asarray(a)
    for axis in range(-array.ndim, array.ndim):
        n = array.shape[axis]
        p = np.full(n, 1 / n) if how == "p" else None
        wanted = 2 if how == "without" and size is not None and size != () else size
        index = made().choice(n, wanted, how != "without", p)
        values = made().choice(a, wanted, how != "without", p, axis)
        if wanted is None:
            expected = array.take(index, axis)
        elif wanted == () and array.ndim == 1:
            expected = np.empty((), array.dtype)
            expected[()] = array[index]
        else:
            expected = array.take(index, axis)
        assert type(values) is type(expected)
        np.testing.assert_array_equal(values, expected)


# By weight


def weights(n, seed=0):
    p = np.random.default_rng(seed).random(n) ** 3
    return p / p.sum()


WEIGHTS = {
    "one": [1.0],
    "two": [0.25, 0.75],
    "certain": [0.0, 0.0, 1.0, 0.0],
    "zeros": [0.0, 0.3, 0.0, 0.0, 0.2, 0.5, 0.0],
    "subnormal": [5e-324, 0.5, 1e-310, 0.5, 5e-324],
    "negative zeros": [-0.0, 0.5, -0.0, 0.5],
    "more than one": [0.5, 0.5 + 1.4e-8],
    "less than one": [0.5, 0.5 - 1.4e-8],
    "tenths": [0.1] * 10,
    "uneven": 0.5 ** np.arange(1, 80),
    "a thousand": weights(1000),
    "many": weights(100_000),
    "many in one": np.r_[np.full(50_000, 1e-9), 1 - 5e-5],
    "float32": weights(1000).astype(np.float32),
    "int": np.array([0, 1, 0]),
    "strided": weights(1000).repeat(2)[::2],
}
SIZES = [None, 1, 31, 32, 300, 10_000, (3, 5)]


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("size", SIZES)
def test_choices_by_weight_are_numpys(name, size):
    p = WEIGHTS[name]
    for words in (0, 1):
        rng, other = made(words), numpys(words)
        values = rng.choice(len(p), size, p=p)
        expected = other.choice(len(p), size, p=p)
        np.testing.assert_array_equal(values, expected)
        assert type(values) is type(expected)
        assert place(rng) == place(other)


def test_a_loop_by_weight_is_a_batch(kernel):
    p = weights(100)
    one, many = made(), made()
    batch = many.choice(100, 1000, p=p)
    assert batch.tolist() == [one.choice(100, p=p) for _ in range(1000)]


@pytest.mark.parametrize("n", [1, 2, 7, 40])
@pytest.mark.parametrize("size", [None, 64])
def test_choices_by_weight_are_the_models(n, size):
    p = weights(n)
    expected = model()
    count = 1 if size is None else size
    values = np.ravel(made().choice(n, size, p=p))
    assert values.tolist() == [expected.choice_by_weight(p) for _ in range(count)]


def on_uniform(u):
    """A generator whose next double is this multiple of 2^-53."""
    bits = int(u * 2**53) << 11
    counter = counter_of((bits >> 32, bits % 2**32, 0, 0), KEY)
    return PhiloxGenerator(Philox4x32(key=KEY, counter=counter))


@pytest.mark.parametrize("size", [None, 100])
def test_uniforms_at_the_edge_of_a_weight(size):
    for p in ([0.25, 0.25, 0.5], [0.0, 0.5, 0.5], np.full(64, 1 / 64)):
        edges = np.cumsum(p)[:-1]
        for u in (*edges, *(edges - 2**-53), *(edges + 2**-53), 0.0, 1 - 2**-53):
            if u < 0:
                continue
            value = np.ravel(on_uniform(u).choice(len(p), size, p=p))[0]
            assert value == (np.cumsum(p) <= u).sum()


# Without replacement

SAMPLES = [
    (1, 1),
    (3, 1),
    (4, 1),
    (10, 3),
    (10, 10),
    (16, 4),
    (17, 4),
    (100, 25),
    (100, 26),
    (100, 17),
    (1000, 16),
    (1000, 200),
    (1000, 999),
    (3000, 17),
    (10**5, 700),
    (10**5, 3000),
    (2**32 - 1, 50),
    (2**32, 50),
    (2**32 + 1, 50),
    (2**62, 3),
]


@pytest.mark.parametrize(("n", "k"), SAMPLES)
def test_samples_are_the_models(kernel, n, k):
    for words in (0, 1):
        rng, expected = made(words), model(words)
        values = rng.choice(n, k, replace=False)
        np.testing.assert_array_equal(values, expected.sample(n, k))
        assert place(rng) == expected.place
        assert values.dtype == np.int64


@pytest.mark.parametrize(
    ("n", "k"), [(1000, 251), (1000, 1000), (5, 2), (70_000, 40_000)]
)
def test_large_samples_begin_a_permutation(n, k):
    values = made().choice(n, k, replace=False, shuffle=False)
    np.testing.assert_array_equal(values, made().permutation(n)[:k])


@pytest.mark.parametrize(("n", "k"), [(1000, 250), (10**6, 10**5), (10**6, 1000)])
def test_small_samples_are_integers_without_repeats(kernel, n, k):
    rng, other = made(), made()
    values = rng.choice(n, k, replace=False)
    drawn = other.integers(n, size=2 * k)
    np.testing.assert_array_equal(values, list(dict.fromkeys(drawn.tolist()))[:k])


def chi_square(counts):
    """The probability of counts that are at least as uneven as these."""
    return scipy.stats.chisquare(list(counts)).pvalue


@pytest.mark.parametrize(("n", "k"), [(5, 2), (5, 3), (5, 5), (9, 2), (12, 3), (40, 2)])
def test_samples_are_uniform_in_any_order(n, k):
    rng = made()
    ordered = math.perm(n, k)
    times = 30 * ordered
    counts = Counter(
        tuple(rng.choice(n, k, replace=False).tolist()) for _ in range(times)
    )
    assert set(counts) == set(itertools.permutations(range(n), k))
    assert 1e-4 < chi_square(counts.values()) < 1 - 1e-4
    subsets = Counter()
    for sample, count in counts.items():
        subsets[frozenset(sample)] += count
    assert len(subsets) == math.comb(n, k)
    if len(subsets) > 1:
        assert 1e-4 < chi_square(subsets.values()) < 1 - 1e-4


@pytest.mark.parametrize(("n", "k"), [(400, 90), (400, 110), (20_000, 1000)])
def test_large_samples_are_uniform(n, k):
    rng, times = made(), 2000
    samples = np.array([rng.choice(n, k, replace=False) for _ in range(times)])
    assert (np.diff(np.sort(samples, axis=1), axis=1) > 0).all()
    for column in (0, k // 2, k - 1):
        counts = np.bincount(samples[:, column] * 20 // n, minlength=20)
        assert 1e-4 < chi_square(counts) < 1 - 1e-4
    first_is_less = (samples[:, 0] < samples[:, -1]).sum()
    assert abs(first_is_less - times / 2) < 4 * math.sqrt(times / 4)


@pytest.mark.parametrize(
    "name", ["tenths", "zeros", "a thousand", "uneven", "subnormal"]
)
def test_samples_by_weight_are_numpys(name):
    p = WEIGHTS[name]
    most = np.count_nonzero(p)
    most = 40 if name == "uneven" else most
    for k in {None, 0, 1, 2, most // 2, most - 1, most}:
        rng, other = made(1), numpys(1)
        values = rng.choice(len(p), k, replace=False, p=p)
        np.testing.assert_array_equal(values, other.choice(len(p), k, False, p))
        assert place(rng) == place(other)
    shaped = made().choice(len(p), (2, 1), replace=False, p=p)
    expected = numpys().choice(len(p), (2, 1), False, p)
    np.testing.assert_array_equal(shaped, expected)


# What is refused

REFUSED = {
    "no integer": ((2.5,), {}, ValueError, "a must be a sequence or an integer"),
    "a str": (("abc",), {}, ValueError, "a must be a sequence or an integer"),
    "nothing": ((0,), {}, ValueError, "a must be a positive integer"),
    "less": ((-1, 3), {}, ValueError, "a must be a positive integer"),
    "too many": ((2**63 + 1, 3), {}, ValueError, r"2\*\*63"),
    "an empty list": (([],), {}, ValueError, "a cannot be empty"),
    "an axis": (([1, 2],), {"axis": 1}, IndexError, "axis 1"),
    "a size": ((5, -1), {}, ValueError, "negative dimensions"),
    "a float as size": ((5, 1.5), {}, TypeError, "1.5|float"),
    "more than there are": ((5, 6), {"replace": False}, ValueError, "larger sample"),
    "a shape of more": ((5, (2, 3)), {"replace": False}, ValueError, "larger sample"),
    "no list of p": ((2,), {"p": 0.5}, TypeError, "len|float"),
    "p of two axes": ((2,), {"p": [[0.5, 0.5]] * 2}, ValueError, "1-dimensional"),
    "p too short": ((3,), {"p": [0.5, 0.5]}, ValueError, "same size"),
    "no p": ((0, 0), {"p": []}, ValueError, "sum to 1"),
    "p of NaN": ((2,), {"p": [np.nan, 1]}, ValueError, "contain NaN"),
    "p of infinities": ((2,), {"p": [np.inf, 1]}, ValueError, "NaN"),
    "p below 0": ((3,), {"p": [-0.1, 0.6, 0.5]}, ValueError, "not non-negative"),
    "p beyond 1": ((2,), {"p": [0.5, 0.5 + 2e-8]}, ValueError, "not sum to 1"),
    "p short of 1": ((2,), {"p": [0.5, 0.5 - 2e-8]}, ValueError, "not sum to 1"),
    "too many zeros": (
        (3, 2),
        {"p": [0, 0, 1.0], "replace": False},
        ValueError,
        "Fewer non-zero",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    arguments, keywords, error, text = REFUSED[name]
    rng = made(1)
    with pytest.raises(error, match=text):
        rng.choice(*arguments, **keywords)
    assert place(rng) == 1
    if name != "too many":
        with pytest.raises(error):
            numpys().choice(*arguments, **keywords)


def test_tolerance_is_numpys_for_each_dtype():
    p = np.array([0.5, 0.5 + 2e-4], np.float32)
    assert made().choice(2, p=p) in (0, 1)
    with pytest.raises(ValueError, match="not sum to 1"):
        made().choice(2, p=p.astype(np.float64))
    with pytest.raises(ValueError, match="not sum to 1"):
        made().choice(2, p=p.tolist())


def test_nothing_may_be_chosen_from_nothing():
    for a in (0, [], np.zeros((0, 3)), [1, 2]):
        for replace in (True, False):
            rng = made()
            values = rng.choice(a, 0, replace)
            expected = numpys().choice(a, 0, replace)
            assert values.shape == expected.shape
            assert values.dtype == expected.dtype
            assert place(rng) == 0


# Threads and memory


def test_threads_choose_from_different_words():
    rng = made()
    found = []

    def work():
        found.extend(rng.choice(2**62, 2000, replace=False) for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(np.unique(np.concatenate(found))) == 40_000


def peak(call):
    """The bytes that a call takes at most, of NumPy's and Python's."""
    call()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


P = weights(50_000)
CALLS = {
    "integers": lambda rng: rng.choice(100, 50_000),
    "few by weight": lambda rng: rng.choice(50_000, 100, p=P),
    "many by weight": lambda rng: rng.choice(50_000, 100_000, p=P),
    "many by few weights": lambda rng: rng.choice(10, 100_000, p=[0.1] * 10),
    "different": lambda rng: rng.choice(10**6, 1000, replace=False),
    "a tenth": lambda rng: rng.choice(10**5, 10**4, replace=False),
    "a half": lambda rng: rng.choice(10**5, 50_000, replace=False),
    "all": lambda rng: rng.choice(10**5, 10**5, replace=False),
    "different by weight": lambda rng: rng.choice(50_000, 2000, replace=False, p=P),
}


@pytest.mark.parametrize("name", CALLS)
def test_memory_is_no_more_than_numpys(name):
    ours = peak(lambda: CALLS[name](made()))
    theirs = peak(lambda: CALLS[name](np.random.Generator(np.random.PCG64(1))))
    assert ours < theirs + 8192


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_choice_is_the_models(data):
    n = data.draw(st.integers(1, 60))
    words = data.draw(st.integers(0, 5))
    k = data.draw(st.integers(0, n))
    rng, expected = made(words), model(words)
    np.testing.assert_array_equal(rng.choice(n, k, False), expected.sample(n, k))
    raw = data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
    raw[data.draw(st.integers(0, n - 1))] += 1
    p = np.array(raw) / math.fsum(raw)
    values = rng.choice(n, k, p=p)
    assert values.tolist() == [expected.choice_by_weight(p) for _ in range(k)]
    assert place(rng) == expected.place
