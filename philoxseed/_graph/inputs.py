# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors that bring values into a graph: placeholders and constants."""

import math
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import shapes
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.tensor import Tensor


def placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> Tensor:
    """Make a tensor whose value every run must feed.

    Parameters
    ----------
    dtype : dtype
        The dtype that fed values are converted to.
    shape : int, sequence of int or None, optional
        Dimensions, None for one that may vary; None for any shape.
    name : str, default "Placeholder"
        The op's name.

    Returns
    -------
    Tensor

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Examples
    --------
    >>> p = px.placeholder(px.float32, [2])
    >>> px.Session().run(p * 2, {p: [1, 2]})
    array([2., 4.], dtype=float32)
    """
    dtype = _dtypes.as_dtype(dtype)
    shape = shapes.checked(shape)
    operation = get_default_graph().add(
        "Placeholder", name=_or_default(name, "Placeholder"), shape=shape, dtype=dtype
    )
    return operation.outputs[0]


def constant(
    value: Any, dtype: Any = None, shape: Any = None, name: str | None = None
) -> Tensor:
    """Make a tensor that has the same value in every run.

    Parameters
    ----------
    value : array_like
        Numbers or bools.
    dtype : dtype, optional
        By default that of a NumPy value; float32 for Python floats, and int32, or
        int64 where that is too small, for Python integers.
    shape : int or sequence of int, optional
        The shape that the value is brought into; one number fills it.
    name : str, default "Const"
        The op's name.

    Returns
    -------
    Tensor

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Examples
    --------
    >>> px.Session().run(px.constant([1, 2]))
    array([1, 2], dtype=int32)
    """
    array = _array(value, dtype)
    if shape is not None:
        array = _shaped(array, _checked_shape(shape))
    return add_constant(array, _or_default(name, "Const"))


def constant_v1(
    value: Any, dtype: Any = None, shape: Any = None, name: str | None = None
) -> Tensor:
    """Make a tensor that has the same value in every run.

    Parameters
    ----------
    value : array_like
        Numbers or bools.
    dtype : dtype, optional
        By default that of a NumPy value; float32 for Python floats, and int32, or
        int64 where that is too small, for Python integers.
    shape : int or sequence of int, optional
        The shape that the value is brought into; its last number fills what is left,
        or 0 if it has none.
    name : str, default "Const"
        The op's name.

    Returns
    -------
    Tensor

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Examples
    --------
    >>> tf.Session().run(tf.constant(1, shape=[2]))
    array([1, 1], dtype=int32)
    """
    array = _array(value, dtype)
    if shape is not None:
        array = _filled(array, _checked_shape(shape))
    return add_constant(array, _or_default(name, "Const"))


def add_constant(
    array: np.ndarray[Any, Any], name: str = "Const", n_ops: int = 1
) -> Tensor:
    """Add a read-only array to the default graph, which may be more than one op."""
    operation = get_default_graph().add(
        "Const",
        name=name,
        evaluate=lambda: array,
        value=array,
        n_ops=n_ops,
        shape=array.shape,
        dtype=array.dtype,
    )
    return operation.outputs[0]


def _array(value: Any, dtype: Any) -> np.ndarray[Any, Any]:
    if dtype is None:
        return _dtypes.as_array(value, "value")
    return _dtypes.converted(value, _dtypes.as_dtype(dtype), "value")


def _checked_shape(shape: Any) -> tuple[int, ...]:
    checked = shapes.checked(shape)
    if not shapes.is_known(checked):
        raise ValueError(f"the shape of a constant must be known, got {checked}")
    return checked


def _shaped(array: np.ndarray[Any, Any], shape: tuple[int, ...]) -> Any:
    if array.size == 1:
        return np.broadcast_to(array.reshape(()), shape)
    if array.size != math.prod(shape):
        raise TypeError(
            f"a value of shape {array.shape} cannot be brought into shape {shape}"
        )
    return array.reshape(shape)


def _filled(array: np.ndarray[Any, Any], shape: tuple[int, ...]) -> Any:
    missing = math.prod(shape) - array.size
    if array.size <= 1 or missing == 0:
        filler = array if array.size else np.zeros((), array.dtype)
        return _shaped(filler, shape)
    if missing < 0:
        raise ValueError(
            f"Too many elements: a constant of shape {shape} takes at most "
            f"{math.prod(shape)}, got {array.size}"
        )
    filled = np.append(array, np.full(missing, array.flat[-1], array.dtype))
    filled.flags.writeable = False
    return filled.reshape(shape)


def _or_default(name: str | None, default: str) -> str:
    return default if name is None else name
