# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random ops by the names of ``tf.random``.

Those with a seed among the graph's add an op to the default graph; stateless functions
and `Generator` give arrays at once.
"""

from typing import TYPE_CHECKING, Any

from philoxseed import _lazy, _missing
from philoxseed._graph.default_graph import get_seed, set_random_seed

# Where NumPy has it, and where Dask looks for it.
from philoxseed._numpy_generator import default_rng
from philoxseed.random._normal import normal, truncated_normal
from philoxseed.random._uniform import uniform

if TYPE_CHECKING:  # These come by __getattr__.
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

_LAZY = _lazy.Names(
    __name__,
    {
        "philoxseed.random": "experimental",
        "philoxseed._seeds.stateless": "Algorithm",
        "philoxseed.random._binomial": "stateless_binomial",
        "philoxseed.random._categorical": "categorical stateless_categorical",
        "philoxseed.random._gamma": "gamma stateless_gamma",
        "philoxseed.random._generator": (
            "Generator create_rng_state get_global_generator set_global_generator"
        ),
        "philoxseed.random._parameterized": (
            "parameterized_truncated_normal stateless_parameterized_truncated_normal"
        ),
        "philoxseed.random._poisson": "poisson stateless_poisson",
        "philoxseed.random._shuffle": "shuffle",
        "philoxseed.random._stateless": (
            "fold_in split stateless_normal stateless_truncated_normal "
            "stateless_uniform"
        ),
    },
)


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return _LAZY.load(name)
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
