# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The initial weights that an old TensorFlow script gave its network, as NumPy arrays.

The script set a graph seed and an op seed for each variable, so its weights are the
same in every TensorFlow since 1.12. The digests below are TensorFlow 2.21.0's.
"""

import hashlib
import sys

import philoxseed as px

TENSORFLOW = {
    "hidden/kernel": "db7d86dddacc79a7",
    "hidden/bias": "164e78a6d442cf4d",
    "output/kernel": "3b73defa9d618add",
    "output/bias": "515484ceeb17ca78",
}

px.set_random_seed(2017)
variables = {
    "hidden/kernel": px.random.truncated_normal([784, 128], stddev=0.1, seed=11),
    "hidden/bias": px.random.uniform([128], -0.05, 0.05, seed=12),
    "output/kernel": px.random.normal([128, 10], stddev=0.01, seed=13),
    "output/bias": px.random.normal([10], mean=0.1, stddev=0.01, seed=14),
}

with px.Session() as session:
    weights = session.run(variables)

for name, array in weights.items():
    digest = hashlib.sha256(array.tobytes()).hexdigest()[:16]
    verdict = "as TensorFlow's" if digest == TENSORFLOW[name] else "NOT TensorFlow's"
    print(f"{name:14} {array.shape!s:11} {array.flat[0]:+.8f} ...  {verdict}")
    if digest != TENSORFLOW[name]:
        sys.exit(1)
