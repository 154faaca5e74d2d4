# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The bulk methods: the place of each value, exact values, unbiased integers."""

import copy
import hashlib
import itertools
import math
import operator
import pickle
import threading
from collections import Counter
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.stats
from generator_model import (
    Model,
    counter_of,
    exponential_f32,
    exponential_f64,
    normal_f32,
    normal_f64,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from philoxseed import Philox4x32, PhiloxGenerator, default_rng, simd
from philoxseed._core import CoreStream

KEY, COUNTER = 0x0123456789ABCDEF, (77 << 64) + 2**32 - 100
RETRY_KEY = 0x9E3779B97F4A7C15
LARGE = 1_200_011  # enough for several threads


def made(key=KEY, counter=COUNTER):
    return PhiloxGenerator(Philox4x32(key=key, counter=counter))


def words(n, key=KEY, counter=COUNTER):
    return CoreStream(key % 2**64, counter % 2**128).bits(n)


def on_block(*block):
    """Return a generator whose next block is this one."""
    rng = made(counter=counter_of(block, KEY))
    assert rng.bytes(16) == np.array(block, "<u4").tobytes()
    rng.bit_generator.advance(-1)
    return rng


# The words that values take


def test_random_is_exact_fractions_of_words():
    raw = Philox4x32(key=KEY, counter=COUNTER).random_raw(1002)
    pairs = (raw[::2] << np.uint64(32) | raw[1::2]) >> np.uint64(11)
    np.testing.assert_array_equal(made().random(501), pairs * 2.0**-53)
    expected = (raw >> np.uint64(8)).astype(np.float32) * np.float32(2**-24)
    np.testing.assert_array_equal(made().random(1002, np.float32), expected)


@pytest.mark.parametrize(("low", "high"), [(-3.0, 7.25), (1e300, 1.7e308), (5, 5)])
def test_uniform_rounds_after_each_step(low, high):
    u = made().random(301)
    expected = u * (high - low) + low
    np.testing.assert_array_equal(made().uniform(low, high, 301), expected)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_affine_methods_are_the_standard_ones(dtype):
    low, high, scale = (dtype(x) for x in (0.1, 0.7, 1.3))
    u, z = made().random(301, dtype), made().standard_normal(301, dtype)
    x = made().standard_exponential(301, dtype)
    np.testing.assert_array_equal(
        made().uniform(0.1, 0.7, 301, dtype=dtype), u * (high - low) + low
    )
    np.testing.assert_array_equal(
        made().normal(0.1, 1.3, 301, dtype=dtype), z * scale + low
    )
    np.testing.assert_array_equal(made().exponential(1.3, 301, dtype=dtype), x * scale)


# Words at the ends of all that the definitions of normals and exponentials choose by:
# octaves of either tail, eighths, thirty-seconds, 1/16, and neighbours of these.
EDGE_WORDS = sorted(
    {
        (e + d) % 2**32
        for k in range(32)
        for e in (2**k, -(2**k), k << 27, 3 << 28, 2**32 - (3 << 28), 5 << 29)
        for d in (-2, -1, 0, 1)
    }
    | {2**30 - d for d in (1, 20, 33, 64, 65, 70)}
    | {3 * 2**30 + d for d in (0, 20, 32, 33, 64, 70)}
)
EDGE_PAIRS = sorted(
    {
        (e + d) % 2**64
        for k in range(64)
        for e in (2**k, -(2**k), k << 58, 15 << 60, 2**63 - 2**k, 2**63 + 2**k)
        for d in (-2, -1, 0, 1)
    }
    | {2**63 + d for d in (-600, -513, -512, -511, 511, 512, 600)}
)


def values_of(method, bits, dtype):
    """The values that a method makes of words, or pairs, anywhere in a batch."""
    values = []
    for i in range(0, len(bits), 2 if dtype == np.float64 else 4):
        some = bits[i : i + (2 if dtype == np.float64 else 4)]
        block = [x for y in some for x in divmod(y, 2**32)]
        if dtype == np.float32:
            block = some
        rng = on_block(*block, *[0] * (4 - len(block)))
        values += getattr(rng, method)(len(some), dtype).tolist()
    return values


def inverted(method, bits, size):
    """What a method is in exact arithmetic, in 40 digits."""
    with mpmath.workdps(40):
        p = (mpmath.mpf(bits) + 0.5) / 2**size
        if method == "standard_exponential":
            return -mpmath.log1p(-p)
        q = min(p, (mpmath.mpf(2**size - 1 - bits) + 0.5) / 2**size)
        if q > 0.02:
            z = mpmath.sqrt(2) * mpmath.erfinv(1 - 2 * q)
        else:
            z = mpmath.findroot(
                lambda z: mpmath.log(mpmath.erfc(z / mpmath.sqrt(2)) / 2 / q),
                mpmath.sqrt(-2 * mpmath.log(q)) - 0.5,
            )
        return z if p > 0.5 else -z


INVERSIONS = ["standard_normal", "standard_exponential"]


@pytest.mark.parametrize("method", INVERSIONS)
def test_inversions_are_the_model_at_all_edges(method):
    normal = method == "standard_normal"
    for bits, dtype, of_bits in (
        (EDGE_WORDS, np.float32, normal_f32 if normal else exponential_f32),
        (EDGE_PAIRS, np.float64, normal_f64 if normal else exponential_f64),
    ):
        values = values_of(method, bits, dtype)
        assert values == [of_bits(x) for x in bits]


@pytest.mark.parametrize(
    "n", [500, pytest.param(100_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
@pytest.mark.parametrize("method", INVERSIONS)
def test_inversions_are_exact_but_for_their_last_places(method, n):
    w = words(4 * n)
    pairs = [a << 32 | b for a, b in w.reshape(-1, 2).tolist()]
    # Half of them far out in the tails.
    far = [x >> (x % 60) for x in pairs[n:]]
    far = [x if i % 2 else 2**64 - 1 - x for i, x in enumerate(far)]
    for bits, size, most in (
        (EDGE_PAIRS + far, 64, 3),
        (EDGE_WORDS, 32, 2),
    ):
        dtype = np.float64 if size == 64 else np.float32
        for value, x in zip(values_of(method, bits, dtype), bits, strict=True):
            ulp = (
                math.ulp(value) if size == 64 else float(np.spacing(abs(dtype(value))))
            )
            assert abs(value - inverted(method, x, size)) <= most * ulp
    values = getattr(made(), method)(n).tolist()
    for value, x in zip(values, pairs, strict=False):
        assert abs(value - inverted(method, x, 64)) <= 3 * math.ulp(value)
    values = getattr(made(), method)(n, np.float32)
    for value, x in zip(values, w.tolist(), strict=False):
        ulp = float(np.spacing(abs(value)))
        assert abs(float(value) - inverted(method, x, 32)) <= 2 * ulp


def test_normals_are_symmetric_and_rise_with_the_word():
    for bits, size, dtype in (
        (EDGE_WORDS, 32, np.float32),
        (EDGE_PAIRS, 64, np.float64),
    ):
        z = values_of("standard_normal", bits, dtype)
        mirrored = values_of("standard_normal", [2**size - 1 - x for x in bits], dtype)
        assert mirrored == [-x for x in z]
        assert z == sorted(z)
        x = values_of("standard_exponential", bits, dtype)
        assert x == sorted(x) and x[0] > 0
    assert values_of("standard_normal", [0], np.float64) == [-9.155293772686074]
    assert values_of("standard_normal", [0], np.float32) == [np.float32(-6.3379574)]
    assert values_of("standard_exponential", [0], np.float64) == [2.0**-65]


def test_bytes_are_words_low_end_first():
    assert made().bytes(37) == words(10).astype("<u4").tobytes()[:37]
    assert made().bytes(0) == b""


# Integers


def multiply_high(bits, size, n):
    """An accepted number on [0, n) of so many random bits, or None."""
    product = bits * n
    return product >> size if product % 2**size >= 2**size % n else None


@pytest.mark.parametrize("n", range(1, 256))
def test_the_rule_for_integers_has_no_bias(n):
    """All words of 8 bits: each value is accepted equally often."""
    counts = Counter(multiply_high(bits, 8, n) for bits in range(256))
    counts.pop(None, None)
    assert counts == dict.fromkeys(range(n), 256 // n)


def expected_integers(n, size):
    """By the rule, in Python's integers; a rejected one retries in other streams."""
    pair = n > 2**32
    streams = [words((1 + pair) * size, KEY + r * RETRY_KEY) for r in range(40)]
    if pair:
        streams = [w[::2].astype(np.uint64) << np.uint64(32) | w[1::2] for w in streams]
    bits = 64 if pair else 32
    for tries in zip(*(w.tolist() for w in streams), strict=True):
        yield next(x for t in tries if (x := multiply_high(t, bits, n)) is not None)


EDGES = [2**k + d for k in (31, 32, 63, 64) for d in (-1, 0, 1)][:-1]


@pytest.mark.parametrize(
    "n",
    [1, 2, 3, 10, 255, 1000, 2**16, 3 * 2**30, 10**10, 3 * 2**62, *EDGES],
)
def test_integers_follow_the_rule(n):
    values = made().integers(0, n, 501, dtype=np.uint64)
    assert values.tolist() == list(expected_integers(n, 501))
    low = -(n // 2)
    shifted = made().integers(low, low + n, 501)
    assert shifted.tolist() == [x + low for x in values.tolist()]


def test_rejections_at_their_edge():
    """Words on both sides of the limit, which random ones hardly ever meet."""
    n = 10
    least = 2**32 % n
    assert least == 6
    inverse = pow(5, -1, 2**31)
    below, at = (x // 2 * inverse % 2**31 for x in (least - 2, least))
    assert (below * n) % 2**32 == least - 2
    assert (at * n) % 2**32 == least
    block = (below, at, 0, 1)
    rng = on_block(*block)
    counter = counter_of(block, KEY)
    values = rng.integers(n, size=4).tolist()
    retry = words(4, KEY + RETRY_KEY, counter).tolist()
    assert values[1] == multiply_high(at, 32, n) and values[3] == 0
    assert [values[0], values[2]] == [multiply_high(retry[i], 32, n) for i in (0, 2)]


DTYPES = [np.bool_, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32]


@pytest.mark.parametrize("dtype", [*DTYPES, np.int64, np.uint64, np.longlong, ">i4"])
def test_integers_do_not_depend_on_the_dtype(dtype):
    if dtype == ">i4":
        with pytest.raises(ValueError, match="byte order"):
            made().integers(2, dtype=dtype)
        return
    values = made().integers(2, size=1003, dtype=dtype)
    assert values.dtype == dtype
    np.testing.assert_array_equal(values, made().integers(2, size=1003))
    info = np.iinfo(dtype) if dtype is not np.bool_ else None
    low, high = (info.min, info.max) if info else (0, 1)
    values = made().integers(low, high, 1003, dtype=dtype, endpoint=True)
    assert {int(values.min()), int(values.max())} != {0}
    n = high - low + 1
    expected = [x + low for x in expected_integers(n, 1003)]
    assert values.tolist() == expected


def test_integers_as_numpy_takes_them():
    rng = made()
    assert rng.integers(5, 6) == 5 and rng.integers(5, 5, endpoint=True) == 5
    assert isinstance(rng.integers(5), np.int64)
    assert type(rng.integers(5, dtype=int)) is int
    assert type(rng.integers(2, dtype=bool)) is bool
    assert isinstance(rng.integers(5, dtype=np.uint8), np.uint8)
    assert rng.integers(2.9, 4.9, size=99).max() == 3
    assert rng.integers(0, 0, size=0).shape == (0,)


ARRAYS = [
    ([[1], [5]], [10, 20, 2**40], np.int64, True),
    ([0, 2**63], 2**64, np.uint64, False),
    ([-(2**63), 0], [2**63, 5], np.int64, False),
    ([-(2**63)], 2**63 - 1, "int64", True),
    (np.array([0, 5], np.uint64), [7, 2**64 - 1], np.uint64, True),
    (0, [3 * 2**30, 1, 2**32, 5], np.uint32, False),
    ([-128, 0, 5], [128, 1, 9], np.int8, False),
    ([0, 1], [2, 2], bool, False),
    ([-(2**63)], np.array([2**63], np.uint64), np.int64, False),
    (np.array([-1]), np.array([2**63 - 1, 5], np.uint64), "i8", True),
    ([2.9, 3.1], ["5", Fraction(19, 2)], np.int16, False),
    ([[[3]], [[4]]], np.array([5, 6], np.uint8), int, True),
    (5, np.arange(6, 6 + 3000).reshape(3, 1000), np.int32, False),
    (0, np.full(2000, 3 * 2**62), np.uint64, False),
]


@pytest.mark.parametrize(("low", "high", "dtype", "endpoint"), ARRAYS)
@pytest.mark.parametrize("more", [(), (2,), (300, 1)])
def test_arrays_of_limits_follow_the_rule(low, high, dtype, endpoint, more):
    whole = [np.vectorize(int, [object])(np.array(x, object)) for x in (low, high)]
    lows, highs = np.broadcast_arrays(*whole)
    shape = more + lows.shape if more != (300, 1) else (3, 1, *lows.shape)
    lows, highs = (np.broadcast_to(x, shape) for x in (lows, highs))
    rng, model = made(), Model(KEY, COUNTER)
    rng.random(dtype=np.float32)
    model.bits(32)
    size = shape if more else None
    values = rng.integers(low, high, size, dtype, endpoint)
    assert values.dtype == dtype and values.shape == shape
    for value, a, b in zip(values.flat, lows.flat, highs.flat, strict=True):
        assert int(value) == model.integers_of_arrays(a, b + endpoint, dtype)
    assert place(rng) == model.place
    out = np.empty(shape, dtype)
    again = made()
    again.random(dtype=np.float32)
    again.integers(low, high, None, dtype, endpoint, out=out, threads=2)
    np.testing.assert_array_equal(out, values)


@pytest.mark.parametrize("kernel", simd.available())
@pytest.mark.parametrize("dtype", ["u1", "i4", "i8", "u8"])
@pytest.mark.parametrize("endpoint", [False, True])
def test_kernels_take_arrays_of_limits_as_the_scalar_one(kernel, dtype, endpoint):
    info = np.iinfo(dtype)
    ends = np.array([info.min, 0, 5, info.max // 4 * 3, info.max], dtype)
    low = np.repeat(ends, 999)
    for high in (low + (low < info.max), np.full_like(low, info.max)):
        low = np.where(low < high, low, 0).astype(dtype)
        with simd.force("scalar"):
            expected = made().integers(low, high, None, dtype, endpoint)
        with simd.force(kernel):
            values = made().integers(low, high, None, dtype, endpoint)
        np.testing.assert_array_equal(values, expected)
        for wrong in (0, 600, low.size - 1):
            high_there = high.copy()
            high_there[wrong] = low[wrong]
            if endpoint:
                high_there[wrong] -= low[wrong] > info.min
            if endpoint and low[wrong] == info.min:
                continue
            with simd.force(kernel), pytest.raises(ValueError, match="low >"):
                made().integers(low, high_there, None, dtype, endpoint)


def test_large_arrays_of_limits_use_threads():
    low = np.arange(LARGE) % 1000
    high = low[:, np.newaxis][:: LARGE // 3] + 2**40
    one, two = made(), made()
    values = one.integers(low, high, threads=1)
    np.testing.assert_array_equal(two.integers(low, high, threads=3), values)
    assert ((low <= values) & (values < high)).all()
    pairs = Philox4x32(key=KEY, counter=COUNTER).random_raw(2000).reshape(-1, 2)
    for i, (a, b) in enumerate(pairs.tolist()):
        n = int(high[0, 0] - low[i])
        assert values[0, i] == low[i] + ((a << 32 | b) * n >> 64)


@pytest.mark.parametrize(
    ("low", "high", "dtype", "endpoint", "text"),
    [
        ([1, 5], [3, 5], np.int64, False, "low >= high: 5 >= 5"),
        ([1, 5], [3, 4], np.int64, True, "low > high: 5 > 4"),
        ([3, 0], None, np.int64, False, "high <= 0: 0"),
        ([0, -200], 5, np.int8, False, "low is out of bounds for int8: -200"),
        (0, [5, 200], np.int8, False, "high is out of bounds for int8: 200"),
        (-1, [5, 200], np.uint8, False, "low is out of bounds for uint8: -1"),
        (0, [5, 257], "u1", False, "high is out of bounds for uint8: 257"),
        (0, [5, 256], "u1", True, "high is out of bounds for uint8: 256"),
        (0, [5, 2**64 + 1], "u8", False, "high is out of bounds for uint64"),
        ([-(2**63) - 1], 5, "i8", False, "low is out of bounds for int64"),
        (0, np.array([2**63 + 9], "u8"), "i8", False, "high is out of bounds for int6"),
        (-(2**63), [-(2**63)], "i8", False, "low >= high"),
        ([0, 1], [2, 3, 4], "i8", False, "cannot be broadcast"),
    ],
)
def test_bad_arrays_of_limits(low, high, dtype, endpoint, text):
    rng = made()
    with pytest.raises(ValueError):
        np.random.default_rng(1).integers(low, high, None, dtype, endpoint)
    with pytest.raises(ValueError, match=text):
        rng.integers(low, high, None, dtype, endpoint)
    assert place(rng) == 0


# Distributions


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("method", "distribution"),
    [
        ("random", "uniform"),
        ("standard_normal", "norm"),
        ("standard_exponential", "expon"),
    ],
)
def test_distributions(method, distribution, dtype):
    values = getattr(default_rng(20240229), method)(200_000, dtype).astype(np.float64)
    result = scipy.stats.kstest(values, distribution)
    assert result.pvalue > 0.001
    neighbours = scipy.stats.pearsonr(values[:-1], values[1:])
    assert neighbours.pvalue > 0.001


@pytest.mark.parametrize("n", [2, 7, 100, 3 * 2**30, 3 * 2**61])
def test_integers_are_uniform(n):
    bins = min(n, 100)
    values = default_rng(99).integers(n, size=200_000, dtype=np.uint64)
    cells = [int(v) * bins // n for v in values]
    observed = np.bincount(cells, minlength=bins)
    edges = [-(-n * i // bins) for i in range(bins + 1)]
    expected = [200_000 * (b - a) / n for a, b in itertools.pairwise(edges)]
    assert scipy.stats.chisquare(observed, expected).pvalue > 0.001


# Streams: pins, pieces, threads, order of calls

CALLS = {
    "random": lambda rng, n, **kw: rng.random(n, **kw),
    "random_f4": lambda rng, n, **kw: rng.random(n, np.float32, **kw),
    "uniform": lambda rng, n, **kw: rng.uniform(-1, 3, n, **kw),
    "normal": lambda rng, n, **kw: rng.standard_normal(n, **kw),
    "normal_f4": lambda rng, n, **kw: rng.standard_normal(n, np.float32, **kw),
    "exponential": lambda rng, n, **kw: rng.standard_exponential(n, **kw),
    "exponential_f4": lambda rng, n, **kw: rng.exponential(
        2, n, dtype=np.float32, **kw
    ),
    "integers": lambda rng, n, **kw: rng.integers(6, size=n, **kw),
    "integers_u1": lambda rng, n, **kw: rng.integers(200, size=n, dtype="u1", **kw),
    "integers_large": lambda rng, n, **kw: rng.integers(3 * 2**61, size=n, **kw),
    "integers_retried": lambda rng, n, **kw: rng.integers(3 * 2**30, size=n, **kw),
}

BITS = {np.dtype(t): f"u{np.dtype(t).itemsize}" for t in ("f4", "f8", "i8", "u1")}

# SHA-256 of 10007 values, little end first. Only for stability: that the values are
# right, the tests above see to. A pin that fails means that the change is wrong.
PINS = {
    "random": "9dd03ff8d520cb34a92e5746b00008ac",
    "random_f4": "e6e46e63871f0a48db862a8264cffb9e",
    "uniform": "ea80b2d37064dc15ddb98c2bcdc3fab8",
    "normal": "40540817b7dd845f2add5bf1687d0800",
    "normal_f4": "64d9eeaa0c14f837da42f3e2b7f2e95a",
    "exponential": "15a55697bcb77787819aecd4828e0f50",
    "exponential_f4": "fef693ff6e732f99a424c6e5bf957479",
    "integers": "e2ec7c137c3cf4eb7bdc2c6b817abf9d",
    "integers_u1": "79c710c4b835bdc5f2ad39286924eb46",
    "integers_large": "ca14f09495aa8d49ba63e2bc27055308",
    "integers_retried": "9ed8b7cd23429b473d1e86ef28c57e29",
}


@pytest.mark.parametrize("name", CALLS)
def test_streams_are_pinned(name):
    values = CALLS[name](made(), 10_007)
    data = values.astype(values.dtype.newbyteorder("<")).tobytes()
    assert hashlib.sha256(data).hexdigest()[:32] == PINS[name]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("cuts", [(4, 1000), (1, 2), (511, 1024), (4095, 4096)])
def test_pieces_are_one_draw(name, cuts):
    whole = CALLS[name](made(), 6001)
    rng = made()
    pieces = [CALLS[name](rng, n) for n in np.diff([0, *cuts, 6001]).tolist()]
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


FULL = 0xFFFFFFFF
# Blocks at the ends of what words and pairs can be, and between.
EXTREMES = [
    (0, 0, 0, 0),
    (FULL, FULL, FULL, FULL),
    (0, 0, FULL, FULL),
    (0xFFFFF, FULL, 0, 0x80000000),
    (0xFFFFF, FULL - 1, 0x40000, 0),
    (0xE0000, 0, 0xDFFFF, FULL),
    (0xF0000000, 0x200000, 0xEFFFFFFF, 0x600000),
    (0x80000000, 0x100000, 0x7FFFFFFF, 0x700000),
    (0, 1, 1, 0),
]


@pytest.mark.parametrize("kernel", simd.available())
@pytest.mark.parametrize("name", CALLS)
def test_kernels_equal_the_scalar_one(name, kernel):
    # Whole batches and pieces; each extreme block is met in the midst of a batch.
    starts = [
        COUNTER,
        2**128 - 333,
        *(counter_of(block, KEY) - 70 for block in EXTREMES),
    ]
    for start, n in itertools.product(starts, (5, 1003)):
        with simd.force("scalar"):
            expected = CALLS[name](made(counter=start % 2**128), n)
        with simd.force(kernel):
            values = CALLS[name](made(counter=start % 2**128), n)
        np.testing.assert_array_equal(
            values.view(BITS[values.dtype]), expected.view(BITS[values.dtype])
        )


@pytest.mark.parametrize("before", [0, 1, 2, 3])
@pytest.mark.parametrize("name", CALLS)
def test_threads_change_nothing(name, before):
    one, two, many = made(), made(), made()
    for rng in (one, two, many):
        rng.bytes(4 * before)
    values = CALLS[name](one, LARGE, threads=1)
    np.testing.assert_array_equal(CALLS[name](two, LARGE, threads=2), values)
    np.testing.assert_array_equal(CALLS[name](many, LARGE, threads=5), values)
    assert one.bit_generator.state == many.bit_generator.state


def place(rng):
    """The number of words that a generator is past its first."""
    state = rng.bit_generator.state
    return (state["state"]["counter"] - COUNTER) * 4 + state["buffer_pos"]


FLOATS = st.sampled_from([np.float64, np.float32])
SIZES = st.one_of(st.none(), st.integers(0, 20), st.sampled_from([127, 300, 700]))
LIMITS = st.sampled_from(
    [(0, 10), (-5, 2**31), (0, 3 * 2**30), (0, 2**32), (-(2**62), 2**62), (7, 8)]
)
STEPS = st.one_of(
    st.tuples(st.just("random"), FLOATS, SIZES),
    st.tuples(st.just("uniform"), FLOATS, SIZES),
    st.tuples(st.just("normal"), FLOATS, SIZES),
    st.tuples(st.just("exponential"), FLOATS, SIZES),
    st.tuples(st.just("integers"), LIMITS, SIZES),
    st.tuples(st.just("small"), st.sampled_from(["u1", "i2", "u4", "?"]), SIZES),
    st.tuples(st.just("arrays"), st.sampled_from(["u1", "i4", "i8", "u8"])),
    st.tuples(st.just("bytes"), st.integers(0, 30)),
    st.tuples(st.just("permutation"), st.integers(0, 150)),
    st.tuples(
        st.sampled_from(["raw", "numpy", "numpy32", "pickle", "copy", "advance"])
    ),
)


def step_of(rng, model, kind, *arguments):
    """What a generator draws, and what the model says, each as a list."""
    if kind in ("random", "normal", "exponential", "uniform", "integers", "small"):
        argument, size = arguments
        n = 1 if size is None else size
        if kind in ("random", "normal", "exponential"):
            method = kind if kind == "random" else f"standard_{kind}"
            values = getattr(rng, method)(size, argument)
            return values, [getattr(model, kind)(argument) for _ in range(n)]
        if kind == "uniform":
            values = rng.uniform(-0.3, 1.7, size, dtype=argument)
            return values, [model.uniform(-0.3, 1.7, argument) for _ in range(n)]
        low, high = (0, 2) if kind == "small" else argument
        dtype = argument if kind == "small" else np.int64
        values = rng.integers(low, high, size, dtype)
        return values, [model.integers(low, high) for _ in range(n)]
    if kind == "arrays":
        (dtype,) = arguments
        values = rng.integers([3, 4], [[7], [100]], dtype=dtype)
        pairs = [(3, 7), (4, 7), (3, 100), (4, 100)]
        return values, [model.integers_of_arrays(*pair, dtype) for pair in pairs]
    if kind == "bytes":
        return list(rng.bytes(*arguments)), list(model.bytes(*arguments))
    if kind == "permutation":
        return rng.permutation(*arguments), model.permutation(*arguments)
    if kind == "raw":
        return rng.bit_generator.random_raw(3), [model.bits(32) for _ in range(3)]
    if kind == "numpy":
        values = np.random.Generator(rng.bit_generator).random(3)
        return values, [model.random() for _ in range(3)]
    values = np.random.Generator(rng.bit_generator).random(3, np.float32)
    return values, [model.random(np.float32) for _ in range(3)]


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_any_mix_of_calls_is_the_model_value_by_value(steps):
    rng, model = made(), Model(KEY, COUNTER)
    for kind, *arguments in steps:
        if kind == "pickle":
            rng = pickle.loads(pickle.dumps(rng))
        elif kind == "copy":
            rng = copy.deepcopy(rng)
        elif kind == "advance":
            rng.bit_generator.advance(3)
            model.place += 12
        else:
            values, expected = step_of(rng, model, kind, *arguments)
            values = np.ravel(values).tolist()
            assert all(map(operator.eq, values, expected))
            assert len(values) == len(expected)
        assert place(rng) == model.place


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(CALLS)), SIZES, st.booleans()), max_size=20)
)
def test_any_mix_of_calls_is_calls_for_single_values(steps):
    batch, one_by_one = made(), made()
    for name, n, pickled in steps:
        values = CALLS[name](batch, n)
        count = 1 if n is None else n
        expected = [CALLS[name](one_by_one, None) for _ in range(count)]
        np.testing.assert_array_equal(np.ravel(values), expected)
        if pickled:
            batch = pickle.loads(pickle.dumps(batch))
        assert place(batch) == place(one_by_one)


INHERITED = {
    "gamma": lambda rng: rng.gamma(0.7, 2.0, 3),
    "poisson": lambda rng: rng.poisson(20.0),
    "shuffle": lambda rng: rng.permutation(7),
    "zig": lambda rng: rng.standard_exponential(3, method="zig"),
    "choice": lambda rng: rng.choice(100, 5, replace=False),
}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*CALLS, *INHERITED]), st.integers(0, 700)),
        max_size=25,
    )
)
def test_no_order_of_calls_draws_a_word_twice(calls):
    rng = made()
    for name, n in calls:
        before = place(rng)
        fresh = copy.deepcopy(rng)
        if name in CALLS:
            values, expected = CALLS[name](rng, n), CALLS[name](fresh, n)
        else:
            shadow = PhiloxGenerator(fresh.bit_generator)
            values, expected = INHERITED[name](rng), INHERITED[name](shadow)
        np.testing.assert_array_equal(values, expected)
        assert place(rng) == place(fresh) >= before


def test_a_bootstrap_does_not_depend_on_the_batch():
    data = (np.arange(30.0) ** 2,)
    intervals = [
        scipy.stats.bootstrap(data, np.mean, n_resamples=200, batch=batch, rng=made())
        for batch in (1, 7, 200)
    ]
    for result in intervals[1:]:
        assert result.confidence_interval == intervals[0].confidence_interval


def test_threads_that_draw_at_once_get_different_words():
    rng = made()
    drawn = []

    def draw():
        for _ in range(50):
            drawn.append(rng.random(128))
            rng.gamma(2.0, size=10)
            drawn.append([rng.random() for _ in range(10)])

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = np.concatenate(drawn)
    assert len(np.unique(values)) == values.size == 4 * 50 * 138
    everything = made().random(place(rng) // 2 + 1)
    assert np.isin(values, everything).all()


@pytest.mark.parametrize("dtype", [[("a", "f4")], {"names": [], "formats": []}, ">f2"])
@pytest.mark.parametrize("draw", ["random", "standard_normal", "integers"])
def test_dtypes_that_are_none_of_the_method_are_named(draw, dtype):
    rng = default_rng(1)
    state = rng.bit_generator.state
    arguments = (10,) if draw == "integers" else ()
    with pytest.raises(TypeError, match=rf"Unsupported dtype .* for {draw}"):
        getattr(rng, draw)(*arguments, dtype=dtype)
    assert rng.bit_generator.state == state
