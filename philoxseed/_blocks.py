# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Blocks of arrays that are drawn in pieces, wherever the pieces are."""

import inspect
import math
import operator
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, SupportsIndex, TypeVar

import numpy as np

from philoxseed._core import Block, CoreStream, chosen_by_weight
from philoxseed._numpy_generator import Philox4x32, PhiloxGenerator
from philoxseed._stream import Stream

Array = TypeVar("Array")
Source = Stream | np.random.Generator | Philox4x32 | Mapping[str, Any]

OF_STREAMS = ("bits", "integers", "normal", "truncated_normal", "uniform")

_IN_ORDER = (
    "what comes first decides what can come next: draw it whole, and keep it, or order "
    "things by random keys, as in argsort(random(n))"
)
_BY_NUMPY = "it is NumPy's own, whose values take as many words as each happens to need"
# Methods whose values come in rows along a last axis, which no block may cut.
OF_ROWS = ("dirichlet",)

# Parameters that each block needs whole, the first of them with an entry for each of a
# row.
WHOLE_PARAMETERS = {
    "choice": ("a", "p"),
    "dirichlet": ("alpha",),
}

NOT_IN_BLOCKS = {
    "shuffle": _IN_ORDER,
    "permutation": _IN_ORDER,
    "permuted": _IN_ORDER,
    "bytes": "it makes no array: use integers(0, 256, dtype='uint8')",
    "multinomial": "its rows are made one after the other: draw it whole",
    "multivariate_normal": (
        "use standard_normal, and multiply by a factor of the covariance"
    ),
}


def _methods_with_places() -> tuple[str, ...]:
    """Return those of a generator that are ours and fill what they are given."""
    ours = [c for c in PhiloxGenerator.__mro__ if c.__module__.startswith("philox")]
    found = [
        name
        for kind in ours
        for name, value in vars(kind).items()
        if callable(value)
        and not name.startswith("_")
        and name not in NOT_IN_BLOCKS
        and "out" in inspect.signature(value).parameters
    ]
    return (*dict.fromkeys(found), "choice")


OF_GENERATORS = _methods_with_places()


def fill_block(
    out: Array,
    source: Source,
    method: str,
    /,
    *args: Any,
    shape: Sequence[SupportsIndex],
    start: Sequence[SupportsIndex],
    first_word: SupportsIndex = 0,
    threads: SupportsIndex | None = None,
    **kwargs: Any,
) -> Array:
    """Fill one block of an array that is drawn as a whole, wherever the others are.

    The blocks may be filled in any order and by any workers: the values are those that
    one draw of the whole has in these places.

    Parameters
    ----------
    out : ndarray or object that lends its memory
        The block, of any strides; its dtype decides that of the draw.
    source : Stream, Generator, Philox4x32 or dict
        Where the whole is drawn from, which does not move: a stream or a generator, or
        what their ``state`` is (that of a generator's ``bit_generator``), a few plain
        integers that can be sent anywhere.
    method : str
        What is drawn: of a stream 'bits', 'integers', 'normal', 'truncated_normal' or
        'uniform'; of a generator any method whose values have a place each, which
        leaves out 'shuffle', 'permutation', 'permuted' and choices without replacement.
    *args, **kwargs
        The parameters of that method, without `size`, `dtype` and `out`. Arrays are
        those of the block: they are broadcast to its shape. What a method calls `shape`
        goes by place.
    shape : sequence of int
        The shape of the whole, which has at most 2**64 elements.
    start : sequence of int
        The index in the whole that the block begins at.
    first_word : int, default 0
        How many 32-bit words after the source's place the whole begins: with a stream,
        a multiple of 4.
    threads : int, optional
        Threads for a large block, without effect on its values.

    Returns
    -------
    ndarray or object
        `out`.

    Raises
    ------
    TypeError, ValueError
        As the method; if it is not one of these, the block is not within the whole, or
        it cannot be filled.

    See Also
    --------
    state_after : where the next array begins.

    Examples
    --------
    >>> rng = px.default_rng(2024)
    >>> state, whole = rng.bit_generator.state, rng.normal(size=(1000, 1000))
    >>> block = np.empty((2, 3))
    >>> fill_block(block, state, "normal", shape=(1000, 1000), start=(500, 700)).shape
    (2, 3)
    >>> bool((block == whole[500:502, 700:703]).all())
    True
    """
    refused = {"size", "dtype", "out"} & kwargs.keys()
    if refused:
        raise TypeError(
            f"fill_block takes no {', '.join(sorted(refused))}: shape and dtype are "
            f"those of out, got {kwargs}"
        )
    drawer = drawer_at(source, first_word)
    draw(drawer, method, args, kwargs, Block(out, shape, start), threads)
    return out


