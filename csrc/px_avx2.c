/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * AVX2 with FMA: four blocks to a vector.
 */
#include "px_inverse.h"
#include "px_discrete.h"
#include "px_gamma.h"
#include "px_transforms.h"

#if defined(PX_X86)
#include <immintrin.h>

PX_TARGET_BEGIN("avx2,fma")

#define LANES          4
#define SIDE_BY_SIDE   3
#define NORMAL_VECTORS 6
typedef __m256i vec;

/* A vector is kept as integers; F32 and F64 are the same bits as floats. */
#define F32              _mm256_castsi256_ps
#define F64              _mm256_castsi256_pd
#define FROM_F32         _mm256_castps_si256
#define FROM_F64         _mm256_castpd_si256
#define MM(operation)    _mm256_##operation
#define MM_SI(operation) _mm256_##operation##_si256
#include "px_x86-inl.h"

/* The blocks are numbered so that two unpacks put them in order:
 *
 *   lane          0    1    2    3
 *   first        a0   a2   a1   a3     a: words 0 and 1 of a block
 *   second       b0   b2   b1   b3     b: words 2 and 3
 *   unpack low   a0   b0   a1   b1
 *   unpack high  a2   b2   a3   b3
 */
static const uint64_t block_of_lane[LANES] = {0, 2, 1, 3};

PX_INLINE vec splat(uint64_t x)
{
    return _mm256_set1_epi64x((long long)x);
}

PX_INLINE vec and2(vec a, vec b)
{
    return _mm256_and_si256(a, b);
}

/* (a & b) | c */
PX_INLINE vec and_or(vec a, vec b, vec c)
{
    return _mm256_or_si256(_mm256_and_si256(a, b), c);
}

PX_INLINE vec xor3(vec a, vec b, vec c)
{
    return xor2(a, xor2(b, c));
}

/* hi, and one more where sum = something + added has wrapped. */
PX_INLINE vec add_carry_u64(vec hi, vec sum, vec added)
{
    vec sign = splat(0x8000000000000000u);
    return _mm256_sub_epi64(hi, _mm256_cmpgt_epi64(xor2(added, sign), xor2(sum, sign)));
}

/* A round.  The rounds of three vectors have sixteen registers just enough, if keys are
 * operands in memory; compilers load them into registers and spill others, which costs
 * a tenth of the speed and more, so the instructions are written out. */
PX_INLINE void one_round(vec *w0, vec *w1, vec *w2, vec *w3, const vec *k0,
                         const vec *k1)
{
    vec p0, p1;
#if defined(__GNUC__) && !defined(PX_SANITIZED)
    __asm__(
        "vpmuludq %[m1], %[w2], %[p1]\n\t"
        "vpmuludq %[m0], %[w0], %[p0]\n\t"
        "vpxor %[k0], %[w1], %[w1]\n\t"
        "vpxor %[k1], %[w3], %[w3]\n\t"
        "vpsrlq $32, %[p1], %[w0]\n\t"
        "vpsrlq $32, %[p0], %[w2]\n\t"
        "vpxor %[w1], %[w0], %[w0]\n\t"
        "vpxor %[w3], %[w2], %[w2]"
        : [w0] "+x"(*w0), [w1] "+x"(*w1), [w2] "+x"(*w2), [w3] "+x"(*w3),
          [p0] "=&x"(p0), [p1] "=&x"(p1)
        : [m0] "x"(splat(PX_M0)), [m1] "x"(splat(PX_M1)), [k0] "m"(*k0), [k1] "m"(*k1));
#else
    p0 = mul_low(*w0, splat(PX_M0));
    p1 = mul_low(*w2, splat(PX_M1));
    *w0 = xor3(high_by_shift(p1), *w1, *k0);
    *w2 = xor3(high_by_shuffle(p0), *w3, *k1);
#endif
    *w1 = p1;
    *w3 = p0;
}

PX_INLINE vec swap_by_shift(vec x)
{
    return _mm256_shuffle_epi32(x, 0xb1); /* AVX2 has no rotation */
}

/* The upper 53 bits of pairs as float64: the upper word above 2^73 and the other above
 * 2^41, so that both are fractions as they stand, and the sum is exact. */
PX_INLINE vec upper_53(vec pairs)
{
    vec upper = _mm256_or_si256(_mm256_srli_epi64(pairs, 32), splat_f64(0x1p73));
    vec lower = and_or(pairs, splat(0xfffff800), splat_f64(0x1p41));
    return add_f64(sub_f64(upper, splat_f64(0x1p73 + 0x1p41)), lower);
}

typedef vec mask;

PX_INLINE mask less_f64(vec a, vec b)
{
    return FROM_F64(_mm256_cmp_pd(F64(a), F64(b), _CMP_LT_OQ));
}

