# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Categorical draws."""

from __future__ import annotations

import math
import operator
from typing import Any, SupportsIndex

import numpy as np

from philoxseed import _dtypes, _values
from philoxseed._core import CoreStream, draw_classes, quick_categorical
from philoxseed._graph import shapes
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.operation import Evaluate
from philoxseed._graph.tensor import Tensor
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError, NotFoundError
from philoxseed.random import _arguments, _pieces, _stateless


def categorical(
    logits: Any,
    num_samples: Any,
    dtype: Any = None,
    seed: float | None = None,
    name: str | None = None,
    *,
    threads: SupportsIndex = 1,
) -> Tensor:
    """Make an op that draws classes with probabilities given by their logits.

    Parameters
    ----------
    logits : array_like or Tensor, shape (rows, classes)
        Logarithms of probabilities, up to a summand for each row; float16, bfloat16,
        float32 or float64. Those that are not finite stand for a probability of 0; a
        row of them alone gives the number of classes, which is no class.
    num_samples : int or Tensor of int32
        Samples of each row.
    dtype : {int64, int32}
        Of the result, by default int64.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "categorical"
        The name of the call.
    threads : int, default 1
        For how many threads of TensorFlow: its values depend on them if there are many
        rows. By default those that it gives with one.

    Returns
    -------
    Tensor of shape (rows, num_samples)

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As tensorflow/core/kernels/multinomial_op.cc.

    Examples
    --------
    >>> px.Session().run(px.random.categorical([[1.0, 1.0]], 5, seed=3))
    array([[0, 1, 0, 1, 0]])
    """
    return _made(logits, num_samples, dtype, seed, name, "categorical", threads)


def multinomial(
    logits: Any,
    num_samples: Any,
    seed: float | None = None,
    name: str | None = None,
    output_dtype: Any = None,
    *,
    threads: SupportsIndex = 1,
) -> Tensor:
    """Make an op that draws classes; see `categorical`.

    Parameters
    ----------
    logits, num_samples, seed, threads
        As for `categorical`.
    name : str, default "multinomial"
        The name of the call.
    output_dtype : {int64, int32}
        Of the result, by default int64.

    Returns
    -------
    Tensor of shape (rows, num_samples)

    Examples
    --------
    >>> tf.Session().run(tf.multinomial([[1.0, 1.0]], 5, seed=3))
    array([[0, 1, 0, 1, 0]])
    """
    return _made(logits, num_samples, output_dtype, seed, name, "multinomial", threads)


def stateless_categorical(
    logits: Any,
    num_samples: Any,
    seed: Any,
    dtype: Any = np.int64,
    name: str | None = None,
    *,
    threads: SupportsIndex = 1,
) -> EagerTensor:
    """Draw classes with probabilities given by their logits, by a seed alone.

    Parameters
    ----------
    logits, num_samples, dtype, threads
        As for `categorical`.
    seed : sequence of two int
        As for `stateless_uniform`.
    name : str, optional
        Ignored.

    Returns
    -------
    EagerTensor of shape (rows, num_samples)

    Raises
    ------
    TypeError, ValueError, InvalidArgumentError, NotFoundError
        As `stateless_uniform`; NotFoundError for logits of integers.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.stateless_categorical([[0.0, 1.0, 2.0]], 5, seed=[1, 2])
    EagerTensor([[2, 2, 1, 2, 2]])
    """
    if threads == 1:
        value = quick_categorical(EagerTensor, logits, num_samples, seed, dtype)
        if value is not None:
            return value
    stream = _stateless.stream_of(seed, None)
    table = _dtypes.as_array(logits, "logits")
    checked = _checked_dtype(dtype)
    sampler = CategoricalSampler(
        table, _checked_samples(num_samples, InvalidArgumentError), checked, threads
    )
    sampler.check()
    return _values.immediate(sampler.bind(stream)())


def stateless_multinomial(
    logits: Any,
    num_samples: Any,
    seed: Any,
    output_dtype: Any = np.int64,
    name: str | None = None,
    *,
    threads: SupportsIndex = 1,
) -> EagerTensor:
    """Draw classes; see `stateless_categorical`.

    Examples
    --------
    >>> tf.random.stateless_multinomial([[1.0, 1.0]], 5, [1, 2])
    EagerTensor([[1, 1, 0, 1, 1]])
    """
    return stateless_categorical(
        logits, num_samples, seed, output_dtype, name, threads=threads
    )


