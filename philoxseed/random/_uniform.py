# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Uniform ops, of floats and of integers."""

from functools import partial
from typing import Any

import numpy as np

from philoxseed._core import CoreStream
from philoxseed._graph import shapes
from philoxseed._graph.operation import Evaluate
from philoxseed._graph.tensor import Tensor
from philoxseed._subnormals import flushed_subtract
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _arguments
from philoxseed.random._affine import BLOCKS_PER_ELEMENT, AffineSampler


def uniform(
    shape: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = np.float32,
    seed: float | None = None,
    name: str | None = None,
) -> Tensor:
    """Make an op that draws from uniform distributions on [minval, maxval).

    Parameters
    ----------
    shape : sequence of int, or Tensor
        The shape of the draw.
    minval : array_like or Tensor, default 0
        The lower limit.
    maxval : array_like or Tensor, optional
        The upper limit, which is not among the values. 1 by default for floats; integer
        dtypes have no default.
    dtype : dtype, default float32
        float16, bfloat16, float32, float64, int32 or int64: of limits and result.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "random_uniform"
        The name of the call.

    Returns
    -------
    Tensor
        Floats are ``u * (maxval - minval) + minval``, rounded after each step, so that
        rounding can reach `maxval`. For floats the limits broadcast with the draw, and
        can enlarge the result; for integers they must be scalars.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here, or a limit does not fit the dtype.
    ImportError
        If the dtype is bfloat16 and the package ml_dtypes is not installed.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As ``random_uniform`` of tensorflow/python/ops/random_ops.py. Integers are `minval`
    plus 32, or 64, random bits modulo ``maxval - minval``: small values come more often
    by at most ``(maxval - minval) / 2**32``, or ``/ 2**64``. That `minval` is below
    `maxval` is checked by a run, unless the result is empty.

    Examples
    --------
    >>> px.Session().run(px.random.uniform([2], seed=3))
    array([0.3869294 , 0.36002624], dtype=float32)
    """
    shape = _arguments.checked_shape(shape)
    dtype = _arguments.checked_dtype(dtype, _arguments.FLOATS + _arguments.INTEGERS)
    if dtype.kind == "i":
        return _integers(shape, minval, maxval, dtype, seed, name)
    return _floats(shape, minval, maxval, dtype, seed, name)


def _floats(
    shape: tuple[int, ...] | Tensor,
    minval: Any,
    maxval: Any,
    dtype: np.dtype[Any],
    seed: float | None,
    name: str | None,
) -> Tensor:
    # TensorFlow leaves out what the integers 0 and 1, but not 0.0, make needless.
    from_zero = isinstance(minval, int) and minval == 0
    is_unit = maxval is None or (isinstance(maxval, int) and maxval == 1)
    maxval = 1 if maxval is None else maxval
    limits = (
        _arguments.checked_parameter(minval, dtype, "minval"),
        _arguments.checked_parameter(maxval, dtype, "maxval"),
    )
    sampler_class = UniformSampler
    if from_zero:
        sampler_class = UnitUniformSampler if is_unit else ScaledUniformSampler
    sampler = sampler_class(shape, limits, dtype)
    inner = "" if not from_zero else "RandomUniform" if is_unit else "Mul"
    return _arguments.add_random(
        "RandomUniform", sampler, shape=sampler.shape, dtype=dtype, name=name,
        default_name="random_uniform", inner=inner, seed=seed,
    )  # fmt: skip


class UniformSampler(AffineSampler):
    """Uniforms of [0, 1), times (second - first), plus the first parameter."""

    method = "uniform"
    names = "min", "max"

    def _scale(self, first: Any, second: Any, keeps_subnormals: bool) -> Any:
        subtract = np.subtract if keeps_subnormals else flushed_subtract
        return subtract(second, first)

    def _scale_parts(self) -> tuple[Any, ...]:
        return self._parameters[::-1]

    def _parameters_for(
        self, scale: float, offset: float
    ) -> tuple[float, float] | None:
        return None if offset else (0.0, scale)


