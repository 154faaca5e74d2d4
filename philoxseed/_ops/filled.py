# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors of one value, of ranges, and of the unit matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import expressions
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.inputs import add_constant
from philoxseed._graph.tensor import Tensor
from philoxseed.random import _arguments

# From here on TensorFlow makes no constant of a tensor of one value.
_LARGE = 1000


def zeros(shape: Any, dtype: Any = np.float32, name: str | None = None) -> Tensor:
    """Make a tensor of zeros.

    Parameters
    ----------
    shape : sequence of int, or Tensor
        The shape.
    dtype : dtype, default float32
        Any dtype; of bools, all are False.
    name : str, default "zeros"
        The op's name.
    """
    return _filled(shape, 0, dtype, "zeros" if name is None else name)


def ones(shape: Any, dtype: Any = np.float32, name: str | None = None) -> Tensor:
    """Make a tensor of ones.

    Parameters
    ----------
    shape : sequence of int, or Tensor
        The shape.
    dtype : dtype, default float32
        Any dtype; of bools, all are True.
    name : str, default "ones"
        The op's name.
    """
    return _filled(shape, 1, dtype, "ones" if name is None else name)


def _filled(shape: Any, value: int, dtype: Any, name: str) -> Tensor:
    dtype = _dtypes.as_dtype(dtype)
    if isinstance(shape, (int, np.integer)):
        shape = [shape]
    shape = _arguments.checked_shape(shape)
    filler = np.array(value, dtype)
    if isinstance(shape, Tensor):
        # The value, and the op that fills; the shape is there.
        return _filled_as(shape, filler, name, n_ops=2)
    if any(d < 0 for d in shape):
        raise ValueError(f"Dimensions must be >= 0, got {shape}")
    _arguments.check_size(shape, dtype)
    is_constant = _arguments.count(shape) < _LARGE
    profile = get_default_graph().profile
    n_ops = 1 if is_constant or profile.makes_first_calls else 3
    array = np.broadcast_to(filler, shape)
    return add_constant(array, name, n_ops=n_ops)


def _filled_as(shape: Tensor, value: Any, name: str, n_ops: int | None) -> Tensor:
    static = _arguments.static_shape(shape)
    dtype = value.dtype

    def fill(dims: Any, value: Any = value) -> Any:
        return np.full(_arguments.run_shape(dims, dtype), value, dtype)

    arguments = [shape, *([value] if isinstance(value, Tensor) else [])]
    return expressions.add_call(
        fill, arguments, type="Fill", name=name, n_ops=n_ops, shape=static, dtype=dtype
    )
