# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random ops by the names of ``tf.random``: each adds an op to the default graph."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._graph.default_graph import get_seed, set_random_seed

# Where NumPy has it, and where Dask looks for it.
from philoxseed._numpy_generator import default_rng
from philoxseed.random._normal import normal, truncated_normal
from philoxseed.random._shuffle import shuffle
from philoxseed.random._uniform import uniform

__all__ = [
    "default_rng",
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
