# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Finding the op seed whose stream gave numbers that are known only as printed."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from philoxseed import _dtypes
from philoxseed._core import CoreStream, search_streams
from philoxseed._seeds import profiles, rules
from philoxseed._seeds.streams import key_and_counter

FLOATS = ("float16", "bfloat16", "float32", "float64")
INTEGERS = ("int32", "int64")

# No standard normal of an op is larger: sqrt(-2 log(1e-7)) is 5.678. These are exact in
# every dtype.
_LIMITS = {"normal": 5.6875, "truncated_normal": 2.0}

_PARAMETERS = {
    "uniform": ("low", "high"),
    "normal": ("mean", "stddev"),
    "truncated_normal": ("mean", "stddev"),
}

_BLOCKS_PER_ELEMENT = 256
_CHUNK = 1 << 17  # candidates between two looks at the keyboard
_LONG = 1 << 25  # streams; from here on there is a progress bar
_MAX_FOUND = 100_000


class FoundSeed(NamedTuple):
    """An op seed, and the run (0 is the first) in which its op gives the values."""

    op_seed: int
    run: int


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
    op : {"uniform", "normal", "truncated_normal"}
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
    first : int, default 0
        Where in the result, in C order, `values` start; see `numpy.ravel_multi_index`.
    runs : iterable of int, default range(1)
        The runs of a session that may have given the values; 0 is the first.
    digits : int, optional
        Digits after the decimal point to which the values were rounded or truncated.
        By default each value's own.
    tensorflow : str, optional
        The version, as for `Graph`. Up to "1.2" the last bits of normals are others.
    candidates : range, default range(2**20)
        The op seeds to try, of 0 to 2**31 - 2. Op seeds that TensorFlow chose itself
        are small numbers in graphs, and any of ``range(2**31 - 1)`` in eager mode.

    Returns
    -------
    list of FoundSeed
        Pairs of `op_seed` and `run`, sorted. Values with few digits can fit several.

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
    half a unit of its last digit below it to a unit above it, in magnitude. Searches
    of more than 2**25 streams show a progress bar where tqdm is installed.

    Examples
    --------
    >>> find_op_seed("[3.57493]", op="uniform", size=None, low=-10, high=10,
    ...              candidates=range(1000))
    [FoundSeed(op_seed=2, run=0)]
    """
    profile = profiles.find(tensorflow)
    dtype = _checked_dtype(op, dtype)
    given = {"low": low, "high": high, "mean": mean, "stddev": stddev}
    parameters = _checked_parameters(op, dtype, given)
    count = _checked_count(size)
    printed = _parsed(values)
    first = _checked_first(first, len(printed), count)
    run_list = _checked_runs(runs)
    candidates = _checked_candidates(candidates)
    possible = _possible_values(op, dtype, parameters)
    bounds = _bounds(printed, digits, dtype, possible)
    graph_seed = rules.checked(graph_seed, "graph_seed")

    method = "integers" if dtype.name in INTEGERS else op
    found: list[FoundSeed] = []
    with _progress(len(run_list) * len(candidates)) as advance:
        for seeds, (key, counter) in _streams(graph_seed, candidates, profile):
            for run in run_list:
                blocks = run * count * _BLOCKS_PER_ELEMENT
                start = CoreStream(
                    key, counter + blocks, old_normals=profile.old_normals
                )
                hits = search_streams(
                    start, method, parameters, first, *bounds, len(seeds), seeds.step
                )
                found += [FoundSeed(seeds[i], run) for i in hits]
                advance(len(seeds))
            if len(found) > _MAX_FOUND:
                raise ValueError(
                    f"more than {_MAX_FOUND} op seeds fit the {len(printed)} values: "
                    "give more of them, or more of their digits"
                )
    if not found:
        tries_new_normals = op != "uniform" and not profile.old_normals
        raise LookupError(
            _miss(len(printed), run_list, candidates, graph_seed, tries_new_normals)
        )
    return sorted(found)


def _checked_dtype(op: str, dtype: Any) -> np.dtype[Any]:
    if op not in _PARAMETERS:
        raise ValueError(f"op must be one of {', '.join(_PARAMETERS)}, got {op!r}")
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
    for name, value in given.items():
        if value is not None and name not in expected:
            raise TypeError(f"{op} has no {name}; it has {' and '.join(expected)}")
    first, second = (given[name] for name in expected)
    if dtype.name in INTEGERS:
        return _checked_limits(dtype, first, second)
    pair = (
        0.0 if first is None else float(first),
        1.0 if second is None else float(second),
    )
    if not np.isfinite(pair).all():
        raise ValueError(f"{' and '.join(expected)} must be finite, got {pair}")
    return pair


def _checked_limits(dtype: np.dtype[Any], low: Any, high: Any) -> tuple[int, int]:
    if high is None:
        raise ValueError(f"high must be given for the integer dtype {dtype.name}")
    low, high = operator.index(0 if low is None else low), operator.index(high)
    info = np.iinfo(dtype)
    if not info.min <= low < high <= info.max + 1:
        raise ValueError(
            f"expected {info.min} <= low < high <= {info.max + 1} for {dtype.name}, "
            f"got low {low} and high {high}"
        )
    return low, high


def _checked_count(size: Any) -> int:
    dimensions = size if isinstance(size, Iterable) else () if size is None else (size,)
    count = 1
    for dimension in map(operator.index, dimensions):
        if dimension < 0:
            raise ValueError(f"negative dimensions are not allowed, got size {size}")
        count *= dimension
    return count


def _checked_first(first: int, n_values: int, count: int) -> int:
    first = operator.index(first)
    if first < 0 or first + n_values > count:
        raise ValueError(
            f"an op with {count} values has no {n_values} of them from {first} on: "
            "size is the shape of its whole result"
        )
    return first


def _checked_runs(runs: Iterable[int]) -> list[int]:
    try:
        numbers = list(map(operator.index, runs))
    except TypeError:
        raise TypeError(f"runs must be an iterable of integers, got {runs!r}") from None
    if not numbers or min(numbers) < 0:
        raise ValueError(f"runs must be numbers from 0 on, at least one, got {runs}")
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


def _parsed(values: Any) -> list[Decimal]:
    """Return values as the decimal numbers that were printed."""
    if isinstance(values, str):
        tokens = re.sub(r"[\[\](),;]", " ", values).split()
    else:
        # A list of texts may hold 1.50, of which an array would drop the 0.
        tokens = [str(x) for x in np.ravel(np.asarray(values, dtype=object))]
    if not tokens:
        raise ValueError("values must not be empty")
    return [_parsed_number(token) for token in tokens]


def _parsed_number(token: str) -> Decimal:
    try:
        number = Decimal(token)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(
            f"values must be consecutive finite numbers, got {token!r} among them"
        )
    return number


def _possible_values(
    op: str, dtype: np.dtype[Any], parameters: tuple[Any, Any]
) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest value that an op can give."""
    a, b = parameters
    if dtype.name in INTEGERS:
        return Fraction(a), Fraction(b - 1)
    # Rounding is monotonic, so the op's own arithmetic gives its ends.
    ends = np.array([0, 1] if op == "uniform" else [-_LIMITS[op], _LIMITS[op]], dtype)
    with np.errstate(all="ignore"):
        offset, scale = dtype.type(a), dtype.type(b)
        if op == "uniform":
            scale = scale - offset
        least, greatest = sorted(float(x) for x in ends * scale + offset)
    if not np.isfinite([least, greatest]).all():
        raise ValueError(f"parameters {parameters} are too large for {dtype.name}")
    return Fraction(least), Fraction(greatest)


