# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What ``tf.compat.v1.nn`` has that draws, and activations in NumPy."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._ops.dropout import dropout_v1 as dropout
from philoxseed._ops.pointwise import (
    log_softmax,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)

__all__ = [
    "dropout",
    "log_softmax",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
