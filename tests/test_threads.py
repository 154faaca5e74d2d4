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


@pytest.mark.parametrize("workers", range(1, 8))
def test_all_workers_are_waited_for(workers):
    started, finished, lock = [], [], threading.Lock()
    everybody = threading.Barrier(workers)

    def work():
        with lock:
            started.append(threading.get_ident())
        everybody.wait(timeout=60)
        with lock:
            finished.append(threading.get_ident())

    _threads.run(work, workers)
    assert sorted(started) == sorted(finished)
    assert len(set(started)) == workers
    assert threading.get_ident() in started


def test_workers_that_have_not_started_are_not_waited_for(monkeypatch):
    blocked = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(_threads, "_pool", pool)
        pool.submit(blocked.wait)
        try:
            calls = []
            _threads.run(lambda: calls.append(threading.get_ident()), 5)
            assert calls == [threading.get_ident()]
        finally:
            blocked.set()


def test_errors_of_a_worker_are_raised():
    both = threading.Barrier(2)
    caller = threading.get_ident()

    def work():
        both.wait(timeout=60)
        if threading.get_ident() != caller:
            raise RuntimeError("in a worker")

    with pytest.raises(RuntimeError, match="in a worker"):
        _threads.run(work, 2)


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
    subprocess.run([sys.executable, "-P", "-c", code], check=True, timeout=60)


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
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "filled", done.stderr
