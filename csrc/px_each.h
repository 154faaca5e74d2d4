/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Fills where every value has parameters of its own, from up to three arrays that are
 * broadcast to the shape of the result as NumPy does it.
 */
#ifndef PX_EACH_H
#define PX_EACH_H

#include "px_functions.h"

#define PX_EACH_AXES   64
#define PX_EACH_ARRAYS 3

/* C-contiguous arrays of 8-byte elements.  `step` counts elements of an array along
 * an axis of the result; 0 repeats it.  Axes that can be walked as one are one. */
typedef struct px_each {
    int arrays, axes;
    const void *data[PX_EACH_ARRAYS];
    uint64_t length[PX_EACH_AXES];
    int64_t step[PX_EACH_ARRAYS][PX_EACH_AXES];
    int closed; /* whether integers may be their upper limits */
} px_each;

/* An array and its shape. */
typedef struct px_each_input {
    const void *data;
    int axes;
    const int64_t *shape;
} px_each_input;

/* Lay arrays out over the result; each shape ends where that of the result ends.
 * Returns 0, or -1 if one cannot be broadcast to it. */
int px_each_set(px_each *e, int axes, const int64_t *shape, int arrays,
                const px_each_input *inputs);

/* As px_fill with these arrays for its first parameters, element first + start being
 * laid out from `start` on.  Those of unbiased integers are limits, which have no
 * faults. */
int px_fill_each(const px_stream *stream, const px_distribution *distribution,
                 uint64_t first, const px_each *e, uint64_t start, size_t n, void *out);

typedef enum px_each_fault {
    PX_EACH_FINE = 0,
    PX_EACH_NOT_FINITE,
    PX_EACH_NEGATIVE,
    PX_EACH_LOW,   /* is out of bounds */
    PX_EACH_HIGH,  /* is out of bounds */
    PX_EACH_EMPTY, /* there is nothing between low and high */
} px_each_fault;

/* b - a of all elements, n of them, in a type; the first fault of the worst kind. */
px_each_fault px_each_spans(const px_each *e, px_type type, size_t n, double *span);

/* Whether none of n values is negative, not even -0.0; NaN of either sign is not. */
int px_each_scales(const double *scale, size_t n);

/* What integers may be; whether limits are uint64_t, or int64_t. */
typedef struct px_each_limits {
    int is_unsigned[2];
    int64_t smallest;
    uint64_t largest;
} px_each_limits;

/* Whether all n elements are right; if one is not, *at is which. */
px_each_fault px_each_check(const px_each *e, const px_each_limits *limits, size_t n,
                            size_t *at);

#endif
