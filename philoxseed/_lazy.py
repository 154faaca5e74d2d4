# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Names that a package imports when they are first used.

Drawing needs few of the modules, and importing all of them takes longer than importing
NumPy.  The package has the same imports under ``TYPE_CHECKING``, for type checkers.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any


class Names:
    """The names that a package's ``__getattr__`` imports.

    Parameters
    ----------
    package : str
        The package, whose attributes they become.
    modules : mapping
        From a module to the names that are imported from it, with blanks between them.
        Those from the package itself are its submodules.
    """

    def __init__(self, package: str, modules: Mapping[str, str]):
        self._package = import_module(package)
        self.modules = {
            name: module for module, names in modules.items() for name in names.split()
        }

    def __contains__(self, name: str) -> bool:
        return name in self.modules

    def load(self, name: str) -> Any:
        """Import a name, and make it an attribute of the package."""
        module, package = self.modules[name], self._package
        if module == package.__name__:
            value: Any = import_module(f"{module}.{name}")
        else:
            value = getattr(import_module(module), name)
        setattr(package, name, value)
        return value
