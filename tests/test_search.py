# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Searches for the streams that give known values."""

import contextlib
import sys
import types
from decimal import ROUND_DOWN, Decimal

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed as px
from philoxseed import Stream, find_op_seed, find_stateless_seed, simd
from philoxseed._core import CoreStream, search_streams
from philoxseed._tools import search

FLOATS = [np.float16, ml_dtypes.bfloat16, np.float32, np.float64]
OPS = [
    *(
        (op, dtype)
        for op in ("uniform", "normal", "truncated_normal")
        for dtype in FLOATS
    ),
    *(("integers", dtype) for dtype in (np.int32, np.int64)),
]
PARAMETERS = {
    "uniform": (-3.0, 5.5),
    "normal": (1.0, 4.0),
    "truncated_normal": (1.0, 4.0),
    "integers": (-7, 1000),
}


def draw(stream, op, size, dtype):
    """What `op` with PARAMETERS gives."""
    if op == "integers":
        return stream.integers(*PARAMETERS[op], size, dtype=dtype)
    return getattr(stream, op)(size, *PARAMETERS[op], dtype=dtype)


@pytest.mark.parametrize("kernel", simd.available())
@pytest.mark.parametrize("old_normals", [False, True])
@pytest.mark.parametrize(("op", "dtype"), OPS)
def test_core_search_finds_what_single_streams_show(op, dtype, old_normals, kernel):
    """Every candidate is compared with the values of its own stream.

    One value and wide bounds, so that there are many hits; two runs later, so that the
    counter's low half is not 0.
    """
    step, n, start = 3, 1100, (40 << 64) + 2 * 256 * 90
    stream = CoreStream(5, start, old_normals=old_normals)
    for first in (0, 1, 6, 7, 66):
        candidates = [
            draw(
                CoreStream(5, start + (i * step << 64), old_normals=old_normals),
                op,
                first + 1,
                dtype,
            )[first]
            for i in range(n)
        ]
        low, high = np.sort(np.array(candidates))[[n // 3, n // 2]]
        expected = [i for i, x in enumerate(candidates) if low <= x <= high]
        bounds = np.array([low]), np.array([high])
        with simd.force(kernel):
            hits = search_streams(stream, op, PARAMETERS[op], first, *bounds, n, step)
        assert hits == expected


@pytest.mark.parametrize(("op", "dtype"), OPS)
def test_core_search_compares_all_values(op, dtype):
    values = draw(CoreStream(5, 777 << 64), op, 300, dtype)
    for first, count in ((0, 300), (5, 64), (3, 65), (10, 290)):
        bounds = values[first : first + count].copy()
        assert search_streams(
            CoreStream(5), op, PARAMETERS[op], first, bounds, bounds, 2000, 1
        ) == [777]
        other = bounds.copy()
        other[-1] = values[first]
        if other[-1] != bounds[-1]:
            assert not search_streams(
                CoreStream(5), op, PARAMETERS[op], first, other, other, 2000, 1
            )


@pytest.mark.parametrize("old_normals", [False, True])
@pytest.mark.parametrize(("op", "dtype"), OPS)
def test_core_search_looks_at_far_elements(op, dtype, old_normals):
    """From element 2**58 on a truncated normal's block has a number of over 64 bits."""
    for first in (2**58 - 2, 2**58 + 5, 2**62 + 1, 2**63 - 7):
        stream = CoreStream(5, 777 << 64, old_normals=old_normals)
        bounds = draw(stream.at(first), op, 5, dtype)
        start = CoreStream(5, old_normals=old_normals)
        hits = search_streams(start, op, PARAMETERS[op], first, bounds, bounds, 1000, 1)
        assert hits == [777]


def test_search_looks_at_far_elements_and_runs():
    first, run = 2**58 + 5, 2**80
    stream = Stream(3, 700)
    stream.state = {
        **stream.state,
        "counter": (stream.counter + run * 2**60 * 256) % 2**128,
    }
    values = stream.at(first).truncated_normal(5)
    found = find_op_seed(
        values,
        **{"op": "truncated_normal", "size": (2**30, 2**30), "graph_seed": 3},
        **{"first": first, "runs": [run], "candidates": range(1000)},
    )
    assert [(seed.op_seed, seed.run) for seed in found] == [(700, run)]


# Printed by TensorFlow: where, the text, the arguments, the op seed and the run.
PUBLISHED = [
    (
        "a script of a Stanford course, TensorFlow 1.x; second run",
        "-5.97319",
        {
            **{"op": "uniform", "size": (), "low": -10, "high": 10},
            **{"runs": range(3), "candidates": range(1000)},
        },
        (2, 1),
    ),
    (
        "a course's expected output, W1[1, 1, 1] of shape (4, 4, 3, 8)",
        "[ 0.00131723  0.14176141 -0.04434952  0.09197326  0.14984085 -0.03514394]",
        {
            "op": "uniform",
            "size": (4, 4, 3, 8),
            "low": -0.1846372364689991,
            "high": 0.1846372364689991,
            "first": int(np.ravel_multi_index((1, 1, 1, 0), (4, 4, 3, 8))),
            "graph_seed": 1,
        },
        (0, 0),
    ),
    (
        "a book, TensorFlow 0.x: old normals, one column",
        "-0.81131822, 1.48459876",
        {"op": "normal", "size": (2, 3), "tensorflow": "1.0"},
        (1, 0),
    ),
    (
        "tensorflow#28695, third run",
        [-0.666205, -0.416783, 1.8211031, 0.680353, -0.26143482],
        {"op": "normal", "size": 5, "runs": (1, 2)},
        (1, 2),
    ),
    (
        "blogs, TensorFlow 0.x: old truncated normals",
        "[[-0.85811085 -0.19662298]\n [ 0.13895047 -1.22127688]]",
        {"op": "truncated_normal", "size": (2, 2), "tensorflow": "1.0"},
        (2, 0),
    ),
    (
        "a tutorial, eager mode of TensorFlow 2.0, whose op seeds are large",
        "[[0.6645621  0.44100678], [0.3528825  0.46448255], [0.03366041 0.68467236]]",
        {
            **{"op": "uniform", "size": (3, 2), "graph_seed": 42},
            "candidates": range(478_000_000, 478_200_000),
        },
        (478163327, 0),
    ),
]


@pytest.mark.parametrize(
    ("values", "arguments", "expected"),
    [pytest.param(*case[1:], id=case[0]) for case in PUBLISHED],
)
def test_published_outputs_tell_their_seeds(values, arguments, expected):
    assert find_op_seed(values, **arguments) == [(*expected, 0)]


# Ten public notebooks (hunkim/DeepLearningZeroToAll, basics) show the first, run where
# the C library rounds log, sin and cos otherwise than glibc.
BASICS = "2.20866942 -0.73225045  0.33533147"


@pytest.mark.parametrize("tensorflow", [None, "1.0"])
def test_normals_of_other_c_libraries(tensorflow):
    arguments = {"op": "normal", "size": 3, "graph_seed": 777, "tensorflow": tensorflow}
    assert find_op_seed(f"[{BASICS}]", **arguments) == [(3, 0, 3)]
    glibc = BASICS.replace("25045", "2505")
    assert find_op_seed(f"[{glibc}]", **arguments) == [(3, 0, 0)]


def moved(x, places):
    """The numbers `places` units in the last place away, outwards or inwards."""
    for _ in range(abs(places)):
        x = np.nextafter(x, x.dtype.type(np.copysign(9, places)))
    return x


@pytest.mark.parametrize("op", ["normal", "truncated_normal"])
@settings(deadline=None)
@given(
    dtype=st.sampled_from(FLOATS),
    mean=st.sampled_from([0, 1.5, -2, 100]),
    stddev=st.sampled_from([1, 0.1, 1.99, -3, 1000]),
    places=st.lists(st.sampled_from([-3, -2, -1, 0, 1, 2, 3]), min_size=9, max_size=9),
)
def test_three_places_of_the_standard_normals_are_bridged(
    op, dtype, mean, stddev, places
):
    """The op's arithmetic on other normals is NumPy's, in the op's dtype."""
    normals = getattr(Stream(8, 901), op)(9, dtype=dtype)
    shifted = np.array([moved(z, n) for z, n in zip(normals, places, strict=True)])
    values = shifted * dtype(stddev) + dtype(mean)
    candidates = range(800, 1000)
    found = find_op_seed(
        values, op=op, size=9, graph_seed=8, dtype=dtype, mean=mean, stddev=stddev,
        candidates=candidates,
    )  # fmt: skip
    assert (901, 0) in [hit[:2] for hit in found]
    if not any(places):
        assert found == [(901, 0, 0)]


@pytest.mark.parametrize("dtype", FLOATS)
def test_five_places_are_too_many(dtype):
    normals = Stream(8, 901).normal(9, dtype=dtype)
    values = np.array([moved(z, 5) for z in normals])
    with pytest.raises(LookupError, match="within 3 units in the last place"):
        find_op_seed(
            values,
            op="normal",
            size=9,
            graph_seed=8,
            dtype=dtype,
            candidates=range(999),
        )


def test_other_last_places_are_for_normals_only():
    values = np.nextafter(Stream(8, 901).uniform(9), np.float32(1))
    with pytest.raises(LookupError) as caught:
        find_op_seed(values, op="uniform", size=9, graph_seed=8)
    assert "last place" not in str(caught.value)


# A search of 2**20 candidates takes a tenth of a second; these took all time there is.
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"digits": 2**31}, "digits must be from 0 to 1100, got 2147483648"),
        ({"digits": 1101}, "digits must be from 0 to 1100, got 1101"),
        ({"values": "1e-999999999"}, "1e-999999999 has more digits than any float"),
        ({"values": "0e-999999999"}, "0e-999999999 has more digits than any float"),
        ({"values": "1e999999999"}, "1e999999999 has more digits than any float"),
        ({"values": ["0." + "1" * 1101]}, r"0.11111.*1\.\.\. has more digits"),
        ({"values": [10**5000]}, "has more digits than any float"),
        ({"values": "1e400"}, "not among the op's values"),
        ({"values": [5], "dtype": "int32", "high": 10**400}, "<= low < high <="),
    ],
)
def test_more_digits_than_floats_have(changes, message):
    with pytest.raises(ValueError, match=message):
        find_op_seed(**{**GOOD, **changes})


