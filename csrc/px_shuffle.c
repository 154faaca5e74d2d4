/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Random orders: see px_shuffle.h.
 */
#include "px_shuffle.h"

#include "px_internal.h"

/* The most sides that each number of dice of a pair may have: the roots of 2^56.  With
 * fewer than the last, a pair is enough for all steps. */
static const uint32_t most_sides[] = {
    0, 0, 268435456, 416127, 16384, 2352, 645, 256, 128, 74, 48, 34, 25, 19, 16,
};
#define MOST_DICE ((int)(sizeof most_sides / sizeof *most_sides) - 1)

static int dice_of(uint64_t sides, int m)
{
    while (m < MOST_DICE && sides <= most_sides[m + 1])
        m++;
    return m;
}

/* Groups from the next step on whose dice are all thrown, and are m a pair. */
static uint64_t whole_groups(uint64_t sides, int m)
{
    uint64_t each = (uint64_t)(PX_DICE_PAIRS * m), last = each;
    if (m < MOST_DICE && most_sides[m + 1] > last)
        last = most_sides[m + 1];
    return sides > last ? (sides - last + each - 1) / each : 0;
}

/* Pairs of the last group. */
static uint32_t last_pairs(uint64_t sides, int m)
{
    return ((uint32_t)sides - 1 + (uint32_t)m - 1) / (uint32_t)m;
}

uint64_t px_order_pairs(uint64_t n, uint64_t steps)
{
    uint64_t pairs = 0;
    for (int m = 1; n > 1 && steps > 0;) {
        m = dice_of(n, m);
        uint64_t each = (uint64_t)(PX_DICE_PAIRS * m), groups = whole_groups(n, m);
        if (groups == 0)
            return pairs + last_pairs(n, m);
        if (groups > (steps - 1) / each)
            groups = (steps - 1) / each + 1;
        pairs += PX_DICE_PAIRS * groups;
        n -= each * groups;
        steps -= steps < each * groups ? steps : each * groups;
    }
    return pairs;
}

/* Orders of so few pairs take them from the generator's buffer. */
#define FEW_PAIRS 64

void px_order_begin(px_order *o, px_words *w, uint64_t n, uint64_t steps,
                    uint64_t shuffles)
{
    uint64_t pairs = px_order_pairs(n, steps) * shuffles;
    uint32_t used;
    px_order_again(o, n);
    o->begin = o->end = PX_DICE_PAIRS;
    if (pairs > FEW_PAIRS) {
        o->stream = px_words_take(w, pairs, 2, &o->place);
        o->unmade = pairs;
        return;
    }
    o->stream.key = w->stream.key;
    o->stream.counter = px_words_counter(w, &used);
    o->place = (used + 1) / 2;
    o->unmade = 0;
    for (uint64_t i = 0; i < pairs; i++, o->end++) {
        uint64_t pair = px_words_u64(w);
        o->words[2 * o->end] = (uint32_t)(pair >> 32);
        o->words[2 * o->end + 1] = (uint32_t)pair;
    }
}

/* Make words of the next pairs, behind those that are left, less than a group. */
static void refill(px_order *o)
{
    static const px_counter one_block = {1, 0};
    const px_kernels *k = px_kernels_active();
    uint32_t left = o->end - o->begin;
    uint64_t next = o->place + left;
    uint32_t skipped = (uint32_t)(next % 2), most = PX_ORDER_PAIRS - skipped;
    uint32_t n = o->unmade < most ? (uint32_t)o->unmade : most;
    memmove(o->words + 2 * (PX_DICE_PAIRS - left), o->words + 2 * o->begin,
            8 * (size_t)left);
    k->blocks(o->stream.key, px_counter_add(o->stream.counter, next / 2), one_block,
              px_round_up((skipped + n + 1) / 2, k->batch),
              o->words + 2 * PX_DICE_PAIRS);
    /* Only the first pair of all can be the second of a block. */
    o->begin = PX_DICE_PAIRS + skipped - left;
    o->end = PX_DICE_PAIRS + skipped + n;
    o->unmade -= n;
}

