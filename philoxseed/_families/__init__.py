# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The distributions of NumPy's Generator that the core draws, as its methods.

Each method hands what it is given to a `Family` of the core, which knows what its
parameters may be.
"""
