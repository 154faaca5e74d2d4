# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The seeds of TensorFlow's stateless ops, and the algorithms that they name.

As tensorflow/python/ops/stateless_random_ops.py and random_ops_util.py.
"""

from __future__ import annotations

import enum
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed.errors import InvalidArgumentError


class Algorithm(enum.Enum):
    """The algorithms that TensorFlow has names for. A CPU has Philox alone.

    Examples
    --------
    >>> px.random.Algorithm.PHILOX.value
    1
    """

    PHILOX = 1
    THREEFRY = 2
    AUTO_SELECT = 3


_BY_NAME = {
    "philox": Algorithm.PHILOX,
    "threefry": Algorithm.THREEFRY,
    "autoselect": Algorithm.AUTO_SELECT,
}


def algorithm(alg: Any) -> Algorithm:
    """Return the algorithm that an argument `alg` stands for.

    Raises
    ------
    TypeError, ValueError
        If it is none.
    """
    if isinstance(alg, Algorithm):
        return alg
    if isinstance(alg, str):
        found = _BY_NAME.get(alg.lower().replace("-", "").replace("_", ""))
        if found is not None:
            return found
    elif isinstance(alg, int):
        if 1 <= alg <= 3:
            return Algorithm(alg)
    else:
        raise TypeError(
            f"alg must be an int, a str or an Algorithm, got {alg!r} of type "
            f"{type(alg).__name__!r}"
        )
    raise ValueError(
        f"alg must be 'philox' or 1, 'threefry' or 2, 'auto_select' or 3, got {alg!r}"
    )


def checked_philox(alg: Any) -> Algorithm:
    """Return an algorithm that a CPU has; None stands for AUTO_SELECT.

    Raises
    ------
    TypeError, ValueError
        If it is no algorithm.
    InvalidArgumentError
        If it is THREEFRY.
    """
    found = Algorithm.AUTO_SELECT if alg is None else algorithm(alg)
    if found is Algorithm.THREEFRY:
        raise InvalidArgumentError(
            f"alg {alg!r} is not supported: TensorFlow has ThreeFry on accelerators "
            "only, and refuses it on a CPU. Use alg='philox'"
        )
    return found


def checked_seed(seed: Any, alg: Algorithm = Algorithm.AUTO_SELECT) -> tuple[int, int]:
    """Return the seed of a stateless op, a pair of integers of any 64-bit type.

    Where Philox is asked for by name, TensorFlow scrambles the seed in Python, which
    casts it, and takes the first two of its elements.

    Raises
    ------
    ValueError
        If it is None, or an integer does not fit into int64.
    InvalidArgumentError
        If it does not have the shape (2,), or is not of integers.
    """
    if type(seed) in (list, tuple) and len(seed) == 2:
        first, second = seed
        are_ints = type(first) is int and type(second) is int
        if are_ints and min(seed) >= -(2**63) and max(seed) < 2**63:
            return first, second
    array = seed_array(seed)
    if alg is Algorithm.PHILOX and array.ndim == 1 and array.size >= 2:
        array = array[:2]
    elif array.dtype.kind not in "iub":
        raise InvalidArgumentError(f"seed must be of integers, got {seed!r}")
    if array.shape != (2,):
        raise InvalidArgumentError(f"seed must have shape [2], not {list(array.shape)}")
    return int(array[0]), int(array[1])


def seed_array(seed: Any) -> np.ndarray[Any, Any]:
    """Return a seed as an array: int32 or int64 if it was of Python integers."""
    if isinstance(seed, (np.ndarray, np.generic)):
        array = np.asarray(seed)
    else:
        array = _dtypes.as_array(seed, "seed")
    if array.dtype.kind not in "iufb" and array.dtype.name != "bfloat16":
        raise InvalidArgumentError(f"seed must be of integers, got {seed!r}")
    return array
