# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The initializers of Keras 3 that draw: arrays at once, the same at each call."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from philoxseed import _missing
from philoxseed.compat import _stateless_initializers
from philoxseed.compat.keras import _seeds


class _Seeded(_stateless_initializers.Initializer):
    """With a seed that is there from the start."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.seed is None:
            self.seed = _seeds.made_seed()

    def pair(self) -> Any:
        """Return the seed of the draw."""
        return _seeds.pair(self.seed)

    def limit(self, x: Any) -> Any:
        """Return a limit rounded to float32, as Keras casts it."""
        return float(np.float32(x))


_made = _stateless_initializers.classes(_Seeded, __name__)

RandomUniform = _made["RandomUniform"]
RandomNormal = _made["RandomNormal"]
TruncatedNormal = _made["TruncatedNormal"]
VarianceScaling = _made["VarianceScaling"]
GlorotUniform = _made["GlorotUniform"]
GlorotNormal = _made["GlorotNormal"]
HeUniform = _made["HeUniform"]
HeNormal = _made["HeNormal"]
LecunUniform = _made["LecunUniform"]
LecunNormal = _made["LecunNormal"]
random_uniform, random_normal = RandomUniform, RandomNormal
truncated_normal, variance_scaling = TruncatedNormal, VarianceScaling
glorot_uniform, glorot_normal = GlorotUniform, GlorotNormal
he_uniform, he_normal = HeUniform, HeNormal
lecun_uniform, lecun_normal = LecunUniform, LecunNormal

__all__ = [
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "LecunNormal",
    "LecunUniform",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "variance_scaling",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
