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
BY_LANES(real_exp, px_real_exp_sum(x[i], y[i]))
BY_LANES(real_expm1, px_real_expm1(x[i]))
BY_LANES(real_pow, px_real_pow(x[i], y[i]))
#undef BY_LANES

PX_INLINE vec real_polynomial(vec t, const double *a, int degree)
{
    vec sum = splat_f64(a[degree]);
    PX_UNROLL
    for (int i = degree - 1; i >= 0; i--)
        sum = fma_f64(sum, t, splat_f64(a[i]));
    return sum;
}

/* px_real_parts; k is EXPONENT_ONE times what it is there. */
typedef struct {
    vec z, exponent, k, inverse, log_c;
} real_parts;

PX_INLINE real_parts real_split(vec x)
{
    real_parts p;
    vec t = sub_u64(x, splat(0x3fe7800000000000));
    p.exponent = and2(t, splat(0xfff0000000000000));
    p.z = sub_u64(x, p.exponent);
    p.k = exponent_f64(p.exponent);
    lookup_log_16(px_real_log_table, t, &p.inverse, &p.log_c);
    return p;
}

PX_INLINE vec real_log_sum(vec k, vec log_c, vec r)
{
    vec w = fma_f64(k, splat_f64(PX_LN2_HI / EXPONENT_ONE), log_c);
    vec high = add_f64(w, r);
    vec rest = add_f64(sub_f64(w, high), r);
    vec low = fma_f64(k, splat_f64(PX_LN2_LO / EXPONENT_ONE), rest);
    vec p = fma_f64(r, real_polynomial(r, px_real_log_p, 7), splat_f64(-0.5));
    return add_f64(high, fma_f64(mul_f64(r, r), p, low));
}

PX_INLINE vec real_log(vec x)
{
    if (!all_inside(x, 0x1p-1022, HUGE_VAL))
        return real_log_by_lanes(x, x);
    real_parts p = real_split(x);
    return real_log_sum(p.k, p.log_c, fma_f64(p.z, p.inverse, splat_f64(-1.0)));
}

PX_INLINE vec real_log1p(vec x)
{
    if (!all_inside(x, -1.0, 0x1p53))
        return real_log1p_by_lanes(x, x);
    const vec one = splat_f64(1.0);
    vec u = add_f64(x, one), t = sub_f64(u, one);
    vec c = add_f64(sub_f64(one, sub_f64(u, t)), sub_f64(x, t));
    real_parts p = real_split(u);
    vec scale = sub_u64(one, p.exponent);
    vec r = fma_f64(p.z, p.inverse, splat_f64(-1.0));
    return real_log_sum(p.k, p.log_c, fma_f64(mul_f64(c, scale), p.inverse, r));
}

/* exp(r) - 1 of x + low = n log 2 + r. */
PX_INLINE vec real_exp_q_of_rest(vec r)
{
    return fma_f64(mul_f64(r, r), real_polynomial(r, px_real_exp_q, 10), r);
}

PX_INLINE vec real_exp_rest(vec x, vec shifted)
{
    vec n = sub_f64(shifted, splat_f64(PX_REAL_TOINT));
    return fma_f64(n, splat_f64(-PX_LN2_LO), fma_f64(n, splat_f64(-PX_LN2_HI), x));
}

PX_INLINE vec real_exp_shifted(vec x)
{
    return fma_f64(x, splat_f64(PX_REAL_LOG2E), splat_f64(PX_REAL_TOINT));
}

PX_INLINE vec real_power_of_2(vec shifted)
{
    return add_u64(shift_left_52(shifted), splat_f64(1.0));
}

PX_INLINE vec real_exp_of_rest(vec r, vec shifted)
{
    vec s = real_power_of_2(shifted);
    return fma_f64(s, real_exp_q_of_rest(r), s);
}

PX_INLINE vec real_exp(vec x)
{
    if (!all_inside(x, -708.0, 709.0))
        return real_exp_by_lanes(x, splat_f64(0.0));
    vec shifted = real_exp_shifted(x);
    return real_exp_of_rest(real_exp_rest(x, shifted), shifted);
}

PX_INLINE vec real_expm1(vec x)
{
    if (!all_inside(x, -708.0, 709.0))
        return real_expm1_by_lanes(x, x);
    vec shifted = real_exp_shifted(x);
    vec q = real_exp_q_of_rest(real_exp_rest(x, shifted));
    vec s = real_power_of_2(shifted);
    return fma_f64(s, q, sub_f64(s, splat_f64(1.0)));
}

/* y log x in two parts. */
PX_INLINE vec real_log_times(vec x, vec y, vec *low)
{
    real_parts p = real_split(x);
    vec zc = mul_f64(p.z, p.inverse), r = sub_f64(zc, splat_f64(1.0));
    vec r_low = fma_f64(p.z, p.inverse, minus(zc));
    vec w = fma_f64(p.k, splat_f64(PX_LN2_HI / EXPONENT_ONE), p.log_c);
    vec sum = add_f64(w, r), rest = add_f64(sub_f64(w, sum), r);
    vec half = mul_f64(r, splat_f64(-0.5)), h = mul_f64(r, half);
    vec high = add_f64(sum, h);
    rest = add_f64(rest, add_f64(sub_f64(sum, high), h));
    rest = add_f64(rest, fma_f64(r, half, minus(h)));
    rest = fma_f64(p.k, splat_f64(PX_LN2_LO / EXPONENT_ONE), rest);
    rest = add_f64(rest, fnma_f64(r, r_low, r_low));
    vec r3 = mul_f64(mul_f64(r, r), r);
    rest = fma_f64(r3, real_polynomial(r, px_real_log_p, 7), rest);
    vec log_high = add_f64(high, rest);
    vec log_low = add_f64(sub_f64(high, log_high), rest);
    vec product = mul_f64(y, log_high);
    *low = fma_f64(y, log_low, fma_f64(y, log_high, minus(product)));
    return product;
}

PX_INLINE vec real_pow(vec x, vec y)
{
    if (!all_inside(x, 0x1p-1022, HUGE_VAL) || !all_inside(y, -HUGE_VAL, HUGE_VAL))
        return real_pow_by_lanes(x, y);
    vec low, product = real_log_times(x, y, &low);
    if (!all_inside(product, -708.0, 709.0))
        return real_pow_by_lanes(x, y);
    vec shifted = real_exp_shifted(product);
    return real_exp_of_rest(add_f64(real_exp_rest(product, shifted), low), shifted);
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
