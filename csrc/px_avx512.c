/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * AVX-512 (F, DQ, BW, VL): eight blocks to a vector.
 */
#include "px_math.h"

#if defined(PX_X86)
#include <immintrin.h>

PX_TARGET_BEGIN("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,f16c")

#define LANES        8
#define SIDE_BY_SIDE 6
typedef __m512i vec;

/* The blocks are numbered so that two unpacks put them in order:
 *
 *   lane          0    1    2    3    4    5    6    7
 *   first        a0   a4   a1   a5   a2   a6   a3   a7     a: words 0 and 1 of a block
 *   second       b0   b4   b1   b5   b2   b6   b3   b7     b: words 2 and 3
 *   unpack low   a0   b0   a1   b1   a2   b2   a3   b3
 *   unpack high  a4   b4   a5   b5   a6   b6   a7   b7
 */
static const unsigned char lane_of_block[LANES] = {0, 2, 4, 6, 1, 3, 5, 7};

PX_INLINE vec splat(uint64_t x)
{
    return _mm512_set1_epi64((long long)x);
}

PX_INLINE vec load(const void *p)
{
    return _mm512_loadu_si512(p);
}

PX_INLINE void store(void *p, vec x)
{
    _mm512_storeu_si512(p, x);
}

PX_INLINE vec unpack_low(vec a, vec b)
{
    return _mm512_unpacklo_epi64(a, b);
}

PX_INLINE vec unpack_high(vec a, vec b)
{
    return _mm512_unpackhi_epi64(a, b);
}

PX_INLINE vec xor2(vec a, vec b)
{
    return _mm512_xor_si512(a, b);
}

PX_INLINE vec xor3(vec a, vec b, vec c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

/* xor3 in the low halves, a in the high ones. */
PX_INLINE vec xor3_low(vec a, vec b, vec c)
{
    return _mm512_mask_ternarylogic_epi32(a, 0x5555, b, c, 0x96);
}

/* (a & b) | c */
PX_INLINE vec and_or(vec a, vec b, vec c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0xea);
}

/* The product of the low halves. */
PX_INLINE vec mul_low(vec a, vec b)
{
    return _mm512_mul_epu32(a, b);
}

PX_INLINE vec add_u64(vec a, vec b)
{
    return _mm512_add_epi64(a, b);
}

/* hi, and one more where sum = something + added has wrapped. */
PX_INLINE vec add_carry_u64(vec hi, vec sum, vec added)
{
    __mmask8 carry = _mm512_cmplt_epu64_mask(sum, added);
    return _mm512_mask_add_epi64(hi, carry, hi, splat(1));
}

/* On Intel's cores 512-bit shifts and shuffles have one port each. */
PX_INLINE vec high_by_shift(vec x)
{
    return _mm512_srli_epi64(x, 32);
}

PX_INLINE vec high_by_shuffle(vec x)
{
    return _mm512_shuffle_epi32(x, _MM_PERM_DDBB);
}

PX_INLINE vec swap_by_shift(vec x)
{
    return _mm512_ror_epi64(x, 32);
}

PX_INLINE vec swap_by_shuffle(vec x)
{
    return _mm512_shuffle_epi32(x, _MM_PERM_CDAB);
}

PX_INLINE vec shift_left_32(vec x)
{
    return _mm512_slli_epi64(x, 32);
}

PX_INLINE vec splat_f32(float x)
{
    return _mm512_castps_si512(_mm512_set1_ps(x));
}

PX_INLINE vec splat_f64(double x)
{
    return _mm512_castpd_si512(_mm512_set1_pd(x));
}

PX_INLINE vec add_f32(vec a, vec b)
{
    return _mm512_castps_si512(
        _mm512_add_ps(_mm512_castsi512_ps(a), _mm512_castsi512_ps(b)));
}

PX_INLINE vec add_f64(vec a, vec b)
{
    return _mm512_castpd_si512(
        _mm512_add_pd(_mm512_castsi512_pd(a), _mm512_castsi512_pd(b)));
}

PX_INLINE vec fma_f32(vec a, vec b, vec c)
{
    return _mm512_castps_si512(_mm512_fmadd_ps(
        _mm512_castsi512_ps(a), _mm512_castsi512_ps(b), _mm512_castsi512_ps(c)));
}

PX_INLINE vec fma_f64(vec a, vec b, vec c)
{
    return _mm512_castpd_si512(_mm512_fmadd_pd(
        _mm512_castsi512_pd(a), _mm512_castsi512_pd(b), _mm512_castsi512_pd(c)));
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

const px_kernels px_kernels_avx512 = PX_KERNELS("avx512", LANES, normal_f32);

PX_TARGET_END
#endif
