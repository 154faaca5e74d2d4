# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The number of threads, the pool, and what threads share or have of their own."""

import operator
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import philoxseed as px
from philoxseed import _threads
from philoxseed._core import CoreStream
from philoxseed._graph import session as session_module
from philoxseed._seeds.op_ids import OpIds

LARGE = 2**20  # values, enough for four threads


@pytest.fixture(autouse=True)
def default_threads():
    yield
    px.set_num_threads(None)


def test_default_is_the_usable_cpus(monkeypatch):
    monkeypatch.delenv("PHILOXSEED_NUM_THREADS", raising=False)
    expected = (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count()
    )
    assert px.get_num_threads() == expected


def test_environment_then_setting(monkeypatch):
    monkeypatch.setenv("PHILOXSEED_NUM_THREADS", "5")
    assert px.get_num_threads() == 5
    px.set_num_threads(np.int64(3))
    assert px.get_num_threads() == 3
    px.set_num_threads(None)
    assert px.get_num_threads() == 5


@pytest.mark.parametrize("setting", ["0", "-1", "two", "1.5"])
def test_bad_environment_is_named(monkeypatch, setting):
    monkeypatch.setenv("PHILOXSEED_NUM_THREADS", setting)
    stream = CoreStream(1)
    with pytest.raises(ValueError, match=f"PHILOXSEED_NUM_THREADS.*'{setting}'"):
        stream.uniform(2**21)
    assert stream.counter == 0


@pytest.mark.parametrize(
    ("threads", "error"), [(0, ValueError), (2**20, ValueError), (1.0, TypeError)]
)
def test_bad_settings(threads, error):
    with pytest.raises(error, match="threads"):
        px.set_num_threads(threads)


# The pool


def pool_threads():
    """Return the names of the threads that this package started."""
    return [t.name for t in threading.enumerate() if t.name.startswith("philoxseed")]


def large_fills(n, threads=None):
    out = np.empty(2**20, np.float32)
    for _ in range(n):
        CoreStream(1).uniform(out=out, threads=threads)


@pytest.fixture
def new_pool(monkeypatch):
    """A pool without threads, and the number of those that there are already."""
    monkeypatch.setattr(_threads, "_pool", _threads._Pool())
    return len(pool_threads())


def test_the_pool_does_not_outgrow_what_is_asked_for(new_pool):
    px.set_num_threads(2)
    large_fills(600)
    assert len(pool_threads()) - new_pool == 1
    with ThreadPoolExecutor(4) as callers:
        list(callers.map(large_fills, [100] * 4))
    assert len(pool_threads()) - new_pool == 1
    px.set_num_threads(4)
    large_fills(100)
    large_fills(100, threads=3)
    assert len(pool_threads()) - new_pool <= 3
    names = pool_threads()
    large_fills(100)
    assert pool_threads() == names


@pytest.mark.parametrize("times", range(7))
def test_threads_of_the_pool_work_at_the_same_time(new_pool, times):
    everybody = threading.Barrier(times + 1)
    started = []

    def work():
        started.append(threading.get_ident())
        everybody.wait(timeout=60)

    _threads.offer(work, times)
    everybody.wait(timeout=60)
    assert len(set(started)) == times
    assert threading.get_ident() not in started


def test_fills_do_not_wait_for_busy_threads(new_pool):
    blocked = threading.Event()
    _threads.offer(blocked.wait, 3)
    try:
        values = CoreStream(3).normal(LARGE, threads=4)
        np.testing.assert_array_equal(values, CoreStream(3).normal(LARGE, threads=1))
        del values
    finally:
        blocked.set()


@pytest.mark.parametrize("error", [RuntimeError, MemoryError])
def test_fills_do_without_threads_that_cannot_be_had(new_pool, monkeypatch, error):
    def start(self):
        raise error

    monkeypatch.setattr(threading.Thread, "start", start)
    values = CoreStream(3).normal(LARGE, threads=4)
    np.testing.assert_array_equal(values, CoreStream(3).normal(LARGE, threads=1))


