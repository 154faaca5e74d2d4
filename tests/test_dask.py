# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Dask arrays equal what generators and streams give, whatever the chunks."""

import pickle
import re
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import philoxseed as px

dask = pytest.importorskip("dask")
da = pytest.importorskip("dask.array")
pxd = pytest.importorskip("philoxseed.dask")

from block_cases import CALLS, CHUNKINGS, DRAWS, OURS_ALONE, PARAMETERS, SHAPE  # noqa: E402

SCHEDULERS = ("synchronous", "threads")


@pytest.mark.parametrize(("method", "args", "kwargs"), CALLS)
def test_arrays_of_generators(method, args, kwargs):
    expected = getattr(px.default_rng(2024), method)(*args, size=SHAPE, **kwargs)
    for number, chunks in enumerate(CHUNKINGS):
        rng = pxd.default_rng(2024)
        x = getattr(rng, method)(*args, size=SHAPE, chunks=chunks, **kwargs)
        assert (x.shape, x.dtype) == (expected.shape, expected.dtype)
        assert type(x._meta) is np.ndarray
        assert (x._meta.ndim, x._meta.dtype) == (x.ndim, x.dtype)
        found = x.compute(scheduler=SCHEDULERS[number % 2])
        assert found.dtype == expected.dtype
        assert_array_equal(found, expected)


@pytest.mark.parametrize(("method", "parameters", "dtype"), DRAWS)
def test_arrays_of_streams(method, parameters, dtype):
    stream = px.Stream(1234, 5)
    runs = [
        getattr(stream, method)(size=SHAPE, dtype=dtype, **parameters) for _ in "ab"
    ]
    for number, chunks in enumerate(CHUNKINGS):
        run = number % 2
        x = getattr(pxd, method)(
            SHAPE, **parameters, seed=(1234, 5), run=run, dtype=dtype, chunks=chunks
        )
        assert x.dtype == dtype
        assert_array_equal(x.compute(scheduler=SCHEDULERS[run]), runs[run])


def test_rows_are_not_cut():
    alpha = [2.0, 0.5, 1.0]
    expected = px.default_rng(1).dirichlet(alpha, (4, 5), dtype="float32")
    rng = pxd.default_rng(1)
    x = rng.dirichlet(alpha, (4, 5), dtype="float32", chunks=(3, 2))
    assert (x.shape, x.chunks[-1]) == ((4, 5, 3), (3,))
    assert_array_equal(x.compute(scheduler="synchronous"), expected)
    assert rng.dirichlet(alpha).shape == (3,)
    assert rng.bit_generator.state["state"]["counter"] % 2**64 == 60 + 3


def calls_in_order(rng):
    """Calls of all widths, so that words are dropped between them."""
    return [
        rng.random(5, dtype="float32"),
        rng.normal(size=(3, 5)),
        rng.integers(100, size=3),
        rng.integers(1 << 40, size=(2, 2)),
        rng.choice(10, 3),
        rng.random(0),
        rng.random(1, dtype="float32"),
        rng.choice(4, 5, p=[0.1, 0.2, 0.3, 0.4]),
        rng.uniform(np.arange(4.0), 9),
        rng.random(),
        rng.standard_normal(4),
    ]


def test_calls_go_on_where_the_last_ended():
    drawn = px.default_rng(7)
    expected = calls_in_order(drawn)
    moved = px.default_rng(7)
    lazy = calls_in_order(pxd.default_rng(moved))
    assert moved.bit_generator.state == drawn.bit_generator.state
    for one, other in zip(lazy, expected, strict=True):
        assert_array_equal(one.compute(scheduler="synchronous"), other)
    # Mixed with calls of the generator itself.
    rng, other = px.default_rng(8), px.default_rng(8)
    x, y = pxd.default_rng(rng).random(3), rng.random(3)
    both = other.random(6)
    assert_array_equal(np.concatenate([x.compute(scheduler="synchronous"), y]), both)


