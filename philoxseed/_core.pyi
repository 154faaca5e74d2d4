# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
from typing import Any, Self, SupportsIndex, TypedDict, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

class StreamState(TypedDict):
    algorithm: str
    key: int
    counter: int

_Out = TypeVar("_Out")
_Size = SupportsIndex | tuple[SupportsIndex, ...] | list[SupportsIndex] | None

class CoreStream:
    def __init__(
        self,
        key: SupportsIndex,
        counter: SupportsIndex = 0,
        *,
        reservation: int = 256,
        old_normals: bool = False,
    ) -> None: ...
    @property
    def key(self) -> int: ...
    @property
    def counter(self) -> int: ...
    @property
    def state(self) -> StreamState: ...
    @state.setter
    def state(self, value: StreamState) -> None: ...
    def skip(self, blocks: SupportsIndex) -> None: ...
    def jump(self, jumps: SupportsIndex = 1) -> None: ...
    def copy(self) -> Self: ...
    def at(self, element: SupportsIndex) -> CoreStream: ...
    def fill(
        self,
        out: _Out,
        distribution: str = "uniform",
        *,
        first: SupportsIndex = 0,
        **parameters: Any,
    ) -> _Out: ...
    def __eq__(self, other: object) -> bool: ...
    __hash__: None  # type: ignore[assignment]
    def bits(
        self,
        size: _Size = None,
        *,
        dtype: DTypeLike = ...,
        out: NDArray[Any] | None = None,
        threads: SupportsIndex | None = None,
    ) -> Any: ...
    def uniform(
        self,
        size: _Size = None,
        low: float = 0.0,
        high: float = 1.0,
        *,
        dtype: DTypeLike = ...,
        out: NDArray[Any] | None = None,
        threads: SupportsIndex | None = None,
    ) -> Any: ...
    def normal(
        self,
        size: _Size = None,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: DTypeLike = ...,
        out: NDArray[Any] | None = None,
        threads: SupportsIndex | None = None,
    ) -> Any: ...
    def truncated_normal(
        self,
        size: _Size = None,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: DTypeLike = ...,
        out: NDArray[Any] | None = None,
        threads: SupportsIndex | None = None,
    ) -> Any: ...
    def integers(
        self,
        low: SupportsIndex,
        high: SupportsIndex | None = None,
        size: _Size = None,
        *,
        dtype: DTypeLike = ...,
        out: NDArray[Any] | None = None,
        threads: SupportsIndex | None = None,
    ) -> Any: ...
    def permutation(self, n: SupportsIndex) -> NDArray[np.int64]: ...
    def _search(
        self,
        op: str,
        parameters: tuple[float, float],
        first: int,
        lower: NDArray[Any],
        upper: NDArray[Any],
        n: int,
        step: int,
    ) -> list[int]: ...

def bfloat16() -> np.dtype[Any]: ...
def simd_available() -> list[str]: ...
def simd_active() -> str: ...
def simd_force(name: str | None) -> bool: ...