def test_the_most_digits_that_floats_have():
    """Decimal gives a float64 with all its digits: up to 1074 after the point."""
    values = [Decimal(float(x)) for x in Stream(8, 901).uniform(4, dtype="float64")]
    arguments = {"op": "uniform", "size": 4, "graph_seed": 8, "dtype": "float64"}
    assert find_op_seed(values, **arguments) == [(901, 0, 0)]
    assert find_op_seed(values, digits=50, **arguments) == [(901, 0, 0)]
    least = Decimal(np.nextafter(0.0, 1.0))
    up = Stream(8, 901).uniform(4, dtype="float64") > 0.5  # rounded up, not to 0
    texts = " ".join(str(least) if is_up else "0e-1100" for is_up in up)
    found = find_op_seed(texts, high=5e-324, **arguments, candidates=range(999))
    assert (901, 0, 0) in found and len(found) < 200


def test_runs_whose_counter_comes_round():
    """Counters have 128 bits, and the upper half is for the op seed."""
    values = Stream(None, 7).uniform(4)
    found = find_op_seed(
        values, op="uniform", size=4, runs=[2**54, 2**118], candidates=range(9)
    )
    assert found == [(6, 2**54, 0), (7, 2**118, 0)]


def test_ranges_of_runs_that_no_list_can_hold():
    arguments = {"op": "uniform", "size": 3}
    with pytest.raises(ValueError, match="more than 100000 op seeds fit"):
        find_op_seed("0.5", runs=range(2**62), **arguments)
    with pytest.raises(ValueError, match="more runs than can be counted"):
        find_op_seed("0.5", runs=range(2**70), **arguments)


