# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""TensorFlow versions as data."""

from __future__ import annotations

import re
import warnings
from typing import NamedTuple

from philoxseed._seeds import rules


class Folding(NamedTuple):
    """What a version of TensorFlow does to arithmetic with constants before it runs."""

    reciprocates: bool = True
    """A division by a constant becomes a multiplication."""
    associates: bool = True
    """Constants of nested sums, and of nested products, are brought together."""
    flushes: bool = True
    """Subnormal numbers are flushed in what is computed of constants."""
    negates_in: int = 0
    """Negatives are differences from 0 in whole vectors of so many bytes."""
    drops_zeros: bool = True
    """Zeros are not added, and there is no multiplication by one."""
    takes_snapshots: bool = False
    """What is left of such a sum or product hides what it is a copy of."""
    multiplies_zeros: bool = False
    """A product with zeros is zeros, even of what might be infinite."""
    subtracts: bool = True
    """Differences are sums."""
    regroups: bool = True
    """Sums and products of several values are regrouped."""
    merges_first: bool = True
    """Equal nodes become one before constants are brought together, not after."""
    keeps_order: bool = False
    """Nodes start in the order of the graph, not in that of what is fetched."""
    describes_anew: bool = False
    """Shapes are found out again after each pass, not only after each round."""
    compares_sizes: bool = True
    """A constant is not brought to what has fewer elements, if that is none."""
    hoists: bool = False
    """A sum of products that have a factor in common, or a divisor, is one product."""
    changes_fetched: bool = False
    """What is fetched, too, becomes a difference in place of a sum with a negative."""
    adds_apart: bool = False
    """Random ops end in an op "Add", which is not regrouped with the others."""
    adds_to_uniforms: bool = False
    """A uniform from 0 on is ``u * (maxval - 0) + 0``; later it was ``u * maxval``."""


class Profile(NamedTuple):
    """What depends on the version of TensorFlow."""

    name: str
    counts_op_ids: bool = False
    """Automatic op seeds are op ids; otherwise the ops that ask are counted."""
    makes_first_calls: bool = False
    """Calls make the ops that they made in 1.0, where later ones make others."""
    divides_in_dropout: bool = False
    """Dropout divides by the share that it keeps; later it multiplied by 1 / share."""
    plain_variance_scaling: bool = False
    """Truncated normals of variance scaling have the deviation before the cut."""
    old_normals: bool = False
    """Normals of up to 32 bits have another last bit."""
    keeps_subnormals: bool = False
    """No kernel flushes subnormal numbers."""
    keeps_zero_seeds: bool = False
    """The seeds (0, 0) reach the kernel, to which they mean no seed."""
    folding: Folding | None = None
    """What becomes of arithmetic with constants; None if nothing is done to it."""


_1_12 = Profile("1.12", counts_op_ids=True, divides_in_dropout=True)
_1_9 = _1_12._replace(name="1.9", plain_variance_scaling=True)
_1_2 = _1_9._replace(
    name="1.2", makes_first_calls=True, old_normals=True, keeps_subnormals=True
)

PROFILES = {
    profile.name: profile
    for profile in (
        _1_2._replace(name="1.0", keeps_zero_seeds=True),
        _1_2,
        _1_9,
        _1_12,
        Profile("1.15", counts_op_ids=True),
        Profile("2.3"),
    )
}


class _Versions(NamedTuple):
    """The versions up to `last` that are in none of the rows above."""

    last: tuple[int, int]
    profile: str | None
    note: str
    """Why, for versions that were not run; for no profile, why there is none."""


# Of 1.9, 1.10 and 1.12 the sources were read: up to 1.9 variance scaling did not
# know the cut of its normals, up to 1.12 dropout divided.
_BETWEEN = "it was not run, and lies between versions that were, and are equal"
_VERSIONS = (
    _Versions((0, 5), None, "its random ops made other ops, which were not observed"),
    _Versions((0, 12), "1.0", "it was not run; published outputs of 2016 agree"),
    _Versions((1, 0), "1.0", ""),
    _Versions((1, 2), "1.2", ""),
    _Versions((1, 4), "1.9", ""),
    _Versions((1, 5), "1.9", ""),
    _Versions((1, 6), "1.9", _BETWEEN),
    _Versions((1, 8), "1.9", ""),
    _Versions((1, 9), "1.9", _BETWEEN),
    _Versions((1, 12), "1.12", _BETWEEN),
    _Versions((1, 13), "1.15", _BETWEEN),
    _Versions((1, 14), "1.15", ""),
    _Versions((1, 15), "1.15", ""),
    _Versions((2, 0), "1.15", _BETWEEN),
    _Versions((2, 1), "1.15", ""),
    _Versions((2, 21), "2.3", ""),
)


_2_3 = Folding(
    negates_in=32,
    multiplies_zeros=True,
    describes_anew=True,
    hoists=True,
    adds_apart=True,
)
_2_1 = _2_3._replace(
    merges_first=False,
    keeps_order=True,
    compares_sizes=False,
    changes_fetched=True,
    adds_to_uniforms=True,
)
_1_14 = _2_1._replace(keeps_order=False, subtracts=False, adds_apart=False)
_1_8 = _1_14._replace(takes_snapshots=True, regroups=False, negates_in=16)

# From the versions that were run beside each other, 1.0, 1.5, 1.8, 1.14, 1.15, 2.3 and
# 2.21, and short expressions under 1.4 to 1.15 and 2.3 to 2.6.
_FOLDINGS: tuple[tuple[tuple[int, int], Folding | None], ...] = (
    ((1, 4), None),
    ((1, 5), _1_8._replace(associates=False, flushes=False, negates_in=0)),
    ((1, 8), _1_8),
    ((1, 14), _1_14),
    ((2, 1), _2_1),
    ((2, 6), _2_3),
    ((2, 21), Folding()),
)
"""What versions up to one, which is the last of its kind, do to arithmetic."""


def find(version: str | None) -> Profile:
    """Return the profile of a TensorFlow version; that of "2.3" for None.

    Raises
    ------
    TypeError
        If it is not a str.
    ValueError
        If the version is not known.

    Warns
    -----
    UserWarning
        If the version was not run to see that it follows its profile.
    """
    if version is None:
        version = "2.21"
    if not isinstance(version, str):
        raise TypeError(
            f"tensorflow must be a str such as '1.15', got {version!r} of type "
            f"{type(version).__name__!r}"
        )
    number = re.fullmatch(r"(\d+)\.(\d+)(?:[.\-a-z].*)?", version)
    if number is None:
        raise ValueError(_unknown(version, "it has no major and minor number"))
    parts = int(number[1]), int(number[2])
    for row in _VERSIONS:
        if parts <= row.last:
            break
    else:
        raise ValueError(_unknown(version, "it is later than all that were examined"))
    if row.profile is None:
        raise ValueError(_unknown(version, row.note))
    if row.note:
        warnings.warn(
            f"tensorflow={version!r} is taken as {row.profile!r}: {row.note}",
            stacklevel=rules.caller_level(),
        )
    folding = next(folding for last, folding in _FOLDINGS if parts <= last)
    return PROFILES[row.profile]._replace(folding=folding)


def _unknown(version: str, reason: str) -> str:
    return (
        f"TensorFlow {version!r} is not known: {reason}. Known are "
        f"{', '.join(map(repr, PROFILES))}, and the versions from 0.6 to 2.21, each "
        "of which follows one of them"
    )
