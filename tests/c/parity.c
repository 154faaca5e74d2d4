/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every kernel that this machine can run against the definition, px_element, and that
 * against Random123's and TensorFlow's numbers.  Stands alone: link it with csrc/.
 *
 *   parity                all kinds, types, sizes, offsets, splits and carries
 *   parity --exhaustive   and all 2^23 values of u1 and of v1 of the float32 normals
 *   parity --full         and all 2^32 words of float32 normals and exponentials by
 *                         inversion: that they are the definition, within 2 units in
 *                         the last place, symmetric, and never decrease
 *   parity --libm         and the functions of px_math.h and px_special.h, the normals'
 *                         among them, against the system's libm, where that is one of
 *                         glibc 2.28 to 2.40 on x86-64 with FMA; else the exit status
 *                         is 77
 */
#define _GNU_SOURCE
#include "px_functions.h"
#include "px_inverse.h"
#include "px_rows.h"
#include "px_shuffle.h"
#include "px_special.h"
#include "reals.c"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A distribution without arrays, where a constant expression is wanted. */
#define D(kind, type, scale, offset, low, range)                                       \
    {                                                                                  \
        sizeof(px_distribution), kind, type, scale, offset, low, range,                \
        {{NULL, 0}}                                                                    \
    }

#define MAX_SIZE   300   /* every size, and every split, up to here */
#define MAX_FIRST  260   /* every first element up to here: more than any batch */
#define LARGE      20011 /* an odd number of elements, of several chunks */
#define GUARD      64    /* bytes on both sides of an output that nobody may touch */
#define GUARD_BYTE 0xa5
#define SKIPPED    77 /* an exit status */

static unsigned long passed, failed;

/* Count one check; `what` says which, and is printed where it fails. */
static void check(int ok, const char *what, const char *kernel, const char *detail)
{
    if (ok) {
        passed++;
    } else if (failed++ < 20) {
        printf("FAILED %s: %s: %s\n", kernel, what, detail);
    }
}

/* The distributions under test: every kind in every type, with numbers that no code
 * path can take for a special case, and some that it should. */
typedef struct {
    const char *name;
    px_distribution d;
    size_t size; /* of an element */
} distribution;

static const distribution distributions[] = {
    {"bits u32", D(PX_BITS, PX_U32, 0, 0, 0, 0), 4},
    {"bits u64", D(PX_BITS, PX_U64, 0, 0, 0, 0), 8},
    {"uniform f16", D(PX_UNIFORM, PX_F16, 1, -0.0, 0, 0), 2},
    {"uniform f16 [-7, 94)", D(PX_UNIFORM, PX_F16, 101, -7, 0, 0), 2},
    {"uniform bf16", D(PX_UNIFORM, PX_BF16, 1, -0.0, 0, 0), 2},
    {"uniform bf16 [-7, 94)", D(PX_UNIFORM, PX_BF16, 101, -7, 0, 0), 2},
    {"uniform f32", D(PX_UNIFORM, PX_F32, 1, -0.0, 0, 0), 4},
    {"uniform f32 [0, 3)", D(PX_UNIFORM, PX_F32, 3, 0, 0, 0), 4},
    {"uniform f32 [-1.1, 2.2)", D(PX_UNIFORM, PX_F32, 3.3f, -1.1f, 0, 0), 4},
    {"uniform f32 reversed", D(PX_UNIFORM, PX_F32, -3.3f, -0.0, 0, 0), 4},
    {"uniform f32 infinite", D(PX_UNIFORM, PX_F32, HUGE_VAL, 1, 0, 0), 4},
    {"uniform f32 subnormal", D(PX_UNIFORM, PX_F32, 0x1p-140, 0x1p-149, 0, 0), 4},
    {"uniform f32 minus zero", D(PX_UNIFORM, PX_F32, -0.0, -0.0, 0, 0), 4},
    {"uniform f64", D(PX_UNIFORM, PX_F64, 1, -0.0, 0, 0), 8},
    {"uniform f64 [-1.1, 2.2)", D(PX_UNIFORM, PX_F64, 3.3, -1.1, 0, 0), 8},
    {"uniform f64 reversed", D(PX_UNIFORM, PX_F64, -3.3, -0.0, 0, 0), 8},
    {"integers i32, 10", D(PX_INTEGERS, PX_I32, 0, 0, (uint64_t)-3, 10), 4},
    {"integers i32, 2^31 - 1", D(PX_INTEGERS, PX_I32, 0, 0, 7, 2147483647), 4},
    {"integers i32, 1", D(PX_INTEGERS, PX_I32, 0, 0, 7, 1), 4},
    {"integers i32, 2^10", D(PX_INTEGERS, PX_I32, 0, 0, 7, 1024), 4},
    {"integers i32, 2^32", D(PX_INTEGERS, PX_I32, 0, 0, 7, 0), 4},
    {"integers i64, 10", D(PX_INTEGERS, PX_I64, 0, 0, (uint64_t)-3, 10), 8},
    {"integers i64, 10^12 + 39", D(PX_INTEGERS, PX_I64, 0, 0, 9, 1000000000039), 8},
    {"integers i64, 2^63 + 5", D(PX_INTEGERS, PX_I64, 0, 0, 9, (1ull << 63) + 5), 8},
    {"integers i64, 2^40", D(PX_INTEGERS, PX_I64, 0, 0, 9, 1ull << 40), 8},
    {"integers i64, 2^64", D(PX_INTEGERS, PX_I64, 0, 0, 9, 0), 8},
    {"normal f16", D(PX_NORMAL, PX_F16, 1, -0.0, 0, 0), 2},
    {"normal bf16", D(PX_NORMAL, PX_BF16, 1.5, -0.25, 0, 0), 2},
    {"normal f32", D(PX_NORMAL, PX_F32, 1, -0.0, 0, 0), 4},
    {"normal f32, 3.3 z - 1.1", D(PX_NORMAL, PX_F32, 3.3f, -1.1f, 0, 0), 4},
    {"normal f64", D(PX_NORMAL, PX_F64, 1, -0.0, 0, 0), 8},
    {"normal f64, 3.3 z - 1.1", D(PX_NORMAL, PX_F64, 3.3, -1.1, 0, 0), 8},
    {"full normal f32", D(PX_FULL_NORMAL, PX_F32, 3.3f, -1.1f, 0, 0), 4},
    {"full normal f64", D(PX_FULL_NORMAL, PX_F64, 3.3, -1.1, 0, 0), 8},
    {"full uniform f32", D(PX_FULL_UNIFORM, PX_F32, 1, -0.0, 0, 0), 4},
    {"full uniform f32 [0, 3)", D(PX_FULL_UNIFORM, PX_F32, 3, 0, 0, 0), 4},
    {"full uniform f32 [-1.1, 2.2)", D(PX_FULL_UNIFORM, PX_F32, 3.3f, -1.1f, 0, 0), 4},
    {"full uniform f32 reversed", D(PX_FULL_UNIFORM, PX_F32, -3.3f, 0, 0, 0), 4},
    {"full uniform f32 infinite", D(PX_FULL_UNIFORM, PX_F32, HUGE_VAL, 1, 0, 0), 4},
    {"full uniform f32 tiny", D(PX_FULL_UNIFORM, PX_F32, 0x1.8p-120, -0.0, 0, 0), 4},
    {"full uniform f32 subnormal", D(PX_FULL_UNIFORM, PX_F32, 0x1p-140, 0, 0, 0), 4},
    {"full uniform f32 minus zero", D(PX_FULL_UNIFORM, PX_F32, -0.0, -0.0, 0, 0), 4},
    {"full uniform f64", D(PX_FULL_UNIFORM, PX_F64, 1, -0.0, 0, 0), 8},
    {"full uniform f64 [-1.1, 2.2)", D(PX_FULL_UNIFORM, PX_F64, 3.3, -1.1, 0, 0), 8},
    {"full uniform f64 reversed", D(PX_FULL_UNIFORM, PX_F64, -3.3, 0, 0, 0), 8},
    {"full uniform f64 tiny", D(PX_FULL_UNIFORM, PX_F64, 0x1.8p-1000, -0.0, 0, 0), 8},
    {"full uniform f64 subnormal", D(PX_FULL_UNIFORM, PX_F64, 0x1p-1060, 0, 0, 0), 8},
    {"exponential f32", D(PX_EXPONENTIAL, PX_F32, 1, -0.0, 0, 0), 4},
    {"exponential f64", D(PX_EXPONENTIAL, PX_F64, 3.3, -0.0, 0, 0), 8},
    {"unbiased u8, 100", D(PX_UNBIASED, PX_U8, 0, 0, 7, 100), 1},
    {"unbiased u16, 60000", D(PX_UNBIASED, PX_U16, 0, 0, 7, 60000), 2},
    {"unbiased u32, 3 * 2^30", D(PX_UNBIASED, PX_U32, 0, 0, 7, 3ull << 30), 4},
    {"unbiased u64, 3 * 2^30", D(PX_UNBIASED, PX_U64, 0, 0, 7, 3ull << 30), 8},
    {"unbiased u64, 3 * 2^62", D(PX_UNBIASED, PX_U64, 0, 0, 7, 3ull << 62), 8},
    {"truncated normal f16", D(PX_TRUNCATED_NORMAL, PX_F16, 1, -0.0, 0, 0), 2},
    {"truncated normal bf16", D(PX_TRUNCATED_NORMAL, PX_BF16, 1.5, -0.25, 0, 0), 2},
    {"truncated normal f32", D(PX_TRUNCATED_NORMAL, PX_F32, 3.3f, -1.1f, 0, 0), 4},
    {"truncated normal f64", D(PX_TRUNCATED_NORMAL, PX_F64, 3.3, -1.1, 0, 0), 8},
    {"unbiased u8, 2^32", D(PX_UNBIASED, PX_U8, 0, 0, 7, 1ull << 32), 1},
    {"unbiased u64, 2^64", D(PX_UNBIASED, PX_U64, 0, 0, 7, 0), 8},
    {"old normal bf16", D(PX_NORMAL_1_0, PX_BF16, 1.5, -0.25, 0, 0), 2},
    {"old normal f32", D(PX_NORMAL_1_0, PX_F32, 3.3f, -1.1f, 0, 0), 4},
    {"old normal f64", D(PX_NORMAL_1_0, PX_F64, 3.3, -1.1, 0, 0), 8},
    {"old truncated f16", D(PX_TRUNCATED_NORMAL_1_0, PX_F16, 1, -0.0, 0, 0), 2},
    {"old truncated f32", D(PX_TRUNCATED_NORMAL_1_0, PX_F32, 3.3f, -1.1f, 0, 0), 4},
    {"old truncated f64", D(PX_TRUNCATED_NORMAL_1_0, PX_F64, 3.3, -1.1, 0, 0), 8},
};
#define N_DISTRIBUTIONS (sizeof distributions / sizeof distributions[0])

