/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What px_dice-inl.h has, without vectors of 64-bit lanes.  Included once in each
 * kernel file that has none; no include guard for that reason.
 */

static int dice(const uint32_t *words, size_t n_groups, uint32_t sides, int n_dice,
                uint64_t bound, uint64_t *out, uint64_t *left)
{
    int any = 0;
    for (size_t i = 0; i < n_groups; i++) {
        for (uint32_t b = 0; b < PX_DICE_PAIRS; b++) {
            uint64_t x = px_high_pair(words + 2 * b), own = sides - b;
            for (int d = 0; d < n_dice; d++, own -= PX_DICE_PAIRS)
                out[PX_DICE_PAIRS * (uint32_t)d + b] = px_product(x, own, &x);
            left[b] = x;
            any |= x < bound;
        }
        words += 2 * PX_DICE_PAIRS;
        left += PX_DICE_PAIRS;
        out += PX_DICE_PAIRS * n_dice;
        sides -= (uint32_t)(PX_DICE_PAIRS * n_dice);
    }
    return any;
}

static void last_dice(const uint32_t *words, size_t pairs, uint32_t sides, int n_dice,
                      uint64_t *out, uint64_t *left)
{
    for (size_t b = 0; b < pairs; b++) {
        uint64_t x = px_high_pair(words + 2 * b), own = sides - b;
        for (size_t d = 0; d < (size_t)n_dice && own > 1; d++, own -= pairs) {
            out[pairs * d + b] = px_product(x, own, &x);
            if (own < pairs)
                break;
        }
        left[b] = x;
    }
}
