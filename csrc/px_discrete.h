/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Poisson, binomial, hypergeometric, Zipf and logarithmic series variates: how each is
 * drawn, and what one try makes of the two pairs of its block.  px_discrete.c says
 * which stream a block is of.
 *
 * Where the mean is below 10, by inversion of the first pair; above, and for Zipf's, by
 * rejection, with both pairs of each try.
 *
 * The arithmetic is that of px_hat.h.  Integers stay exact up to 2^63: doubles hold
 * what is left of a mean when its integer part is taken away.
 */
#ifndef PX_DISCRETE_H
#define PX_DISCRETE_H

#include "px_families.h"
#include "px_hat.h"

#define PX_MOST_INVERTED 10.0 /* means from here on are not inverted */

/* NumPy's: 10 standard deviations below 2^63. */
#define PX_MOST_POISSON 9.223372006484771e18

/* How a variate is drawn: the value is base + sign x, x what the way gives. */
typedef enum { PX_BY_INVERSION, PX_BY_HAT, PX_BY_ZIPF, PX_BY_SERIES } px_way;

typedef struct px_discrete {
    px_way way;
    int64_t base, sign;
    union {
        px_steps steps;
        px_hat hat;
        double zipf[3];  /* a - 1, 2^(-63 (a - 1)) - 1, 1 - 2^(1 - a) */
        double log_rest; /* of a logarithmic series: log(1 - p) */
    } by;
} px_discrete;

/* Poisson and binomial variates are drawn by numbers that are made first: numbers of
 * doubles, by which vectors go on. */
typedef struct {
    int is_inverted;
    int64_t base, sign;
    double m[4];
} px_reduced;

static inline double px_not_beyond(double x, double most)
{
    return x < most ? x : most;
}

/* Poisson: PTRS of Hörmann, "The transformed rejection method for generating Poisson
 * random variables", Insurance: Mathematics and Economics 12 (1993).  What is no mean
 * counts as 0. */
static inline px_reduced px_reduced_poisson(double mean)
{
    if (!(mean > 0))
        mean = 0.0;
    mean = px_not_beyond(mean, PX_MOST_POISSON);
    px_reduced r = {mean < PX_MOST_INVERTED, 0, 1, {mean}};
    if (!r.is_inverted)
        r.base = (int64_t)mean;
    return r;
}

static inline px_steps px_poisson_steps(const double *m)
{
    px_steps s = {px_real_exp(-*m), -px_real_expm1(-*m), *m, 0, 1, 0, 1, 0};
    return s;
}

static inline px_hat px_poisson_hat(const double *m)
{
    double mean = *m, whole = floor(mean), rest = mean - whole;
    double b = fma(2.53, sqrt(mean), 0.931), a = fma(0.02483, b, -0.059);
    px_hat hat = {
        .size = {whole + 1.0},
        .expected = {mean},
        .excess = 1.0 - rest,
        .lowest = -px_not_beyond(whole, PX_FARTHEST),
        .highest = px_not_beyond(0x1p63 - whole - 1.0, PX_FARTHEST),
        .twice_a = 2.0 * a,
        .a = a,
        .b = b,
        .centre = rest + 0.43,
        .quick = 0.9277 - 3.6224 / (b - 2.0),
        /* sqrt(2 pi) mean / alpha */
        .scale = PX_ROOT_2PI * mean * (1.1239 + 1.1328 / (b - 3.4)),
    };
    return hat;
}

/* Of m, which is near to the mode, as the value. */
static inline void px_hat_relative_to(px_hat *h, double m, double factor)
{
    h->scale = factor * sqrt(px_hat_sizes(h, m));
    h->constant = px_hat_deviance(h, m);
}

/* Binomial: BTRS of Hörmann, "The generation of binomial random variates", Journal of
 * Statistical Computation and Simulation 46 (1993), of p or 1 - p, which of them is
 * less.  The numbers are n, p, what n lost when it was rounded, and n less the integer
 * part of the mean. */
