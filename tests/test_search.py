# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Searches for the streams that give known values."""

import ml_dtypes
import numpy as np
import pytest

from philoxseed import simd
from philoxseed._core import CoreStream

FLOATS = [np.float16, ml_dtypes.bfloat16, np.float32, np.float64]
OPS = [
    *(
        (op, dtype)
        for op in ("uniform", "normal", "truncated_normal")
        for dtype in FLOATS
    ),
    *(("integers", dtype) for dtype in (np.int32, np.int64)),
]
PARAMETERS = {
    "uniform": (-3.0, 5.5),
    "normal": (1.0, 4.0),
    "truncated_normal": (1.0, 4.0),
    "integers": (-7, 1000),
}


def draw(stream, op, size, dtype):
    """What `op` with PARAMETERS gives."""
    if op == "integers":
        return stream.integers(*PARAMETERS[op], size, dtype=dtype)
    return getattr(stream, op)(size, *PARAMETERS[op], dtype=dtype)


@pytest.mark.parametrize("kernel", simd.available())
@pytest.mark.parametrize("old_normals", [False, True])
@pytest.mark.parametrize(("op", "dtype"), OPS)
def test_core_search_finds_what_single_streams_show(op, dtype, old_normals, kernel):
    """Every candidate is compared with the values of its own stream.

    One value and wide bounds, so that there are many hits; two runs later, so that the
    counter's low half is not 0.
    """
    step, n, start = 3, 1100, (40 << 64) + 2 * 256 * 90
    stream = CoreStream(5, start, old_normals=old_normals)
    for first in (0, 1, 6, 7, 66):
        candidates = [
            draw(
                CoreStream(5, start + (i * step << 64), old_normals=old_normals),
                op,
                first + 1,
                dtype,
            )[first]
            for i in range(n)
        ]
        low, high = np.sort(np.array(candidates))[[n // 3, n // 2]]
        expected = [i for i, x in enumerate(candidates) if low <= x <= high]
        bounds = np.array([low]), np.array([high])
        with simd.force(kernel):
            hits = stream._search(op, PARAMETERS[op], first, *bounds, n, step)
        assert hits == expected


@pytest.mark.parametrize(("op", "dtype"), OPS)
def test_core_search_compares_all_values(op, dtype):
    values = draw(CoreStream(5, 777 << 64), op, 300, dtype)
    for first, count in ((0, 300), (5, 64), (3, 65), (10, 290)):
        bounds = values[first : first + count].copy()
        assert CoreStream(5)._search(
            op, PARAMETERS[op], first, bounds, bounds, 2000, 1
        ) == [777]
        other = bounds.copy()
        other[-1] = values[first]
        if other[-1] != bounds[-1]:
            assert not CoreStream(5)._search(
                op, PARAMETERS[op], first, other, other, 2000, 1
            )
