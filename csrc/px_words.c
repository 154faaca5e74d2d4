/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Words one after the other: see px_words.h.
 */
#include "px_words.h"

#include "px_internal.h"

/* After a jump fewer words are made at once: who draws many values at a time, by
 * px_fill, may need only a few between. */
#define FIRST_BLOCKS 16

void px_words_refill(px_words *w)
{
    const px_distribution bits = px_bits(PX_U32);
    uint32_t n = w->filled == 0 ? FIRST_BLOCKS : w->filled * 4;
    w->filled = n < PX_WORDS_BLOCKS ? n : PX_WORDS_BLOCKS;
    px_fill(&w->stream, &bits, 0, 4 * w->filled, w->words + PX_WORDS - 4 * w->filled);
    w->stream.counter = px_counter_add(w->stream.counter, w->filled);
    w->position = (int32_t)(w->skipped - 4 * w->filled);
    w->skipped = 0;
    w->ready.begin = w->ready.end = 0;
}

uint32_t px_words_next_u32(void *state)
{
    return px_words_u32(state);
}

uint64_t px_words_next_u64(void *state)
{
    return px_words_u64(state);
}

double px_words_next_f64(void *state)
{
    return px_words_f64(state);
}

uint64_t px_words_next_raw(void *state)
{
    return px_words_u32(state);
}

void px_words_seek(px_words *w, px_counter counter, uint32_t used)
{
    w->stream.counter = counter;
    w->position = 0;
    w->skipped = used;
    w->filled = 0;
    w->ready.begin = w->ready.end = 0;
}

/* The counter so many blocks before the end of the buffer. */
static px_counter before_end(const px_words *w, uint32_t blocks)
{
    px_counter c = w->stream.counter;
    c.hi -= c.lo < blocks;
    c.lo -= blocks;
    return c;
}

/* The blocks from that of a position to the end of the buffer. */
static uint32_t blocks_to_end(int32_t position)
{
    return (uint32_t)(3 - position) / 4;
}

px_counter px_words_counter(const px_words *w, uint32_t *used)
{
    *used = w->position == 0 ? w->skipped : (uint32_t)w->position & 3;
    return before_end(w, blocks_to_end(w->position));
}

px_stream px_words_take(px_words *w, uint64_t n, uint32_t size, uint64_t *first)
{
    uint32_t used;
    px_stream found = {w->stream.key, px_words_counter(w, &used)};
    if (n == 0) {
        *first = 0;
        return found;
    }
    /* Up to the next multiple of size, which may be the next block. */
    used = (used + size - 1) & ~(size - 1);
    found.counter = px_counter_add(found.counter, used / 4);
    *first = used % 4 / size;
    uint32_t left = (uint32_t)-w->position & ~(size - 1);
    if (n <= left / size) {
        w->position = -(int32_t)(left - (uint32_t)n * size);
        return found;
    }
    uint64_t per_block = 4 / size, last = *first + n % per_block;
    px_counter end = px_counter_add(found.counter, n / per_block + last / per_block);
    px_words_seek(w, end, (uint32_t)(last % per_block) * size);
    return found;
}

uint32_t px_words_of(const px_distribution *d)
{
    return px_words_per_element(d);
}

/* The place of the next value of so many words; there are words from there on. */
static int32_t next_place(px_words *w, uint32_t size)
{
    int32_t place = -(int32_t)((uint32_t)-w->position & ~(size - 1));
    if (place == 0) {
        px_words_refill(w);
        place = -(int32_t)((uint32_t)-w->position & ~(size - 1));
    }
    return place;
}

/* Values ahead are made when one kind is asked for again and again. */
#define WORDS_AHEAD 128

/* Standard values of n words from a place on. */
static size_t made_ready(px_words *w, px_kind kind, px_type type, int32_t place,
                         size_t n)
{
    px_ready *r = &w->ready;
    int same = r->kind == kind && r->type == type;
    if (same && place >= r->begin && place + (int32_t)n <= r->end)
        return (size_t)(place - r->begin);
    if (same && place <= r->end && n < WORDS_AHEAD)
        n = WORDS_AHEAD < (size_t)-place ? WORDS_AHEAD : (size_t)-place;
    const px_distribution standard = px_scaled(kind, type, 1, PX_NOTHING);
    const px_kernels *k = px_kernels_for(&standard);
    px_method_of(&standard)->make(k, w->words + PX_WORDS + place,
                                  4 * px_round_up((n + 3) / 4, k->batch), &standard,
                                  &r->values);
    r->kind = kind;
    r->type = type;
    r->begin = place;
    r->end = place + (int32_t)n;
    return 0;
}

double px_words_made_f64(px_words *w, px_kind kind)
{
    int32_t place = next_place(w, 2);
    size_t at = made_ready(w, kind, PX_F64, place, 2);
    w->position = place + 2;
    return w->ready.values.f64[at / 2];
}

static void affine_f32(const float *z, size_t n, const px_distribution *d, float *out)
{
    float scale = (float)d->scale, offset = (float)d->offset;
    for (size_t i = 0; i < n; i++)
        out[i] = z[i] * scale + offset;
}

static void affine_f64(const double *z, size_t n, const px_distribution *d, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = z[i] * d->scale + d->offset;
}

