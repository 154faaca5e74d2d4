# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1``, for scripts that draw numbers.

Such a script is ported by its import: ``import philoxseed.compat.v1 as tf``.
"""

from typing import Any

from philoxseed import _dtypes, _missing, errors, random
from philoxseed._dtypes import (
    complex64,
    complex128,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from philoxseed._dtypes import float16 as half
from philoxseed._dtypes import float64 as double
from philoxseed._graph.graph import (
    Graph,
    get_default_graph,
    get_seed,
    name_scope,
    reset_default_graph,
    set_random_seed,
)
from philoxseed._graph.inputs import constant_v1 as constant
from philoxseed._graph.inputs import placeholder
from philoxseed._graph.operation import Operation
from philoxseed._graph.session import (
    InteractiveSession,
    Session,
    get_default_session,
)
from philoxseed._graph.tensor import Tensor
from philoxseed.compat.v1 import logging
from philoxseed.compat.v1._scripts import (
    ConfigProto,
    GPUOptions,
    disable_eager_execution,
    disable_v2_behavior,
    executing_eagerly,
    global_variables_initializer,
)
from philoxseed.random import normal as random_normal
from philoxseed.random import shuffle as random_shuffle
from philoxseed.random import truncated_normal
from philoxseed.random import uniform as random_uniform
from philoxseed.random._shuffle import random_crop

__all__ = [
    "ConfigProto",
    "GPUOptions",
    "Graph",
    "InteractiveSession",
    "Operation",
    "Session",
    "Tensor",
    "complex64",
    "complex128",
    "constant",
    "disable_eager_execution",
    "disable_v2_behavior",
    "double",
    "errors",
    "executing_eagerly",
    "float16",
    "float32",
    "float64",
    "get_default_graph",
    "get_default_session",
    "get_seed",
    "global_variables_initializer",
    "half",
    "int8",
    "int16",
    "int32",
    "int64",
    "logging",
    "name_scope",
    "placeholder",
    "random",
    "random_crop",
    "random_normal",
    "random_shuffle",
    "random_uniform",
    "reset_default_graph",
    "set_random_seed",
    "truncated_normal",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
]


def __getattr__(name: str) -> Any:
    dtype = _dtypes.attribute(name)
    if dtype is not None:
        return dtype
    raise _missing.attribute_error(__name__, name)
