# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Weights that initializers draw in the TensorFlow that is installed.

python make_weights.py > weights_VERSION.json

Made with TensorFlow 1.0.0, 1.15.0 and 2.21.0 on x86-64 Linux. Runs on all of them, on
Python 3.6 and later. Each weight is a variable of one graph with the graph seed 87;
the entries are the initializer as Python, its shape, the op seed and the first values.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf

v1 = tf if tf.__version__ < "2" else tf.compat.v1
if hasattr(v1, "disable_eager_execution"):
    v1.disable_eager_execution()

SHAPES = [[], [5], [4, 3], [3, 4], [3, 3, 2, 4]]
EVERYWHERE = [
    "None",
    "tf.random_uniform_initializer(-0.1, 0.1)",
    "tf.random_uniform_initializer()",
    "tf.random_normal_initializer(stddev=0.02, seed=3)",
    "tf.truncated_normal_initializer(0.5, 0.1)",
    "tf.uniform_unit_scaling_initializer(1.43)",
]
CONTRIB = [
    "tf.contrib.layers.xavier_initializer()",
    "tf.contrib.layers.xavier_initializer(uniform=False, seed=9)",
    "tf.contrib.layers.variance_scaling_initializer()",
    "tf.contrib.layers.variance_scaling_initializer(1.0, 'FAN_OUT', True)",
]
LATER = [
    "tf.variance_scaling_initializer()",
    "tf.variance_scaling_initializer(2.0, 'fan_out', 'uniform')",
    "tf.variance_scaling_initializer(0.5, 'fan_avg', 'untruncated_normal')",
    "tf.glorot_normal_initializer()",
    "tf.initializers.he_normal()",
    "tf.initializers.he_uniform(seed=1)",
    "tf.initializers.lecun_normal()",
    "tf.initializers.lecun_uniform()",
]
ORTHOGONAL = [
    "tf.orthogonal_initializer()",
    "tf.orthogonal_initializer(2.0, 7)",
]
OF_KERAS = [
    "tf.keras.initializers.RandomUniform()",
    "tf.keras.initializers.RandomNormal()",
    "tf.keras.initializers.TruncatedNormal(seed=2)",
    "tf.keras.initializers.glorot_uniform()",
]

version = v1.__version__
sources = list(EVERYWHERE)
if version < "2":
    sources += CONTRIB
if version > "1.0.0":
    sources += LATER + ORTHOGONAL
if version.startswith("1.15"):
    sources += OF_KERAS

cases = []
with v1.Graph().as_default() as graph:
    v1.set_random_seed(87)
    for source in sources:
        for shape in SHAPES:
            if "orthogonal" in source and len(shape) < 2:
                continue
            initializer = eval(source, {"tf": v1})
            name = "w" + str(len(cases))
            n_before = len(graph.get_operations())
            made = v1.get_variable(name, shape, initializer=initializer)
            seeds = [
                op.get_attr("seed2")
                for op in graph.get_operations()[n_before:]
                if "seed2" in op.node_def.attr
            ]
            cases.append([source, shape, seeds[0], made])
    init = v1.global_variables_initializer()
    with v1.Session() as session:
        session.run(init)
        for case in cases:
            value = session.run(case[3])
            case[3] = value.ravel()[:12].tobytes().hex()
rows = ",\n".join(json.dumps(case) for case in cases)
head = json.dumps({"version": version})[:-1]
sys.stdout.write(head + ', "cases": [\n' + rows + "\n]}\n")
