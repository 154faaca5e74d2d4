# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What a run is asked for: nested structures of tensors, operations and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from philoxseed._graph.graph import Graph
from philoxseed._graph.operation import Operation
from philoxseed._graph.tensor import Tensor
from philoxseed._values import EagerTensor

Element = Tensor | Operation


def flatten(
    fetches: Any, graph: Graph
) -> tuple[tuple[Element, ...], Callable[[list[Any]], Any]]:
    """Return the elements of a structure, each once, and what rebuilds the structure.

    Parameters
    ----------
    fetches : object
        A tensor, an operation or the name of one, or a list, tuple, named tuple or
        mapping of such structures.
    graph : Graph
        That the elements must belong to.

    Returns
    -------
    elements : tuple
        Of the structure.
    rebuild : callable
        From a list of results for the elements to the structure of results.

    Raises
    ------
    TypeError
        If something else is in the structure.
    ValueError
        If an element is not in the graph.
    """
    places: dict[Element, int] = {}
    rebuild = _flatten(fetches, graph, places)
    return tuple(places), rebuild


def _flatten(
    fetch: Any, graph: Graph, places: dict[Element, int]
) -> Callable[[list[Any]], Any]:
    if isinstance(fetch, (Tensor, Operation, str)):
        place = places.setdefault(_element(fetch, graph), len(places))
        return lambda results: results[place]
    if isinstance(fetch, EagerTensor):
        value = fetch.numpy()  # there already
        return lambda results: value
    if isinstance(fetch, (list, tuple)):
        parts = [_flatten(part, graph, places) for part in fetch]
        build = _sequence_builder(type(fetch))
        return lambda results: build([part(results) for part in parts])
    if isinstance(fetch, Mapping):
        items = {key: _flatten(part, graph, places) for key, part in fetch.items()}
        make = _mapping_builder(fetch)
        return lambda results: make({k: part(results) for k, part in items.items()})
    raise TypeError(
        f"Argument `fetch` = {fetch!r} has invalid type {type(fetch).__name__!r}: "
        "expected a Tensor, an Operation, the name of one, or a list, tuple or dict of "
        "these"
    )


def _element(fetch: Any, graph: Graph) -> Element:
    try:
        element: Element = graph.as_graph_element(fetch)
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"Argument `fetch` = {fetch} cannot be interpreted as a Tensor: "
            f"{error.args[0]}"
        ) from None
    return element


def _sequence_builder(kind: type) -> Callable[[list[Any]], Any]:
    if issubclass(kind, list):
        return list
    make = getattr(kind, "_make", None)  # of named tuples
    return tuple if make is None else make


def _mapping_builder(fetch: Mapping[Any, Any]) -> Callable[[dict[Any, Any]], Any]:
    """Dicts come back as what they were, with the order and extras of their kind."""
    if not isinstance(fetch, dict) or type(fetch) is dict:
        return dict

    def build(results: dict[Any, Any]) -> dict[Any, Any]:
        copied = fetch.copy()
        copied.update(results)
        return copied

    return build
