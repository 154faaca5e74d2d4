# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What acts on the default graph: its seed and its scopes of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from philoxseed._graph.graph import get_default_graph


def set_random_seed(seed: float | None) -> None:
    """Set the graph-level seed of the default graph.

    A random op is seeded by two seeds, the graph's when the op is made and its own.

    ============  =========  ====================================================
    graph seed    op seed    stream
    ============  =========  ====================================================
    none          none       another one in every session
    none          given      fixed: the default graph seed goes with the op seed
    given         none       fixed: the graph numbers such ops 0, 1, 2 ...
    given         given      fixed: by both
    ============  =========  ====================================================

    Parameters
    ----------
    seed : int or None
        Any integer; it counts modulo 2**31 - 1. None for no seed.

    Raises
    ------
    TypeError
        If it is no number, or NaN or infinite.

    Warns
    -----
    UserWarning
        If it is a float, which is truncated.

    Notes
    -----
    As tensorflow/python/framework/random_seed.py of TensorFlow 2.3 and later.

    Examples
    --------
    >>> px.set_random_seed(1234)
    >>> px.Session().run(px.random.uniform([2]))
    array([0.13047123, 0.9760946 ], dtype=float32)
    """
    get_default_graph().set_random_seed(seed)


def set_random_seed_v1(seed: float | None) -> None:
    """Set the graph-level seed of the default graph.

    As `philoxseed.set_random_seed`, but scripts that say ``compat.v1`` were mostly run
    by TensorFlow up to 2.1, which had another rule for automatic op seeds.

    Parameters
    ----------
    seed : int or None
        Any integer; it counts modulo 2**31 - 1. None for no seed.

    Raises
    ------
    TypeError
        If it is no number, or NaN or infinite.

    Warns
    -----
    UserWarning
        If it is a float, which is truncated. And later, once in a process, if an op
        takes an automatic op seed in a graph for which no version was chosen:
        ``reset_default_graph(tensorflow="1.15")``, or "2.3", chooses one.

    Examples
    --------
    >>> tf.set_random_seed(1234)
    >>> tf.get_default_graph().seed
    1234
    """
    graph = get_default_graph()
    graph.set_random_seed(seed)
    graph._asks_for_version = not graph._is_version_chosen


def get_seed(op_seed: float | None) -> tuple[int | None, int | None]:
    """Return the pair of seeds that an op with `op_seed`, made now, would get.

    Without an op seed, in a graph that has a seed, this counts as such an op: the next
    one gets the next automatic op seed.

    Parameters
    ----------
    op_seed : int or None
        The op's own seed.

    Returns
    -------
    graph_seed, op_seed : int or None
        None and None if there is no seed at all.

    Raises
    ------
    TypeError
        If it is no number, or NaN or infinite.

    Examples
    --------
    >>> px.set_random_seed(1234)
    >>> px.get_seed(None), px.get_seed(5)
    ((1234, 0), (1234, 5))
    """
    return get_default_graph().get_seed(op_seed)


@contextmanager
def name_scope(
    name: str | None, default_name: str | None = None, values: Any = None
) -> Iterator[str]:
    """Put the names of new ops below `name`, or below `default_name` if it is None.

    Parameters
    ----------
    name : str or None
        The scope. One that ends in "/" is entered again, as it is; an empty one is the
        top.
    default_name : str, optional
        The scope if `name` is None.
    values : ignored
        TensorFlow's hint at the graph.

    Yields
    ------
    str
        The scope's full name and "/".

    Examples
    --------
    >>> with px.name_scope("layer"):
    ...     px.random.normal([2]).name
    'layer/random_normal:0'
    """
    scope = default_name if name is None else name
    with get_default_graph().name_scope(scope) as full:
        yield full


def control_dependencies(control_inputs: Any) -> AbstractContextManager[None]:
    """Let the ops of the default graph that are made inside run after these.

    Parameters
    ----------
    control_inputs : sequence of Tensor or Operation, or None
        None for no order at all, whatever contexts are around.

    Raises
    ------
    TypeError, ValueError
        If one is neither, or belongs to another graph.

    Examples
    --------
    >>> a = px.random.uniform([2])
    >>> with px.control_dependencies([a]):
    ...     b = px.no_op()
    >>> b.control_inputs == [a.op]
    False
    """
    return get_default_graph().control_dependencies(control_inputs)


def add_to_collection(name: Any, value: Any) -> None:
    """Add something to the collection `name` of the default graph.

    Examples
    --------
    >>> tf.add_to_collection("losses", 1)
    >>> tf.get_collection("losses")
    [1]
    """
    get_default_graph().add_to_collection(name, value)


def add_to_collections(names: Iterable[Any], value: Any) -> None:
    """Add something to each of these collections of the default graph.

    Examples
    --------
    >>> tf.add_to_collections(["a", "b"], 1)
    >>> tf.get_collection("b")
    [1]
    """
    for name in [names] if isinstance(names, str) else dict.fromkeys(names):
        add_to_collection(name, value)


def get_collection(key: Any, scope: str | None = None) -> list[Any]:
    """Return a new list of what is in a collection of the default graph.

    Parameters
    ----------
    key : hashable
        The collection.
    scope : str, optional
        A regular expression that names must match from their start on; what has no
        name is left out.

    Examples
    --------
    >>> tf.get_collection("losses")
    []
    """
    return get_default_graph().get_collection(key, scope)


def get_collection_ref(key: Any) -> list[Any]:
    """Return a collection of the default graph itself, made if there is none.

    Examples
    --------
    >>> tf.get_collection_ref("losses").append(1)
    >>> tf.get_collection("losses")
    [1]
    """
    return get_default_graph().get_collection_ref(key)
