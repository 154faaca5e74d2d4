# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The bulk methods: the words of each value, exact values, unbiased integers."""

import copy
import hashlib
import itertools
import math
import threading
from collections import Counter
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from philoxseed import Philox4x32, PhiloxGenerator, default_rng, simd
from philoxseed._core import CoreStream

KEY, COUNTER = 0x0123456789ABCDEF, (77 << 64) + 2**32 - 100
RETRY_KEY = 0x9E3779B97F4A7C15
MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
LARGE = 1_200_011  # enough for several threads


def made(key=KEY, counter=COUNTER):
    return PhiloxGenerator(Philox4x32(key=key, counter=counter))


def words(n, key=KEY, counter=COUNTER):
    return CoreStream(key % 2**64, counter % 2**128).bits(n)


def counter_of(block, key=KEY):
    """Return the counter that Philox makes this block of, by undoing its rounds."""
    inverses = [pow(m, -1, 2**32) for m in MULTIPLIERS]
    c = list(block)
    for r in range(9, -1, -1):
        k0 = ((key & 0xFFFFFFFF) + r * 0x9E3779B9) % 2**32
        k1 = ((key >> 32) + r * 0xBB67AE85) % 2**32
        c0, c2 = c[3] * inverses[0] % 2**32, c[1] * inverses[1] % 2**32
        high0, high1 = MULTIPLIERS[0] * c0 >> 32, MULTIPLIERS[1] * c2 >> 32
        c = [c0, c[0] ^ high1 ^ k0, c2, c[2] ^ high0 ^ k1]
    return sum(word << 32 * i for i, word in enumerate(c))


def on_block(*block):
    """Return a generator whose next block is this one."""
    rng = made(counter=counter_of(block))
    assert rng.bytes(16) == np.array(block, "<u4").tobytes()
    rng.bit_generator.advance(-1)
    return rng


def unit_f64(w):
    """52 bits of each pair of words, as integers."""
    pairs = w.astype(np.uint64).reshape(-1, 2)
    return (pairs[:, 0] & np.uint64(0xFFFFF)) << np.uint64(32) | pairs[:, 1]


# The words that values take


def test_random_is_exact_fractions_of_words():
    w = words(1002)
    np.testing.assert_array_equal(made().random(501), unit_f64(w) / 2.0**52)
    expected = (w & 0x7FFFFF) / 2.0**23
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


def box_muller(u1, angle):
    """The pairs of normals, flat, in 50 digits."""
    with mpmath.workdps(50):
        for u, v in zip(u1, angle, strict=True):
            r = mpmath.sqrt(-2 * mpmath.log(u))
            yield r * mpmath.sin(v)
            yield r * mpmath.cos(v)


def test_float64_normals_are_box_muller_of_52_bits():
    m = unit_f64(words(2000)).tolist()
    u1 = [Fraction(k + 1, 2**52) for k in m[::2]]
    angle = [2 * math.pi * (k / 2**52) for k in m[1::2]]
    values = made().standard_normal(1000)
    for value, exact in zip(values.tolist(), box_muller(u1, angle), strict=True):
        assert abs(value - exact) <= 3 * math.ulp(value)


def test_float32_normals_are_box_muller_of_32_and_23_bits():
    w = words(2000).tolist()
    u1 = [Fraction(x + 1, 2**32) for x in w[::2]]
    u2 = np.array([x & 0x7FFFFF for x in w[1::2]]) / 2**23
    angle = (2 * math.pi * u2).astype(np.float32).tolist()
    values = made().standard_normal(2000, np.float32)
    for value, exact in zip(values, box_muller(u1, angle), strict=True):
        assert abs(float(value) - exact) <= 3 * abs(np.spacing(value))


def test_exponentials_are_inversion():
    w = words(1000)
    in_64 = [Fraction(k + 1, 2**52) for k in unit_f64(w).tolist()]
    in_32 = [Fraction(x + 1, 2**32) for x in w.tolist()]
    with mpmath.workdps(50):
        exact = [-mpmath.log(u) for u in in_64]
        values = made().standard_exponential(500)
        for value, x in zip(values, exact, strict=True):
            assert abs(value - x) <= math.ulp(value)
        values = made().standard_exponential(1000, np.float32)
        for value, u in zip(values, in_32, strict=True):
            assert abs(value - -mpmath.log(u)) <= np.spacing(value)


def test_tails_are_full():
    """The ends of u1: 2**-52 or 2**-32, and 1."""
    full = 0xFFFFFFFF
    # sin(pi / 2) = 1 in the first of a pair: a quarter turn.
    z = on_block(0, 0, 0x40000, 0).standard_normal(2)
    assert z[0] == pytest.approx(math.sqrt(104 * math.log(2)), rel=1e-15)
    z = on_block(0, 0x200000, full, 0x200000).standard_normal(4, np.float32)
    assert z[0] == pytest.approx(math.sqrt(64 * math.log(2)), rel=1e-7)
    assert z[2:].tolist() == [0, 0]
    assert on_block(full, full, 5, 5).standard_normal(2).tolist() == [0, 0]
    x = on_block(0, 0, full, full).standard_exponential(2)
    assert x[0] == pytest.approx(52 * math.log(2), rel=1e-15)
    assert x[1] == 0 and not np.signbit(x[1])
    x = on_block(0, full, 0, 0).standard_exponential(2, np.float32)
    assert x[0] == pytest.approx(32 * math.log(2), rel=1e-7)
    assert x[1] == 0 and not np.signbit(x[1])


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
        streams = [w[::2] | w[1::2].astype(np.uint64) << np.uint64(32) for w in streams]
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
    counter = counter_of(block)
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
    # Arrays of limits are NumPy's own.
    ours, numpys = made(), np.random.Generator(Philox4x32(key=KEY, counter=COUNTER))
    low, high = [[1], [5]], [10, 20, 2**40]
    expected = numpys.integers(low, high, dtype=np.int64, endpoint=True)
    np.testing.assert_array_equal(ours.integers(low, high, endpoint=True), expected)
    with pytest.raises(TypeError, match="single low"):
        ours.integers([1, 2], 5, out=np.empty(2, np.int64))


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
PER_BLOCK = {name: 2 for name in CALLS if name in {"random", "uniform", "normal"}}
PER_BLOCK |= {"exponential": 2, "integers_large": 2}

