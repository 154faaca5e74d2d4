# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Where the package is: whether it is built there, and its C header."""

import os
from importlib.util import find_spec


def get_include() -> str:
    """Return the folder of the C header ``px_philox.h``.

    Other extension modules call the kernels through the table of functions that the
    capsule ``philoxseed._core._C_API`` holds; in Cython, through
    ``philoxseed.px_philox``.

    Examples
    --------
    >>> os.path.exists(os.path.join(px.get_include(), "px_philox.h"))
    True
    """
    package = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(package, "include")
    # In a source folder the header is beside the C files.
    beside = os.path.join(os.path.dirname(package), "csrc")
    return installed if os.path.isdir(installed) else beside


def check_built(package: str) -> None:
    """Raise ImportError if the package has no extension module: if it is the source."""
    if find_spec("philoxseed._core") is None:
        raise ImportError(
            f"philoxseed is not built where it was found, in its source: {package}. "
            "Start Python in another directory to use what is installed, or build it "
            "in place: python setup.py build_ext --inplace"
        )
