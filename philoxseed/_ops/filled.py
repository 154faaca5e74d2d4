# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors of one value, of ranges, and of the unit matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import expressions, shapes
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.inputs import add_constant
from philoxseed._graph.tensor import Tensor
from philoxseed._ops import operands
from philoxseed.errors import InvalidArgumentError
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

    Examples
    --------
    >>> px.Session().run(px.zeros([2]))
    array([0., 0.], dtype=float32)
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

    Examples
    --------
    >>> px.Session().run(px.ones([2]))
    array([1., 1.], dtype=float32)
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
        raise ValueError(f"Dimensions must be >= 0, got shape {shape}")
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


def fill(dims: Any, value: Any, name: str | None = None) -> Tensor:
    """Make a tensor of one value.

    Parameters
    ----------
    dims : sequence of int, or Tensor
        The shape.
    value : number or Tensor
        The value, a scalar.
    name : str, default "Fill"
        The op's name.

    Examples
    --------
    >>> px.Session().run(px.fill([2], 7))
    array([7, 7], dtype=int32)
    """
    shape = _arguments.checked_shape(dims)
    if not isinstance(shape, Tensor):
        if any(d < 0 for d in shape):
            raise ValueError(f"Dimensions must be >= 0, got shape {shape}")
        shape = add_constant(np.array(shape, np.int32), "Fill/dims")
    filler = operands.as_tensor(value, name="Fill/value")
    if filler.shape not in (None, ()):
        raise ValueError(f"fill: the value must be a scalar, got {filler}")
    return _filled_as(shape, filler, "Fill" if name is None else name, n_ops=1)


def zeros_like(
    tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True
) -> Tensor:
    """Make a tensor of zeros of the shape, and by default the dtype, of another.

    Examples
    --------
    >>> px.Session().run(px.zeros_like([5, 6]))
    array([0, 0], dtype=int32)
    """
    value = operands.as_tensor(tensor, name="tensor")
    is_same = dtype is None or _dtypes.as_dtype(dtype) == value.dtype
    # From 1.15 on a known shape is that of `zeros`. Others have an op of their own,
    # or shape, value and op where the dtype is another.
    if shapes.is_known(value.shape) and not value.graph.profile.makes_first_calls:
        n_ops = 1 if _arguments.count(value.shape) < _LARGE else 3
    else:
        n_ops = 1 if is_same else 3
    return _like(value, 0, dtype, "zeros_like" if name is None else name, n_ops)


def ones_like(
    tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True
) -> Tensor:
    """Make a tensor of ones of the shape, and by default the dtype, of another.

    Examples
    --------
    >>> px.Session().run(px.ones_like([5, 6]))
    array([1, 1], dtype=int32)
    """
    value = operands.as_tensor(tensor, name="tensor")
    return _like(value, 1, dtype, "ones_like" if name is None else name, n_ops=3)


def _like(tensor: Tensor, value: int, dtype: Any, name: str, n_ops: int) -> Tensor:
    wanted = tensor.dtype if dtype is None else _dtypes.as_dtype(dtype)
    return expressions.add_call(
        lambda x: np.full(np.shape(x), value, wanted), [tensor],
        type=f"{('Zeros', 'Ones')[value]}Like", name=name, n_ops=n_ops,
        shape=tensor.shape, dtype=wanted,
    )  # fmt: skip


def range(
    start: Any,
    limit: Any = None,
    delta: Any = 1,
    dtype: Any = None,
    name: str = "range",
) -> Tensor:
    """Make a tensor of numbers at equal distances.

    Parameters
    ----------
    start, limit : number or Tensor
        The first number, 0 if `limit` is not given, and the end, which is not reached.
    delta : number or Tensor, default 1
        The distance.
    dtype : dtype, optional
        By default that of the arguments which holds them all.
    name : str, default "range"
        The op's name.
    """
    if limit is None:
        start, limit = 0, start
    given = [operands.as_tensor(x, name=name + "/arg") for x in (start, limit, delta)]
    order = ["int32", "int64", "float32", "float64"]
    for tensor in given:
        if tensor.dtype.name not in order or tensor.shape not in (None, ()):
            raise TypeError(f"range: expected scalars of {', '.join(order)}: {tensor}")
    if dtype is None:
        wanted = max((t.dtype for t in given), key=lambda d: order.index(d.name))
    else:
        wanted = _dtypes.as_dtype(dtype)
    # TensorFlow casts what has another dtype by an op of its own.
    n_casts = sum(tensor.dtype != wanted for tensor in given)

    def numbers(*ends: Any) -> Any:
        first, end, step = (wanted.type(x) for x in ends)
        if step == 0:
            raise InvalidArgumentError("range: Requires delta != 0, got 0")
        n = max(0, int(np.ceil((end - first) / step)))
        return first + np.arange(n).astype(wanted) * step

    values = [tensor.op.value for tensor in given]
    static: shapes.Shape = (None,)
    if all(value is not None for value in values):
        static = numbers(*values).shape
    return expressions.add_call(
        numbers, given, type="Range", name=name, n_ops=1 + n_casts, shape=static,
        dtype=wanted,
    )  # fmt: skip


def linspace(start: Any, stop: Any, num: int, name: str | None = None) -> Tensor:
    """Make a tensor of `num` numbers from `start` to `stop`, both included.

    Examples
    --------
    >>> px.Session().run(px.linspace(0.0, 1.0, 3))
    array([0. , 0.5, 1. ], dtype=float32)
    """
    ends = operands.tensors("linspace", start, stop)
    if not _dtypes.is_float(ends[0].dtype):
        raise TypeError(f"linspace: start and stop must be floats, got {ends[0]}")
    if isinstance(num, Tensor) or not 1 <= num < 2**31:
        raise ValueError(f"linspace: num must be from 1 to 2**31 - 1, got {num}")
    dtype = ends[0].dtype
    return expressions.add_call(
        lambda a, b: np.linspace(a, b, num).astype(dtype), ends, type="LinSpace",
        name="LinSpace" if name is None else name, n_ops=2, shape=(int(num),),
        dtype=dtype,
    )  # fmt: skip


def eye(
    num_rows: int,
    num_columns: int | None = None,
    batch_shape: None = None,
    dtype: Any = np.float32,
    name: str | None = None,
) -> Tensor:
    """Make a unit matrix.

    Parameters
    ----------
    num_rows, num_columns : int
        The shape; by default it is square.
    batch_shape : None
        Stacks of matrices are not offered.
    dtype : dtype, default float32
        Any dtype.
    name : str, default "eye"
        The op's name.

    Examples
    --------
    >>> px.Session().run(px.eye(2))
    array([[1., 0.],
           [0., 1.]], dtype=float32)
    """
    if batch_shape is not None:
        raise ValueError(f"eye: batch_shape must be None, got {batch_shape!r}")
    columns = num_rows if num_columns is None else num_columns
    is_square = columns == num_rows
    first = get_default_graph().profile.makes_first_calls
    n_ops = (7 if is_square else 15) if first else 2 if is_square else 3
    value = np.eye(num_rows, columns, dtype=_dtypes.as_dtype(dtype))
    value.flags.writeable = False
    return add_constant(value, "eye" if name is None else name, n_ops=n_ops)
