# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Operands: what a user gives to a function, as tensors of one dtype."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import expressions
from philoxseed._graph.inputs import add_constant
from philoxseed._graph.tensor import Tensor


def as_tensor(value: Any, dtype: Any = None, name: str = "Const") -> Tensor:
    """Return a value as a tensor, of a dtype if it is given.

    Raises
    ------
    TypeError, ValueError
        If it cannot be one, or is a tensor of another dtype.
    """
    expected = None if dtype is None else _dtypes.as_dtype(dtype)
    if isinstance(value, Tensor):
        if expected is not None and value.dtype != expected:
            raise ValueError(
                f"Tensor conversion requested dtype {expected.name} for {value}"
            )
        return value
    if isinstance(value, (list, tuple)) and _holds_tensors(value):
        return _stacked(value, expected)
    if expected is None:
        return add_constant(_dtypes.as_array(value, "value"), name)
    return add_constant(_dtypes.converted(value, expected, "value"), name)


def _holds_tensors(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_tensors, value))
    return isinstance(value, Tensor)


def _stacked(values: Sequence[Any], dtype: Any) -> Tensor:
    if dtype is None:
        dtype = next(x.dtype for x in _flat(values) if isinstance(x, Tensor))
    parts = [as_tensor(x, dtype) for x in values]
    return expressions.add_call(np.stack, [parts], type="Pack", name="packed", n_ops=1)


def _flat(values: Any) -> Any:
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _flat(value)
        else:
            yield value


def tensors(function: str, *values: Any) -> list[Tensor]:
    """Return operands as tensors of one dtype: that of the first that is a tensor.

    Raises
    ------
    TypeError
        If two of them are tensors of different dtypes.
    """
    found = [value for value in values if isinstance(value, Tensor)]
    for other in found[1:]:
        if other.dtype != found[0].dtype:
            raise TypeError(
                f"{function}: {other} does not have the dtype of {found[0]}: they must "
                "be equal, so cast one"
            )
    if not found:
        found = [as_tensor(values[0])]
        return [found[0], *(as_tensor(value, found[0].dtype) for value in values[1:])]
    return [as_tensor(value, found[0].dtype) for value in values]


def call(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    *,
    type: str,
    name: str | None,
    n_ops: int | None,
    default_name: str | None = None,
    is_open: bool = False,
    **options: Any,
) -> Tensor:
    """Add an op that calls a function of arrays; see `expressions.add_call`.

    One that is open has a shape of which nothing is known, and the dtype of the first
    argument.
    """
    if is_open:
        options = {"shape": None, "dtype": arguments[0].dtype}
    return expressions.add_call(
        function,
        arguments,
        type=type,
        name=(default_name or type) if name is None else name,
        n_ops=n_ops,
        **options,
    )


def elementwise(
    ufunc: np.ufunc, operands: Sequence[Tensor], name: str | None, default_name: str
) -> Tensor:
    """Add an op of one of NumPy's elementwise functions, as an expression of it."""
    name = default_name if name is None else name
    tensor: Tensor = expressions.apply_ufunc(
        ufunc, "__call__", tuple(operands), {}, name=name, n_ops=1
    )
    return tensor
