# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The names of a graph: unique, and inside scopes."""

import re
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

_AT_TOP = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*")
_IN_SCOPE = re.compile(r"[A-Za-z0-9_.\\/>-]+")


class _Scope(threading.local):
    """The scope that a thread puts new names in, in one graph."""

    name = ""
    is_numbered = False  # whether it, or one around it, has a suffix
    names_ops = False  # whether default names in it are as good as given ones


class Names:
    """The names in use in one graph, and the scope that each thread puts new ones in.

    Names differ if they differ in more than case, as in TensorFlow.

    Parameters
    ----------
    lock : context manager
        The graph's, which `enter` takes. The other methods are called with it held.
    """

    def __init__(self, lock: AbstractContextManager[object]) -> None:
        self._lock = lock
        self._here = _Scope()
        self._in_use: dict[str, int] = {}  # to the first suffix that may be free

    @property
    def scope(self) -> str:
        """The full name of the scope that this thread puts new names in, or ""."""
        return self._here.name

    @property
    def names_ops(self) -> bool:
        """Whether default names are as good as given ones here."""
        return self._here.names_ops

    def check(self, name: object) -> None:
        """Raise unless `name` can name an op or a scope here."""
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, got {type(name).__name__!r}")
        pattern = _IN_SCOPE if self.scope else _AT_TOP
        if not pattern.fullmatch(name):
            raise ValueError(
                f"{name!r} is not a valid name: expected letters, digits and any of "
                r"_ . \ / > -" + ("" if self.scope else ", first a letter, digit or .")
            )

    def take(self, name: str) -> str:
        """Return the full name for an op or scope called `name` here; it is new.

        A name that ends in "/" is full already, and used as it is.
        """
        if name.endswith("/"):
            return name[:-1]
        return self.unique(f"{self.scope}/{name}" if self.scope else name)

    def full_if_new(self, name: str) -> str | None:
        """Return the full name that `take` would return, unless it has a suffix.

        Suffixes of the scopes that it stands in count too.
        """
        if name.endswith("/"):
            full = name[:-1]
        else:
            full = f"{self.scope}/{name}" if self.scope else name
        is_new = full.lower() not in self._in_use and not self._here.is_numbered
        return full if is_new else None

    def unique(self, name: str) -> str:
        """Return a full name, with a suffix if it is in use, and note that it is."""
        key = name.lower()
        suffix = self._in_use.get(key)
        if suffix is None:
            self._in_use[key] = 1
            return name
        while f"{key}_{suffix}" in self._in_use:
            suffix += 1
        self._in_use[key] = suffix + 1
        self._in_use[f"{key}_{suffix}"] = 1
        return f"{name}_{suffix}"

    def give_back(self, name: str) -> None:
        """Let a full name, and those in its scope, be new again."""
        key = name.lower()
        for used in [k for k in self._in_use if k == key or k.startswith(key + "/")]:
            del self._in_use[used]

    @contextmanager
    def enter(self, name: str | None, names_ops: bool = False) -> Iterator[str]:
        """Put new names in the scope `name`, or at the top if it is None or empty.

        One that names ops is that of a call whose name was given: no other op can
        change the default names in it.
        """
        here = self._here
        outer = here.name, here.is_numbered, here.names_ops
        here.names_ops = (here.names_ops or names_ops) and bool(name)
        if name:
            self.check(name)
            with self._lock:
                is_full = name.endswith("/")
                is_numbered = not is_full and self.full_if_new(name) is None
                here.name, here.is_numbered = self.take(name), is_numbered
        else:
            here.name, here.is_numbered = "", False
        try:
            yield f"{here.name}/" if here.name else ""
        finally:
            here.name, here.is_numbered, here.names_ops = outer
