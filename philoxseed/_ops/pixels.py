# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What image ops make of float32 pixels, in TensorFlow's order of roundings.

Arrays in, arrays out. As the kernels adjust_contrast_op.cc, adjust_hue_op.cc and
adjust_saturation_op.cc of tensorflow/core/kernels/image.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from philoxseed import _dtypes
from philoxseed._subnormals import flushed, flushed_add, flushed_multiply
from philoxseed.errors import InvalidArgumentError, NotFoundError

Adjust = Callable[[Any, Any], Any]

# The channels with the largest, the middle and the smallest value in each of the six
# parts of the circle of hues.
_LARGEST_FIRST = np.array(
    [[0, 1, 2], [1, 0, 2], [1, 2, 0], [2, 1, 0], [2, 0, 1], [0, 2, 1]]
)

# Pixels above this, and what is computed from them, are no subnormals.
_SAFE = 2.0**-60


def adjusted(
    image: NDArray[Any], factor: Any, adjust: Adjust, saturates: bool
) -> NDArray[Any]:
    """Return an image adjusted as floats, and brought back to its dtype.

    Parameters
    ----------
    image : ndarray
        Of floats or integers; these stand for [0, 1] up to their largest.
    factor : float32
        What the adjustment takes.
    adjust : callable
        `brighter`, `contrasted`, `hue_turned` or `saturated`.
    saturates : bool
        Whether what an integer dtype cannot hold is cut off at its limits.

    Raises
    ------
    InvalidArgumentError, NotFoundError
        If TensorFlow's kernel takes no such image.
    """
    dtype = image.dtype
    if dtype.name in ("float16", "float32"):
        return adjust(image, factor)  # type: ignore[no-any-return]
    return from_float32(adjust(as_float32(image), factor), dtype, saturates)


def as_float32(image: NDArray[Any]) -> NDArray[Any]:
    """Return an image as float32, integers divided by their largest."""
    floats = image.astype(np.float32)
    if image.dtype.kind not in "iu":
        # bfloat16 keeps its subnormals, float64 has none left in float32.
        return flushed(floats) if image.dtype == np.float64 else floats
    return floats * np.float32(1.0 / np.iinfo(image.dtype).max)


def from_float32(
    image: NDArray[Any], dtype: np.dtype[Any], saturates: bool
) -> NDArray[Any]:
    """Return an image of float32 as one of another dtype; see `adjusted`."""
    if dtype.kind not in "iu":
        return image.astype(dtype)
    limits = np.iinfo(dtype)
    scaled = image * np.float32(limits.max + 0.5)
    return cut(scaled, dtype) if saturates else _cast(scaled, dtype)