BITS = {np.dtype(t): f"u{np.dtype(t).itemsize}" for t in ("f4", "f8", "i8", "u1")}

# SHA-256 of 10007 values, little end first. Only for stability: that the values are
# right, the tests above see to. A pin that fails means that the change is wrong.
PINS = {
    "random": "ebe1356b3c4119d7459cb916e93bcff9",
    "random_f4": "56ce9c7c477bbfb98b49cf91ebaccba7",
    "uniform": "9a03043a90a292a3294584dc41340cbd",
    "normal": "44d237c1f949b732d00a0a6595f32f56",
    "normal_f4": "06d13c00fa48b7ba4b4404fb8f942b8a",
    "exponential": "a4ef240e549281dd09ad6f984639857c",
    "exponential_f4": "1a9ed9346ef74e6f341d4ec52cad5b56",
    "integers": "e2ec7c137c3cf4eb7bdc2c6b817abf9d",
    "integers_u1": "79c710c4b835bdc5f2ad39286924eb46",
    "integers_large": "21199a8c58f496b644480b911f3934da",
    "integers_retried": "9ed8b7cd23429b473d1e86ef28c57e29",
}


@pytest.mark.parametrize("name", CALLS)
def test_streams_are_pinned(name):
    values = CALLS[name](made(), 10_007)
    data = values.astype(values.dtype.newbyteorder("<")).tobytes()
    assert hashlib.sha256(data).hexdigest()[:32] == PINS[name]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("cut", [4, 1000, 4096])
def test_pieces_of_whole_blocks_are_one_draw(name, cut):
    whole = CALLS[name](made(), 6001)
    rng = made()
    pieces = [CALLS[name](rng, cut), CALLS[name](rng, 6001 - cut)]
    np.testing.assert_array_equal(np.concatenate(pieces), whole)


FULL = 0xFFFFFFFF
# Blocks at the ends of u1 and of v, and around where logarithms change their method.
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
    starts = [COUNTER, 2**128 - 333, *(counter_of(block) - 70 for block in EXTREMES)]
    for start, n in itertools.product(starts, (5, 1003)):
        with simd.force("scalar"):
            expected = CALLS[name](made(counter=start % 2**128), n)
        with simd.force(kernel):
            values = CALLS[name](made(counter=start % 2**128), n)
        np.testing.assert_array_equal(
            values.view(BITS[values.dtype]), expected.view(BITS[values.dtype])
        )


@pytest.mark.parametrize("name", CALLS)
def test_threads_change_nothing(name):
    one, two, many = made(), made(), made()
    values = CALLS[name](one, LARGE, threads=1)
    np.testing.assert_array_equal(CALLS[name](two, LARGE, threads=2), values)
    np.testing.assert_array_equal(CALLS[name](many, LARGE, threads=5), values)
    assert one.bit_generator.state == many.bit_generator.state


INHERITED = {
    "gamma": lambda rng: rng.gamma(0.7, 2.0, 3),
    "poisson": lambda rng: rng.poisson(20.0),
    "shuffle": lambda rng: rng.permutation(7),
    "array_integers": lambda rng: rng.integers([1, 2], [5, 9]),
    "zig": lambda rng: rng.standard_exponential(3, method="zig"),
    "raw": lambda rng: rng.bit_generator.random_raw(5),
}


def place(rng):
    """The number of words that a generator is past its first."""
    state = rng.bit_generator.state
    return (state["state"]["counter"] - COUNTER) * 4 + state["buffer_pos"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(list(CALLS)), st.integers(0, 700)),
            st.tuples(st.sampled_from(list(CALLS)), st.none()),
            st.tuples(st.sampled_from(list(INHERITED)), st.none()),
        ),
        max_size=25,
    )
)
def test_no_order_of_calls_draws_a_word_twice(calls):
    rng = made()
    used = []
    for name, n in calls:
        before = place(rng)
        if name in CALLS:
            values = CALLS[name](rng, n)
            block = -(-before // 4)
            fresh = CALLS[name](made(counter=COUNTER + block), n)
            count = 1 if n is None else n
            start = 4 * block
            end = start + 4 * math.ceil(count / PER_BLOCK.get(name, 4))
        else:
            shadow = np.random.Generator(copy.deepcopy(rng.bit_generator))
            values, fresh = INHERITED[name](rng), INHERITED[name](shadow)
            start, end = before, place(shadow)
        np.testing.assert_array_equal(values, fresh)
        assert place(rng) == end
        used.append((start, end))
    for (_, end), (start, _) in itertools.pairwise(used):
        assert end <= start


def test_threads_that_draw_at_once_get_different_words():
    rng = made()
    drawn = []

    def draw():
        for _ in range(50):
            drawn.append(rng.random(128))
            rng.gamma(2.0, size=10)

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = np.concatenate(drawn)
    assert len(np.unique(values)) == values.size == 4 * 50 * 128
    everything = made().random(2 * (place(rng) // 4 + 1))
    assert np.isin(values, everything).all()
