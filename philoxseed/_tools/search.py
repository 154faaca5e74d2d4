# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Finding the op seed whose stream gave numbers that are known only as printed."""

import math
import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from philoxseed import _dtypes
from philoxseed._core import (
    CoreStream,
    draw_classes,
    search_scrambled,
    search_streams,
)
from philoxseed._seeds import profiles, rules
from philoxseed._seeds.streams import key_and_counter
from philoxseed._tools.printed import bounds, checked_digits, parsed

FLOATS = ("float16", "bfloat16", "float32", "float64")
INTEGERS = ("int32", "int64")

_PARAMETERS = {
    "uniform": ("low", "high"),
    "normal": ("mean", "stddev"),
    "truncated_normal": ("mean", "stddev"),
}

# By how many units in the last place standard normals of macOS and Windows were seen to
# differ from glibc's, at most: their C libraries round log, sin and cos otherwise.
_LAST_PLACES = 3

_BLOCKS_PER_ELEMENT = 256
_CHUNK = 1 << 17  # candidates between two looks at the keyboard
_LONG = 1 << 25  # streams; from here on there is a progress bar
_MAX_FOUND = 100_000


class FoundSeed(NamedTuple):
    """An op seed whose op gives the values.

    Attributes
    ----------
    op_seed : int
        The op seed.
    run : int
        The run in which its op gives them; 0 is the first.
    last_places : int
        By how many units in the last place they may differ: 0, or 3 for normals that
        were computed with another C library.

    Examples
    --------
    >>> (seed,) = px.find_op_seed("3.57493", op="uniform", size=None, high=10,
    ...                            low=-10, candidates=range(1000))
    >>> seed.op_seed, seed.run
    (2, 0)
    """

    op_seed: int
    run: int
    last_places: int = 0


def find_op_seed(
    values: Any,
    *,
    op: str,
    size: Any,
    graph_seed: float | None = None,
    dtype: Any = np.float32,
    low: float | None = None,
    high: float | None = None,
    mean: float | None = None,
    stddev: float | None = None,
    logits: Any = None,
    first: int = 0,
    runs: Iterable[int] = range(1),
    digits: int | None = None,
    tensorflow: str | None = None,
    candidates: range = range(1 << 20),
) -> list[FoundSeed]:
    """Find the op seeds whose op gives numbers that were printed.

    For those who have the output of an old notebook and want its weights back. A seed
    that is found gives all of them: ``Stream(graph_seed, op_seed)``.

    Parameters
    ----------
    values : str or array_like
        Consecutive values of the op's result: the printed text, with or without
        brackets and commas, or numbers.
    op : {"uniform", "normal", "truncated_normal", "categorical"}
        What the op draws.
    size : int, tuple of int or None
        The shape of the whole result, of which `values` may be a part; None for a
        scalar.
    graph_seed : int, optional
        The graph seed; None where only the op had a seed.
    dtype : dtype, default float32
        float16, bfloat16, float32 or float64; int32 or int64 for "uniform".
    low, high : float, optional
        The interval of "uniform"; 0 and 1 by default, for integers `high` is needed.
    mean, stddev : float, optional
        Those of the normals; 0 and 1 by default.
    logits : array_like, shape (rows, classes)
        Those of "categorical", whose `size` is ``(rows, num_samples)`` and whose values
        are integers of whatever dtype, searched as drawn by one thread.
    first : int, default 0
        Where in the result, in C order, `values` start; see `numpy.ravel_multi_index`.
    runs : iterable of int, default range(1)
        The runs of a session that may have given the values; 0 is the first.
    digits : int, optional
        Digits after the decimal point to which the values were rounded or truncated, at
        most 1100. By default each value's own.
    tensorflow : str, optional
        The version, as for `Graph`. Up to "1.2" the last bits of normals are others.
    candidates : range, default range(2**20)
        The op seeds to try, of 0 to 2**31 - 2. Op seeds that TensorFlow chose itself
        are small numbers in graphs, and any of ``range(2**31 - 1)`` in eager mode.

    Returns
    -------
    list of FoundSeed
        Tuples of `op_seed`, `run` and `last_places`, sorted. Values with few digits can
        fit several.

    Raises
    ------
    LookupError
        If there is none.
    TypeError, ValueError
        If an argument is not what is expected here, or a value is none that the op
        can give; nothing is searched then.

    Notes
    -----
    A value may have been rounded or truncated, so that it stands for the numbers from
    half a unit of its last digit below it to a unit above it, in magnitude.

    TensorFlow's normals have other last bits on macOS and Windows, whose C libraries
    round logarithm, sine and cosine otherwise than glibc. So if no stream gives the
    values of a normal op, a second search takes as equal what is up to 3 units in the
    last place of the standard normal away, and `last_places` is 3 in what it finds.

    Searches of more than 2**25 streams show a progress bar where tqdm is installed.

    Examples
    --------
    >>> find_op_seed("[3.57493]", op="uniform", size=None, low=-10, high=10,
    ...              candidates=range(1000))
    [FoundSeed(op_seed=2, run=0, last_places=0)]
    """
    profile = profiles.find(tensorflow)
    if op == "categorical":
        others = {"low": low, "high": high, "mean": mean, "stddev": stddev}
        _check_absent(op, others)
        classes = _Classes(logits, size)
        if profile.old_normals:
            raise ValueError(
                f"tensorflow must be later than {profile.name} for categorical, which "
                f"had another algorithm there, got {tensorflow!r}"
            )
        return classes.found(
            parsed(values), first, _checked_runs(runs), _checked_candidates(candidates),
            rules.checked(graph_seed, "graph_seed"), profile,
        )  # fmt: skip
    if logits is not None:
        raise TypeError(f"logits must be None for {op}, got {logits!r}")
    dtype = _checked_dtype(op, dtype)
    given = {"low": low, "high": high, "mean": mean, "stddev": stddev}
    parameters = _checked_parameters(op, dtype, given)
    count = _checked_count(size, dtype)
    printed = parsed(values)
    first = _checked_first(first, len(printed), count)
    run_numbers = _checked_runs(runs)
    candidates = _checked_candidates(candidates)
    digits = checked_digits(digits)
    exact = bounds(printed, digits, dtype, op, parameters)
    graph_seed = rules.checked(graph_seed, "graph_seed")

    search = _Search(op, dtype, parameters, count, first, graph_seed, profile)
    found = search.hits(exact, run_numbers, candidates)
    if found:
        return [FoundSeed(*hit) for hit in found]
    if op != "uniform":
        near = bounds(printed, digits, dtype, op, parameters, _LAST_PLACES)
        found = search.hits(near, run_numbers, candidates)
    if not found:
        raise LookupError(search.miss(len(printed), run_numbers, candidates))
    return [FoundSeed(*hit, _LAST_PLACES) for hit in found]


