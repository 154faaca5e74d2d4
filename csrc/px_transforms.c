/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Transforms as the fill of NumPy's distributions wants them: chunks, which kernels
 * make, and single values.
 */
#include "px_transforms.h"

#define TRANSFORM(name, kind, member, ...)                                             \
    void px_make_##name(const px_chunk *c, void *out)                                  \
    {                                                                                  \
        c->k->transform[kind - PX_FIRST_FAMILY](c->words, c->n, c->of, out);           \
    }                                                                                  \
                                                                                       \
    px_value px_##name##_value(const px_stream *s, uint64_t bits, const px_value *of)  \
    {                                                                                  \
        px_value x;                                                                    \
        (void)s, (void)of;                                                             \
        x.member = px_##name(__VA_ARGS__);                                             \
        return x;                                                                      \
    }
PX_TRANSFORMS(TRANSFORM)