def state_after(
    source: Source,
    method: str,
    /,
    *args: Any,
    shape: Sequence[SupportsIndex],
    **kwargs: Any,
) -> dict[str, Any]:
    """Return the state that a source has after a draw, without drawing.

    It is where the next array begins, if this one is filled by `fill_block`; and all
    arguments of the draw are checked.

    Parameters
    ----------
    source, method, shape
        As in `fill_block`.
    *args, **kwargs
        The parameters of that method, `dtype` among them. Arrays are those of the
        whole: they are broadcast to `shape`.

    Returns
    -------
    dict
        As the source's ``state`` is: plain integers.

    Raises
    ------
    TypeError, ValueError
        As `fill_block`; or if the draw would take a stream to where another begins.

    Examples
    --------
    >>> rng = px.default_rng(2024)
    >>> state = state_after(rng, "normal", shape=(2, 3), dtype="float32")
    >>> drawn = rng.normal(size=(2, 3), dtype="float32")
    >>> state == rng.bit_generator.state
    True
    """
    drawer = drawer_at(source)
    whole = Block(None, shape)
    words = words_of(drawer, method, args, kwargs, whole)
    return moved(drawer, words, math.prod(whole.shape))


# What follows serves philoxseed.dask as well.

Drawer = CoreStream | PhiloxGenerator


def state_of(source: Any) -> Mapping[str, Any]:
    """Return where a source is, as plain integers."""
    if isinstance(source, np.random.Generator):
        source = source.bit_generator
    if isinstance(source, Philox4x32):
        with source.lock:
            return source.state
    if isinstance(source, Stream):
        return source.state
    if isinstance(source, Mapping):
        return source
    raise TypeError(
        "source must be a Stream, a generator on a Philox4x32, or what their state is, "
        f"not {type(source).__name__}"
    )


