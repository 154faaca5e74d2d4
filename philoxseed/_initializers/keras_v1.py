# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""``keras.initializers`` of TensorFlow 1: the others, with defaults of their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed._initializers import simple


class RandomUniform(simple.RandomUniform):
    """Uniform values of [minval, maxval).

    Parameters
    ----------
    minval, maxval : float or Tensor, default -0.05 and 0.05
        The limits.
    seed, dtype
        As for `random_uniform_initializer`.
    """

    def __init__(
        self,
        minval: Any = -0.05,
        maxval: Any = 0.05,
        seed: float | None = None,
        dtype: Any = np.float32,
    ):
        super().__init__(minval, maxval, seed, dtype)


class RandomNormal(simple.RandomNormal):
    """Normal values.

    Parameters
    ----------
    mean, stddev : float or Tensor, default 0.0 and 0.05
        Mean and standard deviation.
    seed, dtype
        As for `random_normal_initializer`.
    """

    def __init__(
        self,
        mean: Any = 0.0,
        stddev: Any = 0.05,
        seed: float | None = None,
        dtype: Any = np.float32,
    ):
        super().__init__(mean, stddev, seed, dtype)


class TruncatedNormal(simple.TruncatedNormal):
    """Normal values cut at two standard deviations.

    Parameters
    ----------
    mean, stddev : float or Tensor, default 0.0 and 0.05
        Mean and standard deviation, before the cut.
    seed, dtype
        As for `truncated_normal_initializer`.
    """

    def __init__(
        self,
        mean: Any = 0.0,
        stddev: Any = 0.05,
        seed: float | None = None,
        dtype: Any = np.float32,
    ):
        super().__init__(mean, stddev, seed, dtype)
