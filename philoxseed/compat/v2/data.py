# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The order in which ``tf.data`` gives the elements of a dataset that is shuffled."""

import itertools
import operator
from collections.abc import Iterable, Iterator
from typing import Generic, NoReturn, SupportsIndex, TypeVar

from philoxseed import _missing
from philoxseed._graph.eager import TracedGraph, eager_graph
from philoxseed._graph.graph import default_graphs
from philoxseed._stream import Stream
from philoxseed.errors import InvalidArgumentError

__all__ = ["UNKNOWN_CARDINALITY", "shuffle"]

UNKNOWN_CARDINALITY = -2

T = TypeVar("T")

_WORDS_AT_ONCE = 1024


def shuffle(
    elements: Iterable[T],
    buffer_size: SupportsIndex,
    seed: SupportsIndex | None = None,
    reshuffle_each_iteration: bool | None = None,
) -> "Shuffled[T]":
    """Iterate in the order of ``Dataset.shuffle``.

    Parameters
    ----------
    elements : iterable
        The elements of the dataset, of any kind. Each iteration iterates it anew.
    buffer_size : int
        How many elements an element is picked from; `UNKNOWN_CARDINALITY`, -2, for all
        of them.
    seed : int, optional
        The op seed; without it, and with a global seed, one is taken from that as by
        any other op. Without both, each call has an order of its own.
    reshuffle_each_iteration : bool, optional
        Whether each iteration has another order, as by default.

    Returns
    -------
    Shuffled
        An iterable, whose iterators are numbered as they are made: the first is that of
        TensorFlow's first epoch, and so on.

    Raises
    ------
    TypeError
        If `elements` cannot be iterated, or a number is no integer.
    InvalidArgumentError
        If `buffer_size` is neither positive nor -2. The seed is taken by then.
    RuntimeError
        In a `function`, where TensorFlow seeds datasets otherwise.

    Notes
    -----
    As tensorflow/core/kernels/data/shuffle_dataset_op.cc. ``repeat(n)`` after it is
    ``itertools.chain.from_iterable(itertools.repeat(shuffled, n))``.

    Examples
    --------
    >>> import philoxseed.compat.v2 as tf
    >>> tf.random.set_seed(42)
    >>> shuffled = tf.data.shuffle(range(10), 4, seed=7)
    >>> list(shuffled)
    [1, 0, 2, 5, 4, 6, 3, 7, 8, 9]
    >>> list(shuffled)
    [0, 4, 5, 2, 3, 8, 1, 6, 7, 9]
    """
    iter(elements)
    try:
        size = operator.index(buffer_size)
        op_seed = None if seed is None else operator.index(seed)
    except TypeError:
        raise TypeError(
            "buffer_size must be an integer, and seed one or None, got "
            f"{buffer_size!r} and {seed!r}"
        ) from None
    if isinstance(default_graphs.innermost(), TracedGraph):
        raise RuntimeError(
            "data.shuffle must be called outside of functions that are traced, got "
            f"{elements!r} inside of one"
        )
    seed1, seed2 = eager_graph.get_seed(op_seed)
    if size < 1 and size != UNKNOWN_CARDINALITY:
        raise InvalidArgumentError(
            f"buffer_size must be greater than zero or UNKNOWN_CARDINALITY, got {size}"
        )
    if seed1 is None or seed2 is None:
        stream = Stream()
    else:
        stream = Stream.from_kernel_seeds(seed1, seed2)
    reshuffles = reshuffle_each_iteration is None or bool(reshuffle_each_iteration)
    return Shuffled(elements, size, stream, reshuffles)


class Shuffled(Generic[T]):
    """An iterable whose iterations are in random orders; see `shuffle`."""

    def __init__(
        self, elements: Iterable[T], buffer_size: int, stream: Stream, reshuffles: bool
    ):
        self._elements = elements
        self._buffer_size = None if buffer_size < 0 else buffer_size
        self._stream = stream
        self._epochs = itertools.count() if reshuffles else None

    def __iter__(self) -> Iterator[T]:
        stream = self._stream
        if self._epochs is not None:
            seeds = stream.at(2 * next(self._epochs)).bits(2).tolist()
            stream = Stream.from_kernel_seeds(*seeds)
        return _picked(iter(self._elements), self._buffer_size, stream)


def _picked(elements: Iterator[T], size: int | None, stream: Stream) -> Iterator[T]:
    """Yield elements, each picked from a ring of those that come next."""
    ring = list(itertools.islice(elements, size))
    capacity = length = len(ring)
    first = 0
    words = _words(stream)
    while length:
        place = (first + next(words) % length) % capacity
        picked, ring[place] = ring[place], ring[first]
        yield picked
        for element in itertools.islice(elements, 1):
            ring[first] = element
            length += 1
        length -= 1
        first = (first + 1) % capacity


def _words(stream: Stream) -> Iterator[int]:
    for first in itertools.count(0, _WORDS_AT_ONCE):
        yield from stream.at(first).bits(_WORDS_AT_ONCE).tolist()


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
