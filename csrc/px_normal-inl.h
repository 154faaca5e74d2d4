/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Box-Muller over vectors, with px_math.h's functions.  Included once in each kernel
 * file, below px_vector-inl.h and the operations that differ between instruction sets;
 * no include guard for that reason.
 *
 * Wants, beside what px_vector-inl.h has listed: mask, NORMAL_VECTORS, EXPONENT_ONE
 * (what exponent_f64 counts in) and
 *
 *   and2, sub_u64, min_f32, sqrt_f32, sub_f64, fnma_f64, max_f64, sqrt_f64
 *   less_f64, list_lanes, where, fnma_where, exponent_f64
 *   swap_by_shift, swap_by_shuffle, lookup_log_16, lookup_log, lookup_sincos
 *   narrow_f32, low_words, shift_left_30_u32, shift_left_62, shift_left_63
 *   xor_sign_f32, xor_sign_f64, if_odd_u32, minus_if_odd_f32, odd_u64
 *   store_interleaved_f32
 *
 * The float32 normals are computed in double precision, a pair of words to a lane. What
 * rounds otherwise than in px_math.h there was compared for all 2^23 values of u1 and
 * of v1, and gives the same floats (tests/c/parity.c --exhaustive).  For the float64
 * normals each operation is px_math.h's.
 *
 * A pair of words takes more than a hundred cycles from end to end, longer than a
 * processor looks ahead; so some vectors go through every step side by side, EACH step
 * over all of them.
 */

#define EACH(i, n) PX_UNROLL for (int i = 0; i < (n); i++)

#define PX_MAX_SQUARE 0x1.01e3b8p+5f /* -2 logf(1e-7f) */

/* sqrt(-2 log u1) of the words in the low halves of the lanes of n vectors, as floats;
 * r has half as many vectors.  u1 = 0 has the logarithm -709 before the limit. */
PX_INLINE void radii(const vec *words, int n, vec *r)
{
    vec u[NORMAL_VECTORS], t[NORMAL_VECTORS], z[NORMAL_VECTORS], k[NORMAL_VECTORS];
    vec y[NORMAL_VECTORS], z2[NORMAL_VECTORS], inverse[NORMAL_VECTORS];
    vec log_c[NORMAL_VECTORS];
    EACH(i, n) u[i] = and_or(words[i], splat(0x7fffff), splat_f64(0x1p29));
    EACH(i, n) u[i] = sub_f64(u[i], splat_f64(0x1p29));
    EACH(i, n) t[i] = sub_u64(u[i], splat(0x3fe6600000000000));
    EACH(i, n) lookup_log_16(px_logf_table, t[i], &inverse[i], &log_c[i]);
    EACH(i, n) k[i] = and2(t[i], splat(0xfff0000000000000));
    EACH(i, n) z[i] = sub_u64(u[i], k[i]);
    EACH(i, n) k[i] = exponent_f64(k[i]);
    EACH(i, n) z[i] = fma_f64(z[i], inverse[i], splat_f64(-1.0));
    EACH(i, n) k[i] = fma_f64(k[i], splat_f64(PX_LN2 / EXPONENT_ONE), log_c[i]);
    EACH(i, n) z2[i] = mul_f64(z[i], z[i]);
    EACH(i, n) y[i] = fma_f64(z[i], splat_f64(PX_LOGF_A1), splat_f64(PX_LOGF_A2));
    EACH(i, n) k[i] = add_f64(k[i], z[i]);
    EACH(i, n) y[i] = fma_f64(z2[i], splat_f64(PX_LOGF_A0), y[i]);
    EACH(i, n) y[i] = fma_f64(y[i], z2[i], k[i]);
    EACH(i, n / 2) r[i] = narrow_f32(y[2 * i], y[2 * i + 1]);
    EACH(i, n / 2) r[i] = mul_f32(r[i], splat_f32(-2.0f));
    EACH(i, n / 2) r[i] = sqrt_f32(min_f32(r[i], splat_f32(PX_MAX_SQUARE)));
}

