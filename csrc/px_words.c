/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Words one after the other: see px_words.h.
 */
#include "px_words.h"

#if defined(_MSC_VER)
#define NOINLINE __declspec(noinline)
#else
#define NOINLINE __attribute__((noinline))
#endif

/* Out of line, so that the functions that are called for each word stay small. */
static NOINLINE void refill(px_words *w)
{
    static const px_distribution bits = {PX_BITS, PX_U32, 0, 0, 0, 0};
    w->stream.counter = px_counter_add(w->stream.counter, w->filled / 4);
    px_fill(&w->stream, &bits, 0, 4 * PX_WORDS_BLOCKS, w->words);
    w->used = 0;
    w->filled = 4 * PX_WORDS_BLOCKS;
}

static NOINLINE uint32_t refilled_word(px_words *w)
{
    refill(w);
    return w->words[w->used++];
}

static NOINLINE uint64_t refilled_pair(px_words *w)
{
    uint64_t first = px_words_next_u32(w);
    return first << 32 | px_words_next_u32(w);
}

uint32_t px_words_next_u32(void *state)
{
    px_words *w = state;
    return w->used < w->filled ? w->words[w->used++] : refilled_word(w);
}

uint64_t px_words_next_u64(void *state)
{
    px_words *w = state;
    uint32_t used = w->used;
    if (w->filled - used < 2)
        return refilled_pair(w);
    w->used = used + 2;
    return (uint64_t)w->words[used] << 32 | w->words[used + 1];
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
    w->used = w->filled = 0;
    if (used > 0) {
        refill(w);
        w->used = used;
    }
}

px_counter px_words_counter(const px_words *w)
{
    return px_counter_add(w->stream.counter, w->used / 4);
}

px_stream px_words_reserve(px_words *w, uint64_t blocks)
{
    uint32_t begun = (w->used + 3) / 4;
    px_stream found = {w->stream.key, px_counter_add(w->stream.counter, begun)};
    if (blocks <= w->filled / 4 - begun) {
        w->used = 4 * (begun + (uint32_t)blocks);
    } else {
        w->stream.counter = px_counter_add(found.counter, blocks);
        w->used = w->filled = 0;
    }
    return found;
}
