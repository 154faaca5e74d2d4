/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What makers of chunks share: see px_chunks.h.
 */
#include "px_chunks.h"

static const px_counter one_block = {1, 0};

void px_chunk_pairs(const px_chunk *c, uint64_t key, const uint32_t *list, size_t n,
                    px_pairs *p)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK];
    if (list)
        c->k->blocks_at(key, c->counter, 1, list, n, words);
    else
        c->k->blocks(key, c->counter, one_block, n, words);
    c->k->split_pairs(words, n, p->first, p->second);
}

void px_chunk_normals(const px_chunk *c, const uint64_t *bits, size_t n, double *z)
{
    c->k->inverse_normal_f64((const uint32_t *)bits, n, 1, PX_NOTHING, z);
}

void px_chunk_exponentials(const px_chunk *c, const uint64_t *bits, size_t n, double *e)
{
    c->k->exponential_f64((const uint32_t *)bits, n, 1, e);
}

size_t px_list_cut(const uint32_t *list, size_t listed, size_t n)
{
    while (listed > 0 && list[listed - 1] >= n)
        listed--;
    return listed;
}

size_t px_list_pad(const px_chunk *c, uint32_t *list, size_t n)
{
    size_t padded = px_padded(c, n);
    for (size_t j = n; j < padded; j++)
        list[j] = list[0];
    return padded;
}

void px_list_keep(uint32_t *list, const uint32_t *kept, size_t n)
{
    for (size_t j = 0; j < n; j++)
        list[j] = list[kept[j]];
}

px_parameter px_listed(px_parameter p, const uint32_t *list, size_t n, double *values)
{
    px_parameter listed = {values, 1};
    if (p.stride == 0)
        return p;
    for (size_t j = 0; j < n; j++)
        values[j] = p.data[list[j]];
    return listed;
}

void px_until_accepted(const px_chunk *c, uint64_t key, px_tries *tries,
                       px_parameter shape, double *value)
{
    px_pairs p;
    uint32_t list[PX_LISTED], again[PX_LISTED];
    px_chunk_pairs(c, key, NULL, px_padded(c, c->n), &p);
    size_t n = tries(c, &p, shape, c->n, value, list);
    while (n > 0) {
        PX_ALIGN64 double shapes[PX_CHUNK], values[PX_CHUNK];
        size_t padded = px_list_pad(c, list, n);
        px_parameter listed = px_listed(shape, list, padded, shapes);
        key += PX_RETRY_KEY;
        px_chunk_pairs(c, key, list, padded, &p);
        size_t left = tries(c, &p, listed, n, values, again);
        for (size_t j = 0; j < n; j++)
            value[list[j]] = values[j];
        px_list_keep(list, again, left);
        n = left;
    }
}
