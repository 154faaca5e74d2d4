# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The dtypes of tensors, and values that take them on.

The names are NumPy dtypes, so NumPy takes them everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from philoxseed._core import bfloat16
from philoxseed.errors import InvalidArgumentError

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
complex64 = np.dtype(np.complex64)
complex128 = np.dtype(np.complex128)
bool_ = np.dtype(np.bool_)

_BY_NAME: dict[str, np.dtype[Any]] = {
    known.name: known
    for known in (
        float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32,
        uint64, complex64, complex128, bool_,
    )
} | {"half": float16, "float": float32, "double": float64}  # fmt: skip

# np.longlong and its like are types of their own, with the names of others.
_BY_TYPE: dict[type, np.dtype[Any]] = {
    type: _BY_NAME[np.dtype(type).name]
    for type in np.sctypeDict.values()
    if np.dtype(type).name in _BY_NAME
} | {float: float32, bool: bool_}


def attribute(name: str) -> np.dtype[Any] | None:
    """Return a dtype that modules have beside their ``__all__``, or None.

    A star import must not hide Python's bool, nor fail for the lack of bfloat16.

    Raises
    ------
    AttributeError
        If it is bfloat16 and the package ml_dtypes is not installed.
    """
    if name == "bfloat16":
        try:
            return bfloat16()
        except ImportError as error:  # hasattr expects another class
            raise AttributeError(str(error), name=name) from None
    return bool_ if name == "bool" else None


def attributes() -> list[str]:
    """Return the names that `attribute` has a dtype for."""
    try:
        bfloat16()
    except ImportError:
        return ["bool"]
    return ["bfloat16", "bool"]


def as_dtype(dtype: Any) -> np.dtype[Any]:
    """Return a dtype, in native byte order, for what a user gave as one.

    It is given by TensorFlow's name for it, as a dtype or a scalar type of NumPy, or as
    ``float``, which stands for float32, or ``bool``.

    Raises
    ------
    TypeError
        If it is none of these, such as ``int``, which says nothing about the width.
    ImportError
        If it is bfloat16 and the package ml_dtypes is not installed.
    """
    dtype = getattr(dtype, "as_numpy_dtype", dtype)  # of TensorFlow's, and ours
    kind = dtype.type if isinstance(dtype, np.dtype) else dtype
    if isinstance(kind, str):
        known, is_bfloat16 = _BY_NAME.get(kind), kind == "bfloat16"
    elif isinstance(kind, type):
        known, is_bfloat16 = _BY_TYPE.get(kind), kind.__name__ == "bfloat16"
    else:
        known, is_bfloat16 = None, False
    if known is None and not is_bfloat16:
        raise TypeError(
            "dtype must be a dtype or the name of one, such as float32 or int64, got "
            f"{dtype!r}; names are {', '.join([*_BY_NAME, 'bfloat16'])}"
        )
    return bfloat16() if known is None else known


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
    if array.dtype.kind != "O":
        array = array.astype(as_dtype(array.dtype), copy=False)  # native bytes
    if not isinstance(value, (np.ndarray, np.generic)):
        if array.dtype == float64:
            array = array.astype(float32)
        elif array.dtype == int64:
            narrow = array.astype(int32)
            array = narrow if np.array_equal(narrow, array) else array
    if array.dtype.kind == "O":
        raise ValueError(
            f"{name}: {value!r} does not fit into int64: expected integers from "
            f"{-(2**63)} to {2**63 - 1}"
        )
    return _frozen(array.copy())


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
    if given.dtype.kind == "c" != dtype.kind:
        raise _unexpected(value, f"numbers of {dtype.name}", name)
    if is_float(dtype) or dtype.kind == "c":
        if given.dtype.kind == "O":
            given = given.astype(float64)
        with np.errstate(over="ignore", under="ignore"):
            return _frozen(given.astype(dtype))
    # An empty list is an array of floats to NumPy.
    has_floats = is_float(given.dtype) and given.size > 0
    is_python = not isinstance(value, (np.ndarray, np.generic))
    if (is_python and has_floats) or (dtype.kind == "b" != given.dtype.kind):
        raise _unexpected(value, dtype.name, name)
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
        raise ValueError(
            f"{name}: None is not supported as a value: expected numbers or a tensor"
        )
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{name}: expected numbers, {value!r} is not an array of them: {error}"
        ) from None
    # Integers of more than 64 bits are objects to NumPy.
    is_big = array.dtype.kind == "O" and all(isinstance(x, int) for x in array.flat)
    if array.dtype.type in _BY_TYPE or array.dtype.name == "bfloat16" or is_big:
        return array
    raise _unexpected(value, "numbers", name)


def _unexpected(value: object, expected: str, name: str) -> TypeError:
    is_dtype = isinstance(value, (np.dtype, type)) or hasattr(value, "as_numpy_dtype")
    return TypeError(
        f"{name}: expected {expected}, got {value!r} of type {type(value).__name__!r}"
        + ("; a dtype is given as dtype=" if is_dtype else "")
    )


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
