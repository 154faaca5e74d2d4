/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The definition: portable, in the order of the paper, without tricks.  Every other
 * kernel must equal this one bit for bit.  See Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011), section 4, and
 * TensorFlow's philox_random.h and random_distributions.h.
 */
#include "px_math.h"

#include "px_loops.h"

static void philox(uint64_t key, px_counter counter, uint32_t out[4])
{
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    uint32_t c0 = (uint32_t)counter.lo, c1 = (uint32_t)(counter.lo >> 32);
    uint32_t c2 = (uint32_t)counter.hi, c3 = (uint32_t)(counter.hi >> 32);
    for (int round = 0; round < PX_ROUNDS; round++) {
        uint64_t p0 = (uint64_t)PX_M0 * c0;
        uint64_t p1 = (uint64_t)PX_M1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += PX_W0;
        k1 += PX_W1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

static void blocks(uint64_t key, px_counter counter, px_counter stride, size_t n_blocks,
                   uint32_t *words)
{
    for (size_t b = 0; b < n_blocks; b++) {
        philox(key, counter, words + 4 * b);
        counter = px_add128(counter, stride);
    }
}

static void blocks_at(uint64_t key, px_counter counter, uint32_t stride,
                      const uint32_t *at, size_t n_blocks, uint32_t *words)
{
    for (size_t b = 0; b < n_blocks; b++)
        philox(key, px_counter_add(counter, (uint64_t)stride * at[b]), words + 4 * b);
}

static void uniform_f32(uint64_t key, px_counter counter, size_t n_blocks, float scale,
                        float offset, float *out)
{
    for (size_t b = 0; b < n_blocks; b++) {
        uint32_t w[4];
        philox(key, px_counter_add(counter, b), w);
        for (int i = 0; i < 4; i++)
            out[4 * b + i] = px_unit_f32(w[i]) * scale + offset;
    }
}

static void uniform_f64(uint64_t key, px_counter counter, size_t n_blocks, double scale,
                        double offset, double *out)
{
    for (size_t b = 0; b < n_blocks; b++) {
        uint32_t w[4];
        philox(key, px_counter_add(counter, b), w);
        out[2 * b] = px_unit_f64(w[0], w[1]) * scale + offset;
        out[2 * b + 1] = px_unit_f64(w[2], w[3]) * scale + offset;
    }
}

static void full_uniform_f32(uint64_t key, px_counter counter, size_t n_blocks,
                             float scale, float offset, float *out)
{
    for (size_t b = 0; b < n_blocks; b++) {
        uint32_t w[4];
        philox(key, px_counter_add(counter, b), w);
        for (int i = 0; i < 4; i++)
            out[4 * b + i] = px_upper_f32(w[i]) * scale + offset;
    }
}

static void full_uniform_f64(uint64_t key, px_counter counter, size_t n_blocks,
                             double scale, double offset, double *out)
{
    for (size_t b = 0; b < n_blocks; b++) {
        uint32_t w[4];
        philox(key, px_counter_add(counter, b), w);
        out[2 * b] = px_upper_f64(px_high_pair(w)) * scale + offset;
        out[2 * b + 1] = px_upper_f64(px_high_pair(w + 2)) * scale + offset;
    }
}

/* TensorFlow keeps u1 away from 0 by 1e-7, in both precisions; that ends the float64
 * normals at 5.68 standard deviations. */
static double clipped(double u, double least)
{
    return u < least ? least : u;
}

/* Box-Muller. */
static inline void box_muller(const uint32_t *words, size_t n_words, px_tail tail,
                              float (*radius)(double), float scale, float offset,
                              float *out)
{
    for (size_t i = 0; i < n_words; i += 2) {
        double u1 = tail == PX_TAIL_FULL ? px_open_f32(words[i])
                                         : clipped(px_unit_f32(words[i]), 1e-7f);
        float v1 = (float)(PX_2PI * (double)px_unit_f32(words[i + 1]));
        float r = radius(u1);
        float s, c;
        px_sincosf(v1, &s, &c);
        out[i] = s * r * scale + offset;
        out[i + 1] = c * r * scale + offset;
    }
}

static inline float radius_f32(double u1)
{
    return sqrtf(-2.0f * px_logf(u1));
}

static void normal_f32(const uint32_t *words, size_t n_words, px_tail tail, float scale,
                       float offset, float *out)
{
    box_muller(words, n_words, tail, radius_f32, scale, offset, out);
}

/* TensorFlow 1.0 to 1.2: in double precision, rounded once.  Every ninth normal
 * differs in its last bit. */
static inline float radius_f32_1_0(double u1)
{
    return (float)sqrt(-2.0 * px_log(u1));
}

static void normal_f32_1_0(const uint32_t *words, size_t n_words, px_tail tail,
                           float scale, float offset, float *out)
{
    box_muller(words, n_words, tail, radius_f32_1_0, scale, offset, out);
}

static void normal_f64(const uint32_t *words, size_t n_words, px_tail tail,
                       double scale, double offset, double *out)
{
    for (size_t i = 0; i < n_words; i += 4) {
        double u1 = tail == PX_TAIL_FULL
                        ? px_open_f64(words[i], words[i + 1])
                        : clipped(px_unit_f64(words[i], words[i + 1]), 1e-7);
        double v1 = PX_2PI * px_unit_f64(words[i + 2], words[i + 3]);
        double r = sqrt(-2.0 * px_log(u1));
        double s, c;
        px_sincos(v1, &s, &c);
        out[i / 2] = s * r * scale + offset;
        out[i / 2 + 1] = c * r * scale + offset;
    }
}

/* By inversion; taken from 0.0, log(1) gives no negative zero. */
static void exponential_f32(const uint32_t *words, size_t n, float scale, float *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (0.0f - px_logf(px_open_f32(words[i]))) * scale;
}

static void exponential_f64(const uint32_t *words, size_t n, double scale, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (0.0 - px_log(px_open_f64(words[2 * i], words[2 * i + 1]))) * scale;
}

const px_kernels px_kernels_scalar = PX_KERNELS("scalar", 1, normal_f32);
const px_kernels px_kernels_scalar_1_0 = PX_KERNELS("scalar", 1, normal_f32_1_0);
