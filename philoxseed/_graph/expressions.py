# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""NumPy expressions of tensors: a call of NumPy becomes an op that makes the call.

Shape and dtype are known when the op is made, as far as those of its inputs are. They
are found by calling NumPy with arrays that stand in for the values, and take no memory.
"""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import magnitudes, shapes
from philoxseed._graph.operation import Evaluate, Operation
from philoxseed._graph.tensor import Tensor, handlers
from philoxseed._seeds.op_ids import INDEX_OPS
from philoxseed._subnormals import FLUSHED
from philoxseed.errors import InvalidArgumentError

Shape = shapes.Shape

# TensorFlow's names for what it has; other ops are named as NumPy names them.
_NAMES = {
    np.add: "add",
    np.subtract: "sub",
    np.multiply: "mul",
    np.true_divide: "truediv",
    np.floor_divide: "floordiv",
    np.remainder: "mod",
    np.power: "pow",
    np.matmul: "matmul",
    np.negative: "Neg",
    np.absolute: "Abs",
    np.invert: "LogicalNot",
    np.bitwise_and: "and",
    np.bitwise_or: "or",
    np.bitwise_xor: "xor",
    np.equal: "Equal",
    np.not_equal: "NotEqual",
    np.less: "Less",
    np.less_equal: "LessEqual",
    np.greater: "Greater",
    np.greater_equal: "GreaterEqual",
    np.exp: "Exp",
    np.log: "Log",
    np.sqrt: "Sqrt",
    np.square: "Square",
    np.concatenate: "concat",
    operator.getitem: "strided_slice",
}

# The functions that take tensors, and how many arguments, from the first on, may be
# or hold tensors.
_MOVES = {
    np.broadcast_to: 1, np.clip: 3, np.concatenate: 1, np.diagonal: 1, np.dstack: 1,
    np.expand_dims: 1, np.flip: 1, np.hstack: 1, np.moveaxis: 1, np.ravel: 1,
    np.repeat: 1, np.reshape: 1, np.roll: 1, np.sort: 1, np.squeeze: 1, np.stack: 1,
    np.swapaxes: 1, np.take: 2, np.tile: 1, np.transpose: 1, np.tril: 1, np.triu: 1,
    np.vstack: 1, operator.getitem: 2,
}  # fmt: skip
"""Those whose result has the dtype of the tensors."""

_COMPUTES = {
    np.all: 1, np.any: 1, np.argmax: 1, np.argmin: 1, np.argsort: 1, np.average: 1,
    np.count_nonzero: 1, np.cumprod: 1, np.cumsum: 1, np.diff: 1, np.dot: 2,
    np.einsum: 9, np.inner: 2, np.max: 1, np.mean: 1, np.median: 1, np.min: 1,
    np.outer: 2, np.percentile: 1, np.prod: 1, np.ptp: 1, np.quantile: 1, np.round: 1,
    np.std: 1, np.sum: 1, np.tensordot: 2, np.trace: 1, np.var: 1, np.where: 3,
}  # fmt: skip

_FUNCTIONS = _MOVES | _COMPUTES

_ARRAY_KEYWORDS = {"a", "a_max", "a_min", "arr", "array", "arrays", "indices", "m"} | {
    "weights"
}

ARITHMETIC = {np.add, np.subtract, np.multiply, np.true_divide, np.negative}
"""What TensorFlow's graph optimizer knows, see folding.py."""

# Stands for a shape that a trial finds.
_FOUND = object()

_DIVISIONS = {np.floor_divide, np.remainder, np.fmod}

# Ranks that are tried to find the result's dtype where an input's rank is unknown.
_TRIED_RANKS = range(5)


def takes_tensors(function: Any) -> bool:
    """Whether a function of NumPy is one that takes tensors."""
    if isinstance(function, np.ufunc):
        return function.nout == 1
    return callable(function) and function in _FUNCTIONS


