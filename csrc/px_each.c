/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Fills with arrays of parameters: see px_each.h.
 */
#include "px_each.h"

#include "px_internal.h"

/* Elements that are made at a time. */
#define CHUNK 512

int px_each_set(px_each *e, int axes, const int64_t *shape, int arrays,
                const px_each_input *inputs)
{
    int64_t next[PX_EACH_ARRAYS]; /* the step of an axis that is not repeated */
    e->arrays = arrays;
    e->axes = 0;
    for (int j = 0; j < arrays; j++) {
        e->data[j] = inputs[j].data;
        next[j] = 1;
        if (inputs[j].axes > axes)
            return -1;
    }
    /* From the last axis on; turned round below. */
    for (int i = 0; i < axes; i++) {
        int64_t length = shape[axes - 1 - i], step[PX_EACH_ARRAYS];
        for (int j = 0; j < arrays; j++) {
            int own = inputs[j].axes;
            int64_t there = i < own ? inputs[j].shape[own - 1 - i] : 1;
            if (there != 1 && there != length)
                return -1;
            step[j] = there == 1 ? 0 : next[j];
            next[j] *= there;
        }
        if (length == 1)
            continue;
        int last = e->axes - 1, merged = last >= 0;
        for (int j = 0; merged && j < arrays; j++)
            merged = step[j] == e->step[j][last] * (int64_t)e->length[last];
        if (merged) {
            e->length[last] *= (uint64_t)length;
            continue;
        }
        e->length[e->axes] = (uint64_t)length;
        for (int j = 0; j < arrays; j++)
            e->step[j][e->axes] = step[j];
        e->axes++;
    }
    if (e->axes == 0) {
        e->length[0] = 1;
        for (int j = 0; j < arrays; j++)
            e->step[j][0] = 0;
        e->axes = 1;
    }
    return 0;
}

/* Elements [start, start + n) of an array, each `*stride` after the one before: where
 * they are if that is regular, or gathered in the buffer.  Axis 0 is the last. */
static const void *elements(const px_each *e, int j, uint64_t start, size_t n,
                            uint64_t *buffer, size_t *stride)
{
    const uint64_t *data = e->data[j];
    if (e->axes == 1) {
        *stride = (size_t)e->step[j][0];
        return data + start * *stride;
    }
    uint64_t digit[PX_EACH_AXES];
    int64_t at = 0;
    for (int i = 0; i < e->axes; i++) {
        digit[i] = start % e->length[i];
        start /= e->length[i];
        at += (int64_t)digit[i] * e->step[j][i];
    }
    int64_t step = e->step[j][0];
    *stride = 1;
    for (size_t done = 0; done < n;) {
        uint64_t left = e->length[0] - digit[0];
        size_t now = left < n - done ? (size_t)left : n - done;
        for (size_t i = 0; i < now; i++)
            buffer[done + i] = data[at + (int64_t)i * step];
        done += now;
        digit[0] += now;
        at += (int64_t)now * step;
        for (int i = 0; digit[i] == e->length[i] && i + 1 < e->axes; i++) {
            at += e->step[j][i + 1] - (int64_t)digit[i] * e->step[j][i];
            digit[i] = 0;
            digit[i + 1]++;
        }
    }
    return buffer;
}

/* How many integers there are between each two limits. */
static const uint64_t *find_ranges(const uint64_t *low, size_t low_stride,
                                   const uint64_t *high, size_t high_stride, size_t n,
                                   int closed, uint64_t *ranges)
{
    if (low_stride == 1 && high_stride == 1) {
        for (size_t i = 0; i < n; i++)
            ranges[i] = high[i] - low[i] + (uint64_t)closed;
    } else {
        for (size_t i = 0; i < n; i++)
            ranges[i] = high[i * high_stride] - low[i * low_stride] + (uint64_t)closed;
    }
    return ranges;
}

