/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * AVX2 with FMA and F16C: four blocks to a vector.
 */
#include "px_math.h"

#if defined(PX_X86)
#include <immintrin.h>

PX_TARGET_BEGIN("avx2,fma,f16c")

#define LANES        4
#define SIDE_BY_SIDE 3
typedef __m256i vec;

/* The blocks are numbered so that two unpacks put them in order:
 *
 *   lane          0    1    2    3
 *   first        a0   a2   a1   a3     a: words 0 and 1 of a block
 *   second       b0   b2   b1   b3     b: words 2 and 3
 *   unpack low   a0   b0   a1   b1
 *   unpack high  a2   b2   a3   b3
 */
static const unsigned char lane_of_block[LANES] = {0, 2, 1, 3};

PX_INLINE vec splat(uint64_t x)
{
    return _mm256_set1_epi64x((long long)x);
}

PX_INLINE vec load(const void *p)
{
    return _mm256_loadu_si256(p);
}

PX_INLINE void store(void *p, vec x)
{
    _mm256_storeu_si256(p, x);
}

PX_INLINE vec unpack_low(vec a, vec b)
{
    return _mm256_unpacklo_epi64(a, b);
}

PX_INLINE vec unpack_high(vec a, vec b)
{
    return _mm256_unpackhi_epi64(a, b);
}

PX_INLINE vec xor2(vec a, vec b)
{
    return _mm256_xor_si256(a, b);
}

PX_INLINE vec xor3(vec a, vec b, vec c)
{
    return xor2(a, xor2(b, c));
}

/* xor3 in the low halves, a in the high ones. */
PX_INLINE vec xor3_low(vec a, vec b, vec c)
{
    return _mm256_blend_epi32(xor3(a, b, c), a, 0xaa);
}

/* (a & b) | c */
PX_INLINE vec and_or(vec a, vec b, vec c)
{
    return _mm256_or_si256(_mm256_and_si256(a, b), c);
}

/* The product of the low halves. */
PX_INLINE vec mul_low(vec a, vec b)
{
    return _mm256_mul_epu32(a, b);
}

PX_INLINE vec add_u64(vec a, vec b)
{
    return _mm256_add_epi64(a, b);
}

/* hi, and one more where sum = something + added has wrapped. */
PX_INLINE vec add_carry_u64(vec hi, vec sum, vec added)
{
    vec sign = splat(0x8000000000000000u);
    return _mm256_sub_epi64(hi, _mm256_cmpgt_epi64(xor2(added, sign), xor2(sum, sign)));
}

PX_INLINE vec high_by_shift(vec x)
{
    return _mm256_srli_epi64(x, 32);
}

PX_INLINE vec high_by_shuffle(vec x)
{
    return _mm256_shuffle_epi32(x, 0xf5);
}

PX_INLINE vec swap_by_shift(vec x)
{
    return _mm256_shuffle_epi32(x, 0xb1); /* AVX2 has no rotation */
}

PX_INLINE vec swap_by_shuffle(vec x)
{
    return _mm256_shuffle_epi32(x, 0xb1);
}

PX_INLINE vec shift_left_32(vec x)
{
    return _mm256_slli_epi64(x, 32);
}

PX_INLINE vec splat_f32(float x)
{
    return _mm256_castps_si256(_mm256_set1_ps(x));
}

PX_INLINE vec splat_f64(double x)
{
    return _mm256_castpd_si256(_mm256_set1_pd(x));
}

PX_INLINE vec add_f32(vec a, vec b)
{
    return _mm256_castps_si256(
        _mm256_add_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b)));
}

PX_INLINE vec add_f64(vec a, vec b)
{
    return _mm256_castpd_si256(
        _mm256_add_pd(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b)));
}

PX_INLINE vec fma_f32(vec a, vec b, vec c)
{
    return _mm256_castps_si256(_mm256_fmadd_ps(
        _mm256_castsi256_ps(a), _mm256_castsi256_ps(b), _mm256_castsi256_ps(c)));
}

PX_INLINE vec fma_f64(vec a, vec b, vec c)
{
    return _mm256_castpd_si256(_mm256_fmadd_pd(
        _mm256_castsi256_pd(a), _mm256_castsi256_pd(b), _mm256_castsi256_pd(c)));
}

#include "px_loops.h"
#include "px_vector.h"

static void normal_f32(const uint32_t *words, size_t n_words, px_tail tail, float scale,
                       float offset, float *out)
{
    px_kernels_scalar.normal_f32(words, n_words, tail, scale, offset, out);
}

static void normal_f64(const uint32_t *words, size_t n_words, px_tail tail,
                       double scale, double offset, double *out)
{
    px_kernels_scalar.normal_f64(words, n_words, tail, scale, offset, out);
}

const px_kernels px_kernels_avx2 = PX_KERNELS("avx2", LANES, normal_f32);

PX_TARGET_END
#endif
