/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Speed of each kernel's fills, for people who work on the kernels: nanoseconds and
 * cycles per 128 bytes written, and GB/s, beside memset.  One thread, a hot buffer;
 * rounds go through all contenders in turn, and medians are printed.
 *
 *   kernel [ROUNDS [VALUES [NAME]]]      NAME: only jobs whose name contains it
 */
#include "px_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* A distribution without arrays, where a constant expression is wanted. */
#define D(kind, type, scale, offset, low, range)                                       \
    {sizeof(px_distribution), kind, type, scale, offset, low, range, {{NULL, 0}}}

#define MAX_CONTENDERS 8

typedef struct {
    const char *name;
    px_distribution d;
} job;

static const job jobs[] = {
    {"words", D(PX_BITS, PX_U32, 0, 0, 0, 0)},
    {"uniform float32", D(PX_UNIFORM, PX_F32, 1, -0.0, 0, 0)},
    {"uniform float32, [-1, 2)", D(PX_UNIFORM, PX_F32, 3, -1, 0, 0)},
    {"uniform float64", D(PX_UNIFORM, PX_F64, 1, -0.0, 0, 0)},
    {"uniform float16", D(PX_UNIFORM, PX_F16, 1, -0.0, 0, 0)},
    {"uniform bfloat16", D(PX_UNIFORM, PX_BF16, 1, -0.0, 0, 0)},
    {"integers int32, 10", D(PX_INTEGERS, PX_I32, 0, 0, 0, 10)},
    {"integers int64, 10", D(PX_INTEGERS, PX_I64, 0, 0, 0, 10)},
    {"unbiased uint32, 10", D(PX_UNBIASED, PX_U32, 0, 0, 0, 10)},
    {"normal float32", D(PX_NORMAL, PX_F32, 1, -0.0, 0, 0)},
    {"normal float64", D(PX_NORMAL, PX_F64, 1, -0.0, 0, 0)},
    {"normal float16", D(PX_NORMAL, PX_F16, 1, -0.0, 0, 0)},
    {"full normal float32", D(PX_FULL_NORMAL, PX_F32, 1, -0.0, 0, 0)},
    {"full normal float64", D(PX_FULL_NORMAL, PX_F64, 1, -0.0, 0, 0)},
    {"truncated normal float32", D(PX_TRUNCATED_NORMAL, PX_F32, 1, -0.0, 0, 0)},
    {"truncated normal float64", D(PX_TRUNCATED_NORMAL, PX_F64, 1, -0.0, 0, 0)},
    {"exponential float32", D(PX_EXPONENTIAL, PX_F32, 1, -0.0, 0, 0)},
    {"exponential float64", D(PX_EXPONENTIAL, PX_F64, 1, -0.0, 0, 0)},
};

static double seconds(void)
{
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* One core's cycles per second: a chain of shifts and xors, each of which takes a cycle
 * and waits for the one before. */
static double cycles_per_second(void)
{
    enum { STEPS = 1000000, CYCLES = 6 };
    double best = 1e9;
    volatile uint64_t sink;
    for (int round = 0; round < 9; round++) {
        uint64_t x = (uint64_t)round + 1;
        double start = seconds();
        for (int i = 0; i < STEPS; i++) {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
        }
        double took = seconds() - start;
        sink = x;
        best = took < best ? took : best;
    }
    (void)sink;
    return STEPS * CYCLES / best;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, size_t n)
{
    qsort(x, n, sizeof *x, ascending);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

/* Seconds that one fill by a kernel takes, or where it has no name, memset. */
static double time_fill(const char *kernel, const px_distribution *d, size_t n,
                        void *out)
{
    static const px_stream stream = {0x243f6a8885a308d3, {0, 0x13198a2e03707344}};
    static uint64_t first;
    double start;
    first += n;
    if (!kernel) {
        start = seconds();
        memset(out, (int)(first & 0xff), n * px_element_size(d->type));
    } else {
        px_simd_force(kernel);
        start = seconds();
        px_fill(&stream, d, first, n, out);
    }
    return seconds() - start;
}

int main(int argc, char **argv)
{
    size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 101;
    size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 65536;
    const char *only = argc > 3 ? argv[3] : "";
    const char *kernels[MAX_CONTENDERS] = {NULL};
    size_t n_kernels = 1; /* the first is memset */
    while ((kernels[n_kernels] = px_simd_available(n_kernels - 1)))
        n_kernels++;
    void *out = malloc(8 * n);
    double *times = malloc(n_kernels * rounds * sizeof *times);
    if (!rounds || !out || !times)
        return 1;
    double hertz = cycles_per_second();
    printf("%zu values, %zu rounds, %.2f GHz\n", n, rounds, hertz * 1e-9);
    printf("%-26s %-8s %12s %16s %8s\n", "", "kernel", "ns / 128 B", "cycles / 128 B",
           "GB/s");
    for (size_t j = 0; j < sizeof jobs / sizeof jobs[0]; j++) {
        const px_distribution *d = &jobs[j].d;
        double bytes = (double)(n * px_element_size(d->type));
        if (!strstr(jobs[j].name, only))
            continue;
        for (size_t r = 0; r < rounds; r++)
            for (size_t k = 0; k < n_kernels; k++)
                times[k * rounds + r] = time_fill(kernels[k], d, n, out);
        for (size_t k = 0; k < n_kernels; k++) {
            double per_byte = median(times + k * rounds, rounds) / bytes;
            printf("%-26s %-8s %12.2f %16.1f %8.2f\n", k ? "" : jobs[j].name,
                   k ? kernels[k] : "memset", 128e9 * per_byte, 128 * hertz * per_byte,
                   1e-9 / per_byte);
        }
    }
    free(times);
    free(out);
    return 0;
}
