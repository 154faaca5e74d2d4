# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The functions of ``keras.random`` in Keras 3: arrays at once.

As keras/src/backend/tensorflow/random.py. A seed is an integer, which gives the same
array each time, a `SeedGenerator`, or None for Keras' global one.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from philoxseed import _dtypes, _missing, _values, random
from philoxseed._values import EagerTensor
from philoxseed.compat import _dropout
from philoxseed.compat.keras import _seeds
from philoxseed.compat.keras._seeds import SeedGenerator

__all__ = [
    "SeedGenerator",
    "beta",
    "binomial",
    "categorical",
    "dropout",
    "gamma",
    "normal",
    "randint",
    "shuffle",
    "truncated_normal",
    "uniform",
]


def _dtype(dtype: Any, default: str = "float32") -> np.dtype[Any]:
    return _dtypes.as_dtype(default if dtype is None else dtype)


def normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None
) -> EagerTensor:
    """Draw from a normal distribution.

    Examples
    --------
    >>> keras.random.normal((2,), seed=3).numpy()
    array([-0.6715848,  1.6760504], dtype=float32)
    """
    return random.stateless_normal(
        shape, _seeds.pair(seed), mean, stddev, _dtype(dtype)
    )


def truncated_normal(
    shape: Any, mean: Any = 0.0, stddev: Any = 1.0, dtype: Any = None, seed: Any = None
) -> EagerTensor:
    """Draw from a normal distribution, cut at two standard deviations.

    Examples
    --------
    >>> keras.random.truncated_normal((2,), seed=3).numpy()
    array([-0.6715848,  1.6760504], dtype=float32)
    """
    return random.stateless_truncated_normal(
        shape, _seeds.pair(seed), mean, stddev, _dtype(dtype)
    )


def uniform(
    shape: Any,
    minval: Any = 0.0,
    maxval: Any = 1.0,
    dtype: Any = None,
    seed: Any = None,
) -> EagerTensor:
    """Draw from [minval, maxval), whose limits are rounded to float32 first.

    Examples
    --------
    >>> keras.random.uniform((2,), seed=3).numpy()
    array([0.19591284, 0.93934524], dtype=float32)
    """
    limits = float(np.float32(minval)), float(np.float32(maxval))
    return random.stateless_uniform(shape, _seeds.pair(seed), *limits, _dtype(dtype))


def randint(
    shape: Any, minval: Any, maxval: Any, dtype: Any = "int32", seed: Any = None
) -> EagerTensor:
    """Draw integers of [minval, maxval).

    Examples
    --------
    >>> keras.random.randint((3,), 0, 10, seed=3).numpy()
    array([8, 7, 2], dtype=int32)
    """
    checked = _dtype(dtype)
    drawn = checked if checked.name in ("int32", "int64") else _dtypes.int64
    values = random.stateless_uniform(shape, _seeds.pair(seed), minval, maxval, drawn)
    return _values.immediate(values.astype(checked))


def categorical(
    logits: Any, num_samples: Any, dtype: Any = "int32", seed: Any = None
) -> EagerTensor:
    """Draw classes by their logits.

    Examples
    --------
    >>> keras.random.categorical([[1.0, 1.0]], 5, seed=3).numpy()
    array([[1, 0, 0, 0, 0]], dtype=int32)
    """
    classes = random.stateless_categorical(logits, num_samples, _seeds.pair(seed))
    return _values.immediate(classes.astype(_dtype(dtype)))


def gamma(shape: Any, alpha: Any, dtype: Any = None, seed: Any = None) -> EagerTensor:
    """Draw from a gamma distribution.

    Examples
    --------
    >>> keras.random.gamma((2,), 3.0, seed=3).numpy()
    array([2.578096, 5.141666], dtype=float32)
    """
    return random.stateless_gamma(shape, _seeds.pair(seed), alpha, dtype=_dtype(dtype))


def beta(
    shape: Any, alpha: Any, beta: Any, dtype: Any = None, seed: Any = None
) -> EagerTensor:
    """Draw from a beta distribution, by two gamma draws.

    Examples
    --------
    >>> keras.random.beta((2,), 2.0, 3.0, seed=3).numpy()
    array([0.54473144, 0.57908684], dtype=float32)
    """
    first = _seeds.pair(seed)
    second = tuple((x + 12 + 2**31) % 2**32 - 2**31 for x in first)
    a = random.stateless_gamma(shape, first, alpha, dtype=_dtype(dtype))
    b = random.stateless_gamma(shape, second, beta, dtype=_dtype(dtype))
    return _values.immediate(a / (a + b))


def binomial(
    shape: Any, counts: Any, probabilities: Any, dtype: Any = None, seed: Any = None
) -> EagerTensor:
    """Draw from a binomial distribution.

    Examples
    --------
    >>> keras.random.binomial((3,), 10.0, 0.5, seed=3).numpy()
    array([4., 5., 5.], dtype=float32)
    """
    checked = _dtype(dtype)
    parameters = (
        _values.immediate(_dtypes.converted(counts, checked, "counts")),
        _values.immediate(_dtypes.converted(probabilities, checked, "probabilities")),
    )
    return random.stateless_binomial(shape, _seeds.pair(seed), *parameters, checked)


def dropout(
    inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None
) -> EagerTensor:
    """Set values to zero at random, and scale up the rest.

    Examples
    --------
    >>> keras.random.dropout([1.0, 1.0, 1.0], 0.5, seed=3).numpy()
    array([0., 2., 2.], dtype=float32)
    """
    # Where nothing is drawn, no seed is used.
    if rate == 1:
        return _values.immediate(np.zeros_like(np.asarray(inputs)))
    if rate == 0:
        return _values.immediate(inputs)
    pair = _seeds.pair(seed)
    return _dropout.stateless_dropout(inputs, rate, pair, noise_shape=noise_shape)


def shuffle(x: Any, axis: int = 0, seed: Any = None) -> EagerTensor:
    """Permute an array along an axis.

    Examples
    --------
    >>> keras.random.shuffle([1, 2, 3, 4], seed=3).numpy()
    array([1, 3, 4, 2])
    """
    array = np.asarray(x)
    try:
        length = array.shape[axis]
    except IndexError:
        raise ValueError(
            f"axis must be one of x, which has {array.ndim}, got {axis}"
        ) from None
    keys = random.stateless_uniform([length], _seeds.pair(seed))
    order = np.argsort(np.asarray(keys), kind="stable")
    return _values.immediate(np.take(array, order, axis))


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
