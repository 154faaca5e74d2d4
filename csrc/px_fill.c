/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Fills: from "elements [first, first + n) of a distribution" to whole batches of
 * blocks for a kernel, with heads and tails.  The order of elements within blocks is
 * TensorFlow's (random_op_cpu.h: FillPhiloxRandomTask).
 */
#include "px_internal.h"

/* The largest block of elements: four of 8 bytes, from a word each. */
#define MAX_BLOCK_BYTES 32

/* Elements [skip, skip + n) of blocks of which there are fewer than a batch. */
static void fill_few(const px_stream *s, const px_distribution *d,
                     const px_method *method, uint64_t block, size_t skip, size_t n,
                     void *out)
{
    PX_ALIGN64 unsigned char batch[MAX_BLOCK_BYTES * PX_CHUNK_BLOCKS];
    size_t size = px_element_size(d->type), n_blocks = (size_t)px_blocks(d, skip + n);
    const px_kernels *k =
        n_blocks <= method->few ? px_block_kernels_for(d) : px_kernels_for(d);
    method->batches(k, s->key, px_counter_add(s->counter, block),
                    px_round_up(n_blocks, k->batch), d, batch);
    memcpy(out, batch + skip * size, n * size);
}

static void fill_blocks(const px_stream *s, const px_distribution *d,
                        const px_method *method, uint64_t first, size_t n, void *out)
{
    unsigned shift = px_log2_elements_per_block(d);
    size_t per_block = (size_t)1 << shift, size = px_element_size(d->type);
    unsigned char *to = out;
    uint64_t block = first >> shift;
    size_t skip = (size_t)first & (per_block - 1);
    const px_kernels *k = px_kernels_for(d);
    if (skip > 0 && n > 0) {
        /* With all that comes in one batch with it. */
        size_t head = (k->batch << shift) - skip < n ? (k->batch << shift) - skip : n;
        fill_few(s, d, method, block, skip, head, to);
        block += k->batch;
        to += head * size;
        n -= head;
    }
    size_t n_blocks = px_round_down(n >> shift, k->batch);
    if (n_blocks > 0)
        method->batches(k, s->key, px_counter_add(s->counter, block), n_blocks, d, to);
    to += (n_blocks << shift) * size;
    n -= n_blocks << shift;
    if (n > 0)
        fill_few(s, d, method, block + n_blocks, 0, n, to);
}

static void fill_plain(const px_stream *s, const px_distribution *d, uint64_t first,
                       size_t n, void *out)
{
    const px_method *method = px_method_of(d);
    if (method->fill)
        method->fill(s, d, first, n, out);
    else
        fill_blocks(s, d, method, first, n, out);
}

/* A parameter that may be an array: value j is data[j * stride], plus `zero`, which is
 * 0.0 to leave no -0.0 in an array, and else changes nothing. */
typedef struct parameter {
    const double *data;
    ptrdiff_t stride;
    double zero;
} parameter;

static parameter parameter_of(const px_array *array, size_t done, const double *one)
{
    parameter p = {one, 0, PX_NOTHING};
    if (array->data) {
        p.data = (const double *)array->data + (ptrdiff_t)done * array->stride;
        p.stride = array->stride;
        p.zero = 0.0;
    }
    return p;
}

static double value_of(parameter p, size_t j)
{
    return p.data[(ptrdiff_t)j * p.stride] + p.zero;
}

static void scale_f32(float *z, size_t n, parameter scale, parameter offset)
{
    for (size_t j = 0; j < n; j++) {
        float product = z[j] * (float)value_of(scale, j);
        z[j] = product + (float)value_of(offset, j);
    }
}

static void scale_f64(double *z, size_t n, parameter scale, parameter offset)
{
    for (size_t j = 0; j < n; j++) {
        double product = z[j] * value_of(scale, j);
        z[j] = product + value_of(offset, j);
    }
}

/* Elements that are scaled one by one while they are in the first-level cache. */
#define PIECE 512

