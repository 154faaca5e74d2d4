/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One discrete variate: the definition, which px_discrete.c follows.
 */
#include "px_discrete.h"

/* The first try that is accepted, of the block at a stream's counter and those at the
 * same place of the streams of retries.  More than half of all tries are accepted,
 * whatever the parameters. */
static px_value value_of(px_stream s, px_discrete d)
{
    const px_counter one = {1, 0};
    uint32_t words[4];
    px_value value;
    for (;; s.key += PX_RETRY_KEY) {
        px_kernels_scalar.blocks(s.key, s.counter, one, 1, words);
        if (px_discrete_try(&d, px_high_pair(words), px_high_pair(words + 2),
                            &value.whole))
            return value;
    }
}

px_value px_poisson_value(const px_stream *s, uint64_t pair, const px_value *of)
{
    (void)pair;
    return value_of(*s, px_describe_poisson(of));
}

px_value px_binomial_value(const px_stream *s, uint64_t pair, const px_value *of)
{
    (void)pair;
    return value_of(*s, px_describe_binomial(of));
}

px_value px_hypergeometric_value(const px_stream *s, uint64_t pair, const px_value *of)
{
    (void)pair;
    return value_of(*s, px_describe_hypergeometric(of));
}

px_value px_zipf_value(const px_stream *s, uint64_t pair, const px_value *of)
{
    (void)pair;
    return value_of(*s, px_describe_zipf(of));
}

px_value px_logseries_value(const px_stream *s, uint64_t pair, const px_value *of)
{
    (void)pair;
    return value_of(*s, px_describe_logseries(of));
}

px_value px_negative_binomial_value(const px_stream *s, uint64_t pair,
                                    const px_value *of)
{
    px_stream side = {s->key - PX_SIDE_KEY, s->counter};
    px_value gamma_of[2] = {of[0], {1.0}};
    px_value gamma = px_gamma_value(&side, pair, gamma_of);
    return value_of(*s,
                    px_poisson_of(px_negative_binomial_mean(gamma.real, of[1].real)));
}
