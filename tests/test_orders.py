# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""shuffle, permutation, permuted: exact orders, uniform ones, and what is moved."""

import array
import collections
import copy
import hashlib
import itertools
import math
import sys
import threading
import tracemalloc
import warnings

import generator_model
import numpy as np
import pytest
import scipy.stats
from generator_model import Model, counter_of
from generators import COUNTER, KEY, made, model, place
from hypothesis import given, settings
from hypothesis import strategies as st

from philoxseed import Philox4x32, PhiloxGenerator

# Around each number of things at which pairs have another number of dice.
EDGES = [16, 19, 25, 34, 48, 74, 128, 256, 645, 2352, 16384]
SIZES = sorted({*range(18), *(n + i for n in EDGES for i in (0, 1)), 60, 100, 5000})


# The orders


@pytest.mark.parametrize("n", SIZES)
def test_orders_are_the_models(kernel, n):
    words = n % 4
    rng, expected = made(words), model(words)
    np.testing.assert_array_equal(rng.permutation(n), expected.permutation(n))
    assert place(rng) == expected.place
    np.testing.assert_array_equal(rng.permutation(n), expected.permutation(n))
    assert place(rng) == expected.place


@pytest.mark.slow
def test_orders_of_two_dice_a_pair():
    n = 416_131
    np.testing.assert_array_equal(made().permutation(n), model().permutation(n))


class Counting(Model):
    """A model that remembers the keys of the bits that it was asked for."""

    def __init__(self, key, counter):
        super().__init__(key, counter)
        self.keys = []

    def bits_at(self, place, size, key):
        self.keys.append(key)
        return super().bits_at(place, size, key)


@pytest.mark.parametrize("n", [3, 10, 15, 16, 60, 74, 75, 100, 1000, 16384])
def test_rejected_pairs_are_tried_in_other_streams(kernel, n):
    """Pairs of no bits are rejected: the fourth and the fifth."""
    counter = (counter_of((0, 0, 0, 0), KEY) - 2) % 2**128
    for words in (0, 8, 10):
        rng = PhiloxGenerator(Philox4x32(key=KEY, counter=counter))
        rng.bytes(4 * words)
        expected = Counting(KEY, counter)
        expected.place = words
        np.testing.assert_array_equal(rng.permutation(n), expected.permutation(n))
        np.testing.assert_array_equal(rng.permutation(n), expected.permutation(n))
        assert len(set(expected.keys)) > 1 or (words == 0 and n < 60)


def test_retries_in_long_shuffles(kernel):
    rng, expected = made(), Counting(KEY, COUNTER)
    orders = rng.permuted(np.tile(np.arange(16384), (4, 1)), axis=1)
    for order in orders:
        np.testing.assert_array_equal(order, expected.permutation(16384))
    assert sum(key != KEY for key in expected.keys) > 2


@pytest.mark.parametrize("left", [0, 2, 4, 6, 2**64 - 2])
def test_rejections_at_their_edge(kernel, left):
    """Of three things, 2^64 mod 6 = 4: a pair is rejected where it leaves 0 or 2."""
    for added in (0, 2**63):
        x = left // 2 * pow(3, -1, 2**63) % 2**63 + added
        counter = counter_of((x >> 32, x % 2**32, 0, 0), KEY)
        rng = PhiloxGenerator(Philox4x32(key=KEY, counter=counter))
        expected = Counting(KEY, counter)
        np.testing.assert_array_equal(rng.permutation(3), expected.permutation(3))
        assert (len(expected.keys) > 1) == (left < 4)


