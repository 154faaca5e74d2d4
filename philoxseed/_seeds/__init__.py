# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's seeds: the rules, what depends on its version, keys and counters."""
