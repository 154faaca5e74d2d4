# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What scripts for TensorFlow 2 find under ``tf.compat``, as values at once."""

from philoxseed.compat.v2.compat import v1

__all__ = ["v1"]


def __dir__() -> list[str]:
    return __all__
