# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Graphs: default graphs, look-ups, what is refused, static shapes."""

import copy
import importlib.metadata
import inspect
import pickle
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

import philoxseed as tf


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def test_nested_graphs_have_their_own_seeds_and_ops():
    with tf.Graph().as_default() as outer:
        tf.set_random_seed(1)
        with tf.Graph().as_default() as inner:
            assert tf.get_default_graph() is inner
            assert inner.seed is None
            tf.set_random_seed(2)
            b = tf.random.uniform([1])
        a = tf.random.uniform([1])
        assert tf.get_default_graph() is outer
    assert (a.graph, a.op.seeds) == (outer, (1, 0))
    assert (b.graph, b.op.seeds) == (inner, (2, 0))


def test_a_graph_is_a_context_manager():
    with tf.Graph() as graph:
        assert tf.get_default_graph() is graph
        with graph:
            assert tf.get_default_graph() is graph
        assert tf.get_default_graph() is graph
    assert tf.get_default_graph() is not graph


def test_reset_default_graph():
    tf.reset_default_graph()
    tf.set_random_seed(1)
    tf.random.uniform([1])
    old = tf.get_default_graph()
    tf.reset_default_graph()
    assert tf.get_default_graph() is not old
    assert tf.get_default_graph().seed is None
    tf.set_random_seed(1)
    assert tf.random.uniform([1]).op.seeds == (1, 0)
    with tf.Graph().as_default(), pytest.raises(AssertionError, match="as_default"):
        tf.reset_default_graph()
    tf.reset_default_graph()


def test_threads_have_their_own_default_graphs(graph):
    seen = []
    thread = threading.Thread(target=lambda: seen.append(tf.get_default_graph()))
    thread.start()
    thread.join()
    assert seen[0] is not graph


def test_a_finalized_graph_takes_seeds_but_no_ops(graph):
    a = tf.random.uniform([1])
    graph.finalize()
    tf.set_random_seed(3)
    for make in (lambda: tf.random.uniform([1]), lambda: a + 1, lambda: tf.constant(1)):
        with pytest.raises(RuntimeError, match="finalized"):
            make()
    assert graph.finalized
    assert graph.version == 1


def test_ops_follow_their_inputs_to_their_graph(graph):
    a = tf.random.uniform([2], name="a")
    with tf.Graph().as_default():
        b = a + 1
        c = tf.random.normal(tf.constant([2]))
        with pytest.raises(ValueError, match="not an element of this graph"):
            a + c
    assert b.graph is graph
    assert c.graph is not graph


def test_look_ups(graph):
    a = tf.random.uniform([2], name="a")
    assert graph.get_operations() == [a.op]
    assert graph.get_operation_by_name("a/RandomUniform") is a.op
    assert graph.get_tensor_by_name("a/RandomUniform:0") is a
    assert graph.as_graph_element("a/RandomUniform:0") is a
    assert graph.as_graph_element(a) is a
    assert a.op.outputs == (a,)
    with pytest.raises(ValueError, match="names an operation"):
        graph.get_tensor_by_name("a/RandomUniform")
    with pytest.raises(ValueError, match="names a tensor"):
        graph.get_operation_by_name("a/RandomUniform:0")
    with pytest.raises(KeyError, match="one output"):
        graph.get_tensor_by_name("a/RandomUniform:1")
    with pytest.raises(KeyError, match="no operation 'b'"):
        graph.get_tensor_by_name("b:0")
    with pytest.raises(TypeError, match="Cannot convert a int"):
        graph.as_graph_element(5)
    with pytest.raises(ValueError, match="not an element"):
        tf.Graph().as_graph_element(a)


@pytest.mark.parametrize("inner", ["RandomStandardNormal", "mul", "shape", "mean"])
def test_look_ups_of_inner_tensors_say_what_is_offered(graph, inner):
    tf.random.normal([2], name="a")
    with pytest.raises(KeyError, match=r"inner tensors are not offered.*'a:0'"):
        graph.get_tensor_by_name(f"a/{inner}:0")
    tf.random.uniform([2], name="u")
    with pytest.raises(KeyError, match="'u/RandomUniform:0'"):
        graph.get_tensor_by_name("u:0")


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ([], ()),
        ((), ()),
        ((2, 3), (2, 3)),
        (np.array([2, 3]), (2, 3)),
        ([np.int8(2), 0], (2, 0)),
        ([2, -1], (2, None)),
        (range(3), (0, 1, 2)),
    ],
)
def test_static_shapes(graph, shape, expected):
    assert tf.random.uniform(shape).shape == expected
    assert tf.random.normal(shape).shape == expected
    assert tf.random.uniform(shape, maxval=5, dtype=tf.int64).shape == expected


