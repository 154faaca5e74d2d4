# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Build and run described graphs with the TensorFlow that is installed.

python old_program.py PROGRAMS.json RESULTS.json

Runs on Python 3.6 to 3.8 with TensorFlow 1.0 to 2.3, so it imports nothing else. A
program is a list of steps {"call": name, "kwargs": {...}}, of which an argument
{"step": k} is the result of step k, and the steps to feed and to fetch. The results are
the attributes seed and seed2 of each step's random op, and the bits that it gave in two
runs of each of two sessions.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.python.framework.random_seed import get_seed  # noqa: E402

v1 = tf.compat.v1 if hasattr(tf, "compat") and hasattr(tf.compat, "v1") else tf
if v1 is not tf or hasattr(v1, "disable_eager_execution"):
    v1.disable_eager_execution()


def foreign(n):
    for _ in range(n):
        v1.no_op()


def random_op(function):
    def call(**kwargs):
        if "dtype" in kwargs:
            kwargs["dtype"] = v1.as_dtype(kwargs["dtype"])
        return function(**kwargs)

    return call


def constant(value, dtype):
    return v1.constant(np.array(value, dtype))


def placeholder(dtype, shape):
    return v1.placeholder(v1.as_dtype(dtype), shape)


CALLS = {
    "set_random_seed": v1.set_random_seed,
    "get_seed": lambda: get_seed(None),
    "global_variables_initializer": v1.global_variables_initializer,
    "foreign": foreign,
    "constant": constant,
    "placeholder": placeholder,
    "uniform": random_op(v1.random_uniform),
    "normal": random_op(v1.random_normal),
    "truncated_normal": random_op(v1.truncated_normal),
    "shuffle": random_op(v1.random_shuffle),
    "random_crop": random_op(v1.random_crop),
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
    "matmul": v1.matmul,
    "negative": lambda x: -x,
    "absolute": lambda x: abs(x),
    "exp": v1.exp,
    "sqrt": v1.sqrt,
    "square": v1.square,
    "tanh": v1.tanh,
    "mean": lambda x, n_ops: v1.reduce_mean(x, 0),
}
RANDOM_OPS = {
    "RandomUniform",
    "RandomUniformInt",
    "RandomStandardNormal",
    "TruncatedNormal",
    "RandomShuffle",
}


def resolved(argument, made):
    """An argument with the results of steps put in."""
    if isinstance(argument, dict):
        return made[argument["step"]]
    if isinstance(argument, list):
        return [resolved(part, made) for part in argument]
    return argument


def seeds_of(operations):
    for operation in operations:
        if operation.type in RANDOM_OPS:
            return [operation.get_attr("seed"), operation.get_attr("seed2")]
    return None


def build(program):
    """Return a program's graph, what its steps made, and their seeds."""
    graph = v1.Graph()
    made, seeds = [], []
    with graph.as_default():
        for step in program["steps"]:
            n_before = len(graph.get_operations())
            kwargs = {k: resolved(v, made) for k, v in step["kwargs"].items()}
            result = CALLS[step["call"]](**kwargs)
            made.append(result)
            pair = list(result) if step["call"] == "get_seed" else None
            seeds.append(pair or seeds_of(graph.get_operations()[n_before:]))
    return graph, made, seeds


def encoded(value):
    value = np.asarray(value)
    return [value.dtype.name, list(np.shape(value)), value.tobytes().hex()]


def run(program):
    graph, made, seeds = build(program)
    feeds = {
        made[int(k)]: np.array(value, made[int(k)].dtype.as_numpy_dtype)
        for k, value in program["feeds"].items()
    }
    fetches = [made[k] for k in program["fetches"]]
    sessions = []
    for _ in range(2):
        with v1.Session(graph=graph) as session:
            runs = [session.run(fetches, feeds) for _ in range(2)]
        sessions.append([[encoded(value) for value in values] for values in runs])
    return {"seeds": seeds, "sessions": sessions}


with open(sys.argv[1]) as file:
    programs = json.load(file)
with open(sys.argv[2], "w") as file:
    json.dump({"version": tf.__version__, "results": [run(p) for p in programs]}, file)
