# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The benchmark's arithmetic and words. Nothing here depends on how long a call takes.

`bench` is not installed: it is found beside this folder, behind the installed packages.
"""

import dataclasses
import itertools
import json
import os
import re
import subprocess
import sys
import timeit
from pathlib import Path

import numpy as np
import pytest

import philoxseed

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from bench import __main__ as command  # noqa: E402
from bench import conclusion, jobs, measure, peers, report, run  # noqa: E402
from bench.distributions import DISTRIBUTIONS  # noqa: E402

FLOAT32 = jobs.Job("uniform", "float32")


def timing(seconds, label="someone"):
    return measure.Timing(label, "f()", 1, list(seconds))


def made_up_report():
    case = jobs.Case(FLOAT32, 65536)
    timings = [timing([2e-5, 2e-5, 4e-5], "philoxseed"), timing([4e-4, 3e-4, 6e-4])]
    missing = {"torch": "No module named 'torch'; pip install -r x"}
    return report.Report({"kernel": "scalar"}, missing, [report.Result(case, timings)])


@pytest.mark.parametrize("rounds", [1, 2, 3, 4, 10, 31])
def test_quartiles_are_numpys_percentiles(rounds):
    seconds = np.random.default_rng(rounds).lognormal(size=rounds)
    expected = np.percentile(seconds, [25, 50, 75])
    np.testing.assert_allclose(measure.quartiles(list(seconds)), expected, rtol=1e-14)


def test_ratio_is_taken_within_each_round():
    rng = np.random.default_rng(1)
    drift = rng.lognormal(size=31)  # The machine's, felt by both alike.
    ours, theirs = rng.uniform(1, 1.1, (2, 31))
    ratio = timing(3 * theirs * drift).ratio(timing(ours * drift))
    expected = np.percentile(3 * theirs / ours, [25, 50, 75])
    np.testing.assert_allclose(ratio, expected, rtol=1e-12)


def test_contenders_take_turns():
    order = []
    contenders = [
        measure.Contender(label, f"log({label!r})", {"log": order.append})
        for label in "ABC"
    ]
    timings = measure.interleave(contenders, rounds=5, at_least=1e-4)
    assert [t.label for t in timings] == ["A", "B", "C"]
    assert all(len(t.seconds) == 5 and t.repetitions > 1 for t in timings)
    turns = "".join(label for label, _ in itertools.groupby(order))
    assert turns.endswith("ABC" * 5)


def test_an_interruption_does_not_pass_for_a_long_call():
    now = [0.0]
    steps = iter([1e-6, 1e-6, 1.0])  # The third call is interrupted.

    def call():
        now[0] += next(steps, 1e-6)

    timer = timeit.Timer(call, timer=lambda: now[0])
    assert measure.repetitions(timer, 1e-3) == pytest.approx(1000, rel=0.2)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ("zeros(1000, 'f4')", "mean"),
        ("ones(1000, 'f4') / 2", "deviation"),
        ("random(1000)", "float64"),
        ("random(999).astype('f4')", "999"),
        ("random(1000).astype('f4') + nan", "mean"),
    ],
)
def test_who_does_not_do_the_job_is_refused(call, complaint):
    names = vars(np) | {"random": np.random.default_rng(1).random}
    contender = measure.Contender("cheat", call, names)
    with pytest.raises(ValueError, match=complaint):
        measure.check(contender, jobs.Case(FLOAT32, 1000).expected)


def test_who_leaves_the_buffer_alone_is_refused():
    out = np.random.default_rng(1).random(1000, dtype=np.float32)
    with pytest.raises(ValueError, match="mean"):
        measure.check(
            measure.Contender("idler", "None", {}, out),
            jobs.Case(FLOAT32, 1000).expected,
        )


@pytest.mark.parametrize(
    "job",
    [*jobs.FULL_JOBS, *jobs.CALL_JOBS, *jobs.GENERATOR_BULK_JOBS, *jobs.STATELESS_JOBS],
    ids=lambda j: j.name,
)
def test_moments_are_scipys(job):
    stats = pytest.importorskip("scipy.stats")
    distributions = {
        "words": stats.randint(0, 2.0**32),
        "uniform": stats.uniform(),
        "normal": stats.norm(),
        "exponential": stats.expon(),
        "truncated_normal": stats.truncnorm(-2, 2),
        "integers": stats.randint(0, job.high or 1),
        "gamma": stats.gamma(2.5),
        "poisson": stats.poisson(3.5),
        "binomial": stats.binom(10, 0.3),
        "categorical": stats.randint(0, 100),
    }
    mean, variance = distributions[job.op].stats("mv")
    assert jobs.moments(job) == pytest.approx((mean, np.sqrt(variance)), abs=1e-12)


@pytest.mark.parametrize("d", DISTRIBUTIONS, ids=lambda d: f"{d.method}{d.parameters}")
def test_moments_of_distributions_are_scipys(d):
    stats = pytest.importorskip("scipy.stats")
    p = d.parameters
    frozen = {
        "lognormal": lambda: stats.lognorm(p[1], p[0]),
        "laplace": lambda: stats.laplace(*p),
        "logistic": lambda: stats.logistic(*p),
        "gumbel": lambda: stats.gumbel_r(*p),
        "rayleigh": lambda: stats.rayleigh(0, *p),
        "weibull": lambda: stats.weibull_min(*p),
        "pareto": lambda: stats.lomax(*p),
        "power": lambda: stats.powerlaw(*p),
        "triangular": lambda: stats.triang(p[1]),
        "standard_cauchy": lambda: stats.norm(),  # It has neither, but is around 0.
        "standard_gamma": lambda: stats.gamma(*p),
        "gamma": lambda: stats.gamma(p[0], 0, p[1]),
        "chisquare": lambda: stats.chi2(*p),
        "beta": lambda: stats.beta(*p),
        "f": lambda: stats.f(*p),
        "standard_t": lambda: stats.t(*p),
        "dirichlet": lambda: stats.beta(1, 4),
        "wald": lambda: stats.invgauss(1),
        "vonmises": lambda: stats.vonmises(p[1]),
        "noncentral_chisquare": lambda: stats.ncx2(*p),
        "noncentral_f": lambda: stats.ncf(*p),
        "geometric": lambda: stats.geom(*p),
        "poisson": lambda: stats.poisson(*p),
        "binomial": lambda: stats.binom(*p),
        "negative_binomial": lambda: stats.nbinom(*p),
        "multinomial": lambda: stats.binom(100, 0.2),
        "hypergeometric": lambda: stats.hypergeom(p[0] + p[1], p[0], p[2]),
        "zipf": lambda: stats.zipf(*p),
        "logseries": lambda: stats.logser(*p),
    }
    mean, variance = frozen[d.method]().stats("mv")
    assert d.mean == pytest.approx(mean, abs=1e-9)
    if not np.isinf(d.variance):
        assert d.variance == pytest.approx(variance, rel=1e-9)


def test_every_distribution_of_numpys_generator_is_measured():
    elsewhere = {
        "random", "uniform", "normal", "standard_normal", "exponential",
        "standard_exponential", "integers", "bytes", "choice", "shuffle", "permutation",
        "permuted",
    }  # fmt: skip
    not_ours = {"multivariate_normal", "multivariate_hypergeometric"}
    methods = {name for name in vars(np.random.Generator) if name[0] != "_"}
    measured = {d.method for d in DISTRIBUTIONS}
    assert methods - measured == elsewhere | not_ours | {"bit_generator", "spawn"}
    names = [(case.job.name, case.size) for case in jobs.DISTRIBUTION_CASES]
    assert len(set(names)) == len(names)


@pytest.fixture
def everybody():
    yield {"philoxseed": peers.PhiloxSeed(), "numpy": peers.NumPy()}
    philoxseed.set_num_threads(None)


def test_every_contender_does_every_job(everybody):
    apis = set()
    for case in [*jobs.full_cases(), *jobs.quick_cases(), *jobs.threads_cases(2)]:
        small = dataclasses.replace(case, size=min(case.size, 1001))
        labels = [c.label for c in run.gather(small, everybody)]
        assert labels[0] == "philoxseed"
        assert ("philoxseed, 1 thread" in labels) == (case.threads > 1)
        apis.add(case.job.api)
    assert "default_rng()" in apis


def test_hot_buffer_starts_at_a_cache_line():
    out = run.aligned(jobs.Case(jobs.Job("normal", "float64"), 77))
    assert (out.dtype, out.shape) == (np.float64, (77,))
    assert out.ctypes.data % 64 == 0


def test_table_has_ratios_and_speeds():
    text = report.block(made_up_report().results[0])
    assert "uniform float32: 65,536 values, hot buffer, 1 thread" in text
    assert "20.0 us   3.28 G/s" in text
    assert "15.0 x [15.0, 17.5]" in text


def test_lines_of_the_short_form_fit_80_columns():
    facts = {"kernel": "avx512", "machine": "a machine"}
    head = report.short_header(report.Report(facts))
    names = [f"NumPy {name}" for name in report.NUMPYS]
    for case in jobs.quick_cases():
        timings = [timing([1e-8], "philoxseed"), *(timing([1e-6], n) for n in names)]
        head += "\n" + report.line(report.Result(case, timings))
    lines = head.splitlines()
    assert max(map(len, lines)) <= 80
    ends = {
        m.end() for line in lines for m in re.finditer("PCG64|Philox|SFC64| x", line)
    }
    assert len(ends) == 3  # Names stand above their columns.


def test_missing_peers_are_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    found, missing = peers.load(["numpy", "torch"])
    assert list(found) == ["numpy"]
    text = report.header(report.Report({}, missing))
    assert "torch" in text
    assert "pip install" in text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1.234e-7, "123 ns"), (9.996e-7, "1.00 us"), (0.0215, "21.5 ms"), (3, "3.00 s")],
)
def test_durations(seconds, text):
    assert report.duration(seconds) == text


@pytest.mark.parametrize(
    ("speed", "text"),
    [(2.5e9, "2.50 G/s"), (999.9e6, "1.00 G/s"), (45e6, "45.0 M/s"), (12, "12.0 /s")],
)
def test_quantities(speed, text):
    assert report.quantity(speed, "/s") == text


def test_large_ratios_have_all_their_digits():
    assert "1,234 x [99.9, 2,345]" in report.ratio(measure.Quartiles(99.94, 1234, 2345))


def test_json_round_trip(tmp_path):
    before = made_up_report()
    timings = before.results[0].timings
    before.results += [report.Result(c, timings) for c in jobs.DISTRIBUTION_CASES[:2]]
    before.save(tmp_path / "new" / "report.json")
    assert report.Report.load(tmp_path / "new" / "report.json") == before


def test_plot_is_an_svg(tmp_path):
    pytest.importorskip("matplotlib", reason="only --plot needs matplotlib")
    from bench import plot

    new = made_up_report()
    new.facts |= {"machine": "a machine", "date": "today"}
    new.results[0].timings[1] = timing([1, 1, 1], "NumPy Philox")
    plot.draw(new, tmp_path / "plot.svg")
    text = (tmp_path / "plot.svg").read_text()
    assert text.startswith("<svg") and ">philoxseed<" in text
    assert ">uniform float32<" in text and ">64k<" in text
    assert "NumPy Philox" not in text  # Of NumPy's, only the fastest is drawn.


def test_conclusion():
    report_ = made_up_report()
    lines = conclusion.conclusion(report_, "build/dist/x.whl")
    assert len(lines) == 5
    assert max(map(len, lines)) <= 80
    assert "15.0 to 15.0 times" in lines[1] and "build/dist/x.whl" in lines[2]


def test_plots_need_matplotlib_and_say_so_before_anything_is_measured(
    monkeypatch, capsys, tmp_path
):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SystemExit):
        command.main(["--plot", str(tmp_path / "plot.svg")])
    assert "pip install matplotlib" in capsys.readouterr().err


def test_unknown_peers_are_refused(capsys):
    with pytest.raises(SystemExit):
        command.main(["--peers", "numpy,abacus"])
    assert "abacus" in capsys.readouterr().err


def test_tiny_run_in_the_source_folder(tmp_path):
    """As a person in a clone runs it: against the installed package."""
    target = tmp_path / "run.json"
    options = ["--sizes", "256", "--rounds", "2", "--json", target]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    process = subprocess.run(
        [sys.executable, "-m", "bench", *options],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    head, *lines = process.stdout.split("PCG64   Philox    SFC64\n")
    assert "kernel " in head
    assert [line.count(" x") for line in lines[0].splitlines()] == [3] * 4
    results = json.loads(target.read_text())["results"]
    assert [r["case"]["job"]["op"] for r in results] == ["uniform"] * 2 + ["normal"] * 2
