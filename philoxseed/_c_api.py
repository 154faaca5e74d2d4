# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What other extension modules need to be compiled."""

from pathlib import Path


def get_include() -> str:
    """Return the folder of the C header ``px_philox.h``.

    Other extension modules call the kernels through the table of functions that the
    capsule ``philoxseed._core._C_API`` holds; in Cython, through
    ``philoxseed.px_philox``.
    """
    package = Path(__file__).parent
    installed = package / "include"
    # In a source folder the header is beside the C files.
    return str(installed if installed.is_dir() else package.parent / "csrc")
