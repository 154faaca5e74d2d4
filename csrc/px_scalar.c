/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The definition: portable, in the order of the paper, without tricks.  Every other
 * kernel must equal this one bit for bit, and every fill px_element, which stands at
 * the end and says what one element is.  See Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011), section 4, and
 * TensorFlow's philox_random.h and random_distributions.h.
 */
#include "px_discrete.h"
#include "px_transforms.h"
#include "px_gamma.h"

#include "px_loops-inl.h"
#include "px_integers-inl.h"
#include "px_portable_dice-inl.h"
#include "px_portable_gamma-inl.h"

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
static inline void box_muller(const uint32_t *words, size_t n_words,
                              float (*radius)(double), float scale, float offset,
                              float *out)
{
    for (size_t i = 0; i < n_words; i += 2) {
        double u1 = clipped(px_unit_f32(words[i]), 1e-7f);
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

static void normal_f32(const uint32_t *words, size_t n_words, float scale, float offset,
                       float *out)
{
    box_muller(words, n_words, radius_f32, scale, offset, out);
}

/* TensorFlow 1.0 to 1.2: in double precision, rounded once.  Every ninth normal
 * differs in its last bit. */
static inline float radius_f32_1_0(double u1)
{
    return (float)sqrt(-2.0 * px_log(u1));
}

static void normal_f32_1_0(const uint32_t *words, size_t n_words, float scale,
                           float offset, float *out)
{
    box_muller(words, n_words, radius_f32_1_0, scale, offset, out);
}

static void normal_f64(const uint32_t *words, size_t n_words, double scale,
                       double offset, double *out)
{
    for (size_t i = 0; i < n_words; i += 4) {
        double u1 = clipped(px_unit_f64(words[i], words[i + 1]), 1e-7);
        double v1 = PX_2PI * px_unit_f64(words[i + 2], words[i + 3]);
        double r = sqrt(-2.0 * px_log(u1));
        double s, c;
        px_sincos(v1, &s, &c);
        out[i / 2] = s * r * scale + offset;
        out[i / 2 + 1] = c * r * scale + offset;
    }
}

static void inverse_normal_f32(const uint32_t *words, size_t n, float scale,
                               float offset, float *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_normal_by_inversion_f32(words[i]) * scale + offset;
}

static void inverse_normal_f64(const uint32_t *words, size_t n, double scale,
                               double offset, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] =
            px_normal_by_inversion_f64(px_high_pair(words + 2 * i)) * scale + offset;
}

static void exponential_f32(const uint32_t *words, size_t n, float scale, float *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_exponential_by_inversion_f32(words[i]) * scale;
}

static void exponential_f64(const uint32_t *words, size_t n, double scale, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_exponential_by_inversion_f64(px_high_pair(words + 2 * i)) * scale;
}

#define TRANSFORM(name, kind, member, ...)                                             \
    static void name##_loop(const uint32_t *words, size_t n, const px_parameter *from, \
                            double *out)                                               \
    {                                                                                  \
        for (size_t i = 0; i < n; i++) {                                               \
            px_value of[3] = {{0}, {0}, {0}}, x;                                       \
            uint64_t bits = px_high_pair(words + 2 * i);                               \
            for (int j = 0; j < 3 && from[j].data; j++)                                \
                of[j].real = from[j].data[i * from[j].stride];                         \
            (void)of;                                                                  \
            x.member = px_##name(__VA_ARGS__);                                         \
            memcpy(out + i, &x, sizeof x);                                             \
        }                                                                              \
    }
PX_TRANSFORMS(TRANSFORM)
#undef TRANSFORM
#define TRANSFORM(name, kind, ...) [kind - PX_FIRST_FAMILY] = name##_loop,
static px_transform_loop *const transforms[] = {PX_TRANSFORMS(TRANSFORM)};
#undef TRANSFORM

#include "px_portable_discrete-inl.h"

const px_kernels px_kernels_scalar = PX_KERNELS("scalar", 1, normal_f32);
const px_kernels px_kernels_scalar_1_0 = PX_KERNELS("scalar", 1, normal_f32_1_0);

/* Words 4b to 4b + 3 of a stream. */
static void block_words(const px_stream *s, uint64_t b, uint32_t words[4])
{
    philox(s->key, px_counter_add(s->counter, b), words);
}