def test_parameters_that_are_arrays():
    loc, scale = np.arange(12.0).reshape(3, 1, 4), np.arange(1.0, 6.0)[:, None]
    expected = px.default_rng(3).normal(loc, scale)
    lazy_loc = da.from_array(loc, chunks=(2, 1, 3))
    for a in (loc, lazy_loc, loc.tolist()):
        for b in (scale, da.from_array(scale, chunks=(2, 1))):
            for chunks in ("auto", (1, 2, 3), ((0, 3), (5,), (1, 3))):
                x = pxd.default_rng(3).normal(a, b, chunks=chunks)
                assert_array_equal(x.compute(scheduler="synchronous"), expected)
    # Of one axis less, with values that a dtype takes pairs for.
    high = da.arange(1, 6, chunks=2)
    expected = px.default_rng(3).integers(0, np.arange(1, 6), size=(4, 5))
    x = pxd.default_rng(3).integers(0, high, size=(4, 5), chunks=(3, 2))
    assert_array_equal(x.compute(scheduler="synchronous"), expected)
    rng = pxd.default_rng(3)
    rng.integers(0, high, size=(4, 5))
    assert rng.bit_generator.state["state"]["counter"] % 2**64 == 10


def test_bad_values_of_dask_arrays_are_found_in_tasks():
    scale = da.from_array(np.array([1.0, -1.0]), chunks=1)
    x = pxd.default_rng(3).normal(0, scale, chunks=1)
    assert x[:1].compute(scheduler="synchronous").shape == (1,)
    with pytest.raises(ValueError, match="scale < 0"):
        x.compute(scheduler="synchronous")


def test_a_lazy_array_of_a_trillion():
    shape = 10**6, 10**6
    rng = px.default_rng(2024)
    state = rng.bit_generator.state
    x = pxd.default_rng(rng).normal(5, 2, shape, chunks=(1000, 1000), dtype="float32")
    assert x.size == 10**12
    random = np.random.default_rng(0)
    corners = [(0, 0), (0, 999_991), (999_991, 0), (999_991, 999_991)]
    places = corners + random.integers(0, 10**6 - 9, (6, 2)).tolist()
    for row, column in places:
        part = x[row : row + 9, column : column + 9]
        found = part.compute(scheduler="synchronous")
        for i, values in enumerate(found):
            # Beside a generator that has been moved to that row.
            there = px.default_rng(px.Philox4x32(1))
            there.bit_generator.state = state
            blocks_before, rest = divmod((row + i) * 10**6 + column, 4)
            there.bit_generator.advance(blocks_before)
            there.integers(2, size=rest)
            assert_array_equal(values, there.normal(5, 2, 9, dtype="float32"))


def test_what_is_made_of_an_array_is_one_layer():
    x = pxd.default_rng(1).random((40, 50), chunks=10)
    (y,) = dask.optimize((x > 0.5) * 2)
    assert len(y.dask.layers) == 1
    (mean,) = dask.optimize((x > 0.5).mean())
    # One task for each chunk makes the values, compares and sums them; and the rest is
    # the tree of sums.
    assert len(dict(mean.dask)) < 20 + 10
    expected = (px.default_rng(1).random((40, 50)) > 0.5).mean()
    assert mean.compute(scheduler="synchronous") == expected


def test_tasks_carry_numbers_and_no_arrays_or_generators():
    x = pxd.default_rng(1).normal(3, 2, (1000, 1000), chunks=100)
    layer = x.dask.layers[x.name]
    assert len(layer._dict) == 100
    task = next(iter(layer._dict.values()))
    assert len(pickle.dumps(task)) < 2000
    text = repr(vars(task.func)) if hasattr(task, "func") else repr(task)
    assert not re.search("Generator|array\\(", text)