/* Streams whose counters carry out of words 0, 1, 2 and 3 a few blocks after the
 * start, and a plain one. */
static const px_stream streams[] = {
    {0x0123456789abcdef, {0, 0xfedcba9876543210}},
    {0xffffffffffffffff, {0x00000000fffffff3, 0}},
    {0x0000000100000000, {0xfffffffffffffff2, 0x77}},
    {0x00000000ffffffff, {0xffffffffffffffee, 0x00000000ffffffff}},
    {0xa4093822299f31d0, {0xffffffffffffffed, 0xffffffffffffffff}},
};
#define N_STREAMS (sizeof streams / sizeof streams[0])

/* px_fill by a named kernel. */
static void fill(const char *kernel, const px_stream *s, const px_distribution *d,
                 uint64_t first, size_t n, void *out)
{
    if (px_simd_force(kernel) || px_fill(s, d, first, n, out)) {
        printf("FAILED %s: no such kernel or distribution\n", kernel);
        exit(1);
    }
}

/* A fill into a poisoned place that starts `skip` elements after a multiple of 64
 * bytes: it must give `expected` and touch nothing else. */
static void check_fill(const char *kernel, const px_stream *s, const distribution *t,
                       uint64_t first, size_t n, size_t skip, const char *expected,
                       const char *what)
{
    PX_ALIGN64 static unsigned char room[GUARD + 64 * 8 + LARGE * 8 + GUARD];
    unsigned char *before = room + skip * t->size, *out = before + GUARD;
    size_t bytes = n * t->size, untouched = 0;
    char detail[160];
    memset(before, GUARD_BYTE, GUARD + bytes + GUARD);
    fill(kernel, s, &t->d, first, n, out);
    for (size_t i = 0; i < GUARD; i++)
        untouched += (out[bytes + i] == GUARD_BYTE) + (before[i] == GUARD_BYTE);
    snprintf(detail, sizeof detail,
             "%s of %zu from %" PRIu64 " on, counter %016" PRIx64 "%016" PRIx64,
             t->name, n, first, s->counter.hi, s->counter.lo);
    check(memcmp(out, expected, bytes) == 0, what, kernel, detail);
    check(untouched == 2 * GUARD, "touches nothing else", kernel, detail);
}

/* A word stream for the checks of single functions, other than ours. */
static uint32_t next_word(void)
{
    static uint64_t state = 88172645463325252;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 16);
}

/* Elements by the definition, from 0 on and from far on: where the number of a block
 * carries out of word 0 of the counter, where 64 times that of an element does out of
 * 64 bits, and the last ones that have a number. */
static const uint64_t far_firsts[] = {(1ull << 36) - 77, (1ull << 58) - 150,
                                      (1ull << 63) + 5, UINT64_MAX - MAX_SIZE};
#define N_FAR (sizeof far_firsts / sizeof far_firsts[0])

typedef struct {
    char near[(LARGE + MAX_FIRST) * 8];
    char far[N_FAR][MAX_SIZE * 8];
} elements;

static void define(const px_stream *s, const distribution *t, uint64_t first, size_t n,
                   char *out)
{
    for (size_t i = 0; i < n; i++)
        if (px_element(s, &t->d, first + i, out + i * t->size) != 0)
            check(0, "is defined", "", t->name);
}

static elements *defined_elements(void)
{
    elements *all = calloc(N_STREAMS * N_DISTRIBUTIONS, sizeof *all), *e = all;
    if (!all)
        exit(1);
    for (size_t s = 0; s < N_STREAMS; s++) {
        for (size_t t = 0; t < N_DISTRIBUTIONS; t++, e++) {
            define(&streams[s], &distributions[t], 0, LARGE + MAX_FIRST, e->near);
            for (size_t i = 0; i < N_FAR; i++)
                define(&streams[s], &distributions[t], far_firsts[i], MAX_SIZE,
                       e->far[i]);
        }
    }
    return all;
}

static void check_distribution(const char *kernel, const px_stream *s,
                               const distribution *t, const elements *defined)
{
    const char *expected = defined->near;
    for (size_t n = 0; n <= MAX_SIZE; n++)
        check_fill(kernel, s, t, 0, n, 0, expected, "every size");
    for (size_t first = 0; first < MAX_FIRST; first++) {
        const char *from = expected + first * t->size;
        check_fill(kernel, s, t, first, 1, 0, from, "every first");
        check_fill(kernel, s, t, first, 67, 0, from, "every first");
    }
    for (size_t cut = 0; cut <= MAX_SIZE; cut++) {
        check_fill(kernel, s, t, 0, cut, 0, expected, "every split");
        check_fill(kernel, s, t, cut, MAX_SIZE - cut, 0, expected + cut * t->size,
                   "every split");
    }
    for (size_t skip = 0; skip < 64 / t->size; skip++)
        check_fill(kernel, s, t, 1, 555, skip, expected + t->size, "unaligned");
    check_fill(kernel, s, t, 0, LARGE, 1, expected, "large");
    check_fill(kernel, s, t, 3, LARGE, 1, expected + 3 * t->size, "large");
    for (size_t i = 0; i < N_FAR; i++)
        check_fill(kernel, s, t, far_firsts[i], MAX_SIZE, 0, defined->far[i], "far");
}

