# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Binomial draws."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes, _values
from philoxseed._core import CoreStream, draw_binomial, quick_binomial
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError, NotFoundError
from philoxseed.random import _arguments, _stateless

PARAMETER_TYPES = ("float16", "float32", "float64")
TYPES = (*PARAMETER_TYPES, "int32", "int64")

_IS_KNOWN, _BY_REJECTION, _OF_FAILURES = 1, 2, 4


def stateless_binomial(
    shape: Any,
    seed: Any,
    counts: Any,
    probs: Any,
    output_dtype: Any = np.int32,
    name: str | None = None,
) -> EagerTensor:
    """Draw from binomial distributions, by a seed alone.

    Parameters
    ----------
    shape : sequence of int
        The shape of the result, which ends with that of ``broadcast(counts, probs)``.
    seed : sequence of two int
        As for `stateless_uniform`.
    counts, probs : array_like
        Numbers of trials, and probabilities. Arrays of NumPy are computed with in
        float32, whatever their dtype; an `EagerTensor`, such as ``compat.v2.constant``
        makes, in its own: float16, float32 or float64.
    output_dtype : dtype, default int32
        float16, float32, float64, int32 or int64.
    name : str, optional
        Ignored.

    Returns
    -------
    EagerTensor

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError, NotFoundError
        As `stateless_uniform`; NotFoundError for integers that are tensors.

    Notes
    -----
    As tensorflow/core/kernels/random_binomial_op.cc. A run with a count that is NaN,
    with which TensorFlow would go on for ever, is refused.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.stateless_binomial([4], seed=[1, 2], counts=10.0, probs=0.3)
    EagerTensor([5, 5, 5, 4], dtype=int32)
    """
    value = quick_binomial(EagerTensor, shape, seed, counts, probs, output_dtype)
    if value is not None:
        return value
    checked = _arguments.checked_dtype(output_dtype, TYPES, InvalidArgumentError)
    p = _as_tensor(probs, np.dtype(np.float32), "probs")
    n = _as_tensor(counts, p.dtype, "counts")
    stream = _stateless.stream_of(seed, None)
    if not {n.dtype.name, p.dtype.name} <= set(PARAMETER_TYPES):
        raise NotFoundError(
            f"counts and probs must be one of {', '.join(PARAMETER_TYPES)}, got "
            f"{n.dtype.name} and {p.dtype.name}"
        )
    if n.dtype != p.dtype:
        raise InvalidArgumentError(
            f"counts and probs must be of one dtype, got {n.dtype} and {p.dtype}"
        )
    dimensions = _stateless.immediate_shape(shape)
    return _values.immediate(drawn(stream, dimensions, n, p, checked))


def _as_tensor(value: Any, dtype: np.dtype[Any], name: str) -> np.ndarray[Any, Any]:
    """Return an `EagerTensor` as it is, and what is none in a dtype."""
    if isinstance(value, EagerTensor):
        return np.asarray(value)
    return _dtypes.converted(value, dtype, name)


def drawn(
    stream: CoreStream,
    shape: tuple[int, ...],
    counts: np.ndarray[Any, Any],
    probs: np.ndarray[Any, Any],
    dtype: np.dtype[Any],
) -> np.ndarray[Any, Any]:
    """Draw a result of a shape, with parameters of one dtype; the stream stays."""
    parameters = _stateless.broadcast_shapes(counts, probs)
    samples = _stateless.sample_shape(shape, parameters, dtype, checks_empty=True)
    if not _arguments.count(shape):
        return np.empty(shape, dtype)
    check_counts(counts, probs)
    n = np.broadcast_to(counts, parameters).reshape(-1)
    p = np.broadcast_to(probs, parameters).reshape(-1)
    values, halves, rules = _rules(n, p)
    if dtype.kind == "i":
        values[np.isnan(values)] = 0
    drawn = draw_binomial(
        stream, _arguments.count(samples), values, halves, rules, dtype, 0
    )
    return drawn.reshape(shape)


def check_counts(counts: np.ndarray[Any, Any], probs: np.ndarray[Any, Any]) -> None:
    """Raise InvalidArgumentError for counts that TensorFlow would not come to end."""
    if np.any(np.isnan(counts) & (probs > 0) & (probs < 1)):
        raise InvalidArgumentError(
            "counts must not be NaN, got NaN: TensorFlow would draw for ever"
        )


def _rules(n: Any, p: Any) -> tuple[Any, Any, Any]:
    """Return counts, probabilities of at most a half, and how each is drawn."""
    one, half = p.dtype.type(1), p.dtype.type(0.5)
    is_low = p <= half
    with np.errstate(all="ignore"):
        q = np.where(is_low, p, one - p)
        by_rejection = n * q >= p.dtype.type(10)
    is_none, is_all = (n <= 0) | (p <= 0), p >= one
    is_known = is_none | is_all | np.isnan(p)
    known = np.where(is_none, 0.0, np.where(np.isnan(p), np.nan, n.astype(np.float64)))
    values = np.where(is_known, known, n.astype(np.float64))
    rules = np.where(
        is_known,
        _IS_KNOWN,
        _BY_REJECTION * by_rejection + _OF_FAILURES * ~is_low,
    )
    return values, q.astype(np.float64), rules.astype(np.uint8)
