# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors: handles to the results of ops, to be run, fed and computed with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from philoxseed._graph.handle import Handle
from philoxseed._graph.shapes import Shape
from philoxseed._graph.tensor_shape import StaticShape, TensorShape
from philoxseed.errors import OperatorNotAllowedInGraphError

if TYPE_CHECKING:
    from philoxseed._graph.graph import Graph
    from philoxseed._graph.operation import Operation
    from philoxseed._graph.session import Session


class Handlers:
    """What tensors leave to modules that know operations, which set it when imported.

    Attributes
    ----------
    apply_ufunc, apply_function, apply_index : callable
        What becomes of a ufunc, another function of NumPy or an index of tensors.
    attribute_error : callable
        From a tensor and a name to the error for an attribute that it does not have.
    """

    apply_ufunc: Callable[[np.ufunc, str, tuple[Any, ...], dict[str, Any]], Any]
    apply_function: Callable[[Any, tuple[Any, ...], dict[str, Any]], Tensor]
    apply_index: Callable[[Tensor, Any], Tensor]
    attribute_error: Callable[[Tensor, str], AttributeError]


handlers = Handlers()


class Tensor(Handle):
    """The result of an op, which has a value only in a run of a session.

    Tensors take part in NumPy expressions: arithmetic, comparisons, indexing, ufuncs
    and the common array functions, on either side, give new tensors. What is no tensor
    takes the tensor's dtype. ``==`` and hash are by identity; ``np.equal(tensor, x)``
    compares values.

    Examples
    --------
    >>> a = px.random.uniform([2], seed=3) * 10
    >>> px.Session().run(a)
    array([3.869294 , 3.6002624], dtype=float32)
    """

    __slots__ = ("__weakref__", "_dtype", "_op", "_shape")

    def __init__(self, op: Operation, shape: Shape, dtype: np.dtype[Any]):
        self._op = op
        self._shape = None if shape is None else StaticShape(shape)
        self._dtype = dtype

    @property
    def op(self) -> Operation:
        """The op."""
        return self._op

    @property
    def shape(self) -> StaticShape | None:
        """The dimensions as far as they are known.

        None for a dimension that is not, and None for the shape if not even their
        number is known.
        """
        return self._shape

    def get_shape(self) -> TensorShape:
        """Return the shape as TensorFlow 1 has it: of `Dimension`."""
        return TensorShape(self._shape)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of the value."""
        return self._dtype

    @property
    def name(self) -> str:
        """The op's name and ":0"."""
        return f"{self.op.name}:0"

    @property
    def graph(self) -> Graph:
        """The graph of the op."""
        return self.op.graph

    def as_input(self) -> Tensor:
        """Return what stands for this as the input of an op that is about to be made.

        It is another tensor for variables, which the op must read when its turn comes.
        """
        return self

    def eval(
        self,
        feed_dict: Mapping[Tensor | str, Any] | None = None,
        session: Session | None = None,
    ) -> Any:
        """Return the value from a run of a session, the default one if None.

        Raises
        ------
        ValueError
            If there is no session, or it is one of another graph.
        """
        return self.op.session_for(session, "eval()").run(self, feed_dict)

    if not TYPE_CHECKING:  # to which all attributes would seem to be there

        def __getattr__(self, name: str) -> Any:
            raise handlers.attribute_error(self, name)

    def __str__(self) -> str:
        shape = "" if self.shape is None else f" shape={self.shape},"
        return f'Tensor("{self.name}",{shape} dtype={self.dtype.name})'

    def __repr__(self) -> str:
        shape = "<unknown>" if self.shape is None else self.shape
        return f"<philoxseed.Tensor {self.name!r} shape={shape} dtype={self.dtype}>"

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __bool__(self) -> NoReturn:
        raise OperatorNotAllowedInGraphError(
            f"{self} has no truth value: it has a value only in Session.run"
        )

    def __iter__(self) -> NoReturn:
        raise OperatorNotAllowedInGraphError(
            f"{self} cannot be iterated over: it has a value only in Session.run"
        )

    def __float__(self) -> NoReturn:
        raise TypeError(f"{self} is no number: it has a value only in Session.run")

    def __int__(self) -> NoReturn:
        raise TypeError(f"{self} is no number: it has a value only in Session.run")

    def __len__(self) -> NoReturn:
        raise TypeError(
            f"{self} has no len(): use shape, which is {self.shape}, instead"
        )

    def __contains__(self, item: object) -> NoReturn:
        raise TypeError(f"{self} cannot be searched: it has a value only in a run")

    def __array__(self, dtype: object = None, copy: object = None) -> NoReturn:
        raise NotImplementedError(
            f"{self} cannot become a NumPy array: it has a value only in Session.run"
        )

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any
    ) -> Any:
        return handlers.apply_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(
        self, func: Any, types: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        return handlers.apply_function(func, args, kwargs)

    def __getitem__(self, index: Any) -> Tensor:
        return handlers.apply_index(self, index)

    def __add__(self, other: Any) -> Tensor:
        return np.add(self, other)

    def __radd__(self, other: Any) -> Tensor:
        return np.add(other, self)

    def __sub__(self, other: Any) -> Tensor:
        return np.subtract(self, other)

    def __rsub__(self, other: Any) -> Tensor:
        return np.subtract(other, self)

    def __mul__(self, other: Any) -> Tensor:
        return np.multiply(self, other)

    def __rmul__(self, other: Any) -> Tensor:
        return np.multiply(other, self)

    def __truediv__(self, other: Any) -> Tensor:
        return np.true_divide(self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return np.true_divide(other, self)

    def __floordiv__(self, other: Any) -> Tensor:
        return np.floor_divide(self, other)

    def __rfloordiv__(self, other: Any) -> Tensor:
        return np.floor_divide(other, self)

    def __mod__(self, other: Any) -> Tensor:
        return np.remainder(self, other)

    def __rmod__(self, other: Any) -> Tensor:
        return np.remainder(other, self)

    def __pow__(self, other: Any) -> Tensor:
        return np.power(self, other)

    def __rpow__(self, other: Any) -> Tensor:
        return np.power(other, self)

    def __matmul__(self, other: Any) -> Tensor:
        return np.matmul(self, other)

    def __rmatmul__(self, other: Any) -> Tensor:
        return np.matmul(other, self)

    def __and__(self, other: Any) -> Tensor:
        return np.bitwise_and(self, other)

    def __rand__(self, other: Any) -> Tensor:
        return np.bitwise_and(other, self)

    def __or__(self, other: Any) -> Tensor:
        return np.bitwise_or(self, other)

    def __ror__(self, other: Any) -> Tensor:
        return np.bitwise_or(other, self)

    def __xor__(self, other: Any) -> Tensor:
        return np.bitwise_xor(self, other)

    def __rxor__(self, other: Any) -> Tensor:
        return np.bitwise_xor(other, self)

    def __lt__(self, other: Any) -> Tensor:
        return np.less(self, other)

    def __le__(self, other: Any) -> Tensor:
        return np.less_equal(self, other)

    def __gt__(self, other: Any) -> Tensor:
        return np.greater(self, other)

    def __ge__(self, other: Any) -> Tensor:
        return np.greater_equal(self, other)

    def __neg__(self) -> Tensor:
        return np.negative(self)

    def __pos__(self) -> Tensor:
        return np.positive(self)

    def __abs__(self) -> Tensor:
        return np.absolute(self)

    def __invert__(self) -> Tensor:
        return np.invert(self)