/* Fills with arrays of parameters: each element is that of its own parameters. */
static void check_arrays(const char *kernel, const px_stream *s, const distribution *t)
{
    enum { N = 1501, MOST = 3 };
    static double reals[2][MOST * N];
    static uint64_t integers[2][MOST * N];
    static const ptrdiff_t strides[][2] = {{1, 1}, {0, 2}, {3, 0}, {-1, -3}};
    static char expected[8 * N];
    const int ranged = t->d.kind == PX_UNBIASED;
    const int bits = t->d.type == PX_U64 ? 64 : 32;
    if (t->d.kind == PX_BITS || t->d.kind == PX_INTEGERS)
        return;
    for (size_t i = 0; i < MOST * N; i++) {
        /* Exact in every type. */
        reals[0][i] = (double)(int)(next_word() % 64) - 20;
        reals[1][i] = i % 5 ? ((double)(next_word() % 64) - 32) / 8 : -0.0;
        uint64_t number = (uint64_t)next_word() << 32 | next_word();
        integers[0][i] = number;
        integers[1][i] = (number >> (64 - bits) >> (i % 3 ? 0 : number % 31)) + 1;
    }
    for (size_t i = 0; i < sizeof strides / sizeof strides[0]; i++) {
        for (int which = 1; which <= 3; which++) { /* the first, the second, both */
            const uint64_t first = i * 1001;
            distribution of_one = *t, of_all = *t;
            if (t->d.kind == PX_EXPONENTIAL && which > 1)
                continue;
            for (size_t j = 0; j < N; j++) {
                for (int p = 0; p < 2; p++) {
                    ptrdiff_t stride = strides[i][p];
                    ptrdiff_t start = stride < 0 ? -stride * (N - 1) : 0;
                    px_array array = {NULL, stride};
                    if (which >> p & 1) {
                        array.data = ranged ? (const void *)(integers[p] + start)
                                            : (const void *)(reals[p] + start);
                        of_all.d.arrays[p] = array;
                        start += stride * (ptrdiff_t)j;
                        array.data = ranged ? (const void *)(integers[p] + start)
                                            : (const void *)(reals[p] + start);
                        of_one.d.arrays[p] = array;
                    }
                }
                px_element(s, &of_one.d, first + j, expected + j * t->size);
            }
            check_fill(kernel, s, &of_all, first, N, 0, expected, "arrays");
            check_fill(kernel, s, &of_all, first, 3, 0, expected, "arrays");
        }
    }
}

/* A block of a whole, cut where its elements are counted. */
static void check_block(const char *kernel, const px_stream *s, const distribution *t,
                        uint64_t first, const uint64_t *shape, const uint64_t *start,
                        const int64_t *length, const int64_t *order, const char *what)
{
    PX_ALIGN64 static unsigned char room[2][80000];
    int64_t stride[3];
    px_rows rows;
    size_t n = (size_t)(length[0] * length[1] * length[2]), at[3];
    /* The axes in any order; a gap after each and one axis from its end, or neither. */
    const int64_t gap = first == 0 ? (int64_t)t->size : 0;
    stride[order[0]] = order[0] == 2 ? (int64_t)t->size : (int64_t)t->size + gap;
    stride[order[1]] = stride[order[0]] * length[order[0]] + 3 * gap;
    stride[order[2]] = stride[order[1]] * length[order[1]] + gap;
    unsigned char *out[2] = {room[0] + 64, room[1] + 64};
    for (int k = 0; k < 2; k++) {
        memset(room[k], GUARD_BYTE, sizeof room[k]);
        out[k] += gap ? stride[1] * (length[1] - 1) : 0;
    }
    stride[1] = gap ? -stride[1] : stride[1];
    for (at[0] = 0; at[0] < (size_t)length[0]; at[0]++)
        for (at[1] = 0; at[1] < (size_t)length[1]; at[1]++)
            for (at[2] = 0; at[2] < (size_t)length[2]; at[2]++) {
                uint64_t element = 0;
                ptrdiff_t place = 0;
                for (int i = 0; i < 3; i++) {
                    element = element * shape[i] + start[i] + at[i];
                    place += (ptrdiff_t)(at[i]) * (ptrdiff_t)stride[i];
                }
                px_stream from = *s;
                if (element + first < element) { /* beyond 2^64 elements */
                    uint64_t blocks = t->d.kind == PX_TRUNCATED_NORMAL ||
                                              t->d.kind == PX_TRUNCATED_NORMAL_1_0
                                          ? 256
                                          : px_blocks(&t->d, 4);
                    from.counter = px_counter_add_product(s->counter, 1ull << 62,
                                                          (uint32_t)blocks);
                }
                px_element(&from, &t->d, element + first, out[0] + place);
            }
    px_rows_set(&rows, 3, shape, start, length, stride);
    int bad = px_simd_force(kernel);
    for (size_t cut = 0; cut <= n; cut += n / 3 + 1) {
        bad |= px_fill_rows(s, &t->d, first, &rows, NULL, cut, n - cut, out[1]);
        bad |= px_fill_rows(s, &t->d, first, &rows, NULL, 0, cut, out[1]);
        check(!bad && memcmp(room[0], room[1], sizeof room[0]) == 0, what, kernel,
              t->name);
    }
}

static void check_rows(const char *kernel, const px_stream *s, const distribution *t)
{
    static const uint64_t shape[3] = {5, 7, 300}, start[3] = {1, 2, 3};
    static const uint64_t far[3] = {1ull << 22, 1ull << 21, 1ull << 21};
    static const uint64_t end[3] = {(1ull << 22) - 2, (1ull << 21) - 2,
                                    (1ull << 21) - 9};
    static const int64_t rows[3] = {2, 3, 222}, whole[3] = {2, 4, 300};
    static const int64_t column[3] = {3, 4, 1}, corner[3] = {2, 2, 9};
    static const int64_t orders[3][3] = {{2, 1, 0}, {0, 1, 2}, {1, 0, 2}};
    static const uint64_t at_zero[3] = {0, 0, 0}, in_row[3] = {0, 3, 0};
    for (int i = 0; i < 3; i++) {
        check_block(kernel, s, t, 0, shape, start, rows, orders[i], "rows");
        check_block(kernel, s, t, 2, shape, start, rows, orders[i], "adjacent rows");
        check_block(kernel, s, t, 3, shape, in_row, whole, orders[i], "whole rows");
        check_block(kernel, s, t, 1, shape, start, column, orders[i], "columns");
        check_block(kernel, s, t, 0, far, end, corner, orders[i], "the far end");
        check_block(kernel, s, t, 3, far, end, corner, orders[i], "beyond the end");
        check_block(kernel, s, t, 2, shape, at_zero, corner, orders[i], "a corner");
    }
}

#include "families.c"

/* Products of an element's number, bit by bit. */
static void check_counters(void)
{
    static const uint32_t factors[] = {0, 1, 64, 256, 1u << 31, 0xffffffff};
    static const uint64_t numbers[] = {0, 1, 0xffffffff, 1ull << 58, UINT64_MAX};
    for (size_t f = 0; f < sizeof factors / sizeof factors[0]; f++) {
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
            px_counter by_adding = {77, 88};
            for (int bit = 31; bit >= 0; bit--)
                if (factors[f] >> bit & 1) {
                    px_counter shifted = {numbers[i] << bit,
                                          bit ? numbers[i] >> (64 - bit) : 0};
                    by_adding = px_add128(by_adding, shifted);
                }
            px_counter start = {77, 88};
            px_counter sum = px_counter_add_product(start, numbers[i], factors[f]);
            check(sum.lo == by_adding.lo && sum.hi == by_adding.hi, "products", "", "");
        }
    }
}

