# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Processes: what a forked child draws, and work spread over processes."""

import multiprocessing
import operator
import os
import pickle
import signal
import threading

import numpy as np
import pytest

import philoxseed
from philoxseed import Philox4x32, Stream, _threads, default_rng

LARGE = 1_200_011  # enough for several threads

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def forked(task, seconds=60):
    """Return what a task returns in a forked child, which has some time for it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(seconds)
            with open(writer, "wb") as pipe:
                pipe.write(pickle.dumps(task()))
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writer)
    with open(reader, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, "the child hangs" if status == signal.SIGALRM else status
    return pickle.loads(answer)


@needs_fork
@pytest.mark.parametrize("make", [lambda: Stream(1234, 5), lambda: default_rng(5)])
def test_seeded_ones_go_on_in_parent_and_child(make):
    rng, expected = make(), make()
    for random in (rng, expected):
        random.normal(size=7)
    in_child = forked(lambda: rng.normal(size=9).tolist())
    values = expected.normal(size=9).tolist()
    assert in_child == values
    assert rng.normal(size=9).tolist() == values


UNSEEDED = {
    "Stream": lambda: Stream().bits(4).tolist(),
    "Philox4x32": lambda: Philox4x32().random_raw(4).tolist(),
    "default_rng": lambda: default_rng().random(4).tolist(),
    "Session": lambda: in_a_session().tolist(),
}


def in_a_session():
    with philoxseed.Graph().as_default():
        values = philoxseed.random.uniform([4])
        with philoxseed.Session() as session:
            return session.run(values)


@needs_fork
@pytest.mark.parametrize("name", UNSEEDED)
def test_unseeded_ones_made_after_the_fork_differ(name):
    make = UNSEEDED[name]
    make()
    drawn = [make(), forked(make), forked(make), make()]
    assert len({tuple(values) for values in drawn}) == 4


@needs_fork
def test_pools_of_threads_are_made_anew():
    stream, rng = Stream(3), default_rng(3)
    expected = Stream(3).uniform(LARGE, threads=2), default_rng(3).random(LARGE)
    in_child = forked(
        lambda: (stream.uniform(LARGE, threads=2), rng.random(LARGE, threads=2))
    )
    for values, value in zip(in_child, expected, strict=True):
        np.testing.assert_array_equal(values, value)


def add_op(graph):
    with graph.as_default():
        return philoxseed.random.uniform([1]).name


def draw_globally(_):
    return philoxseed.random.get_global_generator().normal([1]).numpy().tolist()


LOCKED = {
    "Stream.spawn": (lambda: Stream(1), lambda s: len(s.spawn(2))),
    "Generator": (lambda: default_rng(1), lambda rng: rng.random()),
    "Generator of NumPy": (
        lambda: np.random.Generator(Philox4x32(1)), lambda rng: rng.random()
    ),
    "Graph": (philoxseed.Graph, add_op),
    "Generator of TensorFlow": (
        lambda: philoxseed.random.Generator.from_seed(1),
        lambda generator: generator.normal([1]).numpy().tolist(),
    ),
    "global Generator": (lambda: None, draw_globally),
    "eager mode": (
        lambda: philoxseed.compat.v2.random,
        lambda random: random.uniform([1]).numpy().tolist(),
    ),
}  # fmt: skip


@needs_fork
@pytest.mark.parametrize("name", LOCKED)
def test_a_child_is_not_locked_by_threads_that_it_does_not_have(name):
    make, use = LOCKED[name]
    locked = make()
    use(locked)
    may_go_on, has_locks = threading.Event(), threading.Event()

    def hold_locks():
        locks = list(_threads._locks)
        if hasattr(locked, "bit_generator"):
            locks.append(locked.bit_generator.lock)
        for lock in locks:
            lock.acquire()
        has_locks.set()
        may_go_on.wait(timeout=60)
        for lock in locks:
            lock.release()

    holder = threading.Thread(target=hold_locks)
    holder.start()
    try:
        assert has_locks.wait(timeout=60)
        forked(lambda: use(locked), seconds=5)
    finally:
        may_go_on.set()
        holder.join()
    use(locked)


BUSY = {
    "Stream.spawn": (lambda: Stream(1), lambda s: len(s.spawn(2))),
    "Generator": (lambda: default_rng(1), lambda rng: rng.gamma(2, size=10**5)[0]),
    "Graph": (philoxseed.Graph, add_op),
}


@needs_fork
def test_a_child_keeps_the_lock_that_its_own_thread_holds():
    rng = default_rng(1)
    lock = rng.bit_generator.lock
    with lock:
        assert forked(lambda: lock.release() is None and rng.random(), seconds=5)


@needs_fork
@pytest.mark.parametrize("name", BUSY)
def test_children_work_with_what_another_thread_is_using(name):
    make, use = BUSY[name]
    shared, is_over = make(), threading.Event()

    def use_it():
        while not is_over.is_set():
            use(shared)

    user = threading.Thread(target=use_it)
    user.start()
    try:
        for _ in range(20):
            forked(lambda: use(shared), seconds=5)
    finally:
        is_over.set()
        user.join()


@needs_fork
def test_a_child_forked_during_fills_has_threads_of_its_own():
    is_over = threading.Event()

    def fill():
        out = np.empty(LARGE, np.float32)
        while not is_over.is_set():
            Stream(1).uniform(out=out, threads=3)

    user = threading.Thread(target=fill)
    user.start()
    try:
        expected = Stream(3).uniform(LARGE, threads=1)
        for _ in range(10):
            equal = forked(
                lambda: bool((Stream(3).uniform(LARGE, threads=3) == expected).all()),
                seconds=10,
            )
            assert equal
    finally:
        is_over.set()
        user.join()


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_work_in_processes(start):
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {start} here")
    stream, rng = Stream(1234), default_rng(7)
    views = [stream.at(first) for first in range(0, 4000, 1000)]
    with multiprocessing.get_context(start).Pool(2) as pool:
        pieces = pool.map(operator.methodcaller("normal", 1000), views)
        draws = pool.map(operator.methodcaller("random", 5), rng.spawn(4))
    np.testing.assert_array_equal(np.concatenate(pieces), stream.normal(4000))
    expected = [child.random(5) for child in default_rng(7).spawn(4)]
    np.testing.assert_array_equal(draws, expected)
