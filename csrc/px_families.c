/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * NumPy's distributions: from "elements [first, first + n)" to chunks for those who
 * make them.
 */
#include "px_families.h"

#define OF(kind) [kind - PX_FIRST_FAMILY]

static const px_family_makers families[PX_KINDS - PX_FIRST_FAMILY] = {
    OF(PX_LOGNORMAL) = {px_make_lognormal, px_lognormal_value, 2},
    OF(PX_LAPLACE) = {px_make_laplace, px_laplace_value, 2},
    OF(PX_LOGISTIC) = {px_make_logistic, px_logistic_value, 2},
    OF(PX_GUMBEL) = {px_make_gumbel, px_gumbel_value, 2},
    OF(PX_RAYLEIGH) = {px_make_rayleigh, px_rayleigh_value, 1},
    OF(PX_WEIBULL) = {px_make_weibull, px_weibull_value, 1},
    OF(PX_PARETO) = {px_make_pareto, px_pareto_value, 1},
    OF(PX_POWER) = {px_make_power, px_power_value, 1},
    OF(PX_STANDARD_CAUCHY) = {px_make_standard_cauchy, px_standard_cauchy_value, 0},
    OF(PX_TRIANGULAR) = {px_make_triangular, px_triangular_value, 3},
    OF(PX_GEOMETRIC) = {px_make_geometric, px_geometric_value, 1},
    OF(PX_GAMMA) = {px_make_gammas, px_gamma_value, 2},
    OF(PX_LOG_GAMMA) = {px_make_log_gammas, px_log_gamma_value, 1},
    OF(PX_CHISQUARE) = {px_make_chisquares, px_chisquare_value, 1},
    OF(PX_BETA) = {px_make_betas, px_beta_value, 2},
    OF(PX_F) = {px_make_fs, px_f_value, 2},
    OF(PX_STANDARD_T) = {px_make_standard_ts, px_standard_t_value, 1},
    OF(PX_WALD) = {px_make_walds, px_wald_value, 2},
    OF(PX_VONMISES) = {px_make_vonmises, px_vonmises_value, 2},
    OF(PX_NONCENTRAL_CHISQUARE) = {px_make_noncentral_chisquares,
                                   px_noncentral_chisquare_value, 2},
    OF(PX_NONCENTRAL_F) = {px_make_noncentral_fs, px_noncentral_f_value, 3},
    OF(PX_POISSON) = {px_make_poissons, px_poisson_value, 1},
    OF(PX_BINOMIAL) = {px_make_binomials, px_binomial_value, 2},
    OF(PX_NEGATIVE_BINOMIAL) = {px_make_negative_binomials, px_negative_binomial_value,
                                2},
    OF(PX_HYPERGEOMETRIC) = {px_make_hypergeometrics, px_hypergeometric_value, 3},
    OF(PX_ZIPF) = {px_make_zipfs, px_zipf_value, 1},
    OF(PX_LOGSERIES) = {px_make_logseries, px_logseries_value, 1},
};

static const px_family_makers *family_of(const px_distribution *d)
{
    return &families[d->kind - PX_FIRST_FAMILY];
}

int px_has_parameters(const px_distribution *d)
{
    for (int i = 0; i < family_of(d)->parameters; i++)
        if (!px_is_array(d, i))
            return 0;
    return 1;
}

static const px_counter one_block = {1, 0};

enum { CHUNK = PX_CHUNK_BLOCKS };

/* A parameter of values [done, done + n), and behind it the last one again, up to
 * `padded`. */
static px_parameter parameter_of(const px_array *array, size_t done, size_t n,
                                 size_t padded, double *values)
{
    px_parameter p = {array->data, 0};
    if (array->stride == 0)
        return p;
    const double *from = p.data + (ptrdiff_t)done * array->stride;
    for (size_t j = 0; j < n; j++)
        memcpy(values + j, from + (ptrdiff_t)j * array->stride, sizeof *values);
    for (size_t j = n; j < padded; j++)
        memcpy(values + j, values + n - 1, sizeof *values);
    p.data = values;
    p.stride = 1;
    return p;
}

/* The pairs of values from a place on. */
static const uint32_t *make_words(const px_chunk *c, uint64_t place, uint32_t *words)
{
    uint32_t skip = (uint32_t)place & 1;
    c->k->blocks(c->key, c->counter, one_block,
                 px_round_up((c->n + skip + 1) / 2, c->k->batch), words);
    return words + 2 * skip;
}

/* The values of a chunk that begins with value `done` of a fill. */
static void make_chunk(px_chunk *c, const px_distribution *d, size_t done, void *out)
{
    PX_ALIGN64 double values[3][CHUNK], made[CHUNK];
    const px_family_makers *family = family_of(d);
    size_t padded = px_round_up(c->n, c->k->batch);
    for (int i = 0; i < family->parameters; i++)
        c->of[i] = parameter_of(&d->arrays[i], done, c->n, padded, values[i]);
    if (d->type != PX_F32) {
        family->chunk(c, (double *)out + done); /* or int64_t */
    } else {
        family->chunk(c, made);
        for (size_t j = 0; j < c->n; j++)
            ((float *)out)[done + j] = (float)made[j];
    }
}

void px_family_of_words(const uint32_t *words, size_t n, const px_distribution *d,
                        void *out)
{
    px_chunk c = {px_kernels_active(), 0, {0, 0}, words, n, {{NULL, 0}}};
    make_chunk(&c, d, 0, out);
}

void px_fill_family(const px_stream *s, const px_distribution *d, uint64_t first,
                    size_t n, void *out)
{
    PX_ALIGN64 uint32_t words[4 * CHUNK];
    int is_pair = px_words_per_element(d) == 2;
    px_chunk c = {px_kernels_active(), s->key, {0, 0}, NULL, 0, {{NULL, 0}}};
    for (size_t done = 0; done < n; done += c.n) {
        uint64_t place = first + done;
        c.n = n - done < CHUNK ? n - done : CHUNK;
        c.counter = px_counter_add(s->counter, is_pair ? place / 2 : place);
        if (is_pair)
            c.words = make_words(&c, place, words);
        make_chunk(&c, d, done, out);
    }
}

int px_family_element(const px_stream *s, const px_distribution *d, uint64_t i,
                      void *out)
{
    const px_family_makers *family = family_of(d);
    int is_pair = px_words_per_element(d) == 2;
    px_stream at = {s->key, px_counter_add(s->counter, is_pair ? i / 2 : i)};
    uint32_t words[4];
    px_value of[3];
    if (!px_is_known(d))
        return -1;
    px_kernels_scalar.blocks(at.key, at.counter, one_block, 1, words);
    for (int j = 0; j < 3 && j < family->parameters; j++)
        memcpy(&of[j], d->arrays[j].data, sizeof of[j]);
    px_value value = family->value(&at, px_high_pair(words + 2 * (i & is_pair)), of);
    if (d->type == PX_F32)
        *(float *)out = (float)value.real;
    else
        memcpy(out, &value, sizeof value);
    return 0;
}
