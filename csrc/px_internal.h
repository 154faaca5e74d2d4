/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the C files share: the kernel interface, target regions, small helpers.  All
 * helpers are static, so that no copy that was compiled for a wide instruction set
 * can be picked by the linker for everybody.
 */
#ifndef PX_INTERNAL_H
#define PX_INTERNAL_H

#include <float.h>
#include <string.h>

#include "px_functions.h"

#if defined(__FAST_MATH__)
#error "philoxseed's streams are defined by exact roundings: build without -ffast-math"
#endif
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "philoxseed's streams need float and double arithmetic without extra precision"
#endif

/* PX_FLAT functions have all inlined that they call.  PX_SANITIZED builds inline and
 * unroll nothing by force: it takes clang minutes. */
#if defined(_MSC_VER) && !defined(__clang__)
#define PX_ALIGN64 __declspec(align(64))
#define PX_INLINE  static __forceinline
#define PX_FLAT
#define PX_RARE static __declspec(noinline)
#elif defined(PX_SANITIZED)
#define PX_ALIGN64 __attribute__((aligned(64)))
#define PX_INLINE  static inline
#define PX_FLAT
#define PX_RARE static __attribute__((noinline, cold, unused))
#else
#define PX_ALIGN64 __attribute__((aligned(64)))
#define PX_INLINE  static inline __attribute__((always_inline))
#define PX_FLAT    __attribute__((flatten))
#define PX_RARE    static __attribute__((noinline, cold, unused))
#endif

/* Functions between PX_TARGET_BEGIN("features") and PX_TARGET_END are compiled for
 * those features, whatever the build's flags say; MSVC needs no such thing. */
#define PX_PRAGMA(x) _Pragma(#x)
#if defined(__clang__)
#define PX_TARGET_BEGIN(features)                                                      \
    PX_PRAGMA(                                                                         \
        clang attribute push(__attribute__((target(features))), apply_to = function))
#define PX_TARGET_END PX_PRAGMA(clang attribute pop)
#elif defined(__GNUC__)
#define PX_TARGET_BEGIN(features)                                                      \
    PX_PRAGMA(GCC push_options) PX_PRAGMA(GCC target(features))
#define PX_TARGET_END PX_PRAGMA(GCC pop_options)
#else
#define PX_TARGET_BEGIN(features)
#define PX_TARGET_END
#endif
#if defined(PX_SANITIZED)
#define PX_UNROLL
#elif defined(__clang__)
#define PX_UNROLL PX_PRAGMA(clang loop unroll(full))
#elif defined(__GNUC__)
#define PX_UNROLL PX_PRAGMA(GCC unroll 16)
#else
#define PX_UNROLL
#endif

/* The cache line at p is going to be written. */
#if defined(__GNUC__)
#define PX_PREFETCH(p) __builtin_prefetch(p, 1)
#else
#define PX_PREFETCH(p) ((void)(p))
#endif

/* Builds can leave out what their compiler does not know: PX_NO_AVX512, or all that is
 * of one machine. */
#if (defined(__x86_64__) || defined(_M_X64)) && !defined(PX_NO_AVX2)
#define PX_X86 1
#elif (defined(__AARCH64EL__) || defined(_M_ARM64)) && !defined(PX_NO_NEON)
#define PX_ARM64 1
#endif

/* The Philox4x32 round multipliers and key increments (Salmon et al., SC11, 2011). */
#define PX_M0     0xD2511F53u
#define PX_M1     0xCD9E8D57u
#define PX_W0     0x9E3779B9u
#define PX_W1     0xBB67AE85u
#define PX_ROUNDS 10

/* One instruction set's functions.  Each equals the scalar kernel's bit for bit.
 *
 * `batch` is a number of blocks, a power of two; the block counts given to the first
 * six functions, and the words given to normals and exponentials (four a block), are
 * whole multiples of it.  px_fill.c sees to that, and to heads and tails.  The other
 * loops over words take any n.  Pointers have the alignment of their type. */
