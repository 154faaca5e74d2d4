# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of TensorFlow 1's ``tf.contrib.layers`` that draw."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._initializers.contrib import (
    variance_scaling_initializer,
    xavier_initializer,
)
from philoxseed._initializers.contrib import (
    xavier_initializer as xavier_initializer_conv2d,
)
from philoxseed._ops.dropout import contrib_dropout as dropout

__all__ = [
    "dropout",
    "variance_scaling_initializer",
    "xavier_initializer",
    "xavier_initializer_conv2d",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
