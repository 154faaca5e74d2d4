# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""NumPy's distributions on the kernels: what all of them have in common.

Each one's values are compared with a model of its own and with SciPy elsewhere; here,
that a loop, a batch, pieces, threads and arrays of parameters give the same values, and
that arguments are those of NumPy.
"""

import copy
import inspect
import itertools
import pickle
import warnings

import numpy as np
import pytest
from generators import made, place
from hypothesis import given, settings
from hypothesis import strategies as st

import philoxseed as px

# By method: words of a value, parameters that cross the borders between algorithms, and
# some that are refused.
FAMILIES = {
    "lognormal": (2, [(0.0, 1.0), (3.0, 0.0), (-1.0, 200.0)], [(0.0, -1.0)]),
    "laplace": (2, [(0.0, 1.0), (3.0, 0.0), (-1.0, 1e300)], [(0.0, -1.0)]),
    "logistic": (2, [(0.0, 1.0), (3.0, 0.0), (-1.0, 1e300)], [(0.0, -1.0)]),
    "gumbel": (2, [(0.0, 1.0), (3.0, 0.0), (-1.0, 1e300)], [(0.0, -1.0)]),
    "rayleigh": (2, [(1.0,), (0.0,), (1e300,)], [(-1.0,)]),
    "weibull": (2, [(1.0,), (2.5,), (0.01,), (0.0,), (1e10,)], [(-1.0,)]),
    "pareto": (2, [(1.0,), (2.5,), (0.01,), (1e10,)], [(0.0,), (-1.0,)]),
    "power": (2, [(1.0,), (2.5,), (0.01,), (1e10,)], [(0.0,), (-1.0,)]),
    "standard_cauchy": (2, [()], []),
    "triangular": (
        2,
        [(0.0, 0.5, 1.0), (-1.0, 0.0, 3.0), (-1e10, 0.25, 1.0)],
        [(1.0, 0.5, 2.0), (0.0, 3.0, 2.0), (1.0, 1.0, 1.0)],
    ),
    "geometric": (2, [(0.5,), (1.0,), (0.01,), (1e-18,)], [(0.0,), (1.5,), (-1.0,)]),
    "standard_gamma": (4, [(2.0,), (0.5,), (1.0,), (1e-3,), (1e6,)], [(-1.0,)]),
    "gamma": (4, [(2.0, 3.0), (0.3, 0.0), (0.0, 1.0)], [(-1.0, 1.0), (1.0, -1.0)]),
    "chisquare": (4, [(4.0,), (1.0,), (0.1,), (1e9,)], [(0.0,), (-1.0,)]),
    "beta": (
        4,
        [(2.0, 3.0), (0.5, 0.5), (1e-3, 1e-3), (1.0, 1e5)],
        [(0.0, 1.0), (1.0, -1.0)],
    ),
    "f": (4, [(2.0, 30.0), (1.0, 1.0), (0.2, 5.0)], [(0.0, 1.0), (1.0, 0.0)]),
    "standard_t": (4, [(5.0,), (1.0,), (0.2,), (1e20,)], [(0.0,), (-3.0,)]),
    "wald": (4, [(3.0, 2.0), (1e-3, 1e3), (1e3, 1e-3)], [(0.0, 1.0), (1.0, -1.0)]),
    "vonmises": (4, [(0.0, 4.0), (1.0, 1e-9), (-9.0, 0.0), (2.0, 1e9)], [(0.0, -1.0)]),
    "noncentral_chisquare": (
        4,
        [(3.0, 20.0), (1.0, 0.0), (0.3, 5.0), (0.5, 90.0), (0.2, 1e30)],
        [(0.0, 1.0), (1.0, -1.0)],
    ),
    "noncentral_f": (
        4,
        [(3.0, 20.0, 3.0), (0.5, 1.0, 30.0), (1.0, 0.3, 0.0)],
        [(0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, -1.0)],
    ),
    "poisson": (
        4,
        [(3.5,), (0.0,), (9.99,), (10.0,), (100.0,), (1e18,)],
        [(-1.0,), (9.3e18,)],
    ),
    "binomial": (
        4,
        [(10, 0.3), (0, 0.5), (19, 0.5), (20, 0.5), (1000, 0.7), (2**62, 0.5)],
        [(-1, 0.5), (1, -0.1), (1, 1.1)],
    ),
    "negative_binomial": (
        4,
        [(5.0, 0.3), (0.5, 0.5), (2.0, 1.0), (1e4, 0.01)],
        [(0.0, 0.5), (-1.0, 0.5), (1.0, 0.0), (1.0, 1.1), (1e18, 0.01)],
    ),
    "hypergeometric": (
        4,
        [(10, 20, 8), (0, 30, 20), (100, 100, 50), (500, 1000, 900)],
        [(-1, 3, 2), (3, -1, 2), (3, 3, -1), (1, 3, 5), (10**9, 3, 2)],
    ),
    "zipf": (4, [(2.0,), (1.1,), (5.0,), (1e3,)], [(1.0,), (0.5,)]),
    "logseries": (4, [(0.5,), (0.0,), (0.99,)], [(1.0,), (-0.1,)]),
}
WHOLE = {
    "geometric", "poisson", "binomial", "negative_binomial", "hypergeometric", "zipf",
    "logseries",
}  # fmt: skip

CASES = [
    pytest.param(name, parameters, id=f"{name}{parameters}")
    for name, (_, accepted, _) in FAMILIES.items()
    for parameters in accepted
]
NAMES = list(FAMILIES)


def drawn(rng, name, parameters, *arguments, **keywords):
    return getattr(rng, name)(*parameters, *arguments, **keywords)


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_loop_is_batch_is_threads_is_pieces(name, parameters):
    words = FAMILIES[name][0]
    batch = drawn(made(), name, parameters, 2000, threads=1)
    assert batch.dtype == (np.int64 if name in WHOLE else np.float64)
    loop = made()
    single = [drawn(loop, name, parameters) for _ in range(300)]
    assert all(type(x) is (int if name in WHOLE else float) for x in single)
    np.testing.assert_array_equal(single, batch[:300])
    assert place(loop) == 300 * words
    pieces = made()
    sizes = [1, 2, 7, 0, 190, 1000, 800]
    found = [drawn(pieces, name, parameters, n) for n in sizes]
    np.testing.assert_array_equal(np.concatenate(found), batch)
    many = drawn(made(), name, parameters, (3, 20_011), threads=1)
    for threads in (2, 3, None):
        again = drawn(made(), name, parameters, (3, 20_011), threads=threads)
        np.testing.assert_array_equal(again, many)
    out = np.empty(2000, batch.dtype)
    assert drawn(made(), name, parameters, out=out) is out
    np.testing.assert_array_equal(out, batch)


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_float32_is_float64_rounded(name, parameters):
    if name in WHOLE:
        assert "dtype" not in inspect.signature(getattr(made(), name)).parameters
        return
    with np.errstate(over="ignore"):
        expected = drawn(made(), name, parameters, 700).astype(np.float32)
    rng = made()
    found = drawn(rng, name, parameters, 700, dtype=np.float32)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, expected)
    assert place(rng) == 700 * FAMILIES[name][0]
    single = made()
    some = [drawn(single, name, parameters, dtype="float32") for _ in range(9)]
    assert type(some[0]) is float
    np.testing.assert_array_equal(some, expected[:9])


@pytest.mark.parametrize("name", NAMES)
def test_the_same_values_by_every_kernel(name, kernel):
    for parameters in FAMILIES[name][1]:
        with px.simd.force("scalar"):
            expected = drawn(made(4), name, parameters, 1003)
        with px.simd.force(kernel):
            found = drawn(made(4), name, parameters, 1003)
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("name", NAMES)
def test_arrays_of_parameters_are_numbers_value_by_value(name):
    accepted = FAMILIES[name][1]
    if not accepted[0]:
        return
    n = len(accepted)
    columns = [np.array(column) for column in zip(*accepted, strict=True)]
    rng, loop = made(), made()
    found = drawn(rng, name, columns)
    single = [drawn(loop, name, parameters) for parameters in accepted]
    np.testing.assert_array_equal(found, single)
    assert place(rng) == place(loop) == n * FAMILIES[name][0]
    # Broadcast over rows, not contiguous, with numbers in between, and in pieces.
    for shape in ((700, n), (3, 5, n)):
        rng, loop = made(), made()
        grid = drawn(rng, name, columns, shape)
        rows = [
            [drawn(loop, name, parameters) for parameters in accepted]
            for _ in range(np.prod(shape[:-1]))
        ]
        np.testing.assert_array_equal(grid, np.reshape(rows, shape))
    if len(columns) > 1:
        outer = [columns[0][:, None], *(column[None, :] for column in columns[1:])]
        found = drawn(made(), name, outer)
        loop = made()
        single = [
            [
                drawn(loop, name, (first, *others))
                for others in zip(*columns[1:], strict=True)
            ]
            for first in columns[0]
        ]
        np.testing.assert_array_equal(found, single)
    many = [np.resize(column, 40_001)[::-1] for column in columns]
    expected = drawn(made(), name, many, threads=1)
    np.testing.assert_array_equal(drawn(made(), name, many, threads=2), expected)
    few = drawn(made(), name, [column[:9] for column in many])
    np.testing.assert_array_equal(expected[:9], few)


REFUSED = [
    pytest.param(name, parameters, id=f"{name}{parameters}")
    for name, (_, _, refused) in FAMILIES.items()
    for parameters in refused
]


@pytest.mark.parametrize(("name", "parameters"), REFUSED)
def test_wrong_parameters_are_refused_as_numpys_are(name, parameters):
    numpys = np.random.default_rng(1)
    forms = [
        parameters,
        tuple(np.array([x, x]) for x in parameters),
        (*parameters[:-1], np.array([FAMILIES[name][1][0][-1], parameters[-1]])),
    ]
    for form in forms:
        rng = made()
        try:
            drawn(numpys, name, form)
        except (TypeError, ValueError) as error:
            expected = type(error)
        else:
            continue
        for keywords in ({}, {"size": (3, 2)}, {"threads": 1}):
            with pytest.raises(expected):
                drawn(rng, name, form, **keywords)
        assert place(rng) == 0


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_number_is_refused(name):
    accepted, others = (
        FAMILIES[name][1][0],
        ["x", None, 1j, [], object(), "1.5", [[1], [2, 3]]],
    )
    for i, other in itertools.product(range(len(accepted)), others):
        if (name, other) == ("negative_binomial", "1.5"):
            continue  # which NumPy takes there only
        wrong = (*accepted[:i], other, *accepted[i + 1 :])
        rng, numpys = made(), np.random.default_rng(1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                expected = drawn(numpys, name, wrong)
            except (TypeError, ValueError) as error:
                with pytest.raises((TypeError, ValueError)):
                    drawn(rng, name, wrong)
                assert place(rng) == 0, error
            else:
                assert np.shape(drawn(rng, name, wrong)) == np.shape(expected)


@pytest.mark.parametrize("name", NAMES)
def test_sizes_outputs_dtypes_and_threads_are_checked(name):
    rng, parameters = made(), FAMILIES[name][1][0]
    wrong = [
        ({"size": -1}, ValueError),
        ({"size": "x"}, TypeError),
        ({"out": np.empty(3, np.int32)}, TypeError),
        ({"size": 2, "out": drawn(made(), name, parameters, 3)}, ValueError),
        ({"threads": 0}, ValueError),
        ({"threads": "x"}, TypeError),
    ]
    if name not in WHOLE:
        wrong += [({"dtype": np.int32}, TypeError), ({"dtype": "float16"}, TypeError)]
    for keywords, error in wrong:
        with pytest.raises(error):
            drawn(rng, name, parameters, **keywords)
    if parameters:
        arrays = tuple(np.full((2, 1), x) for x in parameters)
        with pytest.raises(ValueError, match="size"):
            drawn(rng, name, arrays, 3)
    assert place(rng) == 0
    assert drawn(rng, name, parameters, 0).shape == (0,)
    assert drawn(rng, name, parameters, (2, 0)).shape == (2, 0)
    assert place(rng) == 0


@pytest.mark.parametrize("name", NAMES)
def test_signatures_are_numpys_and_more(name):
    ours = inspect.signature(getattr(made(), name)).parameters
    numpys = getattr(np.random.default_rng(1), name).__doc__
    first = numpys.strip().splitlines()[0]
    shown = [
        part.split("=")[0].strip()
        for part in first[first.index("(") + 1 : -1].split(",")
    ]
    assert [x for x in shown if x not in ("", "self")] == list(ours)[: len(shown)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_mixture_of_calls_is_a_loop(data):
    batches, loop = made(), made()
    for _ in range(data.draw(st.integers(1, 5))):
        kind = data.draw(st.sampled_from([*NAMES, "random", "integers", "pickle"]))
        n = data.draw(st.integers(0, 30))
        if kind == "pickle":
            batches = pickle.loads(pickle.dumps(batches))
            loop = copy.deepcopy(loop)
            continue
        if kind in FAMILIES:
            parameters = data.draw(st.sampled_from(FAMILIES[kind][1]))
        else:
            parameters = (7,) if kind == "integers" else ()
        found = drawn(batches, kind, parameters, size=n)
        single = [drawn(loop, kind, parameters) for _ in range(n)]
        np.testing.assert_array_equal(found, single)
        assert place(batches) == place(loop)