def test_shapes_of_tensors(graph):
    p = tf.placeholder(tf.int32, [])
    assert tf.random.uniform(tf.constant([2, 3])).shape == (2, 3)
    assert tf.random.uniform(tf.constant([2, 3]) * 2).shape == (4, 6)
    assert tf.random.uniform(tf.placeholder(tf.int32, [2])).shape == (None, None)
    assert tf.random.uniform(tf.placeholder(tf.int64, [None])).shape is None
    assert tf.random.uniform(tf.placeholder(tf.int64)).shape is None
    assert tf.random.uniform([p, 3]).shape == (None, 3)
    mean = tf.placeholder(tf.float32, [None, 1, 4])
    assert tf.random.normal([5, 1], mean).shape == (None, 5, 4)
    assert tf.random.shuffle(mean).shape == (None, 1, 4)
    assert tf.random.shuffle(tf.placeholder(tf.float32)).shape is None
    crop = tf.compat.v1.random_crop
    assert crop(mean, [1, 1, 2]).shape == (1, 1, 2)
    assert crop(mean, tf.placeholder(tf.int32, [None])).shape == (None, None, None)


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        ("float16", np.float16),
        (tf.float64, np.float64),
        (np.float64, np.float64),
        (float, np.float32),
        ("bfloat16", ml_dtypes.bfloat16),
        (ml_dtypes.bfloat16, ml_dtypes.bfloat16),
        (np.dtype("f8"), np.float64),
    ],
)
def test_dtypes(graph, dtype, expected):
    tensor = tf.random.normal([3], dtype=dtype)
    assert tensor.dtype == expected
    with tf.Session() as session:
        assert session.run(tensor).dtype == expected


def test_bfloat16_is_a_dtype_of_an_extra():
    assert tf.bfloat16 == ml_dtypes.bfloat16
    assert tf.compat.v1.bfloat16 == ml_dtypes.bfloat16


def test_bfloat16_without_ml_dtypes_names_the_extra(graph, monkeypatch):
    monkeypatch.setitem(sys.modules, "ml_dtypes", None)
    with pytest.raises(ImportError, match=r"philoxseed\[bfloat16\]"):
        tf.random.uniform([2], dtype="bfloat16")
    assert graph.version == 0
    for module in (tf, tf.compat.v1):
        assert not hasattr(module, "bfloat16")
        with pytest.raises(AttributeError, match=r"philoxseed\[bfloat16\]"):
            module.bfloat16  # noqa: B018


def test_a_star_import_keeps_the_bool_of_python():
    assert tf.bool == tf.compat.v1.bool == np.bool_
    assert "bool" not in {*tf.__all__, *tf.compat.v1.__all__}


def test_constants(graph):
    assert tf.constant(1).dtype == np.int32
    assert tf.constant(2**40).dtype == np.int64
    assert tf.constant(1.0).dtype == np.float32
    assert tf.constant([1, 2.5]).dtype == np.float32
    assert tf.constant(np.float64(1)).dtype == np.float64
    assert tf.constant(np.arange(2)).dtype == np.int64
    assert tf.constant(True).dtype == np.bool_
    assert tf.constant(3, dtype="float16").dtype == np.float16
    assert tf.constant(3, shape=[2, 2]).shape == (2, 2)
    assert tf.constant([1, 2, 3, 4], shape=(2, 2)).shape == (2, 2)


def test_a_constant_is_a_copy(graph):
    array = np.zeros(3)
    tensor = tf.constant(array)
    array[0] = 1
    with tf.Session() as session:
        value = session.run(tensor)
        value[1] = 2
        np.testing.assert_array_equal(session.run(tensor), np.zeros(3))


def test_version():
    assert tf.__version__ == importlib.metadata.version("philoxseed")


def test_sources_that_are_not_built_say_so(tmp_path):
    binaries = shutil.ignore_patterns("_core*", "__pycache__")
    copied = tmp_path / "philoxseed"
    shutil.copytree(Path(tf.__file__).parent, copied, ignore=binaries)
    command = [sys.executable, "-c", "import philoxseed"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    last_line = done.stderr.splitlines()[-1]
    assert last_line.startswith("ImportError: philoxseed is not built where")
    assert str(copied) in last_line


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_handles_stay_in_their_process(graph, copied):
    a = tf.random.uniform([2])
    for handle in (a, a.op, graph, tf.Session()):
        with pytest.raises(TypeError, match=r"pickled .*get_random_state"):
            copied(handle)


def test_what_a_tensor_is_cannot_be_set(graph):
    a = tf.random.uniform([2])
    for name in ("op", "shape", "dtype", "name", "graph"):
        with pytest.raises(AttributeError):
            setattr(a, name, None)
        with pytest.raises(AttributeError):
            delattr(a, name)


def test_every_attribute_of_an_operation_is_explained(graph):
    operation = tf.random.uniform([2]).op
    for name in dir(operation):
        if not name.startswith("_"):
            assert inspect.getdoc(getattr(type(operation), name)), name


def test_names_that_are_none_of_tensors(graph):
    tf.random.uniform([2], 0, 9, tf.int32, name="u")
    for name in ("u:x", "u:0:0", "u:", "v:x"):
        with pytest.raises(ValueError, match=f"^'{name}' is no name of a tensor"):
            graph.get_tensor_by_name(name)
    for name in ("u:1", "v:0"):
        with pytest.raises(KeyError):
            graph.get_tensor_by_name(name)


def test_representations(graph):
    tf.set_random_seed(3)
    tf.random.uniform([2])
    session = tf.Session()
    text = "<philoxseed.Graph of 1 operations, seed=3>"
    assert repr(graph) == text
    assert repr(session) == f"<philoxseed.Session of {text}>"
    session.close()
    assert repr(session) == f"<philoxseed.Session of {text}, closed>"
