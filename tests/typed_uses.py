# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What the type checker must find; `make lint` checks it, nothing runs it."""

from typing import Any, assert_type

import numpy as np
from numpy.typing import NDArray

from philoxseed import Philox4x32, PhiloxGenerator, Stream, StreamView, default_rng

stream = Stream(1234)
Stream(seed=1234)  # type: ignore[arg-type]
assert_type(stream.uniform(), np.float32)
assert_type(stream.uniform(3), NDArray[np.float32])
assert_type(stream.normal((2, 3), dtype=np.float64), NDArray[np.float64])
assert_type(
    stream.truncated_normal([2], dtype=np.dtype(np.float16)), NDArray[np.float16]
)
assert_type(stream.integers(6), np.int64)
assert_type(stream.integers(6, size=3), NDArray[np.int64])
assert_type(stream.integers(1, 7, 3, dtype=np.int32), NDArray[np.int32])
assert_type(stream.bits(4), NDArray[np.uint32])
assert_type(stream.bits(4, dtype=np.uint64), NDArray[np.uint64])
assert_type(stream.uniform(3, dtype="float16"), Any)
assert_type(stream.spawn(2), list[Stream])
assert_type(stream.copy(), Stream)
assert_type(stream.at(5), StreamView)
assert_type(stream.at(5).normal(3, loc=1.0), NDArray[np.float32])
assert_type(stream.fill(np.empty(3), "normal", first=4).dtype, np.dtype[np.float64])
assert_type(stream.uniform(dtype=np.float64), np.float64)
assert_type(stream.integers(6, dtype=np.int32), np.int32)
assert_type(stream.integers(6, size=2, dtype=np.int32), NDArray[np.int32])
stream.fill(np.empty(3), "gamma")  # type: ignore[arg-type]
stream.uniform(2.5)  # type: ignore[call-overload]

bits = Philox4x32(5)
assert_type(bits.jumped(), Philox4x32)
assert_type(bits.advance(3), Philox4x32)
assert_type(bits.spawn(2), list[Philox4x32])
assert_type(bits.state["state"]["key"], int)

rng = default_rng(5)
assert_type(rng, PhiloxGenerator)
assert_type(rng.random(), float)
assert_type(rng.random(3), NDArray[np.float64])
assert_type(rng.random(3, np.float32), NDArray[np.float32])
assert_type(rng.random(3, dtype=np.float32, threads=2), NDArray[np.float32])
assert_type(rng.standard_normal(dtype=np.float32), float)
assert_type(rng.normal([1.0, 2.0], 3.0), NDArray[np.float64])
assert_type(rng.uniform(1, 2), float)
assert_type(rng.exponential(2.0, 3), NDArray[np.float64])
assert_type(rng.integers(6), np.int64)
assert_type(rng.integers(6, dtype=int), int)
assert_type(rng.integers(2, dtype=bool), bool)
assert_type(rng.integers(6, size=2, dtype=np.uint8), NDArray[np.uint8])
assert_type(rng.integers(6, dtype=np.int8), np.int8)
assert_type(rng.integers(np.int64(6)), np.int64)
assert_type(rng.exponential(np.float32(2)), float)
assert_type(rng.spawn(2), list[PhiloxGenerator])
assert_type(rng.bytes(3), bytes)
assert_type(rng.shuffle([1, 2]), None)
assert_type(rng.permutation(3), NDArray[np.int64])
assert_type(rng.permutation(np.zeros(3)), NDArray[np.float64])
assert_type(rng.permutation([1, 2]), NDArray[Any])
assert_type(rng.permuted(np.zeros((3, 2)), axis=0), NDArray[np.float64])
assert_type(rng.choice(3), int)
assert_type(rng.choice(3, 2, p=[0.5, 0.5, 0.0]), NDArray[np.int64])
assert_type(rng.choice(np.zeros(3), (2, 2), replace=False), NDArray[np.float64])
assert_type(rng.choice(["a", "b"]), Any)
assert_type(rng.permuted([1], out=np.zeros(1)), NDArray[np.float64])
generator: np.random.Generator = rng

# Last, because nothing after an error is checked.
stream.gamma(2.0)  # type: ignore[arg-type]
