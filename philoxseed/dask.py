# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Dask arrays of what generators and streams draw, whatever the chunks.

The values are those of one draw on one machine: `default_rng` goes with
`philoxseed.default_rng`, the functions go with `philoxseed.Stream`. Needs Dask: ``pip
install philoxseed[dask]``.

>>> import philoxseed.dask as pxd
>>> x = pxd.default_rng(2024).normal(10, 2, size=(1000, 1000), chunks=(300, 400))
>>> y = px.default_rng(2024).normal(10, 2, size=(1000, 1000))
>>> bool((x.compute(scheduler="synchronous") == y).all())
True
"""

import inspect
import math
import operator
from collections.abc import Callable
from typing import Any, Self, SupportsIndex

from philoxseed import _blocks
from philoxseed._lazy_arrays import Array, Plan, Shape
from philoxseed._numpy_generator import PhiloxGenerator
from philoxseed._numpy_generator import default_rng as _default_rng
from philoxseed._stream import Stream

__all__ = [
    "Generator",
    "bits",
    "default_rng",
    "integers",
    "normal",
    "truncated_normal",
    "uniform",
]


class Generator:
    """A generator whose arrays are Dask's, and equal those of `PhiloxGenerator`.

    It has the methods of `philoxseed.PhiloxGenerator` whose values have a place each,
    with the same parameters but for `out` and `threads`, and with ``chunks``, as Dask
    takes them: "auto" by default. A call moves it on by what the whole array takes, and
    draws nothing: values are drawn block by block, by the tasks. They depend neither
    on the chunks nor on the scheduler.

    Parameters that are arrays may be NumPy's or Dask's. What is wrong with arguments is
    found when a method is called, but for the values of Dask arrays, which are only
    known in tasks.

    Parameters
    ----------
    generator : PhiloxGenerator
        Where the values come from; it moves on as if it had drawn them.

    See Also
    --------
    default_rng : makes one from a seed.

    Examples
    --------
    >>> rng = Generator(px.default_rng(2024))
    >>> x = rng.random(1_000_000_000_000)
    >>> x[-2:].compute(scheduler="synchronous").shape
    (2,)
    """

    def __init__(self, generator: PhiloxGenerator):
        if not isinstance(generator, PhiloxGenerator):
            raise TypeError(
                f"generator must be a PhiloxGenerator, not {type(generator).__name__}: "
                "philoxseed.dask.default_rng(seed) makes both"
            )
        self._generator = generator

    @property
    def bit_generator(self) -> Any:
        """The bit generator, whose state is the place in the stream.

        Examples
        --------
        >>> rng = default_rng(2024)
        >>> x = rng.random(4, dtype="float32")
        >>> rng.bit_generator.state["state"]["counter"] % 2**64
        1
        """
        return self._generator.bit_generator

    def spawn(self, n_children: int) -> list[Self]:
        """Return generators of seeds that are spawned from this one's.

        Parameters
        ----------
        n_children : int

        Returns
        -------
        list of Generator

        Raises
        ------
        TypeError, OverflowError
            As `PhiloxGenerator.spawn`.

        Examples
        --------
        >>> len(default_rng(2024).spawn(3))
        3
        """
        return [type(self)(child) for child in self._generator.spawn(n_children)]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._generator!r})"

    def __getattr__(self, name: str) -> Callable[..., Array]:
        if not name.startswith("_") and hasattr(PhiloxGenerator, name):
            reason = _blocks.reason_against(name)
            raise AttributeError(
                f"{name!r} cannot be a Dask array: {reason}", name=name
            )
        return super().__getattribute__(name)  # type: ignore[no-any-return]

    def _draw(
        self, method: str, size: Shape | None, chunks: Any, parameters: dict[str, Any]
    ) -> Array:
        generator = self._generator
        plan = Plan(generator, method, size, parameters)
        with generator.bit_generator.lock:
            state = _blocks.state_of(generator)
            array = plan.array(state, chunks)
            generator.bit_generator.state = _blocks.moved(
                generator, plan.words, math.prod(plan.shape)
            )
        return array


def __dir__() -> list[str]:
    return list(__all__)


def _add_method(name: str) -> None:
    """Add a method of generators that gives a Dask array."""
    original = getattr(PhiloxGenerator, name)
    given = inspect.signature(original).parameters.values()
    own = [p for p in given if p.name not in ("out", "threads")]
    last = inspect.Parameter("chunks", inspect.Parameter.KEYWORD_ONLY, default="auto")
    signature = inspect.Signature([*own, last])

    def method(self: Generator, *args: Any, **kwargs: Any) -> Array:
        try:
            arguments = signature.bind(self, *args, **kwargs).arguments
        except TypeError as error:
            raise TypeError(f"{name} takes other arguments: {error}") from None
        parameters = {key: arguments[key] for key in arguments if key != "self"}
        size, chunks = parameters.pop("size", None), parameters.pop("chunks", "auto")
        return self._draw(name, size, chunks, parameters)

    first_line = inspect.getdoc(original).partition("\n")[0]  # type: ignore[union-attr]
    method.__name__, method.__qualname__ = name, f"Generator.{name}"
    method.__doc__ = f"{first_line}\n\n{_DOC.format(name)}"
    method.__signature__ = signature  # type: ignore[attr-defined]
    setattr(Generator, name, method)


_DOC = """\
As `philoxseed.PhiloxGenerator.{0}`, which has the parameters, and as a Dask array.

