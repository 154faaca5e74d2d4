# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of TensorFlow's compatibility modules."""

from typing import TYPE_CHECKING, Any

from philoxseed import _lazy, _missing

if TYPE_CHECKING:  # These come by __getattr__.
    from philoxseed.compat import keras, tf_keras, v1, v2

__all__ = ["keras", "tf_keras", "v1", "v2"]

_LAZY = _lazy.Names(__name__, {"philoxseed.compat": "keras tf_keras v1 v2"})


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return _LAZY.load(name)
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
