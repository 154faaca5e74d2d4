# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions: they run ops, and own random ops' streams and variables' values."""

from __future__ import annotations

import operator
import os
import threading
import weakref
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import Any, NamedTuple, Self

import numpy as np

from philoxseed import _threads
from philoxseed._core import CoreStream
from philoxseed._graph import defaults, folding, random_state, shapes
from philoxseed._graph.fetches import flatten
from philoxseed._graph.graph import Graph, get_default_graph
from philoxseed._graph.handle import Handle
from philoxseed._graph.operation import Evaluate, Operation
from philoxseed._graph.plan import Plan, named
from philoxseed._graph.tensor import Tensor
from philoxseed._seeds.streams import key_and_counter


class OpStream(NamedTuple):
    """The stream of a random op in one session, and the counter that it started at."""

    stream: CoreStream
    start: int


class Session(Handle):
    """Runs ops of a graph. Each random op has a stream of its own in each session.

    So has each variable a value of its own, from the run of its initializer on.

    Usable as a context manager: inside, it is the default session and its graph the
    default graph; at the end it is closed. Threads may share a session: each run of an
    op gets values of its own.

    Parameters
    ----------
    target : str, default ""
        There is no other target than this process.
    graph : Graph, optional
        The graph; by default the default graph.
    config : object, optional
        TensorFlow's options. Those that switch its graph optimizer off keep arithmetic
        as it is written; no other changes values.

    Raises
    ------
    TypeError
        If `graph` is not a graph.
    ValueError
        If `target` is not empty.

    Notes
    -----
    As tensorflow/python/client/session.py.

    Examples
    --------
    >>> a = px.random.uniform([2], seed=3)
    >>> with px.Session() as session:
    ...     print(session.run(a), session.run(a))
    [0.3869294  0.36002624] [0.19575107 0.07571161]
    """

    def __init__(
        self, target: str = "", graph: Graph | None = None, config: object = None
    ):
        if isinstance(target, Graph):
            raise TypeError(
                f"the first argument is target, got {target!r}: give a graph by "
                "keyword, as in Session(graph=graph)"
            )
        if target:
            raise ValueError(f"target must be empty, got {target!r}: runs are local")
        if graph is not None and not isinstance(graph, Graph):
            raise TypeError(
                f"Argument `graph` must be a Graph, got {graph!r} of type "
                f"{type(graph).__name__!r}"
            )
        self._graph = get_default_graph() if graph is None else graph
        self._folding = folding.rules_for(self._graph.profile.folding, config)
        self._closed = False
        self._streams: dict[Operation, OpStream] = {}
        # What a run of one tensor without feeds comes to; empty once closed.
        self._alone: dict[Tensor, Callable[[], Any]] = {}
        self._plans: dict[tuple[Any, ...], Plan] = {}
        self._values: dict[Operation, Any] = {}  # of variables
        # Plans hold streams: none is made while streams are forgotten.
        self._lock = _threads.opened_in_children(threading.Lock())
        _sessions.add(self)

    @property
    def graph(self) -> Graph:
        """The graph.

        Examples
        --------
        >>> px.Session().graph is px.get_default_graph()
        True
        """
        return self._graph

    def run(
        self, fetches: Any, feed_dict: Mapping[Tensor | str, Any] | None = None
    ) -> Any:
        """Run the ops that are needed for `fetches`, each once, and return the values.

        Parameters
        ----------
        fetches : Tensor, Operation, str, or nested list, tuple or dict of these
            What to run.
        feed_dict : mapping, optional
            From tensors, or their names, to the values that they have in this run. Ops
            that are then needed no more do not run.

        Returns
        -------
        numpy array, scalar or None, or nested list, tuple or dict of these
            The values, in the structure of `fetches`. Tensors of shape () give NumPy
            scalars, operations None, fed tensors what they were fed.

        Raises
        ------
        RuntimeError
            If the session is closed, or the graph has no ops.
        TypeError
            If a fetch or a feed is of a wrong type.
        ValueError
            If a fetch is not in the graph, or a fed value does not fit its tensor.
        InvalidArgumentError
            If a placeholder is not fed, or an op cannot work with an argument.
        FailedPreconditionError
            If a variable is read that has no value yet.

        Notes
        -----
        Fetches, feeds and the arguments that are known are checked before any op runs.

        Examples
        --------
        >>> a = px.random.uniform([2], seed=3)
        >>> px.Session().run({"a": a, "sum": a + 1})["sum"]
        array([1.3869294, 1.3600262], dtype=float32)
        """
        if feed_dict is None and type(fetches) is Tensor:
            run_alone = self._alone.get(fetches)
            if run_alone is not None:
                try:
                    return run_alone()
                except (ValueError, IndexError, MemoryError) as error:
                    raise named(error, fetches.op) from None
        return self._run(fetches, feed_dict)

    def _run(self, fetches: Any, feed_dict: Mapping[Tensor | str, Any] | None) -> Any:
        self._check_open()
        if not self._graph.version:
            raise RuntimeError(
                "The Session graph is empty. Make ops before calling run()"
            )
        feeds = self._checked_feeds(feed_dict)
        elements, rebuild = flatten(fetches, self._graph)
        plan = self._plan(elements, tuple(feeds))
        return rebuild(plan.run(list(feeds.values())))

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError(
                "Attempted to use a closed Session. Make another one, or use this one "
                "inside its `with` block"
            )

    def _checked_feeds(
        self, feed_dict: Mapping[Tensor | str, Any] | None
    ) -> dict[Tensor, np.ndarray[Any, Any]]:
        if feed_dict is None:
            return {}
        if not isinstance(feed_dict, Mapping):
            raise TypeError(
                "feed_dict must be a mapping from tensors to values, got "
                f"{type(feed_dict).__name__!r}"
            )
        feeds = {}
        for key, value in feed_dict.items():
            try:
                tensor = self._graph.as_graph_element(key, allow_operation=False)
            except (KeyError, TypeError, ValueError) as error:
                raise TypeError(
                    f"Cannot interpret feed_dict key as Tensor: {error.args[0]}"
                ) from None
            feeds[tensor] = _fed_value(tensor, value)
        return feeds

    def _plan(self, elements: tuple[Any, ...], fed: tuple[Tensor, ...]) -> Plan:
        key = elements, fed
        plan = self._plans.get(key)
        if plan is None:
            with self._lock:
                self._check_open()
                plan = Plan(
                    elements, fed, self._bound, self._values, self._stream_of,
                    self._folding, not self._graph.profile.keeps_subnormals,
                )  # fmt: skip
                plan = self._plans.setdefault(key, plan)
                if len(elements) == 1 and not fed and isinstance(elements[0], Tensor):
                    self._alone.setdefault(elements[0], plan.alone())
        return plan

    def _bound(self, operation: Operation) -> Evaluate:
        """Return what evaluates an op in this session."""
        if operation.access is not None:
            return operation.access.bind(self._values)
        if operation.sampler is not None:
            return operation.sampler.bind(self._stream_of(operation))
        assert operation.evaluate is not None, "placeholders are fed"
        return operation.evaluate

    def _stream_of(self, operation: Operation) -> CoreStream:
        return self._op_stream(operation).stream

    def _op_stream(self, operation: Operation) -> OpStream:
        """Return the stream of a random op, made when it is first needed.

        An op without a seed takes it from the operating system here.
        """
        found = self._streams.get(operation)
        if found is None:
            key, counter = key_and_counter(operation.seeds)
            stream = CoreStream(
                key,
                counter,
                old_normals=self._graph.profile.old_normals,
                adds_zeros=self._folding is None or not self._folding.drops_zeros,
            )
            found = self._streams.setdefault(operation, OpStream(stream, counter))
        return found

    def _forget_streams(self, without_seed_only: bool = False) -> None:
        with self._lock:
            self._alone.clear()
            self._plans.clear()
            for operation in list(self._streams):
                if operation.seeds is None or not without_seed_only:
                    self._streams.pop(operation, None)

    def get_random_state(self) -> dict[str, Any]:
        """Return how far the streams of all random ops of the graph have come.

        The values of variables are not part of it: run the variables to keep them.

        Returns
        -------
        dict
            Plain data, which JSON can hold: "version", "graph" (a fingerprint) and
            "ops", which has for each random op its name and the number of "blocks"
            that it has taken, and for one without a seed also "key" and "counter" of
            its stream's start.

        Raises
        ------
        RuntimeError
            If the session is closed.

        Examples
        --------
        >>> a = px.random.uniform([1], seed=3)
        >>> session = px.Session()
        >>> state = session.get_random_state()
        >>> first = session.run(a)
        >>> session.set_random_state(state)
        >>> session.run(a) == first
        array([ True])
        """
        self._check_open()
        states = {}
        for op in random_state.random_ops(self._graph):
            stream, start = self._op_stream(op)
            blocks = (stream.counter - start) % 2**128
            states[op] = random_state.StreamState(stream.key, start, blocks)
        return random_state.to_dict(self._graph, states)

    def set_random_state(self, state: dict[str, Any]) -> None:
        """Go on where a session of an equal graph was when it gave its state.

        Parameters
        ----------
        state : dict
            What `get_random_state` returned. It is checked whole before anything
            changes.

        Raises
        ------
        RuntimeError
            If the session is closed.
        TypeError, ValueError
            If the state is malformed, or of another version or graph.

        Examples
        --------
        >>> a = px.random.uniform([1], seed=3)
        >>> session = px.Session()
        >>> state = session.get_random_state()
        >>> session.set_random_state(state)
        """
        self._check_open()
        starts = {
            op: key_and_counter(op.seeds)
            for op in random_state.random_ops(self._graph)
            if op.seeds is not None
        }
        states = random_state.from_dict(self._graph, state, starts)
        for op, (key, start, blocks) in states.items():
            stream = self._op_stream(op).stream
            counter = (start + blocks) % 2**128
            stream.state = {**stream.state, "key": key, "counter": counter}
            self._streams[op] = OpStream(stream, start)

    def reset_random(self) -> None:
        """Let all random ops start again, as in a new session.

        Variables keep their values.

        Raises
        ------
        RuntimeError
            If the session is closed.

        Examples
        --------
        >>> a = px.random.uniform([1], seed=3)
        >>> session = px.Session()
        >>> first = session.run(a)
        >>> session.reset_random()
        >>> session.run(a) == first
        array([ True])
        """
        self._check_open()
        self._forget_streams()

    def skip(self, op: Tensor | Operation | str, runs: int = 1) -> None:
        """Move the stream of a random op on as `runs` runs of it do.

        Parameters
        ----------
        op : Tensor, Operation or str
            The op, its tensor or the name of one.
        runs : int, default 1
            How many runs; not negative.

        Raises
        ------
        RuntimeError
            If the session is closed.
        TypeError
            If `op` is none of these, or `runs` no integer.
        KeyError
            If there is no op of this name.
        ValueError
            If the op is of another graph, is not random, or takes a number of blocks
            that depends on what its inputs are; or if `runs` is negative.

        Examples
        --------
        >>> a = px.random.uniform([1], seed=3)
        >>> session = px.Session()
        >>> session.skip(a, 1)
        >>> session.run(a)
        array([0.6633445], dtype=float32)
        """
        self._check_open()
        element = self._graph.as_graph_element(op)
        operation = element.op if isinstance(element, Tensor) else element
        if operation.sampler is None:
            raise ValueError(
                f"op must be a random op, got {operation.name!r}, which is not a "
                f"random op but a {operation.type}"
            )
        blocks = operation.sampler.blocks()
        if blocks is None:
            raise ValueError(
                f"what a run of {operation.name!r} takes depends on its inputs, so "
                "that it cannot be skipped: run it instead"
            )
        try:
            runs = operator.index(runs)
        except TypeError:
            raise TypeError(f"runs must be an integer, got {runs!r}") from None
        if runs < 0:
            raise ValueError(f"runs must not be negative, got {runs}")
        if runs * blocks >= 1 << 64:
            raise ValueError(
                f"runs must be at most {((1 << 64) - 1) // blocks} here, got {runs}: "
                f"each run of {operation.name!r} takes {blocks} blocks, and at most "
                "2**64 - 1 can be skipped at a time"
            )
        self._op_stream(operation).stream.skip(runs * blocks)

    def close(self) -> None:
        """Forget streams and values, and refuse further runs. Closing twice is fine.

        Examples
        --------
        >>> session = px.Session()
        >>> session.close()
        """
        self._closed = True
        self._values.clear()
        self._forget_streams()

    def as_default(self) -> AbstractContextManager[Session]:
        """Return a context manager inside which this is the default session.

        It does not close the session, nor change the default graph.

        Examples
        --------
        >>> a = px.random.uniform([2], seed=3)
        >>> with px.Session().as_default():
        ...     a.eval()
        array([0.3869294 , 0.36002624], dtype=float32)
        """
        return defaults.sessions.using(self)

    def __enter__(self) -> Self:
        self._graph.__enter__()
        defaults.sessions.push(self)
        return self

    def __exit__(self, *exc_info: Any) -> None:
        defaults.sessions.remove(self)
        self._graph.__exit__()
        self.close()

    def __repr__(self) -> str:
        closed = ", closed" if self._closed else ""
        return f"<philoxseed.{type(self).__name__} of {self._graph!r}{closed}>"


