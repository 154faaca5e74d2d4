# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""PhiloxGenerator as one of NumPy's generators: its class, arguments and errors."""

import copy
import pickle
import warnings
from decimal import Decimal
from fractions import Fraction

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
    with pytest.raises(ValueError, match="non-negative integer, got -1"):
        default_rng(-1)


def test_default_rng_shares_the_bits_of_a_random_state():
    old = np.random.RandomState(Philox4x32(5))
    rng = default_rng(old)
    assert type(rng) is PhiloxGenerator
    old.bytes(16)
    expected = Philox4x32(5)
    expected.random_raw(4)
    assert rng.bit_generator.random_raw() == expected.random_raw()
    for seed in (np.random.RandomState(5), np.random.Generator(np.random.MT19937(5))):
        with pytest.raises(TypeError, match=r"not MT19937: default_rng\(seed\)"):
            default_rng(seed)


def test_classes_are_no_objects():
    for call in (PhiloxGenerator, np.random.Generator):
        with pytest.raises(ValueError):
            call(Philox4x32)
    for call in (default_rng, np.random.default_rng):
        for cls in (Philox4x32, PhiloxGenerator):
            with pytest.raises(TypeError):
                call(cls)
    with pytest.raises(TypeError, match="it is the class ndarray"):
        default_rng(1).random(out=np.ndarray)
    with pytest.raises(TypeError, match="seed must not be a class: call Philox4x32"):
        default_rng(Philox4x32)
    with pytest.raises(ValueError, match="call Philox4x32"):
        PhiloxGenerator(Philox4x32)


def test_dask_draws_from_it():
    array = pytest.importorskip("dask.array")
    drawn = []
    for seed in (Philox4x32(1), default_rng(1)):
        rng = array.random.default_rng(seed)
        values = rng.normal(3.0, 2.0, size=(50, 4), chunks=(20, 4))
        assert values.chunks == ((20, 20, 10), (4,))
        drawn.append(
            [
                values.compute(),
                rng.choice(10, 5).compute(),
                rng.permutation(9).compute(),
            ]
        )
    for one, other in zip(*drawn, strict=True):
        np.testing.assert_array_equal(one, other)
    first = default_rng(Philox4x32(1).spawn(1)[0]).normal(3.0, 2.0, (20, 4))
    np.testing.assert_array_equal(drawn[0][0][:20], first)
    assert sorted(drawn[0][2]) == list(range(9))


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

OTHER_ORDER = {name: np.dtype(name).newbyteorder() for name in ("i4", "f4")}

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
    lambda rng: rng.integers(0, 5, dtype=OTHER_ORDER["i4"]),
    lambda rng: rng.integers("a"),
    lambda rng: rng.integers(np.nan),
    lambda rng: rng.random(3, dtype=OTHER_ORDER["f4"]),
    lambda rng: rng.random({2}),
    lambda rng: rng.random(float),
    lambda rng: rng.normal("a"),
    lambda rng: rng.normal("1"),
    lambda rng: rng.normal(float),
    lambda rng: rng.normal(0, "a"),
    lambda rng: rng.exponential("a"),
    lambda rng: rng.uniform("a", 1),
    lambda rng: rng.uniform(["a"], 1),
    lambda rng: rng.uniform([None], 1),
    lambda rng: rng.normal([1j]),
    lambda rng: rng.normal([10**400]),
    lambda rng: rng.normal(10**400),
    lambda rng: rng.normal(np.array([1], np.longdouble)),
    lambda rng: rng.normal(np.array([Fraction(1, 2)])),
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
        (lambda rng: rng.integers(-2), ValueError, "^high <= 0: -2$"),
        (lambda rng: rng.integers(-2, endpoint=True), ValueError, "^high < 0: -2$"),
        (lambda rng: rng.integers(0, -2), ValueError, "^low >= high: 0 >= -2$"),
        (lambda rng: rng.normal("a"), ValueError, "loc must be .*float: 'a'"),
        (lambda rng: rng.normal(["a"]), ValueError, "loc must be .*float: 'a'"),
        (lambda rng: rng.uniform([1], [2j]), TypeError, "high must be a real number"),
        (lambda rng: rng.integers(3, dtype=OTHER_ORDER["i4"]), ValueError, "astype"),
        (lambda rng: rng.random("2"), TypeError, "size must be an integer.*, got '2'"),
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


