# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""From a pair of seeds to the key and the counter of a stream: the one place.

The mapping is that of tensorflow/core/util/guarded_philox_random.cc.
"""

import operator
import os
from typing import SupportsIndex


def key_and_counter(seeds: tuple[int, int] | None) -> tuple[int, int]:
    """Return the key and the first counter of an op with these seeds.

    None stands for an op without seeds: its 128 bits come from the operating system.
    """
    if seeds is None:
        bits = int.from_bytes(os.urandom(16), "little")
        seeds = bits >> 64, bits & (1 << 64) - 1
    seed, seed2 = seeds
    return seed & (1 << 64) - 1, (seed2 & (1 << 64) - 1) << 64


def checked_key_and_counter(
    seed: SupportsIndex, seed2: SupportsIndex
) -> tuple[int, int]:
    """Return the key and the first counter of an op with these two attributes."""
    try:
        pair = operator.index(seed), operator.index(seed2)
    except TypeError:
        raise TypeError(
            f"kernel seeds must be integers, got {seed!r} and {seed2!r}"
        ) from None
    for value in pair:
        if not -(1 << 63) <= value < 1 << 64:
            raise ValueError(f"kernel seeds must have 64 bits, got {value}")
    if pair == (0, 0):
        raise ValueError(
            "kernel seeds must not be both 0, got (0, 0), which marks an op without a "
            "seed: make one without seeds"
        )
    return key_and_counter(pair)