/* sin v1 and cos v1, likewise. */
PX_INLINE void sines(const vec *words, int n, vec *sines, vec *cosines, vec *signs)
{
    const vec round_to_quarter = splat_f64(0x1.8p50); /* its last place is 1/4 */
    vec u[NORMAL_VECTORS], v[NORMAL_VECTORS], q[NORMAL_VECTORS], x[NORMAL_VECTORS];
    vec x2[NORMAL_VECTORS], s[NORMAL_VECTORS], c[NORMAL_VECTORS];
    EACH(i, n) u[i] = and_or(words[i], splat(0x7fffff), splat_f64(0x1p29));
    EACH(i, n) v[i] = fma_f64(u[i], splat_f64(PX_2PI), splat_f64(-0x1p29 * PX_2PI));
    EACH(i, n) q[i] = add_f64(u[i], splat_f64(0x1.8p50 - 0x1p29));
    /* v1 is a float: the last 29 bits are rounded away. */
    EACH(i, n) v[i] = and2(add_u64(v[i], splat(0x10000000)), splat(0xffffffffe0000000));
    /* The quadrant, 0 to 4, stays behind in the low bits of q. */
    EACH(i, n) x[i] = sub_f64(q[i], round_to_quarter);
    EACH(i, n) x[i] = fma_f64(x[i], splat_f64(-PX_2PI), v[i]);
    EACH(i, n) x2[i] = mul_f64(x[i], x[i]);
    EACH(i, n) s[i] = fma_f64(x2[i], splat_f64(PX_SINF_3), splat_f64(PX_SINF_2));
    EACH(i, n) c[i] = fma_f64(x2[i], splat_f64(PX_COSF_4), splat_f64(PX_COSF_3));
    EACH(i, n) s[i] = fma_f64(x2[i], s[i], splat_f64(PX_SINF_1));
    EACH(i, n) c[i] = fma_f64(x2[i], c[i], splat_f64(PX_COSF_2));
    EACH(i, n) v[i] = mul_f64(x[i], x2[i]);
    EACH(i, n) c[i] = fma_f64(x2[i], c[i], splat_f64(PX_COSF_1));
    EACH(i, n) s[i] = fma_f64(v[i], s[i], x[i]);
    EACH(i, n) c[i] = fma_f64(x2[i], c[i], splat_f64(1.0));
    EACH(i, n / 2)
    {
        vec quadrant = low_words(q[2 * i], q[2 * i + 1]);
        vec sine = narrow_f32(s[2 * i], s[2 * i + 1]);
        vec cosine = narrow_f32(c[2 * i], c[2 * i + 1]);
        /* sin, cos of the quadrants 0 to 3: s, c; c, -s; -s, -c; -c, s.  An odd one
         * exchanges them, with a change of sign, and bit 1 changes the sign of both. */
        signs[i] = shift_left_30_u32(quadrant);
        sines[i] = if_odd_u32(quadrant, cosine, sine);
        cosines[i] = minus_if_odd_f32(quadrant, sine, cosine);
    }
}

/* Box-Muller of n vectors of pairs. */
PX_INLINE void normal_vectors(const uint32_t *words, int n, int is_scaled, vec scale,
                              vec offset, float *out)
{
    vec first[NORMAL_VECTORS], second[NORMAL_VECTORS];
    vec r[NORMAL_VECTORS / 2], s[NORMAL_VECTORS / 2], c[NORMAL_VECTORS / 2],
        signs[NORMAL_VECTORS / 2];
    EACH(i, n) first[i] = load(words + 2 * LANES * i);
    radii(first, n, r);
    EACH(i, n) second[i] = high_by_shift(load(words + 2 * LANES * i));
    sines(second, n, s, c, signs);
    EACH(i, n / 2)
    {
        r[i] = xor_sign_f32(r[i], signs[i]);
        s[i] = mul_f32(s[i], r[i]);
        c[i] = mul_f32(c[i], r[i]);
        if (is_scaled) {
            s[i] = add_f32(mul_f32(s[i], scale), offset);
            c[i] = add_f32(mul_f32(c[i], scale), offset);
        }
        store_interleaved_f32(out + 4 * LANES * i, s[i], c[i]);
    }
}

