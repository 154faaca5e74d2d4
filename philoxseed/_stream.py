# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Streams by TensorFlow's seeds, for use without graphs and sessions."""

import operator
import os
from typing import Self, SupportsIndex

from philoxseed import _seeds
from philoxseed._core import CoreStream


class Stream(CoreStream):
    """The stream of one seeded TensorFlow op, as NumPy arrays.

    Each call of `uniform`, `normal`, `bits` ... gives what the next run of that op
    gives in a TensorFlow session, and moves the stream on by TensorFlow's reservation:
    256 blocks for each value. So ``uniform(5)`` twice is not ``uniform(10)``.

    Parameters
    ----------
    graph_seed : int, optional
        The graph-level seed. Alone it means the first op of a graph with that seed.
    op_seed : int, optional
        The op's seed. Alone it goes with TensorFlow's default graph seed, 87654321.
        Without any seed, key and counter come from the operating system.

    Raises
    ------
    TypeError
        If a seed is not a number, or NaN.

    See Also
    --------
    Stream.from_kernel_seeds : by the attributes ``seed`` and ``seed2`` of an op.

    Notes
    -----
    Seeds are mapped as in tensorflow/python/framework/random_seed.py, and to key and
    counter as in tensorflow/core/util/guarded_philox_random.cc.

    Examples
    --------
    >>> stream = Stream(1234)
    >>> stream.uniform(2)
    array([0.13047123, 0.9760951 ], dtype=float32)
    """

    __slots__ = ()

    def __init__(self, graph_seed: float | None = None, op_seed: float | None = None):
        if graph_seed is not None and op_seed is None:
            op_seed = 0
        super().__init__(*key_and_counter(_seeds.resolve(graph_seed, op_seed)))

    @classmethod
    def from_kernel_seeds(cls, seed: SupportsIndex, seed2: SupportsIndex) -> Self:
        """Return the stream of an op by its attributes `seed` and `seed2`.

        Parameters
        ----------
        seed, seed2 : int
            64-bit integers, signed or not, as a GraphDef holds them.

        Raises
        ------
        TypeError
            If one is not an integer.
        ValueError
            If one has more than 64 bits, or both are 0: to TensorFlow that is an op
            without a seed.
        """
        pair = operator.index(seed), operator.index(seed2)
        for value in pair:
            if not -(1 << 63) <= value < 1 << 64:
                raise ValueError(f"kernel seeds must have 64 bits, got {value}")
        if pair == (0, 0):
            raise ValueError(
                "kernel seeds (0, 0) mark an op without a seed; Stream() is one"
            )
        stream = cls.__new__(cls)
        CoreStream.__init__(stream, *key_and_counter(pair))
        return stream


def key_and_counter(kernel_seeds: tuple[int, int] | None) -> tuple[int, int]:
    """Return the key and the first counter of an op with these seeds.

    None stands for an op without seeds: its 128 bits come from the operating system.
    """
    if kernel_seeds is None:
        bits = int.from_bytes(os.urandom(16), "little")
        kernel_seeds = bits >> 64, bits & (1 << 64) - 1
    seed, seed2 = kernel_seeds
    return seed & (1 << 64) - 1, (seed2 & (1 << 64) - 1) << 64
