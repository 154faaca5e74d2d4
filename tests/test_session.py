# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions: fetches, feeds, which ops run, defaults, threads, forks."""

import collections
import multiprocessing
import sys
import threading

import numpy as np
import pytest

import philoxseed as tf
from philoxseed.compat import v1

Pair = collections.namedtuple("Pair", "first second")


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1234)
        yield graph


@pytest.fixture
def session(graph):
    with tf.Session() as session:
        yield session


def stream_runs(graph, tensor, n):
    """The first n runs of a tensor in a session of its own."""
    with tf.Session(graph=graph) as session:
        return [session.run(tensor).tolist() for _ in range(n)]


def test_structures_come_back_as_they_were(session):
    a, b = tf.random.uniform([2]), tf.random.normal([])
    fetches = {
        "list": [a, [b]],
        "tuple": (a, b),
        "named": Pair(a, {"deep": b}),
        "ordered": collections.OrderedDict(x=a),
        "default": collections.defaultdict(list, y=b),
        "names": (a.name, a.op.name, a.op),
        "empty": [[], (), {}],
    }
    values = session.run(fetches)
    va, vb = values["tuple"]
    assert values["list"][0] is va and values["list"][1] == [vb]
    assert values["named"] == Pair(va, {"deep": vb})
    assert type(values["ordered"]) is collections.OrderedDict
    assert values["ordered"]["x"] is va
    assert values["default"] == {"y": vb}
    assert values["default"].default_factory is list
    assert values["names"][0] is va and values["names"][1:] == (None, None)
    assert values["empty"] == [[], (), {}]


def test_scalars_are_numpy_scalars(session):
    scalars = [
        tf.random.uniform([]),
        tf.random.normal([], dtype=tf.float64),
        tf.random.uniform([], maxval=9, dtype=tf.int32),
        tf.random.normal([], np.float32(2)),
        tf.random.shuffle(3),
        tf.random.uniform([3])[0],
        tf.constant(2.5),
        np.mean(tf.random.uniform([3])),
    ]
    for tensor in scalars:
        value = session.run(tensor)
        assert isinstance(value, np.generic) and value.dtype == tensor.dtype
    assert type(session.run(tf.random.uniform([1]))) is np.ndarray


def test_an_op_runs_once_however_often_it_is_fetched(graph, session):
    a = tf.random.uniform([3])
    b, c = a + 1, a * 2
    expected = stream_runs(graph, a, 3)
    first, again, more, twice = session.run([a, a, b, {"c": c}])
    assert first is again
    assert first.tolist() == expected[0]
    np.testing.assert_array_equal(more, first + np.float32(1))
    np.testing.assert_array_equal(twice["c"], first * np.float32(2))
    assert session.run(a.op) is None
    assert session.run(a).tolist() == expected[2]


def test_ops_that_are_not_needed_do_not_run(graph, session):
    a, b = tf.random.uniform([3]), tf.random.normal([3])
    session.run(a), session.run([a, a * 2])
    assert session.run(b).tolist() == stream_runs(graph, b, 1)[0]


def test_streams_survive_growth_of_the_graph(graph, session):
    a = tf.random.uniform([3])
    runs = [session.run(a).tolist()]
    tf.random.normal([3])
    runs.append((session.run(a + 0) - 0).tolist())
    runs.append(session.run([a])[0].tolist())
    assert runs == stream_runs(graph, a, 3)


def test_results_are_the_callers_own(session):
    a = tf.random.uniform([4])
    part, whole = session.run([a[:2], a])
    part[:] = 7
    assert not (whole == 7).any()
    shuffled = session.run(tf.random.shuffle(np.arange(1)))
    shuffled[0] = 5
    constant = tf.constant([1, 2])
    value = session.run([constant, constant[:1]])
    value[0][:] = value[1][:] = 9
    assert session.run(constant).tolist() == [1, 2]


