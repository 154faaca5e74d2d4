/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * AVX-512 (F, DQ, BW, VL): eight blocks to a vector.
 */
#include "px_inverse.h"
#include "px_discrete.h"
#include "px_gamma.h"
#include "px_transforms.h"

#if defined(PX_X86) && !defined(PX_NO_AVX512)
#include <immintrin.h>

PX_TARGET_BEGIN("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,popcnt")

#define LANES          8
#define SIDE_BY_SIDE   5
#define NORMAL_VECTORS 4
typedef __m512i vec;

/* A vector is kept as integers; F32 and F64 are the same bits as floats. */
#define F32              _mm512_castsi512_ps
#define F64              _mm512_castsi512_pd
#define FROM_F32         _mm512_castps_si512
#define FROM_F64         _mm512_castpd_si512
#define MM(operation)    _mm512_##operation
#define MM_SI(operation) _mm512_##operation##_si512
#include "px_x86-inl.h"

/* The blocks are numbered so that two unpacks put them in order:
 *
 *   lane          0    1    2    3    4    5    6    7
 *   first        a0   a4   a1   a5   a2   a6   a3   a7     a: words 0 and 1 of a block
 *   second       b0   b4   b1   b5   b2   b6   b3   b7     b: words 2 and 3
 *   unpack low   a0   b0   a1   b1   a2   b2   a3   b3
 *   unpack high  a4   b4   a5   b5   a6   b6   a7   b7
 */
static const uint64_t block_of_lane[LANES] = {0, 4, 1, 5, 2, 6, 3, 7};

PX_INLINE vec splat(uint64_t x)
{
    return _mm512_set1_epi64((long long)x);
}

PX_INLINE vec and2(vec a, vec b)
{
    return _mm512_and_si512(a, b);
}

/* (a & b) | c */
PX_INLINE vec and_or(vec a, vec b, vec c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0xea);
}

PX_INLINE vec xor3(vec a, vec b, vec c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0x96);
}

/* hi, and one more where sum = something + added has wrapped. */
PX_INLINE vec add_carry_u64(vec hi, vec sum, vec added)
{
    __mmask8 carry = _mm512_cmplt_epu64_mask(sum, added);
    return _mm512_mask_add_epi64(hi, carry, hi, splat(1));
}

/* A round; one product's high halves are taken by a shift, the other's by a shuffle. */
PX_INLINE void one_round(vec *w0, vec *w1, vec *w2, vec *w3, const vec *k0,
                         const vec *k1)
{
    vec p0 = mul_low(*w0, splat(PX_M0)), p1 = mul_low(*w2, splat(PX_M1));
    *w0 = xor3(high_by_shift(p1), *w1, *k0);
    *w1 = p1;
    *w2 = xor3(high_by_shuffle(p0), *w3, *k1);
    *w3 = p0;
}

PX_INLINE vec swap_by_shift(vec x)
{
    return _mm512_ror_epi64(x, 32);
}

PX_INLINE vec upper_53(vec pairs)
{
    return FROM_F64(_mm512_cvtepi64_pd(_mm512_srli_epi64(pairs, 11)));
}

typedef __mmask8 mask;

PX_INLINE mask less_f64(vec a, vec b)
{
    return _mm512_cmp_pd_mask(F64(a), F64(b), _CMP_LT_OQ);
}

/* Whether low < x < high in all lanes. */
PX_INLINE int all_inside(vec x, double low, double high)
{
    __mmask8 above = _mm512_cmp_pd_mask(F64(x), _mm512_set1_pd(low), _CMP_GT_OQ);
    return _mm512_mask_cmp_pd_mask(above, F64(x), _mm512_set1_pd(high), _CMP_LT_OQ) ==
           0xff;
}

/* List the lanes of m, counted from `first`, and return their number.  The list has
 * room for all. */
PX_INLINE size_t list_lanes(mask m, uint32_t first, uint32_t *list)
{
    __m256i lanes = _mm256_add_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7),
                                     _mm256_set1_epi32((int)first));
    _mm256_storeu_si256((__m256i *)list, _mm256_maskz_compress_epi32(m, lanes));
    return (size_t)_mm_popcnt_u32(m);
}

PX_INLINE vec where(mask m, vec a, vec b)
{
    return _mm512_mask_mov_epi64(b, m, a);
}

/* c - a * b in the lanes of m, c in the others. */
PX_INLINE vec fnma_where(mask m, vec a, vec b, vec c)
{
    return FROM_F64(_mm512_mask3_fnmadd_pd(F64(a), F64(b), F64(c), m));
}

/* The exponent field that is all of e, two's complement, times EXPONENT_ONE. */
#define EXPONENT_ONE 0x1p52