PX_INLINE void normals(const uint32_t *words, size_t n_words, int is_scaled,
                       float scale, float offset, float *out)
{
    enum { LARGE = 2 * LANES * NORMAL_VECTORS, SMALL = 2 * LANES * 2 };
    vec scales = splat_f32(scale), offsets = splat_f32(offset);
    size_t i = 0;
    for (; i + LARGE <= n_words; i += LARGE)
        normal_vectors(words + i, NORMAL_VECTORS, is_scaled, scales, offsets, out + i);
    for (; i < n_words; i += SMALL)
        normal_vectors(words + i, 2, is_scaled, scales, offsets, out + i);
}

static void normal_f32(const uint32_t *words, size_t n_words, float scale, float offset,
                       float *out)
{
    int is_scaled = scale != 1 || px_bits_from_float(offset) != 0x80000000u;
    if (is_scaled)
        normals(words, n_words, 1, scale, offset, out);
    else
        normals(words, n_words, 0, scale, offset, out);
}

/* Double precision: px_math.h's log and sincos, operation by operation, in stages that
 * leave what they make in the first-level cache.  So a processor looks ahead over
 * several vectors of the stage, and tables' rows are loaded as soon as they are wanted,
 * for their numbers are in memory by then. */

/* Blocks that go through the stages together. */
#define STAGE_BLOCKS 256

typedef struct {
    double u[STAGE_BLOCKS];     /* u1 */
    double log_u[STAGE_BLOCKS]; /* -log u1 */
    /* Where u1 is near to 1. */
    uint32_t near[STAGE_BLOCKS + LANES];
    double v[STAGE_BLOCKS]; /* 1 + v1 / 2 pi */
    double q[STAGE_BLOCKS]; /* v1's quadrant, in the low bits */
    /* The distance from quadrant * pi / 2 in two parts, the first one positive, and, in
     * the low half, the number of the table's row that is nearest to it. */
    double x[STAGE_BLOCKS], dx[STAGE_BLOCKS];
    uint64_t row[STAGE_BLOCKS];
    /* The radius, with the sign that it takes times sin x, or cos x. */
    double sine_radius[STAGE_BLOCKS], cosine_radius[STAGE_BLOCKS];
} stages;

PX_INLINE vec minus(vec x)
{
    return xor2(x, splat(0x8000000000000000));
}

/* The bits of a uniform on [1, 2), from those of the pairs in the lanes. */
PX_INLINE vec exponent_and(vec pairs)
{
    return and_or(pairs, splat(0xfffffffffffff), splat_f64(1.0));
}

/* u1 and v1 of a vector of blocks. */
PX_INLINE void uniforms(const uint32_t *words, stages *st, size_t at)
{
    vec a = load(words), b = load(words + 2 * LANES);
    vec u = exponent_and(swap_by_shift(unpack_low(a, b)));
    vec v = exponent_and(swap_by_shuffle(unpack_high(a, b)));
    u = sub_f64(u, splat_f64(1.0));
    store(st->u + at, max_f64(u, splat_f64(1e-7)));
    store(st->v + at, v);
}

/* -log u1 of n vectors.  Lanes near to 1, from 0.9375 on, are listed behind n_near
 * others; the new number of them is returned. */
