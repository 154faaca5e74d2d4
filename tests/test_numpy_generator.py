# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""PhiloxGenerator as one of NumPy's generators: its class, arguments and errors."""

import copy
import pickle

import numpy as np
import pytest
import scipy.stats

from philoxseed import Philox4x32, PhiloxGenerator, default_rng


def made():
    return default_rng(5)


def test_it_is_a_generator():
    rng = default_rng(5)
    assert isinstance(rng, np.random.Generator)
    assert repr(rng).startswith("PhiloxGenerator(Philox4x32) at 0x")
    assert np.random.default_rng(rng) is rng
    assert scipy.stats.norm.rvs(size=5, random_state=rng).shape == (5,)
    assert scipy.stats.qmc.Halton(2, rng=rng).random(4).shape == (4, 2)


def test_default_rng_takes_what_numpys_takes():
    assert default_rng().bit_generator.state != default_rng().bit_generator.state
    for seed in (5, [1, 2], np.random.SeedSequence(5)):
        expected = Philox4x32(seed).state
        assert default_rng(seed).bit_generator.state == expected
    rng, bits = default_rng(1), Philox4x32(1)
    assert default_rng(rng) is rng
    assert default_rng(bits).bit_generator is bits
    plain = default_rng(np.random.Generator(bits))
    assert type(plain) is PhiloxGenerator and plain.bit_generator is bits
    for seed in ("a", 1.5, np.random.default_rng(1), np.random.PCG64(1)):
        with pytest.raises(TypeError):
            default_rng(seed)
    with pytest.raises(ValueError, match="non-negative"):
        default_rng(-1)


class Derived(PhiloxGenerator):
    """A subclass, to survive copies."""


@pytest.mark.parametrize("cls", [PhiloxGenerator, Derived])
def test_copies_keep_the_class(cls):
    rng = cls(Philox4x32(8))
    rng.random(3)
    rng.gamma(1.5)
    for other in (pickle.loads(pickle.dumps(rng)), copy.deepcopy(rng)):
        assert type(other) is cls
        assert other.bit_generator is not rng.bit_generator
        assert other.bit_generator.state == rng.bit_generator.state
    assert type(copy.copy(rng)) is cls
    children = rng.spawn(2)
    assert [type(child) for child in children] == [cls, cls]
    sequences = np.random.SeedSequence(8).spawn(2)
    for child, sequence in zip(children, sequences, strict=True):
        assert child.bit_generator.state == Philox4x32(sequence).state


@pytest.mark.parametrize(
    "method", ["random", "standard_normal", "standard_exponential"]
)
def test_scalars_are_pythons_floats(method):
    for dtype in (np.float64, np.float32):
        value = getattr(made(), method)(dtype=dtype)
        assert type(value) is float
        assert value == getattr(made(), method)(1, dtype)[0]
    assert getattr(made(), method)(()).shape == ()
    for name in ("uniform", "normal", "exponential"):
        assert type(getattr(made(), name)()) is float


def test_out_is_filled_and_returned():
    out = np.empty((3, 5), np.float32)
    assert made().normal(1, 2, out=out, dtype="f4") is out
    np.testing.assert_array_equal(out, made().normal(1, 2, (3, 5), dtype="f4"))
    out = np.empty(7, np.int16)
    assert made().integers(-5, 5, 7, "i2", out=out) is out
    buffer = bytearray(5)
    assert made().integers(256, dtype=np.uint8, out=buffer) is buffer
    assert buffer == bytes(made().integers(256, size=5, dtype=np.uint8))


def test_arrays_of_parameters():
    u, z = made().random((2, 3)), made().standard_normal((2, 3))
    low, high = np.array([[1.0], [2.0]]), [3.0, 4.0, 5.0]
    values = made().uniform(low, high)
    np.testing.assert_array_equal(values, u * (np.array(high) - low) + low)
    values = made().normal(low, [1.0, 2.0, 0.0], size=(2, 3))
    np.testing.assert_array_equal(values, z * np.array([1.0, 2.0, 0.0]) + low)
    out = np.empty((2, 3))
    assert made().exponential(low, out=out) is out
    np.testing.assert_array_equal(out, made().standard_exponential((2, 3)) * low)
    values = made().normal(low.astype("f4"), 1, size=(2, 3), dtype="f4")
    assert values.dtype == np.float32


CONTIGUOUS = np.zeros((4, 6), order="F")