/* A parameter of consecutive values: data[j], or one for all where `stride` is 0. */
typedef struct px_parameter {
    const double *data;
    size_t stride; /* 0 or 1 */
} px_parameter;

/* A loop of a transform: px_transforms.h's functions of n pairs, as doubles, or int64_t
 * in the memory of doubles. */
typedef void px_transform_loop(const uint32_t *words, size_t n, const px_parameter *of,
                               double *out);

/* The loops of gamma variates and their relatives: px_gamma.h's functions of n values,
 * a whole multiple of `batch`; lists have room for n and one vector more. */
typedef struct px_gamma_kernels {
    /* Values of normals and pairs; those are listed that are not squeezed. */
    size_t (*gamma_tries)(const double *z, const uint64_t *pairs, px_parameter shape,
                          size_t n, double *value, uint32_t *list);
    /* Those of them are listed that are rejected. */
    size_t (*gamma_tests)(const double *z, const uint64_t *pairs, px_parameter shape,
                          size_t n, uint32_t *list);
    /* Exponents in place of exponentials. */
    void (*gamma_exponents)(px_parameter shape, size_t n, double *e);
    /* What values and exponents are made into, in place. */
    void (*gamma_divided)(const double *exponent, size_t n, double *value);
    void (*gamma_logs)(const double *exponent, size_t n, double *value);
    /* The same of two gammas; exponents are NULL where all are 0. */
    void (*betas)(const double *x, const double *y, const double *x_exponent,
                  const double *y_exponent, size_t n, double *out);
    void (*fs)(const double *x, const double *y, const double *x_exponent,
               const double *y_exponent, px_parameter dfnum, px_parameter dfden,
               size_t n, double *out);
    /* Of exponentials and pairs. */
    void (*standard_ts)(const double *e, const uint64_t *pairs, px_parameter df,
                        size_t n, double *out);
    /* Of normals and pairs. */
    void (*walds)(const double *z, const uint64_t *pairs, px_parameter mean,
                  px_parameter scale, size_t n, double *out);
    size_t (*vonmises_tries)(const uint64_t *first, const uint64_t *second,
                             px_parameter kappa, size_t n, double *angle,
                             double *tested, uint32_t *list);
    size_t (*vonmises_tests)(const double *tested, const uint64_t *second, size_t n,
                             uint32_t *list);
} px_gamma_kernels;

#define PX_GAMMA_KERNELS                                                               \
    {                                                                                  \
        gamma_tries,    gamma_tests, gamma_exponents, gamma_divided, gamma_logs,       \
        betas,          fs,          standard_ts,     walds,         vonmises_tries,   \
        vonmises_tests,                                                                \
    }

