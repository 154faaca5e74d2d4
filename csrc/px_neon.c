/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * NEON of 64-bit Arm: four blocks to a vector.  Unlike x86's, its widening multiply
 * takes neighbouring lanes and its stores interleave, so words have 32-bit lanes here
 * and the blocks and uniforms are not those of px_vector.h; the normals are shared.
 */
#include "px_math.h"

#if defined(PX_ARM64)
#include <arm_neon.h>

#include "px_loops.h"

#define BATCH        4 /* blocks: the 32-bit lanes of a vector */
#define SIDE_BY_SIDE 2

typedef struct {
    uint32x4_t w0, w1, w2, w3;
} block_vector;

PX_INLINE block_vector make_counters(px_counter counter, px_counter stride)
{
    uint32_t w0[BATCH], w1[BATCH], w2[BATCH], w3[BATCH];
    for (int i = 0; i < BATCH; i++) {
        w0[i] = (uint32_t)counter.lo;
        w1[i] = (uint32_t)(counter.lo >> 32);
        w2[i] = (uint32_t)counter.hi;
        w3[i] = (uint32_t)(counter.hi >> 32);
        counter = px_add128(counter, stride);
    }
    block_vector b = {vld1q_u32(w0), vld1q_u32(w1), vld1q_u32(w2), vld1q_u32(w3)};
    return b;
}

/* The same of stride 1, where as a rule only word 0 differs. */
PX_INLINE block_vector next_counters(px_counter counter)
{
    static const uint32_t lanes[BATCH] = {0, 1, 2, 3};
    const px_counter one = {1, 0};
    if ((uint32_t)counter.lo > UINT32_MAX - BATCH)
        return make_counters(counter, one);
    block_vector b = {
        vaddq_u32(vdupq_n_u32((uint32_t)counter.lo), vld1q_u32(lanes)),
        vdupq_n_u32((uint32_t)(counter.lo >> 32)),
        vdupq_n_u32((uint32_t)counter.hi),
        vdupq_n_u32((uint32_t)(counter.hi >> 32)),
    };
    return b;
}

/* The high and the low halves of the products by a constant. */
PX_INLINE uint32x4_t multiply(uint32x4_t x, uint32_t by, uint32x4_t *low)
{
    uint64x2_t p01 = vmull_u32(vget_low_u32(x), vdup_n_u32(by));
    uint64x2_t p23 = vmull_high_u32(x, vdupq_n_u32(by));
    uint32x4_t a = vreinterpretq_u32_u64(p01), b = vreinterpretq_u32_u64(p23);
    *low = vuzp1q_u32(a, b);
    return vuzp2q_u32(a, b);
}

PX_INLINE void one_round(block_vector *b, uint32x4_t k0, uint32x4_t k1)
{
    uint32x4_t low0, low1;
    uint32x4_t high0 = multiply(b->w0, PX_M0, &low0);
    uint32x4_t high1 = multiply(b->w2, PX_M1, &low1);
    b->w0 = veorq_u32(high1, veorq_u32(b->w1, k0));
    b->w2 = veorq_u32(high0, veorq_u32(b->w3, k1));
    b->w1 = low1;
    b->w3 = low0;
}

/* What becomes of the words of four blocks: 64 bytes of words, floats or doubles.
 * `start` is minus `scale`. */
typedef struct {
    double scale, start, offset;
} affine;
typedef void emitter(block_vector b, affine a, unsigned char *out);

PX_INLINE void emit_words(block_vector b, affine a, unsigned char *out)
{
    (void)a;
    uint32x4x4_t words = {{b.w0, b.w1, b.w2, b.w3}};
    vst4q_u32((uint32_t *)(void *)out, words);
}

PX_INLINE float32x4_t scaled_f32(uint32x4_t words, affine a)
{
    uint32x4_t x = vandq_u32(words, vdupq_n_u32(0x7fffff));
    x = vorrq_u32(x, vdupq_n_u32(0x3f800000));
    float32x4_t u = vfmaq_f32(vdupq_n_f32((float)a.start), vreinterpretq_f32_u32(x),
                              vdupq_n_f32((float)a.scale));
    return vaddq_f32(u, vdupq_n_f32((float)a.offset));
}

