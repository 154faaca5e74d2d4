# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Corners of graphs and sessions in which philoxseed does as TensorFlow 2.21 does.

What TensorFlow does is written down here, and checked where there is one.
"""

import numpy as np
import pytest

import philoxseed

DTYPES = {
    "'float'": "float32",
    "'half'": "float16",
    "'double'": "float64",
    "'bool'": "bool",
    "'uint64'": "uint64",
    "'complex64'": "complex64",
    "float": "float32",
    "bool": "bool",
    "np.longlong": "int64",
    "np.intc": "int32",
    "np.ulonglong": "uint64",
    "np.complex128": "complex128",
    "np.dtype('>f4')": "float32",
    "np.dtype('f8')": "float64",
    "tf.bool": "bool",
    "tf.half": "float16",
    "tf.double": "float64",
    "tf.complex64": "complex64",
    "top.bool": "bool",
    "top.half": "float16",
    "top.double": "float64",
    "top.complex128": "complex128",
} | dict.fromkeys(
    [
        "'int'", "'f4'", "'>f4'", "'d'", "'single'", "'longdouble'", "'complex'", "int",
        "complex", "str", "np.longdouble", "np.floating", "np.generic", "None",
        "np.dtype(('f4', (2,)))", "np.dtype([('a', 'f4')])", "(np.float32,)",
    ],
    "TypeError",
)  # fmt: skip

SHAPES = {
    "[2, 3]": [2, 3],
    "range(2, 4)": [2, 3],
    "np.array([2, 3])": [2, 3],
    "np.array([], 'i8')": [],
    "[np.int16(2), 3]": [2, 3],
    "[i, 100]": [None, 100],
    "[i, -1]": [None, None],
    "[tf.constant(3), i, 7]": [3, None, 7],
    "[2**62]": [2**62],
    "[1] * 65": [1] * 65,
    "2": "ValueError",
    "[[2]]": "ValueError",
    "np.array([[2]])": "ValueError",
} | dict.fromkeys(
    [
        "{2}", "{2, 3}", "{2: 3}", "{2: 3}.keys()", "frozenset([2])", "iter([2])",
        "'2'", "b'2'", "[True]", "[2.0]", "[2, None]", "np.array([2, 3], 'i1')",
        "np.array([2], 'u4')", "np.array([2], 'u8')", "np.array([])",
    ],
    "TypeError",
)  # fmt: skip

RUNS = {
    # Values of all dtypes, which stay what they are.
    "tf.random_shuffle(np.array([1, 2, 3], 'c8'), seed=1)": ("complex64", [1, 3, 2]),
    "tf.random_shuffle([1j, 2j], seed=1)": ("complex128", [2j, 1j]),
    "tf.random_crop(np.array([1 + 1j, 2, 3]), [1], seed=1)": ("complex128", [3]),
    "tf.random_shuffle([True, False], seed=1)": ("bool", [False, True]),
    "tf.random_shuffle(np.array([1, 2], np.longlong), seed=1)": ("int64", [2, 1]),
    "tf.random_shuffle(np.array([1, 2], np.longdouble), seed=1)": "TypeError",
    "tf.random_crop(np.array([1, 2], np.longdouble), [1], seed=1)": "TypeError",
    "tf.constant(np.array([1, 2], np.longdouble))": "TypeError",
    "tf.random_crop(5, [], seed=1)": ("int32", 5),
    "tf.random_crop(5, (), seed=1)": ("int32", 5),
    "tf.random_crop(5, np.array([]), seed=1)": ("int32", 5),
    "tf.random_uniform([0], [])": ("float32", []),
    "tf.random_uniform([0], [], 5, dtype='int32')": "ValueError",
    "tf.constant([], dtype='int32')": ("int32", []),
    # Constants that do not fill their shape.
    "tf.constant([1, 2, 3], shape=[5])": ("int32", [1, 2, 3, 3, 3]),
    "tf.constant([1, 2, 3], shape=[2, 2])": ("int32", [[1, 2], [3, 3]]),
    "tf.constant([1, 2], 'float32', [3])": ("float32", [1, 2, 2]),
    "tf.constant(np.array([[1, 2], [3, 4]]), shape=[4])": ("int64", [1, 2, 3, 4]),
    "tf.constant([], shape=[2])": ("float32", [0, 0]),
    "tf.constant([], shape=[0])": ("float32", []),
    "tf.constant(7, shape=[2, 2])": ("int32", [[7, 7], [7, 7]]),
    "tf.constant([5], shape=[])": ("int32", 5),
    "tf.constant([1, 2, 3], shape=[2])": "ValueError",
    "top.constant([5], shape=[])": ("int32", 5),
    "top.constant([1], shape=[3])": ("int32", [1, 1, 1]),
    "top.constant([[1, 2], [3, 4]], shape=[4])": ("int32", [1, 2, 3, 4]),
    "top.constant([1, 2, 3], shape=[5])": "TypeError",
    "top.constant([1, 2, 3], shape=[2])": "TypeError",
    "top.constant([], shape=[2])": "TypeError",
    # Values that no op can work with.
    "u + p, {p: np.ones(3)}": "InvalidArgumentError",
    "tf.random_uniform([2, 2], seed=1) @ p, {p: np.ones((3, 3))}": (
        "InvalidArgumentError"
    ),
    "u[i], {i: 9}": "InvalidArgumentError",
    "n // 0": "InvalidArgumentError",
    "n % 0": "InvalidArgumentError",
    "n // i, {i: 0}": "InvalidArgumentError",
    "n % i, {i: 0}": "InvalidArgumentError",
    "n // i, {i: 3}": ("int32", [0, 0]),
    "n ** i, {i: -1}": "InvalidArgumentError",
    "tf.random_uniform([2**32, 2**32], seed=1)": "InvalidArgumentError",
    "tf.random_uniform(s, seed=1), {s: [2**32, 2**32]}": "InvalidArgumentError",
    "tf.random_uniform(s, 0, 9, dtype='int32'), {s: [2**32, 2**32]}": (
        "InvalidArgumentError"
    ),
}


class Corner:
    """A graph and a session of one of the two."""

    def __init__(self, tf, top):
        self.names = {"tf": tf, "top": top, "np": np}
        self.tf = tf

    def placeholder_dtype(self, code):
        return self._outcome(f"tf.placeholder({code})", _dtype)

    def draw_shape(self, code):
        return self._outcome(f"tf.random_uniform({code}, seed=1)", _shape)

    def run(self, code):
        return self._outcome(f"run({code})", lambda x: (x.dtype.name, x.tolist()))

    def _outcome(self, code, describe):
        tf = self.tf
        with tf.Graph().as_default(), tf.Session() as session:
            names = self.names | {
                "run": session.run,
                "p": tf.placeholder("float32"),
                "i": tf.placeholder("int32", []),
                "s": tf.placeholder("int64", [None]),
                "u": tf.random_uniform([4], seed=1),
                "n": tf.random_uniform([2], 0, 3, seed=1, dtype="int32"),
            }
            try:
                return describe(eval(code, names))
            except Exception as error:
                return type(error).__name__


def _dtype(tensor):
    return tensor.dtype.name


def _shape(tensor):
    shape = tensor.shape
    return list(shape) if isinstance(shape, tuple) else shape.as_list()


OURS = Corner(philoxseed.compat.v1, philoxseed)


@pytest.mark.parametrize("code", DTYPES)
def test_dtypes(code):
    assert OURS.placeholder_dtype(code) == DTYPES[code]


@pytest.mark.parametrize("code", SHAPES)
def test_shapes(code):
    assert OURS.draw_shape(code) == SHAPES[code]


@pytest.mark.parametrize("code", RUNS)
def test_runs(code):
    assert OURS.run(code) == RUNS[code]


@pytest.mark.tensorflow
def test_tensorflow_does_the_same():
    tensorflow = pytest.importorskip("tensorflow")
    tensorflow.compat.v1.disable_eager_execution()
    theirs = Corner(tensorflow.compat.v1, tensorflow)
    assert {code: theirs.placeholder_dtype(code) for code in DTYPES} == DTYPES
    assert {code: theirs.draw_shape(code) for code in SHAPES} == SHAPES
    assert {code: theirs.run(code) for code in RUNS} == RUNS