@pytest.mark.parametrize(
    "x",
    [
        Fraction(1, 2),
        [Fraction(1, 2), Decimal("0.25")],
        [10**30],
        ["1.5"],
        np.array(1.5),
        np.array([True]),
        np.array([3], np.uint64),
        [[1.5, 2]],
    ],
)
def test_parameters_that_numpy_takes(x):
    exact = np.asarray(x, np.float64)
    values = made().normal(x, 2.0)
    np.testing.assert_array_equal(values, made().normal(exact, 2.0))
    assert np.shape(values) == np.shape(np.random.default_rng(1).normal(x, 2.0))
    np.testing.assert_array_equal(made().exponential(x), made().exponential(exact))
    np.testing.assert_array_equal(made().uniform(-1, x), made().uniform(-1, exact))


def test_parameters_of_many_axes():
    """NumPy's own broadcasting of parameters ends at 32 axes."""
    shape = (1,) * 32 + (2,)
    values = made().normal([0.0, 1.0], 1, size=shape)
    np.testing.assert_array_equal(values.ravel(), made().normal([0.0, 1.0], 1))
    values = made().uniform(np.zeros((1,) * 40), np.ones((3,) + (1,) * 39))
    np.testing.assert_array_equal(values.ravel(), made().random(3))
    for parameters in (([1, 2], [1, 2, 3]), (np.ones(shape), [1, 2, 3])):
        with pytest.raises(ValueError, match="cannot be broadcast"):
            made().normal(*parameters)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_scale_of_zero_leaves_no_negative_zero(dtype):
    zero = np.zeros(1000, dtype)
    for rng in (made(), default_rng(77)):
        for values in (
            rng.normal(0, 0, 1000, dtype=dtype),
            rng.normal(-0.0, 0, 1000, dtype=dtype),
            rng.normal(zero, 0, dtype=dtype),
            rng.normal(-zero, zero, dtype=dtype),
            rng.uniform(0.0, -0.0, 1000, dtype=dtype),
            rng.uniform(zero, -zero, dtype=dtype),
            rng.exponential(0, 1000, dtype=dtype),
            rng.exponential(zero, dtype=dtype),
        ):
            assert (values == 0).all() and not np.signbit(values).any()
        assert (rng.normal(2.5, 0, 1000, dtype=dtype) == 2.5).all()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("how", ["raise", "warn"])
def test_no_errstate_stops_a_draw(how, dtype):
    tiny = np.full(100, np.finfo(dtype).smallest_subnormal)
    scale = np.full(100, np.finfo(dtype).tiny)
    huge = np.full(100, np.finfo(dtype).max)
    calls = [
        lambda rng: rng.uniform(0 * tiny, tiny, dtype=dtype),
        lambda rng: rng.uniform(-huge, 0, dtype=dtype),
        lambda rng: rng.normal(tiny, scale, dtype=dtype),
        lambda rng: rng.normal(huge, huge, dtype=dtype),
        lambda rng: rng.normal([np.inf, 1, 3], [np.inf, np.nan, 1e300], dtype=dtype),
        lambda rng: rng.exponential(tiny, dtype=dtype),
        lambda rng: rng.exponential(huge, dtype=dtype),
        lambda rng: rng.normal(huge[0], huge[0], 100, dtype=dtype),
    ]
    for call in calls:
        with np.errstate(all="ignore"):
            expected = call(made())
        with warnings.catch_warnings(), np.errstate(all=how):
            warnings.simplefilter("error")
            values = call(made())
        np.testing.assert_array_equal(values, expected)
    with np.errstate(all=how), pytest.raises(OverflowError):
        made().uniform(-huge, huge, dtype=dtype)


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
