# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Where the seeds of a graph's random ops come from."""

import html
import warnings
from typing import NamedTuple

from philoxseed._graph.graph import Graph, get_default_graph
from philoxseed._graph.operation import Operation, SeedOrigin
from philoxseed._seeds import rules
from philoxseed._seeds.streams import key_and_counter

_HEAD = "name", "kind", "graph seed", "op seed", "from", "key", "counter", "initializes"


class SeedRow(NamedTuple):
    """The seeds of one random op.

    Attributes
    ----------
    name, kind : str
        The op's name and type.
    graph_seed : int or None
        The graph's seed when the op was made. None stands for the default graph seed,
        87654321, if there is an op seed.
    op_seed : int or None
        The op's seed, as given or automatic.
    source : str
        Where the op seed comes from: "explicit", "counter", "op id", "name" or, for an
        op without a seed, "operating system".
    key, counter : int or None
        Key and first counter of the op's Philox stream in every session; None for an op
        without a seed.
    initializes : tuple of str
        The names of the variables whose first values are made from the op.

    Examples
    --------
    >>> _ = px.random.uniform([2], seed=3)
    >>> row = px.explain_seeds()[0]
    >>> row.op_seed, row.source
    (3, 'explicit')
    """

    name: str
    kind: str
    graph_seed: float | None
    op_seed: float | None
    source: str
    key: int | None
    counter: int | None
    initializes: tuple[str, ...] = ()


class SeedTable(tuple[SeedRow, ...]):
    """Rows of `explain_seeds`, which show themselves as a table, in notebooks too.

    What they initialize is shown if any of them does.

    Examples
    --------
    >>> px.set_random_seed(7)
    >>> _ = px.random.normal([2], name="a")
    >>> px.explain_seeds()
    name  kind                  graph seed  op seed  from     key  counter
    a     RandomStandardNormal  7           0        counter  0x7  0x0
    """

    __slots__ = ()

    def _lines(self) -> list[tuple[str, ...]]:
        lines = [_HEAD, *(_cells(row) for row in self)]
        has_variables = any(row.initializes for row in self)
        return lines if has_variables else [line[:-1] for line in lines]

    def _repr_html_(self) -> str:
        lines = self._lines()
        head = _html_row(lines[0], "th")
        body = "".join(_html_row(line, "td") for line in lines[1:])
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        cells = self._lines()
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        return "\n".join(
            "  ".join(map(str.ljust, line, widths)).rstrip() for line in cells
        )


def explain_seeds(graph: Graph | None = None) -> SeedTable:
    """Say for each random op of a graph which seeds it has, and why.

    Parameters
    ----------
    graph : Graph, optional
        The graph; by default the default graph.

    Returns
    -------
    SeedTable
        A tuple of `SeedRow`, in the order in which the ops were made; it prints as a
        table.

    Raises
    ------
    TypeError
        If `graph` is not a graph.

    Warns
    -----
    UserWarning
        Once for each trap that ops are in: a graph seed set after the op was made, the
        seeds (0, 0), and float seeds that TensorFlow turns into no seed.

    Examples
    --------
    >>> from philoxseed import Graph, explain_seeds, random, set_random_seed
    >>> with Graph(tensorflow="1.15").as_default() as graph:
    ...     set_random_seed(42)
    ...     weights = random.normal([2, 3], name="weights")
    >>> explain_seeds(graph)
    name     kind                  graph seed  op seed  from   key   counter
    weights  RandomStandardNormal  42          3        op id  0x2a  0x30000000000000000
    """
    if graph is None:
        graph = get_default_graph()
    if not isinstance(graph, Graph):
        raise TypeError(
            f"graph must be a Graph, got {graph!r} of type {type(graph).__name__!r}"
        )
    ops = [
        _RandomOp(op, op.seed_origin)
        for op in graph.get_operations()
        if op.seed_origin is not None
    ]
    for trap in (_late_seed, _zero_seeds, _lost_seeds):
        message = trap(graph, ops)
        if message:
            warnings.warn(message, stacklevel=2)
    users = _variables_of(graph)
    return SeedTable(_row(op, users.get(op.operation, ())) for op in ops)


