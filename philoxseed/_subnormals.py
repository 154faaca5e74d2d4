# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Arithmetic that flushes subnormals, as TensorFlow's kernels do.

They run with the processor's flags FTZ and DAZ: an operand or a result below the least
normal number is a zero of its sign, but for float16, which is computed in float32. What
is flushed is decided before a result is rounded to the grid of subnormals, which NumPy
cannot tell; so products that may be so small are computed at another scale.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# With a scale and an offset above these, neither a product with a draw nor a sum can be
# subnormal: draws are zero or above 2**-40, or 2**-60 in float64.
SAFE_SCALE_F32 = 2.0**-80
SAFE_OFFSET_F32 = 2.0**-95
SAFE_SCALE_F64 = 2.0**-900
SAFE_OFFSET_F64 = 2.0**-960


def _least_normal(dtype: np.dtype[Any]) -> float:
    return 2.0**-1022 if dtype == np.float64 else 2.0**-126


def may_flush(dtype: np.dtype[Any], *operands: NDArray[Any]) -> bool:
    """Return whether an array, of a float dtype, has a value, no zero, that is small.

    Products and sums of draws with others need no `affine`.
    """
    if dtype == np.float16:
        return False
    limit = SAFE_SCALE_F64 if dtype == np.float64 else SAFE_SCALE_F32
    for operand in operands:
        size = np.abs(operand)
        if np.any((size < limit) & (size != 0)):
            return True
    return False


def flushed(x: NDArray[Any]) -> NDArray[Any]:
    """Return an array with zeros, of their sign, in place of subnormals.

    Parameters
    ----------
    x : ndarray of float32, float64, bfloat16 or float16
        Those of float16 are kept.

    Returns
    -------
    ndarray
        Of the same dtype.
    """
    if x.dtype == np.float16:
        return x
    least = x.dtype.type(_least_normal(x.dtype))
    return np.where(np.abs(x) < least, np.copysign(x.dtype.type(0), x), x)


def _small_rounded(product: NDArray[Any]) -> NDArray[Any]:
    """Products, exact in float64, as float32, rounded and flushed."""
    shifted = (product * 2.0**100).astype(np.float32)
    shifted = np.where(
        np.abs(shifted) < 2.0**-26, np.copysign(np.float32(0), shifted), shifted
    )
    is_small = np.abs(product) < 2.0**-120
    return np.where(
        is_small, shifted * np.float32(2.0**-100), product.astype(np.float32)
    )


def flushed_multiply(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Return a * b of arrays of one dtype as TensorFlow multiplies them."""
    dtype = np.result_type(a, b)
    a, b = flushed(np.asarray(a)), flushed(np.asarray(b))
    product: NDArray[Any]
    with np.errstate(all="ignore"):
        if dtype == np.float16:
            product = a * b
            return product
        if dtype != np.float64:
            product = a.astype(np.float64) * b.astype(np.float64)
            return _small_rounded(product).astype(dtype)
        product = a * b
        # The smaller factor is not small by itself, or the other is: 2**600 goes to
        # the one that is below 1.
        up = 2.0**600
        is_a = np.abs(a) < 1
        shifted = np.where(is_a, a * up, a) * np.where(is_a, b, b * up)
        shifted = np.where(
            np.abs(shifted) < 2.0 ** (600 - 1022), np.copysign(0.0, shifted), shifted
        )
        return np.where(np.abs(product) < 2.0**-1020, shifted / up, product)


def flushed_add(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Return a + b of arrays of one dtype as TensorFlow adds them."""
    dtype = np.result_type(a, b)
    a, b = flushed(np.asarray(a)), flushed(np.asarray(b))
    with np.errstate(all="ignore"):
        if dtype in (np.float16, np.float32, np.float64):
            return flushed(a + b)
        return flushed(a.astype(np.float32) + b.astype(np.float32)).astype(dtype)


def flushed_subtract(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Return a - b of arrays of one dtype as TensorFlow subtracts them."""
    return flushed_add(a, np.negative(b))


def flushed_divide(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    """Return a / b of arrays of one dtype as TensorFlow divides them."""
    dtype = np.result_type(a, b)
    a, b = flushed(np.asarray(a)), flushed(np.asarray(b))
    quotient: NDArray[Any]
    with np.errstate(all="ignore"):
        if dtype == np.float16:
            quotient = a / b
            return quotient
        if dtype != np.float64:
            quotient = a.astype(np.float64) / b.astype(np.float64)
            return _small_rounded(quotient).astype(dtype)
        quotient = a / b
        # Where a quotient is small its dividend is below 4, and can be made larger.
        up = 2.0**600
        shifted = np.where(np.abs(a) < 4, a * up, 0.0) / b
        shifted = np.where(
            np.abs(shifted) < 2.0 ** (600 - 1022), np.copysign(0.0, shifted), shifted
        )
        return np.where(np.abs(quotient) < 2.0**-1020, shifted / up, quotient)


def negated_in_packets(x: NDArray[Any], n_bytes: int) -> NDArray[Any]:
    """Return -x of an array as TensorFlow 1.8 to 2.3 negate.

    Whole vectors of so many bytes are subtracted from 0, so that zeros and subnormals
    become 0.0; what is left over has its sign changed.
    """
    negative: NDArray[Any] = np.negative(np.ascontiguousarray(x)).reshape(np.shape(x))
    if negative.dtype.itemsize < 4:
        return negative
    per_packet = n_bytes // negative.itemsize
    packets = negative.reshape(-1)[: negative.size // per_packet * per_packet]
    packets[np.abs(packets) < _least_normal(negative.dtype)] = 0
    return negative


def _flushed_square(x: NDArray[Any]) -> NDArray[Any]:
    return flushed_multiply(x, x)


def _flushed_reciprocal(x: NDArray[Any]) -> NDArray[Any]:
    return flushed_divide(np.ones((), x.dtype), x)


FLUSHED: dict[Any, Callable[..., NDArray[Any]]] = {
    np.add: flushed_add,
    np.subtract: flushed_subtract,
    np.multiply: flushed_multiply,
    np.true_divide: flushed_divide,
    np.square: _flushed_square,
    np.reciprocal: _flushed_reciprocal,
}
"""What TensorFlow computes in place of functions of NumPy."""


def affine(
    z: NDArray[Any],
    scale: NDArray[Any],
    offset: NDArray[Any] | None = None,
    flushes: bool = True,
) -> NDArray[Any]:
    """Return z * scale + offset as TensorFlow's kernels compute it.

    Parameters
    ----------
    z : ndarray
        Draws with zero mean, or of [0, 1).
    scale, offset : ndarray
        Of the same dtype. Without an offset nothing is added, not even zero.
    flushes : bool, default True
        Whether the version of TensorFlow flushes.

    Returns
    -------
    ndarray
        Each step is rounded, and flushed.
    """
    small = (scale,) if offset is None else (scale, offset)
    with np.errstate(all="ignore"):
        is_small = flushes and may_flush(z.dtype, *small)
        multiply, add = (
            (flushed_multiply, flushed_add) if is_small else (np.multiply, np.add)
        )
        values: NDArray[Any] = multiply(z, scale)
        return values if offset is None else add(values, offset)
