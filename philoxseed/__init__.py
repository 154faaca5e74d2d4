# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's seeded random ops for NumPy, bit for bit, without TensorFlow.

To start, with ``import philoxseed as px``:

- you have code for NumPy: ``rng = px.default_rng(seed)`` is a `numpy.random.Generator`
- you want the numbers of one TensorFlow op: ``px.Stream(graph_seed, op_seed)``
- you have a script for TensorFlow 1: ``import philoxseed.compat.v1 as tf``, and
  ``tf.reset_default_graph(tensorflow="1.15")``, or the version that it ran with
- you have one for TensorFlow 2: ``import philoxseed.compat.v2 as tf``, and
  ``philoxseed.compat.keras`` in place of ``tf.keras``
- you have printed numbers and look for the seed: ``px.find_op_seed``
- you want to see that all is well here: ``python -m philoxseed`` in a shell

>>> px.default_rng(42).random(2)
array([0.08509195, 0.49511314])
>>> px.Stream(1234).uniform(2)  # as the first op of a graph with the seed 1234
array([0.13047123, 0.9760946 ], dtype=float32)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Dask looks for it where the class of a bit generator is from.
from numpy import arange as arange

try:
    from philoxseed import _core as _core
except ImportError:
    from philoxseed import _installation

    _installation.check_built(__path__[0])
    raise

from philoxseed import _dtype_names, _dtypes, _lazy, _missing, errors, random, simd
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
from philoxseed._graph.default_graph import (
    control_dependencies,
    get_seed,
    name_scope,
    set_random_seed,
)
from philoxseed._graph.graph import Graph, get_default_graph, reset_default_graph
from philoxseed._graph.inputs import constant, placeholder
from philoxseed._graph.operation import Operation
from philoxseed._graph.session import Session, get_default_session
from philoxseed._graph.tensor import Tensor
from philoxseed._installation import get_include
from philoxseed._numpy_generator import Philox4x32, PhiloxGenerator, default_rng
from philoxseed._stream import Stream, StreamView
from philoxseed._threads import get_num_threads, set_num_threads

if TYPE_CHECKING:  # These come by __getattr__.
    from philoxseed import compat, image, math, nn
    from philoxseed._blocks import fill_block, state_after
    from philoxseed._tensorflow_names import *  # noqa: F403 - by its list of names
    from philoxseed._tensorflow_names import abs as abs
    from philoxseed._tensorflow_names import pow as pow
    from philoxseed._tensorflow_names import range as range
    from philoxseed._tensorflow_names import round as round
    from philoxseed._tools.explain import SeedRow, SeedTable, explain_seeds
    from philoxseed._tools.search import (
        FoundSeed,
        find_op_seed,
        find_stateless_seed,
    )
    from philoxseed._variables.functions import (
        global_variables,
        global_variables_initializer,
        local_variables,
        local_variables_initializer,
        trainable_variables,
        variables_initializer,
    )
    from philoxseed._variables.get import get_variable
    from philoxseed._variables.scope import (
        AUTO_REUSE,
        VariableScope,
        get_variable_scope,
        variable_scope,
    )
    from philoxseed._variables.variable import Variable

__all__ = [
    "AUTO_REUSE",
    "FoundSeed",
    "Graph",
    "Operation",
    "Philox4x32",
    "PhiloxGenerator",
    "SeedRow",
    "SeedTable",
    "Session",
    "Stream",
    "StreamView",
    "Tensor",
    "Variable",
    "VariableScope",
    "compat",
    "complex64",
    "complex128",
    "constant",
    "control_dependencies",
    "default_rng",
    "double",
    "errors",
    "explain_seeds",
    "fill_block",
    "find_op_seed",
    "find_stateless_seed",
    "float16",
    "float32",
    "float64",
    "get_default_graph",
    "get_default_session",
    "get_include",
    "get_num_threads",
    "get_seed",
    "get_variable",
    "get_variable_scope",
    "global_variables",
    "global_variables_initializer",
    "half",
    "image",
    "int8",
    "int16",
    "int32",
    "int64",
    "local_variables",
    "local_variables_initializer",
    "math",
    "name_scope",
    "nn",
    "placeholder",
    "random",
    "reset_default_graph",
    "set_num_threads",
    "set_random_seed",
    "simd",
    "state_after",
    "trainable_variables",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "variable_scope",
    "variables_initializer",
]
# Of _tensorflow_names.
__all__ += [
    "DType", "TensorShape", "acos", "add", "argmax", "argmin", "as_dtype", "asin",
    "atan", "cast", "clip_by_value", "concat", "convert_to_tensor", "cos", "device",
    "divide", "equal", "exp", "expand_dims", "eye", "fill", "floor", "gather",
    "greater", "greater_equal", "group", "identity", "less", "less_equal", "linspace",
    "logical_and", "logical_not", "logical_or", "logical_xor", "matmul", "maximum",
    "minimum", "multiply", "negative", "no_op", "not_equal", "one_hot", "ones",
    "ones_like", "rank", "reduce_all", "reduce_any", "reduce_max", "reduce_mean",
    "reduce_min", "reduce_prod", "reduce_sum", "reshape", "shape", "sigmoid", "sign",
    "sin", "size", "sqrt", "square", "squeeze", "stack", "stop_gradient", "subtract",
    "tan", "tanh", "tile", "transpose", "truediv", "where", "zeros", "zeros_like",
]  # fmt: skip

_LAZY = _lazy.Names(
    __name__,
    {
        "philoxseed": "compat image math nn",
        "philoxseed._blocks": "fill_block state_after",
        "philoxseed._tensorflow_names": " ".join(
            ["abs", "pow", "range", "round", *__all__[__all__.index("DType") :]]
        ),
        "philoxseed._tools.explain": "SeedRow SeedTable explain_seeds",
        "philoxseed._tools.search": ("FoundSeed find_op_seed find_stateless_seed"),
        "philoxseed._variables.functions": (
            "global_variables global_variables_initializer local_variables "
            "local_variables_initializer trainable_variables variables_initializer"
        ),
        "philoxseed._variables.get": "get_variable",
        "philoxseed._variables.scope": (
            "AUTO_REUSE VariableScope get_variable_scope variable_scope"
        ),
        "philoxseed._variables.variable": "Variable",
    },
)


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return _LAZY.load(name)
    if name == "dask":  # Not among the names: it needs a package that may be missing.
        return import_module("philoxseed.dask")
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("philoxseed")
        except PackageNotFoundError:
            raise AttributeError(
                "__version__ is that of an installed philoxseed, this one is built in "
                "place: use pip install",
                name=name,
            ) from None
    dtype = _dtype_names.attribute(name)
    if dtype is not None:
        return dtype
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return [*__all__, "__version__", *_dtypes.attributes()]
