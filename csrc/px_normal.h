/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Box-Muller over vectors, with px_math.h's functions.  Included once in each kernel
 * file, below px_vector.h and the operations that differ between instruction sets; no
 * include guard for that reason.
 *
 * The float32 normals are computed in double precision, a pair of words to a lane. What
 * rounds otherwise than in px_math.h there was compared for all 2^23 values of u1 and
 * of v1, and gives the same floats (tests/c/parity.c --exhaustive).  Where u1 has 2^32
 * values, and for the float64 normals, each operation is px_math.h's.
 *
 * A pair of words takes more than a hundred cycles from end to end, longer than a
 * processor looks ahead; so some vectors go through every step side by side, EACH step
 * over all of them.
 */

#define EACH(i, n) PX_UNROLL for (int i = 0; i < (n); i++)

#define PX_MAX_SQUARE 0x1.01e3b8p+5f /* -2 logf(1e-7f) */

/* A word's bits put under the exponent of `base` count in steps of u1's, or v1's, last
 * place; `base` is then subtracted. */
typedef struct {
    vec bits, exponent, base, limit;
} tail_constants;

static inline tail_constants make_tail(px_tail tail)
{
    if (tail == PX_TAIL_FULL) { /* u1 = (word + 1) / 2^32 */
        tail_constants full = {splat(0xffffffffu), splat_f64(0x1p20),
                               splat_f64(0x1p20 - 0x1p-32), splat_f32(HUGE_VALF)};
        return full;
    }
    tail_constants clipped = {splat(0x7fffffu), splat_f64(0x1p29), splat_f64(0x1p29),
                              splat_f32(PX_MAX_SQUARE)};
    return clipped;
}

/* a * b + c, in one rounding or in two. */
PX_INLINE vec mul_add(int fused, vec a, vec b, vec c)
{
    return fused ? fma_f64(a, b, c) : add_f64(mul_f64(a, b), c);
}

/* log u1 of the words in the low halves of the lanes of n vectors, as floats; log_u has
 * half as many vectors.  u1 = 0 of a clipped tail gives -709. */
PX_INLINE void logs_f32(const vec *words, int n, int fused, const tail_constants *c,
                        vec *log_u)
{
    vec u[NORMAL_VECTORS], t[NORMAL_VECTORS], z[NORMAL_VECTORS], k[NORMAL_VECTORS];
    vec y[NORMAL_VECTORS], z2[NORMAL_VECTORS], inverse[NORMAL_VECTORS];
    vec log_c[NORMAL_VECTORS];
    EACH(i, n) u[i] = sub_f64(and_or(words[i], c->bits, c->exponent), c->base);
    EACH(i, n) t[i] = sub_u64(u[i], splat(0x3fe6600000000000));
    EACH(i, n) lookup_logf(t[i], &inverse[i], &log_c[i]);
    EACH(i, n) k[i] = and2(t[i], splat(0xfff0000000000000));
    EACH(i, n) z[i] = sub_u64(u[i], k[i]);
    EACH(i, n) k[i] = exponent_f64(k[i]);
    EACH(i, n) z[i] = mul_add(fused, z[i], inverse[i], splat_f64(-1.0));
    EACH(i, n) k[i] = mul_add(fused, k[i], splat_f64(PX_LN2 / EXPONENT_ONE), log_c[i]);
    EACH(i, n) z2[i] = mul_f64(z[i], z[i]);
    EACH(i, n)
    y[i] = mul_add(fused, z[i], splat_f64(PX_LOGF_A1), splat_f64(PX_LOGF_A2));
    EACH(i, n) k[i] = add_f64(k[i], z[i]);
    EACH(i, n) y[i] = mul_add(fused, z2[i], splat_f64(PX_LOGF_A0), y[i]);
    EACH(i, n) y[i] = mul_add(fused, y[i], z2[i], k[i]);
    EACH(i, n / 2) log_u[i] = narrow_f32(y[2 * i], y[2 * i + 1]);
}