PX_INLINE void emit_f32(block_vector b, affine a, unsigned char *out)
{
    float32x4x4_t u = {{scaled_f32(b.w0, a), scaled_f32(b.w1, a), scaled_f32(b.w2, a),
                        scaled_f32(b.w3, a)}};
    vst4q_f32((float *)(void *)out, u);
}

/* The first word of a pair is the high half of a float64. */
PX_INLINE float64x2_t scaled_f64(uint32x4_t words, affine a)
{
    uint64x2_t x = vreinterpretq_u64_u32(words);
    x = vandq_u64(x, vdupq_n_u64(0xfffffffffffff));
    x = vorrq_u64(x, vdupq_n_u64(0x3ff0000000000000));
    float64x2_t u =
        vfmaq_f64(vdupq_n_f64(a.start), vreinterpretq_f64_u64(x), vdupq_n_f64(a.scale));
    return vaddq_f64(u, vdupq_n_f64(a.offset));
}

PX_INLINE void emit_f64(block_vector b, affine a, unsigned char *out)
{
    double *to = (double *)(void *)out;
    float64x2x2_t u01 = {
        {scaled_f64(vzip1q_u32(b.w1, b.w0), a), scaled_f64(vzip1q_u32(b.w3, b.w2), a)}};
    float64x2x2_t u23 = {
        {scaled_f64(vzip2q_u32(b.w1, b.w0), a), scaled_f64(vzip2q_u32(b.w3, b.w2), a)}};
    vst2q_f64(to, u01);
    vst2q_f64(to + BATCH, u23);
}

PX_INLINE void emit_full_f32(block_vector b, affine a, unsigned char *out)
{
    uint32x4_t words[4] = {b.w0, b.w1, b.w2, b.w3};
    float32x4x4_t u;
    for (int i = 0; i < 4; i++) {
        float32x4_t upper = vcvtq_f32_u32(vshrq_n_u32(words[i], 8));
        u.val[i] =
            vaddq_f32(vmulq_n_f32(upper, (float)a.scale), vdupq_n_f32((float)a.offset));
    }
    vst4q_f32((float *)(void *)out, u);
}

PX_INLINE float64x2_t full_f64(uint32x4_t words, affine a)
{
    uint64x2_t upper = vshrq_n_u64(vreinterpretq_u64_u32(words), 11);
    return vaddq_f64(vmulq_n_f64(vcvtq_f64_u64(upper), a.scale), vdupq_n_f64(a.offset));
}

PX_INLINE void emit_full_f64(block_vector b, affine a, unsigned char *out)
{
    double *to = (double *)(void *)out;
    float64x2x2_t u01 = {
        {full_f64(vzip1q_u32(b.w1, b.w0), a), full_f64(vzip1q_u32(b.w3, b.w2), a)}};
    float64x2x2_t u23 = {
        {full_f64(vzip2q_u32(b.w1, b.w0), a), full_f64(vzip2q_u32(b.w3, b.w2), a)}};
    vst2q_f64(to, u01);
    vst2q_f64(to + BATCH, u23);
}

PX_INLINE void finish(block_vector *b, int n, uint64_t key, emitter *emit, affine a,
                      unsigned char *out)
{
    uint32x4_t k0 = vdupq_n_u32((uint32_t)key);
    uint32x4_t k1 = vdupq_n_u32((uint32_t)(key >> 32));
    for (int round = 0; round < PX_ROUNDS; round++) {
        PX_UNROLL
        for (int i = 0; i < n; i++)
            one_round(&b[i], k0, k1);
        k0 = vaddq_u32(k0, vdupq_n_u32(PX_W0));
        k1 = vaddq_u32(k1, vdupq_n_u32(PX_W1));
    }
    PX_UNROLL
    for (int i = 0; i < n; i++)
        emit(b[i], a, out + 16 * BATCH * i);
}

