/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Integers on [0, range) without bias, each with an address of its own: see
 * PX_RETRY_KEY in px_philox.h.
 */
#include "px_internal.h"

static const px_counter one_block = {1, 0};

/* Consecutive elements of a stream, of which the first may be within a block; their
 * words. */
typedef struct {
    uint64_t key;
    px_counter counter;
    const uint32_t *words;
    uint32_t first;
} places;

/* Whether x is rejected that one word, or a pair, gives, and x. */
static int rejected_u32(const uint32_t *word, uint32_t range, uint32_t least,
                        uint32_t *x)
{
    uint64_t product = (uint64_t)*word * range;
    *x = (uint32_t)(product >> 32);
    return (uint32_t)product < least;
}

static int rejected_u64(const uint32_t *pair, uint64_t range, uint64_t least,
                        uint64_t *x)
{
    uint64_t low;
    *x = px_product(px_high_pair(pair), range, &low);
    return low < least;
}

/* Try the n elements of a list again, in one stream of retries after the other, until
 * none is rejected, and put low + x.  The list is overwritten. */
static void retry(const px_kernels *k, places p, uint32_t *list, size_t n,
                  uint64_t range, uint64_t least, uint64_t low, void *x)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    uint32_t at[PX_CHUNK_BLOCKS];
    uint32_t per_block = px_range_takes_pairs(range) ? 2 : 4;
    while (n > 0) {
        size_t left = 0;
        p.key += PX_RETRY_KEY;
        for (size_t now, done = 0; done < n; done += now) {
            now = n - done < PX_CHUNK_BLOCKS ? n - done : PX_CHUNK_BLOCKS;
            size_t padded = px_round_up(now, k->batch);
            for (size_t j = 0; j < padded; j++)
                at[j] = j < now ? (p.first + list[done + j]) / per_block : 0;
            k->blocks_at(p.key, p.counter, 1, at, padded, words);
            for (size_t j = 0; j < now; j++) {
                uint32_t i = list[done + j], in_block = (p.first + i) % per_block;
                const uint32_t *w = words + 4 * j + 4 / per_block * in_block;
                list[left] = i;
                if (per_block == 4) {
                    uint32_t *to = (uint32_t *)x + i;
                    left +=
                        (size_t)rejected_u32(w, (uint32_t)range, (uint32_t)least, to);
                    *to += (uint32_t)low;
                } else {
                    uint64_t *to = (uint64_t *)x + i;
                    left += (size_t)rejected_u64(w, range, least, to);
                    *to += low;
                }
            }
        }
        n = left;
    }
}

/* A range up to 2^32 over words. */
static void small_range(const px_kernels *k, places p, size_t n, uint64_t range,
                        uint32_t low, uint32_t *x)
{
    uint32_t list[4 * PX_CHUNK_BLOCKS], n_rejected = 0;
    if (range == 0x100000000u) {
        k->integers_i32(p.words, n, low, 0, x);
        return;
    }
    uint32_t r = (uint32_t)range, least = (0 - r) % r;
    if (!k->multiply_u32(p.words, n, r, least, low, x))
        return;
    for (uint32_t i = 0; i < n; i++) {
        list[n_rejected] = i;
        n_rejected += p.words[i] * r < least;
    }
    retry(k, p, list, n_rejected, range, least, low, x);
}

/* A larger range over pairs of words; 0 is 2^64. */
static void large_range(const px_kernels *k, places p, size_t n, uint64_t range,
                        uint64_t low, uint64_t *x)
{
    uint32_t list[2 * PX_CHUNK_BLOCKS], n_rejected = 0;
    if (range == 0) {
        for (size_t i = 0; i < n; i++)
            x[i] = low + px_high_pair(p.words + 2 * i);
        return;
    }
    uint64_t least = (0 - range) % range;
    if (!k->multiply_u64(p.words, n, range, least, low, x))
        return;
    for (uint32_t i = 0; i < n; i++) {
        list[n_rejected] = i;
        n_rejected += px_high_pair(p.words + 2 * i) * range < least;
    }
    retry(k, p, list, n_rejected, range, least, low, x);
}

/* At most so many elements as a chunk of words has. */
static void put(const px_kernels *k, places p, size_t n, const px_distribution *d,
                void *out)
{
    if (px_range_takes_pairs(d->range)) {
        large_range(k, p, n, d->range, d->low, out);
    } else if (d->type == PX_U32) {
        small_range(k, p, n, d->range, (uint32_t)d->low, out);
    } else {
        PX_ALIGN64 uint32_t x[4 * PX_CHUNK_BLOCKS];
        small_range(k, p, n, d->range, 0, x);
        k->low_plus(x, n, d->low, d->type, out);
    }
}

void px_unbiased_from_words(uint64_t key, px_counter counter, const uint32_t *words,
                            uint32_t first, size_t n, const px_distribution *d,
                            void *out)
{
    places p = {key, counter, words, first};
    put(px_kernels_active(), p, n, d, out);
}

