# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Replay of TensorFlow's values that are there at once, bit for bit.

Stateless functions, generators and eager mode, of ``data/tensorflow/make_golden.py``
and ``make_golden_rest.py``, whose docstrings are the format of the indexes. A red case
here means that the change is wrong, not the test.
"""

import collections
import functools
import json
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

import philoxseed as px

DATA = Path(__file__).parent / "data" / "tensorflow"
FILES = {
    name: (
        json.loads((DATA / f"{name}.json").read_text()),
        np.load(DATA / f"{name}.npz"),
    )
    for name in ("golden_open", "golden_rest_open")
}
ROOT = px.compat.v2

PATHS = {
    "split": "random.split",
    "fold_in": "random.fold_in",
    "stateless_shuffle": "random.experimental.stateless_shuffle",
    "index_shuffle": "random.experimental.index_shuffle",
    "nn.stateless_dropout": "nn.experimental.stateless_dropout",
    "parameterized_truncated_normal": "random.parameterized_truncated_normal",
    "v1.init.glorot_normal": "compat.v1.initializers.glorot_normal",
    "init.random_normal": "random_normal_initializer",
    "init.random_uniform": "random_uniform_initializer",
}
TAKES_NO_DTYPE = {
    "random.shuffle",
    "random.experimental.stateless_shuffle",
    "random.experimental.index_shuffle",
    "random.split",
    "random.fold_in",
    "nn.dropout",
    "nn.experimental.stateless_dropout",
    "random.stateless_parameterized_truncated_normal",
}
COMPARED = collections.Counter()


def cases(*modes):
    return [
        pytest.param(name, case, id=f"{name}-{case['id']}")
        for name, (index, _) in FILES.items()
        for case in index["cases"]
        if case["mode"] in modes and case.get("threads", 1) == 1
    ]


def np_type(name):
    return np.dtype(getattr(ml_dtypes, name) if name == "bfloat16" else name)


def argument(value, arrays):
    if not isinstance(value, dict) or "dtype" not in value:
        return value
    if "npz" in value:
        array = arrays[value["npz"]]
        return (
            array.view(np_type("bfloat16")) if value["dtype"] == "bfloat16" else array
        )
    if "tensor" in value:
        array = np.array(value["tensor"], np_type(value["dtype"]))
        return ROOT.constant(array)
    return np.array(value["array"], np_type(value["dtype"]))


def path_of(name):
    if name.startswith("stateless_") and name not in PATHS:
        return f"random.{name}"
    return PATHS.get(name, name)


def find(path):
    return functools.reduce(getattr, path.split("."), ROOT)


def called(op, arrays, **more):
    """The value of a function of the index."""
    path = path_of(op["fn"])
    kwargs = {k: argument(v, arrays) for k, v in op["kwargs"].items()} | more
    takes_dtype = path not in TAKES_NO_DTYPE and not path.startswith("image.")
    if op.get("dtype") is not None and takes_dtype:
        name = "output_dtype" if path.endswith("binomial") else "dtype"
        kwargs[name] = np_type(op["dtype"])
    if op.get("op_seed") is not None:
        kwargs["seed"] = op["op_seed"]
    if path.endswith("_initializer") or "initializers" in path:
        made = find(path)(**kwargs.pop("init", {}), **more_seed(kwargs))
        return made(kwargs["shape"], **dtype_of(kwargs))
    if path.endswith("dropout") and kwargs.pop("rate_tensor", False):
        kwargs["rate"] = ROOT.constant(np.asarray(kwargs["rate"], kwargs["x"].dtype))
    return find(path)(**kwargs)


def dtype_of(kwargs):
    return {"dtype": kwargs["dtype"]} if "dtype" in kwargs else {}


def more_seed(kwargs):
    return {"seed": kwargs["seed"]} if "seed" in kwargs else {}


def assert_same_bits(actual, expected):
    actual = np.asarray(actual)
    if actual.dtype.name == "bfloat16":
        actual = actual.view(np.uint16)
    expected = expected.astype(expected.dtype.newbyteorder("="), copy=False)
    assert actual.dtype == expected.dtype
    assert actual.shape == expected.shape
    assert actual.tobytes() == expected.tobytes()
    COMPARED["values"] += actual.size
    COMPARED["arrays"] += 1


@pytest.mark.parametrize(("name", "case"), cases("stateless"))
def test_stateless(name, case):
    arrays = FILES[name][1]
    is_initializer = case["fn"].startswith("init.")
    seed = (
        {} if is_initializer else {"seed": np.array(case["seed"], case["seed_dtype"])}
    )
    value = called(case, arrays, **seed)
    assert isinstance(value, px.compat.v2.Tensor)
    assert_same_bits(value, arrays[case["array"]])
    COMPARED["cases"] += 1


CONSTRUCTORS = {
    "from_seed": lambda make, c, **alg: make.from_seed(c["seed"], **alg),
    "from_state": lambda make, c, **alg: make.from_state(
        c["state"], alg.get("alg", "philox")
    ),
    "from_key_counter": lambda make, c, **alg: make.from_key_counter(
        c["key"], c["counter"], alg.get("alg", "philox")
    ),
}
ERRORS = {
    "UnimplementedError": px.errors.UnimplementedError,
    "InternalError": px.errors.InternalError,
    "InvalidArgumentError": px.errors.InvalidArgumentError,
    "NotFoundError": px.errors.NotFoundError,
    "ValueError": ValueError,
    "TypeError": TypeError,
}


@pytest.mark.parametrize(("name", "case"), cases("generator"))
def test_generator(name, case):
    arrays, made = FILES[name][1], case["ctor"]
    alg = {"alg": made["alg"]} if "alg" in made else {}
    generator = CONSTRUCTORS[made["kind"]](ROOT.random.Generator, made, **alg)
    for event in case["events"]:
        kwargs = {
            k: np_type(v) if k.endswith("dtype") else argument(v, arrays)
            for k, v in event["kwargs"].items()
        }
        method = getattr(generator, event["method"])
        if "error" in event:
            with pytest.raises(ERRORS[event["error"]]):
                method(**kwargs)
        elif event["method"] == "split":
            for child, state, values in zip(
                method(**kwargs), event["states"], event["sub_uniform_5"], strict=True
            ):
                assert child.state.tolist() == state
                assert_same_bits(child.uniform([5]), arrays[values])
        elif "array" in event:
            assert_same_bits(method(**kwargs), arrays[event["array"]])
        else:
            method(**kwargs)
        assert generator.state.tolist() == event["state_after"]
    COMPARED["cases"] += 1


@pytest.mark.parametrize(("name", "case"), cases("eager"))
def test_eager(name, case):
    arrays = FILES[name][1]
    for event in case["events"]:
        if "set_seed" in event:
            ROOT.random.set_seed(event["set_seed"])
        elif "error" in event:
            with pytest.raises(ERRORS[event["error"]]):
                called(event, arrays)
        else:
            assert_same_bits(called(event, arrays), arrays[event["array"]])
    COMPARED["cases"] += 1


@pytest.mark.parametrize(("name", "case"), cases("function"))
def test_function(name, case):
    arrays = FILES[name][1]
    functions = [
        ROOT.function(lambda ops=ops: [called(op, arrays) for op in ops])
        for ops in case["functions"]
    ]
    for event in case["events"]:
        if "set_seed" in event:
            ROOT.random.set_seed(event["set_seed"])
        elif "call" in event:
            values = functions[event["call"]]()
            for value, array in zip(values, event["arrays"], strict=True):
                assert_same_bits(value, arrays[array])
        else:
            assert_same_bits(called(event, arrays), arrays[event["array"]])
    COMPARED["cases"] += 1


KERAS = {"keras3": px.compat.keras, "tf_keras": px.compat.tf_keras}


@pytest.mark.parametrize(("name", "case"), cases("keras"))
def test_keras(name, case):
    arrays, generators, keras = FILES[name][1], [], KERAS[case["lib"]]
    for event in case["events"]:
        if "set_random_seed" in event:
            keras.utils.set_random_seed(event["set_random_seed"])
            continue
        kwargs = {
            k: generators[v["generator"]]
            if isinstance(v, dict) and "generator" in v
            else argument(v, arrays)
            for k, v in event["kwargs"].items()
        }
        if event["fn"] == "SeedGenerator":
            generators.append(keras.random.SeedGenerator(**kwargs))
            continue
        module, function = event["fn"].split(".")
        made = getattr(getattr(keras, module), function)
        if module == "initializers":
            shape, dtype = kwargs.pop("shape"), kwargs.pop("dtype")
            value = made(**kwargs)(shape, dtype=dtype)
        else:
            value = made(**kwargs)
        assert_same_bits(value, arrays[event["array"]])
    COMPARED["cases"] += 1


# Those of graphs are in test_errors.py.
EAGER_ERRORS = [
    pytest.param(error, id=error["id"])
    for index, _ in FILES.values()
    for error in index["errors"]
    if error["id"].startswith(("eager_", "stateless_", "generator_"))
]


@pytest.mark.parametrize("error", EAGER_ERRORS)
def test_errors(error):
    with pytest.raises(ERRORS[error["exception"]]):
        exec(error["code"], {"tf": ROOT, "np": np})


def test_counts(capsys):
    with capsys.disabled():
        print("\nreplayed from TensorFlow:", dict(COMPARED))
