/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The table of functions for other extension modules.
 */
#include "px_philox.h"

const px_api px_api_table = {
    sizeof(px_api), px_fill, px_blocks, px_permutation, px_counter_add,
};