/* Word i of a stream; words 2i and 2i + 1. */
static uint32_t word_of(const px_stream *s, uint64_t i)
{
    uint32_t words[4];
    block_words(s, i / 4, words);
    return words[i % 4];
}

static void pair_of(const px_stream *s, uint64_t i, uint32_t pair[2])
{
    uint32_t words[4];
    block_words(s, i / 2, words);
    memcpy(pair, words + 2 * (i % 2), 2 * sizeof *pair);
}

/* A parameter of the element that is out[0] of its fill. */
static double real_of(const px_array *array, double one, double zero)
{
    return array->data ? *(const double *)array->data + zero : one;
}

static uint64_t integer_of(const px_array *array, uint64_t one)
{
    return array->data ? *(const uint64_t *)array->data : one;
}

/* z * scale + offset, rounded to the type first and after each step. */
static void put_scaled(const px_distribution *d, double z, void *out)
{
    const double scale = real_of(&d->arrays[0], d->scale, PX_NOTHING);
    const double offset = real_of(&d->arrays[1], d->offset, 0.0);
    const float scale_f32 = (float)scale, offset_f32 = (float)offset;
    if (d->type == PX_F64)
        *(double *)out = z * scale + offset;
    else if (d->type == PX_F32)
        *(float *)out = (float)z * scale_f32 + offset_f32;
    else if (d->type == PX_F16)
        *(uint16_t *)out =
            rounded_f16(f32_from_f16(f16_from_f32((float)z)), scale_f32, offset_f32);
    else
        *(uint16_t *)out =
            rounded_bf16(f32_from_bf16(bf16_from_f32((float)z)), scale_f32, offset_f32);
}

static void put_integer(px_type type, uint64_t x, void *out)
{
    switch (px_element_size(type)) {
    case 1:
        *(uint8_t *)out = (uint8_t)x;
        break;
    case 2:
        *(uint16_t *)out = (uint16_t)x;
        break;
    case 4:
        *(uint32_t *)out = (uint32_t)x;
        break;
    default:
        *(uint64_t *)out = x;
        break;
    }
}

/* u in [0, 1), of as many bits as the type's fraction has. */
static double standard_uniform(const px_stream *s, px_type type, uint64_t i)
{
    uint32_t pair[2];
    if (type == PX_F16)
        return (double)(word_of(s, i) % (1u << 10)) / 0x1p10;
    if (type == PX_BF16)
        return (double)(word_of(s, i) % (1u << 7)) / 0x1p7;
    if (type == PX_F32)
        return (double)(word_of(s, i) % (1u << 23)) / 0x1p23;
    pair_of(s, i, pair);
    return ((double)(pair[0] % (1u << 20)) * 0x1p32 + (double)pair[1]) / 0x1p52;
}

static double standard_full_uniform(const px_stream *s, px_type type, uint64_t i)
{
    uint32_t pair[2];
    if (type == PX_F32)
        return (double)(word_of(s, i) >> 8) / 0x1p24;
    pair_of(s, i, pair);
    return (double)(int64_t)(px_high_pair(pair) >> 11) / 0x1p53;
}

static double standard_inverse_normal(const px_stream *s, px_type type, uint64_t i)
{
    uint32_t pair[2];
    if (type == PX_F32)
        return px_normal_by_inversion_f32(word_of(s, i));
    pair_of(s, i, pair);
    return px_normal_by_inversion_f64(px_high_pair(pair));
}

static double standard_exponential(const px_stream *s, px_type type, uint64_t i)
{
    uint32_t pair[2];
    if (type == PX_F32)
        return px_exponential_by_inversion_f32(word_of(s, i));
    pair_of(s, i, pair);
    return px_exponential_by_inversion_f64(px_high_pair(pair));
}

/* Normal j of the four, or two, that a block gives. */
static double normal_of_block(const uint32_t words[4], px_kind kind, px_type type,
                              uint64_t j)
{
    float f32[4];
    double f64[2];
    if (type == PX_F64) {
        normal_f64(words, 4, 1, PX_NOTHING, f64);
        return f64[j];
    }
    if (kind == PX_NORMAL_1_0 || kind == PX_TRUNCATED_NORMAL_1_0)
        normal_f32_1_0(words, 4, 1, PX_NOTHING, f32);
    else
        normal_f32(words, 4, 1, PX_NOTHING, f32);
    return f32[j];
}

