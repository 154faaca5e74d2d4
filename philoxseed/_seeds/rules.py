# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's rules for seeds, as pure functions.

Which graph a seed belongs to and how op seeds are numbered is not known here.

The rules are those of tensorflow/python/framework/random_seed.py.
"""

import math
import operator
import sys
import warnings
from typing import Any

import numpy as np

DEFAULT_GRAPH_SEED = 87654321
"""The graph seed of an op that has a seed in a graph that has none."""

MODULUS = 2**31 - 1
"""Seeds count modulo this number."""


def resolve(graph_seed: float | None, op_seed: float | None) -> tuple[int, int] | None:
    """Return the attributes ``(seed, seed2)`` of an op's kernel.

    Parameters
    ----------
    graph_seed, op_seed : int or None
        The two seeds; any integer. `op_seed` None does not stand for an automatic
        op seed here: whoever numbers ops gives the number.

    Returns
    -------
    tuple of two int, or None
        None for an op without a seed, which takes its stream from the operating
        system.

    Raises
    ------
    TypeError
        If a seed is not a number, or NaN or infinite.

    Warns
    -----
    UserWarning
        If a seed is a float.
    """
    return seed_attributes(
        checked(graph_seed, "graph_seed"), checked(op_seed, "op_seed")
    )


def seed_attributes(
    graph_seed: float | None, op_seed: float | None, *, keeps_zero_seeds: bool = False
) -> tuple[int, int] | None:
    """Return what `resolve` returns, for seeds that `checked` returned.

    Where zero seeds are kept, as by TensorFlow 1.0, the seeds (0, 0) are no seed.
    """
    if op_seed is None:
        return None
    if graph_seed is None:
        graph_seed = DEFAULT_GRAPH_SEED
    seeds = graph_seed % MODULUS, op_seed % MODULUS
    # TensorFlow compares before it truncates: (0.5, 0) is not (0, 0) yet, but the
    # kernel then finds (0, 0), which tells it to seed itself.
    if seeds == (0, 0):
        return None if keeps_zero_seeds else (0, MODULUS)
    attributes = int(seeds[0]), int(seeds[1])
    return None if attributes == (0, 0) else attributes


def checked(seed: Any, name: str) -> float | None:
    """Return a seed as an int, a float or None.

    Raises
    ------
    TypeError
        If it is no number, or NaN or infinite.

    Warns
    -----
    UserWarning
        If it is a float.
    """
    if seed is None or type(seed) is int:
        return seed
    if isinstance(seed, (float, np.floating)) or _is_scalar_array(seed, "f"):
        return _checked_float(float(seed), name)
    if isinstance(seed, np.bool_) or _is_scalar_array(seed, "b"):
        return int(seed)
    # An array of one element is an index to NumPy, but no seed to TensorFlow.
    if not isinstance(seed, np.ndarray) or seed.ndim == 0:
        try:
            return operator.index(seed)
        except TypeError:
            pass
    raise TypeError(
        f"{name} must be an integer or None, got {seed!r} of type "
        f"{type(seed).__name__!r}"
    )


def _is_scalar_array(seed: object, kind: str) -> bool:
    return isinstance(seed, np.ndarray) and seed.ndim == 0 and seed.dtype.kind == kind


def _checked_float(seed: float, name: str) -> float:
    if not math.isfinite(seed):
        raise TypeError(f"{name} must be an integer or None, got {seed}")
    truncated = int(seed % MODULUS)
    consequence = (
        "and, where the other seed is 0, leaves the op without a seed"
        if truncated == 0 and seed % MODULUS
        else "without a word"
    )
    warnings.warn(
        f"{name} should be an integer: TensorFlow turns {seed} into {truncated} "
        f"{consequence}",
        stacklevel=caller_level(),
    )
    return seed


def caller_level() -> int:
    """Return the stack level of the caller of this package, seen from our caller."""
    level = 2
    frame = sys._getframe(level)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("philoxseed"):
        frame = frame.f_back
        level += 1
    return level
