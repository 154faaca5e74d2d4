/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The two ways to an integer that px_discrete.h takes most: inversion, for small means,
 * and rejection from a hat.
 *
 * Products, sums, quotients, square roots and fused ones, each rounded as IEEE 754
 * says, in this order, and the functions of px_real.h, which are made of the same.
 */
#ifndef PX_HAT_H
#define PX_HAT_H

#include "px_gamma.h"

/* Inversion: with w a uniform that falls as the pair rises, the value is the number of
 * probabilities P(X > k) that are more than w.  They are P(X > 0) less P(X = 1), less
 * P(X = 2) ..., up to one that changes nothing any more, and P(X = k) is P(X = k - 1)
 * times (a - (k - 1) da) (b - (k - 1) db) / (k (c + k dc)). */
typedef struct {
    double none, some; /* P(X = 0), P(X > 0) */
    double a, da, b, db, c, dc;
} px_steps;

/* For a mean below 10, P(X = k) is less than 2^-117 before. */
#define PX_MOST_STEPS 120

/* P(X = k) / P(X = k - 1). */
static inline double px_step(const px_steps *s, double k)
{
    double before = k - 1.0;
    double up = (s->a - before * s->da) * (s->b - before * s->db);
    return up / (k * (s->c + k * s->dc));
}

static inline int px_inverted(const px_steps *s, uint64_t pair)
{
    double w = px_open_unit(~pair), left = s->some, p = s->none;
    int x = 0;
    while (left > w && x < PX_MOST_STEPS) {
        p = p * px_step(s, x + 1.0);
        if (left - p == left)
            break;
        left = left - p;
        x++;
    }
    return x;
}

/* Rejection.  With K = k + 1 for each factorial k! of a probability, and e what is
 * expected for K, or nearly, the logarithm of the probability is a constant and
 *
 *     log(K ...) / 2 - D(K, e) - ... - s(k) - ...,  D(K, e) = K log(K / e) - (K - e),
 *
 * s(k) being what Stirling's formula lacks of log k!.  (Loader, "Fast and accurate
 * computation of binomial probabilities", 2000, has it for k.)  All K - e are the same
 * but for the sign, so that nothing cancels however large the numbers.
 *
 * A try gives a j and what is to be less, as a logarithm, than that with the integer
 * part of the mean plus j as the value. */
typedef struct {
    double
        size[4]; /* K less j, or plus j where it falls; 0 beyond the last factorial */
    double expected[4];
    double excess;          /* K - e less j, of the first */
    double lowest, highest; /* j */
    double constant;
    /* The hat: j is floor((twice_a / x + b) u + centre), x = 1/2 - |u|, with the weight
     * v scale / (a / x^2 + b), where v up to `quick` needs no test unless x is below
     * PX_QUICK_X.  Or, where `quick` is negative, j is floor(u b / v + centre), with
     * the weight v^2 scale. */
    double twice_a, a, b, centre, quick, scale;
} px_hat;

static const double px_factorial_signs[4] = {1, -1, -1, 1};

#define PX_QUICK_X  0.07
#define PX_ROOT_2PI 0x1.40d931ff62706p+1

/* No value is farther from the mean: that is more than 10^5 standard deviations. */
#define PX_FARTHEST 0x1p50

static const double px_deviance_series[] = {
    1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15,
};

/* Of K and e, and K - e. */
static inline double px_deviance(double size, double expected, double d)
{
    double v = d / (size + expected), t = v * v;
    if (t < 0.01)
        return fma(d, v,
                   2.0 * size * (v * t) * px_polynomial_f64(t, px_deviance_series, 6));
    return fma(size, px_real_log(size / expected), -d);
}

/* The rest of the logarithm, but for the constant and the first term. */
static inline double px_hat_deviance(const px_hat *h, double j)
{
    double sum = 0.0, d = j + h->excess;
    for (int i = 0; i < 4 && h->size[i] > 0; i++) {
        double sign = px_factorial_signs[i], size = h->size[i] + sign * j;
        sum = sum + px_deviance(size, h->expected[i], sign * d);
        sum = sum + px_real_stirling(size - 1.0);
    }
    return sum;
}

static inline double px_hat_sizes(const px_hat *h, double j)
{
    double product = 1.0;
    for (int i = 0; i < 4 && h->size[i] > 0; i++)
        product = product * (h->size[i] + px_factorial_signs[i] * j);
    return product;
}

/* A weight that no value has a chance with. */
#define PX_HOPELESS 0x1p1000

typedef struct {
    double j, weight; /* accepted at once where the weight is 0 */
} px_hat_try;

static inline px_hat_try px_hat_tried(const px_hat *h, uint64_t first, uint64_t second)
{
    double x = 0.5 * px_fraction_f64(px_lesser(first)), u = 0.5 - x;
    double v = px_open_unit(second);
    px_hat_try y;
    u = first >> 63 ? u : -u;
    if (h->quick < 0) {
        y.j = floor(fma(u, h->b / v, h->centre));
        y.weight = v * v * h->scale;
    } else {
        double reach = h->twice_a / x + h->b;
        y.j = floor(fma(reach, u, h->centre));
        y.weight = v * h->scale / (h->a / (x * x) + h->b);
        if (x >= PX_QUICK_X && v <= h->quick)
            y.weight = 0.0;
    }
    if (!(y.j >= h->lowest && y.j <= h->highest)) {
        y.j = 0.0;
        y.weight = PX_HOPELESS;
    }
    return y;
}

static inline int px_hat_is_accepted(const px_hat *h, px_hat_try y)
{
    if (y.weight == 0)
        return 1;
    double left = px_real_log(y.weight / sqrt(px_hat_sizes(h, y.j)));
    return left <= h->constant - px_hat_deviance(h, y.j);
}

#endif
