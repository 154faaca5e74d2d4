# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes: the arithmetic of one kind of run, which is rewritten before it is run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from philoxseed._graph.shapes import Shape
from philoxseed._subnormals import flushed

FUNCTIONS = (np.add, np.subtract, np.multiply, np.true_divide, np.negative)
"""What nodes do that can be rewritten."""


def total(*values: Any) -> Any:
    """Return a sum, from left to right."""
    return reduce(np.add, values)


def snapshot(value: Any) -> Any:
    """Return a value: a copy that TensorFlow does not see through."""
    return value


class Node:
    """A value of a run: a constant, arithmetic, or what the rules know nothing of.

    Attributes
    ----------
    name : str
        TensorFlow's name for it, which some orders depend on.
    function : callable or None
        From the inputs' values to this one, if that is arithmetic; `np.positive` hands
        its input on.
    inputs : sequence of Node
        What it is made from.
    value : numpy array or None
        That of a constant.
    shape : tuple or None
        What TensorFlow knows of its shape.
    dtype : numpy.dtype
        The dtype.
    origin : object
        What the caller knows it by.
    is_kept : bool
        Whether its value is asked for, so that it must stay what it is.
    is_changed : bool
        Whether it is no more what it was made as.
    uses : int
        How often it is among the inputs of others.
    is_other_add : bool
        Whether a sum is an op "Add", not "AddV2" as most, which matters to regrouping.
    is_regrouped, is_summed, is_hoisted : bool
        Whether it is of a product or a sum that was regrouped, or summed by shapes, or
        that a product took the place of.
    waits_for : dict of Node
        Other nodes that TensorFlow runs before a constant that it made.
    is_awaited : bool
        Whether it is one of those.
    is_described : bool
        Whether TensorFlow knows the shapes of its inputs, which it forgets when it
        changes them, until its next round.
    """

    __slots__ = (
        "dtype",
        "function",
        "inputs",
        "is_awaited",
        "is_changed",
        "is_described",
        "is_hoisted",
        "is_kept",
        "is_other_add",
        "is_regrouped",
        "is_summed",
        "name",
        "origin",
        "shape",
        "uses",
        "value",
        "waits_for",
    )

    def __init__(
        self,
        name: str,
        dtype: np.dtype[Any],
        *,
        shape: Shape = None,
        function: Callable[..., Any] | None = None,
        inputs: Sequence[Node] = (),
        value: np.ndarray[Any, Any] | None = None,
        origin: Any = None,
    ):
        self.name = name
        self.dtype = dtype
        self.shape = shape if value is None else value.shape
        self.function = function
        self.inputs = list(inputs)
        self.value = value
        self.origin = origin
        self.is_kept = False
        self.is_changed = False
        self.is_described = True
        self.is_awaited = False
        self.is_other_add = False
        self.is_hoisted = False
        self.is_regrouped = False
        self.is_summed = False
        self.waits_for: dict[Node, None] = {}
        self.uses = 0
        for node in inputs:
            node.uses += 1

    @property
    def is_constant(self) -> bool:
        """Whether it has a value."""
        return self.value is not None

    def become(self, function: Callable[..., Any] | None, *inputs: Node) -> None:
        """Make it another function of other nodes."""
        for node in inputs:
            node.uses += 1
        for node in self.inputs:
            node.uses -= 1
        self.is_other_add &= function is np.add
        self.function = function
        self.inputs = list(inputs)
        self.is_changed = True
        self.is_described = False

    def become_constant(self, value: np.ndarray[Any, Any]) -> None:
        """Make it a constant."""
        self.become(None)
        self.value = value
        self.shape = value.shape

    def is_all(self, number: int) -> bool:
        """Whether it is a constant that is this number everywhere.

        A subnormal one is 0, as TensorFlow compares.
        """
        if self.value is None:
            return False
        return bool(np.all(flushed(self.value) == number))


def sort(nodes: list[Node]) -> None:
    """Put nodes after their inputs as TensorFlow does: in the order they get ready."""
    users: dict[Node, list[Node]] = {node: [] for node in nodes}
    missing = {}
    for node in nodes:
        needed = {*node.inputs, *node.waits_for}
        missing[node] = len(needed)
        for n in needed:
            users[n].append(node)
    order = [node for node in nodes if not missing[node]]
    for node in order:  # and those that are appended meanwhile
        for user in users[node]:
            missing[user] -= 1
            if not missing[user]:
                order.append(user)
    nodes[:] = order


def sort_by_users(nodes: list[Node]) -> None:
    """Put nodes before their users as TensorFlow does: each with its users at once."""
    users: dict[Node, list[Node]] = {node: [] for node in nodes}
    for node in nodes:
        for n in dict.fromkeys([*node.inputs, *node.waits_for]):
            users[n].append(node)
    order: dict[Node, None] = {}
    for source in reversed(nodes):
        if source.inputs or source.waits_for:
            continue
        pending = [(source, False)]
        while pending:
            node, is_ready = pending.pop()
            if is_ready:
                order[node] = None
            elif node not in order:
                pending.append((node, True))
                pending += [(user, False) for user in users[node]]
    nodes[:] = list(order)[::-1]


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Return nodes, each after its inputs."""
    order: dict[Node, None] = {}
    pending = [(node, False) for node in nodes][::-1]
    while pending:
        node, is_ready = pending.pop()
        if node in order:
            continue
        if is_ready:
            order[node] = None
            continue
        pending.append((node, True))
        pending += [(n, False) for n in reversed(node.inputs)]
    return list(order)
