# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Ops that hand values on, order others or show what comes by."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.operation import Operation
from philoxseed._graph.tensor import Tensor
from philoxseed._ops import operands


def identity(input: Any, name: str | None = None) -> Tensor:
    """Return a tensor of the same value.

    Examples
    --------
    >>> px.Session().run(px.identity([1, 2]))
    array([1, 2], dtype=int32)
    """
    return _passed_on(input, name, "Identity")


def stop_gradient(input: Any, name: str | None = None) -> Tensor:
    """Return a tensor of the same value: there are no gradients to stop.

    Examples
    --------
    >>> px.Session().run(px.stop_gradient([1.0]))
    array([1.], dtype=float32)
    """
    return _passed_on(input, name, "StopGradient")


def _passed_on(input: Any, name: str | None, type: str) -> Tensor:
    tensor = operands.as_tensor(input, name="input")
    return operands.call(
        lambda value: value, [tensor], type=type, name=name, n_ops=1,
        shape=tensor.shape, dtype=tensor.dtype,
    )  # fmt: skip


def no_op(name: str | None = None) -> Operation:
    """Make an operation that does nothing.

    Examples
    --------
    >>> px.Session().run(px.no_op())
    """
    return get_default_graph().add(
        "NoOp", name="NoOp" if name is None else name, evaluate=lambda: None
    )


def group(*inputs: Any, **kwargs: Any) -> Operation:
    """Make an operation that runs others.

    Parameters
    ----------
    *inputs : Operation, Tensor or list of these
        What is run.
    name : str, default "group_deps"
        The op's name.

    Examples
    --------
    >>> a, b = px.no_op(), px.no_op()
    >>> px.Session().run(px.group(a, b))
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise ValueError(
            f"Unknown keyword arguments: {', '.join(kwargs)}; only name= is one"
        )
    operations = [x.op if isinstance(x, Tensor) else x for x in _flat(inputs)]
    for operation in operations:
        if not isinstance(operation, Operation):
            raise TypeError(
                f"group: expected operations and tensors, got {operation!r}"
            )
    graph = operations[0].graph if operations else get_default_graph()
    return graph.add(
        "NoOp",
        name="group_deps" if name is None else name,
        control_inputs=operations,
        evaluate=lambda: None,
    )


def _flat(inputs: Sequence[Any]) -> Iterator[Any]:
    for x in inputs:
        if isinstance(x, (list, tuple)):
            yield from _flat(x)
        elif x is not None:
            yield x


def placeholder_with_default(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return a tensor of a value that a run may feed another for.

    Examples
    --------
    >>> tf.Session().run(tf.placeholder_with_default([1, 2], [2]))
    array([1, 2], dtype=int32)
    """
    value = operands.as_tensor(input, name="input")
    static = None if shape is None else tuple(shape)
    return operands.call(
        lambda value: value, [value], type="PlaceholderWithDefault", name=name,
        n_ops=1, shape=static, dtype=value.dtype,
    )  # fmt: skip


def print_v1(
    input_: Any,
    data: Sequence[Any],
    message: str | None = None,
    first_n: int | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Return a tensor whose runs print others to the standard error.

    Parameters
    ----------
    input_ : Tensor
        What is handed on.
    data : list of Tensor
        What is printed.
    message : str, optional
        What stands before it.
    first_n : int, optional
        The number of runs that print; by default all.
    summarize : int, default 3
        The number of elements of each tensor that are printed; -1 for all.
    name : str, default "Print"
        The op's name.

    Examples
    --------
    >>> tf.Session().run(tf.Print([1.0], []))
    array([1.], dtype=float32)
    """
    value = operands.as_tensor(input_, name="input")
    shown = [operands.as_tensor(x, name="data") for x in data]
    runs = itertools.count()
    limit = 3 if summarize is None else summarize

    def show(value: Any, *values: Any) -> Any:
        if first_n is None or first_n < 0 or next(runs) < first_n:
            texts = [_text(x, limit) for x in values]
            print((message or "") + "".join(f"[{t}]" for t in texts), file=sys.stderr)
        return value

    return operands.call(
        show, [value, *shown], type="Print", name=name, n_ops=1, shape=value.shape,
        dtype=value.dtype,
    )  # fmt: skip


def _text(value: Any, limit: int) -> str:
    flat = np.ravel(value)
    kept = flat if limit < 0 else flat[:limit]
    return " ".join(map(str, kept)) + ("..." if len(kept) < len(flat) else "")


@contextmanager
def device(device_name: Any) -> Iterator[None]:
    """Do nothing: ops run on the processor.

    Examples
    --------
    >>> with px.device("/cpu:0"):
    ...     a = px.random.uniform([2])
    """
    yield


def convert_to_tensor(
    value: Any, dtype: Any = None, name: str | None = None, preferred_dtype: Any = None
) -> Tensor:
    """Return a value as a tensor; a tensor as it is.

    Examples
    --------
    >>> px.Session().run(px.convert_to_tensor([1.0, 2.0]))
    array([1., 2.], dtype=float32)
    """
    return operands.as_tensor(value, dtype, "Const" if name is None else name)
