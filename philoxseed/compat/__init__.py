# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of TensorFlow's compatibility modules."""

from philoxseed.compat import keras, tf_keras, v1, v2

__all__ = ["keras", "tf_keras", "v1", "v2"]


def __dir__() -> list[str]:
    return __all__
