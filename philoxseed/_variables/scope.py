# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Scopes of variables: their names, and what they hand on to the variables inside.

As tensorflow/python/ops/variable_scope.py: a scope opens a scope of names too, which
is numbered when it is opened again, while names of variables are not.
"""

from __future__ import annotations

import copy
import enum
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from philoxseed import _dtypes, _threads
from philoxseed._graph.defaults import ThreadStack
from philoxseed._graph.graph import Graph, get_default_graph
from philoxseed._graph.tensor import Tensor
from philoxseed._variables.variable import Variable


class _Reuse(enum.Enum):
    AUTO_REUSE = 1


AUTO_REUSE = _Reuse.AUTO_REUSE
"""As `reuse`: take the variable of a name if there is one, else make it."""


@dataclass
class VariableScope:
    """What a `variable_scope` gives to the variables inside it.

    Attributes
    ----------
    name : str
        The names of the scopes, which stand before those of variables.
    original_name_scope : str
        The scope of names that was opened with it, and "/".
    reuse : bool or AUTO_REUSE
        Whether `get_variable` returns variables that exist, or makes them.
    initializer, regularizer, dtype, custom_getter, use_resource
        What `get_variable` takes if it is not given its own.

    Examples
    --------
    >>> with px.variable_scope("a") as scope:
    ...     scope.name
    'a'
    """

    name: str = ""
    original_name_scope: str = ""
    reuse: Any = False
    initializer: Any = None
    regularizer: Any = None
    dtype: np.dtype[Any] = _dtypes.float32
    custom_getter: Callable[..., Any] | None = None
    use_resource: bool | None = None

    def reuse_variables(self) -> None:
        """Let `get_variable` return variables that exist from now on."""
        self.reuse = True

    def set_initializer(self, initializer: Any) -> None:
        """Set the initializer of variables that are given none."""
        self.initializer = initializer

    def set_regularizer(self, regularizer: Any) -> None:
        """Set the regularizer of variables that are given none."""
        self.regularizer = regularizer

    def set_dtype(self, dtype: Any) -> None:
        """Set the dtype of variables that are given none."""
        self.dtype = _dtypes.as_dtype(dtype)

    def global_variables(self) -> list[Any]:
        """Return the global variables below this scope."""
        return self._below("variables")

    def trainable_variables(self) -> list[Any]:
        """Return the trainable variables below this scope."""
        return self._below("trainable_variables")

    def _below(self, collection: str) -> list[Any]:
        scope = f"{self.name}/" if self.name else None
        return get_default_graph().get_collection(collection, scope)


class Store(threading.local):
    """The variables of a graph that `get_variable` made, and the scope it is in.

    Each thread is in a scope of its own, as in TensorFlow: in each, ``__init__`` runs
    anew. They share the variables, and the lock that makes each of them once.
    """

    def __init__(self, variables: dict[str, Variable], lock: Any) -> None:
        self.variables = variables
        self.lock = lock
        self.current = VariableScope()
        self.opened: dict[str, int] = {}  # how often scopes of a name were, in others

    def open(self, name: str) -> None:
        """Count a scope that is opened."""
        self.opened[name] = self.opened.get(name, 0) + 1

    def forget_below(self, name: str) -> None:
        """Count the scopes below one that is closed from the start again."""
        for opened in self.opened:
            if not name or opened.startswith(name + "/"):
                self.opened[opened] = 0

    def unique(self, prefix: str) -> str:
        """Return a name that no scope here has been opened under."""
        base = f"{self.current.name}/{prefix}" if self.current.name else prefix
        if not self.opened.get(base):
            return prefix
        number = 1
        while self.opened.get(f"{base}_{number}"):
            number += 1
        return f"{prefix}_{number}"


def store_of(graph: Graph) -> Store:
    """Return the store of a graph, which is made when it is first asked for."""
    kept = graph.get_collection_ref("__variable_store")
    if not kept:
        kept.append(Store({}, _threads.opened_in_children(threading.RLock())))
    store: Store = kept[0]
    return store


def get_variable_scope() -> VariableScope:
    """Return the scope that `get_variable` is in now.

    Examples
    --------
    >>> with px.variable_scope("a"):
    ...     px.get_variable_scope().name
    'a'
    """
    return store_of(get_default_graph()).current


class variable_scope:
    """A context for `get_variable`: names, sharing, and what variables take.

    Parameters
    ----------
    name_or_scope : str or VariableScope
        The scope, below the one around it; or a scope to enter again, as it is.
    default_name : str, optional
        The scope if `name_or_scope` is None; it is made unique.
    values : sequence of Tensor, optional
        What the graph is taken from; by default it is the default graph.
    initializer, regularizer, custom_getter, dtype, use_resource : optional
        What variables inside take if they are given none.
    reuse : bool or AUTO_REUSE, optional
        Whether `get_variable` returns variables that exist (True), makes them (False,
        None), or what is needed. Scopes inside inherit it.
    partitioner : None
        Variables are not cut into parts.
    caching_device, constraint : ignored
    auxiliary_name_scope : bool, default True
        Whether a scope of names is opened too.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.

    Examples
    --------
    >>> with px.variable_scope("a"):
    ...     px.get_variable("v", [2]).name
    'a/v:0'
    """

    def __init__(
        self,
        name_or_scope: Any,
        default_name: str | None = None,
        values: Any = None,
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: None = None,
        custom_getter: Callable[..., Any] | None = None,
        reuse: Any = None,
        dtype: Any = None,
        use_resource: bool | None = None,
        constraint: Any = None,
        auxiliary_name_scope: bool = True,
    ):
        if name_or_scope is None and default_name is None:
            raise TypeError(
                "If default_name is None then name_or_scope is required, got None for "
                "both"
            )
        if not isinstance(name_or_scope, (str, VariableScope, type(None))):
            raise TypeError(
                "VariableScope: name_or_scope must be a string or VariableScope, got "
                f"{name_or_scope!r}"
            )
        if not (reuse is None or isinstance(reuse, bool) or reuse is AUTO_REUSE):
            raise ValueError(
                "The reuse parameter must be True or False or None, or AUTO_REUSE, got "
                f"{reuse!r}"
            )
        if name_or_scope is None and reuse:
            raise ValueError(
                f"reuse={reuse} cannot be used without a name_or_scope, got None"
            )
        if not isinstance(auxiliary_name_scope, bool):
            raise TypeError(
                "The auxiliary_name_scope must be `True` or `False`, got "
                f"{auxiliary_name_scope!r}"
            )
        refuse_partitioner(partitioner)
        tensors = [value for value in values or () if isinstance(value, Tensor)]
        self._graph = tensors[0].graph if tensors else None
        self._name_or_scope = name_or_scope
        self._default_name = default_name
        self._reuse = reuse
        self._opens_names = auxiliary_name_scope
        self._own = {
            "initializer": initializer,
            "regularizer": regularizer,
            "custom_getter": custom_getter,
            "dtype": None if dtype is None else _dtypes.as_dtype(dtype),
            "use_resource": use_resource,
        }
        self._entered: ThreadStack[AbstractContextManager[VariableScope]]
        self._entered = ThreadStack()

    def __enter__(self) -> VariableScope:
        scope = self._scope()
        self._entered.push(scope)
        return scope.__enter__()

    def __exit__(self, *exc_info: Any) -> None:
        self._entered.pop().__exit__(*exc_info)

    @contextmanager
    def _scope(self) -> Iterator[VariableScope]:
        graph = self._graph or get_default_graph()
        store = store_of(graph)
        with graph.as_default(), self._name_scope(graph) as full:
            outer = store.current
            opened = dict(store.opened)
            scope = self._new_scope(store, full)
            store.open(scope.name)
            store.current = scope
            try:
                yield scope
            finally:
                if isinstance(self._name_or_scope, VariableScope):
                    store.opened = opened
                else:
                    store.forget_below(scope.name)
                store.current = outer

    def _name_scope(self, graph: Graph) -> AbstractContextManager[str]:
        if not self._opens_names:
            around = graph.get_name_scope()
            return graph.name_scope(f"{around}/" if around else None)
        name = self._name_or_scope
        if isinstance(name, VariableScope):
            name = name.name.split("/")[-1]
        if name is None:
            name = self._default_name
        if name:
            return graph.name_scope(name)
        around = graph.get_name_scope()
        return graph.name_scope(f"{around}/" if around else None)

    def _new_scope(self, store: Store, full: str) -> VariableScope:
        given = self._name_or_scope
        if isinstance(given, VariableScope):
            scope = copy.copy(given)
            scope.reuse = self._reuse or given.reuse
        else:
            name = store.unique(self._default_name or "") if given is None else given
            outer = store.current
            scope = copy.copy(outer)
            scope.name = f"{outer.name}/{name}" if outer.name else name
            scope.original_name_scope = full
            scope.reuse = self._reuse or outer.reuse
        for attribute, value in self._own.items():
            if value is None:
                continue
            if attribute == "custom_getter" and scope.custom_getter is not None:
                value = _chained(value, scope.custom_getter)
            setattr(scope, attribute, value)
        return scope


def _chained(
    inner: Callable[..., Any], outer: Callable[..., Any]
) -> Callable[..., Any]:
    """Return a getter that calls `inner` with one that calls `outer`."""

    def getter(get: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        def through(*args: Any, **kwargs: Any) -> Any:
            return outer(get, *args, **kwargs)

        return inner(through, *args, **kwargs)

    return getter


def refuse_partitioner(partitioner: object) -> None:
    """Raise ValueError for variables in parts, which would draw each part anew."""
    if partitioner is not None:
        raise ValueError(
            f"partitioner must be None, got {partitioner!r}: variables are not cut "
            "into parts"
        )
