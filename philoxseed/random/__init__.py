# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random ops by the names of ``tf.random``: each adds an op to the default graph."""

from philoxseed._graph import set_random_seed
from philoxseed.random._normal import normal, truncated_normal
from philoxseed.random._uniform import uniform

__all__ = ["normal", "set_random_seed", "truncated_normal", "uniform"]
