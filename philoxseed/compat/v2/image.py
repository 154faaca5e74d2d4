# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The names of ``tf.image`` in TensorFlow 2 that draw: all give values at once."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._graph.eager import immediately
from philoxseed.random import _shuffle

random_crop = immediately(_shuffle.random_crop)

__all__ = ["random_crop"]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