static inline px_reduced px_reduced_binomial(int64_t n, double p)
{
    int more = p > 0.5;
    px_reduced r = {1, 0, more ? -1 : 1, {0.0, 0.0, 0.0, 0.0}};
    if (n < 0)
        n = 0;
    if (more) {
        p = 1.0 - p;
        r.base = n;
    }
    if (n == 0 || !(p > 0))
        return r;
    double trials = (double)n, mean = trials * p;
    r.m[0] = trials;
    r.m[1] = p;
    r.is_inverted = mean < PX_MOST_INVERTED;
    if (r.is_inverted)
        return r;
    int64_t whole = (int64_t)mean;
    r.base = more ? n - whole : whole;
    r.m[2] = (double)(int64_t)((uint64_t)n - (uint64_t)trials);
    r.m[3] = (double)(n - whole);
    return r;
}

static inline px_steps px_binomial_steps(const double *m)
{
    double trials = m[0], p = m[1], log_none = trials * px_real_log1p(-p);
    px_steps s = {px_real_exp(log_none),
                  -px_real_expm1(log_none),
                  trials,
                  1,
                  p / (1.0 - p),
                  0,
                  1,
                  0};
    return s;
}

static inline px_hat px_binomial_hat(const double *m)
{
    double trials = m[0], p = m[1], q = 1.0 - p, mean = trials * p;
    double whole = floor(mean);
    double rest = (mean - whole) + fma(m[2], p, fma(trials, p, -mean));
    double deviation = sqrt(mean * q);
    double b = fma(2.53, deviation, 1.15);
    double a = fma(0.01, p, fma(0.0248, b, -0.0873));
    px_hat hat = {
        .size = {whole + 1.0, m[3] + 1.0},
        .expected = {fma(2.0, p, mean), fma(trials, q, 2.0 * q)},
        .excess = 1.0 - rest - 2.0 * p,
        .lowest = -px_not_beyond(whole, PX_FARTHEST),
        .highest = px_not_beyond(m[3], PX_FARTHEST),
        .twice_a = 2.0 * a,
        .a = a,
        .b = b,
        .centre = rest + 0.5,
        .quick = 0.92 - 4.2 / b,
    };
    px_hat_relative_to(&hat, floor(rest + p), (2.83 + 5.1 / b) * deviation);
    return hat;
}

static inline px_discrete px_of_reduced(px_reduced r, px_steps steps(const double *),
                                        px_hat hat(const double *))
{
    px_discrete d = {.way = r.is_inverted ? PX_BY_INVERSION : PX_BY_HAT,
                     .base = r.base,
                     .sign = r.sign};
    if (r.is_inverted)
        d.by.steps = steps(r.m);
    else
        d.by.hat = hat(r.m);
    return d;
}

static inline px_discrete px_poisson_of(double mean)
{
    return px_of_reduced(px_reduced_poisson(mean), px_poisson_steps, px_poisson_hat);
}

static inline px_discrete px_binomial_of(int64_t n, double p)
{
    return px_of_reduced(px_reduced_binomial(n, p), px_binomial_steps, px_binomial_hat);
}

/* The hypergeometric, of `draws` from `good` and as many or more `bad`, draws being at
 * most half of all, both positive. */
static inline px_discrete px_hypergeometric_of_half(double good, double bad,
                                                    double draws)
{
    px_discrete d = {.way = PX_BY_INVERSION, .sign = 1};
    double all = good + bad, mean = draws * good / all;
    if (mean < PX_MOST_INVERTED) {
        /* (all - less)! (all - more)! / (all! (all - less - more)!) */
        double less = good < draws ? good : draws, more = good < draws ? draws : good;
        double n = all + 1.0, a = n - less, b = n - more, c = b - less;
        double log_none = px_deviance(a, n, -less) - px_deviance(c, b, -less);
        log_none = fma(less, px_real_log1p(-more / n), log_none);
        log_none = fma(0.5, px_real_log(c * n / (a * b)), log_none);
        log_none = log_none + (px_real_stirling(a - 1.0) - px_real_stirling(n - 1.0));
        log_none = log_none + (px_real_stirling(b - 1.0) - px_real_stirling(c - 1.0));
        px_steps steps = {px_real_exp(log_none),
                          -px_real_expm1(log_none),
                          less,
                          1,
                          more,
                          1,
                          all - less - more,
                          1};
        d.by.steps = steps;
        return d;
    }
    /* HRUA: Stadlober, "The ratio of uniforms approach for generating discrete random
     * variates", Journal of Computational and Applied Mathematics 31 (1990). */
    double whole = floor(mean), n = all + 4.0;
    double g = (good + 2.0) / n, rest = 1.0 - g;
    double expected = g * (draws + 2.0);
    double mode = floor((draws + 1.0) * (good + 1.0) / (all + 2.0));
    double variance = mean * (bad / all) * ((all - draws) / (all - 1.0));
    px_hat hat = {
        .size = {whole + 1.0, good - whole + 1.0, draws - whole + 1.0,
                 bad - draws + whole + 1.0},
        .expected = {expected, g * (all - draws + 2.0), rest * (draws + 2.0),
                     rest * (all - draws + 2.0)},
        .excess = whole + 1.0 - expected,
        .lowest = -whole,
        .highest = (good < draws ? good : draws) - whole,
        /* 2 sqrt(2 / e), 3 - 2 sqrt(3 / e) */
        .b = fma(0x1.b72cd3f331398p+0, sqrt(variance + 0.5), 0x1.cc3ebd3bc711ap-1),
        .centre = mean - whole + 0.5,
        .quick = -1.0,
    };
    px_hat_relative_to(&hat, mode - whole, 1.0);
    d.way = PX_BY_HAT;
    d.base = (int64_t)whole;
    d.by.hat = hat;
    return d;
}