/* 16-bit floats, which the scalar kernel makes of words, or of float32 normals. */
static void fill_narrow(const px_stream *s, const px_distribution *d, uint64_t first,
                        size_t n, parameter scale, parameter offset, uint16_t *out)
{
    const px_kernels *k = &px_kernels_scalar;
    int is_f16 = d->type == PX_F16;
    if (d->kind == PX_UNIFORM) {
        PX_ALIGN64 uint32_t words[PIECE];
        px_distribution bits = px_bits(PX_U32);
        fill_plain(s, &bits, first, n, words);
        for (size_t j = 0; j < n; j++)
            (is_f16 ? k->uniform_f16
                    : k->uniform_bf16)(words + j, 1, (float)value_of(scale, j),
                                       (float)value_of(offset, j), out + j);
    } else {
        PX_ALIGN64 float z[PIECE];
        px_distribution standard = px_scaled(d->kind, PX_F32, 1, PX_NOTHING);
        fill_plain(s, &standard, first, n, z);
        for (size_t j = 0; j < n; j++)
            (is_f16 ? k->narrow_f16
                    : k->narrow_bf16)(z + j, 1, (float)value_of(scale, j),
                                      (float)value_of(offset, j), out + j);
    }
}

/* Standard values, scaled and shifted each by its own parameters. */
static void fill_arrays(const px_stream *s, const px_distribution *d, uint64_t first,
                        size_t n, void *out)
{
    const px_distribution standard = px_scaled(d->kind, d->type, 1, PX_NOTHING);
    unsigned char *to = out;
    for (size_t now, done = 0; done < n; done += now) {
        parameter scale = parameter_of(&d->arrays[0], done, &d->scale);
        parameter offset = parameter_of(&d->arrays[1], done, &d->offset);
        now = n - done < PIECE ? n - done : PIECE;
        scale.zero = PX_NOTHING;
        switch (d->type) {
        case PX_F32:
            fill_plain(s, &standard, first + done, now, to);
            scale_f32((float *)(void *)to, now, scale, offset);
            break;
        case PX_F64:
            fill_plain(s, &standard, first + done, now, to);
            scale_f64((double *)(void *)to, now, scale, offset);
            break;
        default:
            fill_narrow(s, d, first + done, now, scale, offset, (uint16_t *)(void *)to);
            break;
        }
        to += now * px_element_size(d->type);
    }
}

int px_fill(const px_stream *s, const px_distribution *d, uint64_t first, size_t n,
            void *out)
{
    if (!px_is_known(d))
        return -1;
    if (!px_has_arrays(d) || px_is_family(d))
        fill_plain(s, d, first, n, out);
    else if (d->kind == PX_UNBIASED)
        px_fill_unbiased_arrays(s, d, first, n, out);
    else
        fill_arrays(s, d, first, n, out);
    return 0;
}

int px_fill_around(const px_stream *s, const px_distribution *d, uint64_t first,
                   size_t n, size_t room, void *out)
{
    unsigned char kept[4 * 8];
    if (!px_is_known(d) || px_has_arrays(d) || !px_method_of(d)->batches)
        return 0;
    const px_kernels *k = px_kernels_for(d);
    unsigned shift = px_log2_elements_per_block(d);
    size_t skip = (size_t)first & (px_elements_per_block(d) - 1);
    size_t n_blocks = px_round_up((size_t)px_blocks(d, skip + n), k->batch);
    if ((n_blocks << shift) - skip - n > room)
        return 0;
    size_t before = skip * px_element_size(d->type);
    unsigned char *to = (unsigned char *)out - before;
    memcpy(kept, to, before);
    px_method_of(d)->batches(k, s->key, px_counter_add(s->counter, first >> shift),
                             n_blocks, d, to);
    memcpy(to, kept, before);
    return 1;
}

void px_permutation(const px_stream *s, size_t n, int64_t *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    const px_distribution bits = px_bits(PX_U32);
    for (size_t i = 0; i < n; i++)
        out[i] = (int64_t)i;
    for (size_t i = 0; i + 1 < n; i++) {
        size_t j = i % (4 * PX_CHUNK_BLOCKS), left = n - 1 - i;
        if (j == 0)
            px_fill(s, &bits, i,
                    left < 4 * PX_CHUNK_BLOCKS ? left : 4 * PX_CHUNK_BLOCKS, words);
        size_t k = i + words[j] % (uint32_t)(n - i);
        int64_t swap = out[i];
        out[i] = out[k];
        out[k] = swap;
    }
}