PX_INLINE size_t logs(stages *st, size_t at, int n, size_t n_near)
{
    const double *a = px_log_a;
    vec u[2], k[2], r[2], w[2], r2[2], hi[2], lo[2], p[2], inverse[2], log_c[2];
    EACH(i, n) lookup_log(st->u + at + LANES * i, &inverse[i], &log_c[i]);
    EACH(i, n) u[i] = load(st->u + at + LANES * i);
    EACH(i, n)
    {
        mask near = less_f64(splat_f64(0x1.dffffffffffffp-1), u[i]);
        n_near += list_lanes(near, (uint32_t)(at + LANES * i), st->near + n_near);
    }
    EACH(i, n) k[i] = sub_u64(u[i], splat(0x3fe6000000000000));
    EACH(i, n) k[i] = and2(k[i], splat(0xfff0000000000000));
    EACH(i, n) r[i] = sub_u64(u[i], k[i]);
    EACH(i, n) k[i] = exponent_f64(k[i]);
    EACH(i, n) r[i] = fma_f64(r[i], inverse[i], splat_f64(-1.0));
    EACH(i, n) w[i] = fma_f64(k[i], splat_f64(PX_LN2_HI / EXPONENT_ONE), log_c[i]);
    EACH(i, n) r2[i] = mul_f64(r[i], r[i]);
    EACH(i, n) hi[i] = add_f64(w[i], r[i]);
    EACH(i, n) p[i] = fma_f64(r[i], splat_f64(a[4]), splat_f64(a[3]));
    EACH(i, n) lo[i] = add_f64(sub_f64(w[i], hi[i]), r[i]);
    EACH(i, n) lo[i] = fma_f64(k[i], splat_f64(PX_LN2_LO / EXPONENT_ONE), lo[i]);
    EACH(i, n) w[i] = fma_f64(r[i], splat_f64(a[2]), splat_f64(a[1]));
    EACH(i, n) p[i] = fma_f64(p[i], r2[i], w[i]);
    EACH(i, n) lo[i] = fma_f64(r2[i], splat_f64(a[0]), lo[i]);
    /* Minus the sums of px_math.h: rounding is symmetric. */
    EACH(i, n) p[i] = fnma_f64(mul_f64(r[i], r2[i]), p[i], minus(lo[i]));
    EACH(i, n) store(st->log_u + at + LANES * i, sub_f64(p[i], hi[i]));
    return n_near;
}

/* log of a vector between 0.9375 and 1. */
PX_INLINE vec log_near_1(vec x)
{
    const double *b = px_log_b;
    vec r = sub_f64(x, splat_f64(1.0)), r2 = mul_f64(r, r), r3 = mul_f64(r, r2);
    vec low = fma_f64(r, splat_f64(b[2]), splat_f64(b[1]));
    vec mid = fma_f64(r, splat_f64(b[5]), splat_f64(b[4]));
    vec top = fma_f64(r, splat_f64(b[8]), splat_f64(b[7]));
    low = fma_f64(r2, splat_f64(b[3]), low);
    mid = fma_f64(r2, splat_f64(b[6]), mid);
    top = fma_f64(r3, splat_f64(b[10]), fma_f64(r2, splat_f64(b[9]), top));
    vec q = fma_f64(fma_f64(top, r3, mid), r3, low);
    vec t = fma_f64(r, splat_f64(0x1p27), r);
    vec rh = fma_f64(r, splat_f64(-0x1p27), t), rl = sub_f64(r, rh);
    vec h2 = mul_f64(rh, rh);
    vec hi = fma_f64(h2, splat_f64(b[0]), r);
    vec lo = fma_f64(h2, splat_f64(b[0]), sub_f64(r, hi));
    lo = fma_f64(mul_f64(rl, splat_f64(b[0])), add_f64(r, rh), lo);
    return add_f64(hi, fma_f64(q, r3, lo));
}

/* -log u1 of n blocks; one lane in sixteen is near to 1 and made again. */
static inline void all_logs(stages *st, size_t n)
{
    size_t n_near = 0, i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES)
        n_near = logs(st, i, 2, n_near);
    for (; i < n; i += LANES)
        n_near = logs(st, i, 1, n_near);
    for (i = 0; i < LANES; i++)
        st->near[n_near + i] = st->near[0];
    for (i = 0; i < n_near; i += LANES) {
        PX_ALIGN64 double x[LANES];
        for (size_t lane = 0; lane < LANES; lane++)
            x[lane] = st->u[st->near[i + lane]];
        store(x, minus(log_near_1(load(x))));
        for (size_t lane = 0; lane < LANES; lane++)
            st->log_u[st->near[i + lane]] = x[lane];
    }
}

