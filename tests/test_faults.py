# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Kills, interrupts and failing memory: what state is left, and that work goes on."""

import functools
import itertools
import os
import random
import runpy
import signal
import threading
import time
import types
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px
from philoxseed import _threads

ROOT = Path(__file__).parent.parent
RESUME = ROOT / "examples" / "resume.py"
HUGE = 2**57  # values, for which no machine has memory

with_signals = pytest.mark.skipif(os.name == "nt", reason="has no such signals")


# Kills


def forked(job, folder, batches):
    """Start the job in a process of its own, and return its id."""
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            job.work(folder, batches)
            os._exit(0)
        finally:
            os._exit(1)
    return child


def uninterrupted(batches):
    """What the example's job gives, drawn at once."""
    rng, noise = px.default_rng(2024), px.Stream(1234)
    first = rng.exponential(size=1000 * batches)
    # An op without a seed of its own, the first one of its graph, by the rule of 2.3.
    second = np.concatenate([noise.normal(1000, scale=0.1) for _ in range(batches)])
    return (first + second).astype("<f8").tobytes()


def killed_and_resumed(job, folder, batches, seconds):
    """Run the job to its end, killing it at random moments; return the kills."""
    kills = 0
    while True:
        child = forked(job, folder, batches)
        time.sleep(next(seconds))
        os.kill(child, signal.SIGKILL)  # if it has not ended, but waits for waitpid
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            return kills
        assert status == -signal.SIGKILL
        kills += 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.skipif(not RESUME.exists(), reason="needs the examples")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(
    "jobs", [5, pytest.param(50, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_killed_jobs_go_on_as_if_they_had_not_been(tmp_path, capfd, jobs):
    batches, kills, equal = 30, 0, 0
    job = types.SimpleNamespace(**runpy.run_path(str(RESUME)))
    expected = uninterrupted(batches)

    def output(name, seconds):
        nonlocal kills
        folder = tmp_path / name
        folder.mkdir()
        kills += killed_and_resumed(job, folder, batches, seconds)
        return (folder / "results.f64").read_bytes()

    begin = time.monotonic()
    job.work(tmp_path, batches)
    assert (tmp_path / "results.f64").read_bytes() == expected
    whole = time.monotonic() - begin
    for i in range(jobs):
        dice = random.Random(i)
        # Mostly in the middle; and longer and longer, so that it does end.
        seconds = (whole * dice.uniform(0, 0.5 + n / 10) for n in itertools.count())
        equal += output(str(i), seconds) == expected
    with capfd.disabled():
        print(f" {equal} of {jobs} outputs right after {kills} kills ", end="")
    assert equal == jobs
    assert kills >= jobs


# Ctrl-C


class Interruption(BaseException):
    """What a handler raises."""


@pytest.fixture
def interrupted():
    """A function: from one that draws for long to what interrupts it, and how late."""

    def handler(*_):
        raise Interruption

    def interrupt(draw, after=0.03):
        before = signal.signal(signal.SIGALRM, handler)
        begin = time.monotonic()
        try:
            signal.setitimer(signal.ITIMER_REAL, after)
            with pytest.raises(Interruption) as caught:
                draw()
            return caught.value, time.monotonic() - begin - after
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return interrupt


LATE = 3.0  # seconds; 0.5 is promised, where there is nothing else to do
LONG = 2**28  # values: two draws of them take longer than any test may

DRAWS = {
    "Stream": (lambda: px.Stream(3), lambda s, out, n: s.normal(out=out, threads=n)),
    "default_rng": (
        lambda: px.default_rng(3),
        lambda rng, out, n: rng.standard_normal(out=out, dtype="float32", threads=n),
    ),
    "arrays of parameters": (
        lambda: px.default_rng(3),
        lambda rng, out, n: rng.normal(
            np.zeros(2**14),
            1,
            out=out.reshape(-1, 2**14),
            dtype="float32",
            threads=n,
        ),
    ),
}


def place_of(source):
    return source.state if isinstance(source, px.Stream) else source.bit_generator.state


@with_signals
@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("name", DRAWS)
def test_long_draws_answer_signals_and_are_spent(interrupted, name, threads):
    make, draw = DRAWS[name]
    source, out = make(), np.zeros(LONG, np.float32)
    error, late = interrupted(lambda: draw(source, out, threads))
    written = int(np.count_nonzero(out[:: 2**10]))
    assert late < LATE  # and the fill is over when the call is:
    time.sleep(0.02)
    assert np.count_nonzero(out[:: 2**10]) == written < LONG // 2**10
    assert f"this draw of {LONG} values ended before its end" in error.__notes__[0]
    whole = make()
    if isinstance(whole, px.Stream):
        whole.skip(256 * LONG)
    else:
        whole.bit_generator.advance(LONG // 4)
    assert place_of(source) == place_of(whole)
    # And it goes on.
    a, b = (draw(s, np.empty(2**15, np.float32), 1) for s in (source, whole))
    np.testing.assert_array_equal(a, b)


@with_signals
def test_handlers_that_return_do_not_change_a_draw():
    came = []
    before = signal.signal(
        signal.SIGALRM, lambda *_: came.append(threading.current_thread())
    )
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
        values = px.default_rng(5).normal(size=2**24, dtype="float32")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert came
    assert set(came) == {threading.main_thread()}
    pieces = px.default_rng(5)
    for first in range(0, 2**24, 2**22):
        piece = pieces.normal(size=2**22, dtype="float32", threads=1)
        np.testing.assert_array_equal(values[first : first + 2**22], piece)


@with_signals
def test_a_run_that_is_interrupted_has_moved_the_ops_that_ran(interrupted):
    with px.Graph().as_default() as graph:
        px.set_random_seed(1)
        size = px.placeholder("int32", [1])
        first = px.random.uniform([2])
        with px.get_default_graph().control_dependencies([first]):
            second = px.random.normal(size)
        with px.Session() as session:
            _, late = interrupted(lambda: session.run([first, second], {size: [LONG]}))
            assert late < LATE
            ops = session.get_random_state()["ops"]
            moved = {name: op["blocks"] for name, op in ops.items()}
            assert moved == {first.op.name: 512, second.op.name: 256 * LONG}
            values = session.run([first, second], {size: [5]})
    streams = [
        px.Stream.from_kernel_seeds(row.key, row.counter >> 64)
        for row in px.explain_seeds(graph)
    ]
    streams[0].skip(512)
    streams[1].skip(256 * LONG)
    np.testing.assert_array_equal(values[0], streams[0].uniform(2))
    np.testing.assert_array_equal(values[1], streams[1].normal(5))


# Memory


WITHOUT_MEMORY = {
    "Stream": lambda: px.Stream(1).normal,
    "random": lambda: px.default_rng(1).random,
    "integers": lambda: functools.partial(px.default_rng(1).integers, 0, 9),
    "permutation": lambda: px.default_rng(1).permutation,
    "choice": lambda: functools.partial(px.default_rng(1).choice, 9),
}


@pytest.mark.parametrize("name", WITHOUT_MEMORY)
def test_draws_for_which_there_is_no_memory_move_nothing(name):
    draw = WITHOUT_MEMORY[name]()
    source = getattr(draw, "func", draw).__self__
    before = place_of(source)
    with pytest.raises(MemoryError):
        draw(HUGE)
    assert place_of(source) == before


def test_a_run_without_memory_has_moved_what_ran_before():
    with px.Graph().as_default():
        px.set_random_seed(1)
        size = px.placeholder("int64", [1])
        first = px.random.uniform([2])
        with px.get_default_graph().control_dependencies([first]):
            second = px.random.normal(size)
        with px.Session() as session, px.Session() as other:
            with pytest.raises(MemoryError):
                session.run([first, second], {size: [HUGE]})
            ops = session.get_random_state()["ops"]
            assert ops[first.op.name] == {"blocks": 512}
            assert ops.get(second.op.name, {"blocks": 0}) == {"blocks": 0}
            values = session.run([first, second], {size: [3]})
            fresh = other.run([first, second], {size: [3]})
            np.testing.assert_array_equal(values[1], fresh[1])
            np.testing.assert_array_equal(values[0], other.run(first))


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
def test_what_fails_while_threads_are_woken_leaves_the_draw_spent(monkeypatch, error):
    def offer(work, times):
        raise error

    stream, out = px.Stream(3), np.zeros(2**22, np.float32)
    with monkeypatch.context() as patch:
        patch.setattr(_threads, "offer", offer)
        with pytest.raises(error) as caught:
            stream.uniform(out=out, threads=4)
    assert "is spent" in caught.value.__notes__[0]
    assert stream.counter == 256 * 2**22
    assert not out.any()
