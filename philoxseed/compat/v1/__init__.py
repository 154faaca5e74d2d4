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
from philoxseed.random import gamma as random_gamma
from philoxseed.random import normal as random_normal
from philoxseed.random import shuffle as random_shuffle
from philoxseed.random import truncated_normal
from philoxseed.random import uniform as random_uniform
from philoxseed.random._categorical import multinomial
from philoxseed.random._poisson import random_poisson
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
    "multinomial",
    "name_scope",
    "nn",
    "ops",
    "placeholder",
    "random",
    "random_crop",
    "random_gamma",
    "random_normal",
    "random_poisson",
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
# Of _arithmetic.
__all__ += [
    "DType", "Dimension", "Print", "TensorShape", "acos", "add", "arg_max", "arg_min",
    "argmax", "argmin", "as_dtype", "asin", "atan", "cast", "ceil", "clip_by_value",
    "concat", "convert_to_tensor", "cos", "device", "div", "divide", "equal", "exp",
    "expand_dims", "eye", "fill", "floor", "floordiv", "floormod", "gather", "greater",
    "greater_equal", "group", "identity", "less", "less_equal", "lin_space", "linspace",
    "log", "log1p", "logical_and", "logical_not", "logical_or", "logical_xor", "matmul",
    "maximum", "minimum", "mod", "multiply", "negative", "no_op", "not_equal",
    "one_hot", "ones", "ones_like", "placeholder_with_default", "rank", "reduce_all",
    "reduce_any", "reduce_max", "reduce_mean", "reduce_min", "reduce_prod",
    "reduce_sum", "reshape", "shape", "sigmoid", "sign", "sin", "size", "sqrt",
    "square", "squeeze", "stack", "stop_gradient", "subtract", "tan", "tanh", "tile",
    "to_double", "to_float", "to_int32", "to_int64", "transpose", "truediv", "where",
    "zeros", "zeros_like",
]  # fmt: skip
# Of _variables.
__all__ += [
    "AUTO_REUSE", "GraphKeys", "Variable", "VariableScope", "VariableV1",
    "add_to_collection", "add_to_collections", "all_variables", "assign", "assign_add",
    "assign_sub", "constant_initializer", "control_dependencies", "get_collection",
    "get_collection_ref", "get_local_variable", "get_variable", "get_variable_scope",
    "global_variables", "global_variables_initializer", "glorot_normal_initializer",
    "glorot_uniform_initializer", "initialize_all_variables",
    "initialize_local_variables", "initialize_variables", "is_variable_initialized",
    "local_variables", "local_variables_initializer", "model_variables",
    "ones_initializer", "orthogonal_initializer", "random_normal_initializer",
    "random_uniform_initializer", "trainable_variables", "truncated_normal_initializer",
    "uniform_unit_scaling_initializer", "variable_scope", "variables_initializer",
    "variance_scaling_initializer", "zeros_initializer",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    dtype = _dtype_names.attribute(name)
    if dtype is not None:
        return dtype
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return [*__all__, *_dtypes.attributes()]
