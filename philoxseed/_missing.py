# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What to say to those who look for the rest of TensorFlow, or of philoxseed."""

import numpy as np

from philoxseed._graph import expressions, tensor

_VALUES = (
    "keep values in NumPy arrays: draw the initial ones with random ops and Session.run"
)
_NO_MODELS = "philoxseed draws numbers and builds no models"
_NOT_YET = (
    "it is not offered yet. Other generators give other numbers than TensorFlow's op, "
    "so there is no replacement"
)
_LEAVE_OUT = "leave it out: it does not change the numbers that are drawn"
_NO_VARIABLES = "leave it out: there are no variables to initialize"
_INITIALIZER = (
    "call the random op itself, with a shape: random.uniform, random.normal or "
    "random.truncated_normal"
)
_PYTHON = "use Python's own modules, such as argparse and logging"
_NUMPY_TYPES = "dtypes are NumPy's and shapes are tuples"
_ALL_ELSE = (
    "philoxseed offers TensorFlow's seeded random ops, graphs, sessions and seeds; "
    "NumPy computes with tensors: np.exp(a), a[0] * 2"
)

_INSTEAD = {
    name: text
    for text, names in {
        _VALUES: "Variable VariableV1 get_variable assign assign_add zeros ones fill",
        _NO_MODELS: "keras layers nn estimator losses metrics feature_column",
        _NOT_YET: (
            "random_gamma random_poisson random_poisson_v2 multinomial gamma poisson "
            "categorical Generator get_global_generator set_global_generator "
            "create_rng_state parameterized_truncated_normal stateless_uniform "
            "stateless_normal stateless_truncated_normal stateless_categorical "
            "stateless_random_uniform stateless_random_normal stateless_multinomial "
            "stateless_gamma stateless_poisson "
            "stateless_shuffle stateless_binomial"
        ),
        _LEAVE_OUT: (
            "device control_dependencies colocate_with RunOptions RunMetadata "
            "OptimizerOptions GraphOptions function enable_resource_variables "
            "enable_v2_behavior enable_eager_execution contrib summary profiler"
        ),
        _NO_VARIABLES: (
            "local_variables_initializer tables_initializer variables_initializer "
            "initialize_all_variables initialize_local_variables global_variables "
            "trainable_variables"
        ),
        _PYTHON: "flags app gfile io test",
        _NUMPY_TYPES: "DType Dimension TensorShape TensorSpec as_dtype dtypes string",
        "name_scope puts names in a scope": "variable_scope",
        "philoxseed draws numbers and trains no models": "train",
        "philoxseed draws numbers; read data with NumPy": "data",
        "philoxseed has no gradients": "gradients GradientTape",
        "use np.where, or convert arrays after Session.run": (
            "cast to_float to_double to_int32 to_int64"
        ),
        "philoxseed.__version__ is philoxseed's, and Graph(tensorflow='1.15') follows "
        "the rules of a TensorFlow": "VERSION __version__ version",
    }.items()
    for name in names.split()
}

_INSTEAD_OF_METHODS = {
    name: text
    for text, names in {
        "use shape, which is a tuple": "get_shape",
        "shapes follow from the ops; placeholder takes a shape": "set_shape",
        "it has a value only in Session.run": "numpy item tolist astype copy",
        _VALUES: "assign assign_add initializer initialized_value",
    }.items()
    for name in names.split()
}


def attribute_error(module: str, name: str) -> AttributeError:
    """Return the error for a name of TensorFlow's that `module` does not offer."""
    hint = _INSTEAD.get(name) or _in_numpy(name)
    if hint is None:
        hint = _INITIALIZER if name.endswith("_initializer") else _ALL_ELSE
    return AttributeError(
        f"module {module!r} does not offer {name!r}: {hint}", name=name
    )


def tensor_error(subject: object, name: str) -> AttributeError:
    """Return the error for an attribute that a tensor does not have."""
    hint = _INSTEAD_OF_METHODS.get(name) or _in_numpy(name)
    return AttributeError(
        f"'Tensor' object has no attribute {name!r}" + (f": {hint}" if hint else ""),
        name=name,
        obj=subject,
    )


def _in_numpy(name: str) -> str | None:
    """Say which function of NumPy there is, if one that takes tensors is so called."""
    if name.startswith("_"):  # a module that is about to be imported, it may be
        return None
    plain = name.removeprefix("reduce_")
    takes_tensors = expressions.takes_tensors(getattr(np, plain, None))
    return f"use np.{plain}, which takes tensors" if takes_tensors else None


tensor.handlers.attribute_error = tensor_error
