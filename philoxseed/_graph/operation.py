# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Operations: the nodes of graphs. What they compute is given by their makers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from philoxseed._core import CoreStream
from philoxseed._graph import defaults
from philoxseed._graph.handle import Handle
from philoxseed._graph.tensor import Tensor

if TYPE_CHECKING:
    from philoxseed._graph.graph import Graph
    from philoxseed._graph.session import Session

Evaluate = Callable[..., Any]
"""From the values of an op's inputs, in order, to its value."""


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


class SeedOrigin(NamedTuple):
    """The seeds that a random op was made with, and where the op seed is from."""

    graph_seed: float | None
    op_seed: float | None
    source: str


class Operation(Handle):
    """A node of a graph.

    Attributes
    ----------
    graph : Graph
        The graph that it belongs to.
    name : str
        Its name, unique in the graph.
    type : str
        TensorFlow's name for what it does, or NumPy's for a NumPy expression.
    inputs : tuple of Tensor
        What it is computed from.
    outputs : tuple of Tensor
        Its result; none for an op that has no value.
    seeds : tuple of two int, or None
        The kernel's attributes ``(seed, seed2)``; None for an op without a seed, and
        for one that is not random.
    """

    __slots__ = (
        "constants",
        "evaluate",
        "graph",
        "inputs",
        "name",
        "outputs",
        "sampler",
        "scope",
        "seed_origin",
        "seeds",
        "type",
        "value",
    )

    def __init__(
        self,
        type: str,
        *,
        inputs: Sequence[Tensor] = (),
        evaluate: Evaluate | None = None,
        sampler: Sampler | None = None,
        value: np.ndarray[Any, Any] | np.generic | None = None,
        constants: int = 0,
    ):
        self.type = type
        self.inputs = tuple(inputs)
        self.evaluate = evaluate
        self.sampler = sampler
        self.value = value  # of an op whose value is the same in every run
        self.constants = constants  # operands of an expression that are no tensors
        self.seeds: tuple[int, int] | None = None
        self.seed_origin: SeedOrigin | None = None
        self.outputs: tuple[Tensor, ...] = ()
        self.name = ""
        self.scope = ""  # the name of the call, which `name` may stand inside of
        self.graph: Graph

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
        chosen = session or defaults.sessions.innermost()
        if chosen is None:
            raise ValueError(
                f"{method} of {self.name!r} needs a session: there is no default "
                "session, so use it inside `with session.as_default():` or pass "
                "session="
            )
        if chosen.graph is not self.graph:
            raise ValueError(
                f"{method} of {self.name!r}: the session's graph is another"
            )
        return chosen

    def __repr__(self) -> str:
        return f"<philoxseed.Operation {self.name!r} type={self.type}>"

    def __str__(self) -> str:
        return f"{self.type} operation {self.name!r}"
