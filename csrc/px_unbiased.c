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

/* The block that an element tries in a stream of retries. */
static void retry_block(uint64_t key, px_counter counter, size_t block, uint32_t w[4])
{
    px_kernels_scalar.blocks(key, px_counter_add(counter, block), one_block, 1, w);
}

static uint32_t retry_u32(uint64_t key, px_counter counter, size_t i, uint32_t range,
                          uint32_t least)
{
    for (;;) {
        uint32_t w[4];
        key += PX_RETRY_KEY;
        retry_block(key, counter, i / 4, w);
        uint64_t product = (uint64_t)w[i % 4] * range;
        if ((uint32_t)product >= least)
            return (uint32_t)(product >> 32);
    }
}

static uint64_t retry_u64(uint64_t key, px_counter counter, size_t i, uint64_t range,
                          uint64_t least)
{
    for (;;) {
        uint32_t w[4];
        uint64_t x;
        key += PX_RETRY_KEY;
        retry_block(key, counter, i / 2, w);
        if (!px_kernels_scalar.multiply_u64(w + i % 2 * 2, 1, range, least, &x))
            return x;
    }
}

/* A range up to 2^32 over words. */
static void small_range(const px_kernels *k, uint64_t key, px_counter counter,
                        const uint32_t *words, size_t n, uint64_t range, uint32_t *x)
{
    if (range == 0x100000000u) {
        memcpy(x, words, n * sizeof *x);
        return;
    }
    uint32_t r = (uint32_t)range, least = (0 - r) % r;
    if (!k->multiply_u32(words, n, r, least, x))
        return;
    for (size_t i = 0; i < n; i++)
        if (words[i] * r < least)
            x[i] = retry_u32(key, counter, i, r, least);
}

/* A larger range over pairs of words; 0 is 2^64. */
static void large_range(const px_kernels *k, uint64_t key, px_counter counter,
                        const uint32_t *words, size_t n, uint64_t range, uint64_t *x)
{
    if (range == 0) {
        k->integers_i64(words, n, 0, 0, x);
        return;
    }
    uint64_t least = (0 - range) % range;
    if (!k->multiply_u64(words, n, range, least, x))
        return;
    for (size_t i = 0; i < n; i++)
        if (px_pair(words + 2 * i) * range < least)
            x[i] = retry_u64(key, counter, i, range, least);
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
