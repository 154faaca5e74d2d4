/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * exp, pow, log1p and the logarithm of gamma, for the arguments that occur in gamma,
 * Poisson, binomial and categorical draws.  They return what glibc 2.28 to 2.40 returns
 * on x86-64 with FMA, which TensorFlow calls, but for px_packet_exp, which is Eigen's
 * of packets of doubles; NOTICE says whose algorithms and constants these are.  Only
 * fma and sqrt are called, and what is exact by its nature.
 */
#ifndef PX_SPECIAL_H
#define PX_SPECIAL_H

#include "px_exp_table.h"
#include "px_math.h"

/* log of any double. */
static inline double px_log_any(double x)
{
    if (!(x >= DBL_MIN))
        return x == 0.0 ? -HUGE_VAL : x > 0.0 ? px_log(x * 0x1p54) - 54 * PX_LN2 : NAN;
    return x <= DBL_MAX ? px_log(x) : x;
}

/* x * 128 / log 2 to an integer n, which stays behind in the low bits: x is
 * n * log 2 / 128 and a rest. */
static inline double px_exp_row(double x)
{
    return fma(x, 0x1.71547652b82fep+7, 0x1.8p52);
}

static inline double px_exp_rest(double x, double row)
{
    double kd = row - 0x1.8p52;
    return fma(kd, -0x1.cf79abc9e3b3ap-47, fma(kd, -0x1.62e42fefa0000p-8, x));
}

/* exp(r) - 1 and the tail of a row. */
static inline double px_exp_tail(double r, double tail)
{
    double r2 = r * r;
    double top = fma(r, 0x1.1111167a4d017p-7, 0x1.55555cf172b91p-5);
    double mid = fma(r, 0x1.555555555543cp-3, 0x1.ffffffffffdbdp-2);
    return fma(r2 * r2, top, fma(r2, mid, tail + r));
}

/* exp(x + low), low far below x. */
static inline double px_exp_sum(double x, double low)
{
    if (!(fabs(x) >= 0x1p-54))
        return 1.0 + x;
    if (x < -745.2)
        return 0.0;
    if (x > 709.8)
        return HUGE_VAL;
    double kd = px_exp_row(x);
    uint64_t k = px_bits_from_double(kd), row = k & 127;
    double t = px_exp_tail(px_exp_rest(x, kd) + low, px_exp_table[row][1]);
    uint64_t scale = px_bits_from_double(px_exp_table[row][0]) + ((k - row) << 45);
    if (fabs(x) < 512.0) {
        double s = px_double_from_bits(scale);
        return fma(s, t, s);
    }
    if (x > 0) {
        double s = px_double_from_bits(scale - ((uint64_t)1009 << 52));
        return 0x1p1009 * fma(s, t, s);
    }
    double s = px_double_from_bits(scale + ((uint64_t)1022 << 52));
    double m = s * t, y = s + m;
    if (y < 1.0) {
        double hi = 1.0 + y, lo = (s - y) + m;
        lo = ((1.0 - hi) + y) + lo;
        y = (hi + lo) - 1.0;
    }
    return 0x1p-1022 * y;
}

static inline double px_exp(double x)
{
    return px_exp_sum(x, 0.0);
}

/* y * log(z * 2^k) in two parts, with the table's row for z. */
static inline double px_log_times(double z, double k, const double *row, double y,
                                  double *low_part)
{
    double r = fma(z, row[0], -1.0);
    double t1 = fma(k, PX_LN2_HI, row[1]), t2 = t1 + r;
    double lo1 = fma(k, PX_LN2_LO, row[2]), lo2 = (t1 - t2) + r;
    double ar = -0.5 * r, ar2 = r * ar, ar3 = r * ar2, hi = t2 + ar2;
    double lo3 = fma(ar, r, -ar2), lo4 = (t2 - hi) + ar2;
    double top = fma(r, 0x1.0002b8b263fc3p+0, -0x1.2495b9b4845e9p+0);
    double mid = fma(r, -0x1.555555529a47ap-1, 0x1.999999959554ep-1);
    double low = fma(r, 0x1.0000000000006p-1, -0x1.5555555555560p-1);
    double p = fma(ar2, fma(ar2, top, mid), low);
    double lo = fma(ar3, p, ((lo1 + lo2) + lo3) + lo4);
    double log_x = hi + lo, rest = (hi - log_x) + lo;
    double high = y * log_x;
    *low_part = fma(y, rest, fma(y, log_x, -high));
    return high;
}

/* x^y, 0 <= x < 1, y not 0. */
static inline double px_pow(double x, double y)
{
    if (x == 0.0)
        return y > 0 ? 0.0 : HUGE_VAL;
    uint64_t bits = px_bits_from_double(x), t = bits - 0x3fe6955500000000u;
    const double *row = px_pow_table[t >> 45 & 127];
    double k = (double)((int64_t)(t & 0xfff0000000000000u) / (1LL << 52));
    double z = px_double_from_bits(bits - (t & 0xfff0000000000000u));
    double low, high = px_log_times(z, k, row, y, &low);
    return px_exp_sum(high, low);
}

