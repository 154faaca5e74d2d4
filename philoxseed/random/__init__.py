# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random ops by the names of ``tf.random``.

Those with a seed among the graph's add an op to the default graph; stateless functions
and `Generator` give arrays at once.
"""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._graph.default_graph import get_seed, set_random_seed

# Where NumPy has it, and where Dask looks for it.
from philoxseed._numpy_generator import default_rng
from philoxseed._seeds.stateless import Algorithm
from philoxseed.random import experimental
from philoxseed.random._binomial import stateless_binomial
from philoxseed.random._categorical import categorical, stateless_categorical
from philoxseed.random._gamma import gamma, stateless_gamma
from philoxseed.random._generator import (
    Generator,
    create_rng_state,
    get_global_generator,
    set_global_generator,
)
from philoxseed.random._normal import normal, truncated_normal
from philoxseed.random._parameterized import (
    parameterized_truncated_normal,
    stateless_parameterized_truncated_normal,
)
from philoxseed.random._poisson import poisson, stateless_poisson
from philoxseed.random._shuffle import shuffle
from philoxseed.random._stateless import (
    fold_in,
    split,
    stateless_normal,
    stateless_truncated_normal,
    stateless_uniform,
)
from philoxseed.random._uniform import uniform

__all__ = [
    "Algorithm",
    "Generator",
    "categorical",
    "create_rng_state",
    "default_rng",
    "experimental",
    "fold_in",
    "gamma",
    "get_global_generator",
    "get_seed",
    "normal",
    "parameterized_truncated_normal",
    "poisson",
    "set_global_generator",
    "set_random_seed",
    "shuffle",
    "split",
    "stateless_binomial",
    "stateless_categorical",
    "stateless_gamma",
    "stateless_normal",
    "stateless_parameterized_truncated_normal",
    "stateless_poisson",
    "stateless_truncated_normal",
    "stateless_uniform",
    "truncated_normal",
    "uniform",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
