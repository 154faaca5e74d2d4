/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The public C interface of philoxseed: streams of Philox4x32-10 words and the
 * distributions that are made of them.  Nothing here knows Python, NumPy, graphs
 * or seeds.
 */
#ifndef PX_PHILOX_H
#define PX_PHILOX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A 128-bit block counter, little end first. */
typedef struct px_counter {
    uint64_t lo, hi;
} px_counter;

/* A stream is a key and a counter.  Block b of the stream is Philox4x32-10 of
 * (counter + b, key): four 32-bit words, in order; the sum wraps at 2^128.  The low
 * half of the key is Philox's first key word, the low half of counter.lo its first
 * counter word. */
typedef struct px_stream {
    uint64_t key;
    px_counter counter;
} px_stream;

/* The stream of a TensorFlow op that has the attributes `seed` and `seed2`. */
static inline px_stream px_stream_from_seeds(uint64_t seed, uint64_t seed2)
{
    px_stream stream = {seed, {0, seed2}};
    return stream;
}

typedef enum px_kind {
    PX_BITS = 0,         /* words, or pairs of words: u32, u64 */
    PX_UNIFORM,          /* u * scale + offset, u in [0, 1): f16, bf16, f32, f64 */
    PX_INTEGERS,         /* low + (bits mod range): i32, i64 */
    PX_NORMAL,           /* z * scale + offset, z standard normal: f16 ... f64 */
    PX_TRUNCATED_NORMAL, /* the same, z only where |z| < 2 */
    PX_UNBIASED,         /* low + x, x uniform on [0, range): u8, u16, u32, u64 */
    PX_FULL_NORMAL,      /* z * scale + offset, |z| up to 6.34, or 9.16: f32, f64 */
    PX_EXPONENTIAL,      /* z * scale, z standard exponential: f32, f64 */
    PX_NORMAL_1_0,       /* both as in TensorFlow 1.0: another last bit up to f32 */
    PX_TRUNCATED_NORMAL_1_0,
    PX_FULL_UNIFORM, /* as uniform, of the upper 24 or 53 bits: f32, f64 */
    /* NumPy's distributions, with its parameters.  Of a pair: f32, f64, where nothing
     * else is said. */
    PX_LOGNORMAL, /* mean, sigma */
    PX_LAPLACE,   /* loc, scale */
    PX_LOGISTIC,  /* loc, scale */
    PX_GUMBEL,    /* loc, scale */
    PX_RAYLEIGH,  /* scale */
    PX_WEIBULL,   /* a */
    PX_PARETO,    /* a */
    PX_POWER,     /* a */
    PX_STANDARD_CAUCHY,
    PX_TRIANGULAR, /* left, mode, right */
    PX_GEOMETRIC,  /* p: i64 */
    /* Of a block: f32, f64. */
    PX_GAMMA,                /* shape, scale */
    PX_LOG_GAMMA,            /* the logarithm; shape */
    PX_CHISQUARE,            /* df */
    PX_BETA,                 /* a, b */
    PX_F,                    /* dfnum, dfden */
    PX_STANDARD_T,           /* df */
    PX_WALD,                 /* mean, scale */
    PX_VONMISES,             /* mu, kappa */
    PX_NONCENTRAL_CHISQUARE, /* df, nonc */
    PX_NONCENTRAL_F,         /* dfnum, dfden, nonc */
    /* Of a block: i64. */
    PX_POISSON,           /* lam */
    PX_BINOMIAL,          /* n, an integer; p */
    PX_NEGATIVE_BINOMIAL, /* n, p */
    PX_HYPERGEOMETRIC,    /* ngood, nbad, nsample, which are integers */
    PX_ZIPF,              /* a */
    PX_LOGSERIES,         /* p */
    PX_KINDS
} px_kind;

typedef enum px_type {
    PX_U32 = 0,
    PX_U64,
    PX_I32,
    PX_I64,
    PX_F16,
    PX_BF16, /* stored as uint16_t bit patterns, as PX_F16 */
    PX_F32,
    PX_F64,
    PX_U8,
    PX_U16,
    PX_TYPES
} px_type;

