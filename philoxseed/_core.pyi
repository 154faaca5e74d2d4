# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable, Sequence
from typing import (
    Any,
    Literal,
    Self,
    SupportsIndex,
    TypeAlias,
    TypedDict,
    final,
    overload,
    type_check_only,
)

import numpy as np
import numpy.random
from numpy.typing import ArrayLike, DTypeLike, NDArray
from typing_extensions import TypeVar, disjoint_base

# What a method does is said where it is defined, in _core_parts. The overloads are: a
# scalar, an array, both of a known dtype, and anything else. A stream's default dtypes
# are those of the type variables.

_S = TypeVar("_S", bound=np.generic)
_Word = TypeVar("_Word", bound=np.generic, default=np.uint32)
_Real = TypeVar("_Real", bound=np.generic, default=np.float32)
_Integer = TypeVar("_Integer", bound=np.generic, default=np.int64)
_Out = TypeVar("_Out")
_Array = TypeVar("_Array", bound=NDArray[Any])
_Shape: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_DType: TypeAlias = type[_S] | np.dtype[_S]
_Threads: TypeAlias = SupportsIndex | None
_Float: TypeAlias = float | np.floating[Any] | np.integer[Any]
_Floats: TypeAlias = _Float | Sequence[float] | NDArray[Any]
_Ints: TypeAlias = _Float | Sequence[int] | NDArray[Any]
_Seed: TypeAlias = int | Sequence[int] | NDArray[Any] | np.random.SeedSequence | None
_F64: TypeAlias = type[np.float64] | type[float]

@type_check_only
class StreamState(TypedDict):
    algorithm: str
    key: int
    counter: int

@type_check_only
class _KeyAndCounter(TypedDict):
    key: int
    counter: int

@type_check_only
class BitGeneratorState(TypedDict):
    bit_generator: str
    state: _KeyAndCounter
    buffer_pos: int

@disjoint_base
class CoreGenerator:
    def _limbs(self) -> list[int]: ...
    def _set_limbs(self, limbs: list[int]) -> None: ...
    def _advance(self, blocks: int) -> list[int]: ...
    def _quick_uniform(
        self, kind: type[_Array], shape: Any, low: Any, high: Any, dtype: Any
    ) -> _Array | None: ...
    def _quick_normal(
        self,
        kind: type[_Array],
        is_cut: bool,
        shape: Any,
        mean: Any,
        stddev: Any,
        dtype: Any,
    ) -> _Array | None: ...
    def _quick_full_integers(
        self, kind: type[_Array], shape: Any, dtype: Any
    ) -> _Array | None: ...

@final
class Block:
    array: NDArray[Any]
    is_dry: bool
    shape: tuple[int, ...]
    start: tuple[int, ...]
    dtype: np.dtype[Any]
    def __init__(
        self,
        out: Any,
        shape: Sequence[SupportsIndex],
        start: Sequence[SupportsIndex] = (),
    ) -> None: ...
    def like(self, out: NDArray[Any] | None) -> Self: ...
    def set_dtype(self, dtype: np.dtype[Any]) -> None: ...