static void check_strides(const char *name)
{
    static const px_counter strides[] = {
        {1, 0},       {256, 0},        {128, 0},          {0, 1}, {0xffffffff, 0},
        {0, 1 << 30}, {1ull << 63, 0}, {3, 0xffffffffff}, {0, 0}};
    static uint32_t expected[4 * 512], out[4 * 512 + 1];
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (size_t i = 0; i < sizeof strides / sizeof strides[0]; i++) {
        for (size_t j = 0; j < N_STREAMS; j++) {
            const px_stream *s = &streams[j];
            for (size_t n = k->batch; n <= 512; n += k->batch) {
                px_kernels_scalar.blocks(s->key, s->counter, strides[i], n, expected);
                out[4 * n] = 0xa5a5a5a5;
                k->blocks(s->key, s->counter, strides[i], n, out);
                check(memcmp(out, expected, 16 * n) == 0 && out[4 * n] == 0xa5a5a5a5,
                      "blocks of every stride", name, "");
            }
        }
    }
}

static void check_places(const char *name)
{
    static uint32_t at[512], expected[4 * 512], out[4 * 512 + 1];
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (size_t j = 0; j < N_STREAMS; j++) {
        const px_stream *s = &streams[j];
        for (uint32_t stride = 1; stride != 0; stride <<= 1) {
            size_t n = k->batch * (1 + stride % 5);
            for (size_t i = 0; i < n; i++)
                at[i] = next_word() >> i % 32;
            px_kernels_scalar.blocks_at(s->key, s->counter, stride, at, n, expected);
            out[4 * n] = 0xa5a5a5a5;
            k->blocks_at(s->key, s->counter, stride, at, n, out);
            check(memcmp(out, expected, 16 * n) == 0 && out[4 * n] == 0xa5a5a5a5,
                  "blocks at any place", name, "");
        }
    }
}

/* Integers against the remainder operator, for ranges that are hard on reciprocals. */
static void check_integers(const char *name)
{
    enum { N = 512 };
    static uint32_t words[2 * N], out32[N];
    static uint64_t out64[N];
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (int round = 0; round < 4000; round++) {
        int bits = round % 64 + 1;
        uint64_t range = (uint64_t)next_word() << 32 | next_word();
        range = (range >> (64 - bits)) | (round < 128 ? 1ull << (bits - 1) : 1);
        range += round < 64 ? -1ull : 0; /* just below a power of two, and so on */
        range += range == 0;
        uint32_t range32 = (uint32_t)range ? (uint32_t)range : 1;
        uint64_t low = (uint64_t)next_word() << 32 | next_word();
        for (size_t i = 0; i < N; i++) {
            uint64_t multiple = range * (next_word() % 5 + 1) - next_word() % 2;
            words[2 * i] = i % 3 ? next_word() : (uint32_t)multiple;
            words[2 * i + 1] = i % 3 ? next_word() : (uint32_t)(multiple >> 32);
        }
        words[0] = words[1] = words[2] = 0xffffffff;
        words[3] = words[4] = words[5] = 0;
        int same = 1;
        k->integers_i32(words, N, (uint32_t)low, range32, out32);
        k->integers_i64(words, N, low, range, out64);
        for (size_t i = 0; i < N; i++) {
            uint64_t x = words[2 * i] | (uint64_t)words[2 * i + 1] << 32;
            same &= out32[i] == (uint32_t)low + words[i] % range32;
            same &= out64[i] == low + x % range;
        }
        check(same, "low + x mod range", name, "");
    }
}

/* 16-bit types: every uniform, and narrowing of every kind of float32. */
static void check_narrow(const char *name)
{
    enum { N = 4099 };
    static uint32_t words[N];
    static uint16_t out[N], expected[N];
    static float z[N];
    static const float affine[][2] = {{1, -0.0f},           {3.25f, -1.5f},
                                      {0x1p-15f, 0x1p-24f}, {60000, 9000},
                                      {-2, 0.5f},           {0, -0.0f}};
    const px_kernels *s = &px_kernels_scalar;
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (size_t a = 0; a < sizeof affine / sizeof affine[0]; a++) {
        float scale = affine[a][0], offset = affine[a][1];
        for (int round = 0; round < 50; round++) {
            for (size_t i = 0; i < N; i++) {
                words[i] = round ? next_word() : (uint32_t)i;
                z[i] = px_float_from_bits(next_word());
                if (round % 2) /* mostly within the range of float16 */
                    z[i] = ldexpf(1 + (float)(next_word() % 4096) / 4096,
                                  (int)(next_word() % 44) - 26);
            }
            s->uniform_f16(words, N, scale, offset, expected);
            k->uniform_f16(words, N, scale, offset, out);
            check(!memcmp(out, expected, sizeof out), "uniform_f16", name, "");
            s->uniform_bf16(words, N, scale, offset, expected);
            k->uniform_bf16(words, N, scale, offset, out);
            check(!memcmp(out, expected, sizeof out), "uniform_bf16", name, "");
            s->narrow_f16(z, N, scale, offset, expected);
            k->narrow_f16(z, N, scale, offset, out);
            check(!memcmp(out, expected, sizeof out), "narrow_f16", name, "");
            s->narrow_bf16(z, N, scale, offset, expected);
            k->narrow_bf16(z, N, scale, offset, out);
            check(!memcmp(out, expected, sizeof out), "narrow_bf16", name, "");
        }
    }
}

/* Float64 normals of words at and around the places where log and sincos change their
 * method, and of random ones. */
static void edge_words(uint32_t *words, size_t n_words)
{
    static const double u1[] = {0,      1e-7,   0x1p-52,       0.9375, 1 - 0x1p-52,
                                0.6875, 0.5,    1 - 0x1p-4,    0.25,   0x1.6p-1,
                                0.9999, 0x1p-1, 0x1.00001p-23, 1e-6,   0.97};
    /* v1 / (2 pi) of: 0, 2^-27, 0.126, 0.8555, pi / 2 -+ 0.126, 2.4263, the middles of
     * the quadrants, pi, 3 pi / 2, 2 pi */
    static const double v1[] = {0,
                                0x1p-52,
                                0x1p-27 / PX_2PI,
                                0.126 / PX_2PI,
                                0.855469 / PX_2PI,
                                0.125,
                                0.25 - 0.126 / PX_2PI,
                                0.25,
                                0.25 + 0.126 / PX_2PI,
                                2.426265 / PX_2PI,
                                0.375,
                                0.5 - 0.126 / PX_2PI,
                                0.5,
                                0.5 + 0.126 / PX_2PI,
                                0.625,
                                0.75 - 0.126 / PX_2PI,
                                0.75,
                                0.75 + 0.126 / PX_2PI,
                                0.875,
                                1 - 0.126 / PX_2PI,
                                1 - 0x1p-52};
    for (size_t i = 0; i < n_words; i += 4) {
        double u = u1[next_word() % (sizeof u1 / sizeof u1[0])];
        double v = v1[next_word() % (sizeof v1 / sizeof v1[0])];
        unsigned shift = next_word() % 52;
        uint64_t a =
            (uint64_t)(u * 0x1p52) + (next_word() >> (shift % 32)) * (i / 4 % 3);
        uint64_t b =
            (uint64_t)(v * 0x1p52) + (next_word() >> (shift % 32)) * (i / 4 % 3);
        if (i % 7 == 0)
            a -= (uint64_t)next_word() << (shift / 3);
        if (i % 11 == 0)
            b -= (uint64_t)next_word() << (shift / 3);
        if (i % 5 == 0)
            a = (uint64_t)next_word() << 32 | next_word();
        if (i % 13 == 0)
            b = (uint64_t)next_word() << 32 | next_word();
        words[i] = (uint32_t)(a >> 32) & 0xfffff;
        words[i + 1] = (uint32_t)a;
        words[i + 2] = (uint32_t)(b >> 32) | next_word() << 20;
        words[i + 3] = (uint32_t)b;
    }
}

