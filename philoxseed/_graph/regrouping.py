# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How TensorFlow's graph optimizer regroups products and sums of several values.

The smallest go together first, so that ``(x * a) * b`` of an array and two scalars
becomes ``(a * b) * x``. The rules are those of MinimizeBroadcasts and of what else
concerns arithmetic in tensorflow/core/grappler/optimizers/arithmetic_optimizer.cc.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

from philoxseed._graph import shapes
from philoxseed._graph.nodes import Node, total
from philoxseed._seeds.profiles import Folding


def regroup(nodes: list[Node], rules: Folding) -> None:
    """Change nodes as TensorFlow does.

    Parameters
    ----------
    nodes : list of Node
        All, each after its inputs. New ones are appended.
    rules : Folding
        What the version of TensorFlow does.
    """
    queue = _Queue(nodes)
    while queue:
        node = queue.pop()
        if (
            _combine_sums(node, nodes, queue)
            or (rules.hoists and _hoist(node, nodes, queue))
            or _minimize_broadcasts(node, queue)
        ):
            continue
        if node.function is np.negative:
            _remove_double_negation(node, nodes, queue)
            continue
        if rules.changes_fetched or not node.is_kept:
            _remove_negation(node, queue, rules)
        if node.function in (np.add, np.multiply, total) and len(set(node.inputs)) == 1:
            _replace(node, _of_one(node, nodes), nodes, queue)


class _Queue:
    """Nodes to look at, the last first, each once at a time."""

    def __init__(self, nodes: list[Node]):
        self._nodes = dict.fromkeys(nodes)

    def __bool__(self) -> bool:
        return bool(self._nodes)

    def pop(self) -> Node:
        """Remove and return the last."""
        return self._nodes.popitem()[0]

    def push(self, node: Node) -> None:
        """Append a node that is not there."""
        self._nodes.setdefault(node)


def _replace(old: Node, new: Node, nodes: list[Node], queue: _Queue) -> None:
    """Let those that use a node use another one."""
    queue.push(new)
    for node in sorted((n for n in nodes if old in n.inputs), key=lambda n: n.name):
        if node is not new:
            node.become(node.function, *[new if n is old else n for n in node.inputs])
            queue.push(node)


def _of_one(node: Node, nodes: list[Node]) -> Node:
    """Return a node for ``x * x``, or ``x + x ...``, that has x once."""
    x = node.inputs[0]
    prefix, name = _split_name(node)
    name = prefix + "ArithmeticOptimizer/{}_" + name
    if node.function is np.multiply:
        name = name.format("ReplaceMulWithSquare")
        new = Node(name, node.dtype, shape=node.shape, function=np.square, inputs=[x])
    else:
        count = Node(
            name.format("SimplifyAggregation_Const"), node.dtype,
            value=np.full((), len(node.inputs), node.dtype),
        )  # fmt: skip
        count.waits_for = {x: None}
        x.is_awaited = True
        nodes.append(count)
        new = Node(
            name.format("SimplifyAggregation_Mul"), node.dtype, shape=node.shape,
            function=np.multiply, inputs=[count, x],
        )  # fmt: skip
    new.is_changed = True
    new.origin = node.origin
    nodes.append(new)
    return new


def _split_name(node: Node) -> tuple[str, str]:
    scope, slash, name = node.name.rpartition("/")
    return scope + slash, name


def _remove_double_negation(node: Node, nodes: list[Node], queue: _Queue) -> None:
    tail = node
    while _is_inner_copy(tail.inputs[0]):
        (tail,) = tail.inputs
    (inner,) = tail.inputs
    if inner.function is not np.negative:
        return
    if tail is node:
        _replace(node, inner.inputs[0], nodes, queue)
        return
    # TensorFlow takes the inner negation away at once, and the outer one only where
    # others use it, so that a fetched -(-x + 0.0) is -x there.
    tail.become(tail.function, inner.inputs[0])
    _replace(node, node.inputs[0], nodes, queue)


def _is_inner_copy(node: Node) -> bool:
    return node.function is np.positive and node.uses == 1 and not node.is_kept


def _remove_negation(node: Node, queue: _Queue, rules: Folding) -> None:
    if node.function not in (np.add, np.subtract):
        return
    x, y = node.inputs
    if y.function is np.negative:
        is_sum = node.function is np.subtract
        node.become(np.add if is_sum else np.subtract, x, y.inputs[0])
        node.is_other_add = is_sum and rules.adds_apart
    elif node.function is np.add and x.function is np.negative:
        node.become(np.subtract, y, x.inputs[0])
    else:
        return
    queue.push(node)


