/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The streams of gamma variates and their relatives: how many PX_SIDE_KEY are taken
 * from the key.
 */
#ifndef PX_GAMMA_STREAMS_H
#define PX_GAMMA_STREAMS_H

/* 0 for the tries of a gamma, of the first of two, or of what is none. */
#define PX_EXPONENTS 1 /* of shapes below 1; pair 0 for the first, 1 for the second */
#define PX_SECOND_GAMMA 2 /* its tries */
#define PX_NONCENTRAL   3 /* a normal of pair 0, or the tries of a Poisson */

#endif
