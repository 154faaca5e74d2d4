/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Philox and the uniforms over vectors of blocks.  Included once in each kernel file,
 * inside its target region and below the few operations that differ between
 * instruction sets; no include guard for that reason.  Wants:
 *
 *   vec, LANES, SIDE_BY_SIDE, block_of_lane
 *   splat, splat_f32, splat_f64, load, store
 *   unpack_low, unpack_high, unpack_swapped_low, unpack_swapped_high
 *   and_or, xor2, xor3, mul_low, add_u64, add_carry_u64
 *   high_by_shift, high_by_shuffle, shift_left_32, one_round
 *   upper_24, upper_53, add_f32, fma_f32, mul_f32, add_f64, fma_f64, mul_f64
 *
 * A vector (vec) has LANES lanes of 64 bits and holds one word of LANES blocks, each in
 * the low half of its lane.  What is above a word is left to be garbage: multiplying
 * ignores it.  SIDE_BY_SIDE vectors go through the rounds together, so that one's
 * multiplications run in the shadow of the others'.
 */

/* The words of LANES blocks. */
typedef struct {
    vec w0, w1, w2, w3;
} block_vector;

/* The same packed: a lane of `first` holds a block's words 0 and 1, of `second` its
 * words 2 and 3.  Of each pair the first word is the high half, as in a float64. */
typedef struct {
    vec first, second;
} pair_vector;

#define BYTES_OUT (16 * LANES) /* of LANES blocks */

/* The key of each round, in every lane; of the last round in the high halves. */
typedef struct {
    vec k0[PX_ROUNDS], k1[PX_ROUNDS];
} round_keys;

PX_INLINE round_keys make_keys(uint64_t key)
{
    round_keys keys = {{splat((uint32_t)key)}, {splat(key >> 32)}};
    PX_UNROLL
    for (int r = 1; r < PX_ROUNDS; r++) {
        keys.k0[r] = add_u64(keys.k0[r - 1], splat(PX_W0));
        keys.k1[r] = add_u64(keys.k1[r - 1], splat(PX_W1));
    }
    keys.k0[PX_ROUNDS - 1] = shift_left_32(keys.k0[PX_ROUNDS - 1]);
    keys.k1[PX_ROUNDS - 1] = shift_left_32(keys.k1[PX_ROUNDS - 1]);
    return keys;
}

/* The last round makes pairs.  Its products have words 1 and 3 in their low halves, and
 * in their high halves what becomes words 0 and 2. */
PX_INLINE pair_vector last_round(block_vector b, vec k0, vec k1)
{
    vec p0 = mul_low(b.w0, splat(PX_M0));
    vec p1 = mul_low(b.w2, splat(PX_M1));
    pair_vector pairs = {
        xor3(p1, shift_left_32(b.w1), k0),
        xor3(p0, shift_left_32(b.w3), k1),
    };
    return pairs;
}

/* What becomes of the pairs of LANES blocks: BYTES_OUT bytes of words, floats or
 * doubles.  `start` is minus `scale`. */
typedef struct {
    vec scale, start, offset;
} affine;
typedef void emitter(pair_vector pairs, affine a, unsigned char *out);

PX_INLINE pair_vector doubles_in_order(pair_vector p)
{
    pair_vector r = {unpack_low(p.first, p.second), unpack_high(p.first, p.second)};
    return r;
}

PX_INLINE pair_vector words_in_order(pair_vector p)
{
    pair_vector r = {unpack_swapped_low(p.first, p.second),
                     unpack_swapped_high(p.first, p.second)};
    return r;
}

PX_INLINE void emit_words(pair_vector pairs, affine a, unsigned char *out)
{
    (void)a;
    pairs = words_in_order(pairs);
    store(out, pairs.first);
    store(out + BYTES_OUT / 2, pairs.second);
}

PX_INLINE vec scaled_f32(vec words, affine a)
{
    vec x = and_or(words, splat(0x007fffff007fffff), splat(0x3f8000003f800000));
    return fma_f32(x, a.scale, a.start);
}

PX_INLINE void emit_f32(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = words_in_order(pairs);
    store(out, scaled_f32(pairs.first, a));
    store(out + BYTES_OUT / 2, scaled_f32(pairs.second, a));
}

