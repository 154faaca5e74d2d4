# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Fill a file that is larger than the memory allowed for it.

The file is mapped and filled window by window, by all cores. It holds what one draw of
the whole would have given, which any part of it can be checked against; a fill that was
interrupted goes on at any window. pip install philoxseed[progress] for the bar.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

import philoxseed as px

VALUES = 64 << 20  # 256 MiB of float32
LIMIT = 32 << 20  # bytes in memory at a time


def progress(windows):
    """Return the windows, with a bar where tqdm is installed."""
    try:
        from tqdm import tqdm
    except ImportError:
        return windows
    return tqdm(windows, unit="window", disable=None)


def peak_memory():
    """Return the most memory that this process has had, in MiB."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def fill(path, stream):
    """Write one draw of normals to a file."""
    with open(path, "wb") as file:
        file.truncate(4 * VALUES)
    window = LIMIT // 4
    for first in progress(range(0, VALUES, window)):
        n = min(window, VALUES - first)
        mapped = np.memmap(path, np.float32, "r+", offset=4 * first, shape=n)
        stream.fill(mapped, "normal", first=first)
        mapped.flush()


stream = px.Stream(1234)
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "normals.f32"
    before = peak_memory()
    fill(path, stream)
    print(f"{4 * VALUES >> 20} MiB written, {peak_memory() - before:.0f} MiB of memory")

    place = 12_345_678
    part = np.fromfile(path, np.float32, 5, offset=4 * place)
    print(f"from value {place} on:", part)
    print("the same drawn alone:", bool((part == stream.at(place).normal(5)).all()))

# As after the draw of the whole.
stream.skip(256 * VALUES)