def test_a_fed_op_does_not_run(graph, session):
    a = tf.random.uniform([3])
    expected = stream_runs(graph, a, 1)[0]
    fed = np.array([1, 2, 3], np.float32)
    assert session.run(a, {a: fed}) is fed
    assert session.run(a + 1, {a: [1, 2, 3]}).tolist() == [2, 3, 4]
    assert session.run([a * 2, a], {a.name: (1, 2, 3)})[0].tolist() == [2, 4, 6]
    b = a + 1
    assert session.run(b * 2, {b: [0, 0, 1]}).tolist() == [0, 0, 2]
    assert session.run(a, {}).tolist() == expected


def test_feeding_does_not_stop_a_fetched_op(graph, session):
    a = tf.random.uniform([2])
    assert session.run([a.op, a], {a: [5, 6]})[1].tolist() == [5, 6]
    assert session.run(a).tolist() == stream_runs(graph, a, 2)[1]


def test_values_are_fed_in_the_dtype_of_the_tensor(session):
    a = tf.placeholder(tf.int32, [None])
    value = session.run(a, {a: [1.7, 2]})
    assert value.dtype == np.int32 and value.tolist() == [1, 2]
    b = tf.placeholder("float16")
    assert session.run(b * 2, {b: [[1, 2]]}).dtype == np.float16


def test_shapes_and_parameters_can_be_fed(graph, session):
    shape, mean = tf.placeholder(tf.int32, [None]), tf.placeholder(tf.float32)
    a = tf.random.normal(shape, mean, seed=3)
    values = session.run(a, {shape: [2, 3], mean: 0})
    with tf.Session(graph=graph) as other:
        plain = other.run(tf.random.normal([6], seed=3))
    np.testing.assert_array_equal(values.ravel(), plain)
    assert session.run(a, {shape: [3], mean: [[1.0], [2.0]]}).shape == (2, 3)
    low, high = tf.placeholder(tf.int64, []), tf.placeholder(tf.int64, [])
    b = tf.random.uniform(shape, low, high, tf.int64)
    values = session.run(b, {shape: [50], low: -3, high: 4})
    assert values.min() >= -3 and values.max() < 4


def test_closed_sessions_refuse_all(graph):
    a = tf.random.uniform([1])
    session = tf.Session()
    session.run(a)
    session.close()
    session.close()
    for use in (
        lambda: session.run(a),
        lambda: session.run([a]),
        session.get_random_state,
        lambda: session.set_random_state({}),
        session.reset_random,
        lambda: session.skip(a),
    ):
        with pytest.raises(RuntimeError, match="closed Session"):
            use()


def test_default_sessions(graph):
    a = tf.random.uniform([2], seed=5)
    assert tf.get_default_session() is None
    with tf.Session() as outer:
        assert tf.get_default_session() is outer
        with tf.Session().as_default() as inner:
            assert tf.get_default_session() is inner
            assert a.eval().tolist() == stream_runs(graph, a, 1)[0]
        assert a.eval(session=outer).tolist() == stream_runs(graph, a, 1)[0]
        assert a.op.run() is None
        assert a.eval().tolist() == stream_runs(graph, a, 3)[2]
        assert a.eval({a: [1, 2]}).tolist() == [1, 2]
    inner.run(a)  # as_default does not close
    with pytest.raises(ValueError, match="no default session"):
        a.eval()
    with pytest.raises(ValueError, match="no default session"):
        a.op.run()
    with tf.Session(graph=tf.Graph()), pytest.raises(ValueError, match="another"):
        a.eval()


def test_a_session_makes_its_graph_the_default():
    graph = tf.Graph()
    with tf.Session(graph=graph) as session:
        assert tf.get_default_graph() is graph is session.graph
        with session.as_default():
            pass
    assert tf.get_default_graph() is not graph


