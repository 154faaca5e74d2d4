# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The names of ``tf.image`` in TensorFlow 2 that draw: all give values at once."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from philoxseed import _dtypes, _missing, _values, image, random
from philoxseed._graph.eager import immediately, in_trace_or
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _shuffle

__all__ = [
    "random_crop",
    "random_flip_left_right",
    "random_flip_up_down",
    "stateless_random_crop",
    "stateless_random_flip_left_right",
    "stateless_random_flip_up_down",
]

random_crop = immediately(_shuffle.random_crop)
_uniform = immediately(random.uniform)


def stateless_random_crop(
    value: Any, size: Any, seed: Any, name: str | None = None
) -> EagerTensor:
    """Cut a piece of a size out of a value, at a place that a seed gives.

    Parameters
    ----------
    value : array_like
        What to cut from.
    size : sequence of int
        The shape of the piece.
    seed : sequence of two int
        As for `random.stateless_uniform`.
    name : str, optional
        Ignored.

    Returns
    -------
    EagerTensor
    """
    array = _dtypes.as_array(value, "value")
    sizes = _dtypes.converted(size, _dtypes.int32, "size")
    fits = sizes.shape == (array.ndim,) and bool(
        np.all((sizes >= 0) & (sizes <= array.shape))
    )
    if not fits:
        raise InvalidArgumentError(
            f"Need value.shape >= size, got {array.shape} and {sizes.tolist()}"
        )
    bits = random.stateless_uniform([array.ndim], seed, 0, 2**31 - 1, np.int32)
    starts = (np.asarray(bits) % (np.array(array.shape, np.int32) - sizes + 1)).tolist()
    piece = tuple(
        slice(start, start + length)
        for start, length in zip(starts, sizes.tolist(), strict=True)
    )
    return _values.immediate(array[piece].copy())


def _flip_left_right(image: Any, seed: float | None = None) -> EagerTensor:
    """Mirror an image, or each of a batch, or not: by a draw below, or above, 0.5.

    Parameters
    ----------
    image : array_like
        Of rank 3, (height, width, channels), or of rank 4: a batch of such images.
    seed : int, optional
        The op seed; see `compat.v2.random.set_seed`.

    Returns
    -------
    EagerTensor
    """
    return _flipped(image, 1, lambda shape: _uniform(shape, seed=seed))


def _flip_up_down(image: Any, seed: float | None = None) -> EagerTensor:
    """Turn an image upside down, or not; see `random_flip_left_right`."""
    return _flipped(image, 0, lambda shape: _uniform(shape, seed=seed))


random_flip_left_right = in_trace_or(image.random_flip_left_right, _flip_left_right)
random_flip_up_down = in_trace_or(image.random_flip_up_down, _flip_up_down)


def stateless_random_flip_left_right(image: Any, seed: Any) -> EagerTensor:
    """Mirror an image, or not, by a seed alone; see `random_flip_left_right`."""
    return _flipped(image, 1, lambda shape: random.stateless_uniform(shape, seed))


def stateless_random_flip_up_down(image: Any, seed: Any) -> EagerTensor:
    """Turn an image upside down, or not, by a seed alone."""
    return _flipped(image, 0, lambda shape: random.stateless_uniform(shape, seed))


def _flipped(image: Any, axis: int, draw: Any) -> EagerTensor:
    array = _dtypes.as_array(image, "image")
    if array.ndim not in (3, 4):
        raise ValueError(
            f"'image' (shape {array.shape}) must have either 3 or 4 dimensions."
        )
    if array.ndim == 3:
        flips = draw([]) < np.float32(0.5)
        return _values.immediate(np.flip(array, axis).copy() if flips else array)
    flips = np.asarray(draw([len(array)])) > np.float32(0.5)
    chosen = flips.reshape(-1, 1, 1, 1)
    return _values.immediate(np.where(chosen, np.flip(array, axis + 1), array))


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
