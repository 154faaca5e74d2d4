# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Variables: what sessions keep, how they are named, and which seeds they draw with."""

import re

import numpy as np
import pytest

import philoxseed
import philoxseed.compat.v1 as tf
from philoxseed import errors
from philoxseed._seeds import policies

UNINITIALIZED = errors.FailedPreconditionError


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph(tensorflow="2.3").as_default() as graph:
        tf.set_random_seed(1)
        yield graph


def values_of(*fetches):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return session.run(list(fetches))


def test_a_session_keeps_what_its_initializer_drew():
    drawn = tf.random_normal([3])
    variable = tf.Variable(drawn, name="v")
    init = tf.global_variables_initializer()
    stream = philoxseed.Stream(1, 0)
    first, second = stream.normal(3), stream.normal(3)
    with tf.Session() as a, tf.Session() as b:
        assert a.run(init) is None
        for _ in range(2):
            np.testing.assert_array_equal(a.run(variable), first)
        a.run(init)
        np.testing.assert_array_equal(a.run(variable), second)
        with pytest.raises(UNINITIALIZED):
            b.run(variable)
        b.run(variable.initializer)
        np.testing.assert_array_equal(b.run("v:0"), first)


def test_uninitialized_reads_are_refused_before_anything_is_drawn():
    noise = tf.random_uniform([2])
    variable = tf.Variable(1.0, name="lonely")
    with tf.Session() as session:
        for fetch in (
            [noise, variable],
            [noise, variable + 1.0],
            variable.assign_add(1),
        ):
            with pytest.raises(UNINITIALIZED, match="lonely") as caught:
                session.run([noise, fetch])
            assert isinstance(caught.value, RuntimeError)
        expected = philoxseed.Stream(1, 0).uniform(2)
        np.testing.assert_array_equal(session.run(noise), expected)


def test_values_of_sessions_cannot_be_changed_through_results():
    variable = tf.Variable(np.zeros(3))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for fetch in (variable, variable.assign(np.ones(3))):
            session.run(fetch)[:] = 7
        assert session.run(variable).tolist() == [1, 1, 1]
        source = np.full(3, 2.0)
        variable.load(source, session)
        source[:] = 9
        assert session.run(variable).tolist() == [2, 2, 2]


def test_assignments():
    variable = tf.Variable([1.0, 2.0])
    fed = tf.placeholder(tf.float32, [2])
    with tf.Session() as session:
        session.run(variable.initializer)
        assert session.run(variable.assign(fed), {fed: [3, 4]}).tolist() == [3, 4]
        assert session.run(tf.assign_add(variable, [1, 1])).tolist() == [4, 5]
        assert session.run(tf.assign_sub(variable, [0, 5])).tolist() == [4, 0]
        assert session.run(tf.assign(variable, variable * 2.0)).tolist() == [8, 0]
        assert variable.eval(session=session).tolist() == [8, 0]
        with pytest.raises(ValueError, match="shape"):
            variable.load([1.0], session)
    with pytest.raises(ValueError, match="incompatible"):
        variable.assign([1.0])
    with pytest.raises(TypeError):
        variable.assign("x")
    with pytest.raises(TypeError, match="Variable"):
        tf.assign(fed, 1.0)


def test_shapes_may_be_left_open():
    variable = tf.Variable([1.0], validate_shape=False)
    unknown = tf.placeholder(tf.float32, None)
    with pytest.raises(ValueError, match="must have a shape"):
        tf.Variable(unknown)
    open_one = tf.Variable(unknown, validate_shape=False)
    with tf.Session() as session:
        session.run(variable.initializer)
        assert session.run(variable.assign([1.0, 2.0])).tolist() == [1, 2]
        session.run(open_one.initializer, {unknown: [[5.0]]})
        assert session.run(open_one).tolist() == [[5]]


def test_reads_come_after_an_initializer_of_the_same_run():
    first = tf.Variable(tf.random_normal([2]), name="first")
    second = tf.Variable(first * 2.0, name="second")
    third = tf.Variable(first.initialized_value() + 1.0, name="third")
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        a, b, c = session.run([first, second, third])
    np.testing.assert_array_equal(a, philoxseed.Stream(1, 0).normal(2))
    np.testing.assert_array_equal(b, a * 2)
    np.testing.assert_array_equal(c, a + 1)