def test_interactive_sessions():
    graph = tf.Graph()
    before = tf.get_default_graph()
    session = tf.compat.v1.InteractiveSession(graph=graph)
    assert tf.get_default_session() is session
    assert tf.get_default_graph() is graph
    assert tf.random.uniform([2]).eval().shape == (2,)
    other = tf.compat.v1.InteractiveSession()
    session.close()
    assert tf.get_default_session() is other
    other.close()
    assert tf.get_default_session() is None
    assert tf.get_default_graph() is before


def test_placeholders_must_be_fed_before_anything_runs(graph, session):
    a, p = tf.random.uniform([2]), tf.placeholder(tf.float32, [2], name="p")
    with pytest.raises(tf.errors.InvalidArgumentError, match="placeholder tensor 'p'"):
        session.run([a, p * 2])
    assert session.run(a).tolist() == stream_runs(graph, a, 1)[0]
    assert session.run([a, p], {p: [1, 2]})[1].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (lambda: tf.random.uniform([2], 5, 5, tf.int32), "Need minval < maxval, got 5"),
        (lambda: tf.random.uniform([-1]), "Dimension -1 must be >= 0"),
        (lambda: tf.random.normal([2, -3]), "Dimension -3 must be >= 0"),
        (lambda: tf.compat.v1.random_crop([1, 2], [3]), "Need value.shape >= size"),
    ],
)
def test_bad_arguments_are_found_before_anything_runs(graph, session, bad, message):
    a = tf.random.uniform([2])
    b = bad()
    for fetches in ([a, b], [b, a], [a, [b]]):
        with pytest.raises(tf.errors.InvalidArgumentError, match=message):
            session.run(fetches)
    assert session.run(a).tolist() == stream_runs(graph, a, 1)[0]
    assert tf.random.uniform([2]).op.seeds == (1234, 2)


def test_an_op_that_refuses_its_fed_arguments_does_not_advance(graph, session):
    shape = tf.placeholder(tf.int32, [1])
    high = tf.placeholder(tf.int32, [])
    a = tf.random.uniform(shape, 0, high, tf.int32)
    b = tf.random.normal(shape, np.zeros(2))
    for feeds in ({shape: [-1], high: 3}, {shape: [2], high: 0}):
        with pytest.raises(tf.errors.InvalidArgumentError):
            session.run(a, feeds)
    with pytest.raises(tf.errors.InvalidArgumentError, match="do not broadcast"):
        session.run(b, {shape: [3]})
    state = session.get_random_state()["ops"]
    assert [entry["blocks"] for entry in state.values()] == [0, 0]


def test_empty_results_take_any_range_and_no_blocks(session):
    a = tf.random.uniform([0, 3], 5, 5, tf.int32)
    assert session.run(a).shape == (0, 3)
    b = tf.random.normal([0])
    session.run(b)
    state = session.get_random_state()["ops"]
    assert [entry["blocks"] for entry in state.values()] == [0, 0]


def test_too_large_for_memory(session):
    a = tf.random.uniform([2**40, 2**10])
    b = tf.random.uniform([2**62, 4])
    for tensor in (a, b):
        with pytest.raises((MemoryError, ValueError)):
            session.run(tensor)
        name = tensor.op.name
        assert session.get_random_state()["ops"][name]["blocks"] == 0


def test_threads_get_disjoint_complete_batches(graph, session):
    a = tf.random.uniform([100])
    got = [[] for _ in range(4)]

    def draw(results):
        for _ in range(200):
            results.append(tuple(session.run(a).tolist()))

    threads = [threading.Thread(target=draw, args=(results,)) for results in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = set(map(tuple, stream_runs(graph, a, 800)))
    assert {batch for results in got for batch in results} == expected


def test_unseeded_ops_differ_between_sessions():
    with tf.Graph().as_default() as graph:
        a = tf.random.uniform([4])
    seen = {tuple(stream_runs(graph, a, 2)[i]) for _ in range(5) for i in range(2)}
    assert len(seen) == 10


def draw_in_child(queue, session, a, b):
    queue.put((session.run(a).tolist(), session.run(b).tolist()))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_unseeded_ops_differ_between_processes():
    with tf.Graph().as_default():
        a, b = tf.random.uniform([4]), tf.random.uniform([4], seed=1)
        session = tf.Session()
    session.run(a), session.run(b)
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=draw_in_child, args=(queue, session, a, b))
    child.start()
    child_a, child_b = queue.get()
    child.join()
    assert child_a != session.run(a).tolist()
    assert child_b == session.run(b).tolist()


