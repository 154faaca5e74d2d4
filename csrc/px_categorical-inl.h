/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Running sums of probabilities.  Included by px_categorical.c, and once more by
 * px_samples_fma.c for processors that fuse; no include guard for that reason.  Wants
 * px_special.h.
 */

/* Running sums of exp(logit - largest); return the last.  Logits that are not finite
 * add nothing.  TensorFlow takes the exponentials of four at a time from Eigen, and of
 * what is left from the C library. */
static double cumulate(const double *logits, size_t n, double *cumulated)
{
    double largest = -HUGE_VAL, total = 0.0;
    for (size_t j = 0; j < n; j++)
        if (fabs(logits[j]) <= DBL_MAX && logits[j] > largest)
            largest = logits[j];
    size_t in_packets = n / 4 * 4;
    for (size_t j = 0; j < n; j++)
        cumulated[j] = fabs(logits[j]) <= DBL_MAX ? logits[j] - largest : 0.0;
    for (size_t j = 0; j < in_packets; j++)
        cumulated[j] = px_packet_exp(cumulated[j]);
    for (size_t j = in_packets; j < n; j++)
        cumulated[j] = px_exp(cumulated[j]);
    for (size_t j = 0; j < n; j++) {
        if (fabs(logits[j]) <= DBL_MAX)
            total += cumulated[j];
        cumulated[j] = total;
    }
    return total;
}