@disjoint_base
class CoreStream:
    def __init__(
        self,
        key: SupportsIndex,
        counter: SupportsIndex = 0,
        *,
        reservation: SupportsIndex = 256,
        old_normals: bool = False,
        adds_zeros: bool = False,
    ) -> None: ...
    @property
    def adds_zeros(self) -> bool: ...
    @property
    def keeps_subnormals(self) -> bool: ...
    @property
    def key(self) -> int: ...
    @property
    def counter(self) -> int: ...
    @property
    def first(self) -> int: ...
    @property
    def state(self) -> StreamState: ...
    @state.setter
    def state(self, value: StreamState) -> None: ...
    def __getstate__(self) -> Any: ...
    def __setstate__(self, state: Any) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, value: object, /) -> bool: ...
    __hash__: None  # type: ignore[assignment]
    def copy(self) -> Self: ...
    def skip(self, blocks: SupportsIndex) -> None: ...
    def jump(self, jumps: SupportsIndex = 1) -> None: ...
    def at(self, element: SupportsIndex) -> CoreStream: ...
    def fill(
        self,
        out: _Out,
        distribution: Literal[
            "bits", "integers", "normal", "truncated_normal", "uniform"
        ] = "uniform",
        *,
        first: SupportsIndex = 0,
        **parameters: Any,
    ) -> _Out: ...
    @overload
    def bits(
        self,
        size: None = None,
        *,
        dtype: _DType[_Word] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Word: ...
    @overload
    def bits(
        self,
        size: _Shape,
        *,
        dtype: _DType[_Word] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Word]: ...
    @overload
    def bits(
        self,
        size: _Shape | None = None,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def uniform(
        self,
        size: None = None,
        low: float = 0.0,
        high: float = 1.0,
        *,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Real: ...
    @overload
    def uniform(
        self,
        size: _Shape,
        low: float = 0.0,
        high: float = 1.0,
        *,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Real]: ...
    @overload
    def uniform(
        self,
        size: _Shape | None = None,
        low: float = 0.0,
        high: float = 1.0,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def normal(
        self,
        size: None = None,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Real: ...
    @overload
    def normal(
        self,
        size: _Shape,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Real]: ...
    @overload
    def normal(
        self,
        size: _Shape | None = None,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def truncated_normal(
        self,
        size: None = None,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Real: ...
    @overload
    def truncated_normal(
        self,
        size: _Shape,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Real]: ...
    @overload
    def truncated_normal(
        self,
        size: _Shape | None = None,
        loc: float = 0.0,
        scale: float = 1.0,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def integers(
        self,
        low: SupportsIndex,
        high: SupportsIndex | None = None,
        size: None = None,
        *,
        dtype: _DType[_Integer] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Integer: ...
    @overload
    def integers(
        self,
        low: SupportsIndex,
        high: SupportsIndex | None,
        size: _Shape,
        *,
        dtype: _DType[_Integer] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Integer]: ...
    @overload
    def integers(
        self,
        low: SupportsIndex,
        high: SupportsIndex | None = None,
        *,
        size: _Shape,
        dtype: _DType[_Integer] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Integer]: ...
    @overload
    def integers(
        self,
        low: SupportsIndex,
        high: SupportsIndex | None = None,
        size: _Shape | None = None,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    def permutation(self, n: SupportsIndex) -> NDArray[np.int64]: ...

@final
class Lock:
    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool: ...
    def release(self) -> None: ...
    def __enter__(self) -> Literal[True]: ...
    def __exit__(self, *exception: object) -> None: ...

class CheckedStream(CoreStream):
    @overload  # type: ignore[override]
    def uniform(
        self,
        size: None = None,
        *,
        low: float = 0.0,
        high: float = 1.0,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Real: ...
    @overload
    def uniform(
        self,
        size: _Shape,
        *,
        low: float = 0.0,
        high: float = 1.0,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Real]: ...
    @overload
    def uniform(
        self,
        size: _Shape | None = None,
        *,
        low: float = 0.0,
        high: float = 1.0,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload  # type: ignore[override]
    def normal(
        self,
        size: None = None,
        *,
        loc: float = 0.0,
        scale: float = 1.0,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Real: ...
    @overload
    def normal(
        self,
        size: _Shape,
        *,
        loc: float = 0.0,
        scale: float = 1.0,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Real]: ...
    @overload
    def normal(
        self,
        size: _Shape | None = None,
        *,
        loc: float = 0.0,
        scale: float = 1.0,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload  # type: ignore[override]
    def truncated_normal(
        self,
        size: None = None,
        *,
        loc: float = 0.0,
        scale: float = 1.0,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> _Real: ...
    @overload
    def truncated_normal(
        self,
        size: _Shape,
        *,
        loc: float = 0.0,
        scale: float = 1.0,
        dtype: _DType[_Real] = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_Real]: ...
    @overload
    def truncated_normal(
        self,
        size: _Shape | None = None,
        *,
        loc: float = 0.0,
        scale: float = 1.0,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...

@disjoint_base
class CoreBitGenerator(numpy.random.BitGenerator):
    def __init__(
        self,
        seed: _Seed = None,
        *,
        key: SupportsIndex | None = None,
        counter: SupportsIndex | None = None,
    ) -> None: ...
    @property  # type: ignore[override]
    def state(self) -> BitGeneratorState: ...
    @state.setter
    def state(self, value: BitGeneratorState) -> None: ...
    def advance(self, delta: SupportsIndex) -> Self: ...
    def jumped(self, jumps: SupportsIndex = 1) -> Self: ...
    def spawn(self, n_children: int) -> list[Self]: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __setstate__(self, state: Any) -> None: ...

class BulkMethods:
    @overload
    def random(
        self,
        size: None = None,
        dtype: DTypeLike = ...,
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> float: ...
    @overload
    def random(
        self,
        size: _Shape | None = None,
        dtype: _F64 = ...,
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> NDArray[np.float64]: ...
    @overload
    def random(
        self,
        size: _Shape,
        dtype: _DType[_S],
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> NDArray[_S]: ...
    @overload
    def random(
        self,
        size: _Shape | None = None,
        dtype: DTypeLike = ...,
        out: Any = None,
        *,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def standard_normal(
        self,
        size: None = None,
        dtype: DTypeLike = ...,
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> float: ...
    @overload
    def standard_normal(
        self,
        size: _Shape | None = None,
        dtype: _F64 = ...,
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> NDArray[np.float64]: ...
    @overload
    def standard_normal(
        self,
        size: _Shape,
        dtype: _DType[_S],
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> NDArray[_S]: ...
    @overload
    def standard_normal(
        self,
        size: _Shape | None = None,
        dtype: DTypeLike = ...,
        out: Any = None,
        *,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def standard_exponential(
        self,
        size: None = None,
        dtype: DTypeLike = ...,
        method: Literal["inv", "zig"] = "inv",
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> float: ...
    @overload
    def standard_exponential(
        self,
        size: _Shape | None = None,
        dtype: _F64 = ...,
        method: Literal["inv", "zig"] = "inv",
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> NDArray[np.float64]: ...
    @overload
    def standard_exponential(
        self,
        size: _Shape,
        dtype: _DType[_S],
        method: Literal["inv", "zig"] = "inv",
        out: None = None,
        *,
        threads: _Threads = None,
    ) -> NDArray[_S]: ...
    @overload
    def standard_exponential(
        self,
        size: _Shape | None = None,
        dtype: DTypeLike = ...,
        method: Literal["inv", "zig"] = "inv",
        out: Any = None,
        *,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def uniform(
        self,
        low: _Float = 0.0,
        high: _Float = 1.0,
        size: None = None,
        *,
        dtype: DTypeLike = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> float: ...
    @overload
    def uniform(
        self,
        low: _Floats = 0.0,
        high: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: _F64 = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[np.float64]: ...
    @overload
    def uniform(
        self,
        low: _Floats = 0.0,
        high: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: _DType[_S],
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_S]: ...
    @overload
    def uniform(
        self,
        low: _Floats = 0.0,
        high: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def normal(
        self,
        loc: _Float = 0.0,
        scale: _Float = 1.0,
        size: None = None,
        *,
        dtype: DTypeLike = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> float: ...
    @overload
    def normal(
        self,
        loc: _Floats = 0.0,
        scale: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: _F64 = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[np.float64]: ...
    @overload
    def normal(
        self,
        loc: _Floats = 0.0,
        scale: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: _DType[_S],
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_S]: ...
    @overload
    def normal(
        self,
        loc: _Floats = 0.0,
        scale: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def exponential(
        self,
        scale: _Float = 1.0,
        size: None = None,
        *,
        dtype: DTypeLike = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> float: ...
    @overload
    def exponential(
        self,
        scale: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: _F64 = ...,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[np.float64]: ...
    @overload
    def exponential(
        self,
        scale: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: _DType[_S],
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_S]: ...
    @overload
    def exponential(
        self,
        scale: _Floats = 1.0,
        size: _Shape | None = None,
        *,
        dtype: DTypeLike = ...,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    @overload
    def integers(  # type: ignore[overload-overlap]
        self,
        low: _Float,
        high: _Float | None = None,
        size: None = None,
        dtype: type[np.int64] = ...,
        endpoint: bool = False,
        *,
        out: None = None,
        threads: _Threads = None,
    ) -> np.int64: ...
    @overload
    def integers(
        self,
        low: _Float,
        high: _Float | None = None,
        size: None = None,
        *,
        dtype: type[bool],
        endpoint: bool = False,
        out: None = None,
        threads: _Threads = None,
    ) -> bool: ...
    @overload
    def integers(
        self,
        low: _Float,
        high: _Float | None = None,
        size: None = None,
        *,
        dtype: type[int],
        endpoint: bool = False,
        out: None = None,
        threads: _Threads = None,
    ) -> int: ...
    @overload
    def integers(
        self,
        low: _Ints,
        high: _Ints | None = None,
        size: _Shape | None = None,
        dtype: type[np.int64] = ...,
        endpoint: bool = False,
        *,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[np.int64]: ...
    @overload
    def integers(  # type: ignore[overload-overlap]
        self,
        low: _Float,
        high: _Float | None = None,
        size: None = None,
        *,
        dtype: _DType[_S],
        endpoint: bool = False,
        out: None = None,
        threads: _Threads = None,
    ) -> _S: ...
    @overload
    def integers(
        self,
        low: _Ints,
        high: _Ints | None = None,
        size: _Shape | None = None,
        *,
        dtype: _DType[_S],
        endpoint: bool = False,
        out: None = None,
        threads: _Threads = None,
    ) -> NDArray[_S]: ...
    @overload
    def integers(
        self,
        low: _Ints,
        high: _Ints | None = None,
        size: _Shape | None = None,
        dtype: DTypeLike = ...,
        endpoint: bool = False,
        *,
        out: Any = None,
        threads: _Threads = None,
    ) -> Any: ...
    def bytes(self, length: SupportsIndex) -> bytes: ...

class OrderMethods:
    @overload
    def choice(
        self,
        a: int | np.integer[Any],
        size: None = None,
        replace: bool = True,
        p: _Floats | None = None,
        axis: SupportsIndex = 0,
        shuffle: bool = True,
    ) -> int: ...
    @overload
    def choice(
        self,
        a: int | np.integer[Any],
        size: _Shape,
        replace: bool = True,
        p: _Floats | None = None,
        axis: SupportsIndex = 0,
        shuffle: bool = True,
    ) -> NDArray[np.int64]: ...
    @overload
    def choice(
        self,
        a: NDArray[_S],
        size: _Shape,
        replace: bool = True,
        p: _Floats | None = None,
        axis: SupportsIndex = 0,
        shuffle: bool = True,
    ) -> NDArray[_S]: ...
    @overload
    def choice(
        self,
        a: ArrayLike,
        size: _Shape | None = None,
        replace: bool = True,
        p: _Floats | None = None,
        axis: SupportsIndex = 0,
        shuffle: bool = True,
    ) -> Any: ...
    def shuffle(self, x: Any, axis: SupportsIndex = 0) -> None: ...
    @overload
    def permutation(
        self, x: int | np.integer[Any], axis: SupportsIndex = 0
    ) -> NDArray[np.int64]: ...
    @overload
    def permutation(self, x: NDArray[_S], axis: SupportsIndex = 0) -> NDArray[_S]: ...
    @overload
    def permutation(self, x: ArrayLike, axis: SupportsIndex = 0) -> NDArray[Any]: ...
    @overload
    def permuted(
        self, x: NDArray[_S], *, axis: SupportsIndex | None = None, out: None = None
    ) -> NDArray[_S]: ...
    @overload
    def permuted(
        self,
        x: ArrayLike,
        *,
        axis: SupportsIndex | None = None,
        out: NDArray[_S],
    ) -> NDArray[_S]: ...
    @overload
    def permuted(
        self, x: ArrayLike, *, axis: SupportsIndex | None = None, out: None = None
    ) -> NDArray[Any]: ...

_C_API: Any

@final
class Family:
    def __init__(
        self,
        kind: str,
        *parameters: tuple[str, str],
        check: Callable[..., None] | None = None,
    ) -> None: ...
    def draw(
        self,
        generator: Any,
        size: _Shape | None,
        dtype: DTypeLike | None,
        out: Any,
        threads: _Threads,
        a: Any = None,
        b: Any = None,
        c: Any = None,
        /,
    ) -> Any: ...

def bfloat16() -> np.dtype[Any]: ...
def draw_binomial(
    stream: CoreStream,
    n_samples: int,
    counts: _Floats,
    probs: _Floats,
    rules: _Ints,
    dtype: DTypeLike,
    blocks: int,
) -> NDArray[Any]: ...
def chosen_by_weight(p: ArrayLike, values: NDArray[Any]) -> NDArray[np.int64]: ...
def draw_classes(
    stream: CoreStream,
    logits: _Floats,
    n_samples: int,
    pieces: Sequence[tuple[int, int]],
    blocks: int,
) -> NDArray[np.int64]: ...
def draw_gamma(
    stream: CoreStream, n_samples: int, alpha: _Floats, dtype: DTypeLike, blocks: int
) -> NDArray[Any]: ...
def draw_multinomial(
    generator: Any,
    n: int | ArrayLike,
    pvals: ArrayLike,
    size: _Shape | None,
    out: Any,
    threads: _Threads,
) -> NDArray[np.int64]: ...
def draw_parameterized(
    stream: CoreStream,
    dtype: DTypeLike,
    parameters: _Floats,
    pieces: Sequence[tuple[int, int, int, int, int, int]],
    n: int,
    blocks: int,
) -> tuple[NDArray[Any], int]: ...
def draw_rows(
    generator: Any,
    alpha: Any,
    size: _Shape | None,
    dtype: DTypeLike | None,
    out: Any,
    threads: _Threads,
) -> NDArray[Any]: ...
def draw_poisson(
    stream: CoreStream, n_samples: int, rate: _Floats, dtype: DTypeLike, blocks: int
) -> NDArray[Any]: ...
def index_shuffled(
    indices: ArrayLike, limits: ArrayLike, keys: ArrayLike
) -> NDArray[np.uint64]: ...
def quick_binomial(
    kind: type[_Array], shape: Any, seed: Any, counts: Any, probs: Any, dtype: Any
) -> _Array | None: ...
def quick_categorical(
    kind: type[_Array], logits: Any, n_samples: Any, seed: Any, dtype: Any
) -> _Array | None: ...
def quick_fold_in(
    kind: type[_Array], seed: Any, data: Any, alg: Any
) -> _Array | None: ...
def quick_gamma(
    kind: type[_Array], shape: Any, seed: Any, alpha: Any, dtype: Any
) -> _Array | None: ...
def quick_index_shuffle(
    kind: type[_Array], index: Any, seed: Any, limit: Any
) -> _Array | None: ...
def quick_normal(
    kind: type[_Array],
    is_cut: bool,
    shape: Any,
    seed: Any,
    mean: Any,
    stddev: Any,
    dtype: Any,
    alg: Any,
) -> _Array | None: ...
def quick_poisson(
    kind: type[_Array], shape: Any, seed: Any, rate: Any, dtype: Any
) -> _Array | None: ...
def quick_split(kind: type[_Array], seed: Any, num: Any, alg: Any) -> _Array | None: ...
def quick_uniform(
    kind: type[_Array],
    shape: Any,
    seed: Any,
    low: Any,
    high: Any,
    dtype: Any,
    alg: Any,
) -> _Array | None: ...
def scrambled_stream(first: int, second: int) -> CoreStream: ...
def search_scrambled(
    s: int,
    t: int,
    op: str,
    parameters: tuple[float, float],
    first: int,
    lower: NDArray[Any],
    upper: NDArray[Any],
    n: int,
    step: int,
) -> list[int]: ...
def search_streams(
    start: CoreStream,
    op: str,
    parameters: tuple[float, float],
    first: int,
    lower: NDArray[Any],
    upper: NDArray[Any],
    n: int,
    step: int,
) -> list[int]: ...
def simd_available() -> list[str]: ...
def simd_active() -> str: ...
def simd_force(name: str | None) -> bool: ...
