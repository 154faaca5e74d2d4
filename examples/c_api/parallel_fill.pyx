# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
# cython: language_level=3, boundscheck=False, wraparound=False
"""philoxseed's kernels from Cython: fills in parallel, without the GIL.

python setup.py build_ext --inplace
"""

from cython.parallel cimport prange
from libc.stdint cimport uint64_t

from philoxseed.px_philox cimport (
    PX_F64, PX_NORMAL, px_api, px_check, px_distribution, px_import, px_stream,
)


def normals(double[::1] out, uint64_t seed, uint64_t seed2, int threads):
    """Fill an array with what ``Stream.from_kernel_seeds(seed, seed2)`` draws first.

    Each piece is filled on its own: an element depends on its place only.
    """
    cdef const px_api *api = px_import()
    cdef px_stream stream
    cdef px_distribution distribution
    cdef Py_ssize_t first, n = out.shape[0], piece = 1 << 14
    stream.key = seed
    stream.counter.lo, stream.counter.hi = 0, seed2
    distribution.kind, distribution.type = PX_NORMAL, PX_F64
    distribution.scale, distribution.offset = 1.0, -0.0
    for first in prange(0, n, piece, nogil=True, num_threads=threads):
        px_check(
            api.fill(&stream, &distribution, first, min(piece, n - first), &out[first])
        )
