# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1``."""

from philoxseed import errors, random
from philoxseed._graph import (
    Graph,
    Operation,
    get_default_graph,
    get_seed,
    name_scope,
    reset_default_graph,
    set_random_seed,
)
from philoxseed._inputs import constant, placeholder
from philoxseed._session import Session, get_default_session
from philoxseed._tensor import Tensor

__all__ = [
    "Graph",
    "Operation",
    "Session",
    "Tensor",
    "constant",
    "errors",
    "get_default_graph",
    "get_default_session",
    "get_seed",
    "name_scope",
    "placeholder",
    "random",
    "reset_default_graph",
    "set_random_seed",
]