/* Whether low < x < high in all lanes. */
PX_INLINE int all_inside(vec x, double low, double high)
{
    __m256d above = _mm256_cmp_pd(F64(x), _mm256_set1_pd(low), _CMP_GT_OQ);
    __m256d below = _mm256_cmp_pd(F64(x), _mm256_set1_pd(high), _CMP_LT_OQ);
    return _mm256_movemask_pd(_mm256_and_pd(above, below)) == 15;
}

/* List the lanes of m, counted from `first`, and return their number.  The list has
 * room for all. */
PX_INLINE size_t list_lanes(mask m, uint32_t first, uint32_t *list)
{
    unsigned bits = (unsigned)_mm256_movemask_pd(F64(m));
    size_t n = 0;
    for (uint32_t lane = 0; lane < LANES; lane++) {
        list[n] = first + lane;
        n += bits >> lane & 1;
    }
    return n;
}

PX_INLINE vec where(mask m, vec a, vec b)
{
    return FROM_F64(_mm256_blendv_pd(F64(b), F64(a), F64(m)));
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
    vec biased = _mm256_srli_epi64(xor2(e, splat(0x8000000000000000)), 52);
    return sub_f64(_mm256_or_si256(biased, splat_f64(0x1p52)),
                   splat_f64(0x1p52 + 2048));
}

/* {1/c, log c} of the 16 intervals that bits 48 to 51 number. */
PX_INLINE void lookup_log_16(const double *table, vec t, vec *inverse, vec *log_c)
{
    PX_ALIGN64 uint64_t i[LANES];
    store(i, and2(_mm256_srli_epi64(t, 47), splat(15 << 1)));
    __m256d even =
        _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(table + i[0])),
                             _mm_loadu_pd(table + i[2]), 1);
    __m256d odd =
        _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(table + i[1])),
                             _mm_loadu_pd(table + i[3]), 1);
    *inverse = FROM_F64(_mm256_unpacklo_pd(even, odd));
    *log_c = FROM_F64(_mm256_unpackhi_pd(even, odd));
}

/* The rows for u[0] and u[2]. */
PX_INLINE __m256d load_log_rows(const double *u)
{
    return _mm256_insertf128_pd(
        _mm256_castpd128_pd256(_mm_loadu_pd(px_log_row(px_in_memory(u + 0)))),
        _mm_loadu_pd(px_log_row(px_in_memory(u + 2))), 1);
}

/* px_log_row's columns of a vector in memory. */
PX_INLINE void lookup_log(const double *u, vec *inverse, vec *log_c)
{
    __m256d even = load_log_rows(u), odd = load_log_rows(u + 1);
    *inverse = FROM_F64(_mm256_unpacklo_pd(even, odd));
    *log_c = FROM_F64(_mm256_unpackhi_pd(even, odd));
}

PX_INLINE __m256d load_row(const uint64_t *i)
{
    return _mm256_loadu_pd(px_sincos_table[(uint32_t)px_in_memory(i)]);
}

/* The columns of the rows that the low halves of a vector in memory number.  Row r is
 * r0 r1 r2 r3:
 *
 *   rows of lanes     a = 0     b = 1     c = 2     d = 3
 *   ab02              00 10  02 12
 *   cd02              20 30  22 32
 *   low halves        00 10  20 30     the lanes' column 0
 *   high halves       02 12  22 32     the lanes' column 2
 */
PX_INLINE void lookup_sincos(const uint64_t *i, vec *sn, vec *ssn, vec *cs, vec *ccs)
{
    __m256d a = load_row(i + 0), b = load_row(i + 1);
    __m256d c = load_row(i + 2), d = load_row(i + 3);
    __m256d ab02 = _mm256_unpacklo_pd(a, b), ab13 = _mm256_unpackhi_pd(a, b);
    __m256d cd02 = _mm256_unpacklo_pd(c, d), cd13 = _mm256_unpackhi_pd(c, d);
    *sn = FROM_F64(_mm256_permute2f128_pd(ab02, cd02, 0x20));
    *ssn = FROM_F64(_mm256_permute2f128_pd(ab13, cd13, 0x20));
    *cs = FROM_F64(_mm256_permute2f128_pd(ab02, cd02, 0x31));
    *ccs = FROM_F64(_mm256_permute2f128_pd(ab13, cd13, 0x31));
}

/* Two vectors of doubles, or of lanes, make one of floats, or of low halves, in an
 * order that store_interleaved_f32 knows:
 *
 *   a0 a1 b0 b1   a2 a3 b2 b3
 */
PX_INLINE vec narrow_f32(vec a, vec b)
{
    __m256 joined = _mm256_insertf128_ps(
        _mm256_castps128_ps256(_mm256_cvtpd_ps(F64(a))), _mm256_cvtpd_ps(F64(b)), 1);
    return _mm256_permute4x64_epi64(FROM_F32(joined), 0xd8);
}