PX_INLINE void emit_f32_offset(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = words_in_order(pairs);
    store(out, add_f32(scaled_f32(pairs.first, a), a.offset));
    store(out + BYTES_OUT / 2, add_f32(scaled_f32(pairs.second, a), a.offset));
}

PX_INLINE vec scaled_f64(vec words, affine a)
{
    vec x = and_or(words, splat(0xfffffffffffff), splat(0x3ff0000000000000));
    return fma_f64(x, a.scale, a.start);
}

PX_INLINE void emit_f64(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = doubles_in_order(pairs);
    store(out, scaled_f64(pairs.first, a));
    store(out + BYTES_OUT / 2, scaled_f64(pairs.second, a));
}

PX_INLINE void emit_f64_offset(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = doubles_in_order(pairs);
    store(out, add_f64(scaled_f64(pairs.first, a), a.offset));
    store(out + BYTES_OUT / 2, add_f64(scaled_f64(pairs.second, a), a.offset));
}

/* Full uniforms: integers times a scale that is already divided by 2^24, or 2^53. */
PX_INLINE void emit_full_f32(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = words_in_order(pairs);
    store(out, mul_f32(upper_24(pairs.first), a.scale));
    store(out + BYTES_OUT / 2, mul_f32(upper_24(pairs.second), a.scale));
}

PX_INLINE void emit_full_f32_offset(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = words_in_order(pairs);
    store(out, add_f32(mul_f32(upper_24(pairs.first), a.scale), a.offset));
    store(out + BYTES_OUT / 2,
          add_f32(mul_f32(upper_24(pairs.second), a.scale), a.offset));
}

PX_INLINE void emit_full_f64(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = doubles_in_order(pairs);
    store(out, mul_f64(upper_53(pairs.first), a.scale));
    store(out + BYTES_OUT / 2, mul_f64(upper_53(pairs.second), a.scale));
}

PX_INLINE void emit_full_f64_offset(pair_vector pairs, affine a, unsigned char *out)
{
    pairs = doubles_in_order(pairs);
    store(out, add_f64(mul_f64(upper_53(pairs.first), a.scale), a.offset));
    store(out + BYTES_OUT / 2,
          add_f64(mul_f64(upper_53(pairs.second), a.scale), a.offset));
}

/* The rounds from `round` on, and the output, of n vectors. */
PX_INLINE void finish(block_vector *b, int n, int round, const round_keys *keys,
                      emitter *emit, affine a, unsigned char *out)
{
    for (; round < PX_ROUNDS - 1; round++) {
        PX_UNROLL
        for (int i = 0; i < n; i++)
            one_round(&b[i].w0, &b[i].w1, &b[i].w2, &b[i].w3, &keys->k0[round],
                      &keys->k1[round]);
    }
    PX_UNROLL
    for (int i = 0; i < n; i++)
        emit(last_round(b[i], keys->k0[round], keys->k1[round]), a,
             out + BYTES_OUT * i);
}

/* Counters any stride apart, one to a lane. */
typedef struct {
    vec lo, hi;
} counter_vector;

static inline counter_vector make_counters(px_counter counter, px_counter stride)
{
    PX_ALIGN64 uint64_t lo[LANES], hi[LANES];
    for (int block = 0; block < LANES; block++) {
        int lane = 0;
        while (block_of_lane[lane] != (uint64_t)block)
            lane++;
        lo[lane] = counter.lo;
        hi[lane] = counter.hi;
        counter = px_add128(counter, stride);
    }
    counter_vector c = {load(lo), load(hi)};
    return c;
}

PX_INLINE block_vector words_of(counter_vector c)
{
    block_vector b = {c.lo, high_by_shift(c.lo), c.hi, high_by_shift(c.hi)};
    return b;
}

/* The next n vectors of such counters' blocks; `step` is LANES strides. */
PX_INLINE void strided(counter_vector *c, px_counter step, int n,
                       const round_keys *keys, emitter *emit, affine a,
                       unsigned char *out)
{
    block_vector b[SIDE_BY_SIDE];
    vec lo = splat(step.lo), hi = splat(step.hi);
    PX_UNROLL
    for (int i = 0; i < n; i++) {
        b[i] = words_of(*c);
        c->lo = add_u64(c->lo, lo);
        c->hi = add_carry_u64(add_u64(c->hi, hi), c->lo, lo);
    }
    finish(b, n, 0, keys, emit, a, out);
}

