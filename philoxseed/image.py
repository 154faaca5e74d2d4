# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Image ops that draw, by the names of ``tf.image``."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from philoxseed import _dtypes, _missing, random
from philoxseed._graph.graph import Graph, get_default_graph
from philoxseed._graph.tensor import Tensor
from philoxseed._ops import arrays, flow, operands, pixels, pointwise
from philoxseed._seeds.op_ids import OpIds
from philoxseed.random._shuffle import random_crop

__all__ = [
    "random_brightness",
    "random_contrast",
    "random_crop",
    "random_flip_left_right",
    "random_flip_up_down",
    "random_hue",
    "random_saturation",
]


def random_flip_left_right(image: Any, seed: float | None = None) -> Tensor:
    """Make an op that mirrors an image, its columns reversed, in half of the runs.

    Parameters
    ----------
    image : Tensor or array_like
        Of rank 3, (height, width, channels), or of rank 4: a batch of such images, of
        which each is mirrored or not.
    seed : int, optional
        The op seed; see `set_random_seed`.

    Returns
    -------
    Tensor
        Of the image's shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/python/ops/image_ops_impl.py. An image is mirrored if its uniform draw
    is below 0.5; images of a batch if theirs is above 0.5.

    Examples
    --------
    >>> image = px.image.random_flip_left_right(px.ones([2, 2, 3]), seed=3)
    >>> px.Session().run(image).shape
    (2, 2, 3)
    """
    return _random_flip(image, 1, seed, "random_flip_left_right")


def random_flip_up_down(image: Any, seed: float | None = None) -> Tensor:
    """Make an op that mirrors an image, its rows reversed, in half of the runs.

    Parameters
    ----------
    image : Tensor or array_like
        Of rank 3, (height, width, channels), or of rank 4: a batch of such images, of
        which each is mirrored or not.
    seed : int, optional
        The op seed; see `set_random_seed`.

    Returns
    -------
    Tensor
        Of the image's shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/python/ops/image_ops_impl.py. An image is mirrored if its uniform draw
    is below 0.5; images of a batch if theirs is above 0.5.

    Examples
    --------
    >>> image = px.image.random_flip_up_down(px.ones([2, 2, 3]), seed=3)
    >>> px.Session().run(image).shape
    (2, 2, 3)
    """
    return _random_flip(image, 0, seed, "random_flip_up_down")


def _random_flip(image: Any, axis: int, seed: float | None, scope: str) -> Tensor:
    shape = image.shape if isinstance(image, Tensor) else np.shape(image)
    if shape is None:
        raise ValueError(f"{scope}: the number of the image's axes must be known")
    if len(shape) < 3:
        raise ValueError(
            f"'image' (shape {tuple(shape)}) must be at least three-dimensional."
        )
    if len(shape) > 4:
        raise ValueError(
            f"'image' (shape {tuple(shape)}) must have either 3 or 4 dimensions."
        )
    graph = image.graph if isinstance(image, Tensor) else get_default_graph()
    is_first = graph.profile.makes_first_calls
    if len(shape) == 4 and is_first:
        raise ValueError(
            f"{scope}: image must have 3 dimensions, got shape {tuple(shape)}: "
            "TensorFlow 1.0 to 1.2 took no batches of images"
        )
    with graph.as_default():
        tensor = operands.as_tensor(image, name=f"{scope}/image")
        # Shape and limits, from 1.15 on a check of the image, and of a batch its length
        # as the shape; then the draw in three more, and the choice or the sum.
        ids = OpIds(3 if is_first else 4, 15) if len(shape) == 3 else OpIds(9, 17)
        with graph.counted_as(ids), graph.call_scope(None, scope):
            if len(shape) == 3:
                draw = random.uniform([], 0, 1.0, seed=seed)
                name = "Identity"
            else:
                length = shape[0]
                if length is None:
                    length = arrays.shape(tensor)[0]
                draw = random.uniform([length], 0, 1.0, seed=seed)
                name = "add"
            flip = _flipped if len(shape) == 3 else _flipped_in_batch
            return operands.call(
                lambda image, u: flip(image, u, axis), [tensor, draw],
                type="ReverseV2", name=name, n_ops=1, shape=tensor.shape,
                dtype=tensor.dtype,
            )  # fmt: skip


def _flipped(image: Any, u: Any, axis: int) -> Any:
    return np.flip(image, axis) if u < np.float32(0.5) else image


def _flipped_in_batch(images: Any, u: Any, axis: int) -> Any:
    return flipped_in_batch(images, np.rint(u).reshape(-1, 1, 1, 1), axis)


