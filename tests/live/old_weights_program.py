# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Build and run described graphs with variables in the TensorFlow that is installed.

python old_weights_program.py PROGRAMS.json RESULTS.json

Runs on Python 3.6 to 3.8 with TensorFlow 1.0 to 2.3, so it imports nothing else. A
program is a graph seed and a list of steps {"call": name, "args": [...], "kwargs":
{...}}, of which an argument {"step": k} is the result of step k. The results are the
attribute seed2 of each random op, the number of ops in the end, and the bits of each
step in two runs of two sessions, after a run of the initializers.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.python.ops import init_ops  # noqa: E402

v1 = tf if tf.__version__ < "2" else tf.compat.v1
if hasattr(v1, "disable_eager_execution"):
    v1.disable_eager_execution()
IS_FIRST = tf.__version__ < "1.1"


def xavier(uniform, seed):
    if tf.__version__ < "2":
        return tf.contrib.layers.xavier_initializer(uniform=uniform, seed=seed)
    kind = "glorot_uniform" if uniform else "truncated_normal"
    return getattr(v1, kind + "_initializer")(seed=seed)


INITIALIZERS = {
    "none": lambda seed: None,
    "uniform": lambda seed: v1.random_uniform_initializer(-0.5, 0.5, seed=seed),
    "unit": lambda seed: v1.random_uniform_initializer(seed=seed),
    "normal": lambda seed: v1.random_normal_initializer(0.5, 0.1, seed=seed),
    "truncated": lambda seed: v1.truncated_normal_initializer(stddev=0.1, seed=seed),
    "unit_scaling": lambda seed: v1.uniform_unit_scaling_initializer(1.43, seed=seed),
    "scaling": lambda seed: init_ops.variance_scaling_initializer(
        2.0, "fan_out", "normal", seed
    ),
    "scaling_uniform": lambda seed: init_ops.variance_scaling_initializer(
        0.7, "fan_avg", "uniform", seed
    ),
    "xavier": lambda seed: xavier(True, seed),
    "xavier_normal": lambda seed: xavier(False, seed),
    "zeros": lambda seed: v1.zeros_initializer(),
    "ones": lambda seed: v1.ones_initializer(),
    "constant": lambda seed: v1.constant_initializer(0.25),
}


def get_variable(name, shape, dtype, initializer, seed):
    return v1.get_variable(
        name, shape, v1.as_dtype(dtype), initializer=INITIALIZERS[initializer](seed)
    )


def function(name, *args):
    found = v1
    for part in name.split("."):
        found = getattr(found, part)
    return found(*args)


def cast(x, dtype):
    return v1.cast(x, v1.as_dtype(dtype))


CALLS = {
    "Variable": lambda initial, name: v1.Variable(initial, name=name),
    "array": lambda value, dtype, name: v1.Variable(np.array(value, dtype), name=name),
    "get_variable": get_variable,
    "read_value": lambda x: x.read_value(),
    "normal": lambda shape, seed: v1.random_normal(shape, seed=seed),
    "placeholder": lambda shape: v1.placeholder(v1.float32, shape),
    "dropout": lambda x, keep, shape, seed: v1.nn.dropout(x, keep, shape, seed),
    "flip": lambda x, seed: v1.image.random_flip_left_right(x, seed=seed),
    "flip_up": lambda x, seed: v1.image.random_flip_up_down(x, seed=seed),
    "brightness": lambda x, seed: v1.image.random_brightness(x, 0.25, seed=seed),
    "crop": lambda x, seed: v1.random_crop(x, [2, 2, 2], seed=seed),
    "function": function,
    "cast": cast,
    "init": v1.global_variables_initializer,
}


def resolved(argument, made):
    if isinstance(argument, dict):
        return made[argument["step"]]
    if isinstance(argument, list):
        return [resolved(part, made) for part in argument]
    return argument


def encoded(value):
    value = np.asarray(value)
    return [value.dtype.name, list(value.shape), value.tobytes().hex()]


def run(program):
    graph = v1.Graph()
    made = []
    with graph.as_default():
        v1.set_random_seed(program["seed"])
        for step in program["steps"]:
            args = [resolved(x, made) for x in step["args"]]
            made.append(CALLS[step["call"]](*args))
        init = v1.global_variables_initializer()
    # What another step makes of a random op has seeds of its own then.
    seeds = [
        op.get_attr("seed2")
        for op in graph.get_operations()
        if "seed2" in op.node_def.attr
    ]
    fetches = [made[k] for k in program["fetches"]]
    feeds = {made[int(k)]: np.array(x, "f4") for k, x in program["feeds"].items()}
    sessions = []
    for _ in range(2):
        with v1.Session(graph=graph) as session:
            session.run(init)
            runs = [session.run(fetches, feeds) for _ in range(2)]
        sessions.append([[encoded(value) for value in values] for values in runs])
    return {"seeds": seeds, "n_ops": len(graph.get_operations()), "sessions": sessions}


with open(sys.argv[1]) as file:
    programs = json.load(file)
with open(sys.argv[2], "w") as file:
    json.dump({"version": tf.__version__, "results": [run(p) for p in programs]}, file)
