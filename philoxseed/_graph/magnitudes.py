# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How small the values of arithmetic can be, and what flushes those that are subnormal.

TensorFlow's kernels flush subnormal operands and results, see `_subnormals`. Draws and
usual constants cannot come near to them, which is known before a run; only arithmetic
of which it is not known looks at what it computed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph.nodes import Node, snapshot, total
from philoxseed._graph.operation import Evaluate
from philoxseed._subnormals import FLUSHED, flushed_add


class Magnitude(NamedTuple):
    """Powers of two between which values are, but for zeros, infinities and NaN."""

    grid: int
    """Values are multiples of this one. Sums are so too, which can cancel."""
    least: int
    """Their size is at least this one."""
    most: int
    """Their size is below this one."""


_PART = 1 << 14  # elements that stay in a cache
_ZEROS = Magnitude(1 << 20, 1 << 20, -(1 << 20))
_ONE = Magnitude(0, 0, 1)

# By size of the dtype, exponents of the least normal number and of what normal draws
# are not below.
_NORMAL = {4: -126, 8: -1022}
_NORMAL_DRAW = {4: -40, 8: -60}


def is_flushed(dtype: np.dtype[Any] | None) -> bool:
    """Whether TensorFlow flushes subnormal numbers of a dtype."""
    return dtype is not None and _dtypes.is_float(dtype) and dtype != np.float16


def of_nodes(nodes: Sequence[Node], draws: Any) -> dict[Node, Magnitude]:
    """Return the magnitudes of nodes that have a dtype that is flushed.

    Parameters
    ----------
    nodes : sequence of Node
        Each after its inputs.
    draws : container of Node
        Those that are draws before they are scaled.
    """
    found: dict[Node, Magnitude] = {}
    for node in nodes:
        if not is_flushed(node.dtype):
            continue
        if node.value is not None:
            found[node] = of_constant(node.value)
        elif node in draws:
            found[node] = _of_draw(node)
        elif node.function is not None and all(n in found for n in node.inputs):
            inputs = [found[n] for n in node.inputs]
            found[node] = of_result(node.function, inputs, node.dtype)
        else:
            found[node] = of_unknown(node.dtype)
    return found


def of_unknown(dtype: np.dtype[Any]) -> Magnitude:
    """Return that of what may be any number."""
    normal = _least_normal(dtype)
    grid = normal - _fraction_bits(dtype)
    return Magnitude(grid, grid, 2 - normal)


def of_constant(value: np.ndarray[Any, Any]) -> Magnitude:
    """Return that of an array."""
    with np.errstate(all="ignore"):
        size = np.abs(value).astype(np.float64)
    size = size[np.isfinite(size) & (size != 0)]
    if not size.size:
        return _ZEROS
    least = math.frexp(size.min())[1] - 1
    return Magnitude(
        least - _fraction_bits(value.dtype), least, math.frexp(size.max())[1]
    )


def _of_draw(node: Node) -> Magnitude:
    bits = _fraction_bits(node.dtype)
    if node.origin.type == "RandomUniform":
        return Magnitude(-bits, -bits, 0)
    least = _NORMAL_DRAW[_width(node.dtype)]
    return Magnitude(least - bits, least, 3)


def of_result(
    function: Any, inputs: Sequence[Magnitude], dtype: np.dtype[Any]
) -> Magnitude:
    """Return that of a function's values, subnormals being flushed."""
    bits, normal = _fraction_bits(dtype), _least_normal(dtype)
    result = _of_exact_result(function, inputs, bits)
    if result is None:
        return of_unknown(dtype)
    lowest = of_unknown(dtype)
    if function not in FLUSHED and function is not total:
        return result
    return Magnitude(
        max(result.grid, lowest.grid),
        max(result.least, normal),
        min(result.most, lowest.most),
    )


def _of_exact_result(
    function: Any, inputs: Sequence[Magnitude], bits: int
) -> Magnitude | None:
    if function in (np.add, np.subtract, total):
        grid = min(x.grid for x in inputs)
        most = max(x.most for x in inputs) + (len(inputs) - 1).bit_length()
        return Magnitude(grid, grid, most)
    if function in (np.multiply, np.square):
        x, y = inputs[0], inputs[-1]
        least = x.least + y.least
        grid = max(x.grid + y.grid, least - bits)
        return Magnitude(grid, max(least, grid), x.most + y.most)
    if function in (np.true_divide, np.reciprocal):
        x = inputs[0] if len(inputs) == 2 else _ONE
        y = inputs[-1]
        least = x.least - y.most
        return Magnitude(least - bits, least, x.most - y.least)
    is_move = isinstance(function, partial) and function.func is np.broadcast_to
    if is_move or function in (np.positive, np.negative, snapshot):
        return inputs[0]
    return None


def flushing(
    function: Evaluate, inputs: Sequence[Magnitude], dtype: np.dtype[Any]
) -> Evaluate:
    """Return a function that flushes subnormals: itself, if none can come about.

    Parameters
    ----------
    function : callable
        Arithmetic.
    inputs : sequence of Magnitude
        Those of its arguments.
    dtype : numpy.dtype
        That of all of them and of the result.
    """
    if function is not total and function not in FLUSHED:
        return function
    normal = _least_normal(dtype)
    exact = _of_exact_result(function, inputs, _fraction_bits(dtype))
    small = tuple(i for i, x in enumerate(inputs) if x.least < normal)
    if exact is not None and exact.least >= normal and not small:
        return function
    flushed = _flushed_total if function is total else FLUSHED[function]
    # One that rounds up to the least normal number is flushed before.
    limit = dtype.type(2.0 ** (normal + 1))

    def flushing(*values: Any) -> Any:
        result = function(*values)
        if any(_any_below(values[i], limit) for i in small) or _any_below(
            result, limit
        ):
            return flushed(*values)[()]
        return result

    return flushing


def _flushed_total(first: Any, *others: Any) -> Any:
    for value in others:
        first = flushed_add(first, value)
    return first


def _any_below(x: Any, limit: Any) -> bool:
    """Whether a number that is not zero is below a limit."""
    flat = np.reshape(x, -1)
    for start in range(0, flat.size, _PART):
        size = np.abs(flat[start : start + _PART])
        if not size.min() >= limit and np.any((size < limit) & (size != 0)):
            return True  # without zeros the first look is enough
    return False


def _width(dtype: np.dtype[Any]) -> int:
    return 8 if dtype == np.float64 else 4


def _least_normal(dtype: np.dtype[Any]) -> int:
    return _NORMAL[_width(dtype)]


def _fraction_bits(dtype: np.dtype[Any]) -> int:
    return 52 if dtype == np.float64 else 23
