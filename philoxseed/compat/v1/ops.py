# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The names of ``tensorflow.python.framework.ops`` that scripts call.

``from tensorflow.python.framework import ops`` is ported as
``from philoxseed.compat.v1 import ops``.
"""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._graph.collections import GraphKeys
from philoxseed._graph.default_graph import (
    add_to_collection,
    control_dependencies,
    get_collection,
    get_collection_ref,
    name_scope,
)
from philoxseed._graph.graph import Graph, get_default_graph, reset_default_graph
from philoxseed._graph.operation import Operation
from philoxseed._graph.session import get_default_session
from philoxseed._graph.tensor import Tensor

__all__ = [
    "Graph",
    "GraphKeys",
    "Operation",
    "Tensor",
    "add_to_collection",
    "control_dependencies",
    "get_collection",
    "get_collection_ref",
    "get_default_graph",
    "get_default_session",
    "name_scope",
    "reset_default_graph",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
