# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What snippets do to a graph of the TensorFlow that is installed.

python hint_program.py SNIPPETS.json RESULTS.json

Runs on Python 3.6 and later with TensorFlow 1.0 and later, so it imports nothing else.
Each snippet is executed in a new graph with the graph seed 1234, after which a normal
op is made. The results are, by the name of the snippet: the number of ops that it
added, the attributes seed and seed2 of the normal op, and the values that it showed;
or the error.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import tensorflow  # noqa: E402

tf = tensorflow
if tensorflow.__version__.startswith("2"):
    tf = tensorflow.compat.v1
if hasattr(tf, "disable_eager_execution"):
    tf.disable_eager_execution()
if hasattr(tf, "disable_resource_variables"):
    tf.disable_resource_variables()


def seeds_of(operation):
    return [operation.get_attr("seed"), operation.get_attr("seed2")]


def run(code):
    graph = tf.Graph()
    shown = []

    def show(tensor, feeds=None):
        with tf.Session() as session:
            session.run(tf.no_op())
            shown.append(np.asarray(session.run(tensor, feeds)).tolist())

    with graph.as_default():
        tf.set_random_seed(1234)
        n_before = len(graph.get_operations())
        try:
            exec(code, {"tf": tf, "np": np, "show": show, "seeds_of": seeds_of,
                        "shown": shown, "graph": graph})  # fmt: skip
        except Exception as error:
            return type(error).__name__ + ": " + str(error)
        n_after = len(graph.get_operations())
        tf.random_normal([2])
        new = graph.get_operations()[n_after:]
        normal = [op for op in new if op.type == "RandomStandardNormal"]
        return [n_after - n_before, seeds_of(normal[0]), shown]


with open(sys.argv[1]) as file:
    snippets = json.load(file)
with open(sys.argv[2], "w") as file:
    results = {name: run(code) for name, code in snippets.items()}
    json.dump({"version": tf.__version__, "results": results}, file)
