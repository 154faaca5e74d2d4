# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Initializers that draw with a seed alone: Keras 2's and Keras 3's.

As keras/src/initializers/random_initializers.py, and that of tf_keras.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from philoxseed import random
from philoxseed._initializers.scaled import fans
from philoxseed._values import EagerTensor

_TRUNCATED_STDDEV = 0.87962566103423978  # of a normal that is cut at two of its own


class Initializer:
    """From a shape to first values, always the same."""

    seed: Any

    def pair(self) -> Any:
        """Return the seed of the draw."""
        raise NotImplementedError

    def limit(self, x: Any) -> Any:
        """Return a limit of uniforms as it is used."""
        return x

    def draw(self, shape: tuple[int, ...], dtype: Any) -> EagerTensor:
        """Return values of a shape."""
        raise NotImplementedError

    def __call__(self, shape: Any, dtype: Any = None) -> EagerTensor:
        """Return values of a shape, float32 if no dtype is given."""
        return self.draw(tuple(shape), np.float32 if dtype is None else dtype)

    def uniform(self, shape: Any, low: Any, high: Any, dtype: Any) -> EagerTensor:
        """Draw uniforms."""
        limits = self.limit(low), self.limit(high)
        return random.stateless_uniform(shape, self.pair(), *limits, dtype)


class RandomUniform(Initializer):
    """Uniform values of [minval, maxval)."""

    def __init__(self, minval: Any = -0.05, maxval: Any = 0.05, seed: Any = None):
        self.minval, self.maxval, self.seed = minval, maxval, seed

    def draw(self, shape: tuple[int, ...], dtype: Any) -> EagerTensor:
        """Return values of a shape."""
        return self.uniform(shape, self.minval, self.maxval, dtype)


class RandomNormal(Initializer):
    """Normal values."""

    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: Any = None):
        self.mean, self.stddev, self.seed = mean, stddev, seed

    def draw(self, shape: tuple[int, ...], dtype: Any) -> EagerTensor:
        """Return values of a shape."""
        pair = self.pair()
        return random.stateless_normal(shape, pair, self.mean, self.stddev, dtype)


class TruncatedNormal(RandomNormal):
    """Normal values, cut at two standard deviations."""

    def draw(self, shape: tuple[int, ...], dtype: Any) -> EagerTensor:
        """Return values of a shape."""
        return random.stateless_truncated_normal(
            shape, self.pair(), self.mean, self.stddev, dtype
        )


class VarianceScaling(Initializer):
    """Values of variance ``scale / n``, n being a number of inputs or outputs."""

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: Any = None,
    ):
        if scale <= 0:
            raise ValueError(f"`scale` must be positive. Received: scale={scale}")
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                f"Invalid `mode` argument: {mode!r}. Expected one of fan_in, fan_out, "
                "fan_avg"
            )
        distribution = str(distribution).lower()
        if distribution == "normal":
            distribution = "truncated_normal"
        if distribution not in ("uniform", "truncated_normal", "untruncated_normal"):
            raise ValueError(
                f"Invalid `distribution` argument: {distribution!r}. Expected one of "
                "normal, truncated_normal, untruncated_normal, uniform"
            )
        self.scale, self.mode, self.distribution = scale, mode, distribution
        self.seed = seed

    def draw(self, shape: tuple[int, ...], dtype: Any) -> EagerTensor:
        """Return values of a shape."""
        fan_in, fan_out = fans(shape)
        average = (fan_in + fan_out) / 2.0
        n = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": average}[self.mode]
        scale = self.scale / max(1.0, n)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return self.uniform(shape, -limit, limit, dtype)
        stddev = math.sqrt(scale)
        if self.distribution == "untruncated_normal":
            return random.stateless_normal(shape, self.pair(), 0.0, stddev, dtype)
        stddev /= _TRUNCATED_STDDEV
        return random.stateless_truncated_normal(shape, self.pair(), 0.0, stddev, dtype)


_SCALED = {
    "GlorotUniform": (1.0, "fan_avg", "uniform"),
    "GlorotNormal": (1.0, "fan_avg", "truncated_normal"),
    "HeUniform": (2.0, "fan_in", "uniform"),
    "HeNormal": (2.0, "fan_in", "truncated_normal"),
    "LecunUniform": (1.0, "fan_in", "uniform"),
    "LecunNormal": (1.0, "fan_in", "truncated_normal"),
}

_PLAIN = (RandomUniform, RandomNormal, TruncatedNormal, VarianceScaling)


def classes(base: type[Initializer], module: str) -> dict[str, Any]:
    """Return the initializers by name, with the seeds that `base` has."""
    made: dict[str, Any] = {
        kind.__name__: type(
            kind.__name__,
            (base, kind),
            {
                "__module__": module,
                "__doc__": _documented(str(kind.__doc__), kind.__name__, module),
            },
        )
        for kind in _PLAIN
    }
    scaling = made["VarianceScaling"]
    for name, arguments in _SCALED.items():
        made[name] = type(
            name,
            (scaling,),
            {
                "__init__": _scaled(scaling, arguments),
                "__module__": module,
                "__doc__": _documented(
                    "Values of variance ``{} / {}``, {}.".format(*arguments),
                    name,
                    module,
                ),
            },
        )
    return made


def _documented(text: str, name: str, module: str) -> str:
    """Return a class's docstring with an example."""
    return f"""{text}

    Examples
    --------
    >>> from {module} import {name}
    >>> {name}(seed=3)([2, 3]).shape
    (2, 3)
    """


def _scaled(scaling: Any, arguments: tuple[float, str, str]) -> Any:
    def __init__(self: Any, seed: Any = None) -> None:
        scaling.__init__(self, *arguments, seed)

    return __init__
