# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Stateless random functions: the same seed and shape, the same array, at once.

As tensorflow/python/ops/stateless_random_ops.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes, _values
from philoxseed._core import (
    CoreStream,
    quick_fold_in,
    quick_normal,
    quick_split,
    quick_uniform,
    scrambled_stream,
)
from philoxseed._graph.operation import Sampler
from philoxseed._seeds import stateless
from philoxseed._seeds.stateless import Algorithm
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _arguments
from philoxseed.random._normal import NormalSampler, TruncatedNormalSampler
from philoxseed.random._shuffle import ShuffleSampler, checked_value
from philoxseed.random._uniform import IntegerSampler, UniformSampler

FULL_INTEGERS = ("int32", "int64", "uint32", "uint64")


def stateless_uniform(
    shape: Any,
    seed: Any,
    minval: Any = 0,
    maxval: Any = None,
    dtype: Any = np.float32,
    name: str | None = None,
    alg: Any = "auto_select",
) -> EagerTensor:
    """Draw from uniform distributions on [minval, maxval), by a seed alone.

    Parameters
    ----------
    shape : sequence of int
        The shape of the draw.
    seed : sequence of two int
        Any two integers of 64 bits.
    minval, maxval : array_like, optional
        The limits; `maxval` is not among the values. By default 0 and, for floats, 1.
        Both None for integers of the full range of the dtype. Limits of floats
        broadcast with the draw, and can enlarge the result; integers wrap to the dtype.
    dtype : dtype, default float32
        float16, bfloat16, float32, float64, int32 or int64; of the full range uint32
        and uint64 too.
    name : str, optional
        Ignored.
    alg : {"auto_select", "philox"}
        Both are Philox. "threefry" is refused, as by TensorFlow on a CPU.

    Returns
    -------
    EagerTensor
        Floats are ``u * (maxval - minval) + minval``, rounded after each step.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    InvalidArgumentError
        If seed, shape or limits are refused by TensorFlow's kernel.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.stateless_uniform([3], [1, 2], minval=5, maxval=99, dtype="int32")
    EagerTensor([31, 92, 97], dtype=int32)
    """
    value = quick_uniform(EagerTensor, shape, seed, minval, maxval, dtype, alg)
    if value is not None:
        return value
    checked = _arguments.checked_dtype(dtype, _arguments.FLOATS + FULL_INTEGERS)
    limits = checked_limits(minval, maxval, checked)
    if checked.kind == "u" and minval is not None:
        raise ValueError(
            f"{checked.name} is for the full range alone: minval and maxval must be "
            "None"
        )
    return _drawn(uniform_sampler(shape, limits, checked), seed, alg)


def checked_limits(minval: Any, maxval: Any, dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """Return the limits of uniforms: arrays for floats, int or None for integers."""
    if dtype.name in _arguments.FLOATS:
        maxval = 1 if maxval is None else maxval
        return (
            _arguments.checked_parameter(minval, dtype, "minval"),
            _arguments.checked_parameter(maxval, dtype, "maxval"),
        )
    if (minval is None) != (maxval is None):
        raise ValueError(
            f"for integer dtypes, minval and maxval must be both None or both not "
            f"None, got {minval!r} and {maxval!r}"
        )
    if minval is None:
        return None, None
    return _wrapped(minval, dtype, "minval"), _wrapped(maxval, dtype, "maxval")


def uniform_sampler(
    shape: Any, limits: tuple[Any, Any], dtype: np.dtype[Any]
) -> Sampler:
    """Return what draws uniforms between `checked_limits`."""
    shape = immediate_shape(shape)
    if dtype.name in _arguments.FLOATS:
        return broadcast_sampler(UniformSampler, shape, limits, dtype)
    if limits[0] is None:
        return FullIntegerSampler(shape, dtype)
    for limit, name in zip(limits, ("minval", "maxval"), strict=True):
        if np.ndim(limit):
            raise InvalidArgumentError(
                f"{name} must be a scalar for integer dtypes, got {limit!r}"
            )
    return IntegerSampler(shape, *limits, dtype)


def stateless_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = np.float32,
    name: str | None = None,
    alg: Any = "auto_select",
) -> EagerTensor:
    """Draw from normal distributions, by a seed alone.

    Parameters
    ----------
    shape, seed, name, alg
        As for `stateless_uniform`.
    mean, stddev : array_like, default 0.0 and 1.0
        Mean and standard deviation. They broadcast with the draw, and can enlarge the
        result.
    dtype : dtype, default float32
        float16, bfloat16, float32 or float64.

    Returns
    -------
    EagerTensor
        ``z * stddev + mean``, rounded after each step.

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError
        As `stateless_uniform`.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.stateless_normal([2], seed=[1, 2])
    EagerTensor([0.5441101 , 0.20738031], dtype=float32)
    """
    value = quick_normal(EagerTensor, False, shape, seed, mean, stddev, dtype, alg)
    if value is not None:
        return value
    parameters = checked_parameters(mean, stddev, dtype)
    return _drawn(normal_sampler(NormalSampler, shape, parameters), seed, alg)


