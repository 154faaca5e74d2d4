# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What draws in Keras 3, with its TensorFlow backend: arrays at once."""

from types import SimpleNamespace
from typing import NoReturn

from philoxseed import _missing
from philoxseed.compat.keras import initializers, random
from philoxseed.compat.keras._seeds import set_random_seed

utils = SimpleNamespace(set_random_seed=set_random_seed)

__all__ = ["initializers", "random", "utils"]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
