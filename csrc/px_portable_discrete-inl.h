/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * px_discrete_kernels by the definitions, one block after the other.
 */

/* n numbers of parameters for block i. */
static void numbers_at(const double *p, size_t pitch, size_t i, double *numbers,
                       size_t n)
{
    for (size_t m = 0; m < n; m++)
        numbers[m] = pitch ? p[m * pitch + i] : p[m];
}

static px_hat hat_at(const double *p, size_t pitch, size_t i)
{
    double numbers[sizeof(px_hat) / sizeof(double)];
    px_hat hat;
    numbers_at(p, pitch, i, numbers, sizeof numbers / sizeof *numbers);
    memcpy(&hat, numbers, sizeof hat);
    return hat;
}

static size_t hat_tries(const double *p, size_t pitch, const uint32_t *words, size_t n,
                        double *j, double *weight, uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i++) {
        px_hat hat = hat_at(p, pitch, i);
        px_hat_try y = px_hat_tried(&hat, px_high_pair(words + 4 * i),
                                    px_high_pair(words + 4 * i + 2));
        j[i] = y.j;
        weight[i] = y.weight;
        list[listed] = (uint32_t)i;
        listed += y.weight > 0;
    }
    return listed;
}

static size_t hat_tests(const double *p, size_t pitch, int factorials, const double *j,
                        const double *weight, size_t n, uint32_t *list)
{
    size_t listed = 0;
    (void)factorials;
    for (size_t i = 0; i < n; i++) {
        px_hat hat = hat_at(p, pitch, i);
        px_hat_try y = {j[i], weight[i]};
        list[listed] = (uint32_t)i;
        listed += !px_hat_is_accepted(&hat, y);
    }
    return listed;
}

#define HATS(all, one)                                                                 \
    static void all(const double *m, size_t pitch, size_t n, double *p)                \
    {                                                                                  \
        for (size_t i = 0; i < n; i++) {                                               \
            double own[4], numbers[sizeof(px_hat) / sizeof(double)];                   \
            numbers_at(m, pitch, i, own, 4);                                           \
            px_hat hat = one(own);                                                     \
            memcpy(numbers, &hat, sizeof hat);                                         \
            for (size_t row = 0; row < sizeof hat / sizeof(double); row++)             \
                p[row * pitch + i] = numbers[row];                                     \
        }                                                                              \
    }

HATS(poisson_hats, px_poisson_hat)
HATS(binomial_hats, px_binomial_hat)
#undef HATS

#define INVERTED(all, steps_of)                                                        \
    static void all(const double *m, size_t pitch, const uint32_t *words, size_t n,    \
                    double *x)                                                         \
    {                                                                                  \
        for (size_t i = 0; i < n; i++) {                                               \
            double own[4];                                                             \
            numbers_at(m, pitch, i, own, 4);                                           \
            px_steps steps = steps_of(own);                                            \
            x[i] = px_inverted(&steps, px_high_pair(words + 4 * i));                   \
        }                                                                              \
    }

INVERTED(poissons, px_poisson_steps)
INVERTED(binomials, px_binomial_steps)
#undef INVERTED

static size_t zipf_tries(const double *p, size_t pitch, const uint32_t *words, size_t n,
                         double *x, uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i++) {
        double numbers[3];
        numbers_at(p, pitch, i, numbers, 3);
        list[listed] = (uint32_t)i;
        listed += !px_zipf_try(numbers, px_high_pair(words + 4 * i),
                               px_high_pair(words + 4 * i + 2), x + i);
    }
    return listed;
}

static void logseries(const double *p, size_t pitch, const uint32_t *words, size_t n,
                      double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = px_logseries_step(pitch ? p[i] : *p, px_high_pair(words + 4 * i),
                                 px_high_pair(words + 4 * i + 2));
}

#include "px_describe-inl.h"

PX_DISCRETE_KERNELS;
