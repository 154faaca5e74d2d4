/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Places in a permutation that is never made: a block cipher of just enough bits, used
 * again until the result is within the limit.  TensorFlow's random_index_shuffle_ops.cc
 * has it: Simon (Beaulieu et al., 2013), of 4 rounds.
 */
#include <math.h>

#include "px_internal.h"

/* The lowest bit of Simon's constant z, which goes into the fourth round key. */
#define ROUND_CONSTANT 0xfffffffdu

typedef struct cipher {
    unsigned half; /* bits of half a block: 8 to 32 */
    uint64_t mask;
    uint64_t keys[4];
} cipher;

/* Words of `half` bits, rotated to the left. */
static uint64_t rotated(const cipher *c, uint64_t x, unsigned by)
{
    by %= c->half;
    return (x << by | x >> (c->half - by)) & c->mask;
}

/* Half the bits of a block that holds the indices up to a limit: of an even number, at
 * least 16 and at most 64. */
static unsigned half_bits(uint64_t limit)
{
    unsigned bits = limit != 0 ? (unsigned)ceil(log2((double)limit)) : 0;
    bits += bits % 2;
    return (bits < 16 ? 16 : bits > 64 ? 64 : bits) / 2;
}

static cipher cipher_for(uint64_t limit, const uint32_t *key)
{
    cipher c = {.half = half_bits(limit)};
    c.mask = (UINT64_C(1) << c.half) - 1;
    for (int i = 0; i < 3; i++) {
        c.keys[i] = key[i] & c.mask;
    }
    c.keys[3] = (ROUND_CONSTANT & c.mask) ^ c.keys[0] ^
                rotated(&c, c.keys[2], c.half - 3) ^ rotated(&c, c.keys[2], c.half - 4);
    return c;
}

static uint64_t encrypted(const cipher *c, uint64_t block)
{
    uint64_t left = block >> c->half & c->mask, right = block & c->mask;
    for (int i = 0; i < 4; i++) {
        uint64_t mixed = (rotated(c, right, 1) & rotated(c, right, 8)) ^
                         rotated(c, right, 2) ^ left ^ c->keys[i];
        left = right;
        right = mixed;
    }
    return left << c->half | right;
}

void px_index_shuffle(const uint64_t *index, const uint64_t *limit, size_t limit_stride,
                      const uint32_t *key, size_t key_stride, size_t n, uint64_t *out)
{
    cipher c = cipher_for(limit[0], key);
    for (size_t i = 0; i < n; i++) {
        uint64_t largest = limit[i * limit_stride];
        if (i > 0 && (limit_stride | key_stride) != 0) {
            c = cipher_for(largest, key + i * key_stride);
        }
        uint64_t block = index[i];
        if (largest > 0) {
            do {
                block = encrypted(&c, block);
            } while (block > largest);
        }
        out[i] = block;
    }
}
