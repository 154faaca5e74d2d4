/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Fills of blocks of arrays: see px_rows.h.
 */
#include "px_rows.h"

#include "px_internal.h"

/* Elements that are made at a time where they are apart in memory. */
#define PIECE 512

void px_rows_set(px_rows *rows, int axes, const uint64_t *shape, const uint64_t *start,
                 const int64_t *length, const int64_t *stride)
{
    uint64_t step = 1;
    rows->axes = 0;
    rows->begin = 0;
    for (int i = axes - 1; i >= 0; step *= shape[i--]) {
        int last = rows->axes - 1;
        rows->begin += start[i] * step;
        if (length[i] == 1)
            continue;
        if (last >= 0 && step == rows->length[last] * rows->step[last] &&
            stride[i] == (ptrdiff_t)rows->length[last] * rows->stride[last]) {
            rows->length[last] *= (uint64_t)length[i];
            continue;
        }
        rows->length[rows->axes] = (uint64_t)length[i];
        rows->step[rows->axes] = step;
        rows->stride[rows->axes] = (ptrdiff_t)stride[i];
        rows->axes++;
    }
    if (rows->axes == 0) {
        rows->length[0] = rows->step[0] = 1;
        rows->stride[0] = 0;
        rows->axes = 1;
    }
}

/* Blocks from an element to the fourth after it.  In no kind does the place of an
 * element depend on more than its number modulo 4. */
static uint32_t blocks_of_four(const px_distribution *d)
{
    int is_truncated =
        d->kind == PX_TRUNCATED_NORMAL || d->kind == PX_TRUNCATED_NORMAL_1_0;
    return is_truncated ? 256 : px_words_per_element(d);
}

/* Consecutive elements, from one of the whole on.  `room` is what may be overwritten
 * after them; there is as much before them unless it is 0. */
static int fill_run(const px_stream *s, const px_distribution *d, uint64_t first,
                    uint64_t element, const px_each *each, uint64_t start, size_t n,
                    size_t room, void *out)
{
    uint32_t blocks = blocks_of_four(d);
    px_stream from = {s->key, px_counter_add_product(s->counter, element / 4, blocks)};
    from.counter = px_counter_add_product(from.counter, first / 4, blocks);
    first = first % 4 + element % 4;
    if (each)
        return px_fill_each(&from, d, first - start, each, start, n, out);
    if (room > 0 && px_fill_around(&from, d, first, n, room, out))
        return 0;
    return px_fill(&from, d, first, n, out);
}

/* Elements after a run that are written later, where rows follow each other in memory.
 * None for the first run: up to there, others may write. */
static size_t room_after(const px_rows *rows, const uint64_t *digit, size_t left,
                         int is_first)
{
    if (is_first || rows->axes == 1 || digit[1] == 0 ||
        rows->stride[1] != (ptrdiff_t)rows->length[0] * rows->stride[0])
        return 0;
    uint64_t behind = (rows->length[1] - 1 - digit[1]) * rows->length[0];
    return behind < left ? (size_t)behind : left;
}

static void scatter(const unsigned char *from, size_t n, size_t size, ptrdiff_t stride,
                    unsigned char *to)
{
    for (size_t i = 0; i < n; i++, from += size, to += stride)
        memcpy(to, from, size);
}

int px_fill_rows(const px_stream *s, const px_distribution *d, uint64_t first,
                 const px_rows *rows, const px_each *each, uint64_t start, size_t n,
                 void *out)
{
    uint64_t buffer[PIECE], digit[PX_ROWS_AXES], element = rows->begin, left = start;
    unsigned char *to = out;
    if (n == 0)
        return 0;
    const size_t size = px_element_size(d->type), total = n;
    const int has_runs = rows->step[0] == 1;
    const int in_place = rows->stride[0] == (ptrdiff_t)size || !has_runs;
    for (int i = 0; i < rows->axes; i++) {
        digit[i] = left % rows->length[i];
        left /= rows->length[i];
        element += digit[i] * rows->step[i];
        to += (ptrdiff_t)digit[i] * rows->stride[i];
    }
    while (n > 0) {
        uint64_t in_row = rows->length[0] - digit[0];
        size_t now = !has_runs ? 1 : in_row < n ? (size_t)in_row : n;
        if (!in_place && now > PIECE)
            now = PIECE;
        size_t room = 0;
        if (in_place && has_runs)
            room = room_after(rows, digit, n - now, n == total);
        if (fill_run(s, d, first, element, each, start, now, room,
                     in_place ? (void *)to : buffer) != 0)
            return -1;
        if (!in_place)
            scatter((const unsigned char *)buffer, now, size, rows->stride[0], to);
        start += now;
        n -= now;
        digit[0] += now;
        element += now * rows->step[0];
        to += (ptrdiff_t)now * rows->stride[0];
        for (int i = 0; digit[i] == rows->length[i] && i + 1 < rows->axes; i++) {
            element += rows->step[i + 1] - digit[i] * rows->step[i];
            to += rows->stride[i + 1] - (ptrdiff_t)digit[i] * rows->stride[i];
            digit[i] = 0;
            digit[i + 1]++;
        }
    }
    return 0;
}