enum { N_NORMALS = 2048 }; /* words at a time */

static void check_normals_f64(const char *name)
{
    static uint32_t words[N_NORMALS];
    static double out[N_NORMALS / 2], expected[N_NORMALS / 2];
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (int round = 0; round < 500; round++) {
        edge_words(words, N_NORMALS);
        px_kernels_scalar.normal_f64(words, N_NORMALS, 1, -0.0, expected);
        k->normal_f64(words, N_NORMALS, 1, -0.0, out);
        check(!memcmp(out, expected, sizeof out), "normal_f64 at edges", name, "");
    }
}

/* Each value of the 23 bits of u1, or v1, with three values of the other. */
typedef void normal_check(const char *name, const uint32_t *words, const float *out);

static void all_normals_f32(const char *name, normal_check *check_words)
{
    static const uint32_t others[] = {0, 0x4da1f3, 0x7fffff};
    static uint32_t words[N_NORMALS];
    static float out[N_NORMALS];
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (size_t o = 0; o < sizeof others / sizeof others[0]; o++) {
        for (int which = 0; which < 2; which++) {
            for (uint32_t i = 0; i < 1u << 23; i += N_NORMALS / 2) {
                for (uint32_t j = 0; j < N_NORMALS / 2; j++) {
                    words[2 * j + which] = i + j;
                    words[2 * j + !which] = others[o];
                }
                k->normal_f32(words, N_NORMALS, 1, -0.0f, out);
                check_words(name, words, out);
            }
        }
    }
}

static void equals_scalar(const char *name, const uint32_t *words, const float *out)
{
    static float expected[N_NORMALS];
    px_kernels_scalar.normal_f32(words, N_NORMALS, 1, -0.0f, expected);
    check(!memcmp(out, expected, sizeof expected), "all normal_f32", name, "");
}

/* Inversion: all words.  Where the machine has it, fma is an instruction here. */
enum { N_INVERTED = 4096 };

#if defined(PX_X86)
PX_TARGET_BEGIN("avx2,fma")
#endif
static void define_inverted(const uint32_t *words, float *z, float *x)
{
    for (size_t i = 0; i < N_INVERTED; i++) {
        z[i] = px_normal_by_inversion_f32(words[i]);
        x[i] = px_exponential_by_inversion_f32(words[i]);
    }
}
#if defined(PX_X86)
PX_TARGET_END
#endif

static float unit_in_last_place(float x)
{
    return px_float_from_bits(px_bits_from_float(x) + 1) - x;
}

/* The z > 0 that a normal exceeds with probability q < 1/2, by two of Halley's steps
 * from one that is nearly right. */
static double improved(double z, double q)
{
    for (int i = 0; i < 2; i++) {
        double density = exp(-z * z / 2) / sqrt(PX_2PI);
        double above =
            q > 0.25 ? (0.5 - q) - erf(z / sqrt(2)) / 2 : erfc(z / sqrt(2)) / 2 - q;
        double step = above / density;
        z += step / (1 - z * step / 2);
    }
    return z;
}

/* The negative half of the normals, the other being compared with it. */
static void all_definitions(void)
{
    static uint32_t words[N_INVERTED], mirrored[N_INVERTED];
    static float z[N_INVERTED], x[N_INVERTED], other[N_INVERTED], unused[N_INVERTED];
    float last_z = -HUGE_VALF, last_x = 0;
    for (uint64_t i = 0; i < 1ull << 32; i += N_INVERTED) {
        int right = 1, ordered = 1, symmetric = 1;
        for (uint32_t j = 0; j < N_INVERTED; j++) {
            words[j] = (uint32_t)i + j;
            mirrored[j] = ~words[j];
        }
        define_inverted(words, z, x);
        define_inverted(mirrored, other, unused);
        for (uint32_t j = 0; j < N_INVERTED; j++) {
            double p = (words[j] + 0.5) / 0x1p32;
            symmetric &= z[j] == -other[j];
            ordered &= z[j] >= last_z && x[j] >= last_x;
            right &= fabs(-log1p(-p) - x[j]) <= 2 * unit_in_last_place(x[j]);
            if (p < 0.5)
                right &=
                    fabs(improved(-z[j], p) + z[j]) <= 2 * unit_in_last_place(-z[j]);
            last_z = z[j];
            last_x = x[j];
        }
        check(right, "inversion is right", "", "");
        check(ordered, "inversion never decreases", "", "");
        check(symmetric, "inversion is symmetric", "", "");
    }
}

static void all_inverted_f32(const char *name)
{
    static uint32_t words[N_INVERTED];
    static float z[N_INVERTED], x[N_INVERTED], kernel_z[N_INVERTED],
        kernel_x[N_INVERTED];
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (uint64_t i = 0; i < 1ull << 32; i += N_INVERTED) {
        for (uint32_t j = 0; j < N_INVERTED; j++)
            words[j] = (uint32_t)i + j;
        define_inverted(words, z, x);
        k->inverse_normal_f32(words, N_INVERTED, 1, -0.0f, kernel_z);
        k->exponential_f32(words, N_INVERTED, 1, kernel_x);
        check(!memcmp(kernel_z, z, sizeof z), "all normals by inversion", name, "");
        check(!memcmp(kernel_x, x, sizeof x), "all exponentials", name, "");
    }
}

/* tensorflow-cpu 2.21.0, 2026-11-27: tf.exp of a vector of float64, whose length is a
 * multiple of 4, on x86-64; 9 of them differ from libm's. */
