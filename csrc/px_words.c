/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Words one after the other: see px_words.h.
 */
#include "px_words.h"

#include "px_internal.h"

#if defined(_MSC_VER)
#define NOINLINE __declspec(noinline)
#else
#define NOINLINE __attribute__((noinline))
#endif

#define N_WORDS (4 * PX_WORDS_BLOCKS)

/* Out of line, so that the functions that are called for each word stay small. */
static NOINLINE void refill(px_words *w)
{
    static const px_distribution bits = {PX_BITS, PX_U32, 0, 0, 0, 0};
    px_fill(&w->stream, &bits, 0, N_WORDS, w->words);
    w->stream.counter = px_counter_add(w->stream.counter, PX_WORDS_BLOCKS);
    w->position = -N_WORDS;
}

static NOINLINE uint32_t refilled_word(px_words *w)
{
    refill(w);
    return px_words_next_u32(w);
}

static NOINLINE uint64_t refilled_pair(px_words *w)
{
    uint64_t first = px_words_next_u32(w);
    return first << 32 | px_words_next_u32(w);
}

uint32_t px_words_next_u32(void *state)
{
    px_words *w = state;
    int64_t position = w->position;
    if (position == 0)
        return refilled_word(w);
    w->position = position + 1;
    return w->words[N_WORDS + position];
}

uint64_t px_words_next_u64(void *state)
{
    px_words *w = state;
    int64_t position = w->position;
    if (position > -2)
        return refilled_pair(w);
    w->position = position + 2;
    uint64_t pair = px_pair(w->words + (N_WORDS + position));
    return pair << 32 | pair >> 32; /* all of it one load and one rotation */
}

double px_words_next_double(void *state)
{
    uint64_t pair = px_words_next_u64(state);
    uint64_t bits = pair >> 37 << 26 | (pair >> 6 & 0x3ffffff);
    return (double)(int64_t)bits * 0x1p-53;
}

uint64_t px_words_next_raw(void *state)
{
    return px_words_next_u32(state);
}

void px_words_seek(px_words *w, px_counter counter, uint32_t used)
{
    w->stream.counter = counter;
    w->position = 0;
    if (used > 0) {
        refill(w);
        w->position += used;
    }
}

/* The counter so many blocks before the end of the buffer. */
static px_counter before_end(const px_words *w, uint64_t blocks)
{
    px_counter c = w->stream.counter;
    c.hi -= c.lo < blocks;
    c.lo -= blocks;
    return c;
}

px_counter px_words_counter(const px_words *w)
{
    return before_end(w, (uint64_t)(3 - w->position) / 4);
}

px_stream px_words_reserve(px_words *w, uint64_t blocks)
{
    uint64_t left = (uint64_t)-w->position / 4;
    px_stream found = {w->stream.key, before_end(w, left)};
    if (blocks <= left) {
        w->position = -4 * (int64_t)(left - blocks);
    } else {
        w->stream.counter = px_counter_add(found.counter, blocks);
        w->position = 0;
    }
    return found;
}