def test_initialized_value_takes_the_initial_one_until_then():
    variable = tf.Variable(1.0)
    value = variable.initialized_value()
    with tf.Session() as session:
        assert session.run(value) == 1
        session.run(variable.initializer)
        session.run(variable.assign(5.0))
        assert session.run(value) == 5


def test_initialized_value_of_the_first_versions_runs_the_initializer():
    # As TensorFlow 1.0.0 did: each run of it draws again.
    with tf.Graph(tensorflow="1.0").as_default():
        variable = tf.Variable(tf.random_normal([2], seed=3))
        value = variable.initialized_value()
        with tf.Session() as session:
            first, second = session.run(value), session.run(value)
            assert not np.array_equal(first, second)
            np.testing.assert_array_equal(session.run(variable), second)


def test_control_dependencies_order_reads():
    variable = tf.Variable(0.0)
    step = variable.assign_add(1.0)
    with tf.control_dependencies([step]):
        after = variable.read_value()
        also_after = variable * 10.0
        with tf.control_dependencies(None):
            free = tf.constant(3.0)
    with tf.Session() as session:
        session.run(variable.initializer)
        assert session.run(after) == 1
        assert session.run(also_after) == 20
        assert session.run([free, variable]) == [3, 2]
    with pytest.raises(TypeError):
        tf.control_dependencies("x").__enter__()


def test_whether_it_is_initialized():
    variable = tf.Variable(1.0)
    is_there = tf.is_variable_initialized(variable)
    with tf.Session() as session:
        assert not session.run(is_there)
        session.run(variable.initializer)
        assert session.run(is_there)


def test_feeds_stand_for_variables():
    variable = tf.Variable([1.0])
    with tf.Session() as session:
        assert session.run(variable * 2.0, {variable: [4.0]}).tolist() == [8]


def test_random_state_leaves_values_alone():
    variable = tf.Variable(tf.random_normal([2]))
    with tf.Session() as session:
        session.run(variable.initializer)
        before = session.run(variable)
        state = session.get_random_state()
        session.run(variable.initializer)
        session.set_random_state(state)
        session.reset_random()
        assert not np.array_equal(session.run(variable), before)
        session.run(variable.initializer)
        np.testing.assert_array_equal(session.run(variable), before)
    with pytest.raises(RuntimeError, match="closed"):
        session.run(variable)


def test_names():
    # As TensorFlow 2.21 names them.
    assert tf.Variable(1.0).name == "Variable:0"
    assert tf.Variable(1.0).name == "Variable_1:0"
    made = tf.Variable(lambda: tf.random_normal([1]), name="made")
    assert made.initial_value.name == "made/Initializer/random_normal:0"
    assert made.initializer.name == "made/Assign"
    assert (
        tf.Variable(2, name="two").initial_value.name
        == "two/Initializer/initial_value:0"
    )
    with tf.name_scope("scope"):
        assert tf.Variable(1.0, name="v").name == "scope/v:0"
        w = tf.get_variable("w", [2, 3])
    assert w.name == "w:0"
    assert w.initial_value.name == "w/Initializer/random_uniform:0"
    assert tf.global_variables_initializer().name == "init"
    assert tf.global_variables_initializer().name == "init_1"
    assert made.assign([2.0]).name == "AssignVariableOp:0"
    assert made.assign_add([2.0], name="more").name == "more:0"


