/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gamma variates and their relatives, a chunk of consecutive values at a time; one
 * value alone is px_gamma_value.c's.
 */
#include "px_gamma_chunks.h"
#include "px_gamma_streams.h"

static size_t try_gammas(const px_chunk *c, const px_pairs *p, px_parameter shape,
                         size_t n, double *value, uint32_t *list)
{
    PX_ALIGN64 double z[PX_CHUNK], listed_z[PX_CHUNK], shapes[PX_CHUNK];
    PX_ALIGN64 uint64_t second[PX_CHUNK];
    uint32_t rejected[PX_LISTED];
    const px_gamma_kernels *k = c->k->gamma;
    size_t all = px_padded(c, n);
    px_chunk_normals(c, p->first, all, z);
    n = px_list_cut(list, k->gamma_tries(z, p->second, shape, all, value, list), n);
    if (n == 0)
        return 0;
    all = px_list_pad(c, list, n);
    for (size_t j = 0; j < all; j++) {
        listed_z[j] = z[list[j]];
        second[j] = p->second[list[j]];
    }
    shape = px_listed(shape, list, all, shapes);
    n = px_list_cut(rejected, k->gamma_tests(listed_z, second, shape, all, rejected),
                    n);
    px_list_keep(list, rejected, n);
    return n;
}

static size_t try_angles(const px_chunk *c, const px_pairs *p, px_parameter kappa,
                         size_t n, double *value, uint32_t *list)
{
    PX_ALIGN64 double y[PX_CHUNK], listed_y[PX_CHUNK];
    PX_ALIGN64 uint64_t second[PX_CHUNK];
    uint32_t rejected[PX_LISTED];
    const px_gamma_kernels *k = c->k->gamma;
    size_t listed =
        k->vonmises_tries(p->first, p->second, kappa, px_padded(c, n), value, y, list);
    n = px_list_cut(list, listed, n);
    if (n == 0)
        return 0;
    size_t all = px_list_pad(c, list, n);
    for (size_t j = 0; j < all; j++) {
        listed_y[j] = y[list[j]];
        second[j] = p->second[list[j]];
    }
    n = px_list_cut(rejected, k->vonmises_tests(listed_y, second, all, rejected), n);
    px_list_keep(list, rejected, n);
    return n;
}

static int has_small(px_parameter shape, size_t n)
{
    int small = 0;
    for (size_t j = 0; j < (shape.stride ? n : 1); j++)
        small |= shape.data[j] < 1.0;
    return small;
}

void px_undivided_gammas(const px_chunk *c, px_parameter shape, int is_second,
                         px_gammas *g)
{
    uint64_t key = c->key - (is_second ? PX_SECOND_GAMMA : 0) * PX_SIDE_KEY;
    px_until_accepted(c, key, try_gammas, shape, g->value);
    g->has_exponents = has_small(shape, c->n);
    if (g->has_exponents) {
        px_pairs p;
        size_t all = px_padded(c, c->n);
        px_chunk_pairs(c, c->key - PX_EXPONENTS * PX_SIDE_KEY, NULL, all, &p);
        px_chunk_exponentials(c, is_second ? p.second : p.first, all, g->exponent);
        c->k->gamma->gamma_exponents(shape, all, g->exponent);
    }
}

int px_share_exponents(px_gammas *x, px_gammas *y)
{
    if (x->has_exponents && !y->has_exponents)
        memset(y->exponent, 0, sizeof y->exponent);
    if (y->has_exponents && !x->has_exponents)
        memset(x->exponent, 0, sizeof x->exponent);
    return x->has_exponents || y->has_exponents;
}

px_parameter px_times(const px_chunk *c, px_parameter p, double factor, double *values)
{
    px_parameter product = {values, p.stride};
    size_t n = p.stride ? px_padded(c, c->n) : 1;
    for (size_t j = 0; j < n; j++)
        values[j] = factor * p.data[j];
    return product;
}

/* Two parameters by px_untiny. */
static void untiny(const px_chunk *c, px_parameter *a, px_parameter *b, double *as,
                   double *bs)
{
    size_t stride = a->stride | b->stride, n = stride ? px_padded(c, c->n) : 1;
    for (size_t j = 0; j < n; j++) {
        double x = px_parameter_at(*a, j), y = px_parameter_at(*b, j);
        as[j] = px_untiny(x, y);
        bs[j] = px_untiny(y, x);
    }
    a->data = as;
    b->data = bs;
    a->stride = b->stride = stride;
}

