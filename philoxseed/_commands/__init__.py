# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What ``python -m philoxseed`` does: a module for each subcommand.

A subcommand's module has ``add_parser(subparsers)``, which describes it and sets
``function``: from the parsed arguments to the exit status.
"""

import philoxseed


def version() -> str:
    """Return what is said of the version, which is known where there is a wheel."""
    return f"philoxseed {getattr(philoxseed, '__version__', '(built in place)')}"
