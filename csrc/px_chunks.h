/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What makers of chunks share: blocks as pairs, and tries until none is rejected.
 *
 * Vectors go beyond the end of a chunk, up to a whole batch.
 */
#ifndef PX_CHUNKS_H
#define PX_CHUNKS_H

#include "px_families.h"

enum {
    PX_CHUNK = PX_CHUNK_BLOCKS,
    PX_LISTED = PX_CHUNK + 16 /* room of a list, and of a vector more */
};

/* The words of pairs, as they are in memory. */
typedef struct px_pairs {
    PX_ALIGN64 uint64_t first[PX_CHUNK], second[PX_CHUNK];
} px_pairs;

static inline size_t px_padded(const px_chunk *c, size_t n)
{
    return px_round_up(n, c->k->batch);
}

static inline double px_parameter_at(px_parameter p, size_t j)
{
    return p.data[j * p.stride];
}

/* The pairs of a chunk's blocks in the stream of a key, or of those that a list
 * numbers; n is a whole number of batches. */
void px_chunk_pairs(const px_chunk *c, uint64_t key, const uint32_t *list, size_t n,
                    px_pairs *p);

/* Standard ones, by inversion. */
void px_chunk_normals(const px_chunk *c, const uint64_t *bits, size_t n, double *z);
void px_chunk_exponentials(const px_chunk *c, const uint64_t *bits, size_t n,
                           double *e);

/* A list's length without entries from n on, which are its last. */
size_t px_list_cut(const uint32_t *list, size_t listed, size_t n);

/* Fill up the last batch of a list of n; its length then. */
size_t px_list_pad(const px_chunk *c, uint32_t *list, size_t n);

/* Keep those entries of a list that another numbers. */
void px_list_keep(uint32_t *list, const uint32_t *kept, size_t n);

/* The values of a parameter that a list numbers, put there if there is more than one.
 */
px_parameter px_listed(px_parameter p, const uint32_t *list, size_t n, double *values);

/* One try of n values: put them, and list those that are rejected. */
typedef size_t px_tries(const px_chunk *c, const px_pairs *p, px_parameter shape,
                        size_t n, double *value, uint32_t *list);

/* Values, each of the first of its tries that is not rejected; the first tries are from
 * the stream of a key. */
void px_until_accepted(const px_chunk *c, uint64_t key, px_tries *tries,
                       px_parameter shape, double *value);

#endif
