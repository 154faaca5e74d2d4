# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The names of ``tf.image`` in TensorFlow 2 that draw: all give values at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from philoxseed import _dtypes, _missing, _values, random
from philoxseed import image as image_ops
from philoxseed._graph.eager import immediately, in_trace_or
from philoxseed._ops import pixels
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _shuffle

__all__ = [
    "random_brightness",
    "random_contrast",
    "random_crop",
    "random_flip_left_right",
    "random_flip_up_down",
    "random_hue",
    "random_saturation",
    "stateless_random_brightness",
    "stateless_random_contrast",
    "stateless_random_crop",
    "stateless_random_flip_left_right",
    "stateless_random_flip_up_down",
    "stateless_random_hue",
    "stateless_random_saturation",
]

random_crop = immediately(_shuffle.random_crop)
_uniform = immediately(random.uniform)

_Draw = Callable[[float, float], Any]


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

    Examples
    --------
    >>> tf2.image.stateless_random_crop([1, 2, 3, 4], [2], seed=(1, 2))
    EagerTensor([2, 3], dtype=int32)
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

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.random_flip_left_right(image, seed=3).shape
    (2, 2, 3)
    """
    return _flipped(image, 1, lambda shape: _uniform(shape, seed=seed))


def _flip_up_down(image: Any, seed: float | None = None) -> EagerTensor:
    """Turn an image upside down, or not; see `random_flip_left_right`.

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.random_flip_up_down(image, seed=3).shape
    (2, 2, 3)
    """
    return _flipped(image, 0, lambda shape: _uniform(shape, seed=seed))


random_flip_left_right = in_trace_or(image_ops.random_flip_left_right, _flip_left_right)
random_flip_up_down = in_trace_or(image_ops.random_flip_up_down, _flip_up_down)


def stateless_random_flip_left_right(image: Any, seed: Any) -> EagerTensor:
    """Mirror an image, or not, by a seed alone; see `random_flip_left_right`.

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.stateless_random_flip_left_right(image, seed=(1, 2)).shape
    (2, 2, 3)
    """
    return _flipped(image, 1, lambda shape: random.stateless_uniform(shape, seed))


def stateless_random_flip_up_down(image: Any, seed: Any) -> EagerTensor:
    """Turn an image upside down, or not, by a seed alone.

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.stateless_random_flip_up_down(image, seed=(1, 2)).shape
    (2, 2, 3)
    """
    return _flipped(image, 0, lambda shape: random.stateless_uniform(shape, seed))


def _flipped(image: Any, axis: int, draw: Any) -> EagerTensor:
    array = _dtypes.as_array(image, "image")
    if array.ndim < 3:
        raise ValueError(
            f"'image' (shape {array.shape}) must be at least three-dimensional."
        )
    if array.ndim not in (3, 4):
        raise ValueError(
            f"'image' (shape {array.shape}) must have either 3 or 4 dimensions."
        )
    if array.ndim == 3:
        flips = draw([]) < np.float32(0.5)
        return _values.immediate(np.flip(array, axis).copy() if flips else array)
    flips = np.rint(np.asarray(draw([len(array)]))).reshape(-1, 1, 1, 1)
    return _values.immediate(image_ops.flipped_in_batch(array, flips, axis))


def _random_brightness(
    image: Any, max_delta: float, seed: float | None = None
) -> EagerTensor:
    """Add one number, which is drawn, to all of an image.

    Parameters
    ----------
    image : array_like
        Of any shape. Integers stand for [0, 1] up to their largest, and are cut off
        there.
    max_delta : float
        The number is drawn from [-max_delta, max_delta); not negative.
    seed : int, optional
        The op seed; see `compat.v2.random.set_seed`.

    Returns
    -------
    EagerTensor

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.random_brightness(image, 0.2, seed=3).shape
    (2, 2, 3)
    """
    return _brightened(image, max_delta, _stateful(seed))


def _random_contrast(
    image: Any, lower: float, upper: float, seed: float | None = None
) -> EagerTensor:
    """Scale an image's distance from its mean by a factor that is drawn.

    Parameters
    ----------
    image : array_like
        Of rank 3 or more: the mean is taken over height and width, for each channel.
        Integers stand for [0, 1] up to their largest, and are cut off there.
    lower, upper : float
        The factor is drawn from [lower, upper).
    seed : int, optional
        The op seed; see `compat.v2.random.set_seed`.

    Returns
    -------
    EagerTensor

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.random_contrast(image, 0.5, 1.5, seed=3).shape
    (2, 2, 3)
    """
    return _contrasted(image, lower, upper, _stateful(seed))


def _random_hue(image: Any, max_delta: float, seed: float | None = None) -> EagerTensor:
    """Turn the hue of an image by an angle that is drawn.

    Parameters
    ----------
    image : array_like, shape (..., 3)
        Red, green and blue in the last of three axes or more. Integers stand for [0, 1]
        up to their largest.
    max_delta : float
        The angle, in turns, is drawn from [-max_delta, max_delta); of [0, 0.5].
    seed : int, optional
        The op seed; see `compat.v2.random.set_seed`.

    Returns
    -------
    EagerTensor

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.random_hue(image, 0.1, seed=3).shape
    (2, 2, 3)
    """
    return _hue_turned(image, max_delta, _stateful(seed))


def _random_saturation(
    image: Any, lower: float, upper: float, seed: float | None = None
) -> EagerTensor:
    """Scale the saturation of an image by a factor that is drawn.

    Parameters
    ----------
    image : array_like, shape (..., 3)
        As for `random_hue`.
    lower, upper : float
        The factor is drawn from [lower, upper).
    seed : int, optional
        The op seed; see `compat.v2.random.set_seed`.

    Returns
    -------
    EagerTensor

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.random_saturation(image, 0.5, 1.5, seed=3).shape
    (2, 2, 3)
    """
    return _saturated(image, lower, upper, _stateful(seed))


random_brightness = in_trace_or(image_ops.random_brightness, _random_brightness)
random_contrast = in_trace_or(image_ops.random_contrast, _random_contrast)
random_hue = in_trace_or(image_ops.random_hue, _random_hue)
random_saturation = in_trace_or(image_ops.random_saturation, _random_saturation)


def stateless_random_brightness(image: Any, max_delta: float, seed: Any) -> EagerTensor:
    """Add one number to all of an image, by a seed alone; see `random_brightness`.

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.stateless_random_brightness(image, 0.2, seed=(1, 2)).shape
    (2, 2, 3)
    """
    return _brightened(image, max_delta, _stateless(seed))


def stateless_random_contrast(
    image: Any, lower: float, upper: float, seed: Any
) -> EagerTensor:
    """Scale an image's distance from its mean, by a seed alone.

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.stateless_random_contrast(image, 0.5, 1.5, seed=(1, 2)).shape
    (2, 2, 3)
    """
    return _contrasted(image, lower, upper, _stateless(seed))


def stateless_random_hue(image: Any, max_delta: float, seed: Any) -> EagerTensor:
    """Turn the hue of an image, by a seed alone; see `random_hue`.

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.stateless_random_hue(image, 0.1, seed=(1, 2)).shape
    (2, 2, 3)
    """
    return _hue_turned(image, max_delta, _stateless(seed))


def stateless_random_saturation(
    image: Any, lower: float, upper: float, seed: Any
) -> EagerTensor:
    """Scale the saturation of an image, by a seed alone; see `random_saturation`.

    Examples
    --------
    >>> image = np.ones((2, 2, 3), np.float32)
    >>> tf2.image.stateless_random_saturation(image, 0.5, 1.5, seed=(1, 2)).shape
    (2, 2, 3)
    """
    return _saturated(image, lower, upper, _stateless(seed))


def _stateful(seed: float | None) -> _Draw:
    return lambda low, high: _uniform([], low, high, seed=seed)


def _stateless(seed: Any) -> _Draw:
    return lambda low, high: random.stateless_uniform([], seed, low, high)


def _brightened(image: Any, max_delta: float, draw: _Draw) -> EagerTensor:
    image_ops.check_delta(max_delta)
    limits = -max_delta, max_delta
    return _adjusted(image, draw(*limits), pixels.brighter, saturates=True)


def _contrasted(image: Any, lower: float, upper: float, draw: _Draw) -> EagerTensor:
    image_ops.check_factors(lower, upper)
    return _adjusted(image, draw(lower, upper), pixels.contrasted, saturates=True)


def _hue_turned(image: Any, max_delta: float, draw: _Draw) -> EagerTensor:
    image_ops.check_delta(max_delta, 0.5)
    limits = -max_delta, max_delta
    return _adjusted(image, draw(*limits), pixels.hue_turned, saturates=False)


def _saturated(image: Any, lower: float, upper: float, draw: _Draw) -> EagerTensor:
    image_ops.check_factors(lower, upper)
    return _adjusted(image, draw(lower, upper), pixels.saturated, saturates=False)


def _adjusted(
    image: Any, factor: Any, adjust: pixels.Adjust, saturates: bool
) -> EagerTensor:
    """Return an image adjusted by a draw, which has taken its seed in any case."""
    array = _dtypes.as_array(image, "image")
    if array.dtype.kind not in "iu" and not _dtypes.is_float(array.dtype):
        raise TypeError(
            f"the image must hold floats or integers, not {array.dtype.name}"
        )
    factor = np.float32(factor)
    return _values.immediate(pixels.adjusted(array, factor, adjust, saturates))


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
