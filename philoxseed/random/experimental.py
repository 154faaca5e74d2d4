# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The names of ``tf.random.experimental``."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._seeds.stateless import Algorithm
from philoxseed.random._generator import (
    Generator,
    create_rng_state,
    get_global_generator,
    set_global_generator,
)
from philoxseed.random._index_shuffle import index_shuffle
from philoxseed.random._stateless import fold_in as stateless_fold_in
from philoxseed.random._stateless import split as stateless_split
from philoxseed.random._stateless import stateless_shuffle

__all__ = [
    "Algorithm",
    "Generator",
    "create_rng_state",
    "get_global_generator",
    "index_shuffle",
    "set_global_generator",
    "stateless_fold_in",
    "stateless_shuffle",
    "stateless_split",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
