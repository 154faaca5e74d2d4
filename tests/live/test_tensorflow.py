# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random graphs in philoxseed and in an installed TensorFlow: names, seeds, bits.

Each example is a small program of ops that is built with both packages and run in two
sessions of each. ``-s`` shows how many programs and values were compared.
"""

import collections
import operator
import os
import runpy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import philoxseed as px

pytestmark = pytest.mark.tensorflow
tensorflow = pytest.importorskip("tensorflow")
v1 = tensorflow.compat.v1

FLOATS = ["float16", "bfloat16", "float32", "float64"]
COUNTS = collections.Counter()


class Value(collections.namedtuple("Value", ["kind", "array", "shape"])):
    """An argument: a "plain" value, or a tensor, "constant" or "placeholder"."""


class Call(collections.namedtuple("Call", ["function", "kwargs", "scope"])):
    """One op of a program."""


seeds = st.none() | st.integers(0, 9) | st.integers(-(2**64), 2**64)
dimensions = st.integers(0, 5)
shapes = st.lists(dimensions, max_size=3) | st.integers(0, 1500).map(lambda n: [n])
names = st.none() | st.sampled_from(["a", "b", "A", "random_uniform", "x/y"])
scopes = st.none() | st.sampled_from(["s", "t", "random_normal"])
numbers = (
    st.integers(-3, 3)
    | st.booleans()
    | st.floats(-100, 100, width=16, allow_subnormal=False).filter(
        lambda x: x == 0 or abs(x) > 1e-3
    )
)


@st.composite
def values(draw, scalar, shape, dtype, plain_only=False):
    """A scalar, or an array that broadcasts with a shape, in some form."""
    value = draw(scalar)
    if shape is not None and draw(st.booleans()):
        kept = [1 if draw(st.booleans()) else d for d in shape]
        start = draw(st.integers(0, len(kept)))
        wider = draw(st.sampled_from([[], [2, 1], [1]])) if start == 0 else []
        kept = wider + kept[start:]
        rng = np.random.default_rng(draw(st.integers(0, 5)))
        value = (value * rng.integers(0, 3, kept)).astype(float)
    kind = "plain" if plain_only else draw(st.sampled_from(["plain"] * 3 + KINDS))
    if kind == "plain":
        return Value(kind, value, None)
    array = np.asarray(value).astype(np_dtype(dtype))
    static = draw(st.sampled_from([None, array.shape, (None,) * array.ndim]))
    return Value(kind, array, static)


KINDS = ["constant", "placeholder"]


def np_dtype(name):
    return px._dtypes.as_dtype(name)


@st.composite
def shape_values(draw, shape):
    kind = draw(st.sampled_from(["plain"] * 4 + KINDS))
    if kind == "plain":
        return Value(kind, shape, None)
    dtype = draw(st.sampled_from(["int32", "int64"]))
    static = draw(st.sampled_from([None, (None,), (len(shape),)]))
    return Value(kind, np.array(shape, dtype), static)


@st.composite
def float_calls(draw):
    function = draw(st.sampled_from(["uniform", "normal", "truncated_normal"]))
    dtype = draw(st.sampled_from(FLOATS))
    shape = draw(shapes)
    kwargs = {"shape": draw(shape_values(shape)), "dtype": dtype}
    parameters = ("minval", "maxval") if function == "uniform" else ("mean", "stddev")
    for parameter in parameters:
        if draw(st.booleans()):
            kwargs[parameter] = draw(values(numbers, shape, dtype))
    return function, kwargs


@st.composite
def integer_calls(draw):
    dtype = draw(st.sampled_from(["int32", "int64"]))
    info = np.iinfo(dtype)
    limits = st.integers(-3, 9) | st.integers(int(info.min), int(info.max))
    kwargs = {"shape": draw(shape_values(draw(shapes))), "dtype": dtype}
    low, high = draw(limits), draw(limits)
    if draw(st.integers(0, 9)):
        low, high = min(low, high), max(low, high)
    kwargs["minval"] = draw(values(st.just(low), None, dtype))
    kwargs["maxval"] = draw(values(st.just(high), None, dtype))
    return "uniform", kwargs


@st.composite
def array_values(draw):
    shape = draw(st.lists(st.integers(0, 6), max_size=3) | st.just([700]))
    dtype = draw(st.sampled_from(["int32", "int64", "float32", "float64", "bool"]))
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(dtype)
    kind = draw(st.sampled_from(["plain", "constant", "placeholder"]))
    return Value(kind, array, draw(st.sampled_from([None, tuple(shape)])))


@st.composite
def picking_calls(draw):
    value = draw(array_values())
    if draw(st.booleans()):
        return "shuffle", {"value": value}
    size = [
        draw(st.integers(0, d + (draw(st.integers(0, 9)) == 0)))
        for d in value.array.shape
    ]
    kind = draw(st.sampled_from(["plain", "constant", "placeholder"]))
    return "random_crop", {
        "value": value,
        "size": Value(kind, np.array(size, "int32"), (len(size),)),
    }


@st.composite
def calls(draw):
    function, kwargs = draw(float_calls() | integer_calls() | picking_calls())
    kwargs["seed"] = draw(seeds)
    kwargs["name"] = draw(names)
    return Call(function, kwargs, draw(scopes))


def build(package, functions, program):
    """Make a program's ops; return graph, results, and the placeholders' values."""
    graph_seed, call_list = program
    graph, results, feeds = package.Graph(), [], {}

    def argument(value):
        if not isinstance(value, Value):
            return value
        if value.kind == "constant":
            return package.constant(value.array)
        if value.kind == "placeholder":
            tensor = package.placeholder(value.array.dtype, value.shape)
            feeds[tensor] = value.array
            return tensor
        return value.array

    with graph.as_default():
        package.set_random_seed(graph_seed)
        for call in call_list:
            with package.name_scope(call.scope or ""):
                kwargs = {k: argument(v) for k, v in call.kwargs.items()}
                results.append(functions[call.function](**kwargs))
    return graph, results, feeds


def functions_of(package):
    return {
        "uniform": package.random.uniform,
        "normal": package.random.normal,
        "truncated_normal": package.random.truncated_normal,
        "shuffle": package.random.shuffle,
        "random_crop": package.random_crop,
    }


def kernel_seeds_by_call(graph):
    """The seed attributes of TensorFlow's random ops, in the order of the calls."""
    pairs = [
        (op.get_attr("seed"), op.get_attr("seed2"))
        for op in graph.get_operations()
        if "seed2" in op.node_def.attr
    ]
    return [None if pair == (0, 0) else pair for pair in pairs]


