/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What is known of each kind in each type: how many words an element takes, what makes
 * it of them, and at what cost.
 */
#include "px_internal.h"

static const px_counter one_block = {1, 0};

/* Elements of words. */

static void make_u32(const px_kernels *k, const uint32_t *words, size_t n_words,
                     const px_distribution *d, void *out)
{
    (void)k;
    (void)d;
    memcpy(out, words, n_words * sizeof *words);
}

static void make_u64(const px_kernels *k, const uint32_t *words, size_t n_words,
                     const px_distribution *d, void *out)
{
    (void)d;
    k->integers_i64(words, n_words / 2, 0, 0, out);
}

static void make_i32(const px_kernels *k, const uint32_t *words, size_t n_words,
                     const px_distribution *d, void *out)
{
    k->integers_i32(words, n_words, (uint32_t)d->low, (uint32_t)d->range, out);
}

static void make_i64(const px_kernels *k, const uint32_t *words, size_t n_words,
                     const px_distribution *d, void *out)
{
    k->integers_i64(words, n_words / 2, d->low, d->range, out);
}

static void make_uniform_f16(const px_kernels *k, const uint32_t *words, size_t n_words,
                             const px_distribution *d, void *out)
{
    k->uniform_f16(words, n_words, (float)d->scale, (float)d->offset, out);
}

static void make_uniform_bf16(const px_kernels *k, const uint32_t *words,
                              size_t n_words, const px_distribution *d, void *out)
{
    k->uniform_bf16(words, n_words, (float)d->scale, (float)d->offset, out);
}

static void make_uniform_f32(const px_kernels *k, const uint32_t *words, size_t n_words,
                             const px_distribution *d, void *out)
{
    float scale = (float)d->scale, offset = (float)d->offset, *to = out;
    (void)k;
    for (size_t i = 0; i < n_words; i++)
        to[i] = px_unit_f32(words[i]) * scale + offset;
}

static void make_uniform_f64(const px_kernels *k, const uint32_t *words, size_t n_words,
                             const px_distribution *d, void *out)
{
    double *to = out;
    (void)k;
    for (size_t i = 0; i < n_words / 2; i++)
        to[i] = px_unit_f64(words[2 * i], words[2 * i + 1]) * d->scale + d->offset;
}

static void make_normal_f16(const px_kernels *k, const uint32_t *words, size_t n_words,
                            const px_distribution *d, void *out)
{
    PX_ALIGN64 float z[4 * PX_CHUNK_BLOCKS];
    k->normal_f32(words, n_words, 1, PX_NOTHING, z);
    k->narrow_f16(z, n_words, (float)d->scale, (float)d->offset, out);
}

static void make_normal_bf16(const px_kernels *k, const uint32_t *words, size_t n_words,
                             const px_distribution *d, void *out)
{
    PX_ALIGN64 float z[4 * PX_CHUNK_BLOCKS];
    k->normal_f32(words, n_words, 1, PX_NOTHING, z);
    k->narrow_bf16(z, n_words, (float)d->scale, (float)d->offset, out);
}

static void make_normal_f32(const px_kernels *k, const uint32_t *words, size_t n_words,
                            const px_distribution *d, void *out)
{
    k->normal_f32(words, n_words, (float)d->scale, (float)d->offset, out);
}

static void make_normal_f64(const px_kernels *k, const uint32_t *words, size_t n_words,
                            const px_distribution *d, void *out)
{
    k->normal_f64(words, n_words, d->scale, d->offset, out);
}

static void make_inverse_normal_f32(const px_kernels *k, const uint32_t *words,
                                    size_t n_words, const px_distribution *d, void *out)
{
    k->inverse_normal_f32(words, n_words, (float)d->scale, (float)d->offset, out);
}

static void make_inverse_normal_f64(const px_kernels *k, const uint32_t *words,
                                    size_t n_words, const px_distribution *d, void *out)
{
    k->inverse_normal_f64(words, n_words / 2, d->scale, d->offset, out);
}

static void make_exponential_f32(const px_kernels *k, const uint32_t *words,
                                 size_t n_words, const px_distribution *d, void *out)
{
    k->exponential_f32(words, n_words, (float)d->scale, out);
}

static void make_exponential_f64(const px_kernels *k, const uint32_t *words,
                                 size_t n_words, const px_distribution *d, void *out)
{
    k->exponential_f64(words, n_words / 2, d->scale, out);
}

/* Elements of blocks: those of words that go through a buffer, and those that kernels
 * make without one. */

static void batches_of_words(const px_kernels *k, uint64_t key, px_counter counter,
                             size_t n_blocks, const px_distribution *d, void *out)
{
    PX_ALIGN64 uint32_t words[4 * PX_CHUNK_BLOCKS];
    size_t block_bytes = px_elements_per_block(d) * px_element_size(d->type);
    px_maker *make = px_method_of(d)->make;
    unsigned char *to = out;
    while (n_blocks > 0) {
        size_t n = n_blocks < PX_CHUNK_BLOCKS ? n_blocks : PX_CHUNK_BLOCKS;
        k->blocks(key, counter, one_block, n, words);
        make(k, words, 4 * n, d, to);
        counter = px_counter_add(counter, n);
        to += n * block_bytes;
        n_blocks -= n;
    }
}

