/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Integers on [0, range) without bias, each with an address of its own: see
 * PX_RETRY_KEY in px_philox.h.
 */
#include "px_internal.h"

static const px_counter one_block = {1, 0};

int px_range_takes_pairs(uint64_t range)
{
    return range - 1 > 0xffffffffu; /* 0, which is 2^64, too */
}

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
    return px_kernels_scalar.multiply_u64(pair, 1, range, least, x);
}

/* Try the n elements of a list again, in one stream of retries after the other, until
 * none is rejected.  The list is overwritten. */
static void retry(const px_kernels *k, uint64_t key, px_counter counter, uint32_t *list,
                  size_t n, uint64_t range, uint64_t least, void *x)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    uint32_t at[PX_CHUNK_BLOCKS];
    uint32_t per_block = px_range_takes_pairs(range) ? 2 : 4;
    while (n > 0) {
        size_t left = 0;
        key += PX_RETRY_KEY;
        for (size_t now, done = 0; done < n; done += now) {
            now = n - done < PX_CHUNK_BLOCKS ? n - done : PX_CHUNK_BLOCKS;
            size_t padded = px_round_up(now, k->batch);
            for (size_t j = 0; j < padded; j++)
                at[j] = j < now ? list[done + j] / per_block : 0;
            k->blocks_at(key, counter, 1, at, padded, words);
            for (size_t j = 0; j < now; j++) {
                uint32_t i = list[done + j];
                const uint32_t *w = words + 4 * j + 4 / per_block * (i % per_block);
                list[left] = i;
                if (per_block == 4)
                    left += (size_t)rejected_u32(w, (uint32_t)range, (uint32_t)least,
                                                 (uint32_t *)x + i);
                else
                    left += (size_t)rejected_u64(w, range, least, (uint64_t *)x + i);
            }
        }
        n = left;
    }
}

/* A range up to 2^32 over words. */
static void small_range(const px_kernels *k, uint64_t key, px_counter counter,
                        const uint32_t *words, size_t n, uint64_t range, uint32_t *x)
{
    uint32_t list[4 * PX_CHUNK_BLOCKS], n_rejected = 0;
    if (range == 0x100000000u) {
        memcpy(x, words, n * sizeof *x);
        return;
    }
    uint32_t r = (uint32_t)range, least = (0 - r) % r;
    if (!k->multiply_u32(words, n, r, least, x))
        return;
    for (uint32_t i = 0; i < n; i++) {
        list[n_rejected] = i;
        n_rejected += words[i] * r < least;
    }
    retry(k, key, counter, list, n_rejected, range, least, x);
}

/* A larger range over pairs of words; 0 is 2^64. */
static void large_range(const px_kernels *k, uint64_t key, px_counter counter,
                        const uint32_t *words, size_t n, uint64_t range, uint64_t *x)
{
    uint32_t list[2 * PX_CHUNK_BLOCKS], n_rejected = 0;
    if (range == 0) {
        k->integers_i64(words, n, 0, 0, x);
        return;
    }
    uint64_t least = (0 - range) % range;
    if (!k->multiply_u64(words, n, range, least, x))
        return;
    for (uint32_t i = 0; i < n; i++) {
        list[n_rejected] = i;
        n_rejected += px_pair(words + 2 * i) * range < least;
    }
    retry(k, key, counter, list, n_rejected, range, least, x);
}

#define PUT(integer)                                                                   \
    for (size_t i = 0; i < n; i++)                                                     \
        ((integer *)out)[i] = (integer)(d->low + x[i]);                                \
    break

/* low + x, in the type. */
static void put_small(const px_distribution *d, const uint32_t *x, size_t n, void *out)
{
    switch (d->type) {
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

void px_run_unbiased(const px_kernels *k, uint64_t key, px_counter counter,
                     size_t n_blocks, const px_distribution *d, void *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    PX_ALIGN64 uint32_t x[4 * PX_CHUNK_BLOCKS];
    unsigned char *to = out;
    while (n_blocks > 0) {
        size_t n = n_blocks < PX_CHUNK_BLOCKS ? n_blocks : PX_CHUNK_BLOCKS;
        k->blocks(key, counter, one_block, n, words);
        if (px_range_takes_pairs(d->range)) {
            uint64_t *values = (uint64_t *)(void *)to;
            large_range(k, key, counter, words, 2 * n, d->range, values);
            for (size_t i = 0; i < 2 * n; i++)
                values[i] += d->low;
            to += 16 * n;
        } else {
            small_range(k, key, counter, words, 4 * n, d->range, x);
            put_small(d, x, 4 * n, to);
            to += 4 * n * px_element_size(d->type);
        }
        counter = px_counter_add(counter, n);
        n_blocks -= n;
    }
}
