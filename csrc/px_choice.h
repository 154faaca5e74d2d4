/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Choices: indices by weights, and different indices.
 */
#ifndef PX_CHOICE_H
#define PX_CHOICE_H

#include "px_functions.h"
#include "px_words.h"

/* Write the sums of the first weight, of the first two ... to `sums`, which may be
 * `weights`; returns whether none of them is negative.  n is at least 1.  The last sum
 * is NaN if a weight is. */
int px_sums(const double *weights, size_t n, double *sums);

/* The sum of weights by Kahan's method. */
double px_kahan_sum(const double *weights, size_t n);

/* From sums to a distribution function: divide them by the last. */
void px_divide_by_last(double *sums, size_t n);

/* The entries of a guide to so many sums that serves for n values, a power of two; 0 if
 * bisection is better. */
size_t px_guide_size(size_t n_sums, size_t n);

/* Fill a guide of `size` + 1 entries. */
void px_guide(const double *sums, size_t n_sums, size_t size, uint32_t *guide);

/* Overwrite n uniforms on [0, 1), float64, by how many sums are less or equal, int64;
 * the last sum is 1.  With a guide, or bisection if `size` is 0. */
void px_invert(const double *sums, size_t n_sums, const uint32_t *guide, size_t size,
               size_t n, void *values);

/* Keep each of n indices that is not marked, in order, and mark it; there is a bit for
 * every index.  Returns how many were kept. */
size_t px_keep_new(int64_t *indices, size_t n, uint64_t *marks);

/* The bytes of memory that px_different wants. */
size_t px_different_memory(uint64_t range, size_t n);

/* The unbiased integers on [0, range) that come next, without those that were there
 * before, until there are n of them, at most a half of the range. */
void px_different(px_words *w, uint64_t range, size_t n, uint64_t *memory,
                  int64_t *out);

#endif