static void uniform_f32(const uint32_t *words, size_t n, const px_distribution *d,
                        float *out)
{
    float scale = (float)d->scale, offset = (float)d->offset;
    for (size_t i = 0; i < n; i++)
        out[i] = px_upper_f32(words[i]) * scale + offset;
}

static void uniform_f64(const uint32_t *words, size_t n, const px_distribution *d,
                        double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_upper_f64(px_high_pair(words + 2 * i)) * d->scale + d->offset;
}

/* n values of words in the buffer. */
static void draw_from(px_words *w, const px_distribution *d, int32_t place, size_t n,
                      void *out)
{
    const uint32_t *words = w->words + PX_WORDS + place;
    size_t at;
    if (px_is_family(d)) {
        px_family_of_words(words, n, d, out);
    } else if (d->kind == PX_BITS) {
        memcpy(out, words, n * sizeof *words);
    } else if (d->kind == PX_UNBIASED) {
        uint32_t size = px_words_per_element(d), used = (uint32_t)place & 3;
        px_unbiased_from_words(w->stream.key, before_end(w, blocks_to_end(place)),
                               words, used / size, n, d, out);
    } else if (d->type == PX_F64) {
        if (d->kind == PX_FULL_UNIFORM) {
            uniform_f64(words, n, d, out);
        } else {
            at = made_ready(w, d->kind, PX_F64, place, 2 * n) / 2;
            affine_f64(w->ready.values.f64 + at, n, d, out);
        }
    } else {
        if (d->kind == PX_FULL_UNIFORM) {
            uniform_f32(words, n, d, out);
        } else {
            at = made_ready(w, d->kind, PX_F32, place, n);
            affine_f32(w->ready.values.f32 + at, n, d, out);
        }
    }
}

/* Whether what is asked for is what was asked for last, with the value after it. */
static int is_asked_again(const px_ahead *a, const px_stream *s,
                          const px_distribution *d)
{
    if (a->kind != d->kind || a->type != d->type || a->next.key != s->key ||
        a->next.counter.lo != s->counter.lo || a->next.counter.hi != s->counter.hi)
        return 0;
    for (int i = 0; i < 3; i++)
        if (px_is_array(d, i) && px_in_memory(d->arrays[i].data) != a->of[i])
            return 0;
    return 1;
}

/* One value of a block.  Several at once cost little more, so if they are asked for one
 * by one, some are made ahead. */
static void draw_one(px_words *w, const px_distribution *d, void *out)
{
    px_ahead *a = &w->ahead;
    uint64_t first;
    const px_stream s = px_words_take(w, 1, 4, &first);
    size_t size = px_element_size(d->type);
    if (is_asked_again(a, &s, d)) {
        if (a->begin == a->end) {
            a->end = a->end == 0 ? PX_AHEAD / 8 : PX_AHEAD;
            a->begin = 0;
            px_fill(&s, d, 0, a->end, a->values);
        }
        memcpy(out, (const char *)a->values + size * a->begin++, size);
    } else {
        a->kind = d->kind;
        a->type = d->type;
        for (int i = 0; i < 3; i++)
            a->of[i] = px_is_array(d, i) ? px_in_memory(d->arrays[i].data) : 0;
        a->begin = a->end = 0;
        px_fill(&s, d, 0, 1, out);
    }
    a->next.key = s.key;
    a->next.counter = px_counter_add(s.counter, 1);
}

void px_words_draw(px_words *w, const px_distribution *d, size_t n, void *out)
{
    uint32_t size = px_words_per_element(d);
    unsigned char *to = out;
    if (px_is_family(d) && (size > 2 || n > 1)) {
        uint64_t first;
        if (n == 1 && size == 4) {
            draw_one(w, d, out);
            return;
        }
        px_stream s = px_words_take(w, n, size, &first);
        px_fill(&s, d, first, n, out);
        return;
    }
    while (n > 0) {
        int32_t place = next_place(w, size);
        size_t there = (size_t)-place / size, now = n < there ? n : there;
        draw_from(w, d, place, now, to);
        w->position = place + (int32_t)(now * size);
        to += now * px_element_size(d->type);
        n -= now;
    }
}

/* A word or pair was rejected; those in its place of other streams are tried. */
static uint64_t retried(const px_words *w, uint64_t range, uint32_t size)
{
    int32_t place = w->position - (int32_t)size;
    px_stream s = {w->stream.key, before_end(w, blocks_to_end(place))};
    px_distribution d = px_unbiased(PX_U64, 0, range);
    uint64_t x;
    px_fill(&s, &d, ((uint32_t)place & 3) / size, 1, &x);
    return x;
}

uint64_t px_words_below(px_words *w, uint64_t range)
{
    if (px_range_takes_pairs(range)) {
        uint64_t pair = px_words_u64(w), low;
        if (range == 0)
            return pair;
        uint64_t x = px_product(pair, range, &low);
        return low < range && low < (0 - range) % range ? retried(w, range, 2) : x;
    }
    uint64_t product = px_words_u32(w) * range;
    uint32_t low = (uint32_t)product, r = (uint32_t)range;
    return low < r && low < (0 - r) % r ? retried(w, range, 1) : product >> 32;
}
