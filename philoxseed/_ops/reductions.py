# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Functions over axes. Their values are NumPy's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph.tensor import Tensor
from philoxseed._ops import operands


def _reduction(name: str, type: str, function: Any) -> Callable[..., Tensor]:
    def op(
        input_tensor: Any,
        axis: Any = None,
        keepdims: bool | None = None,
        name: str | None = None,
        reduction_indices: Any = None,
        keep_dims: bool | None = None,
    ) -> Tensor:
        axis = reduction_indices if axis is None else axis
        kept = bool(keep_dims if keepdims is None else keepdims)
        tensor = operands.as_tensor(input_tensor, name="input_tensor")
        if isinstance(axis, Tensor):
            raise TypeError(f"{op.__name__}: axis must be known, got {axis}")
        along = None if axis is None else _axes(axis, tensor, op.__name__)
        # All axes of what is no plain tensor, or has no known rank, are a range.
        is_plain = tensor.shape is not None and isinstance(input_tensor, Tensor)
        is_plain = is_plain and tensor.__class__ is Tensor
        n_ops = 2 if axis is not None or is_plain or not _is_variable(tensor) else 5
        dtype = tensor.dtype

        def reduce(value: Any) -> Any:
            with np.errstate(all="ignore"):
                result = function(value, axis=along, keepdims=kept)
            return np.asarray(result).astype(dtype, copy=False)

        return operands.call(reduce, [tensor], type=type, name=name, n_ops=n_ops)

    op.__name__ = op.__qualname__ = name
    op.__doc__ = f"""Return the tensor of ``{type}`` along axes, by default all.

    Parameters
    ----------
    input_tensor : Tensor or array_like
        What is reduced.
    axis, reduction_indices : int or sequence of int, optional
        The axes; the second is TensorFlow 1's older name.
    keepdims, keep_dims : bool, default False
        Whether the axes stay, of length 1.
    name : str, default "{type}"
        The op's name.

    Examples
    --------
    >>> values = px.Session().run(px.math.{name}([[1, 2], [3, 4]], axis=0))
    """
    return op


def _is_variable(tensor: Tensor) -> bool:
    return tensor.__class__ is not Tensor or tensor.shape is None


def _axes(axis: Any, tensor: Tensor, name: str) -> int | tuple[int, ...]:
    axes = np.atleast_1d(np.asarray(axis))
    if axes.dtype.kind not in "iu" and axes.size:
        raise TypeError(f"{name}: axis must be integers, got {axis!r}")
    rank = None if tensor.shape is None else len(tensor.shape)
    for a in axes.tolist():
        if rank is not None and not -rank <= a < rank:
            raise ValueError(f"{name}: there is no axis {a} of {tensor}")
    return tuple(int(a) for a in axes)


reduce_all = _reduction("reduce_all", "All", np.all)
reduce_any = _reduction("reduce_any", "Any", np.any)
reduce_max = _reduction("reduce_max", "Max", np.max)
reduce_mean = _reduction("reduce_mean", "Mean", np.mean)
reduce_min = _reduction("reduce_min", "Min", np.min)
reduce_prod = _reduction("reduce_prod", "Prod", np.prod)
reduce_sum = _reduction("reduce_sum", "Sum", np.sum)


def argmax(
    input: Any,
    axis: int | None = None,
    name: str | None = None,
    dimension: int | None = None,
    output_type: Any = np.int64,
) -> Tensor:
    """Return the place of the largest element along an axis, the first by default.

    Examples
    --------
    >>> tf.Session().run(tf.arg_max([1, 3, 2], 0))
    np.int64(1)
    """
    axis = dimension if axis is None else axis
    return _place(np.argmax, input, axis, name, output_type, "ArgMax")


def argmin(
    input: Any,
    axis: int | None = None,
    name: str | None = None,
    dimension: int | None = None,
    output_type: Any = np.int64,
) -> Tensor:
    """Return the place of the smallest element along an axis, the first by default.

    Examples
    --------
    >>> tf.Session().run(tf.arg_min([1, 3, 2], 0))
    np.int64(0)
    """
    axis = dimension if axis is None else axis
    return _place(np.argmin, input, axis, name, output_type, "ArgMin")


def _place(
    function: Any, value: Any, axis: Any, name: str | None, dtype: Any, type: str
) -> Tensor:
    tensor = operands.as_tensor(value, name="input")
    (along,) = _axes(0 if axis is None else axis, tensor, type)  # type: ignore[misc]
    wanted = _dtypes.as_dtype(dtype)
    if wanted.name not in ("int32", "int64"):
        raise TypeError(f"{type}: output_type must be int32 or int64, got {wanted}")
    return operands.call(
        lambda x: function(x, axis=along).astype(wanted), [tensor], type=type,
        name=name, n_ops=2,
    )  # fmt: skip
