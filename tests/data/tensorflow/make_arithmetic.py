# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Arithmetic on random tensors, as sessions of TensorFlow compute it: arithmetic.json.

python make_arithmetic.py > arithmetic.json, with TensorFlow 2.21.0 on a processor with
fused multiply-add, 2026-11-27. Constants are spelled as Python writes them, values are
the little-endian bytes, in hexadecimal digits: in the first run of the expression
alone, and in the second run, together with the draw.
"""

import json

import numpy as np
import tensorflow

tf = tensorflow.compat.v1
tf.disable_eager_execution()

DRAWS = [
    "random.uniform([7], seed=3, dtype=D)",
    "random.uniform([7], 0.3, 1.7, seed=3, dtype=D)",
    "random.normal([7], seed=3, dtype=D)",
    "random.normal([7], 0.1, 0.7, seed=3, dtype=D)",
    "random.truncated_normal([7], 0.1, 0.7, seed=3, dtype=D)",
]
EXPRESSIONS = [
    "r + 0.3", "0.3 + r", "r - 0.3", "0.3 - r", "r * 0.7", "0.7 * r", "r / 3.3",
    "(r * 0.7) * 1.3", "(r / 3.3) / 0.7", "(r / 3.3) * 0.7", "(r + 0.3) + 0.9",
    "(r - 0.3) + 0.9", "(r + 0.3) * 0.7", "(r * 0.7) + 0.3",
]  # fmt: skip


def value(draw, expression, dtype):
    """Return what a session gives, fetched alone and together with the draw."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(11)
        names = {"random": tf.random, "D": dtype}
        r = eval(draw, names)
        fetched = eval(expression, {"r": r})
    with tf.Session(graph=graph) as session:
        values = session.run(fetched), session.run([fetched, r])[0]
    return [np.asarray(value).tobytes().hex() for value in values]


if __name__ == "__main__":
    cases = [
        [draw, expression, dtype, *value(draw, expression, dtype)]
        for dtype in ("float32", "float64")
        for draw in DRAWS
        for expression in EXPRESSIONS
    ]
    print(json.dumps({"tensorflow": tensorflow.__version__, "cases": cases}, indent=0))
