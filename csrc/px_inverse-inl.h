/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Normals and exponentials by inversion over vectors: px_inverse.h's functions,
 * operation by operation.  Included once in each kernel file, below px_normal-inl.h and
 * the operations that differ between instruction sets; no include guard for that
 * reason.
 *
 * Wants, beside what the files above it have listed: mask_u32, of lanes of 32 bits;
 * INVERSE_VECTORS, which go through the steps side by side; FIRST_ROW, from which on
 * the rows of a table fill a register, and
 *
 *   splat_u32, add_u32, sub_u32, from_i32, shift_right_u32, shift_right_u64
 *   negative_u32, where_u32, lookup_f32, lanes_at_ends
 *   xor_or, sign_u64, negative_u64, fraction_u64, div_f64
 *   lookup_log_16
 *
 * A float32 normal's polynomial is looked up in registers, one for each coefficient.
 * They have room for the middle and the first octaves of the tails; the few words that
 * are nearer to an end, one in 2^(32 - FIRST_ROW), are made again one by one.  A
 * float64 normal's middle is made in all lanes; the eighth of them that are in a tail
 * are listed and made again together.
 */

#define EACH(i, n) PX_UNROLL for (int i = 0; i < (n); i++)
#define WORD_LANES (2 * LANES)

/* px_quarter_f32 of words; h is what it was before it was a float. */
PX_INLINE vec quarters(vec words, vec *h)
{
    *h = add_u32(add_u32(words, words), splat_u32(1));
    return mul_f32(from_i32(*h), splat_f32(0x1p-31f));
}

/* The mantissa of x as a float from 1 to 2. */
PX_INLINE vec mantissa_f32(vec x)
{
    return and_or(x, splat_u32(0x7fffffu), splat_u32(0x3f800000u));
}

PX_INLINE void inverse_normal_vectors(const uint32_t *words, int n, int is_scaled,
                                      float scale, float offset, float *out)
{
    vec w[INVERSE_VECTORS], t[INVERSE_VECTORS], row[INVERSE_VECTORS];
    vec factor[INVERSE_VECTORS], z[INVERSE_VECTORS];
    EACH(j, n)
    {
        vec h, x;
        w[j] = load(words + WORD_LANES * j);
        x = quarters(w[j], &h);
        mask_u32 middle = negative_u32(xor2(w[j], h));
        t[j] = add_f32(mantissa_f32(x), splat_f32(-1.5f));
        t[j] = where_u32(middle, fma_f32(x, x, splat_f32(-1.5f)), t[j]);
        row[j] = where_u32(middle, splat(UINT64_MAX), shift_right_u32(x, 23));
        factor[j] = where_u32(middle, x, xor_sign_f32(splat_f32(-1.0f), x));
    }
    EACH(j, n) z[j] = lookup_f32(px_normal_rows[8] + FIRST_ROW, row[j]);
    PX_UNROLL
    for (int i = 7; i >= 0; i--) {
        EACH(j, n)
        z[j] = fma_f32(z[j], t[j], lookup_f32(px_normal_rows[i] + FIRST_ROW, row[j]));
    }
    EACH(j, n)
    {
        z[j] = fma_f32(z[j], factor[j], factor[j]);
        if (is_scaled)
            z[j] = add_f32(mul_f32(z[j], splat_f32(scale)), splat_f32(offset));
        store(out + WORD_LANES * j, z[j]);
    }
    EACH(j, n)
    {
        uint16_t lanes = lanes_at_ends(w[j]);
        for (int i = WORD_LANES * j; lanes != 0; i++, lanes >>= 1)
            if (lanes & 1)
                out[i] = px_normal_by_inversion_f32(words[i]) * scale + offset;
    }
}

