/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gamma variates and their relatives over vectors: px_gamma.h's functions, operation by
 * operation.  Included once in each kernel file, below px_real-inl.h; no include guard
 * for that reason.  Wants, beside what the files above it have listed, or2 and
 * split_blocks.
 *
 * All loops take whole vectors.  A parameter's stride is 0 or 1.
 */

/* px_open_unit. */
PX_INLINE vec open_unit(const uint64_t *pairs)
{
    return fraction_u64(or2(load_bits(pairs), splat(1)));
}

PX_INLINE vec lesser_of(vec a, vec b)
{
    return where(less_f64(a, b), a, b);
}

PX_INLINE vec size_of(vec x)
{
    return and2(x, splat(0x7fffffffffffffff));
}

PX_INLINE vec parameter_at(px_parameter p, size_t i)
{
    return p.stride ? load(p.data + i) : splat_f64(*p.data);
}

static void split_pairs(const uint32_t *words, size_t n, uint64_t *first,
                        uint64_t *second)
{
    for (size_t i = 0; i < n; i += LANES) {
        vec a, b;
        split_blocks(words + 4 * i, &a, &b);
        store(first + i, a);
        store(second + i, b);
    }
}

PX_INLINE vec gamma_d(vec shape)
{
    vec one = splat_f64(1.0), zero = splat_f64(0.0);
    shape = where(less_f64(shape, zero), zero, shape);
    vec raised = where(less_f64(shape, one), add_f64(shape, one), shape);
    return sub_f64(raised, splat_f64(1.0 / 3.0));
}

PX_INLINE vec gamma_c(vec d)
{
    return div_f64(splat_f64(1.0 / 3.0), sqrt_f64(d));
}

static size_t gamma_tries(const double *z, const uint64_t *pairs, px_parameter shape,
                          size_t n, double *value, uint32_t *list)
{
    size_t listed = 0;
    vec one = splat_f64(1.0), factor = splat_f64(-PX_GAMMA_SQUEEZE);
    vec d = gamma_d(parameter_at(shape, 0)), c = gamma_c(d);
    for (size_t i = 0; i < n; i += LANES) {
        if (shape.stride) {
            d = gamma_d(parameter_at(shape, i));
            c = gamma_c(d);
        }
        vec t = mul_f64(load(z + i), c), v = add_f64(one, t), square = mul_f64(t, t);
        vec squeeze = fma_f64(mul_f64(square, square), mul_f64(factor, d), one);
        store(value + i, mul_f64(mul_f64(mul_f64(v, v), v), d));
        listed += list_lanes(less_f64(squeeze, open_unit(pairs + i)), (uint32_t)i,
                             list + listed);
    }
    return listed;
}

static size_t gamma_tests(const double *z, const uint64_t *pairs, px_parameter shape,
                          size_t n, uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i += LANES) {
        vec d = gamma_d(parameter_at(shape, i));
        vec t = mul_f64(load(z + i), gamma_c(d));
        mask m = less_f64(splat_f64(-1.0), t);
        t = where(m, t, splat_f64(0.0)); /* for the logarithm's sake */
        vec slope = fma_f64(t, splat_f64(1.0 / 3.0), splat_f64(-0.5));
        vec series = fma_f64(slope, t, splat_f64(1.0));
        vec rest = fnma_f64(t, series, real_log1p(t));
        vec bound = mul_f64(mul_f64(splat_f64(3.0), d), rest);
        bound = where(m, bound, splat_f64(-HUGE_VAL));
        m = less_f64(bound, real_log(open_unit(pairs + i)));
        listed += list_lanes(m, (uint32_t)i, list + listed);
    }
    return listed;
}

static void gamma_exponents(px_parameter shape, size_t n, double *e)
{
    vec one = splat_f64(1.0), a = parameter_at(shape, 0), inverse = div_f64(one, a);
    for (size_t i = 0; i < n; i += LANES) {
        if (shape.stride) {
            a = parameter_at(shape, i);
            inverse = div_f64(one, a);
        }
        vec exponent = mul_f64(load(e + i), inverse);
        store(e + i, where(less_f64(a, one), exponent, splat_f64(0.0)));
    }
}