@pytest.mark.parametrize("sides", [*itertools.permutations([2, 3, 5])])
def test_the_rule_for_dice_has_no_bias(sides):
    """With pairs of 8 bits: every outcome has the same number of pairs."""
    bits = 8
    product = math.prod(sides)
    counts = collections.Counter()
    for pair in range(2**bits):
        x, found = pair, []
        for n in sides:
            found.append(x * n >> bits)
            x = x * n % 2**bits
        if x >= 2**bits % product:
            counts[tuple(found)] += 1
    assert len(counts) == product
    assert set(counts.values()) == {2**bits // product}


# SHA-256 of the order as "<i8". Only for stability: that orders are right, the tests
# above see to. A pin that fails means that the change is wrong.
PINS = {
    52: "67706b8b27f095bf647493a122328887",
    1000: "70211ac2655a1415e6e48ab2f94359b2",
    100_003: "64caeba64fe682924e5ff387446761e8",
    1_000_003: "cf084da8cf15e0136d644310f574427a",
}


@pytest.mark.parametrize("n", PINS)
def test_orders_are_pinned(kernel, n):
    order = made(1).permutation(n).astype("<i8")
    assert hashlib.sha256(order.tobytes()).hexdigest()[:32] == PINS[n]


def chi_square(counts):
    """The probability of counts that are at least as uneven as these."""
    return scipy.stats.chisquare(np.ravel(counts)).pvalue


def test_all_orders_of_five_are_as_frequent():
    orders = made().permuted(np.tile(np.arange(5), (600_000, 1)), axis=1)
    codes = orders @ 5 ** np.arange(5)
    values, counts = np.unique(codes, return_counts=True)
    assert len(values) == 120
    assert 1e-4 < chi_square(counts) < 1 - 1e-4


def test_shuffles_one_by_one_are_as_uniform():
    rng, counts = made(), collections.Counter()
    for _ in range(24_000):
        items = list("abcd")
        rng.shuffle(items)
        counts["".join(items)] += 1
    assert len(counts) == 24
    assert 1e-4 < chi_square(list(counts.values())) < 1 - 1e-4


@pytest.mark.parametrize("n", [30, 300])
def test_every_thing_comes_to_every_place_as_often(n):
    orders = made().permuted(np.tile(np.arange(n), (20_000, 1)), axis=1)
    counts = np.stack([np.bincount(column, minlength=n) for column in orders.T])
    # Rows and columns have fixed sums.
    statistic = ((counts - 20_000 / n) ** 2 / (20_000 / n)).sum() * (n - 1) / n
    p = scipy.stats.chi2((n - 1) ** 2).sf(statistic)
    assert 1e-4 < p < 1 - 1e-4


PLACES = [(0, 1), (0, 8), (7, 8), (0, 64), (3, 499), (498, 499), (250, 251)]


def test_pairs_of_places_in_large_orders_are_independent():
    n, times = 500, 40_000
    orders = made().permuted(np.tile(np.arange(n), (times, 1)), axis=1) // (n // 10)
    same, other = 50 / 500 * 49 / 499, 50 / 500 * 50 / 499
    expected = np.full((10, 10), other) + np.eye(10) * (same - other)
    for a, b in PLACES:
        counts = np.bincount(10 * orders[:, a] + orders[:, b], minlength=100)
        p = scipy.stats.chisquare(counts, times * expected.ravel()).pvalue
        assert 1e-4 < p < 1 - 1e-4, (a, b)


# What is moved

STRUCTURED = np.dtype([("a", "f8"), ("b", "i4"), ("c", "S3")])
DTYPES = ["?", "u1", "<i2", ">i2", "f4", "f8", "m8[s]", "c8", "c16", "S3", "U5", "S24"]


def things(shape, dtype=np.int64):
    """An array of different values of any dtype."""
    n = math.prod(shape)
    if dtype is STRUCTURED:
        values = np.zeros(n, dtype)
        values["a"], values["b"], values["c"] = np.arange(n), -np.arange(n), b"xyz"
        return values.reshape(shape)
    return np.arange(n).astype(dtype).reshape(shape)


@pytest.mark.parametrize("dtype", [*DTYPES, "S100", "S64", "O", STRUCTURED])
@pytest.mark.parametrize("shape", [(40,), (40, 3), (3, 40), (4, 40, 5), (2, 1, 3, 40)])
def test_things_of_all_sizes_are_moved(dtype, shape):
    axis = shape.index(40)
    order = made().permutation(40)
    x = things(shape, dtype)
    expected = x.take(order, axis)
    for layout in ("C", "F"):
        shuffled = x.copy(order=layout)
        assert made().shuffle(shuffled, axis=axis) is None
        np.testing.assert_array_equal(shuffled, expected)
        given = x.copy(order=layout)
        result = made().permutation(given, axis=axis - len(shape))
        np.testing.assert_array_equal(result, expected)
        np.testing.assert_array_equal(given, x)
    assert result.dtype == x.dtype


VIEWS = {
    "every second": lambda x: x[::2],
    "backwards": lambda x: x[::-1],
    "inner": lambda x: x[:, 1:-1],
    "columns backwards": lambda x: x[:, ::-3],
    "transposed": lambda x: x[:].swapaxes(1, 2),
    "turned": lambda x: x.transpose(2, 0, 1)[::-1, :, ::2],
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("dtype", ["u1", "f8", "S7"])
def test_nothing_outside_of_a_view_moves(view, axis, dtype):
    memory = things((24, 10, 12), dtype)
    x = VIEWS[view](memory)
    expected = memory.copy()
    inside = VIEWS[view](expected)
    inside[...] = inside.take(made().permutation(inside.shape[axis]), axis)
    made().shuffle(x, axis=axis)
    np.testing.assert_array_equal(memory, expected)


def test_unaligned_things_are_moved():
    memory = np.zeros(8 * 100 + 3, "u1")
    x = memory[3:].view("f8")
    x[:] = np.arange(100)
    made().shuffle(x)
    np.testing.assert_array_equal(x, made().permutation(100))
    assert not memory[:3].any()


@pytest.mark.parametrize("n", [100, 10**5])
def test_references_are_swapped(n):
    class Thing:
        pass

    x = np.array([Thing() for _ in range(n)] + [None])[:-1]
    before = x.tolist()
    counts = [sys.getrefcount(thing) for thing in before]
    made().shuffle(x)
    assert [before[i] for i in made().permutation(n)] == x.tolist()
    assert [sys.getrefcount(thing) for thing in before] == counts
    made().shuffle(before)
    assert before == x.tolist()
    fields = np.zeros(n, [("a", "O"), ("b", "u1")])
    fields["a"] = before
    made().shuffle(fields)
    assert fields["a"][0] is before[made().permutation(n)[0]]
    lines = made().permuted(np.array([before, before]), axis=1)
    assert lines[0].tolist() == [before[i] for i in made().permutation(n)]


SEQUENCES = {
    "list": lambda n: list(range(n)),
    "deque": lambda n: collections.deque(range(n)),
    "UserList": lambda n: collections.UserList(range(n)),
    "array": lambda n: array.array("q", range(n)),
    "array of halves": lambda n: array.array("h", range(n)),
    "bytearray": lambda n: bytearray(range(n)),
    "memoryview": lambda n: memoryview(array.array("I", range(n))),
    "memoryview of NumPy's": lambda n: np.arange(n).data,
    "memoryview with gaps": lambda n: memoryview(bytearray(range(2 * n)))[: 2 * n : 2],
    "memoryview of an array": lambda n: np.arange(2 * n)[::2].data,
    "subclass of list": lambda n: type("Mine", (list,), {})(range(n)),
    "masked": lambda n: np.ma.array(np.arange(n), mask=[False] * n),
    "memmap": lambda n: np.arange(n).view(np.memmap),
}


@pytest.mark.parametrize("name", SEQUENCES)
@pytest.mark.parametrize("n", [0, 1, 2, 100])
def test_sequences_are_shuffled_as_arrays(name, n):
    x, rng, other = SEQUENCES[name](n), made(), made()
    expected = np.array(list(x))[other.permutation(n)] if n else []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rng.shuffle(x) is None
    np.testing.assert_array_equal(list(x), expected)
    assert place(rng) == place(other)


def test_masks_move_with_what_they_mask():
    x = np.ma.array(np.arange(60), mask=np.arange(60) % 7 == 0)
    made().shuffle(x)
    order = made().permutation(60)
    np.testing.assert_array_equal(x.mask, order % 7 == 0)
    np.testing.assert_array_equal(x.compressed(), order[order % 7 != 0])
    x = np.ma.array(np.arange(60).reshape(3, 20), mask=np.arange(60) % 7 == 0)
    made().shuffle(x, axis=1)
    order = made().permutation(20)
    expected = np.arange(60).reshape(3, 20)[:, order]
    np.testing.assert_array_equal(x.mask, expected % 7 == 0)
    np.testing.assert_array_equal(x.filled(-1)[~x.mask], expected[expected % 7 != 0])


def test_matrices_are_shuffled_by_rows():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        x = np.asmatrix(np.arange(20).reshape(10, 2))
    made().shuffle(x)
    np.testing.assert_array_equal(np.asarray(x)[:, 0], 2 * made().permutation(10))


def test_records_are_shuffled():
    x = np.rec.array([np.arange(50), np.arange(50) * 0.5], names="a,b")
    made().shuffle(x)
    np.testing.assert_array_equal(x.a, made().permutation(50))
    np.testing.assert_array_equal(x.b, x.a * 0.5)


@pytest.mark.parametrize("x", [5, np.uint8(5), True, np.int64(0), -3])
def test_permutation_of_a_number_is_a_shuffled_range(x):
    order = made().permutation(x)
    expected = np.arange(x)
    made().shuffle(expected)
    np.testing.assert_array_equal(order, expected)
    assert order.dtype == expected.dtype


def test_permutation_copies():
    x = np.arange(30)
    order = made().permutation(x)
    assert not np.shares_memory(order, x)
    np.testing.assert_array_equal(x, np.arange(30))
    for form in (x.tolist(), tuple(x.tolist()), x.data, array.array("q", x)):
        np.testing.assert_array_equal(made().permutation(form), order)
    np.testing.assert_array_equal(x, np.arange(30))
    rng = made()
    assert rng.permutation(np.zeros((0, 3))).shape == (0, 3)
    assert place(rng) == 0


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
@pytest.mark.parametrize("layout", ["C", "F", "other"])
@pytest.mark.parametrize("dtype", ["u1", "f8", "S9", "O"])
def test_lines_are_permuted_one_after_the_other(axis, layout, dtype):
    x = things((3, 20, 7), dtype)
    x = x.transpose(1, 0, 2).copy().transpose(1, 0, 2) if layout == "other" else x
    x = x.copy(order=layout) if layout != "other" else x
    rng, other = made(), made()
    expected = np.moveaxis(x.copy(), axis, -1)
    for line in np.ndindex(expected.shape[:-1]):
        expected[line] = other.permutation(expected[line])
    expected = np.moveaxis(expected, -1, axis)
    before = x.copy()
    np.testing.assert_array_equal(rng.permuted(x, axis=axis), expected)
    np.testing.assert_array_equal(x, before)
    assert place(rng) == place(other)
    out = np.empty((3, 20, 7), dtype)[:, ::-1]
    assert made().permuted(x, axis=axis, out=out) is out
    np.testing.assert_array_equal(out, expected)
    assert made().permuted(x, axis=axis, out=x) is x
    np.testing.assert_array_equal(x, expected)


def test_all_elements_are_permuted():
    x = things((6, 5))
    order = made().permutation(30)
    np.testing.assert_array_equal(made().permuted(x), order.reshape(6, 5))
    fortran = made().permuted(np.asfortranarray(x))
    expected = x.ravel(order="F")[order].reshape((6, 5), order="F")
    np.testing.assert_array_equal(fortran, expected)
    out = np.zeros((12, 5), int)[::2]
    assert made().permuted(x, out=out) is out
    np.testing.assert_array_equal(out, order.reshape(6, 5))
    assert not out.base.any(axis=1)[1::2].any()
    assert made().permuted(np.zeros((0, 3)), axis=1).shape == (0, 3)


# What is refused, before anything moves

REFUSED = {
    "a number": (lambda rng: rng.shuffle(3), TypeError, "len"),
    "no axis": (lambda rng: rng.shuffle(np.array(3)), TypeError, "unsized"),
    "a tuple": (lambda rng: rng.shuffle((1, 2, 3)), TypeError, "item assignment"),
    "a str": (lambda rng: rng.shuffle("abc"), TypeError, "item assignment"),
    "bytes": (lambda rng: rng.shuffle(b"abc"), TypeError, "item assignment"),
    "a view": (lambda rng: rng.shuffle(memoryview(b"abc")), TypeError, "read-only"),
    "a list's axis": (
        lambda rng: rng.shuffle([1, 2], axis=1),
        NotImplementedError,
        "axis=1",
    ),
    "an axis": (
        lambda rng: rng.shuffle(np.zeros(3), axis=1),
        np.exceptions.AxisError,
        "axis 1",
    ),
    "an axis of permutation": (
        lambda rng: rng.permutation(np.zeros(3), axis=-2),
        np.exceptions.AxisError,
        "axis -2",
    ),
    "a permutation of a str": (
        lambda rng: rng.permutation("abc"),
        np.exceptions.AxisError,
        "axis 0",
    ),
    "a permutation of a float": (
        lambda rng: rng.permutation(5.0),
        np.exceptions.AxisError,
        "axis 0",
    ),
    "permuted without an axis": (lambda rng: rng.permuted(3), TypeError, "axis"),
    "an axis of permuted": (
        lambda rng: rng.permuted([3, 4], axis=1),
        np.exceptions.AxisError,
        "axis 1",
    ),
    "a list as out": (
        lambda rng: rng.permuted([3, 4], out=[0, 0]),
        TypeError,
        "out .* list",
    ),
    "out of another shape": (
        lambda rng: rng.permuted([3, 4], out=np.zeros(3)),
        ValueError,
        "shape",
    ),
    "out of less": (
        lambda rng: rng.permuted([3.0, 4], out=np.zeros(2, int)),
        TypeError,
        "safe",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    call, error, text = REFUSED[name]
    rng = made(1)
    with pytest.raises(error, match=text):
        call(rng)
    assert place(rng) == 1
    # NumPy refuses the same, by the same class.
    with pytest.raises(error):
        call(np.random.Generator(np.random.PCG64(1)))


def test_read_only_arrays_are_refused():
    x = np.arange(30)
    x.flags.writeable = False
    rng = made()
    with pytest.raises(ValueError, match="array is read-only"):
        rng.shuffle(x)
    with pytest.raises(ValueError, match="out must be writable"):
        rng.permuted(np.arange(30), out=x)
    assert place(rng) == 0


def test_what_is_no_sequence_is_shuffled_with_a_warning():
    x = dict(enumerate("abcdefgh"))
    with pytest.warns(UserWarning, match="you are shuffling a 'dict' object"):
        made().shuffle(x)
    assert "".join(x.values()) == "".join(
        np.array(list("abcdefgh"))[made().permutation(8)]
    )


class Failing(collections.UserList):
    """A list that cannot be written to for the tenth time."""

    def __init__(self, items, error):
        super().__init__(items)
        self.left, self.error = 9, error

    def __setitem__(self, i, value):
        if self.left == 0:
            raise self.error
        self.left -= 1
        super().__setitem__(i, value)


@pytest.mark.parametrize("error", [ArithmeticError, KeyboardInterrupt])
def test_after_an_exception_the_generator_is_past_the_whole_shuffle(error):
    rng, other = made(), made()
    x = Failing(range(100), error)
    with pytest.raises(error):
        rng.shuffle(x)
    order = other.permutation(100)
    assert x.data[:4] == order[:4].tolist()
    assert rng.random() == other.random()
    assert rng.bit_generator.lock.acquire(blocking=False)


def test_code_of_the_items_may_draw():
    rng = made()
    drawn = []

    class Drawing(collections.UserList):
        def __setitem__(self, i, value):
            drawn.append(rng.integers(1000))
            super().__setitem__(i, value)

    x = Drawing(range(20))
    rng.shuffle(x)
    other = made()
    np.testing.assert_array_equal(list(x), other.permutation(20))
    np.testing.assert_array_equal(drawn, other.integers(1000, size=len(drawn)))


# Threads and memory


def test_threads_may_shuffle_one_array():
    rng, x = made(), np.arange(50_000)

    def work():
        for _ in range(10):
            rng.shuffle(x)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected, other = np.arange(50_000), made()
    for _ in range(40):
        other.shuffle(expected)
    np.testing.assert_array_equal(x, expected)
    assert place(rng) == place(other)


def peak(call):
    """The bytes that a call takes at most."""
    call()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


CALLS = {
    "shuffle": lambda rng, x: rng.shuffle(x),
    "shuffle of rows": lambda rng, x: rng.shuffle(x.reshape(100, -1)),
    "shuffle of columns": lambda rng, x: rng.shuffle(x.reshape(100, -1), axis=1),
    "shuffle of a list": lambda rng, x: rng.shuffle(x[:1000].tolist()),
    "permutation of a number": lambda rng, x: rng.permutation(len(x)),
    "permutation": lambda rng, x: rng.permutation(x),
    "permutation of rows": lambda rng, x: rng.permutation(x.reshape(100, -1)),
    "permutation of columns": lambda rng, x: rng.permutation(x.reshape(100, -1), 1),
    "permuted": lambda rng, x: rng.permuted(x),
    "permuted rows": lambda rng, x: rng.permuted(x.reshape(100, -1), axis=1),
}


@pytest.mark.parametrize("name", CALLS)
def test_memory_is_no_more_than_numpys(name):
    x = np.arange(100_000)
    ours = peak(lambda: CALLS[name](made(), x))
    numpys = peak(lambda: CALLS[name](np.random.Generator(np.random.PCG64(1)), x))
    assert ours < numpys + 8192


@settings(max_examples=100, deadline=None)
@given(
    shape=st.lists(st.integers(0, 9), min_size=1, max_size=4),
    dtype=st.sampled_from(["u1", "i2", "f4", "f8", "c16", "S5"]),
    words=st.integers(0, 5),
    data=st.data(),
)
def test_all_forms_of_a_shuffle_agree(shape, dtype, words, data):
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    steps = data.draw(
        st.lists(st.sampled_from([1, -1]), min_size=len(shape), max_size=len(shape))
    )
    x = things(tuple(shape), dtype)[tuple(slice(None, None, step) for step in steps)]
    n = shape[axis]
    order = model(words).permutation(n) if x.size else list(range(n))
    expected = x.take(order, axis)
    rng = made(words)
    np.testing.assert_array_equal(rng.permutation(x, axis=axis), expected)
    shuffled = x.copy()
    made(words).shuffle(shuffled, axis=axis)
    np.testing.assert_array_equal(shuffled, expected)
    same = copy.deepcopy(rng)
    lines = rng.permuted(x, axis=axis)
    np.testing.assert_array_equal(np.sort(lines, axis), np.sort(x, axis))
    moved = np.moveaxis(x, axis, -1)
    for line in np.ndindex(moved.shape[:-1] if x.size else (0,)):
        np.testing.assert_array_equal(
            np.moveaxis(lines, axis, -1)[line], same.permutation(moved[line])
        )
    assert place(rng) == place(same)


def test_the_model_has_the_published_philox():
    assert generator_model.philox(0, 0)[0] == 0x6627E8D5
