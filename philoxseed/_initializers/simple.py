# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Initializers that draw from one distribution, whatever the shape."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes, random
from philoxseed._graph.tensor import Tensor
from philoxseed._initializers.base import Initializer, float_dtype


class RandomUniform(Initializer):
    """Uniform values of [minval, maxval).

    Parameters
    ----------
    minval, maxval : float or Tensor, default 0.0 and 1
        The limits; integer dtypes need both.
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Examples
    --------
    >>> tf.Session().run(tf.random_uniform_initializer(seed=3)([2, 2]))
    array([[0.3869294 , 0.36002624],
           [0.9768796 , 0.08651638]], dtype=float32)
    """

    def __init__(
        self,
        minval: Any = 0.0,
        maxval: Any = None,
        seed: float | None = None,
        dtype: Any = np.float32,
    ):
        self.minval = minval
        self.maxval = maxval
        self.seed = seed
        self.dtype = _dtypes.as_dtype(dtype)

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        return random.uniform(shape, self.minval, self.maxval, dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {
            "minval": self.minval,
            "maxval": self.maxval,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }


class _Normal(Initializer):
    def __init__(
        self,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        seed: float | None = None,
        dtype: Any = np.float32,
    ):
        self.mean = mean
        self.stddev = stddev
        self.seed = seed
        self.dtype = float_dtype(dtype)

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        return self._draw(shape, self.mean, self.stddev, dtype, self.seed)

    def _draw(self, *arguments: Any) -> Tensor:
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {
            "mean": self.mean,
            "stddev": self.stddev,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }


class RandomNormal(_Normal):
    """Normal values.

    Parameters
    ----------
    mean, stddev : float or Tensor, default 0.0 and 1.0
        Mean and standard deviation.
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Examples
    --------
    >>> tf.Session().run(tf.random_normal_initializer(seed=3)([2, 2]))
    array([[ 1.0616621 , -0.8785783 ],
           [ 0.11187216,  0.18511717]], dtype=float32)
    """

    def _draw(self, *arguments: Any) -> Tensor:
        return random.normal(*arguments)


class TruncatedNormal(_Normal):
    """Normal values cut at two standard deviations.

    Parameters
    ----------
    mean, stddev : float or Tensor, default 0.0 and 1.0
        Mean and standard deviation, before the cut.
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Examples
    --------
    >>> tf.Session().run(tf.truncated_normal_initializer(seed=3)([2, 2]))
    array([[ 1.0616621 , -0.8785783 ],
           [ 0.11187216,  0.18511717]], dtype=float32)
    """

    def _draw(self, *arguments: Any) -> Tensor:
        return random.truncated_normal(*arguments)