static void gamma_divided(const double *exponent, size_t n, double *value)
{
    for (size_t i = 0; i < n; i += LANES)
        store(value + i, mul_f64(load(value + i), real_exp(minus(load(exponent + i)))));
}

static void gamma_logs(const double *exponent, size_t n, double *value)
{
    for (size_t i = 0; i < n; i += LANES)
        store(value + i, sub_f64(real_log(load(value + i)), load(exponent + i)));
}

static void betas(const double *x, const double *y, const double *x_exponent,
                  const double *y_exponent, size_t n, double *out)
{
    for (size_t i = 0; i < n; i += LANES) {
        vec one = splat_f64(1.0), quarter = splat_f64(0.25);
        vec a = mul_f64(quarter, load(x + i)), b = mul_f64(quarter, load(y + i));
        if (x_exponent) {
            vec excess = sub_f64(load(x_exponent + i), load(y_exponent + i));
            vec shrink = real_exp(minus(size_of(excess)));
            mask m = less_f64(splat_f64(0.0), excess);
            a = mul_f64(a, where(m, shrink, one));
            b = mul_f64(b, where(m, one, shrink));
        }
        store(out + i, div_f64(a, add_f64(a, b)));
    }
}

static void fs(const double *x, const double *y, const double *x_exponent,
               const double *y_exponent, px_parameter dfnum, px_parameter dfden,
               size_t n, double *out)
{
    vec one = splat_f64(1.0), most = splat_f64(PX_MOST_INVERSE);
    vec num = div_f64(one, parameter_at(dfnum, 0)),
        den = div_f64(one, parameter_at(dfden, 0));
    for (size_t i = 0; i < n; i += LANES) {
        if (dfnum.stride)
            num = div_f64(one, parameter_at(dfnum, i));
        if (dfden.stride)
            den = div_f64(one, parameter_at(dfden, i));
        vec over = mul_f64(load(x + i), lesser_of(num, most));
        vec under = mul_f64(load(y + i), lesser_of(den, most));
        vec f = div_f64(over, under);
        if (x_exponent) {
            vec excess = sub_f64(load(y_exponent + i), load(x_exponent + i));
            f = mul_f64(f, real_exp(excess));
        }
        store(out + i, f);
    }
}

static void standard_ts(const double *e, const uint64_t *pairs, px_parameter df,
                        size_t n, double *out)
{
    vec degrees = parameter_at(df, 0), inverse = div_f64(splat_f64(1.0), degrees);
    for (size_t i = 0; i < n; i += LANES) {
        if (df.stride) {
            degrees = parameter_at(df, i);
            inverse = div_f64(splat_f64(1.0), degrees);
        }
        vec m = real_expm1(mul_f64(load(e + i), inverse));
        vec r = mul_f64(sqrt_f64(mul_f64(m, degrees)),
                        sqrt_f64(add_f64(m, splat_f64(2.0))));
        store(out + i, mul_f64(r, real_cospi(open_unit(pairs + i))));
    }
}

PX_INLINE vec wald_slope(vec mean, vec scale)
{
    return mul_f64(splat_f64(0.5), div_f64(sqrt_f64(mean), sqrt_f64(scale)));
}

static void walds(const double *z, const uint64_t *pairs, px_parameter means,
                  px_parameter scales, size_t n, double *out)
{
    vec one = splat_f64(1.0), mean = parameter_at(means, 0);
    vec slope = wald_slope(mean, parameter_at(scales, 0));
    for (size_t i = 0; i < n; i += LANES) {
        if (means.stride | scales.stride) {
            mean = parameter_at(means, i);
            slope = wald_slope(mean, parameter_at(scales, i));
        }
        vec s = mul_f64(size_of(load(z + i)), slope), u = open_unit(pairs + i);
        vec root = sqrt_f64(fma_f64(s, s, one));
        vec r = add_f64(s, lesser_of(add_f64(s, one), root));
        mask m = less_f64(fma_f64(u, mul_f64(r, r), u), one);
        vec factor = where(m, r, div_f64(one, r));
        store(out + i, mul_f64(mul_f64(mean, factor), factor));
    }
}

