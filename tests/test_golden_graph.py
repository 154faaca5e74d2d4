# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Replay of TensorFlow's initializers, dropout and image ops in graphs, bit for bit.

``data/tensorflow/make_golden_rest.py`` made the vectors; its docstring is the format of
the index. A red case here means that the change is wrong, not the test.
"""

import collections
import json
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

import philoxseed as tf

v1 = tf.compat.v1

DATA = Path(__file__).parent / "data" / "tensorflow"
INDEX = json.loads((DATA / "golden_rest_open.json").read_text())
ARRAYS = np.load(DATA / "golden_rest_open.npz")
COMPARED = collections.Counter()

INITIALIZERS = {
    "random_uniform": v1.random_uniform_initializer,
    "random_normal": v1.random_normal_initializer,
    "truncated_normal": v1.truncated_normal_initializer,
    "variance_scaling": v1.variance_scaling_initializer,
    "glorot_uniform": v1.glorot_uniform_initializer,
    "glorot_normal": v1.glorot_normal_initializer,
    "uniform_unit_scaling": v1.uniform_unit_scaling_initializer,
    "he_normal": v1.initializers.he_normal,
    "he_uniform": v1.initializers.he_uniform,
    "lecun_normal": v1.initializers.lecun_normal,
    "lecun_uniform": v1.initializers.lecun_uniform,
}


def argument(value):
    if isinstance(value, dict) and "array" in value:
        return np.array(value["array"], tf._dtypes.as_dtype(value["dtype"]))
    if isinstance(value, dict) and "npz" in value:
        array = ARRAYS[value["npz"]]
        is_bfloat16 = value["dtype"] == "bfloat16"
        return array.view(ml_dtypes.bfloat16) if is_bfloat16 else array
    return value


def initialized(op, kwargs):
    name = op["fn"].rpartition(".")[2]
    made_with = dict(kwargs.pop("init", {}))
    if op["op_seed"] is not None:
        made_with["seed"] = op["op_seed"]
    if op["dtype"] and not name.startswith(("he_", "lecun_")):
        made_with["dtype"] = op["dtype"]
    initializer = INITIALIZERS[name](**made_with)
    dtype = kwargs.get("call_dtype")
    return initializer(kwargs["shape"], **({"dtype": dtype} if dtype else {}))


def uniform(op, kwargs):
    return tf.random.uniform(**kwargs, dtype=op["dtype"], seed=op["op_seed"])


def seeded(function):
    return lambda op, kwargs: function(**kwargs, seed=op["op_seed"])


def dropout(op, kwargs):
    x = kwargs["x"]
    if kwargs.pop("rate_tensor", False):
        kwargs["rate"] = tf.constant(kwargs["rate"], x.dtype)
    return tf.nn.dropout(**kwargs, seed=op["op_seed"])


FUNCTIONS = {
    "random.uniform": uniform,
    "random_crop": seeded(v1.random_crop),
    "nn.dropout": dropout,
    "v1.nn.dropout": seeded(v1.nn.dropout),
    "image.random_flip_left_right": seeded(tf.image.random_flip_left_right),
    "image.random_flip_up_down": seeded(tf.image.random_flip_up_down),
    "image.random_brightness": seeded(tf.image.random_brightness),
}


def make_op(op):
    kwargs = {name: argument(value) for name, value in op["kwargs"].items()}
    if op["fn"].startswith("v1.init."):
        return initialized(op, kwargs)
    return FUNCTIONS[op["fn"]](op, kwargs)


def is_replayed(case):
    kinds = {op["fn"] for op in case.get("ops", [{"fn": ""}])}
    return case["mode"] == "graph" and all(
        kind in FUNCTIONS or kind.startswith("v1.init.") for kind in kinds
    )


CASES = [case for case in INDEX["cases"] if is_replayed(case)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_graph_case(case):
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(case["graph_seed"])
        made = [make_op(op) for op in case["ops"]]
    for runs in case["sessions"]:
        with tf.Session(graph=graph) as session:
            for run in runs:
                values = session.run([made[i] for i in run["fetch"]])
                for value, name in zip(values, run["arrays"], strict=True):
                    expected = ARRAYS[name]
                    if value.dtype.name == "bfloat16":
                        value = value.view(np.uint16)
                    assert (value.shape, value.dtype) == (
                        expected.shape,
                        expected.dtype,
                    )
                    assert value.tobytes() == expected.tobytes()
                    COMPARED["values"] += value.size
    COMPARED["cases"] += 1


def test_counts(capsys):
    with capsys.disabled():
        print("\nreplayed from TensorFlow's graphs:", dict(COMPARED))
