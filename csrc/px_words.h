/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The words of a stream one after the other, from a buffer of many blocks: what NumPy's
 * bitgen_t asks for, its state being a px_words.
 */
#ifndef PX_WORDS_H
#define PX_WORDS_H

#include "px_philox.h"

#define PX_WORDS_BLOCKS 256

/* The last words of the buffer are to come; stream.counter is that of the block behind
 * it. */
typedef struct px_words {
    px_stream stream;
    int64_t position; /* from the end of the buffer: 0 or less */
    uint32_t words[4 * PX_WORDS_BLOCKS];
} px_words;

/* Go to the block at `counter`, of which `used` words, less than 4, are used up. */
void px_words_seek(px_words *w, px_counter counter, uint32_t used);

/* The counter of the block that the next word is in. */
px_counter px_words_counter(const px_words *w);

/* Drop the rest of a half-used block, then move on by this many blocks.  Returns the
 * stream at the first of them. */
px_stream px_words_reserve(px_words *w, uint64_t blocks);

/* The next word; two words, the first of which is the high half; the upper 27 and 26
 * bits of two words as a double on [0, 1). */
uint32_t px_words_next_u32(void *w);
uint64_t px_words_next_u64(void *w);
double px_words_next_double(void *w);
uint64_t px_words_next_raw(void *w); /* as u32 */

#endif
