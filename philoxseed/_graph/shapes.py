# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes that may be known in part only.

A shape is a tuple with None for each unknown dimension, or None if not even the
number of dimensions is known.
"""

from collections.abc import Iterable
from typing import TypeGuard

import numpy as np

Shape = tuple[int | None, ...] | None


def is_known(shape: Shape) -> TypeGuard[tuple[int, ...]]:
    """Whether all dimensions are known."""
    return shape is not None and None not in shape


def admits(shape: Shape, actual: tuple[int, ...]) -> bool:
    """Whether an array of shape `actual` can be the value of such a tensor."""
    return shape is None or (
        len(shape) == len(actual)
        and all(s is None or s == a for s, a in zip(shape, actual, strict=True))
    )


def are_compatible(first: Shape, second: Shape) -> bool:
    """Whether one array can have both shapes."""
    if first is None or second is None:
        return True
    return len(first) == len(second) and all(
        a is None or b is None or a == b for a, b in zip(first, second, strict=True)
    )


def broadcast(*shapes: Shape) -> Shape:
    """Return the shape of values of these shapes, broadcast against each other.

    Raises
    ------
    ValueError
        If they cannot be.
    """
    known = [shape for shape in shapes if shape is not None]
    if len(known) < len(shapes):
        return None
    with_axes = [shape for shape in known if shape]
    if len(with_axes) < 2:
        return with_axes[0] if with_axes else ()
    rank = max(map(len, known))
    padded = [(1,) * (rank - len(shape)) + shape for shape in known]
    try:
        return tuple(map(_broadcast_dimension, zip(*padded, strict=True)))
    except ValueError as error:
        listed = ", ".join(map(str, known))
        raise ValueError(f"shapes {listed} do not broadcast: {error}") from None


def joined(first: Shape, second: Shape) -> Shape:
    """Return the shape that has the dimensions of one, and then those of the other."""
    return None if first is None or second is None else first + second


def _broadcast_dimension(dimensions: Iterable[int | None]) -> int | None:
    wide = {d for d in dimensions if d != 1}
    sizes = {d for d in wide if d is not None}
    if len(sizes) > 1:
        raise ValueError(
            f"dimensions must be equal or 1, got {', '.join(map(str, sorted(sizes)))}"
        )
    if sizes:
        return sizes.pop()
    return None if wide else 1


def matmul(left: Shape, right: Shape) -> Shape:
    """Return the shape of the matrix product of values of these shapes.

    Raises
    ------
    ValueError
        If there is none.
    """
    if left is None or right is None:
        return None
    if not left or not right:
        raise ValueError(
            "matmul: expected a vector or a matrix on each side, scalars have no such "
            f"product, got shapes {left} and {right}"
        )
    rows = right[-2] if len(right) > 1 else right[0]
    if None not in (left[-1], rows) and left[-1] != rows:
        raise ValueError(
            f"matmul: shapes {left} and {right} do not match: {left[-1]} columns, "
            f"{rows} rows"
        )
    stacks = broadcast(left[:-2], right[:-2]) or ()
    return stacks + left[-2:-1] + (right[-1:] if len(right) > 1 else ())


def checked(shape: object) -> Shape:
    """Return what a user gave as a placeholder's shape as a `Shape`.

    Raises
    ------
    TypeError, ValueError
        If it is none.
    """
    if getattr(shape, "ndims", 0) is None:  # a TensorShape
        shape = None
    if shape is None:
        return None
    dimensions = list(shape) if isinstance(shape, Iterable) else [shape]
    return tuple(_checked_dimension(d) for d in dimensions)


def _checked_dimension(dimension: object) -> int | None:
    if dimension is None or getattr(dimension, "value", 0) is None:
        return None
    if not isinstance(dimension, (int, np.integer)):
        raise TypeError(
            f"dimensions must be integers or None, got {dimension!r} of type "
            f"{type(dimension).__name__!r}"
        )
    if dimension < 0:
        raise ValueError(f"Dimension {dimension} must be >= 0, as all of a shape")
    return int(dimension)