int px_fill_each(const px_stream *s, const px_distribution *d, uint64_t first,
                 const px_each *e, uint64_t start, size_t n, void *out)
{
    uint64_t buffer[PX_EACH_ARRAYS][CHUNK], ranges[CHUNK];
    px_distribution piece = *d;
    unsigned char *to = out;
    int is_integer = d->kind == PX_UNBIASED, is_regular = e->axes == 1 && !is_integer;
    for (size_t now, stride[PX_EACH_ARRAYS]; n > 0; n -= now, start += now) {
        now = n < CHUNK || is_regular ? n : CHUNK;
        for (int j = 0; j < e->arrays; j++) {
            piece.arrays[j].data = elements(e, j, start, now, buffer[j], &stride[j]);
            piece.arrays[j].stride = (ptrdiff_t)stride[j];
        }
        if (is_integer) {
            piece.arrays[1].data =
                find_ranges(piece.arrays[0].data, stride[0], piece.arrays[1].data,
                            stride[1], now, e->closed, ranges);
            piece.arrays[1].stride = 1;
        }
        if (px_fill(s, &piece, first + start, now, to) != 0)
            return -1;
        to += now * px_element_size(d->type);
    }
    return 0;
}

px_each_fault px_each_spans(const px_each *e, px_type type, size_t n, double *span)
{
    uint64_t buffer[2][CHUNK];
    int not_finite = 0, negative = 0;
    for (size_t now, done = 0; done < n; done += now) {
        size_t stride[2];
        now = n - done < CHUNK ? n - done : CHUNK;
        const double *a = elements(e, 0, done, now, buffer[0], &stride[0]);
        const double *b = elements(e, 1, done, now, buffer[1], &stride[1]);
        for (size_t i = 0; i < now; i++) {
            double low = a[i * stride[0]], high = b[i * stride[1]];
            double x = type == PX_F32 ? (float)high - (float)low : high - low;
            not_finite |= !(x >= -DBL_MAX && x <= DBL_MAX);
            negative |= x < 0;
            span[done + i] = x;
        }
    }
    return not_finite ? PX_EACH_NOT_FINITE : negative ? PX_EACH_NEGATIVE : PX_EACH_FINE;
}

int px_each_scales(const double *scale, size_t n)
{
    int negative = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = px_bits_from_double(scale[i]);
        negative |= bits >> 63 && bits << 1 <= 0xffe0000000000000u;
    }
    return !negative;
}

/* An integer of 65 bits. */
typedef struct {
    uint64_t bits;
    int negative;
} wide;

static int less(wide a, wide b)
{
    return a.negative != b.negative ? a.negative : a.bits < b.bits;
}

static wide wide_of(uint64_t bits, int is_unsigned)
{
    wide w = {bits, !is_unsigned && bits >> 63};
    return w;
}

/* The same for limits that have a sign, all of them or not. */
static int are_right(const px_each *e, const px_each_limits *limits, const uint64_t *a,
                     size_t a_stride, const uint64_t *b, size_t b_stride, size_t n)
{
    int64_t largest =
        limits->largest > INT64_MAX ? INT64_MAX : (int64_t)limits->largest;
    const int64_t *low = (const int64_t *)a, *high = (const int64_t *)b;
    return px_kernels_active()->limits_are_right(low, a_stride, high, b_stride, n,
                                                 limits->smallest, largest, !e->closed);
}

px_each_fault px_each_check(const px_each *e, const px_each_limits *limits, size_t n,
                            size_t *at)
{
    uint64_t buffer[2][CHUNK];
    wide smallest = wide_of((uint64_t)limits->smallest, 0);
    wide largest = {limits->largest, 0};
    int have_signs = !limits->is_unsigned[0] && !limits->is_unsigned[1];
    int open = !e->closed;
    for (size_t now, done = 0; done < n; done += now) {
        size_t stride[2];
        now = n - done < CHUNK ? n - done : CHUNK;
        const uint64_t *a = elements(e, 0, done, now, buffer[0], &stride[0]);
        const uint64_t *b = elements(e, 1, done, now, buffer[1], &stride[1]);
        if (have_signs && are_right(e, limits, a, stride[0], b, stride[1], now))
            continue;
        for (size_t i = 0; i < now; i++) {
            wide from = wide_of(a[i * stride[0]], limits->is_unsigned[0]);
            wide to = wide_of(b[i * stride[1]], limits->is_unsigned[1]);
            int is_end = open && !to.negative && to.bits - 1 == largest.bits;
            *at = done + i;
            if (less(from, smallest))
                return PX_EACH_LOW;
            if (less(largest, to) && !is_end)
                return PX_EACH_HIGH;
            if (less(to, from) || (open && !less(from, to)))
                return PX_EACH_EMPTY;
        }
    }
    return PX_EACH_FINE;
}