PX_INLINE void inverse_normals_f32(const uint32_t *words, size_t n, int is_scaled,
                                   float scale, float offset, float *out)
{
    enum { LARGE = WORD_LANES * INVERSE_VECTORS };
    size_t i = 0;
    for (; i + LARGE <= n; i += LARGE)
        inverse_normal_vectors(words + i, INVERSE_VECTORS, is_scaled, scale, offset,
                               out + i);
    for (; i < n; i += WORD_LANES)
        inverse_normal_vectors(words + i, 1, is_scaled, scale, offset, out + i);
}

static void inverse_normal_f32(const uint32_t *words, size_t n, float scale,
                               float offset, float *out)
{
    if (scale != 1 || px_bits_from_float(offset) != 0x80000000u)
        inverse_normals_f32(words, n, 1, scale, offset, out);
    else
        inverse_normals_f32(words, n, 0, 1, PX_NOTHING, out);
}

/* Of an eighth of all words, the upper three bits of a word, before its last quarter:
 * what makes f of x, and k. */
PX_ALIGN64 static const float eighths[3][16] = {
    {-0.25f, -0.25f, -0.5f, -0.5f, -0.5f, -1, 0, 0, -0.25f, -0.25f, -0.5f, -0.5f, -0.5f,
     -1, 0, 0},
    {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0},
    {0, 0, 1, 1, 1, 2, 0, 0, 0, 0, 1, 1, 1, 2, 0, 0},
};

PX_INLINE void exponential_vectors_f32(const uint32_t *words, int n, vec scale,
                                       float *out)
{
    vec f[INVERSE_VECTORS], k[INVERSE_VECTORS], z[INVERSE_VECTORS];
    EACH(j, n)
    {
        vec w = load(words + WORD_LANES * j), h, x = quarters(w, &h);
        vec eighth = shift_right_u32(w, 29);
        mask_u32 is_tail = negative_u32(and2(w, h));
        vec bits = and2(x, splat_u32(0x7fffffffu));
        vec e = and2(sub_u32(bits, splat_u32(0x3f400000u)), splat_u32(0xff800000u));
        f[j] =
            fma_f32(x, lookup_f32(eighths[0], eighth), lookup_f32(eighths[1], eighth));
        f[j] = where_u32(is_tail, add_f32(sub_u32(bits, e), splat_f32(-1.0f)), f[j]);
        k[j] = fma_f32(from_i32(e), splat_f32(-0x1p-23f), splat_f32(2.0f));
        k[j] = where_u32(is_tail, k[j], lookup_f32(eighths[2], eighth));
    }
    EACH(j, n) z[j] = splat_f32(px_minus_log_n_f32[8]);
    PX_UNROLL
    for (int i = 7; i >= 0; i--) {
        EACH(j, n) z[j] = fma_f32(z[j], f[j], splat_f32(px_minus_log_n_f32[i]));
    }
    EACH(j, n)
    {
        vec minus_f = xor_sign_f32(f[j], splat_f32(-0.0f));
        z[j] = fma_f32(mul_f32(f[j], f[j]), z[j], minus_f);
        z[j] = fma_f32(k[j], splat_f32((float)PX_LN2), z[j]);
        store(out + WORD_LANES * j, mul_f32(z[j], scale));
    }
}

static void exponential_f32(const uint32_t *words, size_t n, float scale, float *out)
{
    enum { LARGE = WORD_LANES * INVERSE_VECTORS };
    vec scales = splat_f32(scale);
    size_t i = 0;
    for (; i + LARGE <= n; i += LARGE)
        exponential_vectors_f32(words + i, INVERSE_VECTORS, scales, out + i);
    for (; i < n; i += WORD_LANES)
        exponential_vectors_f32(words + i, 1, scales, out + i);
}

/* Double precision. */

/* The 64 bits of pairs. */
PX_INLINE vec load_bits(const void *pairs)
{
    return swap_by_shift(load(pairs));
}

/* 2^65 times the lesser of p and 1 - p. */
PX_INLINE vec lesser(vec bits)
{
    return xor_or(add_u64(bits, bits), sign_u64(bits), splat(1));
}

