/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A fuzz target: any key, counter, place, number of elements, kind, type, parameters,
 * arrays of them and kernel.  What px_fill writes is what px_element defines, for a
 * whole fill and for one in two pieces, and nothing outside of `out` is touched.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... tests/c/fuzz.c csrc/px_*.c -lm
 *
 * With -DALONE it has a main of its own, for compilers without libFuzzer: the argument
 * is the number of random inputs, or 0 and the files of a corpus.
 */
#include "px_functions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST  600 /* elements: more than a chunk of every kind */
#define GUARD 64
#define BYTE  0xa5

/* The input, read from its front; zeros after its end. */
typedef struct {
    const uint8_t *data;
    size_t size;
} input;

static uint64_t take(input *in, size_t bytes)
{
    uint64_t x = 0;
    size_t n = bytes < in->size ? bytes : in->size;
    for (size_t i = 0; i < n; i++)
        x |= (uint64_t)in->data[i] << 8 * i;
    in->data += n;
    in->size -= n;
    return x;
}

/* Doubles of every kind: plain ones most of the time. */
static double take_double(input *in)
{
    static const double corners[] = {
        0.0,   -0.0,      1.0,    -1.0,   0.5,    2.0,  1e-320, 1e-300,
        1e300, 0x1p-126,  1e9,    1e18,   10.0,   1e-9, 0.9999, 3.0,
        100.0, 1.0 / 0.0, -1e300, 0x1p63, 0x1p53, 0.3,  1000,   0.0 / 0.0};
    uint8_t form = (uint8_t)take(in, 1);
    double x;
    if (form < 64)
        return corners[form % (sizeof corners / sizeof *corners)];
    if (form < 128)
        return (double)take(in, 2) / 256.0;
    if (form < 192)
        return (double)(int64_t)take(in, 4) * 0x1p-32;
    uint64_t bits = take(in, 8);
    memcpy(&x, &bits, sizeof x);
    return x;
}

static size_t size_of(px_type type)
{
    return type == PX_U8                                         ? 1
           : type == PX_U16 || type == PX_F16 || type == PX_BF16 ? 2
           : type == PX_U32 || type == PX_I32 || type == PX_F32  ? 4
                                                                 : 8;
}

/* A parameter that is exact in the type, as px_fill wants it. */
static double exact_in(px_type type, double x)
{
    if (type == PX_F32)
        return (float)x;
    if (type == PX_F16 || type == PX_BF16)
        return x >= -128 && x <= 128 ? (double)(int)x : 1.0;
    return x;
}

static int is_nan(px_type type, const uint8_t *value)
{
    float f;
    double d;
    uint16_t h;
    switch (type) {
    case PX_F16:
        memcpy(&h, value, sizeof h);
        return (h & 0x7fff) > 0x7c00;
    case PX_BF16:
        memcpy(&h, value, sizeof h);
        return (h & 0x7fff) > 0x7f80;
    case PX_F32:
        memcpy(&f, value, sizeof f);
        return f != f;
    case PX_F64:
        memcpy(&d, value, sizeof d);
        return d != d;
    default:
        return 0;
    }
}

static void fail(const char *what, const px_distribution *d, size_t i)
{
    fprintf(stderr, "%s: kernel %s, kind %d, type %d, element %zu\n", what,
            px_simd_active(), (int)d->kind, (int)d->type, i);
    abort();
}

static void expect(const uint8_t *found, const uint8_t *defined, size_t n,
                   const px_distribution *d, const char *what)
{
    size_t size = size_of(d->type);
    for (size_t i = 0; i < n; i++, found += size, defined += size)
        if (memcmp(found, defined, size) != 0 &&
            !(is_nan(d->type, found) && is_nan(d->type, defined)))
            fail(what, d, i);
}

static uint64_t data[3][4 * MOST]; /* of arrays, whose strides are from -3 to 3 */

