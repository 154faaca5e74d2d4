/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Normals and exponentials by inversion: one value of a word, or of the 64 bits of a
 * pair.  With p = (word + 1/2) / 2^32, or (bits + 1/2) / 2^64, a normal is the z below
 * which a standard normal is with probability p, and an exponential is -log(1 - p).
 *
 * All p are odd multiples of 2^-33, or 2^-65, and are taken from the end, or the
 * middle, that is nearest, so that they are integers until they are rounded once, to a
 * float or a double.  A word and its complement give a normal of either sign.
 *
 * Nothing but products, sums, quotients, square roots and fused ones, each rounded as
 * IEEE 754 says, in this order.
 */
#ifndef PX_INVERSE_H
#define PX_INVERSE_H

#include "px_math.h"

#include "px_inverse_table.h"

/* 4p, if p is below 1/4, 4p - 2 up to 3/4, and 4p - 4 above. */
static inline float px_quarter_f32(uint32_t word)
{
    return (float)(int32_t)(2 * word + 1) * 0x1p-31f;
}

/* Whether p is between 1/4 and 3/4. */
static inline int px_is_middle(uint32_t word)
{
    return (word ^ word << 1) >> 31;
}

/* In the middle, z is an odd function of p - 1/2, x times a polynomial in x^2.  In the
 * tails each octave of the lesser probability has a polynomial of its own. A float x of
 * a tail that was rounded to 1 finds the middle's polynomial, which for t = -1/2 is its
 * z. */
static inline float px_normal_by_inversion_f32(uint32_t word)
{
    float x = px_quarter_f32(word), t, factor;
    uint32_t bits = px_bits_from_float(x), row = 31;
    if (px_is_middle(word)) {
        t = fmaf(x, x, -1.5f);
        factor = x;
    } else {
        row = (bits >> 23 & 0xff) - 96; /* 2^-31 is row 0 */
        t = px_float_from_bits((bits & 0x7fffff) | 0x3f800000) - 1.5f;
        factor = x > 0 ? -1.0f : 1.0f;
    }
    float z = px_normal_rows[8][row];
    for (int i = 7; i >= 0; i--)
        z = fmaf(z, t, px_normal_rows[i][row]);
    return fmaf(z, factor, factor);
}

/* k log 2 - log(1 + f). */
static inline float px_minus_log_f32(float f, float k)
{
    float n = px_minus_log_n_f32[8];
    for (int i = 7; i >= 0; i--)
        n = fmaf(n, f, px_minus_log_n_f32[i]);
    return fmaf(k, (float)PX_LN2, fmaf(f * f, n, -f));
}

/* 1 - p is (1 + f) / 2^k. */
static inline float px_exponential_by_inversion_f32(uint32_t word)
{
    static const float factors[] = {-0.25f, -0.25f, -0.5f, -0.5f, -0.5f, -1.0f};
    static const float addends[] = {0, 0, 0, 0, 0, 1};
    static const float ks[] = {0, 0, 1, 1, 1, 2};
    float x = px_quarter_f32(word);
    uint32_t eighth = word >> 29;
    if (eighth < 6)
        return px_minus_log_f32(fmaf(x, factors[eighth], addends[eighth]), ks[eighth]);
    uint32_t bits = px_bits_from_float(-x);
    uint32_t e = (bits - 0x3f400000) & 0xff800000; /* 1 + f is from 3/4 to 3/2 */
    return px_minus_log_f32(px_float_from_bits(bits - e) - 1.0f,
                            (float)(2 - (int32_t)e / (1 << 23)));
}

/* 2^65 times p or 1 - p, which of them is less. */
static inline uint64_t px_lesser(uint64_t bits)
{
    return 2 * (bits >> 63 ? ~bits : bits) + 1;
}

static inline double px_fraction_f64(uint64_t x)
{
    return (double)x * 0x1p-64;
}

/* k log 2 - log(1 + f), f from -1/2 to 0 in row -32 f of the table. */
static inline double px_minus_log_f64(double f, double k, unsigned row)
{
    double inverse = px_minus_log_table[2 * row], log = px_minus_log_table[2 * row + 1];
    double r = fma(f, inverse, inverse - 1.0);
    double n = px_minus_log_n_f64[7];
    for (int i = 6; i >= 0; i--)
        n = fma(n, r, px_minus_log_n_f64[i]);
    return fma(k, PX_LN2, log) + fma(r * r, n, -r);
}

/* -log(x / 2), 0 < x <= 1. */
static inline double px_minus_log_of_half_f64(double x)
{
    uint64_t bits = px_bits_from_double(x);
    double half = px_double_from_bits((bits & 0xfffffffffffff) | 0x3fe0000000000000);
    return px_minus_log_f64(half - 1.0, 1023.0 - (double)(bits >> 52),
                            ~bits >> 48 & 15);
}

static inline double px_exponential_by_inversion_f64(uint64_t bits)
{
    double x = px_fraction_f64(px_lesser(bits));
    if (bits >> 63)
        return px_minus_log_of_half_f64(x);
    return px_minus_log_f64(-0.5 * x, 0.0, (unsigned)(bits >> 59));
}

/* In the middle, z is an odd function of c = |p - 1/2|, in the tails one of sqrt(-log
 * q) of the lesser probability q, as in Wichura, "Algorithm AS 241: the percentage
 * points of the normal distribution", Applied Statistics 37 (1988). */
static inline double px_normal_by_inversion_f64(uint64_t bits)
{
    double x = px_fraction_f64(0 - px_lesser(bits)), z;
    if (x <= 0.875) {
        double t = fma(-x, x, 0.765625);
        double a = px_polynomial_f64(t, px_normal_middle_a, 8);
        double b = px_polynomial_f64(t, px_normal_middle_b, 7);
        z = fma(a / b, x, x);
    } else {
        double r = sqrt(px_minus_log_of_half_f64(px_fraction_f64(px_lesser(bits)))),
               t = r - 1.625;
        double a = px_polynomial_f64(t, px_normal_tail_a, 8);
        double b = px_polynomial_f64(t, px_normal_tail_b, 8);
        z = fma(r, 1.25, a / b);
    }
    return bits >> 63 ? z : -z;
}

#endif
