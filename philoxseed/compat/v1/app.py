# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spelling of ``tf.compat.v1.app``: `main` of a script, with its arguments."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from philoxseed.compat.v1 import flags

__all__ = ["flags", "run"]


def run(
    main: Callable[[list[str]], Any] | None = None, argv: Sequence[str] | None = None
) -> NoReturn:
    """Read the flags, call `main` with what is left, and leave Python with its result.

    Parameters
    ----------
    main : callable, optional
        By default the function `main` of the script.
    argv : sequence of str, optional
        The script's name and its arguments; by default those of the command.
    """
    rest = flags.FLAGS(sys.argv if argv is None else list(argv))
    if main is None:
        main = sys.modules["__main__"].main
    sys.exit(main(rest))


def __dir__() -> list[str]:
    return __all__