/* What to fill with.  `scale` and `offset` must be exact in the type; each product
 * and each sum is rounded to the type, in that order, and never fused.  An offset of
 * -0.0 adds nothing, not even to the sign of a zero.  `low` is two's complement.  A
 * `range` of 0 means all 2^32 or 2^64 values of the type, and 2^64 where unbiased.
 *
 * The first five kinds are TensorFlow's, with its biases: integers are a remainder, and
 * normals end at 5.68, because the uniform under their logarithm is at least 1e-7.
 *
 * Full normals and uniforms, exponentials and unbiased integers are free of them, and
 * there the first word of a pair is its upper half.  Full uniforms are NumPy's: (word
 * >> 8) / 2^24, or (pair >> 11) / 2^53.  With p = (word + 1/2) / 2^32, or (pair + 1/2)
 * / 2^64, a full normal is the z below which a standard normal is with probability p,
 * and an exponential is -log(1 - p).  Unbiased integers are the integer part of word *
 * range / 2^32 (of pair * range / 2^64 where range > 2^32), as Lemire, "Fast random
 * integer generation in an interval", ACM TOMACS 29 (2019): where the low half of the
 * product is below 2^32 mod range, the word is rejected, and the n-th word tried
 * instead is the one in the same place of the stream of key + n * PX_RETRY_KEY. */
#define PX_RETRY_KEY 0x9e3779b97f4a7c15u

/* NumPy's distributions, from PX_LOGNORMAL on, are computed in float64, and those in
 * f32 then rounded once.  A value takes the pair or the block of its place, and where
 * it is rejected, the n-th further try is that of the same place of the stream of key +
 * n * PX_RETRY_KEY.  What needs more than a block has takes it from the same place of
 * the streams of key - n * PX_SIDE_KEY (modulo 2^64 all of these), which have tries of
 * their own. */
#define PX_SIDE_KEY     0xd1342543de82ef95u
#define PX_FIRST_FAMILY PX_LOGNORMAL

/* A parameter that differs from element to element: out[j] takes data[j * stride], also
 * where a fill starts within a stream; a stride of 0 repeats one.  NULL for none. */
typedef struct px_array {
    const void *data;
    ptrdiff_t stride; /* in elements of data */
} px_array;

/* Made by the functions below, which leave no member unset. */
typedef struct px_distribution {
    size_t size; /* of this struct, in bytes: later versions add members at the end */
    px_kind kind;
    px_type type;
    double scale, offset;
    uint64_t low, range;
    /* In place of `scale` and `offset`, doubles that are rounded to f32 where that is
     * the type (in 16-bit types they are exact, too), or of `low` and `range`,
     * uint64_t, a range of a narrow type from 1 to 2^32; the third is for kinds to
     * come.  An offset in an array adds 0.0 where it is -0.0.  TensorFlow's integers
     * and bits take none.  An unbiased u64 with an array takes a pair, whatever its
     * range. */
    px_array arrays[3];
} px_distribution;

static inline px_distribution px_scaled(px_kind kind, px_type type, double scale,
                                        double offset)
{
    px_distribution d = {sizeof d, kind, type, scale, offset, 0, 0, {{NULL, 0}}};
    return d;
}

static inline px_distribution px_ranged(px_kind kind, px_type type, uint64_t low,
                                        uint64_t range)
{
    px_distribution d = {sizeof d, kind, type, 1, -0.0, low, range, {{NULL, 0}}};
    return d;
}

static inline px_distribution px_bits(px_type type)
{
    return px_ranged(PX_BITS, type, 0, 0);
}

static inline px_distribution px_uniform(px_type type, double scale, double offset)
{
    return px_scaled(PX_UNIFORM, type, scale, offset);
}

static inline px_distribution px_integers(px_type type, uint64_t low, uint64_t range)
{
    return px_ranged(PX_INTEGERS, type, low, range);
}

static inline px_distribution px_normal(px_type type, double scale, double offset)
{
    return px_scaled(PX_NORMAL, type, scale, offset);
}

static inline px_distribution px_truncated_normal(px_type type, double scale,
                                                  double offset)
{
    return px_scaled(PX_TRUNCATED_NORMAL, type, scale, offset);
}

static inline px_distribution px_unbiased(px_type type, uint64_t low, uint64_t range)
{
    return px_ranged(PX_UNBIASED, type, low, range);
}

static inline px_distribution px_full_uniform(px_type type, double scale, double offset)
{
    return px_scaled(PX_FULL_UNIFORM, type, scale, offset);
}

static inline px_distribution px_full_normal(px_type type, double scale, double offset)
{
    return px_scaled(PX_FULL_NORMAL, type, scale, offset);
}

static inline px_distribution px_exponential(px_type type, double scale)
{
    return px_scaled(PX_EXPONENTIAL, type, scale, -0.0);
}

static inline px_distribution px_normal_1_0(px_type type, double scale, double offset)
{
    return px_scaled(PX_NORMAL_1_0, type, scale, offset);
}