def find_stateless_seed(
    values: Any,
    *,
    op: str,
    size: Any,
    dtype: Any = np.float32,
    low: float | None = None,
    high: float | None = None,
    mean: float | None = None,
    stddev: float | None = None,
    first: int = 0,
    digits: int | None = None,
    first_seeds: range = range(1000),
    second_seeds: range = range(1000),
) -> list[tuple[int, int]]:
    """Find the seeds ``[s, t]`` whose stateless op gives numbers that were printed.

    Parameters
    ----------
    values, size, dtype, low, high, mean, stddev, first, digits
        As for `find_op_seed`.
    op : {"uniform", "normal", "truncated_normal"}
        Which of ``stateless_uniform``, ``stateless_normal`` and
        ``stateless_truncated_normal`` drew them.
    first_seeds, second_seeds : range, default range(1000)
        Every pair of a number of the first range and one of the second is tried. A seed
        is any pair of 64-bit integers, of which these are a few: those that people
        write. What `split`, `fold_in`, `Generator` and ``SeedGenerator`` made is not
        among them.

    Returns
    -------
    list of tuple of int
        The seeds, sorted by the ranges' order.

    Raises
    ------
    LookupError
        If there is none.
    TypeError, ValueError
        If an argument is not what is expected here, or a value is none that the op
        can give; nothing is searched then.

    Notes
    -----
    Values stand for what `find_op_seed` takes them for; those of other C libraries are
    not looked for. A million pairs take about a tenth of a second.

    Examples
    --------
    >>> find_stateless_seed("[0.8440604  0.19204533]", op="uniform", size=2,
    ...                     first_seeds=range(100), second_seeds=range(100))
    [(1, 2)]
    """
    dtype = _checked_dtype(op, dtype)
    given = {"low": low, "high": high, "mean": mean, "stddev": stddev}
    parameters = _checked_parameters(op, dtype, given)
    printed = parsed(values)
    first = _checked_first(first, len(printed), _checked_count(size, dtype))
    for name, seeds in (("first_seeds", first_seeds), ("second_seeds", second_seeds)):
        _check_stateless(seeds, name)
    lower, upper = bounds(printed, checked_digits(digits), dtype, op, parameters)
    method = "integers" if dtype.name in INTEGERS else op
    found: list[tuple[int, int]] = []
    with _progress(len(first_seeds) * len(second_seeds)) as advance:
        for s in first_seeds:
            for i in range(0, len(second_seeds), _CHUNK):
                chunk = second_seeds[i : i + _CHUNK]
                hits = search_scrambled(
                    s, chunk[0], method, parameters, first, lower, upper, len(chunk),
                    chunk.step,
                )  # fmt: skip
                found += [(s, chunk[i]) for i in hits]
                advance(len(chunk))
                if len(found) > _MAX_FOUND:
                    raise ValueError(
                        f"more than {_MAX_FOUND} seeds fit the {len(printed)} values: "
                        "give more of them, or more of their digits"
                    )
    if not found:
        raise LookupError(
            f"none of the {len(first_seeds) * len(second_seeds)} seeds [s, t] with s "
            f"in {first_seeds} and t in {second_seeds} gives these {len(printed)} "
            "values. Op, size, first, dtype and parameters must be those of the op; "
            "what would widen the search: larger first_seeds= and second_seeds=; fewer "
            "digits="
        )
    return found


