# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What `out` may be, and what happens where reading an argument changes it."""

import contextlib
import ctypes

import ml_dtypes
import numpy as np
import pytest

from philoxseed import Stream, default_rng

SIZE = 1000


class Changes:
    """A number whose reading makes an array of single bytes of `out`."""

    def __init__(self, out, value):
        self.out, self.value = out, value

    def change(self):
        self.out.dtype = np.int8
        return self.value

    __index__ = __int__ = change

    def __float__(self):
        return float(self.change())

    def __array__(self, dtype=None, copy=None):
        return np.full(SIZE, self.change(), np.float64)


STREAM = {
    "uniform": ["size", "low", "high", "threads"],
    "normal": ["size", "loc", "scale", "threads"],
    "truncated_normal": ["size", "loc", "scale", "threads"],
    "integers": ["size", "low", "high", "threads"],
    "bits": ["size", "threads"],
}
GENERATOR = {
    "random": ["size", "threads"],
    "uniform": ["low", "high", "size", "threads"],
    "standard_normal": ["size", "threads"],
    "normal": ["loc", "scale", "size", "threads"],
    "standard_exponential": ["size", "threads"],
    "exponential": ["scale", "size", "threads"],
    "integers": ["low", "high", "size", "endpoint", "threads"],
}
VALUES = {"size": SIZE, "threads": 1, "low": 1, "high": 2, "loc": 1, "scale": 1}
ENTRIES = [
    (make, method, argument)
    for make, methods in ((Stream, STREAM), (default_rng, GENERATOR))
    for method, arguments in methods.items()
    for argument in arguments
]


@pytest.mark.parametrize(("make", "method", "argument"), ENTRIES)
@pytest.mark.parametrize("in_a_tuple", [False, True])
def test_nothing_is_written_behind_out(make, method, argument, in_a_tuple):
    memory = np.zeros(64 * SIZE, np.uint8)
    dtype = {"bits": np.uint64, "integers": np.int64}.get(method, np.float64)
    out = memory[: 8 * SIZE].view(dtype)
    value = Changes(out, VALUES.get(argument, 0))
    arguments = {"out": out, argument: (value,) if in_a_tuple else value}
    if method != "random" and not method.startswith("standard"):
        arguments["dtype"] = dtype
    if method == "integers":
        arguments = {"low": 0, "high": 9} | arguments
    rng = make(1)
    with contextlib.suppress(TypeError, ValueError):
        getattr(rng, method)(**arguments)
    assert not memory[8 * SIZE :].any()


@pytest.mark.parametrize("argument", ["first", "low", "high", "threads"])
def test_fill_writes_nothing_behind_out(argument):
    memory = np.zeros(64 * SIZE, np.uint8)
    out = memory[: 8 * SIZE].view(np.float64)
    with pytest.raises(TypeError, match=r"wrong type|Unsupported dtype"):
        Stream(1).fill(out, **{argument: Changes(out, 1)})
    assert not memory.any()


class DLTensor(ctypes.Structure):
    _fields_ = (
        ("data", ctypes.c_void_p),
        ("device_type", ctypes.c_int32),
        ("device_id", ctypes.c_int32),
        ("ndim", ctypes.c_int32),
        ("code", ctypes.c_uint8),
        ("bits", ctypes.c_uint8),
        ("lanes", ctypes.c_uint16),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("byte_offset", ctypes.c_uint64),
    )


class DLManagedTensor(ctypes.Structure):
    _fields_ = (
        ("major", ctypes.c_uint32),
        ("minor", ctypes.c_uint32),
        ("context", ctypes.c_void_p),
        ("deleter", ctypes.c_void_p),
        ("flags", ctypes.c_uint64),
        ("tensor", DLTensor),
    )


class Lender:
    """Lends bfloat16 values as torch's tensors do: by DLPack alone."""

    def __init__(self, shape, **fields):
        self.array = np.zeros(shape, ml_dtypes.bfloat16)
        n = self.array.ndim
        strides = fields.pop("strides", [s // 2 for s in self.array.strides])
        name = fields.pop("name", b"dltensor_versioned")
        flags, major = fields.pop("flags", 0), fields.pop("major", 1)
        tensor = {
            "data": self.array.ctypes.data,
            "device_type": 1,
            "ndim": n,
            "code": 4,
            "bits": 16,
            "lanes": 1,
            "shape": (ctypes.c_int64 * n)(*self.array.shape),
            "strides": None if strides is None else (ctypes.c_int64 * n)(*strides),
        }
        self.lent = DLManagedTensor(
            major, 0, flags=flags, tensor=DLTensor(**tensor | fields)
        )
        self.name = name

    def __dlpack__(self, *, stream=None, max_version=None, **others):
        if max_version is None:
            raise BufferError("only by DLPack 1.0")
        new = ctypes.pythonapi.PyCapsule_New
        new.restype = ctypes.py_object
        new.argtypes = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p
        return new(ctypes.addressof(self.lent), self.name, None)

    def __dlpack_device__(self):
        return 1, 0


@pytest.mark.parametrize("strides", [{}, {"strides": None}])
def test_bfloat16_by_dlpack(strides):
    out = Lender((3, 5), **strides)
    drawn = Stream(1, 2).normal(out=out, dtype="bfloat16")
    assert drawn is out
    expected = Stream(1, 2).normal((3, 5), dtype="bfloat16")
    np.testing.assert_array_equal(out.array, expected)


def test_bfloat16_behind_an_offset():
    out = Lender(5)
    out.lent.tensor.byte_offset, out.lent.tensor.shape[0] = 4, 3
    Stream(1, 2).normal(out=out, dtype="bfloat16")
    expected = Stream(1, 2).normal(3, dtype="bfloat16")
    np.testing.assert_array_equal(out.array, [0, 0, *expected])


@pytest.mark.parametrize(
    "fields",
    [
        {"flags": 1},
        {"flags": 2},
        {"major": 2},
        {"device_type": 2},
        {"code": 10},
        {"bits": 32},
        {"lanes": 2},
        {"ndim": 65},
        {"name": b"dltensor"},
        {"strides": [1, 3]},
    ],
)
def test_other_tensors_are_refused(fields):
    out = Lender((3, 5), **fields)
    with pytest.raises((TypeError, ValueError), match=r"out must be|C-contiguous"):
        Stream(1).normal(out=out, dtype="bfloat16")
    assert not out.array.any()


@pytest.mark.parametrize("name", ["bfloat16", "float16", "float32", "float64"])
def test_tensors_of_torch(name):
    torch = pytest.importorskip("torch")
    out = torch.zeros((3, 5), dtype=getattr(torch, name))
    assert Stream(1).uniform(out=out, dtype=name) is out
    values = out.to(torch.float64).numpy()
    np.testing.assert_array_equal(values, Stream(1).uniform((3, 5), dtype=name))
    with pytest.raises(ValueError, match="C-contiguous"):
        Stream(1).uniform(out=out.T, dtype=name)
