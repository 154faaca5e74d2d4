# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.keras`` of TensorFlow 1: initializers."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed.compat.v1.keras import initializers

__all__ = [
    "initializers",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