PX_INLINE vec angle_of(vec y, vec x)
{
    vec tan_pi_8 = splat_f64(PX_TAN_PI_8);
    mask m = less_f64(mul_f64(x, tan_pi_8), y);
    vec over = where(m, sub_f64(y, x), y), under = where(m, add_f64(y, x), x);
    vec near = where(m, splat_f64(0.25 * PX_REAL_PI), splat_f64(0.0));
    m = less_f64(x, mul_f64(y, tan_pi_8));
    over = where(m, minus(x), over);
    under = where(m, y, under);
    near = where(m, splat_f64(0.5 * PX_REAL_PI), near);
    vec t = div_f64(over, under), square = mul_f64(t, t);
    vec sum = real_polynomial(square, px_angle_a, 10);
    return add_f64(near, fma_f64(mul_f64(t, square), sum, t));
}

typedef struct {
    vec twice_kappa, least, flat;
} vonmises_shape;

PX_INLINE vonmises_shape vonmises_shape_of(vec kappa)
{
    vonmises_shape shape;
    vec one = splat_f64(1.0), zero = splat_f64(0.0), k = add_f64(kappa, kappa);
    k = where(less_f64(kappa, zero), zero, k);
    vec h = lesser_of(add_f64(k, one), sqrt_f64(fma_f64(k, k, one)));
    vec least = add_f64(one, div_f64(one, add_f64(h, k)));
    shape.twice_kappa = k;
    shape.least = mul_f64(splat_f64(0.5), least);
    shape.flat = sqrt_f64(div_f64(least, add_f64(add_f64(one, h), k)));
    return shape;
}

static size_t vonmises_tries(const uint64_t *first, const uint64_t *second,
                             px_parameter kappa, size_t n, double *angle,
                             double *tested, uint32_t *list)
{
    size_t listed = 0;
    vonmises_shape shape = vonmises_shape_of(parameter_at(kappa, 0));
    for (size_t i = 0; i < n; i += LANES) {
        if (kappa.stride)
            shape = vonmises_shape_of(parameter_at(kappa, i));
        vec bits = load_bits(first + i), v = open_unit(second + i);
        vec half = mul_f64(splat_f64(0.5), fraction_u64(lesser(bits)));
        vec y = mul_f64(shape.flat, real_sinpi(half)), x = real_cospi(half);
        vec y2 = mul_f64(y, y);
        vec sin2 = div_f64(y2, fma_f64(y, y, mul_f64(x, x)));
        vec t = fma_f64(shape.twice_kappa, sin2, shape.least);
        vec twice = mul_f64(splat_f64(2.0), angle_of(y, x));
        store(angle + i, xor_sign_f64(twice, xor2(bits, splat(UINT64_MAX))));
        store(tested + i, t);
        mask m = less_f64(mul_f64(t, sub_f64(splat_f64(2.0), t)), v);
        listed += list_lanes(m, (uint32_t)i, list + listed);
    }
    return listed;
}

static size_t vonmises_tests(const double *tested, const uint64_t *second, size_t n,
                             uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i += LANES) {
        vec y = load(tested + i);
        vec bound = add_f64(real_log(y), sub_f64(splat_f64(1.0), y));
        mask m = less_f64(bound, real_log(open_unit(second + i)));
        listed += list_lanes(m, (uint32_t)i, list + listed);
    }
    return listed;
}

static const px_gamma_kernels gamma_kernels = PX_GAMMA_KERNELS;