def _bounds(
    printed: list[Decimal],
    digits: int | None,
    dtype: np.dtype[Any],
    possible: tuple[Fraction, Fraction],
) -> tuple[Any, Any]:
    """Return the least and greatest numbers of a dtype that each value can stand for.

    Raises ValueError for a value that the op cannot give.
    """
    if digits is not None and not isinstance(digits, (int, np.integer)):
        raise TypeError(f"digits must be an integer or None, got {digits!r}")
    if digits is not None and digits < 0:
        raise ValueError(f"digits must not be negative, got {digits}")
    pairs = []
    for number in printed:
        low, high = _interval(number, digits, dtype)
        if high < possible[0] or low > possible[1]:
            raise ValueError(
                f"{number} is not among the op's values, which are in "
                f"[{float(possible[0])}, {float(possible[1])}]"
            )
        low, high = max(low, possible[0]), min(high, possible[1])
        pair = _at_least(low, dtype), -_at_least(-high, dtype)
        if pair[0] > pair[1]:
            raise ValueError(
                f"{number} is not near any {dtype.name} number; if it was printed with "
                f"fewer digits, say digits="
            )
        pairs.append(pair)
    low_bounds, high_bounds = np.array(pairs, dtype).T.copy()
    return low_bounds, high_bounds


def _interval(
    number: Decimal, digits: int | None, dtype: np.dtype[Any]
) -> tuple[Fraction, Fraction]:
    """Return the ends of what may have been printed as `number`."""
    exact = Fraction(number)
    if dtype.name in INTEGERS:
        if exact.denominator != 1:
            raise ValueError(f"{number} is not an integer, as {dtype.name} numbers are")
        return exact, exact
    exponent = number.as_tuple().exponent if digits is None else -digits
    unit = Fraction(10) ** int(exponent)
    if exact == 0:
        return -unit, unit
    near, far = abs(exact) - unit / 2, abs(exact) + unit
    return (near, far) if exact > 0 else (-far, -near)


def _at_least(bound: Fraction, dtype: np.dtype[Any]) -> Any:
    """Return the least number of a dtype that is not below `bound`."""
    if dtype.name in INTEGERS:
        return int(bound)
    number = dtype.type(float(bound))
    while Fraction(float(number)) < bound:
        number = np.nextafter(number, dtype.type(np.inf))
    return number


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


def _miss(
    n_values: int,
    runs: list[int],
    candidates: range,
    graph_seed: float | None,
    tries_new_normals: bool,
) -> str:
    """Say how far a search looked, and what would widen it."""
    graph = "no graph seed" if graph_seed is None else f"graph seed {graph_seed}"
    where = f"run {runs[0]}" if len(runs) == 1 else f"{len(runs)} runs"
    wider = ["another graph_seed=", "more runs=", "fewer digits="]
    if len(candidates) < rules.MODULUS:
        wider.insert(
            0,
            "more candidates= (range(2**31 - 1) is all, as automatic seeds of eager "
            "mode need)",
        )
    if tries_new_normals:
        wider.append("tensorflow='1.0' for normals of versions up to 1.2")
    return (
        f"none of the {len(candidates)} op seeds in {candidates} gives these "
        f"{n_values} values, with {graph}, in {where}. Op, size, first, dtype and "
        f"parameters must be those of the op; what would widen the search: "
        + "; ".join(wider)
    )
