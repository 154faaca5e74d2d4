/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Noncentral chi-squares and noncentral F, a chunk of consecutive values at a time; one
 * value alone is px_gamma_value.c's.
 */
#include "px_gamma_chunks.h"
#include "px_gamma_streams.h"

/* Poisson variates, which are added to shapes. */
static void make_poissons(const px_chunk *c, px_parameter mean, int64_t *counts)
{
    px_chunk poissons = *c;
    poissons.key -= PX_NONCENTRAL * PX_SIDE_KEY;
    poissons.of[0] = mean;
    px_make_poissons(&poissons, counts);
}

static int is_mixture(px_parameter df, px_parameter nonc, size_t j)
{
    return px_is_mixture(px_parameter_at(df, j), px_parameter_at(nonc, j));
}

/* The shapes of gammas; z is as in px_noncentral_shape. */
static px_parameter shapes_of(const px_chunk *c, px_parameter df, px_parameter nonc,
                              const double *z, double *shapes)
{
    PX_ALIGN64 double means[PX_CHUNK];
    int64_t counts[PX_CHUNK] = {0};
    size_t padded = px_padded(c, c->n);
    px_parameter shape = {shapes, 0}, mean = px_times(c, nonc, 0.5, means);
    int any = 0;
    if (df.stride == 0 && !(*df.data < 1.0)) {
        shapes[0] = px_noncentral_shape(*df.data, 0.0, 0.0, 0.0);
        return shape;
    }
    if ((df.stride | nonc.stride) == 0) {
        any = is_mixture(df, nonc, 0);
    } else {
        for (size_t j = 0; j < padded; j++) {
            int here = is_mixture(df, nonc, j);
            means[j] = here ? 0.5 * px_parameter_at(nonc, j) : 0.0;
            any |= here;
        }
        mean.stride = 1;
    }
    if (any)
        make_poissons(c, mean, counts);
    for (size_t j = 0; j < padded; j++)
        shapes[j] = px_noncentral_shape(
            px_parameter_at(df, j), px_parameter_at(nonc, j), (double)counts[j], z[j]);
    shape.stride = 1;
    return shape;
}

/* Noncentral chi-squares, halved. */
static void make_halves(const px_chunk *c, px_parameter df, px_parameter nonc,
                        px_gammas *half)
{
    PX_ALIGN64 double shapes[PX_CHUNK], z[PX_CHUNK];
    size_t padded = px_padded(c, c->n);
    px_pairs p;
    px_chunk_pairs(c, c->key - PX_NONCENTRAL * PX_SIDE_KEY, NULL, padded, &p);
    px_chunk_normals(c, p.first, padded, z);
    px_divided_gammas(c, shapes_of(c, df, nonc, z, shapes), half);
    if ((df.stride | nonc.stride) == 0) {
        double root = sqrt(*nonc.data);
        if (*df.data < 1.0)
            return;
        for (size_t j = 0; j < padded; j++)
            half->value[j] = half->value[j] + px_half_square(z[j], root);
    } else {
        for (size_t j = 0; j < padded; j++)
            if (!(px_parameter_at(df, j) < 1.0))
                half->value[j] = half->value[j] +
                                 px_half_square(z[j], sqrt(px_parameter_at(nonc, j)));
    }
}

void px_make_noncentral_chisquares(const px_chunk *c, void *out)
{
    px_gammas half;
    make_halves(c, c->of[0], c->of[1], &half);
    c->k->affine_f64(half.value, c->n, 2.0, PX_NOTHING, out);
}

void px_make_noncentral_fs(const px_chunk *c, void *out)
{
    PX_ALIGN64 double shapes[PX_CHUNK];
    px_gammas x, y;
    make_halves(c, c->of[0], c->of[2], &x);
    px_undivided_gammas(c, px_times(c, c->of[1], 0.5, shapes), 1, &y);
    x.has_exponents = 0;
    int has = px_share_exponents(&x, &y);
    c->k->gamma->fs(x.value, y.value, has ? x.exponent : NULL, y.exponent, c->of[0],
                    c->of[1], px_padded(c, c->n), x.value);
    memcpy(out, x.value, c->n * sizeof(double));
}
