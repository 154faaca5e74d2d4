# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""How ops that are given no seed get one.

Up to TensorFlow 2.1 the automatic op seed is the id of the newest op of the graph;
`op_ids` has how many ops a call makes there.
"""

from __future__ import annotations

import hashlib
import operator
import threading
from typing import NamedTuple, Protocol

from philoxseed._seeds import rules
from philoxseed._seeds.op_ids import EXPRESSIONS, RANDOM_OP_IDS, SINGLE_OPS, OpIds
from philoxseed._seeds.profiles import Profile


class NewOp(NamedTuple):
    """What automatic op seeds may depend on in an op that is about to be made."""

    type: str
    is_random: bool
    constants: int
    """How many of its arguments are no tensors."""
    is_of_integers: bool
    """Whether its first input holds integers."""
    n_ops: int | None = None
    """How many ops it is in the graph's TensorFlow, all counted, if its maker knows."""


class OpSeedPolicy(Protocol):
    """What a graph asks for automatic op seeds.

    Attributes
    ----------
    source : str
        Where the seeds come from, in a word or two.
    """

    source: str

    def check(self, op: NewOp, name: str | None) -> None:
        """Raise ValueError if an operation cannot join the graph.

        `name` is its full name if that was given and is new, so that it will stay what
        it is whatever other ops there are; else None.
        """

    def take_seed(self, op: NewOp | None, scope: str) -> int:
        """Return the op seed of an operation that is about to join the graph.

        None stands for a seed that is taken without an operation, by `get_seed`.
        """

    def note_op(self, op: NewOp, scope: str) -> None:
        """Take note of an operation, random or not, that joined the graph."""

    def advance(self, n: int) -> None:
        """Take note of ops of TensorFlow that are none here."""

    def count(self, n: int) -> None:
        """Take note of ops that a known call makes, without operations here."""

    def skip(self) -> None:
        """Let the seed that the next op would get go to none."""

    def begin_call(self, ids: OpIds) -> None:
        """Count what follows, up to `end_call`, as one call that makes these ops."""

    def end_call(self) -> None:
        """End the innermost call that was begun."""


class OpSeedCounter:
    """0, 1, 2 ... for the ops that ask: TensorFlow 2.2 and later.

    Ops with seeds of their own, and ops made while the graph has no seed, do not ask.
    """

    source = "counter"

    def __init__(self) -> None:
        self._next = 0

    def check(self, op: NewOp, name: str | None) -> None:
        """Do nothing: every operation can join."""

    def take_seed(self, op: NewOp | None, scope: str) -> int:
        """Return the next number."""
        seed = self._next
        self._next += 1
        return seed

    def note_op(self, op: NewOp, scope: str) -> None:
        """Do nothing: only ops that ask are counted."""

    def advance(self, n: int) -> None:
        """Do nothing: only ops that ask are counted."""

    def count(self, n: int) -> None:
        """Do nothing: only ops that ask are counted."""

    def skip(self) -> None:
        """Leave the next number out."""
        self._next += 1

    def begin_call(self, ids: OpIds) -> None:
        """Do nothing: only ops that ask are counted."""

    def end_call(self) -> None:
        """Do nothing: only ops that ask are counted."""


class _Calling(threading.local):
    """What a thread is in the middle of, or has said."""

    is_told = False  # by advance, since the last op that has known ids

    def __init__(self) -> None:
        self.calls: list[int] = []  # those begun: the ops after the seed is taken


class OpIdSeeds:
    """The id that TensorFlow's newest op has by then: up to TensorFlow 2.1.

    Ids are 1, 2, 3 ... in the order in which ops were made, of whatever kind.
    """

    source = "op id"

    def __init__(self, profile: str) -> None:
        self._profile = profile
        self._last = 0
        self._here = _Calling()

    def check(self, op: NewOp, name: str | None) -> None:
        """Raise if it is not known how many ops an operation is in TensorFlow."""
        if self._here.calls or op.n_ops is not None:
            return
        if op.is_random:
            is_known = op.type in RANDOM_OP_IDS
        else:
            is_known = op.type in SINGLE_OPS or op.type in EXPRESSIONS
            is_known = is_known or self._here.is_told
        if is_known:
            return
        raise ValueError(
            f"how many ops {op.type} is in TensorFlow {self._profile} is not "
            "known, and later automatic op seeds depend on it: call "
            "graph.advance_op_ids(n) right before it, n being the number of ops that "
            "stand for it"
        )

    def take_seed(self, op: NewOp | None, scope: str) -> int:
        """Return the id of the newest op before the random one."""
        if op is None or self._here.calls:
            return self._last
        ids = RANDOM_OP_IDS[op.type]
        return self._last + ids.before + len(range(op.constants)[: ids.first])

    def note_op(self, op: NewOp, scope: str) -> None:
        """Count the ops that TensorFlow makes."""
        # An index after `advance` is part of the expression that it told of.
        if self._here.calls or (self._here.is_told and op.type == "getitem"):
            return
        n_ops = _number_of_ops(op)
        if n_ops is not None:
            self._last += n_ops
            self._here.is_told = False

    def advance(self, n: int) -> None:
        """Count `n` ops that are none here, or are expressions that follow."""
        self._last += n
        self._here.is_told = True

    def count(self, n: int) -> None:
        """Count `n` ops."""
        if not self._here.calls:
            self._last += n

    def skip(self) -> None:
        """Do nothing: a seed is the id of an op that is there."""

    def begin_call(self, ids: OpIds) -> None:
        """Count the ops before the seed is taken."""
        if not self._here.calls:
            self._last += ids.before
        self._here.calls.append(ids.after)

    def end_call(self) -> None:
        """Count the ops after that."""
        n_ops = self._here.calls.pop()
        if not self._here.calls:
            self._last += n_ops


