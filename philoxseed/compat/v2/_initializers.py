# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow 2's own two initializers, as tensorflow/python/ops/init_ops_v2.py."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import random
from philoxseed._graph.eager import immediately
from philoxseed._values import EagerTensor

_normal, _uniform = immediately(random.normal), immediately(random.uniform)


class random_normal_initializer:
    """Normal values: with a seed the same at each call, else those of eager mode.

    Parameters
    ----------
    mean, stddev : float, default 0.0 and 0.05
        Of the distribution.
    seed : int, optional
        The seed.

    Examples
    --------
    >>> tf2.random_normal_initializer(seed=3)([2]).numpy()
    array([-0.03357924,  0.08380252], dtype=float32)
    """

    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: Any = None):
        self._parameters = mean, stddev
        self._seed = seed

    def __call__(
        self, shape: Any, dtype: Any = np.float32, **ignored: Any
    ) -> EagerTensor:
        """Return values of a shape."""
        if self._seed is None:
            value: EagerTensor = _normal(shape, *self._parameters, dtype)
            return value
        return random.stateless_normal(shape, [self._seed, 0], *self._parameters, dtype)


class random_uniform_initializer:
    """Uniform values: with a seed the same at each call, else those of eager mode.

    Parameters
    ----------
    minval, maxval : float, default -0.05 and 0.05
        The limits.
    seed : int, optional
        The seed.

    Examples
    --------
    >>> tf2.random_uniform_initializer(seed=3)([2]).numpy()
    array([-0.03040872,  0.04393453], dtype=float32)
    """

    def __init__(self, minval: Any = -0.05, maxval: Any = 0.05, seed: Any = None):
        self._limits = minval, maxval
        self._seed = seed

    def __call__(
        self, shape: Any, dtype: Any = np.float32, **ignored: Any
    ) -> EagerTensor:
        """Return values of a shape."""
        if self._seed is None:
            value: EagerTensor = _uniform(shape, *self._limits, dtype)
            return value
        return random.stateless_uniform(shape, [self._seed, 0], *self._limits, dtype)
