/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Integers of words: remainders, and high halves of products.  Included once in each
 * kernel file, inside its target region; no include guard for that reason.  Each loop
 * is its own definition; where VECTOR_INTEGERS is defined, whole vectors go through the
 * operations of the kernel file first, which are, beside some of px_vector-inl.h's,
 *
 *   halves, add_u32, sub_u32, mul_u32, min_u32, shift_right_u32
 *   sub_u64, mul_u64, shift_right_u64
 *
 * Nothing else is wanted.
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

#if defined(VECTOR_INTEGERS)

/* x * y of 64 bits, the halves of y apart, from the halves of x: the high half, and of
 * the low half the upper word, in the low half of `middle`. */
PX_INLINE vec product_u64(vec x0, vec x1, vec y0, vec y1, vec *middle)
{
    const vec low = splat(0xffffffffu);
    vec sum = add_u64(mul_low(x0, y1), high_by_shift(mul_low(x0, y0)));
    vec carried = add_u64(mul_low(x1, y0), and2(sum, low));
    *middle = carried;
    vec high = add_u64(mul_low(x1, y1), high_by_shift(sum));
    return add_u64(high, high_by_shift(carried));
}

/* The least of the low halves of the lanes. */
static inline uint32_t least_low_half(vec x)
{
    PX_ALIGN64 uint64_t lanes[LANES];
    uint32_t least = 0xffffffffu;
    store(lanes, x);
    for (int i = 0; i < LANES; i++)
        least = (uint32_t)lanes[i] < least ? (uint32_t)lanes[i] : least;
    return least;
}

#endif

/* x mod range, as low + x mod range; a range of 0 is all 2^32 values. */
static void integers_i32(const uint32_t *words, size_t n, uint32_t low, uint32_t range,
                         uint32_t *out)
{
    size_t i = 0;
    if (range == 0) {
        for (; i < n; i++)
            out[i] = low + words[i];
        return;
    }
    if (n < FEW_REMAINDERS) {
        for (; i < n; i++)
            out[i] = low + words[i] % range;
        return;
    }
    reciprocal r = make_reciprocal(range, 32);
    uint32_t multiplier = (uint32_t)r.multiplier;
#if defined(VECTOR_INTEGERS)
    const vec multipliers = splat(multiplier), lows = splat_u32(low);
    const vec ranges = splat_u32(range);
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        vec x = load(words + i);
        vec even = mul_low(x, multipliers),
            odd = mul_low(high_by_shift(x), multipliers);
        vec t = halves(high_by_shift(even), odd);
        vec quotient = add_u32(t, shift_right_u32(sub_u32(x, t), r.before));
        quotient = shift_right_u32(quotient, r.after);
        store(out + i, add_u32(sub_u32(x, mul_u32(quotient, ranges)), lows));
    }
#endif
    for (; i < n; i++) {
        uint32_t x = words[i];
        uint32_t t = (uint32_t)((uint64_t)multiplier * x >> 32);
        uint32_t quotient = (t + ((x - t) >> r.before)) >> r.after;
        out[i] = low + (x - quotient * range);
    }
}

static void integers_i64(const uint32_t *words, size_t n, uint64_t low, uint64_t range,
                         uint64_t *out)
{
    size_t i = 0;
    if (range == 0) {
        for (; i < n; i++)
            out[i] = low + px_pair(words + 2 * i);
        return;
    }
    if (n < FEW_REMAINDERS) {
        for (; i < n; i++)
            out[i] = low + px_pair(words + 2 * i) % range;
        return;
    }
    reciprocal r = make_reciprocal(range, 64);
#if defined(VECTOR_INTEGERS)
    const vec multiplier0 = splat(r.multiplier),
              multiplier1 = splat(r.multiplier >> 32);
    const vec ranges = splat(range), lows = splat(low);
    for (; i + LANES <= n; i += LANES) {
        vec x = load(words + 2 * i), unused;
        vec t = product_u64(x, high_by_shift(x), multiplier0, multiplier1, &unused);
        vec quotient = add_u64(t, shift_right_u64(sub_u64(x, t), r.before));
        quotient = shift_right_u64(quotient, r.after);
        store(out + i, add_u64(sub_u64(x, mul_u64(quotient, ranges)), lows));
    }
#endif
    for (; i < n; i++) {
        uint64_t x = px_pair(words + 2 * i);
        uint64_t t = mul_high_u64(x, r.multiplier);
        uint64_t quotient = (t + ((x - t) >> r.before)) >> r.after;
        out[i] = low + (x - quotient * range);
    }
}

static int multiply_u32(const uint32_t *words, size_t n, uint32_t range, uint32_t least,
                        uint32_t low, uint32_t *out)
{
    uint32_t found = 0;
    size_t i = 0;
#if defined(VECTOR_INTEGERS)
    const vec ranges = splat(range), lows = splat_u32(low);
    vec smallest = splat_u32(0xffffffffu);
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        vec x = load(words + i);
        vec even = mul_low(x, ranges), odd = mul_low(high_by_shift(x), ranges);
        smallest = min_u32(smallest, min_u32(even, odd));
        store(out + i, add_u32(halves(high_by_shift(even), odd), lows));
    }
    found = least_low_half(smallest) < least;
#endif
    for (; i < n; i++) {
        uint64_t product = (uint64_t)words[i] * range;
        out[i] = low + (uint32_t)(product >> 32);
        found |= (uint32_t)product < least;
    }
    return (int)found;
}

static int multiply_u64(const uint32_t *words, size_t n, uint64_t range, uint64_t least,
                        uint64_t low, uint64_t *out)
{
    uint64_t found = 0, r0 = (uint32_t)range, r1 = range >> 32;
    size_t i = 0;
#if defined(VECTOR_INTEGERS)
    const vec range0 = splat(r0), range1 = splat(r1), lows = splat(low);
    vec smallest = splat_u32(0xffffffffu);
    for (; i + LANES <= n; i += LANES) {
        vec pair = load(words + 2 * i), middle;
        vec high = product_u64(high_by_shift(pair), pair, range0, range1, &middle);
        smallest = min_u32(smallest, middle);
        store(out + i, add_u64(high, lows));
    }
    found = least_low_half(smallest) <= least >> 32; /* by the upper half alone */
#endif
    for (; i < n; i++) {
        uint64_t x0 = words[2 * i + 1], x1 = words[2 * i];
        uint64_t middle = x0 * r1 + (x0 * r0 >> 32);
        uint64_t carried = x1 * r0 + (uint32_t)middle;
        out[i] = low + (x1 * r1 + (middle >> 32) + (carried >> 32));
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

#define PUT(integer)                                                                   \
    for (size_t i = 0; i < n; i++)                                                     \
        ((integer *)out)[i] = (integer)(low + x[i]);                                   \
    break

static void low_plus(const uint32_t *x, size_t n, uint64_t low, px_type type, void *out)
{
    switch (type) {
    case PX_U8:
        PUT(uint8_t);
    case PX_U16:
        PUT(uint16_t);
    case PX_U32:
        PUT(uint32_t);
    default:
        PUT(uint64_t);
    }
}

#undef PUT
#undef FEW_REMAINDERS