/* px_polynomial_f64 of n vectors. */
PX_INLINE void polynomials_f64(const vec *t, int n, const double *a, int degree,
                               vec *sum)
{
    EACH(j, n) sum[j] = splat_f64(a[degree]);
    PX_UNROLL
    for (int i = degree - 1; i >= 0; i--) {
        EACH(j, n) sum[j] = fma_f64(sum[j], t[j], splat_f64(a[i]));
    }
}

/* What px_minus_log_f64 takes; k is -EXPONENT_ONE times what it is there, and bits 48
 * to 51 of `row` number the row. */
typedef struct {
    vec f[INVERSE_VECTORS], k[INVERSE_VECTORS], row[INVERSE_VECTORS];
} log_vectors;

PX_INLINE void minus_logs_f64(log_vectors *v, int n, vec *logs)
{
    vec r[INVERSE_VECTORS], log_c[INVERSE_VECTORS], sum[INVERSE_VECTORS];
    EACH(j, n)
    {
        lookup_log_16(px_minus_log_table, v->row[j], &r[j], &log_c[j]);
        r[j] = fma_f64(v->f[j], r[j], sub_f64(r[j], splat_f64(1.0)));
    }
    polynomials_f64(r, n, px_minus_log_n_f64, 7, sum);
    EACH(j, n)
    {
        vec minus_r = xor_sign_f64(r[j], splat_f64(-0.0));
        vec low = fma_f64(mul_f64(r[j], r[j]), sum[j], minus_r);
        vec high = fma_f64(v->k[j], splat_f64(-PX_LN2 / EXPONENT_ONE), log_c[j]);
        logs[j] = add_f64(high, low);
    }
}

/* Of -log(x / 2). */
PX_INLINE void split_half(vec x, vec *f, vec *k, vec *row)
{
    vec exponent = and2(sub_u64(x, splat_f64(1.0)), splat(0xfff0000000000000));
    vec half = and_or(x, splat(0xfffffffffffff), splat_f64(0.5));
    *f = sub_f64(half, splat_f64(1.0));
    *k = exponent_f64(exponent);
    *row = xor2(x, splat(UINT64_MAX));
}

/* Normals of the tails, of listed pairs. */
PX_INLINE void tails_f64(const uint32_t *words, const uint32_t *list, int n,
                         double *out)
{
    PX_ALIGN64 uint64_t pairs[LANES * INVERSE_VECTORS];
    PX_ALIGN64 double z[LANES * INVERSE_VECTORS];
    log_vectors v;
    vec r[INVERSE_VECTORS], signs[INVERSE_VECTORS];
    vec t[INVERSE_VECTORS], a[INVERSE_VECTORS], b[INVERSE_VECTORS];
    for (int i = 0; i < LANES * n; i++)
        memcpy(&pairs[i], words + 2 * list[i], sizeof *pairs);
    EACH(j, n)
    {
        vec bits = load_bits(pairs + LANES * j);
        split_half(fraction_u64(lesser(bits)), &v.f[j], &v.k[j], &v.row[j]);
        signs[j] = xor2(bits, splat(UINT64_MAX));
    }
    minus_logs_f64(&v, n, r);
    EACH(j, n) r[j] = sqrt_f64(r[j]);
    EACH(j, n) t[j] = sub_f64(r[j], splat_f64(1.625));
    polynomials_f64(t, n, px_normal_tail_a, 8, a);
    polynomials_f64(t, n, px_normal_tail_b, 8, b);
    EACH(j, n) a[j] = fma_f64(r[j], splat_f64(1.25), div_f64(a[j], b[j]));
    EACH(j, n) store(z + LANES * j, xor_sign_f64(a[j], signs[j]));
    for (int i = 0; i < LANES * n; i++)
        out[list[i]] = z[i];
}