def test_scopes_of_variables_and_of_names():
    # As TensorFlow 2.21 names them.
    with tf.variable_scope("a") as scope:
        assert tf.get_variable("w", [1]).name == "a/w:0"
        assert tf.constant(1).name == "a/Const:0"
        assert tf.Variable(1.0).name == "a/Variable:0"
        with tf.variable_scope("b"):
            assert tf.get_variable("w", [1]).name == "a/b/w:0"
        assert (scope.name, scope.original_name_scope) == ("a", "a/")
    with tf.variable_scope("a"):
        assert tf.get_variable("x", [1]).name == "a/x:0"
        assert tf.constant(1).name == "a_1/Const:0"
    with tf.variable_scope("c"), tf.variable_scope(scope):
        assert tf.get_variable("y", [1]).name == "a/y:0"
        assert tf.constant(1).name == "c/a/Const:0"
    with tf.variable_scope(scope, auxiliary_name_scope=False):
        assert tf.constant(1).name == "Const:0"
    names = []
    for _ in range(2):
        with tf.variable_scope(None, default_name="layer"):
            names.append(tf.get_variable("w", [1]).name)
    assert names == ["layer/w:0", "layer_1/w:0"]
    with tf.variable_scope(""):
        assert tf.get_variable("top", [1]).name == "top:0"
    assert tf.get_variable_scope().name == ""


def test_reuse():
    with tf.variable_scope("s"):
        first = tf.get_variable("w", [2, 3])
        with pytest.raises(ValueError, match=r"s/w already exists, disallowed"):
            tf.get_variable("w", [2, 3])
    with tf.variable_scope("s", reuse=True):
        assert tf.get_variable("w", [2, 3]) is first
        assert tf.get_variable("w") is first
        with pytest.raises(ValueError, match=r"specified shape \(3, 2\)"):
            tf.get_variable("w", [3, 2])
        with pytest.raises(ValueError, match="specified dtype float64"):
            tf.get_variable("w", [2, 3], tf.float64)
        with pytest.raises(ValueError, match="s/new does not exist"):
            tf.get_variable("new", [1])
        with (
            tf.variable_scope("inner"),
            pytest.raises(ValueError, match="does not exist"),
        ):
            tf.get_variable("w", [1])
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        assert tf.get_variable("w", [2, 3]) is first
        assert tf.get_variable("new", [1]) is tf.get_variable("new", [1])
    with tf.variable_scope("s") as scope:
        scope.reuse_variables()
        assert tf.get_variable("w") is first


def test_what_scopes_hand_on():
    initializer = tf.constant_initializer(3.0)
    with tf.variable_scope("s", initializer=initializer, dtype=tf.float64):
        a = tf.get_variable("a", [2])
        with tf.variable_scope("t"):
            b = tf.get_variable("b", [1])
        c = tf.get_variable("c", [1], tf.float32, tf.ones_initializer())
    assert (a.dtype, c.dtype) == (tf.float64, tf.float32)
    assert [v.tolist() for v in values_of(a, b, c)] == [[3, 3], [3], [1]]

    def getter(get, name, **kwargs):
        return get(name + "_more", **kwargs)

    with tf.variable_scope("g", custom_getter=getter):
        assert tf.get_variable("v", [1]).name == "g/v_more:0"


def test_collections():
    a = tf.Variable(1.0, name="a")
    b = tf.get_variable("b", [1], trainable=False)
    c = tf.get_variable("c", [1], collections=["mine"])
    d = tf.get_local_variable("d", [1])
    assert tf.global_variables() == tf.all_variables() == [a, b]
    assert tf.trainable_variables() == [a, c]
    assert tf.local_variables() == [d]
    assert tf.get_collection("mine") == [c]
    assert tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope="b") == [b]
    tf.add_to_collection("mine", a)
    assert tf.get_collection_ref("mine") == [c, a]
    loss = []
    tf.get_variable("r", [2], regularizer=lambda v: loss.append(v * 2.0) or loss[0])
    assert tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES) == loss


