# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Places in a pseudo-random permutation, each computed on its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from philoxseed import _dtypes, _values
from philoxseed._core import index_shuffled, quick_index_shuffle
from philoxseed._seeds import stateless
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError

_TYPES = ("int32", "int64", "uint32", "uint64")

# The first word of each key, of tensorflow/core/kernels/random_index_shuffle_ops.cc.
_FIRST_KEY_WORD = 498247692


def index_shuffle(index: Any, seed: Any, max_index: Any) -> EagerTensor:
    """Return where indices go in a permutation of 0 .. `max_index`.

    Parameters
    ----------
    index : int or sequence of int
        In [0, `max_index`]; int32, int64, uint32 or uint64.
    seed : sequence of two int
        Of them the low 32 bits count. A matrix of rows of three is a key for each
        index, of which TensorFlow leaves out the last: it puts its constant in front.
    max_index : int or sequence of int
        The largest index.

    Returns
    -------
    EagerTensor
        Of the dtype of `index`; a scalar if both are.

    Raises
    ------
    TypeError, ValueError
        If an argument is no array of numbers.
    InvalidArgumentError
        If a dtype, a shape or an index is refused by TensorFlow's kernel.

    Examples
    --------
    >>> import philoxseed as px
    >>> px.random.experimental.index_shuffle([0, 1, 2, 3, 4], [1, 2], 4)
    EagerTensor([2, 0, 1, 4, 3], dtype=int32)
    """
    value = quick_index_shuffle(EagerTensor, index, seed, max_index)
    if value is not None:
        return value
    indices = _integers(index, "index")
    largest = _integers(max_index, "max_index")
    seeds = _integers(seed, "seed", stateless.seed_array(seed))
    keys = _keys(seeds)
    n = max(indices.size, largest.size, len(keys))
    for array in (indices, largest):
        if array.ndim > 1 or array.size not in (1, n):
            raise InvalidArgumentError(
                "index and max_index must be scalars or vectors of one length, got "
                f"shapes {list(indices.shape)} and {list(largest.shape)}"
            )
    if len(keys) not in (1, n):
        raise InvalidArgumentError(
            f"seed must have 2 elements, or be a matrix of the shape [{n - 1}, 3]"
        )
    for name, array in (("index", indices), ("max_index", largest)):
        if np.any(array < 0):
            raise InvalidArgumentError(f"{name} must be >= 0 but was {array.min()}")
    limits = largest.astype(np.uint64).reshape(-1)
    wide = np.broadcast_to(indices.astype(np.uint64).reshape(-1), n)
    if np.any(wide > limits):
        place = int(np.argmax(wide > limits))
        raise InvalidArgumentError(
            "max_index must be >= index, but "
            f"{np.broadcast_to(limits, n)[place]} < {wide[place]}"
        )
    result = index_shuffled(wide, limits, keys)
    is_scalar = indices.ndim == largest.ndim == 0 and seeds.ndim == 1
    shape = () if is_scalar else (n,)
    return _values.immediate(result.astype(indices.dtype).reshape(shape))


def _integers(value: Any, name: str, array: Any = None) -> NDArray[Any]:
    found = _dtypes.as_array(value, name) if array is None else array
    if found.dtype.name not in _TYPES:
        raise InvalidArgumentError(
            f"{name} must be one of {', '.join(_TYPES)}, got {value!r}"
        )
    if not found.size and name != "seed":
        raise InvalidArgumentError(f"{name} must not be empty")
    return found


def _keys(seed: NDArray[Any]) -> NDArray[Any]:
    """Return rows of three words."""
    words = (seed.astype(np.int64) & 0xFFFFFFFF).astype(np.uint32)
    if seed.shape == (2,):
        return np.insert(words, 0, _FIRST_KEY_WORD)[np.newaxis]
    if seed.ndim == 2 and seed.shape[1] == 3:
        return np.insert(words, 0, _FIRST_KEY_WORD, axis=0)
    raise InvalidArgumentError(
        f"seed must have 2 elements, or be a matrix of rows of 3, got shape "
        f"{list(seed.shape)}"
    )
