/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Distributions that are transforms of one uniform, or of one normal: the definition,
 * which px_transforms-inl.h follows over vectors, operation by operation.
 *
 * Of the 64 bits of a pair, v = (bits + 1/2) / 2^64, and every value is a function of v
 * that never decreases but for rounding.  What is near to an end, or to the middle, is
 * computed from its distance, an integer until it is rounded once.  Parameters that
 * NumPy does not allow give something or other.
 */
#ifndef PX_TRANSFORMS_H
#define PX_TRANSFORMS_H

#include "px_families.h"
#include "px_inverse.h"
#include "px_real.h"

/* -log(w / 2^64). */
static inline double px_minus_log_u64(uint64_t w)
{
    if (w >> 63) {
        uint64_t rest = 0 - w;
        return px_minus_log_f64(-px_fraction_f64(rest), 0.0, (unsigned)(rest >> 59));
    }
    return px_minus_log_of_half_f64(px_fraction_f64(2 * w));
}

/* x, or minus x where v is below 1/2. */
static inline double px_with_side(uint64_t bits, double x)
{
    return bits >> 63 ? x : -x;
}

/* exp(sigma z + mean), z standard normal. */
static inline double px_lognormal(uint64_t bits, double mean, double sigma)
{
    double product = px_normal_by_inversion_f64(bits) * sigma;
    return px_real_exp(product + mean);
}

/* loc + scale log(2v), or loc - scale log(2 (1 - v)). */
static inline double px_laplace(uint64_t bits, double loc, double scale)
{
    double size = px_minus_log_u64(px_lesser(bits));
    return fma(px_with_side(bits, size), scale, loc);
}

/* loc + scale log(v / (1 - v)).  With q the lesser of v and 1 - v, q / (1 - q) is taken
 * where q is at most 11/32, and else what it lacks of 1, which is less than 1/2. */
static inline double px_logistic(uint64_t bits, double loc, double scale)
{
    uint64_t w = px_lesser(bits);
    double x = px_fraction_f64(w), d = fma(x, -0.5, 1.0), size;
    if (x > 0.6875) {
        double rest = px_fraction_f64(0 - w) / d;
        uint64_t row = px_bits_from_double(fma(rest, 2.0, 1.0)) >> 48 & 15;
        size = px_minus_log_f64(-rest, 0.0, (unsigned)row);
    } else {
        size = px_minus_log_of_half_f64(x / d);
    }
    return fma(px_with_side(bits, size), scale, loc);
}

/* loc - scale log(-log v). */
static inline double px_gumbel(uint64_t bits, double loc, double scale)
{
    double e = px_exponential_by_inversion_f64(~bits);
    return fma(-px_real_log(e), scale, loc);
}

/* scale sqrt(2 e), e = -log(1 - v) standard exponential here and below. */
static inline double px_rayleigh(uint64_t bits, double scale)
{
    double e = px_exponential_by_inversion_f64(bits);
    return sqrt(e + e) * scale;
}

/* e to the power of 1/a. */
static inline double px_weibull(uint64_t bits, double a)
{
    if (a == 0)
        return 0.0;
    return px_real_pow(px_exponential_by_inversion_f64(bits), 1.0 / a);
}

/* (1 - v) to the power of -1/a, less 1. */
static inline double px_pareto(uint64_t bits, double a)
{
    return px_real_expm1(px_exponential_by_inversion_f64(bits) * (1.0 / a));
}

/* v to the power of 1/a. */
static inline double px_power(uint64_t bits, double a)
{
    return px_real_exp(px_exponential_by_inversion_f64(~bits) * (-1.0 / a));
}

/* tan(pi (v - 1/2)). */
static inline double px_standard_cauchy(uint64_t bits)
{
    uint64_t w = px_lesser(bits);
    int is_tail = !(w >> 63);
    double y = px_fraction_f64(is_tail ? w : 0 - w) * 0.5, t = y * y;
    double a = y * px_polynomial_f64(t, px_tangent_a, 3);
    double b = px_polynomial_f64(t, px_tangent_b, 3);
    return px_with_side(bits, is_tail ? b / a : a / b);
}

/* left + sqrt(v (mode - left) (right - left)), or right - sqrt((1 - v) (right - mode)
 * (right - left)). */
static inline double px_triangular(uint64_t bits, double left, double mode,
                                   double right)
{
    double x = px_fraction_f64(px_lesser(bits)), near = x * 0.5;
    double far = fma(x, -0.5, 1.0);
    double v = bits >> 63 ? far : near, rest = bits >> 63 ? near : far;
    double base = right - left, left_base = mode - left, ratio = left_base / base;
    if (!(ratio < HUGE_VAL) || ratio < v) /* as NumPy has it of infinite ones */
        return right - sqrt(rest * ((right - mode) * base));
    return left + sqrt(v * (left_base * base));
}

/* e in units of -log(1 - p), upwards to an integer; at least 1, at most 2^63 - 1. */
static inline int64_t px_geometric(uint64_t bits, double p)
{
    double units = -1.0 / px_real_log1p(-p);
    double n = px_exponential_by_inversion_f64(bits) * units;
    if (!(n < 0x1p63))
        return INT64_MAX;
    return n > 1 ? (int64_t)ceil(n) : 1;
}

/* All of them: kind, member of px_value, arguments. */
#define PX_TRANSFORMS(T)                                                               \
    T(lognormal, PX_LOGNORMAL, real, bits, of[0].real, of[1].real)                     \
    T(laplace, PX_LAPLACE, real, bits, of[0].real, of[1].real)                         \
    T(logistic, PX_LOGISTIC, real, bits, of[0].real, of[1].real)                       \
    T(gumbel, PX_GUMBEL, real, bits, of[0].real, of[1].real)                           \
    T(rayleigh, PX_RAYLEIGH, real, bits, of[0].real)                                   \
    T(weibull, PX_WEIBULL, real, bits, of[0].real)                                     \
    T(pareto, PX_PARETO, real, bits, of[0].real)                                       \
    T(power, PX_POWER, real, bits, of[0].real)                                         \
    T(standard_cauchy, PX_STANDARD_CAUCHY, real, bits)                                 \
    T(triangular, PX_TRIANGULAR, real, bits, of[0].real, of[1].real, of[2].real)       \
    T(geometric, PX_GEOMETRIC, whole, bits, of[0].real)

#endif
