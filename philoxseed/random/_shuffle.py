# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Ops that pick from a value at random: shuffle and random crop."""

from functools import partial
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._core import CoreStream
from philoxseed._graph import shapes
from philoxseed._graph.operation import Evaluate
from philoxseed._graph.tensor import Tensor
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _arguments
from philoxseed.random._affine import BLOCKS_PER_ELEMENT


def shuffle(value: Any, seed: float | None = None, name: str | None = None) -> Tensor:
    """Make an op that permutes a value along its first axis.

    Parameters
    ----------
    value : array_like or Tensor
        What to shuffle. A scalar stays what it is.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "RandomShuffle"
        The op's name.

    Returns
    -------
    Tensor
        Of the value's shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/core/kernels/random_shuffle_op.cc. Of n rows, n - 1 take a 32-bit
    word each, modulo the number of rows left.

    Examples
    --------
    >>> px.Session().run(px.random.shuffle([1, 2, 3, 4], seed=3))
    array([4, 3, 2, 1], dtype=int32)
    """
    sampler = ShuffleSampler(checked_value(value))
    return _arguments.add_random(
        "RandomShuffle",
        sampler,
        shape=sampler.shape,
        dtype=sampler.dtype,
        name=name,
        default_name="RandomShuffle",
        seed=seed,
    )


def random_crop(
    value: Any, size: Any, seed: float | None = None, name: str | None = None
) -> Tensor:
    """Make an op that cuts a piece of a size out of a value, at a random place.

    Parameters
    ----------
    value : array_like or Tensor
        What to cut from.
    size : sequence of int, or Tensor of int32
        The shape of the piece; as many dimensions as `value` has.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "random_crop"
        The op's name.

    Returns
    -------
    Tensor
        Of the shape `size` and the value's dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As ``random_crop`` of tensorflow/python/ops/random_ops.py: the place is 31 random
    bits for each dimension, modulo the number of places. That the piece fits is
    checked by a run.

    Examples
    --------
    >>> px.Session().run(px.image.random_crop([1, 2, 3, 4], [2], seed=3))
    array([2, 3], dtype=int32)
    """
    value = checked_value(value)
    size = _checked_size(size)
    if not (shapes.admits(size.shape, (0,)) or len(size.shape) == 1):
        raise ValueError(f"size must have rank 1, got shape {size.shape}")
    sampler = CropSampler(value, size)
    return _arguments.add_random(
        "RandomCrop",
        sampler,
        shape=sampler.shape,
        dtype=value.dtype,
        name=name,
        default_name="random_crop",
        seed=seed,
    )


def checked_value(value: Any) -> Any:
    return value if isinstance(value, Tensor) else _dtypes.as_array(value, "value")


def _checked_size(size: Any) -> Any:
    """Return a size as an array, or as a tensor if one is in it."""
    if isinstance(size, (list, tuple)) and any(isinstance(d, Tensor) for d in size):
        parts = [_arguments.checked_parameter(d, _dtypes.int32, "size") for d in size]
        return np.stack(parts)  # a tensor, as some parts are
    return _arguments.checked_parameter(size, _dtypes.int32, "size")


class ShuffleSampler:
    """Permutations of a value's rows."""

    def __init__(self, value: Any):
        self.arguments = (value,)
        self.shape: shapes.Shape = value.shape
        self.dtype: np.dtype[Any] = value.dtype

    def check(self) -> None:
        """Do nothing: every value can be shuffled."""

    def blocks(self) -> int | None:
        """Return what a word for each row but the last takes; 0 for one element."""
        if not shapes.is_known(self.shape):
            return None
        return 0 if _arguments.count(self.shape) <= 1 else (self.shape[0] + 2) // 4

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream."""
        return _arguments.with_arguments(partial(_shuffled, stream), self.arguments)


def _shuffled(stream: CoreStream, value: Any) -> Any:
    if np.size(value) <= 1:
        return value.copy()
    return value[stream.permutation(len(value))]


class CropSampler:
    """Pieces of a value, of one size."""

    kernel = ("RandomUniformInt", "int32")

    def __init__(self, value: Any, size: Any):
        self.arguments = (value, size)
        known = size.op.value if isinstance(size, Tensor) else size
        rank = _common_rank(value.shape, size.shape)
        if known is not None:
            self.shape: shapes.Shape = tuple(
                d if d >= 0 else None for d in known.tolist()
            )
        else:
            self.shape = None if rank is None else (None,) * rank
        self._rank = rank

    def check(self) -> None:
        """Raise InvalidArgumentError if the piece does not fit."""
        value, size = self.arguments
        if not isinstance(value, Tensor) and not isinstance(size, Tensor):
            _check_fits(value, size)

    def blocks(self) -> int | None:
        """Return 256 for each dimension."""
        return None if self._rank is None else BLOCKS_PER_ELEMENT * self._rank

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream."""
        return _arguments.with_arguments(partial(_cropped, stream), self.arguments)


def _common_rank(shape: shapes.Shape, size_shape: shapes.Shape) -> int | None:
    rank = None if shape is None else len(shape)
    length = None if size_shape is None else size_shape[0]
    if None not in (rank, length) and rank != length:
        raise ValueError(
            f"size must have a number for each dimension of value, got {length} for "
            f"shape {shape}"
        )
    return length if rank is None else rank


def _check_fits(value: Any, size: Any) -> None:
    shape = np.shape(value)
    fits = len(shape) == len(size) and all(
        0 <= part <= whole for part, whole in zip(size, shape, strict=True)
    )
    if not fits:
        raise InvalidArgumentError(
            f"Need value.shape >= size >= 0, got {shape} and {tuple(size.tolist())}"
        )


def _cropped(stream: CoreStream, value: Any, size: Any) -> Any:
    _check_fits(value, size)
    places = np.array(np.shape(value), np.int32) - size + 1
    bits = stream.integers(0, 2**31 - 1, len(size), dtype=np.int32)
    starts = (bits % places).tolist()
    ends = [start + part for start, part in zip(starts, size.tolist(), strict=True)]
    return np.asarray(value)[tuple(map(slice, starts, ends))].copy()
