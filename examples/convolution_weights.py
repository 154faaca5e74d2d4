# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The first weights of a TensorFlow 1 script, shaped for PyTorch.

``build`` is the part of a script for a small convolutional network that makes its
variables, as it stood there. Its weights are drawn as TensorFlow 1.15 drew them, and
laid out as ``torch.nn.Conv2d`` and ``torch.nn.Linear`` want them, so that both networks
can be trained from the same start. The digests below are TensorFlow 1.15.0's.
"""

import hashlib
import sys
from typing import Any

import numpy as np

import philoxseed.compat.v1 as tf

TENSORFLOW: dict[str, str] = {
    "conv1/kernel:0": "9cea67d7073d7971",
    "conv1/bias:0": "b00a53f1850cbf08",
    "conv2/kernel:0": "55dc4afa880c0456",
    "conv2/bias:0": "af583b758533bccf",
    "dense/kernel:0": "bb8488d89852fd19",
    "dense/bias:0": "076a27c79e5ace2a",
    "logits/kernel:0": "60e58b383689da58",
    "logits/bias:0": "2c34ce1df23b838c",
}


def build() -> None:
    """Make the variables of the network."""
    tf.placeholder(tf.float32, [None, 28, 28, 1])
    tf.placeholder(tf.int64, [None])
    tf.set_random_seed(2018)
    for name, shape in (("conv1", [5, 5, 1, 32]), ("conv2", [5, 5, 32, 64])):
        with tf.variable_scope(name):
            tf.Variable(tf.truncated_normal(shape, stddev=0.1), name="kernel")
            tf.Variable(tf.constant(0.1, shape=shape[-1:]), name="bias")
    with tf.variable_scope("dense", initializer=tf.initializers.he_normal()):
        tf.get_variable("kernel", [7 * 7 * 64, 128])
        tf.get_variable("bias", [128], initializer=tf.zeros_initializer())
    with tf.variable_scope("logits"):
        tf.get_variable("kernel", [128, 10])  # Glorot's uniform, by default
        tf.get_variable("bias", [10], initializer=tf.zeros_initializer())


def shaped_for_torch(weights: dict[str, Any]) -> dict[str, Any]:
    """Return weights as PyTorch has them, by its names."""
    state = {}
    for name, value in weights.items():
        layer, _, kind = name.removesuffix(":0").partition("/")
        if kind == "bias":
            state[f"{layer}.bias"] = value
        elif value.ndim == 4:  # height, width, inputs, outputs
            state[f"{layer}.weight"] = value.transpose(3, 2, 0, 1).copy()
        elif layer == "dense":  # of images that were flattened with channels last
            images = value.reshape(7, 7, 64, 128)
            state["dense.weight"] = images.transpose(3, 2, 0, 1).reshape(128, -1)
        else:
            state[f"{layer}.weight"] = value.T.copy()
    return state


def main() -> int:
    """Print the weights; return 1 if one is not TensorFlow's."""
    tf.reset_default_graph(tensorflow="1.15")
    build()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        weights = session.run({v.name: v for v in tf.trainable_variables()})
    digests = {
        name: hashlib.sha256(value.tobytes()).hexdigest()[:16]
        for name, value in weights.items()
    }
    for name, value in shaped_for_torch(weights).items():
        # torch.from_numpy(value) goes into the model's state_dict here.
        print(f"{name:14} {value.shape!s:16} {np.ravel(value)[0]:+.8f} ...")
    wrong = [name for name, digest in TENSORFLOW.items() if digests.get(name) != digest]
    print(f"NOT TensorFlow's: {', '.join(wrong)}" if wrong else "As TensorFlow 1.15's.")
    return 1 if wrong or digests.keys() != TENSORFLOW.keys() else 0


if __name__ == "__main__":
    sys.exit(main())
