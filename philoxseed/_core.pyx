# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
# cython: language_level=3, boundscheck=False, wraparound=False
# cython: cdivision=True, freethreading_compatible=True
"""Streams of Philox4x32-10 words as NumPy arrays.

This floor checks arguments, makes arrays, advances counters and calls the C fills
without the GIL. It knows keys and counters; what graph seeds, op seeds and sessions
are is the business of the Python modules above it. It is one extension module, so that
the kernels are linked once, and a file for each of its parts.
"""

cimport cython
cimport numpy as cnp
from libc.math cimport INFINITY, signbit
from libc.stdint cimport int64_t, uint32_t, uint64_t
from numpy.random cimport BitGenerator

from philoxseed.px_philox cimport *

import importlib
import operator

import numpy as np
from numpy.random import Generator as _Generator

from philoxseed import _threads

cnp.import_array()

include "_arrays.pxi"
include "_core_stream.pxi"
include "_bit_generator.pxi"
include "_bulk_methods.pxi"


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
