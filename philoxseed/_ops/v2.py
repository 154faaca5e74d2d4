# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Functions whose arguments have another order in TensorFlow 2."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed._graph.tensor import Tensor
from philoxseed._ops import arrays, pointwise, reductions

where = pointwise.where_v2


def shape(input: Any, out_type: Any = np.int32, name: str | None = None) -> Tensor:
    """Return the tensor of a tensor's shape, dimensions unknown until a run included.

    Parameters
    ----------
    input : Tensor or array_like
        The tensor.
    out_type : dtype, default int32
        int32 or int64.
    name : str, default "Shape"
        The op's name.

    Examples
    --------
    >>> px.Session().run(px.shape([[1, 2]]))
    array([1, 2], dtype=int32)
    """
    return arrays.shape(input, name, out_type)


def size(input: Any, out_type: Any = np.int32, name: str | None = None) -> Tensor:
    """Return the tensor of the number of a tensor's elements.

    Examples
    --------
    >>> px.Session().run(px.size([[1, 2]]))
    np.int32(2)
    """
    return arrays.size(input, name, out_type)


def argmax(
    input: Any,
    axis: int | None = None,
    output_type: Any = np.int64,
    name: str | None = None,
) -> Tensor:
    """Return the place of the largest element along an axis, the first by default.

    Examples
    --------
    >>> px.Session().run(px.argmax([[3, 1], [2, 5]], axis=1))
    array([0, 1])
    """
    return reductions.argmax(input, axis, name, output_type=output_type)


def argmin(
    input: Any,
    axis: int | None = None,
    output_type: Any = np.int64,
    name: str | None = None,
) -> Tensor:
    """Return the place of the smallest element along an axis, the first by default.

    Examples
    --------
    >>> px.Session().run(px.argmin([[3, 1], [2, 5]], axis=1))
    array([1, 0])
    """
    return reductions.argmin(input, axis, name, output_type=output_type)