REFUSED = [
    lambda rng: rng.random(-1),
    lambda rng: rng.random("a"),
    lambda rng: rng.random(2.5),
    lambda rng: rng.random(3, dtype="f2"),
    lambda rng: rng.random(3, dtype=int),
    lambda rng: rng.standard_normal(3, dtype=">f8"),
    lambda rng: rng.random(out=np.zeros(3, "f4")),
    lambda rng: rng.random(out=np.zeros(6)[::2]),
    lambda rng: rng.random(4, out=np.zeros(3)),
    lambda rng: rng.uniform(0, np.inf),
    lambda rng: rng.uniform(2, 1),
    lambda rng: rng.uniform(0, np.nan),
    lambda rng: rng.uniform([0, 2], 1),
    lambda rng: rng.uniform(-1.7e308, [1.7e308, 1]),
    lambda rng: rng.uniform([1, 2], [3, 4], size=3),
    lambda rng: rng.uniform([1, 2], [3, 4, 5]),
    lambda rng: rng.normal(0, -1),
    lambda rng: rng.normal(0, -0.0),
    lambda rng: rng.normal([0, 1], [1, -1]),
    lambda rng: rng.normal(1j),
    lambda rng: rng.exponential(-1),
    lambda rng: rng.exponential([1, -1]),
    lambda rng: rng.integers(5, 5),
    lambda rng: rng.integers(0),
    lambda rng: rng.integers(6, 5, endpoint=True),
    lambda rng: rng.integers(5, 300, dtype=np.uint8),
    lambda rng: rng.integers(-1, 3, dtype=np.uint8),
    lambda rng: rng.integers(0, 3, dtype=bool),
    lambda rng: rng.integers(2**64),
    lambda rng: rng.integers(0, 5, dtype=np.float64),
]


@pytest.mark.parametrize("call", REFUSED)
def test_refused_as_numpy_refuses(call):
    with pytest.raises(Exception) as numpys, np.errstate(over="ignore"):
        call(np.random.default_rng(1))
    rng = made()
    with pytest.raises(numpys.type):
        call(rng)
    assert rng.bit_generator.state == made().bit_generator.state


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda rng: rng.random(out=CONTIGUOUS), ValueError, "pass out.T"),
        (lambda rng: rng.random(out=[1.0]), TypeError, "not list"),
        (lambda rng: rng.random(3, threads=0), ValueError, "threads"),
        (lambda rng: rng.normal(None), TypeError, "got None"),
        (lambda rng: rng.bytes(-1), ValueError, "length"),
        (lambda rng: rng.bytes(2.5), TypeError, "length"),
        (lambda rng: rng.standard_exponential(method="no"), ValueError, "'no'"),
        (lambda rng: rng.uniform(0, 1e39, dtype="f4"), OverflowError, "exceeds"),
    ],
)
def test_refused_with_a_text(call, error, text):
    rng = made()
    with pytest.raises(error, match=text):
        call(rng)
    assert rng.bit_generator.state == made().bit_generator.state


def test_a_generator_that_was_not_initialised_is_refused():
    rng = PhiloxGenerator.__new__(PhiloxGenerator)
    for call in (rng.random, rng.normal, lambda: rng.integers(3), lambda: rng.bytes(3)):
        with pytest.raises(TypeError):
            call()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    "draw",
    [
        lambda rng, a, **k: rng.normal(a, 1, **k),
        lambda rng, a, **k: rng.normal(0, a, **k),
        lambda rng, a, **k: rng.normal(a[::-1], a, **k),
        lambda rng, a, **k: rng.exponential(a, **k),
        lambda rng, a, **k: rng.uniform(a, a + 2, **k),
        lambda rng, a, **k: rng.uniform(a, 99, **k),
        lambda rng, a, **k: rng.uniform(0, a, **k),
    ],
)
def test_out_may_be_a_parameter(draw, dtype):
    a = np.linspace(1, 9, 5, dtype=dtype)
    expected = draw(default_rng(3), a.copy(), dtype=dtype)
    assert draw(default_rng(3), a, dtype=dtype, out=a) is a
    np.testing.assert_array_equal(a, expected)


@pytest.mark.parametrize("values", [[1 + 2j], ["1"], np.array([1, 2], object)])
@pytest.mark.parametrize("method", ["uniform", "normal", "exponential"])
def test_arrays_of_what_numpy_does_not_cast_are_refused(method, values):
    rng = default_rng(1)
    before = rng.bit_generator.state
    for generator in (rng, np.random.default_rng(1)):
        with pytest.raises(TypeError, match="annot cast array data"):
            getattr(generator, method)(np.asarray(values))
    assert rng.bit_generator.state == before


@pytest.mark.parametrize("nan", [np.nan, -np.nan, [-np.nan, 1.0]])
def test_nan_scales_pass_as_in_numpy(nan):
    for generator in (default_rng(1), np.random.default_rng(1)):
        assert np.isnan(generator.normal(0, nan)).any()
        assert np.isnan(generator.exponential(nan)).any()


@pytest.mark.parametrize("limits", [(3, None, bool), (5, 2, np.int64), (-1, 300, "u1")])
def test_no_integers_need_no_limits(limits):
    low, high, dtype = limits
    ours, numpys = (
        rng.integers(low, high, size=(0, 2), dtype=dtype)
        for rng in (default_rng(1), np.random.default_rng(1))
    )
    assert ours.shape == numpys.shape and ours.dtype == numpys.dtype


def test_ziggurat_checks_threads():
    with pytest.raises(TypeError, match="threads"):
        default_rng(1).standard_exponential(3, method="zig", threads="2")