def cut(values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return floats as integers, those beyond the limits of the dtype cut off there."""
    limits = np.iinfo(dtype)
    # The limits as floats that are integers of the dtype.
    low, high = np.float32(limits.min), np.float32(limits.max)
    if int(high) > limits.max and dtype.itemsize < 8:  # not noticed of int64 there
        high = np.nextafter(high, np.float32(0))
    return _cast(np.clip(values, low, high), dtype)


def _cast(values: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    with np.errstate(invalid="ignore"):
        integers = values.astype(dtype)
    if dtype == np.uint64:
        # What TensorFlow's conversion makes of 2**64, which an image of 1.0 becomes.
        integers[values >= 2.0**64] = 2**63
    return integers


def _arithmetic(image: NDArray[Any]) -> tuple[Any, Any]:
    """Return what adds and multiplies, so that subnormals are flushed."""
    size = np.abs(image)
    is_small = np.any((size < _SAFE) & (size != 0))
    return (flushed_add, flushed_multiply) if is_small else (np.add, np.multiply)


def _check(image: NDArray[Any], channels: int | None, kernel: str) -> None:
    if image.dtype != np.float32:
        raise NotFoundError(
            f"TensorFlow has no {kernel} for {image.dtype.name} on a CPU: the image "
            "must be of float32, so cast it"
        )
    if image.ndim < 3:
        raise InvalidArgumentError(
            f"input must be at least 3-D, got shape {list(image.shape)}"
        )
    if channels is not None and image.shape[-1] != channels:
        raise InvalidArgumentError(
            f"input must have {channels} channels but instead has {image.shape[-1]} "
            "channels."
        )


def brighter(image: NDArray[Any], delta: Any) -> NDArray[Any]:
    """Return an image with a number added."""
    with np.errstate(all="ignore"):
        added: NDArray[Any] = _arithmetic(image)[0](image, image.dtype.type(delta))
    return added


def contrasted(image: NDArray[Any], factor: Any) -> NDArray[Any]:
    """Return an image whose distance from its channels' means is scaled.

    The mean is over height and width. Its sum is of halves: the second half of the
    pixels is added to the first, until one is left.
    """
    _check(image, None, "AdjustContrastv2")
    if not image.size:
        return image.copy()
    add, multiply = _arithmetic(image)
    *batch, height, width, channels = image.shape
    sums = image.reshape(-1, height * width, channels)
    with np.errstate(all="ignore"):
        while (n := sums.shape[1]) > 1:
            right = n // 2
            left = n - right
            folded = add(sums[:, left:], sums[:, :right])
            sums = np.concatenate([folded, sums[:, right:left]], 1)
        mean = multiply(sums, np.float32(1) / np.float32(height * width))
        mean = mean.reshape(*batch, 1, 1, channels)
        distance = add(image, np.negative(mean))
        result: NDArray[Any] = add(mean, multiply(distance, np.float32(factor)))
    return result


def hue_turned(image: NDArray[Any], delta: Any) -> NDArray[Any]:
    """Return an image of red, green and blue whose hue is turned by a share of 1."""
    _check(image, 3, "AdjustHue")
    add, multiply = _arithmetic(image)
    # Subnormals are zeros to comparisons, but smallest channels are only moved.
    red, green, blue = np.moveaxis(flushed(image), -1, 0)
    part = np.where(
        red < green,
        np.where(blue < red, 1, np.where(blue > green, 3, 2)),
        np.where(blue < green, 0, np.where(blue > red, 4, 5)),
    )
    ordered = np.take_along_axis(image, _LARGEST_FIRST[part], -1)
    high, middle, low = np.moveaxis(ordered, -1, 0)
    high = flushed(high)
    with np.errstate(all="ignore"):
        extent = add(high, np.negative(low))
        ratio = add(middle, np.negative(low)) / extent
        hue = part.astype(np.float32) + _rising(part, ratio)
        hue = np.where(high == flushed(low), np.float32(0), hue)
        hue = hue + np.float32(delta) * np.float32(6)
        hue = np.where(hue < 0, hue + np.float32(6), hue)
        hue = np.where(hue >= 6, hue - np.float32(6), hue)
        part = _cast(hue, _dtypes.int32)
        ratio = _rising(part, hue - part.astype(np.float32))
        middle = add(low, multiply(ratio, extent))
    part = np.where((part < 0) | (part > 5), 5, part)
    return _placed(part, high, middle, low)


def _rising(part: NDArray[Any], ratio: NDArray[Any]) -> NDArray[Any]:
    """Return what the middle channel does with the hue: rise, or fall."""
    return np.where(part & 1, np.float32(1) - ratio, ratio)


def _placed(
    part: NDArray[Any], high: NDArray[Any], middle: NDArray[Any], low: NDArray[Any]
) -> NDArray[Any]:
    image = np.empty((*part.shape, 3), np.float32)
    np.put_along_axis(
        image, _LARGEST_FIRST[part], np.stack([high, middle, low], -1), -1
    )
    return image


def saturated(image: NDArray[Any], factor: Any) -> NDArray[Any]:
    """Return an image of red, green and blue whose saturation is scaled."""
    _check(image, 3, "AdjustSaturation")
    add, multiply = _arithmetic(image)
    image = flushed(image)
    red, green, blue = np.moveaxis(image, -1, 0)
    with np.errstate(all="ignore"):
        value = np.maximum(red, np.maximum(green, blue))
        extent = add(value, np.negative(np.minimum(red, np.minimum(green, blue))))
        share = np.where(value > 0, extent / value, np.float32(0))
        norm = np.float32(1) / (np.float32(6) * extent)
        # Thirds of the circle are doubles there.
        hue = np.where(
            red == value,
            norm * add(green, np.negative(blue)),
            np.where(
                green == value,
                (norm * add(blue, np.negative(red)) + np.float64(2 / 6)),
                (norm * add(red, np.negative(green)) + np.float64(4 / 6)),
            ).astype(np.float32),
        )
        hue = np.where(extent <= 0, np.float32(0), hue)
        hue = np.where(hue < 0, hue + np.float32(1), hue)
        share = np.clip(share * np.float32(factor), np.float32(0), np.float32(1))

        chroma = multiply(share, value)
        rest = add(value, np.negative(chroma))
        six = hue * np.float32(6)
        part = _cast(six, _dtypes.int32)
        rising = np.float32(1) - np.abs(np.fmod(six, np.float32(2)) - np.float32(1))
        middle = add(multiply(chroma, rising), rest)
        is_outside = (part < 0) | (part > 5)
        chroma = np.where(is_outside, np.float32(0), chroma)
        middle = np.where(is_outside, rest, middle)
        part = np.where(is_outside, 5, part)
        return _placed(part, add(chroma, rest), middle, add(np.zeros_like(rest), rest))
