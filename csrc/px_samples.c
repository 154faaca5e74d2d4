/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gamma, Poisson and binomial draws: pieces of them, and their types.
 */
#include "px_sampling.h"
#include "px_special.h"

#include "px_samples-inl.h"

static px_drawer *drawer_for(const px_kernels *k)
{
#if defined(PX_X86)
    if (k != &px_kernels_scalar)
        return px_draw_samples_fma;
#endif
    (void)k;
    return draw_values;
}

/* What a C cast gives on x86-64, for every double. */
static int64_t truncated(double x, double limit, int64_t least)
{
    return x > -limit - 1.0 && x < limit ? (int64_t)x : least;
}

static void convert(const px_kernels *k, const double *values, size_t n, px_type type,
                    void *out)
{
    float narrow[PX_VALUES];
    switch (type) {
    case PX_F64:
        for (size_t i = 0; i < n; i++)
            ((double *)out)[i] = px_flush_f64(values[i]);
        break;
    case PX_I32:
        for (size_t i = 0; i < n; i++)
            ((int32_t *)out)[i] = (int32_t)truncated(values[i], 0x1p31, INT32_MIN);
        break;
    case PX_I64:
        for (size_t i = 0; i < n; i++)
            ((int64_t *)out)[i] = truncated(values[i], 0x1p63, INT64_MIN);
        break;
    default:
        for (size_t i = 0; i < n; i++)
            narrow[i] = px_flush_f32((float)values[i]);
        if (type == PX_F32)
            memcpy(out, narrow, n * sizeof *narrow);
        else
            k->narrow_f16(narrow, n, 1.0f, PX_NOTHING, out);
    }
}

int px_fill_samples(const px_stream *stream, const px_samples *d, uint64_t first,
                    size_t n, void *out)
{
    const px_kernels *k = px_kernels_active();
    px_drawer *draw = drawer_for(k);
    double values[PX_VALUES];
    if (d->type != PX_F16 && d->type != PX_F32 && d->type != PX_F64 &&
        (d->kind == PX_SAMPLE_GAMMA || (d->type != PX_I32 && d->type != PX_I64)))
        return -1;
    unsigned char *to = out;
    while (n > 0) {
        size_t m = n < PX_VALUES ? n : PX_VALUES;
        draw(k, stream, d, first, m, values);
        convert(k, values, m, d->type, to);
        to += m * px_element_size(d->type);
        first += m;
        n -= m;
    }
    return 0;
}