def rounded(x, digits):
    return f"{x:.{digits}f}"


def truncated(x, digits):
    return str(Decimal(str(float(x))).quantize(Decimal(10) ** -digits, ROUND_DOWN))


@pytest.mark.parametrize("printed", [rounded, truncated])
@pytest.mark.parametrize("op", ["uniform", "normal", "truncated_normal"])
@settings(deadline=None)
@given(
    seeds=st.tuples(st.integers(0, 5), st.integers(0, 300)),
    run=st.integers(0, 3),
    first=st.integers(0, 20),
    digits=st.integers(2, 9),
)
def test_rounded_and_truncated_values_tell_their_seed(
    op, printed, seeds, run, first, digits
):
    stream = Stream(*seeds)
    for _ in range(run + 1):
        names = ("low", "high") if op == "uniform" else ("loc", "scale")
        parameters = dict(zip(names, (-2, 3), strict=True))
        values = getattr(stream, op)((5, 8), **parameters)[...].ravel()
    texts = [printed(x, digits) for x in values[first : first + 9]]
    names = ("low", "high") if op == "uniform" else ("mean", "stddev")
    arguments = {
        **dict(zip(names, (-2, 3), strict=True)),
        **{"op": op, "size": (5, 8), "graph_seed": seeds[0], "first": first},
        **{"candidates": range(301), "runs": range(4)},
    }
    assert (seeds[1], run, 0) in find_op_seed(" ".join(texts), **arguments)
    # Numbers do not show their last zeros, so digits= says how many there were.
    numbers = [float(text) for text in texts]
    assert (seeds[1], run, 0) in find_op_seed(numbers, digits=digits, **arguments)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("op", ["uniform", "normal", "truncated_normal"])
