# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Make subnormals.json: what TensorFlow computes with and into subnormal numbers.

python make_subnormals.py subnormals.json

Puts the results of the TensorFlow that runs it, 1.0 or later, into the file, under its
version: bits of + - * / and of negatives, of all pairs of some operands, which are fed;
and of expressions of constants and draws.
"""

import json
import os
import sys

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1 if hasattr(tf, "compat") and hasattr(tf.compat, "v1") else tf
if hasattr(v1, "disable_eager_execution"):
    v1.disable_eager_execution()

# Exponents: of the least normal number, of constants whose products are subnormal, of
# a constant that is, of one whose reciprocal is, and of one that makes it large.
EXPONENTS = {
    "float32": (-126, -66, -130, 127, 110),
    "float64": (-1022, -520, -1030, 1023, 1000),
}
EXPRESSIONS = [
    "u * c(small) * c(small) * c(large)",
    "u * c(small) * c(large) * c(small)",
    "u * c(tiny) * c(large)",
    "u / c(1.5 * huge)",
    "u + c(tiny) + c(tiny)",
    "u * c(small) * d(3) * c(small)",
    "c(tiny) * c(large) + u * c(small)",
    "c(tiny) * c(large) * (u + c(1))",
    "-(u * c(tiny))",
    "c(tiny) - u * c(0)",
    "u * u * c(tiny)",
    "c(small) * (u * c(small) + c(small))",
]


def operands(dtype):
    """All pairs of some numbers near the least normal one, and usual ones."""
    least = EXPONENTS[dtype][0]
    eps = np.finfo(dtype).eps
    with np.errstate(all="ignore"):
        numbers = [
            *(2.0**least, 0.75 * 2.0**least, -(2.0 ** (least - 2)), 3.0),
            *((1.0 + eps) * 2.0**least, 1.0 - eps / 2, -0.0),
            *(2.0 ** (-least), -(2.0 ** (least // 2)) * 0.9),
        ]
    numbers = np.array(numbers, dtype)
    return np.repeat(numbers, len(numbers)), np.tile(numbers, len(numbers))


def results(dtype, x, y):
    """Fed operations and expressions."""
    with v1.Graph().as_default(), v1.Session() as session:
        a, b = v1.placeholder(dtype, [None]), v1.placeholder(dtype, [None])
        values = session.run([a + b, a - b, a * b, a / b, -a], {a: x, b: y})
    for text in EXPRESSIONS:
        with v1.Graph().as_default(), v1.Session() as session:
            values.append(session.run(expression(text, dtype)))
    return [np.asarray(value).tobytes().hex() for value in values]


def expression(text, dtype):
    _, small, tiny, huge, large = (2.0**e for e in EXPONENTS[dtype])

    def c(number):
        return v1.constant(np.array(number, dtype))

    def d(seed):
        return v1.random_uniform([20], 1, 2, dtype=dtype, seed=seed)

    u = v1.random_uniform([20], 0, 1, dtype=dtype, seed=5)
    names = {"u": u, "c": c, "d": d, "small": small, "tiny": tiny}
    return eval(text, dict(names, huge=huge, large=large))


if __name__ == "__main__":
    made = {"expressions": EXPRESSIONS, "exponents": EXPONENTS, "versions": {}}
    if os.path.exists(sys.argv[1]):
        with open(sys.argv[1]) as file:
            made = json.load(file)
    made["versions"][tf.__version__] = {
        dtype: [v.tobytes().hex() for v in operands(dtype)]
        + results(dtype, *operands(dtype))
        for dtype in sorted(EXPONENTS)
    }
    with open(sys.argv[1], "w") as file:
        json.dump(made, file, indent=0)
        file.write("\n")