PX_INLINE void fill(uint64_t key, px_counter counter, size_t n_blocks, emitter *emit,
                    affine a, unsigned char *out)
{
    block_vector b[SIDE_BY_SIDE];
    for (; n_blocks >= SIDE_BY_SIDE * BATCH; n_blocks -= SIDE_BY_SIDE * BATCH) {
        PX_UNROLL
        for (int i = 0; i < SIDE_BY_SIDE; i++) {
            b[i] = next_counters(counter);
            counter = px_counter_add(counter, BATCH);
        }
        finish(b, SIDE_BY_SIDE, key, emit, a, out);
        out += 16 * BATCH * SIDE_BY_SIDE;
    }
    if (n_blocks > 0) {
        b[0] = next_counters(counter);
        finish(b, 1, key, emit, a, out);
    }
}

static void blocks(uint64_t key, px_counter counter, px_counter stride, size_t n_blocks,
                   uint32_t *words)
{
    const affine none = {0, 0, 0};
    if (stride.lo == 1 && stride.hi == 0) {
        fill(key, counter, n_blocks, emit_words, none, (unsigned char *)words);
        return;
    }
    px_counter step = px_add128(stride, stride);
    step = px_add128(step, step);
    for (size_t i = 0; i < n_blocks; i += BATCH) {
        block_vector b = make_counters(counter, stride);
        finish(&b, 1, key, emit_words, none, (unsigned char *)(words + 4 * i));
        counter = px_add128(counter, step);
    }
}

static void blocks_at(uint64_t key, px_counter counter, uint32_t stride,
                      const uint32_t *at, size_t n_blocks, uint32_t *words)
{
    const affine none = {0, 0, 0};
    for (size_t i = 0; i < n_blocks; i += BATCH) {
        uint32_t w[4][BATCH];
        for (int j = 0; j < BATCH; j++) {
            px_counter c = px_counter_add(counter, (uint64_t)stride * at[i + j]);
            w[0][j] = (uint32_t)c.lo;
            w[1][j] = (uint32_t)(c.lo >> 32);
            w[2][j] = (uint32_t)c.hi;
            w[3][j] = (uint32_t)(c.hi >> 32);
        }
        block_vector b = {vld1q_u32(w[0]), vld1q_u32(w[1]), vld1q_u32(w[2]),
                          vld1q_u32(w[3])};
        finish(&b, 1, key, emit_words, none, (unsigned char *)(words + 4 * i));
    }
}

static void uniform_f32(uint64_t key, px_counter counter, size_t n_blocks, float scale,
                        float offset, float *out)
{
    const affine a = {scale, -scale, offset};
    if (px_scale_folds(scale))
        fill(key, counter, n_blocks, emit_f32, a, (unsigned char *)out);
    else
        px_kernels_scalar.uniform_f32(key, counter, n_blocks, scale, offset, out);
}

static void uniform_f64(uint64_t key, px_counter counter, size_t n_blocks, double scale,
                        double offset, double *out)
{
    const affine a = {scale, -scale, offset};
    if (px_scale_folds(scale))
        fill(key, counter, n_blocks, emit_f64, a, (unsigned char *)out);
    else
        px_kernels_scalar.uniform_f64(key, counter, n_blocks, scale, offset, out);
}

static void full_uniform_f32(uint64_t key, px_counter counter, size_t n_blocks,
                             float scale, float offset, float *out)
{
    const affine a = {scale * 0x1p-24f, 0, offset};
    if (px_scale_shifts_f32(scale))
        fill(key, counter, n_blocks, emit_full_f32, a, (unsigned char *)out);
    else
        px_kernels_scalar.full_uniform_f32(key, counter, n_blocks, scale, offset, out);
}

static void full_uniform_f64(uint64_t key, px_counter counter, size_t n_blocks,
                             double scale, double offset, double *out)
{
    const affine a = {scale * 0x1p-53, 0, offset};
    if (px_scale_shifts_f64(scale))
        fill(key, counter, n_blocks, emit_full_f64, a, (unsigned char *)out);
    else
        px_kernels_scalar.full_uniform_f64(key, counter, n_blocks, scale, offset, out);
}

/* What px_normal.h is made of: two 64-bit lanes. */
#define LANES          2
#define NORMAL_VECTORS 4
typedef uint64x2_t vec;
typedef uint64x2_t mask;

#define F64(x) vreinterpretq_f64_u64(x)
#define F32(x) vreinterpretq_f32_u64(x)
#define U32(x) vreinterpretq_u32_u64(x)
#define VEC(x) vreinterpretq_u64_u32(x)

