# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Replay of TensorFlow's own outputs, bit for bit.

``data/tensorflow/make_golden.py`` made the vectors; its docstring is the format of the
index. A red case here means that the change is wrong, not the test.
"""

import collections
import json
import warnings
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

import philoxseed as tf

DATA = Path(__file__).parent / "data" / "tensorflow"
INDEX = json.loads((DATA / "golden_open.json").read_text())
ARRAYS = np.load(DATA / "golden_open.npz")
GRAPH_CASES = [case for case in INDEX["cases"] if case["mode"] == "graph"]

MODES_ELSEWHERE = {"stateless", "generator", "eager"}  # in test_golden_values.py

COMPARED = collections.Counter()

FUNCTIONS = {
    "random.uniform": tf.random.uniform,
    "random.normal": tf.random.normal,
    "random.truncated_normal": tf.random.truncated_normal,
    "random.shuffle": tf.random.shuffle,
    "random_crop": tf.compat.v1.random_crop,
    "random.categorical": tf.random.categorical,
    "multinomial": tf.compat.v1.multinomial,
    "random.gamma": tf.random.gamma,
    "random.poisson": tf.random.poisson,
    "parameterized_truncated_normal": tf.random.parameterized_truncated_normal,
    "expr.add": lambda x, y: x + y,
    "expr.mul": lambda x, y: x * y,
}
TAKES_NO_DTYPE = {"expr.add", "expr.mul", "random.shuffle", "random_crop"}


def argument(value, made):
    if isinstance(value, dict) and "array" in value:
        return np.array(value["array"], dtype=value["dtype"])
    if isinstance(value, dict) and "op" in value:
        return made[value["op"]]
    return value


def make_op(op, made):
    """The tensor of one entry of a case's ops; None for a seed."""
    if "set_graph_seed" in op:
        tf.set_random_seed(op["set_graph_seed"])
        return None
    kwargs = {name: argument(value, made) for name, value in op["kwargs"].items()}
    if op["dtype"] is not None and op["fn"] not in TAKES_NO_DTYPE:
        is_multinomial = op["fn"] == "multinomial"
        kwargs["output_dtype" if is_multinomial else "dtype"] = op["dtype"]
    if op["op_seed"] is not None:
        kwargs["seed"] = op["op_seed"]
    tensor = FUNCTIONS[op["fn"]](**kwargs)
    if op["resolved"] is not None:
        expected = tuple(op["resolved"])
        assert tensor.op.seeds == (None if expected == (0, 0) else expected)
    return tensor


def make_graph(case):
    graph = tf.Graph()
    made = []
    with graph.as_default():
        tf.set_random_seed(case["graph_seed"])
        for op in case["ops"]:
            made.append(make_op(op, made))
    return graph, made


def assert_same_bits(actual, expected, dtype):
    expected = expected.astype(expected.dtype.newbyteorder("="), copy=False)
    if dtype == "bfloat16":
        expected = expected.view(ml_dtypes.bfloat16)
    assert np.shape(actual) == expected.shape
    assert actual.dtype == expected.dtype
    assert np.asarray(actual).tobytes() == expected.tobytes()


def replay(case):
    """Run all sessions of a case; return the number of values compared."""
    graph, made = make_graph(case)
    compared = 0
    for runs in case["sessions"]:
        with tf.Session(graph=graph) as session:
            for run in runs:
                feeds = {
                    made[int(i)]: ARRAYS[name]
                    for i, name in run.get("feed", {}).items()
                }
                values = session.run([made[i] for i in run["fetch"]], feeds)
                for k, value in enumerate(values):
                    if case.get("structural"):
                        assert list(value.shape) == run["shapes"][k]
                        continue
                    dtype = case["ops"][run["fetch"][k]]["dtype"]
                    assert_same_bits(value, ARRAYS[run["arrays"][k]], dtype)
                    compared += value.size
    return compared


@pytest.mark.parametrize("case", GRAPH_CASES, ids=lambda case: case["id"])
def test_graph_case(case):
    compared = replay(case)
    assert compared or case.get("structural")
    COMPARED["cases"] += 1
    COMPARED["values"] += compared


def test_counts(capsys):
    with capsys.disabled():
        print("\nreplayed from TensorFlow:", dict(COMPARED))


def test_every_mode_is_replayed_or_listed():
    modes = {case["mode"] for case in INDEX["cases"]}
    assert modes == {"graph"} | MODES_ELSEWHERE
    kinds = {op["fn"] for case in GRAPH_CASES for op in case["ops"] if "fn" in op}
    assert kinds == FUNCTIONS.keys()


@pytest.mark.parametrize("row", INDEX["seed_table"], ids=str)
def test_seed_table(row):
    seeds = row["seed"], row["seed2"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with tf.Graph().as_default():
            tf.set_random_seed(row["graph_seed"])
            tensor = tf.random.uniform([1], seed=row["op_seed"])
    assert tensor.op.seeds == (None if seeds == (0, 0) else seeds)
