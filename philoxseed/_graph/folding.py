# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What TensorFlow's graph optimizer makes of arithmetic, before a session runs it.

It brings constants together: ``(x + 0.1) + 0.3`` becomes ``x + 0.4``, and ``x / 3.0``
``x * (1 / 3.0)``. The parameters of random ops are such constants too, so that
``uniform(a, b) + c`` becomes ``u * (b - a) + (a + c)``. These results are rounded in
other places than what was written, so all of it has to be done here as well.

The rules, and the order in which they are tried, are those of
tensorflow/core/grappler/optimizers (constant_folding.cc, and of arithmetic_optimizer.cc
what concerns negations), for sums, differences, products, quotients and negatives of
floats.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import Any

import numpy as np

from philoxseed._graph import magnitudes, shapes
from philoxseed._graph.nodes import (
    FUNCTIONS,
    Node,
    in_order,
    snapshot,
    sort,
    sort_by_users,
    total,
)
from philoxseed._graph.regrouping import regroup
from philoxseed._graph.shapes import Shape
from philoxseed._seeds.profiles import Folding
from philoxseed._subnormals import negated_in_packets

_SUMS = (np.add, np.subtract)
_COMMUTATIVE = (np.add, np.multiply, total)

# What changes results if it is not 0, the default, or 1, ON, which means the same.
_SWITCHES = {
    "constant_folding": (0, 1),
    "arithmetic_optimization": (0, 1),
    "common_subgraph_elimination": (0, 1),
    "dependency_optimization": (0, 1),
    "disable_model_pruning": (0,),
    "meta_optimizer_iterations": (0, 2),
}

# TensorFlow's optimizers run twice, one after the other.
_ROUNDS = 2


def rules_for(known: Folding | None, config: object) -> Folding | None:
    """Return what a session folds, whose config may switch it off as in TensorFlow.

    Parameters
    ----------
    known : Folding, optional
        What the version of TensorFlow does; None for nothing.
    config : object
        What the session was given.

    Returns
    -------
    Folding or None
        None if nothing is done.

    Raises
    ------
    NotImplementedError
        If a part of the optimizer is switched, and not all of it.
    """
    if known is None or _option(config, "disable_meta_optimizer") in (True, 1):
        return None
    for name, plain in _SWITCHES.items():
        value = _option(config, name)
        if value not in (None, *plain):
            raise NotImplementedError(
                f"rewrite_options.{name}={value!r} of the session's config changes the "
                "last bits of arithmetic in TensorFlow, which is not offered: the "
                "optimizer can be switched off as a whole, by disable_meta_optimizer"
            )
    return known


def _option(config: object, name: str) -> Any:
    """Return one of ``config.graph_options.rewrite_options``; None if it is not set."""
    found: Any = config
    for key in ("graph_options", "rewrite_options", name):
        # Not by getattr, which makes what is not set, in the ConfigProto of compat.v1.
        options = getattr(found, "__dict__", None)
        found = getattr(found, key, None) if options is None else options.get(key)
    return found


def fold(nodes: list[Node], fed: Sequence[Node], rules: Folding) -> None:
    """Change nodes as TensorFlow does.

    Parameters
    ----------
    nodes : list of Node
        All, each after its inputs. New ones are appended.
    fed : sequence of Node
        Those whose values are given.
    rules : Folding
        What the version of TensorFlow does.
    """
    for _ in range(_ROUNDS):
        _skip_copies(nodes)
        _prune(nodes, fed, rules)
        if rules.merges_first:
            sort(nodes)
            _merge_equal(nodes)
        _bring_together(nodes, rules)
        if rules.regroups:
            if not rules.merges_first:
                _sort_again(nodes, rules)
            sort(nodes)
            if not rules.merges_first:
                _merge_equal(nodes)
            for node in nodes:
                node.is_described = True
            regroup(nodes, rules)
    for node in nodes:
        if node.function is snapshot:
            node.become(np.positive, *node.inputs)
    _skip_copies(nodes)
    _fold_constants(nodes, rules)
    _prune(nodes, fed, rules)
    for node in nodes:
        if node.function is total:
            _start_in_place(node, nodes, fed)


def _bring_together(nodes: list[Node], rules: Folding) -> None:
    """Compute what is made of constants, and bring others together, until all is."""
    for node in nodes:
        node.is_described = True
    is_changed = True
    while is_changed:
        is_changed = _fold_constants(nodes, rules)
        if rules.describes_anew:
            for node in nodes:
                node.is_described = True
        for node in nodes:  # and those that are appended meanwhile
            is_changed |= _simplify(node, nodes, rules)


def _sort_again(nodes: list[Node], rules: Folding) -> None:
    if rules.keeps_order:
        sort_by_users(nodes)
    else:
        sort(nodes)
        nodes.reverse()


