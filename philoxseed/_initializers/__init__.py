# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Initializers: from a shape to a tensor of first values, by TensorFlow 1's rules."""
