# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""philoxseed's kernels from Numba: simulate in parallel, without the GIL.

Random walks, each from the normals of its own place in one stream: the result does not
depend on the number of threads. pip install numba
"""

import ctypes

import numba
import numpy as np

from philoxseed import Stream, _core

# px_fill of px_philox.h: stream, distribution, first element, number, out.
FILL = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_uint64,
    ctypes.c_size_t,
    ctypes.c_void_p,
)


class Api(ctypes.Structure):
    """The first members of px_api."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("distribution_size", ctypes.c_size_t),
        ("version", ctypes.c_char_p),
        ("fill", FILL),
    )


get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
get_pointer.restype, get_pointer.argtypes = (
    ctypes.POINTER(Api),
    [ctypes.py_object, ctypes.c_char_p],
)
px_fill = get_pointer(_core._C_API, b"philoxseed._core._C_API").contents.fill

# px_stream: key, lower and upper half of the counter. px_distribution as its members,
# without arrays.
STREAM = np.array([1234, 0, 77], np.uint64)
DISTRIBUTION = np.dtype("u8, i4, i4, f8, f8, u8, u8, (3,2)u8", align=True)
NORMAL_F32 = np.array(
    [(DISTRIBUTION.itemsize, 3, 6, 1.0, -0.0, 0, 0, 0)], DISTRIBUTION
).view(np.uint8)


@numba.njit(parallel=True, nogil=True)
def ends_of_walks(stream, distribution, walks, steps):
    """Return the sums of `steps` standard normals."""
    ends = np.empty(walks, np.float32)
    # An empty fill tells whether the distribution is one.
    if px_fill(stream.ctypes, distribution.ctypes, 0, 0, ends.ctypes) != 0:
        raise ValueError("this kind does not come in this type")
    for walk in numba.prange(walks):
        z = np.empty(steps, np.float32)
        px_fill(stream.ctypes, distribution.ctypes, walk * steps, steps, z.ctypes)
        ends[walk] = z.sum()
    return ends


if __name__ == "__main__":
    ends = ends_of_walks(STREAM, NORMAL_F32, 10_000, 1000)
    print(f"10000 walks of 1000 steps: standard deviation {ends.std():.3f}")
    z = Stream.from_kernel_seeds(1234, 77).normal((10_000, 1000))
    print("the same from Stream:", np.allclose(ends, z.sum(axis=1), atol=0.01))