static const double packet_exps[][2] = {
    {-0x1.b36462c79dap+0, 0x1.75daec407f75ap-3},
    {-0x1.4acfbeb578b04p+0, 0x1.193fab802f532p-2},
    {-0x1.20feaaad33cb4p-2, 0x1.821a4448364ccp-1},
    {-0x1.0b53396896425p+0, 0x1.68681e652e8c9p-2},
    {-0x1.dd51a6260a4fdp+0, 0x1.3d60a2e19b15dp-3},
    {-0x1.0a18bff64bfep-4, 0x1.dfcb9ab1f656ep-1},
    {-0x1.4fdbdc7cf2bcep+1, 0x1.290a68b70d31cp-4},
    {-0x1.47f47c329bc71p+1, 0x1.3bf5eaea0b888p-4},
    {-0x1.1034818d41304p-3, 0x1.c046fc0fb6b9ap-1},
    {-0x1.342130b9b369dp+1, 0x1.70e44aa2c8d4p-4},
    {-0x1.1bd86a0a4533cp-1, 0x1.261b0d7f99b84p-1},
    {-0x1.0b1e9d033519bp+1, 0x1.fc35b7b419befp-4},
    {-0x1.dc2929123c876p-2, 0x1.419adc8f07a64p-1},
    {-0x1.0994fd0dd2cd5p+1, 0x1.012cfe33fa4dfp-3},
    {-0x1.701d8a45e42dp+1, 0x1.cdbe9bfa8cfacp-5},
    {-0x1.7a3bf6d827cd8p+1, 0x1.aaa5c93bbc22cp-5},
    {-0x1.fd6927e5fb6e4p+0, 0x1.17fbf4c12c646p-3},
    {-0x1.f68af7363dafep-2, 0x1.396ccda4c423ep-1},
    {-0x1.2f4a97b0ac6fcp+0, 0x1.392b039ba9c37p-2},
    {-0x1.ab002a6086c9p-1, 0x1.bcbd058db27a2p-2},
    {-0x1.31d07620c1b06p+5, 0x1.cd91afb6b5bfep-56},
    {-0x1.7f2963f1c089p+3, 0x1.a7469fc80023cp-18},
    {-0x1.6716dad538084p+4, 0x1.89d8093608bc4p-33},
    {-0x1.04b6badf04762p+4, 0x1.67ff70fdd1e91p-24},
    {-0x1.63247cd96f2ffp+2, 0x1.fdfe9ac3eed87p-9},
    {-0x1.ec78193e614bep+3, 0x1.bcec63a83f59dp-23},
    {-0x1.ec6cf6611c6bdp+4, 0x1.83afe1dc8d732p-45},
    {-0x1.08b41e64e3e4fp+4, 0x1.188b9dbf2769bp-24},
    {-0x1.b2c2e6e7ec932p+4, 0x1.bd2e5ce3140a2p-40},
    {-0x1.7462f06a816cep+4, 0x1.571a0071ac69ep-34},
    {-0x1.87cb268e7b7e2p+1, 0x1.7fc36d523d5eap-5},
    {-0x1.d32055cbe3e0bp+4, 0x1.d71e9aedaa18fp-43},
    {-0x1.af583c90d8fe2p+4, 0x1.13944ba0e47d9p-39},
    {-0x1.009e5499bc087p+5, 0x1.a654472af9f04p-47},
    {-0x1.7d43b7e50f145p+2, 0x1.53152843ca304p-9},
    {-0x1.37d6f7cc98308p+5, 0x1.b2ad2a5a0586ep-57},
    {-0x1.bc123175cfaa3p+2, 0x1.fc5ba89d11735p-11},
    {-0x1.73275886f792dp+4, 0x1.7295148b3e052p-34},
    {-0x1.58ff9c782da76p+7, 0x1.19588ad921aedp-249},
    {-0x1.991c6fe22769ep-10, 0x1.ff339a9f5c683p-1},
    {-0x1.4e79f56d53dfcp-22, 0x1.fffff58c306fep-1},
    {-0x1.fb4d8625e3facp-38, 0x1.fffffffff0259p-1},
    {-0x1.65c4d4f7aaa11p-6, 0x1.f4f0df577f5a9p-1},
    {-0x1.23ca5328fde7ep-9, 0x1.fedc88c273f5fp-1},
    {-0x1.0860ba9e1d6c7p-8, 0x1.fdf04f348472bp-1},
    {-0x1.60ad01bff5158p-40, 0x1.fffffffffd3eap-1},
    {-0x1.8c6e8a955354cp+6, 0x1.031d8e7c9194bp-143},
    {-0x1.1f3a8c70c2a67p-21, 0x1.ffffee0c57898p-1},
    {-0x1.818d5a0cde379p-37, 0x1.ffffffffe7e73p-1},
    {-0x1.b4b88ed67090bp+8, 0x1.eccebf533468fp-631},
    {-0x1.3d66959c19215p-4, 0x1.d9d2bbf1fe46cp-1},
    {-0x1.d0970c6fa2452p-15, 0x1.fff8bdb0fac12p-1},
    {0, 0x1p+0},
    {-0x1.56e1fc2f8f359p-997, 0x1p+0},
    {-0x1p-1, 0x1.368b2fc6f960ap-1},
    {-0x1.62p+9, 0x1.7c8ab2288c9acp-1022},
    {-0x1.624p+9, 0},
    {-0x1.628p+9, 0},
    {-0x1.682p+9, 0},
    {-0x1.7473333333333p+9, 0},
    {-0x1.74cp+9, 0},
    {-0x1.74c28f5c28f5cp+9, 0},
    {-0x1.75p+9, 0},
    {-0x1.9p+9, 0},
};

static void check_packet_exp(void)
{
    for (size_t i = 0; i < sizeof packet_exps / sizeof *packet_exps; i++)
        check(px_packet_exp(packet_exps[i][0]) == packet_exps[i][1], "px_packet_exp",
              "all", "");
}

/* Places that TensorFlow 2.21.0 gave: random.experimental.index_shuffle(index, [1, -2],
 * limit). */
static void check_index_shuffle(void)
{
    static const uint32_t key[3] = {498247692, 1, 0xfffffffe};
    static const uint64_t cases[][3] = {
        {0, 1, 1},
        {1, 1, 0},
        {0, 2, 1},
        {1, 2, 2},
        {2, 2, 0},
        {0, 9, 1},
        {9, 9, 8},
        {4, 9, 4},
        {0, 255, 63},
        {255, 255, 32},
        {127, 255, 52},
        {0, 1000, 63},
        {1000, 1000, 233},
        {500, 1000, 2},
        {0, 65535, 9828},
        {65535, 65535, 50828},
        {32767, 65535, 51251},
        {0, 65536, 9828},
        {32768, 65536, 44096},
        {65536, 65536, 9828},
        {0, 100000, 34619},
        {50000, 100000, 29422},
        {100000, 100000, 73271},
        {0, 16777217, 15113570},
        {8388608, 16777217, 7209985},
        {16777217, 16777217, 9447874},
        {0, 2147483647, 1827048256},
        {2147483647, 2147483647, 567648883},
        {1073741823, 2147483647, 1641063207},
        {3, 1099511627776, 539006602314},
        {1099511627775, 1099511627776, 181294440275},
        {3, 4611686018427387903, 4374099125201735110},
        {4611686018427387902, 4611686018427387903, 822284567321486773},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t place;
        px_index_shuffle(&cases[i][0], &cases[i][1], 0, key, 0, 1, &place);
        check(place == cases[i][2], "px_index_shuffle", "all", "");
    }
}

#if defined(__GLIBC__) && defined(__x86_64__)
#include <gnu/libc-version.h>

static int libm_is_known(void)
{
    int major = 0, minor = 0;
    sscanf(gnu_get_libc_version(), "%d.%d", &major, &minor);
    return major == 2 && minor >= 28 && minor <= 40 && __builtin_cpu_supports("fma");
}

static void equals_libm(const char *name, const uint32_t *words, const float *out)
{
    static float expected[N_NORMALS];
    for (size_t i = 0; i < N_NORMALS; i += 2) {
        float s, c, u1 = fmaxf(px_unit_f32(words[i]), 1e-7f);
        sincosf((float)(PX_2PI * (double)px_unit_f32(words[i + 1])), &s, &c);
        float r = sqrtf(-2 * logf(u1));
        expected[i] = s * r;
        expected[i + 1] = c * r;
    }
    check(!memcmp(out, expected, sizeof expected), "normal_f32 is libm's", name, "");
}

static void check_libm_f64(const char *name)
{
    static uint32_t words[N_NORMALS];
    static double out[N_NORMALS / 2], expected[N_NORMALS / 2];
    px_simd_force(name);
    const px_kernels *k = px_kernels_active();
    for (int round = 0; round < 20000; round++) {
        if (round % 4)
            for (size_t i = 0; i < N_NORMALS; i++)
                words[i] = next_word();
        else
            edge_words(words, N_NORMALS);
        for (size_t i = 0; i < N_NORMALS; i += 4) {
            double s, c, u1 = fmax(px_unit_f64(words[i], words[i + 1]), 1e-7);
            sincos(PX_2PI * px_unit_f64(words[i + 2], words[i + 3]), &s, &c);
            double r = sqrt(-2 * log(u1));
            expected[i / 2] = s * r;
            expected[i / 2 + 1] = c * r;
        }
        k->normal_f64(words, N_NORMALS, 1, -0.0, out);
        check(!memcmp(out, expected, sizeof out), "normal_f64 is libm's", name, "");
    }
}

/* A uniform of (0, 1), of 52 bits. */
static double next_unit(void)
{
    double u = px_unit_f64(next_word(), next_word());
    return u > 0 ? u : 0x1p-52;
}

static int is_same(double a, double b)
{
    return px_bits_from_double(a) == px_bits_from_double(b);
}

/* Count a check of one of many arguments, without a call for each that is right. */
#define EXPECT(OK, WHAT, X)                                                            \
    do {                                                                               \
        if (OK) {                                                                      \
            passed++;                                                                  \
        } else {                                                                       \
            char detail[40];                                                           \
            snprintf(detail, sizeof detail, "of %a", (double)(X));                     \
            check(0, WHAT, "libm", detail);                                            \
        }                                                                              \
    } while (0)

