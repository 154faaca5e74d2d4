/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gamma variates and their relatives: what one try makes of the two pairs of its block,
 * and what is made of values that were accepted.  px_gamma.c says which stream a block
 * is of.
 *
 * Products, sums, quotients, square roots and fused ones, each rounded as IEEE 754
 * says, in this order, and the functions of px_real.h, which are made of the same.
 */
#ifndef PX_GAMMA_H
#define PX_GAMMA_H

#include "px_inverse.h"
#include "px_real.h"

/* On (0, 1], of 63 bits: small ones are as dense as doubles are. */
static inline double px_open_unit(uint64_t pair)
{
    return px_fraction_f64(pair | 1);
}

static inline double px_lesser_of(double a, double b)
{
    return a < b ? a : b;
}

/* Gamma: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM
 * TOMS 26 (2000), with t = c x, so that nothing cancels where the shape is large.  The
 * squeeze is that of the paper for the least d, 2/3; with its fourth power in t it
 * holds for all others, and is the closer, the larger d is.
 *
 * A shape below 1 takes the variate of shape + 1 times a uniform to the power 1 / shape
 * (section 6 there): exp(-e / shape), e exponential. */
#define PX_GAMMA_SQUEEZE 1.8

typedef struct {
    double d, t, u; /* the value is d (1 + t)^3, u decides */
} px_gamma_try;

/* Of a standard normal and a uniform on (0, 1]; what is less than 0 counts as 0. */
static inline px_gamma_try px_gamma_tried(double shape, double z, double u)
{
    shape = shape < 0.0 ? 0.0 : shape;
    double d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0;
    px_gamma_try y = {d, z * (1.0 / 3.0 / sqrt(d)), u};
    return y;
}

static inline double px_gamma_undivided(px_gamma_try y)
{
    double v = 1.0 + y.t;
    return v * v * v * y.d;
}

/* A shape that is infinite or NaN is never rejected. */
static inline int px_gamma_is_squeezed(px_gamma_try y)
{
    double square = y.t * y.t;
    return !(fma(square * square, -PX_GAMMA_SQUEEZE * y.d, 1.0) < y.u);
}

/* log u is not above x^2 / 2 + d (1 - v + log v), v = (1 + t)^3. */
static inline int px_gamma_is_accepted(px_gamma_try y)
{
    double series = fma(fma(y.t, 1.0 / 3.0, -0.5), y.t, 1.0); /* log(1 + t) / t */
    double rest = fma(-y.t, series, px_real_log1p(y.t));
    double bound = -1.0 < y.t ? 3.0 * y.d * rest : -HUGE_VAL;
    return !(bound < px_real_log(y.u));
}

static inline int px_gamma_is_rejected(px_gamma_try y)
{
    return !px_gamma_is_squeezed(y) && !px_gamma_is_accepted(y);
}

/* What the value is divided by, as a logarithm; of an exponential. */
static inline double px_gamma_exponent(double shape, double e)
{
    return shape < 1.0 ? e * (1.0 / shape) : 0.0;
}

/* What gammas are made into: their values before they are divided, and exponents. */

static inline double px_gamma_divided(double value, double exponent)
{
    return value * px_real_exp(-exponent);
}

static inline double px_gamma_log(double value, double exponent)
{
    return px_real_log(value) - exponent;
}

/* Of two shapes that are both next to nothing only the ratio matters. */
#define PX_TINY_SHAPE 0x1p-500
#define PX_UNTINY     0x1p600

static inline double px_untiny(double shape, double other)
{
    return shape < PX_TINY_SHAPE && other < PX_TINY_SHAPE ? shape * PX_UNTINY : shape;
}

/* x / (x + y).  The lesser of two exponents is taken from both, and quarters have a sum
 * that does not overflow. */
static inline double px_beta_of(double x, double y, double x_exponent,
                                double y_exponent)
{
    double excess = x_exponent - y_exponent, shrink = px_real_exp(-fabs(excess));
    x = 0.25 * x * (excess > 0.0 ? shrink : 1.0);
    y = 0.25 * y * (excess > 0.0 ? 1.0 : shrink);
    return x / (x + y);
}

/* (x / dfnum) / (y / dfden), of gammas of half as many degrees. */
#define PX_MOST_INVERSE 0x1p1000

static inline double px_f_of(double x, double y, double x_exponent, double y_exponent,
                             double dfnum, double dfden)
{
    double over = x * px_lesser_of(1.0 / dfnum, PX_MOST_INVERSE);
    double under = y * px_lesser_of(1.0 / dfden, PX_MOST_INVERSE);
    return over / under * px_real_exp(y_exponent - x_exponent);
}

/* A noncentral chi-square of nonc = lambda, halved, is a gamma of px_noncentral_shape,
 * and from one degree of freedom on half the square of a normal with mean sqrt(lambda)
 * more.  Below, half of lambda is the mean of a Poisson that is added to the shape, but
 * for a mean so large that a normal is the same. */
#define PX_MOST_MIXED 0x1p60

static inline int px_is_mixture(double df, double lambda)
{
    return df < 1.0 && !(0.5 * lambda > PX_MOST_MIXED);
}

static inline double px_noncentral_shape(double df, double lambda, double poisson,
                                         double z)
{
    double mean = 0.5 * lambda;
    if (!(df < 1.0))
        return 0.5 * (df - 1.0);
    if (mean > PX_MOST_MIXED)
        return 0.5 * df + mean * (1.0 + z / sqrt(mean));
    return 0.5 * df + (poisson + 0.0 * lambda); /* a NaN stays one */
}

