# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The seeds of TensorFlow 2 where ops run at once.

As tensorflow/python/eager/context.py: op seeds come from Python's generator.
"""

from __future__ import annotations

import random

from philoxseed._seeds import rules


class EagerSeeds:
    """The global seed, and the op seeds of ops that are given none.

    Parameters
    ----------
    seed : int or None
        The global seed. None for no seed: then ops without seeds have none.
    """

    def __init__(self, seed: float | None = None):
        self.seed = rules.checked(seed, "seed")
        self._generator = random.Random(self.seed)

    def take(self, op_seed: float | None) -> tuple[int, int] | None:
        """Return the attributes ``(seed, seed2)`` of an op's kernel, or None."""
        op_seed = rules.checked(op_seed, "seed")
        if op_seed is None and self.seed is not None:
            op_seed = self._generator.randint(0, rules.MODULUS)
        return rules.seed_attributes(self.seed, op_seed)