/* 2^24 arguments, no subnormals, of each function; of the single-precision ones all. */
static void check_libm_functions(void)
{
    volatile double to_libm; /* so that calls are not folded */
    for (uint32_t i = 0; i < 1u << 24; i++) {
        double u = next_unit(), v = next_unit();
        double x = -u * (i % 3 == 0 ? 745.1 : i % 3 == 1 ? 40.0 : 1.0);
        to_libm = x;
        EXPECT(is_same(px_exp(x), exp(to_libm)), "px_exp", x);
        to_libm = u;
        EXPECT(is_same(px_log(u), log(to_libm)), "px_log", u);
        double any = ldexp(1 + v, (int)(next_word() % 2046) - 1022);
        to_libm = any;
        EXPECT(is_same(px_log_any(any), log(to_libm)), "px_log_any", any);
        to_libm = -u;
        EXPECT(is_same(px_log1p(-u), log1p(to_libm)), "px_log1p", -u);
        to_libm = -u * 0x1p-20;
        EXPECT(is_same(px_log1p(to_libm), log1p(to_libm)), "px_log1p", to_libm);
        double power = 1 + 1 / v;
        to_libm = u;
        double expected = pow(to_libm, power);
        if (expected >= DBL_MIN)
            EXPECT(is_same(px_pow(u, power), expected), "px_pow", u);
        double n = i < 1u << 23 ? i + 1.0 : floor(ldexp(1 + v, (int)(i % 60)));
        to_libm = n;
        EXPECT(is_same(px_log_factorial(n, px_log(n)), lgamma(to_libm)),
               "px_log_factorial", n);
    }
    /* All floats from -104 to 88.8, and all that are a uniform or larger than 1e-7. */
    for (uint32_t bits = 0; bits <= 0xc2d00000u; bits++) {
        float x;
        memcpy(&x, &bits, sizeof x);
        if (x > 88.7f)
            bits = 0x80000000u;
        EXPECT(px_expf(x) == expf(x), "px_expf", x);
        if (x >= 1e-7f && x <= 1.0f)
            EXPECT(px_logf(x) == logf(x), "px_logf", x);
    }
}
#else
static int libm_is_known(void)
{
    return 0;
}

static void equals_libm(const char *name, const uint32_t *words, const float *out)
{
    (void)name, (void)words, (void)out;
}

static void check_libm_f64(const char *name)
{
    (void)name;
}

static void check_libm_functions(void)
{
}
#endif

/* Random123's kat_vectors, philox4x32 10: zeros, ones, digits of pi. */
static void check_known_answers(const char *name)
{
    static const struct {
        px_stream stream;
        uint32_t words[4];
    } answers[] = {
        {{0, {0, 0}}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{UINT64_MAX, {UINT64_MAX, UINT64_MAX}},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x299f31d0a4093822, {0x85a308d3243f6a88, 0x0370734413198a2e}},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    static uint32_t words[4 * 64];
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        fill(name, &answers[i].stream, &distributions[0].d, 0, 4 * 64, words);
        check(!memcmp(words, answers[i].words, 16), "Random123 answers", name, "");
    }
}

/* TensorFlow 2.21.0 on x86-64, glibc 2.36: the first six values of each op of one
 * output with graph seed 1234 and op seed 5, as bits. */
static void check_tensorflow(const char *name)
{
    enum { N = 6 };
    static const px_stream stream = {1234, {0, 5}};
    static const struct {
        px_distribution d;
        uint64_t bits[N];
    } answers[] = {
        {D(PX_UNIFORM, PX_F32, 1, -0.0, 0, 0),
         {0x3f04e838, 0x3e846de8, 0x3e9e8330, 0x3e2d6640, 0x3f39ede8, 0x3f019cb0}},
        {D(PX_NORMAL, PX_F32, 1, -0.0, 0, 0),
         {0x3f92585c, 0xbd7ecd59, 0x3fab5ea2, 0x3f3e4a6c, 0xbd0193ce, 0xbf4c9448}},
        {D(PX_TRUNCATED_NORMAL, PX_F32, 1, -0.0, 0, 0),
         {0x3f92585c, 0xbd7ecd59, 0x3fab5ea2, 0x3f3e4a6c, 0xbed1e5c3, 0xbfacc07c}},
        {D(PX_UNIFORM, PX_F64, 1, -0.0, 0, 0),
         {0x3fc3a0e5bd08dbd0, 0x3fde8332f656b320, 0x3fe9ede87f819cb0,
          0x3fdce555cb098cc8, 0x3fe37a37b11d961a, 0x3fee4223a3d0ac04}},
        {D(PX_NORMAL, PX_F64, 1, -0.0, 0, 0),
         {0x3fd208f0aa86099b, 0xbffea78a5d3c3792, 0x3fc8e9783a0b1236,
          0xbfe3ccbf266b41dd, 0xbfd562e9e22dbaa9, 0x3fee0a6fa95c3c02}},
        {D(PX_TRUNCATED_NORMAL, PX_F64, 1, -0.0, 0, 0),
         {0x3fd208f0aa86099b, 0xbffea78a5d3c3792, 0x3fe66154513d9c2b,
          0x3fe0cfac5a452f2c, 0xbfd29fdb6bac6dbd, 0xbf8ba36af7517d4e}},
        {D(PX_UNIFORM, PX_F16, 1, -0.0, 0, 0),
         {0x2700, 0x3af4, 0x3260, 0x3240, 0x39e8, 0x38b0}},
        {D(PX_NORMAL, PX_F16, 1, -0.0, 0, 0),
         {0x3c93, 0xabf6, 0x3d5b, 0x39f2, 0xa80d, 0xba65}},
        {D(PX_TRUNCATED_NORMAL, PX_F16, 1, -0.0, 0, 0),
         {0x3c93, 0xabf6, 0x3d5b, 0x39f2, 0xb68f, 0xbd66}},
        {D(PX_UNIFORM, PX_BF16, 1, -0.0, 0, 0),
         {0x3e60, 0x3f74, 0x3f18, 0x3f10, 0x3f68, 0x3f30}},
        {D(PX_NORMAL, PX_BF16, 1, -0.0, 0, 0),
         {0x3f92, 0xbd7f, 0x3fab, 0x3f3e, 0xbd02, 0xbf4d}},
        {D(PX_TRUNCATED_NORMAL, PX_BF16, 1, -0.0, 0, 0),
         {0x3f92, 0xbd7f, 0x3fab, 0x3f3e, 0xbed2, 0xbfad}},
        {D(PX_INTEGERS, PX_I32, 0, 0, (uint64_t)0, 10),
         {0x00000004, 0x00000008, 0x00000002, 0x00000000, 0x00000004, 0x00000004}},
        {D(PX_INTEGERS, PX_I64, 0, 0, (uint64_t)-5, 10000000005),
         {0x00000001fe0b620d, 0x0000000135b206d6, 0x0000000184cd08f2,
          0x000000021381ae04, 0x00000001f6454642, 0x00000001caa281f6}},
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        uint64_t out[N];
        int same = 1;
        size_t size = px_element_size(answers[i].d.type);
        fill(name, &stream, &answers[i].d, 0, N, out);
        for (int j = 0; j < N; j++) {
            if (size == 2)
                same &= ((uint16_t *)out)[j] == answers[i].bits[j];
            else if (size == 4)
                same &= ((uint32_t *)out)[j] == answers[i].bits[j];
            else
                same &= out[j] == answers[i].bits[j];
        }
        check(same, "TensorFlow's values", name, "");
    }
}