def apply_ufunc(
    ufunc: np.ufunc,
    method: str,
    inputs: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    name: str | None = None,
    n_ops: int | None = None,
) -> Any:
    """Return the result of a ufunc of tensors, as `Tensor.__array_ufunc__` does."""
    if ufunc in (np.equal, np.not_equal) and not isinstance(inputs[0], Tensor):
        # `array == tensor` comes here in the same way, and == is by identity.
        return ufunc is np.not_equal
    if method != "__call__" or ufunc.nout != 1 or kwargs.keys() - {"dtype"}:
        how = "" if method == "__call__" else f".{method}"
        options = f" with {', '.join(kwargs)}=" if kwargs else ""
        raise TypeError(
            f"np.{ufunc.__name__}{how}{options} does not take tensors: expected a "
            "plain call of a ufunc that has one result"
        )
    dtype = _common_dtype(inputs)
    operands = [
        x if isinstance(x, Tensor) else _dtypes.converted(x, dtype, ufunc.__name__)
        for x in inputs
    ]
    call = _Call(ufunc, operands, kwargs)
    if ufunc is np.matmul:
        shape = shapes.matmul(*(x.shape for x in operands))
        dtype = np.result_type(*(x.dtype for x in operands))
        return _add(call, shape, dtype, name=name, n_ops=n_ops)
    if ufunc.signature is not None:
        return _add(call, *_shape_and_dtype(call), name=name, n_ops=n_ops)
    # Elementwise: scalars show the dtype, and the shape has its own rule.
    shape = shapes.broadcast(*(x.shape for x in operands))
    _, dtype = call.trial([() for _ in call.tensors])
    return _add(call, shape, dtype, name=name, n_ops=n_ops)


