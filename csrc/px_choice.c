/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Choices: see px_choice.h.
 */
#include "px_choice.h"

#include "px_internal.h"

int px_sums(const double *weights, size_t n, double *sums)
{
    double sum = weights[0];
    int negative = sum < 0;
    sums[0] = sum;
    for (size_t i = 1; i < n; i++) {
        negative |= weights[i] < 0;
        sum += weights[i];
        sums[i] = sum;
    }
    return !negative;
}

double px_kahan_sum(const double *weights, size_t n)
{
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        double x = weights[i] - lost, next = sum + x;
        lost = (next - sum) - x;
        sum = next;
    }
    return sum;
}

void px_divide_by_last(double *sums, size_t n)
{
    double last = sums[n - 1];
    for (size_t i = 0; i < n; i++)
        sums[i] /= last;
}

/* For fewer values, or more sums for each of them, a guide is not worth while. */
#define FEW_VALUES     32
#define SUMS_PER_VALUE 4
#define MOST_ENTRIES   ((size_t)1 << 24)

size_t px_guide_size(size_t n_sums, size_t n)
{
    size_t size = 16;
    if (n < FEW_VALUES || n_sums / SUMS_PER_VALUE > n || n_sums >= UINT32_MAX)
        return 0;
    /* No more memory than that of the values. */
    while (size < 4 * n_sums && size < n && size < MOST_ENTRIES)
        size *= 2;
    return size;
}

void px_guide(const double *sums, size_t n_sums, size_t size, uint32_t *guide)
{
    uint32_t i = 0, n = (uint32_t)n_sums;
    for (size_t entry = 0; entry <= size; entry++) {
        double from = (double)entry / (double)size;
        while (i < n && sums[i] <= from)
            i++;
        guide[entry] = i;
    }
}

/* How many sums are less or equal, of which there are at least `low` and at most
 * `high`. */
static size_t bisect(const double *sums, size_t low, size_t high, double u)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sums[middle] <= u)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The same without branches that nobody can foresee. */
static size_t count(const double *sums, size_t n_sums, double u)
{
    const double *from = sums;
    while (n_sums > 1) {
        size_t half = n_sums / 2;
        from += half & (0 - (size_t)(from[half - 1] <= u));
        n_sums -= half;
    }
    return (size_t)(from - sums) + (size_t)(*from <= u);
}

void px_invert(const double *sums, size_t n_sums, const uint32_t *guide, size_t size,
               size_t n, void *values)
{
    unsigned char *at = values;
    for (size_t i = 0; i < n; i++, at += 8) {
        double u;
        int64_t index;
        memcpy(&u, at, 8);
        if (size > 0) {
            size_t entry = (size_t)(u * (double)size), x = guide[entry];
            /* The last sum is more than u. */
            x += sums[x] <= u;
            x += sums[x] <= u;
            if (sums[x] <= u)
                x = bisect(sums, x + 1, guide[entry + 1], u);
            index = (int64_t)x;
        } else {
            index = (int64_t)count(sums, n_sums, u);
        }
        memcpy(at, &index, 8);
    }
}

/* Whether a bit was set, which it is then. */
static int is_marked(uint64_t *marks, uint64_t index)
{
    uint64_t *word = marks + index / 64, bit = (uint64_t)1 << index % 64;
    int marked = (*word & bit) != 0;
    *word |= bit;
    return marked;
}

size_t px_keep_new(int64_t *indices, size_t n, uint64_t *marks)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t index = indices[i];
        indices[kept] = index;
        kept += !is_marked(marks, (uint64_t)index);
    }
    return kept;
}

/* So few integers are looked for among those that there are. */
#define FEW 16

/* What is known of the integers so far: a bit for each of the range, or a table of them
 * where that would be larger, in bytes twice as large or more as there are integers to
 * come.  Their low bits choose where one is looked for first; places that are free have
 * all bits set, which no integer has. */
typedef struct {
    uint64_t *marks;
    uint32_t *small;
    uint64_t *large;
    uint64_t mask;
} seen;

