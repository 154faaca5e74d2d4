# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Every public callable, called with what nobody should pass.

A call may succeed, or raise what its documentation or Python's rules for calls name, or
let an argument's own error through. It may not crash, and a draw that is refused has
moved nothing. The quick suite makes some thousand calls, ``pytest -m slow`` 200,000.
"""

import array
import contextlib
import gc
import inspect
import math
import random
import re
import warnings
from enum import Enum
from fractions import Fraction

import numpy as np
import pytest

import philoxseed as px
from philoxseed import errors


class OwnError(Exception):
    """Raised by hostile arguments only: it must come through as it is."""


class Hostile:
    """Raises in whatever is asked of it."""

    def _refuse(self, *arguments, **keywords):
        raise OwnError

    __array__ = __index__ = __float__ = __int__ = __len__ = __iter__ = _refuse
    __getitem__ = __buffer__ = __dlpack__ = __complex__ = _refuse
    __array_interface__ = __array_struct__ = property(_refuse)


class Liar:
    """Says other things each time it is asked."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def __array__(self, dtype=None, copy=None):
        return self.random.choice([np.zeros(3), np.zeros((2, 2)), np.array("x"), None])

    def __index__(self):
        return self.random.choice([0, 3, -1, 2**70])

    def __float__(self):
        return self.random.choice([0.5, math.nan, -math.inf])

    def __len__(self):
        return self.random.choice([0, 2, 5])

    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return self.random.choice([1, 2.5, None, "3"])


class Growing(list):
    """A list that grows while it is read."""

    def __iter__(self):
        for i in range(5):
            self.append(i)
            yield i


def frozen():
    x = np.zeros(6)
    x.flags.writeable = False
    return x


VALUES = [
    *(None, True, False, 0, 1, 2, 3, -1, 7, 255, 2**31 - 1, -(2**31), 2**53, 2**63),
    *(2**64 - 1, 2**64, -(2**63), 2**100, -(10**30), 10**400),
    *(0.0, -0.0, 0.5, 1.0, 1.5, -2.5, math.nan, math.inf, -math.inf, 1e308, 5e-324),
    *(1j, Fraction(1, 3), "", "x", "float32", "int64", b"\x00", b"abc", ..., object()),
    *((), (0,), (2, 3), (-1,), (3, None), (2**40, 2**40), (2**63,), [], [1, 2], [[]]),
    *([[1], [2, 3]], [None], ["a"], {}, {"a": 1}, {1, 2}, range(3), range(0)),
    *(np.float32, np.float64, np.int32, np.dtype("V3"), np.dtype("O"), "bfloat16"),
    *(int, float, type, len, lambda: 1, np.array(3), np.arange(4.0), np.zeros((0, 3))),
    *(np.array([1, 2]), np.array([1, 2], np.uint32), np.array([math.nan]), np.bool_(1)),
    *(np.array(["a"]), np.array([None]), np.zeros(3, "datetime64[s]"), np.ma.ones(2)),
    *(np.zeros((2, 3), order="F"), np.arange(6)[::-2], np.zeros(3, ">f8"), np.int8(5)),
    *(np.zeros(2, np.complex64), np.float32(0.25), np.uint64(2**63), np.str_("s")),
    *(array.array("d", [1, 2]), bytearray(8), memoryview(b"12345678")),
]
MADE = [Hostile, lambda: Liar(1), lambda: Liar(2), lambda: Growing([1]), frozen]

# Errors of the languages's own rules, of arrays without room, and of this package.
ALLOWED = (TypeError, ValueError, OverflowError, MemoryError, OwnError)
ALLOWED += (NotImplementedError, errors.OpError)
# What a name says that is not there.
MISSING = {"AttributeError", "KeyError", "LookupError", "RuntimeError", "IndexError"}
# These change what other tests rely on, or end or replace the process.
LEFT_OUT = {
    "set_num_threads", "force", "main", "reset_default_graph", "set_global_generator",
    "load", "enable_eager_execution", "disable_eager_execution", "InteractiveSession",
}  # fmt: skip


