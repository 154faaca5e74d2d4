/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The loops over words that need no intrinsics: integers and 16-bit floats.
 * Included once in each kernel file after px_math.h, inside its target region, so that
 * the compiler can make each of them for that instruction set; no include guard for
 * that reason.  Wants nothing.
 */

/* Divisors that stay the same: x / d = (t + (x - t >> before)) >> after, where t is the
 * high half of multiplier * x (Granlund and Montgomery, "Division by invariant integers
 * using multiplication", PLDI 1994, figure 4.1).  Exact for all x and d > 0. */
typedef struct {
    uint64_t multiplier;
    int before, after;
} reciprocal;

/* The bits in d - 1: the least l with d <= 2^l. */
static inline int ceil_log2(uint64_t d)
{
    int l = 0;
    while (l < 64 && (d - 1) >> l != 0)
        l++;
    return l;
}

/* 2^bits * (2^l - d) / d + 1, by long division. */
static inline reciprocal make_reciprocal(uint64_t d, int bits)
{
    int l = ceil_log2(d);
    uint64_t rest = (l < 64 ? (uint64_t)1 << l : 0) - d, quotient = 0;
    for (int i = 0; i < bits; i++) {
        int carries = (int)(rest >> 63);
        rest <<= 1;
        quotient <<= 1;
        if (carries || rest >= d) {
            rest -= d;
            quotient++;
        }
    }
    reciprocal r = {quotient + 1, l > 0, l > 0 ? l - 1 : 0};
    return r;
}

static inline uint64_t mul_high_u64(uint64_t x, uint64_t y)
{
    uint64_t x0 = (uint32_t)x, x1 = x >> 32, y0 = (uint32_t)y, y1 = y >> 32;
    uint64_t middle = x0 * y1 + (x0 * y0 >> 32);
    uint64_t carried = x1 * y0 + (uint32_t)middle;
    return x1 * y1 + (middle >> 32) + (carried >> 32);
}

/* Fewer remainders than this are made faster by dividing. */
#define FEW_REMAINDERS 64

/* x mod range, as low + x mod range; a range of 0 is all 2^32 values. */
static void integers_i32(const uint32_t *words, size_t n, uint32_t low, uint32_t range,
                         uint32_t *out)
{
    if (range == 0) {
        for (size_t i = 0; i < n; i++)
            out[i] = low + words[i];
    } else if (n < FEW_REMAINDERS) {
        for (size_t i = 0; i < n; i++)
            out[i] = low + words[i] % range;
    } else {
        reciprocal r = make_reciprocal(range, 32);
        uint32_t multiplier = (uint32_t)r.multiplier;
        for (size_t i = 0; i < n; i++) {
            uint32_t x = words[i];
            uint32_t t = (uint32_t)((uint64_t)multiplier * x >> 32);
            uint32_t quotient = (t + ((x - t) >> r.before)) >> r.after;
            out[i] = low + (x - quotient * range);
        }
    }
}

static void integers_i64(const uint32_t *words, size_t n, uint64_t low, uint64_t range,
                         uint64_t *out)
{
    if (range == 0) {
        for (size_t i = 0; i < n; i++)
            out[i] = low + px_pair(words + 2 * i);
    } else if (n < FEW_REMAINDERS) {
        for (size_t i = 0; i < n; i++)
            out[i] = low + px_pair(words + 2 * i) % range;
    } else {
        reciprocal r = make_reciprocal(range, 64);
        for (size_t i = 0; i < n; i++) {
            uint64_t x = px_pair(words + 2 * i);
            uint64_t t = mul_high_u64(x, r.multiplier);
            uint64_t quotient = (t + ((x - t) >> r.before)) >> r.after;
            out[i] = low + (x - quotient * range);
        }
    }
}

static int multiply_u32(const uint32_t *words, size_t n, uint32_t range, uint32_t least,
                        uint32_t *out)
{
    uint32_t found = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t product = (uint64_t)words[i] * range;
        out[i] = (uint32_t)(product >> 32);
        found |= (uint32_t)product < least;
    }
    return (int)found;
}

static int multiply_u64(const uint32_t *words, size_t n, uint64_t range, uint64_t least,
                        uint64_t *out)
{
    uint64_t r0 = (uint32_t)range, r1 = range >> 32, found = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t x0 = words[2 * i + 1], x1 = words[2 * i];
        uint64_t middle = x0 * r1 + (x0 * r0 >> 32);
        uint64_t carried = x1 * r0 + (uint32_t)middle;
        out[i] = x1 * r1 + (middle >> 32) + (carried >> 32);
        found |= (carried << 32 | (uint32_t)(x0 * r0)) < least;
    }
    return (int)found;
}

/* With a range for each, up to 2^32, and up to 2^64, which is 0.  Whether any word may
 * be rejected, or has the range 0. */
static int multiply_each_u32(const uint32_t *words, size_t n, const uint64_t *ranges,
                             uint64_t *x)
{
    uint64_t found = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t product = words[i] * ranges[i];
        x[i] = product >> 32;
        found |= (uint32_t)product < (uint32_t)ranges[i];
    }
    return (int)found;
}

static int multiply_each_u64(const uint32_t *words, size_t n, const uint64_t *ranges,
                             uint64_t *x)
{
    uint64_t found = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t r0 = (uint32_t)ranges[i], r1 = ranges[i] >> 32;
        uint64_t x0 = words[2 * i + 1], x1 = words[2 * i];
        uint64_t middle = x0 * r1 + (x0 * r0 >> 32);
        uint64_t carried = x1 * r0 + (uint32_t)middle;
        x[i] = x1 * r1 + (middle >> 32) + (carried >> 32);
        /* A range of 0 is more than that. */
        found |= (carried << 32 | (uint32_t)(x0 * r0)) <= ranges[i] - 1;
    }
    return (int)found;
}

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

#undef FEW_REMAINDERS
