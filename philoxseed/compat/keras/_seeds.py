# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Keras 3's seeds, as keras/src/random/seed_generator.py and its TensorFlow backend."""

from __future__ import annotations

import operator
import random
from typing import Any

import numpy as np

from philoxseed._graph.eager import eager_graph

MODULUS = 2147483646
_RANDOM_MAX = 10**9


def made_seed() -> int:
    """Return a seed of Python's global generator, which Keras asks for one."""
    return random.randint(1, _RANDOM_MAX)


class SeedGenerator:
    """Seeds for the functions of `keras.random`: another at each use.

    Parameters
    ----------
    seed : int, optional
        By default one of Python's global generator.

    Examples
    --------
    >>> generator = keras.random.SeedGenerator(3)
    >>> keras.random.uniform((2,), seed=generator).numpy()
    array([0.19591284, 0.93934524], dtype=float32)
    """

    def __init__(self, seed: Any = None, name: str | None = None):
        self.seed = made_seed() if seed is None else checked(seed)
        self._used = 0

    def next(self) -> tuple[int, int]:
        """Return the seed of the next use."""
        pair = self.seed, self._used
        self._used += 1
        return pair


class _GlobalGenerator:
    """What functions without a seed use."""

    state: list[int] | None = None

    @classmethod
    def next(cls) -> tuple[int, int]:
        if cls.state is None:
            cls.state = [made_seed(), 0]
        first, second = cls.state
        cls.state = [(x + 1) * 5387 % 933199 for x in cls.state]
        return first, second


def checked(seed: Any) -> int:
    """Return a seed as an int.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        return operator.index(seed)
    except TypeError:
        raise ValueError(
            f"seed must be an integer, a SeedGenerator or None, got {seed!r}"
        ) from None


def pair(seed: Any) -> tuple[int, int]:
    """Return the seed of a stateless function for an argument `seed`."""
    if seed is None:
        first, second = _GlobalGenerator.next()
    elif isinstance(seed, SeedGenerator):
        first, second = seed.next()
    else:
        first, second = checked(seed), 0
    return first % MODULUS, second % MODULUS


def set_random_seed(seed: int) -> None:
    """Seed Python's and NumPy's global generators, and TensorFlow's eager mode.

    Parameters
    ----------
    seed : int
        Of [0, 2**32), as NumPy asks.
    """
    number = checked(seed)
    random.seed(number)
    np.random.seed(number)  # noqa: NPY002
    eager_graph.set_random_seed(number)
    _GlobalGenerator.state = None
