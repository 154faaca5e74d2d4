# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The C interface for Cython; px_philox.h says what everything means."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

cdef extern from "px_philox.h" nogil:
    ctypedef struct px_counter:
        uint64_t lo
        uint64_t hi

    ctypedef struct px_stream:
        uint64_t key
        px_counter counter

    ctypedef enum px_kind:
        PX_BITS
        PX_UNIFORM
        PX_INTEGERS
        PX_NORMAL
        PX_TRUNCATED_NORMAL
        PX_UNBIASED
        PX_FULL_NORMAL
        PX_EXPONENTIAL
        PX_NORMAL_1_0
        PX_TRUNCATED_NORMAL_1_0
        PX_KINDS

    ctypedef enum px_type:
        PX_U32
        PX_U64
        PX_I32
        PX_I64
        PX_F16
        PX_BF16
        PX_F32
        PX_F64
        PX_U8
        PX_U16
        PX_TYPES

    ctypedef struct px_distribution:
        px_kind kind
        px_type type
        double scale
        double offset
        uint64_t low
        uint64_t range

    int px_fill(const px_stream *stream, const px_distribution *distribution,
                uint64_t first, size_t n, void *out)
    uint64_t px_blocks(const px_distribution *distribution, uint64_t n)
    size_t px_search(const px_stream *start, uint64_t step, size_t n,
                     const px_distribution *distribution, uint64_t first,
                     size_t n_values, const void *low, const void *high,
                     uint64_t *hits)
    void px_permutation(const px_stream *stream, size_t n, int64_t *out)
    px_counter px_counter_add(px_counter counter, uint64_t blocks)
    const char *px_simd_available(size_t index)
    const char *px_simd_active()
    int px_simd_force(const char *name)