def callables():
    """Public callables and methods of fresh objects: (name, function that finds it)."""
    modules = {
        "px": px,
        "random": px.random,
        "experimental": px.random.experimental,
        "image": px.image,
        "nn": px.nn,
        "v1": px.compat.v1,
        "v1.random": px.compat.v1.random,
        "v1.initializers": px.compat.v1.initializers,
        "v2": px.compat.v2,
        "v2.random": px.compat.v2.random,
        "v2.image": px.compat.v2.image,
        "keras.random": px.compat.keras.random,
        "keras.initializers": px.compat.keras.initializers,
        "simd": px.simd,
    }
    for prefix, module in modules.items():
        for name in dir(module):
            value = getattr(module, name)
            if name.startswith("_") or name in LEFT_OUT or not callable(value):
                continue
            if isinstance(value, type) and issubclass(value, (BaseException, Enum)):
                continue
            if inspect.ismodule(value) or isinstance(value, np.dtype):
                continue
            yield f"{prefix}.{name}", lambda value=value: (None, value)
    for make in (
        lambda: px.Stream(1),
        lambda: px.Stream(1).at(3),
        lambda: px.default_rng(1),
        lambda: px.Philox4x32(1),
        lambda: px.random.Generator.from_seed(1),
    ):
        for name in dir(make()):
            method = getattr(type(make()), name, None)
            if name.startswith("_") or name in LEFT_OUT or not callable(method):
                continue
            if isinstance(make(), np.random.Generator) and is_numpys(name):
                continue

            def find(make=make, name=name):
                owner = make()
                return owner, getattr(owner, name)

            yield f"{type(make()).__name__}.{name}", find


def is_numpys(name):
    numpys = getattr(np.random.Generator, name, None)
    return numpys is not None and getattr(px.PhiloxGenerator, name) is numpys


CALLABLES = dict(callables())


def parameters_of(function):
    try:
        return [p for p in inspect.signature(function).parameters if p != "self"]
    except (TypeError, ValueError):
        return ["size", "dtype", "out", "seed"]


def documented(function):
    doc = inspect.getdoc(function) or ""
    return set(re.findall(r"\b(\w*Error|StopIteration)\b", doc)) & MISSING


def state_of(owner):
    if isinstance(owner, px.PhiloxGenerator):
        return owner.bit_generator.state
    if isinstance(owner, (px.Stream, px.StreamView, px.Philox4x32)):
        return owner.state
    return None  # a random.Generator moves as TensorFlow's does


def value_from(rng, name):
    if rng.random() < 0.15:
        return rng.choice(MADE)()
    value = rng.choice(VALUES)
    if isinstance(value, int) and 1000 < value < 2**48 and not name.endswith("seed"):
        return rng.choice((12, 2**62))  # not what would be drawn for minutes
    return value.copy() if isinstance(value, np.ndarray) else value


def call(name, rng):
    """Make a call; return what is wrong with what happened, or None."""
    owner, function = CALLABLES[name]()
    names = parameters_of(function)
    first = rng.randrange(len(names[:4]) + 1)
    positional = [value_from(rng, name) for name in names[:first]]
    others = [name for name in names[first:] if rng.random() < 0.3]
    keywords = {name: value_from(rng, name) for name in others}
    before = state_of(owner)
    try:
        with warnings.catch_warnings(), px.Graph().as_default():
            warnings.simplefilter("ignore")
            with np.errstate(all="ignore"):
                function(*positional, **keywords)
    except ALLOWED as error:
        moved = before is not None and state_of(owner) != before
        return f"moved, and then {error!r}" if moved else None
    except Exception as error:
        if type(error).__name__ not in documented(function):
            return f"{type(error).__name__}: {error}; {positional}, {keywords}"
    return None


def calls(count, seed):
    rng = random.Random(seed)
    names = list(CALLABLES)
    wrong = {}
    for i in range(count):
        name = names[i % len(names)]
        if (what := call(name, rng)) is not None:
            wrong.setdefault(name, what)
    return wrong


@pytest.fixture(autouse=True)
def default_graph():
    with contextlib.ExitStack() as stack:
        stack.callback(px.compat.v2.random.set_seed, 1)
        yield


def test_hostile_arguments():
    assert calls(20 * len(CALLABLES), 1) == {}


@pytest.mark.slow
def test_many_hostile_arguments_and_flat_memory():
    resource = pytest.importorskip("resource")
    assert calls(50_000, 2) == {}
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert calls(150_000, 3) == {}
    gc.collect()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 200_000  # kilobytes; one large array may be among them
