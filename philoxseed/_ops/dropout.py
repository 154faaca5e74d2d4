# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Dropout: zeros at random places, and the rest scaled up."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from philoxseed import _dtypes, random
from philoxseed._graph import shapes
from philoxseed._graph.graph import Graph
from philoxseed._graph.tensor import Tensor
from philoxseed._ops import arrays, flow, operands, pointwise
from philoxseed._seeds.op_ids import OpIds
from philoxseed.random import _arguments


def dropout(
    x: Any,
    rate: Any,
    noise_shape: Any = None,
    seed: float | None = None,
    name: str | None = None,
) -> Tensor:
    """Make a tensor that has zeros at random places of another, and the rest scaled up.

    Parameters
    ----------
    x : Tensor or array_like
        Of floats.
    rate : float or Tensor
        The share of zeros: a number of [0, 1), or a scalar tensor of the dtype of `x`.
    noise_shape : sequence of int or Tensor, optional
        The shape of the draw, which is broadcast; None in it stands for the length in
        `x`. By default the shape of `x`.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "dropout"
        The name of the call.

    Returns
    -------
    Tensor
        ``x * (1 / (1 - rate))`` where a uniform draw is at least `rate`. For a `rate`
        that is the number 0, `x` itself; it takes an automatic op seed all the same.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As ``dropout_v2`` of tensorflow/python/ops/nn_ops.py. Graphs of TensorFlow up to
    1.12 divide by ``1 - rate``; those up to 2.1 compute the factor in the dtype of `x`,
    and multiply by 0 or 1, which leaves NaN where they are.

    Examples
    --------
    >>> px.Session().run(px.nn.dropout([1.0, 1.0, 1.0], rate=0.5, seed=3))
    array([0., 0., 2.], dtype=float32)
    """
    _check_rate(rate)
    return _dropout(x, rate, None, noise_shape, seed, name)


def dropout_v1(
    x: Any,
    keep_prob: Any = None,
    noise_shape: Any = None,
    seed: float | None = None,
    name: str | None = None,
    rate: Any = None,
) -> Tensor:
    """Make a tensor that has zeros at random places of another, and the rest scaled up.

    Parameters
    ----------
    x : Tensor or array_like
        Of floats.
    keep_prob : float or Tensor, optional
        ``1 - rate``, which may be given in its place: a number of (0, 1].
    noise_shape, seed, name
        As for `philoxseed.nn.dropout`.
    rate : float or Tensor, optional
        The share of zeros.

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
    >>> tf.Session().run(tf.nn.dropout([1.0, 1.0, 1.0], 0.5, seed=3))
    array([0., 0., 2.], dtype=float32)
    """
    if keep_prob is not None and rate is not None:
        raise ValueError(
            "Cannot specify both 'keep_prob' and 'rate'. Expected one of them, got "
            f"keep_prob={keep_prob} and rate={rate}"
        )
    if keep_prob is None:
        if rate is None:
            raise ValueError("`rate` must be provided. Received: rate=None")
        _check_rate(rate)
        return _dropout(x, rate, None, noise_shape, seed, name)
    if not isinstance(keep_prob, Tensor):
        _check_number(keep_prob, keep_prob, "keep_prob")
        if not 0 < keep_prob <= 1:
            raise ValueError(
                "keep_prob must be a scalar tensor or a float in the range (0, 1], got "
                f"{keep_prob}"
            )
        return _dropout(x, 1 - keep_prob, keep_prob, noise_shape, seed, name)
    return _dropout(x, None, keep_prob, noise_shape, seed, name)