void px_divided_gammas(const px_chunk *c, px_parameter shape, px_gammas *g)
{
    px_undivided_gammas(c, shape, 0, g);
    if (g->has_exponents)
        c->k->gamma->gamma_divided(g->exponent, px_padded(c, c->n), g->value);
}

void px_make_gammas(const px_chunk *c, void *out)
{
    double *values = out;
    px_parameter scale = c->of[1];
    px_gammas g;
    px_divided_gammas(c, c->of[0], &g);
    if (scale.stride == 0)
        c->k->affine_f64(g.value, c->n, *scale.data, PX_NOTHING, values);
    else
        for (size_t j = 0; j < c->n; j++)
            values[j] = g.value[j] * scale.data[j];
}

void px_make_log_gammas(const px_chunk *c, void *out)
{
    px_gammas g;
    size_t all = px_padded(c, c->n);
    px_undivided_gammas(c, c->of[0], 0, &g);
    if (!g.has_exponents)
        memset(g.exponent, 0, sizeof g.exponent);
    c->k->gamma->gamma_logs(g.exponent, all, g.value);
    memcpy(out, g.value, c->n * sizeof(double));
}

void px_make_chisquares(const px_chunk *c, void *out)
{
    PX_ALIGN64 double shapes[PX_CHUNK];
    px_gammas g;
    px_divided_gammas(c, px_times(c, c->of[0], 0.5, shapes), &g);
    c->k->affine_f64(g.value, c->n, 2.0, PX_NOTHING, out);
}

void px_make_betas(const px_chunk *c, void *out)
{
    PX_ALIGN64 double as[PX_CHUNK], bs[PX_CHUNK];
    px_gammas x, y;
    px_parameter a = c->of[0], b = c->of[1];
    untiny(c, &a, &b, as, bs);
    px_undivided_gammas(c, a, 0, &x);
    px_undivided_gammas(c, b, 1, &y);
    int has = px_share_exponents(&x, &y);
    c->k->gamma->betas(x.value, y.value, has ? x.exponent : NULL, y.exponent,
                       px_padded(c, c->n), x.value);
    memcpy(out, x.value, c->n * sizeof(double));
}

void px_make_fs(const px_chunk *c, void *out)
{
    PX_ALIGN64 double nums[PX_CHUNK], dens[PX_CHUNK], shapes[PX_CHUNK];
    px_gammas x, y;
    px_parameter num = c->of[0], den = c->of[1];
    untiny(c, &num, &den, nums, dens);
    px_undivided_gammas(c, px_times(c, num, 0.5, shapes), 0, &x);
    px_undivided_gammas(c, px_times(c, den, 0.5, shapes), 1, &y);
    int has = px_share_exponents(&x, &y);
    c->k->gamma->fs(x.value, y.value, has ? x.exponent : NULL, y.exponent, num, den,
                    px_padded(c, c->n), x.value);
    memcpy(out, x.value, c->n * sizeof(double));
}

void px_make_standard_ts(const px_chunk *c, void *out)
{
    PX_ALIGN64 double e[PX_CHUNK];
    px_pairs p;
    size_t all = px_padded(c, c->n);
    px_chunk_pairs(c, c->key, NULL, all, &p);
    px_chunk_exponentials(c, p.first, all, e);
    c->k->gamma->standard_ts(e, p.second, c->of[0], all, e);
    memcpy(out, e, c->n * sizeof(double));
}

void px_make_walds(const px_chunk *c, void *out)
{
    PX_ALIGN64 double z[PX_CHUNK];
    px_pairs p;
    size_t all = px_padded(c, c->n);
    px_chunk_pairs(c, c->key, NULL, all, &p);
    px_chunk_normals(c, p.first, all, z);
    c->k->gamma->walds(z, p.second, c->of[0], c->of[1], all, z);
    memcpy(out, z, c->n * sizeof(double));
}

void px_make_vonmises(const px_chunk *c, void *out)
{
    double *values = out;
    PX_ALIGN64 double angle[PX_CHUNK];
    px_parameter mu = c->of[0];
    px_until_accepted(c, c->key, try_angles, c->of[1], angle);
    double turned = px_turned(*mu.data);
    for (size_t j = 0; j < c->n; j++) {
        if (mu.stride)
            turned = px_turned(mu.data[j]);
        values[j] = px_around(turned, angle[j]);
    }
}
