# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How many ops the calls of TensorFlow up to 2.1 make: there, op ids are op seeds.

A call makes a constant for each argument that is no tensor, the op itself, and often
some before and after it. What is here was counted on real graphs of TensorFlow 1.0.0
and 1.15.0: ``len(graph.get_operations())`` before and after a call, and ``seed2`` of
its random op; the random ops and the single ones also on the versions between. Where
the two differ, profiles up to "1.2" count as 1.0.0 did, later ones as 1.15.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class OpIds(NamedTuple):
    """How many ops a call of a random function makes.

    To these come the constants of its arguments, one for each that is no tensor.
    """

    before: int
    """Before the seed is asked for."""
    after: int
    """The random op, and what follows it."""
    first: int | None = None
    """Which constants are made before the seed is asked for: ``constants[:first]``."""


RANDOM_OP_IDS: Mapping[str, OpIds] = {
    "RandomUniform": OpIds(0, 4),  # the op, maxval - minval, *, +
    "RandomUniformInt": OpIds(0, 1),
    "RandomStandardNormal": OpIds(0, 3),  # the op, *, +
    "TruncatedNormal": OpIds(0, 3),
    "RandomShuffle": OpIds(0, 1, first=0),
    # The shape and a check of the size, then a draw of integers, Mod and Slice.
    "RandomCrop": OpIds(14, 3),
    "Multinomial": OpIds(0, 1, first=-1),  # the number of samples comes after
    # Zeros like beta, and alpha + that; then the op, /, a constant and Maximum.
    "RandomGamma": OpIds(2, 4),
    "RandomPoissonV2": OpIds(0, 1, first=1),  # the rate comes after
    "ParameterizedTruncatedNormal": OpIds(0, 1),
}
"""By the type of the random op."""

SINGLE_OPS = frozenset({"Placeholder", "Const", "NoOp"})
"""Ops that are one op in TensorFlow too."""

EXPRESSIONS = {
    "absolute", "add", "arccos", "arcsin", "arctan", "bitwise_and", "bitwise_or",
    "ceil", "cos", "divide", "exp", "expm1", "floor", "floor_divide", "greater",
    "greater_equal", "invert", "less", "less_equal", "log", "log1p", "matmul",
    "maximum", "minimum", "multiply", "negative", "power", "reciprocal",
    "remainder", "rint", "sign", "sin", "sqrt", "square", "stack", "subtract",
    "tan", "tanh",
}  # fmt: skip
"""NumPy's names for what is one op, and one for each operand that is no tensor."""

INDEX_OPS = 4
"""An index of numbers and slices: three constants, and the op."""
