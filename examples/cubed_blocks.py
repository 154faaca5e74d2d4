# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Blocks of one array in cubed, whose tasks run anywhere and write to Zarr.

Each task is told the place of a generator, a few plain integers, and fills its block.
pip install philoxseed[cubed]
"""

import sys
import tempfile

import numpy as np

import philoxseed as px

try:
    import cubed
except ImportError:
    sys.exit(print("This example needs cubed: pip install philoxseed[cubed]"))


def normals(block, *, state, whole, size, block_id):
    """Return one block of the whole."""
    start = [i * n for i, n in zip(block_id, size, strict=True)]
    out = np.empty(block.shape, np.float32)
    return px.fill_block(out, state, "normal", 10, 2, shape=whole, start=start)


def draw(rng, shape, chunks, spec):
    """Return a cubed array of what a generator draws, and move it on."""
    state = rng.bit_generator.state
    rng.bit_generator.state = px.state_after(
        rng, "normal", 10, 2, shape=shape, dtype="float32"
    )
    return cubed.map_blocks(
        normals,
        dtype=np.float32,
        chunks=tuple(
            (n,) * (m // n) + ((m % n,) if m % n else ())
            for n, m in zip(chunks, shape, strict=True)
        ),
        spec=spec,
        state=state,
        whole=shape,
        size=chunks,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        spec = cubed.Spec(work_dir=folder, allowed_mem="200MB")
        rng = px.default_rng(42)
        first = draw(rng, (1000, 3000), (300, 700), spec)
        second = draw(rng, (500, 2000), (500, 999), spec)
        found = cubed.compute(first, second)

    rng = px.default_rng(42)
    alone = rng.normal(10, 2, (1000, 3000), dtype="float32")
    print("first array, chunks of 300 x 700:", end=" ")
    print("as one draw" if np.array_equal(found[0], alone) else "DIFFERS")
    alone = rng.normal(10, 2, (500, 2000), dtype="float32")
    print("second array, chunks of 500 x 999:", end=" ")
    print("as one draw" if np.array_equal(found[1], alone) else "DIFFERS")