/* x - quadrant * pi / 2 in two parts, |high| < 0.8555, of n vectors in [0, 2 pi]; the
 * quadrant in the low bits of q.  px_math.h has three cases; they are one with other
 * constants.  Below 0.8555 the quadrant is 0.  Below 2.4263 it is 1, and pi / 2 has two
 * parts, not four; there px_math.h has sin x = cos(pi / 2 - x), which is the same as
 * cos(x - pi / 2) here. */
PX_INLINE void reduce(const vec *x, int n, vec *high, vec *low, vec *q)
{
    vec m[2], y[2], t[2], part1[2], part3[2];
    mask four[2];
    EACH(i, n)
    {
        mask in_0 = less_f64(x[i], splat(0x3feb600000000000));
        four[i] = less_f64(splat(0x400368fcffffffff), x[i]);
        q[i] = fma_f64(x[i], splat_f64(PX_HPINV), splat_f64(PX_TOINT));
        q[i] = where(four[i], q[i], splat_f64(PX_TOINT + 1));
        q[i] = where(in_0, splat_f64(PX_TOINT), q[i]);
        part1[i] = where(four[i], splat_f64(PX_MP1), splat_f64(PX_HP0));
        part3[i] = where(four[i], splat_f64(PX_PP3), splat_f64(PX_HP1));
    }
    EACH(i, n) m[i] = sub_f64(q[i], splat_f64(PX_TOINT));
    EACH(i, n) y[i] = fnma_f64(m[i], part1[i], x[i]);
    EACH(i, n) y[i] = fnma_where(four[i], m[i], splat_f64(PX_MP2), y[i]);
    EACH(i, n) t[i] = fnma_f64(m[i], part3[i], y[i]);
    EACH(i, n) y[i] = fnma_f64(m[i], part3[i], sub_f64(y[i], t[i]));
    EACH(i, n) high[i] = fnma_where(four[i], m[i], splat_f64(PX_PP4), t[i]);
    EACH(i, n) low[i] = sub_f64(t[i], high[i]);
    EACH(i, n) low[i] = fnma_where(four[i], m[i], splat_f64(PX_PP4), low[i]);
    EACH(i, n) low[i] = add_f64(y[i], low[i]);
}

/* v1's quadrants, distances and radii of n vectors. */
PX_INLINE void angles(stages *st, size_t at, int n)
{
    vec v[2], q[2], x[2], dx[2], r[2], x_abs[2];
    EACH(i, n) v[i] = load(st->v + at + LANES * i);
    EACH(i, n) v[i] = fma_f64(v[i], splat_f64(PX_2PI), splat_f64(-PX_2PI));
    reduce(v, n, x, dx, q);
    EACH(i, n) r[i] = load(st->log_u + at + LANES * i);
    EACH(i, n) r[i] = sqrt_f64(add_f64(r[i], r[i]));
    EACH(i, n) x_abs[i] = and2(x[i], splat(0x7fffffffffffffff));
    EACH(i, n)
    {
        size_t to = at + LANES * i;
        vec odd = shift_left_63(q[i]);
        store(st->q + to, q[i]);
        store(st->x + to, x_abs[i]);
        store(st->dx + to, xor_sign_f64(dx[i], x[i]));
        store(st->row + to, add_f64(x_abs[i], splat_f64(PX_BIG)));
        /* sin and cos of the quadrants 0 to 3: s, c; c, -s; -s, -c; -c, s. */
        r[i] = xor_sign_f64(r[i], shift_left_62(q[i]));
        store(st->cosine_radius + to, r[i]);
        store(st->sine_radius + to, xor_sign_f64(r[i], xor2(x[i], odd)));
    }
}

