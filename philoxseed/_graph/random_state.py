# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The random state of a session as plain data: what it holds, and what fits.

A state says how many blocks each random op of the graph has taken so far. Keys follow
from seeds, so they are written down only for ops that have none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from philoxseed._graph.graph import Graph
from philoxseed._graph.operation import Operation

VERSION = 1

_STATE_FIELDS = {"version", "graph", "ops"}
_OP_FIELDS = {"blocks"}
_UNSEEDED_OP_FIELDS = {"blocks", "key", "counter"}


class StreamState(NamedTuple):
    """Where a stream started and how far it has come."""

    key: int
    start: int
    blocks: int


def random_ops(graph: Graph) -> list[Operation]:
    """Return the random operations of a graph."""
    return [op for op in graph.get_operations() if op.sampler is not None]


def fingerprint(graph: Graph) -> str:
    """Return a digest of what the streams of a graph's random ops depend on."""
    import json  # Few need a state.

    facts = [
        [op.name, op.type, op.outputs[0].dtype.name, op.seeds]
        for op in random_ops(graph)
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def to_dict(graph: Graph, states: Mapping[Operation, StreamState]) -> dict[str, Any]:
    """Return the state of all random ops of a graph."""
    return {
        "version": VERSION,
        "graph": fingerprint(graph),
        "ops": {op.name: _entry(op, state) for op, state in states.items()},
    }


def _entry(op: Operation, state: StreamState) -> dict[str, int]:
    entry = {"blocks": state.blocks}
    if op.seeds is None:
        entry |= {"key": state.key, "counter": state.start}
    return entry


def from_dict(
    graph: Graph, state: Any, starts: Mapping[Operation, tuple[int, int]]
) -> dict[Operation, StreamState]:
    """Return the state of each random op, from what `to_dict` returned.

    Parameters
    ----------
    graph : Graph
        The graph of the session that takes the state.
    state : dict
        The state.
    starts : mapping
        From the ops that have seeds to key and first counter.

    Raises
    ------
    TypeError, ValueError
        If the state is malformed, or of another version or graph.
    """
    _check_fields(state, _STATE_FIELDS, "the random state")
    if type(state["version"]) is not int or state["version"] != VERSION:
        raise ValueError(
            f"the random state has version {state['version']!r}, expected {VERSION}"
        )
    ops = {op.name: op for op in random_ops(graph)}
    _check_names(state["ops"], ops)
    if state["graph"] != fingerprint(graph):
        raise ValueError(
            "the random state is of another graph: its ops have these names, but other "
            f"kinds, dtypes or seeds. Expected 'graph' to be {fingerprint(graph)!r}, "
            f"got {state['graph']!r}"
        )
    return {
        op: _stream_state(op, state["ops"][name], starts) for name, op in ops.items()
    }


def _check_names(entries: Any, ops: Mapping[str, Operation]) -> None:
    if not isinstance(entries, dict):
        raise TypeError(
            f"'ops' of the random state must be a dict, got {type(entries).__name__!r}"
        )
    missing = sorted(ops.keys() - entries.keys())
    unknown = sorted(map(str, entries.keys() - ops.keys()))
    if missing or unknown:
        raise ValueError(
            "the random state must be of this graph, and is of another graph:"
            + (f" it lacks the ops {', '.join(missing)}" if missing else "")
            + (" and" if missing and unknown else "")
            + (f" the graph lacks the ops {', '.join(unknown)}" if unknown else "")
        )


def _stream_state(
    op: Operation, entry: Any, starts: Mapping[Operation, tuple[int, int]]
) -> StreamState:
    what = f"the random state of {op.name!r}"
    _check_fields(entry, _UNSEEDED_OP_FIELDS if op.seeds is None else _OP_FIELDS, what)
    blocks = _checked_int(entry["blocks"], 128, f"'blocks' of {what}")
    if op.seeds is not None:
        return StreamState(*starts[op], blocks)
    key = _checked_int(entry["key"], 64, f"'key' of {what}")
    return StreamState(
        key, _checked_int(entry["counter"], 128, f"'counter' of {what}"), blocks
    )


def _check_fields(value: Any, expected: set[str], what: str) -> None:
    if not isinstance(value, dict):
        raise TypeError(f"{what} must be a dict, got {type(value).__name__!r}")
    if value.keys() != expected:
        raise ValueError(
            f"{what} must have the keys {sorted(expected)}, got "
            f"{sorted(map(str, value))}"
        )


def _checked_int(value: Any, bits: int, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{what} must be an int, got {value!r}")
    if not 0 <= value < 1 << bits:
        raise ValueError(f"{what} must be in [0, 2**{bits}), got {value}")
    return value
