/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The loops that need no intrinsics: limits of integers and 16-bit floats.  Included
 * once in each kernel file after px_math.h, inside its target region, so that the
 * compiler can make each of them for that instruction set; no include guard for that
 * reason.  Wants nothing.
 */

/* Whether there are integers from each low up to its high, or before it if they are
 * open, all of them in [smallest, largest]. */
static int limits_are_right(const int64_t *low, size_t low_stride, const int64_t *high,
                            size_t high_stride, size_t n, int64_t smallest,
                            int64_t largest, int open)
{
    int64_t wrong = 0;
    if (open) {
        for (size_t i = 0; i < n; i++) {
            int64_t a = low[i * low_stride], b = high[i * high_stride];
            /* If b - 1 wraps, b is no more than a. */
            int64_t last = (int64_t)((uint64_t)b - 1);
            wrong |= (a < smallest) | (b <= a) | (last > largest);
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            int64_t a = low[i * low_stride], b = high[i * high_stride];
            wrong |= (a < smallest) | (b < a) | (b > largest);
        }
    }
    return !wrong;
}

/* a or b, without a branch: a loop that has one round floating-point operations is not
 * made into vectors. */
static inline uint32_t choose(int condition, uint32_t a, uint32_t b)
{
    uint32_t all = 0 - (uint32_t)condition;
    return (a & all) | (b & ~all);
}

/* A float32 rounded to nearest even in float16, and the float32 that a float16 is. */
static inline uint16_t f16_from_f32(float x)
{
    uint32_t bits = px_bits_from_float(x);
    uint32_t sign = bits >> 16 & 0x8000u;
    uint32_t magnitude = bits & 0x7fffffffu;
    /* Rebias by 127 - 15; a carry out of the fraction is right, up to infinity. */
    uint32_t normal = (magnitude - 0x38000000u + 0xfffu + (magnitude >> 13 & 1u)) >> 13;
    /* Adding 0.5 rounds to 2^-24. */
    float shifted = px_float_from_bits(magnitude) + 0.5f;
    uint32_t subnormal = px_bits_from_float(shifted) - 0x3f000000u;
    uint32_t special = choose(magnitude > 0x7f800000u, 0x7e00u, 0x7c00u);
    uint32_t half = choose(magnitude < 0x38800000u, subnormal, normal);
    half = choose(magnitude < 0x47800000u, half, special); /* below 2^16 */
    return (uint16_t)(sign | half);
}

static inline float f32_from_f16(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
    uint32_t magnitude = half & 0x7fffu;
    uint32_t normal = (magnitude << 13) + 0x38000000u;
    uint32_t subnormal = px_bits_from_float((float)(int32_t)magnitude * 0x1p-24f);
    uint32_t special = magnitude << 13 | 0x7f800000u;
    uint32_t bits = choose(magnitude < 0x400u, subnormal, normal);
    bits = choose(magnitude < 0x7c00u, bits, special);
    return px_float_from_bits(sign | bits);
}

static inline uint16_t bf16_from_f32(float x)
{
    uint32_t bits = px_bits_from_float(x);
    uint32_t quiet = bits >> 16 | 0x40u;
    uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
    return (uint16_t)choose((bits & 0x7fffffffu) > 0x7f800000u, quiet, rounded);
}

static inline float f32_from_bf16(uint16_t half)
{
    return px_float_from_bits((uint32_t)half << 16);
}

/* In 16 bits every operation is the float32 one, rounded. */
static inline uint16_t rounded_f16(float x, float scale, float offset)
{
    float product = f32_from_f16(f16_from_f32(x * scale));
    return f16_from_f32(product + offset);
}

static inline uint16_t rounded_bf16(float x, float scale, float offset)
{
    float product = f32_from_bf16(bf16_from_f32(x * scale));
    return bf16_from_f32(product + offset);
}

static void uniform_f16(const uint32_t *words, size_t n, float scale, float offset,
                        uint16_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] =
            rounded_f16((float)(int32_t)(words[i] & 0x3ffu) * 0x1p-10f, scale, offset);
}

static void uniform_bf16(const uint32_t *words, size_t n, float scale, float offset,
                         uint16_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] =
            rounded_bf16((float)(int32_t)(words[i] & 0x7fu) * 0x1p-7f, scale, offset);
}

static void affine_f32(const float *z, size_t n, float scale, float offset, float *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = z[i] * scale + offset;
}

static void affine_f64(const double *z, size_t n, double scale, double offset,
                       double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = z[i] * scale + offset;
}

static void narrow_f16(const float *z, size_t n, float scale, float offset,
                       uint16_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = rounded_f16(f32_from_f16(f16_from_f32(z[i])), scale, offset);
}

static void narrow_bf16(const float *z, size_t n, float scale, float offset,
                        uint16_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = rounded_bf16(f32_from_bf16(bf16_from_f32(z[i])), scale, offset);
}
