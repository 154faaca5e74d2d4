# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Functions of each element: arithmetic, comparisons, logic.

``+ - *`` and ``/`` are TensorFlow's, bit for bit (see docs/guarantees.md); the values
of the others are NumPy's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph.tensor import Tensor
from philoxseed._ops import operands


def _unary(
    name: str, type: str, function: Any, argument: str = "x"
) -> Callable[..., Tensor]:
    def op(x: Any, name: str | None = None) -> Tensor:
        tensor = operands.as_tensor(x, name=f"{type}/x")
        if isinstance(function, np.ufunc):
            return operands.elementwise(function, [tensor], name, type)
        return operands.call(
            function, [tensor], type=type, name=name, n_ops=1,
            shape=tensor.shape, dtype=tensor.dtype,
        )  # fmt: skip

    op.__name__ = op.__qualname__ = name
    module = "nn" if name in ("relu", "softplus") else "math"
    op.__doc__ = f"""Return the tensor of ``{type}`` of each element of `x`.

    Examples
    --------
    >>> values = px.Session().run(px.{module}.{name}([0.25, 0.75]))
    """
    return op


def _binary(
    name: str, type: str, ufunc: np.ufunc, default_name: str | None = None
) -> Callable[..., Tensor]:
    def op(x: Any, y: Any, name: str | None = None) -> Tensor:
        pair = operands.tensors(op.__name__, x, y)
        return operands.elementwise(ufunc, pair, name, default_name or type)

    op.__name__ = op.__qualname__ = name
    op.__doc__ = f"""Return the tensor of ``{type}`` of the elements of `x` and `y`.

    Examples
    --------
    >>> values = px.Session().run(px.math.{name}([1, 2], [3, 2]))
    """
    return op


def _sigmoid(x: Any) -> Any:
    with np.errstate(all="ignore"):
        return (1 / (1 + np.exp(-x))).astype(x.dtype)


def _softplus(x: Any) -> Any:
    return np.logaddexp(x, np.zeros_like(x)).astype(x.dtype)


def _relu(x: Any) -> Any:
    return np.maximum(x, x.dtype.type(0))


abs = _unary("abs", "Abs", np.absolute)
acos = _unary("acos", "Acos", np.arccos)
asin = _unary("asin", "Asin", np.arcsin)
atan = _unary("atan", "Atan", np.arctan)
ceil = _unary("ceil", "Ceil", np.ceil)
cos = _unary("cos", "Cos", np.cos)
exp = _unary("exp", "Exp", np.exp)
floor = _unary("floor", "Floor", np.floor)
log = _unary("log", "Log", np.log)
log1p = _unary("log1p", "Log1p", np.log1p)
logical_not = _unary("logical_not", "LogicalNot", np.logical_not)
negative = _unary("negative", "Neg", np.negative)
relu = _unary("relu", "Relu", _relu)
round = _unary("round", "Round", np.rint)
sigmoid = _unary("sigmoid", "Sigmoid", _sigmoid)
sign = _unary("sign", "Sign", np.sign)
sin = _unary("sin", "Sin", np.sin)
softplus = _unary("softplus", "Softplus", _softplus)
sqrt = _unary("sqrt", "Sqrt", np.sqrt)
square = _unary("square", "Square", np.square)
tan = _unary("tan", "Tan", np.tan)
tanh = _unary("tanh", "Tanh", np.tanh)

add = _binary("add", "Add", np.add)
equal = _binary("equal", "Equal", np.equal)
floordiv = _binary("floordiv", "floordiv", np.floor_divide)
floormod = _binary("floormod", "FloorMod", np.remainder)
greater = _binary("greater", "Greater", np.greater)
greater_equal = _binary("greater_equal", "GreaterEqual", np.greater_equal)
less = _binary("less", "Less", np.less)
less_equal = _binary("less_equal", "LessEqual", np.less_equal)
logical_and = _binary("logical_and", "LogicalAnd", np.logical_and)
logical_or = _binary("logical_or", "LogicalOr", np.logical_or)
maximum = _binary("maximum", "Maximum", np.maximum)
minimum = _binary("minimum", "Minimum", np.minimum)
multiply = _binary("multiply", "Mul", np.multiply)
not_equal = _binary("not_equal", "NotEqual", np.not_equal)
pow = _binary("pow", "Pow", np.power)
subtract = _binary("subtract", "Sub", np.subtract)