/* Whether bits take less; the places of the table if not. */
static int has_marks(uint64_t range, size_t n, uint64_t *places)
{
    uint64_t each = range <= UINT32_MAX ? 2 : 1;
    *places = 16 * each;
    while (*places <= each * (n + n / 5))
        *places *= 2;
    return range / 128 <= n;
}

size_t px_different_memory(uint64_t range, size_t n)
{
    uint64_t places;
    if (n <= FEW)
        return 0;
    if (has_marks(range, n, &places))
        return 8 * ((size_t)(range / 64) + 1);
    return (size_t)places * (range <= UINT32_MAX ? 4 : 8);
}

static seen make_seen(uint64_t range, size_t n, uint64_t *memory)
{
    seen s = {NULL, NULL, NULL, 0};
    if (has_marks(range, n, &s.mask)) {
        memset(memory, 0, px_different_memory(range, n));
        s.marks = memory;
        return s;
    }
    s.mask--;
    memset(memory, 0xff, px_different_memory(range, n));
    if (range <= UINT32_MAX)
        s.small = (uint32_t *)memory;
    else
        s.large = memory;
    return s;
}

/* Add x to a table; whether it was there. */
#define ADD_TO(table, free)                                                            \
    uint64_t place = x & mask;                                                         \
    while (table[place] != free && table[place] != x)                                  \
        place = (place + 1) & mask;                                                    \
    int found = table[place] == x;                                                     \
    table[place] = x;                                                                  \
    return found

static int add_to_small(uint32_t *table, uint64_t mask, uint32_t x)
{
    ADD_TO(table, UINT32_MAX);
}

static int add_to_large(uint64_t *table, uint64_t mask, uint64_t x)
{
    ADD_TO(table, UINT64_MAX);
}

/* Write those of n integers, large ones if there are such, that were not seen before;
 * returns how many. */
static size_t new_ones(const seen *s, const uint32_t *small, const uint64_t *large,
                       size_t n, int64_t *out)
{
    size_t have = 0;
    if (large) {
        for (size_t i = 0; i < n; i++) {
            uint64_t x = large[i];
            out[have] = (int64_t)x;
            have += s->marks ? !is_marked(s->marks, x)
                             : !add_to_large(s->large, s->mask, x);
        }
    } else if (s->marks) {
        for (size_t i = 0; i < n; i++) {
            out[have] = small[i];
            have += !is_marked(s->marks, small[i]);
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            out[have] = small[i];
            have += !add_to_small(s->small, s->mask, small[i]);
        }
    }
    return have;
}

static void few_different(px_words *w, uint64_t range, size_t n, int64_t *out)
{
    for (size_t i = 0; i < n;) {
        int64_t x = (int64_t)px_words_below(w, range);
        size_t j = 0;
        while (j < i && out[j] != x)
            j++;
        out[i] = x;
        i += j == i;
    }
}

#define CHUNK 512

void px_different(px_words *w, uint64_t range, size_t n, uint64_t *memory, int64_t *out)
{
    if (n <= FEW) {
        few_different(w, range, n, out);
        return;
    }
    seen s = make_seen(range, n, memory);
    int pairs = px_range_takes_pairs(range), wide = range > UINT32_MAX;
    uint32_t used, size = pairs ? 2 : 1;
    px_stream stream = {w->stream.key, px_words_counter(w, &used)};
    const px_distribution d = px_unbiased(wide ? PX_U64 : PX_U32, 0, range);
    uint64_t first = (used + size - 1) / size, drawn = 0, x64[CHUNK];
    uint32_t x32[CHUNK];
    for (size_t now, have = 0; have < n; drawn += now) {
        now = n - have < CHUNK ? n - have : CHUNK;
        px_fill(&stream, &d, first + drawn, now, wide ? (void *)x64 : x32);
        have += new_ones(&s, x32, wide ? x64 : NULL, now, out + have);
    }
    px_words_take(w, drawn, size, &first);
}
