# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Blocks are what the draw of the whole has in their places."""

import array
import itertools
import json

import numpy as np
import pytest
from block_cases import CALLS
from numpy.testing import assert_array_equal

import philoxseed as px
from philoxseed import _blocks

SHAPE = (7, 23, 17)

# Of streams, in every dtype.
DRAWS = [
    *(("bits", {}, dtype) for dtype in ("uint32", "uint64")),
    *(("integers", {"low": 0, "high": 10}, dtype) for dtype in ("int32", "int64")),
    *(
        (method, parameters, dtype)
        for method in ("uniform", "normal", "truncated_normal")
        for parameters in ({}, {("low" if method == "uniform" else "loc"): 0.5})
        for dtype in ("float16", "float32", "float64")
    ),
]


def some_blocks(shape, n, seed=0):
    """Yield the index and the length of blocks; some are empty, the last is all."""
    random = np.random.default_rng(seed)
    for _ in range(n):
        start = [int(random.integers(0, most)) for most in shape]
        end = [
            int(random.integers(i, m + 1)) for i, m in zip(start, shape, strict=True)
        ]
        yield start, [b - a for a, b in zip(start, end, strict=True)]
    yield [0] * len(shape), shape


def slices(start, length):
    return tuple(slice(i, i + n) for i, n in zip(start, length, strict=True))


def cutter(start, length):
    """A function from a parameter to that part of it which is for a block."""

    def cut(x):
        if not isinstance(x, np.ndarray):
            return x
        return np.broadcast_to(x, SHAPE)[slices(start, length)]

    return cut


def empty(length, dtype, number):
    """An array that is C-contiguous, F-contiguous, a part of another, turned round."""
    kind = number % 4
    if kind < 2:
        return np.empty(length, dtype, order="CF"[kind])
    room = np.empty([n + 2 for n in length], dtype)
    out = room[tuple(slice(1, n + 1) for n in length)]
    return out if kind == 2 else out[::-1, :, ::-1]


@pytest.mark.parametrize(("method", "args", "kwargs"), CALLS)
def test_blocks_of_generators(method, args, kwargs):
    for lead in range(4):
        rng = px.default_rng(2024)
        rng.integers(10, size=lead)
        state = json.loads(json.dumps(rng.bit_generator.state))
        whole = getattr(rng, method)(*args, size=SHAPE, **kwargs)
        after = px.state_after(state, method, *args, shape=SHAPE, **kwargs)
        assert after == rng.bit_generator.state
        names = {name: value for name, value in kwargs.items() if name != "dtype"}
        for number, (start, length) in enumerate(some_blocks(SHAPE, 6, lead)):
            part = (lambda x: x) if method == "choice" else cutter(start, length)
            out = empty(length, whole.dtype, number)
            found = px.fill_block(
                out,
                state,
                method,
                *map(part, args),
                shape=SHAPE,
                start=start,
                **{name: part(value) for name, value in names.items()},
            )
            assert found is out
            assert_array_equal(out, whole[slices(start, length)])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("alpha", [[2.0, 0.5, 1.0], [3.0, 2.0, 1.0, 4.0]])
def test_blocks_of_rows(alpha, dtype):
    for lead in range(4):
        rng = px.default_rng(2024)
        rng.integers(10, size=lead)
        state, shape = rng.bit_generator.state, (7, 11, len(alpha))
        whole = rng.dirichlet(alpha, shape[:2], dtype=dtype)
        after = px.state_after(state, "dirichlet", alpha, shape=shape, dtype=dtype)
        assert after == rng.bit_generator.state
        for number, (start, length) in enumerate(some_blocks(shape[:2], 6, lead)):
            out = empty((*length, len(alpha)), dtype, number)
            px.fill_block(
                out, state, "dirichlet", alpha, shape=shape, start=(*start, 0)
            )
            assert_array_equal(out, whole[slices(start, length)])
    for cut in ((3, 11, 2), (3, 11, 5)):
        with pytest.raises(ValueError, match=r"along its last axis|within the whole"):
            px.fill_block(
                np.empty(cut),
                state,
                "dirichlet",
                alpha,
                shape=(7, 11, 6),
                start=(0, 0, 1),
            )


@pytest.mark.parametrize(("method", "parameters", "dtype"), DRAWS)
def test_blocks_of_streams(method, parameters, dtype):
    stream = px.Stream(1234, 5)
    stream.uniform(3)
    state = stream.state
    whole = getattr(stream, method)(size=SHAPE, dtype=dtype, **parameters)
    after = px.state_after(state, method, shape=SHAPE, dtype=dtype, **parameters)
    assert after == stream.state
    for number, (start, length) in enumerate(some_blocks(SHAPE, 20)):
        out = empty(length, dtype, number)
        px.fill_block(out, state, method, shape=SHAPE, start=start, **parameters)
        assert_array_equal(out, whole[slices(start, length)])


