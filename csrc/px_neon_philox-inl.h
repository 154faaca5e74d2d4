/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Philox and the uniforms in 32-bit lanes: what px_vector-inl.h is to the others.
 * Included once, by px_neon.c; no include guard, as there.  Wants nothing but NEON.
 */

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

#undef SIDE_BY_SIDE