def _check_stateless(seeds: Any, name: str) -> None:
    if not isinstance(seeds, range):
        raise TypeError(f"{name} must be a range, got {type(seeds).__name__!r}")
    if (
        not seeds
        or min(seeds[0], seeds[-1]) < -(2**63)
        or (max(seeds[0], seeds[-1]) >= 2**63)
    ):
        raise ValueError(
            f"{name} must be numbers of 64 bits, at least one, got {seeds}"
        )


class _Classes:
    """What is known of a categorical op, whose streams are searched by its uniforms."""

    # What the sums of probabilities here may differ by from those that TensorFlow has.
    _MARGIN = 1e-9

    def __init__(self, logits: Any, size: Any):
        table = np.asarray(_dtypes.as_array(logits, "logits"))
        if table.ndim != 2 or not table.shape[1] or table.dtype.name not in FLOATS:
            raise ValueError(
                "logits must be a matrix of floats with at least one class, got "
                f"{table.dtype.name} of shape {table.shape}"
            )
        self.logits = table
        n_values = _checked_count(size, np.dtype(np.float64))
        shape = tuple(np.ravel(size))
        if len(shape) != 2 or shape[0] != len(table):
            raise ValueError(
                f"size must be ({len(table)}, num_samples) for these logits, got {size}"
            )
        self._n_values, self._n_samples = n_values, int(shape[1])

    def found(
        self,
        printed: list[Any],
        first: Any,
        runs: Sequence[int],
        candidates: range,
        graph_seed: float | None,
        profile: profiles.Profile,
    ) -> list[FoundSeed]:
        """Return the op seeds that give classes as printed."""
        start = _checked_first(first, len(printed), self._n_values)
        classes = self._checked_classes(printed)
        # The reservation of an op: two words for each of four samples, by the value.
        reserved = len(self.logits) * 8 * -(-self._n_samples // 4)
        search = _Search(
            "uniform", np.dtype(np.float64), (0.0, 1.0), reserved, start, graph_seed,
            profile,
        )  # fmt: skip
        found = [
            FoundSeed(op_seed, run)
            for op_seed, run in search.hits(
                self._bounds(classes, start), runs, candidates
            )
            if self._gives(classes, start, search.stream(op_seed, run))
        ]
        if not found:
            raise LookupError(search.miss(len(printed), runs, candidates))
        return found

    def _checked_classes(self, printed: list[Any]) -> np.ndarray[Any, Any]:
        n_classes = self.logits.shape[1]
        for number in printed:
            if number != int(number) or not 0 <= number <= n_classes:
                raise ValueError(
                    f"values must be integers from 0 to {n_classes - 1}, or "
                    f"{n_classes} for rows without a finite logit, got {number}"
                )
        return np.array([int(number) for number in printed])

    def _bounds(self, classes: np.ndarray[Any, Any], first: int) -> tuple[Any, Any]:
        """Return what the uniform of each class lies between, and a little more."""
        table = self.logits.astype(np.float64)
        finite = np.isfinite(table)
        largest = np.max(table, axis=1, initial=-np.inf, where=finite, keepdims=True)
        with np.errstate(all="ignore"):
            sums = np.cumsum(np.where(finite, np.exp(table - largest), 0.0), axis=1)
            sums /= sums[:, -1:]
        edges = np.pad(sums, ((0, 0), (1, 1)))
        edges[:, -1] = 1.0
        rows = (first + np.arange(len(classes))) // self._n_samples
        lower = edges[rows, classes] - self._MARGIN
        upper = edges[rows, np.minimum(classes + 1, table.shape[1])] + self._MARGIN
        any_value: Any = ~np.any(finite, axis=1)
        any_value = any_value[rows]
        return np.where(any_value, 0.0, lower), np.where(any_value, 1.0, upper)

    def _gives(
        self, classes: np.ndarray[Any, Any], first: int, stream: CoreStream
    ) -> bool:
        rows = len(self.logits)
        drawn = draw_classes(stream, self.logits, self._n_samples, [(0, rows)], 0)
        return np.array_equal(np.ravel(drawn)[first : first + len(classes)], classes)


@dataclass(frozen=True)
class _Search:
    """What is the same for all the streams that are searched."""

    op: str
    dtype: np.dtype[Any]
    parameters: tuple[Any, Any]
    count: int
    first: int
    graph_seed: float | None
    profile: profiles.Profile

    def hits(
        self, bounds: tuple[Any, Any], runs: Sequence[int], candidates: range
    ) -> list[tuple[int, int]]:
        """Return the op seeds and runs whose values lie within the bounds, sorted."""
        method = "integers" if self.dtype.name in INTEGERS else self.op
        found: list[tuple[int, int]] = []
        with _progress(len(runs) * len(candidates)) as advance:
            for seeds, (key, counter) in _streams(
                self.graph_seed, candidates, self.profile
            ):
                for run in runs:
                    start = self._start(key, counter, run)
                    indices = search_streams(
                        start, method, self.parameters, self.first, *bounds,
                        len(seeds), seeds.step,
                    )  # fmt: skip
                    found += [(seeds[i], run) for i in indices]
                    advance(len(seeds))
                    if len(found) > _MAX_FOUND:
                        raise ValueError(
                            f"more than {_MAX_FOUND} op seeds fit the {len(bounds[0])} "
                            "values: give more of them, or more of their digits"
                        )
        return sorted(found)

    def stream(self, op_seed: int, run: int) -> CoreStream:
        """Return the stream of an op seed, where a run finds it."""
        ((_, place),) = _streams(
            self.graph_seed, range(op_seed, op_seed + 1), self.profile
        )
        return self._start(*place, run)

    def _start(self, key: int, counter: int, run: int) -> CoreStream:
        blocks = run * self.count * _BLOCKS_PER_ELEMENT
        return CoreStream(
            key, (counter + blocks) % 2**128, old_normals=self.profile.old_normals
        )

    def miss(self, n_values: int, runs: Sequence[int], candidates: range) -> str:
        """Say how far a search looked, and what would widen it."""
        graph = (
            "no graph seed"
            if self.graph_seed is None
            else f"graph seed {self.graph_seed}"
        )
        where = f"run {runs[0]}" if len(runs) == 1 else f"{len(runs)} runs"
        wider = ["another graph_seed=", "more runs=", "fewer digits="]
        if len(candidates) < rules.MODULUS:
            wider.insert(
                0,
                "more candidates= (range(2**31 - 1) is all, as automatic seeds of "
                "eager mode need)",
            )
        near = ""
        if self.op != "uniform":
            near = f", nor values within {_LAST_PLACES} units in the last place,"
            if not self.profile.old_normals:
                wider.append("tensorflow='1.0' for normals of versions up to 1.2")
        return (
            f"none of the {len(candidates)} op seeds in {candidates} gives these "
            f"{n_values} values{near} with {graph}, in {where}. Op, size, first, dtype "
            "and parameters must be those of the op; what would widen the search: "
            + "; ".join(wider)
        )


def _checked_dtype(op: str, dtype: Any) -> np.dtype[Any]:
    if not isinstance(op, str) or op not in _PARAMETERS:
        raise ValueError(
            f"op must be one of {', '.join(_PARAMETERS)}, or categorical where op "
            f"seeds are searched, got {op!r}"
        )
    checked: np.dtype[Any] = _dtypes.as_dtype(dtype)
    expected = FLOATS + INTEGERS if op == "uniform" else FLOATS
    if checked.name not in expected:
        raise TypeError(
            f"dtype of {op} must be one of {', '.join(expected)}, got {checked}"
        )
    return checked


def _checked_parameters(
    op: str, dtype: np.dtype[Any], given: dict[str, float | None]
) -> tuple[Any, Any]:
    expected = _PARAMETERS[op]
    _check_absent(op, {n: v for n, v in given.items() if n not in expected})
    first, second = (given[name] for name in expected)
    if dtype.name in INTEGERS:
        return _checked_limits(dtype, first, second)
    pair = (
        0.0 if first is None else _checked_float(first, expected[0]),
        1.0 if second is None else _checked_float(second, expected[1]),
    )
    if not np.isfinite(pair).all():
        raise ValueError(f"{' and '.join(expected)} must be finite, got {pair}")
    return pair


def _check_absent(op: str, others: dict[str, float | None]) -> None:
    for name, value in others.items():
        if value is not None:
            expected = " and ".join(_PARAMETERS.get(op, ("logits",)))
            raise TypeError(
                f"{name} must be None for {op}, which has {expected}, got {value!r}"
            )


def _checked_float(value: Any, name: str) -> float:
    try:
        return float(np.float64(value))
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"{name} must be a number, got {value!r}") from None