def test_session_of_the_wrong_things():
    with pytest.raises(TypeError, match="must be a Graph, got 3"):
        tf.Session(graph=3)
    with pytest.raises(ValueError, match="target must be empty"):
        tf.Session("grpc://localhost")


def test_a_memory_error_names_the_op_in_every_run():
    with tf.Graph().as_default():
        huge = tf.random.uniform([2**44], name="huge")
        with tf.Session() as session:
            for _ in range(3):
                with pytest.raises(
                    MemoryError, match=r"^huge/RandomUniform: Unable to"
                ):
                    session.run(huge)
                with pytest.raises(
                    MemoryError, match=r"^huge/RandomUniform: Unable to"
                ):
                    session.run([huge])


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda a: a.eval(session=3), TypeError, "session must be a Session, got 3"),
        (
            lambda a: a.op.run(session="s"),
            TypeError,
            "session must be a Session, got 's'",
        ),
        (lambda a: tf.Session(a.graph), TypeError, r"as in Session\(graph=graph\)"),
        (lambda a: tf.Graph("1.15"), TypeError, r"Graph\(tensorflow='1.15'\)"),
        (
            lambda a: tf.Session().skip(a, 2**60),
            ValueError,
            "runs must be at most 3602",
        ),
    ],
)
def test_what_is_no_session_or_graph_says_how_it_is_written(call, error, message):
    with tf.Graph().as_default():
        a = tf.random.uniform([2], seed=1)
        with pytest.raises(error, match=message):
            call(a)


def test_a_fetch_of_another_graph_says_where_it_runs():
    with tf.Graph().as_default():
        a = tf.random.uniform([2], seed=1)
    with tf.Graph().as_default():
        tf.random.uniform([2], seed=1)
        with (
            tf.Session() as session,
            pytest.raises(
                ValueError, match=r"not an element of this graph: .*graph=tensor.graph"
            ),
        ):
            session.run(a)


def test_random_crop_takes_tensors_in_its_size():
    value = np.arange(12).reshape(3, 4)
    with tf.Graph().as_default():
        n = tf.placeholder(tf.int32, [])
        by_parts = v1.random_crop(value, [n, 2], seed=5)
        whole = v1.random_crop(value, [2, 2], seed=5)
        with tf.Session() as session:
            np.testing.assert_array_equal(
                session.run(by_parts, {n: 2}), session.run(whole)
            )


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("name", ["uniform", "normal", "truncated_normal"])
@pytest.mark.parametrize(
    ("shape", "first", "second"),
    [
        ([4, 3], [0.5, -1, 2], [3, 4, 5]),
        ([4, 3], [0.5, -1, 2], 9),
        ([4, 3], [0, 0, 0], [1, 1e-39, 2]),
        ([3], [[1], [2]], [[4], [8]]),  # these enlarge the result
        ([], [1, 2], [4, 8]),
    ],
)
def test_arrays_of_parameters_are_taken_as_fed_ones(dtype, name, shape, first, second):
    draw = getattr(tf.random, name)
    with tf.Graph().as_default() as graph:
        known = draw(shape, first, second, dtype=dtype, seed=1)
        fed = [tf.placeholder(dtype), tf.placeholder(dtype)]
        same = draw(shape, *fed, dtype=dtype, seed=1)
    feeds = dict(zip(fed, (first, second), strict=True))
    with tf.Session(graph=graph) as session:
        for _ in range(2):
            value, expected = session.run(known), session.run(same, feeds)
            assert value.dtype == expected.dtype
            np.testing.assert_array_equal(value, expected, strict=True)
            value[...] = 0  # it is the caller's