def test_names_are_those_of_what_is_drawn():
    def name(seed=1, loc=0.0, chunks=3, size=9, dtype="float64", lead=0):
        rng = pxd.default_rng(seed)
        rng.random(lead)
        return rng.normal(loc, 1, size, dtype=dtype, chunks=chunks).name

    assert name() == name()
    others = [{"seed": 2}, {"loc": 1.0}, {"chunks": 4}, {"size": 8}, {"lead": 1}]
    others.append({"dtype": "float32"})
    names = {name(**other) for other in others} | {name()}
    assert len(names) == len(others) + 1
    loc = np.zeros(9)
    names = {name(loc=loc), name(loc=loc + 1), name(loc=da.zeros(9, chunks=3)), name()}
    assert len(names) == 4
    uniform = pxd.uniform(9, seed=1).name
    assert uniform == pxd.uniform(9, seed=1).name != pxd.uniform(9, seed=2).name
    assert pxd.uniform(9, seed=1, run=1).name != uniform
    # In another process too.
    code = (
        "import philoxseed.dask as d; rng = d.default_rng(1); rng.random(0); "
        "print(rng.normal(0.0, 1, 9, dtype='float64', chunks=3).name)"
    )
    other = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == name()


def test_generators_are_pickled_and_spawn():
    rng = pxd.default_rng(5)
    again = pickle.loads(pickle.dumps(rng))
    x, y = rng.random(4, chunks=2), again.random(4, chunks=3)
    assert_array_equal(x.compute(scheduler="synchronous"), y.compute())
    children = pxd.default_rng(5).spawn(2)
    expected = [child.random() for child in px.default_rng(5).spawn(2)]
    assert [child.random().compute() for child in children] == expected
    assert pxd.default_rng(rng) is rng


@pytest.mark.parametrize(
    "method", ["shuffle", "permutation", "permuted", "bytes", "multivariate_normal"]
)
def test_what_is_not_offered_says_why(method):
    rng = pxd.default_rng(1)
    with pytest.raises(
        AttributeError, match=f"'{method}' cannot be a Dask array: .*(use|draw)"
    ):
        getattr(rng, method)
    assert not hasattr(rng, method)
    assert set(dir(rng)) & set(dir(np.random.Generator)) >= {"random", "choice"}


BAD = [
    (lambda r: r.random(10, chunks=((3, 3),)), ValueError, "chunks must fit .*(10,)"),
    (lambda r: r.random(10, chunks=(3, 3)), ValueError, "chunks must fit"),
    (lambda r: r.random(10, chunks="many"), ValueError, "chunks must fit .*many"),
    (lambda r: r.random(10, chunks=((float("nan"),),)), ValueError, "chunks must fit"),
    (lambda r: r.random(10, dtype="float16"), TypeError, "Unsupported dtype .*float16"),
    (lambda r: r.integers(9, size=3, dtype="f4"), TypeError, "Unsupported dtype"),
    (lambda r: r.random((2**33, 2**32)), ValueError, r"at most 2\*\*64 elements"),
    (lambda r: r.random(-1), ValueError, "negative dimensions"),
    (lambda r: r.random(2.5), TypeError, "size must be an integer or a sequence"),
    (lambda r: r.random("3"), TypeError, "size must be an integer or a sequence"),
    (
        lambda r: r.random(3, out=np.empty(3)),
        TypeError,
        "random takes other arguments: .*'out'",
    ),
    (
        lambda r: r.random(3, threads=2),
        TypeError,
        "random takes other arguments: .*'threads'",
    ),
    (lambda r: r.normal(0, -1, 3), ValueError, "scale < 0"),
    (lambda r: r.normal(0, [1, -1]), ValueError, "scale < 0"),
    (
        lambda r: r.normal([1, 2, 3], [1, 2]),
        ValueError,
        "parameters must broadcast together: shape mismatch",
    ),
    (lambda r: r.normal([1, 2, 3], 1, 4), ValueError, "must broadcast to size"),
    (lambda r: r.normal(0, da.ones(3), 4), ValueError, "must broadcast to size"),
    (lambda r: r.normal(0, da.ones(3)[da.ones(3) > 0]), ValueError, "a known shape"),
    (lambda r: r.integers(5, 5, 3), ValueError, "low >= high"),
    (lambda r: r.choice(5, 3, replace=False), ValueError, "replace must be True"),
    (lambda r: r.choice(0, 3), ValueError, "a must be a positive integer"),
    (lambda r: r.choice(2, 3, p=[1, 1]), ValueError, "sum to 1"),
    (lambda r: r.standard_exponential(3, method="zig"), ValueError, "must be 'inv'"),
    (lambda r: pxd.default_rng("seed"), TypeError, "seed must be"),
    (lambda r: pxd.Generator(1), TypeError, "generator must be a PhiloxGenerator"),
    (lambda r: pxd.uniform(3, seed=None), ValueError, "seed must be a graph seed"),
    (lambda r: pxd.uniform(3, seed=(1, 2, 3)), ValueError, "seed must be a graph seed"),
    (lambda r: pxd.uniform(3, seed="one"), TypeError, "seed"),
    (lambda r: pxd.uniform(3, seed=1, run=-1), ValueError, "run must not be negative"),
    (lambda r: pxd.uniform(3, seed=1, run=0.5), TypeError, "run must be an integer"),
    (lambda r: pxd.uniform(3, seed=1, dtype="i4"), TypeError, "Unsupported dtype"),
    (lambda r: pxd.uniform(2**57, seed=1), ValueError, r"at most 2\*\*56 values"),
    (lambda r: pxd.uniform(2**50, seed=1, run=64), ValueError, r"at most 2\*\*56"),
    (lambda r: pxd.uniform(None, seed=1), TypeError, "shape must be an integer"),
    (lambda r: pxd.uniform(3, seed=1, low=2), ValueError, "low must not be above high"),
    (lambda r: pxd.integers(3, seed=1, high=0), ValueError, "low >= high"),
    (lambda r: pxd.bits(3, seed=1, chunks=((2,),)), ValueError, "chunks must fit"),
]