def flipped_in_batch(images: Any, flips: Any, axis: int) -> Any:
    """Return the images, those reversed for which `flips` is 1, not 0.

    As TensorFlow computes it, which shows in the signs of zeros and in NaN.
    """
    flips = flips.astype(images.dtype)
    with np.errstate(all="ignore"):
        kept = (images.dtype.type(1) - flips) * images
        return flips * np.flip(images, axis + 1) + kept


def random_brightness(
    image: Any, max_delta: float, seed: float | None = None
) -> Tensor:
    """Make an op that adds one number, drawn in each run, to all of an image.

    Parameters
    ----------
    image : Tensor or array_like
        Of any shape. Integers stand for [0, 1] up to their largest, and are cut off
        there.
    max_delta : float
        The number is drawn from [-max_delta, max_delta); not negative.
    seed : int, optional
        The op seed; see `set_random_seed`.

    Returns
    -------
    Tensor
        Of the image's shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/python/ops/image_ops_impl.py, in float32, or float16 for such images.

    Examples
    --------
    >>> image = px.image.random_brightness(px.ones([2, 2, 3]), 0.2, seed=3)
    >>> px.Session().run(image).shape
    (2, 2, 3)
    """
    check_delta(max_delta)
    return _adjusted(image, -max_delta, max_delta, seed, "adjust_brightness", _brighter)


def _brighter(image: Tensor, delta: Tensor) -> Tensor:
    delta = pointwise.cast(delta, image.dtype)
    return operands.elementwise(np.add, [image, delta], None, "add")


def random_contrast(
    image: Any, lower: float, upper: float, seed: float | None = None
) -> Tensor:
    """Make an op that scales an image's distance from its mean, drawn in each run.

    Parameters
    ----------
    image : Tensor or array_like
        Of rank 3 or more: the mean is taken over height and width, for each channel.
        Integers stand for [0, 1] up to their largest, and are cut off there.
    lower, upper : float
        The factor is drawn from [lower, upper).
    seed : int, optional
        The op seed; see `set_random_seed`.

    Returns
    -------
    Tensor
        Of the image's shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/python/ops/image_ops_impl.py.

    Examples
    --------
    >>> image = px.image.random_contrast(px.ones([2, 2, 3]), 0.5, 1.5, seed=3)
    >>> px.Session().run(image).shape
    (2, 2, 3)
    """
    check_factors(lower, upper)
    shape = image.shape if isinstance(image, Tensor) else np.shape(image)
    if shape is not None and len(shape) < 3:
        raise ValueError(f"the image must have 3 axes or more, got shape {shape}")
    return _adjusted(image, lower, upper, seed, "adjust_contrast", _contrasted)


def _contrasted(image: Tensor, factor: Tensor) -> Tensor:
    return _by_kernel(image, factor, pixels.contrasted, "AdjustContrastv2", "adjust")


def _by_kernel(
    image: Tensor, factor: Tensor, adjust: pixels.Adjust, type: str, name: str
) -> Tensor:
    return operands.call(
        adjust, [image, factor], type=type, name=name, n_ops=1,
        shape=image.shape, dtype=image.dtype,
    )  # fmt: skip


def check_delta(max_delta: float, limit: float | None = None) -> None:
    """Raise ValueError unless the limit of a difference is one."""
    if limit is not None and max_delta > limit:
        raise ValueError(f"max_delta must be <= {limit}, got {max_delta}.")
    if max_delta < 0:
        raise ValueError(f"max_delta must be non-negative, got {max_delta}.")


def check_factors(lower: float, upper: float) -> None:
    """Raise ValueError unless limits of a factor are in order."""
    if upper <= lower:
        raise ValueError(f"upper must be > lower, got {upper} and {lower}.")
    if lower < 0:
        raise ValueError(f"lower must be non-negative, got {lower}.")


def random_hue(image: Any, max_delta: float, seed: float | None = None) -> Tensor:
    """Make an op that turns the hue of an image by an angle, drawn in each run.

    Parameters
    ----------
    image : Tensor or array_like, shape (..., 3)
        Red, green and blue in the last of three axes or more. Integers stand for [0, 1]
        up to their largest.
    max_delta : float
        The angle, in turns, is drawn from [-max_delta, max_delta); of [0, 0.5].
    seed : int, optional
        The op seed; see `set_random_seed`.

    Returns
    -------
    Tensor
        Of the image's shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/core/kernels/image/adjust_hue_op.cc. Not for graphs of TensorFlow up
    to 2.1, in which it was other ops.

    Examples
    --------
    >>> image = px.image.random_hue(px.ones([2, 2, 3]), 0.1, seed=3)
    >>> px.Session().run(image).shape
    (2, 2, 3)
    """
    check_delta(max_delta, 0.5)
    _check_colors(image, "random_hue")
    return _adjusted(image, -max_delta, max_delta, seed, "adjust_hue", _hue_turned)


