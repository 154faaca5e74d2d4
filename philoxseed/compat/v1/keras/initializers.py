# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.keras.initializers`` of TensorFlow 1."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._initializers.base import Initializer
from philoxseed._initializers.constant import Constant, Identity, Ones, Zeros
from philoxseed._initializers.constant import Constant as constant
from philoxseed._initializers.constant import Identity as identity
from philoxseed._initializers.constant import Ones as ones
from philoxseed._initializers.constant import Zeros as zeros
from philoxseed._initializers.keras_v1 import (
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
)
from philoxseed._initializers.keras_v1 import RandomNormal as normal
from philoxseed._initializers.keras_v1 import RandomNormal as random_normal
from philoxseed._initializers.keras_v1 import RandomUniform as random_uniform
from philoxseed._initializers.keras_v1 import RandomUniform as uniform
from philoxseed._initializers.keras_v1 import TruncatedNormal as truncated_normal
from philoxseed._initializers.orthogonal import Orthogonal
from philoxseed._initializers.orthogonal import Orthogonal as orthogonal
from philoxseed._initializers.scaled import GlorotNormal as glorot_normal
from philoxseed._initializers.scaled import GlorotUniform as glorot_uniform
from philoxseed._initializers.scaled import (
    VarianceScaling,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
)

__all__ = [
    "Constant",
    "Identity",
    "Initializer",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "constant",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "normal",
    "ones",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "uniform",
    "zeros",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
