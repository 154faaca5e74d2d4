# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Normal draws that are cut at any limits."""

from __future__ import annotations

from typing import Any, SupportsIndex

import numpy as np

from philoxseed import _dtypes, _values
from philoxseed._core import CoreStream, draw_parameterized
from philoxseed._graph import shapes
from philoxseed._graph.operation import Evaluate
from philoxseed._graph.tensor import Tensor
from philoxseed._values import EagerTensor
from philoxseed.errors import InternalError, InvalidArgumentError
from philoxseed.random import _arguments, _pieces, _stateless

TYPES = ("float16", "float32", "float64")

# Values that are drawn in one go where all have the same parameters.
_CHUNK = 100

# What a square root and an exponential cost TensorFlow, in cycles.
_COSTS = {"float16": (8, 43), "float32": (8, 34), "float64": (28, 51)}

Parameters = tuple[Any, Any, Any, Any]


def parameterized_truncated_normal(
    shape: Any,
    means: Any = 0.0,
    stddevs: Any = 1.0,
    minvals: Any = -2.0,
    maxvals: Any = 2.0,
    dtype: Any = np.float32,
    seed: float | None = None,
    name: str | None = None,
    *,
    threads: SupportsIndex = 1,
) -> Tensor:
    """Make an op that draws from normal distributions, each cut to an interval.

    Parameters
    ----------
    shape : sequence of int, or Tensor
        The shape of the draw, not empty.
    means, stddevs, minvals, maxvals : array_like or Tensor
        Mean and standard deviation before the cut, and the limits, of which one at
        least is finite: numbers, or one for each of the first dimension.
    dtype : dtype, default float32
        float16, float32 or float64.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "parameterized_truncated_normal"
        The name of the call.
    threads : int, default 1
        For how many threads of TensorFlow: its values depend on them if there are many.

    Returns
    -------
    Tensor

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/core/kernels/parameterized_truncated_normal_op.cc. A run raises
    InvalidArgumentError for parameters that are no distribution, and InternalError if
    a thousand candidates in a row were not accepted; the stream has moved then.

    Examples
    --------
    >>> draw = px.random.parameterized_truncated_normal([2], 5.0, 1.0, 4.0, 6.0, seed=3)
    >>> px.Session().run(draw)
    array([4.773859 , 4.7200527], dtype=float32)
    """
    shape = _arguments.checked_shape(shape)
    checked = _arguments.checked_dtype(dtype, TYPES, TypeError)
    parameters = (
        _arguments.checked_parameter(means, checked, "means"),
        _arguments.checked_parameter(stddevs, checked, "stddevs"),
        _arguments.checked_parameter(minvals, checked, "minvals"),
        _arguments.checked_parameter(maxvals, checked, "maxvals"),
    )
    sampler = ParameterizedSampler(shape, parameters, checked, threads)
    _arguments.check_version(sampler.arguments, "parameterized_truncated_normal")
    return _arguments.add_random(
        "ParameterizedTruncatedNormal", sampler, shape=sampler.shape, dtype=checked,
        name=name, default_name="parameterized_truncated_normal",
        inner="ParameterizedTruncatedNormal", seed=seed,
    )  # fmt: skip


def stateless_parameterized_truncated_normal(
    shape: Any,
    seed: Any,
    means: Any = 0.0,
    stddevs: Any = 1.0,
    minvals: Any = -2.0,
    maxvals: Any = 2.0,
    name: str | None = None,
    *,
    threads: SupportsIndex = 1,
) -> EagerTensor:
    """Draw from normal distributions, each cut to an interval, by a seed alone.

    Parameters
    ----------
    shape : sequence of int
        The shape of the result, which ends with that of the parameters, broadcast
        against each other.
    seed : sequence of two int
        As for `stateless_uniform`.
    means, stddevs, minvals, maxvals : array_like
        All of one dtype, float16, float32 or float64; Python numbers are float32.
    name : str, optional
        Ignored.
    threads : int, default 1
        As for `parameterized_truncated_normal`.

    Returns
    -------
    EagerTensor

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError, InternalError
        As `stateless_uniform`; InternalError if a thousand candidates in a row were not
        accepted.

    Examples
    --------
    >>> px.random.stateless_parameterized_truncated_normal(
    ...     [2], [1, 2], 0.0, 1.0, -1.0, 1.0)
    EagerTensor([ 0.68812084, -0.61590934], dtype=float32)
    """
    given = (means, stddevs, minvals, maxvals)
    names = ("means", "stddevs", "minvals", "maxvals")
    arrays = [_dtypes.as_array(x, k) for x, k in zip(given, names, strict=True)]
    dtype = arrays[0].dtype
    if dtype.name not in TYPES or any(array.dtype != dtype for array in arrays):
        raise InvalidArgumentError(
            f"the parameters must be of one dtype, {', '.join(TYPES)}, got "
            + ", ".join(array.dtype.name for array in arrays)
        )
    n_threads = _pieces.checked_threads(threads)
    stream = _stateless.stream_of(seed, None)
    dimensions = _stateless.immediate_shape(shape)
    batch = _stateless.broadcast_shapes(*arrays)
    samples = _arguments.count(
        _stateless.sample_shape(dimensions, batch, dtype, checks_empty=True)
    )
    n = _arguments.count(dimensions)
    if not n:
        return _values.immediate(np.empty(dimensions, dtype))
    rows = np.stack([np.broadcast_to(array, batch).reshape(-1) for array in arrays], 1)
    group = 2 if dtype == np.float64 else 4
    cut = _pieces.pieces(n, _cost(dtype, 1), n_threads)
    pieces = [
        (
            start,
            end - start,
            start // samples,
            samples - start % samples,
            samples,
            (2000 * start + group - 1) // group,
        )
        for start, end in cut
    ]
    values = _accepted(rows, *draw_parameterized(stream, dtype, rows, pieces, n, 0))
    by_sample = values.reshape(len(rows), samples).T
    return _values.immediate(np.ascontiguousarray(by_sample).reshape(dimensions))


