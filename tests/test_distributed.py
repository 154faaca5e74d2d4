# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Dask arrays on a cluster of two worker processes; `make test-dask` prints counts."""

import os
import signal
import sys
import time

import numpy as np
import pytest
from block_cases import CALLS, CHUNKINGS, DRAWS, SHAPE
from numpy.testing import assert_array_equal

import philoxseed as px

dask = pytest.importorskip("dask")
da = pytest.importorskip("dask.array")
distributed = pytest.importorskip("distributed")
pxd = pytest.importorskip("philoxseed.dask")

pytestmark = pytest.mark.slow

compared = {"arrays": 0, "values": 0}


def assert_equal(found, expected):
    assert found.dtype == expected.dtype
    assert_array_equal(found, expected)
    compared["arrays"] += 1
    compared["values"] += found.size


@pytest.fixture(scope="module")
def client():
    with (
        dask.config.set({"distributed.worker.daemon": True}),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            memory_limit="4GiB",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        client.wait_for_workers(2, timeout=60)
        yield client
    print("\ncompared bit for bit:", compared)


def scheduled(name, client):
    """What Dask is told to compute with."""
    return {"scheduler": client} if name == "distributed" else {"scheduler": name}


@pytest.mark.parametrize(
    "scheduler", ["synchronous", "threads", "processes", "distributed"]
)
@pytest.mark.parametrize("chunks", CHUNKINGS, ids=str)
def test_every_chunking_and_scheduler_equals_one_fill(client, scheduler, chunks):
    rng, lazy = px.default_rng(2024), pxd.default_rng(2024)
    expected = [
        getattr(rng, method)(*args, size=SHAPE, **kwargs)
        for method, args, kwargs in CALLS
    ]
    arrays = [
        getattr(lazy, method)(*args, size=SHAPE, chunks=chunks, **kwargs)
        for method, args, kwargs in CALLS
    ]
    for method, parameters, dtype in DRAWS:
        stream = px.Stream(1234, 5)
        for run in range(2):
            draw = getattr(stream, method)
            expected.append(draw(size=SHAPE, dtype=dtype, **parameters))
            arrays.append(
                getattr(pxd, method)(
                    SHAPE,
                    **parameters,
                    seed=(1234, 5),
                    run=run,
                    dtype=dtype,
                    chunks=chunks,
                )
            )
    found = dask.compute(*arrays, **scheduled(scheduler, client))
    for one, other in zip(found, expected, strict=True):
        assert_equal(one, other)


@pytest.mark.parametrize(("method", "args", "kwargs"), CALLS)
def test_both_sides_of_element_2_to_the_32(client, method, args, kwargs):
    """Blocks of a whole of 2^40 elements, the border within a chunk and between two."""
    if any(isinstance(x, np.ndarray) and x.dtype.kind in "if" for x in args):
        args = tuple(x.flat[-1] if isinstance(x, np.ndarray) else x for x in args)
    shape, border = (2**20, 2**20), 2**32 // 2**20
    rng = px.default_rng(11)
    state = rng.bit_generator.state
    names = {name: value for name, value in kwargs.items() if name != "dtype"}
    for rows in (64, 48):  # whether the border is one of chunks
        x = getattr(pxd.default_rng(px.default_rng(11)), method)(
            *args, size=shape, chunks=(rows, 4096), **kwargs
        )
        for start in ((border - 1, 2**20 - 7), (border - 1, 0), (border, 0)):
            part = x[start[0] : start[0] + 2, start[1] : start[1] + 7]
            found = part.compute(scheduler=client)
            out = np.empty(found.shape, found.dtype)
            px.fill_block(out, state, method, *args, shape=shape, start=start, **names)
            assert_equal(found, out)
    # And beside a generator that has been moved there, where no value is tried again.
    if method == "random":
        there = px.default_rng(px.Philox4x32(1))
        there.bit_generator.state = state
        words = x.dtype.itemsize // 4
        there.bit_generator.advance((2**32 - 4) * words // 4)
        found = x[border - 1, -4:].compute(scheduler=client)
        assert_equal(found, there.random(4, x.dtype))


def test_streams_on_both_sides_of_element_2_to_the_32(client):
    for method, parameters, dtype in DRAWS:
        x = getattr(pxd, method)(
            2**33, **parameters, seed=(3, 4), dtype=dtype, chunks=2**20
        )
        found = x[2**32 - 9 : 2**32 + 9].compute(scheduler=client)
        view = px.Stream(3, 4).at(2**32 - 9)
        assert_equal(found, getattr(view, method)(size=18, dtype=dtype, **parameters))


def test_a_killed_worker_changes_nothing(client):
    if sys.platform == "win32":
        pytest.skip("no signal ends a process at once")
    expected = px.default_rng(5).standard_normal((400, 50_000))
    x = pxd.default_rng(5).standard_normal((400, 50_000), chunks=(10, 50_000))

    def slow(block):
        time.sleep(0.1)
        return block

    future = client.compute(x.map_blocks(slow, dtype=x.dtype, meta=x._meta))
    pids = client.run(os.getpid)
    deadline = time.monotonic() + 60
    while not any(client.processing().values()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.5)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    assert not future.done()
    assert_equal(future.result(timeout=120), expected)
    client.wait_for_workers(2, timeout=60)
    assert {*client.run(os.getpid).values()} != {*pids.values()}


def test_corners_and_a_sample_of_a_trillion(client):
    shape = 10**6, 10**6
    x = pxd.default_rng(9).normal(1, 3, shape, chunks=(1000, 1000), dtype="float32")
    random = np.random.default_rng(0)
    corners = [(i, j) for i in (0, 999_991) for j in (0, 999_991)]
    for row, column in corners + random.integers(0, 10**6 - 9, (20, 2)).tolist():
        found = x[row : row + 9, column : column + 9].compute(scheduler=client)
        out = np.empty((9, 9), np.float32)
        state = px.default_rng(9).bit_generator.state
        px.fill_block(out, state, "normal", 1, 3, shape=shape, start=(row, column))
        assert_equal(found, out)


def peak():
    """The most memory that this process has had, in bytes.

    Not getrusage's, which starts at what the parent had.
    """
    with open("/proc/self/status") as status:
        (line,) = (line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) << 10


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's counters")
def test_memory_of_a_worker_stays_within_two_chunks():
    chunk = 2**24  # values: 128 MiB
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        small = pxd.default_rng(1).random(2**12, chunks=2**10)
        (small * 2).sum().compute()
        before = client.run(peak)
        x = pxd.default_rng(1).random(12 * chunk, chunks=chunk)
        mean = (x > 0.25).mean().compute()
        after = client.run(peak)
    rises = [after[worker] - before[worker] for worker in after]
    print("\nrise of each worker's memory, in chunks:", [r / 8 / chunk for r in rises])
    assert abs(mean - 0.75) < 1e-4
    assert max(rises) > 8 * chunk / 2  # that something was measured
    assert max(rises) < 2 * 8 * chunk
