# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Functions that are traced into graphs, as by ``tf.function``.

A trace has the global seed that was set when it was made, and numbers its seedless ops
0, 1, 2 ... itself; its streams go on from call to call.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from philoxseed import _values
from philoxseed._graph.eager import TracedGraph, eager_graph
from philoxseed._graph.inputs import constant, placeholder
from philoxseed._graph.session import Session
from philoxseed._graph.tensor import Tensor


class Function:
    """A function whose ops are made at the first call for arguments of a kind.

    Parameters
    ----------
    python_function : callable
        What is traced. Arrays among its arguments become tensors; all else is part of
        the kind.
    """

    def __init__(self, python_function: Callable[..., Any]):
        self.python_function = python_function
        self._traces: dict[Any, _Trace] = {}
        functools.update_wrapper(self, python_function)
        eager_graph.when_reset(self._restart)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the ops and return the values, arrays in the structure of the result."""
        flat = [*args, *kwargs.values()]
        arrays = [a for a in flat if isinstance(a, np.ndarray)]
        kind = (
            len(args),
            tuple(kwargs),
            *(
                (a.dtype, a.shape) if isinstance(a, np.ndarray) else _key(a)
                for a in flat
            ),
        )
        trace = self._traces.get(kind)
        if trace is None:
            trace = _Trace(self.python_function, args, kwargs)
            self._traces[kind] = trace
        return trace.run(arrays)

    def _restart(self) -> None:
        for trace in self._traces.values():
            trace.session.reset_random()


class _Trace:
    """A graph made by one call, and the session that runs it."""

    def __init__(
        self, function: Callable[..., Any], args: Any, kwargs: Mapping[str, Any]
    ):
        graph = TracedGraph()
        graph.set_random_seed(eager_graph.seed)
        self._inputs: list[Tensor] = []
        with graph.as_default():
            positional = [self._given(a) for a in args]
            named = {k: self._given(a) for k, a in kwargs.items()}
            self._outputs = _fetchable(function(*positional, **named))
        self.session = Session(graph=graph)
        self._is_empty = graph.version == 0

    def _given(self, argument: Any) -> Any:
        if not isinstance(argument, np.ndarray):
            return argument
        tensor = placeholder(argument.dtype, argument.shape)
        self._inputs.append(tensor)
        return tensor

    def run(self, arrays: list[Any]) -> Any:
        """Return the values for arrays in place of those that were traced with."""
        if self._is_empty or self._outputs is None:
            return _immediate(self._outputs)
        feeds: dict[Tensor | str, Any] = {}
        feeds.update(zip(self._inputs, map(np.asarray, arrays), strict=True))
        return _immediate(self.session.run(self._outputs, feeds))


def _key(argument: Any) -> Any:
    try:
        hash(argument)
    except TypeError:
        raise TypeError(
            f"an argument of a traced function must be an array or hashable, got "
            f"{argument!r}"
        ) from None
    return type(argument), argument


def _fetchable(value: Any) -> Any:
    """Return a structure with constants in place of plain values."""
    if value is None or isinstance(value, Tensor):
        return value
    if isinstance(value, Mapping):
        return {k: _fetchable(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([_fetchable(v) for v in value])
    return constant(value)


def _immediate(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {k: _immediate(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([_immediate(v) for v in value])
    return _values.immediate(value)


def function(func: Callable[..., Any] | None = None, **ignored: Any) -> Any:
    """Decorate a function, so that its ops are traced and then run.

    Parameters
    ----------
    func : callable, optional
        What to trace; without it, what decorates is returned.
    **ignored
        TensorFlow's other parameters.

    Returns
    -------
    Function

    Notes
    -----
    Draws, NumPy's arithmetic and whatever else makes tensors can be traced; Python's
    ``if`` and ``for`` are those of the trace. A function that is traced in another's
    trace makes its ops there.

    Examples
    --------
    >>> import philoxseed.compat.v2 as tf
    >>> tf.random.set_seed(1234)
    >>> @tf.function
    ... def noise():
    ...     return tf.random.uniform([2])
    >>> noise()
    EagerTensor([0.13047123, 0.9760946 ], dtype=float32)
    """
    return Function if func is None else Function(func)
