# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow's seeded random ops for NumPy, bit for bit, without TensorFlow."""

from philoxseed import simd
from philoxseed._threads import get_num_threads, set_num_threads

__all__ = ["get_num_threads", "set_num_threads", "simd"]
