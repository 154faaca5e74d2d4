# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's dtypes by their names, with its attributes.

NumPy takes them wherever it takes a dtype, and they are equal to its own. The dtypes of
tensors and of values are NumPy's.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes


class DType:
    """A dtype of tensors.

    Attributes
    ----------
    dtype : numpy.dtype
        NumPy's.

    Examples
    --------
    >>> px.as_dtype(px.float32).is_floating
    True
    """

    __slots__ = ("dtype",)

    def __init__(self, dtype: np.dtype[Any]):
        self.dtype = dtype

    @property
    def name(self) -> str:
        """The name, such as "float32"."""
        return self.dtype.name

    @property
    def as_numpy_dtype(self) -> Any:
        """NumPy's class of scalars."""
        return self.dtype.type

    @property
    def base_dtype(self) -> DType:
        """The dtype itself: variables have no dtypes of their own."""
        return self

    @property
    def real_dtype(self) -> DType:
        """The dtype of the parts of a complex number, or the dtype itself."""
        return DType(np.zeros((), self.dtype).real.dtype)

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self.dtype.itemsize

    @property
    def is_floating(self) -> bool:
        """Whether it is one of floats."""
        return _dtypes.is_float(self.dtype)

    @property
    def is_integer(self) -> bool:
        """Whether it is one of integers."""
        return self.dtype.kind in "iu"

    @property
    def is_unsigned(self) -> bool:
        """Whether it is one of integers without a sign."""
        return self.dtype.kind == "u"

    @property
    def is_bool(self) -> bool:
        """Whether it is that of bools."""
        return self.dtype.kind == "b"

    @property
    def is_complex(self) -> bool:
        """Whether it is one of complex numbers."""
        return self.dtype.kind == "c"

    @property
    def min(self) -> Any:
        """The smallest finite value."""
        return self._limits()[0]

    @property
    def max(self) -> Any:
        """The largest finite value."""
        return self._limits()[1]

    @property
    def limits(self) -> tuple[Any, Any]:
        """0 and the largest value of integers, 0 and 1 of floats: those of images."""
        low, high = self._limits()
        return (0, 1) if self.is_floating else (max(low, 0), high)

    def _limits(self) -> tuple[Any, Any]:
        if self.is_integer:
            info = np.iinfo(self.dtype)
            return int(info.min), int(info.max)
        if self.is_bool:
            return False, True
        if self.dtype.name == "bfloat16":
            largest = (2 - 2.0**-7) * 2.0**127
            return self.dtype.type(-largest), self.dtype.type(largest)
        if self.is_floating:
            floats = np.finfo(self.dtype)
            return floats.min, floats.max
        raise TypeError(
            f"Cannot find limits of {self.name}: expected a dtype of integers, floats "
            "or bools"
        )

    def is_compatible_with(self, other: Any) -> bool:
        """Whether another dtype is the same."""
        return bool(self == other)

    def __eq__(self, other: object) -> bool:
        try:
            return bool(self.dtype == _dtypes.as_dtype(other))
        except (TypeError, ImportError):
            return False

    def __hash__(self) -> int:
        return hash(self.dtype)

    def __reduce__(self) -> tuple[Any, ...]:
        return DType, (self.dtype,)

    def __str__(self) -> str:
        return f"<dtype: {self.name!r}>"

    def __repr__(self) -> str:
        return f"philoxseed.{self.name}"


float16 = half = DType(_dtypes.float16)
float32 = DType(_dtypes.float32)
float64 = double = DType(_dtypes.float64)
int8 = DType(_dtypes.int8)
int16 = DType(_dtypes.int16)
int32 = DType(_dtypes.int32)
int64 = DType(_dtypes.int64)
uint8 = DType(_dtypes.uint8)
uint16 = DType(_dtypes.uint16)
uint32 = DType(_dtypes.uint32)
uint64 = DType(_dtypes.uint64)
complex64 = DType(_dtypes.complex64)
complex128 = DType(_dtypes.complex128)


def as_dtype(type_value: Any) -> DType:
    """Return the dtype that a name, a dtype or a class of NumPy's scalars stands for.

    Raises
    ------
    TypeError
        If it is none of these.

    Examples
    --------
    >>> px.as_dtype("float32").name
    'float32'
    """
    return DType(_dtypes.as_dtype(type_value))


def attribute(name: str) -> DType | None:
    """Return a dtype that modules have beside their ``__all__``, or None.

    Raises
    ------
    AttributeError
        If it is bfloat16 and the package ml_dtypes is not installed.
    """
    dtype = _dtypes.attribute(name)
    return None if dtype is None else DType(dtype)
