# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1.image`` that draw."""

from typing import NoReturn

from philoxseed import _missing
from philoxseed.image import (
    random_brightness,
    random_contrast,
    random_crop,
    random_flip_left_right,
    random_flip_up_down,
    random_hue,
    random_saturation,
)

__all__ = [
    "random_brightness",
    "random_contrast",
    "random_crop",
    "random_flip_left_right",
    "random_flip_up_down",
    "random_hue",
    "random_saturation",
]


def __getattr__(name: str) -> NoReturn:
    raise _missing.attribute_error(__name__, name)


def __dir__() -> list[str]:
    return __all__
