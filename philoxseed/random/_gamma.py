# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Gamma draws."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _values
from philoxseed._core import CoreStream, draw_gamma, quick_gamma
from philoxseed._graph import shapes
from philoxseed._graph.operation import Evaluate
from philoxseed._graph.tensor import Tensor
from philoxseed._subnormals import flushed, flushed_multiply
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError
from philoxseed.random import _arguments, _stateless
from philoxseed.random._affine import BLOCKS_PER_ELEMENT

TYPES = ("float16", "float32", "float64")


def gamma(
    shape: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = np.float32,
    seed: float | None = None,
    name: str | None = None,
) -> Tensor:
    """Make an op that draws from gamma distributions.

    Parameters
    ----------
    shape : sequence of int, or Tensor of int32
        The shape of the draw for each parameter.
    alpha : array_like or Tensor
        The shape parameter. None is refused: negative ones, NaN and infinities go
        through the formulas.
    beta : array_like or Tensor, optional
        The inverse scale, by default 1. It broadcasts with `alpha`.
    dtype : dtype, default float32
        float16, float32 or float64: of parameters and result.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "random_gamma"
        The name of the call.

    Returns
    -------
    Tensor
        Of the shape ``shape + broadcast(alpha, beta).shape``; at least the least normal
        number of the dtype.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/core/kernels/random_op.cc, RandomGamma, all in float64, and
    ``random_gamma`` of tensorflow/python/ops/random_ops.py. As its optimizer, a graph
    multiplies by ``1 / beta`` where `beta` is a constant, so that the last bit can
    differ from a division's.

    Examples
    --------
    >>> px.Session().run(px.random.gamma([2], 3.0, seed=3))
    array([4.3350067, 2.5763347], dtype=float32)
    """
    shape = _arguments.checked_narrow_shape(shape)
    dtype = _checked_dtype(dtype)
    alpha = _arguments.checked_parameter(alpha, dtype, "alpha")
    beta = _arguments.checked_parameter(1 if beta is None else beta, dtype, "beta")
    sampler = GammaSampler(shape, alpha, beta, dtype)
    _arguments.check_version(sampler.arguments, "gamma", dtype)
    return _arguments.add_random(
        "RandomGamma", sampler, shape=sampler.shape, dtype=dtype, name=name,
        default_name="random_gamma", inner="Maximum", seed=seed,
    )  # fmt: skip


def stateless_gamma(
    shape: Any,
    seed: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = np.float32,
    name: str | None = None,
) -> EagerTensor:
    """Draw from gamma distributions, by a seed alone.

    Parameters
    ----------
    shape : sequence of int
        The shape of the result, which ends with that of ``broadcast(alpha, beta)``.
    seed : sequence of two int
        As for `stateless_uniform`.
    alpha, beta, dtype
        As for `gamma`.
    name : str, optional
        Ignored.

    Returns
    -------
    EagerTensor

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError
        As `stateless_uniform`.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.stateless_gamma([2], seed=[1, 2], alpha=0.5)
    EagerTensor([0.06695361, 0.62823546], dtype=float32)
    """
    if beta is None:
        value = quick_gamma(EagerTensor, shape, seed, alpha, dtype)
        if value is not None:
            return value
    checked = _checked_dtype(dtype, InvalidArgumentError)
    alphas = _arguments.checked_parameter(alpha, checked, "alpha")
    betas = _arguments.checked_parameter(1 if beta is None else beta, checked, "beta")
    stream = _stateless.stream_of(seed, None)
    dimensions = _stateless.immediate_shape(shape)
    whole = _stateless.broadcast_shapes(alphas, betas)
    samples = _stateless.sample_shape(dimensions, whole, checked)
    if not _arguments.count(dimensions):
        empty = np.empty(dimensions, checked)
        if beta is not None:
            _stateless.broadcast_shapes(empty, betas)  # as TensorFlow, for its errors
        return _values.immediate(empty)
    return _values.immediate(_drawn(stream, False, samples, alphas, betas))


class GammaSampler:
    """Gamma draws for each pair of parameters."""

    def __init__(
        self,
        shape: tuple[int, ...] | Tensor,
        alpha: Any,
        beta: Any,
        dtype: np.dtype[Any],
    ):
        self.arguments = (shape, alpha, beta)
        self._dtype = dtype
        self._parameters = shapes.broadcast(alpha.shape, beta.shape)
        self.shape = shapes.joined(_arguments.static_shape(shape), self._parameters)

    def check(self) -> None:
        """Raise InvalidArgumentError if a dimension is negative, or all too large."""
        if not isinstance(self.arguments[0], Tensor):
            _arguments.run_shape(self.arguments[0], self._dtype)
        _arguments.check_size(self.shape, self._dtype)

    def blocks(self) -> int | None:
        """Return 256 for each value."""
        if shapes.is_known(self.shape):
            return BLOCKS_PER_ELEMENT * _arguments.count(self.shape)
        return None

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream."""
        multiplies = not stream.adds_zeros and _arguments.is_constant(self.arguments[2])
        dtype = self._dtype

        def draw(shape: Any, alpha: Any, beta: Any) -> Any:
            dimensions = _arguments.run_shape(shape, dtype)
            return _drawn(stream, multiplies, dimensions, alpha, beta)

        return _arguments.with_arguments(draw, self.arguments)


def _drawn(
    stream: CoreStream, multiplies: bool, shape: tuple[int, ...], alpha: Any, beta: Any
) -> Any:
    """Draw `shape` values for each pair of parameters."""
    alpha, beta = np.asarray(alpha), np.asarray(beta)
    dtype = alpha.dtype
    parameters = np.broadcast_shapes(alpha.shape, beta.shape)
    whole = _arguments.run_shape((*shape, *parameters), dtype)
    alphas = np.broadcast_to(alpha, parameters).reshape(-1)
    n_samples = _arguments.count(shape)
    blocks = BLOCKS_PER_ELEMENT * _arguments.count(whole)
    if not _arguments.count(whole):
        return np.empty(whole, dtype)
    drawn = draw_gamma(stream, n_samples, alphas, dtype, blocks).reshape(whole)
    least = np.finfo(dtype).tiny
    with np.errstate(all="ignore"):
        if multiplies:
            scaled = drawn
            if np.any(beta != 1):
                scaled = flushed_multiply(drawn, flushed(1 / flushed(beta)))
        else:
            scaled = drawn if np.all(beta == 1) else flushed(drawn / flushed(beta))
        return np.maximum(least, scaled, dtype=dtype)[()]


def _checked_dtype(dtype: Any, error: type[Exception] = ValueError) -> np.dtype[Any]:
    checked = _arguments.checked_dtype(
        dtype, (*_arguments.FLOATS, *_arguments.INTEGERS), TypeError
    )
    if checked.kind == "i":
        raise TypeError(f"dtype must be one of {', '.join(TYPES)}, got {checked.name}")
    return _arguments.checked_dtype(checked, TYPES, error)