PX_INLINE vec exponent_f64(vec e)
{
    return FROM_F64(_mm512_cvtepi64_pd(e));
}

/* {1/c, log c} of the 16 intervals that bits 48 to 51 number: two registers hold each
 * column, and the number selects among their lanes. */
PX_INLINE void lookup_log_16(const double *row, vec t, vec *inverse, vec *log_c)
{
    __m512d rows0 = _mm512_loadu_pd(row), rows4 = _mm512_loadu_pd(row + 8);
    __m512d rows8 = _mm512_loadu_pd(row + 16), rows12 = _mm512_loadu_pd(row + 24);
    vec even = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    vec odd = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
    vec i = _mm512_srli_epi64(t, 48);
    *inverse =
        FROM_F64(_mm512_permutex2var_pd(_mm512_permutex2var_pd(rows0, even, rows4), i,
                                        _mm512_permutex2var_pd(rows8, even, rows12)));
    *log_c =
        FROM_F64(_mm512_permutex2var_pd(_mm512_permutex2var_pd(rows0, odd, rows4), i,
                                        _mm512_permutex2var_pd(rows8, odd, rows12)));
}

/* The rows for u[0], u[2], u[4] and u[6]. */
PX_INLINE __m512d load_log_rows(const double *u)
{
    __m512d rows =
        _mm512_castpd128_pd512(_mm_loadu_pd(px_log_row(px_in_memory(u + 0))));
    rows = _mm512_insertf64x2(rows, _mm_loadu_pd(px_log_row(px_in_memory(u + 2))), 1);
    rows = _mm512_insertf64x2(rows, _mm_loadu_pd(px_log_row(px_in_memory(u + 4))), 2);
    return _mm512_insertf64x2(rows, _mm_loadu_pd(px_log_row(px_in_memory(u + 6))), 3);
}

/* px_log_row's columns of a vector in memory. */
PX_INLINE void lookup_log(const double *u, vec *inverse, vec *log_c)
{
    __m512d even = load_log_rows(u), odd = load_log_rows(u + 1);
    *inverse = FROM_F64(_mm512_unpacklo_pd(even, odd));
    *log_c = FROM_F64(_mm512_unpackhi_pd(even, odd));
}

PX_INLINE __m512d load_two_rows(const uint64_t *i, const uint64_t *j)
{
    const double *row = px_sincos_table[(uint32_t)px_in_memory(i)];
    const double *other = px_sincos_table[(uint32_t)px_in_memory(j)];
    return _mm512_insertf64x4(_mm512_castpd256_pd512(_mm256_loadu_pd(row)),
                              _mm256_loadu_pd(other), 1);
}

/* The columns of the rows that the low halves of a vector in memory number.  Row r is
 * r0 r1 r2 r3:
 *
 *   rows of lanes     a = 0 | 2       b = 1 | 3       c = 4 | 6       d = 5 | 7
 *   ab02              00 10  02 12 | 20 30  22 32
 *   cd02              40 50  42 52 | 60 70  62 72
 *   pieces 0, 2, 4, 6 00 10  20 30   40 50  60 70     the lanes' column 0
 *   pieces 1, 3, 5, 7 02 12  22 32   42 52  62 72     the lanes' column 2
 */
PX_INLINE void lookup_sincos(const uint64_t *i, vec *sn, vec *ssn, vec *cs, vec *ccs)
{
    __m512d a = load_two_rows(i + 0, i + 2), b = load_two_rows(i + 1, i + 3);
    __m512d c = load_two_rows(i + 4, i + 6), d = load_two_rows(i + 5, i + 7);
    __m512d ab02 = _mm512_unpacklo_pd(a, b), ab13 = _mm512_unpackhi_pd(a, b);
    __m512d cd02 = _mm512_unpacklo_pd(c, d), cd13 = _mm512_unpackhi_pd(c, d);
    *sn = FROM_F64(_mm512_shuffle_f64x2(ab02, cd02, 0x88));
    *ssn = FROM_F64(_mm512_shuffle_f64x2(ab13, cd13, 0x88));
    *cs = FROM_F64(_mm512_shuffle_f64x2(ab02, cd02, 0xdd));
    *ccs = FROM_F64(_mm512_shuffle_f64x2(ab13, cd13, 0xdd));
}

/* Two vectors of doubles, or of lanes, make one of floats, or of low halves, in an
 * order that store_interleaved_f32 knows:
 *
 *   a0 a1 b0 b1   a2 a3 b2 b3   a4 a5 b4 b5   a6 a7 b6 b7
 */