PX_INLINE vec splat(uint64_t x)
{
    return vdupq_n_u64(x);
}

PX_INLINE vec splat_f32(float x)
{
    return vreinterpretq_u64_f32(vdupq_n_f32(x));
}

PX_INLINE vec splat_f64(double x)
{
    return vreinterpretq_u64_f64(vdupq_n_f64(x));
}

PX_INLINE vec load(const void *p)
{
    return VEC(vld1q_u32((const uint32_t *)p));
}

PX_INLINE void store(void *p, vec x)
{
    vst1q_u32((uint32_t *)p, U32(x));
}

PX_INLINE vec unpack_low(vec a, vec b)
{
    return vzip1q_u64(a, b);
}

PX_INLINE vec unpack_high(vec a, vec b)
{
    return vzip2q_u64(a, b);
}

PX_INLINE vec and2(vec a, vec b)
{
    return vandq_u64(a, b);
}

PX_INLINE vec xor2(vec a, vec b)
{
    return veorq_u64(a, b);
}

/* (a & b) | c */
PX_INLINE vec and_or(vec a, vec b, vec c)
{
    return vorrq_u64(vandq_u64(a, b), c);
}

PX_INLINE vec add_u64(vec a, vec b)
{
    return vaddq_u64(a, b);
}

PX_INLINE vec sub_u64(vec a, vec b)
{
    return vsubq_u64(a, b);
}

PX_INLINE vec high_by_shift(vec x)
{
    return vshrq_n_u64(x, 32);
}

PX_INLINE vec swap_by_shift(vec x)
{
    return VEC(vrev64q_u32(U32(x)));
}

PX_INLINE vec swap_by_shuffle(vec x)
{
    return swap_by_shift(x);
}

PX_INLINE vec add_f32(vec a, vec b)
{
    return vreinterpretq_u64_f32(vaddq_f32(F32(a), F32(b)));
}

PX_INLINE vec mul_f32(vec a, vec b)
{
    return vreinterpretq_u64_f32(vmulq_f32(F32(a), F32(b)));
}

PX_INLINE vec min_f32(vec a, vec b)
{
    return vreinterpretq_u64_f32(vminq_f32(F32(a), F32(b)));
}

PX_INLINE vec sqrt_f32(vec a)
{
    return vreinterpretq_u64_f32(vsqrtq_f32(F32(a)));
}

PX_INLINE vec add_f64(vec a, vec b)
{
    return vreinterpretq_u64_f64(vaddq_f64(F64(a), F64(b)));
}

PX_INLINE vec sub_f64(vec a, vec b)
{
    return vreinterpretq_u64_f64(vsubq_f64(F64(a), F64(b)));
}

PX_INLINE vec mul_f64(vec a, vec b)
{
    return vreinterpretq_u64_f64(vmulq_f64(F64(a), F64(b)));
}

PX_INLINE vec fma_f64(vec a, vec b, vec c)
{
    return vreinterpretq_u64_f64(vfmaq_f64(F64(c), F64(a), F64(b)));
}

/* c - a * b */
PX_INLINE vec fnma_f64(vec a, vec b, vec c)
{
    return vreinterpretq_u64_f64(vfmsq_f64(F64(c), F64(a), F64(b)));
}

PX_INLINE vec max_f64(vec a, vec b)
{
    return vreinterpretq_u64_f64(vmaxq_f64(F64(a), F64(b)));
}

PX_INLINE vec sqrt_f64(vec a)
{
    return vreinterpretq_u64_f64(vsqrtq_f64(F64(a)));
}

PX_INLINE mask less_f64(vec a, vec b)
{
    return vcltq_f64(F64(a), F64(b));
}

/* List the lanes of m, counted from `first`, and return their number.  The list has
 * room for all. */
PX_INLINE size_t list_lanes(mask m, uint32_t first, uint32_t *list)
{
    size_t n = vgetq_lane_u64(m, 0) & 1;
    list[0] = first;
    list[n] = first + 1;
    return n + (vgetq_lane_u64(m, 1) & 1);
}