/* The middle's values of n vectors; those that are in a tail are listed. */
PX_INLINE size_t middle_f64(const uint32_t *words, size_t first, int n, size_t n_tails,
                            uint32_t *tails, double *out)
{
    vec x[INVERSE_VECTORS], t[INVERSE_VECTORS], signs[INVERSE_VECTORS];
    vec a[INVERSE_VECTORS], b[INVERSE_VECTORS];
    EACH(j, n)
    {
        vec bits = load_bits(words + 2 * (first + LANES * j));
        x[j] = fraction_u64(sub_u64(splat(0), lesser(bits)));
        signs[j] = xor2(bits, splat(UINT64_MAX));
        t[j] = fnma_f64(x[j], x[j], splat_f64(0.765625));
    }
    polynomials_f64(t, n, px_normal_middle_a, 8, a);
    polynomials_f64(t, n, px_normal_middle_b, 7, b);
    EACH(j, n) a[j] = fma_f64(div_f64(a[j], b[j]), x[j], x[j]);
    EACH(j, n) store(out + first + LANES * j, xor_sign_f64(a[j], signs[j]));
    EACH(j, n)
    n_tails += list_lanes(less_f64(splat_f64(0.875), x[j]),
                          (uint32_t)(first + LANES * j), tails + n_tails);
    return n_tails;
}

/* Values that go through the stages together. */
#define STAGE_VALUES 1024

static inline void inverse_normals_f64(const uint32_t *words, size_t n, double *out)
{
    enum { LARGE = LANES * INVERSE_VECTORS };
    uint32_t tails[STAGE_VALUES + LANES];
    size_t n_tails = 0, i = 0;
    for (; i + LARGE <= n; i += LARGE)
        n_tails = middle_f64(words, i, INVERSE_VECTORS, n_tails, tails, out);
    for (; i < n; i += LANES)
        n_tails = middle_f64(words, i, 1, n_tails, tails, out);
    for (i = 0; i < LANES; i++)
        tails[n_tails + i] = tails[0];
    for (i = 0; i + LARGE <= n_tails; i += LARGE)
        tails_f64(words, tails + i, INVERSE_VECTORS, out);
    for (; i < n_tails; i += LANES)
        tails_f64(words, tails + i, 1, out);
}

static void inverse_normal_f64(const uint32_t *words, size_t n, double scale,
                               double offset, double *out)
{
    int is_scaled = scale != 1 || px_bits_from_double(offset) != 0x8000000000000000u;
    for (size_t now; n > 0; n -= now, words += 2 * now, out += now) {
        now = n < STAGE_VALUES ? n : STAGE_VALUES;
        inverse_normals_f64(words, now, out);
        if (is_scaled)
            affine_f64(out, now, scale, offset, out);
    }
}

/* Of an exponential. */
PX_INLINE void split_exponential(vec bits, vec *f, vec *k, vec *row)
{
    vec x = fraction_u64(lesser(bits));
    mask is_upper = negative_u64(bits);
    split_half(x, f, k, row);
    *f = where(is_upper, *f, mul_f64(x, splat_f64(-0.5)));
    *k = where(is_upper, *k, splat_f64(0.0));
    *row = where(is_upper, *row, shift_right_u64(bits, 11));
}

PX_INLINE void exponential_vectors_f64(const uint32_t *words, int n, vec scale,
                                       double *out)
{
    log_vectors v;
    vec logs[INVERSE_VECTORS];
    EACH(j, n)
    split_exponential(load_bits(words + 2 * LANES * j), &v.f[j], &v.k[j], &v.row[j]);
    minus_logs_f64(&v, n, logs);
    EACH(j, n) store(out + LANES * j, mul_f64(logs[j], scale));
}

static void exponential_f64(const uint32_t *words, size_t n, double scale, double *out)
{
    enum { LARGE = LANES * INVERSE_VECTORS };
    vec scales = splat_f64(scale);
    size_t i = 0;
    for (; i + LARGE <= n; i += LARGE)
        exponential_vectors_f64(words + 2 * i, INVERSE_VECTORS, scales, out + i);
    for (; i < n; i += LANES)
        exponential_vectors_f64(words + 2 * i, 1, scales, out + i);
}

#undef EACH
#undef WORD_LANES
#undef STAGE_VALUES
