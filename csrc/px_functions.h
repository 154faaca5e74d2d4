/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The functions, for those who are linked with the C files: philoxseed's own extension
 * module, and C programs.  Others have the table in px_philox.h.
 */
#ifndef PX_FUNCTIONS_H
#define PX_FUNCTIONS_H

#include "px_philox.h"

#ifdef __cplusplus
extern "C" {
#endif

extern const px_api px_api_table;

/* The members of px_api. */
int px_fill(const px_stream *stream, const px_distribution *distribution,
            uint64_t first, size_t n, void *out);
uint64_t px_blocks(const px_distribution *distribution, uint64_t n);
void px_permutation(const px_stream *stream, size_t n, int64_t *out);
px_counter px_counter_add(px_counter counter, uint64_t blocks);

/* Write element i of a distribution that px_fill takes to out[0]: the definition, one
 * element at a time, that every fill must equal.  Arrays of parameters are those of a
 * fill from element i on.  Returns 0, or -1 where a kind has no such definition. */
int px_element(const px_stream *stream, const px_distribution *distribution, uint64_t i,
               void *out);

/* The time that an element takes, in that of a float32 uniform. */
uint64_t px_cost(const px_distribution *distribution);

/* Search n streams, candidate i being `start` with i * step added to counter.hi, for
 * those whose elements [first, first + n_values) lie within bounds: element first + j
 * in [low[j], high[j]], bounds of the distribution's type, not NaN.  Writes each such i
 * to hits, which has room for n of them, in order; returns their number.  n_values > 0;
 * TensorFlow's kinds only. */
size_t px_search(const px_stream *start, uint64_t step, size_t n,
                 const px_distribution *distribution, uint64_t first, size_t n_values,
                 const void *low, const void *high, uint64_t *hits);

/* The same for streams of TensorFlow's stateless ops, whose seeds are the halves of
 * `seeds`, and in candidate i those with i * step added to seeds.hi. */
size_t px_search_scrambled(px_counter seeds, uint64_t step, size_t n,
                           const px_distribution *distribution, uint64_t first,
                           size_t n_values, const void *low, const void *high,
                           uint64_t *hits);

/* TensorFlow's draws with a loop in each value.  Element i is sample i / n_parameters
 * of parameter a = i % n_parameters; it takes what it needs from block 256 * (a *
 * n_samples
 * + i / n_parameters) of the stream on, a binomial one without PX_BY_REJECTION from 42
 * times that.  So these fills can be cut anywhere too. */
typedef enum px_sample_kind {
    PX_SAMPLE_GAMMA = 0, /* first: the shape parameter; scale 1: f16, f32, f64 */
    PX_SAMPLE_POISSON,   /* first: the rate, not NaN: f16, f32, f64, i32, i64 */
    PX_SAMPLE_BINOMIAL,  /* first: the number of trials; second: a probability <= 1/2 */
} px_sample_kind;

/* For a binomial parameter, how it is drawn. */
enum {
    PX_IS_KNOWN = 1,     /* the value is `first` */
    PX_BY_REJECTION = 2, /* else by inversion */
    PX_OF_FAILURES = 4,  /* the value is `first` minus what is drawn */
};

typedef struct px_samples {
    px_sample_kind kind;
    px_type type;
    size_t n_parameters; /* at least 1 */
    uint64_t n_samples;
    const double *first, *second;
    const unsigned char *rules;
    double largest; /* Poisson values above are drawn again */
} px_samples;

/* Write elements [first, first + n) to out[0..n); as px_fill.  Values are computed in
 * double precision; subnormal ones are zero.  To integers, what does not fit is the
 * least of them, NaN too. */
int px_fill_samples(const px_stream *stream, const px_samples *samples, uint64_t first,
                    size_t n, void *out);

/* Multinomial draws: rows of counts, of which each has a number of trials, an int64_t,
 * and probabilities of its columns. */
typedef struct px_multinomial {
    size_t columns; /* at least 1 */
    px_array n;
    px_array p; /* the stride goes from row to row */
} px_multinomial;

/* Write rows [row, row + rows) to out.  Count j of a row is a binomial variate of what
 * is left of its trials, and of column j's share of the probability that is left, in
 * its own place: the block of element first + row * columns + j.  The last is what is
 * left.  So these fills can be cut anywhere between rows. */
void px_fill_multinomial(const px_stream *stream, const px_multinomial *multinomial,
                         uint64_t first, uint64_t row, size_t rows, int64_t *out);

/* Write n_samples classes for each row of a matrix of logits, drawn with the stream's
 * float64 uniforms one after the other; n_classes where no logit is finite.  `sums` is
 * room for two rows.  Sequential: it cannot be cut. */
void px_categorical(const px_stream *stream, const double *logits, size_t n_rows,
                    size_t n_classes, uint64_t n_samples, double *sums, int64_t *out);

/* Write n normals cut to an interval, in chunks of `size`, the first of `first_size`,
 * each with four parameters, mean, standard deviation, low, high, `stride` after those
 * of the last (4, or 0); a chunk starts at a new block.  Types f16, whose values are
 * written as floats, f32 and f64.  Sequential.  Returns 0, or one of these, where the
 * values from then on are not written. */
enum {
    PX_INVALID_PARAMETERS = 1,
    PX_NOT_ACCEPTED = 2, /* a thousand candidates in a row */
};
int px_parameterized(const px_stream *stream, px_type type, const double *parameters,
                     size_t stride, size_t first_size, size_t size, size_t n,
                     void *out);

/* Write where n indices go in permutations of 0 .. limit, of at least 1 limit and 3
 * words of a key; those of the next index stand a stride after (0, or 1 and 3). */
void px_index_shuffle(const uint64_t *index, const uint64_t *limit, size_t limit_stride,
                      const uint32_t *key, size_t key_stride, size_t n, uint64_t *out);

/* Divide each row of positive numbers, or of their logarithms, by its sum.  A row whose
 * sum is 0 stays as it is; of logarithms that are all -infinity, zeros. */
void px_divide_rows(double *x, size_t rows, size_t width, int are_logarithms);

/* The pairs of words in a whole group of a shuffle's dice (px_shuffle.h). */
#define PX_DICE_PAIRS 8

/* counter + n * factor, modulo 2^128: the product may be larger than 64 bits. */
px_counter px_counter_add_product(px_counter counter, uint64_t n, uint32_t factor);

/* The kernels that this build holds and this machine can run, in order of
 * preference; NULL past the end. */
const char *px_simd_available(size_t index);

/* The name of the kernel in use. */
const char *px_simd_active(void);

/* Use the named kernel from now on, in every thread; NULL for the preferred one.
 * Returns 0, or -1 (and changes nothing) where it is not available. */
int px_simd_force(const char *name);

#ifdef __cplusplus
}
#endif
#endif
