# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Write normals.json: normals of TensorFlow 1.0.0, whose last bits were others.

python make_normals.py > normals.json    (Python 3.6, tensorflow==1.0.0, numpy<1.20)

Each case is an op with its attributes seed and seed2, the number of its values, the
SHA-256 of their bytes (little end first) in each of two runs, and the bits of the
first values of each run.
"""

import hashlib
import json
import platform

import numpy as np
import tensorflow as tf

OPS = {"normal": tf.random_normal, "truncated_normal": tf.truncated_normal}
SEEDS = [(87654321, 1), (1234, 77), (0, 1), (2147483646, 5)]
SIZE = 20011
SHOWN = 12


def bits_of(values):
    return values.view(f"uint{8 * values.dtype.itemsize}").tolist()


def cases():
    for op, dtype, (seed, seed2) in [
        (op, dtype, seeds)
        for op in sorted(OPS)
        for dtype in ("float16", "float32", "float64")
        for seeds in SEEDS
    ]:
        with tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(seed)
            values = OPS[op]([SIZE], dtype=dtype, seed=seed2)
            random_op = values.op.inputs[0].op.inputs[0].op
            assert random_op.get_attr("seed") == seed
            assert random_op.get_attr("seed2") == seed2
            runs = [session.run(values) for _ in range(2)]
        yield {
            "op": op,
            "dtype": dtype,
            "seed": seed,
            "seed2": seed2,
            "size": SIZE,
            "sha256": [hashlib.sha256(run.tobytes()).hexdigest() for run in runs],
            "first_bits": [bits_of(run[:SHOWN]) for run in runs],
        }


versions = f"TensorFlow {tf.__version__}, Python {platform.python_version()}"
header = f"make_normals.py, {versions}, numpy {np.__version__}"
rows = ",\n".join(json.dumps(case) for case in cases())
print(f'{{"made_by": {json.dumps(header)},\n"cases": [\n{rows}\n]}}')