/* a with its sign reversed where that of b is set. */
PX_INLINE vec xor_sign_f32(vec a, vec b)
{
    return xor2(a, and2(b, splat(0x8000000080000000)));
}

PX_INLINE vec xor_sign_f64(vec a, vec b)
{
    return xor2(a, and2(b, splat(0x8000000000000000)));
}

/* a, or minus a, where the selector is odd; b where it is even. */
PX_INLINE vec if_odd_u32(vec selector, vec a, vec b)
{
    vec odd = _mm256_slli_epi32(selector, 31);
    return FROM_F32(_mm256_blendv_ps(F32(b), F32(a), F32(odd)));
}

PX_INLINE vec minus_if_odd_f32(vec selector, vec a, vec b)
{
    return if_odd_u32(selector, xor2(a, splat(0x8000000080000000)), b);
}

PX_INLINE mask odd_u64(vec x)
{
    return shift_left_63(x);
}

/* Integers. */
#define VECTOR_INTEGERS

/* The low halves of one's lanes, and the high halves of the other's. */
PX_INLINE vec halves(vec low, vec high)
{
    return _mm256_blend_epi32(low, high, 0xaa);
}

PX_INLINE vec mul_u64(vec a, vec b)
{
    vec crossed = add_u64(mul_low(high_by_shift(a), b), mul_low(a, high_by_shift(b)));
    return add_u64(mul_low(a, b), shift_left_32(crossed));
}

/* Lanes of 32 bits. */
typedef vec mask_u32;
#define INVERSE_VECTORS 4
#define FIRST_ROW       24

PX_INLINE mask_u32 negative_u32(vec x)
{
    return x;
}

PX_INLINE vec where_u32(mask_u32 m, vec a, vec b)
{
    return FROM_F32(_mm256_blendv_ps(F32(b), F32(a), F32(m)));
}

/* table[i], of the low bits of i that number the floats of a register. */
PX_INLINE vec lookup_f32(const float *table, vec i)
{
    return FROM_F32(_mm256_permutevar8x32_ps(_mm256_load_ps(table), i));
}

/* Bits for words less than 2^(FIRST_ROW - 1) from either end; one word more does no
 * harm. */
PX_INLINE uint16_t lanes_at_ends(vec words)
{
    vec limit = _mm256_set1_epi32((1 << (FIRST_ROW - 1)) + 1);
    vec m = _mm256_cmpgt_epi32(limit, _mm256_abs_epi32(words));
    return (uint16_t)_mm256_movemask_ps(F32(m));
}

/* (a ^ b) | c */
PX_INLINE vec xor_or(vec a, vec b, vec c)
{
    return _mm256_or_si256(_mm256_xor_si256(a, b), c);
}

/* All bits set to the uppermost. */
PX_INLINE vec sign_u64(vec x)
{
    return _mm256_cmpgt_epi64(_mm256_setzero_si256(), x);
}

PX_INLINE mask negative_u64(vec x)
{
    return x;
}

/* x / 2^64, rounded: the upper words above 2^20 and the lower above 2^-12 are fractions
 * as they stand. */
PX_INLINE vec fraction_u64(vec x)
{
    vec upper = _mm256_or_si256(_mm256_srli_epi64(x, 32), splat_f64(0x1p20));
    vec lower = _mm256_blend_epi32(x, splat_f64(0x1p-12), 0xaa);
    return add_f64(sub_f64(upper, splat_f64(0x1p20 + 0x1p-12)), lower);
}

/* The first pairs of LANES blocks, and the second. */
PX_INLINE void split_blocks(const uint32_t *words, vec *first, vec *second)
{
    vec a = load(words), b = load(words + 2 * LANES);
    *first = _mm256_permute4x64_epi64(unpack_low(a, b), 0xd8);
    *second = _mm256_permute4x64_epi64(unpack_high(a, b), 0xd8);
}

/* Upwards to integers, of numbers from 1 to 2^63: halves above 2^52 are integers as
 * they stand. */
PX_INLINE vec ceil_i64(vec x)
{
    __m256d n = _mm256_ceil_pd(F64(x));
    vec high = FROM_F64(_mm256_floor_pd(_mm256_mul_pd(n, _mm256_set1_pd(0x1p-32))));
    vec low = fnma_f64(high, splat_f64(0x1p32), FROM_F64(n));
    return halves(add_f64(low, splat_f64(0x1p52)),
                  shift_left_32(add_f64(high, splat_f64(0x1p52))));
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

const px_kernels px_kernels_avx2 = PX_KERNELS("avx2", LANES, normal_f32);

PX_TARGET_END
#endif
