/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * px_real.h's functions over vectors, operation by operation.  Where a lane's argument
 * is one that these steps are not for (infinite, subnormal, a result near to overflow),
 * the lanes are made one by one.  Included once in each kernel file, below
 * px_inverse-inl.h and the operations that differ between instruction sets; no include
 * guard for that reason.  Wants, beside what the files above it have listed,
 * shift_left_52 and all_inside.
 */

/* NAME_by_lanes(x, y), of the scalar function of x[i] and y[i]. */
#define BY_LANES(name, function)                                                       \
    PX_RARE vec name##_by_lanes(vec xs, vec ys)                                        \
    {                                                                                  \
        PX_ALIGN64 double x[LANES], y[LANES];                                          \
        store(x, xs);                                                                  \
        store(y, ys);                                                                  \
        for (int i = 0; i < LANES; i++)                                                \
            x[i] = y[i] = function;                                                    \
        return load(x);                                                                \
    }

BY_LANES(real_log, px_real_log(x[i]))
BY_LANES(real_log1p, px_real_log1p(x[i]))
BY_LANES(real_pow, px_real_pow(x[i], y[i]))
#undef BY_LANES

#define EACH(i, n) PX_UNROLL for (int i = 0; i < (n); i++)

/* Logarithms, exponentials and powers are made of up to INVERSE_VECTORS vectors, which
 * go through the steps side by side. */
typedef vec real_vectors[INVERSE_VECTORS];

/* px_real_parts; k is EXPONENT_ONE times what it is there. */
typedef struct {
    real_vectors z, exponent, k, inverse, log_c;
} real_parts;

PX_INLINE void real_split(const vec *x, int n, real_parts *p)
{
    EACH(j, n)
    {
        vec t = sub_u64(x[j], splat(0x3fe7800000000000));
        p->exponent[j] = and2(t, splat(0xfff0000000000000));
        p->z[j] = sub_u64(x[j], p->exponent[j]);
        p->k[j] = exponent_f64(p->exponent[j]);
        lookup_log_16(px_real_log_table, t, &p->inverse[j], &p->log_c[j]);
    }
}

/* k log 2 of two parts, of what is added to it. */
PX_INLINE vec times_ln2_high(vec k, vec sum)
{
    return fma_f64(k, splat_f64(PX_LN2_HI / EXPONENT_ONE), sum);
}

PX_INLINE vec times_ln2_low(vec k, vec sum)
{
    return fma_f64(k, splat_f64(PX_LN2_LO / EXPONENT_ONE), sum);
}

PX_INLINE void real_log_sums(const real_parts *parts, const vec *r, int n, vec *y)
{
    real_vectors high, low, p;
    EACH(j, n)
    {
        vec w = times_ln2_high(parts->k[j], parts->log_c[j]);
        high[j] = add_f64(w, r[j]);
        low[j] = add_f64(sub_f64(w, high[j]), r[j]);
        low[j] = times_ln2_low(parts->k[j], low[j]);
    }
    polynomials_f64(r, n, px_real_log_p, 7, p);
    EACH(j, n) p[j] = fma_f64(r[j], p[j], splat_f64(-0.5));
    EACH(j, n) low[j] = fma_f64(mul_f64(r[j], r[j]), p[j], low[j]);
    EACH(j, n) y[j] = add_f64(high[j], low[j]);
}

PX_INLINE vec one_less(vec zc)
{
    return sub_f64(zc, splat_f64(1.0));
}

/* Of positive normal numbers. */
PX_INLINE void real_logs(const vec *x, int n, vec *y)
{
    real_parts p;
    real_vectors r;
    real_split(x, n, &p);
    EACH(j, n) r[j] = fma_f64(p.z[j], p.inverse[j], splat_f64(-1.0));
    real_log_sums(&p, r, n, y);
}

PX_INLINE vec real_log(vec x)
{
    if (!all_inside(x, 0x1p-1022, HUGE_VAL))
        return real_log_by_lanes(x, x);
    real_logs(&x, 1, &x);
    return x;
}

