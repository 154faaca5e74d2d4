# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""``TensorShape`` and ``Dimension``: shapes as scripts for TensorFlow 1 handle them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from philoxseed._graph import shapes


class StaticShape(tuple[int | None, ...]):
    """The shape of a tensor: a tuple, with TensorFlow's methods."""

    __slots__ = ()

    @property
    def ndims(self) -> int:
        """The number of axes."""
        return len(self)

    rank = ndims

    @property
    def dims(self) -> list[Any]:
        """The dimensions."""
        return [dimension(d) for d in self]

    def as_list(self) -> list[int | None]:
        """Return a list of lengths, None for those that are not known."""
        return list(self)

    def is_fully_defined(self) -> bool:
        """Whether all lengths are known."""
        return None not in self

    def num_elements(self) -> int | None:
        """Return the number of elements, or None if it is not known."""
        return math.prod(d for d in self if d is not None) if None not in self else None

    def is_compatible_with(self, other: Any) -> bool:
        """Whether one array can have both shapes."""
        return shapes.are_compatible(self, shapes.checked(other))


class Dimension(int):
    """A length that is known: an integer with a `value`, as sums and products are.

    Examples
    --------
    >>> tf.Dimension(3) + 1
    Dimension(4)
    """

    __slots__ = ()

    @property
    def value(self) -> int:
        """The length."""
        return int(self)

    def __add__(self, other: Any) -> Any:
        return _combined(operator.add, self, other)

    def __radd__(self, other: Any) -> Any:
        return _combined(operator.add, other, self)

    def __sub__(self, other: Any) -> Any:
        return _combined(operator.sub, self, other)

    def __rsub__(self, other: Any) -> Any:
        return _combined(operator.sub, other, self)

    def __mul__(self, other: Any) -> Any:
        return _combined(operator.mul, self, other)

    def __rmul__(self, other: Any) -> Any:
        return _combined(operator.mul, other, self)

    def __floordiv__(self, other: Any) -> Any:
        return _combined(operator.floordiv, self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _combined(operator.floordiv, other, self)

    def __mod__(self, other: Any) -> Any:
        return _combined(operator.mod, self, other)

    def __rmod__(self, other: Any) -> Any:
        return _combined(operator.mod, other, self)

    def __repr__(self) -> str:
        return f"Dimension({int(self)})"

    def __str__(self) -> str:
        return str(int(self))


class UnknownDimension:
    """A length that is not known, as are sums and products with it."""

    __slots__ = ()
    value = None

    def __repr__(self) -> str:
        return "Dimension(None)"

    def __str__(self) -> str:
        return "?"

    def __hash__(self) -> int:
        return hash("Dimension(None)")

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, UnknownDimension)

    def __int__(self) -> int:
        raise TypeError(
            "a dimension that is not known is no integer: only a run knows it"
        )

    __index__ = __int__

    def __add__(self, other: Any) -> UnknownDimension:
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __add__
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __add__


_UNKNOWN = UnknownDimension()


def _combined(function: Callable[[int, int], int], left: Any, right: Any) -> Any:
    if left is None or right is None or isinstance(right, UnknownDimension):
        return _UNKNOWN
    if not isinstance(left, int) or not isinstance(right, int):
        return NotImplemented
    return Dimension(function(int(left), int(right)))


def dimension(value: Any) -> Any:
    """Return a length, or None, as a dimension.

    Raises
    ------
    TypeError, ValueError
        If it is neither.
    """
    (length,) = shapes.checked([getattr(value, "value", value)]) or (None,)
    return _UNKNOWN if length is None else Dimension(length)


class TensorShape(Sequence[Any]):
    """What is known of a shape: dimensions, or not even their number.

    Parameters
    ----------
    dims : iterable of int, Dimension or None; or None
        The lengths, None for those that are not known; None for no known number.

    Raises
    ------
    TypeError, ValueError
        If one is no length.

    Examples
    --------
    >>> px.random.uniform([2, 3]).get_shape().as_list()
    [2, 3]
    """

    def __init__(self, dims: Any):
        known = shapes.checked(dims)
        self._shape = None if known is None else StaticShape(known)

    @property
    def ndims(self) -> int | None:
        """The number of axes, or None."""
        return None if self._shape is None else len(self._shape)

    rank = ndims

    @property
    def dims(self) -> list[Any] | None:
        """The dimensions, or None."""
        return None if self._shape is None else self._shape.dims

    def as_list(self) -> list[int | None]:
        """Return a list of lengths, None for those that are not known.

        Raises
        ------
        ValueError
            If not even their number is known.
        """
        return self._known().as_list()

    def _known(self) -> StaticShape:
        if self._shape is None:
            raise ValueError(
                "the number of axes of this TensorShape is not known: only a run knows "
                "it"
            )
        return self._shape

    def is_fully_defined(self) -> bool:
        """Whether all lengths are known."""
        return self._shape is not None and self._shape.is_fully_defined()

    def num_elements(self) -> int | None:
        """Return the number of elements, or None if it is not known."""
        return None if self._shape is None else self._shape.num_elements()

    def is_compatible_with(self, other: Any) -> bool:
        """Whether one array can have both shapes."""
        return shapes.are_compatible(self._shape, shapes.checked(other))

    def concatenate(self, other: Any) -> TensorShape:
        """Return the shape with the dimensions of another after its own."""
        more = shapes.checked(other)
        if self._shape is None or more is None:
            return TensorShape(None)
        return TensorShape((*self._shape, *more))

    def __add__(self, other: Any) -> TensorShape:
        return self.concatenate(other)

    def __radd__(self, other: Iterable[Any]) -> TensorShape:
        return TensorShape(other).concatenate(self)

    def __len__(self) -> int:
        return len(self._known())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._known().dims)

    def __getitem__(self, index: Any) -> Any:
        found = self._known()[index]
        return TensorShape(found) if isinstance(index, slice) else dimension(found)

    def __bool__(self) -> bool:
        return self._shape is not None

    def __eq__(self, other: object) -> bool:
        try:
            return self._shape == shapes.checked(other)
        except (TypeError, ValueError):
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self._shape)

    def __repr__(self) -> str:
        return f"TensorShape({None if self._shape is None else self._shape.dims})"

    def __str__(self) -> str:
        if self._shape is None:
            return "<unknown>"
        inside = ", ".join("?" if d is None else str(d) for d in self._shape)
        return f"({inside}{',' if len(self._shape) == 1 else ''})"