def test_large_blocks_are_shared_among_threads():
    shape, start, length = (500, 3000), (17, 5), (480, 2900)
    for dtype, method in itertools.product(
        ("float32", "float64"), ("random", "standard_normal")
    ):
        rng = px.default_rng(7)
        state = rng.bit_generator.state
        whole = getattr(rng, method)(shape, dtype)
        for threads, order in ((1, "C"), (3, "C"), (3, "F")):
            out = np.empty(length, dtype, order)
            px.fill_block(out, state, method, shape=shape, start=start, threads=threads)
            assert_array_equal(out, whole[slices(start, length)])


@pytest.mark.parametrize(("method", "words"), [("random", 2), ("standard_normal", 2)])
@pytest.mark.parametrize("first", [2**32 - 3, 2**34 - 1, 2**63 - 9])
def test_far_elements_of_generators(method, words, first):
    """Beside a generator that has been advanced to them."""
    bits = px.Philox4x32(key=11, counter=2**64 - 2**31)
    out = np.empty(9)
    px.fill_block(out, bits, method, shape=(2**63 - 1,), start=(first - 9,))
    there = px.default_rng(px.Philox4x32(**bits.state["state"]))
    blocks, skip = divmod((first - 9) * words, 4)
    there.bit_generator.advance(blocks)
    there.integers(2, size=skip)
    assert_array_equal(out, getattr(there, method)(9))


