# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What draws in Keras 2 (tf_keras): arrays at once."""

from types import SimpleNamespace
from typing import NoReturn

from philoxseed import _missing
from philoxseed.compat.tf_keras import initializers
from philoxseed.compat.tf_keras._seeds import set_random_seed

utils = SimpleNamespace(set_random_seed=set_random_seed)

__all__ = ["initializers", "utils"]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
