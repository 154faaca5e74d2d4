# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
# cython: language_level=3, boundscheck=False, wraparound=False
# cython: cdivision=True, freethreading_compatible=True
# cython: auto_pickle=False, binding=False, autotestdict=False
# cython: embedsignature=True, embedsignature.format=clinic
"""Streams of Philox4x32-10 words as NumPy arrays.

This layer checks arguments, makes arrays, advances counters and calls the C fills
without the GIL. It knows keys and counters; what graph seeds, op seeds and sessions
are is the business of the Python modules above it. It is one extension module, so that
the kernels are linked once, and a file for each of its parts.
"""

cimport cython
cimport numpy as cnp
from cpython.object cimport PyObject, PyTypeObject
from cpython.exc cimport PyErr_Clear
from cpython.long cimport PyLong_AsLongLongAndOverflow
from cpython.pycapsule cimport PyCapsule_GetPointer, PyCapsule_IsValid, PyCapsule_New
from cpython.pythread cimport (
    PyThread_acquire_lock,
    PyThread_allocate_lock,
    PyThread_free_lock,
    PyThread_release_lock,
    PyThread_type_lock,
    WAIT_LOCK,
)
from libc.math cimport INFINITY, fabs, signbit, sqrt
from libc.stdint cimport (
    UINT64_MAX, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
)
from numpy.random cimport BitGenerator

from philoxseed.px_philox cimport *

cdef extern from "Python.h":
    # A key that has no hash is none of the keys, so that its error is cleared.
    PyObject *PyDict_GetItemWithError(object mapping, object key) noexcept
    int PyErr_CheckSignals() except -1

import importlib
import operator
import os
import sys
import threading
import time
import warnings

import numpy as np
from numpy.random import Generator as _Generator

from philoxseed import _subnormals, _threads

cdef extern from "px_functions.h" nogil:
    int px_fill(const px_stream *stream, const px_distribution *distribution,
                uint64_t first, size_t n, void *out)
    uint64_t px_blocks(const px_distribution *distribution, uint64_t n)
    uint64_t px_cost(const px_distribution *distribution)
    size_t px_search(const px_stream *start, uint64_t step, size_t n,
                     const px_distribution *distribution, uint64_t first,
                     size_t n_values, const void *low, const void *high,
                     uint64_t *hits)
    size_t px_search_scrambled(px_counter seeds, uint64_t step, size_t n,
                               const px_distribution *distribution, uint64_t first,
                               size_t n_values, const void *low, const void *high,
                               uint64_t *hits)
    void px_permutation(const px_stream *stream, size_t n, int64_t *out)
    int px_fill_samples(const px_stream *stream, const px_samples *samples,
                        uint64_t first, size_t n, void *out)
    void px_categorical(const px_stream *stream, const double *logits, size_t n_rows,
                        size_t n_classes, uint64_t n_samples, double *sums,
                        int64_t *out)
    int px_parameterized(const px_stream *stream, px_type type,
                         const double *parameters, size_t stride, size_t first_size,
                         size_t size, size_t n, void *out)
    void px_index_shuffle(const uint64_t *index, const uint64_t *limit,
                          size_t limit_stride, const uint32_t *key, size_t key_stride,
                          size_t n, uint64_t *out)
    int PX_INVALID_PARAMETERS
    ctypedef enum px_sample_kind:
        PX_SAMPLE_GAMMA
        PX_SAMPLE_POISSON
        PX_SAMPLE_BINOMIAL
    ctypedef struct px_samples:
        px_sample_kind kind
        px_type type
        size_t n_parameters
        uint64_t n_samples
        const double *first
        const double *second
        const unsigned char *rules
        double largest
    void px_divide_rows(double *x, size_t rows, size_t width, int are_logarithms)
    ctypedef struct px_multinomial:
        size_t columns
        px_array n
        px_array p
    void px_fill_multinomial(const px_stream *stream, const px_multinomial *rows,
                             uint64_t first, uint64_t row, size_t n, int64_t *out)
    px_counter px_counter_add_product(px_counter counter, uint64_t n, uint32_t factor)
    const char *px_simd_available(size_t index)
    const char *px_simd_active()
    int px_simd_force(const char *name)
    const px_api px_api_table

cdef extern from *:
    """
    #if defined(_MSC_VER) && !defined(__clang__)
    #include <intrin.h>
    #define fetch_and_add(p, n) \\
        ((uint64_t)_InterlockedExchangeAdd64((volatile __int64 *)(p), (__int64)(n)))
    #else
    #define fetch_and_add(p, n) __atomic_fetch_add(p, n, __ATOMIC_ACQ_REL)
    #endif
    """
    uint64_t fetch_and_add(uint64_t *p, uint64_t n) nogil

cnp.import_array()

