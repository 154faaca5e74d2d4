# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1.random``: each op goes to the default graph."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._graph.default_graph import get_seed
from philoxseed._graph.default_graph import set_random_seed_v1 as set_random_seed
from philoxseed.random import normal, shuffle, truncated_normal, uniform

__all__ = [
    "get_seed",
    "normal",
    "set_random_seed",
    "shuffle",
    "truncated_normal",
    "uniform",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
