# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Dask arrays whose tasks draw blocks: what philoxseed.dask is made of."""

import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, SupportsIndex

import numpy as np

from philoxseed import _blocks
from philoxseed._core import Block

try:
    import dask.array as da
    from dask.array import Array as Array
    from dask.base import tokenize
    from dask.layers import ArraySliceDep
except ImportError as error:
    raise ImportError(
        f"philoxseed.dask needs Dask: pip install philoxseed[dask] ({error})"
    ) from None

Shape = SupportsIndex | Sequence[SupportsIndex]


@dataclass(frozen=True)
class Draw:
    """What all tasks of an array have: plain numbers, and parameters."""

    state: Mapping[str, Any]
    method: str
    parameters: Mapping[str, Any]
    arrays: tuple[str, ...]  # parameters that come in blocks of their own
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    def __call__(self, place: Sequence[slice], *arrays: Any) -> Any:
        """Draw one block."""
        out = np.empty([part.stop - part.start for part in place], self.dtype)
        block = Block(out, self.shape, tuple(part.start for part in place))
        parameters = {**self.parameters, **dict(zip(self.arrays, arrays, strict=True))}
        drawer = _blocks.drawer_at(self.state)
        # The scheduler has its own threads.
        _blocks.draw(drawer, self.method, (), parameters, block, threads=1)
        return out

    def __dask_tokenize__(self) -> tuple[Any, ...]:
        parameters = sorted(self.parameters.items())
        state = repr(self.state)
        return state, self.method, parameters, self.arrays, self.shape, str(self.dtype)


class Plan:
    """A draw of which all is known but its state: arguments are checked here."""

    def __init__(
        self,
        drawer: _blocks.Drawer,
        method: str,
        size: Shape | None,
        parameters: dict[str, Any],
    ):
        _blocks.check_method(drawer, method)
        self._method, self._parameters = method, parameters
        whole_arrays = _blocks.WHOLE_PARAMETERS.get(method, ())
        self._arrays = {
            name: value
            for name, value in parameters.items()
            if name not in whole_arrays and _is_array(value)
        }
        self.shape = _shape_of(size, self._arrays)
        # Rows are not cut.
        self._row = ()
        if method in _blocks.OF_ROWS:
            self._row = np.shape(parameters[whole_arrays[0]])[-1:]
            self.shape += self._row
        whole, checked = Block(None, self.shape), parameters
        if any(isinstance(x, Array) for x in self._arrays.values()):
            # Their values are not known yet. No value is right with every method.
            whole = Block(None, (0,))
            checked = parameters | {
                name: np.empty(0, array.dtype) for name, array in self._arrays.items()
            }
        self.words = _blocks.words_of(drawer, method, (), checked, whole)
        self._dtype = whole.dtype

    def array(self, state: Mapping[str, Any], chunks: Any) -> Array:
        """Return the array that is drawn from a state."""
        cut = self.shape[: len(self.shape) - len(self._row)]
        chunks = _checked_chunks(chunks, cut, self._dtype)
        row: tuple[int, ...] = self._row
        chunks += tuple((n,) for n in row)
        plain = {k: v for k, v in self._parameters.items() if k not in self._arrays}
        plain.pop("dtype", None)
        draw = Draw(
            state, self._method, plain, tuple(self._arrays), self.shape, self._dtype
        )
        axes = tuple(range(len(self.shape)))
        arguments: list[Any] = [ArraySliceDep(chunks), axes]
        for array in self._arrays.values():
            part = da.asarray(array)
            first = len(cut) - part.ndim
            pieces = [
                own if n == 1 else wanted
                for n, own, wanted in zip(
                    part.shape, part.chunks, chunks[first : len(cut)], strict=True
                )
            ]
            arguments += [part.rechunk(tuple(pieces)), axes[first : len(cut)]]
        names = [x.name for x in arguments[2::2]]
        return da.blockwise(
            draw,
            axes,
            *arguments,
            name=f"{self._method}-{tokenize(draw, chunks, names)}",
            dtype=self._dtype,
            meta=np.empty((0,) * len(axes), self._dtype),
            align_arrays=False,
        )


def _is_array(x: Any) -> bool:
    return isinstance(x, Array | np.ndarray | list | tuple) and np.ndim(x) > 0


def _shape_of(size: Any, arrays: dict[str, Any]) -> tuple[int, ...]:
    """Return the shape of a result; make arrays of NumPy's or Dask's."""
    for name, x in arrays.items():
        if not isinstance(x, Array):
            arrays[name] = np.asarray(x)
        elif any(math.isnan(n) for n in x.shape):
            raise ValueError(
                f"{name} must be of a known shape, got {x.shape}: compute_chunk_sizes "
                "finds it"
            )
    shapes = [x.shape for x in arrays.values()]
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError as error:
        raise ValueError(f"parameters must broadcast together: {error}") from None
    if size is None:
        return shape
    try:
        wanted = tuple(operator.index(n) for n in _as_sequence(size))
    except TypeError:
        raise TypeError(
            f"size must be an integer or a sequence of integers, got {size!r}"
        ) from None
    if any(n < 0 for n in wanted):
        raise ValueError(
            f"negative dimensions are not allowed, they must be 0 or more: size is "
            f"{size}"
        )
    padded = (1,) * (len(wanted) - len(shape)) + shape
    if len(padded) > len(wanted) or any(
        n not in (1, m) for n, m in zip(padded, wanted, strict=True)
    ):
        raise ValueError(
            f"Output size {wanted} is not compatible with broadcast dimensions of "
            f"inputs {shape}. They must broadcast to size."
        )
    return wanted


def _as_sequence(size: Any) -> Sequence[Any]:
    try:
        return (operator.index(size),)
    except TypeError:
        if isinstance(size, str | dict | set):
            raise
        return tuple(size)


def _checked_chunks(
    chunks: Any, shape: tuple[int, ...], dtype: Any
) -> tuple[tuple[int, ...], ...]:
    try:
        found = da.core.normalize_chunks(chunks, shape, dtype=dtype)
        known: tuple[tuple[int, ...], ...] = tuple(
            tuple(operator.index(n) for n in along) for along in found
        )
    except (TypeError, ValueError, NotImplementedError) as error:
        raise ValueError(
            f"chunks must fit the shape {shape}, got {chunks!r}: {error}"
        ) from None
    if tuple(map(sum, known)) != shape or any(n < 0 for axis in known for n in axis):
        raise ValueError(f"chunks must fit the shape {shape}, got {chunks!r}")
    return known
