# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Draws with a loop in each value: pieces, kernels, distributions, errors."""

import numpy as np
import pytest
import scipy.stats

import philoxseed as px
from philoxseed._core import CoreStream, draw_binomial, draw_gamma, draw_poisson
from philoxseed.random import _pieces

ERROR = px.errors.InvalidArgumentError


def draws(stream, n):
    """Values of many parameters, from every kind of loop."""
    yield draw_gamma(stream, n, [0.05, 0.7, 1.0, 2.5, 300.0], "float64", 0)
    yield draw_gamma(stream, n, [0.3, 7.0], "float16", 0)
    yield draw_poisson(stream, n, [0.1, 3.0, 9.99, 10.0, 4e5], "int64", 0)
    yield draw_poisson(stream, n, [55.0], "float32", 0)
    rules = [0, 2, 6, 1, 4]
    counts, probs = [20.0, 1e4, 50.0, 7.0, 9.0], [0.2, 0.5, 0.4, 0.1, 0.01]
    yield draw_binomial(stream, n, counts, probs, rules, "int32", 0)


@pytest.mark.parametrize("kernel", px.simd.available())
def test_kernels_are_equal(kernel):
    seed = CoreStream(7, (1 << 128) - 5)
    chosen = px.simd.active()
    try:
        px.simd.force("scalar")
        expected = list(draws(seed, 150))
        px.simd.force(kernel)
        values = list(draws(seed, 150))
        categories = px.random.stateless_categorical(np.eye(9) * 3, 50, [1, 2])
        cut = px.random.stateless_parameterized_truncated_normal([99], [1, 2])
    finally:
        px.simd.force(chosen)
    for a, b in zip(values, expected, strict=True):
        assert a.tobytes() == b.tobytes()
    again = px.random.stateless_categorical(np.eye(9) * 3, 50, [1, 2])
    assert np.array_equal(categories, again)
    assert np.array_equal(
        cut, px.random.stateless_parameterized_truncated_normal([99], [1, 2])
    )


@pytest.mark.parametrize("first", [1, 3, 64, 100])
def test_values_have_places(first):
    """A value does not depend on where a fill starts."""
    stream = CoreStream(5)
    for draw, parameter in ((draw_gamma, 0.4), (draw_poisson, 12.0)):
        whole = draw(stream, 200, [parameter], "float64", 0)
        part = draw(stream.at(first), 200 - first, [parameter], "float64", 0)
        assert np.array_equal(whole[first:], part)


@pytest.mark.parametrize(
    ("draw", "cdf"),
    [
        (lambda n: px.random.stateless_gamma([n], [3, 4], 0.3, 2.0, "float64"),
         scipy.stats.gamma(0.3, scale=0.5).cdf),
        (lambda n: px.random.stateless_gamma([n], [3, 4], 1.0, None, "float64"),
         scipy.stats.expon.cdf),
        (lambda n: px.random.stateless_gamma([n], [3, 4], 40.0, None, "float32"),
         scipy.stats.gamma(40).cdf),
        (lambda n: px.random.stateless_parameterized_truncated_normal([n], [5, 6]),
         scipy.stats.truncnorm(-2, 2).cdf),
        (lambda n: px.random.stateless_parameterized_truncated_normal(
            [n], [5, 6], 0.0, 1.0, 3.0, np.inf),
         scipy.stats.truncnorm(3, np.inf).cdf),
    ],
)  # fmt: skip
def test_distributions(draw, cdf):
    assert scipy.stats.kstest(np.asarray(draw(50_000)), cdf).pvalue > 1e-3


def chi_square(values, pmf, n):
    observed = np.bincount(values)
    k = np.arange(len(observed))
    expected = pmf(k) * n
    keep = expected > 10
    rest = n - expected[keep].sum()
    counts = [*observed[keep], observed[~keep].sum()]
    return scipy.stats.chisquare(counts, [*expected[keep], rest]).pvalue


@pytest.mark.parametrize("rate", [0.5, 6.0, 10.0, 75.0])
def test_poisson_distribution(rate):
    n = 50_000
    values = np.asarray(px.random.stateless_poisson([n], [1, 9], rate))
    assert chi_square(values, scipy.stats.poisson(rate).pmf, n) > 1e-3


@pytest.mark.parametrize(("n", "p"), [(10, 0.3), (10, 0.8), (300, 0.2), (40, 0.6)])
def test_binomial_distribution(n, p):
    size = 50_000
    values = np.asarray(px.random.stateless_binomial([size], [1, 9], float(n), p))
    assert chi_square(values, scipy.stats.binom(n, p).pmf, size) > 1e-3