#define PX_MOST_URN 1000000000 /* NumPy's limit of good ones and of bad ones */

static inline int64_t px_within_urn(int64_t n, int64_t most)
{
    return n < 0 ? 0 : n > most ? most : n;
}

static inline px_discrete px_hypergeometric_of(int64_t good, int64_t bad, int64_t draws)
{
    good = px_within_urn(good, PX_MOST_URN);
    bad = px_within_urn(bad, PX_MOST_URN);
    draws = px_within_urn(draws, good + bad);
    int64_t left = good + bad - draws, less = draws < left ? draws : left;
    int64_t few = good < bad ? good : bad;
    px_discrete d = {.way = PX_BY_INVERSION};
    px_steps none = {1, 0, 0, 0, 0, 0, 1, 0};
    d.by.steps = none;
    if (less > 0 && few > 0)
        d = px_hypergeometric_of_half((double)few, (double)(good + bad - few),
                                      (double)less);
    d.sign = 1;
    if (good > bad) {
        d.base = less - d.base;
        d.sign = -1;
    }
    if (draws > left) {
        d.base = good - d.base;
        d.sign = -d.sign;
    }
    return d;
}

/* Zipf's: Devroye, "Non-Uniform Random Variate Generation" (1986), section X.6.1,
 * without the values from 2^63 on. */
static inline px_discrete px_zipf_of(double a)
{
    px_discrete d = {.way = PX_BY_ZIPF, .sign = 1};
    double power = a - 1.0;
    if (!(power > 0)) /* what is not above 1 counts as the next double */
        power = 0x1p-52;
    d.by.zipf[0] = power;
    d.by.zipf[1] = px_real_expm1(power * (-63.0 * PX_LN2));
    d.by.zipf[2] = -px_real_expm1(power * -PX_LN2);
    return d;
}

/* The integer part k of a Pareto variate, which is taken with probability
 * (1 - 2^-power) / (k (1 - (1 + 1/k)^-power)). */
static inline int px_zipf_try(const double p[3], uint64_t first, uint64_t second,
                              double *value)
{
    double power = p[0], least = p[1], share = p[2];
    double u = px_open_unit(~first), v = px_open_unit(second);
    *value = floor(px_real_exp(-px_real_log1p(least * u) / power));
    if (!(*value < 0x1p63)) {
        *value = 1.0;
        return 0;
    }
    double chance = -px_real_expm1(-power * px_real_log1p(1.0 / *value));
    return v * *value * chance <= share;
}

/* The logarithmic series: LK of Kemp, "Efficient generation of logarithmically
 * distributed pseudo-random variables", Applied Statistics 30 (1981), without its short
 * cuts. */
static inline px_discrete px_logseries_of(double p)
{
    px_discrete d = {.way = PX_BY_SERIES, .base = 1, .sign = 1};
    if (!(p > 0))
        p = 0.0;
    if (p > 1.0 - 0x1p-53)
        p = 1.0 - 0x1p-53;
    d.by.log_rest = px_real_log1p(-p);
    return d;
}

/* The value less 1. */
static inline double px_logseries_step(double log_rest, uint64_t first, uint64_t second)
{
    double power = px_open_unit(first) * log_rest;
    double log_q = px_real_log1p(-px_real_exp(power));
    return floor(px_real_log(px_open_unit(second)) / log_q);
}

