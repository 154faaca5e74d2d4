# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1.logging``: levels of Python's logger "philoxseed"."""

import logging
from logging import DEBUG, ERROR, FATAL, INFO, WARN

__all__ = [
    "DEBUG",
    "ERROR",
    "FATAL",
    "INFO",
    "WARN",
    "debug",
    "error",
    "fatal",
    "get_verbosity",
    "info",
    "log",
    "set_verbosity",
    "warn",
    "warning",
]

_logger = logging.getLogger("philoxseed")

debug = _logger.debug
info = _logger.info
warning = warn = _logger.warning
error = _logger.error
fatal = _logger.critical
log = _logger.log


def set_verbosity(level: int) -> None:
    """Set the level from which on messages are shown."""
    _logger.setLevel(level)


def get_verbosity() -> int:
    """Return the level from which on messages are shown."""
    return _logger.getEffectiveLevel()


def __dir__() -> list[str]:
    return __all__