def test_values_that_get_variable_takes():
    with pytest.raises(ValueError, match="do not specify shape"):
        tf.get_variable("w", [1], initializer=[1.0])
    with pytest.raises(ValueError, match="`shape` argument must be"):
        tf.get_variable("w")
    with pytest.raises(ValueError, match="must be fully defined"):
        tf.get_variable("w", [None, 3])
    with pytest.raises(ValueError, match="required"):
        tf.get_variable("w", [1], tf.complex64)
    with pytest.raises(ValueError, match="partitioner"):
        tf.get_variable("w", [4], partitioner=lambda **_: [2])
    with pytest.raises(TypeError, match="name must be"):
        tf.get_variable(3, [1])
    # None of these left a variable behind.
    array = tf.get_variable("w", initializer=np.arange(3))
    number = tf.get_variable("n", initializer=2.5)
    made = tf.get_variable("m", initializer=lambda: tf.random_normal([2]))
    kind = tf.get_variable("k", [2], initializer=tf.zeros_initializer)
    integers = tf.get_variable("i", [2], tf.int32)
    assert (array.dtype, number.dtype, integers.dtype) == (
        np.int64,
        np.float32,
        np.int32,
    )
    values = values_of(array, number, made, kind, integers)
    assert [v.tolist() for v in (values[0], values[3], values[4])] == [
        [0, 1, 2], [0, 0], [0, 0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, ValueError),
        ({"initial_value": None}, ValueError),
        ({"initial_value": "x"}, TypeError),
        ({"initial_value": 1.0, "collections": "variables"}, ValueError),
        ({"initial_value": 1.0, "variable_def": 1}, ValueError),
        ({"initial_value": [1.0], "shape": [2]}, ValueError),
        ({"initial_value": 1.5, "dtype": "int32"}, TypeError),
        ({"initial_value": 1.0, "name": "?"}, ValueError),
    ],
)
def test_refused_variables_leave_no_trace(graph, arguments, error):
    with pytest.raises(error):
        tf.Variable(**arguments)
    assert graph.version == 0
    assert tf.Variable(1.0).name == "Variable:0"


def test_refused_scopes():
    with pytest.raises(TypeError, match="name_or_scope is required"):
        tf.variable_scope(None)
    with pytest.raises(TypeError, match="string or"):
        tf.variable_scope(3)
    with pytest.raises(ValueError, match="reuse parameter"):
        tf.variable_scope("a", reuse="yes")
    with pytest.raises(ValueError, match="without a name_or_scope"):
        tf.variable_scope(None, "a", reuse=True)


def test_a_variable_whose_draw_is_refused_leaves_its_name_free():
    with tf.Graph(require_op_seeds=True).as_default() as graph:
        tf.set_random_seed(1)
        for _ in range(2):
            with pytest.raises(ValueError, match="require_op_seeds"):
                tf.get_variable("w", [2, 3])
            with pytest.raises(ValueError, match="require_op_seeds"):
                tf.nn.dropout(np.ones(3, np.float32), 0.5, name="d")
        made = tf.get_variable("w", [2], initializer=tf.zeros_initializer())
        assert made.name == "w:0"
        assert made.initial_value.name == "w/Initializer/zeros:0"
        kept = tf.nn.dropout(made, 0.5, seed=1, name="d")
        assert kept.name == "d/SelectV2:0"
        assert tf.global_variables() == [made]
        assert len(graph.get_collection("trainable_variables")) == 1


def test_seeds_by_names():
    with tf.Graph(op_seeds="name").as_default() as graph:
        tf.set_random_seed(1)
        w = tf.get_variable("w", [2, 3])
        with tf.variable_scope("layer"):
            tf.get_variable("w", [2, 3])
        tf.Variable(lambda: tf.random_normal([2]), name="v")
        tf.nn.dropout(w, 0.5, name="drop")
        with pytest.raises(ValueError, match="each random op needs name="):
            tf.Variable(lambda: tf.random_normal([2]))
        with pytest.raises(ValueError, match="each random op needs name="):
            tf.nn.dropout(w, 0.5)
        named = [op.scope for op in graph.get_operations() if op.sampler is not None]
        seeds = [row.op_seed for row in philoxseed.explain_seeds(graph)]
    assert named == [
        "w/Initializer/random_uniform", "layer/w/Initializer/random_uniform",
        "v/Initializer/random_normal", "drop/random_uniform",
    ]  # fmt: skip
    assert seeds == [policies.name_hash(name) for name in named]


def test_finalized_graphs_take_no_variables(graph):
    graph.finalize()
    with pytest.raises(RuntimeError, match="finalized"):
        tf.Variable(1.0)


