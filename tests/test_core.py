# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The core stream: words, element addressing, counters, arguments."""

import hashlib
import json
import pickle
import threading
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

from philoxseed import simd
from philoxseed._core import CoreStream

DATA = Path(__file__).parent / "data"
OLD_NORMALS = DATA / "tensorflow_1_0" / "normals.json"
FLOATS = [np.float16, ml_dtypes.bfloat16, np.float32, np.float64]
SWAPPED = np.dtype(np.float32).newbyteorder()  # not that of the machine


def philox(key, counter):
    """Philox4x32-10 of one block, from the paper, in Python integers."""
    k = [key & 0xFFFFFFFF, key >> 32]
    c = [counter >> 32 * i & 0xFFFFFFFF for i in range(4)]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [
            p1 >> 32 ^ c[1] ^ k[0],
            p1 & 0xFFFFFFFF,
            p0 >> 32 ^ c[3] ^ k[1],
            p0 & 0xFFFFFFFF,
        ]
        k = [k[0] + 0x9E3779B9 & 0xFFFFFFFF, k[1] + 0xBB67AE85 & 0xFFFFFFFF]
    return c


def known_answers():
    for line in (DATA / "random123" / "philox4x32_10.txt").read_text().splitlines():
        if not line.startswith("#"):
            yield [
                sum(int(word, 16) << 32 * i for i, word in enumerate(part.split()))
                for part in line.split("|")
            ]


@pytest.mark.parametrize(("counter", "key", "answer"), list(known_answers()))
def test_random123_known_answers(counter, key, answer):
    words = CoreStream(key, counter).bits(4)
    assert sum(int(word) << 32 * i for i, word in enumerate(words)) == answer


@pytest.mark.parametrize("carry", [32, 64, 96, 128])
def test_counter_carries_into_every_word(carry):
    key, counter = 0x0123456789ABCDEF, (1 << carry) - 37
    words = CoreStream(key, counter).bits(4 * 75)
    expected = [philox(key, (counter + b) % 2**128) for b in range(75)]
    np.testing.assert_array_equal(words.reshape(75, 4), expected)


def test_64_bit_values_are_pairs_of_words_low_first():
    words = CoreStream(3, 5).bits(40).astype(np.uint64)
    pairs = CoreStream(3, 5).bits(20, dtype=np.uint64)
    np.testing.assert_array_equal(pairs, words[::2] | words[1::2] << np.uint64(32))


def test_uniforms_are_exact_fractions_of_their_words():
    words = CoreStream(9, 1).bits(2000)
    for dtype, bits in zip(FLOATS[:3], (10, 7, 23), strict=True):
        values = CoreStream(9, 1).uniform(2000, dtype=dtype)
        expected = (words & (1 << bits) - 1) / 2.0**bits
        np.testing.assert_array_equal(values.astype(np.float64), expected)
    high, low = words[::2] & 0xFFFFF, words[1::2]
    expected = (high.astype(np.uint64) << np.uint64(32) | low) / 2.0**52
    values = CoreStream(9, 1).uniform(1000, dtype=np.float64)
    np.testing.assert_array_equal(values, expected)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize(("low", "high"), [(-1.5, 7.3), (100, 101), (3, -2), (0, 5)])
def test_ranges_round_after_each_step(dtype, low, high):
    u = CoreStream(1).uniform(5000, dtype=dtype)
    low_t, high_t = np.array([low, high]).astype(dtype)
    expected = u * (high_t - low_t) + low_t
    values = CoreStream(1).uniform(5000, low, high, dtype=dtype)
    np.testing.assert_array_equal(values, expected)
    assert values.dtype == dtype


def test_rounding_can_reach_high():
    values = CoreStream(1).uniform(5000, 100, 101, dtype=np.float16)
    assert (values == 101).any()


@pytest.mark.parametrize("dtype", FLOATS)
def test_mean_and_stddev_round_after_each_step(dtype):
    for method in ("normal", "truncated_normal"):
        z = getattr(CoreStream(2), method)(5000, dtype=dtype)
        loc, scale = np.array([-3.3, 0.7]).astype(dtype)
        values = getattr(CoreStream(2), method)(5000, -3.3, 0.7, dtype=dtype)
        np.testing.assert_array_equal(values, z * scale + loc)


def test_zero_loc_keeps_the_sign_of_zero():
    values = CoreStream(2).normal(100, 0.0, 0.0)
    assert np.signbit(values).any() and not np.signbit(values).all()


