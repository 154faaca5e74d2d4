# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Normal and truncated normal ops."""

from collections.abc import Callable
from typing import Any

import numpy as np

from philoxseed._graph.tensor import Tensor
from philoxseed.random import _arguments
from philoxseed.random._affine import AffineSampler


def normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = np.float32,
    seed: float | None = None,
    name: str | None = None,
) -> Tensor:
    """Make an op that draws from normal distributions.

    Parameters
    ----------
    shape : sequence of int, or Tensor
        The shape of the draw.
    mean, stddev : array_like or Tensor, default 0.0 and 1.0
        Mean and standard deviation. They broadcast with the draw, and can enlarge the
        result.
    dtype : dtype, default float32
        float16, bfloat16, float32 or float64: of draw, parameters and result.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "random_normal"
        The name of the call.

    Returns
    -------
    Tensor
        Values are ``z * stddev + mean``, rounded after each step.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    ImportError
        If the dtype is bfloat16 and the package ml_dtypes is not installed.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As ``random_normal`` of tensorflow/python/ops/random_ops.py. ``|z|`` is at most
    5.68: TensorFlow keeps the uniform under the logarithm at 1e-7.

    Examples
    --------
    >>> px.Session().run(px.random.normal([2], seed=3))
    array([ 1.0616621, -0.8785783], dtype=float32)
    """
    return _normal(
        "RandomStandardNormal", NormalSampler, shape, mean, stddev, dtype, seed, name,
        "random_normal",
    )  # fmt: skip


def truncated_normal(
    shape: Any,
    mean: Any = 0.0,
    stddev: Any = 1.0,
    dtype: Any = np.float32,
    seed: float | None = None,
    name: str | None = None,
) -> Tensor:
    """Make an op that draws from normal distributions cut at two standard deviations.

    Normals of which ``|z| >= 2`` are dropped and drawn again. The test is made before
    rounding to a 16-bit type, in which 2.0 itself can so appear.

    Parameters
    ----------
    shape : sequence of int, or Tensor
        The shape of the draw.
    mean, stddev : array_like or Tensor, default 0.0 and 1.0
        Mean and standard deviation, before the cut. They broadcast with the draw, and
        can enlarge the result.
    dtype : dtype, default float32
        float16, bfloat16, float32 or float64: of draw, parameters and result.
    seed : int, optional
        The op seed; see `set_random_seed`.
    name : str, default "truncated_normal"
        The name of the call.

    Returns
    -------
    Tensor
        Values are ``z * stddev + mean``, rounded after each step.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is expected here.
    ImportError
        If the dtype is bfloat16 and the package ml_dtypes is not installed.
    RuntimeError
        If the graph is finalized.

    Notes
    -----
    As ``truncated_normal`` of tensorflow/python/ops/random_ops.py.

    Examples
    --------
    >>> px.Session().run(px.random.truncated_normal([2], seed=3))
    array([ 1.0616621, -0.8785783], dtype=float32)
    """
    return _normal(
        "TruncatedNormal", TruncatedNormalSampler, shape, mean, stddev, dtype, seed,
        name, "truncated_normal",
    )  # fmt: skip


class NormalSampler(AffineSampler):
    """Normals, times the second parameter, plus the first."""

    method = "normal"
    names = "mean", "stddev"

    def _scale(self, first: Any, second: Any, keeps_subnormals: bool) -> Any:
        return second

    def _scale_parts(self) -> tuple[Any, ...]:
        return self._parameters[1:]

    def _parameters_for(self, scale: float, offset: float) -> tuple[float, float]:
        return offset, scale


class TruncatedNormalSampler(NormalSampler):
    """Truncated normals, times the second parameter, plus the first."""

    method = "truncated_normal"


def _normal(
    type: str,
    sampler_class: Callable[..., NormalSampler],
    shape: Any,
    mean: Any,
    stddev: Any,
    dtype: Any,
    seed: float | None,
    name: str | None,
    default_name: str,
) -> Tensor:
    shape = _arguments.checked_shape(shape)
    dtype = _arguments.checked_dtype(dtype, _arguments.FLOATS, TypeError)
    mean = _arguments.checked_parameter(mean, dtype, "mean")
    stddev = _arguments.checked_parameter(stddev, dtype, "stddev")
    sampler = sampler_class(shape, (mean, stddev), dtype)
    return _arguments.add_random(
        type, sampler, shape=sampler.shape, dtype=dtype, name=name,
        default_name=default_name, seed=seed,
    )  # fmt: skip
