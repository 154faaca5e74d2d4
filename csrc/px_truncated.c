/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Truncated normals: each group of elements has blocks of its own, and takes as many of
 * them as it needs.
 */
#include "px_internal.h"

static const px_counter no_blocks = {0, 0}, one_block = {1, 0};

/* Whether |z| >= 2: the highest bit of the exponent. */
static int outside_f32(float z)
{
    return (int)(px_bits_from_float(z) >> 30 & 1);
}

static int outside_f64(double z)
{
    return (int)(px_bits_from_double(z) >> 62 & 1);
}

#define REAL      float
#define GROUP     4
#define OUTSIDE   outside_f32
#define NORMAL    normal_f32
#define FINISH    finish_f32
#define MISSING   missing_f32
#define TRUNCATED truncated_f32
#include "px_truncated-inl.h"

#define REAL      double
#define GROUP     2
#define OUTSIDE   outside_f64
#define NORMAL    normal_f64
#define FINISH    finish_f64
#define MISSING   missing_f64
#define TRUNCATED truncated_f64
#include "px_truncated-inl.h"

void px_fill_truncated(const px_stream *s, const px_distribution *d, uint64_t first,
                       size_t n, void *out)
{
    union {
        float f32[4 * PX_CHUNK_BLOCKS + 1];
        double f64[2 * PX_CHUNK_BLOCKS + 1];
    } z;
    const px_kernels *k = px_kernels_for(d), *scalar = px_block_kernels_for(d);
    size_t group = d->type == PX_F64 ? 2 : 4, size = px_element_size(d->type);
    float scale = (float)d->scale, offset = (float)d->offset;
    while (n > 0) {
        size_t skip = (size_t)(first % group);
        size_t n_groups = (skip + n + group - 1) / group;
        if (n_groups > PX_CHUNK_BLOCKS)
            n_groups = PX_CHUNK_BLOCKS;
        size_t m = n_groups * group - skip < n ? n_groups * group - skip : n;
        if (d->type == PX_F64)
            truncated_f64(k, scalar, s, first / group, n_groups, z.f64);
        else
            truncated_f32(k, scalar, s, first / group, n_groups, z.f32);
        switch (d->type) {
        case PX_F64:
            k->affine_f64(z.f64 + skip, m, d->scale, d->offset, out);
            break;
        case PX_F32:
            k->affine_f32(z.f32 + skip, m, scale, offset, out);
            break;
        case PX_F16:
            k->narrow_f16(z.f32 + skip, m, scale, offset, out);
            break;
        default:
            k->narrow_bf16(z.f32 + skip, m, scale, offset, out);
            break;
        }
        out = (unsigned char *)out + m * size;
        first += m;
        n -= m;
    }
}
