/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Categorical draws, as tensorflow/core/kernels/multinomial_op.cc.  Sequential in
 * TensorFlow too: the rows of a piece take their uniforms one after the other.
 */
#include "px_sampling.h"
#include "px_special.h"

#include "px_categorical-inl.h"

/* Uniforms made at a time. */
#define UNIFORMS 256

static double cumulate_for(const px_kernels *k, const double *logits, size_t n,
                           double *cumulated)
{
#if defined(PX_X86)
    if (k != &px_kernels_scalar)
        return px_cumulate_fma(logits, n, cumulated);
#endif
    (void)k;
    return cumulate(logits, n, cumulated);
}

/* How many of the sums are not above x. */
static int64_t position(const double *sums, size_t n, double x)
{
    if (n <= 16) {
        int64_t count = 0;
        for (size_t j = 0; j < n; j++)
            count += sums[j] <= x;
        return count;
    }
    const double *base = sums;
    while (n > 1) {
        size_t half = n / 2;
        base = base[half - 1] <= x ? base + half : base;
        n -= half;
    }
    return base - sums + (*base <= x);
}

static size_t bucket_of(double x, size_t n, double scale)
{
    size_t bucket = (size_t)(x * scale);
    return bucket < n ? bucket : n - 1;
}

/* The first sum that a bucket's values can be below.  Buckets are of equal width; which
 * one a value falls into grows with the value, so that sums in buckets before it are
 * below it too. */
static void make_guide(const double *sums, size_t n, double scale, uint32_t *guide)
{
    size_t bucket = 0;
    for (size_t j = 0; j < n; j++)
        for (size_t last = bucket_of(sums[j], n, scale); bucket <= last; bucket++)
            guide[bucket] = (uint32_t)j;
    for (; bucket < n; bucket++)
        guide[bucket] = (uint32_t)n;
}

/* How many of the sums are not above x, from what the guide says on. */
static int64_t guided(const double *sums, size_t n, double scale, const uint32_t *guide,
                      double x)
{
    size_t j = guide[bucket_of(x, n, scale)];
    while (j < n && sums[j] <= x)
        j++;
    return (int64_t)j;
}

void px_categorical(const px_stream *stream, const double *logits, size_t n_rows,
                    size_t n_classes, uint64_t n_samples, double *sums, int64_t *out)
{
    const px_kernels *k = px_kernels_active();
    const px_distribution uniform = px_uniform(PX_F64, 1.0, PX_NOTHING);
    double u[UNIFORMS];
    uint64_t taken = 0;
    uint32_t *guide = (uint32_t *)(sums + n_classes);
    for (size_t row = 0; row < n_rows; row++, logits += n_classes) {
        double total = cumulate_for(k, logits, n_classes, sums);
        double scale = (double)n_classes / total;
        int is_guided = n_classes > 16 && n_classes < UINT32_MAX && total > 0.0 &&
                        n_samples >= n_classes / 8;
        if (is_guided)
            make_guide(sums, n_classes, scale, guide);
        for (uint64_t left = n_samples; left > 0;) {
            size_t m = left < UNIFORMS ? (size_t)left : UNIFORMS;
            px_fill(stream, &uniform, taken, m, u);
            for (size_t i = 0; i < m; i++)
                *out++ = is_guided ? guided(sums, n_classes, scale, guide, u[i] * total)
                                   : position(sums, n_classes, u[i] * total);
            taken += m;
            left -= m;
        }
    }
}
