# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1.random``: each op goes to the default graph."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed._graph.default_graph import get_seed
from philoxseed._graph.default_graph import set_random_seed_v1 as set_random_seed
from philoxseed.random import (
    Algorithm,
    Generator,
    categorical,
    create_rng_state,
    experimental,
    fold_in,
    gamma,
    get_global_generator,
    normal,
    set_global_generator,
    shuffle,
    split,
    stateless_binomial,
    stateless_categorical,
    stateless_gamma,
    stateless_normal,
    stateless_parameterized_truncated_normal,
    stateless_poisson,
    stateless_truncated_normal,
    stateless_uniform,
    truncated_normal,
    uniform,
)
from philoxseed.random._categorical import multinomial, stateless_multinomial
from philoxseed.random._poisson import random_poisson as poisson

__all__ = [
    "Algorithm",
    "Generator",
    "categorical",
    "create_rng_state",
    "experimental",
    "fold_in",
    "gamma",
    "get_global_generator",
    "get_seed",
    "multinomial",
    "normal",
    "poisson",
    "set_global_generator",
    "set_random_seed",
    "shuffle",
    "split",
    "stateless_binomial",
    "stateless_categorical",
    "stateless_gamma",
    "stateless_multinomial",
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
