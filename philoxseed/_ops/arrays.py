# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Functions of shapes, and those that move elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import shapes
from philoxseed._graph.tensor import Tensor
from philoxseed._ops import operands
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _arguments


def shape(input: Any, name: str | None = None, out_type: Any = np.int32) -> Tensor:
    """Return the tensor of a tensor's shape, dimensions unknown until a run included.

    Parameters
    ----------
    input : Tensor or array_like
        The tensor.
    name : str, default "Shape"
        The op's name.
    out_type : dtype, default int32
        int32 or int64.

    Examples
    --------
    >>> tf.Session().run(tf.shape([[1, 2]]))
    array([1, 2], dtype=int32)
    """
    dtype = _checked_size_dtype(out_type)
    return _of_shape(input, np.array, name, "Shape", dtype, lambda s: (len(s),))


def size(input: Any, name: str | None = None, out_type: Any = np.int32) -> Tensor:
    """Return the tensor of the number of a tensor's elements.

    Examples
    --------
    >>> tf.Session().run(tf.size([[1, 2]]))
    np.int32(2)
    """
    dtype = _checked_size_dtype(out_type)

    def count(shape: tuple[int, ...], dtype: Any) -> Any:
        return np.array(_arguments.count(shape), dtype)

    return _of_shape(input, count, name, "Size", dtype, lambda _: ())


def rank(input: Any, name: str | None = None) -> Tensor:
    """Return the tensor of the number of a tensor's axes.

    Examples
    --------
    >>> px.Session().run(px.rank([[1, 2]]))
    np.int32(2)
    """

    def length(shape: tuple[int, ...], dtype: Any) -> Any:
        return np.array(len(shape), dtype)

    return _of_shape(input, length, name, "Rank", _dtypes.int32, lambda _: ())


def _checked_size_dtype(dtype: Any) -> np.dtype[Any]:
    return _arguments.checked_dtype(dtype, _arguments.INTEGERS, TypeError)


def _of_shape(
    value: Any,
    function: Any,
    name: str | None,
    type: str,
    dtype: np.dtype[Any],
    shape_of: Any,
) -> Tensor:
    tensor = operands.as_tensor(value, name="input")
    known = tensor.shape
    static = (None,) if type == "Shape" else ()
    if known is not None:
        static = shape_of(known)
    result = function(known, dtype) if shapes.is_known(known) else None
    if result is not None:
        result.flags.writeable = False
    operation = tensor.graph.add(
        type,
        name=type if name is None else name,
        inputs=[tensor],
        evaluate=lambda value: function(np.shape(value), dtype),
        value=result,
        n_ops=1,
        shape=static,
        dtype=dtype,
    )
    return operation.outputs[0]


def concat(values: Any, axis: Any, name: str = "concat") -> Tensor:
    """Return tensors one after the other along an axis.

    Parameters
    ----------
    values : list of Tensor or array_like
        The parts; all axes but one have the same lengths.
    axis : int
        The axis.
    name : str, default "concat"
        The op's name.

    Examples
    --------
    >>> px.Session().run(px.concat([[1, 2], [3]], axis=0))
    array([1, 2, 3], dtype=int32)
    """
    if isinstance(values, Tensor) or not isinstance(values, Sequence):
        values = [values]
    if isinstance(values, int) or isinstance(axis, (list, Tensor)):
        raise TypeError(f"concat: expected values and an axis, got axis={axis!r}")
    if len(values) == 0:
        raise ValueError(f"concat: values must have at least one part, got {values!r}")
    parts = operands.tensors("concat", *values)
    return operands.call(
        lambda *arrays: np.concatenate(arrays, axis), parts, type="ConcatV2",
        name=name, n_ops=2,
    )  # fmt: skip


def stack(values: Any, axis: int = 0, name: str = "stack") -> Tensor:
    """Return tensors of one shape side by side along a new axis.

    Examples
    --------
    >>> px.Session().run(px.stack([[1, 2], [3, 4]]))
    array([[1, 2],
           [3, 4]], dtype=int32)
    """
    if isinstance(values, Tensor) or not isinstance(values, Sequence):
        raise TypeError(f"stack: expected a list of tensors, got {values!r}")
    if len(values) == 0:
        raise ValueError(f"stack: values must have at least one part, got {values!r}")
    if not any(isinstance(value, Tensor) for value in values) and axis == 0:
        # A list of numbers is one constant.
        return operands.as_tensor(np.stack(_arrays(values)), name=name)
    parts = operands.tensors("stack", *values)
    if axis == 0:
        return operands.call(np.stack, [parts], type="stack", name=name, n_ops=1)
    return operands.call(
        lambda *arrays: np.stack(arrays, axis), parts, type="Pack", name=name, n_ops=1
    )


