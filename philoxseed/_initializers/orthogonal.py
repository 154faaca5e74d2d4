# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Orthogonal matrices, from the QR decomposition of normal values."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np

from philoxseed import _values, random
from philoxseed._graph import expressions
from philoxseed._graph.graph import get_default_graph
from philoxseed._initializers.base import Initializer, float_dtype, known_shape
from philoxseed._seeds.op_ids import OpIds


class Orthogonal(Initializer):
    """Orthogonal rows or columns, whichever are fewer.

    The normal values are TensorFlow's, bit for bit. The decomposition is another than
    its, in float64: results differ by up to 1e-5 in float32 and 1e-14 in float64.

    Parameters
    ----------
    gain : float, default 1.0
        What the result is multiplied by.
    seed : int, optional
        The op seed of each call's op; see `set_random_seed`.
    dtype : dtype, default float32
        float32 or float64: of the values, if a call gives none.

    Notes
    -----
    As tensorflow/python/ops/init_ops.py. All axes of the shape but the last are rows.
    TensorFlow 1.0 to 1.2 took singular vectors of uniform values, whose signs its
    library chose: graphs of these versions are refused.

    Examples
    --------
    >>> tf.Session().run(tf.orthogonal_initializer(seed=3)([2, 2])).shape
    (2, 2)
    """

    def __init__(
        self, gain: float = 1.0, seed: float | None = None, dtype: Any = np.float32
    ):
        self.gain = gain
        self.seed = seed
        self.dtype = float_dtype(dtype)

    def check(self, shape: Any, dtype: np.dtype[Any]) -> None:
        """Raise TypeError or ValueError unless there is such a matrix."""
        if len(known_shape(shape)) < 2:
            raise ValueError(
                "The tensor to initialize, specified by argument `shape`, must be at "
                f"least two-dimensional. Received shape={shape}"
            )
        if dtype.name not in ("float32", "float64"):
            raise TypeError(
                f"dtype of orthogonal values must be float32 or float64, not "
                f"{dtype.name}"
            )
        if get_default_graph().profile.makes_first_calls:
            raise ValueError(
                "orthogonal values of TensorFlow 1.0 to 1.2 are not offered: their "
                "signs were chosen by its library for singular values. Expected a "
                f"graph of 1.3 or later, got one of {get_default_graph().profile.name}"
            )

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Any:
        shape = tuple(known_shape(shape))
        rows, columns = math.prod(shape[:-1]), shape[-1]
        flat = max(rows, columns), min(rows, columns)
        # Shape, mean and deviation; the draw, its scaling, the decomposition, the
        # signs, a transposition of wide matrices, the shape and the factor.
        ids = OpIds(before=3, after=13 if rows < columns else 11)
        graph = get_default_graph()
        with graph.counted_as(ids):
            normals = random.normal(flat, dtype=dtype, seed=self.seed)
            function = partial(
                _orthogonal, shape=shape, is_wide=rows < columns, gain=self.gain
            )
            if graph.runs_at_once:
                return _values.immediate(function(np.asarray(normals)))
            return expressions.add_call(
                function, [normals], type="Qr", name="mul_1", shape=shape, dtype=dtype
            )

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {"gain": self.gain, "seed": self.seed, "dtype": self.dtype.name}


def _orthogonal(
    normals: Any, shape: tuple[int, ...], is_wide: bool, gain: float
) -> Any:
    q, r = np.linalg.qr(normals.astype(np.float64))
    q *= np.sign(np.diagonal(r))
    matrix = (q.T if is_wide else q).reshape(shape).astype(normals.dtype)
    return matrix * normals.dtype.type(gain)
