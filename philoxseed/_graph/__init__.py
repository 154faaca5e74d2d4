# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Graphs of ops, and the sessions that run them."""

# Tells tensors what NumPy's functions and operators make of them.
from philoxseed._graph import expressions as expressions