def _arrays(values: Sequence[Any]) -> list[Any]:
    return [_dtypes.as_array(value, "stack") for value in values]


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return the elements of a tensor in another shape, of which one length may be -1.

    Parameters
    ----------
    tensor : Tensor or array_like
        The tensor.
    shape : sequence of int, or Tensor
        The new shape.
    name : str, default "Reshape"
        The op's name.

    Examples
    --------
    >>> px.Session().run(px.reshape([1, 2, 3, 4], [2, 2]))
    array([[1, 2],
           [3, 4]], dtype=int32)
    """
    value = operands.as_tensor(tensor, name="tensor")
    wanted = _arguments.checked_shape(_as_list(shape))
    dtype = value.dtype
    if isinstance(wanted, Tensor):
        static = _arguments.static_shape(wanted)
        return operands.call(
            lambda x, dims: np.reshape(x, tuple(int(d) for d in dims)),
            [value, wanted], type="Reshape", name=name, n_ops=1, shape=static,
            dtype=dtype,
        )  # fmt: skip
    if any(d < -1 for d in wanted) or wanted.count(-1) > 1:
        raise ValueError(f"reshape: at most one length may be -1, got {wanted}")
    return operands.call(
        lambda x: np.reshape(x, wanted), [value], type="Reshape", name=name, n_ops=2,
        shape=_reshaped(value.shape, wanted), dtype=dtype,
    )  # fmt: skip


def _as_list(shape: Any) -> Any:
    return [shape] if isinstance(shape, (int, np.integer)) else shape


def _reshaped(shape: shapes.Shape, wanted: tuple[int, ...]) -> shapes.Shape:
    if not shapes.is_known(shape):
        return tuple(None if d == -1 else d for d in wanted)
    n = _arguments.count(shape)
    rest = _arguments.count(tuple(d for d in wanted if d != -1))
    fits = n == rest if -1 not in wanted else rest and n % rest == 0
    if not fits and not (n == 0 and -1 in wanted):
        raise ValueError(
            f"Cannot reshape a tensor with {n} elements to shape {list(wanted)}: "
            "expected a shape of as many"
        )
    return tuple((n // rest if rest else 0) if d == -1 else d for d in wanted)


def transpose(a: Any, perm: Any = None, name: str = "transpose") -> Tensor:
    """Return a tensor with its axes reversed, or in the order that `perm` says.

    Examples
    --------
    >>> px.Session().run(px.transpose([[1, 2], [3, 4]]))
    array([[1, 3],
           [2, 4]], dtype=int32)
    """
    tensor = operands.as_tensor(a, name="a")
    if isinstance(perm, Tensor):
        raise TypeError(f"transpose: perm must be known, got {perm}")
    axes = None if perm is None else tuple(int(p) for p in perm)
    is_first = tensor.graph.profile.makes_first_calls
    # From 1.15 on the order of a known number of axes is one constant.
    is_known = axes is not None or tensor.shape is not None
    n_ops = 8 if is_first and axes is None else 2 if is_known else None
    return operands.call(
        lambda x: np.transpose(x, axes), [tensor], type="Transpose", name=name,
        n_ops=n_ops,
    )  # fmt: skip


def expand_dims(
    input: Any, axis: int | None = None, name: str | None = None, dim: Any = None
) -> Tensor:
    """Return a tensor with a new axis of length 1.

    Examples
    --------
    >>> px.Session().run(px.expand_dims([1, 2], 0))
    array([[1, 2]], dtype=int32)
    """
    tensor = operands.as_tensor(input, name="input")
    place = dim if axis is None else axis
    if place is None:
        raise ValueError(
            "Must specify an axis argument to tf.expand_dims(), got axis=None"
        )
    return operands.call(
        lambda x: np.expand_dims(x, place), [tensor], type="ExpandDims", name=name,
        n_ops=2,
    )  # fmt: skip


def squeeze(
    input: Any, axis: Any = None, name: str | None = None, squeeze_dims: Any = None
) -> Tensor:
    """Return a tensor without its axes of length 1, or without those given.

    Examples
    --------
    >>> px.Session().run(px.squeeze([[1, 2]]))
    array([1, 2], dtype=int32)
    """
    tensor = operands.as_tensor(input, name="input")
    given = squeeze_dims if axis is None else axis
    axes = None if given is None else tuple(np.atleast_1d(given).tolist()) or None
    is_open = axes is None and not shapes.is_known(tensor.shape)
    return operands.call(
        lambda x: np.squeeze(x, axes), [tensor], type="Squeeze", name=name, n_ops=1,
        is_open=is_open,
    )  # fmt: skip


def matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return the products of matrices, either of them transposed before if wanted.

    Examples
    --------
    >>> px.Session().run(px.matmul([[1, 2]], [[3], [4]]))
    array([[11]], dtype=int32)
    """
    left, right = operands.tensors("matmul", a, b)
    for tensor in (left, right):
        if tensor.shape is not None and len(tensor.shape) < 2:
            raise ValueError(f"matmul: Shape must be rank 2 or more, got {tensor}")

    def product(x: Any, y: Any) -> Any:
        x = np.swapaxes(x, -1, -2) if transpose_a else x
        y = np.swapaxes(y, -1, -2) if transpose_b else y
        return np.matmul(x, y)

    static = shapes.matmul(
        _swapped(left.shape, transpose_a), _swapped(right.shape, transpose_b)
    )
    return operands.call(
        product, [left, right], type="MatMul", name=name, n_ops=1, shape=static,
        dtype=left.dtype,
    )  # fmt: skip