def stateless_truncated_normal(
    shape: Any,
    seed: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = np.float32,
    name: str | None = None,
    alg: Any = "auto_select",
) -> EagerTensor:
    """Draw from normal distributions cut at two standard deviations, by a seed alone.

    Parameters
    ----------
    shape, seed, name, alg
        As for `stateless_uniform`.
    mean, stddev, dtype
        As for `stateless_normal`.

    Returns
    -------
    EagerTensor
        ``z * stddev + mean``, rounded after each step; ``|z| < 2``.

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError
        As `stateless_uniform`.

    Examples
    --------
    >>> px.random.stateless_truncated_normal([2], seed=[1, 2])
    EagerTensor([0.5441101 , 0.20738031], dtype=float32)
    """
    value = quick_normal(EagerTensor, True, shape, seed, mean, stddev, dtype, alg)
    if value is not None:
        return value
    parameters = checked_parameters(mean, stddev, dtype)
    return _drawn(normal_sampler(TruncatedNormalSampler, shape, parameters), seed, alg)


def checked_parameters(mean: Any, stddev: Any, dtype: Any) -> tuple[Any, Any]:
    """Return mean and standard deviation as arrays of a float dtype."""
    checked = _arguments.checked_dtype(dtype, _arguments.FLOATS, TypeError)
    return (
        _arguments.checked_parameter(mean, checked, "mean"),
        _arguments.checked_parameter(stddev, checked, "stddev"),
    )


def normal_sampler(
    kind: type[NormalSampler], shape: Any, parameters: tuple[Any, Any]
) -> Sampler:
    """Return what draws normals with `checked_parameters`."""
    dtype = parameters[0].dtype
    return broadcast_sampler(kind, immediate_shape(shape), parameters, dtype)


def split(seed: Any, num: Any = 2, alg: Any = "auto_select") -> EagerTensor:
    """Make new seeds of one.

    Parameters
    ----------
    seed : sequence of two int
        int32 or int64; Python integers are int32 if they fit.
    num : int, default 2
        How many seeds.
    alg : {"auto_select", "philox"}
        As for `stateless_uniform`.

    Returns
    -------
    EagerTensor of shape (num, 2)
        Of the seed's dtype.

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError
        As `stateless_uniform`.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.split([1, 2])
    EagerTensor([[1105988140, 1738052849],
                 [-335576002,  370444179]], dtype=int32)
    """
    value = quick_split(EagerTensor, seed, num, alg)
    if value is not None:
        return value
    dtype = _dtype_of_seed(seed)
    if np.ndim(num):
        raise ValueError(f"num must be one integer, got {num!r}")
    sampler = FullIntegerSampler(immediate_shape([num, 2]), dtype)
    return _drawn(sampler, seed, alg)


def fold_in(seed: Any, data: Any, alg: Any = "auto_select") -> EagerTensor:
    """Make a new seed of a seed and a number.

    Parameters
    ----------
    seed : sequence of two int
        int32 or int64.
    data : int
        int32, int64, uint32 or uint64; a Python integer is int32 if it fits.
    alg : {"auto_select", "philox"}
        As for `stateless_uniform`.

    Returns
    -------
    EagerTensor of shape (2,)
        Of the dtype of `data`.

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError
        As `stateless_uniform`.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.fold_in([1, 2], 3)
    EagerTensor([1105988140,          3], dtype=int32)
    """
    value = quick_fold_in(EagerTensor, seed, data, alg)
    if value is not None:
        return value
    array = _dtypes.as_array(data, "data")
    if array.dtype.name not in FULL_INTEGERS:
        raise ValueError(
            f"data must be one of {', '.join(FULL_INTEGERS)}, got {data!r}"
        )
    bits = _drawn(FullIntegerSampler((), array.dtype), seed, alg)
    if array.ndim:
        raise InvalidArgumentError(
            f"data must be a scalar, got one of shape {list(array.shape)}"
        )
    folded: EagerTensor = np.stack([bits, array]).view(EagerTensor)
    return folded