void px_unbiased_batches(const px_kernels *k, uint64_t key, px_counter counter,
                         size_t n_blocks, const px_distribution *d, void *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    size_t per_block = px_takes_pairs(d) ? 2 : 4, size = px_element_size(d->type);
    unsigned char *to = out;
    while (n_blocks > 0) {
        size_t n = n_blocks < PX_CHUNK_BLOCKS ? n_blocks : PX_CHUNK_BLOCKS;
        places p = {key, counter, words, 0};
        k->blocks(key, counter, one_block, n, words);
        put(k, p, per_block * n, d, to);
        to += per_block * n * size;
        counter = px_counter_add(counter, n);
        n_blocks -= n;
    }
}

/* With a range for each, which hardly ever needs the division; 0 is 2^64. */
static int rejected_each(const uint32_t *words, uint32_t size, uint64_t range,
                         uint64_t *x)
{
    uint64_t low;
    if (size == 2) {
        uint64_t pair = px_high_pair(words);
        *x = pair;
        if (range == 0)
            return 0;
        *x = px_product(pair, range, &low);
        return low < range && low < (0 - range) % range;
    }
    uint64_t product = *words * range;
    uint32_t r = (uint32_t)range;
    *x = product >> 32;
    return (uint32_t)product < r && (uint32_t)product < (0 - r) % r;
}

/* At most PX_CHUNK_BLOCKS elements, of `size` words each. */
static void each(const px_kernels *k, places p, size_t n, uint32_t size,
                 const uint64_t *range, ptrdiff_t stride, uint64_t *x)
{
    PX_ALIGN64 uint32_t retries[4 * PX_CHUNK_BLOCKS];
    uint32_t list[PX_CHUNK_BLOCKS], at[PX_CHUNK_BLOCKS], per_block = 4 / size;
    size_t rejected = 0;
    uint64_t ranges[PX_CHUNK_BLOCKS];
    if (stride != 1) {
        for (size_t i = 0; i < n; i++)
            ranges[i] = range[(ptrdiff_t)i * stride];
        range = ranges;
    }
    int may_be = size == 1 ? k->multiply_each_u32(p.words, n, range, x)
                           : k->multiply_each_u64(p.words, n, range, x);
    if (!may_be)
        return;
    for (uint32_t i = 0; i < n; i++) {
        list[rejected] = i;
        rejected += (size_t)rejected_each(p.words + size * i, size, range[i], x + i);
    }
    while (rejected > 0) {
        size_t left = 0, padded = px_round_up(rejected, k->batch);
        for (size_t j = 0; j < padded; j++)
            at[j] = j < rejected ? (p.first + list[j]) / per_block : 0;
        p.key += PX_RETRY_KEY;
        k->blocks_at(p.key, p.counter, 1, at, padded, retries);
        for (size_t j = 0; j < rejected; j++) {
            uint32_t i = list[j], in_block = (p.first + i) % per_block;
            list[left] = i;
            left += (size_t)rejected_each(retries + 4 * j + size * in_block, size,
                                          range[i], x + i);
        }
        rejected = left;
    }
}

#define PUT_EACH(integer)                                                              \
    for (size_t i = 0; i < n; i++)                                                     \
        ((integer *)out)[i] = (integer)(low[(ptrdiff_t)i * stride] + x[i]);            \
    break

PX_INLINE void put_each(px_type type, size_t n, const uint64_t *low, ptrdiff_t stride,
                        const uint64_t *x, void *out)
{
    switch (type) {
    case PX_U8:
        PUT_EACH(uint8_t);
    case PX_U16:
        PUT_EACH(uint16_t);
    case PX_U32:
        PUT_EACH(uint32_t);
    default:
        PUT_EACH(uint64_t);
    }
}

void px_fill_unbiased_arrays(const px_stream *s, const px_distribution *d,
                             uint64_t first, size_t n, void *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    uint64_t x[PX_CHUNK_BLOCKS];
    const px_kernels *k = px_kernels_active();
    const px_array *low = &d->arrays[0], *range = &d->arrays[1];
    size_t per_block = px_takes_pairs(d) ? 2 : 4;
    uint32_t size = px_takes_pairs(d) ? 2 : 1;
    unsigned char *to = out;
    for (size_t now, done = 0; done < n; done += now) {
        uint64_t place = first + done;
        size_t skip = (size_t)(place % per_block);
        px_counter counter = px_counter_add(s->counter, place / per_block);
        now = n - done < PX_CHUNK_BLOCKS - skip ? n - done : PX_CHUNK_BLOCKS - skip;
        size_t n_blocks = (skip + now + per_block - 1) / per_block;
        k->blocks(s->key, counter, one_block, px_round_up(n_blocks, k->batch), words);
        places p = {s->key, counter, words + size * skip, (uint32_t)skip};
        const uint64_t *ranges = range->data, *lows = low->data;
        each(k, p, now, size,
             ranges ? ranges + (ptrdiff_t)done * range->stride : &d->range,
             ranges ? range->stride : 0, x);
        if (lows && low->stride == 1)
            put_each(d->type, now, lows + done, 1, x, to);
        else
            put_each(d->type, now,
                     lows ? lows + (ptrdiff_t)done * low->stride : &d->low,
                     lows ? low->stride : 0, x, to);
        to += now * px_element_size(d->type);
    }
}
