# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Initializers whose values are scaled by the shape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from philoxseed import random
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.tensor import Tensor
from philoxseed._initializers.base import Initializer, float_dtype, known_shape

_MODES = "fan_in", "fan_out", "fan_avg"
_DISTRIBUTIONS = "normal", "uniform", "truncated_normal", "untruncated_normal"

# The standard deviation of a normal that is cut at two of its own.
_TRUNCATED_STDDEV = 0.87962566103423978


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return how many inputs and outputs a value of weights of a shape belongs to.

    The last two axes are inputs and outputs; those before are a convolution's window.
    """
    if not shape:
        return 1, 1
    if len(shape) == 1:
        return shape[0], shape[0]
    window = math.prod(shape[:-2])
    return shape[-2] * window, shape[-1] * window


class VarianceScaling(Initializer):
    """Values of variance ``scale / n``, n being a number of inputs or outputs.

    Parameters
    ----------
    scale : float, default 1.0
        Positive.
    mode : {"fan_in", "fan_out", "fan_avg"}
        What n is: inputs, outputs, or the average of both.
    distribution : str, default "truncated_normal"
        "truncated_normal", also called "normal", "untruncated_normal" or "uniform".
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Raises
    ------
    ValueError
        If an argument is none of these.

    Notes
    -----
    As tensorflow/python/ops/init_ops.py. Up to TensorFlow 1.9 the standard deviation
    was that before the cut: graphs of those versions have it so.

    Examples
    --------
    >>> tf.Session().run(tf.variance_scaling_initializer(seed=3)([2, 2]))
    array([[ 0.8534408 , -0.70626485],
           [ 0.08993094,  0.14881058]], dtype=float32)
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: float | None = None,
        dtype: Any = np.float32,
    ):
        if scale <= 0.0:
            raise ValueError(
                f"Argument `scale` must be a positive float. Received: {scale}"
            )
        if mode not in _MODES:
            raise ValueError(
                f"Argument `mode` should be one of {_MODES}. Received: {mode}"
            )
        distribution = str(distribution).lower()
        if distribution not in _DISTRIBUTIONS:
            raise ValueError(
                f"Argument `distribution` should be one of {_DISTRIBUTIONS}. "
                f"Received: {distribution}"
            )
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.seed = seed
        self.dtype = float_dtype(dtype)

    def check(self, shape: Any, dtype: np.dtype[Any]) -> None:
        """Raise TypeError or ValueError unless the shape is known."""
        known_shape(shape)

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        shape = known_shape(shape)
        fan_in, fan_out = fans(shape)
        average = (fan_in + fan_out) / 2.0
        n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": average}[self.mode]
        scale = self.scale / max(1.0, n)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return random.uniform(shape, -limit, limit, dtype, self.seed)
        stddev = math.sqrt(scale)
        if self.distribution == "untruncated_normal":
            return random.normal(shape, 0.0, stddev, dtype, self.seed)
        if not get_default_graph().profile.plain_variance_scaling:
            stddev /= _TRUNCATED_STDDEV
        return random.truncated_normal(shape, 0.0, stddev, dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {
            "scale": self.scale,
            "mode": self.mode,
            "distribution": self.distribution,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }


class _Glorot(VarianceScaling):
    _distribution: str

    def __init__(self, seed: float | None = None, dtype: Any = np.float32):
        # As in TensorFlow, the dtype is not used: values are float32, unless a call
        # says otherwise.
        super().__init__(1.0, "fan_avg", self._distribution, seed)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {"seed": self.seed, "dtype": self.dtype.name}


class GlorotUniform(_Glorot):
    """Uniform values of ``sqrt(6 / (inputs + outputs))`` around 0, Xavier's.

    Parameters
    ----------
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : ignored
        TensorFlow ignores it too: a call's dtype counts, or else float32.

    Examples
    --------
    >>> tf.Session().run(tf.glorot_uniform_initializer(seed=3)([2, 2]))
    array([[-0.27696532, -0.34286427],
           [ 1.1681117 , -1.0128239 ]], dtype=float32)
    """

    _distribution = "uniform"


class GlorotNormal(_Glorot):
    """Truncated normals of variance ``2 / (inputs + outputs)``, also called Xavier's.

    Parameters
    ----------
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : ignored
        TensorFlow ignores it too: a call's dtype counts, or else float32.

    Examples
    --------
    >>> tf.Session().run(tf.glorot_normal_initializer(seed=3)([2, 2]))
    array([[ 0.8534408 , -0.70626485],
           [ 0.08993094,  0.14881058]], dtype=float32)
    """

    _distribution = "truncated_normal"


def he_normal(seed: float | None = None) -> VarianceScaling:
    """Return an initializer of truncated normals of variance ``2 / inputs``.

    Examples
    --------
    >>> tf.Session().run(tf.initializers.he_normal(seed=3)([2, 2]))
    array([[ 1.2069476 , -0.99880934],
           [ 0.12718156,  0.21044995]], dtype=float32)
    """
    return VarianceScaling(2.0, "fan_in", "truncated_normal", seed)


def he_uniform(seed: float | None = None) -> VarianceScaling:
    """Return an initializer of uniforms of variance ``2 / inputs``.

    Examples
    --------
    >>> tf.Session().run(tf.initializers.he_uniform(seed=3)([2, 2]))
    array([[-0.3916881, -0.4848833],
           [ 1.6519593, -1.4323492]], dtype=float32)
    """
    return VarianceScaling(2.0, "fan_in", "uniform", seed)


def lecun_normal(seed: float | None = None) -> VarianceScaling:
    """Return an initializer of truncated normals of variance ``1 / inputs``.

    Examples
    --------
    >>> tf.Session().run(tf.initializers.lecun_normal(seed=3)([2, 2]))
    array([[ 0.8534408 , -0.70626485],
           [ 0.08993094,  0.14881058]], dtype=float32)
    """
    return VarianceScaling(1.0, "fan_in", "truncated_normal", seed)


def lecun_uniform(seed: float | None = None) -> VarianceScaling:
    """Return an initializer of uniforms of variance ``1 / inputs``.

    Examples
    --------
    >>> tf.Session().run(tf.initializers.lecun_uniform(seed=3)([2, 2]))
    array([[-0.27696532, -0.34286427],
           [ 1.1681117 , -1.0128239 ]], dtype=float32)
    """
    return VarianceScaling(1.0, "fan_in", "uniform", seed)


class UniformUnitScaling(Initializer):
    """Uniform values of ``factor * sqrt(3 / inputs)`` around 0.

    Inputs are all axes but the last.

    Parameters
    ----------
    factor : float, default 1.0
        What the limits are multiplied by.
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Examples
    --------
    >>> tf.Session().run(tf.uniform_unit_scaling_initializer(seed=3)([2, 2]))
    array([[-0.27696532, -0.34286427],
           [ 1.1681117 , -1.0128239 ]], dtype=float32)
    """

    def __init__(
        self, factor: float = 1.0, seed: float | None = None, dtype: Any = np.float32
    ):
        self.factor = factor
        self.seed = seed
        self.dtype = float_dtype(dtype)

    def check(self, shape: Any, dtype: np.dtype[Any]) -> None:
        """Raise TypeError or ValueError unless the shape is known."""
        known_shape(shape)

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        shape = known_shape(shape)
        inputs = max(float(math.prod(shape[:-1])), 1.0)
        limit = math.sqrt(3 / inputs) * self.factor
        return random.uniform(shape, -limit, limit, dtype, self.seed)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {"factor": self.factor, "seed": self.seed, "dtype": self.dtype.name}