def drawer_at(source: Any, first_word: SupportsIndex = 0) -> Drawer:
    """Make a stream or a generator that nobody else has."""
    try:
        words = operator.index(first_word)
    except TypeError:
        raise TypeError(
            f"first_word must be an integer, not {type(first_word).__name__}"
        ) from None
    if words < 0:
        raise ValueError(f"first_word must not be negative, got {words}")
    state: Any = dict(state_of(source))
    if "algorithm" in state:
        if words % 4:
            raise ValueError(
                f"first_word must be a multiple of 4 with a stream, got {words}: each "
                "of its draws begins with a block"
            )
        stream = Stream.from_kernel_seeds(1, 0)
        stream.state = state
        if words:
            counter = (state["counter"] + words // 4) % (1 << 128)
            stream.state = state | {"counter": counter}
        return stream
    generator = PhiloxGenerator(Philox4x32(key=0))
    generator.bit_generator.state = state
    if words:
        generator.bit_generator.state = _moved_by_words(generator, words)
    return generator


def draw(
    drawer: Drawer,
    method: str,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    block: Block,
    threads: SupportsIndex | None = None,
) -> None:
    """Fill a block, or check that it could be, by a method of whoever draws it."""
    check_method(drawer, method)
    if method == "choice":
        _choose(drawer, block, threads, *args, **kwargs)
        return
    if kwargs.get("method", "inv") != "inv":
        raise ValueError(
            f"method must be 'inv' in a block, got {kwargs['method']!r}: a ziggurat "
            "takes as many words as each value happens to need"
        )
    more = dict(kwargs)
    kind: Any = type(drawer)
    if not block.is_dry and takes_dtype(kind, method):
        more["dtype"] = block.dtype
    getattr(drawer, method)(*args, **more, out=block, threads=threads)


def check_method(drawer: Drawer, method: str) -> None:
    """Check that the values of a method have places."""
    of_stream = isinstance(drawer, CoreStream)
    offered = OF_STREAMS if of_stream else OF_GENERATORS
    if method in offered:
        return
    kind = "a stream" if of_stream else "a generator"
    reason = None if of_stream else reason_against(method)
    reason = reason or f"it must be one of {', '.join(offered)}"
    raise ValueError(f"method {method!r} of {kind} cannot be drawn in blocks: {reason}")


def reason_against(method: str) -> str | None:
    """Say why values of a method of generators have no places, if it is one."""
    if not hasattr(np.random.Generator, str(method)):
        return None
    return NOT_IN_BLOCKS.get(method, _BY_NUMPY)


@cache
def takes_dtype(kind: Any, method: str) -> bool:
    """Whether a method is told which dtype to draw."""
    return "dtype" in inspect.signature(getattr(kind, method)).parameters


def _choose(
    generator: Any,
    block: Block,
    threads: SupportsIndex | None,
    a: Any,
    replace: bool = True,
    p: Any = None,
    axis: SupportsIndex = 0,
    shuffle: bool = True,
) -> None:
    """Choose with replacement: indices, and what they stand for."""
    if not replace:
        raise ValueError(
            f"replace must be True in a block, got {replace}: without replacement, "
            + _IN_ORDER
        )
    state = generator.bit_generator.state
    one = generator.choice(a, 1, True, p, axis)  # checks all arguments
    generator.bit_generator.state = state
    if one.ndim > 1:
        raise ValueError(
            f"a must have one axis in a block, got {np.ndim(a)}: choose indices, "
            "and take by them"
        )
    things = None if np.ndim(a) == 0 else np.asarray(a)
    n = operator.index(a) if things is None else len(things)
    if block.is_dry:
        block.set_dtype(one.dtype)
        out = None
    elif block.dtype != one.dtype:
        raise TypeError(
            "Supplied output array has the wrong type. Expected "
            f"{one.dtype}, got {block.dtype}"
        )
    else:
        out = np.empty(block.array.shape, np.int64 if p is None else np.float64)
    indices = block.like(out)
    if p is None:
        generator.integers(n, out=indices, threads=threads)
    else:
        generator.random(out=indices, threads=threads)
    if out is None:
        return
    if p is not None:
        out = chosen_by_weight(p, out)
    block.array[...] = out if things is None else things[out]


def words_of(
    drawer: Drawer,
    method: str,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    whole: Block,
) -> int:
    """Return how many words each value takes, and let the whole know its dtype.

    All arguments are checked. In streams, values have a reservation instead: 1024.
    """
    if isinstance(drawer, CoreStream):
        trial: Drawer = Stream.from_kernel_seeds(1, 0)
        draw(trial, method, args, kwargs, whole)
        return 1024
    trial = PhiloxGenerator(Philox4x32(key=0))
    draw(trial, method, args, kwargs, whole)
    state: Any = trial.bit_generator.state
    place: int = 4 * state["state"]["counter"] + state["buffer_pos"]
    return place // 4


def moved(drawer: Drawer, words: int, values: int) -> dict[str, Any]:
    """Return the state of a source that values of so many words have been taken from.

    Raises
    ------
    ValueError
        If a stream would come to where the stream of another seed begins.
    """
    if isinstance(drawer, CoreStream):
        state: dict[str, Any] = dict(drawer.state)
        counter, blocks = state["counter"], words // 4 * values
        if counter % (1 << 64) + blocks > 1 << 64:
            raise ValueError(
                f"shape must have at most 2**56 values in all draws of a stream, got "
                f"{values}: each takes 256 of its 2**64 blocks"
            )
        return state | {"counter": (counter + blocks) % (1 << 128)}
    return _moved_by_words(drawer, values * words, words)


def _moved_by_words(
    generator: np.random.Generator, words: int, size: int = 1
) -> dict[str, Any]:
    """Move on by so many words, from a multiple of their size on."""
    state = generator.bit_generator.state
    place: int = 4 * state["state"]["counter"] + state["buffer_pos"]
    if words:
        place = -(-place // size) * size + words
    counter, used = divmod(place % (1 << 130), 4)
    key = state["state"]["key"]
    return {
        "bit_generator": state["bit_generator"],
        "state": {"key": key, "counter": counter},
        "buffer_pos": used,
    }