PX_INLINE vec real_log1p(vec x)
{
    if (!all_inside(x, -1.0, 0x1p53))
        return real_log1p_by_lanes(x, x);
    const vec one = splat_f64(1.0);
    vec u = add_f64(x, one), t = sub_f64(u, one);
    vec c = add_f64(sub_f64(one, sub_f64(u, t)), sub_f64(x, t));
    real_parts p;
    real_split(&u, 1, &p);
    c = mul_f64(c, sub_u64(one, p.exponent[0]));
    vec r = fma_f64(p.z[0], p.inverse[0], splat_f64(-1.0));
    r = fma_f64(c, p.inverse[0], r);
    real_log_sums(&p, &r, 1, &u);
    return u;
}

PX_INLINE vec real_power_of_2(vec shifted)
{
    return add_u64(shift_left_52(shifted), splat_f64(1.0));
}

/* q = exp(r) - 1 and 2^n, of x = n log 2 + r; with low parts, if there are some. */
PX_INLINE void real_exp_split(const vec *x, const vec *low, int n_vectors, vec *q,
                              vec *power)
{
    real_vectors r;
    EACH(j, n_vectors)
    {
        const vec toint = splat_f64(PX_REAL_TOINT);
        vec shifted = fma_f64(x[j], splat_f64(PX_REAL_LOG2E), toint);
        vec n = sub_f64(shifted, toint);
        r[j] = fma_f64(n, splat_f64(-PX_LN2_HI), x[j]);
        r[j] = fma_f64(n, splat_f64(-PX_LN2_LO), r[j]);
        if (low)
            r[j] = add_f64(r[j], low[j]);
        power[j] = real_power_of_2(shifted);
    }
    polynomials_f64(r, n_vectors, px_real_exp_q, 10, q);
    EACH(j, n_vectors) q[j] = fma_f64(mul_f64(r[j], r[j]), q[j], r[j]);
}

/* px_real_exp_at_ends, and exp(x + low) elsewhere. */
PX_RARE vec real_exp_at_ends(vec x, vec low)
{
    const vec zero = splat_f64(0.0), one = splat_f64(1.0);
    vec q, power, toint = splat_f64(PX_REAL_TOINT);
    vec least = splat_f64(-746.0), most = splat_f64(710.0);
    mask is_least = less_f64(x, least), is_most = less_f64(most, x);
    low = where(is_least, zero, where(is_most, zero, low));
    x = where(is_least, least, where(is_most, most, x));
    real_exp_split(&x, &low, 1, &q, &power);
    vec shifted = fma_f64(x, splat_f64(PX_REAL_LOG2E), toint);
    vec n = sub_f64(shifted, toint);
    mask is_large = less_f64(zero, n);
    /* 2^(n - 1) and a factor of 2, or 2^(n + 60) that is divided by 2^60 at once. */
    shifted = add_f64(shifted, where(is_large, splat_f64(-1.0), splat_f64(60.0)));
    power = mul_f64(real_power_of_2(shifted), where(is_large, one, splat_f64(0x1p-60)));
    vec y = fma_f64(power, q, power);
    y = mul_f64(y, where(is_large, splat_f64(2.0), one));
    vec last = where(less_f64(zero, q), splat_f64(0x1p-1074), zero);
    last = where(less_f64(n, splat_f64(-1075.0)), zero, last);
    return where(less_f64(n, splat_f64(-1074.0)), last, y);
}

PX_INLINE int all_exps_inside(const vec *x, int n)
{
    int inside = 1;
    EACH(j, n) inside &= all_inside(x[j], -708.0, 709.0);
    return inside;
}

PX_INLINE void real_exps(const vec *x, int n, vec *y)
{
    real_vectors q, power;
    if (!all_exps_inside(x, n)) {
        for (int j = 0; j < n; j++)
            y[j] = real_exp_at_ends(x[j], splat_f64(0.0));
        return;
    }
    real_exp_split(x, NULL, n, q, power);
    EACH(j, n) y[j] = fma_f64(power[j], q[j], power[j]);
}

