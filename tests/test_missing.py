# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What is said of names that are not offered.

``live/test_hints.py`` compares the claims with TensorFlow.
"""

import importlib
import math
import operator
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

import philoxseed as tf
from philoxseed import _missing

v1 = tf.compat.v1
MODULES = [tf, v1, tf.random]


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def hint(module, name):
    with pytest.raises(AttributeError) as caught:
        getattr(module, name)
    start = f"module {module.__name__!r} does not offer {name!r}: "
    assert str(caught.value).startswith(start)
    assert caught.value.name == name
    return str(caught.value).removeprefix(start).removesuffix(_missing.ALL_NAMES)


@pytest.mark.parametrize("module", MODULES, ids=str)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rsqrt", "use 1 / np.sqrt(a)"),
        ("cumsum", "use np.cumsum(a, axis=0)"),
        ("cond", "use np.where(condition, a, b), which picks values but runs both"),
        ("raw_ops", "draw with random.uniform, random.normal"),
        ("set_seed", "use set_random_seed(seed), for the ops that a graph is given"),
        ("he_normal_initializer", "compat.v1 has the initializers of TensorFlow 1"),
        ("px_philox", "it is for Cython: from philoxseed.px_philox cimport"),
        ("train", "philoxseed draws first values and trains nothing: take session.run"),
        ("GradientTape", "philoxseed draws first values and trains nothing"),
        ("version", "philoxseed.__version__ is philoxseed's, and Graph(tensorflow="),
        ("VERSION", "philoxseed.__version__ is philoxseed's, and Graph(tensorflow="),
        # NumPy's names.
        ("seed", "set_random_seed(seed) seeds the ops of a graph, philoxseed.default"),
        ("rand", "philoxseed.default_rng(seed).random draws floats"),
        ("randint", "philoxseed.default_rng(seed).integers draws integers"),
        ("choice", "philoxseed.default_rng(seed).choice is as in numpy.random.Gen"),
        ("spawn", "philoxseed.default_rng(seed).spawn is as in numpy.random.Gen"),
        ("RandomState", "numpy.random.RandomState(philoxseed.Philox4x32(seed))"),
    ],
)
def test_hints(module, name, expected):
    assert hint(module, name).startswith(expected)


# What gave ops, values or seeds in some TensorFlow, and was said not to matter.
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("function", "a graph of its own, whose automatic op seeds start anew"),
        ("enable_eager_execution", "has TensorFlow 2's eager mode"),
        ("enable_v2_behavior", "has TensorFlow 2's eager mode"),
        ("enable_resource_variables", "such a variable counts as one op more"),
        ("summary", "each summary.scalar of a tensor is two ops" + _missing.OP_IDS),
        ("cond", _missing.OP_IDS),
        ("layers", "draw their first weights with an initializer"),
    ],
)
def test_what_matters_is_not_to_be_left_out(name, expected):
    text = hint(v1, name)
    assert expected in text
    assert "leave it out: it" not in text


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Session", "philoxseed.Session"),
        ("placeholder", "philoxseed.placeholder"),
        ("random_uniform", "philoxseed.compat.v1.random_uniform"),
    ],
)
def test_what_eager_mode_lacks_may_be_for_graphs(name, place):
    expected = f"values are there at once here; {place} is for graphs"
    assert hint(tf.compat.v2, name) == expected
    assert callable(operator.attrgetter(place.partition(".")[2])(tf))


@pytest.mark.parametrize("module", [tf.compat.v2, tf.compat.keras, tf.compat.tf_keras])
def test_nothing_is_said_of_op_ids_where_there_are_no_graphs(module):
    for name in ("layers", "GradientTape", "losses"):
        assert "advance_op_ids" not in hint(module, name)


def test_names_that_mean_something_else_in_random():
    assert "it is philoxseed.random.fold_in" in hint(tf, "fold_in")
    assert hint(tf, "split") == hint(v1, "split") == "use indices: a[:3], a[3:]"
    assert "default_rng(seed).random draws" in hint(tf.random, "random")


@pytest.mark.parametrize("name", ["binomial"])
def test_draws_of_numpy_and_of_tensorflow(name):
    text = hint(tf.random, name)
    assert text.startswith("TensorFlow's is not offered")
    assert text.endswith(
        f"; philoxseed.default_rng(seed).{name} is as in numpy.random.Generator"
    )


@pytest.mark.parametrize(
    ("module", "name", "place"),
    [
        (tf, "random_uniform", "philoxseed.compat.v1.random_uniform"),
        (tf, "disable_v2_behavior", "philoxseed.compat.v1.disable_v2_behavior"),
        (tf, "shuffle", "philoxseed.random.shuffle"),
        (
            tf,
            "glorot_uniform_initializer",
            "philoxseed.compat.v1.glorot_uniform_initializer",
        ),
        (v1, "he_normal", "philoxseed.compat.v1.initializers.he_normal"),
        (
            v1,
            "xavier_initializer",
            "philoxseed.compat.v1.contrib.layers.xavier_initializer",
        ),
        (tf, "Zeros", "philoxseed.compat.v1.keras.initializers.Zeros"),
        (tf, "contrib", "philoxseed.compat.v1.contrib"),
        (tf.random, "reduce_mean", "philoxseed.reduce_mean"),
        (tf, "flags", "philoxseed.compat.v1.flags"),
        (v1, "Stream", "philoxseed.Stream"),
        (v1, "default_rng", "philoxseed.default_rng"),
        (v1.random, "find_op_seed", "philoxseed.find_op_seed"),
    ],
)
def test_names_of_what_is_elsewhere(module, name, place):
    assert hint(module, name) == f"it is {place}"


@pytest.mark.parametrize("name", ["normal", "uniform", "truncated_normal"])
def test_the_three_ways_to_draw(name):
    text = hint(tf, name)
    for part in (f"random.{name} makes an op", f"Stream(seed).{name}", "default_rng"):
        assert part in text


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("px.defualt_rng", "module 'philoxseed' has no attribute 'defualt_rng'"),
        ("px.Sesion", "module 'philoxseed' has no attribute 'Sesion'"),
        (
            "px.random.truncated_norml",
            "module 'philoxseed.random' has no attribute 'truncated_norml'",
        ),
        (
            "px.compat.v1.random_unifrom",
            "module 'philoxseed.compat.v1' has no attribute 'random_unifrom'",
        ),
    ],
)
def test_python_is_told_what_was_misspelled(code, line):
    meant = {"px.defualt_rng": "default_rng", "px.Sesion": "Session"}.get(
        code, code.rpartition(".")[2].replace("norml", "normal")
    )
    meant = meant.replace("unifrom", "uniform")
    command = [sys.executable, "-P", "-c", f"import philoxseed as px\n{code}"]
    done = subprocess.run(command, capture_output=True, text=True)
    last_line = done.stderr.splitlines()[-1]
    assert last_line == f"AttributeError: {line}. Did you mean: {meant!r}?"


def test_other_names_of_tensorflow_say_what_there_is():
    message = "no attribute 'matrix_band_part': philoxseed offers TensorFlow's seeded"
    for module in (v1, v1.contrib, tf.compat.v2):
        with pytest.raises(AttributeError, match=message):
            module.matrix_band_part  # noqa: B018
    # Who has no TensorFlow in mind is told nothing about it.
    for module in (tf, tf.random):
        with pytest.raises(AttributeError, match=r"'matrix_band_part'$"):
            module.matrix_band_part  # noqa: B018


def test_modules_look_for_their_own_attributes():
    for module in public_modules():
        assert not hasattr(module, "__wrapped__")
        assert not hasattr(module, "_no_such_module")


def test_hints_of_tensors(graph):
    a = tf.random.uniform([2])
    for name, text in {
        "set_shape": "placeholder takes a shape",
        "mean": "use np.mean",
        "numpy": "only in Session.run",
        "ndim": r"use len\(a.shape\)",
        "T": "use np.transpose",
    }.items():
        with pytest.raises(AttributeError, match=f"no attribute '{name}': .*{text}"):
            getattr(a, name)
    with pytest.raises(AttributeError, match=r"'Tensor' object has no attribute 'x'$"):
        a.x  # noqa: B018


def test_a_misspelled_attribute_of_a_tensor_is_known_to_python():
    code = "import philoxseed as px\npx.constant(1).shpae"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True
    )
    assert done.stderr.splitlines()[-1].endswith("'shpae'. Did you mean: 'shape'?")


# By the name, the expression that its hint gives, and what comes out for
# a = [[1.5, -2], [0, 4]], as TensorFlow's function gives it.
A = [[1.5, -2.0], [0.0, 4.0]]
LOG_SUM = math.log(sum(math.exp(x) for row in A for x in row))
SIGMOIDS = [[0.81757448, 0.11920292], [0.5, 0.98201379]]
EXPRESSIONS = {
    "cast": ("np.positive(a, dtype=np.float64)", A),
    "to_float": ("np.positive(np.floor_divide(i, 1), dtype=np.float64)", [2.0, 0.0]),
    "one_hot": ("np.equal(i[:, np.newaxis], np.arange(3))", np.eye(3)[[2, 0]]),
    "cond": ("np.where(a > 1, a, b)", [[1.5, 1.0], [1.0, 4.0]]),
    "add_n": ("a + b", np.add(A, 1)),
    "truediv": ("a / b", A),
    "div": ("np.floor_divide(i, 2)", [1, 0]),
    "floordiv": ("a // b", [[1.0, -2.0], [0.0, 4.0]]),
    "floormod": ("a % b", [[0.5, 0.0], [0.0, 0.0]]),
    "gather": ("np.take(a, i - 1, axis=0, mode='wrap')", [A[1], A[1]]),
    "slice": ("a[1:3]", [A[1]]),
    "split": ("a[:1], a[1:]", None),
    "reverse": ("np.flip(a, 0)", A[::-1]),
    "squared_difference": ("np.square(a - b)", [[0.25, 9.0], [1.0, 9.0]]),
    "clip_by_value": ("np.clip(a, -1, 2)", [[1.5, -1.0], [0.0, 2.0]]),
    "rsqrt": ("1 / np.sqrt(np.abs(a) + 1)", np.abs(A) * 0 + (np.abs(A) + 1) ** -0.5),
    "sigmoid": ("1 / (1 + np.exp(-a))", SIGMOIDS),
    "norm": ("np.sqrt(np.sum(np.square(a)))", (2.25 + 4 + 16) ** 0.5),
    "reduce_logsumexp": ("np.log(np.sum(np.exp(a)))", LOG_SUM),
    "reduce_variance": ("np.var(a)", 4.796875),
    "argmax": ("np.argmax(a, axis=0)", [0, 1]),
    "argmin": ("np.argmin(a, axis=0)", [1, 0]),
    "cumsum": ("np.cumsum(a, axis=0)", [[1.5, -2.0], [1.5, 2.0]]),
    "cumprod": ("np.cumprod(a, axis=0)", [[1.5, -2.0], [0.0, -8.0]]),
    "is_nan": ("np.isnan(a)", [[False, False], [False, False]]),
    "newaxis": ("a[:, np.newaxis]", [[A[0]], [A[1]]]),
    "T": ("np.transpose(a)", np.transpose(A)),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_that_hints_give_take_tensors(graph, name):
    code, expected = EXPRESSIONS[name]
    a = tf.placeholder(tf.float32, [2, 2])
    names = {"np": np, "a": a, "b": tf.constant(np.ones((2, 2), np.float32))}
    names["i"] = tf.constant([2, 0])
    with tf.Session() as session:
        value = session.run(eval(code, names), {a: A})
    if expected is not None:
        np.testing.assert_allclose(value, expected, rtol=1e-5)


def test_no_hint_is_of_what_is_there():
    """A name that comes to be offered is taken off the list."""
    for name in _missing._INSTEAD:
        assert not hasattr(tf, name) or name == "__version__", name
        assert not hasattr(v1, name) or name == "truncated_normal", name
    for name in _missing._INSTEAD_IN_RANDOM:
        assert not hasattr(tf.random, name), name


def public_modules():
    yield tf
    for found in pkgutil.walk_packages(tf.__path__, "philoxseed."):
        if "._" not in found.name:
            yield importlib.import_module(found.name)


@pytest.mark.parametrize("module", [*public_modules()], ids=lambda m: m.__name__)
def test_completion_shows_what_is_offered(module):
    names = dir(module)
    assert {*module.__all__} <= {*names}
    assert {*names} - {*module.__all__} <= {"__version__", "bfloat16", "bool"}
    assert all(hasattr(module, name) for name in names)


def test_completion_without_ml_dtypes(monkeypatch):
    assert "bfloat16" in dir(tf) and "bfloat16" in dir(v1)
    monkeypatch.setitem(sys.modules, "ml_dtypes", None)
    for module in (tf, v1):
        assert "bfloat16" not in dir(module) and "bool" in dir(module)
