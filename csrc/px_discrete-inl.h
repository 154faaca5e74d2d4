/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Discrete variates over vectors: px_discrete.h's functions, operation by operation.
 * Included once in each kernel file, below px_real-inl.h; no include guard for that
 * reason.  Wants, beside what the files above it have listed, floor_f64 and
 * split_blocks.
 */

/* A number of px_hat, or of the parameters of another way. */
#define ROW(member) (offsetof(px_hat, member) / sizeof(double))

PX_INLINE vec number_at(const double *p, size_t pitch, size_t row, size_t i)
{
    return pitch ? load(p + row * pitch + i) : splat_f64(p[row]);
}

/* The pairs of LANES blocks. */
PX_INLINE void load_pairs(const uint32_t *words, vec *first, vec *second)
{
    vec a, b;
    split_blocks(words, &a, &b);
    *first = swap_by_shift(a);
    *second = swap_by_shift(b);
}

/* px_open_unit. */
PX_INLINE vec unit_of(vec pairs)
{
    return fraction_u64(or2(pairs, splat(1)));
}

PX_INLINE size_t all_hat_tries(const double *p, size_t pitch, int is_ratio,
                               const uint32_t *words, size_t n, double *j,
                               double *weight, uint32_t *list)
{
    const vec half = splat_f64(0.5), zero = splat_f64(0.0);
    size_t listed = 0;
    for (size_t i = 0; i < n; i += LANES) {
        vec first, second, step, w;
        load_pairs(words + 4 * i, &first, &second);
        vec x = mul_f64(half, fraction_u64(lesser(first)));
        vec u = xor_sign_f64(sub_f64(half, x), xor2(first, splat(UINT64_MAX)));
        vec v = unit_of(second);
        vec b = number_at(p, pitch, ROW(b), i);
        vec centre = number_at(p, pitch, ROW(centre), i);
        vec scale = number_at(p, pitch, ROW(scale), i);
        if (is_ratio) {
            step = fma_f64(u, div_f64(b, v), centre);
            w = mul_f64(mul_f64(v, v), scale);
        } else {
            vec reach = div_f64(number_at(p, pitch, ROW(twice_a), i), x);
            step = fma_f64(add_f64(reach, b), u, centre);
            vec a = div_f64(number_at(p, pitch, ROW(a), i), mul_f64(x, x));
            w = div_f64(mul_f64(v, scale), add_f64(a, b));
            vec quick = number_at(p, pitch, ROW(quick), i);
            vec tested = where(less_f64(quick, v), w, zero);
            w = where(less_f64(x, splat_f64(PX_QUICK_X)), w, tested);
        }
        step = floor_f64(step);
        mask low = less_f64(step, number_at(p, pitch, ROW(lowest), i));
        mask high = less_f64(number_at(p, pitch, ROW(highest), i), step);
        w = where(low, splat_f64(PX_HOPELESS), w);
        w = where(high, splat_f64(PX_HOPELESS), w);
        store(j + i, where(low, zero, where(high, zero, step)));
        store(weight + i, w);
        listed += list_lanes(less_f64(zero, w), (uint32_t)i, list + listed);
    }
    return listed;
}

static size_t hat_tries(const double *p, size_t pitch, const uint32_t *words, size_t n,
                        double *j, double *weight, uint32_t *list)
{
    if (p[ROW(quick) * (pitch ? pitch : 1)] < 0)
        return pitch ? all_hat_tries(p, pitch, 1, words, n, j, weight, list)
                     : all_hat_tries(p, 0, 1, words, n, j, weight, list);
    return pitch ? all_hat_tries(p, pitch, 0, words, n, j, weight, list)
                 : all_hat_tries(p, 0, 0, words, n, j, weight, list);
}

PX_INLINE vec deviance(vec size, vec expected, vec d)
{
    vec v = div_f64(d, add_f64(size, expected)), t = mul_f64(v, v);
    vec twice = mul_f64(splat_f64(2.0), size), cube = mul_f64(v, t);
    vec series = real_polynomial(t, px_deviance_series, 6);
    vec near = fma_f64(d, v, mul_f64(mul_f64(twice, cube), series));
    if (all_inside(t, -1.0, 0.01))
        return near;
    vec far = fma_f64(size, real_log(div_f64(size, expected)), minus(d));
    return where(less_f64(t, splat_f64(0.01)), near, far);
}

