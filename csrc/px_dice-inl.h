/* SPDX-FileCopyrightText: the philoxseed authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Several small integers from each pair of words, over vectors of pairs: what
 * px_kernels has as `dice`.  Included once in each kernel file whose vectors are those
 * of px_vector-inl.h, after that; no include guard for that reason.
 */

static const uint64_t pair_number[PX_DICE_PAIRS] = {0, 1, 2, 3, 4, 5, 6, 7};

/* The integers of x on [0, sides), and what is left of x.  Sides are less than 2^32,
 * and a lane's own. */
PX_INLINE vec throw_die(vec x, vec sides, uint64_t *out)
{
    vec low = mul_low(x, sides);
    vec high = add_u64(mul_low(high_by_shuffle(x), sides), high_by_shift(low));
    store(out, high_by_shift(high));
    return and_or(low, splat(0xffffffff), shift_left_32(high));
}

PX_INLINE int dice_of_pairs(const uint32_t *words, size_t n_groups, uint32_t sides,
                            int n_dice, uint64_t bound, uint64_t *out, uint64_t *left)
{
    uint64_t borrows[LANES], any = 0;
    vec borrow = splat(0);
    for (size_t i = 0; i < n_groups; i++) {
        PX_UNROLL
        for (int lane = 0; lane < PX_DICE_PAIRS; lane += LANES) {
            vec x = swap_by_shift(load(words + 2 * lane));
            vec own = sub_u64(splat(sides), load(pair_number + lane));
            for (int d = 0; d < n_dice; d++) {
                x = throw_die(x, own, out + PX_DICE_PAIRS * d + lane);
                own = sub_u64(own, splat(PX_DICE_PAIRS));
            }
            store(left + lane, x);
            borrow =
                and_or(sub_u64(x, splat(bound)), xor2(x, splat(UINT64_MAX)), borrow);
        }
        words += 2 * PX_DICE_PAIRS;
        left += PX_DICE_PAIRS;
        out += PX_DICE_PAIRS * n_dice;
        sides -= (uint32_t)(PX_DICE_PAIRS * n_dice);
    }
    store(borrows, borrow);
    for (int lane = 0; lane < LANES; lane++)
        any |= borrows[lane];
    return (int)(any >> 63);
}

static int dice(const uint32_t *words, size_t n_groups, uint32_t sides, int n_dice,
                uint64_t bound, uint64_t *out, uint64_t *left)
{
    /* The numbers that most dice have. */
    switch (n_dice) {
    case 2:
        return dice_of_pairs(words, n_groups, sides, 2, bound, out, left);
    case 3:
        return dice_of_pairs(words, n_groups, sides, 3, bound, out, left);
    case 4:
        return dice_of_pairs(words, n_groups, sides, 4, bound, out, left);
    default:
        return dice_of_pairs(words, n_groups, sides, n_dice, bound, out, left);
    }
}

static void last_dice(const uint32_t *words, size_t pairs, uint32_t sides, int n_dice,
                      uint64_t *out, uint64_t *left)
{
    /* Those of the last dice, which a die of one side does not change. */
    static const uint64_t last[] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1};
    vec x[PX_DICE_PAIRS / LANES], own[PX_DICE_PAIRS / LANES];
    PX_UNROLL
    for (int i = 0; i < PX_DICE_PAIRS / LANES; i++) {
        x[i] = swap_by_shift(load(words + 2 * LANES * i));
        own[i] = sub_u64(splat(sides), load(pair_number + LANES * i));
    }
    /* What is written beyond the pairs the next dice overwrite. */
    for (int d = 1; d < n_dice; d++, out += pairs, sides -= (uint32_t)pairs) {
        PX_UNROLL
        for (int i = 0; i < PX_DICE_PAIRS / LANES; i++) {
            x[i] = throw_die(x[i], own[i], out + LANES * i);
            own[i] = sub_u64(own[i], splat(pairs));
        }
    }
    PX_UNROLL
    for (int i = 0; i < PX_DICE_PAIRS / LANES; i++) {
        x[i] = throw_die(x[i], load(last + 9 - sides + LANES * i), out + LANES * i);
        store(left + LANES * i, x[i]);
    }
}
