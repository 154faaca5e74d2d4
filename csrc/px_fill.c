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

static const px_counter no_blocks = {0, 0}, one_block = {1, 0};

px_counter px_counter_add(px_counter counter, uint64_t blocks)
{
    px_counter b = {blocks, 0};
    return px_add128(counter, b);
}

static int is_1_0(const px_distribution *d)
{
    return d->kind == PX_NORMAL_1_0 || d->kind == PX_TRUNCATED_NORMAL_1_0;
}

/* Old streams need no speed: theirs is the scalar kernel everywhere. */
const px_kernels *px_kernels_for(const px_distribution *d)
{
    return is_1_0(d) ? &px_kernels_scalar_1_0 : px_kernels_active();
}

static const px_kernels *block_kernels(const px_distribution *d)
{
    return is_1_0(d) ? &px_kernels_scalar_1_0 : &px_kernels_scalar;
}

px_counter px_counter_add_product(px_counter counter, uint64_t n, uint32_t factor)
{
    uint64_t low = factor * (n & 0xffffffffu), high = factor * (n >> 32);
    px_counter a = {low, 0}, b = {high << 32, high >> 32};
    return px_add128(counter, px_add128(a, b));
}

/* Whether |z| >= 2: the highest bit of the exponent. */
static int outside_f32(float z)
{
    return (int)(px_bits_from_float(z) >> 30 & 1);
}

static int outside_f64(double z)
{
    return (int)(px_bits_from_double(z) >> 62 & 1);
}

#define REAL      float
#define GROUP     4
#define OUTSIDE   outside_f32
#define NORMAL    normal_f32
#define FINISH    finish_f32
#define MISSING   missing_f32
#define TRUNCATED truncated_f32
#include "px_truncated.h"
#undef REAL
#undef GROUP
#undef OUTSIDE
#undef NORMAL
#undef FINISH
#undef MISSING
#undef TRUNCATED

#define REAL      double
#define GROUP     2
#define OUTSIDE   outside_f64
#define NORMAL    normal_f64
#define FINISH    finish_f64
#define MISSING   missing_f64
#define TRUNCATED truncated_f64
#include "px_truncated.h"
#undef REAL
#undef GROUP
#undef OUTSIDE
#undef NORMAL
#undef FINISH
#undef MISSING
#undef TRUNCATED

typedef px_runner runner;

static void run_u32(const px_kernels *k, uint64_t key, px_counter counter,
                    size_t n_blocks, const px_distribution *d, void *out)
{
    (void)d;
    k->blocks(key, counter, one_block, n_blocks, out);
}

static void run_uniform_f32(const px_kernels *k, uint64_t key, px_counter counter,
                            size_t n_blocks, const px_distribution *d, void *out)
{
    k->uniform_f32(key, counter, n_blocks, (float)d->scale, (float)d->offset, out);
}

static void run_uniform_f64(const px_kernels *k, uint64_t key, px_counter counter,
                            size_t n_blocks, const px_distribution *d, void *out)
{
    k->uniform_f64(key, counter, n_blocks, d->scale, d->offset, out);
}

static void run_full_uniform_f32(const px_kernels *k, uint64_t key, px_counter counter,
                                 size_t n_blocks, const px_distribution *d, void *out)
{
    k->full_uniform_f32(key, counter, n_blocks, (float)d->scale, (float)d->offset, out);
}

static void run_full_uniform_f64(const px_kernels *k, uint64_t key, px_counter counter,
                                 size_t n_blocks, const px_distribution *d, void *out)
{
    k->full_uniform_f64(key, counter, n_blocks, d->scale, d->offset, out);
}

static void uniform_f32(const uint32_t *words, size_t n, float scale, float offset,
                        float *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_unit_f32(words[i]) * scale + offset;
}

static void uniform_f64(const uint32_t *words, size_t n, double scale, double offset,
                        double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = px_unit_f64(words[2 * i], words[2 * i + 1]) * scale + offset;
}

