/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Which kernel runs: the first of the table that this machine supports, unless a name
 * is forced.
 */
#include "px_internal.h"

/* In order of preference; the scalar kernel runs everywhere and ends the table. */
static const px_kernels *const kernels[] = {
    &px_kernels_scalar,
};
#define N_KERNELS (sizeof kernels / sizeof kernels[0])

/* Every kernel gives the same bits, so a fill that reads this while another thread
 * changes it is right either way. */
static const px_kernels *volatile active;

static const px_kernels *preferred(void)
{
    size_t i = 0;
    while (!kernels[i]->supported())
        i++;
    return kernels[i];
}

const px_kernels *px_kernels_active(void)
{
    const px_kernels *k = active;
    if (!k)
        active = k = preferred();
    return k;
}

const char *px_simd_active(void)
{
    return px_kernels_active()->name;
}

const char *px_simd_available(size_t index)
{
    for (size_t i = 0; i < N_KERNELS; i++)
        if (kernels[i]->supported() && index-- == 0)
            return kernels[i]->name;
    return NULL;
}

int px_simd_force(const char *name)
{
    if (!name) {
        active = preferred();
        return 0;
    }
    for (size_t i = 0; i < N_KERNELS; i++) {
        if (strcmp(name, kernels[i]->name) == 0 && kernels[i]->supported()) {
            active = kernels[i];
            return 0;
        }
    }
    return -1;
}