static void batches_of_full_uniform_f32(const px_kernels *k, uint64_t key,
                                        px_counter counter, size_t n_blocks,
                                        const px_distribution *d, void *out)
{
    k->full_uniform_f32(key, counter, n_blocks, (float)d->scale, (float)d->offset, out);
}

static void batches_of_full_uniform_f64(const px_kernels *k, uint64_t key,
                                        px_counter counter, size_t n_blocks,
                                        const px_distribution *d, void *out)
{
    k->full_uniform_f64(key, counter, n_blocks, d->scale, d->offset, out);
}

static void batches_of_u32(const px_kernels *k, uint64_t key, px_counter counter,
                           size_t n_blocks, const px_distribution *d, void *out)
{
    (void)d;
    k->blocks(key, counter, one_block, n_blocks, out);
}

static void batches_of_uniform_f32(const px_kernels *k, uint64_t key,
                                   px_counter counter, size_t n_blocks,
                                   const px_distribution *d, void *out)
{
    k->uniform_f32(key, counter, n_blocks, (float)d->scale, (float)d->offset, out);
}

static void batches_of_uniform_f64(const px_kernels *k, uint64_t key,
                                   px_counter counter, size_t n_blocks,
                                   const px_distribution *d, void *out)
{
    k->uniform_f64(key, counter, n_blocks, d->scale, d->offset, out);
}

/* clang-format off */
#define OF_BLOCKS(run, make, words, cost)     {NULL, run, make, words, cost, 2}
#define OF_WORDS(make, words, cost, few)      {NULL, batches_of_words, make, words, cost, few}
#define TRUNCATED(words, cost)                {px_fill_truncated, NULL, NULL, words, cost, 0}
#define FAMILY(words, cost)                   {px_fill_family, NULL, NULL, words, cost, 0}
#define UNBIASED(words, cost)                 {NULL, px_unbiased_batches, NULL, words, cost, 2}

