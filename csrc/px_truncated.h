/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Standard normals with |z| < 2.  Included by px_fill.c once for float and once for
 * double, with REAL, GROUP (4, or 2), TRUNCATED (the function's name) and NORMAL (the
 * kernel's) defined.
 *
 * Group g of GROUP values reads blocks from 64 * GROUP * g on, and takes the normals
 * below 2 in order until it has GROUP of them.  The first block does for five groups
 * in six, so the first blocks of many groups are made at once, then the second blocks,
 * of which only the missing groups' are turned into normals; what then is left goes
 * block by block.
 */

static void TRUNCATED(const px_kernels *k, const px_kernels *scalar, const px_stream *s,
                      uint64_t group, size_t n_groups, REAL *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    PX_ALIGN64 REAL z[GROUP * PX_CHUNK_BLOCKS];
    uint32_t missing[PX_CHUNK_BLOCKS];
    unsigned char filled[PX_CHUNK_BLOCKS];
    size_t n_missing = 0;
    px_counter stride = {64 * GROUP, 0};
    px_counter counter = add_product(s->counter, 64 * GROUP, group);
    size_t padded = px_round_up(n_groups, k->batch);

    k->blocks(s->key, counter, stride, padded, words);
    k->NORMAL(words, 4 * padded, PX_TAIL_CLIPPED, 1, PX_NOTHING, z);
    for (size_t g = 0; g < n_groups; g++) {
        unsigned n = 0;
        for (size_t j = GROUP * g; j < GROUP * g + GROUP; j++) {
            out[GROUP * g + n] = z[j];
            n += z[j] < 2 && z[j] > -2;
        }
        missing[n_missing] = (uint32_t)g;
        filled[n_missing] = (unsigned char)n;
        n_missing += n < GROUP;
    }
    if (n_missing == 0)
        return;

    k->blocks(s->key, px_counter_add(counter, 1), stride, padded, words);
    for (size_t m = 0; m < n_missing; m++)
        memmove(words + 4 * m, words + 4 * missing[m], 4 * sizeof *words);
    k->NORMAL(words, 4 * px_round_up(n_missing, k->batch), PX_TAIL_CLIPPED, 1,
              PX_NOTHING, z);
    for (size_t m = 0; m < n_missing; m++) {
        REAL *to = out + GROUP * missing[m];
        const REAL *from = z + GROUP * m;
        REAL block[GROUP];
        uint64_t next = 2;
        for (unsigned n = filled[m];;) {
            for (size_t j = 0; j < GROUP && n < GROUP; j++)
                if (from[j] < 2 && from[j] > -2)
                    to[n++] = from[j];
            if (n == GROUP)
                break;
            px_counter c = add_product(counter, 64 * GROUP, missing[m]);
            uint32_t w[4];
            scalar->blocks(s->key, px_counter_add(c, next++), stride, 1, w);
            scalar->NORMAL(w, 4, PX_TAIL_CLIPPED, 1, PX_NOTHING, block);
            from = block;
        }
    }
}
