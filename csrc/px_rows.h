/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Fills of a block of an array: rows whose elements are consecutive in the array, but
 * not from one row to the next.
 */
#ifndef PX_ROWS_H
#define PX_ROWS_H

#include "px_each.h"

#define PX_ROWS_AXES 64

/* A block of a whole that has up to 2^64 elements in C order.  Axis 0 is the last of
 * them; axes that can be walked as one are one. */
typedef struct px_rows {
    int axes;
    uint64_t begin; /* the element of the whole that the block starts at */
    uint64_t length[PX_ROWS_AXES];  /* of the block */
    uint64_t step[PX_ROWS_AXES];    /* elements of the whole, from one to the next */
    ptrdiff_t stride[PX_ROWS_AXES]; /* bytes of memory, from one to the next */
} px_rows;

/* Lay out the block of `shape` that begins at the index `start`, and has `length` along
 * each axis and `stride` bytes in memory. */
void px_rows_set(px_rows *rows, int axes, const uint64_t *shape, const uint64_t *start,
                 const int64_t *length, const int64_t *stride);

/* Write elements [start, start + n) of the block, counted in C order, to where they are
 * in memory, out being where the block begins.  Element e of the whole is element
 * first + e of the distribution over the stream, as px_fill gives it; the sum may be
 * larger than 64 bits.  With `each`, which may be NULL, its arrays are laid out over
 * the block, as for px_fill_each.  Returns what these do. */
int px_fill_rows(const px_stream *stream, const px_distribution *distribution,
                 uint64_t first, const px_rows *rows, const px_each *each,
                 uint64_t start, size_t n, void *out);

#endif