def run(code):
    """Run code in another process, for a minute at most, and return its output."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_stays_where_no_thread_can_start():
    code = """
import threading, weakref
import numpy as np
from philoxseed._core import CoreStream
from philoxseed._graph import session as session_module
from philoxseed._seeds.op_ids import OpIds
threading.stack_size(1 << 46)  # more than there are addresses for
try:
    threading.Thread(target=print).start()
    print("this system starts it")
except RuntimeError:
    for _ in range(3):
        values = CoreStream(1).uniform(2**21, threads=4)
        assert np.array_equal(values, CoreStream(1).uniform(2**21, threads=1))
        value = weakref.ref(values)
        del values
        assert value() is None
"""
    if run(code):
        pytest.skip("threads with any stack can be had here")


# Interrupted fills


class Interruption(BaseException):
    """Something that is raised in the middle of a fill."""


def test_what_is_raised_comes_when_nobody_writes_any_more(monkeypatch):
    """As a KeyboardInterrupt does that comes while threads are woken."""
    offer = _threads.offer

    def interrupted_offer(work, times):
        offer(work, times)
        raise Interruption

    out = np.zeros(2**24, np.float32)
    stream = CoreStream(3)
    with monkeypatch.context() as patch:
        patch.setattr(_threads, "offer", interrupted_offer)
        with pytest.raises(Interruption):
            stream.uniform(out=out, threads=4)
    found = out.copy()
    time.sleep(0.02)
    np.testing.assert_array_equal(out, found)
    assert stream.counter == 256 * 2**24


@pytest.mark.skipif(os.name == "nt", reason="has no such signals")
def test_interrupted_fills_do_not_go_on_in_other_threads():
    code = """
import random, signal, time
import numpy as np
from philoxseed._core import CoreStream
from philoxseed._graph import session as session_module
from philoxseed._seeds.op_ids import OpIds

def interrupt(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGALRM, interrupt)
out = np.empty(2**21, np.float32)
CoreStream(0).normal(out=out, threads=4)
for i in range(60):
    try:
        signal.setitimer(signal.ITIMER_REAL, random.Random(i).uniform(1e-4, 4e-3))
        while True:
            CoreStream(i).normal(out=out, threads=4)
    except KeyboardInterrupt:
        out[:] = 0
    time.sleep(0.02)
    assert not out.any(), i
print("done")
"""
    assert run(code).strip() == "done"


# Forks and the end


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_pool_is_made_anew_after_fork():
    code = """
import os, warnings
import numpy as np
from philoxseed._core import CoreStream
from philoxseed._graph import session as session_module
from philoxseed._seeds.op_ids import OpIds
warnings.simplefilter("ignore")  # Python 3.12 warns of forks beside threads
expected = CoreStream(3).normal(2**19, threads=1)
stream = CoreStream(3)
CoreStream(1).uniform(2**21, threads=4)  # the parent has a pool
child = os.fork()
equal = np.array_equal(stream.normal(2**19, threads=4), expected)
if child == 0:
    os._exit(0 if equal else 1)
assert equal
assert os.waitpid(child, 0)[1] == 0
"""
    run(code)


def test_fills_work_while_the_interpreter_shuts_down():
    code = """
import atexit
import numpy as np
from philoxseed._core import CoreStream
from philoxseed._graph import session as session_module
from philoxseed._seeds.op_ids import OpIds
expected = CoreStream(3).uniform(2**21, threads=1)
CoreStream(1).uniform(2**21, threads=4)

def last():
    assert np.array_equal(CoreStream(3).uniform(2**21, threads=4), expected)
    print("filled")