def stateless_shuffle(
    value: Any, seed: Any, alg: Any = "auto_select", name: str | None = None
) -> EagerTensor:
    """Permute a value along its first axis, by a seed alone.

    Parameters
    ----------
    value : array_like
        What to shuffle, of any dtype.
    seed, alg, name
        As for `stateless_uniform`.

    Returns
    -------
    EagerTensor
        Of the value's shape and dtype.

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError
        As `stateless_uniform`.

    Examples
    --------
    >>> px.random.experimental.stateless_shuffle([1, 2, 3], seed=[1, 2])
    EagerTensor([2, 3, 1], dtype=int32)
    """
    return _drawn(ShuffleSampler(checked_value(value)), seed, alg)


class FullIntegerSampler:
    """Integers of all values of a dtype."""

    def __init__(self, shape: tuple[int, ...], dtype: np.dtype[Any]):
        self.arguments = (shape,)
        self._dtype = dtype

    def check(self) -> None:
        """Raise InvalidArgumentError for a bad dimension."""
        _arguments.run_shape(self.arguments[0], self._dtype)

    def blocks(self) -> int | None:
        """Return 256 for each element."""
        return 256 * _arguments.count(self.arguments[0])

    def bind(self, stream: CoreStream) -> Any:
        """Return what draws from a stream."""
        (shape,) = self.arguments
        unsigned = np.dtype(f"u{self._dtype.itemsize}")
        return lambda: np.asarray(stream.bits(shape, dtype=unsigned)).view(self._dtype)


def stream_of(seed: Any, alg: Any) -> CoreStream:
    """Return the stream of a stateless op, from its arguments."""
    checked = stateless.checked_philox(alg)
    return scrambled_stream(*stateless.checked_seed(seed, checked))


def _drawn(
    sampler: Sampler, seed: Any, alg: Any = Algorithm.AUTO_SELECT
) -> EagerTensor:
    stream = stream_of(seed, alg)
    sampler.check()
    return _values.immediate(sampler.bind(stream)())


def immediate_shape(shape: Any) -> tuple[int, ...]:
    """Return a shape that is known now, with the errors of a kernel that is called."""
    if shape is None:
        raise ValueError(
            "shape must be a sequence of integers, got None; that of a scalar is []"
        )
    try:
        checked = _arguments.checked_shape(shape)
    except (TypeError, ValueError) as error:
        raise InvalidArgumentError(str(error)) from None
    assert isinstance(checked, tuple)
    return checked


def broadcast_shapes(*parameters: Any) -> tuple[int, ...]:
    """Return the shape of parameters, broadcast against each other."""
    try:
        return np.broadcast_shapes(*(p.shape for p in parameters))
    except ValueError:
        given = ", ".join(str(p.shape) for p in parameters)
        raise InvalidArgumentError(
            f"the parameters must broadcast, got shapes {given}"
        ) from None


def sample_shape(
    shape: tuple[int, ...],
    parameters: tuple[int, ...],
    dtype: np.dtype[Any],
    checks_empty: bool = False,
) -> tuple[int, ...]:
    """Return a shape without that of the parameters, which it must end with.

    Of most ops TensorFlow looks no further if it is empty.
    """
    is_empty = not _arguments.count(_arguments.run_shape(shape, dtype))
    if is_empty and not checks_empty:
        return shape
    place = len(shape) - len(parameters)
    if place < 0 or shape[place:] != parameters:
        raise InvalidArgumentError(
            f"the shape must end with that of the parameters, {parameters}, got {shape}"
        )
    return shape[:place]


def broadcast_sampler(
    kind: Any, shape: tuple[int, ...], parameters: Any, dtype: np.dtype[Any]
) -> Sampler:
    """Return a sampler whose parameters broadcast with the draw."""
    try:
        sampler: Sampler = kind(shape, parameters, dtype)
    except ValueError as error:
        raise InvalidArgumentError(str(error)) from None
    return sampler


def _wrapped(limit: Any, dtype: np.dtype[Any], name: str) -> Any:
    """Return an integer limit as the dtype has it: TensorFlow lets it wrap."""
    array = np.asarray(limit)
    if array.dtype.kind not in "iub" and not isinstance(limit, int):
        raise TypeError(f"{name} must be an integer, got {limit!r}")
    if array.ndim:
        return array  # a kernel refuses it
    bits = 8 * dtype.itemsize
    lowest = 0 if dtype.kind == "u" else -(1 << bits - 1)
    return (int(limit) - lowest) % (1 << bits) + lowest


def _dtype_of_seed(seed: Any) -> np.dtype[Any]:
    dtype: np.dtype[Any] = stateless.seed_array(seed).dtype
    if dtype.name not in _arguments.INTEGERS:
        raise ValueError(f"seed must be int32 or int64, got {seed!r}")
    return dtype