@pytest.mark.parametrize(("call", "error", "text"), BAD)
def test_errors_come_when_the_graph_is_built(call, error, text):
    rng = pxd.default_rng(1)
    state = rng.bit_generator.state
    with pytest.raises(error, match=text):
        call(rng)
    assert rng.bit_generator.state == state


def test_philoxseed_imports_no_dask_and_says_where_it_is_missing():
    code = """
import sys, philoxseed as px
assert not [name for name in sys.modules if name.split(".")[0] == "dask"]
assert "dask" not in dir(px)
sys.modules["dask"] = sys.modules["dask.array"] = None
try:
    px.dask
except ImportError as error:
    print(error)
"""
    found = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert "philoxseed.dask needs Dask: pip install philoxseed[dask]" in found.stdout
    code = "import philoxseed as px; print(px.dask.default_rng(1).random(3).shape)"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout == "(3,)\n"


def test_every_method_of_dasks_own_generator():
    methods = {
        name
        for name in dir(da.random.Generator)
        if name[0] != "_" and callable(getattr(da.random.Generator, name))
    }
    assert methods == PARAMETERS.keys() - OURS_ALONE


@pytest.mark.parametrize("method", sorted(PARAMETERS.keys() - OURS_ALONE))
def test_dasks_own_generator_draws_from_our_bit_generator(method):
    """Its values depend on the chunks: each chunk has a child of the seed."""
    if method == "multivariate_hypergeometric":
        pytest.skip("Dask 2026.8 cannot compute it, whatever the bit generator")
    args = PARAMETERS[method]
    size = {} if method == "permutation" else {"size": (6,), "chunks": 3}

    def drawn(bits):
        rng = da.random.default_rng(bits)
        return getattr(rng, method)(*args, **size).compute(scheduler="synchronous")

    first = drawn(px.Philox4x32(1))
    assert_array_equal(first, drawn(px.Philox4x32(1)))
    assert_array_equal(first, drawn(px.default_rng(1)))
    assert not np.array_equal(first, drawn(px.Philox4x32(2))) or first.size < 7