def _number_of_ops(op: NewOp) -> int | None:
    """Return how many ops an operation is in TensorFlow, constants included."""
    if op.n_ops is not None:
        return op.n_ops
    if op.is_random:
        ids = RANDOM_OP_IDS[op.type]
        return ids.before + op.constants + ids.after
    if op.type in SINGLE_OPS:
        return 1
    if op.type not in EXPRESSIONS:
        return None
    # Integers are cast before they are divided.
    casts = 2 if op.type == "divide" and op.is_of_integers else 0
    return 1 + casts + op.constants


class NamedOpSeeds:
    """A hash of the op's name, so that no op's seed depends on other ops.

    The hash is frozen: the first 8 bytes of the SHA-256 of the name's UTF-8 bytes, as
    a big-endian number, modulo 2**31 - 1. The name is the one given, below the names
    of the scopes that the call stands in.
    """

    source = "name"

    def __init__(self) -> None:
        self._names: dict[int, str] = {}

    def check(self, op: NewOp, name: str | None) -> None:
        """Raise unless a random op has a name that no other op can change."""
        if not op.is_random:
            return
        if name is None:
            raise ValueError(
                f"in a graph with op_seeds='name' each random op needs name=, one that "
                f"is new in the graph, in scopes that are: default names and names in "
                f"use get numbers, which would shift with other ops. This "
                f"{op.type} has none"
            )
        other = self._names.get(name_hash(name))
        if other is not None:
            raise ValueError(
                f"the names {name!r} and {other!r} have the same hash, and would give "
                "the same seed: choose another name"
            )

    def take_seed(self, op: NewOp | None, scope: str) -> int:
        """Return the hash of the name."""
        if op is None:
            raise ValueError(
                "get_seed(None) has no seed to give in a graph with op_seeds='name': "
                "there is no op, and so no name"
            )
        return name_hash(scope)

    def note_op(self, op: NewOp, scope: str) -> None:
        """Remember which names gave which seeds."""
        if op.is_random:
            self._names[name_hash(scope)] = scope

    def advance(self, n: int) -> None:
        """Do nothing: names do not depend on other ops."""

    def count(self, n: int) -> None:
        """Do nothing: names do not depend on other ops."""

    def skip(self) -> None:
        """Do nothing: names do not depend on other ops."""

    def begin_call(self, ids: OpIds) -> None:
        """Do nothing: names do not depend on other ops."""

    def end_call(self) -> None:
        """Do nothing: names do not depend on other ops."""


def name_hash(name: str) -> int:
    """Return the op seed that stands for a name; see `NamedOpSeeds`."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % rules.MODULUS


def policy(
    profile: Profile, op_seeds: str | None, is_profile_given: bool
) -> OpSeedPolicy:
    """Return what gives the automatic op seeds of a graph.

    Raises
    ------
    ValueError
        If `op_seeds` is neither None nor "name", or is given beside a version.
    """
    if op_seeds is None:
        return OpIdSeeds(profile.name) if profile.counts_op_ids else OpSeedCounter()
    if op_seeds != "name":
        raise ValueError(f"op_seeds must be None or 'name', got {op_seeds!r}")
    if is_profile_given:
        raise ValueError(
            "tensorflow= and op_seeds='name' cannot be used together: the version says "
            "how TensorFlow numbers automatic op seeds, and seeds by name are none of "
            f"TensorFlow's. Give one of them, got both ({profile.name!r} and 'name')"
        )
    return NamedOpSeeds()


def checked_count(n: int) -> int:
    """Return a number of ops.

    Raises
    ------
    TypeError, ValueError
        If it is no integer, or negative.
    """
    try:
        count = operator.index(n)
    except TypeError:
        raise TypeError(
            f"n must be an integer, got {n!r} of type {type(n).__name__!r}"
        ) from None
    if count < 0:
        raise ValueError(f"n must not be negative, got {count}: op ids only grow")
    return count