/* Try a pair again in the same place of other streams, until it is not rejected. */
static void throw_again(const px_order *o, uint64_t place, uint64_t sides, uint64_t by,
                        int m, uint64_t least, uint64_t *out)
{
    px_stream s = {o->stream.key, px_counter_add(o->stream.counter, place / 2)};
    const px_distribution bits = px_bits(PX_U32);
    uint32_t words[2];
    uint64_t x;
    do {
        s.key += PX_RETRY_KEY;
        px_fill(&s, &bits, place % 2 * 2, 2, words);
        x = px_high_pair(words);
        for (int d = 0; d < m; d++)
            out[by * (uint64_t)d] = px_product(x, sides - by * (uint64_t)d, &x);
    } while (x < least);
}

/* Try a pair again if its m dice, each with `by` sides less than the one before, have
 * left too little.  Hardly any pair needs the division. */
static void check(const px_order *o, uint64_t place, uint64_t sides, uint64_t by, int m,
                  uint64_t left, uint64_t *out)
{
    uint64_t product = 1;
    for (int d = 0; d < m; d++)
        product *= sides - by * (uint64_t)d;
    if (left >= product)
        return;
    uint64_t least = (0 - product) % product;
    if (left < least)
        throw_again(o, place, sides, by, m, least, out);
}

/* Every product of sides is less. */
#define BOUND ((uint64_t)1 << 56)

/* Dice of one pair or two are thrown faster one by one. */
#define FEW_CHAINS 2

static void last_group(const px_order *o, uint32_t pairs, uint64_t *out)
{
    uint64_t left[PX_DICE_PAIRS];
    uint32_t sides = (uint32_t)o->sides, steps = sides - 1;
    int n_dice = (int)((steps + pairs - 1) / pairs);
    const px_kernels *k =
        pairs <= FEW_CHAINS ? &px_kernels_scalar : px_kernels_active();
    k->last_dice(o->words + 2 * o->begin, pairs, sides, n_dice, out, left);
    for (uint32_t b = 0; b < pairs; b++) {
        if (left[b] < BOUND)
            check(o, o->place + b, sides - b, pairs, (int)((steps - b - 1) / pairs + 1),
                  left[b], out + b);
    }
}

/* A whole group of one die a pair, with more than 2^32 - 1 sides. */
static void large_group(const px_order *o, uint64_t *out)
{
    for (uint32_t b = 0; b < PX_DICE_PAIRS; b++) {
        uint64_t x = px_high_pair(o->words + 2 * (o->begin + b));
        out[b] = px_product(x, o->sides - b, &x);
        check(o, o->place + b, o->sides - b, 0, 1, x, out + b);
    }
}

static void whole(const px_order *o, size_t groups, int m, uint64_t *out)
{
    uint64_t left[PX_ORDER_PAIRS + PX_DICE_PAIRS], bound = o->sides;
    for (int d = 1; d < m; d++)
        bound *= o->sides;
    if (!px_kernels_active()->dice(o->words + 2 * o->begin, groups, (uint32_t)o->sides,
                                   m, bound, out, left))
        return;
    for (size_t i = 0; i < PX_DICE_PAIRS * groups; i++) {
        if (left[i] < bound) {
            size_t group = i / PX_DICE_PAIRS, pair = i % PX_DICE_PAIRS;
            size_t step = PX_DICE_PAIRS * (size_t)m * group + pair;
            check(o, o->place + i, o->sides - step, PX_DICE_PAIRS, m, left[i],
                  out + step);
        }
    }
}

