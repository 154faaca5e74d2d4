/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Gammas of a chunk, for distributions that are made of them.
 */
#ifndef PX_GAMMA_CHUNKS_H
#define PX_GAMMA_CHUNKS_H

#include "px_chunks.h"
#include "px_gamma.h"

/* Gammas before they are divided, and what they are divided by, as logarithms. */
typedef struct {
    PX_ALIGN64 double value[PX_CHUNK], exponent[PX_CHUNK];
    int has_exponents; /* or all are 0, and not written */
} px_gammas;

void px_undivided_gammas(const px_chunk *c, px_parameter shape, int is_second,
                         px_gammas *g);
void px_divided_gammas(const px_chunk *c, px_parameter shape, px_gammas *g);

/* Have exponents of both written where one has any; whether one has. */
int px_share_exponents(px_gammas *x, px_gammas *y);

/* A parameter times a factor, which is put there. */
px_parameter px_times(const px_chunk *c, px_parameter p, double factor, double *values);

#endif