def test_arrays_as_numpy_prints_them(op, dtype):
    values = getattr(Stream(8, 901), op)(12, dtype=dtype)
    for text in (values, values.tolist(), str(values), list(map(str, values))):
        found = find_op_seed(
            text,
            op=op,
            size=12,
            graph_seed=8,
            dtype=dtype,
            candidates=range(1, 2000, 3),
        )
        assert found == [(901, 0, 0)]


@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_integers_are_compared_exactly(dtype):
    limit = np.iinfo(dtype).max
    values = Stream(8, 901).integers(-5, limit, 3, dtype=dtype)
    arguments = {"op": "uniform", "size": 3, "graph_seed": 8, "dtype": dtype}
    limits = {"low": -5, "high": limit}
    candidates = range(800, 1000)
    assert find_op_seed(values, **arguments, **limits, candidates=candidates) == [
        (901, 0, 0)
    ]
    values[2] += 1
    with pytest.raises(LookupError):
        find_op_seed(values, **arguments, **limits, candidates=candidates)


def test_zero_seeds():
    """(0, 0) is (0, 2**31 - 1) to TensorFlow, but meant no seed at all in 1.0."""
    values = Stream.from_kernel_seeds(0, 2**31 - 1).uniform(4)
    arguments = {"op": "uniform", "size": 4, "graph_seed": 0, "candidates": range(50)}
    assert find_op_seed(values, **arguments) == [(0, 0, 0)]
    with pytest.raises(LookupError):
        find_op_seed(values, tensorflow="1.0", **arguments)
    values = Stream.from_kernel_seeds(3, 0).uniform(4)
    assert find_op_seed(values, **{**arguments, "graph_seed": 3}) == [(0, 0, 0)]


def test_ranges_backwards_and_in_steps():
    values = Stream(None, 3 * 2**17 + 6).uniform(4)
    for candidates in (range(2**20), range(2**20, -1, -2), range(0, 2**20, 2)):
        found = find_op_seed(values, op="uniform", size=4, candidates=candidates)
        assert found == [(3 * 2**17 + 6, 0, 0)]