def test_truncated_normals_are_the_normals_below_two_in_order():
    for dtype, group in ((np.float32, 4), (np.float64, 2)):
        n = 600
        values = CoreStream(11).truncated_normal(n, dtype=dtype)
        for g in range(0, n, group):
            z = CoreStream(11, 64 * g).normal(64, dtype=dtype)
            kept = z[np.abs(z) < 2][:group]
            np.testing.assert_array_equal(values[g : g + group], kept)


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0, 7), (-5, 3), (-(2**31), 2**31), (1, 2**31)]
)
def test_integers_are_words_modulo_the_range(low, high):
    words = CoreStream(4).bits(3000).astype(np.int64)
    values = CoreStream(4).integers(low, high, 3000, dtype=np.int32)
    np.testing.assert_array_equal(values, low + words % (high - low))
    words = [int(w) for w in CoreStream(4).bits(1000, dtype=np.uint64)]
    low, high = low << 32, high << 32
    values = CoreStream(4).integers(low, high, 1000)
    assert values.tolist() == [low + w % (high - low) for w in words]


def test_one_limit_is_the_upper_one():
    a, b = CoreStream(4), CoreStream(4)
    np.testing.assert_array_equal(a.integers(10, size=50), b.integers(0, 10, 50))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 6, 1000, 5000])
def test_permutation_is_fisher_yates_over_words(n):
    stream = CoreStream(8)
    order = stream.permutation(n)
    words = CoreStream(8).bits(max(n - 1, 0))
    expected = list(range(n))
    for i, word in enumerate(words):
        j = i + int(word) % (n - i)
        expected[i], expected[j] = expected[j], expected[i]
    assert order.tolist() == expected
    assert stream.counter == (max(n - 1, 0) + 3) // 4


@pytest.mark.parametrize("threads", range(1, 8))
def test_threads_do_not_change_values(threads):
    n = 2**21 + 1
    for method in ("bits", "uniform", "normal", "truncated_normal"):
        one = getattr(CoreStream(5), method)(n, threads=1)
        many = getattr(CoreStream(5), method)(n, threads=threads)
        np.testing.assert_array_equal(one, many)


def test_each_draw_reserves_256_blocks_for_each_element():
    stream = CoreStream(1)
    stream.uniform((3, 5))
    assert stream.counter == 256 * 15
    stream.uniform()
    assert stream.counter == 256 * 16
    stream.uniform((4, 0))
    assert stream.counter == 256 * 16
    stream.skip(2**64 - 1)
    assert stream.counter == 256 * 16 + 2**64 - 1