def _start_in_place(node: Node, nodes: list[Node], fed: Sequence[Node]) -> None:
    """Let a sum start with the value that TensorFlow adds the others to, in place.

    That is the first that nobody else will need: no constant, nor what is fed or
    fetched, nor what is used by more than the sum and what it is made of.
    """
    made_of = set(in_order([node]))
    inputs = node.inputs.copy()
    for place, x in enumerate(inputs):
        if x.is_constant or x.is_kept or x in fed or inputs.count(x) > 1:
            continue
        if all(user in made_of for user in nodes if x in user.inputs):
            inputs[0], inputs[place] = x, inputs[0]
            node.inputs = inputs
            return


def _skip_copies(nodes: list[Node]) -> None:
    """Let those that use a copy use what it is a copy of."""
    for node in nodes:
        waits_for = map(_original, node.waits_for)
        node.waits_for = {n: None for n in waits_for if not n.is_constant}
        for n in node.waits_for:
            n.is_awaited = True
        originals = list(map(_original, node.inputs))
        if originals != node.inputs:
            node.become(node.function, *originals)


def _original(node: Node) -> Node:
    while node.function is np.positive and not node.is_kept:
        (node,) = node.inputs
    return node


def _prune(nodes: list[Node], fed: Sequence[Node], rules: Folding) -> None:
    """Keep what is needed, in the order in which TensorFlow does."""
    terminals = {node for node in nodes if node.is_kept}.union(fed)
    found: dict[Node, None] = {}
    pending = sorted(terminals, key=attrgetter("name"))
    while pending:
        node = pending.pop()
        if node not in found:
            found[node] = None
            pending += [*node.inputs, *node.waits_for]
    for node in nodes:
        if node not in found:
            node.become(None)
    if rules.keeps_order:
        nodes[:] = [node for node in nodes if node in found]
        sort_by_users(nodes)
    else:
        nodes[:] = list(found)[::-1]


def _merge_equal(nodes: list[Node]) -> None:
    """Let one of several equal nodes stand for all of them."""
    first: dict[Any, Node] = {}
    replaced: dict[Node, Node] = {}
    is_changed = True
    while is_changed:
        is_changed = False
        for node in nodes:
            inputs = [replaced.get(n, n) for n in node.inputs]
            if node.function in _COMMUTATIVE:
                inputs.sort(key=attrgetter("name"))
            if inputs != node.inputs:
                node.become(node.function, *inputs)
            if node.is_kept or node in replaced:
                continue
            if node.value is not None:
                key: Any = node.dtype, node.shape, node.value.tobytes()
            elif node.function is not None:
                key = node.function, *node.inputs
            else:
                continue
            if first.setdefault(key, node) is not node:
                replaced[node] = first[key]
                is_changed = True
    for node in nodes:
        node.waits_for = {replaced.get(n, n): None for n in node.waits_for}
    for place in reversed([i for i, node in enumerate(nodes) if node in replaced]):
        nodes[place].become(None)
        nodes[place] = nodes[-1]  # so TensorFlow fills the gap
        nodes.pop()


def _fold_constants(nodes: list[Node], rules: Folding) -> bool:
    """Compute what is made of constants alone; return whether there was any."""
    is_changed = False
    for node in in_order(nodes):
        if node.function is not None and all(n.is_constant for n in node.inputs):
            function = node.function
            values: list[Any] = [n.value for n in node.inputs]
            if function is np.negative and rules.negates_in:
                function = partial(negated_in_packets, n_bytes=rules.negates_in)
            elif rules.flushes and magnitudes.is_flushed(node.dtype):
                ranges = [magnitudes.of_constant(value) for value in values]
                function = magnitudes.flushing(function, ranges, node.dtype)
            with np.errstate(all="ignore"):
                value = function(*values)
            node.waits_for = {n: None for x in node.inputs for n in x.waits_for}
            node.become_constant(np.asarray(value, node.dtype))
            is_changed = True
    awaited = {n for node in nodes for n in node.waits_for}
    nodes[:] = [
        node
        for node in nodes
        if node.uses or node.is_kept or node in awaited or not node.is_constant
    ]
    return is_changed


def _simplify(node: Node, nodes: list[Node], rules: Folding) -> bool:
    """Try the rules on one node; return whether one changed it."""
    if node.function is total:
        return rules.associates and _bring_constants_together(node, nodes)
    if node.function not in FUNCTIONS or node.function is np.negative:
        return False
    return (
        (rules.drops_zeros and _drop_zeros_and_ones(node, rules))
        or (rules.multiplies_zeros and _become_zeros(node))
        or (rules.reciprocates and _multiply_by_reciprocal(node, nodes))
        or (rules.associates and _push_constant_down(node, rules))
    )


def _drop_zeros_and_ones(node: Node, rules: Folding) -> bool:
    if not node.is_described:
        return False
    x, y = node.inputs
    function = node.function
    if (function is np.add and x.is_all(0)) or (
        function is np.multiply and x.is_all(1)
    ):
        return _become_copy(node, y, x, rules)
    if function is np.subtract and x.is_all(0) and _has_shape_of(y, node):
        node.become(np.negative, y)
        return True
    if y.is_all(0 if function in _SUMS else 1):
        return _become_copy(node, x, y, rules)
    return False


