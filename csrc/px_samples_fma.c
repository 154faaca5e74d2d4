/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gamma, Poisson and binomial draws for processors that fuse multiply and add: the same
 * values, without calls of fma.
 */
#include "px_sampling.h"

#if defined(PX_X86)
#include <math.h>

PX_TARGET_BEGIN("avx2,fma")

#include "px_special.h"

#include "px_samples-inl.h"

#include "px_categorical-inl.h"

void px_draw_samples_fma(const px_kernels *k, const px_stream *stream,
                         const px_samples *d, uint64_t first, size_t n, double *out)
{
    draw_values(k, stream, d, first, n, out);
}

double px_cumulate_fma(const double *logits, size_t n, double *cumulated)
{
    return cumulate(logits, n, cumulated);
}

PX_TARGET_END
#endif
