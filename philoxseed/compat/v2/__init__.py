# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of TensorFlow 2, whose ops give values at once.

Change the import: ``import philoxseed.compat.v2 as tf``.
"""

from typing import Any

from philoxseed import _dtypes, _missing, errors
from philoxseed._dtypes import (
    complex64,
    complex128,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from philoxseed._dtypes import float16 as half
from philoxseed._dtypes import float64 as double
from philoxseed._graph import inputs
from philoxseed._graph.eager import immediately
from philoxseed._ops import filled
from philoxseed._values import EagerTensor
from philoxseed._values import EagerTensor as Tensor
from philoxseed.compat import keras
from philoxseed.compat.v2 import compat, data, image, nn, random
from philoxseed.compat.v2._function import function
from philoxseed.compat.v2._initializers import (
    random_normal_initializer,
    random_uniform_initializer,
)

constant = immediately(inputs.constant)
convert_to_tensor = constant
ones = immediately(filled.ones)
zeros = immediately(filled.zeros)

__all__ = [
    "EagerTensor",
    "Tensor",
    "compat",
    "complex64",
    "complex128",
    "constant",
    "convert_to_tensor",
    "data",
    "double",
    "errors",
    "executing_eagerly",
    "float16",
    "float32",
    "float64",
    "function",
    "half",
    "image",
    "int8",
    "int16",
    "int32",
    "int64",
    "keras",
    "nn",
    "ones",
    "random",
    "random_normal_initializer",
    "random_uniform_initializer",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "zeros",
]


def executing_eagerly() -> bool:
    """Return True: ops give values at once.

    Examples
    --------
    >>> tf2.executing_eagerly()
    True
    """
    return True


def __getattr__(name: str) -> Any:
    dtype = _dtypes.attribute(name)
    if dtype is not None:
        return dtype
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