PX_RARE vec real_expm1_at_ends(vec x)
{
    vec q, power, far = one_less(real_exp_at_ends(x, splat_f64(0.0)));
    real_exp_split(&x, NULL, 1, &q, &power);
    vec near = fma_f64(power, q, one_less(power));
    return where(less_f64(splat_f64(-708.0), x),
                 where(less_f64(x, splat_f64(709.0)), near, far), far);
}

PX_INLINE void real_expm1s(const vec *x, int n, vec *y)
{
    real_vectors q, power;
    if (!all_exps_inside(x, n)) {
        for (int j = 0; j < n; j++)
            y[j] = real_expm1_at_ends(x[j]);
        return;
    }
    real_exp_split(x, NULL, n, q, power);
    EACH(j, n) y[j] = fma_f64(power[j], q[j], one_less(power[j]));
}

/* y log x in two parts. */
PX_INLINE void real_log_times(const vec *x, const vec *y, int n, vec *product, vec *low)
{
    real_parts p;
    real_vectors r, r_low, high, rest, sum;
    real_split(x, n, &p);
    EACH(j, n)
    {
        vec zc = mul_f64(p.z[j], p.inverse[j]);
        r[j] = one_less(zc);
        r_low[j] = fma_f64(p.z[j], p.inverse[j], minus(zc));
    }
    EACH(j, n)
    {
        vec w = times_ln2_high(p.k[j], p.log_c[j]);
        sum[j] = add_f64(w, r[j]);
        rest[j] = add_f64(sub_f64(w, sum[j]), r[j]);
    }
    EACH(j, n)
    {
        vec half = mul_f64(r[j], splat_f64(-0.5)), h = mul_f64(r[j], half);
        high[j] = add_f64(sum[j], h);
        rest[j] = add_f64(rest[j], add_f64(sub_f64(sum[j], high[j]), h));
        rest[j] = add_f64(rest[j], fma_f64(r[j], half, minus(h)));
    }
    EACH(j, n)
    {
        rest[j] = times_ln2_low(p.k[j], rest[j]);
        rest[j] = add_f64(rest[j], fnma_f64(r[j], r_low[j], r_low[j]));
    }
    polynomials_f64(r, n, px_real_log_p, 7, sum);
    EACH(j, n)
    {
        vec r3 = mul_f64(mul_f64(r[j], r[j]), r[j]);
        rest[j] = fma_f64(r3, sum[j], rest[j]);
    }
    EACH(j, n)
    {
        vec log_high = add_f64(high[j], rest[j]);
        vec log_low = add_f64(sub_f64(high[j], log_high), rest[j]);
        product[j] = mul_f64(y[j], log_high);
        low[j] = fma_f64(y[j], log_high, minus(product[j]));
        low[j] = fma_f64(y[j], log_low, low[j]);
    }
}

/* Of positive normal x. */
PX_INLINE void real_pows_of_normals(const vec *x, const vec *y, int n, vec *powers)
{
    real_vectors product, low, q, s;
    real_log_times(x, y, n, product, low);
    if (!all_exps_inside(product, n)) {
        for (int j = 0; j < n; j++)
            powers[j] = all_inside(y[j], -HUGE_VAL, HUGE_VAL)
                            ? real_exp_at_ends(product[j], low[j])
                            : real_pow_by_lanes(x[j], y[j]);
        return;
    }
    real_exp_split(product, low, n, q, s);
    EACH(j, n) powers[j] = fma_f64(s[j], q[j], s[j]);
}

PX_INLINE vec real_exp(vec x)
{
    real_exps(&x, 1, &x);
    return x;
}

PX_INLINE vec real_expm1(vec x)
{
    real_expm1s(&x, 1, &x);
    return x;
}

PX_INLINE vec real_pow(vec x, vec y)
{
    if (!all_inside(x, 0x1p-1022, HUGE_VAL) || !all_inside(y, -HUGE_VAL, HUGE_VAL))
        return real_pow_by_lanes(x, y);
    real_pows_of_normals(&x, &y, 1, &x);
    return x;
}