GOOD = {"values": [0.5, 0.25], "op": "uniform", "size": 4}


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"op": "shuffle"}, ValueError, "one of uniform, normal, truncated_normal"),
        ({"dtype": "int8"}, TypeError, "dtype of uniform must be one of float16"),
        ({"op": "normal", "dtype": "int32"}, TypeError, "dtype of normal must be"),
        ({"mean": 1.0}, TypeError, "mean must be None for uniform, which has low and"),
        ({"op": "normal", "high": 1.0}, TypeError, "high must be None for normal"),
        ({"dtype": "int32"}, ValueError, "high must be given"),
        ({"dtype": "int32", "high": 2**40}, ValueError, "expected -2147483648 <= low"),
        ({"dtype": "int32", "low": 3, "high": 3}, ValueError, "got low 3 and high 3"),
        ({"low": float("nan")}, ValueError, "low and high must be finite"),
        ({"dtype": "float16", "high": 1e6}, ValueError, "too large for float16"),
        ({"op": ["normal"]}, ValueError, r"op must be one of .* got \['normal'\]"),
        ({"low": "a"}, TypeError, "low must be a number, got 'a'"),
        ({"op": "normal", "stddev": [1, 2]}, TypeError, "stddev must be a number"),
        (
            {"dtype": "int32", "high": 2.5},
            TypeError,
            "high must be an integer, got 2.5",
        ),
        ({"size": (-1, 2)}, ValueError, "negative dimensions"),
        ({"size": "4"}, TypeError, "size must be an integer, a tuple .* got '4'"),
        ({"size": [4.5]}, TypeError, r"size must be an integer, .* got \[4.5\]"),
        ({"size": 2**61}, ValueError, "no array of float32 is as large"),
        ({"first": "a"}, TypeError, "first must be an integer, got 'a'"),
        ({"size": 1}, ValueError, "an op with 1 values has no 2 of them from 0 on"),
        ({"first": 3}, ValueError, "has no 2 of them from 3 on"),
        ({"first": -1}, ValueError, "from -1 on"),
        ({"values": []}, ValueError, "must not be empty"),
        (
            {"values": "0.5 ... 0.2"},
            ValueError,
            "consecutive finite numbers, got '...'",
        ),
        ({"values": [0.5, float("inf")]}, ValueError, "got 'inf' among them"),
        ({"values": "[0.5 1.7]"}, ValueError, r"1.7 is not among .* in \[0.0, 1.0\]"),
        ({"values": [-0.5], "low": -0.25}, ValueError, "-0.5 is not among"),
        (
            {"values": [5.8, 0.5], "op": "normal"},
            ValueError,
            r"5.8 is not among the op's values, which must be in \[-5.68",
        ),
        ({"values": [9.2], "op": "truncated_normal", "mean": 5}, ValueError, "9.2 is"),
        ({"values": [7], "dtype": "int32", "high": 7}, ValueError, "7 is not among"),
        ({"values": [1.5], "dtype": "int32", "high": 7}, ValueError, "not an integer"),
        (
            {"dtype": "float16", "values": "0.13047123"},
            ValueError,
            "any float16 number",
        ),
        ({"digits": -1}, ValueError, "digits must be from 0 to 1100, got -1"),
        ({"digits": 1.5}, TypeError, "digits must be an integer or None, got 1.5"),
        ({"digits": "2"}, TypeError, "digits must be an integer or None, got '2'"),
        ({"runs": 3}, TypeError, "runs must be an iterable of integers, got 3"),
        ({"runs": range(0)}, ValueError, "runs must be numbers from 0 on"),
        ({"runs": (-1,)}, ValueError, "runs must be numbers from 0 on"),
        ({"candidates": [1, 2]}, TypeError, "candidates must be a range, got 'list'"),
        ({"candidates": range(0)}, ValueError, "at least one"),
        ({"candidates": range(-2, 2)}, ValueError, "numbers from 0 to 2147483646"),
        ({"candidates": range(2**31)}, ValueError, "modulo 2147483647"),
        ({"graph_seed": "1"}, TypeError, "graph_seed must be an integer"),
        ({"tensorflow": "0.1"}, ValueError, "TensorFlow '0.1' is not known"),
    ],
)
def test_refusals_come_before_any_search(changes, error, message, monkeypatch):
    monkeypatch.setattr(search, "CoreStream", None)
    with pytest.raises(error, match=message):
        find_op_seed(**{**GOOD, **changes})


def test_a_miss_says_how_far_it_looked_and_what_would_widen_it():
    with pytest.raises(LookupError) as caught:
        find_op_seed(
            "0.123456 0.5 0.7",
            op="uniform",
            size=3,
            candidates=range(1000),
            runs=[0, 4],
        )
    message = str(caught.value)
    for part in ("1000 op seeds in range(0, 1000)", "2 runs", "no graph seed", "runs="):
        assert part in message
    for part in ("candidates=", "range(2**31 - 1)", "graph_seed=", "digits="):
        assert part in message
    assert "tensorflow=" not in message
    with pytest.raises(LookupError, match="tensorflow='1"):
        find_op_seed("0.123456", op="normal", size=3, candidates=range(10))


def test_values_that_fit_anything_are_given_up(monkeypatch):
    monkeypatch.setattr(search, "_MAX_FOUND", 1000)
    with pytest.raises(ValueError, match="more than 1000 op seeds fit the 1 values"):
        find_op_seed("0.5", op="uniform", size=3)


def test_long_searches_show_a_progress_bar(monkeypatch):
    bars = []

    class Bar(contextlib.nullcontext):
        def __init__(self, total, **kwargs):
            super().__init__(self)
            self.total, self.done = total, 0
            bars.append(self)

        def update(self, n):
            self.done += n

    monkeypatch.setitem(sys.modules, "tqdm", types.SimpleNamespace(tqdm=Bar))
    monkeypatch.setattr(search, "_LONG", 1 << 18)
    values = Stream(None, 7).uniform(4)
    arguments = {"op": "uniform", "size": 4, "runs": range(2)}
    find_op_seed(values, **arguments, candidates=range((1 << 17) - 1))
    assert not bars
    find_op_seed(values, **arguments, candidates=range(1 << 17))
    assert [(bar.total, bar.done) for bar in bars] == [(1 << 18, 1 << 18)]
    monkeypatch.setitem(sys.modules, "tqdm", None)  # not installed
    assert find_op_seed(values, **arguments, candidates=range(1 << 17)) == [(7, 0, 0)]