atexit.register(last)
"""
    assert run(code).strip() == "filled"


# Graphs and sessions


def together(*functions):
    """Call each function in a thread of its own, and return what they return.

    They are given a function that waits until all of them call it.
    """
    everybody = threading.Barrier(len(functions))

    def meet():
        everybody.wait(timeout=60)

    with ThreadPoolExecutor(len(functions)) as threads:
        running = [threads.submit(function, meet) for function in functions]
        return [future.result(timeout=60) for future in running]


@pytest.mark.parametrize("open_scope", ["name_scope", "variable_scope"])
def test_scopes_are_those_of_a_thread(open_scope):
    """As in TensorFlow, whose stacks of names and of variables' scopes are so."""
    graph = px.Graph(op_seeds="name")
    graph.set_random_seed(1)

    def op_in(scope):
        def make(meet):
            with graph.as_default(), getattr(px.compat.v1, open_scope)(scope):
                meet()
                op = px.random.normal([2], name="op")
                below = px.compat.v1.get_variable_scope().name
                variable = px.compat.v1.get_variable(f"v{scope}", initializer=0.0)
                meet()
            meet()
            with graph.as_default():
                top = px.random.normal([2], name=f"op_of_{scope}")
            return op, below, variable, top

        return make

    made = together(op_in("a"), op_in("b"))
    for name, (op, below, variable, top) in zip("ab", made, strict=True):
        assert (op.name, top.name) == (f"{name}/op:0", f"op_of_{name}:0")
        if open_scope == "variable_scope":
            assert (below, variable.name) == (name, f"{name}/v{name}:0")
    with px.Session(graph=graph) as session:
        values = session.run([op for op, *_ in made])
    alone = px.Graph(op_seeds="name")
    alone.set_random_seed(1)
    with alone.as_default(), px.Session() as session:
        for name, value in zip("ab", values, strict=True):
            with px.name_scope(name):
                op = px.random.normal([2], name="op")
            np.testing.assert_array_equal(session.run(op), value)


def test_one_variable_scope_in_two_threads():
    graph = px.Graph()
    with graph.as_default():
        scope = px.compat.v1.variable_scope("a")

    def first(meet):
        with graph.as_default(), px.name_scope("x"):
            with scope:
                meet()
                meet()
            meet()
            return graph.get_name_scope(), px.compat.v1.get_variable_scope().name

    def second(meet):
        with graph.as_default(), px.name_scope("y"):
            meet()
            with scope:
                meet()
                meet()
                name = px.compat.v1.get_variable_scope().name
            return graph.get_name_scope(), name

    assert together(first, second) == [("x", ""), ("y", "a")]


def test_control_dependencies_are_those_of_a_thread():
    graph = px.Graph()
    with graph.as_default():
        before = px.random.uniform([])

    def ordered(meet):
        with graph.as_default(), graph.control_dependencies([before]):
            meet()
            meet()
            return px.random.uniform([]).op.control_inputs

    def free(meet):
        with graph.as_default():
            meet()
            inputs = px.random.uniform([]).op.control_inputs
            meet()
            return inputs

    assert together(ordered, free) == [(before.op,), ()]


def test_op_ids_of_a_call_are_counted_beside_those_of_other_threads():
    graph = px.Graph(tensorflow="1.15")

    def call(meet):
        with graph.counted_as(OpIds(3, 4)):
            meet()
            meet()

    def placeholder(meet):
        meet()
        with graph.as_default():
            px.placeholder(px.float32)
        meet()

    together(call, placeholder)
    graph.set_random_seed(1)
    assert graph.get_seed(None) == (1, 3 + 4 + 1)


def test_op_ids_that_a_thread_tells_are_for_its_own_next_op():
    graph = px.Graph(tensorflow="1.15")
    with graph.as_default():
        value = px.placeholder(px.float32, [2])

    def unknown(meet):
        graph.advance_op_ids(3)
        meet()
        meet()
        return np.median(value).name

    def known(meet):
        meet()
        with graph.as_default():
            px.placeholder(px.float32)
        meet()

    assert together(unknown, known)[0] == "median:0"


