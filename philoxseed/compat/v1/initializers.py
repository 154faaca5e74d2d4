# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1.initializers``."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._initializers.constant import Constant as constant
from philoxseed._initializers.constant import Identity as identity
from philoxseed._initializers.constant import Ones as ones
from philoxseed._initializers.constant import Zeros as zeros
from philoxseed._initializers.orthogonal import Orthogonal as orthogonal
from philoxseed._initializers.scaled import GlorotNormal as glorot_normal
from philoxseed._initializers.scaled import GlorotUniform as glorot_uniform
from philoxseed._initializers.scaled import UniformUnitScaling as uniform_unit_scaling
from philoxseed._initializers.scaled import VarianceScaling as variance_scaling
from philoxseed._initializers.scaled import (
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
)
from philoxseed._initializers.simple import RandomNormal as random_normal
from philoxseed._initializers.simple import RandomUniform as random_uniform
from philoxseed._initializers.simple import TruncatedNormal as truncated_normal
from philoxseed._variables.functions import (
    global_variables_initializer as global_variables,
)
from philoxseed._variables.functions import (
    local_variables_initializer as local_variables,
)
from philoxseed._variables.functions import variables_initializer as variables

__all__ = [
    "constant",
    "global_variables",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "local_variables",
    "ones",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "uniform_unit_scaling",
    "variables",
    "variance_scaling",
    "zeros",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
