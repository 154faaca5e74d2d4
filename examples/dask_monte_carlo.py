# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The price of an Asian option, from an array that is larger than the memory.

python dask_monte_carlo.py          a hundredth of it, in seconds
python dask_monte_carlo.py --whole  40 GB of normals, on two worker processes

The array is never there as a whole: Dask draws a chunk, makes prices of it, and forgets
it. A loop over one generator, with one thread and without Dask, gives the same price,
to the last digit: payoffs are counted in whole units of 2^-20, whose sums do not depend
on their order. pip install philoxseed[dask]
"""

import argparse
import math
import sys
import time
from importlib.util import find_spec

import numpy as np

import philoxseed as px

STEPS, PATHS = 50, 200_000_000  # 40 GB in float32
SPOT, STRIKE, RATE, VOLATILITY, YEARS, SEED = 100.0, 100.0, 0.03, 0.25, 1.0, 2024
CHUNK = 200_000  # paths: 40 MB


def payoffs(normals):
    """Return what each path pays, in units of 2^-20."""
    step = YEARS / STEPS
    logs = normals * np.float32(VOLATILITY * math.sqrt(step))
    logs += np.float32((RATE - VOLATILITY**2 / 2) * step)
    np.cumsum(logs, axis=1, out=logs)
    np.exp(logs, out=logs)
    mean = SPOT * logs.mean(axis=1, dtype=np.float64)
    return np.rint(np.maximum(mean - STRIKE, 0) * 2**20).astype(np.int64)


def price(total, paths):
    """Return the price from a sum of payoffs."""
    return math.exp(-RATE * YEARS) * int(total) / 2**20 / paths


def memory():
    """Return the most memory that a process has had, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def by_dask(paths):
    """Return the price by two worker processes, with a progress bar."""
    import distributed

    import philoxseed.dask as pxd

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        rng = pxd.default_rng(SEED)
        normals = rng.standard_normal(
            (paths, STEPS), dtype="float32", chunks=(CHUNK, STEPS)
        )
        total = normals.map_blocks(payoffs, dtype=np.int64, drop_axis=1).sum()
        start, before = time.perf_counter(), client.run(memory)
        future = client.compute(total)
        distributed.progress(future, notebook=False)
        result = future.result()
        seconds, after = time.perf_counter() - start, client.run(memory)
    rises = ", ".join(f"{after[w] - before[w]:.0f} MB" for w in after)
    print(
        f"\n{normals.nbytes / 1e9:g} GB of normals in {seconds:.1f} s, {rises} a worker"
    )
    return price(result, paths)


def by_a_loop(paths):
    """Return the price by one thread; the windows are others than Dask's chunks."""
    rng, total, window = px.default_rng(SEED), 0, 77_777
    room = np.empty((window, STEPS), np.float32)
    start = time.perf_counter()
    for first in range(0, paths, window):
        normals = room[: min(window, paths - first)]
        rng.standard_normal(dtype="float32", out=normals, threads=1)
        total += int(payoffs(normals).sum())
    print(f"one thread, without Dask: {time.perf_counter() - start:.1f} s")
    return price(total, paths)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--whole", action="store_true", help="all 40 GB")
    paths = PATHS if parser.parse_args().whole else PATHS // 100
    if find_spec("distributed") is None:
        sys.exit(print("This example needs Dask: pip install philoxseed[dask]"))
    one, other = by_dask(paths), by_a_loop(paths)
    print(f"price by Dask {one!r}, by a loop {other!r}:", "equal" * (one == other))
    sys.exit(one != other)
