# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The generator's streams as docs/numpy.md defines them, in plain Python."""

import functools
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

    def bytes(self, n):
        words = [self.bits(32).to_bytes(4, "little") for _ in range(-(-n // 4))]
        return b"".join(words)[:n]