@pytest.fixture
def often_switched():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def test_threads_build_one_graph(often_switched):
    """Names, op ids and automatic op seeds are taken once each."""
    graph = px.Graph()
    graph.set_random_seed(1)

    def build(meet):
        names, ops = [], []
        meet()
        for _ in range(500):
            with graph.name_scope("scope") as name:
                names.append(name)
        with graph.as_default():
            for _ in range(200):
                ops.append(px.random.uniform([1]).op)
        return names, ops

    built = together(*[build] * 4)
    names = [name for scopes, _ in built for name in scopes]
    ops = [op for _, made in built for op in made]
    assert len(set(names)) == 2000
    assert len({op.name for op in ops}) == 800
    assert sorted(op.seeds[1] for op in ops) == list(range(800))
    assert set(graph.get_operations()) == set(ops)


def test_threads_share_one_variable_of_a_name(often_switched):
    graph = px.Graph()

    def get(meet):
        meet()
        with graph.as_default():
            scope = px.compat.v1.variable_scope("s", reuse=px.compat.v1.AUTO_REUSE)
            with scope:
                return [px.compat.v1.get_variable(f"v{i}", [2]) for i in range(20)]

    first, *others = together(*[get] * 4)
    for variables in others:
        assert all(map(operator.is_, first, variables))


def test_a_graph_and_a_session_entered_in_two_threads():
    graph, session = px.Graph(), px.Session()

    def first(meet):
        with graph, session.as_default():
            meet()
            meet()
        meet()
        return px.get_default_session()

    def second(meet):
        meet()
        with graph, session.as_default():
            meet()
            meet()
            return px.get_default_graph(), px.get_default_session()

    assert together(first, second) == [None, (graph, session)]


def test_an_interactive_session_that_another_thread_closes_is_no_default():
    graph = px.Graph()
    session = px.compat.v1.InteractiveSession(graph=graph)
    assert px.get_default_session() is session
    together(lambda meet: session.close())
    assert px.get_default_session() is None
    assert px.get_default_graph() is not graph


@pytest.mark.parametrize("forget", ["close", "reset_random"])
def test_streams_forgotten_during_a_run_are_not_used_again(monkeypatch, forget):
    """Another thread forgets them while the first run of its kind is prepared."""
    with px.Graph().as_default():
        op = px.random.uniform([3], seed=1)
        session = px.Session()
    expected = session.run(op)
    session.reset_random()
    make = session_module.Plan
    other = threading.Thread(target=getattr(session, forget))

    def slow_plan(*args):
        plan = make(*args)
        other.start()
        other.join(timeout=0.2)
        return plan

    monkeypatch.setattr(session_module, "Plan", slow_plan)
    session.run(op)
    other.join()
    monkeypatch.undo()
    if forget == "close":
        with pytest.raises(RuntimeError, match="closed"):
            session.run(op)
    else:
        np.testing.assert_array_equal(session.run(op), expected)


@pytest.mark.parametrize(
    "draw",
    [
        lambda n: px.random.stateless_gamma([n], [1, 2], 0.3),
        lambda n: px.random.stateless_gamma(
            [n // 2, 2], [1, 2], [1.0, 5.0], None, "float64"
        ),
        lambda n: px.random.stateless_poisson([n], [1, 2], 30.0, "int64"),
        lambda n: px.random.stateless_poisson([n // 3, 3], [1, 2], [0.1, 4.0, 1e5]),
        lambda n: px.random.stateless_binomial([n], [1, 2], 9.0, 0.4),
        lambda n: px.random.Generator.from_seed(3).binomial([n], 200.0, 0.4),
    ],
)
def test_draws_with_loops_are_shared(draw, monkeypatch):
    n, calls = 200_001 // 6 * 6, []
    offer = _threads.offer
    monkeypatch.setattr(
        _threads, "offer", lambda work, times: calls.append(times) or offer(work, times)
    )
    values = {}
    for threads in (1, 2, 5):
        px.set_num_threads(threads)
        values[threads] = draw(n)
    assert calls == [1, 4]
    assert np.array_equal(values[1], values[2])
    assert np.array_equal(values[1], values[5])
