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

    Examples
    --------
    >>> p = px.placeholder(px.float32)
    >>> try:
    ...     px.Session().run(p)
    ... except px.errors.OpError as error:
    ...     error.op.name
    'Placeholder'
    """

    def __init__(self, message: str, op: object = None):
        super().__init__(message)
        self.message = message
        self.op = op

    def __reduce__(self) -> tuple[Any, ...]:
        # An op belongs to its graph, which stays in this process.
        return type(self), (self.message,)


class InvalidArgumentError(OpError, ValueError):
    """An argument of an op has a value that the op cannot work with.

    Examples
    --------
    >>> issubclass(px.errors.InvalidArgumentError, px.errors.OpError)
    True
    """


class FailedPreconditionError(OpError, RuntimeError):
    """An op needs what was not done before, such as a variable its initialization.

    Examples
    --------
    >>> issubclass(px.errors.FailedPreconditionError, px.errors.OpError)
    True
    """


class NotFoundError(OpError, TypeError):
    """There is no kernel for these dtypes.

    Examples
    --------
    >>> issubclass(px.errors.NotFoundError, px.errors.OpError)
    True
    """


class UnimplementedError(OpError, NotImplementedError):
    """TensorFlow does not do this on a CPU.

    Examples
    --------
    >>> issubclass(px.errors.UnimplementedError, px.errors.OpError)
    True
    """


class InternalError(OpError, RuntimeError):
    """A kernel gave up.

    Examples
    --------
    >>> issubclass(px.errors.InternalError, px.errors.OpError)
    True
    """


class OperatorNotAllowedInGraphError(TypeError):
    """A tensor was used where only a value will do, as in ``if tensor:``.

    Examples
    --------
    >>> try:
    ...     bool(px.random.uniform([]))
    ... except px.errors.OperatorNotAllowedInGraphError:
    ...     print("run it first")
    run it first
    """


def __dir__() -> list[str]:
    return __all__
