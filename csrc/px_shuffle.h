/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Random orders: the steps of a shuffle, made of words in bulk, and the moves.
 *
 * Step i of a shuffle of n things, i = 0 ... n - 2, swaps thing i with thing i + j, j
 * on [0, n - i) (Fisher and Yates, in Durstenfeld's form).  Several j are made of a
 * pair of words (Brackett-Rozinsky and Lemire, "Batched ranged random integer
 * generation", Software: Practice and Experience 55, 2025): with x the pair, die d of
 * it is the upper half of x times its number of sides, and the lower half is x for the
 * next die.
 *
 * With s sides at the next step, a pair has m dice, the most with s^m <= 2^56 and at
 * least one, and the next step begins a group of PX_DICE_PAIRS pairs, or of as many as
 * the steps that are left need: die d of pair b of g is for step d g + b of the group.
 * x is rejected where what the last die leaves is less than 2^64 modulo the product of
 * the pair's sides, and the k-th try after it takes the pair in the same place of the
 * stream whose key is that of px_unbiased's k-th try (PX_RETRY_KEY).  So the number of
 * pairs depends on n alone.
 */
#ifndef PX_SHUFFLE_H
#define PX_SHUFFLE_H

#include "px_functions.h"
#include "px_words.h"

#define PX_ORDER_PAIRS 256
#define PX_ORDER_STEPS 1024

/* How far a shuffle has come. */
typedef struct px_order {
    px_stream stream;
    uint64_t place;      /* of the next pair: pairs from the stream's counter on */
    uint64_t sides;      /* of the next step's die; at 1 there is no step */
    int dice;            /* of a pair, as far as is known */
    uint64_t unmade;     /* pairs that are no words yet */
    uint32_t begin, end; /* the pairs that are, and are to come */
    uint32_t words[2 * (PX_DICE_PAIRS + PX_ORDER_PAIRS) + PX_WORDS_BATCH];
    uint64_t steps[PX_ORDER_STEPS];
} px_order;

/* The pairs of words that the first `steps` steps of a shuffle of n take: a group is
 * taken whole. */
uint64_t px_order_pairs(uint64_t n, uint64_t steps);

/* Take from a generator the words of so many steps of each of several shuffles of n,
 * and begin the first of these. */
void px_order_begin(px_order *o, px_words *w, uint64_t n, uint64_t steps,
                    uint64_t shuffles);

/* Begin the next one. */
static inline void px_order_again(px_order *o, uint64_t n)
{
    o->sides = n;
    o->dice = 1;
}

/* Make the next steps, at most PX_ORDER_STEPS; returns how many, and 0 at the end.
 * o->steps[i] is the j of the i-th of them. */
size_t px_order_next(px_order *o);

/* Things that are moved: each is `size` bytes in one piece, or such pieces in several
 * places, which other axes count; the next thing is `stride` bytes on. */
#define PX_THINGS_AXES 64
typedef struct px_things {
    unsigned char *data;
    size_t size;
    ptrdiff_t stride;
    int axes;
    size_t length[PX_THINGS_AXES];
    ptrdiff_t step[PX_THINGS_AXES];
} px_things;

/* Lay out an array's things along one of its axes, in pieces of one item. */
void px_things_set(px_things *t, void *data, size_t item_size, int axes,
                   const int64_t *shape, const int64_t *strides, int along);

/* Make them of pieces as large as they can be, in whatever order. */
void px_things_merge(px_things *t);

/* Write 0, 1 ... n - 1. */
void px_count(int64_t *out, size_t n);

/* Carry out the first `steps` steps of a shuffle. */
void px_shuffle(px_order *o, const px_things *t, uint64_t steps);

/* Copy things, of which each may have several places, to those of the same shape: thing
 * order[i] of the source is thing i of the target. */
void px_gather(const px_things *target, const px_things *source, const int64_t *order,
               size_t n);

/* Shuffle the pieces of n things in each place by themselves, in C order of places. */
void px_shuffle_each(px_order *o, const px_things *t, uint64_t n);

#endif
