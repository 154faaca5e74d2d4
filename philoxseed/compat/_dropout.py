# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Dropout of values that are there, as tensorflow/python/ops/nn_ops.py."""

from __future__ import annotations

import numbers
from collections.abc import Callable
from typing import Any

import numpy as np

from philoxseed import _dtypes, _values, random
from philoxseed._graph.eager import eager_graph, immediately
from philoxseed._subnormals import flushed, flushed_add, flushed_multiply
from philoxseed._values import EagerTensor

_uniform = immediately(random.uniform)


def dropout(
    x: Any,
    rate: Any,
    noise_shape: Any = None,
    seed: float | None = None,
    name: str | None = None,
) -> EagerTensor:
    """Set values to zero at random, and scale up the rest.

    Parameters
    ----------
    x : array_like of floats
        The values.
    rate : float or EagerTensor
        The share of zeros: a number of [0, 1), or a scalar of the dtype of `x`.
    noise_shape : sequence of int, optional
        The shape of the draw, which is broadcast; None in it stands for the length in
        `x`.
    seed : int, optional
        The op seed; see `compat.v2.random.set_seed`.
    name : str, optional
        Ignored.

    Returns
    -------
    EagerTensor

    Raises
    ------
    ValueError
        If an argument is not what is expected here.

    Examples
    --------
    >>> tf2.random.set_seed(1)
    >>> tf2.nn.dropout([1.0, 1.0, 1.0], rate=0.5).numpy()
    array([0., 2., 2.], dtype=float32)
    """

    def draw(shape: Any, dtype: Any) -> Any:
        return _uniform(shape, dtype=dtype, seed=seed)

    values = _checked_values(x, rate)
    if not isinstance(rate, EagerTensor) and rate == 0:
        eager_graph.get_seed(seed)
        return values
    return _dropped(values, rate, noise_shape, draw)


def stateless_dropout(
    x: Any,
    rate: Any,
    seed: Any,
    rng_alg: Any = None,
    noise_shape: Any = None,
    name: str | None = None,
) -> EagerTensor:
    """Set values to zero at random, and scale up the rest, by a seed alone.

    Parameters
    ----------
    x, rate, noise_shape, name
        As for `dropout`.
    seed : sequence of two int
        As for `random.stateless_uniform`.
    rng_alg : {"philox", "auto_select"}, optional
        As `alg` of `random.stateless_uniform`.

    Returns
    -------
    EagerTensor
    """

    def draw(shape: Any, dtype: Any) -> Any:
        return random.stateless_uniform(shape, seed, dtype=dtype, alg=rng_alg)

    values = _checked_values(x, rate)
    if not isinstance(rate, EagerTensor) and rate == 0:
        return values
    return _dropped(values, rate, noise_shape, draw)


def _checked_values(x: Any, rate: Any) -> EagerTensor:
    values = x if isinstance(x, EagerTensor) else _dtypes.as_array(x, "x")
    if not _dtypes.is_float(values.dtype):
        raise ValueError(
            "`x.dtype` must be a floating point tensor as `x` will be scaled. "
            f"Received: x_dtype={values.dtype.name}"
        )
    if isinstance(rate, EagerTensor):
        if rate.dtype != values.dtype or rate.ndim:
            raise ValueError(
                f"`rate` must be a scalar of {values.dtype.name}, got {rate!r}"
            )
        return _values.immediate(values)
    if not isinstance(rate, numbers.Real):
        raise ValueError(
            f"`rate` must be a scalar or scalar tensor. Received: rate={rate}"
        )
    if not 0 <= float(rate) < 1:
        raise ValueError(
            "`rate` must be a scalar tensor or a float in the range [0, 1). Received: "
            f"rate={rate}"
        )
    return _values.immediate(values)


def _dropped(
    values: EagerTensor, rate: Any, noise_shape: Any, draw: Callable[[Any, Any], Any]
) -> EagerTensor:
    dtype, x = values.dtype, np.asarray(values)
    shape = list(x.shape)
    if noise_shape is not None:
        shape = list(noise_shape)
        if len(shape) == x.ndim:
            shape = [
                size if d is None else d for d, size in zip(shape, x.shape, strict=True)
            ]
    noise = np.asarray(draw(shape, dtype))
    with np.errstate(all="ignore"):
        if isinstance(rate, EagerTensor):
            share = flushed_add(np.array(1, dtype), np.negative(np.asarray(rate)))
            scaled = flushed(flushed(x) / flushed(share))
            limit = np.asarray(rate)
        else:
            scaled = flushed_multiply(x, np.array(1 / (1 - rate), dtype))
            limit = np.array(rate, dtype)
    return _values.immediate(np.where(noise >= limit, scaled, dtype.type(0)))