typedef struct px_kernels {
    const char *name;
    size_t batch;

    /* The words of blocks counter, counter + stride, counter + 2 stride, ... */
    void (*blocks)(uint64_t key, px_counter counter, px_counter stride, size_t n_blocks,
                   uint32_t *words);
    /* The words of blocks counter + at[0] * stride, counter + at[1] * stride, ... */
    void (*blocks_at)(uint64_t key, px_counter counter, uint32_t stride,
                      const uint32_t *at, size_t n_blocks, uint32_t *words);
    /* u * scale + offset of consecutive blocks: four, or two, values a block. */
    void (*uniform_f32)(uint64_t key, px_counter counter, size_t n_blocks, float scale,
                        float offset, float *out);
    void (*uniform_f64)(uint64_t key, px_counter counter, size_t n_blocks, double scale,
                        double offset, double *out);
    /* The same of full uniforms. */
    void (*full_uniform_f32)(uint64_t key, px_counter counter, size_t n_blocks,
                             float scale, float offset, float *out);
    void (*full_uniform_f64)(uint64_t key, px_counter counter, size_t n_blocks,
                             double scale, double offset, double *out);
    /* z * scale + offset of a buffer of words: n_words, or n_words / 2, values. */
    void (*normal_f32)(const uint32_t *words, size_t n_words, float scale, float offset,
                       float *out);
    void (*normal_f64)(const uint32_t *words, size_t n_words, double scale,
                       double offset, double *out);
    /* The same by inversion: n values of a word, or a pair, each. */
    void (*inverse_normal_f32)(const uint32_t *words, size_t n, float scale,
                               float offset, float *out);
    void (*inverse_normal_f64)(const uint32_t *words, size_t n, double scale,
                               double offset, double *out);
    /* z * scale, z standard exponential, by inversion. */
    void (*exponential_f32)(const uint32_t *words, size_t n, float scale, float *out);
    void (*exponential_f64)(const uint32_t *words, size_t n, double scale, double *out);

    void (*integers_i32)(const uint32_t *words, size_t n, uint32_t low, uint32_t range,
                         uint32_t *out);
    void (*integers_i64)(const uint32_t *words, size_t n, uint64_t low, uint64_t range,
                         uint64_t *out);
    void (*uniform_f16)(const uint32_t *words, size_t n, float scale, float offset,
                        uint16_t *out);
    void (*uniform_bf16)(const uint32_t *words, size_t n, float scale, float offset,
                         uint16_t *out);
    /* z * scale + offset. */
    void (*affine_f32)(const float *z, size_t n, float scale, float offset, float *out);
    void (*affine_f64)(const double *z, size_t n, double scale, double offset,
                       double *out);
    /* Narrow float32 standard normals, then scale and shift in the narrow type. */
    void (*narrow_f16)(const float *z, size_t n, float scale, float offset,
                       uint16_t *out);
    void (*narrow_bf16)(const float *z, size_t n, float scale, float offset,
                        uint16_t *out);
    /* low + the high halves of bits * range; 0 if no low half is less than `least`. */
    int (*multiply_u32)(const uint32_t *words, size_t n, uint32_t range, uint32_t least,
                        uint32_t low, uint32_t *out);
    int (*multiply_u64)(const uint32_t *words, size_t n, uint64_t range, uint64_t least,
                        uint64_t low, uint64_t *out);
    /* low + x in an unsigned type. */
    void (*low_plus)(const uint32_t *x, size_t n, uint64_t low, px_type type,
                     void *out);
    /* With a range for each: 0 if none is less than it should be. */
    int (*multiply_each_u32)(const uint32_t *words, size_t n, const uint64_t *ranges,
                             uint64_t *out);
    int (*multiply_each_u64)(const uint32_t *words, size_t n, const uint64_t *ranges,
                             uint64_t *out);
    /* Whether integers from each low to its high are some, in [smallest, largest]. */
    int (*limits_are_right)(const int64_t *low, size_t low_stride, const int64_t *high,
                            size_t high_stride, size_t n, int64_t smallest,
                            int64_t largest, int open);
    /* Groups of PX_DICE_PAIRS pairs, which give n_dice integers each (px_shuffle.h):
     * integer d of pair b is below sides - (PX_DICE_PAIRS * d + b), and in that place
     * of the group's; the next group goes on from there.  `left` is what is left of
     * each pair; whether that of any is less than `bound`, at most 2^63. */
    int (*dice)(const uint32_t *words, size_t n_groups, uint32_t sides, int n_dice,
                uint64_t bound, uint64_t *out, uint64_t *left);
    /* A group of `pairs` pairs whose last dice are for the last steps, where sides come
     * down to 2; a die that would have less is not thrown.  PX_DICE_PAIRS pairs may be
     * read, and as many integers be written for the last dice. */
    void (*last_dice)(const uint32_t *words, size_t pairs, uint32_t sides, int n_dice,
                      uint64_t *out, uint64_t *left);
    /* The first pairs of n blocks, and the second; n is a whole number of batches. */
    void (*split_pairs)(const uint32_t *words, size_t n, uint64_t *first,
                        uint64_t *second);
    const px_gamma_kernels *gamma;
    px_transform_loop *const *transform;        /* by kind, from PX_FIRST_FAMILY on */
    const struct px_discrete_kernels *discrete; /* px_discrete.h */
    /* For tests, a real function by its number in px_real.h; n is a multiple of the
     * lanes.  Otherwise, and in the scalar kernel, NULL. */
    void (*real)(int function, const double *x, const double *y, size_t n, double *out);
} px_kernels;

