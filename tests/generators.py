# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Generators of one key, and models of them, that are some words past the first."""

from generator_model import Model

from philoxseed import Philox4x32, PhiloxGenerator

KEY, COUNTER = 0x0123456789ABCDEF, (77 << 64) + 2**32 - 100


def made(words=0):
    rng = PhiloxGenerator(Philox4x32(key=KEY, counter=COUNTER))
    rng.bytes(4 * words)
    return rng


def model(words=0):
    m = Model(KEY, COUNTER)
    m.place = words
    return m


def place(rng):
    """The number of words that a generator is past its first."""
    state = rng.bit_generator.state
    return (state["state"]["counter"] - COUNTER) * 4 + state["buffer_pos"]
