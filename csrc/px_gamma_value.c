/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One value of the gamma family: the definition, which px_gamma.c follows.
 */
#include "px_families.h"
#include "px_gamma.h"
#include "px_gamma_streams.h"

/* Bit pairs of the block of a stream, in the stream that is `side` PX_SIDE_KEY before
 * and `tries` PX_RETRY_KEY after it. */
static void pairs_of(const px_stream *s, uint64_t side, uint64_t tries,
                     uint64_t pair[2])
{
    uint32_t words[4];
    px_counter one = {1, 0};
    uint64_t key = s->key - side * PX_SIDE_KEY + tries * PX_RETRY_KEY;
    px_kernels_scalar.blocks(key, s->counter, one, 1, words);
    pair[0] = px_high_pair(words);
    pair[1] = px_high_pair(words + 2);
}

/* A gamma, and the logarithm of what it is to be divided by. */
static double gamma_of(const px_stream *s, double shape, int is_second,
                       double *exponent)
{
    uint64_t pair[2];
    px_gamma_try y;
    uint64_t tries = 0;
    do {
        pairs_of(s, is_second ? PX_SECOND_GAMMA : 0, tries++, pair);
        y = px_gamma_tried(shape, px_normal_by_inversion_f64(pair[0]),
                           px_open_unit(pair[1]));
    } while (px_gamma_is_rejected(y));
    pairs_of(s, PX_EXPONENTS, 0, pair);
    *exponent =
        px_gamma_exponent(shape, px_exponential_by_inversion_f64(pair[is_second]));
    return px_gamma_undivided(y);
}

static double divided_gamma_of(const px_stream *s, double shape)
{
    double exponent, value = gamma_of(s, shape, 0, &exponent);
    return px_gamma_divided(value, exponent);
}

static double log_gamma_of(const px_stream *s, double shape)
{
    double exponent, value = gamma_of(s, shape, 0, &exponent);
    return px_gamma_log(value, exponent);
}

static double beta_of(const px_stream *s, double a, double b)
{
    double e, f, x = gamma_of(s, px_untiny(a, b), 0, &e);
    double y = gamma_of(s, px_untiny(b, a), 1, &f);
    return px_beta_of(x, y, e, f);
}

static double f_of(const px_stream *s, double dfnum, double dfden)
{
    double num = px_untiny(dfnum, dfden), den = px_untiny(dfden, dfnum);
    double e, f, x = gamma_of(s, 0.5 * num, 0, &e);
    double y = gamma_of(s, 0.5 * den, 1, &f);
    return px_f_of(x, y, e, f, num, den);
}

static double standard_t_of(const px_stream *s, double df)
{
    uint64_t pair[2];
    pairs_of(s, 0, 0, pair);
    return px_standard_t_of(df, px_exponential_by_inversion_f64(pair[0]),
                            px_open_unit(pair[1]));
}

static double wald_of(const px_stream *s, double mean, double scale)
{
    uint64_t pair[2];
    pairs_of(s, 0, 0, pair);
    return px_wald_of(mean, scale, px_normal_by_inversion_f64(pair[0]),
                      px_open_unit(pair[1]));
}

static double vonmises_of(const px_stream *s, double mu, double kappa)
{
    uint64_t pair[2], tries = 0;
    px_vonmises_try t;
    do {
        pairs_of(s, 0, tries++, pair);
        t = px_vonmises_tried(px_vonmises_shape_of(kappa), pair[0],
                              px_open_unit(pair[1]));
    } while (!px_vonmises_is_squeezed(t) && !px_vonmises_is_accepted(t));
    return px_around(px_turned(mu), t.angle);
}

static double half_noncentral_of(const px_stream *s, double df, double nonc)
{
    px_stream side = {s->key - PX_NONCENTRAL * PX_SIDE_KEY, s->counter};
    px_value mean = {0.5 * nonc};
    uint64_t pair[2];
    pairs_of(&side, 0, 0, pair);
    double z = px_normal_by_inversion_f64(pair[0]), count = 0.0;
    if (px_is_mixture(df, nonc))
        count = (double)px_poisson_value(&side, pair[0], &mean).whole;
    double half = divided_gamma_of(s, px_noncentral_shape(df, nonc, count, z));
    return df < 1.0 ? half : half + px_half_square(z, sqrt(nonc));
}

static double noncentral_f_of(const px_stream *s, double dfnum, double dfden,
                              double nonc)
{
    double f, x = half_noncentral_of(s, dfnum, nonc);
    double y = gamma_of(s, 0.5 * dfden, 1, &f);
    return px_f_of(x, y, 0.0, f, dfnum, dfden);
}

#define VALUE(name, value)                                                             \
    px_value px_##name##_value(const px_stream *s, uint64_t pair, const px_value *of)  \
    {                                                                                  \
        px_value found = {value};                                                      \
        (void)pair;                                                                    \
        return found;                                                                  \
    }

VALUE(gamma, divided_gamma_of(s, of[0].real) * of[1].real)
VALUE(log_gamma, log_gamma_of(s, of[0].real))
VALUE(chisquare, 2.0 * divided_gamma_of(s, 0.5 * of[0].real))
VALUE(beta, beta_of(s, of[0].real, of[1].real))
VALUE(f, f_of(s, of[0].real, of[1].real))
VALUE(standard_t, standard_t_of(s, of[0].real))
VALUE(wald, wald_of(s, of[0].real, of[1].real))
VALUE(vonmises, vonmises_of(s, of[0].real, of[1].real))
VALUE(noncentral_chisquare, 2.0 * half_noncentral_of(s, of[0].real, of[1].real))
VALUE(noncentral_f, noncentral_f_of(s, of[0].real, of[1].real, of[2].real))

#undef VALUE