def _variables_of(graph: Graph) -> dict[Operation, tuple[str, ...]]:
    """Return the names of the variables whose first values are made from each op."""
    users: dict[Operation, tuple[str, ...]] = {}
    for initializer in graph.get_operations():
        access = initializer.access
        if access is None or not access.initializes:
            continue
        pending = [initializer]
        seen = {initializer}
        while pending:
            operation = pending.pop()
            new = {tensor.op for tensor in operation.inputs} - seen
            seen |= new
            # What another variable holds was made by its own initializer.
            pending += [op for op in new if op.access is None]
        for operation in seen:
            users[operation] = (*users.get(operation, ()), access.variable.name)
    return users


class _RandomOp(NamedTuple):
    """A random op, and the seeds that it was made with."""

    operation: Operation
    origin: SeedOrigin


def _row(op: _RandomOp, variables: tuple[str, ...]) -> SeedRow:
    operation, (graph_seed, op_seed, source) = op
    key: int | None = None
    counter: int | None = None
    if operation.seeds is None:
        source = "operating system"
    else:
        key, counter = key_and_counter(operation.seeds)
    return SeedRow(
        operation.name, operation.type, graph_seed, op_seed, source, key, counter,
        variables,
    )  # fmt: skip


def _cells(row: SeedRow) -> tuple[str, ...]:
    graph_seed = "none" if row.graph_seed is None else str(row.graph_seed)
    if row.graph_seed is None and row.op_seed is not None:
        graph_seed = f"none ({rules.DEFAULT_GRAPH_SEED})"
    op_seed = "none" if row.op_seed is None else str(row.op_seed)
    stream = ("" if x is None else hex(x) for x in (row.key, row.counter))
    variables = ", ".join(row.initializes)
    return row.name, row.kind, graph_seed, op_seed, row.source, *stream, variables


def _html_row(cells: tuple[str, ...], tag: str) -> str:
    return (
        f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"
    )


def _late_seed(graph: Graph, ops: list[_RandomOp]) -> str:
    late = [op for op in ops if op.origin.graph_seed != graph.seed]
    if graph.seed is None or not late:
        return ""
    return (
        f"set_random_seed({graph.seed}) came after these ops were made, so it does not "
        f"reach them: {_names(late)}"
    )


def _zero_seeds(graph: Graph, ops: list[_RandomOp]) -> str:
    zero = [op for op in ops if _seed_pair(op) == (0, 0)]
    if not zero:
        return ""
    consequence = (
        "leave the op without a seed"
        if graph.profile.keeps_zero_seeds
        else f"become (0, {rules.MODULUS})"
    )
    return (
        "graph seed and op seed are both 0, which means no seed to TensorFlow's "
        f"kernels; here they {consequence}: {_names(zero)}"
    )


def _lost_seeds(graph: Graph, ops: list[_RandomOp]) -> str:
    lost = [
        op
        for op in ops
        if op.operation.seeds is None and _seed_pair(op) not in (None, (0, 0))
    ]
    if not lost:
        return ""
    return (
        "TensorFlow truncates float seeds to 0 after it looked for (0, 0), so that "
        f"these ops have no seed: {_names(lost)}"
    )


def _seed_pair(op: _RandomOp) -> tuple[float, float] | None:
    """Return graph seed and op seed as they count, before they are made attributes."""
    graph_seed, op_seed, _ = op.origin
    if op_seed is None:
        return None
    if graph_seed is None:
        graph_seed = rules.DEFAULT_GRAPH_SEED
    return graph_seed % rules.MODULUS, op_seed % rules.MODULUS


def _names(ops: list[_RandomOp]) -> str:
    return ", ".join(repr(op.operation.name) for op in ops)