def _become_zeros(node: Node) -> bool:
    x, y = node.inputs
    if not (
        node.is_described
        and node.function is np.multiply
        and shapes.is_known(node.shape)
        and (x.is_all(0) or y.is_all(0))
    ):
        return False
    node.waits_for = dict.fromkeys(n for n in node.inputs if not n.is_constant)
    for n in node.waits_for:
        n.is_awaited = True
    node.become_constant(np.zeros(node.shape, node.dtype))
    return True


def _become_copy(node: Node, source: Node, other: Node, rules: Folding) -> bool:
    if _has_shape_of(source, node):
        node.become(snapshot if rules.takes_snapshots else np.positive, source)
    elif _has_shape_of(other, node):
        node.become(partial(np.broadcast_to, shape=node.shape), source)
    else:
        return False
    node.waits_for = {other: None}
    return True


def _has_shape_of(node: Node, other: Node) -> bool:
    return shapes.is_known(other.shape) and node.shape == other.shape


def _multiply_by_reciprocal(node: Node, nodes: list[Node]) -> bool:
    if node.function is not np.true_divide or not node.inputs[1].is_constant:
        return False
    dividend, divisor = node.inputs
    name = f"ConstantFolding/{node.name}_recip"
    reciprocal = Node(
        name, node.dtype, shape=divisor.shape, function=np.reciprocal, inputs=(divisor,)
    )
    nodes.append(reciprocal)
    is_described = node.is_described
    node.become(np.multiply, dividend, reciprocal)
    node.is_described = is_described
    return True


def _bring_constants_together(node: Node, nodes: list[Node]) -> bool:
    constants = [n for n in node.inputs if n.is_constant]
    if not 1 < len(constants) < len(node.inputs):
        return False
    name = f"ConstantFolding/{node.name}_partial_split_{len(constants)}"
    constant = Node(
        name, node.dtype, shape=node.shape, function=total, inputs=constants
    )
    nodes.append(constant)
    first = node.inputs.index(constants[0])
    rest = [n for n in node.inputs if not n.is_constant]
    node.become(total, *rest[:first], constant, *rest[first:])
    return True


def _push_constant_down(node: Node, rules: Folding) -> bool:
    """Bring a constant next to another one, if there is, so that they can be folded."""
    left, right = node.inputs
    if not (left.is_constant or right.is_constant):
        return False
    constant, child = (left, right) if left.is_constant else (right, left)
    if (
        child.function not in FUNCTIONS
        or child.function is np.negative
        or child.is_kept
        or (rules.subtracts and child in constant.waits_for)
        or child.uses > 1
        or all(n.is_constant for n in child.inputs)
    ):
        return False
    functions = {node.function, child.function}
    if functions != {np.multiply} and not functions <= set(_SUMS):
        return False
    is_x_second = child.inputs[0].is_constant
    y, x = child.inputs if is_x_second else child.inputs[::-1]
    if not rules.subtracts:
        if np.subtract in functions:
            return False
        constant.waits_for.pop(child, None)
        pair = (y, constant) if is_x_second else (constant, y)
        child.become(node.function, *pair)
        pair = (x, child) if constant is left else (child, x)
        node.become(node.function, *pair)
    elif node.dtype.itemsize == 2 or (
        rules.compares_sizes
        and not y.is_constant
        and node.is_described
        and child.is_described
        and _is_larger(constant.shape, y.shape)
    ):
        return False
    elif np.subtract not in functions:
        child.become(node.function, constant, y)
        node.become(node.function, x, child)
    else:
        is_child_negative = node.function is np.subtract and constant is left
        is_c_negative = node.function is np.subtract and constant is right
        is_x_negative = is_child_negative != (
            child.function is np.subtract and is_x_second
        )
        is_y_negative = is_child_negative != (
            child.function is np.subtract and not is_x_second
        )
        pair = (y, constant) if is_c_negative else (constant, y)
        child.become(_SUMS[is_c_negative != is_y_negative], *pair)
        pair = (child, x) if is_x_negative else (x, child)
        node.become(_SUMS[is_x_negative or (is_c_negative and is_y_negative)], *pair)
        child.is_other_add = child.function is np.add
        node.is_other_add = node.function is np.add
    child.shape = shapes.broadcast(*(n.shape for n in child.inputs))
    return True


def _is_larger(constant: Shape, other: Shape) -> bool:
    """Whether a constant is so large that it stays where it is."""
    if constant is None or other is None:
        return False
    are_known = shapes.is_known(constant) and shapes.is_known(other)
    if are_known and math.prod(constant) > math.prod(other):  # type: ignore[arg-type]
        return True
    return any(
        None not in (size, known) and size > known  # type: ignore[operator]
        for size, known in zip(constant, other, strict=False)
    )