/* Among consecutive blocks in which word 0 does not carry, words 1 to 3 are constants.
 * Round 0 then needs no multiplication, for word 0 times M0 is a running sum; in round
 * 1 one of the two products is a constant, and word 3 is one in round 2. */
typedef struct {
    vec product; /* word 0 times M0 */
    vec word2_0; /* round 0: what is xored to make word 2 */
    vec word0_1; /* round 1: what is xored to make word 0 */
    vec word2_1; /* round 1: what is xored to make word 2 */
    vec word2_2; /* round 2: what is xored to make word 2 */
} counter_series;

PX_INLINE counter_series make_series(px_counter counter, uint64_t key)
{
    uint32_t c1 = (uint32_t)(counter.lo >> 32);
    uint32_t c2 = (uint32_t)counter.hi, c3 = (uint32_t)(counter.hi >> 32);
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    uint64_t p1 = (uint64_t)PX_M1 * c2;
    uint64_t p0 = (uint64_t)PX_M0 * ((uint32_t)(p1 >> 32) ^ c1 ^ k0);
    vec word0 = add_u64(splat(counter.lo), load(block_of_lane));
    counter_series series = {
        mul_low(word0, splat(PX_M0)),
        splat(c3 ^ k1),
        splat((uint32_t)p1 ^ (k0 + PX_W0)),
        splat((uint32_t)(p0 >> 32) ^ (k1 + PX_W1)),
        splat((uint32_t)p0 ^ (k1 + 2 * PX_W1)),
    };
    return series;
}

/* The next n vectors of a series. */
PX_INLINE void consecutive(counter_series *series, int n, const round_keys *keys,
                           emitter *emit, affine a, unsigned char *out)
{
    block_vector b[SIDE_BY_SIDE];
    PX_UNROLL
    for (int i = 0; i < n; i++) {
        vec p0 = series->product;
        vec w2 = xor2(high_by_shuffle(p0), series->word2_0);
        vec p1 = mul_low(w2, splat(PX_M1));
        block_vector words = {xor2(high_by_shift(p1), series->word0_1), p1,
                              xor2(p0, series->word2_1), series->word2_2};
        b[i] = words;
        series->product = add_u64(p0, splat((uint64_t)PX_M0 * LANES));
    }
    PX_UNROLL
    for (int i = 0; i < n; i++) {
        vec p0 = mul_low(b[i].w0, splat(PX_M0));
        vec p1 = mul_low(b[i].w2, splat(PX_M1));
        block_vector words = {xor3(high_by_shift(p1), b[i].w1, keys->k0[2]), p1,
                              xor2(high_by_shuffle(p0), b[i].w3), p0};
        b[i] = words;
    }
    finish(b, n, 3, keys, emit, a, out);
}

/* Consecutive blocks: runs, and between them the vector where word 0 carries. */
PX_INLINE void fill(uint64_t key, px_counter counter, size_t n_blocks, emitter *emit,
                    affine a, unsigned char *out)
{
    const px_counter one = {1, 0};
    round_keys keys = make_keys(key);
    for (size_t n = n_blocks / LANES, now; n > 0; n -= now) {
        uint64_t until_carry = (0x100000000u - (counter.lo & 0xffffffffu)) / LANES;
        now = n < until_carry ? n : (size_t)until_carry;
        if (now == 0) {
            counter_vector c = make_counters(counter, one);
            strided(&c, one, 1, &keys, emit, a, out);
            out += BYTES_OUT;
            now = 1;
        } else {
            counter_series series = make_series(counter, key);
            size_t i = now;
            for (; i >= SIDE_BY_SIDE;
                 i -= SIDE_BY_SIDE, out += SIDE_BY_SIDE * BYTES_OUT)
                consecutive(&series, SIDE_BY_SIDE, &keys, emit, a, out);
            for (; i > 0; i--, out += BYTES_OUT)
                consecutive(&series, 1, &keys, emit, a, out);
        }
        counter = px_counter_add(counter, now * LANES);
    }
}