/* The steps of a shuffle as px_shuffle.h defines them, one pair after the other. */
static void defined_steps(const px_stream *s, uint64_t n, uint64_t *steps)
{
    const px_distribution bits = px_bits(PX_U32);
    for (uint64_t place = 0; n > 1;) {
        uint64_t m = 1, power = n, limit = (uint64_t)1 << 56;
        for (; power <= limit / n; m++)
            power *= n;
        uint64_t pairs = (n - 1 + m - 1) / m;
        pairs = pairs < PX_DICE_PAIRS ? pairs : PX_DICE_PAIRS;
        uint64_t count = pairs * m < n - 1 ? pairs * m : n - 1;
        for (uint64_t b = 0; b < pairs; b++, place++) {
            px_stream tried = *s;
            uint64_t x, product = 1;
            for (uint64_t i = b; i < count; i += pairs)
                product *= n - i;
            do {
                uint32_t words[2];
                px_fill(&tried, &bits, 2 * place, 2, words);
                x = px_high_pair(words);
                for (uint64_t i = b; i < count; i += pairs)
                    steps[i] = px_product(x, n - i, &x);
                tried.key += PX_RETRY_KEY;
            } while (x < (0 - product) % product);
        }
        steps += count;
        n -= count;
    }
}

/* Steps, and the moves of things of many sizes with gaps between them. */
static void check_shuffles(const char *name)
{
    static const uint64_t more[] = {513, 646, 2353, 16385, LARGE};
    static uint64_t expected[LARGE], order[LARGE];
    static unsigned char things[LARGE * 3];
    static px_words words;
    static px_order o;
    char detail[80];
    px_simd_force(name);
    for (size_t j = 0; j < MAX_SIZE + sizeof more / sizeof *more; j++) {
        uint64_t n = j < MAX_SIZE ? j : more[j - MAX_SIZE], done = 0;
        const px_stream *s = &streams[j % N_STREAMS];
        int same = 1;
        defined_steps(s, n, expected);
        words.stream.key = s->key;
        px_words_seek(&words, s->counter, 0);
        px_order_begin(&o, &words, n, n, 1);
        for (size_t now; (now = px_order_next(&o)) > 0; done += now)
            same &= memcmp(o.steps, expected + done, 8 * now) == 0;
        snprintf(detail, sizeof detail, "n = %" PRIu64, n);
        check(same && done == (n > 1 ? n - 1 : 0), "steps of a shuffle", name, detail);
    }
    for (size_t size = 1; size <= 150; size++) {
        const size_t n = 100, stride = size + size % 3;
        const int64_t shape[] = {(int64_t)n}, strides[] = {(int64_t)stride};
        px_things t;
        int right = 1;
        memset(things, GUARD_BYTE, sizeof things);
        for (size_t i = 0; i < n; i++) {
            order[i] = i;
            for (size_t j = 0; j < size; j++)
                things[i * stride + j] = (unsigned char)(i + 7 * j);
        }
        defined_steps(&streams[0], n, expected);
        for (size_t i = 0; i + 1 < n; i++) {
            uint64_t moved = order[i];
            order[i] = order[i + expected[i]];
            order[i + expected[i]] = moved;
        }
        words.stream.key = streams[0].key;
        px_words_seek(&words, streams[0].counter, 0);
        px_order_begin(&o, &words, n, n, 1);
        px_things_set(&t, things, size, 1, shape, strides, 0);
        px_shuffle(&o, &t, n);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < stride; j++)
                right &= things[i * stride + j] ==
                         (j < size ? (unsigned char)(order[i] + 7 * j) : GUARD_BYTE);
        right &= things[n * stride] == GUARD_BYTE;
        snprintf(detail, sizeof detail, "size %zu", size);
        check(right, "moves of a shuffle", name, detail);
    }
}

/* The real functions over vectors, of numbers with any bits, of usual ones and of those
 * at the borders of their steps. */
#define REAL_NAME(number, name, arguments) #name,
static const char *const real_names[] = {PX_REAL_FUNCTIONS(REAL_NAME)};
enum { N_REALS = sizeof real_names / sizeof real_names[0] };

static double usual_real(int function)
{
    double u = next_word() * 0x1p-32, sign = next_word() & 1 ? 1 : -1;
    if (function >= 8) /* of integers */
        return floor(exp2(u * 40));
    if (function >= 5) /* of pi times it */
        return next_word() & 3 ? sign * u : sign * floor(32 * u) / 16;
    if (function >= 2 && next_word() & 1)
        return sign * 760 * u;
    double size = exp2((next_word() & 1 ? 8 : 2100) * (u - 0.5));
    return next_word() & 1 ? 1 + sign * size : sign * size;
}

static void check_reals(const char *name)
{
    enum { N = 1 << 16 };
    static const double ends[] = {
        0,       1,    HUGE_VAL, 0x1p-1022,        0x1p-1074, 0x1.fffffffffffffp-1023,
        DBL_MAX, 2,    0.734375, 1.46875,          0.984375,  1.03125,
        708,     709,  745.2,    709.782712893384, 710,       746,
        0x1p53,  1e-5, 0.34657,  0x1p-54,          0.25,      744.4400719213812,
    };
    enum { N_ENDS = sizeof ends / sizeof ends[0] };
    static double x[N], y[N], expected[N], out[N];
    for (int function = 0; function < N_REALS; function++) {
        for (int i = 0; i < N; i++) {
            int any = next_word() % 4 == 0 && function < 5;
            uint64_t bits = (uint64_t)next_word() << 32 | next_word();
            x[i] = any ? px_double_from_bits(bits) : usual_real(function);
            y[i] = i % 2 ? usual_real(0) : usual_real(2);
        }
        for (int i = 0; i < 16 * N_ENDS * N_ENDS && function < 5; i++) {
            double end = ends[i / 16 % N_ENDS], other = ends[i / 16 / N_ENDS];
            end = i & 1 ? nextafter(end, i & 2 ? 0 : HUGE_VAL) : end;
            x[i] = i & 4 ? -end : end;
            y[i] = i & 8 ? -other : other;
        }
        reals(function, x, y, N, expected);
        px_simd_force(name);
        px_kernels_active()->real(function, x, y, N, out);
        int same = 1;
        for (int i = 0; i < N; i++)
            same &= memcmp(&out[i], &expected[i], sizeof *out) == 0 ||
                    (out[i] != out[i] && expected[i] != expected[i]);
        check(same, "real function", name, real_names[function]);
    }
}

int main(int argc, char **argv)
{
    int exhaustive = 0, full = 0, libm = 0;
    for (int i = 1; i < argc; i++) {
        exhaustive |= strcmp(argv[i], "--exhaustive") == 0;
        full |= strcmp(argv[i], "--full") == 0;
        libm |= strcmp(argv[i], "--libm") == 0;
    }
    if (libm && !libm_is_known()) {
        printf("this libm is not one of glibc 2.28 to 2.40 on x86-64 with FMA\n");
        return SKIPPED;
    }
    check_counters();
    check_packet_exp();
    check_index_shuffle();
    if (libm)
        check_libm_functions();
    if (full)
        all_definitions();
    elements *defined = defined_elements();
    const char *name;
    for (size_t i = 0; (name = px_simd_available(i)); i++) {
        unsigned long before = failed;
        check_known_answers(name);
        check_tensorflow(name);
        for (size_t s = 0; s < N_STREAMS; s++)
            for (size_t t = 0; t < N_DISTRIBUTIONS; t++)
                check_distribution(name, &streams[s], &distributions[t],
                                   &defined[s * N_DISTRIBUTIONS + t]);
        for (size_t t = 0; t < N_DISTRIBUTIONS; t++) {
            check_arrays(name, &streams[1], &distributions[t]);
            check_rows(name, &streams[4], &distributions[t]);
        }

        check_families(name);
        check_strides(name);
        check_places(name);
        check_integers(name);
        check_narrow(name);
        check_shuffles(name);
        check_normals_f64(name);
        if (strcmp(name, "scalar") != 0)
            check_reals(name);
        if (full && strcmp(name, "scalar") != 0)
            all_inverted_f32(name);
        if (exhaustive)
            all_normals_f32(name, equals_scalar);
        if (libm) {
            all_normals_f32(name, equals_libm);
            check_libm_f64(name);
        }
        printf("%-8s %s\n", name, failed == before ? "ok" : "FAILED");
    }
    free(defined);
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed > 0;
}