class ParameterizedSampler:
    """Normals that are cut to intervals, one for all or one for each row."""

    def __init__(
        self,
        shape: tuple[int, ...] | Tensor,
        parameters: Parameters,
        dtype: np.dtype[Any],
        threads: SupportsIndex,
    ):
        self.arguments = (shape, *parameters)
        self.shape = _arguments.static_shape(shape)
        self._dtype = dtype
        self._threads = _pieces.checked_threads(threads)
        self._parameters = parameters

    def check(self) -> None:
        """Raise InvalidArgumentError for a bad shape."""
        shape = self.arguments[0]
        if not isinstance(shape, Tensor):
            _checked_shape(shape, self._dtype)
        _arguments.check_size(self.shape, self._dtype)

    def blocks(self) -> int | None:
        """Return TensorFlow's reservation, where shape and parameters' are known."""
        if not shapes.is_known(self.shape):
            return None
        known = [p.shape for p in self._parameters]
        if not all(map(shapes.is_known, known)):
            return None
        n_chunks, size, _ = _chunks(self.shape, known)
        return n_chunks * 2000 * (size + 3) // 4

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream."""
        dtype, threads = self._dtype, self._threads

        def draw(shape: Any, *parameters: Any) -> Any:
            dimensions = _checked_shape(shape, dtype)
            arrays = [np.asarray(p) for p in parameters]
            n_chunks, size, is_one = _chunks(dimensions, [a.shape for a in arrays])
            n = _arguments.count(dimensions)
            blocks = n_chunks * 2000 * (size + 3) // 4
            if not n:
                return np.empty(dimensions, dtype)
            rows = np.stack(
                [
                    np.broadcast_to(array.reshape(-1), 1 if is_one else n_chunks)
                    for array in arrays
                ],
                1,
            )
            pieces = [
                (
                    start * size,
                    min(end * size, n) - start * size,
                    start,
                    size,
                    size,
                    start * 2000 * (size + 3) // 4,
                )
                for start, end in _pieces.pieces(n_chunks, _cost(dtype, size), threads)
            ]
            values = _accepted(
                rows, *draw_parameterized(stream, dtype, rows, pieces, n, blocks)
            )
            return values.reshape(dimensions)

        return _arguments.with_arguments(draw, self.arguments)


def _checked_shape(shape: Any, dtype: np.dtype[Any]) -> tuple[int, ...]:
    dimensions = _arguments.run_shape(shape, dtype)
    if not dimensions:
        raise InvalidArgumentError(
            "shape must not be empty, got []: give [1] for one value"
        )
    return dimensions


def _chunks(
    shape: tuple[int, ...], parameters: list[tuple[int, ...]]
) -> tuple[int, int, bool]:
    """Return number and size of chunks, and whether all have the same parameters."""
    counts = [_arguments.count(p) for p in parameters]
    is_one = counts[:2] == [1, 1] and parameters[2:] == [(), ()]
    n = _arguments.count(shape)
    if is_one:
        return -(-n // _CHUNK), _CHUNK, True
    if any(len(p) > 1 for p in parameters) or any(
        count not in (1, shape[0]) for count in counts
    ):
        raise InvalidArgumentError(
            f"each parameter must be one number, or {shape[0]}, one for each of the "
            f"first dimension, got shapes {', '.join(map(str, parameters))}"
        )
    return shape[0], n // shape[0] if shape[0] else 0, False


def _cost(dtype: np.dtype[Any], samples: int) -> int:
    """Return what TensorFlow takes a chunk of so many samples to cost."""
    root, exponential = _COSTS[dtype.name]
    return 11 + root + exponential + 2 * (33 + exponential) * samples


def _accepted(rows: Any, values: Any, status: int) -> Any:
    if status == 1:
        _, stddev, low, high = rows.T
        is_good = (stddev > 0) & (low < high) & (np.isfinite(low) | np.isfinite(high))
        row = ", ".join(map(str, rows[np.argmin(is_good)]))
        raise InvalidArgumentError(
            "Invalid parameters: needed are stddev > 0, minval < maxval and a finite "
            f"limit, got mean, stddev, minval and maxval {row}"
        )
    if status == 2:
        raise InternalError(
            "a thousand candidates in a row were not accepted: give stddev and limits "
            "between which more values lie"
        )
    return values
