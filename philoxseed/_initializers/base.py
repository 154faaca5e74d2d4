# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What all initializers have in common."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from philoxseed import _dtypes
from philoxseed._graph import shapes
from philoxseed._graph.tensor import Tensor


class Initializer:
    """From a shape to a tensor of first values: each call makes new ops.

    Attributes
    ----------
    dtype : numpy.dtype
        Of the values, if a call gives none.
    """

    dtype: np.dtype[Any]

    def __call__(
        self, shape: Any, dtype: Any = None, partition_info: None = None
    ) -> Tensor:
        """Make the ops for values of a shape.

        Parameters
        ----------
        shape : sequence of int
            The shape of the values.
        dtype : dtype, optional
            By default that of the initializer.
        partition_info : None
            Variables are not cut into parts.

        Raises
        ------
        TypeError, ValueError
            If an argument is not what is expected here.
        """
        if partition_info is not None:
            raise ValueError(
                f"partition_info must be None, got {partition_info!r}: variables have "
                "no parts"
            )
        checked = self.dtype if dtype is None else _dtypes.as_dtype(dtype)
        self.check(shape, checked)
        return self._make(shape, checked)

    def check(self, shape: Any, dtype: np.dtype[Any]) -> None:
        """Raise TypeError or ValueError unless there are values of this shape."""

    def _make(self, shape: Any, dtype: np.dtype[Any]) -> Tensor:
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal initializer, as plain data."""
        raise NotImplementedError

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Return an initializer from what `get_config` returned."""
        return cls(**{k: v for k, v in config.items() if k != "dtype"} | _dtype(config))

    def __repr__(self) -> str:
        arguments = ", ".join(f"{k}={v!r}" for k, v in self.get_config().items())
        return f"{type(self).__name__}({arguments})"


def _dtype(config: dict[str, Any]) -> dict[str, Any]:
    return {"dtype": config["dtype"]} if "dtype" in config else {}


def float_dtype(dtype: Any) -> np.dtype[Any]:
    """Return a dtype, which must be a floating one.

    Raises
    ------
    ValueError
        If it is not.
    """
    checked = _dtypes.as_dtype(dtype)
    if not _dtypes.is_float(checked):
        raise ValueError(
            f"Argument `dtype` is expected to be floating point. Received: "
            f"{checked.name}."
        )
    return checked


def known_shape(shape: Any) -> list[int]:
    """Return the shape that a formula needs numbers of.

    Raises
    ------
    TypeError, ValueError
        If it is a tensor, or not known whole.
    """
    if isinstance(shape, Tensor):
        raise TypeError(f"the shape must be known when the op is made, got {shape}")
    checked = shapes.checked(shape)
    if not shapes.is_known(checked):
        raise ValueError(f"the shape must be fully defined, got {checked}")
    return list(checked)
