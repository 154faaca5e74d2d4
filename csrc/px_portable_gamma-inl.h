/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gamma variates and their relatives one by one, by px_gamma.h's functions.  Included
 * in the scalar kernel; no include guard for that reason.
 */

static void split_pairs(const uint32_t *words, size_t n, uint64_t *first,
                        uint64_t *second)
{
    for (size_t i = 0; i < n; i++) {
        memcpy(first + i, words + 4 * i, 8);
        memcpy(second + i, words + 4 * i + 2, 8);
    }
}

static double value_of(px_parameter p, size_t i)
{
    return p.data[i * p.stride];
}

static uint64_t bits_of(const uint64_t *pairs, size_t i)
{
    uint32_t words[2];
    memcpy(words, pairs + i, sizeof words);
    return px_high_pair(words);
}

static double unit_of(const uint64_t *pairs, size_t i)
{
    return px_open_unit(bits_of(pairs, i));
}

static size_t gamma_tries(const double *z, const uint64_t *pairs, px_parameter shape,
                          size_t n, double *value, uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i++) {
        px_gamma_try y = px_gamma_tried(value_of(shape, i), z[i], unit_of(pairs, i));
        value[i] = px_gamma_undivided(y);
        list[listed] = (uint32_t)i;
        listed += !px_gamma_is_squeezed(y);
    }
    return listed;
}

static size_t gamma_tests(const double *z, const uint64_t *pairs, px_parameter shape,
                          size_t n, uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i++) {
        px_gamma_try y = px_gamma_tried(value_of(shape, i), z[i], unit_of(pairs, i));
        list[listed] = (uint32_t)i;
        listed += !px_gamma_is_accepted(y);
    }
    return listed;
}

static void gamma_exponents(px_parameter shape, size_t n, double *e)
{
    for (size_t i = 0; i < n; i++)
        e[i] = px_gamma_exponent(value_of(shape, i), e[i]);
}

static void gamma_divided(const double *exponent, size_t n, double *value)
{
    for (size_t i = 0; i < n; i++)
        value[i] = px_gamma_divided(value[i], exponent[i]);
}

static void gamma_logs(const double *exponent, size_t n, double *value)
{
    for (size_t i = 0; i < n; i++)
        value[i] = px_gamma_log(value[i], exponent[i]);
}

static void betas(const double *x, const double *y, const double *x_exponent,
                  const double *y_exponent, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_beta_of(x[i], y[i], x_exponent ? x_exponent[i] : 0.0,
                            x_exponent ? y_exponent[i] : 0.0);
}

static void fs(const double *x, const double *y, const double *x_exponent,
               const double *y_exponent, px_parameter dfnum, px_parameter dfden,
               size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_f_of(x[i], y[i], x_exponent ? x_exponent[i] : 0.0,
                         x_exponent ? y_exponent[i] : 0.0, value_of(dfnum, i),
                         value_of(dfden, i));
}

static void standard_ts(const double *e, const uint64_t *pairs, px_parameter df,
                        size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_standard_t_of(value_of(df, i), e[i], unit_of(pairs, i));
}

static void walds(const double *z, const uint64_t *pairs, px_parameter mean,
                  px_parameter scale, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] =
            px_wald_of(value_of(mean, i), value_of(scale, i), z[i], unit_of(pairs, i));
}

static size_t vonmises_tries(const uint64_t *first, const uint64_t *second,
                             px_parameter kappa, size_t n, double *angle,
                             double *tested, uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i++) {
        px_vonmises_try t = px_vonmises_tried(px_vonmises_shape_of(value_of(kappa, i)),
                                              bits_of(first, i), unit_of(second, i));
        angle[i] = t.angle;
        tested[i] = t.y;
        list[listed] = (uint32_t)i;
        listed += !px_vonmises_is_squeezed(t);
    }
    return listed;
}

static size_t vonmises_tests(const double *tested, const uint64_t *second, size_t n,
                             uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i++) {
        px_vonmises_try t = {0.0, tested[i], unit_of(second, i)};
        list[listed] = (uint32_t)i;
        listed += !px_vonmises_is_accepted(t);
    }
    return listed;
}

static const px_gamma_kernels gamma_kernels = PX_GAMMA_KERNELS;