/* px_hat_deviance and px_hat_sizes. */
PX_INLINE vec hat_deviance(const double *p, size_t pitch, int factorials, size_t i,
                           vec step, vec *sizes)
{
    vec sum = splat_f64(0.0);
    vec excess = add_f64(step, number_at(p, pitch, ROW(excess), i));
    *sizes = splat_f64(1.0);
    PX_UNROLL
    for (int f = 0; f < factorials; f++) {
        int falls = px_factorial_signs[f] < 0;
        vec size = number_at(p, pitch, ROW(size) + (size_t)f, i);
        vec expected = number_at(p, pitch, ROW(expected) + (size_t)f, i);
        size = add_f64(size, falls ? minus(step) : step);
        sum = add_f64(sum, deviance(size, expected, falls ? minus(excess) : excess));
        sum = add_f64(sum, real_stirling(sub_f64(size, splat_f64(1.0))));
        *sizes = mul_f64(*sizes, size);
    }
    return sum;
}

PX_INLINE size_t all_hat_tests(const double *p, size_t pitch, int factorials,
                               const double *j, const double *weight, size_t n,
                               uint32_t *list)
{
    size_t listed = 0;
    for (size_t i = 0; i < n; i += LANES) {
        vec sizes, sum = hat_deviance(p, pitch, factorials, i, load(j + i), &sizes);
        vec left = real_log(div_f64(load(weight + i), sqrt_f64(sizes)));
        vec right = sub_f64(number_at(p, pitch, ROW(constant), i), sum);
        listed += list_lanes(less_f64(right, left), (uint32_t)i, list + listed);
    }
    return listed;
}

static size_t hat_tests(const double *p, size_t pitch, int factorials, const double *j,
                        const double *weight, size_t n, uint32_t *list)
{
    switch (factorials) {
    case 1:
        return all_hat_tests(p, pitch, 1, j, weight, n, list);
    case 2:
        return all_hat_tests(p, pitch, 2, j, weight, n, list);
    default:
        return all_hat_tests(p, pitch, 4, j, weight, n, list);
    }
}

PX_INLINE vec not_beyond(vec x, double most)
{
    return where(less_f64(x, splat_f64(most)), x, splat_f64(most));
}

#define PUT(row, x) store(p + ROW(row) * pitch + i, x)

static void poisson_hats(const double *m, size_t pitch, size_t n, double *p)
{
    const vec one = splat_f64(1.0);
    for (size_t i = 0; i < n; i += LANES) {
        vec mean = load(m + i), whole = floor_f64(mean), rest = sub_f64(mean, whole);
        vec b = fma_f64(splat_f64(2.53), sqrt_f64(mean), splat_f64(0.931));
        vec a = fma_f64(splat_f64(0.02483), b, splat_f64(-0.059));
        vec above = sub_f64(sub_f64(splat_f64(0x1p63), whole), one);
        vec over = div_f64(splat_f64(1.1328), sub_f64(b, splat_f64(3.4)));
        vec cut = div_f64(splat_f64(3.6224), sub_f64(b, splat_f64(2.0)));
        vec factor = mul_f64(splat_f64(PX_ROOT_2PI), mean);
        PUT(size, add_f64(whole, one));
        PUT(expected, mean);
        PUT(excess, sub_f64(one, rest));
        PUT(lowest, minus(not_beyond(whole, PX_FARTHEST)));
        PUT(highest, not_beyond(above, PX_FARTHEST));
        PUT(constant, splat_f64(0.0));
        PUT(twice_a, mul_f64(splat_f64(2.0), a));
        PUT(a, a);
        PUT(b, b);
        PUT(centre, add_f64(rest, splat_f64(0.43)));
        PUT(quick, sub_f64(splat_f64(0.9277), cut));
        PUT(scale, mul_f64(factor, add_f64(splat_f64(1.1239), over)));
    }
}

static void binomial_hats(const double *m, size_t pitch, size_t n, double *p)
{
    const vec one = splat_f64(1.0), two = splat_f64(2.0);
    for (size_t i = 0; i < n; i += LANES) {
        vec trials = load(m + i), share = load(m + pitch + i);
        vec lost = load(m + 2 * pitch + i), others = load(m + 3 * pitch + i);
        vec q = sub_f64(one, share), mean = mul_f64(trials, share);
        vec whole = floor_f64(mean), twice = mul_f64(two, share);
        vec off = fma_f64(lost, share, fma_f64(trials, share, minus(mean)));
        vec rest = add_f64(sub_f64(mean, whole), off);
        vec deviation = sqrt_f64(mul_f64(mean, q));
        vec b = fma_f64(splat_f64(2.53), deviation, splat_f64(1.15));
        vec a = fma_f64(splat_f64(0.0248), b, splat_f64(-0.0873));
        a = fma_f64(splat_f64(0.01), share, a);
        PUT(size[0], add_f64(whole, one));
        PUT(size[1], add_f64(others, one));
        PUT(expected[0], fma_f64(two, share, mean));
        PUT(expected[1], fma_f64(trials, q, mul_f64(two, q)));
        PUT(excess, sub_f64(sub_f64(one, rest), twice));
        PUT(lowest, minus(not_beyond(whole, PX_FARTHEST)));
        PUT(highest, not_beyond(others, PX_FARTHEST));
        PUT(twice_a, mul_f64(two, a));
        PUT(a, a);
        PUT(b, b);
        PUT(centre, add_f64(rest, splat_f64(0.5)));
        PUT(quick, sub_f64(splat_f64(0.92), div_f64(splat_f64(4.2), b)));
        vec sizes, mode = floor_f64(add_f64(rest, share));
        vec constant = hat_deviance(p, pitch, 2, i, mode, &sizes);
        vec alpha = add_f64(splat_f64(2.83), div_f64(splat_f64(5.1), b));
        vec factor = mul_f64(alpha, deviation);
        PUT(constant, constant);
        PUT(scale, mul_f64(factor, sqrt_f64(sizes)));
    }
}
#undef PUT

