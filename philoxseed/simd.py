# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Which instruction set the kernels use. Values never depend on it.

The best one that the machine has is chosen at import, unless the environment variable
``PHILOXSEED_SIMD`` names another.
"""

import os
import warnings
from types import TracebackType

from philoxseed._core import simd_active, simd_available, simd_force

__all__ = ["active", "available", "force"]


def __dir__() -> list[str]:
    return __all__


def available() -> list[str]:
    """Return the names of the kernels this machine can run, the preferred one first.

    They are among ``avx512``, ``avx2``, ``neon`` and ``scalar``, which is always there.

    Examples
    --------
    >>> px.simd.available()[-1]
    'scalar'
    """
    return simd_available()


def active() -> str:
    """Return the name of the kernel in use.

    Examples
    --------
    >>> px.simd.active() in px.simd.available()
    True
    """
    return simd_active()


class force:
    """Use the named kernel from now on, in all threads; as a context, for its body.

    A context restores what was in use before it. One object may be entered again, also
    inside itself. The kernel is the process's: of contexts in different threads that
    overlap, the one that ends last decides what stays.

    Parameters
    ----------
    name : str
        One of `available`.

    Raises
    ------
    ValueError
        If the kernel is not available here.

    Examples
    --------
    >>> with force("scalar"):
    ...     active()
    'scalar'
    """

    def __init__(self, name: str) -> None:
        self._before: str | None = active()  # until it is entered
        self._restored: list[str] = []  # by the contexts that are open, at their end
        if not isinstance(name, str) or not simd_force(name):
            raise ValueError(
                f"name must be one of {', '.join(available())}, which are available "
                f"here, got {name!r}: there is no kernel {name!r} here"
            )
        self._name = name

    def __enter__(self) -> None:
        before = active()
        if self._before is not None and before == self._name:
            before = self._before
        self._before = None
        self._restored.append(before)
        simd_force(self._name)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        simd_force(self._restored.pop())


def _follow_environment() -> None:
    name = os.environ.get("PHILOXSEED_SIMD", "")
    if name and not simd_force(name):
        warnings.warn(
            f"PHILOXSEED_SIMD={name} is not available here (there are "
            f"{', '.join(available())}); using {active()}",
            RuntimeWarning,
            stacklevel=2,
        )


_follow_environment()
