# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The operations and tensors of a graph, by their names."""

from __future__ import annotations

from typing import Any

from philoxseed._graph.operation import Operation
from philoxseed._graph.tensor import Tensor


class Elements:
    """What a graph consists of, and how it is looked up: a part of `Graph`."""

    def __init__(self) -> None:
        self._operations: dict[str, Operation] = {}
        self._results: dict[str, Operation] = {}  # by the scope of the call

    def get_operations(self) -> list[Operation]:
        """Return the operations, in the order in which they were added."""
        return list(self._operations.values())

    def get_operation_by_name(self, name: str) -> Operation:
        """Return the operation with a name.

        Raises
        ------
        KeyError
            If there is none.
        ValueError
            If it is the name of a tensor.
        """
        operation: Operation = self.as_graph_element(name, allow_tensor=False)
        return operation

    def get_tensor_by_name(self, name: str) -> Tensor:
        """Return the tensor with a name, which ends in ":0".

        Raises
        ------
        KeyError
            If there is none.
        ValueError
            If it is the name of an operation.
        """
        tensor: Tensor = self.as_graph_element(name, allow_operation=False)
        return tensor

    def as_graph_element(
        self, obj: Any, allow_tensor: bool = True, allow_operation: bool = True
    ) -> Any:
        """Return the tensor or operation of this graph that `obj` is or names.

        Raises
        ------
        TypeError
            If it can be neither.
        KeyError
            If there is none of this name.
        ValueError
            If it belongs to another graph, or is not of an allowed kind.
        """
        if isinstance(obj, str):
            return self._by_name(obj, allow_tensor, allow_operation)
        is_allowed = (isinstance(obj, Tensor) and allow_tensor) or (
            isinstance(obj, Operation) and allow_operation
        )
        if not is_allowed:
            kinds = _kinds(allow_tensor, allow_operation)
            raise TypeError(
                f"Cannot convert a {type(obj).__name__} into a {kinds}: expected one, "
                f"or its name, got {obj!r}"
            )
        if obj.graph is not self:
            raise ValueError(
                f"{obj} is not an element of this graph: use it in a session of its "
                "own, Session(graph=tensor.graph)"
            )
        return obj

    def _by_name(self, name: str, allow_tensor: bool, allow_operation: bool) -> Any:
        op_name, colon, index = name.partition(":")
        if not (allow_tensor if colon else allow_operation):
            raise ValueError(
                f"{name!r} names {'a tensor' if colon else 'an operation'}; expected "
                f"a {_kinds(allow_tensor, allow_operation)}. Names of tensors end in "
                "':0', those of operations do not"
            )
        if colon and not index.isdecimal():
            raise ValueError(
                f"{name!r} is no name of a tensor: expected an operation's name and "
                "':0'"
            )
        operation = self._operations.get(op_name)
        if operation is None:
            raise KeyError(
                f"{name!r} is not in the graph: it has no operation {op_name!r}"
                + (
                    self._hint(op_name)
                    or ", see graph.get_operations() for those there are"
                )
            )
        if not colon:
            return operation
        if index != "0" or not operation.outputs:
            outputs = "only one output, ':0'" if operation.outputs else "no output"
            raise KeyError(f"{name!r} is not in the graph: {op_name!r} has {outputs}")
        return operation.outputs[0]

    def _hint(self, name: str) -> str:
        """Say what to use instead of one of TensorFlow's ops inside a call."""
        result = self._results.get(name.rpartition("/")[0]) or self._results.get(name)
        if result is None:
            return ""
        return (
            f". TensorFlow's inner tensors are not offered; the result of this call "
            f"is {result.name + ':0'!r}"
        )


def _kinds(allow_tensor: bool, allow_operation: bool) -> str:
    return " or ".join(["Tensor"] * allow_tensor + ["Operation"] * allow_operation)
