# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What ``python -m philoxseed`` does: a module for each subcommand.

A subcommand's module has ``add_parser(subparsers)``, which describes it and sets
``function``: from the parsed arguments to the exit status.
"""