static double standard_normal(const px_stream *s, px_kind kind, px_type type,
                              uint64_t i)
{
    const uint64_t per_block = type == PX_F64 ? 2 : 4;
    uint32_t words[4];
    block_words(s, i / per_block, words);
    return normal_of_block(words, kind, type, i % per_block);
}

/* Groups of as many elements as a block gives normals have 64 blocks for each of them,
 * and take the normals below 2 in order. */
static double standard_truncated_normal(const px_stream *s, px_kind kind, px_type type,
                                        uint64_t i)
{
    const uint32_t group = type == PX_F64 ? 2 : 4;
    px_stream of_group = {s->key,
                          px_counter_add_product(s->counter, i / group * group, 64)};
    uint64_t taken = 0;
    for (uint64_t b = 0;; b++) {
        uint32_t words[4];
        block_words(&of_group, b, words);
        for (uint64_t j = 0; j < group; j++) {
            double z = normal_of_block(words, kind, type, j);
            if (fabs(z) < 2 && taken++ == i % group)
                return z;
        }
    }
}

/* low + bits mod range. */
static uint64_t remainder_of_bits(const px_stream *s, const px_distribution *d,
                                  uint64_t i)
{
    uint32_t pair[2];
    if (d->type == PX_I32) {
        uint32_t word = word_of(s, i), range = (uint32_t)d->range;
        return d->low + (range == 0 ? word : word % range);
    }
    pair_of(s, i, pair);
    uint64_t bits = px_pair(pair);
    return d->low + (d->range == 0 ? bits : bits % d->range);
}

/* low + bits * range / 2^32, or / 2^64, of the first stream of retries where the low
 * half of the product is not below 2^32, or 2^64, modulo the range. */
static uint64_t unbiased(const px_stream *s, const px_distribution *d, uint64_t i)
{
    const uint64_t low = integer_of(&d->arrays[0], d->low);
    const uint64_t range = integer_of(&d->arrays[1], d->range);
    const int pairs = px_takes_pairs(d);
    px_stream tried = *s;
    for (;; tried.key += PX_RETRY_KEY) {
        uint32_t pair[2];
        if (!pairs) {
            uint64_t product = word_of(&tried, i) * range;
            if ((uint32_t)product >= 0x100000000u % range)
                return low + (product >> 32);
            continue;
        }
        uint64_t rest;
        pair_of(&tried, i, pair);
        if (range == 0)
            return low + px_high_pair(pair);
        uint64_t x = px_product(px_high_pair(pair), range, &rest);
        if (rest >= (0 - range) % range)
            return low + x;
    }
}

int px_element(const px_stream *s, const px_distribution *d, uint64_t i, void *out)
{
    uint32_t pair[2];
    if (px_is_family(d))
        return px_family_element(s, d, i, out);
    switch (d->kind) {
    case PX_BITS:
        pair_of(s, i, pair);
        put_integer(d->type, d->type == PX_U32 ? word_of(s, i) : px_pair(pair), out);
        return 0;
    case PX_UNIFORM:
        put_scaled(d, standard_uniform(s, d->type, i), out);
        return 0;
    case PX_FULL_UNIFORM:
        put_scaled(d, standard_full_uniform(s, d->type, i), out);
        return 0;
    case PX_INTEGERS:
        put_integer(d->type, remainder_of_bits(s, d, i), out);
        return 0;
    case PX_UNBIASED:
        put_integer(d->type, unbiased(s, d, i), out);
        return 0;
    case PX_NORMAL:
    case PX_NORMAL_1_0:
        put_scaled(d, standard_normal(s, d->kind, d->type, i), out);
        return 0;
    case PX_TRUNCATED_NORMAL:
    case PX_TRUNCATED_NORMAL_1_0:
        put_scaled(d, standard_truncated_normal(s, d->kind, d->type, i), out);
        return 0;
    case PX_FULL_NORMAL:
        put_scaled(d, standard_inverse_normal(s, d->type, i), out);
        return 0;
    case PX_EXPONENTIAL:
        put_scaled(d, standard_exponential(s, d->type, i), out);
        return 0;
    default:
        return -1;
    }
}
