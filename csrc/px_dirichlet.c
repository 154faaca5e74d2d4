/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows of gamma variates, or of their logarithms, divided by their sums.
 */
#include <math.h>

#include "px_functions.h"
#include "px_internal.h"

enum { CHUNK = 512 };

/* Rows of logarithms less their largest, with the sign reversed; an infinite variate
 * stays one. */
static void below_largest(double *x, size_t rows, size_t width)
{
    for (size_t r = 0; r < rows; r++, x += width) {
        double largest = x[0];
        for (size_t i = 1; i < width; i++)
            largest = x[i] > largest ? x[i] : largest;
        /* Where all are 0, -infinity would be taken from itself. */
        double from = largest < -DBL_MAX ? 0.0 : largest;
        for (size_t i = 0; i < width; i++)
            x[i] = x[i] == HUGE_VAL ? -HUGE_VAL : from - x[i];
    }
}

/* exp(-x). */
static void powers(double *x, size_t n)
{
    PX_ALIGN64 double exponent[CHUNK], value[CHUNK];
    const px_kernels *k = px_kernels_active();
    for (size_t now; n > 0; n -= now, x += now) {
        now = n < CHUNK ? n : CHUNK;
        size_t padded = px_round_up(now, k->batch);
        for (size_t i = 0; i < padded; i++) {
            exponent[i] = i < now ? x[i] : 0.0;
            value[i] = 1.0;
        }
        k->gamma->gamma_divided(exponent, padded, value);
        memcpy(x, value, now * sizeof *x);
    }
}

/* A row without a sum stays as it is. */
static void divide(double *x, size_t rows, size_t width)
{
    for (size_t r = 0; r < rows; r++, x += width) {
        double sum = 0.0;
        for (size_t i = 0; i < width; i++)
            sum = sum + x[i];
        double factor = sum == 0 ? 1.0 : 1.0 / sum;
        for (size_t i = 0; i < width; i++)
            x[i] = x[i] * factor;
    }
}

void px_divide_rows(double *x, size_t rows, size_t width, int are_logarithms)
{
    size_t at_once = width < CHUNK ? CHUNK / (width ? width : 1) : 1;
    if (width == 0)
        return;
    for (size_t now; rows > 0; rows -= now, x += now * width) {
        now = rows < at_once ? rows : at_once;
        if (are_logarithms) {
            below_largest(x, now, width);
            powers(x, now * width);
        }
        divide(x, now, width);
    }
}
