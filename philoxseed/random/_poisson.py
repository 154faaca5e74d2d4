# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Poisson draws."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes, _values
from philoxseed._core import CoreStream, draw_poisson, quick_poisson
from philoxseed._graph import shapes
from philoxseed._graph.operation import Evaluate
from philoxseed._graph.tensor import Tensor
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _arguments, _stateless
from philoxseed.random._affine import BLOCKS_PER_ELEMENT

TYPES = ("float16", "float32", "float64", "int32", "int64")


def poisson(
    shape: Any,
    lam: Any,
    dtype: Any = np.float32,
    seed: float | None = None,
    name: str | None = None,
) -> Tensor:
    """Make an op that draws from Poisson distributions.

    Parameters
    ----------
    shape : sequence of int, or Tensor
        The shape of the draw for each rate.
    lam : array_like or Tensor
        The rates: float16, float32, float64, int32 or int64.
    dtype : dtype, default float32
        One of these, of the result.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "random_poisson"
        The name of the call.

    Returns
    -------
    Tensor
        Of the shape ``shape + lam.shape``. Rates of 0 and below give 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/core/kernels/random_poisson_op.cc, in float64. Values above the
    largest of the dtype are drawn again; a run refuses NaN, and rates so far above that
    TensorFlow would do so for ever.

    Examples
    --------
    >>> px.Session().run(px.random.poisson([3], 4.0, seed=3))
    array([3., 3., 3.], dtype=float32)
    """
    shape = _arguments.checked_narrow_shape(shape)
    _check_dimensions(shape)
    dtype = _arguments.checked_dtype(dtype, TYPES, TypeError)
    rates = lam if isinstance(lam, Tensor) else _dtypes.as_array(lam, "lam")
    if rates.dtype.name not in TYPES:
        raise TypeError(
            f"lam must be one of {', '.join(TYPES)}, got {rates.dtype.name}"
        )
    sampler = PoissonSampler(shape, rates, dtype)
    _arguments.check_version(sampler.arguments, "poisson")
    return _arguments.add_random(
        "RandomPoissonV2", sampler, shape=sampler.shape, dtype=dtype, name=name,
        default_name="random_poisson", inner="RandomPoissonV2", seed=seed,
    )  # fmt: skip


def random_poisson(
    lam: Any,
    shape: Any,
    dtype: Any = np.float32,
    seed: float | None = None,
    name: str | None = None,
) -> Tensor:
    """Make an op that draws from Poisson distributions; as `poisson`, `lam` first.

    Examples
    --------
    >>> tf.Session().run(tf.random_poisson(4.0, [3], seed=3))
    array([3., 3., 3.], dtype=float32)
    """
    return poisson(shape, lam, dtype, seed, name)


def stateless_poisson(
    shape: Any,
    seed: Any,
    lam: Any,
    dtype: Any = np.int32,
    name: str | None = None,
) -> EagerTensor:
    """Draw from Poisson distributions, by a seed alone.

    Parameters
    ----------
    shape : sequence of int
        The shape of the result, which ends with that of `lam`.
    seed : sequence of two int
        As for `stateless_uniform`.
    lam
        As for `poisson`.
    dtype : dtype, default int32
        As for `poisson`.
    name : str, optional
        Ignored.

    Returns
    -------
    EagerTensor

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError
        As `stateless_uniform`.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.stateless_poisson([4], seed=[1, 2], lam=3.5)
    EagerTensor([6, 5, 4, 6], dtype=int32)
    """
    value = quick_poisson(EagerTensor, shape, seed, lam, dtype)
    if value is not None:
        return value
    checked = _arguments.checked_dtype(dtype, TYPES, InvalidArgumentError)
    rates = _dtypes.as_array(lam, "lam")
    if rates.dtype.name not in TYPES:
        raise InvalidArgumentError(
            f"lam must be one of {', '.join(TYPES)}, got {rates.dtype.name}"
        )
    stream = _stateless.stream_of(seed, None)
    dimensions = _stateless.immediate_shape(shape)
    samples = _stateless.sample_shape(dimensions, rates.shape, checked)
    if not _arguments.count(dimensions):
        return _values.immediate(np.empty(dimensions, checked))
    return _values.immediate(_drawn(stream, checked, samples, rates))


class PoissonSampler:
    """Poisson draws for each rate."""

    def __init__(
        self, shape: tuple[int, ...] | Tensor, rate: Any, dtype: np.dtype[Any]
    ):
        self.arguments = (shape, rate)
        self.kernel = ("RandomPoissonV2", rate.dtype.name, dtype.name)
        self._dtype = dtype
        self.shape = shapes.joined(_arguments.static_shape(shape), rate.shape)

    def check(self) -> None:
        """Raise InvalidArgumentError for a bad dimension or rate."""
        shape, rate = self.arguments
        if not isinstance(shape, Tensor):
            _arguments.run_shape(shape, self._dtype)
        _arguments.check_size(self.shape, self._dtype)
        if not isinstance(rate, Tensor):
            _check_rates(rate, self._dtype)

    def blocks(self) -> int | None:
        """Return 256 for each value."""
        if shapes.is_known(self.shape):
            return BLOCKS_PER_ELEMENT * _arguments.count(self.shape)
        return None

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream."""
        dtype = self._dtype

        def draw(shape: Any, rate: Any) -> Any:
            return _drawn(stream, dtype, _arguments.run_shape(shape, dtype), rate)

        return _arguments.with_arguments(draw, self.arguments)


def _drawn(
    stream: CoreStream, dtype: np.dtype[Any], shape: tuple[int, ...], rate: Any
) -> Any:
    """Draw `shape` values for each rate."""
    rate = np.asarray(rate)
    whole = _arguments.run_shape((*shape, *rate.shape), dtype)
    if not _arguments.count(whole):
        return np.empty(whole, dtype)
    _check_rates(rate, dtype)
    rates = rate.reshape(-1).astype(np.float64)
    if dtype.kind == "i":
        rates[np.isposinf(rates)] = 0
    blocks = BLOCKS_PER_ELEMENT * _arguments.count(whole)
    drawn = draw_poisson(stream, _arguments.count(shape), rates, dtype, blocks)
    return drawn.reshape(whole)[()]


def _check_rates(rate: Any, dtype: np.dtype[Any]) -> None:
    """Raise for rates with which TensorFlow draws for ever.

    Ten standard deviations above the largest value of the dtype, no value fits.
    """
    rates = np.asarray(rate).astype(np.float64)
    info = np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)
    largest = float(info.max)
    with np.errstate(all="ignore"):
        limit = largest + 10 * np.sqrt(largest)
        is_bad = np.isnan(rates) | (np.isfinite(rates) & (rates > limit))
    if np.any(is_bad):
        raise InvalidArgumentError(
            f"lam must be at most {limit}, got the rate {rates[is_bad].flat[0]}: "
            f"{dtype.name} has no values that large, and TensorFlow would draw for ever"
        )


def _check_dimensions(shape: Any) -> None:
    if not isinstance(shape, Tensor) and any(d < 0 for d in shape):
        raise ValueError(f"Dimension {min(shape)} must be >= 0, in shape {shape}")