def test_categorical_distribution():
    p = np.array([0.1, 0.2, 0.4, 0.05, 0.25])
    n = 50_000
    values = px.random.stateless_categorical(np.log([p, p]), n, [1, 9])
    for row in values:
        assert scipy.stats.chisquare(np.bincount(row), p * n).pvalue > 1e-3
    none = px.random.stateless_categorical(np.full((1, 3), -np.inf), 4, [1, 9])
    assert none.tolist() == [[3] * 4]


def test_threads_of_tensorflow():
    assert _pieces.pieces(64, 50 * (1001 * 3 + 8), 4)[0] == (0, 4)
    assert _pieces.pieces(2, 100, 4) == [(0, 2)]
    assert _pieces.pieces(0, 100, 4) == []
    for bad, error in ((0, ValueError), (1.5, TypeError)):
        with pytest.raises(error):
            px.random.stateless_categorical([[1.0]], 1, [1, 2], threads=bad)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda r: r.stateless_poisson([2], [1, 2], np.nan), ERROR),
        (lambda r: r.stateless_poisson([2], [1, 2], 1e12, "int32"), ERROR),
        (lambda r: r.stateless_poisson([2], [1, 2], 3.0, "uint8"), ERROR),
        (lambda r: r.stateless_poisson([2], [1, 2], [3.0, 4.0, 5.0]), ERROR),
        (lambda r: r.stateless_gamma([3], [1, 2], [1.0, 2.0]), ERROR),
        (lambda r: r.stateless_gamma([3], [1, 2], 1.0, dtype="int32"), TypeError),
        (lambda r: r.stateless_binomial([2], [1, 2], np.nan, 0.5), ERROR),
        (lambda r: r.stateless_binomial([2], [1, 2], [1.0] * 2, [0.5] * 3), ERROR),
        (lambda r: r.stateless_categorical([1.0, 2.0], 3, [1, 2]), ERROR),
        (lambda r: r.stateless_categorical([[1.0]], -1, [1, 2]), ERROR),
        (lambda r: r.stateless_categorical([[1.0]], 1.5, [1, 2]), TypeError),
        (lambda r: r.stateless_categorical(np.ones((2, 0)), 1, [1, 2]), ERROR),
        (lambda r: r.stateless_categorical([[1]], 1, [1, 2]), px.errors.NotFoundError),
        (lambda r: r.stateless_parameterized_truncated_normal([2], [1, 2], 0.0, -1.0),
         ERROR),
        (lambda r: r.stateless_parameterized_truncated_normal([2], [1, 2], np.nan),
         (ERROR, px.errors.InternalError)),
    ],
)  # fmt: skip
def test_errors(call, error):
    with pytest.raises(error):
        call(px.random)


@pytest.mark.parametrize("version", ["1.0", "1.15"])
def test_old_versions(version):
    """What is known of old versions is offered, the rest refused."""
    calls = {
        "categorical": lambda: px.random.categorical([[0.0, 1.0]], 3),
        "poisson": lambda: px.random.poisson([3], 2.0),
        "cut": lambda: px.random.parameterized_truncated_normal([3]),
        "gamma": lambda: px.random.gamma([3], 2.0),
        "wide": lambda: px.random.gamma([3], 2.0, dtype="float64"),
    }
    refused = set(calls) if version == "1.0" else {"wide"}
    with px.Graph(tensorflow=version).as_default():
        px.set_random_seed(1)
        for name, call in calls.items():
            if name in refused:
                with pytest.raises(ValueError, match="is not offered for graphs"):
                    call()
            else:
                assert call().op.seeds is not None


def test_op_ids_of_tensorflow_1():
    """SPEC: seeds and totals counted on TensorFlow 1.15.0."""
    for call, seed, total in (
        (lambda: px.compat.v1.multinomial(px.constant([[0.0, 1.0]]), 3), 1, 3),
        (lambda: px.compat.v1.multinomial([[0.0, 1.0]], 3), 1, 3),
        (lambda: px.compat.v1.random_gamma([3], 2.0), 5, 9),
        (lambda: px.compat.v1.random_poisson(2.0, [3]), 1, 3),
        (lambda: px.random.parameterized_truncated_normal([3]), 5, 6),
    ):
        with px.Graph(tensorflow="1.15").as_default():
            px.set_random_seed(7)
            assert call().op.seeds == (7, seed)
            assert px.get_seed(None) == (7, total)


