/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The table of functions for other extension modules.
 */
#include "px_functions.h"

const px_api px_api_table = {
    .size = sizeof(px_api),
    .distribution_size = sizeof(px_distribution),
    .version = PX_VERSION,
    .fill = px_fill,
    .blocks = px_blocks,
    .permutation = px_permutation,
    .counter_add = px_counter_add,
};