def static_shape(tensor):
    return None if tensor.shape.rank is None else tuple(tensor.shape.as_list())


def assert_knows_at_least(ours, theirs):
    """TensorFlow does not see that a dimension broadcast with 0 is 0."""
    if theirs is not None:
        assert len(ours) == len(theirs)
        for our_size, their_size in zip(ours, theirs, strict=True):
            assert our_size == their_size or (our_size == 0 and their_size is None)


def run_alone(session, tensor, feeds):
    """The value of a tensor, or the name of the error."""
    try:
        return session.run(tensor, feeds)
    except (tensorflow.errors.InvalidArgumentError, px.errors.InvalidArgumentError):
        return "InvalidArgumentError"


def assert_same(ours, theirs, seeds):
    if isinstance(theirs, str) or isinstance(ours, str):
        assert type(ours) is type(theirs) and ours == theirs
        return
    assert type(ours) is type(theirs)
    assert ours.dtype == theirs.dtype and ours.shape == theirs.shape
    if seeds is not None:
        assert ours.tobytes() == theirs.tobytes()
        COUNTS["values"] += ours.size


def compare(program):
    theirs = build(v1, functions_of(v1), program)
    ours = build(px.compat.v1, functions_of(px.compat.v1), program)
    assert [t.name for t in ours[1]] == [t.name for t in theirs[1]]
    seeds = [t.op.seeds for t in ours[1]]
    assert seeds == kernel_seeds_by_call(theirs[0])
    for mine, other in zip(ours[1], theirs[1], strict=True):
        assert mine.dtype == other.dtype.as_numpy_dtype
        assert_knows_at_least(mine.shape, static_shape(other))
    config = v1.ConfigProto(intra_op_parallelism_threads=1)
    for _ in range(2):
        with (
            px.Session(graph=ours[0]) as mine,
            v1.Session(graph=theirs[0], config=config) as other,
        ):
            for _ in range(2):
                for a, b, pair in zip(ours[1], theirs[1], seeds, strict=True):
                    assert_same(
                        run_alone(mine, a, ours[2]),
                        run_alone(other, b, theirs[2]),
                        pair,
                    )
    COUNTS["programs"] += 1
    COUNTS["ops"] += len(seeds)


many = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@many
@given(st.tuples(seeds, st.lists(calls(), min_size=1, max_size=6)))
def test_programs(program):
    compare(program)


PROGRAMS = runpy.run_path(str(Path(__file__).parent / "arithmetic_programs.py"))
N_EXPRESSIONS = int(os.environ.get("PHILOXSEED_EXPRESSIONS", "2000"))
OPERATIONS = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "negative": operator.neg,
}


def values_of(package, program, config):
    """The names of a program's results, and their values in two runs."""
    functions = functions_of(package)
    made = []

    def resolved(argument):
        return made[argument["step"]] if isinstance(argument, dict) else argument

    with package.Graph().as_default(), package.Session(config=config) as session:
        for step in program["steps"]:
            call, kwargs = step["call"], dict(step["kwargs"])
            if "dtype" in kwargs:
                kwargs["dtype"] = getattr(package, kwargs["dtype"])
            if call in OPERATIONS:
                made.append(OPERATIONS[call](*map(resolved, kwargs.values())))
            elif call in functions:
                made.append(functions[call](**kwargs))
            else:
                made.append(getattr(package, call)(**kwargs))
        fetches = [made[k] for k in program["fetches"]]
        feeds = {made[int(k)]: value for k, value in program["feeds"].items()}
        runs = [session.run(fetches, feeds) for _ in range(2)]
    return [tensor.name for tensor in fetches], [x for run in runs for x in run]


@pytest.mark.parametrize("is_optimized", [True, False])
def test_arithmetic(is_optimized):
    configs = []
    for package in (px.compat.v1, v1):
        config = package.ConfigProto(intra_op_parallelism_threads=1)
        if not is_optimized:
            config.graph_options.rewrite_options.disable_meta_optimizer = True
        configs.append(config)
    for seed in range(N_EXPRESSIONS if is_optimized else N_EXPRESSIONS // 10):
        program = PROGRAMS["program"](seed, FLOATS)
        our_names, ours = values_of(px.compat.v1, program, configs[0])
        their_names, theirs = values_of(v1, program, configs[1])
        assert our_names == their_names
        for mine, other in zip(ours, theirs, strict=True):
            assert mine.dtype == other.dtype and mine.shape == other.shape
            assert mine.tobytes() == other.tobytes(), (seed, program)
            COUNTS["values of expressions"] += mine.size
        COUNTS["expressions"] += 1


def test_counts(capsys):
    with capsys.disabled():
        print("\ncompared with TensorFlow:", dict(COUNTS))
