# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The errors of graphs and sessions that Python has no class for.

They carry TensorFlow's names and are subclasses of what a NumPy user would catch.
"""

from typing import Any

__all__ = [
    "FailedPreconditionError",
    "InternalError",
    "InvalidArgumentError",
    "NotFoundError",
    "OpError",
    "OperatorNotAllowedInGraphError",
    "UnimplementedError",
]


class OpError(Exception):
    """An op could not run.

    Attributes
    ----------
    message : str
        What was wrong.
    op : Operation or None
        The op that could not run, where it is known.
    """

    def __init__(self, message: str, op: object = None):
        super().__init__(message)
        self.message = message
        self.op = op

    def __reduce__(self) -> tuple[Any, ...]:
        # An op belongs to its graph, which stays in this process.
        return type(self), (self.message,)


class InvalidArgumentError(OpError, ValueError):
    """An argument of an op has a value that the op cannot work with."""


class FailedPreconditionError(OpError, RuntimeError):
    """An op needs what was not done before, such as a variable its initialization."""


class NotFoundError(OpError, TypeError):
    """There is no kernel for these dtypes."""


class UnimplementedError(OpError, NotImplementedError):
    """TensorFlow does not do this on a CPU."""


class InternalError(OpError, RuntimeError):
    """A kernel gave up."""


class OperatorNotAllowedInGraphError(TypeError):
    """A tensor was used where only a value will do, as in ``if tensor:``."""


def __dir__() -> list[str]:
    return __all__
