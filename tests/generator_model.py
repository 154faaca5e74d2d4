# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The generator's streams as docs/numpy.md defines them, in plain Python."""

import functools
import math
from fractions import Fraction

import numpy as np

RETRY_KEY = 0x9E3779B97F4A7C15


@functools.cache
def philox(key, counter):
    """Philox4x32-10 of one block, from the paper."""
    k = [key & 0xFFFFFFFF, key >> 32]
    c = [counter >> 32 * i & 0xFFFFFFFF for i in range(4)]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [
            p1 >> 32 ^ c[1] ^ k[0],
            p1 & 0xFFFFFFFF,
            p0 >> 32 ^ c[3] ^ k[1],
            p0 & 0xFFFFFFFF,
        ]
        k = [k[0] + 0x9E3779B9 & 0xFFFFFFFF, k[1] + 0xBB67AE85 & 0xFFFFFFFF]
    return c


def counter_of(block, key):
    """The counter that Philox makes this block of, by undoing its rounds."""
    inverses = [pow(m, -1, 2**32) for m in (0xD2511F53, 0xCD9E8D57)]
    c = list(block)
    for r in range(9, -1, -1):
        k0 = ((key & 0xFFFFFFFF) + r * 0x9E3779B9) % 2**32
        k1 = ((key >> 32) + r * 0xBB67AE85) % 2**32
        c0, c2 = c[3] * inverses[0] % 2**32, c[1] * inverses[1] % 2**32
        high0, high1 = 0xD2511F53 * c0 >> 32, 0xCD9E8D57 * c2 >> 32
        c = [c0, c[0] ^ high1 ^ k0, c2, c[2] ^ high0 ^ k1]
    return sum(word << 32 * i for i, word in enumerate(c))


class Model:
    """A generator of a key and a counter; `place` counts the words behind it."""

    def __init__(self, key, counter=0):
        self.key, self.counter, self.place = key, counter, 0

    def word_at(self, place, key):
        counter = (self.counter + place // 4) % 2**128
        return philox(key % 2**64, counter)[place % 4]

    def bits_at(self, place, size, key):
        """32 bits, or 64 of two words, the first of them above the second."""
        word = self.word_at(place, key)
        return word if size == 32 else word << 32 | self.word_at(place + 1, key)

    def take(self, size):
        """The place of the next 32 or 64 bits; those of 64 begin at an even one."""
        place = self.place + (self.place % 2 if size == 64 else 0)
        self.place = place + size // 32
        return place

    def bits(self, size):
        return self.bits_at(self.take(size), size, self.key)

    def random(self, dtype=np.float64):
        """The upper bits that the dtype has room for, as an exact fraction."""
        size, kept = (64, 53) if dtype == np.float64 else (32, 24)
        return Fraction(self.bits(size) >> size - kept, 2**kept)

    def uniform(self, low, high, dtype=np.float64):
        """Rounded after each step."""
        low, high = dtype(low), dtype(high)
        return dtype(self.random(dtype)) * (high - low) + low

    def below(self, n, size):
        """An integer on [0, n) of so many bits; retries are in other streams."""
        place, key = self.take(size), self.key
        while True:
            product = self.bits_at(place, size, key) * n
            if product % 2**size >= 2**size % n:
                return product >> size
            key += RETRY_KEY

    def integers(self, low, high):
        """A value of a call with single limits, of any dtype."""
        return low + self.below(high - low, 32 if high - low <= 2**32 else 64)

    def integers_of_arrays(self, low, high, dtype):
        """A value of a call with arrays of limits."""
        size = 64 if np.dtype(dtype).itemsize == 8 else 32
        return low + self.below(high - low, size)

    def dice(self, sides):
        """Integers below each number of `sides`, all from one pair."""
        place, key = self.take(64), self.key
        while True:
            x, found = self.bits_at(place, 64, key), []
            for n in sides:
                found.append(x * n >> 64)
                x = x * n % 2**64
            if x >= 2**64 % math.prod(sides):
                return found
            key += RETRY_KEY

    def steps(self, n, limit):
        """How far away what step i of a shuffle of n things swaps is from thing i."""
        found = []
        while n > 1 and len(found) < limit:
            each = max(m for m in range(1, 57) if m == 1 or n**m <= 2**56)
            pairs = min(8, -(-(n - 1) // each))
            count = min(pairs * each, n - 1)
            dice = [self.dice(range(n - b, n - count, -pairs)) for b in range(pairs)]
            found += [dice[i % pairs][i // pairs] for i in range(count)]
            n -= count
        return found[:limit]

    def permutation(self, n, limit=None):
        """The order that a shuffle of n things gives them; of some of its steps."""
        order = list(range(n))
        for i, j in enumerate(self.steps(n, n if limit is None else limit)):
            order[i], order[i + j] = order[i + j], order[i]
        return order[:limit]

    def bytes(self, n):
        words = [self.bits(32).to_bytes(4, "little") for _ in range(-(-n // 4))]
        return b"".join(words)[:n]
