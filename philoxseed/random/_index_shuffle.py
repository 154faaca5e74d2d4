# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Places in a pseudo-random permutation, each computed on its own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from philoxseed import _dtypes, _values
from philoxseed._seeds import stateless
from philoxseed._values import EagerTensor
from philoxseed.errors import InvalidArgumentError

_TYPES = ("int32", "int64", "uint32", "uint64")

# Of tensorflow/core/kernels/random_index_shuffle_ops.cc and its cipher, a Simon block
# cipher (Beaulieu et al., 2013) of 4 rounds: the first word of each key, and the lowest
# bit of the sequence that goes into the fourth round key, above 2^32 - 4.
_FIRST_KEY_WORD = 498247692
_ROUND_CONSTANT = np.uint64(2**32 - 4 ^ 1)

Words = NDArray[np.uint64]


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
    wide, limits = (
        np.broadcast_to(a.astype(np.uint64).reshape(-1), n) for a in (indices, largest)
    )
    if np.any(wide > limits):
        place = int(np.argmax(wide > limits))
        raise InvalidArgumentError(
            f"max_index must be >= index, but {limits[place]} < {wide[place]}"
        )
    result = _shuffled(wide, np.broadcast_to(keys, (n, 3)), limits)
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
    words = (seed.astype(np.int64) & 0xFFFFFFFF).astype(np.uint64)
    if seed.shape == (2,):
        return np.insert(words, 0, _FIRST_KEY_WORD)[np.newaxis]
    if seed.ndim == 2 and seed.shape[1] == 3:
        return np.insert(words, 0, _FIRST_KEY_WORD, axis=0)
    raise InvalidArgumentError(
        f"seed must have 2 elements, or be a matrix of rows of 3, got shape "
        f"{list(seed.shape)}"
    )


def _shuffled(indices: Words, keys: NDArray[Any], limits: Words) -> Words:
    """Encrypt each index, again and again until it is within its limit."""
    halves = np.array([_half_bits(int(limit)) for limit in limits], np.uint64)
    masks = ((1 << halves.astype(object)) - 1).astype(np.uint64)
    round_keys: list[Words] = [keys[:, i] & masks for i in range(3)]
    last: Words = (
        _ROUND_CONSTANT & masks
        ^ round_keys[0]
        ^ _rotated(round_keys[2], halves - 3, halves, masks)
        ^ _rotated(round_keys[2], halves - 4, halves, masks)
    )
    round_keys.append(last)
    result = indices.copy()
    pending = np.flatnonzero(limits > 0)
    while pending.size:
        result[pending] = _encrypted(
            result[pending],
            halves[pending],
            masks[pending],
            [key[pending] for key in round_keys],
        )
        pending = pending[result[pending] > limits[pending]]
    return result


def _half_bits(limit: int) -> int:
    """Return the width of half a block that holds all indices up to a limit."""
    bits = math.ceil(math.log2(limit)) if limit else 0
    return min(max(bits + bits % 2, 16), 64) // 2


def _encrypted(values: Words, half: Words, mask: Words, keys: list[Words]) -> Words:
    left, right = values >> half & mask, values & mask
    for key in keys:
        left, right = right, left ^ _mixed(right, half, mask) ^ key
    return left << half | right


def _mixed(x: Words, half: Words, mask: Words) -> Words:
    one, two, eight = (_rotated(x, np.uint64(n), half, mask) for n in (1, 2, 8))
    return one & eight ^ two


def _rotated(x: Words, by: Any, half: Words, mask: Words) -> Words:
    """Rotate words of `half` bits to the left."""
    by = by % half
    rotated: Words = (x << by | x >> (half - by)) & mask
    return rotated
