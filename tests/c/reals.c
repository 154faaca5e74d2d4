/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * px_real.h's functions by their numbers: for tests/test_reals.py, which loads them
 * from a shared library, and for parity.c.
 */
#include "px_real.h"

#define CASE(number, name, arguments)                                                  \
    case number:                                                                       \
        for (size_t i = 0; i < n; i++) {                                               \
            double x = xs[i], y = ys[i];                                               \
            (void)y;                                                                   \
            out[i] = px_real_##name arguments;                                         \
        }                                                                              \
        break;

void reals(int function, const double *xs, const double *ys, size_t n, double *out);

void reals(int function, const double *xs, const double *ys, size_t n, double *out)
{
    switch (function) {
        PX_REAL_FUNCTIONS(CASE)
    }
}
