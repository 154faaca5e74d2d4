/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The definitions, for few variates and for parameters that differ from one to the
 * next, compiled once per kernel, in which a fused product and sum is one instruction.
 */

#define DESCRIBE(all, one)                                                             \
    PX_FLAT static void all(const px_parameter *of, size_t n, px_discrete *out)        \
    {                                                                                  \
        for (size_t i = 0; i < n; i++) {                                               \
            px_value values[3] = {{0}};                                                \
            for (int j = 0; j < 3; j++)                                                \
                if (of[j].data)                                                        \
                    memcpy(&values[j], of[j].data + i * of[j].stride, 8);              \
            out[i] = one(values);                                                      \
        }                                                                              \
    }

DESCRIBE(describe_poissons, px_describe_poisson)
DESCRIBE(describe_binomials, px_describe_binomial)
DESCRIBE(describe_hypergeometrics, px_describe_hypergeometric)
DESCRIBE(describe_zipfs, px_describe_zipf)
DESCRIBE(describe_logseries, px_describe_logseries)
#undef DESCRIBE

PX_FLAT static int try_one(const px_discrete *d, uint64_t first, uint64_t second,
                           int64_t *value)
{
    return px_discrete_try(d, first, second, value);
}
