# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Which numbers of a dtype a printed number can stand for."""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np

# No standard normal of an op is larger: sqrt(-2 log(1e-7)) is 5.678. These are exact in
# every dtype.
_LIMITS = {"normal": 5.6875, "truncated_normal": 2.0}

# More than any float has: the least float64 has 1074 digits after the point, and the
# greatest 309 before it. To compute with far more would take all time and memory.
_MOST_DIGITS = 1100


def checked_digits(digits: Any) -> int | None:
    """Return a number of digits after the decimal point, or None.

    Raises
    ------
    TypeError, ValueError
        If it is neither None nor an integer from 0 to 1100.
    """
    if digits is None:
        return None
    if not isinstance(digits, (int, np.integer)):
        raise TypeError(f"digits must be an integer or None, got {digits!r}")
    if not 0 <= digits <= _MOST_DIGITS:
        raise ValueError(f"digits must be from 0 to {_MOST_DIGITS}, got {digits}")
    return int(digits)


def parsed(values: Any) -> list[Decimal]:
    """Return values as the decimal numbers that were printed.

    Raises
    ------
    ValueError
        If there are none, or one is no finite number of at most 1100 digits.
    """
    if isinstance(values, str):
        tokens = re.sub(r"[\[\](),;]", " ", values).split()
    else:
        # A list of texts may hold 1.50, of which an array would drop the 0.
        items = np.ravel(np.asarray(values, dtype=object))
        tokens = [_text(item) for item in items]
    if not tokens:
        raise ValueError(f"values must not be empty, got {values!r}")
    return [_number(token) for token in tokens]


def _text(item: object) -> str:
    if isinstance(item, int) and abs(item) >= 10**_MOST_DIGITS:
        return f"1e{_MOST_DIGITS + 1}"  # Python refuses to print it
    return str(item)


def _number(token: str) -> Decimal:
    shown = token if len(token) <= 40 else f"{token[:40]}..."
    try:
        number = Decimal(token)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(
            f"values must be consecutive finite numbers, got {shown!r} among them"
        )
    exponent = int(number.as_tuple().exponent)
    if exponent < -_MOST_DIGITS or number.adjusted() > _MOST_DIGITS:
        raise ValueError(
            f"values: {shown} has more digits than any float: expected at most "
            f"{_MOST_DIGITS} before and after the decimal point"
        )
    return number


def bounds(
    printed: list[Decimal],
    digits: int | None,
    dtype: np.dtype[Any],
    op: str,
    parameters: tuple[Any, Any],
    last_places: int = 0,
) -> tuple[Any, Any]:
    """Return the least and greatest numbers of a dtype that each value can stand for.

    Parameters
    ----------
    printed : list of Decimal
    digits : int or None
        Digits after the decimal point; None for each number's own.
    dtype : numpy.dtype
    op : {"uniform", "normal", "truncated_normal"}
        What gave the values, with two parameters.
    parameters : tuple
    last_places : int
        By how many units in its last place the standard normal in a value may be
        another.

    Raises
    ------
    ValueError
        For a value that the op cannot give.
    """
    possible = _possible_values(op, dtype, parameters)
    pairs = []
    for number in printed:
        low, high = _interval(number, digits, dtype)
        if high < possible[0] or low > possible[1]:
            raise ValueError(
                f"values: {number} is not among the op's values, which must be in "
                f"[{float(possible[0])}, {float(possible[1])}]"
            )
        if last_places:
            low -= _distance(low, last_places, dtype, parameters)
            high += _distance(high, last_places, dtype, parameters)
        low, high = max(low, possible[0]), min(high, possible[1])
        pair = _at_least(low, dtype), -_at_least(-high, dtype)
        if pair[0] > pair[1]:
            raise ValueError(
                f"values: {number} is not near any {dtype.name} number; if it was "
                "printed with fewer digits, say digits="
            )
        pairs.append(pair)
    low_bounds, high_bounds = np.array(pairs, dtype).T.copy()
    return low_bounds, high_bounds


def _possible_values(
    op: str, dtype: np.dtype[Any], parameters: tuple[Any, Any]
) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest value that an op can give."""
    a, b = parameters
    if dtype.kind in "iu":
        return Fraction(a), Fraction(b - 1)
    # Rounding is monotonic, so the op's own arithmetic gives its ends.
    ends = np.array([0, 1] if op == "uniform" else [-_LIMITS[op], _LIMITS[op]], dtype)
    with np.errstate(all="ignore"):
        offset, scale = dtype.type(a), dtype.type(b)
        if op == "uniform":
            scale = scale - offset
        least, greatest = sorted(float(x) for x in ends * scale + offset)
    if not np.isfinite([least, greatest]).all():
        raise ValueError(
            f"parameters {parameters} are too large for {dtype.name}: all values of "
            "the op must be finite"
        )
    return Fraction(least), Fraction(greatest)


def _interval(
    number: Decimal, digits: int | None, dtype: np.dtype[Any]
) -> tuple[Fraction, Fraction]:
    """Return the ends of what may have been printed as `number`."""
    exact = Fraction(number)
    if dtype.kind in "iu":
        if exact.denominator != 1:
            raise ValueError(
                f"values: {number} is not an integer, as {dtype.name} numbers must be"
            )
        return exact, exact
    exponent = number.as_tuple().exponent if digits is None else -digits
    unit = Fraction(10) ** int(exponent)
    if exact == 0:
        return -unit, unit
    near, far = abs(exact) - unit / 2, abs(exact) + unit
    return (near, far) if exact > 0 else (-far, -near)


def _distance(
    value: Fraction, places: int, dtype: np.dtype[Any], parameters: tuple[Any, Any]
) -> Fraction:
    """Return how far a normal op's value moves, at most, with its standard normal.

    That one moves by so many places; the products and the sums of the two are rounded.
    """
    mean, stddev = (Fraction(float(dtype.type(x))) for x in parameters)
    if not stddev:
        return Fraction(0)
    product = value - mean
    moved = places * _unit(product / stddev, dtype) * abs(stddev)
    if mean == 0 and stddev == 1:
        return moved
    return moved + _unit(product, dtype) + _unit(value, dtype)


def _unit(value: Fraction, dtype: np.dtype[Any]) -> Fraction:
    """Return the distance from a value to the next number of a dtype, outwards."""
    number = _at_least(abs(value), dtype)
    return Fraction(float(np.nextafter(number, dtype.type(np.inf)))) - Fraction(
        float(number)
    )


def _at_least(bound: Fraction, dtype: np.dtype[Any]) -> Any:
    """Return the least number of a dtype that is not below `bound`."""
    if dtype.kind in "iu":
        return int(bound)
    number = dtype.type(float(bound))
    while Fraction(float(number)) < bound:
        number = np.nextafter(number, dtype.type(np.inf))
    return number
