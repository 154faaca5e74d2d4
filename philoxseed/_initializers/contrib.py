# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The initializers of TensorFlow 1's ``contrib.layers``, which are functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from philoxseed import _dtypes, random
from philoxseed._graph.tensor import Tensor
from philoxseed._initializers.base import known_shape


def variance_scaling_initializer(
    factor: float = 2.0,
    mode: str = "FAN_IN",
    uniform: bool = False,
    seed: float | None = None,
    dtype: Any = np.float32,
) -> Callable[..., Tensor]:
    """Return an initializer of values of variance ``factor / n``.

    Parameters
    ----------
    factor : float, default 2.0
        A factor of the variance.
    mode : {"FAN_IN", "FAN_OUT", "FAN_AVG"}
        What n is: inputs, outputs, or the average of both.
    uniform : bool, default False
        Uniform values, or truncated normals, whose factor is 1.3 times as large.
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Raises
    ------
    TypeError
        If the dtype is not a floating one, or the mode is none of these.

    Notes
    -----
    As tensorflow/contrib/layers/python/layers/initializers.py of TensorFlow 1.
    """
    default = _float(dtype)
    if mode not in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        raise TypeError(
            f"Unknown mode {mode!r}: expected one of [FAN_IN, FAN_OUT, FAN_AVG]"
        )

    def initializer(
        shape: Any, dtype: Any = default, partition_info: None = None
    ) -> Tensor:
        shape, dtype = known_shape(shape), _float(dtype)
        window = float(math.prod(shape[:-2]))
        fan_in = window * (shape[-2] if len(shape) > 1 else (shape or [1])[-1])
        fan_out = window * (shape or [1])[-1]
        average = (fan_in + fan_out) / 2.0
        n = {"FAN_IN": fan_in, "FAN_OUT": fan_out, "FAN_AVG": average}[mode]
        if uniform:
            limit = math.sqrt(3.0 * factor / n)
            return random.uniform(shape, -limit, limit, dtype, seed)
        stddev = math.sqrt(1.3 * factor / n)
        return random.truncated_normal(shape, 0.0, stddev, dtype, seed)

    return initializer


def xavier_initializer(
    uniform: bool = True, seed: float | None = None, dtype: Any = np.float32
) -> Callable[..., Tensor]:
    """Return `variance_scaling_initializer` of factor 1 and the average of both fans.

    Parameters
    ----------
    uniform : bool, default True
        Uniform values, or truncated normals.
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Raises
    ------
    TypeError
        If the dtype is not a floating one.
    """
    return variance_scaling_initializer(1.0, "FAN_AVG", uniform, seed, dtype)


def _float(dtype: Any) -> np.dtype[Any]:
    checked = _dtypes.as_dtype(dtype)
    if not _dtypes.is_float(checked):
        raise TypeError(
            "Cannot create initializer for non-floating point type. dtype must be "
            f"float16, bfloat16, float32 or float64, got {checked.name}"
        )
    return checked