def test_runs_go_on():
    with px.Graph().as_default(), px.Session() as session:
        tensors = [
            px.random.categorical([[0.0, 1.0]] * 3, 5, seed=1),
            px.random.gamma([4], [1.0, 2.0], seed=1),
            px.random.poisson([4], [1.0, 20.0], seed=1),
            px.random.parameterized_truncated_normal([250], seed=1),
        ]
        state = session.get_random_state()
        first, second = session.run(tensors), session.run(tensors)
        session.set_random_state(state)
        for tensor in tensors:
            session.skip(tensor, 1)
        for a, b, c in zip(first, second, session.run(tensors), strict=True):
            assert not np.array_equal(a, b) and np.array_equal(b, c)


@pytest.mark.parametrize("n_classes", [17, 100, 1000])
def test_many_samples_of_many_classes(n_classes):
    """Samples are those that NumPy finds in the running sums, in any number of them."""
    rng = np.random.default_rng(n_classes)
    logits = rng.normal(size=(3, n_classes)) * 3
    logits[1, :-1] = -np.inf
    logits[2, ::2] = np.nan
    for n in (5, 4000):
        drawn = px.random.stateless_categorical(logits, n, [3, n])
        u = np.asarray(px.random.stateless_uniform([3 * n], [3, n], dtype="float64"))
        for row, classes, uniforms in zip(logits, drawn, u.reshape(3, n), strict=True):
            kept = np.where(np.isfinite(row), row, -np.inf)
            sums = np.cumsum(np.exp(kept - kept.max()))
            x = uniforms * sums[-1]
            expected = np.searchsorted(sums, x, "right")
            nearest = np.abs(sums[:, np.newaxis] - x).min(0)
            assert (expected == classes)[nearest > 1e-9].all()
            assert np.isfinite(row[classes]).all()


@pytest.mark.parametrize("rate", [0.05, 0.9, 3.5, 9.99, 10.0, 400.0])
def test_poisson_values_do_not_depend_on_their_neighbours(rate):
    """One by one, in pieces and beside other rates: each value has its own blocks."""
    whole = px.random.stateless_poisson([300], [1, 2], rate, "int64")
    one = px.random.stateless_poisson([1], [1, 2], rate, "int64")
    assert one[0] == whole[0]
    mixed = px.random.stateless_poisson([300, 2], [1, 2], [rate, 7.0], "int64")
    assert mixed[:, 0].tolist() == whole.tolist()


@pytest.mark.parametrize(
    ("draw", "cdf"),
    [
        (lambda n: px.random.stateless_uniform([n], [3, 4]), scipy.stats.uniform.cdf),
        (lambda n: px.random.stateless_uniform([n], [3, 4], -2.0, 6.0, "float64"),
         scipy.stats.uniform(-2, 8).cdf),
        (lambda n: px.random.stateless_normal([n], [3, 5], 1.0, 2.0),
         scipy.stats.norm(1, 2).cdf),
        (lambda n: px.random.stateless_truncated_normal([n], [3, 6]),
         scipy.stats.truncnorm(-2, 2).cdf),
        (lambda n: px.random.Generator.from_seed(5).normal([n]), scipy.stats.norm.cdf),
        (lambda n: px.random.Generator.from_seed(6).uniform([n]),
         scipy.stats.uniform.cdf),
        (lambda n: px.random.Generator.from_seed(7).truncated_normal([n]),
         scipy.stats.truncnorm(-2, 2).cdf),
    ],
)  # fmt: skip
def test_distributions_of_one_word(draw, cdf):
    assert scipy.stats.kstest(np.asarray(draw(50_000)), cdf).pvalue > 1e-3


@pytest.mark.parametrize(
    "draw",
    [
        lambda n: px.random.stateless_uniform([n], [3, 4], 0, 50, "int32"),
        lambda n: px.random.Generator.from_seed(8).uniform([n], 0, 50, "int64"),
        lambda n: np.asarray(
            px.random.stateless_uniform([n], [3, 5], None, None, "uint32")
        ) >> 27,
        lambda n: np.ravel(
            [px.random.experimental.stateless_shuffle(np.arange(50), [7, t])[:1]
             for t in range(5000)]
        ),
        lambda n: px.random.experimental.index_shuffle(
            np.zeros(5000, np.int32),
            # One row less, as TensorFlow. Of rows that differ in the last word alone,
            # its few rounds make no even draws.
            np.random.default_rng(1).integers(2**32, size=(4999, 3), dtype=np.uint32),
            np.full(5000, 49, np.int32),
        ),
    ],
)  # fmt: skip
def test_integers_are_equally_likely(draw):
    counts = np.bincount(np.asarray(draw(50_000)).astype(np.int64))
    assert len(counts) in (32, 50)
    assert scipy.stats.chisquare(counts).pvalue > 1e-3
