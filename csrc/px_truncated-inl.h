/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Standard normals with |z| < 2.  Included by px_truncated.c once for float and
 * once for double; no include guard for that reason.  Wants, and undefines: REAL, GROUP
 * (4, or 2), OUTSIDE (whether |z| >= 2), NORMAL (the kernel's function), and FINISH,
 * MISSING and TRUNCATED, the names of the functions that it defines.
 *
 * Group g of GROUP values reads blocks from 64 * GROUP * g on, and takes the normals
 * below 2 in order until it has GROUP of them.  The first block does for five groups
 * in six, so the first blocks of many groups are made at once, then the second blocks
 * of the groups that miss some.  What then is left, one in thousands, goes block by
 * block.
 */

/* The values of a group, of which n stand already, from the next block of `counter`
 * on. */
static void FINISH(const px_kernels *scalar, uint64_t key, px_counter counter, size_t n,
                   REAL *to)
{
    for (; n < GROUP; counter = px_counter_add(counter, 1)) {
        uint32_t words[4];
        REAL z[GROUP];
        scalar->blocks(key, counter, one_block, 1, words);
        scalar->NORMAL(words, 4, 1, PX_NOTHING, z);
        for (size_t j = 0; j < GROUP && n < GROUP; j++)
            if (!OUTSIDE(z[j]))
                to[n++] = z[j];
    }
}

/* The groups with a normal outside. */
static size_t MISSING(const REAL *z, size_t n_groups, uint32_t *missing)
{
    size_t n = 0;
    for (size_t g = 0; g < n_groups; g++) {
        int outside = 0;
        for (size_t j = 0; j < GROUP; j++)
            outside |= OUTSIDE(z[GROUP * g + j]);
        missing[n] = (uint32_t)g;
        n += (size_t)outside;
    }
    return n;
}

/* `out` has room for whole batches of groups and one value more. */
static void TRUNCATED(const px_kernels *k, const px_kernels *scalar, const px_stream *s,
                      uint64_t group, size_t n_groups, REAL *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    PX_ALIGN64 REAL second[GROUP * PX_CHUNK_BLOCKS];
    uint32_t missing[PX_CHUNK_BLOCKS + 1];
    const uint32_t stride = 64 * GROUP;
    px_counter counter = px_counter_add_product(s->counter, group, stride);
    size_t padded = px_round_up(n_groups, k->batch);

    k->blocks(s->key, counter, px_counter_add(no_blocks, stride), padded, words);
    k->NORMAL(words, 4 * padded, 1, PX_NOTHING, out);
    size_t n_missing = MISSING(out, n_groups, missing);

    padded = px_round_up(n_missing, k->batch);
    for (size_t m = n_missing; m < padded; m++)
        missing[m] = 0;
    k->blocks_at(s->key, px_counter_add(counter, 1), stride, missing, padded, words);
    k->NORMAL(words, 4 * padded, 1, PX_NOTHING, second);
    for (size_t m = 0; m < n_missing; m++) {
        REAL *to = out + GROUP * missing[m], behind = to[GROUP];
        size_t n = 0;
        for (size_t j = 0; j < GROUP; j++) {
            REAL next = to[j];
            to[n] = next;
            n += !OUTSIDE(next);
        }
        for (size_t j = 0; j < GROUP; j++) {
            REAL next = second[GROUP * m + j];
            to[n < GROUP ? n : GROUP] = next; /* without a branch */
            n += !OUTSIDE(next);
        }
        to[GROUP] = behind;
        if (n < GROUP)
            FINISH(
                scalar, s->key,
                px_counter_add(px_counter_add_product(counter, missing[m], stride), 2),
                n, to);
    }
}

#undef REAL
#undef GROUP
#undef OUTSIDE
#undef NORMAL
#undef FINISH
#undef MISSING
#undef TRUNCATED