Parameters
----------
chunks : int, tuple, dict or str, default "auto"
    The chunks, as Dask takes them. Values do not depend on them.

Returns
-------
dask.array.Array

Raises
------
TypeError, ValueError
    As `philoxseed.PhiloxGenerator.{0}`; and if the chunks do not fit.
"""

for _name in _blocks.OF_GENERATORS:
    _add_method(_name)


def default_rng(seed: Any = None) -> Generator:
    """Return a generator whose arrays are Dask's, by a seed.

    Parameters
    ----------
    seed : None, int, array_like of int, SeedSequence, Philox4x32 or generator on one
        As for `philoxseed.default_rng`. A generator moves on as if it had drawn.

    Returns
    -------
    Generator
        Its arrays equal those that `philoxseed.default_rng` gives for the same calls in
        the same order.

    Raises
    ------
    TypeError, ValueError
        If the seed is none of these.

    Examples
    --------
    >>> x = default_rng(2024).integers(10, size=(4, 6), chunks=(3, 4))
    >>> x.compute(scheduler="synchronous")[0]
    array([0, 8, 1, 2, 7, 5])
    """
    if isinstance(seed, Generator):
        return seed
    return Generator(_default_rng(seed))


def _drawn(
    method: str,
    shape: Shape,
    seed: Any,
    run: SupportsIndex,
    chunks: Any,
    parameters: dict[str, Any],
) -> Array:
    """Return what a stream of these seeds draws in a run."""
    stream = _stream_of(seed)
    if shape is None:
        raise TypeError("shape must be an integer or a sequence of integers, got None")
    plan = Plan(stream, method, shape, parameters)
    try:
        runs = operator.index(run)
    except TypeError:
        raise TypeError(f"run must be an integer, not {type(run).__name__}") from None
    if runs < 0:
        raise ValueError(f"run must not be negative, got {runs}")
    size = math.prod(plan.shape)
    _blocks.moved(stream, plan.words, (runs + 1) * size)  # that there is room
    return plan.array(_blocks.moved(stream, plan.words, runs * size), chunks)


def _stream_of(seed: Any) -> Stream:
    seeds = seed if isinstance(seed, tuple | list) else (seed, None)
    if len(seeds) != 2 or all(x is None for x in seeds):
        raise ValueError(
            f"seed must be a graph seed, or a pair of a graph seed and an op seed of "
            f"which one may be None, got {seed!r}"
        )
    return Stream(*seeds)


def uniform(
    shape: Shape,
    *,
    low: float = 0.0,
    high: float = 1.0,
    seed: Any,
    run: SupportsIndex = 0,
    dtype: Any = "float32",
    chunks: Any = "auto",
) -> Array:
    """Draw from the uniform distribution on [low, high).

    The array is the one that ``philoxseed.Stream(*seed)``, and so one op of TensorFlow
    with these seeds, gives in a run, whatever the chunks.

    Parameters
    ----------
    shape : int or tuple of int
    low, high : float, default 0.0 and 1.0
        The interval.
    seed : int or pair of int
        The graph seed, or graph seed and op seed, of which one may be None: as for
        `philoxseed.Stream`.
    run : int, default 0
        How many draws of as many values come before, from that stream.
    dtype : dtype, default float32
        float16, bfloat16, float32 or float64.
    chunks : int, tuple, dict or str, default "auto"
        As Dask takes them.

    Returns
    -------
    dask.array.Array

    Raises
    ------
    TypeError, ValueError
        As `philoxseed.Stream.uniform`; if there is no seed, the chunks do not
        fit, or the stream has no room for so many values.

    Examples
    --------
    >>> x = uniform((4, 6), seed=(1234, 5), run=1, chunks=(3, 4))
    >>> stream = px.Stream(1234, 5)
    >>> first, second = stream.uniform((4, 6)), stream.uniform((4, 6))
    >>> bool((x.compute(scheduler="synchronous") == second).all())
    True
    """
    parameters = {"low": low, "high": high, "dtype": dtype}
    return _drawn("uniform", shape, seed, run, chunks, parameters)


def normal(
    shape: Shape,
    *,
    loc: float = 0.0,
    scale: float = 1.0,
    seed: Any,
    run: SupportsIndex = 0,
    dtype: Any = "float32",
    chunks: Any = "auto",
) -> Array:
    """Draw from the normal distribution.

    The array is the one that ``philoxseed.Stream(*seed)``, and so one op of TensorFlow
    with these seeds, gives in a run, whatever the chunks.

    Parameters
    ----------
    shape : int or tuple of int
    loc, scale : float, default 0.0 and 1.0
        Mean and standard deviation.
    seed : int or pair of int
        The graph seed, or graph seed and op seed, of which one may be None: as for
        `philoxseed.Stream`.
    run : int, default 0
        How many draws of as many values come before, from that stream.
    dtype : dtype, default float32
        float16, bfloat16, float32 or float64.
    chunks : int, tuple, dict or str, default "auto"
        As Dask takes them.

    Returns
    -------
    dask.array.Array

    Raises
    ------
    TypeError, ValueError
        As `philoxseed.Stream.normal`; if there is no seed, the chunks do not
        fit, or the stream has no room for so many values.

    Examples
    --------
    >>> x = normal((4, 6), seed=(1234, 5), run=1, chunks=(3, 4))
    >>> stream = px.Stream(1234, 5)
    >>> first, second = stream.normal((4, 6)), stream.normal((4, 6))
    >>> bool((x.compute(scheduler="synchronous") == second).all())
    True
    """
    parameters = {"loc": loc, "scale": scale, "dtype": dtype}
    return _drawn("normal", shape, seed, run, chunks, parameters)


def truncated_normal(
    shape: Shape,
    *,
    loc: float = 0.0,
    scale: float = 1.0,
    seed: Any,
    run: SupportsIndex = 0,
    dtype: Any = "float32",
    chunks: Any = "auto",
) -> Array:
    """Draw from the normal distribution, cut at two standard deviations.

    The array is the one that ``philoxseed.Stream(*seed)``, and so one op of TensorFlow
    with these seeds, gives in a run, whatever the chunks.

    Parameters
    ----------
    shape : int or tuple of int
    loc, scale : float, default 0.0 and 1.0
        Mean and standard deviation.
    seed : int or pair of int
        The graph seed, or graph seed and op seed, of which one may be None: as for
        `philoxseed.Stream`.
    run : int, default 0
        How many draws of as many values come before, from that stream.
    dtype : dtype, default float32
        float16, bfloat16, float32 or float64.
    chunks : int, tuple, dict or str, default "auto"
        As Dask takes them.

    Returns
    -------
    dask.array.Array

    Raises
    ------
    TypeError, ValueError
        As `philoxseed.Stream.truncated_normal`; if there is no seed, the chunks do not
        fit, or the stream has no room for so many values.

    Examples
    --------
    >>> x = truncated_normal((4, 6), seed=(1234, 5), run=1, chunks=(3, 4))
    >>> stream = px.Stream(1234, 5)
    >>> first, second = stream.truncated_normal((4, 6)), stream.truncated_normal((4, 6))
    >>> bool((x.compute(scheduler="synchronous") == second).all())
    True
    """
    parameters = {"loc": loc, "scale": scale, "dtype": dtype}
    return _drawn("truncated_normal", shape, seed, run, chunks, parameters)


def integers(
    shape: Shape,
    *,
    low: SupportsIndex = 0,
    high: SupportsIndex,
    seed: Any,
    run: SupportsIndex = 0,
    dtype: Any = "int64",
    chunks: Any = "auto",
) -> Array:
    """Draw integers from [low, high).

    The array is the one that ``philoxseed.Stream(*seed)``, and so one op of TensorFlow
    with these seeds, gives in a run, whatever the chunks.

    Parameters
    ----------
    shape : int or tuple of int
    low, high : int
        The interval; `high` is exclusive.
    seed : int or pair of int
        The graph seed, or graph seed and op seed, of which one may be None: as for
        `philoxseed.Stream`.
    run : int, default 0
        How many draws of as many values come before, from that stream.
    dtype : dtype, default int64
        int32 or int64.
    chunks : int, tuple, dict or str, default "auto"
        As Dask takes them.

    Returns
    -------
    dask.array.Array

    Raises
    ------
    TypeError, ValueError
        As `philoxseed.Stream.integers`; if there is no seed, the chunks do not
        fit, or the stream has no room for so many values.

    Examples
    --------
    >>> x = integers((4, 6), high=10, seed=(1234, 5), run=1, chunks=(3, 4))
    >>> stream = px.Stream(1234, 5)
    >>> first, second = stream.integers(0, 10, (4, 6)), stream.integers(0, 10, (4, 6))
    >>> bool((x.compute(scheduler="synchronous") == second).all())
    True
    """
    parameters = {"low": low, "high": high, "dtype": dtype}
    return _drawn("integers", shape, seed, run, chunks, parameters)


def bits(
    shape: Shape,
    *,
    seed: Any,
    run: SupportsIndex = 0,
    dtype: Any = "uint32",
    chunks: Any = "auto",
) -> Array:
    """Draw random bits: the words of the stream.

    The array is the one that ``philoxseed.Stream(*seed)``, and so one op of TensorFlow
    with these seeds, gives in a run, whatever the chunks.

    Parameters
    ----------
    shape : int or tuple of int
    seed : int or pair of int
        The graph seed, or graph seed and op seed, of which one may be None: as for
        `philoxseed.Stream`.
    run : int, default 0
        How many draws of as many values come before, from that stream.
    dtype : dtype, default uint32
        uint32 or uint64.
    chunks : int, tuple, dict or str, default "auto"
        As Dask takes them.

    Returns
    -------
    dask.array.Array

    Raises
    ------
    TypeError, ValueError
        As `philoxseed.Stream.bits`; if there is no seed, the chunks do not
        fit, or the stream has no room for so many values.

    Examples
    --------
    >>> x = bits((4, 6), seed=(1234, 5), run=1, chunks=(3, 4))
    >>> stream = px.Stream(1234, 5)
    >>> first, second = stream.bits((4, 6)), stream.bits((4, 6))
    >>> bool((x.compute(scheduler="synchronous") == second).all())
    True
    """
    parameters = {"dtype": dtype}
    return _drawn("bits", shape, seed, run, chunks, parameters)
