# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The C interface for Cython; px_philox.h says what everything means.

Compile with ``philoxseed.get_include()`` among the include directories. The functions
are members of the table that ``px_import()`` returns, and need no GIL. ``px_check``
turns what ``fill`` returns into an exception.
"""

from libc.stddef cimport ptrdiff_t
from libc.stdint cimport int64_t, uint64_t

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
        PX_FULL_UNIFORM
        PX_LOGNORMAL
        PX_LAPLACE
        PX_LOGISTIC
        PX_GUMBEL
        PX_RAYLEIGH
        PX_WEIBULL
        PX_PARETO
        PX_POWER
        PX_STANDARD_CAUCHY
        PX_TRIANGULAR
        PX_GEOMETRIC
        PX_GAMMA
        PX_LOG_GAMMA
        PX_CHISQUARE
        PX_BETA
        PX_F
        PX_STANDARD_T
        PX_WALD
        PX_VONMISES
        PX_NONCENTRAL_CHISQUARE
        PX_NONCENTRAL_F
        PX_POISSON
        PX_BINOMIAL
        PX_NEGATIVE_BINOMIAL
        PX_HYPERGEOMETRIC
        PX_ZIPF
        PX_LOGSERIES
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

    ctypedef struct px_array:
        const void *data
        ptrdiff_t stride

    ctypedef struct px_distribution:
        size_t size
        px_kind kind
        px_type type
        double scale
        double offset
        uint64_t low
        uint64_t range
        px_array[3] arrays

    px_stream px_stream_from_seeds(uint64_t seed, uint64_t seed2)
    px_distribution px_scaled(px_kind kind, px_type type, double scale, double offset)
    px_distribution px_ranged(px_kind kind, px_type type, uint64_t low, uint64_t range)
    px_distribution px_bits(px_type type)
    px_distribution px_uniform(px_type type, double scale, double offset)
    px_distribution px_integers(px_type type, uint64_t low, uint64_t range)
    px_distribution px_normal(px_type type, double scale, double offset)
    px_distribution px_truncated_normal(px_type type, double scale, double offset)
    px_distribution px_unbiased(px_type type, uint64_t low, uint64_t range)
    px_distribution px_full_uniform(px_type type, double scale, double offset)
    px_distribution px_full_normal(px_type type, double scale, double offset)
    px_distribution px_exponential(px_type type, double scale)
    px_distribution px_normal_1_0(px_type type, double scale, double offset)
    px_distribution px_truncated_normal_1_0(px_type type, double scale, double offset)
    px_distribution px_family(px_kind kind, px_type type, const px_array *arrays)
    px_distribution px_from_place(const px_distribution *distribution, size_t j)

    ctypedef struct px_api:
        size_t size
        size_t distribution_size
        const char *version
        int (*fill)(const px_stream *stream, const px_distribution *distribution,
                    uint64_t first, size_t n, void *out) noexcept nogil
        uint64_t (*blocks)(
            const px_distribution *distribution, uint64_t n) noexcept nogil
        void (*permutation)(
            const px_stream *stream, size_t n, int64_t *out) noexcept nogil
        px_counter (*counter_add)(px_counter counter, uint64_t blocks) noexcept nogil

    const char *PX_API_CAPSULE
    const char *PX_VERSION

cdef extern from "px_philox.h":
    const px_api *px_import() except NULL


cdef inline int px_check(int status) except -1 nogil:
    """Raise ValueError where `fill` returned -1; it has written nothing then."""
    if status != 0:
        with gil:
            raise ValueError(
                "philoxseed: no such distribution: the kind does not come in the type, "
                "takes no arrays, or is of another version"
            )
    return 0