PX_INLINE vec narrow_f32(vec a, vec b)
{
    const vec order =
        _mm512_setr_epi32(0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
    __m256 low = _mm512_cvtpd_ps(F64(a));
    __m256 high = _mm512_cvtpd_ps(F64(b));
    return FROM_F32(_mm512_permutex2var_ps(_mm512_castps256_ps512(low), order,
                                           _mm512_castps256_ps512(high)));
}

/* a with its sign reversed where that of b is set. */
PX_INLINE vec xor_sign_f32(vec a, vec b)
{
    return _mm512_ternarylogic_epi32(a, b, splat(0x8000000080000000), 0x78);
}

PX_INLINE vec xor_sign_f64(vec a, vec b)
{
    return _mm512_ternarylogic_epi64(a, b, splat(0x8000000000000000), 0x78);
}

PX_INLINE __mmask16 odd_mask(vec selector)
{
    return _mm512_test_epi32_mask(selector, _mm512_set1_epi32(1));
}

/* a, or minus a, where the selector is odd; b where it is even. */
PX_INLINE vec if_odd_u32(vec selector, vec a, vec b)
{
    return _mm512_mask_mov_epi32(b, odd_mask(selector), a);
}

PX_INLINE vec minus_if_odd_f32(vec selector, vec a, vec b)
{
    return FROM_F32(
        _mm512_mask_sub_ps(F32(b), odd_mask(selector), _mm512_setzero_ps(), F32(a)));
}

PX_INLINE mask odd_u64(vec x)
{
    return _mm512_test_epi64_mask(x, splat(1));
}

/* Integers. */
#define VECTOR_INTEGERS

/* The low halves of one's lanes, and the high halves of the other's. */
PX_INLINE vec halves(vec low, vec high)
{
    return _mm512_mask_mov_epi32(low, 0xaaaa, high);
}

PX_INLINE vec mul_u64(vec a, vec b)
{
    return _mm512_mullo_epi64(a, b);
}

/* Lanes of 32 bits. */
typedef __mmask16 mask_u32;
#define INVERSE_VECTORS 4
#define FIRST_ROW       16

PX_INLINE mask_u32 negative_u32(vec x)
{
    return _mm512_movepi32_mask(x);
}

PX_INLINE vec where_u32(mask_u32 m, vec a, vec b)
{
    return _mm512_mask_mov_epi32(b, m, a);
}

/* table[i], of the low bits of i that number the floats of a register. */
PX_INLINE vec lookup_f32(const float *table, vec i)
{
    return FROM_F32(_mm512_permutexvar_ps(i, _mm512_load_ps(table)));
}

/* Bits for words less than 2^(FIRST_ROW - 1) from either end.  No wider type: GCC 12,
 * with sanitizers, stored such a mask as 16 bits and loaded 32. */
PX_INLINE uint16_t lanes_at_ends(vec words)
{
    vec moved = _mm512_add_epi32(words, _mm512_set1_epi32(1 << (FIRST_ROW - 1)));
    return _mm512_cmplt_epu32_mask(moved, _mm512_set1_epi32(1 << FIRST_ROW));
}

/* (a ^ b) | c */
PX_INLINE vec xor_or(vec a, vec b, vec c)
{
    return _mm512_ternarylogic_epi64(a, b, c, 0xbe);
}

/* All bits set to the uppermost. */
PX_INLINE vec sign_u64(vec x)
{
    return _mm512_srai_epi64(x, 63);
}

PX_INLINE mask negative_u64(vec x)
{
    return _mm512_movepi64_mask(x);
}

/* x / 2^64, rounded. */
PX_INLINE vec fraction_u64(vec x)
{
    return FROM_F64(_mm512_mul_pd(_mm512_cvtepu64_pd(x), _mm512_set1_pd(0x1p-64)));
}

/* The first pairs of LANES blocks, and the second. */
PX_INLINE void split_blocks(const uint32_t *words, vec *first, vec *second)
{
    vec a = load(words), b = load(words + 2 * LANES);
    const vec even = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    *first = _mm512_permutex2var_epi64(a, even, b);
    *second = _mm512_permutex2var_epi64(a, or2(even, splat(1)), b);
}

/* Upwards to integers, of numbers from 1 to 2^63. */
PX_INLINE vec ceil_i64(vec x)
{
    return _mm512_cvt_roundpd_epi64(F64(x), _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC);
}

#include "px_loops-inl.h"
#include "px_integers-inl.h"
#include "px_vector-inl.h"
#include "px_normal-inl.h"
#include "px_dice-inl.h"
#include "px_inverse-inl.h"
#include "px_real-inl.h"
#include "px_transforms-inl.h"
#include "px_gamma-inl.h"
#include "px_discrete-inl.h"

const px_kernels px_kernels_avx512 = PX_KERNELS("avx512", LANES, normal_f32);

PX_TARGET_END
#endif
