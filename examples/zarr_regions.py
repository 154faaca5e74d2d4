# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Fill a Zarr array by regions, in processes that know nothing of each other.

Each region is written by whoever is free, and could be written again by anybody. The
array holds what one draw of the whole would have given. pip install philoxseed[zarr]
"""

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context

import numpy as np

import philoxseed as px

try:
    import zarr
except ImportError:
    sys.exit(print("This example needs zarr: pip install philoxseed[zarr]"))

SHAPE, CHUNKS = (4000, 3000), (1000, 750)


def write_region(path, state, start):
    """Draw one region, and write it."""
    whole = zarr.open_array(path, mode="r+")
    length = [min(n, m - i) for i, n, m in zip(start, CHUNKS, SHAPE, strict=True)]
    out = np.empty(length, whole.dtype)
    px.fill_block(out, state, "normal", shape=SHAPE, start=start, threads=1)
    whole[tuple(slice(i, i + n) for i, n in zip(start, length, strict=True))] = out


if __name__ == "__main__":
    starts = list(product(*map(range, (0, 0), SHAPE, CHUNKS)))
    state = px.Stream(1234).state  # plain integers
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/normals.zarr"
        zarr.create_array(path, shape=SHAPE, chunks=CHUNKS, dtype="float32")
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            tasks = [
                pool.submit(write_region, path, state, i) for i in reversed(starts)
            ]
            for task in tasks:
                task.result()
        found = zarr.open_array(path, mode="r")[...]
    alone = px.Stream(1234).normal(SHAPE)
    print(f"{len(starts)} regions of {SHAPE}, written by two processes:", end=" ")
    print("as one draw" if np.array_equal(found, alone) else "DIFFERENT")