_C_API = PyCapsule_New(<void *>&px_api_table, PX_API_CAPSULE, NULL)

include "_core_parts/dlpack.pxi"
include "_core_parts/blocks.pxi"
include "_core_parts/arrays.pxi"
include "_core_parts/subnormals.pxi"
include "_core_parts/core_stream.pxi"
include "_core_parts/checked_stream.pxi"
include "_core_parts/lock.pxi"
include "_core_parts/samples.pxi"
include "_core_parts/at_once.pxi"
include "_core_parts/generator.pxi"
include "_core_parts/bit_generator.pxi"
include "_core_parts/arguments.pxi"
include "_core_parts/each.pxi"
include "_core_parts/families.pxi"
include "_core_parts/bulk_methods.pxi"
include "_core_parts/orders.pxi"


cdef int _set_searched(
    px_distribution *d, object op, object parameters, object dtype, CoreStream start
) except -1:
    cdef int t = _type_of(dtype, PX_I32, PX_F64, "search")
    a, b = parameters
    if op == "uniform":
        _set_uniform(d, t, a, b)
    elif op == "integers":
        _set_integers(d, t, a, b)
    else:
        kind = start._normal if op == "normal" else start._truncated_normal
        _set_normal(d, kind, t, a, b)
    return 0


def search_scrambled(s, t, op, parameters, first, lower, upper, n, step):
    """Find the seeds of stateless ops that give known values.

    Parameters
    ----------
    s, t : int
        The first pair of seeds; the others are ``(s, t + i * step)``, 0 <= i < n.
    op, parameters, first, lower, upper, n, step
        As for `search_streams`.

    Returns
    -------
    list of int
        Each i whose elements `first` to ``first + m - 1`` lie within the bounds.
    """
    cdef px_distribution d
    _set_searched(&d, op, parameters, lower.dtype, CoreStream(0))
    cdef cnp.ndarray low = lower, high = upper, hits = np.empty(n, np.uint64)
    cdef const void *low_data = cnp.PyArray_DATA(low)
    cdef const void *high_data = cnp.PyArray_DATA(high)
    cdef uint64_t *hit_data = <uint64_t *>cnp.PyArray_DATA(hits)
    cdef size_t n_values = cnp.PyArray_SIZE(low), n_seeds = n, n_hits
    cdef uint64_t first_element = first
    cdef uint64_t stride = step & 0xFFFFFFFFFFFFFFFF
    cdef px_counter seeds
    seeds.lo, seeds.hi = s & 0xFFFFFFFFFFFFFFFF, t & 0xFFFFFFFFFFFFFFFF
    with nogil:
        n_hits = px_search_scrambled(seeds, stride, n_seeds, &d, first_element,
                                     n_values, low_data, high_data, hit_data)
    return hits[:n_hits].tolist()


def search_streams(CoreStream start, op, parameters, first, lower, upper, n, step):
    """Find streams that give known values.

    Parameters
    ----------
    start : CoreStream
    op : {"uniform", "normal", "truncated_normal", "integers"}
    parameters : tuple
        The two parameters of the method `op`.
    first : int
        The element that the first value is.
    lower, upper : ndarray, shape (m,), C-contiguous
        Bounds of the values, in the op's dtype.
    n : int
        The number of streams: those with ``i * step << 64`` added to the counter of
        `start`, 0 <= i < n.
    step : int

    Returns
    -------
    list of int
        Each i whose elements `first` to ``first + m - 1`` lie within the bounds.
    """
    cdef px_distribution d
    _set_searched(&d, op, parameters, lower.dtype, start)
    cdef cnp.ndarray low = lower, high = upper, hits = np.empty(n, np.uint64)
    cdef const void *low_data = cnp.PyArray_DATA(low)
    cdef const void *high_data = cnp.PyArray_DATA(high)
    cdef uint64_t *hit_data = <uint64_t *>cnp.PyArray_DATA(hits)
    cdef size_t n_values = cnp.PyArray_SIZE(low), n_streams = n, n_hits
    cdef uint64_t first_element = first, stride = step
    cdef px_stream stream = start._reserve(0, 1)
    with nogil:
        n_hits = px_search(&stream, stride, n_streams, &d, first_element, n_values,
                           low_data, high_data, hit_data)
    return hits[:n_hits].tolist()


def simd_available():
    """The names of the kernels that this machine can run, the preferred one first."""
    names = []
    while px_simd_available(len(names)) != NULL:
        names.append(px_simd_available(len(names)).decode())
    return names


def simd_active():
    """The name of the kernel in use."""
    return px_simd_active().decode()


def simd_force(name):
    """Use the named kernel, or the preferred one; False if it is not available."""
    if name is None:
        return px_simd_force(NULL) == 0
    encoded = name.encode()
    return px_simd_force(encoded) == 0
