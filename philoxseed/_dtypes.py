# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The dtypes of tensors, and values that take them on.

The names are NumPy dtypes, so NumPy takes them everywhere.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from philoxseed import _core
from philoxseed.errors import InvalidArgumentError

float16 = np.dtype(np.float16)
float32 = np.dtype(np.float32)
float64 = np.dtype(np.float64)
int8 = np.dtype(np.int8)
int16 = np.dtype(np.int16)
int32 = np.dtype(np.int32)
int64 = np.dtype(np.int64)
uint8 = np.dtype(np.uint8)
uint16 = np.dtype(np.uint16)
uint32 = np.dtype(np.uint32)
uint64 = np.dtype(np.uint64)

_NUMERIC = "bfiu"


def bfloat16() -> np.dtype[Any]:
    """Return the dtype bfloat16.

    Raises
    ------
    ImportError
        If the package ml_dtypes is not installed.
    """
    return _core.bfloat16()


def as_dtype(dtype: Any) -> np.dtype[Any]:
    """Return a dtype for what a user gave as one.

    Python's ``float`` stands for float32 and ``bool`` for bool, as in TensorFlow.

    Raises
    ------
    TypeError
        If it is none, or ``int``, which says nothing about the width.
    ImportError
        If it is bfloat16 and the package ml_dtypes is not installed.
    """
    if dtype is float:
        return float32
    if dtype == "bfloat16":
        return bfloat16()
    if dtype is None or dtype is int:
        raise TypeError(
            f"dtype must be a NumPy dtype or the name of one, such as float32 or "
            f"int64, got {dtype!r}"
        )
    try:
        known: np.dtype[Any] = np.dtype(dtype)
    except TypeError:
        raise TypeError(
            f"dtype must be a NumPy dtype or the name of one, got {dtype!r}"
        ) from None
    return known


def is_float(dtype: np.dtype[Any]) -> bool:
    """Whether a dtype is a floating one, bfloat16 among them."""
    return dtype.kind == "f" or dtype.name == "bfloat16"


def as_array(value: object, name: str) -> NDArray[Any]:
    """Return a new read-only array of a value, of the dtype that TensorFlow gives it.

    That of NumPy arrays and scalars is kept; Python floats are float32, Python
    integers int32, or int64 if they do not fit.

    Raises
    ------
    TypeError, ValueError
        If it is no array of numbers or bools.
    """
    array = _numeric_array(value, name)
    if not isinstance(value, (np.ndarray, np.generic)):
        if array.dtype == float64:
            array = array.astype(float32)
        elif array.dtype == int64:
            narrow = array.astype(int32)
            array = narrow if np.array_equal(narrow, array) else array
    if array.dtype.kind == "O":
        raise ValueError(f"{name}: {value!r} does not fit into int64")
    return _frozen(array)


def converted(value: object, dtype: np.dtype[Any], name: str) -> NDArray[Any]:
    """Return a new read-only array of a value that stands beside tensors of a dtype.

    Floats are rounded to the dtype; integers must be what they were.

    Raises
    ------
    TypeError
        If the value is not numeric, or a Python float where integers are expected.
    InvalidArgumentError
        If it is an integer that the dtype cannot hold, or has a fraction where
        integers are expected.
    """
    given = _numeric_array(value, name)
    if is_float(dtype):
        if given.dtype.kind == "O":
            given = given.astype(float64)
        with np.errstate(over="ignore", under="ignore"):
            return _frozen(given.astype(dtype))
    is_python = not isinstance(value, (np.ndarray, np.generic))
    if (is_python and is_float(given.dtype)) or (dtype.kind == "b" != given.dtype.kind):
        raise TypeError(
            f"{name}: expected {dtype.name}, got {value!r} of type "
            f"{type(value).__name__!r}"
        )
    # Python integers of any size compare exactly; NumPy arrays must not wrap.
    with np.errstate(invalid="ignore"):
        try:
            array = given.astype(dtype)
        except OverflowError:
            array = None
    if array is None or not np.array_equal(array, given):
        limits = np.iinfo(dtype)
        raise InvalidArgumentError(
            f"{name}: {value!r} does not fit into {dtype.name}: expected integers from "
            f"{limits.min} to {limits.max}"
        )
    return _frozen(array)


def _numeric_array(value: object, name: str) -> NDArray[Any]:
    if value is None:
        raise ValueError(f"{name}: None is not supported as a value")
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {value!r} is not an array: {error}") from None
    # Integers of more than 64 bits are objects to NumPy.
    is_big = array.dtype.kind == "O" and all(isinstance(x, int) for x in array.flat)
    if array.dtype.kind in _NUMERIC or array.dtype.name == "bfloat16" or is_big:
        return array
    raise TypeError(
        f"{name}: expected numbers, got {value!r} of type {type(value).__name__!r}"
    )


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array = array.copy()
    array.flags.writeable = False
    return array