PX_INLINE vec where(mask m, vec a, vec b)
{
    return vbslq_u64(m, a, b);
}

/* c - a * b in the lanes of m, c in the others. */
PX_INLINE vec fnma_where(mask m, vec a, vec b, vec c)
{
    return fnma_f64(a, and2(m, b), c);
}

/* The exponent field that is all of e, two's complement, times EXPONENT_ONE. */
#define EXPONENT_ONE 1

PX_INLINE vec exponent_f64(vec e)
{
    return vreinterpretq_u64_f64(vcvtq_n_f64_s64(vreinterpretq_s64_u64(e), 52));
}

/* The two columns of rows i and j. */
PX_INLINE void load_rows(const double *i, const double *j, vec *first, vec *second)
{
    float64x2_t a = vld1q_f64(i), b = vld1q_f64(j);
    *first = vreinterpretq_u64_f64(vzip1q_f64(a, b));
    *second = vreinterpretq_u64_f64(vzip2q_f64(a, b));
}

/* {1/c, log c} of the 16 intervals that bits 48 to 51 number. */
PX_INLINE void lookup_logf(vec t, vec *inverse, vec *log_c)
{
    load_rows(px_logf_table + (vgetq_lane_u64(t, 0) >> 47 & 30),
              px_logf_table + (vgetq_lane_u64(t, 1) >> 47 & 30), inverse, log_c);
}

/* px_log_row's columns of a vector in memory. */
PX_INLINE void lookup_log(const double *u, vec *inverse, vec *log_c)
{
    load_rows(px_log_row(px_in_memory(u)), px_log_row(px_in_memory(u + 1)), inverse,
              log_c);
}

/* The columns of the rows that the low halves of a vector in memory number. */
PX_INLINE void lookup_sincos(const uint64_t *i, vec *sn, vec *ssn, vec *cs, vec *ccs)
{
    const double *row = px_sincos_table[(uint32_t)px_in_memory(i)];
    const double *other = px_sincos_table[(uint32_t)px_in_memory(i + 1)];
    load_rows(row, other, sn, ssn);
    load_rows(row + 2, other + 2, cs, ccs);
}

/* Two vectors of doubles, or of lanes, make one of floats, or of low halves. */
PX_INLINE vec narrow_f32(vec a, vec b)
{
    return vreinterpretq_u64_f32(vcvt_high_f32_f64(vcvt_f32_f64(F64(a)), F64(b)));
}

PX_INLINE vec low_words(vec a, vec b)
{
    return VEC(vuzp1q_u32(U32(a), U32(b)));
}

PX_INLINE vec shift_left_30_u32(vec x)
{
    return VEC(vshlq_n_u32(U32(x), 30));
}

PX_INLINE vec shift_left_62(vec x)
{
    return vshlq_n_u64(x, 62);
}

PX_INLINE vec shift_left_63(vec x)
{
    return vshlq_n_u64(x, 63);
}

/* a with its sign reversed where that of b is set. */
PX_INLINE vec xor_sign_f32(vec a, vec b)
{
    return veorq_u64(a, vandq_u64(b, splat(0x8000000080000000)));
}

PX_INLINE vec xor_sign_f64(vec a, vec b)
{
    return veorq_u64(a, vandq_u64(b, splat(0x8000000000000000)));
}

/* a, or minus a, where the selector is odd; b where it is even. */
PX_INLINE vec if_odd_u32(vec selector, vec a, vec b)
{
    return vbslq_u64(VEC(vtstq_u32(U32(selector), vdupq_n_u32(1))), a, b);
}

PX_INLINE vec minus_if_odd_f32(vec selector, vec a, vec b)
{
    return if_odd_u32(selector, veorq_u64(a, splat(0x8000000080000000)), b);
}

PX_INLINE mask odd_u64(vec x)
{
    return vtstq_u64(x, splat(1));
}

PX_INLINE void store_interleaved_f32(float *out, vec a, vec b)
{
    float32x4x2_t pairs = {{F32(a), F32(b)}};
    vst2q_f32(out, pairs);
}

#include "px_normal.h"

const px_kernels px_kernels_neon = PX_KERNELS("neon", BATCH, normal_f32);

#endif
