/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Sums of counters.
 */
#include "px_internal.h"

px_counter px_counter_add(px_counter counter, uint64_t blocks)
{
    px_counter b = {blocks, 0};
    return px_add128(counter, b);
}

px_counter px_counter_add_product(px_counter counter, uint64_t n, uint32_t factor)
{
    uint64_t low = factor * (n & 0xffffffffu), high = factor * (n >> 32);
    px_counter a = {low, 0}, b = {high << 32, high >> 32};
    return px_add128(counter, px_add128(a, b));
}
