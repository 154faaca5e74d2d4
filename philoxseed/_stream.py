# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Streams by TensorFlow's seeds, for use without graphs and sessions."""

from __future__ import annotations

import inspect
import operator
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Never, NoReturn, Self, SupportsIndex

from philoxseed import _threads
from philoxseed._core import CheckedStream, CoreStream
from philoxseed._seeds import rules, streams

# Seeds of TensorFlow's have 31 bits, in key and upper counter half; this many are left.
_PATH_BITS = 66

_spawning = _threads.opened_in_children(threading.Lock())


class _Elsewhere:
    """In the place of a method of NumPy's Generator: an error that says where it is.

    A ``__getattr__`` would make all calls of one value slower.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    # Never, so that a type checker refuses it.
    def __get__(self, instance: Never, owner: type) -> NoReturn:
        raise AttributeError(
            f"{owner.__name__!r} object has no attribute {self._name!r}: a stream "
            "draws what one op of TensorFlow's draws; NumPy's methods are those of "
            f"philoxseed.default_rng(seed), as {self._name}",
            name=self._name,
        )


class _OfGenerators:
    """What `default_rng` has, and streams have not."""

    __slots__ = ()

    (
        beta,
        binomial,
        bit_generator,
        bytes,
        chisquare,
        choice,
        dirichlet,
        exponential,
        f,
        gamma,
        geometric,
        gumbel,
        hypergeometric,
        laplace,
        logistic,
        lognormal,
        logseries,
        multinomial,
        multivariate_hypergeometric,
        multivariate_normal,
        negative_binomial,
        noncentral_chisquare,
        noncentral_f,
        pareto,
        permuted,
        poisson,
        power,
        random,
        rayleigh,
        shuffle,
        standard_cauchy,
        standard_exponential,
        standard_gamma,
        standard_normal,
        standard_t,
        triangular,
        vonmises,
        wald,
        weibull,
        zipf,
    ) = (_Elsewhere() for _ in range(40))


class _StreamType(type):
    """The type of classes that do not list what is elsewhere."""

    def __dir__(cls) -> list[str]:
        return cls.without_elsewhere(super().__dir__())

    def without_elsewhere(cls, names: Iterable[str]) -> list[str]:
        """Return the names of what is here."""
        found = ((name, inspect.getattr_static(cls, name, None)) for name in names)
        return [name for name, value in found if not isinstance(value, _Elsewhere)]


class Stream(CheckedStream, _OfGenerators, metaclass=_StreamType):
    """The stream of one seeded TensorFlow op, as NumPy arrays.

    Each call of `uniform`, `normal`, `bits` ... gives what the next run of that op
    gives in a TensorFlow session, and moves the stream on by TensorFlow's reservation:
    256 blocks for each value. So ``uniform(5)`` twice is not ``uniform(10)``.

    All parameters but `size` go by name, as in ``normal(5, loc=1.0, scale=2.0)``; only
    `integers` is called as NumPy's is.

    Parameters
    ----------
    graph_seed : int, optional
        The graph-level seed. Alone it means the first op of a graph with that seed.
    op_seed : int, optional
        The op's seed. Alone it goes with TensorFlow's default graph seed, 87654321.
        Without any seed, key and counter come from the operating system.

    Raises
    ------
    TypeError
        If a seed is not a number, or NaN.

    See Also
    --------
    Stream.from_kernel_seeds : by the attributes ``seed`` and ``seed2`` of an op.

    Notes
    -----
    Seeds are mapped as in tensorflow/python/framework/random_seed.py, and to key and
    counter as in tensorflow/core/util/guarded_philox_random.cc.

    Examples
    --------
    >>> stream = Stream(1234)
    >>> stream.uniform(2)
    array([0.13047123, 0.9760946 ], dtype=float32)
    """

    # Where the stream stands in a tree of spawned ones: the length of its path, and how
    # many children it has.
    __slots__ = ("_children", "_path_length")

    _view_type: ClassVar[type[CoreStream]]

    def __init__(
        self,
        graph_seed: float | None = None,
        op_seed: float | None = None,
        **others: Never,
    ):
        if others:
            raise TypeError(
                f"Stream has no {', '.join(others)}=: its seeds are graph_seed= and "
                "op_seed=, and Stream(1) is short for graph_seed=1"
            )
        if graph_seed is not None and op_seed is None:
            op_seed = 0
        key, counter = streams.key_and_counter(rules.resolve(graph_seed, op_seed))
        super().__init__(key, counter)
        self._path_length = self._children = 0

    @classmethod
    def from_kernel_seeds(cls, seed: SupportsIndex, seed2: SupportsIndex) -> Self:
        """Return the stream of an op by its attributes `seed` and `seed2`.

        Parameters
        ----------
        seed, seed2 : int
            64-bit integers, signed or not, as a GraphDef holds them.

        Raises
        ------
        TypeError
            If one is not an integer.
        ValueError
            If one has more than 64 bits, or both are 0: to TensorFlow that is an op
            without a seed.

        Examples
        --------
        >>> px.Stream.from_kernel_seeds(1234, 0).uniform(2)
        array([0.13047123, 0.9760946 ], dtype=float32)
        """
        return cls._of(*streams.checked_key_and_counter(seed, seed2))

    @classmethod
    def _of(cls, key: int, counter: int) -> Self:
        stream = cls.__new__(cls)
        CoreStream.__init__(stream, key, counter)
        stream._path_length = stream._children = 0
        return stream

    def spawn(self, n_children: SupportsIndex) -> list[Self]:
        """Return new streams that share no block with this one or with each other.

        Nor do their children, and theirs: a stream and all that descends from it have
        different pairs of key and upper counter half, 2**64 blocks each. Where the
        streams have seeds of TensorFlow's (not kernel seeds of 2**31 and more), this
        holds for the descendants of different streams too.

        Parameters
        ----------
        n_children : int
            How many; a later call goes on with the next ones. Calls in different
            threads get different ones.

        Returns
        -------
        list of Stream

        Raises
        ------
        TypeError
            If `n_children` is not an integer.
        ValueError
            If it is negative, or a child's path would have more than 66 bits: there
            is room for 2**33 - 1 children, or for 66 generations of first children.

        Notes
        -----
        Child number i = 1, 2 ... is found by appending to its parent's path the Elias
        gamma code of i: one 0 for each binary digit of i but the first, then i. The
        path, filled up with zeros to 66 bits, is xored to the bits that are 0 in
        TensorFlow's seeds: its first 33 to bits 63 to 31 of the key, the others to
        those of the upper counter half. The lower half starts at 0.

        Examples
        --------
        >>> one, two = px.Stream(1234).spawn(2)
        >>> one.uniform(1), two.uniform(1)
        (array([0.50749767], dtype=float32), array([0.60060287], dtype=float32))
        """
        try:
            n = operator.index(n_children)
        except TypeError:
            raise TypeError(
                f"n_children must be an integer, not {type(n_children).__name__}"
            ) from None
        if n < 0:
            raise ValueError(f"n_children must not be negative, got {n}")
        with _spawning:
            first = self._children + 1
            self._check_room(first + n - 1)
            self._children += n
        try:
            return [self._child(i) for i in range(first, first + n)]
        except BaseException:
            # Those that nobody got come again, unless others have come after them.
            with _spawning:
                if self._children == first + n - 1:
                    self._children = first - 1
            raise

    def _check_room(self, number: int) -> None:
        if number > 0 and self._path_length + _code_length(number) > _PATH_BITS:
            raise ValueError(
                f"n_children: child {number} of this stream has no room, its path must "
                f"have at most {_PATH_BITS} bits. Spawn from streams nearer to the "
                "first"
            )

    def _child(self, number: int) -> Self:
        length = self._path_length + _code_length(number)
        path = number << _PATH_BITS - length
        upper, lower = divmod(path, 1 << _PATH_BITS // 2)
        seed2 = self.counter >> 64 ^ lower << 31
        child = self._of(self.key ^ upper << 31, seed2 << 64)
        child._path_length = length
        return child

    def __getstate__(self) -> tuple[Any, ...]:
        return self.state, self._path_length, self._children

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        place, self._path_length, self._children = state
        super().__setstate__(place)

    if TYPE_CHECKING:

        def at(self, element: SupportsIndex) -> StreamView: ...

    def __dir__(self) -> list[str]:
        return type(self).without_elsewhere(super().__dir__())

    def __repr__(self) -> str:
        return _origin(self, type(self).__name__)


class StreamView(CheckedStream, _OfGenerators, metaclass=_StreamType):
    """What a `Stream` draws next, from an element on: see `Stream.at`.

    It draws as a stream does and never advances, so each draw gives the same elements.

    Examples
    --------
    >>> stream = Stream(1234)
    >>> stream.at(1).uniform(1)
    array([0.9760946], dtype=float32)
    """

    __slots__ = ()

    _view_type: ClassVar[type[CoreStream]]

    def __init__(self) -> None:
        raise TypeError(
            "a StreamView is made by at(element) of a Stream: use it instead"
        )

    if TYPE_CHECKING:

        def at(self, element: SupportsIndex) -> StreamView: ...

    def __dir__(self) -> list[str]:
        return type(self).without_elsewhere(super().__dir__())

    def __repr__(self) -> str:
        return f"{_origin(self, Stream.__name__)}.at({self.first})"


Stream._view_type = StreamView._view_type = StreamView


def _origin(stream: CoreStream, name: str) -> str:
    """Return how a stream of this key and counter is made."""
    seed2, blocks = divmod(stream.counter, 1 << 64)
    made = f"{name}.from_kernel_seeds({stream.key}, {seed2})"
    return f"<{made} after skip({blocks})>" if blocks else made


def _code_length(number: int) -> int:
    """Return the length of the Elias gamma code of a positive number."""
    return 2 * number.bit_length() - 1