@pytest.mark.parametrize("lead", range(4))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_largest_whole(lead, dtype):
    # 2**64 elements, of which the last are beyond 2**64 words.
    words = 1 if dtype == "float32" else 2
    rng = px.default_rng(px.Philox4x32(key=3, counter=5))
    rng.integers(10, size=lead)
    state = rng.bit_generator.state
    shape, first = (2**32, 2**32), 2**64 - 5
    out = np.empty((1, 5), dtype)
    start = (2**32 - 1, 2**32 - 5)
    px.fill_block(out, state, "random", shape=shape, start=start)
    place = -(-lead // words) * words + first * words
    there = px.default_rng(px.Philox4x32(key=3, counter=5 + place // 4))
    there.integers(10, size=place % 4)
    assert_array_equal(out[0], there.random(5, dtype))
    after = px.state_after(state, "random", shape=shape, dtype=dtype)
    assert after == there.bit_generator.state


def test_far_elements_of_streams():
    stream = px.Stream(1234)
    for method, dtype in (("normal", "float32"), ("truncated_normal", "float64")):
        first = 2**32 - 6
        out = np.empty((2, 4), dtype)
        px.fill_block(out, stream, method, shape=(2**20, 2**20), start=(2**12, 8))
        expected = getattr(stream.at(2**32 + 8), method)(4, dtype=dtype)
        assert_array_equal(out[0], expected)
        out = np.empty(12, dtype)
        px.fill_block(out, stream, method, shape=(2**40,), start=(first,))
        assert_array_equal(out, getattr(stream.at(first), method)(12, dtype=dtype))


def test_where_the_whole_begins():
    rng = px.default_rng(1)
    state = rng.bit_generator.state
    rng.random(7, "float32")
    whole = rng.random((4, 5))
    out = np.empty((2, 2))
    px.fill_block(out, state, "random", shape=(4, 5), start=(1, 2), first_word=7)
    assert_array_equal(out, whole[1:3, 2:4])
    stream = px.Stream(1)
    first, second = stream.normal(10), stream.normal(10)
    out = np.empty(3, np.float32)
    px.fill_block(out, px.Stream(1), "normal", shape=(10,), start=(5,))
    assert_array_equal(out, first[5:8])
    px.fill_block(
        out, px.Stream(1), "normal", shape=(10,), start=(5,), first_word=4 * 256 * 10
    )
    assert_array_equal(out, second[5:8])


def test_sources_do_not_move():
    rng, stream = px.default_rng(1), px.Stream(1)
    for source in (rng, rng.bit_generator, rng.bit_generator.state):
        px.fill_block(np.empty(3), source, "random", shape=(9,), start=(2,))
    px.fill_block(np.empty(3), stream, "uniform", shape=(9,), start=(2,))
    assert rng.random() == px.default_rng(1).random()
    assert stream == px.Stream(1)
    generator = np.random.Generator(px.Philox4x32(1))
    out = px.fill_block(np.empty(1), generator, "random", shape=(1,), start=(0,))
    assert out[0] == generator.random()


def test_what_lends_memory_is_filled():
    whole = px.default_rng(3).random(9)
    memory = array.array("d", [0] * 4)
    px.fill_block(memory, px.default_rng(3), "random", shape=(9,), start=(2,))
    assert memory.tolist() == whole[2:6].tolist()
    one = np.empty(())
    px.fill_block(one, px.default_rng(3), "random", shape=(), start=())
    assert one == whole[0]


def test_every_method_has_places_or_a_reason():
    rng = px.default_rng(1)
    others = {"bit_generator", "spawn"}
    methods = {name for name in dir(px.PhiloxGenerator) if name[0] != "_"} - others
    assert {*_blocks.OF_GENERATORS} <= methods
    for method in methods - {*_blocks.OF_GENERATORS}:
        with pytest.raises(
            ValueError, match=f"'{method}' of a generator.*: "
        ) as caught:
            px.fill_block(np.empty(1), rng, method, shape=(1,), start=(0,))
        assert "must be one of" not in str(caught.value)


def one_row(**changes):
    call = {"out": np.empty((1, 3)), "source": px.default_rng(1), "method": "random"}
    call |= {"args": (), "shape": (4, 5), "start": (1, 2)} | changes
    places = [call.pop(name) for name in ("out", "source", "method")]
    return px.fill_block(*places, *call.pop("args"), **call)


@pytest.mark.parametrize(
    ("changes", "error", "text"),
    [
        ({"start": (1, 3)}, ValueError, r"out must lie within.* \(1, 3\).* \(4, 5\)"),
        ({"start": (2**63, 0)}, ValueError, "start must have .*9223372036854775808"),
        ({"start": (-1, 0)}, ValueError, "start must .*-1"),
        ({"start": (1,)}, ValueError, "start must have an entry for each axis of out"),
        ({"shape": 20}, TypeError, "shape must be a tuple of integers, not int"),
        ({"shape": (4, 5.0)}, TypeError, "shape must be an integer, not float"),
        ({"shape": (2**33, 2**32)}, ValueError, r"shape must have at most 2\*\*64"),
        ({"source": 7}, TypeError, "source must be a Stream.* not int"),
        ({"source": np.random.default_rng(1)}, TypeError, "source must be .*PCG64"),
        ({"source": {"key": 1}}, ValueError, "state must be one of a Philox4x32"),
        ({"method": "normals"}, ValueError, "'normals' of a generator.* one of random"),
        ({"method": "shuffle"}, ValueError, "what comes first decides"),
        ({"method": "multivariate_hypergeometric"}, ValueError, "NumPy's own"),
        (
            {"method": "random", "source": px.Stream(1)},
            ValueError,
            "of a stream .*bits",
        ),
        ({"size": 3}, TypeError, "fill_block takes no size"),
        ({"dtype": "float64"}, TypeError, "fill_block takes no dtype"),
        ({"first_word": -1}, ValueError, "first_word must not be negative, got -1"),
        ({"first_word": 1.5}, TypeError, "first_word must be an integer, not float"),
        (
            {"first_word": 6, "source": px.Stream(1), "method": "uniform"},
            ValueError,
            "first_word must be a multiple of 4 with a stream, got 6",
        ),
        ({"out": np.empty((1, 3), "i2")}, TypeError, "Unsupported dtype .*int16"),
        ({"method": "normal", "args": (0, -1)}, ValueError, "scale < 0"),
        ({"method": "normal", "args": (0, [1, 1])}, ValueError, "must broadcast"),
        ({"method": "choice", "args": (5, False)}, ValueError, "replace must be True"),
        ({"method": "choice", "args": (5,)}, TypeError, "wrong type. Expected int64"),
        (
            {"method": "choice", "args": (np.eye(3),)},
            ValueError,
            "a must have one axis",
        ),
        (
            {"method": "standard_exponential", "args": (), "threads": 0},
            ValueError,
            "threads must be in",
        ),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(changes, error, text):
    out = changes.get("out", np.full((1, 3), 7.0))
    before = out.copy()
    with pytest.raises(error, match=text):
        one_row(**{"out": out} | changes)
    assert_array_equal(out, before)


def test_what_else_is_refused():
    rng = px.default_rng(1)
    with pytest.raises(ValueError, match="method must be 'inv' in a block, got 'zig'"):
        px.state_after(rng, "standard_exponential", method="zig", shape=(3,))
    with pytest.raises(ValueError, match="read-only"):
        px.fill_block(
            np.broadcast_to(1.0, (1, 3)), rng, "random", shape=(1, 3), start=(0, 0)
        )
    with pytest.raises(ValueError, match=r"at most 2\*\*56 values"):
        px.state_after(px.Stream(1), "uniform", shape=(2**28, 2**29))
    with pytest.raises(ValueError, match="must broadcast"):
        px.state_after(rng, "normal", np.zeros(3), shape=(4, 2))
    with pytest.raises(TypeError, match="out must be"):
        px.fill_block([0.0], rng, "random", shape=(1,), start=(0,))