#define REAL_FOR_TESTS NULL /* px_real-inl.h has another one */

/* A kernel file's table of its static functions, which all files call by these names;
 * one may have a normal_f32 of another name. */
#define PX_KERNELS(kernel_name, n_blocks, normal)                                      \
    {                                                                                  \
        .name = kernel_name,                                                           \
        .batch = n_blocks,                                                             \
        .blocks = blocks,                                                              \
        .blocks_at = blocks_at,                                                        \
        .uniform_f32 = uniform_f32,                                                    \
        .uniform_f64 = uniform_f64,                                                    \
        .full_uniform_f32 = full_uniform_f32,                                          \
        .full_uniform_f64 = full_uniform_f64,                                          \
        .normal_f32 = normal,                                                          \
        .normal_f64 = normal_f64,                                                      \
        .inverse_normal_f32 = inverse_normal_f32,                                      \
        .inverse_normal_f64 = inverse_normal_f64,                                      \
        .exponential_f32 = exponential_f32,                                            \
        .exponential_f64 = exponential_f64,                                            \
        .integers_i32 = integers_i32,                                                  \
        .integers_i64 = integers_i64,                                                  \
        .uniform_f16 = uniform_f16,                                                    \
        .uniform_bf16 = uniform_bf16,                                                  \
        .affine_f32 = affine_f32,                                                      \
        .affine_f64 = affine_f64,                                                      \
        .narrow_f16 = narrow_f16,                                                      \
        .narrow_bf16 = narrow_bf16,                                                    \
        .multiply_u32 = multiply_u32,                                                  \
        .multiply_u64 = multiply_u64,                                                  \
        .low_plus = low_plus,                                                          \
        .multiply_each_u32 = multiply_each_u32,                                        \
        .multiply_each_u64 = multiply_each_u64,                                        \
        .limits_are_right = limits_are_right,                                          \
        .dice = dice,                                                                  \
        .last_dice = last_dice,                                                        \
        .split_pairs = split_pairs,                                                    \
        .gamma = &gamma_kernels,                                                       \
        .transform = transforms,                                                       \
        .discrete = &discrete_kernels,                                                 \
        .real = REAL_FOR_TESTS,                                                        \
    }

extern const px_kernels px_kernels_scalar;
#if defined(PX_X86)
extern const px_kernels px_kernels_avx2, px_kernels_avx512;
#elif defined(PX_ARM64)
extern const px_kernels px_kernels_neon;
#endif

/* The scalar kernel with the float32 normals of TensorFlow 1.0. */
extern const px_kernels px_kernels_scalar_1_0;

/* The kernel in use, and those that make whole batches, and single blocks, of a
 * distribution (px_dispatch.c). */
const px_kernels *px_kernels_active(void);
const px_kernels *px_kernels_for(const px_distribution *d);
const px_kernels *px_block_kernels_for(const px_distribution *d);

/* Blocks that are made at a time where words pass through a buffer: with what is made
 * of them, it stays in the first-level cache.  A whole multiple of every batch. */
#define PX_CHUNK_BLOCKS 512

/* Added to a product it changes nothing, not even -0.0. */
#define PX_NOTHING (-0.0f)

/* Whole batches of consecutive blocks made into elements; a maker does the same with
 * their words, at most 4 * PX_CHUNK_BLOCKS and a whole multiple of what a
 * batch has. */
typedef void px_batches(const px_kernels *k, uint64_t key, px_counter counter,
                        size_t n_blocks, const px_distribution *d, void *out);
