/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Searches: which of many streams gives values that are known.  The block that holds
 * the first value is made for hundreds of candidates at a time; only the few candidates
 * whose first value fits are looked at whole.
 */
#include "px_internal.h"

/* Values of one candidate that are made at a time. */
#define PIECE 64

static const px_counter no_blocks = {0, 0};

/* Integers in the order of 16-bit floats; both zeros are 0. */
static int order16(uint16_t bits)
{
    return bits & 0x8000 ? -(bits & 0x7fff) : bits;
}

#define WITHIN(TYPE, KEY)                                                              \
    (KEY(((const TYPE *)low)[j]) <= KEY(((const TYPE *)values)[i]) &&                  \
     KEY(((const TYPE *)values)[i]) <= KEY(((const TYPE *)high)[j]))

/* Whether values[i] is in [low[j], high[j]]. */
static int within(px_type type, const void *values, size_t i, const void *low,
                  const void *high, size_t j)
{
    switch (type) {
    case PX_U32:
        return WITHIN(uint32_t, );
    case PX_U64:
        return WITHIN(uint64_t, );
    case PX_I32:
        return WITHIN(int32_t, );
    case PX_I64:
        return WITHIN(int64_t, );
    case PX_F32:
        return WITHIN(float, );
    case PX_F64:
        return WITHIN(double, );
    default:
        return WITHIN(uint16_t, order16);
    }
}

/* Whether elements [first, first + n) of a stream lie within their bounds. */
static int fits(const px_stream *s, const px_distribution *d, uint64_t first, size_t n,
                const void *low, const void *high)
{
    PX_ALIGN64 unsigned char values[8 * PIECE];
    for (size_t done = 0; done < n; done += PIECE) {
        size_t piece = n - done < PIECE ? n - done : PIECE;
        if (px_fill(s, d, first + done, piece, values) != 0)
            return 0;
        for (size_t i = 0; i < piece; i++)
            if (!within(d->type, values, i, low, high, done + i))
                return 0;
    }
    return 1;
}

static int is_truncated(const px_distribution *d)
{
    return d->kind == PX_TRUNCATED_NORMAL || d->kind == PX_TRUNCATED_NORMAL_1_0;
}

/* The distribution of a truncated normal's values before any is dropped. */
static px_distribution untruncated(const px_distribution *d)
{
    px_distribution normal = *d;
    if (is_truncated(d))
        normal.kind = d->kind == PX_TRUNCATED_NORMAL ? PX_NORMAL : PX_NORMAL_1_0;
    return normal;
}

/* For each of n_blocks first blocks of truncated normals, whether a normal up to the
 * one at `lane` is dropped, so that the block does not tell the element at `lane`. */
static void find_drops(const px_kernels *k, const px_distribution *d,
                       const uint32_t *words, size_t n_blocks, size_t lane,
                       unsigned char *drops)
{
    PX_ALIGN64 union {
        float f32[4 * PX_CHUNK_BLOCKS];
        double f64[2 * PX_CHUNK_BLOCKS];
    } z;
    size_t lanes = px_elements_per_block(d);
    if (d->type == PX_F64)
        k->normal_f64(words, 4 * n_blocks, 1, PX_NOTHING, z.f64);
    else
        k->normal_f32(words, 4 * n_blocks, 1, PX_NOTHING, z.f32);
    for (size_t b = 0; b < n_blocks; b++) {
        drops[b] = 0;
        for (size_t i = lanes * b; i <= lanes * b + lane; i++) {
            double x = d->type == PX_F64 ? z.f64[i] : (double)z.f32[i];
            drops[b] |= !(x < 2 && x > -2);
        }
    }
}

/* TensorFlow's key for the seeds of stateless ops (stateless_random_ops.cc,
 * GenerateKey): the block of counter (s, t) is key and upper counter half. */
#define SCRAMBLE_KEY 0x02461e293ec8f720u

size_t px_search_scrambled(px_counter seeds, uint64_t step, size_t n,
                           const px_distribution *d, uint64_t first, size_t n_values,
                           const void *low, const void *high, uint64_t *hits)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    const px_kernels *k = px_kernels_active();
    const px_counter stride = {0, step};
    size_t n_hits = 0;
    for (size_t done = 0; done < n; done += PX_CHUNK_BLOCKS) {
        size_t chunk = n - done < PX_CHUNK_BLOCKS ? n - done : PX_CHUNK_BLOCKS;
        size_t padded = px_round_up(chunk, k->batch);
        k->blocks(SCRAMBLE_KEY, seeds, stride, padded, words);
        seeds.hi += step * chunk;
        for (size_t i = 0; i < chunk; i++) {
            const uint32_t *w = words + 4 * i;
            px_stream s = {w[0] | (uint64_t)w[1] << 32,
                           {0, w[2] | (uint64_t)w[3] << 32}};
            if (fits(&s, d, first, 1, low, high) &&
                fits(&s, d, first, n_values, low, high))
                hits[n_hits++] = done + i;
        }
    }
    return n_hits;
}

size_t px_search(const px_stream *start, uint64_t step, size_t n,
                 const px_distribution *d, uint64_t first, size_t n_values,
                 const void *low, const void *high, uint64_t *hits)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    PX_ALIGN64 unsigned char values[16 * PX_CHUNK_BLOCKS];
    unsigned char drops[PX_CHUNK_BLOCKS] = {0};
    const px_kernels *k = px_kernels_for(d);
    const px_distribution values_of = untruncated(d);
    const px_counter stride = {0, step};
    size_t lanes = px_elements_per_block(d), lane = (size_t)(first % lanes);
    /* The block that tells the first value: a group of truncated normals has 64 for
     * each of its elements. */
    px_counter told = is_truncated(d)
                          ? px_counter_add_product(no_blocks, first - lane, 64)
                          : px_counter_add(no_blocks, first / lanes);
    px_stream candidate = *start;
    size_t n_hits = 0;

    for (size_t done = 0; done < n; done += PX_CHUNK_BLOCKS) {
        size_t chunk = n - done < PX_CHUNK_BLOCKS ? n - done : PX_CHUNK_BLOCKS;
        size_t padded = px_round_up(chunk, k->batch);
        px_counter counter = px_add128(candidate.counter, told);
        k->blocks(start->key, counter, stride, padded, words);
        px_method_of(&values_of)->make(k, words, 4 * padded, &values_of, values);
        if (is_truncated(d))
            find_drops(k, d, words, padded, lane, drops);
        for (size_t i = 0; i < chunk; i++) {
            if ((drops[i] || within(d->type, values, lanes * i + lane, low, high, 0)) &&
                fits(&candidate, d, first, n_values, low, high))
                hits[n_hits++] = done + i;
            candidate.counter = px_add128(candidate.counter, stride);
        }
    }
    return n_hits;
}