/* Words and cost of an element; how many blocks are made faster one by one. */
const px_method px_methods[PX_KINDS][PX_TYPES] = {
    [PX_BITS] = {
        [PX_U32] = OF_BLOCKS(batches_of_u32, make_u32, 1, 1),
        [PX_U64] = OF_WORDS(make_u64, 2, 2, 2),
    },
    [PX_UNIFORM] = {
        [PX_F16] = OF_WORDS(make_uniform_f16, 1, 1, 2),
        [PX_BF16] = OF_WORDS(make_uniform_bf16, 1, 1, 2),
        [PX_F32] = OF_BLOCKS(batches_of_uniform_f32, make_uniform_f32, 1, 1),
        [PX_F64] = OF_BLOCKS(batches_of_uniform_f64, make_uniform_f64, 2, 2),
    },
    [PX_INTEGERS] = {
        [PX_I32] = OF_WORDS(make_i32, 1, 1, 2),
        [PX_I64] = OF_WORDS(make_i64, 2, 2, 2),
    },
    [PX_NORMAL] = {
        [PX_F16] = OF_WORDS(make_normal_f16, 1, 3, 1),
        [PX_BF16] = OF_WORDS(make_normal_bf16, 1, 3, 1),
        [PX_F32] = OF_WORDS(make_normal_f32, 1, 3, 1),
        [PX_F64] = OF_WORDS(make_normal_f64, 2, 6, 0),
    },
    [PX_TRUNCATED_NORMAL] = {
        [PX_F16] = TRUNCATED(1, 3),
        [PX_BF16] = TRUNCATED(1, 3),
        [PX_F32] = TRUNCATED(1, 3),
        [PX_F64] = TRUNCATED(2, 6),
    },
    [PX_UNBIASED] = {
        [PX_U8] = UNBIASED(1, 1),
        [PX_U16] = UNBIASED(1, 1),
        [PX_U32] = UNBIASED(1, 1),
        [PX_U64] = UNBIASED(1, 2), /* two words where the range is above 2^32 */
    },
    [PX_FULL_NORMAL] = {
        [PX_F32] = OF_WORDS(make_inverse_normal_f32, 1, 2, 1),
        [PX_F64] = OF_WORDS(make_inverse_normal_f64, 2, 5, 1),
    },
    [PX_EXPONENTIAL] = {
        [PX_F32] = OF_WORDS(make_exponential_f32, 1, 2, 1),
        [PX_F64] = OF_WORDS(make_exponential_f64, 2, 5, 1),
    },
    [PX_FULL_UNIFORM] = {
        [PX_F32] = OF_BLOCKS(batches_of_full_uniform_f32, NULL, 1, 1),
        [PX_F64] = OF_BLOCKS(batches_of_full_uniform_f64, NULL, 2, 2),
    },
    [PX_LOGNORMAL] = {[PX_F32] = FAMILY(2, 8), [PX_F64] = FAMILY(2, 8)},
    [PX_LAPLACE] = {[PX_F32] = FAMILY(2, 5), [PX_F64] = FAMILY(2, 5)},
    [PX_LOGISTIC] = {[PX_F32] = FAMILY(2, 6), [PX_F64] = FAMILY(2, 6)},
    [PX_GUMBEL] = {[PX_F32] = FAMILY(2, 7), [PX_F64] = FAMILY(2, 7)},
    [PX_RAYLEIGH] = {[PX_F32] = FAMILY(2, 5), [PX_F64] = FAMILY(2, 5)},
    [PX_WEIBULL] = {[PX_F32] = FAMILY(2, 10), [PX_F64] = FAMILY(2, 10)},
    [PX_PARETO] = {[PX_F32] = FAMILY(2, 7), [PX_F64] = FAMILY(2, 7)},
    [PX_POWER] = {[PX_F32] = FAMILY(2, 7), [PX_F64] = FAMILY(2, 7)},
    [PX_STANDARD_CAUCHY] = {[PX_F32] = FAMILY(2, 4), [PX_F64] = FAMILY(2, 4)},
    [PX_TRIANGULAR] = {[PX_F32] = FAMILY(2, 4), [PX_F64] = FAMILY(2, 4)},
    [PX_GEOMETRIC] = {[PX_I64] = FAMILY(2, 5)},
    [PX_GAMMA] = {[PX_F32] = FAMILY(4, 15), [PX_F64] = FAMILY(4, 15)},
    [PX_LOG_GAMMA] = {[PX_F32] = FAMILY(4, 20), [PX_F64] = FAMILY(4, 20)},
    [PX_CHISQUARE] = {[PX_F32] = FAMILY(4, 15), [PX_F64] = FAMILY(4, 15)},
    [PX_BETA] = {[PX_F32] = FAMILY(4, 25), [PX_F64] = FAMILY(4, 25)},
    [PX_F] = {[PX_F32] = FAMILY(4, 25), [PX_F64] = FAMILY(4, 25)},
    [PX_STANDARD_T] = {[PX_F32] = FAMILY(4, 12), [PX_F64] = FAMILY(4, 12)},
    [PX_WALD] = {[PX_F32] = FAMILY(4, 11), [PX_F64] = FAMILY(4, 11)},
    [PX_VONMISES] = {[PX_F32] = FAMILY(4, 30), [PX_F64] = FAMILY(4, 30)},
    [PX_NONCENTRAL_CHISQUARE] = {[PX_F32] = FAMILY(4, 25), [PX_F64] = FAMILY(4, 25)},
    [PX_NONCENTRAL_F] = {[PX_F32] = FAMILY(4, 40), [PX_F64] = FAMILY(4, 40)},
    [PX_POISSON] = {[PX_I64] = FAMILY(4, 12)},
    [PX_BINOMIAL] = {[PX_I64] = FAMILY(4, 12)},
    [PX_NEGATIVE_BINOMIAL] = {[PX_I64] = FAMILY(4, 60)},
    [PX_HYPERGEOMETRIC] = {[PX_I64] = FAMILY(4, 30)},
    [PX_ZIPF] = {[PX_I64] = FAMILY(4, 25)},
    [PX_LOGSERIES] = {[PX_I64] = FAMILY(4, 12)},
    [PX_NORMAL_1_0] = {
        [PX_F16] = OF_WORDS(make_normal_f16, 1, 3, 0),
        [PX_BF16] = OF_WORDS(make_normal_bf16, 1, 3, 0),
        [PX_F32] = OF_WORDS(make_normal_f32, 1, 3, 0),
        [PX_F64] = OF_WORDS(make_normal_f64, 2, 6, 0),
    },
    [PX_TRUNCATED_NORMAL_1_0] = {
        [PX_F16] = TRUNCATED(1, 3),
        [PX_BF16] = TRUNCATED(1, 3),
        [PX_F32] = TRUNCATED(1, 3),
        [PX_F64] = TRUNCATED(2, 6),
    },
};
/* clang-format on */

/* Which parameters may be arrays. */
static int takes_arrays(const px_distribution *d)
{
    if (px_is_family(d))
        return px_has_parameters(d);
    if (!px_has_arrays(d))
        return 1;
    if (d->kind == PX_BITS || d->kind == PX_INTEGERS || px_is_array(d, 2))
        return 0;
    return d->kind != PX_EXPONENTIAL || !px_is_array(d, 1);
}

int px_is_known(const px_distribution *d)
{
    if (d->size != sizeof *d)
        return 0;
    if ((unsigned)d->kind >= PX_KINDS || (unsigned)d->type >= PX_TYPES)
        return 0;
    if (!px_method_of(d)->batches && !px_method_of(d)->fill)
        return 0;
    /* A narrow type has no room for a range that takes pairs. */
    if (d->kind == PX_UNBIASED && d->type != PX_U64 && !px_is_array(d, 1) &&
        px_range_takes_pairs(d->range))
        return 0;
    return takes_arrays(d);
}

uint64_t px_cost(const px_distribution *d)
{
    return px_method_of(d)->cost;
}

uint64_t px_blocks(const px_distribution *d, uint64_t n)
{
    unsigned shift = px_log2_elements_per_block(d);
    return (n >> shift) + ((n & ((1u << shift) - 1)) > 0);
}