def contrib_dropout(
    inputs: Any,
    keep_prob: Any = 0.5,
    noise_shape: Any = None,
    is_training: bool = True,
    outputs_collections: Any = None,
    scope: Any = None,
    seed: float | None = None,
) -> Tensor:
    """Make a tensor that has zeros at random places of another, and the rest scaled up.

    Parameters
    ----------
    inputs : Tensor or array_like
        Of floats.
    keep_prob : float or Tensor, default 0.5
        The share that is kept: a number of (0, 1].
    noise_shape, seed
        As for `philoxseed.nn.dropout`.
    is_training : bool, default True
        Whether anything is dropped; if not, the tensor is handed on.
    outputs_collections : str, optional
        A collection that the result is added to.
    scope : str, default "Dropout"
        The scope of the names.
    """
    if not isinstance(is_training, (bool, np.bool_)):
        raise TypeError(f"is_training must be a bool here, got {is_training!r}")
    tensor = operands.as_tensor(inputs, name="inputs")
    with tensor.graph.name_scope("Dropout" if scope is None else scope):
        if is_training:
            result = dropout_v1(tensor, keep_prob, noise_shape, seed)
        else:
            result = flow.identity(tensor)
    if outputs_collections is not None:
        tensor.graph.add_to_collection(outputs_collections, result)
    return result


def _check_rate(rate: Any) -> None:
    if isinstance(rate, Tensor):
        return
    _check_number(rate, rate, "rate")
    if not 0 <= rate < 1:
        raise ValueError(
            "`rate` must be a scalar tensor or a float in the range [0, 1). Received: "
            f"rate={rate}"
        )


def _check_number(value: Any, given: Any, name: str) -> None:
    if not isinstance(value, numbers.Real):
        raise ValueError(
            f"`{name}` must be a scalar or scalar tensor. Received: {name}={given}"
        )


def _dropout(
    x: Any, rate: Any, kept: Any, noise_shape: Any, seed: float | None, name: str | None
) -> Tensor:
    """Return the result for a rate, or for the share that is kept, or for both."""
    dtype = x.dtype if isinstance(x, Tensor) else _dtypes.as_array(x, "x").dtype
    if not _dtypes.is_float(dtype):
        raise ValueError(
            "`x.dtype` must be a floating point tensor as `x` will be scaled. "
            f"Received: x_dtype={dtype.name}"
        )
    for tensor in (rate, kept):
        if isinstance(tensor, Tensor):
            _check_share(tensor, dtype)
    static = x.shape if isinstance(x, Tensor) else np.shape(x)
    shape = _noise_shape(static, noise_shape)
    tensor = operands.as_tensor(x, name="dropout/x")
    graph = tensor.graph
    divides = graph.profile.divides_in_dropout
    with graph.as_default():
        if rate is not None and not isinstance(rate, Tensor) and rate == 0:
            with graph.call_scope(name, "dropout"):
                return _undropped(graph, tensor, seed, n_ops=int(divides))
        is_number = not isinstance(rate if kept is None else kept, Tensor)
        before, after = _op_counts(graph, is_number, rate is None)
        if isinstance(shape, Tensor):
            before -= 1
        with (
            graph.counted_as(OpIds(before, after)),
            graph.call_scope(name, "dropout"),
        ):
            noise = _uniforms(tensor, shape, dtype, seed)
            if divides:
                return _kept_by_division(tensor, rate, kept, noise)
            if rate is None:
                rate = operands.elementwise(
                    np.subtract, operands.tensors("sub", 1.0, kept), None, "sub"
                )
            if graph.profile.counts_op_ids:
                return _kept_by_mask(tensor, rate, noise)
            return _kept(tensor, rate, noise)


def _check_share(tensor: Tensor, dtype: np.dtype[Any]) -> None:
    if tensor.dtype != dtype:
        raise ValueError(
            "`x.dtype` must be compatible with `rate.dtype`. Received: "
            f"x.dtype={dtype.name} and rate.dtype={tensor.dtype.name}"
        )
    if tensor.shape not in (None, ()):
        raise ValueError(f"`rate` must be a scalar tensor, got {tensor}")


def _undropped(graph: Graph, tensor: Tensor, seed: float | None, n_ops: int) -> Tensor:
    if graph.profile.counts_op_ids:
        graph.count_ops(n_ops)
    else:
        graph.skip_seed(seed)
    return tensor