static void blocks(uint64_t key, px_counter counter, px_counter stride, size_t n_blocks,
                   uint32_t *words)
{
    const affine none = {splat(0), splat(0), splat(0)};
    unsigned char *out = (unsigned char *)words;
    if (stride.lo == 1 && stride.hi == 0) {
        fill(key, counter, n_blocks, emit_words, none, out);
        return;
    }
    round_keys keys = make_keys(key);
    counter_vector c = make_counters(counter, stride);
    px_counter step = stride;
    for (int doubled = 1; doubled < LANES; doubled *= 2)
        step = px_add128(step, step);
    size_t n = n_blocks / LANES;
    for (; n >= SIDE_BY_SIDE; n -= SIDE_BY_SIDE, out += SIDE_BY_SIDE * BYTES_OUT)
        strided(&c, step, SIDE_BY_SIDE, &keys, emit_words, none, out);
    for (; n > 0; n--, out += BYTES_OUT)
        strided(&c, step, 1, &keys, emit_words, none, out);
}

static void blocks_at(uint64_t key, px_counter counter, uint32_t stride,
                      const uint32_t *at, size_t n_blocks, uint32_t *words)
{
    const affine none = {splat(0), splat(0), splat(0)};
    round_keys keys = make_keys(key);
    vec lo = splat(counter.lo), hi = splat(counter.hi);
    for (size_t b = 0; b < n_blocks; b += LANES) {
        PX_ALIGN64 uint64_t place[LANES];
        for (int i = 0; i < LANES; i++)
            place[i] = at[b + block_of_lane[i]];
        vec more = mul_low(load(place), splat(stride)), sum = add_u64(lo, more);
        counter_vector c = {sum, add_carry_u64(hi, sum, more)};
        block_vector v = words_of(c);
        finish(&v, 1, 0, &keys, emit_words, none, (unsigned char *)(words + 4 * b));
    }
}

static void uniform_f32(uint64_t key, px_counter counter, size_t n_blocks, float scale,
                        float offset, float *out)
{
    affine a = {splat_f32(scale), splat_f32(-scale), splat_f32(offset)};
    unsigned char *to = (unsigned char *)out;
    if (!px_scale_folds(scale))
        px_kernels_scalar.uniform_f32(key, counter, n_blocks, scale, offset, out);
    else if (offset == 0)
        fill(key, counter, n_blocks, emit_f32, a, to);
    else
        fill(key, counter, n_blocks, emit_f32_offset, a, to);
}

static void uniform_f64(uint64_t key, px_counter counter, size_t n_blocks, double scale,
                        double offset, double *out)
{
    affine a = {splat_f64(scale), splat_f64(-scale), splat_f64(offset)};
    unsigned char *to = (unsigned char *)out;
    if (!px_scale_folds(scale))
        px_kernels_scalar.uniform_f64(key, counter, n_blocks, scale, offset, out);
    else if (offset == 0)
        fill(key, counter, n_blocks, emit_f64, a, to);
    else
        fill(key, counter, n_blocks, emit_f64_offset, a, to);
}

static void full_uniform_f32(uint64_t key, px_counter counter, size_t n_blocks,
                             float scale, float offset, float *out)
{
    affine a = {splat_f32(scale * 0x1p-24f), splat(0), splat_f32(offset)};
    unsigned char *to = (unsigned char *)out;
    if (!px_scale_shifts_f32(scale))
        px_kernels_scalar.full_uniform_f32(key, counter, n_blocks, scale, offset, out);
    else if (offset == 0)
        fill(key, counter, n_blocks, emit_full_f32, a, to);
    else
        fill(key, counter, n_blocks, emit_full_f32_offset, a, to);
}

static void full_uniform_f64(uint64_t key, px_counter counter, size_t n_blocks,
                             double scale, double offset, double *out)
{
    affine a = {splat_f64(scale * 0x1p-53), splat(0), splat_f64(offset)};
    unsigned char *to = (unsigned char *)out;
    if (!px_scale_shifts_f64(scale))
        px_kernels_scalar.full_uniform_f64(key, counter, n_blocks, scale, offset, out);
    else if (offset == 0)
        fill(key, counter, n_blocks, emit_full_f64, a, to);
    else
        fill(key, counter, n_blocks, emit_full_f64_offset, a, to);
}

#undef BYTES_OUT
