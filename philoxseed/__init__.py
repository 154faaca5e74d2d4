# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's seeded random ops for NumPy, bit for bit, without TensorFlow."""
