# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random ops of the form ``draw * scale + offset``, in one dtype."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from philoxseed._core import CoreStream
from philoxseed._graph import shapes
from philoxseed._graph.operation import Evaluate, Parts
from philoxseed._graph.tensor import Tensor
from philoxseed._subnormals import affine, may_flush
from philoxseed.random import _arguments

BLOCKS_PER_ELEMENT = 256


class AffineSampler:
    """Draws of a stream, scaled and shifted by two parameters.

    Subclasses say which method of the stream draws, which takes the parameters after
    the shape, and what the parameters mean.

    Parameters
    ----------
    shape : tuple of int or Tensor
        The shape of the draw. The result is larger if the parameters are.
    parameters : tuple
        Two, in the order in which the method takes them: arrays or tensors of `dtype`.
    dtype : numpy.dtype
        Of draw, parameters and result.
    """

    method: str
    names: tuple[str, str]
    """TensorFlow's for the parameters."""

    def __init__(
        self,
        shape: tuple[int, ...] | Tensor,
        parameters: tuple[Any, Any],
        dtype: np.dtype[Any],
    ):
        self.arguments = (shape, *parameters)
        self._parameters = parameters
        self._dtype = dtype
        self._draw_shape = _arguments.static_shape(shape)
        self.shape = shapes.broadcast(
            self._draw_shape, *(parameter.shape for parameter in parameters)
        )
        self._drops_zero = self._can_drop_zero()

    def _scale(self, first: Any, second: Any, keeps_subnormals: bool) -> Any:
        """Return what the draw is multiplied by."""
        raise NotImplementedError

    def _scale_parts(self) -> tuple[Any, ...]:
        """Return the scale, or what it is the difference of, as `Parts` has it."""
        raise NotImplementedError

    def _parameters_for(
        self, scale: float, offset: float
    ) -> tuple[float, float] | None:
        """Return the parameters that give a scale and an offset; None if none do."""
        raise NotImplementedError

    def _offset(self, first: Any, second: Any) -> Any:
        """Return what is added after that, or None."""
        return first

    def _can_drop_zero(self) -> bool:
        """Whether an offset of zeros is not added.

        TensorFlow's optimizer (grappler/optimizers/constant_folding.cc) does not add
        it, and so keeps the sign of a zero, where all shapes are known and one of the
        two summands has the shape of the sum. It knows no shape of what is fed.
        """
        offset = self._offset(*self._parameters)
        if offset is None or not _arguments.is_zero(offset):
            return False
        if any(map(_arguments.depends_on_feeds, self.arguments)):
            return False
        scaled = shapes.broadcast(
            self._draw_shape, *(part.shape for part in self._scale_parts())
        )
        return shapes.is_known(self.shape) and self.shape in (scaled, offset.shape)

    def check(self) -> None:
        """Raise InvalidArgumentError if a dimension is negative, or all too large."""
        if not isinstance(self.arguments[0], Tensor):
            _arguments.run_shape(self.arguments[0], self._dtype)
        _arguments.check_size(self.shape, self._dtype)

    def blocks(self) -> int | None:
        """Return 256 for each element of the draw."""
        if shapes.is_known(self._draw_shape):
            return BLOCKS_PER_ELEMENT * _arguments.count(self._draw_shape)
        return None

    def bind(self, stream: CoreStream) -> Evaluate:
        """Return what draws from a stream.

        It does so in one step of the stream, which never adds a zero, where TensorFlow
        does not either.
        """
        draw = self._draw(stream)
        scalars = [_arguments.scalar_of(parameter) for parameter in self._parameters]
        if None not in scalars and shapes.is_known(self._draw_shape):
            return self._sized(draw, *scalars)
        drops_zero = self._drops_zero and not stream.adds_zeros
        if not any(isinstance(argument, Tensor) for argument in self.arguments):
            return self._of_constants(draw, drops_zero, stream.keeps_subnormals)
        return _arguments.with_arguments(
            partial(
                self._draw_and_transform, draw, drops_zero, stream.keeps_subnormals
            ),
            self.arguments,
        )

    def _draw(self, stream: CoreStream) -> Callable[..., Any]:
        return partial(getattr(stream, self.method), dtype=self._dtype.type)

    def _sized(self, draw: Callable[..., Any], *parameters: float | None) -> Evaluate:
        """Return a draw as a function of its shape, if that is a tensor."""
        shape = self.arguments[0]
        if isinstance(shape, Tensor):
            dtype = self._dtype
            return lambda value: draw(_arguments.run_shape(value, dtype), *parameters)
        return partial(draw, _arguments.size_of(shape), *parameters)

    def parts(self) -> Parts:
        """Return what the values are made of."""
        return Parts(
            size=self.arguments[0],
            shape=self._draw_shape,
            scale=self._scale_parts(),
            offset=self._offset(*self._parameters),
            names=self.names,
            bind=self._bind_parts,
        )

    def _bind_parts(
        self, stream: CoreStream, scale: float, offset: float
    ) -> Evaluate | None:
        parameters = self._parameters_for(scale, offset)
        return parameters and self._sized(self._draw(stream), *parameters)

    def _of_constants(
        self, draw: Callable[..., Any], drops_zero: bool, keeps_subnormals: bool
    ) -> Evaluate:
        """Return a draw with arrays of parameters that are known now."""
        scale, offset = self._scale_and_offset(
            drops_zero, keeps_subnormals, *self._parameters
        )
        shape = self.arguments[0]
        assert not isinstance(shape, Tensor)
        size = _arguments.size_of(shape)
        small = (scale,) if offset is None else (scale, offset)
        if not keeps_subnormals and may_flush(self._dtype, *small):
            return lambda: affine(np.asarray(draw(size)), scale, offset)
        # Parameters may have axes that the draw does not have.
        is_whole = self._draw_shape == self.shape

        def draw_and_scale() -> Any:
            values = draw(size)
            out = values if is_whole else None
            with np.errstate(all="ignore"):
                values = np.multiply(values, scale, out=out)
                return values if offset is None else np.add(values, offset, out=out)

        return draw_and_scale

    def _scale_and_offset(
        self, drops_zero: bool, keeps_subnormals: bool, first: Any, second: Any
    ) -> tuple[Any, Any]:
        scale = self._scale(first, second, keeps_subnormals)
        offset = self._offset(first, second)
        if drops_zero and not np.any(offset):
            offset = None
        return scale, offset

    def _draw_and_transform(
        self, draw: Any, drops_zero: bool, keeps_subnormals: bool, shape: Any,
        first: Any, second: Any,
    ) -> Any:  # fmt: skip
        shape = _arguments.run_shape(shape, self._dtype)
        known = shapes.broadcast(shape, np.shape(first), np.shape(second))
        whole = _arguments.run_shape(known, self._dtype)
        scale, offset = self._scale_and_offset(
            drops_zero, keeps_subnormals, first, second
        )
        result = affine(np.asarray(draw(shape)), scale, offset, not keeps_subnormals)
        # Parameters of a fed shape may be larger than what is known.
        return (
            np.broadcast_to(result, whole).copy() if result.shape != whole else result
        )
