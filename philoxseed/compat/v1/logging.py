# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1.logging``: levels of Python's logger "philoxseed"."""

import logging
from logging import DEBUG, ERROR, FATAL, INFO, WARN

__all__ = ["DEBUG", "ERROR", "FATAL", "INFO", "WARN", "get_verbosity", "set_verbosity"]

_logger = logging.getLogger("philoxseed")


def set_verbosity(level: int) -> None:
    """Set the level from which on messages are shown."""
    _logger.setLevel(level)


def get_verbosity() -> int:
    """Return the level from which on messages are shown."""
    return _logger.getEffectiveLevel()
