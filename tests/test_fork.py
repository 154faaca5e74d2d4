# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Processes: what a forked child draws, and work spread over processes."""

import multiprocessing
import operator
import os
import pickle
import signal

import numpy as np
import pytest

import philoxseed
from philoxseed import Philox4x32, Stream, default_rng

LARGE = 1_200_011  # enough for several threads

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def forked(task):
    """Return what a task returns in a forked child, which has a minute for it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        with open(writer, "wb") as pipe:
            pipe.write(pickle.dumps(task()))
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
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
