# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Load: many threads on one object, many objects, and results of gigabytes."""

import gc
import hashlib
import itertools
import os
import sys
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px

THREADS = 16


# Many threads


def session_of(graph):
    with graph.as_default():
        px.set_random_seed(1)
        values = px.random.normal([700])
    session = px.Session(graph=graph)
    return lambda: session.run(values)


def op_and_session_of(graph):
    """Each draw adds an op of the same seeds to the graph, and runs it."""

    def draw():
        with graph.as_default():
            values = px.random.uniform([3], seed=5)
        with px.Session(graph=graph) as session:
            return session.run(values)

    graph.set_random_seed(1)
    return draw


# From nothing to a function that draws a batch. Up to 512 values are drawn with the GIL
# held, where there is one; batches of many are shared among threads of the pool.
SHARED = {
    "session": lambda: session_of(px.Graph()),
    "graph": lambda: op_and_session_of(px.Graph()),
    "Stream": lambda: partial(px.Stream(7).uniform, 257),
    "Stream, large": lambda: partial(px.Stream(7).truncated_normal, 300_000, threads=2),
    "random": lambda: partial(px.default_rng(3).random, 901),
    "one value": lambda: partial(px.default_rng(3).normal, 1.5),
    "integers": lambda: partial(px.default_rng(3).integers, 0, 3 << 30, 600),
    "arrays of limits": lambda: partial(
        px.default_rng(3).integers, 0, np.arange(1, 700)
    ),
    "gamma": lambda: partial(px.default_rng(3).gamma, 0.7, size=40),
    "permutation": lambda: partial(px.default_rng(3).permutation, 800),
    "words": lambda: partial(px.Philox4x32(3).random_raw, 5),
    "TensorFlow's": lambda: partial(px.random.Generator.from_seed(3).normal, [600]),
}


def digest(batch):
    return hashlib.blake2b(np.ascontiguousarray(batch).data, digest_size=12).digest()


def drawn_together(draws, seconds):
    """Draw in all threads at once, and return the digests of each draw's batches."""
    found = [[] for _ in range(THREADS)]
    end = time.monotonic() + seconds
    everybody = threading.Barrier(THREADS)
    failed = []

    def work(mine, start):
        try:
            everybody.wait(timeout=60)
            for i in itertools.count(start):
                # On a slow machine too, each draws everything twice.
                if i >= start + 2 * len(draws) and time.monotonic() > end:
                    break
                which = i % len(draws)
                mine.append((which, digest(draws[which]())))
        except BaseException as error:
            failed.append(error)
            raise

    threads = [
        threading.Thread(target=work, args=(mine, start))
        for start, mine in enumerate(found)
    ]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # threads change within draws, not after many of them
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert failed == []
    digests = [[] for _ in draws]
    for which, one in itertools.chain.from_iterable(found):
        digests[which].append(one)
    return digests


@pytest.mark.parametrize(
    "seconds", [2, pytest.param(60, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_threads_get_each_batch_of_one_thread_once(seconds, capsys):
    digests = drawn_together([make() for make in SHARED.values()], seconds)
    for (name, make), found in zip(SHARED.items(), digests, strict=True):
        draw = make()
        expected = [digest(draw()) for _ in found]
        assert len(found) >= 2 * THREADS
        assert sorted(found) == sorted(expected), name
        assert len({*expected}) > 0.9 * len(expected) or name == "graph"
    with capsys.disabled():
        print(f" {sum(map(len, digests))} batches ", end="")


# Many objects


def resident_bytes():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


ONE_GRAPH = px.Graph()


def in_a_session():
    with px.Graph().as_default():
        values = px.random.uniform([2], seed=1)
        with px.Session() as session:
            session.run(values)


OBJECTS = {
    "Stream": lambda: px.Stream(1).uniform(3),
    "Stream.spawn": lambda: px.Stream(1).spawn(2)[1].copy().bits(3),
    "default_rng": lambda: px.default_rng(1).random(3),
    "Philox4x32": lambda: px.Philox4x32().random_raw(3),
    "Session": in_a_session,
    "sessions of a graph": lambda: px.Session(graph=ONE_GRAPH).close(),
    "TensorFlow's": lambda: px.random.Generator.from_seed(3).normal([3]),
}


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no /proc here")
@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize(
    "n", [2_000, pytest.param(100_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_memory_is_flat(name, n):
    def make(times):
        for _ in range(times):
            OBJECTS[name]()
        gc.collect()
        return resident_bytes()

    make(n // 2)
    grown = []
    for _ in range(3):  # what other code keeps comes once
        before = make(n // 10)
        grown.append(make(n) - before)
        if grown[-1] < 1 << 18:
            break
    # A leaked object of 64 bytes would be 128 kB, or 6 MB.
    assert min(grown) < 1 << 18, grown


# Gigabytes

needs_memory = pytest.mark.skipif(
    not hasattr(os, "sysconf")
    or os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") < 14 << 30
    or sys.maxsize < 2**32,
    reason="needs 14 GiB of memory",
)


@pytest.mark.slow
@needs_memory
@pytest.mark.parametrize("kind", ["Stream", "default_rng"])
def test_fills_of_more_than_two_to_the_31(kind):
    n = 2**31 + 5
    if kind == "Stream":
        stream = px.Stream(1234)
        values = stream.normal(n)
        assert stream.counter == 256 * n
    else:
        rng = px.default_rng(1234)
        values = rng.standard_normal(n, dtype="float32")
        assert rng.bit_generator.state["buffer_pos"] == n % 4
    for first in (0, 2**30 - 7, 2**31 - 100, 2**31 - 1, n - 50):
        size = min(100, n - first)
        if kind == "Stream":
            expected = px.Stream(1234).at(first).normal(size)
        else:
            rng = px.default_rng(1234)
            rng.bit_generator.advance(first // 4)
            rng.standard_normal(first % 4, dtype="float32")
            expected = rng.standard_normal(size, dtype="float32")
        np.testing.assert_array_equal(values[first : first + size], expected)


@pytest.mark.slow
@needs_memory
def test_more_bytes_than_two_to_the_32():
    n = 2**32 + 37
    rng = px.default_rng(1234)
    found = rng.bytes(n)
    assert len(found) == n
    last_words = rng.integers(0, 2**32, 3, dtype="uint32")
    for first in (0, 2**31 - 64, 2**32 - 64, n // 16 * 16 - 64):
        rng = px.default_rng(1234)
        rng.bit_generator.advance(first // 16)
        expected = rng.bytes(min(128, n - first))
        assert found[first : first + len(expected)] == expected
    rng = px.default_rng(1234)
    rng.bit_generator.advance((n + 3) // 16)
    rng.bytes((n + 3) // 4 * 4 % 16)
    np.testing.assert_array_equal(last_words, rng.integers(0, 2**32, 3, dtype="uint32"))