def _op_counts(graph: Graph, is_number: bool, is_kept: bool) -> tuple[int, int]:
    """Return how many ops are made before the seed is taken, and after.

    Before: the share if it is a number, or ``1 - share`` if that is a tensor and not
    the rate; shape and limits. After, in 1.0: the draw in three more, ``+ share``,
    floor, ``/``, ``*``; in 1.15: the draw in three more, ``1 - rate`` and its inverse,
    ``>=``, ``*``, a cast, ``*``.
    """
    if graph.profile.divides_in_dropout:
        return 3 + is_number, 8
    return 3 + (1 if is_number else 2 * is_kept), 12


def _noise_shape(static: shapes.Shape, given: Any) -> Any:
    """Return the shape to draw: a tuple, a tensor, or None for that of the value.

    Raises
    ------
    TypeError, ValueError
        If it is none, or does not broadcast to the value's.
    """
    if given is None:
        return static if shapes.is_known(static) else None
    if isinstance(given, Tensor):
        return _arguments.checked_shape(given)
    dimensions = list(given)
    if any(isinstance(d, Tensor) for d in dimensions):
        return _arguments.checked_shape(dimensions)
    if static is not None and len(dimensions) == len(static):
        dimensions = [
            size if d is None else d for d, size in zip(dimensions, static, strict=True)
        ]
    shape = _arguments.checked_shape(dimensions)
    if isinstance(shape, tuple):
        whole = shapes.broadcast(static, shape)
        if not shapes.are_compatible(whole, static):
            raise ValueError(
                f"noise_shape {tuple(given)} does not broadcast to shape {static}: its "
                "dimensions must be 1 or those of x"
            )
    return shape


def _uniforms(tensor: Tensor, shape: Any, dtype: Any, seed: float | None) -> Tensor:
    if shape is None:
        shape = arrays.shape(tensor)
    return random.uniform(shape, dtype=dtype, seed=seed)


def _kept(tensor: Tensor, rate: Any, noise: Tensor) -> Tensor:
    """Return what TensorFlow 2 makes of it."""
    if isinstance(rate, Tensor):
        share = operands.elementwise(
            np.subtract, operands.tensors("sub", _one(tensor), rate), "Sub", "Sub"
        )
        scaled = operands.elementwise(
            np.true_divide, [tensor, share], "RealDiv", "RealDiv"
        )
    else:
        factor = operands.as_tensor(1 / (1 - rate), tensor.dtype)
        scaled = operands.elementwise(np.multiply, [tensor, factor], "Mul", "Mul")
    mask = pointwise.greater_equal(noise, rate)
    zero = operands.as_tensor(0, tensor.dtype)
    return operands.call(
        np.where, [mask, scaled, zero], type="SelectV2", name="SelectV2", n_ops=1,
        shape=tensor.shape, dtype=tensor.dtype,
    )  # fmt: skip


def _one(tensor: Tensor) -> Tensor:
    return operands.as_tensor(1, tensor.dtype)


def _kept_by_mask(tensor: Tensor, rate: Any, noise: Tensor) -> Tensor:
    """Return what TensorFlow 1.13 to 2.1 made of it: all in the dtype of the values."""
    rate = operands.as_tensor(rate, tensor.dtype)
    share = operands.elementwise(np.subtract, [_one(tensor), rate], None, "sub")
    factor = operands.elementwise(
        np.true_divide, [_one(tensor), share], None, "truediv"
    )
    mask = pointwise.greater_equal(noise, rate)
    scaled = operands.elementwise(np.multiply, [tensor, factor], None, "mul")
    cast = pointwise.cast(mask, tensor.dtype)
    return operands.elementwise(np.multiply, [scaled, cast], None, "mul")


def _kept_by_division(tensor: Tensor, rate: Any, kept: Any, noise: Tensor) -> Tensor:
    """Return what TensorFlow up to 1.12 made of it."""
    if kept is None:
        kept = (
            operands.elementwise(
                np.subtract, operands.tensors("sub", 1.0, rate), None, "sub"
            )
            if isinstance(rate, Tensor)
            else 1 - rate
        )
    share = operands.as_tensor(kept, tensor.dtype)
    mask = pointwise.floor(operands.elementwise(np.add, [share, noise], None, "add"))
    scaled = operands.elementwise(np.true_divide, [tensor, share], None, "div")
    return operands.elementwise(np.multiply, [scaled, mask], None, "mul")
