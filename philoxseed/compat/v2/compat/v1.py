# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow 1's names in eager mode: what draws gives values at once.

Initializers are those of `philoxseed.compat.v1`, whose calls run their ops.
"""

from types import SimpleNamespace
from typing import Any, NoReturn

from philoxseed import _missing
from philoxseed._graph.eager import immediately
from philoxseed._initializers import constant, orthogonal, scaled, simple
from philoxseed._initializers.base import Initializer
from philoxseed.compat.v2 import random as _random
from philoxseed.random import _categorical, _poisson, _shuffle

__all__ = [
    "constant_initializer",
    "glorot_normal_initializer",
    "glorot_uniform_initializer",
    "initializers",
    "multinomial",
    "ones_initializer",
    "orthogonal_initializer",
    "random_crop",
    "random_gamma",
    "random_normal",
    "random_normal_initializer",
    "random_poisson",
    "random_shuffle",
    "random_uniform",
    "random_uniform_initializer",
    "set_random_seed",
    "truncated_normal",
    "truncated_normal_initializer",
    "uniform_unit_scaling_initializer",
    "variance_scaling_initializer",
    "zeros_initializer",
]

set_random_seed = _random.set_seed
random_gamma = _random.gamma
random_normal = _random.normal
random_shuffle = _random.shuffle
random_uniform = _random.uniform
truncated_normal = _random.truncated_normal
multinomial = immediately(_categorical.multinomial)
random_crop = immediately(_shuffle.random_crop)
random_poisson = immediately(_poisson.random_poisson)


def _at_once(kind: type[Initializer]) -> Any:
    """Return a class of initializers whose calls give values."""
    own = {
        "__call__": immediately(kind.__call__),
        "__doc__": kind.__doc__,
        "__module__": __name__,
    }
    return type(kind.__name__, (kind,), own)


constant_initializer = _at_once(constant.Constant)
glorot_normal_initializer = _at_once(scaled.GlorotNormal)
glorot_uniform_initializer = _at_once(scaled.GlorotUniform)
ones_initializer = _at_once(constant.Ones)
orthogonal_initializer = _at_once(orthogonal.Orthogonal)
random_normal_initializer = _at_once(simple.RandomNormal)
random_uniform_initializer = _at_once(simple.RandomUniform)
truncated_normal_initializer = _at_once(simple.TruncatedNormal)
uniform_unit_scaling_initializer = _at_once(scaled.UniformUnitScaling)
variance_scaling_initializer = _at_once(scaled.VarianceScaling)
zeros_initializer = _at_once(constant.Zeros)


def _scaled(function: Any) -> Any:
    def make(seed: float | None = None) -> Any:
        config = function(seed).get_config()
        return variance_scaling_initializer.from_config(config)

    make.__name__ = make.__qualname__ = function.__name__
    make.__doc__ = function.__doc__
    return make


initializers = SimpleNamespace(
    constant=constant_initializer,
    glorot_normal=glorot_normal_initializer,
    glorot_uniform=glorot_uniform_initializer,
    he_normal=_scaled(scaled.he_normal),
    he_uniform=_scaled(scaled.he_uniform),
    identity=_at_once(constant.Identity),
    lecun_normal=_scaled(scaled.lecun_normal),
    lecun_uniform=_scaled(scaled.lecun_uniform),
    ones=ones_initializer,
    orthogonal=orthogonal_initializer,
    random_normal=random_normal_initializer,
    random_uniform=random_uniform_initializer,
    truncated_normal=truncated_normal_initializer,
    uniform_unit_scaling=uniform_unit_scaling_initializer,
    variance_scaling=variance_scaling_initializer,
    zeros=zeros_initializer,
)


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
