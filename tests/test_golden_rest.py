# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Replay of the graphs of ``data/tensorflow/make_golden_rest.py``, bit for bit.

A red case here means that the change is wrong, not the test.
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
INDEX = json.loads((DATA / "golden_rest_open.json").read_text())
ARRAYS = np.load(DATA / "golden_rest_open.npz")
CASES = [case for case in INDEX["cases"] if case["mode"] == "graph"]
THREADED = [case for case in INDEX["cases"] if case.get("threads", 1) > 1]

PATHS = {
    "random_crop": "compat.v1.random_crop",
    "multinomial": "compat.v1.multinomial",
    "v1.nn.dropout": "compat.v1.nn.dropout",
    "parameterized_truncated_normal": "random.parameterized_truncated_normal",
    "stateless_normal": "random.stateless_normal",
}
INITIALIZERS_V1 = {
    "random_uniform", "random_normal", "truncated_normal", "variance_scaling",
    "glorot_uniform", "glorot_normal", "uniform_unit_scaling",
}  # fmt: skip
TAKES_NO_DTYPE = {"random_crop", "random.shuffle", "nn.dropout", "v1.nn.dropout"}
COMPARED = collections.Counter()


def np_type(name):
    return np.dtype(getattr(ml_dtypes, name) if name == "bfloat16" else name)


def find(path):
    return functools.reduce(getattr, path.split("."), px)


def argument(value):
    if not isinstance(value, dict) or "dtype" not in value:
        return value
    if "npz" in value:
        array, is_bfloat16 = ARRAYS[value["npz"]], value["dtype"] == "bfloat16"
        return array.view(np_type("bfloat16")) if is_bfloat16 else array
    if "tensor" in value:
        return px.constant(np.array(value["tensor"], np_type(value["dtype"])))
    return np.array(value["array"], np_type(value["dtype"]))


def initialized(op, kwargs):
    kind, name = op["fn"].rsplit(".", 1)
    options = dict(op["kwargs"].get("init", {}))
    if op.get("op_seed") is not None:
        options["seed"] = op["op_seed"]
    if kind == "init":
        make = find(f"{name}_initializer")
        return make(**options)(kwargs["shape"], np_type(op["dtype"]))
    if name in INITIALIZERS_V1 and op.get("dtype"):
        options["dtype"] = np_type(op["dtype"])
    is_plain = name in INITIALIZERS_V1
    make = find(
        "compat.v1." + (f"{name}_initializer" if is_plain else f"initializers.{name}")
    )
    call_dtype = kwargs.get("call_dtype")
    dtype = {"dtype": np_type(call_dtype)} if call_dtype else {}
    return make(**options)(kwargs["shape"], **dtype)


def made(op, threads=1):
    kwargs = {k: argument(v) for k, v in op["kwargs"].items() if k != "init"}
    fn = op["fn"]
    if fn.startswith(("v1.init.", "init.")):
        return initialized(op, kwargs)
    if op.get("dtype") and fn not in TAKES_NO_DTYPE and not fn.startswith("image."):
        name = "output_dtype" if fn == "multinomial" else "dtype"
        kwargs[name] = np_type(op["dtype"])
    if op.get("op_seed") is not None:
        kwargs["seed"] = op["op_seed"]
    if fn == "nn.dropout" and kwargs.pop("rate_tensor", False):
        kwargs["rate"] = px.constant(np.array(kwargs["rate"], kwargs["x"].dtype))
    if threads > 1:
        kwargs["threads"] = threads
    return find(PATHS.get(fn, fn))(**kwargs)


ERRORS = {"InvalidArgumentError": px.errors.InvalidArgumentError}


def assert_same_bits(actual, expected):
    actual = np.asarray(actual)
    if actual.dtype.name == "bfloat16":
        actual = actual.view(np.uint16)
    assert actual.dtype == expected.dtype
    assert actual.shape == expected.shape
    assert actual.tobytes() == expected.tobytes()
    COMPARED["values"] += actual.size


def replay(case):
    with px.Graph().as_default() as graph:
        px.set_random_seed(case["graph_seed"])
        tensors = [made(op, case.get("threads", 1)) for op in case["ops"]]
        for op, tensor in zip(case["ops"], tensors, strict=True):
            if op.get("resolved") and hasattr(tensor, "op") and tensor.op.seeds:
                assert tensor.op.seeds == tuple(op["resolved"])
    for runs in case["sessions"]:
        with px.Session(graph=graph) as session:
            for run in runs:
                fetches = [tensors[i] for i in run["fetch"]]
                if "error" in run:
                    with pytest.raises(ERRORS[run["error"]]):
                        session.run(fetches)
                    continue
                values = session.run(fetches)
                for value, name in zip(values, run["arrays"], strict=True):
                    assert_same_bits(value, ARRAYS[name])
    COMPARED["cases"] += 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_graph_case(case):
    replay(case)


@pytest.mark.parametrize("case", THREADED, ids=lambda case: case["id"])
def test_threads(case):
    """What TensorFlow gives with several threads."""
    if case["mode"] == "graph":
        return
    kwargs = {
        k: np.array(v["tensor"], np_type(v["dtype"])) if isinstance(v, dict) else v
        for k, v in case["kwargs"].items()
    }
    seed = np.array(case["seed"], case["seed_dtype"])
    value = find(f"random.{case['fn']}")(seed=seed, threads=case["threads"], **kwargs)
    assert_same_bits(value, ARRAYS[case["array"]])
    COMPARED["cases"] += 1


def test_counts(capsys):
    with capsys.disabled():
        print("\nreplayed from TensorFlow:", dict(COMPARED))
