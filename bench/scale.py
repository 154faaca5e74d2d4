# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Blocks and Dask: ``python -m bench.scale``, with philoxseed[dask] installed.

Tables, interleaved as all the benchmark is: `fill_block` beside one contiguous
fill of as many values; Dask arrays beside those of `dask.array.random` with the same
chunks, on one thread and on one worker process; and one worker beside two.

What is timed is the drawing: each task draws its chunk and hands on one value of it.
"""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np

import philoxseed as px
from bench.measure import Contender, Timing, interleave

ROUNDS = 15
DRAWS = (
    ("standard_normal", "float32"),
    ("random", "float64"),
    ("standard_normal", "float64"),
    ("random", "float32"),
)


def ratio(timing: Timing, reference: Timing) -> str:
    """Return how many times as long it took, with quartiles."""
    low, median, high = timing.ratio(reference)
    return f"{median:6.2f} x  [{low:.2f} to {high:.2f}]"


def timed(*contenders: Contender) -> list[Timing]:
    """Time contenders in turn."""
    return interleave(contenders, rounds=ROUNDS, at_least=0.0)


def blocks() -> None:
    """Show the speed of blocks of 16 MB, as a part of that of a contiguous fill."""
    print("fill_block, one thread: speed beside a contiguous fill of as many values")
    for method, dtype in DRAWS:
        for row in (100, 1000, 10_000, 100_000):
            rows = (16 << 20) // np.dtype(dtype).itemsize // row
            out = np.empty((rows, row), dtype)
            names = {
                "fill_block": px.fill_block,
                "out": out,
                "state": px.default_rng(1).bit_generator.state,
                "draw": getattr(px.default_rng(1), method),
                "shape": (2 * rows, 3 * row + 1),
                "start": (1, row + 1),
                "dtype": dtype,
            }
            block = f"fill_block(out, state, {method!r}, shape=shape, start=start"
            block_timing, whole = timed(
                Contender("block", f"{block}, threads=1)", names),
                Contender("whole", "draw(out=out, dtype=dtype, threads=1)", names),
            )
            speed = ratio(whole, block_timing)
            print(f"  {method:15} {dtype}  rows of {row:7,}  {speed}")


def first_value(chunk: np.ndarray) -> np.ndarray:
    """Return one value of a chunk."""
    return chunk[:1]


def drawn(rng: Any, method: str, dtype: str, chunk: int, n: int) -> Any:
    """Return an array of one value of each of n chunks."""
    x = getattr(rng, method)(size=n * chunk, chunks=chunk, dtype=dtype)
    return x.map_blocks(first_value, chunks=((1,) * n,), dtype=dtype)


def beside_dask(scheduler: Any, sizes: Sequence[int], title: str) -> None:
    """Compare arrays with those of Dask's own generators."""
    import dask.array

    import philoxseed.dask

    print(title)
    for method, dtype in DRAWS:
        for mb in sizes:
            chunk = (mb << 20) // np.dtype(dtype).itemsize
            n = max(4, 128 // mb)
            ours = drawn(philoxseed.dask.default_rng(1), method, dtype, chunk, n)
            dasks = drawn(dask.array.random.default_rng(1), method, dtype, chunk, n)
            names = {"ours": ours, "dasks": dasks, "scheduler": scheduler}
            our_timing, their_timing = timed(
                Contender("ours", "ours.compute(scheduler=scheduler)", names),
                Contender("Dask's", "dasks.compute(scheduler=scheduler)", names),
            )
            speed = n * mb / 1024 / our_timing.median
            print(
                f"  {method:15} {dtype}  chunks of {mb:3} MB  "
                f"{ratio(their_timing, our_timing)}  {speed:5.1f} GiB/s"
            )


def one_and_two_workers() -> None:
    """Compare a worker with Dask's own, and with two."""
    import distributed

    import philoxseed.dask

    with ExitStack() as stack:
        clients = {}
        for workers in (1, 2):
            cluster = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=None
                )
            )
            clients[workers] = stack.enter_context(distributed.Client(cluster))
        beside_dask(
            clients[1], (16, 64), "philoxseed.dask beside dask.array.random, a worker"
        )
        print("philoxseed.dask, two workers beside one")
        for method, dtype in DRAWS:
            x = drawn(philoxseed.dask.default_rng(1), method, dtype, 1 << 24, 64)
            names = {"x": x, "one": clients[1], "two": clients[2]}
            one, two = timed(
                Contender("one", "x.compute(scheduler=one)", names),
                Contender("two", "x.compute(scheduler=two)", names),
            )
            print(f"  {method:15} {dtype}  {ratio(one, two)}")


if __name__ == "__main__":
    asked = sys.argv[1:] or ["blocks", "dask", "workers"]
    if "blocks" in asked:
        blocks()
    if "dask" in asked:
        title = "philoxseed.dask beside dask.array.random, one thread"
        beside_dask("synchronous", (1, 16, 64), title)
    if "workers" in asked:
        one_and_two_workers()
