# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Graphs: the ops that were made, their names and their seeds.

Values and streams are not known here; they belong to sessions.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Never

import numpy as np

from philoxseed import _threads
from philoxseed._graph.collections import Collections
from philoxseed._graph.defaults import ThreadStack
from philoxseed._graph.elements import Elements
from philoxseed._graph.handle import Handle
from philoxseed._graph.names import Names
from philoxseed._graph.operation import (
    Access,
    Evaluate,
    Operation,
    Sampler,
    SeedOrigin,
)
from philoxseed._graph.shapes import Shape
from philoxseed._graph.tensor import Tensor
from philoxseed._seeds import policies, profiles, rules
from philoxseed._seeds.op_ids import OpIds
from philoxseed._seeds.policies import NewOp


class _Order(threading.local):
    """What the ops that a thread makes run after, in one graph."""

    control_inputs: tuple[Operation, ...] = ()


class Graph(Elements, Handle):
    """A set of ops with names, a graph-level seed and a count of automatic op seeds.

    Usable as a context manager: inside, it is the default graph, to which new ops
    are added. Different threads have different default graphs, and are in different
    scopes of one graph, which they may build together.

    Parameters
    ----------
    tensorflow : str, optional
        The TensorFlow whose rules for automatic op seeds the graph follows, and whose
        last bits: "1.0", "1.15", "2.3" (the default) or another version from "0.6" to
        "2.21".
    op_seeds : {None, "name"}
        "name": the automatic op seed of an op is a hash of its name, whatever other
        ops there are. Each random op then needs ``name=``.
    require_op_seeds : bool, default False
        Refuse random ops without a seed of their own.

    Raises
    ------
    TypeError, ValueError
        If the version is not known, or given beside ``op_seeds="name"``.

    Examples
    --------
    >>> with px.Graph().as_default() as graph:
    ...     px.set_random_seed(1234)
    ...     a = px.random.uniform([2])
    >>> px.Session(graph=graph).run(a)
    array([0.13047123, 0.9760946 ], dtype=float32)
    """

    runs_at_once = False
    """Whether ops give values, so that what is wrong with them is found in kernels."""

    def __init__(
        self,
        *places: Never,
        tensorflow: str | None = None,
        op_seeds: str | None = None,
        require_op_seeds: bool = False,
    ) -> None:
        if places:
            raise TypeError(
                f"Graph takes its options by keyword, got {places[0]!r}: a version is "
                "given as Graph(tensorflow='1.15')"
            )
        self._profile = profiles.find(tensorflow)
        self._op_seeds = policies.policy(
            self._profile, op_seeds, is_profile_given=tensorflow is not None
        )
        self._is_version_chosen = tensorflow is not None or op_seeds is not None
        self._asks_for_version = False
        self._requires_op_seeds = require_op_seeds
        Elements.__init__(self)
        self._lock = _threads.opened_in_children(threading.Lock())
        self._names = Names(self._lock)
        self._collections = Collections()
        self._order = _Order()
        self._seed: float | None = None
        self._finalized = False

    @property
    def seed(self) -> float | None:
        """The graph-level seed, or None."""
        return self._seed

    @property
    def profile(self) -> profiles.Profile:
        """What depends on the version of TensorFlow."""
        return self._profile

    @property
    def collections(self) -> Collections:
        """The lists of what belongs together, such as its variables."""
        return self._collections

    @property
    def version(self) -> int:
        """A number that grows with each op; 0 for an empty graph."""
        return len(self._operations)

    @property
    def finalized(self) -> bool:
        """Whether no ops can be added any more."""
        return self._finalized

    def finalize(self) -> None:
        """Refuse new ops from now on. The seed can still be set."""
        self._finalized = True

    def set_random_seed(self, seed: float | None) -> None:
        """Set the graph-level seed, for ops that are made from now on.

        Parameters
        ----------
        seed : int or None
            Any integer; it counts modulo 2**31 - 1. None for no seed.

        Raises
        ------
        TypeError
            If it is no number, or NaN or infinite.

        Warns
        -----
        UserWarning
            If it is a float, which is truncated.
        """
        self._seed = rules.checked(seed, "seed")

    def get_seed(self, op_seed: float | None) -> tuple[int | None, int | None]:
        """Return the pair of seeds that an op made now would get, and count it as one.

        See `philoxseed.get_seed`.
        """
        op_seed = rules.checked(op_seed, "op_seed")
        self._warn_of_version(op_seed)
        with self._lock:
            seeds = self._attributes(self._seed_origin(op_seed, None, ""))
        if seeds is None and self._seed is None and op_seed is None:
            return None, None
        return seeds or (0, 0)

    def advance_op_ids(self, n: int) -> None:
        """Count `n` ops that TensorFlow makes here and philoxseed does not.

        Only graphs by the rules of TensorFlow up to 2.1 have op ids; for others, this
        does nothing. It stands for ops of other kinds (variables, layers, optimizers),
        and, right before them, for expressions of which it is not known how many ops
        they are.

        Parameters
        ----------
        n : int
            How many; 0 if none stand for the expressions that follow.

        Raises
        ------
        TypeError, ValueError
            If it is no integer, or negative.
        """
        n = policies.checked_count(n)
        with self._lock:
            self._op_seeds.advance(n)

    def as_default(self) -> AbstractContextManager[Graph]:
        """Return a context manager inside which this is the default graph."""
        return default_graphs.using(self)

    def __enter__(self) -> Graph:
        default_graphs.push(self)
        return self

    def __exit__(self, *exc_info: Any) -> None:
        default_graphs.remove(self)

    def name_scope(self, name: str | None) -> AbstractContextManager[str]:
        """Return a context manager inside which new names are put below `name`."""
        return self._names.enter(name)

    @contextmanager
    def call_scope(self, name: str | None, default_name: str) -> Iterator[str]:
        """Put the ops of one call below its name, which is free again if none comes.

        If the name was given, default names of ops in it are as good as given ones:
        they will stay what they are whatever other ops there are.
        """
        chosen = default_name if name is None else name
        with self._names.enter(chosen, names_ops=name is not None) as scope:
            try:
                yield scope
            except BaseException:
                with self._lock:
                    if not any(made.startswith(scope) for made in self._operations):
                        self._names.give_back(scope[:-1])
                raise

    def get_name_scope(self) -> str:
        """Return the full name of the scope that new names are put below, or ""."""
        return self._names.scope

    @property
    def has_control_dependencies(self) -> bool:
        """Whether new ops have an order now, by `control_dependencies`."""
        return bool(self._order.control_inputs)

    @contextmanager
    def control_dependencies(
        self, control_inputs: Sequence[Any] | None
    ) -> Iterator[None]:
        """Let the ops that are made inside run after these tensors and operations.

        Parameters
        ----------
        control_inputs : sequence of Tensor or Operation, or None
            None for no order at all, whatever contexts are around.

        Raises
        ------
        TypeError, ValueError
            If one is neither, or belongs to another graph.
        """
        is_list = (
            isinstance(control_inputs, Sequence) and type(control_inputs) is not str
        )
        if control_inputs is not None and not is_list:
            raise TypeError(
                "control_inputs must be a list of tensors and operations, or None, got "
                f"{control_inputs!r}"
            )
        elements = [self.as_graph_element(x) for x in control_inputs or ()]
        added = [x.op if isinstance(x, Tensor) else x for x in elements]
        order = self._order
        outer = order.control_inputs
        base = () if control_inputs is None else outer
        order.control_inputs = tuple(dict.fromkeys([*base, *added]))
        try:
            yield
        finally:
            order.control_inputs = outer

    def count_ops(self, n: int) -> None:
        """Count ops that TensorFlow makes of a call that makes none here."""
        with self._lock:
            self._op_seeds.count(n)

    def skip_seed(self, op_seed: float | None) -> None:
        """Take the automatic op seed of a random op that TensorFlow leaves out."""
        if op_seed is None and self._seed is not None:
            with self._lock:
                self._op_seeds.skip()

    @contextmanager
    def counted_as(self, ids: OpIds) -> Iterator[None]:
        """Count the ops that are made inside as one call of TensorFlow's.

        It concerns op ids only; the call has at most one random op.
        """
        with self._lock:
            self._op_seeds.begin_call(ids)
        try:
            yield
        finally:
            with self._lock:
                self._op_seeds.end_call()

    def add(
        self,
        type: str,
        *,
        name: str,
        is_named: bool = True,
        inner: str = "",
        inputs: Sequence[Tensor] = (),
        control_inputs: Sequence[Operation] = (),
        evaluate: Evaluate | None = None,
        sampler: Sampler | None = None,
        access: Callable[[Operation], Access] | None = None,
        output: Callable[[Operation, Shape, np.dtype[Any]], Tensor] = Tensor,
        value: np.ndarray[Any, Any] | np.generic | None = None,
        constants: int = 0,
        n_ops: int | None = None,
        shape: Shape = None,
        dtype: np.dtype[Any] | None = None,
        op_seed: float | None = None,
    ) -> Operation:
        """Make an operation of this graph, whose arguments the caller has checked.

        Parameters
        ----------
        type : str
            What it does.
        name : str
            The name of the call.
        is_named : bool
            Whether the user gave that name.
        inner : str
            TensorFlow's name for the result inside the call's scope, if it is there.
        inputs, control_inputs, evaluate, sampler, value, constants
            As the operation holds them. The control inputs of `control_dependencies`
            are added.
        access : callable, optional
            From the operation to what it does with a variable.
        output : callable, default Tensor
            From the operation, shape and dtype to what stands for its result.
        n_ops : int, optional
            How many ops it is in the graph's TensorFlow, if it is no random op, and
            its type does not say so already.
        shape, dtype
            Of its result; dtype None for an op without a value.
        op_seed : int, optional
            The seed of a random op, as the user gave it.

        Raises
        ------
        RuntimeError
            If the graph is finalized.
        TypeError, ValueError
            If the name or the seed is bad, or an input belongs to another graph.
        """
        new = NewOp(
            type,
            is_random=sampler is not None,
            constants=constants,
            is_of_integers=bool(inputs) and inputs[0].dtype.kind in "iu",
            n_ops=n_ops,
        )
        inputs = [tensor.as_input() for tensor in inputs]
        if new.is_random:
            self._warn_of_version(op_seed)
        with self._lock:
            self._check_addition(name, inputs)
            op_seed = rules.checked(op_seed, "seed")
            is_lasting = is_named or self._names.names_ops
            self._check_seed(new, op_seed, name if is_lasting else None)
            # Nothing is refused from here on, so names and seeds may be taken.
            scope = self._names.take(name)
            origin = self._seed_origin(op_seed, new, scope) if new.is_random else None
            operation = Operation(
                self,
                type,
                name=self._names.unique(f"{scope}/{inner}") if inner else scope,
                scope=scope,
                inputs=inputs,
                control_inputs=(*self._order.control_inputs, *control_inputs),
                evaluate=evaluate,
                sampler=sampler,
                access=access,
                output=output,
                value=value,
                constants=constants,
                seed_origin=origin,
                seeds=None if origin is None else self._attributes(origin),
                shape=shape,
                dtype=dtype,
            )
            self._operations[operation.name] = operation
            self._results[scope] = operation
            self._op_seeds.note_op(new, scope)
        return operation

    def _check_addition(self, name: str, inputs: Sequence[Tensor]) -> None:
        if self._finalized:
            raise RuntimeError(
                f"The graph is finalized and cannot be modified, got a new op "
                f"{name!r}: make all ops before finalize()"
            )
        self._names.check(name)
        for tensor in inputs:
            if tensor.graph is not self:
                raise ValueError(
                    f"{tensor} is not an element of this graph: the inputs of an op "
                    "must be of one graph"
                )

    def _check_seed(self, new: NewOp, op_seed: float | None, name: str | None) -> None:
        if new.is_random and self._requires_op_seeds and op_seed is None:
            raise ValueError(
                f"the graph was made with require_op_seeds=True, and this {new.type} "
                "has no seed: give it seed="
            )
        self._op_seeds.check(new, name and self._names.full_if_new(name))

    def _warn_of_version(self, op_seed: float | None) -> None:
        """Warn, once in a process, of an automatic op seed that may be another one."""
        global _was_warned
        if not self._asks_for_version or _was_warned:
            return
        if op_seed is not None or self._seed is None:
            return
        warnings.warn(
            "this automatic op seed follows the rule of TensorFlow 2.2 and later. "
            "TensorFlow up to 2.1 had another rule, and gave other numbers: choose the "
            "one that printed yours, by reset_default_graph(tensorflow='1.15') or "
            "tensorflow='2.3' at the top of the script, or Graph(tensorflow=...)",
            stacklevel=rules.caller_level(),
        )
        _was_warned = True

    def _seed_origin(
        self, op_seed: float | None, new: NewOp | None, scope: str
    ) -> SeedOrigin:
        """Return the seeds of an op that is about to be made, or is counted as one."""
        source = "explicit"
        if op_seed is None and self._seed is None:
            source = "operating system"
        elif op_seed is None:
            op_seed = self._op_seeds.take_seed(new, scope)
            source = self._op_seeds.source
        return SeedOrigin(self._seed, op_seed, source)

    def _attributes(self, origin: SeedOrigin) -> tuple[int, int] | None:
        return rules.seed_attributes(
            origin.graph_seed,
            origin.op_seed,
            keeps_zero_seeds=self._profile.keeps_zero_seeds,
        )

    def add_to_collection(self, name: Any, value: Any) -> None:
        """Add something to the collection `name`."""
        self._collections.add(name, value)

    def get_collection(self, name: Any, scope: str | None = None) -> list[Any]:
        """Return a new list of what is in the collection `name`.

        Parameters
        ----------
        name : hashable
            The collection.
        scope : str, optional
            A regular expression that names must match from their start on; what has
            no name is left out.
        """
        return self._collections.get(name, scope)

    def get_collection_ref(self, name: Any) -> list[Any]:
        """Return the collection `name` itself, which is made if there is none."""
        return self._collections.ref(name)

    def __repr__(self) -> str:
        return f"<philoxseed.Graph of {self.version} operations, seed={self._seed}>"


