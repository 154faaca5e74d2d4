/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The operations that AVX2 and AVX-512 have alike, by names that the templates know.
 * Included once in each of their kernel files; no include guard for that reason.
 * Wants vec, LANES, F32, F64, FROM_F32, FROM_F64, MM and MM_SI.
 */

PX_INLINE vec splat_u32(uint32_t x)
{
    return MM(set1_epi32)((int)x);
}

PX_INLINE vec splat_f32(float x)
{
    return FROM_F32(MM(set1_ps)(x));
}

PX_INLINE vec splat_f64(double x)
{
    return FROM_F64(MM(set1_pd)(x));
}

PX_INLINE vec load(const void *p)
{
    return MM_SI(loadu)(p);
}

PX_INLINE void store(void *p, vec x)
{
    MM_SI(storeu)(p, x);
}

PX_INLINE vec unpack_low(vec a, vec b)
{
    return MM(unpacklo_epi64)(a, b);
}

PX_INLINE vec unpack_high(vec a, vec b)
{
    return MM(unpackhi_epi64)(a, b);
}

/* The same with the halves of the lanes swapped. */
PX_INLINE vec unpack_swapped_low(vec a, vec b)
{
    return FROM_F32(MM(shuffle_ps)(F32(a), F32(b), 0x11));
}

PX_INLINE vec unpack_swapped_high(vec a, vec b)
{
    return FROM_F32(MM(shuffle_ps)(F32(a), F32(b), 0xbb));
}

PX_INLINE vec xor2(vec a, vec b)
{
    return MM_SI(xor)(a, b);
}

PX_INLINE vec or2(vec a, vec b)
{
    return MM_SI(or)(a, b);
}

/* The product of the low halves. */
PX_INLINE vec mul_low(vec a, vec b)
{
    return MM(mul_epu32)(a, b);
}

PX_INLINE vec add_u64(vec a, vec b)
{
    return MM(add_epi64)(a, b);
}

PX_INLINE vec sub_u64(vec a, vec b)
{
    return MM(sub_epi64)(a, b);
}

/* On Intel's cores 512-bit shifts and shuffles have one port each, so both are used. */
PX_INLINE vec high_by_shift(vec x)
{
    return MM(srli_epi64)(x, 32);
}

PX_INLINE vec high_by_shuffle(vec x)
{
    return MM(shuffle_epi32)(x, 0xf5);
}

PX_INLINE vec swap_by_shuffle(vec x)
{
    return MM(shuffle_epi32)(x, 0xb1);
}

PX_INLINE vec shift_left_32(vec x)
{
    return MM(slli_epi64)(x, 32);
}

/* The upper 24 bits of words as float32. */
PX_INLINE vec upper_24(vec words)
{
    return FROM_F32(MM(cvtepi32_ps)(MM(srli_epi32)(words, 8)));
}

PX_INLINE vec add_f32(vec a, vec b)
{
    return FROM_F32(MM(add_ps)(F32(a), F32(b)));
}

PX_INLINE vec mul_f32(vec a, vec b)
{
    return FROM_F32(MM(mul_ps)(F32(a), F32(b)));
}

PX_INLINE vec fma_f32(vec a, vec b, vec c)
{
    return FROM_F32(MM(fmadd_ps)(F32(a), F32(b), F32(c)));
}

PX_INLINE vec min_f32(vec a, vec b)
{
    return FROM_F32(MM(min_ps)(F32(a), F32(b)));
}

PX_INLINE vec sqrt_f32(vec a)
{
    return FROM_F32(MM(sqrt_ps)(F32(a)));
}

PX_INLINE vec add_f64(vec a, vec b)
{
    return FROM_F64(MM(add_pd)(F64(a), F64(b)));
}

PX_INLINE vec sub_f64(vec a, vec b)
{
    return FROM_F64(MM(sub_pd)(F64(a), F64(b)));
}

PX_INLINE vec mul_f64(vec a, vec b)
{
    return FROM_F64(MM(mul_pd)(F64(a), F64(b)));
}

PX_INLINE vec fma_f64(vec a, vec b, vec c)
{
    return FROM_F64(MM(fmadd_pd)(F64(a), F64(b), F64(c)));
}

PX_INLINE vec fnma_f64(vec a, vec b, vec c)
{
    return FROM_F64(MM(fnmadd_pd)(F64(a), F64(b), F64(c)));
}

PX_INLINE vec max_f64(vec a, vec b)
{
    return FROM_F64(MM(max_pd)(F64(a), F64(b)));
}

PX_INLINE vec sqrt_f64(vec a)
{
    return FROM_F64(MM(sqrt_pd)(F64(a)));
}

PX_INLINE vec low_words(vec a, vec b)
{
    return FROM_F32(MM(shuffle_ps)(F32(a), F32(b), 0x88));
}

PX_INLINE vec shift_left_30_u32(vec x)
{
    return MM(slli_epi32)(x, 30);
}

PX_INLINE vec shift_left_62(vec x)
{
    return MM(slli_epi64)(x, 62);
}

PX_INLINE vec shift_left_63(vec x)
{
    return MM(slli_epi64)(x, 63);
}

PX_INLINE vec shift_left_52(vec x)
{
    return MM(slli_epi64)(x, 52);
}

PX_INLINE void store_interleaved_f32(float *out, vec a, vec b)
{
    store(out, MM(unpacklo_epi32)(a, b));
    store(out + 2 * LANES, MM(unpackhi_epi32)(a, b));
}

PX_INLINE vec add_u32(vec a, vec b)
{
    return MM(add_epi32)(a, b);
}

PX_INLINE vec sub_u32(vec a, vec b)
{
    return MM(sub_epi32)(a, b);
}

PX_INLINE vec mul_u32(vec a, vec b)
{
    return MM(mullo_epi32)(a, b);
}

PX_INLINE vec min_u32(vec a, vec b)
{
    return MM(min_epu32)(a, b);
}

PX_INLINE vec shift_right_u32(vec a, int n)
{
    return MM(srl_epi32)(a, _mm_cvtsi32_si128(n));
}

PX_INLINE vec shift_right_u64(vec a, int n)
{
    return MM(srl_epi64)(a, _mm_cvtsi32_si128(n));
}

PX_INLINE vec from_i32(vec x)
{
    return FROM_F32(MM(cvtepi32_ps)(x));
}

PX_INLINE vec div_f64(vec a, vec b)
{
    return FROM_F64(MM(div_pd)(F64(a), F64(b)));
}

PX_INLINE vec floor_f64(vec a)
{
    return FROM_F64(MM(floor_pd)(F64(a)));
}
