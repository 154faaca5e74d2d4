# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The lock of a bit generator: re-entrant, known to its owner, waited for, renewed."""

import signal
import threading
import time

import numpy as np
import pytest

from philoxseed import Philox4x32, default_rng

WAIT = 30  # seconds that nothing here should take


def in_thread(task):
    """Return what a task returns in a thread of its own."""
    results = []
    thread = threading.Thread(target=lambda: results.append(task()))
    thread.start()
    thread.join(WAIT)
    return results[0]


@pytest.fixture
def lock():
    return Philox4x32(1).lock


def test_it_is_re_entrant(lock):
    assert lock.acquire() is True
    with lock as entered:
        assert entered is True and lock.acquire(blocking=False)
        lock.release()
    assert not in_thread(lambda: lock.acquire(False))
    lock.release()
    assert in_thread(lambda: lock.acquire(False) and lock.release() is None)


def test_only_its_owner_releases_it(lock):
    with pytest.raises(RuntimeError, match="does not hold"):
        lock.release()
    with lock:
        with pytest.raises(RuntimeError, match="does not hold"):
            in_thread_raising(lock.release)
        assert not in_thread(lambda: lock.acquire(timeout=0.01))
    assert "free" in repr(lock)


def in_thread_raising(task):
    """Raise here what a task raises in a thread of its own."""

    def caught():
        try:
            task()
        except Exception as error:
            return error
        return None

    error = in_thread(caught)
    if error is not None:
        raise error


@pytest.mark.parametrize(
    "arguments", [{"blocking": False, "timeout": 1}, {"timeout": -2}, {"timeout": "a"}]
)
def test_arguments_are_refused_as_those_of_threading(lock, arguments):
    with pytest.raises((TypeError, ValueError)) as theirs:
        threading.RLock().acquire(**arguments)
    with pytest.raises(theirs.type):
        lock.acquire(**arguments)


def test_a_timeout_is_kept(lock):
    with lock:
        start = time.monotonic()
        assert not in_thread(lambda: lock.acquire(timeout=0.2))
        assert 0.15 < time.monotonic() - start < WAIT


def test_waiting_threads_get_it_in_turn(lock):
    count, inside = [0], []

    def add():
        for _ in range(300):
            with lock:
                inside.append(1)
                assert len(inside) == 1
                before = count[0]
                time.sleep(0)
                count[0] = before + 1
                inside.pop()

    threads = [threading.Thread(target=add) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert count[0] == 1500


def test_draws_wait_for_it():
    rng, again = default_rng(1), default_rng(1)
    draws = {
        "random": lambda rng: rng.random(),
        "float32": lambda rng: rng.random(dtype=np.float32),
        "few": lambda rng: rng.random(3).tolist(),
        "many": lambda rng: rng.random(9000).tolist(),
        "uniform": lambda rng: rng.uniform(1.0, 2.0),
        "normal": lambda rng: rng.normal(1.0, 2.0),
        "exponential": lambda rng: rng.exponential(),
        "integers": lambda rng: int(rng.integers(10)),
        "arrays": lambda rng: rng.integers([1, 2], 9).tolist(),
        "bytes": lambda rng: rng.bytes(3),
        "NumPy's": lambda rng: rng.gamma(2.0),
    }
    for draw in draws.values():
        drawn = []
        with rng.bit_generator.lock:
            thread = threading.Thread(target=lambda d=draw, to=drawn: to.append(d(rng)))
            thread.start()
            thread.join(0.02)
            assert not drawn
            # Who holds it draws.
            mine = draw(rng)
        thread.join(WAIT)
        assert [mine, *drawn] == [draw(again), draw(again)]


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no such signals")
def test_signals_interrupt_who_waits(lock):
    has_it, may_go = threading.Event(), threading.Event()

    def hold():
        with lock:
            has_it.set()
            may_go.wait(WAIT)

    holder = threading.Thread(target=hold)
    holder.start()
    assert has_it.wait(WAIT)
    here = threading.main_thread().ident
    # A shell's background jobs ignore it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.2, lambda: signal.pthread_kill(here, signal.SIGINT)).start()
    start = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            lock.acquire(timeout=WAIT)
        assert time.monotonic() - start < WAIT / 2
    finally:
        signal.signal(signal.SIGINT, before)
        may_go.set()
        holder.join(WAIT)
    assert lock.acquire(timeout=WAIT)
    lock.release()


def test_a_callback_of_shuffle_may_draw():
    """NumPy's shuffle of a list holds the lock and runs code of the items' class."""
    rng = default_rng(1)

    drawn = []

    class Rows:
        def __len__(self):
            return 4

        def __getitem__(self, i):
            drawn.append(rng.random())
            return i

        def __setitem__(self, i, value):
            drawn.append(rng.integers(5))

    with pytest.warns(UserWarning, match="not a subclass of"):
        rng.shuffle(Rows())
    assert len(drawn) >= 6