def _hue_turned(image: Tensor, delta: Tensor) -> Tensor:
    return _by_kernel(image, delta, pixels.hue_turned, "AdjustHue", "AdjustHue")


def random_saturation(
    image: Any, lower: float, upper: float, seed: float | None = None
) -> Tensor:
    """Make an op that scales the saturation of an image, drawn in each run.

    Parameters
    ----------
    image : Tensor or array_like, shape (..., 3)
        As for `random_hue`.
    lower, upper : float
        The factor is drawn from [lower, upper).
    seed : int, optional
        The op seed; see `set_random_seed`.

    Returns
    -------
    Tensor
        Of the image's shape and dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/core/kernels/image/adjust_saturation_op.cc. Not for graphs of
    TensorFlow up to 2.1, in which it was other ops.

    Examples
    --------
    >>> image = px.image.random_saturation(px.ones([2, 2, 3]), 0.5, 1.5, seed=3)
    >>> px.Session().run(image).shape
    (2, 2, 3)
    """
    check_factors(lower, upper)
    _check_colors(image, "random_saturation")
    return _adjusted(image, lower, upper, seed, "adjust_saturation", _saturated)


def _saturated(image: Tensor, factor: Tensor) -> Tensor:
    return _by_kernel(
        image, factor, pixels.saturated, "AdjustSaturation", "AdjustSaturation"
    )


def _check_colors(image: Any, function: str) -> None:
    is_tensor = isinstance(image, Tensor)
    graph = image.graph if is_tensor else get_default_graph()
    if graph.profile.counts_op_ids:
        raise ValueError(
            f"image.{function} is not offered for graphs of TensorFlow "
            f"{graph.profile.name}, in which it was other ops: use one of 2.2 or later"
        )
    shape = image.shape if is_tensor else np.shape(image)
    if shape is not None and (len(shape) < 3 or shape[-1] not in (3, None)):
        raise ValueError(
            f"the image must have 3 axes or more, and 3 channels, got shape {shape}"
        )


def _adjusted(
    image: Any, low: float, high: float, seed: float | None, scope: str, adjust: Any
) -> Tensor:
    """Return an image adjusted by a draw, in floats, and brought back to its dtype."""
    dtype = (
        image.dtype
        if isinstance(image, Tensor)
        else _dtypes.as_array(image, "image").dtype
    )
    if dtype.kind not in "iu" and not _dtypes.is_float(dtype):
        raise TypeError(f"the image must hold floats or integers, not {dtype.name}")
    graph = image.graph if isinstance(image, Tensor) else get_default_graph()
    with graph.as_default(), graph.counted_as(_ids(graph, image, dtype)):
        draw = random.uniform([], low, high, seed=seed)
        with graph.name_scope(scope):
            tensor = operands.as_tensor(image, name="image")
            is_plain = dtype.name in ("float16", "float32")
            floats = tensor if is_plain else _as_float32(tensor)
            adjusted = adjust(floats, draw)
            if is_plain:
                return flow.identity(adjusted)
            saturates = scope in ("adjust_brightness", "adjust_contrast")
            return _from_float32(adjusted, dtype, "convert_image_1", saturates)


def _ids(graph: Graph, image: Any, dtype: np.dtype[Any]) -> OpIds:
    """Return how many ops are made: limits and shape; the draw in four, and the rest.

    Integers are cast, scaled and cut off on the way back. An array is a constant more.
    """
    is_plain = dtype.name in ("float16", "float32")
    is_first = graph.profile.makes_first_calls
    after = 15 if dtype.kind in "iu" else 6 if is_plain and not is_first else 7
    return OpIds(3, after + (not isinstance(image, Tensor)))


def _as_float32(tensor: Tensor) -> Tensor:
    name = "convert_image"
    cast = pointwise.cast(tensor, np.float32, f"{name}/Cast")
    if tensor.dtype.kind not in "iu":
        return cast
    scale = operands.as_tensor(1.0 / np.iinfo(tensor.dtype).max, np.float32)
    return operands.elementwise(np.multiply, [cast, scale], name, name)


def _from_float32(
    tensor: Tensor, dtype: np.dtype[Any], name: str, saturates: bool
) -> Tensor:
    if dtype.kind not in "iu":
        return pointwise.cast(tensor, dtype, name)
    scale = operands.as_tensor(np.iinfo(dtype).max + 0.5, np.float32)
    scaled = operands.elementwise(
        np.multiply, [tensor, scale], f"{name}/Mul", f"{name}/Mul"
    )
    if not saturates:
        return pointwise.cast(scaled, dtype, name)
    return operands.call(
        lambda values: pixels.cut(values, dtype), [scaled], type="Cast", name=name,
        n_ops=1, shape=tensor.shape, dtype=dtype,
    )  # fmt: skip


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