static inline double px_half_square(double z, double root)
{
    return 0.5 * ((z + root) * (z + root));
}

/* Student's t: Bailey, "Polar generation of random variates with the t-distribution",
 * Mathematics of Computation 62 (1994), with an angle, so that nothing is rejected.
 * expm1(2 a) is m (m + 2), and the roots of both do not overflow before t does. */
static inline double px_standard_t_of(double df, double e, double u)
{
    double m = px_real_expm1(e * (1.0 / df));
    return sqrt(m * df) * sqrt(m + 2.0) * px_real_cospi(u);
}

/* The inverse Gaussian: Michael, Schucany and Haas, "Generating random variates using
 * transformations with multiple roots", The American Statistician 30 (1976).  The two
 * roots are mean / r^2 and mean r^2 for an r that is a sum of positive terms. */
static inline double px_wald_of(double mean, double scale, double z, double u)
{
    double s = fabs(z) * (0.5 * (sqrt(mean) / sqrt(scale)));
    double r = s + px_lesser_of(s + 1.0, sqrt(fma(s, s, 1.0)));
    double factor = fma(u, r * r, u) < 1.0 ? r : 1.0 / r;
    return mean * factor * factor;
}

/* atan(y / x) of a quadrant: with the nearest of 0, pi / 4 and pi / 2 subtracted, the
 * tangent's size is at most tan(pi / 8), and atan t is t + t^3 a(t^2). */
#define PX_TAN_PI_8 0x1.a827999fcef32p-2

static const double px_angle_a[] = {
    -0x1.5555555555555p-2, 0x1.999999999934cp-3,  -0x1.2492492436201p-3,
    0x1.c71c71853d7fap-4,  -0x1.745d0b28a7e36p-4, 0x1.3b1263064f6b9p-4,
    -0x1.10fa77b1a6d51p-4, 0x1.dfe6497e962b0p-5,  -0x1.a0999c632b499p-5,
    0x1.4162c02b1d6f8p-5,  -0x1.3a31b1c0fc37cp-6,
};

static inline double px_angle_of(double y, double x)
{
    double over = y, under = x, near = 0.0;
    if (x < y * PX_TAN_PI_8) {
        over = -x;
        under = y;
        near = 0.5 * PX_REAL_PI;
    } else if (x * PX_TAN_PI_8 < y) {
        over = y - x;
        under = y + x;
        near = 0.25 * PX_REAL_PI;
    }
    double t = over / under, square = t * t;
    return near + fma(t * square, px_polynomial_f64(square, px_angle_a, 10), t);
}

/* The von Mises: Best and Fisher, "Efficient simulation of the von Mises distribution",
 * Applied Statistics 28 (1979).  Their angle f of a wrapped Cauchy variate is twice the
 * one whose tangent is `flat` times that of pi u / 2; with h = sqrt(1 + 4 kappa^2),
 * kappa (r - 1) is 1/2 + 1 / (2 h + 4 kappa), and kappa (r - cos f) that and 2 kappa
 * sin^2(f / 2), so that no kappa is too small or too large. */
typedef struct {
    double twice_kappa, least, flat;
} px_vonmises_shape;

static inline px_vonmises_shape px_vonmises_shape_of(double kappa)
{
    double k = kappa < 0.0 ? 0.0 : 2.0 * kappa;
    double h = px_lesser_of(k + 1.0, sqrt(fma(k, k, 1.0)));
    double least = 1.0 + 1.0 / (h + k);
    px_vonmises_shape shape = {k, 0.5 * least, sqrt(least / (1.0 + h + k))};
    return shape;
}

typedef struct {
    double angle; /* from -pi to pi */
    double y, v;  /* v on (0, 1] decides */
} px_vonmises_try;

/* The angle is the less, the nearer the first pair is to either end. */
static inline px_vonmises_try px_vonmises_tried(px_vonmises_shape shape, uint64_t pair,
                                                double v)
{
    double half = 0.5 * px_fraction_f64(px_lesser(pair));
    double y = shape.flat * px_real_sinpi(half), x = px_real_cospi(half);
    double sin2 = y * y / fma(y, y, x * x), angle = 2.0 * px_angle_of(y, x);
    px_vonmises_try t = {pair >> 63 ? angle : -angle,
                         fma(shape.twice_kappa, sin2, shape.least), v};
    return t;
}

static inline int px_vonmises_is_squeezed(px_vonmises_try t)
{
    return !(t.y * (2.0 - t.y) < t.v);
}

/* log v is not above log y + 1 - y. */
static inline int px_vonmises_is_accepted(px_vonmises_try t)
{
    return !(px_real_log(t.y) + (1.0 - t.y) < px_real_log(t.v));
}

/* mu without whole turns: a remainder has no error. */
static inline double px_turned(double mu)
{
    return fabs(mu) > PX_REAL_PI ? remainder(mu, 2.0 * PX_REAL_PI) : mu;
}

/* Around mu, from -pi to pi. */
static inline double px_around(double mu, double angle)
{
    double x = mu + angle;
    if (x > PX_REAL_PI)
        return x - 2.0 * PX_REAL_PI;
    return x < -PX_REAL_PI ? x + 2.0 * PX_REAL_PI : x;
}

#endif
