# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Operations: the nodes of graphs. What they compute is given by their makers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

import numpy as np

from philoxseed._core import CoreStream
from philoxseed._graph import defaults
from philoxseed._graph.handle import Handle
from philoxseed._graph.shapes import Shape
from philoxseed._graph.tensor import Tensor

if TYPE_CHECKING:
    from philoxseed._graph.graph import Graph
    from philoxseed._graph.session import Session

Evaluate = Callable[..., Any]
"""From the values of an op's inputs, in order, to its value."""


StreamOf = Callable[["Operation"], CoreStream]
"""From a random op to its stream."""


class Sampler(Protocol):
    """What a random op does with its stream.

    Attributes
    ----------
    arguments : tuple
        What it is made of. Those that are tensors are the op's inputs, in order.
    """

    arguments: tuple[Any, ...]

    def check(self) -> None:
        """Raise InvalidArgumentError for arguments that no run can work with."""

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws the op's next value from a stream."""

    def blocks(self) -> int | None:
        """Return by how much a run moves the stream; None if that depends on inputs."""


class Parts(NamedTuple):
    """What values are made of that are ``draw * scale + offset``.

    Scale and offset are given by arrays and tensors.
    """

    size: Any
    """The shape of the draw, a tuple or a tensor."""
    shape: Shape
    """What is known of it."""
    scale: tuple[Any, ...]
    """The scale, or what it is the difference of: something and the offset.

    Nothing if there is none.
    """
    offset: Any | None
    names: tuple[str, str]
    """TensorFlow's for the parameters, in their order."""
    bind: Callable[[CoreStream, float, float], Evaluate | None]
    """From a stream, scale and offset to what draws, if one step of the stream can."""


@runtime_checkable
class HasParts(Protocol):
    """A sampler of such values."""

    def parts(self) -> Parts:
        """Return what they are made of."""


class Access(Protocol):
    """What an op does with the value that a variable has in a session.

    Attributes
    ----------
    variable : Operation
        The operation that stands for the variable: the key of its value.
    reads : bool
        Whether the variable must have a value by then.
    writes : bool
        Whether it has one after that.
    initializes : bool
        Whether it is the variable's initializer.
    """

    @property
    def variable(self) -> Operation: ...
    @property
    def reads(self) -> bool: ...
    @property
    def writes(self) -> bool: ...
    @property
    def initializes(self) -> bool: ...

    def bind(self, values: dict[Operation, Any]) -> Evaluate:
        """Return what evaluates the op in the session that has these values."""


class SeedOrigin(NamedTuple):
    """The seeds that a random op was made with, and where the op seed is from."""

    graph_seed: float | None
    op_seed: float | None
    source: str


class Operation(Handle):
    """A node of a graph, as `Graph.add` made it: nothing of it changes.

    What it has beside the attributes that TensorFlow knows (`graph`, `name`, `type`,
    `inputs`, `outputs`) is for this package, and may change.

    Examples
    --------
    >>> op = px.random.uniform([2], seed=3).op
    >>> op.type, op.seeds
    ('RandomUniform', (87654321, 3))
    """

    __slots__ = {
        "access": "What it does with a variable's value; None for most.",
        "constants": "How many of its arguments are no tensors.",
        "control_inputs": "The operations that run before it, a tuple.",
        "evaluate": "From the values of its inputs to its own; None for a placeholder "
        "and for an op with a sampler or an access.",
        "graph": "The graph that it belongs to.",
        "inputs": "The tensors that it is computed from, a tuple.",
        "name": "Its name, unique in the graph.",
        "outputs": "Its result, in a tuple that is empty if it has no value.",
        "sampler": "What a random op does with its stream; None for others.",
        "scope": "The name of the call that made it, which `name` may stand inside of.",
        "seed_origin": "The seeds that a random op was made with, and where the op "
        "seed is from; None for other ops.",
        "seeds": "The attributes ``(seed, seed2)`` of a random op's kernel; None for "
        "one without a seed, and for other ops.",
        "type": "TensorFlow's name for what it does, or NumPy's for a NumPy call.",
        "value": "The value that it has in every run, if it is known now, or None.",
    }

    def __init__(
        self,
        graph: Graph,
        type: str,
        *,
        name: str,
        scope: str,
        inputs: Sequence[Tensor],
        control_inputs: Sequence[Operation],
        evaluate: Evaluate | None,
        sampler: Sampler | None,
        access: Callable[[Operation], Access] | None,
        output: Callable[[Operation, Shape, np.dtype[Any]], Tensor],
        value: np.ndarray[Any, Any] | np.generic | None,
        constants: int,
        seed_origin: SeedOrigin | None,
        seeds: tuple[int, int] | None,
        shape: Shape,
        dtype: np.dtype[Any] | None,
    ):
        self.graph = graph
        self.name = name
        self.scope = scope
        self.type = type
        self.inputs = tuple(inputs)
        self.control_inputs = tuple(control_inputs)
        self.evaluate = evaluate
        self.sampler = sampler
        self.access = None if access is None else access(self)
        self.value = value
        self.constants = constants
        self.seed_origin = seed_origin
        self.seeds = seeds
        self.outputs: tuple[Tensor, ...] = (
            () if dtype is None else (output(self, shape, dtype),)
        )

    def run(
        self,
        feed_dict: Mapping[Tensor | str, Any] | None = None,
        session: Session | None = None,
    ) -> None:
        """Run the op in a session, the default one if None.

        Raises
        ------
        ValueError
            If there is no session, or it is one of another graph.
        """
        self.session_for(session, "run()").run(self, feed_dict)

    def session_for(self, session: Session | None, method: str) -> Session:
        """Return the session to use, which must be one of this op's graph."""
        chosen = defaults.sessions.innermost() if session is None else session
        if chosen is not None and not hasattr(chosen, "graph"):
            raise TypeError(
                f"{method} of {self.name!r}: session must be a Session, got {session!r}"
            )
        if chosen is None:
            raise ValueError(
                f"{method} of {self.name!r} needs a session: there is no default "
                "session, so use it inside `with session.as_default():` or pass "
                "session="
            )
        if chosen.graph is not self.graph:
            raise ValueError(
                f"{method} of {self.name!r}: session= is one of another graph; make "
                "one with Session(graph=tensor.graph)"
            )
        return chosen

    def __repr__(self) -> str:
        return f"<philoxseed.Operation {self.name!r} type={self.type}>"

    def __str__(self) -> str:
        return f"{self.type} operation {self.name!r}"
