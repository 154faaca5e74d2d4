/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Inversion of a discrete distribution from a table: px_inverted for many values that
 * have the same parameters.
 */
#ifndef PX_INVERSION_H
#define PX_INVERSION_H

#include "px_discrete.h"

typedef struct {
    double left[PX_MOST_STEPS];
    int n;
    unsigned bits; /* of a pair that number an entry of the guide */
    /* How many of the probabilities are more than all uniforms of an entry are, and
     * whether there are some that are more than some. */
    unsigned char guide[1 << 10];
} px_inversion;

#define PX_HAS_MORE 0x80

static inline void px_make_guide(px_inversion *table)
{
    int size = 1 << table->bits, above = size; /* entries from here on are made */
    for (int x = 0; x < table->n; x++) {
        double place = table->left[x] * size;
        int entry = (int)place; /* the one that has uniforms on both sides */
        if (entry == place)
            entry--;
        if (entry + 1 < above)
            memset(table->guide + entry + 1, x, (size_t)(above - entry - 1));
        if (entry < above)
            table->guide[entry] = (unsigned char)(x | PX_HAS_MORE);
        above = entry < above ? entry : above;
    }
    memset(table->guide, table->n, (size_t)above);
}

static inline void px_make_inversion(const px_steps *s, size_t n, px_inversion *table)
{
    double left = s->some, p = s->none;
    int x = 0;
    while (left > 0x1p-64 && x < PX_MOST_STEPS) {
        p = p * px_step(s, x + 1.0);
        if (left - p == left)
            break;
        table->left[x++] = left;
        left = left - p;
    }
    table->n = x;
    table->bits = n < 32 ? 4 : n < 128 ? 7 : 10;
    px_make_guide(table);
}

static inline int px_look_up(const px_inversion *table, uint64_t pair)
{
    int x = table->guide[~pair >> (64 - table->bits)];
    if (x & PX_HAS_MORE) {
        double w = px_open_unit(~pair);
        x -= PX_HAS_MORE;
        while (x < table->n && table->left[x] > w)
            x++;
    }
    return x;
}

#endif