size_t px_order_next(px_order *o)
{
    if (o->sides <= 1)
        return 0;
    int m = o->dice = dice_of(o->sides, o->dice);
    uint64_t groups = whole_groups(o->sides, m);
    uint32_t pairs = groups ? PX_DICE_PAIRS : last_pairs(o->sides, m);
    uint32_t steps = groups ? pairs * (uint32_t)m : (uint32_t)o->sides - 1;
    if (o->end - o->begin < pairs)
        refill(o);
    if (groups == 0) {
        last_group(o, pairs, o->steps);
    } else if (o->sides > UINT32_MAX) {
        large_group(o, o->steps);
    } else {
        uint32_t n = (o->end - o->begin) / pairs, most = PX_ORDER_STEPS / steps;
        n = n < most ? n : most;
        n = n < groups ? n : (uint32_t)groups;
        whole(o, n, m, o->steps);
        pairs *= n;
        steps *= n;
    }
    o->begin += pairs;
    o->place += pairs;
    o->sides -= steps;
    return steps;
}

void px_things_set(px_things *t, void *data, size_t item_size, int axes,
                   const int64_t *shape, const int64_t *strides, int along)
{
    t->data = data;
    t->size = item_size;
    t->stride = (ptrdiff_t)strides[along];
    t->axes = 0;
    for (int i = axes - 1; i >= 0; i--) {
        if (i == along || shape[i] == 1)
            continue;
        t->length[t->axes] = (size_t)shape[i];
        t->step[t->axes] = (ptrdiff_t)strides[i];
        t->axes++;
    }
}

static ptrdiff_t absolute(ptrdiff_t x)
{
    return x < 0 ? -x : x;
}

void px_things_merge(px_things *t)
{
    int merged = 0;
    for (int i = 1; i < t->axes; i++) {
        for (int j = i; j > 0 && absolute(t->step[j]) < absolute(t->step[j - 1]); j--) {
            ptrdiff_t step = t->step[j];
            size_t length = t->length[j];
            t->step[j] = t->step[j - 1];
            t->length[j] = t->length[j - 1];
            t->step[j - 1] = step;
            t->length[j - 1] = length;
        }
    }
    for (; merged < t->axes && t->step[merged] == (ptrdiff_t)t->size; merged++)
        t->size *= t->length[merged];
    t->axes -= merged;
    memmove(t->step, t->step + merged, (size_t)t->axes * sizeof *t->step);
    memmove(t->length, t->length + merged, (size_t)t->axes * sizeof *t->length);
}

/* So many steps before its move the place of a thing is fetched, if it may be far. */
#define AHEAD 24

void px_count(int64_t *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (int64_t)i;
}

/* Things that spread over more bytes than this are out of most second-level caches. */
#define FAR_BYTES 4194304

/* Swap what may be the same, or overlap. */
#define SWAP(bytes)                                                                    \
    do {                                                                               \
        unsigned char x[bytes], y[bytes];                                              \
        memcpy(x, a, bytes);                                                           \
        memcpy(y, b, bytes);                                                           \
        memcpy(a, y, bytes);                                                           \
        memcpy(b, x, bytes);                                                           \
        a += bytes;                                                                    \
        b += bytes;                                                                    \
    } while (0)

/* From so many bytes on memcpy is faster than a loop. */
#define LARGE_PIECE 512

static void swap_large(unsigned char *a, unsigned char *b, size_t size)
{
    unsigned char x[2048];
    for (size_t now; size > 0 && a != b; size -= now, a += now, b += now) {
        now = size < sizeof x ? size : sizeof x;
        memcpy(x, a, now);
        memmove(a, b, now);
        memcpy(b, x, now);
    }
}

PX_INLINE void swap(unsigned char *a, unsigned char *b, size_t size)
{
    if (size >= LARGE_PIECE) {
        swap_large(a, b, size);
        return;
    }
    for (; size >= 64; size -= 64)
        SWAP(64);
    for (; size >= 16; size -= 16)
        SWAP(16);
    if (size & 8)
        SWAP(8);
    if (size & 4)
        SWAP(4);
    if (size & 2)
        SWAP(2);
    if (size & 1)
        SWAP(1);
}

/* Consecutive steps, carried out in each of several places. */
typedef struct {
    const uint64_t *steps;
    size_t n, places;
    ptrdiff_t apart;
} moves;

