/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Real functions for the transforms and the rejection of a Generator's methods: the
 * definition, which px_real-inl.h follows over vectors, operation by operation.
 * Nothing but sums, products, quotients and fused ones, each rounded as IEEE 754 says,
 * in this order.
 *
 * Largest errors found, of 10^6 numbers each (tests/test_reals.py -m slow), in units of
 * the last place: log 0.99 (0.67 but near to 1), log1p 1.40, exp 0.97, expm1 1.77, pow
 * 1.13, sinpi 0.86, cospi 0.87, tanpi 2.12, stirling 2.30, log_factorial 1.85.
 *
 * Infinities and NaN are as in C's functions of these names; where a result would be
 * a zero, its sign may not be.
 */
#ifndef PX_REAL_H
#define PX_REAL_H

#include "px_math.h"

#include "px_real_table.h"

/* The logarithm of z * 2^k, z from 47/64 to 94/64, is k log 2 + log c + log(1 + r),
 * with a row {1/c, log c} of the table for z, and r = z/c - 1 at most 1/32.  Multiples
 * of log 2 and log c are sums without an error. */
typedef struct {
    double z, k, inverse, log_c;
} px_real_parts;

/* Of a positive normal number. */
static inline px_real_parts px_real_split(double x)
{
    px_real_parts parts;
    uint64_t bits = px_bits_from_double(x), t = bits - 0x3fe7800000000000u;
    uint64_t exponent = t & 0xfff0000000000000u;
    const double *row = px_real_log_table + 2 * (t >> 48 & 15);
    parts.z = px_double_from_bits(bits - exponent);
    parts.k = (double)((int64_t)exponent / (1LL << 52));
    parts.inverse = row[0];
    parts.log_c = row[1];
    return parts;
}

static inline double px_real_log_sum(double k, double log_c, double r)
{
    double w = fma(k, PX_LN2_HI, log_c), high = w + r;
    double low = fma(k, PX_LN2_LO, (w - high) + r);
    double p = fma(r, px_polynomial_f64(r, px_real_log_p, 7), -0.5);
    return high + fma(r * r, p, low);
}

static inline double px_real_log_of_normal(double x, double more_k)
{
    px_real_parts p = px_real_split(x);
    return px_real_log_sum(p.k + more_k, p.log_c, fma(p.z, p.inverse, -1.0));
}

/* log(x). */
static inline double px_real_log(double x)
{
    if (x > 0x1p-1022 && x < HUGE_VAL)
        return px_real_log_of_normal(x, 0.0);
    if (x > 0 && x < 1)
        return px_real_log_of_normal(x * 0x1p54, -54.0);
    return x == 0 ? -HUGE_VAL : x > 0 ? x : NAN;
}

/* log(1 + x): 1 + x is u + c without an error. */
static inline double px_real_log1p(double x)
{
    if (!(x > -1.0 && x < 0x1p53))
        return x == -1 ? -HUGE_VAL : px_real_log(x);
    double u = 1.0 + x, t = u - 1.0, c = (1.0 - (u - t)) + (x - t);
    px_real_parts p = px_real_split(u);
    double scale = px_double_from_bits(px_bits_from_double(p.z) -
                                       px_bits_from_double(u) + 0x3ff0000000000000u);
    double r = fma(p.z, p.inverse, -1.0);
    return px_real_log_sum(p.k, p.log_c, fma(c * scale, p.inverse, r));
}

/* exp(x) is (1 + q) * 2^n, x = n log 2 + r with |r| at most log(2) / 2, q = exp(r) - 1;
 * adding PX_REAL_TOINT leaves n in the low bits. */
#define PX_REAL_LOG2E 0x1.71547652b82fep+0
#define PX_REAL_TOINT 0x1.8p52

static inline double px_real_exp_q_of(double x, double low, double n)
{
    double r = fma(n, -PX_LN2_LO, fma(n, -PX_LN2_HI, x)) + low;
    return fma(r * r, px_polynomial_f64(r, px_real_exp_q, 10), r);
}

/* 2^n, of PX_REAL_TOINT + n. */
static inline double px_real_power_of_2(double shifted)
{
    return px_double_from_bits((px_bits_from_double(shifted) << 52) +
                               0x3ff0000000000000u);
}

/* exp(x + low) where 2^n, or the result, may not be a normal number; it is rounded
 * once. */
static inline double px_real_exp_at_ends(double x, double low)
{
    if (!(x > -746.0))
        return x == x ? 0.0 : x;
    if (x > 710.0)
        return HUGE_VAL;
    double n = fma(x, PX_REAL_LOG2E, PX_REAL_TOINT) - PX_REAL_TOINT;
    double q = px_real_exp_q_of(x, low, n);
    if (n < -1074.0)
        return n == -1075.0 && q > 0 ? 0x1p-1074 : 0.0;
    if (n > 0) {
        double half = px_real_power_of_2(PX_REAL_TOINT + (n - 1.0));
        return 2.0 * fma(half, q, half);
    }
    double s = px_real_power_of_2(PX_REAL_TOINT + (n + 60.0)) * 0x1p-60;
    return fma(s, q, s);
}

/* exp(x + low), low far below x. */
static inline double px_real_exp_sum(double x, double low)
{
    if (!(x > -708.0 && x < 709.0))
        return px_real_exp_at_ends(x, low);
    double shifted = fma(x, PX_REAL_LOG2E, PX_REAL_TOINT);
    double q = px_real_exp_q_of(x, low, shifted - PX_REAL_TOINT);
    double s = px_real_power_of_2(shifted);
    return fma(s, q, s);
}

