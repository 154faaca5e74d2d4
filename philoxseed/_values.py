# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Values that are there at once, as TensorFlow 2 gives them."""

from __future__ import annotations

from typing import Any

import numpy as np


class EagerTensor(np.ndarray[Any, Any]):
    """A NumPy array with the one method that scripts for TensorFlow 2 call on values.

    All else is `numpy.ndarray`'s. What is computed from it is such an array too, so
    that `numpy` works on results as well; `numpy.asarray` gives a plain array.

    Examples
    --------
    >>> import philoxseed as px
    >>> u = px.random.stateless_uniform([2], seed=[1, 2])
    >>> (u * 2).numpy()
    array([1.6881208 , 0.38409066], dtype=float32)
    """

    def numpy(self) -> Any:
        """Return the value as a plain array, or as a scalar if it has no axes.

        An array shares this one's memory.
        """
        plain = self.view(np.ndarray)
        return plain if plain.ndim else plain[()]


def immediate(value: Any) -> EagerTensor:
    """Return an array or a scalar of NumPy as an `EagerTensor`."""
    return np.asarray(value).view(EagerTensor)


class WideShape(tuple[int, ...]):
    """A shape that was given as int64, which has kernels of its own in TensorFlow."""

    __slots__ = ()


def is_wide_shape(shape: Any) -> bool:
    """Whether a shape argument is one of int64."""
    return isinstance(shape, WideShape)