def apply_function(
    func: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Tensor:
    """Return the result of a function of NumPy, as `Tensor.__array_function__` does."""
    if func not in _FUNCTIONS:
        offered = sorted(f.__name__ for f in _FUNCTIONS if f is not operator.getitem)
        raise TypeError(
            f"np.{func.__name__} does not take tensors; run them first, or use ufuncs "
            f"or one of {', '.join(offered)}"
        )
    _check_places(func, args, kwargs)
    dtype = _common_dtype((args, kwargs))
    if _dtypes.is_float(dtype):
        args = tuple(_as_operand(arg, dtype) for arg in args)
        kwargs = {name: _as_operand(arg, dtype) for name, arg in kwargs.items()}
    call = _Call(func, args, kwargs)
    return _add(call, *_shape_and_dtype(call))


def apply_index(tensor: Tensor, index: Any) -> Tensor:
    """Return the tensor of ``tensor[index]``."""
    call = _Call(operator.getitem, (tensor, index), {})
    n_ops = INDEX_OPS if _is_of_numbers(index) else None
    if _decides_on_shape(index):
        return _add(call, None, tensor.dtype, n_ops=n_ops)
    return _add(call, *_shape_and_dtype(call), n_ops=n_ops)


def _is_of_numbers(index: Any) -> bool:
    """Whether an index is one that TensorFlow has, without tensors."""
    if isinstance(index, tuple):
        return all(map(_is_of_numbers, index))
    if isinstance(index, slice):
        return all(map(_is_of_numbers, (index.start, index.stop, index.step)))
    is_bool = isinstance(index, (bool, np.bool_))
    is_number = isinstance(index, (int, np.integer)) and not is_bool
    return is_number or index is None or index is Ellipsis


def add_call(
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: dict[str, Any] | None = None,
    *,
    type: str,
    name: str,
    n_ops: int | None = None,
    shape: Any = _FOUND,
    dtype: np.dtype[Any] | None = None,
) -> Tensor:
    """Add an op that calls a function with the values of the tensors in its arguments.

    Parameters
    ----------
    function : callable
        From arrays and other arguments to an array or scalar.
    args, kwargs : tuple, dict
        Its arguments. At least one is, or holds, a tensor.
    type, name, n_ops
        As for `Graph.add`.
    shape, dtype : optional
        Of the result, if they are known without a trial of the function. Both, or
        neither.
    """
    call = _Call(function, args, kwargs or {})
    if shape is _FOUND:
        shape, found = _shape_and_dtype(call)
        dtype = found if dtype is None else dtype
    assert dtype is not None
    return _add(call, shape, dtype, type=type, name=name, n_ops=n_ops)


def _decides_on_shape(index: Any) -> bool:
    """Whether values that are not known yet say how many elements an index picks."""
    if isinstance(index, tuple):
        return any(map(_decides_on_shape, index))
    if isinstance(index, slice):
        ends = index.start, index.stop, index.step
        return any(isinstance(x, Tensor) and x.op.value is None for x in ends)
    return isinstance(index, Tensor) and index.dtype == bool and index.op.value is None


def operands(operation: Operation) -> tuple[np.ufunc, Sequence[Any]] | None:
    """Return the ufunc of an operation that is arithmetic, and its operands.

    They are tensors, and arrays for what are none.
    """
    evaluate, inputs = operation.evaluate, operation.inputs
    if isinstance(evaluate, _OfOne) and not evaluate.kwargs:
        inputs = (*evaluate.before, *inputs, *evaluate.after)
        evaluate = evaluate.function
    if isinstance(evaluate, np.ufunc) and evaluate in ARITHMETIC:
        return evaluate, inputs
    return None


class _OfOne:
    """A call of which one argument is the only tensor."""

    __slots__ = "after", "before", "function", "kwargs"

    def __init__(
        self,
        function: Callable[..., Any],
        before: tuple[Any, ...],
        after: tuple[Any, ...],
        kwargs: dict[str, Any],
    ):
        self.function = function
        self.before = before
        self.after = after
        self.kwargs = kwargs

    def __call__(self, value: Any) -> Any:
        return self.function(*self.before, value, *self.after, **self.kwargs)


class _Slot(NamedTuple):
    """Stands where the value of an input goes."""

    input: int


class _Call:
    """A call of a function whose arguments are, or contain, tensors."""

    def __init__(
        self, function: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ):
        self.function = function
        self.tensors: list[Tensor] = []
        self._args = self._with_slots(tuple(args))
        self._kwargs = self._with_slots(kwargs)

    def constants(self) -> int:
        """Return how many of the arrays that it takes are no tensors."""
        arrays = self._args[0] if self.function is np.stack else self._args
        return sum(not isinstance(array, _Slot) for array in arrays)

    def evaluator(self) -> Evaluate:
        """Return the function from the tensors' values to the call's."""
        are_slots = [isinstance(a, _Slot) for a in self._args]
        if all(are_slots) and not self._kwargs:
            return self.function
        if sum(are_slots) == len(self.tensors) == 1:
            return self._of_one(are_slots.index(True))
        return self

    def _of_one(self, place: int) -> Evaluate:
        """Return what `evaluator` returns, if one argument is the only tensor."""
        before, after = self._args[:place], self._args[place + 1 :]
        return _OfOne(self.function, before, after, self._kwargs)

    def __call__(self, *values: Any) -> Any:
        args, kwargs = _with_values((self._args, self._kwargs), values)
        return self.function(*args, **kwargs)

    def _with_slots(self, argument: Any) -> Any:
        """Return an argument with slots for tensors, safe from later changes."""
        if isinstance(argument, Tensor):
            self.tensors.append(argument)
            return _Slot(len(self.tensors) - 1)
        if isinstance(argument, np.ndarray):
            return argument.copy()
        return _mapped(self._with_slots, argument)

    def of(self, function: Callable[..., Any]) -> Evaluate:
        """Return the call of another function."""
        other = copy.copy(self)
        other.function = function
        return other

    def trial(self, tried: list[tuple[int, ...]]) -> tuple[tuple[int, ...], Any]:
        """Return shape and dtype of the result for inputs of these shapes."""
        # Zeros are good indices; as weights or divisors ones are better.
        value = 0 if self.function in (operator.getitem, np.take) else 1
        stand_ins = [
            np.broadcast_to(np.full((), value, t.dtype), shape)
            if t.op.value is None or t.shape != shape
            else t.op.value
            for t, shape in zip(self.tensors, tried, strict=True)
        ]
        with np.errstate(all="ignore"):
            result = self(*stand_ins)
        if type(result) is int:  # older NumPys' count_nonzero
            result = np.intp(result)
        if not isinstance(result, (np.ndarray, np.generic)):
            raise TypeError(f"{self.function.__name__} of tensors must have one result")
        return result.shape, result.dtype


def _shape_and_dtype(call: _Call) -> tuple[Shape, np.dtype[Any]]:
    given = [t.shape for t in call.tensors]
    known = [shape for shape in given if shapes.is_known(shape)]
    if len(known) == len(given):
        return call.trial(known)
    # With 1 for what is unknown, dtype and rank come out right, dimensions do not.
    for rank in _TRIED_RANKS:
        try:
            shape, dtype = call.trial([_guess(shape, rank) for shape in given])
        except (ValueError, IndexError):
            continue
        return (None if None in given else (None,) * len(shape)), dtype
    if call.function in _MOVES:
        return None, _common_dtype(call.tensors)
    raise ValueError(
        f"{call.function.__name__}: the dtype of the result cannot be found for inputs "
        f"of shapes {', '.join(map(str, given))}"
    )


def _guess(shape: Shape, rank: int) -> tuple[int, ...]:
    return (1,) * rank if shape is None else tuple(1 if d is None else d for d in shape)


def _add(
    call: _Call,
    shape: Shape,
    dtype: np.dtype[Any],
    *,
    type: str | None = None,
    name: str | None = None,
    n_ops: int | None = None,
) -> Tensor:
    evaluate = call.evaluator()
    if call.function in _DIVISIONS and dtype.kind in "iu":
        evaluate = _refusing_zero(evaluate)
    constants = [t.op.value for t in call.tensors]
    value = None
    if all(c is not None for c in constants):
        value = np.asarray((_flushing(call, constants) or evaluate)(*constants))
        shape = value.shape
    function_name = getattr(call.function, "__name__", "call")
    operation = call.tensors[0].graph.add(
        type or function_name,
        name=name or _NAMES.get(call.function, function_name),
        inputs=call.tensors,
        evaluate=evaluate,
        value=value,
        constants=call.constants(),
        n_ops=n_ops,
        shape=shape,
        dtype=dtype,
    )
    return operation.outputs[0]


def _flushing(call: _Call, constants: Sequence[Any]) -> Evaluate | None:
    """Return arithmetic of constants that flushes, if TensorFlow's does."""
    folding = call.tensors[0].graph.profile.folding
    dtype = constants[0].dtype
    if (
        folding is None
        or not folding.flushes
        or call.function not in FLUSHED
        or not magnitudes.is_flushed(dtype)
        or any(c.dtype != dtype for c in constants)
    ):
        return None
    return call.of(FLUSHED[call.function])


def _refusing_zero(division: Evaluate) -> Evaluate:
    """Return a division of integers that refuses the divisor 0, as TensorFlow does."""

    def divided(*values: Any) -> Any:
        try:
            with np.errstate(divide="raise"):
                return division(*values)
        except FloatingPointError:
            raise InvalidArgumentError(
                "Integer division by zero: the divisor must not be 0, got "
                f"{np.asarray(values[-1]).tolist()}"
            ) from None

    return divided


def _mapped(function: Callable[[Any], Any], argument: Any) -> Any:
    """Return a container with `function` applied to what is in it, or what it was."""
    if isinstance(argument, (list, tuple)):
        return type(argument)(map(function, argument))
    if isinstance(argument, dict):
        return {key: function(x) for key, x in argument.items()}
    if isinstance(argument, slice):
        parts = argument.start, argument.stop, argument.step
        return slice(*[function(part) for part in parts])
    return argument


def _with_values(argument: Any, values: Sequence[Any]) -> Any:
    if isinstance(argument, _Slot):
        return values[argument.input]
    return _mapped(lambda part: _with_values(part, values), argument)


def _tensors_in(argument: Any) -> Iterator[Tensor]:
    if isinstance(argument, Tensor):
        yield argument
    elif isinstance(argument, (list, tuple)):
        for part in argument:
            yield from _tensors_in(part)
    elif isinstance(argument, dict):
        yield from _tensors_in(list(argument.values()))


def _common_dtype(arguments: Any) -> np.dtype[Any]:
    return np.result_type(*{t.dtype for t in _tensors_in(arguments)})


def _check_places(
    func: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """Raise unless tensors are only where arrays go: they cannot be axes or sizes."""
    others = list(args[_FUNCTIONS[func] :])
    others += [arg for name, arg in kwargs.items() if name not in _ARRAY_KEYWORDS]
    for tensor in _tensors_in(others):
        raise TypeError(
            f"np.{func.__name__} takes tensors as arrays only, not {tensor}"
        )


def _as_operand(argument: Any, dtype: np.dtype[Any]) -> Any:
    """Return an argument with arrays of floats brought to the tensors' dtype."""
    if isinstance(argument, (list, tuple)):
        if any(True for _ in _tensors_in(argument)):
            return type(argument)([_as_operand(x, dtype) for x in argument])
        array = np.asarray(argument)
        return array.astype(dtype) if array.dtype.kind == "f" else argument
    if isinstance(argument, (np.ndarray, np.generic)) and argument.dtype.kind == "f":
        return argument.astype(dtype)
    return argument


handlers.apply_ufunc = apply_ufunc
handlers.apply_function = apply_function
handlers.apply_index = apply_index
