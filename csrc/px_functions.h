/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The functions, for those who are linked with the C files: philoxseed's own extension
 * module, and C programs.  Others have the table in px_philox.h.
 */
#ifndef PX_FUNCTIONS_H
#define PX_FUNCTIONS_H

#include "px_philox.h"

#ifdef __cplusplus
extern "C" {
#endif

extern const px_api px_api_table;

/* The members of px_api. */
int px_fill(const px_stream *stream, const px_distribution *distribution,
            uint64_t first, size_t n, void *out);
uint64_t px_blocks(const px_distribution *distribution, uint64_t n);
void px_permutation(const px_stream *stream, size_t n, int64_t *out);
px_counter px_counter_add(px_counter counter, uint64_t blocks);

/* The time that an element takes, in that of a float32 uniform. */
uint64_t px_cost(const px_distribution *distribution);

/* Search n streams, candidate i being `start` with i * step added to counter.hi, for
 * those whose elements [first, first + n_values) lie within bounds: element first + j
 * in [low[j], high[j]], bounds of the distribution's type, not NaN.  Writes each such i
 * to hits, which has room for n of them, in order; returns their number.  n_values > 0;
 * TensorFlow's kinds only. */
size_t px_search(const px_stream *start, uint64_t step, size_t n,
                 const px_distribution *distribution, uint64_t first, size_t n_values,
                 const void *low, const void *high, uint64_t *hits);

/* counter + n * factor, modulo 2^128: the product may be larger than 64 bits. */
px_counter px_counter_add_product(px_counter counter, uint64_t n, uint32_t factor);

/* The kernels that this build holds and this machine can run, in order of
 * preference; NULL past the end. */
const char *px_simd_available(size_t index);

/* The name of the kernel in use. */
const char *px_simd_active(void);

/* Use the named kernel from now on, in every thread; NULL for the preferred one.
 * Returns 0, or -1 (and changes nothing) where it is not available. */
int px_simd_force(const char *name);

#ifdef __cplusplus
}
#endif
#endif