def divide(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return the tensor of the quotients of `x` and `y`.

    Examples
    --------
    >>> px.Session().run(px.divide([1.0, 3.0], 2.0))
    array([0.5, 1.5], dtype=float32)
    """
    pair = operands.tensors("divide", x, y)
    # TensorFlow casts integers first, each operand by an op of its own.
    if pair[0].dtype.kind in "iu":
        wide = _dtypes.float64 if pair[0].dtype.itemsize > 2 else _dtypes.float32
        pair = [cast(tensor, wide) for tensor in pair]
    return operands.elementwise(np.true_divide, pair, name, "truediv")


def div(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return the quotients of floats, or those of integers rounded down.

    Examples
    --------
    >>> tf.Session().run(tf.div([7, 8], 2))
    array([3, 4], dtype=int32)
    """
    first, second = operands.tensors("div", x, y)
    is_float = _dtypes.is_float(first.dtype)
    ufunc = np.true_divide if is_float else np.floor_divide
    return operands.elementwise(ufunc, [first, second], name, "div")


def logical_xor(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return the tensor that is true where one of `x` and `y` is, and not both.

    Examples
    --------
    >>> px.Session().run(px.logical_xor([True, True], [True, False]))
    array([False,  True])
    """
    pair = operands.tensors("logical_xor", x, y)
    return operands.call(np.logical_xor, pair, type="LogicalXor", name=name, n_ops=4)


def cast(x: Any, dtype: Any, name: str | None = None) -> Tensor:
    """Return `x` as a tensor of a dtype; itself if it has that already.

    Examples
    --------
    >>> px.Session().run(px.cast([1.7, 2.2], "int32"))
    array([1, 2], dtype=int32)
    """
    wanted = _dtypes.as_dtype(dtype)
    tensor = operands.as_tensor(x, name="Cast/x")
    if tensor.dtype == wanted:
        return tensor

    def cast(value: Any) -> Any:
        with np.errstate(all="ignore"):
            return value.astype(wanted)

    return operands.call(
        cast, [tensor], type="Cast", name=name, n_ops=1, shape=tensor.shape,
        dtype=wanted,
    )  # fmt: skip


def to_float(x: Any, name: str = "ToFloat") -> Tensor:
    """Return ``cast(x, float32)``.

    Examples
    --------
    >>> tf.Session().run(tf.to_float([1, 2]))
    array([1., 2.], dtype=float32)
    """
    return cast(x, _dtypes.float32, name)


def to_double(x: Any, name: str = "ToDouble") -> Tensor:
    """Return ``cast(x, float64)``.

    Examples
    --------
    >>> tf.Session().run(tf.to_double([1, 2]))
    array([1., 2.])
    """
    return cast(x, _dtypes.float64, name)


def to_int32(x: Any, name: str = "ToInt32") -> Tensor:
    """Return ``cast(x, int32)``.

    Examples
    --------
    >>> tf.Session().run(tf.to_int32([1.5, 2.5]))
    array([1, 2], dtype=int32)
    """
    return cast(x, _dtypes.int32, name)


def to_int64(x: Any, name: str = "ToInt64") -> Tensor:
    """Return ``cast(x, int64)``.

    Examples
    --------
    >>> tf.Session().run(tf.to_int64([1.5, 2.5]))
    array([1, 2])
    """
    return cast(x, _dtypes.int64, name)


def clip_by_value(
    t: Any, clip_value_min: Any, clip_value_max: Any, name: str | None = None
) -> Tensor:
    """Return `t` with each element at least one value and at most another.

    Examples
    --------
    >>> px.Session().run(px.clip_by_value([-1.0, 0.5, 2.0], 0.0, 1.0))
    array([0. , 0.5, 1. ], dtype=float32)
    """
    three = operands.tensors("clip_by_value", t, clip_value_min, clip_value_max)
    return operands.call(
        np.clip, three, type="ClipByValue", name=name, n_ops=2,
        default_name="clip_by_value",
    )  # fmt: skip


def where_v2(
    condition: Any, x: Any = None, y: Any = None, name: str | None = None
) -> Tensor:
    """Return elements of `x` where a condition holds, else of `y`; all broadcast.

    Without `x` and `y`, return the indices of where it holds, a row for each.

    Examples
    --------
    >>> px.Session().run(px.where([True, False], [1, 2], [3, 4]))
    array([1, 4], dtype=int32)
    """
    return _where(condition, x, y, name, "SelectV2")


def where(
    condition: Any, x: Any = None, y: Any = None, name: str | None = None
) -> Tensor:
    """Return elements of `x` where a condition holds, else of `y`.

    A vector as the condition picks whole rows. Without `x` and `y`, return the indices
    of where it holds, a row for each.

    Examples
    --------
    >>> tf.Session().run(tf.where([True, False], [1, 2], [3, 4]))
    array([1, 4], dtype=int32)
    """
    return _where(condition, x, y, name, "Select")


def _where(condition: Any, x: Any, y: Any, name: str | None, type: str) -> Tensor:
    mask = operands.as_tensor(condition, _dtypes.bool_, name="condition")
    if x is None and y is None:
        rank = None if mask.shape is None else (None, len(mask.shape))
        return operands.call(
            np.argwhere, [mask], type="Where", name=name, n_ops=1, shape=rank,
            dtype=_dtypes.int64,
        )  # fmt: skip
    if x is None or y is None:
        raise ValueError(
            f"x and y must both be non-None or both be None, got x={x} and y={y}"
        )
    pair = operands.tensors("where", x, y)
    function = _rows_where if type == "Select" else np.where
    return operands.call(function, [mask, *pair], type=type, name=name, n_ops=1)


def _rows_where(mask: Any, x: Any, y: Any) -> Any:
    if np.ndim(mask) == 1 and np.ndim(x) > 1:
        mask = np.reshape(mask, (-1,) + (1,) * (np.ndim(x) - 1))
    return np.where(mask, x, y)


def softmax(
    logits: Any, axis: int | None = None, name: str | None = None, dim: Any = None
) -> Tensor:
    """Return exponentials along an axis, the last by default, divided by their sum.

    Examples
    --------
    >>> px.Session().run(px.nn.softmax([0.0, 0.0]))
    array([0.5, 0.5], dtype=float32)
    """
    return _softmax(logits, dim if axis is None else axis, name, "Softmax", _softmax_of)


def log_softmax(
    logits: Any, axis: int | None = None, name: str | None = None, dim: Any = None
) -> Tensor:
    """Return the logarithms of `softmax`.

    Examples
    --------
    >>> px.Session().run(px.nn.log_softmax([0.0, 0.0]))
    array([-0.6931472, -0.6931472], dtype=float32)
    """
    axis = dim if axis is None else axis
    return _softmax(logits, axis, name, "LogSoftmax", _log_softmax_of)


def _softmax(
    logits: Any, axis: int | None, name: str | None, type: str, function: Any
) -> Tensor:
    tensor = operands.as_tensor(logits, name="logits")
    if not _dtypes.is_float(tensor.dtype):
        raise TypeError(f"{type}: the logits must be floats, got {tensor}")
    # Others than matrices are reshaped, by ops that depend on the version.
    is_matrix = tensor.shape is not None and len(tensor.shape) == 2
    along = -1 if axis is None else axis
    if tensor.shape is not None and not -len(tensor.shape) <= along < len(tensor.shape):
        raise ValueError(f"{type}: there is no axis {along} of {tensor}")
    n_ops = 1 if is_matrix and along in (-1, 1) else None
    return operands.call(
        lambda value: function(value, along), [tensor], type=type, name=name,
        n_ops=n_ops, shape=tensor.shape, dtype=tensor.dtype,
    )  # fmt: skip


def _log_softmax_of(value: Any, axis: int) -> Any:
    shifted = value - np.max(value, axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis, keepdims=True))


def _softmax_of(value: Any, axis: int) -> Any:
    powers = np.exp(value - np.max(value, axis, keepdims=True))
    return powers / np.sum(powers, axis, keepdims=True)
