/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * NumPy's distributions: what makes values of each, many or one.
 */
#ifndef PX_FAMILIES_H
#define PX_FAMILIES_H

#include "px_internal.h"

typedef union px_value {
    double real;
    int64_t whole;
} px_value;

/* Consecutive values that are made together, at most PX_CHUNK_BLOCKS.  Those of a block
 * are from the blocks `counter` and after; those of a pair have it among the words,
 * which else are NULL.  Parameters, integers in the memory of doubles, and words can be
 * read to the end of a whole number of batches. */
typedef struct px_chunk {
    const px_kernels *k;
    uint64_t key;
    px_counter counter;
    const uint32_t *words;
    size_t n;
    px_parameter of[3];
} px_chunk;

/* Write n values to out, doubles or int64_t, and nothing behind them. */
typedef void px_chunk_maker(const px_chunk *c, void *out);

/* The definition: one value, of its pair, or of the first block of a stream and what
 * belongs to it. */
typedef px_value px_value_maker(const px_stream *s, uint64_t pair, const px_value *of);

typedef struct px_family_makers {
    px_chunk_maker *chunk;
    px_value_maker *value;
    int parameters;
} px_family_makers;

/* px_transforms.c */
px_chunk_maker px_make_lognormal, px_make_laplace, px_make_logistic, px_make_gumbel,
    px_make_rayleigh, px_make_weibull, px_make_pareto, px_make_power,
    px_make_standard_cauchy, px_make_triangular, px_make_geometric;
px_value_maker px_lognormal_value, px_laplace_value, px_logistic_value, px_gumbel_value,
    px_rayleigh_value, px_weibull_value, px_pareto_value, px_power_value,
    px_standard_cauchy_value, px_triangular_value, px_geometric_value;

/* px_gamma.c */
px_chunk_maker px_make_gammas, px_make_log_gammas, px_make_chisquares, px_make_betas;
px_chunk_maker px_make_fs, px_make_standard_ts, px_make_walds, px_make_vonmises;

/* px_noncentral.c */
px_chunk_maker px_make_noncentral_chisquares, px_make_noncentral_fs;

/* px_gamma_value.c */
px_value_maker px_gamma_value, px_log_gamma_value, px_chisquare_value, px_beta_value;
px_value_maker px_f_value, px_standard_t_value, px_wald_value, px_vonmises_value;
px_value_maker px_noncentral_chisquare_value, px_noncentral_f_value;

/* px_discrete.c */
px_chunk_maker px_make_poissons, px_make_binomials, px_make_negative_binomials;
px_chunk_maker px_make_hypergeometrics, px_make_zipfs, px_make_logseries;

/* px_discrete_value.c */
px_value_maker px_poisson_value, px_binomial_value, px_negative_binomial_value;
px_value_maker px_hypergeometric_value, px_zipf_value, px_logseries_value;

/* px_element of these kinds. */
int px_family_element(const px_stream *s, const px_distribution *d, uint64_t i,
                      void *out);

#endif
