# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1`` for variables and initializers."""

from philoxseed._graph.collections import GraphKeys
from philoxseed._graph.default_graph import (
    add_to_collection,
    add_to_collections,
    control_dependencies,
    get_collection,
    get_collection_ref,
)
from philoxseed._initializers.constant import Constant as constant_initializer
from philoxseed._initializers.constant import Ones as ones_initializer
from philoxseed._initializers.constant import Zeros as zeros_initializer
from philoxseed._initializers.orthogonal import Orthogonal as orthogonal_initializer
from philoxseed._initializers.scaled import GlorotNormal as glorot_normal_initializer
from philoxseed._initializers.scaled import GlorotUniform as glorot_uniform_initializer
from philoxseed._initializers.scaled import (
    UniformUnitScaling as uniform_unit_scaling_initializer,
)
from philoxseed._initializers.scaled import (
    VarianceScaling as variance_scaling_initializer,
)
from philoxseed._initializers.simple import RandomNormal as random_normal_initializer
from philoxseed._initializers.simple import RandomUniform as random_uniform_initializer
from philoxseed._initializers.simple import (
    TruncatedNormal as truncated_normal_initializer,
)
from philoxseed._variables.functions import (
    all_variables,
    assign,
    assign_add,
    assign_sub,
    global_variables,
    global_variables_initializer,
    is_variable_initialized,
    local_variables,
    local_variables_initializer,
    model_variables,
    trainable_variables,
    variables_initializer,
)
from philoxseed._variables.functions import (
    global_variables_initializer as initialize_all_variables,
)
from philoxseed._variables.functions import (
    local_variables_initializer as initialize_local_variables,
)
from philoxseed._variables.functions import (
    variables_initializer as initialize_variables,
)
from philoxseed._variables.get import get_local_variable, get_variable
from philoxseed._variables.scope import (
    AUTO_REUSE,
    VariableScope,
    get_variable_scope,
    variable_scope,
)
from philoxseed._variables.variable import VariableV1
from philoxseed._variables.variable import VariableV1 as Variable

__all__ = [
    "AUTO_REUSE",
    "GraphKeys",
    "Variable",
    "VariableScope",
    "VariableV1",
    "add_to_collection",
    "add_to_collections",
    "all_variables",
    "assign",
    "assign_add",
    "assign_sub",
    "constant_initializer",
    "control_dependencies",
    "get_collection",
    "get_collection_ref",
    "get_local_variable",
    "get_variable",
    "get_variable_scope",
    "global_variables",
    "global_variables_initializer",
    "glorot_normal_initializer",
    "glorot_uniform_initializer",
    "initialize_all_variables",
    "initialize_local_variables",
    "initialize_variables",
    "is_variable_initialized",
    "local_variables",
    "local_variables_initializer",
    "model_variables",
    "ones_initializer",
    "orthogonal_initializer",
    "random_normal_initializer",
    "random_uniform_initializer",
    "trainable_variables",
    "truncated_normal_initializer",
    "uniform_unit_scaling_initializer",
    "variable_scope",
    "variables_initializer",
    "variance_scaling_initializer",
    "zeros_initializer",
]
