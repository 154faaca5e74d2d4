# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Keras 2's seeds, as tf_keras/src/backend.py."""

from __future__ import annotations

import random

import numpy as np

from philoxseed._graph.eager import eager_graph

_RANDOM_MAX = 10**9


class _Maker:
    """What makes seeds, once `set_random_seed` was called."""

    generator: random.Random | None = None


def made_seed() -> int:
    """Return a seed for what was given none."""
    return (_Maker.generator or random).randint(1, _RANDOM_MAX)


def set_random_seed(seed: int) -> None:
    """Seed Python's and NumPy's global generators, TensorFlow's eager mode and Keras.

    Parameters
    ----------
    seed : int
        Of [0, 2**32), as NumPy asks.
    """
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    eager_graph.set_random_seed(seed)
    _Maker.generator = random.Random(seed)