PX_INLINE void carry_out(const moves *m, unsigned char *data, size_t size,
                         ptrdiff_t stride, int far)
{
    for (size_t place = 0; place < m->places; place++, data += m->apart) {
        unsigned char *a = data;
        for (size_t i = 0; i < m->n; i++, a += stride) {
            if (far) {
                size_t later = i + AHEAD < m->n ? AHEAD : 0;
                PX_PREFETCH(a + ((ptrdiff_t)(m->steps[i + later] + later)) * stride);
            }
            swap(a, a + (ptrdiff_t)m->steps[i] * stride, size);
        }
    }
}

#define OF_SIZE(bytes)                                                                 \
    case bytes:                                                                        \
        if (stride != bytes)                                                           \
            carry_out(m, data, bytes, stride, 0);                                      \
        else if (far)                                                                  \
            carry_out(m, data, bytes, bytes, 1);                                       \
        else                                                                           \
            carry_out(m, data, bytes, bytes, 0);                                       \
        break

static void carry_out_any(const moves *m, unsigned char *data, size_t size,
                          ptrdiff_t stride, int far)
{
    switch (size) {
        OF_SIZE(1);
        OF_SIZE(2);
        OF_SIZE(4);
        OF_SIZE(8);
        OF_SIZE(16);
    default:
        carry_out(m, data, size, stride, 1);
    }
}

/* Go to the next place along axes from one on; 0 after the last. */
static int next_place(const px_things *t, int axis, size_t *digits,
                      unsigned char **data)
{
    for (; axis < t->axes; axis++) {
        *data += t->step[axis];
        if (++digits[axis] < t->length[axis])
            return 1;
        *data -= t->step[axis] * (ptrdiff_t)t->length[axis];
        digits[axis] = 0;
    }
    return 0;
}

void px_shuffle(px_order *o, const px_things *t, uint64_t steps)
{
    unsigned char *first = t->data;
    int far = (double)o->sides * (double)absolute(t->stride) > FAR_BYTES;
    for (size_t n; steps > 0 && (n = px_order_next(o)) > 0; steps -= n) {
        size_t digits[PX_THINGS_AXES] = {0};
        unsigned char *data = first;
        n = n < steps ? n : (size_t)steps;
        moves m = {o->steps, n, 1, 0};
        if (t->axes > 0) {
            m.places = t->length[0];
            m.apart = t->step[0];
        }
        do {
            carry_out_any(&m, data, t->size, t->stride, far);
        } while (next_place(t, 1, digits, &data));
        first += (ptrdiff_t)n * t->stride;
    }
}

void px_shuffle_each(px_order *o, const px_things *t, uint64_t n)
{
    size_t digits[PX_THINGS_AXES] = {0};
    px_things line = {.data = t->data, .size = t->size, .stride = t->stride};
    do {
        px_order_again(o, n);
        px_shuffle(o, &line, n);
    } while (next_place(t, 0, digits, &line.data));
}

#define GATHER(bytes)                                                                  \
    case bytes:                                                                        \
        for (size_t i = 0; i < n; i++)                                                 \
            memcpy(to + (ptrdiff_t)i * t->stride,                                      \
                   from + (ptrdiff_t)order[i] * s->stride, bytes);                     \
        break

void px_gather(const px_things *t, const px_things *s, const int64_t *order, size_t n)
{
    size_t digits[PX_THINGS_AXES] = {0}, same[PX_THINGS_AXES] = {0};
    unsigned char *to = t->data, *from = s->data;
    do {
        switch (t->size) {
            GATHER(1);
            GATHER(2);
            GATHER(4);
            GATHER(8);
            GATHER(16);
        default:
            for (size_t i = 0; i < n; i++)
                memcpy(to + (ptrdiff_t)i * t->stride,
                       from + (ptrdiff_t)order[i] * s->stride, t->size);
        }
        next_place(s, 0, same, &from);
    } while (next_place(t, 0, digits, &to));
}
