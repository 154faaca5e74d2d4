# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1``, for scripts that draw numbers.

Such a script is ported by its import: ``import philoxseed.compat.v1 as tf``.
"""

from typing import Any

from philoxseed import _dtype_names, _dtypes, _missing, errors
from philoxseed._dtype_names import (
    complex64,
    complex128,
    double,
    float16,
    float32,
    float64,
    half,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from philoxseed._graph.default_graph import get_seed, name_scope
from philoxseed._graph.default_graph import set_random_seed_v1 as set_random_seed
from philoxseed._graph.graph import Graph, get_default_graph, reset_default_graph
from philoxseed._graph.inputs import constant_v1 as constant
from philoxseed._graph.inputs import placeholder
from philoxseed._graph.operation import Operation
from philoxseed._graph.session import (
    InteractiveSession,
    Session,
    get_default_session,
)
from philoxseed._graph.tensor import Tensor
from philoxseed._tools.explain import explain_seeds
from philoxseed._tools.search import find_op_seed
from philoxseed.compat.v1 import (
    _arithmetic,
    _variables,
    app,
    contrib,
    flags,
    image,
    initializers,
    keras,
    logging,
    math,
    nn,
    ops,
    random,
)
from philoxseed.compat.v1._arithmetic import *  # noqa: F403 - by its list of names
from philoxseed.compat.v1._arithmetic import abs as abs
from philoxseed.compat.v1._arithmetic import pow as pow
from philoxseed.compat.v1._arithmetic import range as range
from philoxseed.compat.v1._arithmetic import round as round
from philoxseed.compat.v1._scripts import (
    ConfigProto,
    GPUOptions,
    GraphOptions,
    OptimizerOptions,
    disable_eager_execution,
    disable_v2_behavior,
    executing_eagerly,
    tables_initializer,
)
from philoxseed.compat.v1._scripts import tables_initializer as initialize_all_tables
from philoxseed.compat.v1._variables import *  # noqa: F403 - by its list of names
from philoxseed.random import normal as random_normal
from philoxseed.random import shuffle as random_shuffle
from philoxseed.random import truncated_normal
from philoxseed.random import uniform as random_uniform
from philoxseed.random._shuffle import random_crop

__all__ = [
    "ConfigProto",
    "GPUOptions",
    "Graph",
    "GraphOptions",
    "InteractiveSession",
    "Operation",
    "OptimizerOptions",
    "Session",
    "Tensor",
    "app",
    "complex64",
    "complex128",
    "constant",
    "contrib",
    "disable_eager_execution",
    "disable_v2_behavior",
    "double",
    "errors",
    "executing_eagerly",
    "explain_seeds",
    "find_op_seed",
    "flags",
    "float16",
    "float32",
    "float64",
    "get_default_graph",
    "get_default_session",
    "get_seed",
    "half",
    "image",
    "initialize_all_tables",
    "initializers",
    "int8",
    "int16",
    "int32",
    "int64",
    "keras",
    "logging",
    "math",
    "name_scope",
    "nn",
    "ops",
    "placeholder",
    "random",
    "random_crop",
    "random_normal",
    "random_shuffle",
    "random_uniform",
    "reset_default_graph",
    "set_random_seed",
    "tables_initializer",
    "truncated_normal",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
]
__all__ += _arithmetic.__all__
__all__ += _variables.__all__


def __getattr__(name: str) -> Any:
    dtype = _dtype_names.attribute(name)
    if dtype is not None:
        return dtype
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return [*__all__, *_dtypes.attributes()]
