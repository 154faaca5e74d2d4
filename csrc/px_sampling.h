/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the files of TensorFlow's ops with loops share.
 */
#ifndef PX_SAMPLING_H
#define PX_SAMPLING_H

#include "px_functions.h"
#include "px_internal.h"

/* How many values are drawn together. */
#define PX_VALUES 64

/* Write elements [first, first + n), few, of samples as doubles. */
typedef void px_drawer(const px_kernels *k, const px_stream *stream,
                       const px_samples *d, uint64_t first, size_t n, double *out);

#if defined(PX_X86)
px_drawer px_draw_samples_fma;
double px_cumulate_fma(const double *logits, size_t n, double *cumulated);
#endif

/* A zero of its sign in place of a subnormal, as TensorFlow's kernels have it. */
static inline float px_flush_f32(float x)
{
    return x < FLT_MIN && x > -FLT_MIN ? x * 0.0f : x;
}

static inline double px_flush_f64(double x)
{
    return x < DBL_MIN && x > -DBL_MIN ? x * 0.0 : x;
}

#endif