/* exp(x). */
static inline double px_real_exp(double x)
{
    return px_real_exp_sum(x, 0.0);
}

/* exp(x) - 1. */
static inline double px_real_expm1(double x)
{
    if (!(x > -708.0 && x < 709.0))
        return px_real_exp_at_ends(x, 0.0) - 1.0;
    double shifted = fma(x, PX_REAL_LOG2E, PX_REAL_TOINT);
    double q = px_real_exp_q_of(x, 0.0, shifted - PX_REAL_TOINT);
    double s = px_real_power_of_2(shifted);
    return fma(s, q, s - 1.0);
}

/* y log x in two parts, x positive and normal. */
static inline double px_real_log_times(double x, double more_k, double y, double *low)
{
    px_real_parts p = px_real_split(x);
    double k = p.k + more_k;
    double zc = p.z * p.inverse, r = zc - 1.0, r_low = fma(p.z, p.inverse, -zc);
    double w = fma(k, PX_LN2_HI, p.log_c), sum = w + r, rest = (w - sum) + r;
    double half = -0.5 * r, h = r * half, high = sum + h;
    rest = rest + ((sum - high) + h);
    rest = rest + fma(r, half, -h);
    rest = fma(k, PX_LN2_LO, rest);
    rest = rest + fma(-r, r_low, r_low);
    rest = fma(r * r * r, px_polynomial_f64(r, px_real_log_p, 7), rest);
    double log_high = high + rest, log_low = (high - log_high) + rest;
    double product = y * log_high;
    *low = fma(y, log_low, fma(y, log_high, -product));
    return product;
}

/* x to the power of y, x not less than 0. */
static inline double px_real_pow(double x, double y)
{
    double low, more_k = 0.0;
    if (y == 0 || x == 1)
        return 1.0;
    if (!(x > 0 && x < HUGE_VAL) || !(fabs(y) < HUGE_VAL)) {
        if (!(x >= 0) || y != y)
            return NAN;
        return (x > 1) == (y > 0) ? HUGE_VAL : 0.0;
    }
    if (!(x > 0x1p-1022)) {
        x *= 0x1p54;
        more_k = -54.0;
    }
    double product = px_real_log_times(x, more_k, y, &low);
    return px_real_exp_sum(product, low);
}

/* sin(pi x) and cos(pi x), of y = x - n/2, |y| at most 1/4. */
#define PX_REAL_PI 0x1.921fb54442d18p+1

static inline double px_real_sinpi_of(double y)
{
    double a = px_polynomial_f64(y * y, px_real_sinpi_a, 6);
    return fma(y, PX_REAL_PI, y * a);
}

static inline double px_real_cospi_of(double y)
{
    double t = y * y;
    return fma(t, px_polynomial_f64(t, px_real_cospi_a, 6), 1.0);
}

/* sin(pi (y + n/2)), of PX_REAL_TOINT + n: the quadrants are s, c, -s, -c. */
static inline double px_real_of_quadrant(double y, double shifted)
{
    uint64_t n = px_bits_from_double(shifted);
    double size = n & 1 ? px_real_cospi_of(y) : px_real_sinpi_of(y);
    return n & 2 ? -size : size;
}

/* sin(pi x), cos(pi x) and tan(pi x), |x| less than 2^50. */
static inline double px_real_sinpi(double x)
{
    double shifted = fma(x, 2.0, PX_REAL_TOINT), n = shifted - PX_REAL_TOINT;
    return px_real_of_quadrant(fma(n, -0.5, x), shifted);
}

static inline double px_real_cospi(double x)
{
    double shifted = fma(x, 2.0, PX_REAL_TOINT), n = shifted - PX_REAL_TOINT;
    return px_real_of_quadrant(fma(n, -0.5, x), shifted + 1.0);
}

static inline double px_real_tanpi(double x)
{
    double shifted = fma(x, 2.0, PX_REAL_TOINT), n = shifted - PX_REAL_TOINT;
    double y = fma(n, -0.5, x);
    double sine = px_real_sinpi_of(y), cosine = px_real_cospi_of(y);
    return px_bits_from_double(shifted) & 1 ? -cosine / sine : sine / cosine;
}

/* log k! - ((k + 1/2) log(k + 1) - (k + 1) + log(2 pi) / 2), what Stirling's formula
 * lacks; k is an integer, not negative. */
static inline double px_real_stirling(double k)
{
    if (k < 16)
        return px_real_factorials[2 * (int)k + 1];
    double inverse = 1.0 / (k + 1.0);
    return inverse * px_polynomial_f64(inverse * inverse, px_real_stirling_a, 4);
}

#define PX_REAL_HALF_LOG_2PI 0x1.d67f1c864beb5p-1

/* log k!. */
static inline double px_real_log_factorial(double k)
{
    if (k < 16)
        return px_real_factorials[2 * (int)k];
    double x = k + 1.0, main = fma(k + 0.5, px_real_log(x), -x);
    return main + (px_real_stirling(k) + PX_REAL_HALF_LOG_2PI);
}

/* All of them, numbered for tests. */
#define PX_REAL_FUNCTIONS(F)                                                           \
    F(0, log, (x))                                                                     \
    F(1, log1p, (x))                                                                   \
    F(2, exp, (x))                                                                     \
    F(3, expm1, (x))                                                                   \
    F(4, pow, (x, y))                                                                  \
    F(5, sinpi, (x))                                                                   \
    F(6, cospi, (x))                                                                   \
    F(7, tanpi, (x))                                                                   \
    F(8, stirling, (x))                                                                \
    F(9, log_factorial, (x))

#endif