typedef void px_maker(const px_kernels *k, const uint32_t *words, size_t n_words,
                      const px_distribution *d, void *out);
typedef void px_filler(const px_stream *s, const px_distribution *d, uint64_t first,
                       size_t n, void *out);

/* What is known of a kind in a type (px_kinds.c). */
typedef struct px_method {
    px_filler *fill; /* of kinds whose elements have no consecutive blocks; or NULL */
    px_batches *batches; /* of the others; both are NULL where there is no such type */
    px_maker *make;      /* NULL where words are not enough */
    unsigned char words; /* that an element takes, or the least: 1, 2, 4 */
    unsigned char cost;  /* of an element, in float32 uniforms */
    unsigned char few;   /* so many blocks are made faster one by one than in a batch */
} px_method;

extern const px_method px_methods[PX_KINDS][PX_TYPES];

static inline const px_method *px_method_of(const px_distribution *d)
{
    return &px_methods[d->kind][d->type];
}

/* Whether the kind comes in the type, and d is of this version. */
int px_is_known(const px_distribution *d);

/* As px_fill, in one go of whole batches, where there is memory around: up to `room`
 * elements after out[n) may be overwritten, and what stands before `out` is for a
 * moment. Returns 0, and writes nothing, where that is too little, or it is no such
 * kind. */
int px_fill_around(const px_stream *s, const px_distribution *d, uint64_t first,
                   size_t n, size_t room, void *out);

px_batches px_unbiased_batches;    /* px_unbiased.c */
px_filler px_fill_unbiased_arrays; /* the same with an array of `low` or `range` */
px_filler px_fill_truncated;       /* px_truncated.c */
px_filler px_fill_family;          /* px_families.c */

/* A value of a pair, of words that can be read a batch beyond it. */
void px_family_of_words(const uint32_t *words, size_t n, const px_distribution *d,
                        void *out);

/* Whether one of NumPy's distributions has as many arrays as it needs. */
int px_has_parameters(const px_distribution *d);

static inline int px_is_array(const px_distribution *d, int parameter)
{
    return d->arrays[parameter].data != NULL;
}

static inline int px_has_arrays(const px_distribution *d)
{
    return px_is_array(d, 0) || px_is_array(d, 1) || px_is_array(d, 2);
}

/* Whether unbiased integers of a range take a pair of words each. */
static inline int px_range_takes_pairs(uint64_t range)
{
    return range - 1 > 0xffffffffu; /* 0, which is 2^64, too */
}

/* Whether those of a distribution do; with an array they do whatever the ranges. */
static inline int px_takes_pairs(const px_distribution *d)
{
    return d->type == PX_U64 && (px_has_arrays(d) || px_range_takes_pairs(d->range));
}

static inline int px_is_family(const px_distribution *d)
{
    return d->kind >= PX_FIRST_FAMILY;
}

static inline uint32_t px_words_per_element(const px_distribution *d) /* 1, 2 or 4 */
{
    return d->kind == PX_UNBIASED && px_takes_pairs(d) ? 2 : px_method_of(d)->words;
}

/* Of kinds that have blocks, by whose number others are divided: small fills would
 * notice a division. */
static inline unsigned px_log2_elements_per_block(const px_distribution *d)
{
    return 2 - px_words_per_element(d) / 2;
}

static inline size_t px_elements_per_block(const px_distribution *d)
{
    return (size_t)1 << px_log2_elements_per_block(d);
}

static inline size_t px_element_size(px_type type) /* in bytes */
{
    static const unsigned char size[PX_TYPES] = {
        [PX_U32] = 4,  [PX_U64] = 8, [PX_I32] = 4, [PX_I64] = 8, [PX_F16] = 2,
        [PX_BF16] = 2, [PX_F32] = 4, [PX_F64] = 8, [PX_U8] = 1,  [PX_U16] = 2,
    };
    return size[type];
}