/* sqrt(-2 log u1), likewise. */
PX_INLINE void radii(const vec *words, int n, int fused, const tail_constants *c,
                     vec *r)
{
    logs_f32(words, n, fused, c, r);
    EACH(i, n / 2)
    r[i] = sqrt_f32(min_f32(mul_f32(r[i], splat_f32(-2.0f)), c->limit));
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
PX_INLINE void normal_vectors(const uint32_t *words, int n, int fused, int affine,
                              const tail_constants *tail, vec scale, vec offset,
                              float *out)
{
    vec first[NORMAL_VECTORS], second[NORMAL_VECTORS];
    vec r[NORMAL_VECTORS / 2], s[NORMAL_VECTORS / 2], c[NORMAL_VECTORS / 2],
        signs[NORMAL_VECTORS / 2];
    EACH(i, n) first[i] = load(words + 2 * LANES * i);
    radii(first, n, fused, tail, r);
    EACH(i, n) second[i] = high_by_shift(load(words + 2 * LANES * i));
    sines(second, n, s, c, signs);
    EACH(i, n / 2)
    {
        r[i] = xor_sign_f32(r[i], signs[i]);
        s[i] = mul_f32(s[i], r[i]);
        c[i] = mul_f32(c[i], r[i]);
        if (affine) {
            s[i] = add_f32(mul_f32(s[i], scale), offset);
            c[i] = add_f32(mul_f32(c[i], scale), offset);
        }
        store_interleaved_f32(out + 4 * LANES * i, s[i], c[i]);
    }
}

PX_INLINE void normals(const uint32_t *words, size_t n_words, int fused, int affine,
                       px_tail tail, float scale, float offset, float *out)
{
    enum { LARGE = 2 * LANES * NORMAL_VECTORS, SMALL = 2 * LANES * 2 };
    tail_constants constants = make_tail(tail);
    vec scales = splat_f32(scale), offsets = splat_f32(offset);
    size_t i = 0;
    for (; i + LARGE <= n_words; i += LARGE)
        normal_vectors(words + i, NORMAL_VECTORS, fused, affine, &constants, scales,
                       offsets, out + i);
    for (; i < n_words; i += SMALL)
        normal_vectors(words + i, 2, fused, affine, &constants, scales, offsets,
                       out + i);
}

static void normal_f32(const uint32_t *words, size_t n_words, px_tail tail, float scale,
                       float offset, float *out)
{
    int affine = scale != 1 || px_bits_from_float(offset) != 0x80000000u;
    if (tail == PX_TAIL_FULL)
        normals(words, n_words, 0, 1, tail, scale, offset, out);
    else if (affine)
        normals(words, n_words, 1, 1, tail, scale, offset, out);
    else
        normals(words, n_words, 1, 0, tail, scale, offset, out);
}

/* Double precision: px_math.h's log and sincos, operation by operation. */

/* log of n vectors below 0.9375. */
PX_INLINE void logs(const vec *x, int n, vec *log_x)
{
    const double *a = px_log_a;
    vec t[NORMAL_VECTORS], k[NORMAL_VECTORS], r[NORMAL_VECTORS], w[NORMAL_VECTORS];
    vec r2[NORMAL_VECTORS], hi[NORMAL_VECTORS], lo[NORMAL_VECTORS], p[NORMAL_VECTORS];
    vec inverse[NORMAL_VECTORS], log_c[NORMAL_VECTORS];
    EACH(i, n) t[i] = sub_u64(x[i], splat(0x3fe6000000000000));
    EACH(i, n) lookup_log(t[i], &inverse[i], &log_c[i]);
    EACH(i, n) k[i] = and2(t[i], splat(0xfff0000000000000));
    EACH(i, n) r[i] = sub_u64(x[i], k[i]);
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
    EACH(i, n) p[i] = fma_f64(mul_f64(r[i], r2[i]), p[i], lo[i]);
    EACH(i, n) log_x[i] = add_f64(p[i], hi[i]);
}

/* sin(x + dx) and cos(x + dx), 0 <= x < 0.8555, of n vectors. */
PX_INLINE void table_sines(const vec *x, const vec *dx, int n, vec *sine, vec *cosine)
{
    vec u[NORMAL_VECTORS], d[NORMAL_VECTORS], t[NORMAL_VECTORS], xx[NORMAL_VECTORS];
    vec s[NORMAL_VECTORS], c[NORMAL_VECTORS], e[NORMAL_VECTORS];
    vec sn[NORMAL_VECTORS], ssn[NORMAL_VECTORS], cs[NORMAL_VECTORS],
        ccs[NORMAL_VECTORS];
    EACH(i, n) u[i] = add_f64(x[i], splat_f64(PX_BIG));
    EACH(i, n) lookup_sincos(u[i], &sn[i], &ssn[i], &cs[i], &ccs[i]);
    EACH(i, n) d[i] = sub_f64(x[i], sub_f64(u[i], splat_f64(PX_BIG)));

    EACH(i, n) t[i] = add_f64(d[i], dx[i]);
    EACH(i, n) xx[i] = mul_f64(t[i], t[i]);
    EACH(i, n) s[i] = fma_f64(xx[i], splat_f64(PX_SN5), splat_f64(PX_SN3));
    EACH(i, n) c[i] = fma_f64(xx[i], splat_f64(PX_CS6), splat_f64(PX_CS4));
    EACH(i, n) s[i] = fma_f64(mul_f64(t[i], xx[i]), s[i], t[i]);
    EACH(i, n) c[i] = fma_f64(c[i], xx[i], splat_f64(PX_CS2));
    EACH(i, n) e[i] = fnma_f64(s[i], ssn[i], ccs[i]);
    EACH(i, n) c[i] = mul_f64(xx[i], c[i]);
    EACH(i, n) e[i] = fnma_f64(cs[i], c[i], e[i]);
    EACH(i, n) e[i] = fnma_f64(s[i], sn[i], e[i]);
    EACH(i, n) cosine[i] = add_f64(cs[i], e[i]);

    EACH(i, n) xx[i] = mul_f64(d[i], d[i]);
    EACH(i, n) s[i] = fma_f64(xx[i], splat_f64(PX_SN5), splat_f64(PX_SN3));
    EACH(i, n) c[i] = fma_f64(xx[i], splat_f64(PX_CS6), splat_f64(PX_CS4));
    EACH(i, n) s[i] = fma_f64(mul_f64(d[i], xx[i]), s[i], dx[i]);
    EACH(i, n) c[i] = fma_f64(c[i], xx[i], splat_f64(PX_CS2));
    EACH(i, n) s[i] = add_f64(s[i], d[i]);
    EACH(i, n) c[i] = fma_f64(dx[i], d[i], mul_f64(xx[i], c[i]));
    EACH(i, n) e[i] = fma_f64(ccs[i], s[i], ssn[i]);
    EACH(i, n) e[i] = fnma_f64(c[i], sn[i], e[i]);
    EACH(i, n) e[i] = fma_f64(s[i], cs[i], e[i]);
    EACH(i, n) e[i] = add_f64(sn[i], e[i]);

    EACH(i, n) xx[i] = mul_f64(x[i], x[i]);
    EACH(i, n) s[i] = fma_f64(xx[i], splat_f64(PX_S5), splat_f64(PX_S4));
    EACH(i, n) s[i] = fma_f64(s[i], xx[i], splat_f64(PX_S3));
    EACH(i, n) c[i] = mul_f64(dx[i], splat_f64(-0.5));
    EACH(i, n) s[i] = fma_f64(s[i], xx[i], splat_f64(PX_S2));
    EACH(i, n) s[i] = fma_f64(s[i], xx[i], splat_f64(PX_S1));
    EACH(i, n) s[i] = fma_f64(s[i], x[i], c[i]);
    EACH(i, n) s[i] = fma_f64(s[i], xx[i], dx[i]);
    EACH(i, n) s[i] = add_f64(x[i], s[i]);
    EACH(i, n)
    sine[i] = where(less_f64(x[i], splat_f64(0x1.020c49ba5e354p-3)), s[i], e[i]);
}

/* x - quadrant * pi / 2 in two parts, |high| < 0.8555, of n vectors in [0, 2 pi]; the
 * quadrant in the low bits of q.  px_math.h has three cases; they are one with other
 * constants.  Below 0.8555 the quadrant is 0.  Below 2.4263 it is 1, and pi / 2 has two
 * parts, not four; there px_math.h has sin x = cos(pi / 2 - x), which is the same as
 * cos(x - pi / 2) here. */
PX_INLINE void reduce(const vec *x, int n, vec *high, vec *low, vec *q)
{
    vec m[NORMAL_VECTORS], y[NORMAL_VECTORS], t[NORMAL_VECTORS];
    vec part1[NORMAL_VECTORS], part2[NORMAL_VECTORS], part3[NORMAL_VECTORS];
    vec part4[NORMAL_VECTORS];
    EACH(i, n)
    {
        mask in_0 = less_f64(x[i], splat(0x3feb600000000000));
        mask in_1 = less_f64(x[i], splat(0x400368fd00000000));
        q[i] = fma_f64(x[i], splat_f64(PX_HPINV), splat_f64(PX_TOINT));
        q[i] = where(in_1, splat_f64(PX_TOINT + 1), q[i]);
        q[i] = where(in_0, splat_f64(PX_TOINT), q[i]);
        part1[i] = where(in_1, splat_f64(PX_HP0), splat_f64(PX_MP1));
        part2[i] = zero_where(in_1, splat_f64(PX_MP2));
        part3[i] = where(in_1, splat_f64(PX_HP1), splat_f64(PX_PP3));
        part4[i] = zero_where(in_1, splat_f64(PX_PP4));
    }
    EACH(i, n) m[i] = sub_f64(q[i], splat_f64(PX_TOINT));
    EACH(i, n) y[i] = fnma_f64(m[i], part1[i], x[i]);
    EACH(i, n) y[i] = fnma_f64(m[i], part2[i], y[i]);
    EACH(i, n) t[i] = fnma_f64(m[i], part3[i], y[i]);
    EACH(i, n) y[i] = fnma_f64(m[i], part3[i], sub_f64(y[i], t[i]));
    EACH(i, n) high[i] = fnma_f64(m[i], part4[i], t[i]);
    EACH(i, n) low[i] = fnma_f64(m[i], part4[i], sub_f64(t[i], high[i]));
    EACH(i, n) low[i] = add_f64(y[i], low[i]);
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

/* Blocks whose logarithms are made before their sines. */
#define LOG_BLOCKS 256

/* Make the logarithms again of the lanes that are near to 1, one in sixteen. */
static inline void mend_logs(const uint64_t *near, const double *u, double *log_u)
{
    PX_ALIGN64 double x[LOG_BLOCKS], log_x[LOG_BLOCKS];
    unsigned char at[LOG_BLOCKS];
    size_t n = 0;
    for (unsigned i = 0; i < LOG_BLOCKS; i += 64) {
        for (uint64_t bits = near[i / 64]; bits != 0; bits &= bits - 1) {
            at[n] = (unsigned char)(i + px_lowest_bit(bits));
            x[n] = u[at[n]];
            n++;
        }
    }
    for (size_t i = n; i % LANES != 0; i++)
        x[i] = 1;
    for (size_t i = 0; i < n; i += LANES)
        store(log_x + i, log_near_1(load(x + i)));
    for (size_t i = 0; i < n; i++)
        log_u[at[i]] = log_x[i];
}

/* log u of n vectors, and which of the lanes, as bits, are too near to 1 for it. */
PX_INLINE uint64_t logs_of(const vec *u, int n, double *u_out, double *log_u)
{
    vec log_x[NORMAL_VECTORS];
    uint64_t near = 0;
    EACH(i, n)
    near |= (uint64_t)mask_bits(less_f64(splat_f64(0x1.dffffffffffffp-1), u[i]))
            << (i * LANES);
    logs(u, n, log_x);
    EACH(i, n) store(u_out + LANES * i, u[i]);
    EACH(i, n) store(log_u + LANES * i, log_x[i]);
    return near;
}

/* The same of u1 of n vectors of blocks. */
PX_INLINE uint64_t logs_of_words(const uint32_t *words, int n, px_tail tail, double *u1,
                                 double *log_u)
{
    vec u[NORMAL_VECTORS];
    EACH(i, n)
    {
        const uint32_t *w = words + 4 * LANES * i;
        vec first = unpack_low(load(w), load(w + 2 * LANES));
        u[i] = and_or(swap_by_shift(first), splat(0xfffffffffffff), splat_f64(1.0));
        if (tail == PX_TAIL_FULL)
            u[i] = sub_f64(u[i], splat_f64(1.0 - 0x1p-52));
        else
            u[i] = max_f64(sub_f64(u[i], splat_f64(1.0)), splat_f64(1e-7));
    }
    return logs_of(u, n, u1, log_u);
}

PX_INLINE void normal_vectors_f64(const uint32_t *words, const double *log_u, int n,
                                  int affine, vec scale, vec offset, double *out)
{
    vec v[NORMAL_VECTORS], q[NORMAL_VECTORS], x[NORMAL_VECTORS], dx[NORMAL_VECTORS];
    vec x_abs[NORMAL_VECTORS], s[NORMAL_VECTORS], c[NORMAL_VECTORS];
    EACH(i, n)
    {
        const uint32_t *w = words + 4 * LANES * i;
        vec second = unpack_high(load(w), load(w + 2 * LANES));
        v[i] = and_or(swap_by_shuffle(second), splat(0xfffffffffffff), splat_f64(1.0));
    }
    EACH(i, n) v[i] = fma_f64(v[i], splat_f64(PX_2PI), splat_f64(-PX_2PI));
    reduce(v, n, x, dx, q);
    EACH(i, n) x_abs[i] = and2(x[i], splat(0x7fffffffffffffff));
    EACH(i, n) dx[i] = xor_sign_f64(dx[i], x[i]);
    table_sines(x_abs, dx, n, s, c);
    EACH(i, n) s[i] = xor_sign_f64(s[i], x[i]);
    EACH(i, n)
    {
        vec r = sqrt_f64(mul_f64(load(log_u + LANES * i), splat_f64(-2.0)));
        r = xor_sign_f64(r, shift_left_62(q[i]));
        vec sine = mul_f64(if_odd_u64(q[i], c[i], s[i]), r);
        vec cosine = mul_f64(minus_if_odd_f64(q[i], s[i], c[i]), r);
        if (affine) {
            sine = add_f64(mul_f64(sine, scale), offset);
            cosine = add_f64(mul_f64(cosine, scale), offset);
        }
        store(out + 2 * LANES * i, unpack_low(sine, cosine));
        store(out + 2 * LANES * i + LANES, unpack_high(sine, cosine));
    }
}

PX_INLINE void normals_f64(const uint32_t *words, size_t n_words, px_tail tail,
                           int affine, double scale, double offset, double *out)
{
    enum { N = NORMAL_VECTORS_F64 };
    PX_ALIGN64 double u[LOG_BLOCKS], log_u[LOG_BLOCKS];
    vec scales = splat_f64(scale), offsets = splat_f64(offset);
    for (size_t now; n_words > 0; n_words -= now, words += now, out += now / 2) {
        now = n_words < 4 * LOG_BLOCKS ? n_words : 4 * LOG_BLOCKS;
        size_t n = now / 4, i;
        uint64_t near[LOG_BLOCKS / 64] = {0};
        for (i = 0; i + N * LANES <= n; i += N * LANES)
            near[i / 64] |= logs_of_words(words + 4 * i, N, tail, u + i, log_u + i)
                            << (i % 64);
        for (; i < n; i += LANES)
            near[i / 64] |= logs_of_words(words + 4 * i, 1, tail, u + i, log_u + i)
                            << (i % 64);
        mend_logs(near, u, log_u);
        for (i = 0; i + N * LANES <= n; i += N * LANES)
            normal_vectors_f64(words + 4 * i, log_u + i, N, affine, scales, offsets,
                               out + 2 * i);
        for (; i < n; i += LANES)
            normal_vectors_f64(words + 4 * i, log_u + i, 1, affine, scales, offsets,
                               out + 2 * i);
    }
}

static void normal_f64(const uint32_t *words, size_t n_words, px_tail tail,
                       double scale, double offset, double *out)
{
    int affine = scale != 1 || px_bits_from_double(offset) != 0x8000000000000000u;
    if (tail == PX_TAIL_FULL)
        normals_f64(words, n_words, tail, 1, scale, offset, out);
    else if (affine)
        normals_f64(words, n_words, tail, 1, scale, offset, out);
    else
        normals_f64(words, n_words, tail, 0, scale, offset, out);
}

/* Exponentials: the same logarithms, of every word, or pair of words.  0 - x, so that
 * log 1 gives no negative zero. */
PX_INLINE vec scaled_minus_f32(vec x, vec scale)
{
    return mul_f32(add_f32(mul_f32(x, splat_f32(-1.0f)), splat_f32(0.0f)), scale);
}

PX_INLINE void exponential_vectors(const uint32_t *words, int n,
                                   const tail_constants *tail, vec scale, float *out)
{
    vec even[NORMAL_VECTORS], odd[NORMAL_VECTORS];
    EACH(i, n) even[i] = load(words + 2 * LANES * i);
    EACH(i, n) odd[i] = high_by_shift(even[i]);
    logs_f32(even, n, 0, tail, even);
    logs_f32(odd, n, 0, tail, odd);
    EACH(i, n / 2)
    store_interleaved_f32(out + 4 * LANES * i, scaled_minus_f32(even[i], scale),
                          scaled_minus_f32(odd[i], scale));
}

static void exponential_f32(const uint32_t *words, size_t n, float scale, float *out)
{
    enum { LARGE = 2 * LANES * NORMAL_VECTORS, SMALL = 2 * LANES * 2 };
    tail_constants tail = make_tail(PX_TAIL_FULL);
    vec scales = splat_f32(scale);
    size_t i = 0;
    for (; i + LARGE <= n; i += LARGE)
        exponential_vectors(words + i, NORMAL_VECTORS, &tail, scales, out + i);
    for (; i < n; i += SMALL)
        exponential_vectors(words + i, 2, &tail, scales, out + i);
}

static void exponential_f64(const uint32_t *words, size_t n, double scale, double *out)
{
    PX_ALIGN64 double u[LOG_BLOCKS], log_u[LOG_BLOCKS];
    const vec scales = splat_f64(scale);
    for (size_t now; n > 0; n -= now, words += 2 * now, out += now) {
        uint64_t near[LOG_BLOCKS / 64] = {0};
        now = n < LOG_BLOCKS ? n : LOG_BLOCKS;
        for (size_t i = 0; i < now; i += 2 * LANES) {
            vec x[2];
            EACH(j, 2)
            {
                vec pair = swap_by_shift(load(words + 2 * i + 2 * LANES * j));
                x[j] = and_or(pair, splat(0xfffffffffffff), splat_f64(1.0));
                x[j] = sub_f64(x[j], splat_f64(1.0 - 0x1p-52));
            }
            near[i / 64] |= logs_of(x, 2, u + i, log_u + i) << (i % 64);
        }
        mend_logs(near, u, log_u);
        for (size_t i = 0; i < now; i += LANES) {
            vec z = sub_f64(splat_f64(0.0), load(log_u + i));
            store(out + i, mul_f64(z, scales));
        }
    }
}

#undef EACH