def _checked_limits(dtype: np.dtype[Any], low: Any, high: Any) -> tuple[int, int]:
    if high is None:
        raise ValueError(f"high must be given for the integer dtype {dtype.name}")
    low = _checked_index(0 if low is None else low, "low")
    high = _checked_index(high, "high")
    info = np.iinfo(dtype)
    if not info.min <= low < high <= info.max + 1:
        raise ValueError(
            f"expected {info.min} <= low < high <= {info.max + 1} for {dtype.name}, "
            f"got low {low} and high {high}"
        )
    return low, high


def _checked_index(value: Any, name: str) -> int:
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, got {value!r}") from None


def _checked_count(size: Any, dtype: np.dtype[Any]) -> int:
    dimensions = () if size is None else size
    if isinstance(size, str) or not isinstance(dimensions, Iterable):
        dimensions = (size,)
    try:
        shape = tuple(map(operator.index, dimensions))
    except TypeError:
        raise TypeError(
            f"size must be an integer, a tuple of integers or None, got {size!r}"
        ) from None
    if min(shape, default=0) < 0:
        raise ValueError(
            f"negative dimensions are not allowed, got size {size}: they must be 0 or "
            "more"
        )
    count = math.prod(shape)
    if count * dtype.itemsize > sys.maxsize:
        raise ValueError(
            f"size must be that of an array, no array of {dtype.name} is as large as "
            f"size {size}"
        )
    return count


