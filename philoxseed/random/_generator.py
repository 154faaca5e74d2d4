# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's random generators: objects with a state, which no seed rules touch.

As tensorflow/python/ops/stateful_random_ops.py.
"""

from __future__ import annotations

import math
import os
import threading
from typing import Any, Self

import numpy as np

from philoxseed import _dtypes, _threads, _values
from philoxseed._core import CoreGenerator, CoreStream
from philoxseed._seeds import stateless
from philoxseed._seeds.stateless import Algorithm
from philoxseed._values import EagerTensor
from philoxseed.errors import (
    InvalidArgumentError,
    NotFoundError,
    UnimplementedError,
)
from philoxseed.random import _binomial, _stateless
from philoxseed.random._normal import NormalSampler, TruncatedNormalSampler

_MASK = (1 << 64) - 1
_BLOCKS = 256
_STATE_SIZES = {
    Algorithm.PHILOX: 3,
    Algorithm.AUTO_SELECT: 3,
    Algorithm.THREEFRY: 2,
}


class Generator(CoreGenerator):
    """TensorFlow's ``tf.random.Generator``: a key, a counter, and draws from there on.

    Make one by `from_seed`, `from_state`, `from_key_counter` or
    `from_non_deterministic_state`. Each draw gives what the state stands for, and adds
    256 to the counter for each element. A call that TensorFlow's kernel refuses has
    moved the state all the same, there and so here: it is known by InvalidArgumentError
    or NotFoundError; but `binomial` has not.

    Threads may share one: each draw gets values of its own.

    Parameters
    ----------
    copy_from : Generator, optional
        Whose state and algorithm to start with. It is then the only argument.
    state : array_like of int, optional
        As for `from_state`.
    alg : {"philox", "auto_select", "threefry"}
        As for `from_state`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.

    Examples
    --------
    >>> import philoxseed as px
    >>> generator = px.random.Generator.from_seed(1234)
    >>> generator.normal([3])
    EagerTensor([ 0.9356609 ,  1.0854305 , -0.93788373], dtype=float32)
    >>> generator.state
    EagerTensor([2002,    0,    0])
    """

    def __init__(
        self, copy_from: Generator | None = None, state: Any = None, alg: Any = None
    ) -> None:
        self._algorithm: Algorithm
        if copy_from is not None:
            if state is not None or alg is not None:
                raise TypeError(
                    f"copy_from must be the only argument, got state={state!r} and "
                    f"alg={alg!r} too"
                )
            if not isinstance(copy_from, Generator):
                raise TypeError(f"copy_from must be a Generator, got {copy_from!r}")
            self._algorithm = copy_from._algorithm
            self._set_limbs(copy_from._limbs())
            return
        if state is None or alg is None:
            raise TypeError(
                f"state and alg must be given, or copy_from, got state={state!r} and "
                f"alg={alg!r}: Generator.from_seed(seed) makes one from a seed"
            )
        self._algorithm = stateless.algorithm(alg)
        self._set_limbs(self._checked_state(state))

    @classmethod
    def from_state(cls, state: Any, alg: Any) -> Self:
        """Make a generator from a state.

        Parameters
        ----------
        state : array_like of int, shape (3,)
            The counter, low half first, and the key; int64, to which others are cast.
            Of "threefry" counter and key.
        alg : {"philox", "auto_select", "threefry"}
            The algorithm, or TensorFlow's number of it. The first two have the same
            bits; the third draws on no CPU, and does not here.

        Examples
        --------
        >>> px.random.Generator.from_state([0, 0, 1], "philox").uniform([2]).numpy()
        array([0.81269646, 0.07857466], dtype=float32)
        """
        return cls(state=state, alg=alg)

    @classmethod
    def from_seed(cls, seed: Any, alg: Any = None) -> Self:
        """Make a generator from a seed.

        Parameters
        ----------
        seed : int or array_like
            A Python integer counts modulo 2**192; its low 128 bits are the counter, the
            rest the key, so that small ones have the key 0 and streams that overlap. As
            anything else it is taken for a list of int64, of which the first three
            count, with zeros in front: ``numpy.int64(5)`` is not 5.
        alg : {"philox", "auto_select", "threefry"}, optional
            As for `from_state`.

        Examples
        --------
        >>> px.random.Generator.from_seed(1).uniform([2]).numpy()
        array([0.78749514, 0.3906511 ], dtype=float32)
        """
        checked = Algorithm.PHILOX if alg is None else stateless.algorithm(alg)
        return cls(state=_state_from_seed(seed, checked), alg=checked)

    @classmethod
    def from_key_counter(cls, key: Any, counter: Any, alg: Any) -> Self:
        """Make a generator from a key and a counter.

        Parameters
        ----------
        key : int
            64 bits.
        counter : array_like of int, shape (2,)
            128 bits, low half first.
        alg : {"philox", "auto_select", "threefry"}
            As for `from_state`.

        Examples
        --------
        >>> generator = px.random.Generator.from_key_counter(1, [2, 3], "philox")
        >>> generator.state.tolist()
        [2, 3, 1]
        """
        checked = stateless.algorithm(alg)
        return cls(state=_state_from_key_counter(key, counter, checked), alg=checked)

    @classmethod
    def from_non_deterministic_state(cls, alg: Any = None) -> Self:
        """Make a generator whose state is from the operating system.

        Examples
        --------
        >>> generator = px.random.Generator.from_non_deterministic_state()
        >>> generator.uniform([2]).shape
        (2,)
        """
        checked = Algorithm.PHILOX if alg is None else stateless.algorithm(alg)
        n = _STATE_SIZES[checked]
        return cls(state=np.frombuffer(os.urandom(8 * n), np.int64), alg=checked)

    @property
    def state(self) -> EagerTensor:
        """The counter, low half first, and the key: a new array of int64.

        Examples
        --------
        >>> px.random.Generator.from_seed(1).state.tolist()
        [1, 0, 0]
        """
        return _values.immediate(np.array(self._limbs(), np.int64))

    @property
    def key(self) -> EagerTensor:
        """The key, a scalar of int64.

        Examples
        --------
        >>> int(px.random.Generator.from_seed(1).key)
        0
        """
        return _values.immediate(self._limbs()[-1])

    @property
    def algorithm(self) -> int:
        """TensorFlow's number of the algorithm.

        Examples
        --------
        >>> px.random.Generator.from_seed(1).algorithm
        1
        """
        number: int = self._algorithm.value
        return number

    def reset(self, state: Any) -> None:
        """Set the state, as `from_state` does.

        Examples
        --------
        >>> generator = px.random.Generator.from_seed(1)
        >>> generator.reset([0, 0, 5])
        >>> generator.state.tolist()
        [0, 0, 5]
        """
        self._set_limbs(self._checked_state(state))

    def reset_from_seed(self, seed: Any) -> None:
        """Set the state, as `from_seed` does.

        Examples
        --------
        >>> generator = px.random.Generator.from_seed(1)
        >>> generator.reset_from_seed(5)
        >>> int(generator.key)
        0
        """
        state = _state_from_seed(seed, self._algorithm)
        self._set_limbs(self._checked_state(state))

    def reset_from_key_counter(self, key: Any, counter: Any) -> None:
        """Set the state, as `from_key_counter` does.

        Examples
        --------
        >>> generator = px.random.Generator.from_seed(1)
        >>> generator.reset_from_key_counter(5, [0, 0])
        >>> generator.state.tolist()
        [0, 0, 5]
        """
        state = _state_from_key_counter(key, counter, self._algorithm)
        self._set_limbs(self._checked_state(state))

    def uniform(
        self,
        shape: Any,
        minval: Any = 0,
        maxval: Any = None,
        dtype: Any = np.float32,
        name: str | None = None,
    ) -> EagerTensor:
        """Draw from uniform distributions; see `stateless_uniform`.

        Examples
        --------
        >>> px.random.Generator.from_seed(1).uniform([2]).numpy()
        array([0.78749514, 0.3906511 ], dtype=float32)
        """
        value = self._quick_uniform(EagerTensor, shape, minval, maxval, dtype)
        if value is not None:
            return value
        checked = _dtypes.as_dtype(dtype)
        if checked.kind not in "iuf" and checked.name != "bfloat16":
            raise TypeError(f"dtype must be of numbers, got {checked.name}")
        limits = _stateless.checked_limits(minval, maxval, checked)
        stream = self._taken(shape)
        is_known = checked.kind == "f" or checked.name in (
            "bfloat16",
            *_stateless.FULL_INTEGERS,
        )
        if not is_known:
            raise InvalidArgumentError(
                f"dtype {checked.name} is not supported: expected one of integers or "
                "floats that uniform of a graph has"
            )
        if checked.kind == "u" and limits[0] is not None:
            raise NotFoundError(
                f"{checked.name} is for the full range alone: minval and maxval must "
                "be None"
            )
        return _drawn(_stateless.uniform_sampler(shape, limits, checked), stream)

    def uniform_full_int(
        self, shape: Any, dtype: Any = np.uint64, name: str | None = None
    ) -> EagerTensor:
        """Draw integers of the full range of int32, int64, uint32 or uint64.

        Examples
        --------
        >>> px.random.Generator.from_seed(1).uniform_full_int([1]).numpy()
        array([6679402142117448868], dtype=uint64)
        """
        value = self._quick_full_integers(EagerTensor, shape, dtype)
        if value is not None:
            return value
        checked = _dtypes.as_dtype(dtype)
        stream = self._taken(shape)
        if checked.name not in _stateless.FULL_INTEGERS:
            raise InvalidArgumentError(
                f"dtype {checked.name} is not supported: expected "
                f"{', '.join(_stateless.FULL_INTEGERS)}"
            )
        return _drawn(_stateless.uniform_sampler(shape, (None, None), checked), stream)

    def normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = np.float32,
        name: str | None = None,
    ) -> EagerTensor:
        """Draw from normal distributions; see `stateless_normal`.

        Examples
        --------
        >>> px.random.Generator.from_seed(1).normal([2]).numpy()
        array([ 0.43842274, -0.53439844], dtype=float32)
        """
        value = self._quick_normal(EagerTensor, False, shape, mean, stddev, dtype)
        if value is not None:
            return value
        parameters = _stateless.checked_parameters(mean, stddev, dtype)
        stream = self._taken(shape)
        return _drawn(
            _stateless.normal_sampler(NormalSampler, shape, parameters), stream
        )

    def truncated_normal(
        self,
        shape: Any,
        mean: Any = 0.0,
        stddev: Any = 1.0,
        dtype: Any = np.float32,
        name: str | None = None,
    ) -> EagerTensor:
        """Draw from truncated normals; see `stateless_truncated_normal`.

        Examples
        --------
        >>> px.random.Generator.from_seed(1).truncated_normal([2]).numpy()
        array([ 0.43842274, -0.53439844], dtype=float32)
        """
        value = self._quick_normal(EagerTensor, True, shape, mean, stddev, dtype)
        if value is not None:
            return value
        parameters = _stateless.checked_parameters(mean, stddev, dtype)
        stream = self._taken(shape)
        return _drawn(
            _stateless.normal_sampler(TruncatedNormalSampler, shape, parameters),
            stream,
        )

    def binomial(
        self,
        shape: Any,
        counts: Any,
        probs: Any,
        dtype: Any = np.int32,
        name: str | None = None,
    ) -> EagerTensor:
        """Draw from binomial distributions; see `stateless_binomial`.

        `counts` and `probs` are of one dtype, float16, float32 or float64; Python
        floats are float32. A refused call has not moved the state.

        Examples
        --------
        >>> generator = px.random.Generator.from_seed(1)
        >>> generator.binomial([3], 10.0, 0.5).numpy()
        array([5, 5, 7], dtype=int32)
        """
        n, p = _dtypes.as_array(counts, "counts"), _dtypes.as_array(probs, "probs")
        checked = _dtypes.as_dtype(dtype)
        if self._algorithm is not Algorithm.PHILOX:
            raise InvalidArgumentError(
                f"Unsupported algorithm id: {self.algorithm}, expected alg='philox'"
            )
        if p.dtype.name not in _binomial.PARAMETER_TYPES or n.dtype != p.dtype:
            raise InvalidArgumentError(
                f"counts and probs must be of one dtype, "
                f"{', '.join(_binomial.PARAMETER_TYPES)}, got {n.dtype} and {p.dtype}"
            )
        if checked.name not in _binomial.TYPES:
            raise InvalidArgumentError(
                f"dtype {checked.name} is not supported: expected "
                + ", ".join(_binomial.TYPES)
            )
        dimensions = _stateless.immediate_shape(shape)
        parameters = _stateless.broadcast_shapes(n, p)
        samples = math.prod(
            _stateless.sample_shape(dimensions, parameters, checked, checks_empty=True)
        )
        blocks = math.prod(parameters) * 200 * (samples + 3) // 4
        _binomial.check_counts(n, p)
        stream = self._stream(self._advance(blocks * _BLOCKS))
        drawn = _binomial.drawn(stream, dimensions, n, p, checked)
        return _values.immediate(drawn)

    def skip(self, delta: Any) -> EagerTensor:
        """Move the state on as a draw of `delta` elements does.

        Parameters
        ----------
        delta : int
            It counts modulo 2**64; negative ones go back, in the low half of the
            counter at least.

        Returns
        -------
        EagerTensor
            The state before.

        Examples
        --------
        >>> generator = px.random.Generator.from_seed(1)
        >>> _ = generator.skip(3)
        >>> generator.state.tolist()
        [769, 0, 0]
        """
        if isinstance(delta, str):
            raise UnimplementedError(f"delta must be a number, got {delta!r}")
        array = _dtypes.as_array(delta, "delta")
        if array.ndim:
            raise InvalidArgumentError(
                f"delta must be a scalar, got shape {list(array.shape)}"
            )
        limbs = self._advanced(int(array))
        return _values.immediate(np.array(limbs, np.int64))

    def make_seeds(self, count: Any = 1) -> EagerTensor:
        """Return `count` seeds for stateless functions, as columns.

        Returns
        -------
        EagerTensor of int64, shape (2, count)

        Examples
        --------
        >>> px.random.Generator.from_seed(1).make_seeds(2).shape
        (2, 2)
        """
        keys = self.uniform_full_int([count], np.int64)
        seeds: EagerTensor = np.stack([keys, np.zeros_like(keys)]).view(EagerTensor)
        return seeds

    def split(self, count: Any = 1) -> list[Generator]:
        """Return `count` generators with keys that this one draws, and counters 0.

        Examples
        --------
        >>> len(px.random.Generator.from_seed(1).split(3))
        3
        """
        keys = self.uniform_full_int([count], np.int64)
        zeros = [0] * (_STATE_SIZES[self._algorithm] - 1)
        return [
            Generator(state=[*zeros, key], alg=self._algorithm) for key in keys.tolist()
        ]

    def _checked_state(self, state: Any) -> list[int]:
        limbs = _int64s(state, "state")
        size = _STATE_SIZES[self._algorithm]
        if limbs.shape != (size,):
            raise ValueError(f"state must have shape ({size},), got {limbs.shape}")
        checked: list[int] = limbs.tolist()
        return checked

    def _check_algorithm(self) -> None:
        if self._algorithm is Algorithm.THREEFRY:
            raise UnimplementedError(
                "alg 'threefry' is not supported: TensorFlow has it on accelerators "
                "only, use alg='philox'"
            )

    def _taken(self, shape: Any) -> CoreStream:
        """Return a stream from the state on, which then moves by a draw of a shape."""
        return self._stream(self._advanced(_elements(shape)))

    def _stream(self, limbs: list[int]) -> CoreStream:
        low, high, key = limbs
        counter = low & _MASK | (high & _MASK) << 64
        return CoreStream(key & _MASK, counter, adds_zeros=True)

    def _advanced(self, elements: int) -> list[int]:
        """Return the state; then its counter moves by 256 for each element."""
        self._check_algorithm()
        return self._advance(elements * _BLOCKS)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (None, self._limbs(), self.algorithm)

    def __repr__(self) -> str:
        return (
            f"<philoxseed.random.Generator algorithm={self.algorithm} "
            f"state={self._limbs()}>"
        )


def _signed(limb: int) -> int:
    return limb - (1 << 64) if limb >> 63 else limb


def _elements(shape: Any) -> int:
    """Return what TensorFlow takes for the number of elements: the product."""
    if shape is None:
        raise ValueError(
            "shape must be a sequence of integers, got None; that of a scalar is []"
        )
    if type(shape) in (list, tuple) and all(type(d) is int for d in shape):
        return math.prod(shape)
    array = np.asarray(shape)
    if array.dtype.kind not in "iufb":
        raise InvalidArgumentError(f"shape must be of integers, got {shape!r}")
    return int(np.prod(array))


def _drawn(sampler: Any, stream: CoreStream) -> EagerTensor:
    sampler.check()
    return _values.immediate(sampler.bind(stream)())


def _int64s(value: Any, name: str) -> np.ndarray[Any, Any]:
    """Return numbers cast to int64, as TensorFlow casts them: integers wrap."""
    if value is None:
        raise ValueError(f"{name} must be integers, got None")
    array = np.asarray(value)
    if array.dtype.kind == "O" and all(isinstance(x, int) for x in array.flat):
        wrapped = [_signed(x & _MASK) for x in array.flat]
        return np.array(wrapped, np.int64).reshape(array.shape)
    if array.dtype.kind not in "iufb":
        raise UnimplementedError(f"{name} must be integers, got {value!r}")
    return array.astype(np.int64)


def _state_from_seed(seed: Any, algorithm: Algorithm) -> list[int]:
    size = _STATE_SIZES[algorithm]
    if isinstance(seed, int):
        return [_signed(seed >> 64 * i & _MASK) for i in range(size)]
    limbs: list[int] = _int64s(seed, "seed").reshape(-1)[:size].tolist()
    return [0] * (size - len(limbs)) + limbs


def _state_from_key_counter(key: Any, counter: Any, algorithm: Algorithm) -> list[int]:
    size = _STATE_SIZES[algorithm] - 1
    keys, counters = _int64s(key, "key"), _int64s(counter, "counter")
    if counters.shape != (size,):
        raise ValueError(f"counter must have shape ({size},), got {counters.shape}")
    if keys.shape != ():
        raise ValueError(f"key must be a scalar, got shape {keys.shape}")
    return [*counters.tolist(), int(keys)]


def create_rng_state(seed: Any, alg: Any) -> EagerTensor:
    """Return the state that `Generator.from_seed` makes of a seed.

    Parameters
    ----------
    seed, alg
        As for `Generator.from_seed`.

    Returns
    -------
    EagerTensor of int64

    Examples
    --------
    >>> px.random.create_rng_state(1, "philox")
    EagerTensor([1, 0, 0])
    """
    limbs = _state_from_seed(seed, stateless.algorithm(alg))
    return _values.immediate(np.array(limbs, np.int64))


class _Global:
    """The global generator, made when it is first asked for."""

    lock = _threads.opened_in_children(threading.Lock())
    generator: Generator | None = None


def get_global_generator() -> Generator:
    """Return the global generator, which starts from the operating system's bits.

    Examples
    --------
    >>> px.random.set_global_generator(px.random.Generator.from_seed(1))
    >>> px.random.get_global_generator().uniform([2])
    EagerTensor([0.78749514, 0.3906511 ], dtype=float32)
    """
    with _Global.lock:
        if _Global.generator is None:
            _Global.generator = Generator.from_non_deterministic_state()
        return _Global.generator


def set_global_generator(generator: Generator) -> None:
    """Make `generator` the global one.

    Raises
    ------
    TypeError
        If it is no `Generator`.

    Examples
    --------
    >>> px.random.set_global_generator(px.random.Generator.from_seed(1))
    """
    if not isinstance(generator, Generator):
        raise TypeError(
            f"generator must be a Generator, got {generator!r} of type "
            f"{type(generator).__name__!r}"
        )
    with _Global.lock:
        _Global.generator = generator


def _forget_global_generator() -> None:
    """Let a forked process start anew, so that no two draw the same."""
    _Global.generator = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_global_generator)