/* px_inverted, with (a - (k - 1) da) b / k of each vector. */
PX_INLINE vec inverted(vec first, vec none, vec some, vec a, double da, vec b)
{
    const vec one = splat_f64(1.0), zero = splat_f64(0.0), never = splat_f64(2.0);
    vec w = unit_of(xor2(first, splat(UINT64_MAX))), left = some, p = none, x = zero;
    for (int k = 1; k <= PX_MOST_STEPS; k++) {
        vec before = splat_f64((k - 1) * da),
            more = where(less_f64(w, left), one, zero);
        if (all_inside(sub_f64(left, w), -4.0, 0x1p-1074))
            break;
        vec up = mul_f64(sub_f64(a, before), b);
        p = mul_f64(p, div_f64(up, splat_f64(k)));
        vec next = sub_f64(left, p);
        mask falls = less_f64(next, left);
        x = add_f64(x, where(falls, more, zero));
        w = where(falls, w, never);
        left = next;
    }
    return x;
}

static void poissons(const double *m, size_t pitch, const uint32_t *words, size_t n,
                     double *x)
{
    (void)pitch;
    for (size_t i = 0; i < n; i += LANES) {
        vec first, second, mean = load(m + i), power = minus(mean);
        load_pairs(words + 4 * i, &first, &second);
        store(x + i, inverted(first, real_exp(power), minus(real_expm1(power)), mean, 0,
                              splat_f64(1.0)));
    }
}

static void binomials(const double *m, size_t pitch, const uint32_t *words, size_t n,
                      double *x)
{
    for (size_t i = 0; i < n; i += LANES) {
        vec first, second, trials = load(m + i), p = load(m + pitch + i);
        load_pairs(words + 4 * i, &first, &second);
        vec log_none = mul_f64(trials, real_log1p(minus(p)));
        vec odds = div_f64(p, sub_f64(splat_f64(1.0), p));
        store(x + i, inverted(first, real_exp(log_none), minus(real_expm1(log_none)),
                              trials, 1, odds));
    }
}

static size_t zipf_tries(const double *p, size_t pitch, const uint32_t *words, size_t n,
                         double *out, uint32_t *list)
{
    const vec one = splat_f64(1.0);
    size_t listed = 0;
    for (size_t i = 0; i < n; i += LANES) {
        vec first, second;
        load_pairs(words + 4 * i, &first, &second);
        vec power = number_at(p, pitch, 0, i), least = number_at(p, pitch, 1, i);
        vec u = unit_of(xor2(first, splat(UINT64_MAX)));
        vec v = unit_of(second);
        vec log = minus(real_log1p(mul_f64(least, u)));
        vec value = floor_f64(real_exp(div_f64(log, power)));
        mask fits = less_f64(value, splat_f64(0x1p63));
        value = where(fits, value, one);
        vec rise = real_log1p(div_f64(one, value));
        vec chance = minus(real_expm1(mul_f64(minus(power), rise)));
        vec taken = mul_f64(mul_f64(v, value), chance);
        vec share = number_at(p, pitch, 2, i);
        taken = where(fits, taken, splat_f64(HUGE_VAL));
        store(out + i, value);
        listed += list_lanes(less_f64(share, taken), (uint32_t)i, list + listed);
    }
    return listed;
}

static void logseries(const double *p, size_t pitch, const uint32_t *words, size_t n,
                      double *out)
{
    for (size_t i = 0; i < n; i += LANES) {
        vec first, second;
        load_pairs(words + 4 * i, &first, &second);
        vec power = mul_f64(unit_of(first), number_at(p, pitch, 0, i));
        vec log_q = real_log1p(minus(real_exp(power)));
        vec ratio = div_f64(real_log(unit_of(second)), log_q);
        store(out + i, floor_f64(ratio));
    }
}

#include "px_describe-inl.h"

PX_DISCRETE_KERNELS;

#undef ROW