/* sin(x + dx) and cos(x + dx), 0 <= x < 0.8555, and the normals of a vector. */
PX_INLINE void sines_f64(const stages *st, size_t at, double *out)
{
    vec x = load(st->x + at), dx = load(st->dx + at), row = load(st->row + at);
    vec d = sub_f64(x, sub_f64(row, splat_f64(PX_BIG)));
    vec t, xx, s, c, e, sine, cosine, sn, ssn, cs, ccs;
    lookup_sincos(st->row + at, &sn, &ssn, &cs, &ccs);
    /* Two kilobytes ahead, for outputs that are larger than the second-level cache. */
    for (int bytes = 0; bytes < 16 * LANES; bytes += 64)
        PX_PREFETCH(out + 256 + bytes / 8);

    t = add_f64(d, dx);
    xx = mul_f64(t, t);
    s = fma_f64(xx, splat_f64(PX_SN5), splat_f64(PX_SN3));
    c = fma_f64(xx, splat_f64(PX_CS6), splat_f64(PX_CS4));
    s = fma_f64(mul_f64(t, xx), s, t);
    c = fma_f64(c, xx, splat_f64(PX_CS2));
    e = fnma_f64(s, ssn, ccs);
    c = mul_f64(xx, c);
    e = fnma_f64(cs, c, e);
    e = fnma_f64(s, sn, e);
    cosine = add_f64(cs, e);

    xx = mul_f64(d, d);
    s = fma_f64(xx, splat_f64(PX_SN5), splat_f64(PX_SN3));
    c = fma_f64(xx, splat_f64(PX_CS6), splat_f64(PX_CS4));
    s = fma_f64(mul_f64(d, xx), s, dx);
    c = fma_f64(c, xx, splat_f64(PX_CS2));
    s = add_f64(s, d);
    c = fma_f64(dx, d, mul_f64(xx, c));
    e = fma_f64(ccs, s, ssn);
    e = fnma_f64(c, sn, e);
    e = fma_f64(s, cs, e);
    e = add_f64(sn, e);

    xx = mul_f64(x, x);
    s = fma_f64(xx, splat_f64(PX_S5), splat_f64(PX_S4));
    s = fma_f64(s, xx, splat_f64(PX_S3));
    c = mul_f64(dx, splat_f64(-0.5));
    s = fma_f64(s, xx, splat_f64(PX_S2));
    s = fma_f64(s, xx, splat_f64(PX_S1));
    s = fma_f64(s, x, c);
    s = fma_f64(s, xx, dx);
    s = add_f64(x, s);
    sine = where(less_f64(x, splat_f64(0x1.020c49ba5e354p-3)), s, e);

    sine = mul_f64(sine, load(st->sine_radius + at));
    cosine = mul_f64(cosine, load(st->cosine_radius + at));
    mask odd = odd_u64(load(st->q + at));
    vec first = where(odd, cosine, sine), second = where(odd, sine, cosine);
    store(out, unpack_low(first, second));
    store(out + LANES, unpack_high(first, second));
}

/* Standard normals of n blocks, at most STAGE_BLOCKS. */
static inline void normals_f64(const uint32_t *words, size_t n, double *out)
{
    PX_ALIGN64 stages st;
    size_t i;
    for (i = 0; i < n; i += LANES)
        uniforms(words + 4 * i, &st, i);
    all_logs(&st, n);
    for (i = 0; i + 2 * LANES <= n; i += 2 * LANES)
        angles(&st, i, 2);
    for (; i < n; i += LANES)
        angles(&st, i, 1);
    for (i = 0; i < n; i += LANES)
        sines_f64(&st, i, out + 2 * i);
}

static void normal_f64(const uint32_t *words, size_t n_words, double scale,
                       double offset, double *out)
{
    int is_scaled = scale != 1 || px_bits_from_double(offset) != 0x8000000000000000u;
    for (size_t n; n_words > 0; n_words -= 4 * n, words += 4 * n, out += 2 * n) {
        n = n_words / 4 < STAGE_BLOCKS ? n_words / 4 : STAGE_BLOCKS;
        normals_f64(words, n, out);
        if (is_scaled)
            affine_f64(out, 2 * n, scale, offset, out);
    }
}

#undef EACH
#undef PX_MAX_SQUARE
#undef STAGE_BLOCKS