def test_concurrent_draws_get_disjoint_complete_results():
    stream, parts = CoreStream(6), []
    workers = [
        threading.Thread(target=lambda: parts.append(stream.bits(1000, threads=1)))
        for _ in range(32)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    alone = CoreStream(6)
    expected = {alone.bits(1000).tobytes() for _ in workers}
    assert {part.tobytes() for part in parts} == expected


def test_sizes():
    stream = CoreStream(1)
    assert type(stream.uniform()) is np.float32
    assert type(stream.integers(5)) is np.int64
    assert stream.uniform(()).shape == ()
    assert stream.uniform(3).shape == (3,)
    assert stream.uniform(np.int64(3)).shape == (3,)
    assert stream.uniform([2, 3]).shape == (2, 3)
    assert stream.uniform((0, 3)).shape == (0, 3)


def test_out_is_filled_and_returned():
    out = np.empty((2, 3), np.float32)
    assert CoreStream(1).uniform(out=out) is out
    np.testing.assert_array_equal(out, CoreStream(1).uniform((2, 3)))
    assert CoreStream(1).normal((2, 3), out=out) is out


def unaligned():
    return np.zeros(17, np.uint8)[1:].view(np.float32)


def read_only():
    out = np.zeros(3, np.float32)
    out.flags.writeable = False
    return out


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda s: s.uniform(-1), ValueError, "negative dimensions"),
        (lambda s: s.uniform((2, -1)), ValueError, "negative dimensions"),
        (lambda s: s.uniform(1.5), TypeError, "1.5"),
        (lambda s: s.uniform("3"), TypeError, "got '3'"),
        (lambda s: s.uniform(10**30), ValueError, "dimension"),
        (lambda s: s.uniform(2**45), MemoryError, "128. TiB"),
        (lambda s: s.uniform((2**40, 2**40)), ValueError, "too big"),
        (lambda s: s.uniform(3, dtype=int), TypeError, "float32"),
        (lambda s: s.uniform(3, dtype="nonsense"), TypeError, "nonsense"),
        (lambda s: s.uniform(3, dtype=None), TypeError, "dtype None for uniform"),
        (lambda s: s.bits(3, dtype=np.int32), TypeError, "uint32, uint64"),
        (lambda s: s.uniform(3, "a"), TypeError, "low must be a real number, got 'a'"),
        (lambda s: s.uniform(3, 0, [1]), TypeError, "high must be a real number"),
        (lambda s: s.uniform(3, np.zeros(2)), TypeError, "low must be a real number"),
        (lambda s: s.normal(3, None), TypeError, "loc must be a real number, got None"),
        (lambda s: s.normal(3, 0, "b", dtype="f2"), TypeError, "scale must be a real"),
        (lambda s: s.integers(5, 5), ValueError, "5 >= 5"),
        (lambda s: s.integers(2**31 + 1, dtype="i4"), ValueError, "high is out of"),
        (lambda s: s.integers(-(2**63) - 1, 0), ValueError, "low is out of bounds"),
        (lambda s: s.integers(1.5), TypeError, "high must be an integer, not float"),
        (lambda s: s.fill(np.zeros(2), first=-1), ValueError, "first must be in"),
        (lambda s: s.fill(np.zeros(2), dtype=float), TypeError, "that of out"),
        (lambda s: s.uniform(out=unaligned()), ValueError, "not aligned"),
        (lambda s: s.uniform(out=[0.0]), TypeError, "numpy.ndarray, not list"),
        (lambda s: s.uniform(out=np.zeros(3)), TypeError, "Expected float32, got flo"),
        (lambda s: s.uniform(out=np.zeros(3, SWAPPED)), TypeError, "Expected float32"),
        (lambda s: s.uniform(out=read_only()), ValueError, "writable"),
        (lambda s: s.uniform(out=np.zeros(6, "f4")[::2]), ValueError, "C-contiguous"),
        (lambda s: s.uniform(4, out=np.zeros(3, "f4")), ValueError, "match out.shape"),
        (lambda s: s.uniform(3, threads=0), ValueError, "threads"),
        (lambda s: s.uniform(3, threads="2"), TypeError, "threads"),
        (lambda s: s.skip(-1), ValueError, "-1"),
        (lambda s: s.skip(1.0), TypeError, "float"),
        (lambda s: s.permutation(-1), ValueError, "-1"),
        (lambda s: s.permutation(2**32), ValueError, "4294967296"),
    ],
)
def test_refused_arguments_move_nothing(call, error, text):
    stream = CoreStream(1, 77)
    with pytest.raises(error, match=text):
        call(stream)
    assert stream.counter == 77


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ((-1,), ValueError),
        ((2**64,), ValueError),
        (("1",), TypeError),
        ((1, 2**128), ValueError),
        ((1, 0.0), TypeError),
    ],
)
def test_bad_keys_and_counters(args, error):
    with pytest.raises(error, match=r"key|counter"):
        CoreStream(*args)


def test_state_round_trips():
    stream = CoreStream(2**64 - 1, 2**128 - 1)
    state = stream.state
    assert state == {
        "algorithm": "philox4x32-10",
        "key": 2**64 - 1,
        "counter": 2**128 - 1,
    }
    first = stream.normal(5)
    copy = pickle.loads(pickle.dumps(stream))
    np.testing.assert_array_equal(copy.normal(5), stream.normal(5))
    stream.state = state
    np.testing.assert_array_equal(stream.normal(5), first)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (3, TypeError),
        ({"key": -1}, ValueError),
        ({"key": 1.0}, TypeError),
        ({"counter": 2**128}, ValueError),
        ({"algorithm": "philox2x64"}, ValueError),
        ({"more": 1}, ValueError),
    ],
)
def test_bad_states_are_refused_whole(change, error):
    stream = CoreStream(1, 2)
    before = stream.state
    with pytest.raises(error, match="state"):
        stream.state = {**before, "key": 5, **change} if change != 3 else 3
    assert stream.state == before


@pytest.mark.parametrize("kernel", simd.available())
@pytest.mark.parametrize("case", json.loads(OLD_NORMALS.read_text())["cases"])
def test_old_normals_are_those_of_tensorflow_1_0(case, kernel):
    stream = CoreStream(case["seed"], case["seed2"] << 64, old_normals=True)
    with simd.force(kernel):
        for digest, first_bits in zip(case["sha256"], case["first_bits"], strict=True):
            values = getattr(stream, case["op"])(case["size"], dtype=case["dtype"])
            little = values.astype(values.dtype.newbyteorder("<"))
            assert values[: len(first_bits)].tolist() == (
                np.array(first_bits, f"u{values.itemsize}").view(values.dtype).tolist()
            )
            assert hashlib.sha256(little.tobytes()).hexdigest() == digest


def test_pickles_keep_the_old_normals():
    stream = CoreStream(1, old_normals=True)
    copy = pickle.loads(pickle.dumps(stream))
    np.testing.assert_array_equal(stream.normal(100), copy.normal(100))
    assert (
        CoreStream(1).normal(100) != CoreStream(1, old_normals=True).normal(100)
    ).any()