def _combine_sums(root: Node, nodes: list[Node], queue: _Queue) -> bool:
    """Sum what has one shape first, in one go; return whether a sum is replaced."""
    if root.function not in (np.add, total) or root.is_kept or root.is_awaited:
        return False
    inner, leaves = _group(
        root, (np.add, total), lambda node, user: user.inputs.count(node) == node.uses
    )
    if not inner:
        return False
    for node in [root, *inner]:
        node.is_summed = True
    by_shape: dict[shapes.Shape, list[Node]] = {}
    for leaf in leaves:
        by_shape.setdefault(leaf.shape, []).append(leaf)
    prefix, name = _split_name(root)

    def add(kind: str, function: Any, inputs: list[Node]) -> Node:
        node = Node(
            f"{prefix}ArithmeticOptimizer/AddOpsRewrite_{kind}{name}", root.dtype,
            shape=shapes.broadcast(*(n.shape for n in inputs)), function=function,
            inputs=inputs, origin=root.origin,
        )  # fmt: skip
        node.is_summed = node.is_changed = True
        nodes.append(node)
        return node

    groups = sorted(reversed(by_shape.values()), key=lambda group: _size(group[0]))
    sums = [
        group[0] if len(group) == 1
        else add(f"Leaf_{i}_" if len(groups) > 1 else "", total, group)
        for i, group in enumerate(groups)
    ]  # fmt: skip
    result = sums[0]
    for i, node in enumerate(sums[1:]):
        kind = f"Internal_{i}_" if i < len(sums) - 2 else ""
        result = add(kind, np.add, [result, node])
    _replace(root, result, nodes, queue)
    return True


def _hoist(root: Node, nodes: list[Node], queue: _Queue) -> bool:
    """Make ``x * a + x * b`` a product ``x * (a + b)``; return whether it is one."""
    if root.function not in (np.add, total) or root.is_hoisted:
        return False
    (function, *others) = {node.function for node in root.inputs}
    if others or function not in (np.multiply, np.true_divide):
        return False
    is_quotient = function is np.true_divide
    common = set.intersection(
        *(set(n.inputs[1:] if is_quotient else n.inputs) for n in root.inputs)
    )
    if len(common) != 1:
        return False
    (factor,) = common
    rest = [
        n.inputs[0 if is_quotient or n.inputs[0] is not factor else 1]
        for n in root.inputs
    ]
    if root.function is total and len({node.shape for node in rest}) > 1:
        return False
    prefix, name = _split_name(root)

    def add(kind: str, function: Any, inputs: list[Node]) -> Node:
        node = Node(
            f"{prefix}ArithmeticOptimizer/HoistCommonFactor_{kind}_{name}", root.dtype,
            shape=shapes.broadcast(*(n.shape for n in inputs)), function=function,
            inputs=inputs, origin=root.origin,
        )  # fmt: skip
        node.is_changed = True
        node.is_described = False
        nodes.append(node)
        return node

    inner = add("Add", root.function, rest)
    inner.is_other_add = root.is_other_add
    pair = [inner, factor] if is_quotient else [factor, inner]
    outer = add("Div" if is_quotient else "Mul", function, pair)
    root.is_hoisted = True  # and stays, if it is fetched
    queue.push(inner)
    _replace(root, outer, nodes, queue)
    return True


def _group(
    root: Node, functions: tuple[Any, ...], is_absorbed: Callable[[Node, Node], bool]
) -> tuple[list[Node], list[Node]]:
    """Return the nodes inside of a nested sum or product, and what they are made of."""
    inner: list[Node] = []
    leaves: list[Node] = []
    if not _is_regroupable(root):
        return inner, leaves
    pending = [(node, root) for node in reversed(root.inputs)]
    while pending:
        node, user = pending.pop()
        if (
            node.function in functions
            and is_absorbed(node, user)
            and not node.is_kept
            and not node.is_awaited
            and _is_regroupable(node)
        ):
            inner.append(node)
            pending += [(n, node) for n in reversed(node.inputs)]
        else:
            leaves.append(node)
    return inner, leaves


def _minimize_broadcasts(root: Node, queue: _Queue) -> bool:
    """Take the smallest first, in a sum or product; return whether it was looked at."""
    if root.function not in (np.add, np.multiply):
        return False
    inner, leaves = _group(
        root,
        (root.function,),
        lambda node, user: (
            node.uses == 1
            and not node.is_regrouped
            and node.is_other_add == root.is_other_add
        ),
    )
    if not inner or root.is_regrouped:
        return False
    for node in [root, *inner]:
        node.is_regrouped = True
    if len({leaf.shape for leaf in leaves}) == 1:
        return True
    waiting = deque(sorted(((_size(leaf), leaf) for leaf in leaves), key=_first))
    largest = waiting.pop()[1] if len(waiting) % 2 else None
    while True:
        (_, left), (_, right) = waiting.popleft(), waiting.popleft()
        node = inner.pop() if inner else root
        _set_inputs(node, left, right, queue)
        # TensorFlow takes the new node for a scalar.
        if len(waiting) >= 2 and waiting[0][0] < waiting[1][0]:
            waiting.appendleft((1, node))
        else:
            waiting.append((1, node))
        if len(waiting) == 1:
            break
    if largest is not None:
        _set_inputs(root, waiting[0][1], largest, queue)
    return True


def _first(pair: tuple[int, Node]) -> int:
    return pair[0]


def _is_regroupable(node: Node) -> bool:
    return (
        not node.is_summed
        and node.is_described
        and all(shapes.is_known(n.shape) for n in node.inputs)
    )


def _size(node: Node) -> int:
    """Return how many elements TensorFlow counts, which leaves out dimensions of 0."""
    assert node.shape is not None
    return int(np.prod([d for d in node.shape if d], dtype=np.int64))


def _set_inputs(node: Node, left: Node, right: Node, queue: _Queue) -> None:
    if node.inputs != [left, right]:
        node.become(node.function, left, right)
        node.shape = shapes.broadcast(left.shape, right.shape)
        queue.push(node)