def _swapped(shape: shapes.Shape, is_swapped: bool) -> shapes.Shape:
    if shape is None or not is_swapped:
        return shape
    return (*shape[:-2], shape[-1], shape[-2])


def tile(input: Any, multiples: Any, name: str | None = None) -> Tensor:
    """Return a tensor as often along each axis as `multiples` says.

    Examples
    --------
    >>> px.Session().run(px.tile([1, 2], [2]))
    array([1, 2, 1, 2], dtype=int32)
    """
    tensor = operands.as_tensor(input, name="input")
    times = _arguments.checked_shape(multiples)
    if isinstance(times, Tensor):
        raise TypeError(f"tile: multiples must be known, got {times}")
    return operands.call(
        lambda x: np.tile(x, times), [tensor], type="Tile", name=name, n_ops=2
    )


def gather(params: Any, indices: Any, name: str | None = None) -> Tensor:
    """Return the rows of a tensor that indices name.

    Examples
    --------
    >>> px.Session().run(px.gather([10, 20, 30], [2, 0]))
    array([30, 10], dtype=int32)
    """
    rows = operands.as_tensor(params, name="params")
    places = operands.as_tensor(indices, name="indices")
    # Its axis is a constant from 1.15 on.
    n_ops = 1 if rows.graph.profile.makes_first_calls else 2
    return operands.call(
        _taken, [rows, places], type="GatherV2",
        name=name, n_ops=n_ops, dtype=rows.dtype, shape=_gathered(rows, places),
    )  # fmt: skip


def _taken(rows: Any, places: Any) -> Any:
    if np.ndim(rows) == 0:
        raise InvalidArgumentError(
            f"gather: params must have at least one dimension, got {rows!r}"
        )
    outside = (places < 0) | (places >= len(rows))
    if np.any(outside):
        raise InvalidArgumentError(
            f"gather: indices must be in [0, {len(rows)}), got "
            f"{np.asarray(places)[outside].flat[0]}"
        )
    return np.take(rows, places, axis=0)


def _gathered(rows: Tensor, places: Tensor) -> shapes.Shape:
    if rows.shape is None or places.shape is None:
        return None
    return (*places.shape, *rows.shape[1:])


def one_hot(
    indices: Any,
    depth: int,
    on_value: Any = None,
    off_value: Any = None,
    axis: int | None = None,
    dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """Return a tensor that is `on_value` at the indices along a new, last axis.

    Examples
    --------
    >>> px.Session().run(px.one_hot([1, 0], 2))
    array([[0., 1.],
           [1., 0.]], dtype=float32)
    """
    places = operands.as_tensor(indices, name="indices")
    if axis not in (None, -1):
        raise ValueError(
            f"one_hot: axis must be None or -1, got {axis!r}: the new axis is the last"
        )
    wanted = _dtypes.float32 if dtype is None else _dtypes.as_dtype(dtype)
    on = _dtypes.converted(1 if on_value is None else on_value, wanted, "on_value")
    off = _dtypes.converted(0 if off_value is None else off_value, wanted, "off_value")
    static = None if places.shape is None else (*places.shape, int(depth))
    return operands.call(
        lambda i: np.where(np.expand_dims(i, -1) == np.arange(depth), on, off),
        [places], type="OneHot", name=name, n_ops=4, default_name="one_hot",
        shape=static, dtype=wanted,
    )  # fmt: skip