/* log(1 + x), -1 < x <= 0: the algorithm of fdlibm (s_log1p.c). */
static inline double px_log1p(double x)
{
    const double high_ln2 = 6.93147180369123816490e-01;
    const double low_ln2 = 1.90821492927058770002e-10;
    double size = fabs(x), f = x, c = 0.0, k = 0.0;
    uint32_t hu = 1;
    if (size < 0x1p-54)
        return x;
    if (size < 0x1p-29)
        return fma(-(x * x), 0.5, x);
    if ((uint32_t)(px_bits_from_double(x) >> 32) > 0xbfd2bec3u) {
        double u = 1.0 + x;
        uint64_t bits = px_bits_from_double(u), rest = bits & 0xffffffffu;
        int exponent = (int)(bits >> 52) - 1023;
        c = (exponent > 0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;
        hu = (uint32_t)(bits >> 32) & 0xfffffu;
        if (hu < 0x6a09eu) {
            u = px_double_from_bits((uint64_t)(hu | 0x3ff00000u) << 32 | rest);
        } else {
            exponent++;
            u = px_double_from_bits((uint64_t)(hu | 0x3fe00000u) << 32 | rest);
            hu = (0x100000u - hu) >> 2;
        }
        k = exponent;
        f = u - 1.0;
    }
    double hf = (0.5 * f) * f;
    if (hu == 0) {
        if (f == 0.0)
            return k == 0.0 ? 0.0 : fma(k, high_ln2, fma(k, low_ln2, c));
        double r = hf * fma(-2.0 / 3.0, f, 1.0);
        return k == 0.0 ? f - r : fma(k, high_ln2, -((r - fma(k, low_ln2, c)) - f));
    }
    double s = f / (2.0 + f), z = s * s, z2 = z * z, z4 = z2 * z2, z6 = z4 * z2;
    double top = fma(z, 1.479819860511658591e-01, 1.531383769920937332e-01);
    double mid = fma(z, 1.818357216161805012e-01, 2.222219843214978396e-01);
    double low = fma(z, 2.857142874366239149e-01, 3.999999999940941908e-01);
    double r = fma(z6, top, fma(z4, mid, fma(z, 6.666666666666735130e-01, z2 * low)));
    double q = s * (hf + r);
    if (k == 0.0)
        return f - (hf - q);
    return fma(k, high_ln2, -((hf - (q + fma(k, low_ln2, c))) - f));
}

/* log((n - 1)!), n a whole number >= 1 of a logarithm: fdlibm's (e_lgamma_r.c). */
static inline double px_log_factorial(double n, double log_of_n)
{
    static const double factorial[] = {1, 1, 1, 2, 6, 24, 120, 720};
    if (n < 8.0)
        return n <= 2.0 ? 0.0 : px_log(factorial[(int)n]);
    double log_n = log_of_n - 1.0;
    if (!(n < 0x1p58))
        return n * log_n;
    double z = 1.0 / n, y = z * z;
    double w = 8.36339918996282139126e-04 + y * -1.63092934096575273989e-03;
    w = -5.95187557450339963135e-04 + y * w;
    w = 7.93650558643019558500e-04 + y * w;
    w = -2.77777777728775536470e-03 + y * w;
    w = 8.33333333333329678849e-02 + y * w;
    w = 4.18938533204672725052e-01 + z * w;
    return (n - 0.5) * log_n + w;
}

/* exp of a float, or NaN. */
static inline float px_expf(float x)
{
    if (!(x >= -104.0f))
        return x < 0 ? 0.0f : x;
    if (x > 88.8f)
        return HUGE_VALF;
    double kd = fma(x, 0x1.71547652b82fep+5, 0x1.8p52);
    uint64_t n = px_bits_from_double(kd), row = n & 31;
    double r = fma(x, 0x1.71547652b82fep+5, 0x1.8p52 - kd);
    uint64_t scale = px_bits_from_double(px_exp_table[4 * row][0]) + ((n - row) << 47);
    double top = fma(r, 0x1.c6af84b912394p-20, 0x1.ebfce50fac4f3p-13);
    double low = fma(r, 0x1.62e42ff0c52d6p-6, 1.0);
    return (float)(fma(top, r * r, low) * px_double_from_bits(scale));
}

/* exp(x), x <= 0, as Eigen computes it for packets of doubles: never fused. */
static inline double px_packet_exp(double x)
{
    if (x < -745.519)
        return 0.0;
    double f = floor(1.4426950408889634 * x + 0.5);
    double y = (x - f * 0.693145751953125) - f * 1.42860682030941723212e-6;
    double y2 = y * y;
    double p = (1.26177193074810590878e-4 * y2 + 3.02994407707441961300e-2) * y2 + 1.0;
    double q = (3.00198505138664455042e-6 * y2 + 2.52448340349684104192e-3) * y2;
    p = p * y;
    q = (q + 2.27265548208155028766e-1) * y2 + 2.0;
    double r = 2.0 * (p / (q - p)) + 1.0;
    if (f <= -1022.0) { /* a subnormal is flushed */
        r *= px_double_from_bits((uint64_t)(f + 2045.0) << 52);
        return r < 1.0 ? 0.0 : r * 0x1p-1022;
    }
    return r * px_double_from_bits((uint64_t)(f + 1023.0) << 52);
}

#endif