LOGITS = np.array([[0.1, 0.2, 0.9, -np.inf], [3.0, 1.0, 2.0, 0.5], [-np.inf] * 4])


@pytest.mark.parametrize("run", [0, 2])
@pytest.mark.parametrize("first", [0, 7])
def test_classes_tell_their_seed(first, run):
    with px.Graph() as graph:
        graph.set_random_seed(5)
        op = px.random.categorical(LOGITS, 30, seed=321)
        with px.Session() as session:
            values = [session.run(op) for _ in range(run + 1)][-1]
    found = find_op_seed(
        values.ravel()[first:],
        **{"op": "categorical", "size": (3, 30), "logits": LOGITS, "first": first},
        **{"graph_seed": 5, "runs": range(3), "candidates": range(3000)},
    )
    assert found == [(321, run, 0)]


def test_classes_that_nothing_gives():
    options = {"op": "categorical", "size": (1, 40), "logits": [[0.0, 1.0]]}
    with pytest.raises(LookupError, match="none of the 50 op seeds"):
        find_op_seed([0, 1] * 20, **options, candidates=range(50))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"values": [4]}, ValueError, "from 0 to 1, or 2 .* got 4"),
        ({"values": [0.5]}, ValueError, "got 0.5"),
        ({"values": [-1]}, ValueError, "got -1"),
        ({"logits": None}, ValueError, "logits"),
        ({"logits": [1.0]}, ValueError, "logits must be a matrix"),
        ({"logits": [[1, 2]]}, ValueError, "logits must be a matrix of floats"),
        ({"size": (2, 5)}, ValueError, r"size must be \(1, num_samples\)"),
        ({"size": 5}, ValueError, r"size must be \(1, num_samples\)"),
        ({"first": 6}, ValueError, "has no 1 of them from 6 on"),
        ({"stddev": 2.0}, TypeError, "stddev must be None for categorical"),
        ({"op": "uniform"}, TypeError, "logits must be None for uniform"),
        ({"tensorflow": "1.0"}, ValueError, "must be later than 1.0 for categorical"),
    ],
)
def test_refused_classes(changes, error, message):
    good = {"values": [1], "op": "categorical", "size": (1, 6), "logits": [[0.0, 1.0]]}
    with pytest.raises(error, match=message):
        find_op_seed(**{**good, **changes})


@pytest.mark.parametrize(
    ("op", "parameters", "dtype"),
    [
        ("uniform", {"low": -2, "high": 3}, "float32"),
        ("uniform", {"low": -2, "high": 3000}, "int32"),
        ("uniform", {}, "float64"),
        ("normal", {"mean": 1, "stddev": 2}, "float32"),
        ("truncated_normal", {"stddev": 0.5}, "float16"),
    ],
)
def test_values_tell_stateless_seeds(op, parameters, dtype):
    draw = getattr(px.random, f"stateless_{op}")
    names = {"low": "minval", "high": "maxval"}
    given = {names.get(name, name): value for name, value in parameters.items()}
    values = draw([40], [-7, 13], dtype=dtype, **given)
    found = find_stateless_seed(
        values[20:], op=op, size=40, first=20, dtype=dtype, **parameters,
        first_seeds=range(-20, 20), second_seeds=range(50, -50, -1),
    )  # fmt: skip
    assert found == [(-7, 13)]


def test_stateless_seeds_of_many_candidates():
    values = px.random.stateless_uniform([3], [2, 200_003])
    ranges = {"first_seeds": range(2, 3), "second_seeds": range(3, 300_000, 200)}
    assert find_stateless_seed(values, op="uniform", size=3, **ranges) == [(2, 200_003)]
    with pytest.raises(LookupError, match=r"none of the 4 seeds \[s, t\]"):
        find_stateless_seed(
            values, op="uniform", size=3, first_seeds=range(2), second_seeds=range(2)
        )
    for seeds, error in (([1], TypeError), (range(0), ValueError)):
        with pytest.raises(error, match="second_seeds must be"):
            find_stateless_seed(values, op="uniform", size=3, second_seeds=seeds)
    with pytest.raises(ValueError, match="64 bits"):
        find_stateless_seed(
            values, op="uniform", size=3, first_seeds=range(2**63, 2**63 + 1)
        )
    with pytest.raises(ValueError, match="more than 100000 seeds fit"):
        find_stateless_seed([0.0], op="uniform", size=3, digits=0)