/* Of NumPy's distributions all parameters are arrays, of stride 0 most of the time. */
static void take_arrays(input *in, px_distribution *d)
{
    int is_family = d->kind >= PX_FIRST_FAMILY;
    unsigned which = is_family ? 7 : (unsigned)take(in, 1);
    for (int j = 0; j < 3; j++) {
        if (!(which >> j & 1))
            continue;
        unsigned form = (unsigned)take(in, 1);
        ptrdiff_t stride = is_family && form < 128 ? 0 : (ptrdiff_t)(form % 7) - 3;
        uint64_t values[8];
        for (int k = 0; k < 8; k++) {
            double x = exact_in(d->type, take_double(in));
            memcpy(&values[k], &x, sizeof x);
            if (is_family && take(in, 1) > 200) /* a count */
                values[k] = take(in, 8) >> take(in, 1) % 64;
            if (d->kind == PX_UNBIASED)
                values[k] = j == 1 && d->type != PX_U64 ? take(in, 4) + 1 : take(in, 8);
        }
        for (int k = 0; k < 4 * MOST; k++)
            data[j][k] = values[k % 8];
        d->arrays[j].data = stride < 0 ? &data[j][3 * MOST] : data[j];
        d->arrays[j].stride = stride;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    static uint8_t out[8 * MOST + 2 * GUARD], defined[8 * MOST];
    input in = {bytes, n_bytes};
    const char *kernel;
    size_t kernels = 0, chosen = (size_t)take(&in, 1);
    while (px_simd_available(kernels))
        kernels++;
    kernel = px_simd_available(chosen % kernels);
    px_simd_force(kernel);

    px_kind kind = (px_kind)(take(&in, 1) % PX_KINDS);
    px_type type = (px_type)(take(&in, 1) % PX_TYPES);
    size_t n = (size_t)take(&in, 2) % (MOST + 1), cut = n ? take(&in, 2) % n : 0;
    size_t shift =
        (size_t)take(&in, 1) % 8; /* out has the alignment of its type only */
    px_stream s = {take(&in, 8), {take(&in, 8), take(&in, 8)}};
    uint64_t first = take(&in, 8) >> take(&in, 1) % 64;
    if (first > UINT64_MAX - n)
        first -= n;
    double scale = exact_in(type, take_double(&in));
    double offset = exact_in(type, take_double(&in));
    px_distribution d = px_scaled(kind, type, scale, offset);
    if (kind == PX_EXPONENTIAL)
        d = px_exponential(type, scale);
    d.low = take(&in, 8);
    d.range = take(&in, 8) >> take(&in, 1) % 64;
    if (kind == PX_UNBIASED && type != PX_U64)
        d.range = (d.range & 0xffffffff) + 1;
    if (take(&in, 1) % 4 == 0 || kind >= PX_FIRST_FAMILY)
        take_arrays(&in, &d);

    size_t size = size_of(type);
    uint8_t *to = out + GUARD + shift / size * size;
    memset(out, BYTE, sizeof out);
    if (px_fill(&s, &d, first, n, to) != 0) {
        for (size_t i = 0; i < sizeof out; i++)
            if (out[i] != BYTE)
                fail("a refused fill has written", &d, i);
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        px_distribution here = px_from_place(&d, i);
        if (px_element(&s, &here, first + i, defined + i * size) != 0)
            fail("no definition", &d, i);
    }
    expect(to, defined, n, &d, "a fill is not as defined");
    for (uint8_t *p = out; p < out + sizeof out; p++)
        if ((p < to || p >= to + n * size) && *p != BYTE)
            fail("outside of out", &d, (size_t)(p - out));
    px_distribution rest = px_from_place(&d, cut);
    memset(out, BYTE, sizeof out);
    px_fill(&s, &rest, first + cut, n - cut, to + cut * size);
    px_fill(&s, &d, first, cut, to);
    expect(to, defined, n, &d, "two pieces are not as defined");
    return 0;
}

#if defined(ALONE)
static uint64_t next(uint64_t *state) /* splitmix64 */
{
    uint64_t x = *state += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

int main(int argc, char **argv)
{
    uint8_t bytes[256];
    uint64_t state = 1;
    long inputs = argc > 1 ? strtol(argv[1], NULL, 10) : 100000;
    for (int i = 2; inputs == 0 && i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file)
            return 1;
        size_t n = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, n);
    }
    for (long i = 0; i < inputs; i++) {
        for (size_t j = 0; j < sizeof bytes; j += 8) {
            uint64_t x = next(&state);
            memcpy(bytes + j, &x, sizeof x);
        }
        LLVMFuzzerTestOneInput(bytes, 40 + next(&state) % 200);
    }
    printf("%ld inputs, kernels as defined\n", inputs ? inputs : (long)(argc - 2));
    return 0;
}
#endif
