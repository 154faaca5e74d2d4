# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The generator's streams as docs/numpy.md defines them, in plain Python."""

import functools
import itertools
import math
from fractions import Fraction
from pathlib import Path

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


@functools.cache
def table(name):
    """The numbers of a table, exactly; its maker says what they are."""
    text = (Path(__file__).parent.parent / "csrc/px_inverse_table.h").read_text()
    body = text.split(f" {name}[")[1].split("= {")[1].split("};")[0]
    numbers = body.translate(str.maketrans("{},", "   ")).split()
    return [Fraction(float.fromhex(x.rstrip("f"))) for x in numbers]


def rounded(x, digits):
    """A fraction rounded to so many binary digits, ties to even."""
    if x == 0:
        return x
    exponent = math.frexp(x)[1]
    unit = Fraction(2) ** (exponent - digits)
    return round(x / unit) * unit


def horner(coefficients, t, digits):
    """A polynomial; each product and sum are rounded as one."""
    total = coefficients[-1]
    for c in coefficients[-2::-1]:
        total = rounded(total * t + c, digits)
    return total


LN2 = {digits: rounded(Fraction(math.log(2)), digits) for digits in (24, 53)}


def normal_f32(word):
    """A float32 normal of a word."""
    p = Fraction(2 * word + 1, 2**33)
    rows = np.reshape(table("px_normal_rows"), (9, 32))
    if 1 / 4 < p < 3 / 4:
        x = rounded(4 * p - 2, 24)
        t, row = rounded(x * x - Fraction(3, 2), 24), 31
    else:
        size = rounded(4 * min(p, 1 - p), 24)
        row = math.frexp(size)[1] + 30
        t = size / Fraction(2) ** (row - 31) - Fraction(3, 2)
        x = -1 if p < 1 / 2 else 1
    return rounded(horner(rows[:, row].tolist(), t, 24) * x + x, 24)


def exponential_f32(word):
    """A float32 exponential of a word."""
    p = Fraction(2 * word + 1, 2**33)
    if p < 1 / 4:
        f, k = -rounded(p, 24), 0
    elif p < 5 / 8:
        f, k = 2 * rounded(1 / Fraction(2) - p, 24), 1
    elif p < 3 / 4:
        f, k = 4 * rounded(1 / Fraction(2) - p, 24) + 1, 2
    else:
        q = rounded(1 - p, 24)
        k = 1 - math.frexp(q)[1]
        if q * 2**k >= 3 / 2:
            k -= 1
        elif q * 2**k < 3 / 4:
            k += 1
        f = q * 2**k - 1
    n = horner(table("px_minus_log_n_f32"), f, 24)
    low = rounded(rounded(f * f, 24) * n - f, 24)
    return rounded(k * LN2[24] + low, 24)


def minus_log_f64(f, k, row):
    """k log 2 - log(1 + f), f on [-1/2, 0]."""
    inverse, log = table("px_minus_log_table")[2 * row : 2 * row + 2]
    r = rounded(f * inverse + inverse - 1, 53)
    n = horner(table("px_minus_log_n_f64"), r, 53)
    low = rounded(rounded(r * r, 53) * n - r, 53)
    return rounded(rounded(k * LN2[53] + log, 53) + low, 53)


def minus_log_of_lesser(q):
    """-log q, q up to 1/2."""
    q = rounded(q, 53)
    k = -math.frexp(q)[1]
    half = q * Fraction(2) ** k  # on [1/2, 1)
    return minus_log_f64(half - 1, k, 31 - math.floor(32 * half))


def normal_f64(pair):
    """A float64 normal of 64 bits."""
    p = Fraction(2 * pair + 1, 2**65)
    sign = -1 if p < 1 / 2 else 1
    x = rounded(abs(2 * p - 1), 53)
    if x <= Fraction(7, 8):
        t = rounded(Fraction(49, 64) - x * x, 53)
        a = horner(table("px_normal_middle_a"), t, 53)
        b = horner(table("px_normal_middle_b"), t, 53)
        return sign * rounded(rounded(a / b, 53) * x + x, 53)
    r = Fraction(math.sqrt(minus_log_of_lesser(min(p, 1 - p))))
    t = rounded(r - Fraction(13, 8), 53)
    a = horner(table("px_normal_tail_a"), t, 53)
    b = horner(table("px_normal_tail_b"), t, 53)
    return sign * rounded(r * Fraction(5, 4) + rounded(a / b, 53), 53)


def exponential_f64(pair):
    """A float64 exponential of 64 bits."""
    p = Fraction(2 * pair + 1, 2**65)
    if p < 1 / 2:
        return minus_log_f64(-rounded(p, 53), 0, math.floor(32 * p))
    return minus_log_of_lesser(1 - p)


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

    def normal(self, dtype=np.float64):
        """By inversion, as an exact fraction."""
        of_bits = {np.float32: normal_f32, np.float64: normal_f64}[dtype]
        return of_bits(self.bits(32 if dtype == np.float32 else 64))

    def exponential(self, dtype=np.float64):
        """The same."""
        of_bits = {np.float32: exponential_f32, np.float64: exponential_f64}[dtype]
        return of_bits(self.bits(32 if dtype == np.float32 else 64))

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

    def sample(self, n, k):
        """k different integers below n."""
        if 4 * k > n:
            return self.permutation(n, k)
        found = {}
        while len(found) < k:
            found[self.integers(0, n)] = None
        return list(found)

    def choice_by_weight(self, p):
        """How many sums of the first weights, divided by the last, are at most u."""
        sums = list(itertools.accumulate(float(x) for x in p))
        u = self.random()
        return sum(Fraction(x / sums[-1]) <= u for x in sums)

    def bytes(self, n):
        words = [self.bits(32).to_bytes(4, "little") for _ in range(-(-n // 4))]
        return b"".join(words)[:n]
