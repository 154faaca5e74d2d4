# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Initializers that draw nothing: constants and the unit matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph.graph import get_default_graph
from philoxseed._graph.inputs import add_constant, constant_v1
from philoxseed._graph.tensor import Tensor
from philoxseed._initializers.base import Initializer, float_dtype, known_shape
from philoxseed._ops import filled


class Zeros(Initializer):
    """Zeros, or False.

    Parameters
    ----------
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Examples
    --------
    >>> tf.Session().run(tf.zeros_initializer()([2]))
    array([0., 0.], dtype=float32)
    """

    def __init__(self, dtype: Any = np.float32):
        self.dtype = _dtypes.as_dtype(dtype)

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        return filled.zeros(shape, dtype)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {"dtype": self.dtype.name}


class Ones(Zeros):
    """Ones, or True.

    Parameters
    ----------
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Examples
    --------
    >>> tf.Session().run(tf.ones_initializer()([2]))
    array([1., 1.], dtype=float32)
    """

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        return filled.ones(shape, dtype)


class Constant(Initializer):
    """One value for all, or an array.

    Parameters
    ----------
    value : number, list or numpy array, default 0
        Fewer values than the shape has are filled up with the last.
    dtype : dtype, default float32
        Of the values, if a call gives none.
    verify_shape : bool, default False
        Whether the value must have the shape that a call gives.

    Raises
    ------
    TypeError
        If the value is none of these.

    Examples
    --------
    >>> tf.Session().run(tf.constant_initializer(2)([2]))
    array([2., 2.], dtype=float32)
    """

    def __init__(
        self, value: Any = 0, dtype: Any = np.float32, verify_shape: bool = False
    ):
        if not (np.isscalar(value) or isinstance(value, (list, tuple, np.ndarray))):
            raise TypeError(
                "Invalid type for initial value. Expected Python scalar, list, tuple "
                f"or numpy array, got {type(value).__name__!r}"
            )
        self.value = value
        self.dtype = _dtypes.as_dtype(dtype)
        self._verifies_shape = verify_shape

    def check(self, shape: Any, dtype: np.dtype[Any]) -> None:
        """Raise TypeError or ValueError unless the value fits the shape."""
        found = np.shape(self.value)
        if self._verifies_shape and list(found) != known_shape(shape):
            raise TypeError(f"Expected Tensor's shape: {tuple(shape)}, got {found}.")

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        return constant_v1(self.value, dtype, known_shape(shape))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {"value": self.value, "dtype": self.dtype.name}


class Identity(Initializer):
    """The unit matrix, times a factor.

    Parameters
    ----------
    gain : float, default 1.0
        The factor.
    dtype : dtype, default float32
        Of the values, if a call gives none.

    Examples
    --------
    >>> tf.Session().run(tf.initializers.identity()([2, 2]))
    array([[1., 0.],
           [0., 1.]], dtype=float32)
    """

    def __init__(self, gain: float = 1.0, dtype: Any = np.float32):
        self.gain = gain
        self.dtype = float_dtype(dtype)

    def check(self, shape: Any, dtype: np.dtype[Any]) -> None:
        """Raise TypeError or ValueError unless the shape is that of a matrix."""
        if len(known_shape(shape)) != 2:
            raise ValueError(
                "The tensor to initialize, specified by argument `shape` must be at "
                f"least two-dimensional. Received shape={shape}"
            )
        if get_default_graph().profile.makes_first_calls:
            raise ValueError(
                "TensorFlow 1.0 to 1.2 had no initializer of this kind: expected a "
                f"graph of 1.3 or later, got one of {get_default_graph().profile.name}"
            )

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        rows, columns = known_shape(shape)
        value = np.eye(rows, columns, dtype=dtype) * np.array(self.gain, dtype)
        value.flags.writeable = False
        # A square one is a diagonal, others have theirs set; then the factor.
        return add_constant(value, "mul", n_ops=4 if rows == columns else 5)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        return {"gain": self.gain, "dtype": self.dtype.name}
