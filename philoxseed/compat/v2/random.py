# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The names of ``tf.random`` in TensorFlow 2: all give values at once."""

from typing import NoReturn

from philoxseed import _missing, random
from philoxseed._graph.eager import eager_graph, immediately
from philoxseed.random import (
    Algorithm,
    Generator,
    create_rng_state,
    experimental,
    fold_in,
    get_global_generator,
    set_global_generator,
    split,
    stateless_binomial,
    stateless_categorical,
    stateless_gamma,
    stateless_normal,
    stateless_parameterized_truncated_normal,
    stateless_poisson,
    stateless_truncated_normal,
    stateless_uniform,
)

categorical = immediately(random.categorical)
gamma = immediately(random.gamma)
normal = immediately(random.normal)
parameterized_truncated_normal = immediately(random.parameterized_truncated_normal)
poisson = immediately(random.poisson)
shuffle = immediately(random.shuffle)
truncated_normal = immediately(random.truncated_normal)
uniform = immediately(random.uniform)

__all__ = [
    "Algorithm",
    "Generator",
    "categorical",
    "create_rng_state",
    "experimental",
    "fold_in",
    "gamma",
    "get_global_generator",
    "normal",
    "parameterized_truncated_normal",
    "poisson",
    "set_global_generator",
    "set_seed",
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


def set_seed(seed: float | None) -> None:
    """Set the global seed, and let all streams start again.

    An op without a seed of its own then gets one from ``random.Random(seed)``, as in
    TensorFlow 2: each call another.

    Parameters
    ----------
    seed : int or None
        Any integer. None for no seed: then ops without one draw other values in each
        process.

    Raises
    ------
    TypeError
        If it is no number, or NaN or infinite.

    Warns
    -----
    UserWarning
        If it is a float.

    Examples
    --------
    >>> import philoxseed.compat.v2 as tf
    >>> tf.random.set_seed(1234)
    >>> tf.random.uniform([2])
    EagerTensor([0.5380393 , 0.36461866], dtype=float32)
    """
    eager_graph.set_random_seed(seed)


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
