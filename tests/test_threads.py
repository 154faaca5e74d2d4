# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The number of threads, and the pool."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import philoxseed as px
from philoxseed import _threads
from philoxseed._core import CoreStream

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
        stream.uniform(2**19)
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


def test_what_is_raised_comes_after_the_last_value_is_written(monkeypatch):
    """As a KeyboardInterrupt does that comes while threads are woken."""
    offer = _threads.offer

    def interrupted_offer(work, times):
        offer(work, times)
        raise Interruption

    expected = CoreStream(3).uniform(2**24, threads=1)
    out = np.zeros_like(expected)
    stream = CoreStream(3)
    with monkeypatch.context() as patch:
        patch.setattr(_threads, "offer", interrupted_offer)
        with pytest.raises(Interruption):
            stream.uniform(out=out, threads=4)
    np.testing.assert_array_equal(out, expected)
    assert stream.counter == 256 * 2**24


@pytest.mark.skipif(os.name == "nt", reason="has no such signals")
def test_interrupted_fills_do_not_go_on_in_other_threads():
    code = """
import random, signal, time
import numpy as np
from philoxseed._core import CoreStream

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
expected = CoreStream(3).uniform(2**21, threads=1)
CoreStream(1).uniform(2**21, threads=4)

def last():
    assert np.array_equal(CoreStream(3).uniform(2**21, threads=4), expected)
    print("filled")

atexit.register(last)
"""
    assert run(code).strip() == "filled"