/* Unbiased integers [first, first + n) of the stream from a block on; the words are
 * theirs. */
void px_unbiased_from_words(uint64_t key, px_counter counter, const uint32_t *words,
                            uint32_t first, size_t n, const px_distribution *d,
                            void *out);

/* To whole multiples of a power of two. */
static inline size_t px_round_down(size_t n, size_t power)
{
    return n & ~(power - 1);
}

static inline size_t px_round_up(size_t n, size_t power)
{
    return px_round_down(n + power - 1, power);
}

static inline px_counter px_add128(px_counter a, px_counter b)
{
    px_counter sum = {a.lo + b.lo, a.hi + b.hi};
    sum.hi += sum.lo < a.lo;
    return sum;
}

/* The high half of x * y, and the low half. */
static inline uint64_t px_product(uint64_t x, uint64_t y, uint64_t *low)
{
    *low = x * y;
#if defined(__SIZEOF_INT128__)
    return (uint64_t)((unsigned __int128)x * y >> 64);
#else
    uint64_t x0 = (uint32_t)x, x1 = x >> 32, y0 = (uint32_t)y, y1 = y >> 32;
    uint64_t middle = x0 * y1 + (x0 * y0 >> 32);
    uint64_t carried = x1 * y0 + (uint32_t)middle;
    return x1 * y1 + (middle >> 32) + (carried >> 32);
#endif
}

static inline float px_float_from_bits(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint32_t px_bits_from_float(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double px_double_from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t px_bits_from_double(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Uniforms on [0, 1): the low 23 bits of a word; the low 20 bits of a pair's first
 * word above all of its second (TensorFlow's random_distributions.h). */
static inline float px_unit_f32(uint32_t word)
{
    return px_float_from_bits((word & 0x7fffffu) | 0x3f800000u) - 1.0f;
}

static inline double px_unit_f64(uint32_t first, uint32_t second)
{
    uint64_t m = (uint64_t)(first & 0xfffffu) << 32 | second;
    return px_double_from_bits(m | 0x3ff0000000000000u) - 1.0;
}

/* Full uniforms: the upper 24 bits of a word, or 53 of a pair (NumPy's
 * random_standard_uniform, _f). */
static inline float px_upper_f32(uint32_t word)
{
    return (float)(int32_t)(word >> 8) * 0x1p-24f;
}

static inline double px_upper_f64(uint64_t pair)
{
    return (double)(int64_t)(pair >> 11) * 0x1p-53;
}

/* u = x - 1 with x in [1, 2); the difference is exact, so u * scale is x * scale -
 * scale with one rounding, wherever that is neither an infinity nor a negative zero. */
static inline int px_scale_folds(double scale)
{
    return scale > 0 && scale <= DBL_MAX;
}

/* Whether (k / 2^24) * scale, k an integer, is k * (scale / 2^24), with the same single
 * rounding and without negative zeros; for float64 / 2^53. */
static inline int px_scale_shifts_f32(float scale)
{
    return scale > 0 && scale <= FLT_MAX && scale * 0x1p-24f * 0x1p24f == scale;
}

static inline int px_scale_shifts_f64(double scale)
{
    return scale > 0 && scale <= DBL_MAX && scale * 0x1p-53 * 0x1p53 == scale;
}

/* The value in memory.  Vectors' lanes are stored and then read like this where they
 * are addresses, because compilers else take them out of the vector one by one, and so
 * use the vector ports that are short of time. */
static inline uint64_t px_in_memory(const void *p)
{
    return *(const volatile uint64_t *)p;
}

/* The 64 bits of a pair of words, the first of which is the low half (TensorFlow's), or
 * the high half (NumPy's). */
static inline uint64_t px_pair(const uint32_t *words)
{
    return words[0] | (uint64_t)words[1] << 32;
}

static inline uint64_t px_high_pair(const uint32_t *words)
{
    return (uint64_t)words[0] << 32 | words[1];
}

#endif