void px_from_words(const px_kernels *k, const uint32_t *words, size_t n_blocks,
                   const px_distribution *d, void *out)
{
    PX_ALIGN64 float z[4 * PX_CHUNK_BLOCKS];
    px_tail tail = d->kind == PX_FULL_NORMAL ? PX_TAIL_FULL : PX_TAIL_CLIPPED;
    float scale = (float)d->scale, offset = (float)d->offset;
    size_t n_words = 4 * n_blocks;
    switch (d->type) {
    case PX_U32:
        memcpy(out, words, n_words * sizeof *words);
        break;
    case PX_U64:
        k->integers_i64(words, n_words / 2, 0, 0, out);
        break;
    case PX_I32:
        k->integers_i32(words, n_words, (uint32_t)d->low, (uint32_t)d->range, out);
        break;
    case PX_I64:
        k->integers_i64(words, n_words / 2, d->low, d->range, out);
        break;
    case PX_F32:
        if (d->kind == PX_UNIFORM)
            uniform_f32(words, n_words, scale, offset, out);
        else if (d->kind == PX_EXPONENTIAL)
            k->exponential_f32(words, n_words, scale, out);
        else
            k->normal_f32(words, n_words, tail, scale, offset, out);
        break;
    case PX_F64:
        if (d->kind == PX_UNIFORM)
            uniform_f64(words, n_words / 2, d->scale, d->offset, out);
        else if (d->kind == PX_EXPONENTIAL)
            k->exponential_f64(words, n_words / 2, d->scale, out);
        else
            k->normal_f64(words, n_words, tail, d->scale, d->offset, out);
        break;
    case PX_F16:
        if (d->kind == PX_UNIFORM) {
            k->uniform_f16(words, n_words, scale, offset, out);
        } else {
            k->normal_f32(words, n_words, tail, 1, PX_NOTHING, z);
            k->narrow_f16(z, n_words, scale, offset, out);
        }
        break;
    case PX_BF16:
        if (d->kind == PX_UNIFORM) {
            k->uniform_bf16(words, n_words, scale, offset, out);
        } else {
            k->normal_f32(words, n_words, tail, 1, PX_NOTHING, z);
            k->narrow_bf16(z, n_words, scale, offset, out);
        }
        break;
    default:
        break;
    }
}

size_t px_element_size(px_type type)
{
    static const unsigned char size[PX_TYPES] = {4, 8, 4, 8, 2, 2, 4, 8, 1, 2};
    return size[type];
}

static int is_float(px_type type)
{
    return type >= PX_F16 && type <= PX_F64;
}

static int is_unsigned(px_type type)
{
    return type == PX_U8 || type == PX_U16 || type == PX_U32 || type == PX_U64;
}

size_t px_elements_per_block(const px_distribution *d)
{
    int pairs = d->kind == PX_UNBIASED ? px_range_takes_pairs(d->range)
                                       : px_element_size(d->type) == 8;
    return pairs ? 2 : 4;
}

uint64_t px_blocks(const px_distribution *d, uint64_t n)
{
    size_t per_block = px_elements_per_block(d);
    return n / per_block + (n % per_block > 0);
}

/* Everything else goes through a buffer of words. */
static void run_words(const px_kernels *k, uint64_t key, px_counter counter,
                      size_t n_blocks, const px_distribution *d, void *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    size_t block_bytes = px_elements_per_block(d) * px_element_size(d->type);
    unsigned char *to = out;
    while (n_blocks > 0) {
        size_t n = n_blocks < PX_CHUNK_BLOCKS ? n_blocks : PX_CHUNK_BLOCKS;
        k->blocks(key, counter, one_block, n, words);
        px_from_words(k, words, n, d, to);
        counter = px_counter_add(counter, n);
        to += n * block_bytes;
        n_blocks -= n;
    }
}

/* The runner of a distribution; NULL where the kind does not come in the type. */
static runner *find_runner(const px_distribution *d)
{
    switch (d->kind) {
    case PX_BITS:
        return d->type == PX_U32 ? run_u32 : d->type == PX_U64 ? run_words : NULL;
    case PX_INTEGERS:
        return d->type == PX_I32 || d->type == PX_I64 ? run_words : NULL;
    case PX_UNIFORM:
        if (d->type == PX_F32)
            return run_uniform_f32;
        if (d->type == PX_F64)
            return run_uniform_f64;
        return d->type == PX_F16 || d->type == PX_BF16 ? run_words : NULL;
    case PX_FULL_UNIFORM:
        if (d->type == PX_F32)
            return run_full_uniform_f32;
        return d->type == PX_F64 ? run_full_uniform_f64 : NULL;
    case PX_NORMAL:
    case PX_NORMAL_1_0:
    case PX_FULL_NORMAL:
        return is_float(d->type) ? run_words : NULL;
    case PX_EXPONENTIAL:
        return d->type == PX_F32 || d->type == PX_F64 ? run_words : NULL;
    case PX_UNBIASED:
        if (px_range_takes_pairs(d->range))
            return d->type == PX_U64 ? px_run_unbiased : NULL;
        return is_unsigned(d->type) ? px_run_unbiased : NULL;
    default:
        return NULL;
    }
}

