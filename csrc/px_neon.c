/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * NEON of 64-bit Arm: four blocks to a vector.  Unlike x86's, its widening multiply
 * takes neighbouring lanes and its stores interleave, so words have 32-bit lanes here
 * and the blocks and uniforms are those of px_neon_philox-inl.h; the normals are
 * shared.
 */
#include "px_inverse.h"
#include "px_discrete.h"
#include "px_gamma.h"
#include "px_transforms.h"

#if defined(PX_ARM64)
#include <arm_neon.h>

/* Two lanes of 64 bits; those of px_avx2.c that only px_vector-inl.h uses are missing.
 */
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

PX_INLINE vec splat_u32(uint32_t x)
{
    return VEC(vdupq_n_u32(x));
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

/* (a & b) | c */
PX_INLINE vec and_or(vec a, vec b, vec c)
{
    return vorrq_u64(vandq_u64(a, b), c);
}

PX_INLINE vec or2(vec a, vec b)
{
    return vorrq_u64(a, b);
}

PX_INLINE vec xor2(vec a, vec b)
{
    return veorq_u64(a, b);
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

/* Whether low < x < high in all lanes. */
PX_INLINE int all_inside(vec x, double low, double high)
{
    uint64x2_t above = vcgtq_f64(F64(x), vdupq_n_f64(low));
    uint64x2_t below = vcltq_f64(F64(x), vdupq_n_f64(high));
    return vminvq_u32(U32(vandq_u64(above, below))) != 0;
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
PX_INLINE void lookup_log_16(const double *table, vec t, vec *inverse, vec *log_c)
{
    load_rows(table + (vgetq_lane_u64(t, 0) >> 47 & 30),
              table + (vgetq_lane_u64(t, 1) >> 47 & 30), inverse, log_c);
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

PX_INLINE vec shift_left_52(vec x)
{
    return vshlq_n_u64(x, 52);
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

/* Lanes of 32 bits. */
typedef vec mask_u32;
#define INVERSE_VECTORS 2
#define FIRST_ROW       24

PX_INLINE vec add_u32(vec a, vec b)
{
    return VEC(vaddq_u32(U32(a), U32(b)));
}

PX_INLINE vec sub_u32(vec a, vec b)
{
    return VEC(vsubq_u32(U32(a), U32(b)));
}

PX_INLINE vec from_i32(vec x)
{
    return vreinterpretq_u64_f32(vcvtq_f32_s32(vreinterpretq_s32_u64(x)));
}

PX_INLINE vec fma_f32(vec a, vec b, vec c)
{
    return vreinterpretq_u64_f32(vfmaq_f32(F32(c), F32(a), F32(b)));
}

PX_INLINE vec shift_right_u32(vec a, int n)
{
    return VEC(vshlq_u32(U32(a), vdupq_n_s32(-n)));
}

PX_INLINE vec shift_right_u64(vec a, int n)
{
    return vshlq_u64(a, vdupq_n_s64(-n));
}

PX_INLINE mask_u32 negative_u32(vec x)
{
    return vreinterpretq_u64_s32(vshrq_n_s32(vreinterpretq_s32_u64(x), 31));
}

PX_INLINE vec where_u32(mask_u32 m, vec a, vec b)
{
    return vbslq_u64(m, a, b);
}

/* table[i], of the low three bits of i: bytes of two registers, whose numbers begin
 * with 4 i. */
PX_INLINE vec lookup_f32(const float *table, vec i)
{
    uint8x16x2_t bytes = {
        {vld1q_u8((const uint8_t *)table), vld1q_u8((const uint8_t *)(table + 4))}};
    uint32x4_t row = vandq_u32(U32(i), vdupq_n_u32(7));
    uint32x4_t at = vmlaq_n_u32(vdupq_n_u32(0x03020100), row, 0x04040404);
    return vreinterpretq_u64_u8(vqtbl2q_u8(bytes, vreinterpretq_u8_u32(at)));
}

/* Bits for words less than 2^(FIRST_ROW - 1) from either end. */
PX_INLINE uint16_t lanes_at_ends(vec words)
{
    uint32x4_t moved = vaddq_u32(U32(words), vdupq_n_u32(1 << (FIRST_ROW - 1)));
    uint32x4_t m = vcltq_u32(moved, vdupq_n_u32(1 << FIRST_ROW));
    const uint32x4_t bit = {1, 2, 4, 8};
    return (uint16_t)vaddvq_u32(vandq_u32(m, bit));
}

/* (a ^ b) | c */
PX_INLINE vec xor_or(vec a, vec b, vec c)
{
    return vorrq_u64(veorq_u64(a, b), c);
}

/* All bits set to the uppermost. */
PX_INLINE vec sign_u64(vec x)
{
    return vreinterpretq_u64_s64(vshrq_n_s64(vreinterpretq_s64_u64(x), 63));
}

PX_INLINE mask negative_u64(vec x)
{
    return sign_u64(x);
}

/* x / 2^64, rounded. */
PX_INLINE vec fraction_u64(vec x)
{
    return vreinterpretq_u64_f64(vcvtq_n_f64_u64(x, 64));
}

PX_INLINE vec div_f64(vec a, vec b)
{
    return vreinterpretq_u64_f64(vdivq_f64(F64(a), F64(b)));
}

PX_INLINE vec floor_f64(vec a)
{
    return vreinterpretq_u64_f64(vrndmq_f64(F64(a)));
}

/* The first pairs of LANES blocks, and the second. */
PX_INLINE void split_blocks(const uint32_t *words, vec *first, vec *second)
{
    vec a = load(words), b = load(words + 2 * LANES);
    *first = unpack_low(a, b);
    *second = unpack_high(a, b);
}

/* Upwards to integers, of numbers from 1 to 2^63. */
PX_INLINE vec ceil_i64(vec x)
{
    return vreinterpretq_u64_s64(vcvtpq_s64_f64(F64(x)));
}

#include "px_loops-inl.h"
#include "px_integers-inl.h"
#include "px_neon_philox-inl.h"
#include "px_normal-inl.h"
#include "px_portable_dice-inl.h"
#include "px_inverse-inl.h"
#include "px_real-inl.h"
#include "px_transforms-inl.h"
#include "px_gamma-inl.h"
#include "px_discrete-inl.h"

const px_kernels px_kernels_neon = PX_KERNELS("neon", BATCH, normal_f32);

#endif
