# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
# cython: language_level=3, boundscheck=False, wraparound=False
"""philoxseed's kernels from Cython: fills in parallel, without the GIL.

python setup.py build_ext --inplace
"""

from cython.parallel cimport prange
from libc.stdint cimport uint64_t

from philoxseed.px_philox cimport (
    PX_F64, px_api, px_check, px_distribution, px_import, px_normal, px_stream,
    px_stream_from_seeds,
)


def normals(double[::1] out, uint64_t seed, uint64_t seed2, int threads):
    """Fill an array with what ``Stream.from_kernel_seeds(seed, seed2)`` draws first.

    Each piece is filled on its own: an element depends on its place only.
    """
    cdef const px_api *api = px_import()
    cdef px_stream stream = px_stream_from_seeds(seed, seed2)
    cdef px_distribution distribution = px_normal(PX_F64, 1.0, -0.0)
    cdef Py_ssize_t first, n = out.shape[0], piece = 1 << 14
    for first in prange(0, n, piece, nogil=True, num_threads=threads):
        px_check(
            api.fill(&stream, &distribution, first, min(piece, n - first), &out[first])
        )
