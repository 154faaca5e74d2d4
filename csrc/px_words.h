/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The words of a stream one after the other, from a buffer of many blocks: what NumPy's
 * bitgen_t asks for, its state being a px_words, and the few values that a call for
 * one, or for some, takes.  Many values are left to px_fill.
 *
 * A place in a stream is counted in words.  A value of 32 bits takes the next word. One
 * of 64 bits takes the next pair that starts at an even place, and its first word is
 * the upper half; an odd word before it is dropped.
 */
#ifndef PX_WORDS_H
#define PX_WORDS_H

#include "px_philox.h"

#define PX_WORDS_BLOCKS 128
#define PX_WORDS        (4 * PX_WORDS_BLOCKS)
#define PX_WORDS_BATCH  64 /* what a kernel may read and write past the end */

/* Standard values that were made of words in the buffer before they were asked for:
 * those of words [begin, end), counted as `position` is. */
typedef struct px_ready {
    px_kind kind;
    px_type type;
    int32_t begin, end;
    union {
        double f64[(PX_WORDS + PX_WORDS_BATCH) / 2];
        float f32[PX_WORDS + PX_WORDS_BATCH];
    } values;
} px_ready;

/* Values of a block each that were made before they were asked for, one by one. */
#define PX_AHEAD 64

typedef struct px_ahead {
    px_kind kind;
    px_type type;
    uint64_t of[3]; /* the parameters' bits */
    px_stream next; /* where the next value is from, if the same is asked for again */
    uint32_t begin, end;
    uint64_t values[PX_AHEAD]; /* those that are left are [begin, end) */
} px_ahead;

/* The last words of the buffer are to come; stream.counter is that of the block behind
 * it. */
typedef struct px_words {
    px_stream stream;
    int32_t position; /* of the next word, from the end of the buffer: 0 or less */
    uint32_t skipped; /* words of that block that are used up, if the buffer is empty */
    uint32_t filled;  /* blocks that were last put into the buffer */
    uint32_t words[PX_WORDS + PX_WORDS_BATCH];
    px_ready ready;
    px_ahead ahead;
} px_words;

/* Go to the block at `counter`, of which `used` words, less than 4, are used up. */
void px_words_seek(px_words *w, px_counter counter, uint32_t used);

/* The counter of the block that the next word is in, and how many of its words are used
 * up. */
px_counter px_words_counter(const px_words *w, uint32_t *used);

/* Move on by n values of `size` words each, 1, 2 or 4.  Returns the stream at the block
 * where the first of them is, and in *first which value of that block it is. */
px_stream px_words_take(px_words *w, uint64_t n, uint32_t size, uint64_t *first);

/* The words of each value of a distribution. */
uint32_t px_words_of(const px_distribution *d);

/* Write the next n values to out.  For kinds that take 1, 2 or 4 words each, whatever
 * they are. */
void px_words_draw(px_words *w, const px_distribution *d, size_t n, void *out);

/* What follows is for values one by one. */

void px_words_refill(px_words *w);

static inline uint32_t px_words_u32(px_words *w)
{
    if (w->position == 0)
        px_words_refill(w);
    return w->words[PX_WORDS + w->position++];
}

static inline uint64_t px_words_u64(px_words *w)
{
    int32_t position = w->position + (w->position & 1);
    if (position == 0) {
        px_words_refill(w);
        position = w->position + (w->position & 1);
    }
    const uint32_t *pair = w->words + (PX_WORDS + position);
    w->position = position + 2;
    return (uint64_t)pair[0] << 32 | pair[1];
}

static inline float px_words_f32(px_words *w)
{
    return (float)(int32_t)(px_words_u32(w) >> 8) * 0x1p-24f;
}

static inline double px_words_f64(px_words *w)
{
    return (double)(int64_t)(px_words_u64(w) >> 11) * 0x1p-53;
}

/* A standard value of a kind that takes a pair, in float64; and the same made anew. */
double px_words_made_f64(px_words *w, px_kind kind);

static inline double px_words_standard_f64(px_words *w, px_kind kind)
{
    int32_t position = w->position + (w->position & 1);
    const px_ready *ready = &w->ready;
    if (ready->kind != kind || ready->type != PX_F64 || position < ready->begin ||
        position >= ready->end)
        return px_words_made_f64(w, kind);
    w->position = position + 2;
    return ready->values.f64[(position - ready->begin) / 2];
}

/* An unbiased integer on [0, range), of the next word or pair; a range of 0 is 2^64. */
uint64_t px_words_below(px_words *w, uint64_t range);

/* The same for NumPy's bitgen_t: w is a px_words. */
uint32_t px_words_next_u32(void *w);
uint64_t px_words_next_u64(void *w);
double px_words_next_f64(void *w);
uint64_t px_words_next_raw(void *w); /* as u32 */

#endif