class CategoricalSampler:
    """Classes by their logits."""

    def __init__(
        self, logits: Any, n_samples: Any, dtype: np.dtype[Any], threads: SupportsIndex
    ):
        self.arguments = (logits, n_samples)
        self.kernel = ("Multinomial", logits.dtype.name, dtype.name)
        self._dtype = dtype
        self._threads = _pieces.checked_threads(threads)
        rows = None if logits.shape is None else logits.shape[:1] or (None,)
        known: Any = n_samples.op.value if isinstance(n_samples, Tensor) else n_samples
        columns = None if known is None or known < 0 else int(known)
        self.shape: shapes.Shape = shapes.joined(rows or (None,), (columns,))

    def check(self) -> None:
        """Raise InvalidArgumentError or NotFoundError for what a run refuses."""
        logits, n_samples = self.arguments
        if logits.dtype.name not in _arguments.FLOATS:
            raise NotFoundError(
                f"logits must be one of {', '.join(_arguments.FLOATS)}, got "
                f"{logits.dtype.name}"
            )
        if not isinstance(logits, Tensor):
            _check_logits(logits)
        if not isinstance(n_samples, Tensor):
            _check_samples(n_samples)

    def blocks(self) -> int | None:
        """Return what all samples take; see `_blocks`."""
        return _blocks(*self.shape) if shapes.is_known(self.shape) else None

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream."""
        dtype, threads = self._dtype, self._threads

        def draw(logits: Any, n_samples: Any) -> Any:
            _check_logits(logits)
            _check_samples(n_samples)
            (n_rows, n_classes), n = np.shape(logits), int(n_samples)
            blocks = _blocks(n_rows, n)
            if not blocks:
                return np.empty((n_rows, n), dtype)
            cost = int(50 * (n * math.log(n_classes) / math.log(2) + n_classes))
            pieces = _pieces.pieces(n_rows, cost, threads)
            drawn = draw_classes(stream, logits, n, pieces, blocks)
            return drawn.astype(dtype, copy=False)

        return _arguments.with_arguments(draw, self.arguments)


def _blocks(n_rows: int, n_samples: int) -> int:
    """Return TensorFlow's reservation: what samples take, by 256 as for floats."""
    return 256 * n_rows * 2 * 4 * -(-n_samples // 4)


def _made(
    logits: Any,
    num_samples: Any,
    dtype: Any,
    seed: float | None,
    name: str | None,
    default_name: str,
    threads: SupportsIndex,
) -> Tensor:
    table = logits if isinstance(logits, Tensor) else _dtypes.as_array(logits, "logits")
    checked = _checked_dtype(dtype)
    n_samples = _checked_samples(num_samples, ValueError)
    if table.shape is not None and len(table.shape) != 2:
        raise InvalidArgumentError(
            f"logits should be a matrix, got shape {list(table.shape)}"
        )
    sampler = CategoricalSampler(table, n_samples, checked, threads)
    if not (get_default_graph().runs_at_once or isinstance(n_samples, Tensor)):
        _check_samples(n_samples)
    _arguments.check_version(sampler.arguments, default_name)
    return _arguments.add_random(
        "Multinomial", sampler, shape=sampler.shape, dtype=checked, name=name,
        default_name=default_name, inner="Multinomial", seed=seed,
    )  # fmt: skip


def _checked_dtype(dtype: Any) -> np.dtype[Any]:
    return _arguments.checked_dtype(
        np.int64 if dtype is None else dtype, _arguments.INTEGERS
    )


def _checked_samples(n_samples: Any, error: type[Exception]) -> Any:
    """Return a number of samples as an int, or as a tensor of int32."""
    if isinstance(n_samples, Tensor):
        if n_samples.dtype != np.int32:
            raise TypeError(f"num_samples must be int32, got {n_samples}")
        if n_samples.shape not in (None, ()):
            raise error(f"num_samples should be a scalar, got {n_samples}")
        return n_samples
    if np.ndim(n_samples):
        raise error(
            f"num_samples should be a scalar, got shape {list(np.shape(n_samples))}"
        )
    try:
        return operator.index(n_samples)
    except TypeError:
        raise TypeError(f"num_samples must be an integer, got {n_samples!r}") from None


def _check_logits(logits: Any) -> None:
    shape = np.shape(logits)
    if len(shape) != 2:
        raise InvalidArgumentError(
            f"logits should be a matrix, got shape {list(shape)}"
        )
    if not shape[1]:
        raise InvalidArgumentError(
            "num_classes should be positive, got 0: logits must not be empty"
        )


def _check_samples(n_samples: Any) -> None:
    if np.ndim(n_samples):
        raise InvalidArgumentError(f"num_samples should be a scalar, got {n_samples}")
    if n_samples < 0:
        raise InvalidArgumentError(
            f"num_samples should be non-negative, got {n_samples}"
        )