def test_explained():
    tf.get_variable("w", [2, 3])
    tf.Variable(tf.random_normal([1]) * 2.0, name="v")
    tf.random_normal([1])
    rows = philoxseed.explain_seeds()
    assert [row.initializes for row in rows] == [("w",), ("v",), ()]
    assert [row.op_seed for row in rows] == [0, 1, 2]
    head, first, _, last = repr(rows).splitlines()
    assert head.endswith("initializes") and first.endswith("  w")
    assert re.search(r"random_normal_1 .*0{16}$", last)


def test_top_level_names_are_those_of_the_graph_style():
    variable = philoxseed.Variable(1.0, True, True, None, "v")
    assert variable.name == "v:0"
    assert isinstance(philoxseed.get_variable("w", [1]), philoxseed.Variable)
    assert isinstance(tf.Variable(1.0), philoxseed.Variable)


def drawn(shape, initializer):
    return tf.get_variable("w", shape, initializer=initializer)


# What was made, and the ops that TensorFlow 1.0.0 and 1.15.0 made of it.

OPS = [
    (lambda x: tf.Variable(x), 3, 3),
    (lambda x: tf.Variable(1.0), 4, 4),
    (lambda x: tf.Variable(tf.random_normal([2])), 9, 9),
    (lambda x: tf.Variable(1.0).assign(2.0), 6, 6),
    (lambda x: tf.Variable(1.0).assign(x), None, None),
    (lambda x: tf.Variable(1.0).assign_add(2.0), 6, 6),
    (lambda x: tf.Variable(1.0).initialized_value(), 5, 13),
    (lambda x: tf.Variable(1.0).read_value(), 5, 5),
    (lambda x: tf.Variable(1.0).value(), 4, 4),
    (lambda x: tf.Variable(1.0) + 1.0, 6, 6),
    (lambda x: tf.Variable(tf.Variable(1.0) * 2.0), 9, None),
    (lambda x: tf.get_variable("w", [3, 4]), 10, 10),
    (lambda x: tf.get_variable("w", [3], tf.int32), 4, 4),
    (lambda x: tf.get_variable("w", [3, 4], use_resource=True), 11, 11),
    (lambda x: tf.get_variable("w", [3], use_resource=True) + 1.0, 14, 14),
    (lambda x: tf.get_variable("w", initializer=tf.random_normal([2])), 9, 9),
    (lambda x: tf.get_variable("w", initializer=3.0), 4, 4),
    (lambda x: drawn([999], tf.zeros_initializer()), 4, 4),
    (lambda x: drawn([1000], tf.zeros_initializer()), 4, 6),
    (lambda x: drawn([2], tf.random_uniform_initializer()), 10, 10),
    (lambda x: drawn([2], tf.random_normal_initializer()), 9, 9),
    (lambda x: drawn([2, 3], tf.orthogonal_initializer()), None, 19),
    (lambda x: drawn([3, 2], tf.orthogonal_initializer()), None, 17),
    (lambda x: drawn([2, 3], tf.initializers.identity()), None, 8),
    (lambda x: drawn([3, 3], tf.initializers.identity()), None, 7),
    (lambda x: drawn([2], tf.constant_initializer(1.0)), 4, 4),
    (lambda x: tf.is_variable_initialized(tf.Variable(1.0)), 5, 5),
    (lambda x: tf.global_variables_initializer(), 1, 1),
]  # fmt: skip


@pytest.mark.parametrize("version", ["1.0", "1.15"])
@pytest.mark.parametrize("case", OPS, ids=range(len(OPS)))
def test_op_ids(case, version):
    make, *counts = case
    expected = counts[version == "1.15"]
    with tf.Graph(tensorflow=version).as_default():
        tf.set_random_seed(1)
        x = tf.placeholder(tf.float32, [2])
        if expected is None:
            with pytest.raises(ValueError):
                make(x)
            return
        make(x)
        assert tf.get_seed(None) == (1, 1 + expected)


def test_unknown_counts_can_be_told():
    with tf.Graph(tensorflow="1.15").as_default() as graph:
        tf.set_random_seed(1)
        first = tf.Variable(1.0)
        doubled = first * 2.0
        with pytest.raises(ValueError, match="advance_op_ids"):
            tf.Variable(doubled)
        graph.advance_op_ids(14)
        tf.Variable(doubled)
        assert tf.get_seed(None) == (1, 4 + 2 + 14)