class ScaledUniformSampler(UniformSampler):
    """Uniforms of [0, 1), times the second parameter."""

    def _scale(self, first: Any, second: Any, keeps_subnormals: bool) -> Any:
        return second

    def _scale_parts(self) -> tuple[Any, ...]:
        return self._parameters[1:]

    def _offset(self, first: Any, second: Any) -> None:
        return None


class UnitUniformSampler(ScaledUniformSampler):
    """Uniforms of [0, 1)."""

    def _scale_parts(self) -> tuple[Any, ...]:
        return ()


def _integers(
    shape: tuple[int, ...] | Tensor,
    minval: Any,
    maxval: Any,
    dtype: np.dtype[Any],
    seed: float | None,
    name: str | None,
) -> Tensor:
    if maxval is None:
        raise ValueError(f"maxval must be given for the integer dtype {dtype.name}")
    minval = _checked_limit(minval, dtype, "minval")
    maxval = _checked_limit(maxval, dtype, "maxval")
    sampler = IntegerSampler(shape, minval, maxval, dtype)
    return _arguments.add_random(
        "RandomUniformInt", sampler, shape=sampler.shape, dtype=dtype, name=name,
        default_name="random_uniform", seed=seed,
    )  # fmt: skip


def _checked_limit(value: Any, dtype: np.dtype[Any], name: str) -> Any:
    """Return a limit as an int, or as a tensor."""
    limit = _arguments.checked_parameter(value, dtype, name)
    if limit.shape is not None and limit.shape != ():
        raise ValueError(
            f"{name} must be a scalar for integer dtypes, got shape {limit.shape}"
        )
    return limit if isinstance(limit, Tensor) else int(limit)


class IntegerSampler:
    """Integers of [minval, maxval)."""

    def __init__(
        self,
        shape: tuple[int, ...] | Tensor,
        minval: Any,
        maxval: Any,
        dtype: np.dtype[Any],
    ):
        self.arguments: tuple[Any, ...] = (shape, minval, maxval)
        self.shape = _arguments.static_shape(shape)
        self._dtype = dtype

    def check(self) -> None:
        """Raise InvalidArgumentError for a bad dimension or an empty range."""
        if not any(isinstance(a, Tensor) for a in self.arguments):
            shape, minval, maxval = self.arguments
            _checked_range(shape, minval, maxval, self._dtype)
        _arguments.check_size(self.shape, self._dtype)

    def blocks(self) -> int | None:
        """Return 256 for each element."""
        if shapes.is_known(self.shape):
            return BLOCKS_PER_ELEMENT * _arguments.count(self.shape)
        return None

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream."""
        draw = partial(_draw_integers, stream, self._dtype)
        if any(isinstance(a, Tensor) for a in self.arguments):
            return _arguments.with_arguments(draw, self.arguments)
        shape, minval, maxval = self.arguments
        if not _arguments.count(shape):
            return partial(draw, *self.arguments)
        size = _arguments.size_of(shape)
        return partial(stream.integers, minval, maxval, size, dtype=self._dtype.type)


def _draw_integers(
    stream: CoreStream, dtype: np.dtype[Any], shape: Any, minval: Any, maxval: Any
) -> Any:
    shape, minval, maxval = _checked_range(shape, minval, maxval, dtype)
    if not _arguments.count(shape):
        return np.empty(shape, dtype)
    size = _arguments.size_of(shape)
    return stream.integers(minval, maxval, size, dtype=dtype)


def _checked_range(
    shape: Any, minval: Any, maxval: Any, dtype: np.dtype[Any]
) -> tuple[tuple[int, ...], int, int]:
    shape = _arguments.run_shape(shape, dtype)
    if np.ndim(minval) or np.ndim(maxval):
        raise InvalidArgumentError(
            f"minval and maxval must be scalars, got {minval!r} and {maxval!r}"
        )
    # An empty result needs no value, so any range will do.
    if minval >= maxval and _arguments.count(shape):
        raise InvalidArgumentError(f"Need minval < maxval, got {minval} >= {maxval}")
    return shape, int(minval), int(maxval)