/* So many blocks are made faster one by one than in a batch. */
static size_t scalar_blocks(const px_distribution *d)
{
    int is_normal = d->kind == PX_NORMAL || d->kind == PX_FULL_NORMAL;
    return !is_normal ? 2 : d->type == PX_F64 ? 0 : 1;
}

/* Elements [skip, skip + n) of blocks of which there are fewer than a batch. */
static void fill_few(runner *run, const px_stream *s, const px_distribution *d,
                     uint64_t block, size_t skip, size_t n, void *out)
{
    PX_ALIGN64 unsigned char batch[MAX_BLOCK_BYTES * PX_CHUNK_BLOCKS];
    const px_kernels *k = px_kernels_for(d);
    size_t size = px_element_size(d->type), n_blocks = (size_t)px_blocks(d, skip + n);
    if (n_blocks <= scalar_blocks(d))
        k = block_kernels(d);
    run(k, s->key, px_counter_add(s->counter, block), px_round_up(n_blocks, k->batch),
        d, batch);
    memcpy(out, batch + skip * size, n * size);
}

static void fill_truncated(const px_stream *s, const px_distribution *d, uint64_t first,
                           size_t n, void *out)
{
    union {
        float f32[4 * PX_CHUNK_BLOCKS + 1];
        double f64[2 * PX_CHUNK_BLOCKS + 1];
    } z;
    const px_kernels *k = px_kernels_for(d), *scalar = block_kernels(d);
    size_t group = px_elements_per_block(d), size = px_element_size(d->type);
    float scale = (float)d->scale, offset = (float)d->offset;
    while (n > 0) {
        size_t skip = (size_t)(first % group);
        size_t n_groups = (skip + n + group - 1) / group;
        if (n_groups > PX_CHUNK_BLOCKS)
            n_groups = PX_CHUNK_BLOCKS;
        size_t m = n_groups * group - skip < n ? n_groups * group - skip : n;
        if (d->type == PX_F64)
            truncated_f64(k, scalar, s, first / group, n_groups, z.f64);
        else
            truncated_f32(k, scalar, s, first / group, n_groups, z.f32);
        switch (d->type) {
        case PX_F64:
            k->affine_f64(z.f64 + skip, m, d->scale, d->offset, out);
            break;
        case PX_F32:
            k->affine_f32(z.f32 + skip, m, scale, offset, out);
            break;
        case PX_F16:
            k->narrow_f16(z.f32 + skip, m, scale, offset, out);
            break;
        default:
            k->narrow_bf16(z.f32 + skip, m, scale, offset, out);
            break;
        }
        out = (unsigned char *)out + m * size;
        first += m;
        n -= m;
    }
}

int px_fill(const px_stream *s, const px_distribution *d, uint64_t first, size_t n,
            void *out)
{
    int truncated =
        d->kind == PX_TRUNCATED_NORMAL || d->kind == PX_TRUNCATED_NORMAL_1_0;
    if (truncated && is_float(d->type)) {
        fill_truncated(s, d, first, n, out);
        return 0;
    }
    runner *run = find_runner(d);
    if (!run)
        return -1;
    size_t per_block = px_elements_per_block(d), size = px_element_size(d->type);
    unsigned char *to = out;
    uint64_t block = first / per_block;
    size_t skip = (size_t)(first % per_block);
    if (skip > 0 && n > 0) {
        size_t head = per_block - skip < n ? per_block - skip : n;
        fill_few(run, s, d, block++, skip, head, to);
        to += head * size;
        n -= head;
    }
    const px_kernels *k = px_kernels_for(d);
    size_t n_blocks = n / per_block / k->batch * k->batch;
    if (n_blocks > 0)
        run(k, s->key, px_counter_add(s->counter, block), n_blocks, d, to);
    to += n_blocks * per_block * size;
    n -= n_blocks * per_block;
    if (n > 0)
        fill_few(run, s, d, block + n_blocks, 0, n, to);
    return 0;
}

void px_permutation(const px_stream *s, size_t n, int64_t *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    const px_distribution bits = {PX_BITS, PX_U32, 0, 0, 0, 0};
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