static inline px_distribution px_truncated_normal_1_0(px_type type, double scale,
                                                      double offset)
{
    return px_scaled(PX_TRUNCATED_NORMAL_1_0, type, scale, offset);
}

/* One of NumPy's: three arrays, of double or, where it says so, int64_t.  A number is
 * an array of stride 0, and a parameter that it has not may be NULL. */
static inline px_distribution px_family(px_kind kind, px_type type,
                                        const px_array *arrays)
{
    px_distribution d = px_scaled(kind, type, 1, -0.0);
    int i;
    for (i = 0; i < 3; i++)
        d.arrays[i] = arrays[i];
    return d;
}

/* The distribution of a piece that begins at out[j]: its arrays begin there too. */
static inline px_distribution px_from_place(const px_distribution *distribution,
                                            size_t j)
{
    px_distribution d = *distribution;
    int i;
    for (i = 0; i < 3; i++)
        if (d.arrays[i].data)
            d.arrays[i].data =
                (const char *)d.arrays[i].data + 8 * (ptrdiff_t)j * d.arrays[i].stride;
    return d;
}

/* The functions, as a table: extension modules of Python are not linked with them, but
 * find the table in the PyCapsule of this name.  Later versions add members at the end
 * only. */
#define PX_VERSION     "0.1.0"
#define PX_API_CAPSULE "philoxseed._core._C_API"

typedef struct px_api {
    size_t size;              /* of this table, in bytes */
    size_t distribution_size; /* of the px_distribution that is known here */
    const char *version;      /* of philoxseed: its PX_VERSION */

    /* Write elements [first, first + n) of a distribution over a stream to out[0..n);
     * first + n is at most 2^64.
     *
     * Element i is a pure function of (stream, distribution, i): it depends neither on
     * `first` and `n`, so a fill may be cut anywhere and its pieces be filled in any
     * order and by any thread, nor on the instruction set or the machine.  (Arrays of
     * parameters are the piece's: px_from_place cuts them.)  Which words an element
     * takes:
     *
     *   bits, uniforms, integers, exponentials, full normals
     *     up to 32 bits                  word i
     *     of 64 bits                     words 2i and 2i + 1
     *   NumPy's distributions, whatever their type
     *     up to PX_GEOMETRIC             words 2i and 2i + 1
     *     from PX_GAMMA on               words 4i to 4i + 3
     *   unbiased integers of any type
     *     of a range up to 2^32          word i
     *     of a larger range              words 2i and 2i + 1
     *   normals
     *     up to 32 bits                  the pair of words that holds word i
     *     of 64 bits                     the block that holds word 2i
     *   truncated normals                as many blocks as it takes from block
     *                                    64 * G * (i / G) on; G = 4, of 64 bits 2
     *
     * `out` needs the alignment of its type only, may not overlap the arguments, and
     * nothing outside out[0..n) is touched; n = 0 does nothing.  Takes no lock, keeps
     * no state, allocates nothing.  Returns 0, or -1 (and writes nothing) where the
     * kind does not come in the type, takes no arrays, or the distribution is not of
     * this version. */
    int (*fill)(const px_stream *stream, const px_distribution *distribution,
                uint64_t first, size_t n, void *out);

    /* The blocks that hold the words of elements [0, n); for truncated normals, only
     * those that a group reads first.  The distribution is one that can be filled with.
     */
    uint64_t (*blocks)(const px_distribution *distribution, uint64_t n);

    /* Write TensorFlow's random permutation of 0 .. n-1 (Fisher-Yates over one word for
     * each of the first n - 1 places).  Sequential: it cannot be cut.  n < 2^32. */
    void (*permutation)(const px_stream *stream, size_t n, int64_t *out);

    /* counter + blocks, modulo 2^128. */
    px_counter (*counter_add)(px_counter counter, uint64_t blocks);
} px_api;

#if defined(Py_PYTHON_H)
/* The table of the philoxseed that is installed.  NULL, and an exception is set, where
 * there is none or it is older than this header.  Needs the GIL; the table does not. */
static inline const px_api *px_import(void)
{
    const px_api *api = (const px_api *)PyCapsule_Import(PX_API_CAPSULE, 0);
    if (api && (api->size < sizeof(px_api) ||
                api->distribution_size < sizeof(px_distribution))) {
        PyErr_Format(PyExc_ImportError,
                     "philoxseed %s is installed, but this module was built for "
                     "philoxseed %s: install that version or a later one",
                     api->version, PX_VERSION);
        return NULL;
    }
    return api;
}
#endif

#ifdef __cplusplus
}
#endif
#endif