class InteractiveSession(Session):
    """A session that is the default session from the start, until it is closed.

    A graph that it is given is then also the default graph.

    Parameters
    ----------
    target : str, default ""
        There is no other target than this process.
    graph : Graph, optional
        The graph; by default the default graph.
    config : object, optional
        TensorFlow's options. Those that switch its graph optimizer off keep arithmetic
        as it is written; no other changes values.

    Examples
    --------
    >>> session = tf.InteractiveSession()
    >>> tf.random_uniform([2], seed=3).eval()
    array([0.3869294 , 0.36002624], dtype=float32)
    >>> session.close()
    """

    def __init__(
        self, target: str = "", graph: Graph | None = None, config: object = None
    ):
        super().__init__(target, graph, config)
        self._defaults = ExitStack()
        if graph is not None:
            self._defaults.enter_context(graph.as_default())
        self._defaults.enter_context(self.as_default())

    def close(self) -> None:
        """Close the session, which is then no default any more."""
        self._defaults.close()
        super().close()


def get_default_session() -> Session | None:
    """Return the session that `Tensor.eval` uses in this thread, or None.

    Examples
    --------
    >>> with px.Session() as session:
    ...     px.get_default_session() is session
    True
    """
    return defaults.sessions.innermost()


def _fed_value(tensor: Tensor, value: Any) -> np.ndarray[Any, Any]:
    if isinstance(value, Tensor) or value is None:
        raise TypeError(
            f"The value fed for {tensor.name} must be numbers or an array, got {value}"
        )
    what = f"The value fed for {tensor.name}"
    dtype = tensor.dtype
    has_dtype = isinstance(value, (complex, np.ndarray, np.generic))
    if has_dtype and np.iscomplexobj(value) and dtype.kind != "c":
        raise TypeError(f"{what} must be {dtype.name}, got {value!r}")
    try:
        array = np.asarray(value, dtype=dtype)
    except OverflowError:
        raise TypeError(
            f"{what}, {value}, does not fit {dtype.name}: expected integers from "
            f"{np.iinfo(dtype).min} to {np.iinfo(dtype).max}"
        ) from None
    except (TypeError, NotImplementedError) as error:
        raise TypeError(f"{what} must be of {dtype.name}: {error}") from None
    except ValueError as error:
        raise ValueError(f"{what}: expected {dtype.name}, {error}") from None
    if not shapes.admits(tensor.shape, array.shape):
        raise ValueError(
            f"Cannot feed value of shape {array.shape} for Tensor {tensor.name}, which "
            f"has shape {tensor.shape}: expected a value of that shape"
        )
    return array


_sessions: weakref.WeakSet[Session] = weakref.WeakSet()


def _forget_unseeded_streams() -> None:
    """Let ops without a seed start anew, so that no two processes draw the same."""
    for session in _sessions:
        session._forget_streams(without_seed_only=True)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_unseeded_streams)