def _checked_first(first: Any, n_values: int, count: int) -> int:
    index = _checked_index(first, "first")
    if index < 0 or index + n_values > count:
        raise ValueError(
            f"an op with {count} values has no {n_values} of them from {index} on: "
            "size must be the shape of its whole result, and first a place in it"
        )
    return index


def _checked_runs(runs: Any) -> Sequence[int]:
    try:
        # A range may be too long for a list.
        numbers = runs if isinstance(runs, range) else [*map(operator.index, runs)]
    except TypeError:
        raise TypeError(f"runs must be an iterable of integers, got {runs!r}") from None
    extremes = [*numbers[:1], *numbers[-1:]] if numbers is runs else numbers
    if not numbers or min(extremes) < 0:
        raise ValueError(f"runs must be numbers from 0 on, at least one, got {runs}")
    try:
        len(numbers)
    except OverflowError:
        raise ValueError(
            f"runs must be fewer than {sys.maxsize}, got {runs}, which are more runs "
            "than can be counted"
        ) from None
    return numbers


def _checked_candidates(candidates: range) -> range:
    if not isinstance(candidates, range):
        raise TypeError(
            f"candidates must be a range, got {type(candidates).__name__!r}"
        )
    ordered = candidates if candidates.step > 0 else candidates[::-1]
    if not ordered or ordered[0] < 0 or ordered[-1] >= rules.MODULUS:
        raise ValueError(
            f"candidates must be numbers from 0 to {rules.MODULUS - 1}, at least one, "
            f"got {candidates}: op seeds count modulo {rules.MODULUS}"
        )
    return ordered


def _streams(
    graph_seed: float | None, candidates: range, profile: profiles.Profile
) -> Iterator[tuple[range, tuple[int, int]]]:
    """Yield ranges of op seeds, and the key and the counter that the first one has.

    The counters of the others follow in steps of 2**64 times the range's step.
    """
    attributes = partial(
        rules.seed_attributes, graph_seed, keeps_zero_seeds=profile.keeps_zero_seeds
    )
    if 0 in candidates:
        seeds = attributes(0)
        if seeds is not None:
            yield range(1), key_and_counter(seeds)
        candidates = candidates[1:]
    for i in range(0, len(candidates), _CHUNK):
        chunk = candidates[i : i + _CHUNK]
        seeds = attributes(chunk[0])
        assert seeds is not None
        yield chunk, key_and_counter(seeds)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], object]]:
    """Give a function that is told how many more streams were searched."""
    if total < _LONG:
        yield lambda n: None
        return
    try:
        from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        yield lambda n: None
        return
    # Where the output is no terminal, a bar would be noise.
    with tqdm(total=total, unit="seed", unit_scale=True, disable=None) as bar:
        yield bar.update