/* The others are for a vector at a time. */
PX_INLINE vec real_polynomial(vec t, const double *a, int degree)
{
    vec sum;
    polynomials_f64(&t, 1, a, degree, &sum);
    return sum;
}

PX_INLINE vec real_sinpi_of(vec y)
{
    vec a = real_polynomial(mul_f64(y, y), px_real_sinpi_a, 6);
    return fma_f64(y, splat_f64(PX_REAL_PI), mul_f64(y, a));
}

PX_INLINE vec real_cospi_of(vec y)
{
    vec t = mul_f64(y, y);
    return fma_f64(t, real_polynomial(t, px_real_cospi_a, 6), splat_f64(1.0));
}

/* y = x - n/2 and PX_REAL_TOINT + n. */
PX_INLINE vec real_quarter(vec x, vec *shifted)
{
    *shifted = fma_f64(x, splat_f64(2.0), splat_f64(PX_REAL_TOINT));
    vec n = sub_f64(*shifted, splat_f64(PX_REAL_TOINT));
    return fma_f64(n, splat_f64(-0.5), x);
}

PX_INLINE vec real_of_quadrant(vec y, vec shifted)
{
    vec size = where(odd_u64(shifted), real_cospi_of(y), real_sinpi_of(y));
    return xor_sign_f64(size, shift_left_62(shifted));
}

PX_INLINE vec real_sinpi(vec x)
{
    vec shifted, y = real_quarter(x, &shifted);
    return real_of_quadrant(y, shifted);
}

PX_INLINE vec real_cospi(vec x)
{
    vec shifted, y = real_quarter(x, &shifted);
    return real_of_quadrant(y, add_f64(shifted, splat_f64(1.0)));
}

PX_INLINE vec real_tanpi(vec x)
{
    vec shifted, y = real_quarter(x, &shifted);
    vec sine = real_sinpi_of(y), cosine = real_cospi_of(y);
    mask odd = odd_u64(shifted);
    vec tangent = div_f64(where(odd, cosine, sine), where(odd, sine, cosine));
    return xor_sign_f64(tangent, shift_left_63(shifted));
}

/* The columns of px_real_factorials for k below 16, whatever for others. */
PX_INLINE mask real_factorials(vec k, vec *log, vec *rest)
{
    lookup_log_16(px_real_factorials, add_f64(k, splat_f64(16.0)), log, rest);
    return less_f64(k, splat_f64(16.0));
}

PX_INLINE vec real_stirling_of_large(vec x)
{
    vec inverse = div_f64(splat_f64(1.0), x), s = mul_f64(inverse, inverse);
    return mul_f64(inverse, real_polynomial(s, px_real_stirling_a, 4));
}

PX_INLINE vec real_stirling(vec k)
{
    vec log, rest, x = add_f64(k, splat_f64(1.0));
    mask small = real_factorials(k, &log, &rest);
    return where(small, rest, real_stirling_of_large(x));
}

PX_INLINE vec real_log_factorial(vec k)
{
    vec log, rest, x = add_f64(k, splat_f64(1.0));
    mask small = real_factorials(k, &log, &rest);
    vec half = add_f64(k, splat_f64(0.5));
    vec main = fma_f64(half, real_log(x), minus(x));
    rest = add_f64(real_stirling_of_large(x), splat_f64(PX_REAL_HALF_LOG_2PI));
    return where(small, log, add_f64(main, rest));
}

#if defined(PX_TESTED)
#define REAL_CASE(number, name, arguments)                                             \
    case number:                                                                       \
        for (size_t i = 0; i < n; i += LANES) {                                        \
            vec x = load(xs + i), y = load(ys + i);                                    \
            (void)y;                                                                   \
            store(out + i, real_##name arguments);                                     \
        }                                                                              \
        break;

static void real(int function, const double *xs, const double *ys, size_t n,
                 double *out)
{
    switch (function) {
        PX_REAL_FUNCTIONS(REAL_CASE)
    }
}
#undef REAL_CASE
#undef REAL_FOR_TESTS
#define REAL_FOR_TESTS real
#endif

#undef EACH