_was_warned = False


class _GraphStack(ThreadStack[Graph]):
    """The graphs that were entered, above one that is always there."""

    def __init__(self) -> None:
        super().__init__()
        self.outermost = Graph()


default_graphs = _GraphStack()


def get_default_graph() -> Graph:
    """Return the graph that new ops are added to, in this thread.

    Examples
    --------
    >>> px.get_default_graph()
    <philoxseed.Graph of 0 operations, seed=None>
    """
    return default_graphs.innermost() or default_graphs.outermost


def reset_default_graph(*others: Never, tensorflow: str | None = None) -> None:
    """Make a new graph this thread's default graph: without ops, seed and op seeds.

    Parameters
    ----------
    tensorflow : str, optional
        The version whose rules the graph follows, as for `Graph`.

    Raises
    ------
    AssertionError
        Inside the context of a graph.
    TypeError, ValueError
        If the version is not known, or not given by name.

    Examples
    --------
    >>> px.reset_default_graph(tensorflow="1.15")
    >>> px.random.uniform([2]).op.seeds
    """
    if others:
        raise TypeError(
            f"got {', '.join(map(repr, others))} without a name: a version is given as "
            "reset_default_graph(tensorflow='1.15')"
        )
    if len(default_graphs):
        raise AssertionError(
            "reset_default_graph cannot be used inside `with graph.as_default():`; "
            "make a new Graph instead"
        )
    default_graphs.outermost = Graph(tensorflow=tensorflow)
