# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Eager mode: a graph whose ops run as they are made, and are then forgotten."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec

import numpy as np

from philoxseed import _values
from philoxseed._core import CoreStream
from philoxseed._graph.graph import Graph, default_graphs
from philoxseed._graph.operation import Evaluate, Sampler
from philoxseed._graph.tensor import Tensor
from philoxseed._seeds.eager import EagerSeeds
from philoxseed._seeds.streams import key_and_counter

P = ParamSpec("P")


class EagerResult:
    """What is left of an op that ran: its value, where an operation has tensors."""

    __slots__ = ("outputs",)

    def __init__(self, value: Any):
        self.outputs: tuple[Any, ...] = (_values.immediate(value),)


class EagerGraph(Graph):
    """A graph for TensorFlow 2's eager mode, of which a process has one.

    Calls of kernels with equal type, dtypes and seeds share a stream, as they share a
    kernel in TensorFlow; shapes and parameters do not matter.
    """

    runs_at_once = True

    def __init__(self) -> None:
        super().__init__()
        self._seeds = EagerSeeds()
        self._streams: dict[tuple[Any, ...], CoreStream] = {}
        self._when_reset: list[weakref.WeakMethod[Callable[[], None]]] = []

    def set_random_seed(self, seed: float | None) -> None:
        """Set the global seed, and let all streams start again."""
        seeds = EagerSeeds(seed)
        with self._lock:
            self._seeds = seeds
            self._streams = {}
            called = [reference() for reference in self._when_reset]
        for reset in called:
            if reset is not None:
                reset()

    def when_reset(self, reset: Callable[[], None]) -> None:
        """Call a method whenever the global seed is set, while its object lives."""
        with self._lock:
            alive = [other for other in self._when_reset if other() is not None]
            self._when_reset = [*alive, weakref.WeakMethod(reset)]

    @property
    def seed(self) -> float | None:
        """The global seed, or None."""
        return self._seeds.seed

    def get_seed(self, op_seed: float | None) -> tuple[int | None, int | None]:
        """Return the pair of seeds that an op called now would get."""
        with self._lock:
            seeds = self._seeds.take(op_seed)
        if seeds is None and self.seed is None and op_seed is None:
            return None, None
        return seeds or (0, 0)

    def add(  # type: ignore[override]
        self,
        type: str,
        *,
        inputs: Sequence[Tensor] = (),
        evaluate: Evaluate | None = None,
        sampler: Sampler | None = None,
        dtype: np.dtype[Any] | None = None,
        op_seed: float | None = None,
        **ignored: Any,
    ) -> EagerResult:
        """Run an op at once; see `Graph.add`. It keeps no name and no shape."""
        if sampler is not None:
            stream = self._stream(_kernel(type, sampler, dtype), op_seed)
            sampler.check()
            return EagerResult(sampler.bind(stream)())
        if evaluate is None:
            raise RuntimeError(
                f"{type} has no value in eager mode: make it in a graph, inside `with "
                "Graph().as_default():`"
            )
        return EagerResult(evaluate(*inputs))

    def _stream(self, kernel: tuple[Any, ...], op_seed: float | None) -> CoreStream:
        with self._lock:
            seeds = self._seeds.take(op_seed)
            if seeds is None:
                # Fresh bits for each call, so that no two processes draw the same.
                return CoreStream(*key_and_counter(None), adds_zeros=True)
            stream = self._streams.get((kernel, seeds))
            if stream is None:
                stream = CoreStream(*key_and_counter(seeds), adds_zeros=True)
                self._streams[kernel, seeds] = stream
            return stream


def _kernel(type: str, sampler: Sampler, dtype: Any) -> tuple[Any, ...]:
    """Return what tells TensorFlow's kernels apart, but for their seeds."""
    kernel = getattr(sampler, "kernel", (type, dtype.name))
    return (*kernel, _values.is_wide_shape(sampler.arguments[0]))


eager_graph = EagerGraph()
"""The one of this process."""


def immediately(function: Callable[P, Any]) -> Callable[P, Any]:
    """Return a function that makes ops as one that runs them.

    Inside of a `compat.v2.function` that is being traced, it makes ops.
    """

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> Any:
        if isinstance(default_graphs.innermost(), TracedGraph):
            return function(*args, **kwargs)
        default_graphs.push(eager_graph)
        try:
            return function(*args, **kwargs)
        finally:
            default_graphs.remove(eager_graph)

    return call


def in_trace_or(
    traced: Callable[..., Any], immediate: Callable[P, Any]
) -> Callable[P, Any]:
    """Return a function that makes ops while one is traced, and else gives values."""

    @functools.wraps(immediate)
    def call(*args: P.args, **kwargs: P.kwargs) -> Any:
        is_traced = isinstance(default_graphs.innermost(), TracedGraph)
        return (traced if is_traced else immediate)(*args, **kwargs)

    return call


class TracedGraph(Graph):
    """The graph of a function that is traced."""