/* The mean of a negative binomial's Poisson variate, of a gamma variate. */
static inline double px_negative_binomial_mean(double gamma, double p)
{
    return gamma * ((1.0 - p) / p);
}

/* How variates are drawn, of their parameters in order. */
typedef px_discrete px_describer(const px_value *of);

static inline px_discrete px_describe_poisson(const px_value *of)
{
    return px_poisson_of(of[0].real);
}

static inline px_discrete px_describe_binomial(const px_value *of)
{
    return px_binomial_of(of[0].whole, of[1].real);
}

static inline px_discrete px_describe_hypergeometric(const px_value *of)
{
    return px_hypergeometric_of(of[0].whole, of[1].whole, of[2].whole);
}

static inline px_discrete px_describe_zipf(const px_value *of)
{
    return px_zipf_of(of[0].real);
}

static inline px_discrete px_describe_logseries(const px_value *of)
{
    return px_logseries_of(of[0].real);
}

/* One try: whether it is accepted, and its value. */
static inline int px_discrete_try(const px_discrete *d, uint64_t first, uint64_t second,
                                  int64_t *value)
{
    double x = 0.0;
    int accepted = 1;
    px_hat_try y;
    switch (d->way) {
    case PX_BY_INVERSION:
        x = px_inverted(&d->by.steps, first);
        break;
    case PX_BY_HAT:
        y = px_hat_tried(&d->by.hat, first, second);
        x = y.j;
        accepted = px_hat_is_accepted(&d->by.hat, y);
        break;
    case PX_BY_ZIPF:
        accepted = px_zipf_try(d->by.zipf, first, second, &x);
        break;
    case PX_BY_SERIES:
        x = px_logseries_step(d->by.log_rest, first, second);
        break;
    }
    *value = d->base + d->sign * (int64_t)x;
    return accepted;
}

/* The families whose variates are described by themselves. */
enum {
    PX_POISSONS,
    PX_BINOMIALS,
    PX_HYPERGEOMETRICS,
    PX_ZIPFS,
    PX_LOGARITHMIC,
    PX_DISCRETE_FAMILIES
};

/* Loops over these functions, of n blocks, a whole multiple of a kernel's `batch`.
 * Number m of parameters is p[m], or with a pitch p[m * pitch + i] for block i.  Lists
 * have room for n and one vector more. */
typedef struct px_discrete_kernels {
    /* Steps and weights of the tries of hats; those are listed that are not accepted at
     * once. */
    size_t (*hat_tries)(const double *p, size_t pitch, const uint32_t *words, size_t n,
                        double *j, double *weight, uint32_t *list);
    /* Those of them are listed that are rejected. */
    size_t (*hat_tests)(const double *p, size_t pitch, int factorials, const double *j,
                        const double *weight, size_t n, uint32_t *list);
    size_t (*zipf_tries)(const double *p, size_t pitch, const uint32_t *words, size_t n,
                         double *x, uint32_t *list);
    void (*logseries)(const double *p, size_t pitch, const uint32_t *words, size_t n,
                      double *x);
    /* Of numbers of reduced variates m, which have a pitch, Poisson and binomial: hats;
     * what is inverted. */
    void (*hats[2])(const double *m, size_t pitch, size_t n, double *p);
    void (*inverted[2])(const double *m, size_t pitch, const uint32_t *words, size_t n,
                        double *x);
    /* How n variates are drawn, by family. */
    void (*describe[PX_DISCRETE_FAMILIES])(const px_parameter *of, size_t n,
                                           px_discrete *out);
    int (*try_one)(const px_discrete *d, uint64_t first, uint64_t second,
                   int64_t *value);
} px_discrete_kernels;

#define PX_DISCRETE_KERNELS                                                            \
    static const px_discrete_kernels discrete_kernels = {                              \
        hat_tries,                                                                     \
        hat_tests,                                                                     \
        zipf_tries,                                                                    \
        logseries,                                                                     \
        {poisson_hats, binomial_hats},                                                 \
        {poissons, binomials},                                                         \
        {describe_poissons, describe_binomials, describe_hypergeometrics,              \
         describe_zipfs, describe_logseries},                                          \
        try_one,                                                                       \
    }

#endif
