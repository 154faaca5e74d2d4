# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m philoxseed`` as people and scripts meet it."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px
from philoxseed import __main__ as command
from philoxseed._commands import report

ROOT = Path(__file__).parent.parent
VECTORS = ROOT / "tests/data/random123/philox4x32_10.txt"
PHILOXSEED = [sys.executable, "-m", "philoxseed"]


ELSEWHERE = ROOT / "tests"  # where `-m` does not find the source folder


def called(*arguments, cwd=ELSEWHERE, **options):
    process = subprocess.run(
        [*PHILOXSEED, *arguments], capture_output=True, text=True, cwd=cwd, **options
    )
    return process.returncode, process.stdout, process.stderr


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 2
    return capsys.readouterr().err


def test_report():
    status, out, err = called()
    assert (status, err) == (0, "")
    assert out.startswith(f"{command.version()}, in ")
    assert f"numpy       {np.__version__}" in out
    assert re.findall(r"^  (\w+) +ok$", out, re.M) == px.simd.available()
    assert len(re.findall(r"^  .*e9, +[\d.]+ times NumPy's$", out, re.M)) == 3


def test_known_answers_are_those_of_the_vectors():
    rows = [
        [cell.split() for cell in line.split("|")]
        for line in VECTORS.read_text().splitlines()
        if not line.startswith("#")
    ]
    expected = [
        (int("".join(key[::-1]), 16), int("".join(counter[::-1]), 16), " ".join(block))
        for counter, key, block in rows
    ]
    assert [*report._RANDOM123] == expected


@pytest.mark.parametrize("table", ["_RANDOM123", "_PRINTED", "_ARRAYS"])
def test_a_wrong_number_is_told(monkeypatch, capsys, table):
    rows = getattr(report, table)
    *start, answer = rows[-1]
    wrong = answer[:-1] + ("1" if answer[-1] != "1" else "0")
    monkeypatch.setattr(report, table, (*rows[:-1], (*start, wrong)))
    assert command.main([]) == 1
    out = capsys.readouterr().out
    assert "WRONG NUMBERS" in out and f"expected {wrong}" in out.replace("digest ", "")
    assert out.count("expected") == len(px.simd.available())


def test_a_bad_setting_of_threads_is_shown(monkeypatch, capsys):
    monkeypatch.setenv("PHILOXSEED_NUM_THREADS", "many")
    assert command.main([]) == 0
    assert "PHILOXSEED_NUM_THREADS must be" in capsys.readouterr().out


@pytest.mark.parametrize("name", [[], ["explain"], ["find"], ["run"], ["stream"]])
def test_help(capsys, name):
    with pytest.raises(SystemExit) as caught:
        command.main([*name, "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert ("examples:" in text) == bool(name)


def test_unknown_commands_are_refused(capsys):
    assert "invalid choice: 'fnid'" in refused(capsys, "fnid")


@pytest.mark.filterwarnings("ignore:tensorflow=")
@pytest.mark.parametrize("version", ["1.0", "1.2", "1.9", "1.12", "1.15", "2.3"])
def test_explain_shows_what_a_graph_draws(capsys, version):
    assert command.main(["explain", "--graph-seed=7", f"--tensorflow={version}"]) == 0
    out = capsys.readouterr().out
    shown = {
        line[:34].strip(): line[34:].split()
        for line in out.splitlines()
        if ", " in line[:34]
    }
    assert len(shown) == (14 if "bfloat16" in dir(px) else 11)
    for title, values in shown.items():
        op, dtype = title.split(", ")
        given = {"maxval": 100} if op.endswith("99") else {}
        with px.Graph(tensorflow=version).as_default() as graph:
            px.set_random_seed(7)
            name = op.split()[0]
            draw = getattr(px.random, name)([3], dtype=dtype, **given)
        with px.Session(graph=graph) as session:
            assert [str(x) for x in session.run(draw)] == values
        (row,) = px.explain_seeds(graph)
        assert f"op seed     {row.op_seed} ({row.source})" in out
        assert f"key         {row.key:#x}\ncounter     {row.counter:#x}\n" in out
    words = px.Stream(7, row.op_seed).bits(4)
    assert f"words       {' '.join(f'{x:08x}' for x in words)}\n" in out


@pytest.mark.skipif(not (ROOT / "docs").exists(), reason="not in the sdist")
def test_examples_of_the_page(capsys):
    pytest.importorskip("ml_dtypes")
    page = (ROOT / "docs" / "command_line.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", page, re.M | re.S)
    examples = [e for block in blocks for e in re.split(r"^\$ ", block, flags=re.M)]
    for example in filter(None, examples):
        line, _, expected = example.partition("\n")
        assert command.main(shlex.split(line)[1:]) == 0
        assert capsys.readouterr().out == expected
    assert len(blocks) == 2


def test_explain_by_an_op_seed_alone(capsys):
    assert command.main(["explain", "--op-seed", "-1", "--values", "2"]) == 0
    out = capsys.readouterr().out
    assert "graph seed  none, which stands for 87654321\n" in out
    assert "op seed     -1 (explicit)\n" in out
    values = px.Stream(op_seed=-1).normal(2, dtype="float64")
    assert " ".join(map(str, values)) in out


def test_warnings_are_told_once():
    status, out, err = called("explain", "--op-seed=1", "--tensorflow=1.9")
    assert (status, out.count("op seed")) == (0, 1)
    assert err.startswith("philoxseed: warning: tensorflow='1.9' is taken as '1.9': ")
    assert err.count("\n") == 1


def test_explain_without_seeds(capsys):
    assert command.main(["explain"]) == 0
    out = capsys.readouterr().out
    assert "graph seed  none\nop seed     none (operating system)\nno seed: " in out
    assert "key" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "--tensorflow", "9.1"], "--tensorflow: TensorFlow '9.1' is not"),
        (["explain", "--op-seed", "x"], "--op-seed: invalid int value: 'x'"),
        (["explain", "--values", "0"], "--values: expected 1 to 1000, got 0"),
        (["find"], "required: values"),
        (["find", "0.5", "--op", "gamma"], "--op: invalid choice: 'gamma'"),
        (["find", "abc"], "values must be consecutive finite numbers, got 'abc'"),
        (["find", "0.5", "--runs", "x"], "--runs: invalid"),
        (["find", "0.5", "--dtype", "int32"], "high must be given"),
        (["find", "0.5", "--first", "3", "--size", "2"], "from 3 on"),
        (["run"], "required: SCRIPT"),
        (["stream"], "expected one of --graph-seed, --op-seed and"),
        (
            ["stream", "--generator=1", "--op-seed=1"],
            "either --generator or an op's seeds, got both",
        ),
        (["stream", "--generator=-1"], "non-negative"),
        (
            ["stream", "--op-seed=1", "--method=random"],
            "must be one of ('bits', 'integers'",
        ),
        (
            ["stream", "--op-seed=1", "--by=seed"],
            "must be op-seed, graph-seed or spawn, got seed",
        ),
        (
            ["stream", "--generator=1", "--by=op-seed"],
            "must be seed or spawn, got op-seed",
        ),
        (["stream", "--generator=1", "--method=nothing"], "no attribute 'nothing'"),
        (["stream", "--generator=1", "--method=spawn"], "argument 'size'"),
        (["stream", "--generator=1", "--dtype=int8"], "must be uint32 or uint64"),
        (["stream", "--op-seed=1", "--with=high=x"], "--with: invalid"),
        (["stream", "--op-seed=1", "--with=scale=2"], "argument 'scale'"),
        (["stream", "--op-seed=1", "--bytes=-1"], "expected 0 or more, got -1"),
        (["stream", "--op-seed=1", "--interleave=0"], "expected 1 to 131072, got 0"),
    ],
)
def test_wrong_arguments(capsys, arguments, message):
    assert message in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("arguments", "seeds"),
    [
        (["0.13047123 0.9760946", "--graph-seed", "1234"], [(0, 0, 0)]),
        (["[[-2.4427042, 0.0992484]]", "--op=normal", "--size=2,3", "--first=3"],
         [(1, 0, 0)]),
        (["-5.97319", "--size=", "--low=-10", "--high=10", "--runs=1:2",
          "--candidates=5"], [(2, 1, 0)]),
        (["2 0 1 1 2 0", "--dtype=int32", "--high=3", "--graph-seed=5",
          "--candidates=10:11"], None),
    ],
)  # fmt: skip
def test_find(capsys, arguments, seeds):
    status = command.main(["find", *arguments])
    out, err = capsys.readouterr()
    if seeds is None:
        assert (status, out) == (1, "")
        assert err.startswith("not found: none of the 1 op seeds in range(10, 11)")
        assert "--candidates" in err and "=" not in err  # options, not parameters
        assert max(map(len, err.splitlines())) <= 80
        return
    head, *lines = out.splitlines()
    assert (status, head, err) == (0, "op seed     run  last places", "")
    assert [tuple(map(int, line.split())) for line in lines] == seeds


def test_find_takes_values_without_quotes_and_says_that_too_many_fit(capsys):
    arguments = ["find", "0.13", "0.97", "--graph-seed", "1234", "--candidates=6000"]
    assert command.main(arguments) == 0
    out, err = capsys.readouterr()
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["0", "5361"]
    assert err.startswith("2 fit: more values")


def test_find_in_the_standard_input():
    stream = px.Stream(op_seed=1234567 % 1000)
    text = str(stream.truncated_normal((2, 3), scale=0.1))
    options = ["--op=truncated_normal", "--stddev=0.1", "--candidates=1000"]
    status, out, _ = called("find", "-", *options, input=text)
    assert status == 0
    assert out.splitlines()[1:] == ["567         0    0"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_a_closed_pipe_ends_quietly():
    # What a file cannot hold a process meets when it ends, at the latest.
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [*PHILOXSEED, "explain"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        cwd=ELSEWHERE,
    )
    os.close(writer)
    assert (process.returncode, process.stderr) == (141, b"")


PLACES = 1 << 17  # values that `stream` writes at once


def words_of(stream, n):
    """Return the next words of a stream or a generator."""
    if isinstance(stream, px.Stream):
        return stream.bits(n)
    return np.frombuffer(stream.bytes(4 * n), "<u4")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--graph-seed=1234", lambda n: px.Stream(1234).bits(n)),
        ("--graph-seed=1 --op-seed=5 --dtype=uint64",
         lambda n: px.Stream(1, 5).bits(n, dtype="uint64")),
        ("--op-seed=5 --method=normal --with=scale=0.5 --with=loc=2",
         lambda n: px.Stream(op_seed=5).normal(n, scale=0.5, loc=2)),
        ("--op-seed=5 --method=truncated_normal --dtype=float64",
         lambda n: px.Stream(op_seed=5).truncated_normal(n, dtype="float64")),
        ("--generator=7", lambda n: words_of(px.default_rng(7), n)),
        ("--generator=7 --dtype=uint64",
         lambda n: px.default_rng(7).integers(2**64, size=n, dtype="uint64")),
        ("--generator=7 --method=random --dtype=float32",
         lambda n: px.default_rng(7).random(n, dtype="float32")),
        ("--generator=7 --method=integers --with=low=-5 --with=high=9 --dtype=int16",
         lambda n: px.default_rng(7).integers(-5, 9, n, dtype="int16")),
        ("--generator=7 --method=gamma --with=shape=0.5",
         lambda n: px.default_rng(7).gamma(0.5, size=n)),
    ],
)  # fmt: skip
def test_stream_writes_the_values_of_one_draw(capfdbinary, options, expected):
    for n in (0, 1, PLACES, 2 * PLACES + 3):
        values = np.ascontiguousarray(expected(n))
        values = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
        for bytes_too_many in (0, 1)[: 1 + bool(n)]:
            size = len(values) - bytes_too_many
            assert command.main(["stream", *options.split(), f"--bytes={size}"]) == 0
            out, err = capfdbinary.readouterr()
            assert (out == values[:size], err) == (True, b"")


@pytest.mark.parametrize(
    ("options", "streams"),
    [
        ("--graph-seed=3", lambda k: [px.Stream(3, i) for i in range(k)]),
        ("--op-seed=9", lambda k: [px.Stream(None, 9 + i) for i in range(k)]),
        ("--graph-seed=3 --op-seed=9 --by=graph-seed",
         lambda k: [px.Stream(3 + i, 9) for i in range(k)]),
        ("--op-seed=9 --by=spawn", lambda k: px.Stream(op_seed=9).spawn(k)),
        ("--generator=4", lambda k: [px.default_rng(4 + i) for i in range(k)]),
        ("--generator=4 --by=spawn", lambda k: px.default_rng(4).spawn(k)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("k", [2, 7, 1024])
def test_stream_interleaves(capfdbinary, options, streams, k):
    n = PLACES // k + 5  # of each; more than is written at once
    options = [*options.split(), f"--interleave={k}", f"--bytes={4 * n * k}"]
    assert command.main(["stream", *options]) == 0
    words = np.frombuffer(capfdbinary.readouterr().out, "<u4").reshape(n, k)
    for place, stream in enumerate(streams(k)):
        np.testing.assert_array_equal(words[:, place], words_of(stream, n))


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_stream_ends_when_nobody_reads_any_more():
    process = subprocess.Popen(
        [*PHILOXSEED, "stream", "--graph-seed=1234"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ELSEWHERE,
    )
    assert process.stdout.read(4_000_000) == px.Stream(1234).bits(1_000_000).tobytes()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 141


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals")
def test_stream_does_not_fill_terminals():
    import pty

    ours, theirs = pty.openpty()
    try:
        process = subprocess.run(
            [*PHILOXSEED, "stream", "--graph-seed=1234"],
            stdout=theirs,
            stderr=subprocess.PIPE,
            cwd=ELSEWHERE,
            timeout=60,
        )
    finally:
        os.close(theirs)
        os.close(ours)
    assert process.returncode == 2
    assert b"lead it to a file or a program" in process.stderr


SCRIPT = """\
import sys
import numpy as np
from numpy.random import default_rng
def fail():
    raise KeyError("a key")
if __name__ == "__main__":
    import __main__
    print(type(default_rng(1)).__module__, np.random.default_rng is default_rng)
    print(sys.argv[1:], __main__.fail is fail, __package__, __file__)
    print(__spec__ and __spec__.name)
    print(sys.path[0])
    fail() if sys.argv[1:] == ["fail"] else None
    sys.exit(7)
"""


def as_python(*arguments, **options):
    """Return what philoxseed and what Python give."""
    process = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, **options
    )
    ours = called("run", *arguments, **options)
    return ours, (process.returncode, process.stdout, process.stderr)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("print('package')")
    (tmp_path / "package" / "__main__.py").write_text(SCRIPT)
    (tmp_path / "broken.py").write_text("x = 1\nx = = 2\n")
    (tmp_path / "importer.py").write_text("import package.no_such_module")
    return tmp_path


@pytest.fixture(autouse=True)
def imports_of_tests(monkeypatch):
    # Where the tests run on the source folder, it must be found from elsewhere.
    entry = str(Path(px.__file__).parent.parent)
    if os.environ.get("PYTHONPATH"):
        monkeypatch.setenv("PYTHONPATH", entry)


@pytest.mark.parametrize(
    "arguments",
    [
        ["script.py"],
        ["script.py", "-m", "--help", "-x", "--", "a b"],
        ["script.py", "fail"],
        ["broken.py"],
        ["importer.py"],
        ["package/../script.py", "--version"],
        ["-m", "script", "-n", "--", "5"],
        ["-m", "package", "fail"],
        ["-m", "package.__main__"],
    ],
)
def test_run_is_as_python(folder, arguments):
    ours, pythons = as_python(*arguments, cwd=folder)
    # Python's -m shows its own frames; and its generator is NumPy's.
    frames = re.compile(r'  File "<frozen runpy>".*\n')
    assert ours[0] == pythons[0]
    assert (
        ours[1].replace("philoxseed._numpy_generator", "numpy.random._generator")
        == (pythons[1])
    )
    assert ours[2] == frames.sub("", pythons[2])
    if "__main__.py" not in "".join(arguments) and "script.py" in arguments:
        assert "philoxseed._numpy_generator True" in ours[1]


@pytest.mark.parametrize(
    "arguments",
    [["nothing.py"], ["-m", "nothing"], ["-m", "package.nothing"], ["-m", "sys"]],
)
def test_nothing_to_run(folder, arguments):
    ours, pythons = as_python(*arguments, cwd=folder)
    assert ours[:2] == pythons[:2]
    reason = re.compile(r"can't open file '.*|No module named [\w.]+|No code object.*")
    assert reason.findall(ours[2])[0].rstrip() == (
        reason.findall(pythons[2])[0].rstrip().replace("; ", "")
    )


def test_run_leaves_other_bit_generators_to_numpy(folder):
    (folder / "s.py").write_text(
        "import numpy as np\n"
        "rng = np.random.default_rng\n"
        "for seed in (np.random.PCG64(1), np.random.Generator(np.random.MT19937(1)),"
        " rng(1), rng(1).bit_generator, [1, 2], None, np.random.SeedSequence(3)):\n"
        "    print(type(rng(seed)).__name__, rng.__name__)\n"
    )
    status, out, _ = called("run", "s.py", cwd=folder)
    assert status == 0
    kinds = ["Generator"] * 2 + ["PhiloxGenerator"] * 5
    assert out.split("\n")[:-1] == [f"{kind} default_rng" for kind in kinds]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_interrupts_end_scripts_as_in_python(folder):
    (folder / "s.py").write_text("raise KeyboardInterrupt")
    ours, pythons = as_python("s.py", cwd=folder)
    assert ours == pythons
    assert ours[0] == -signal.SIGINT


def test_hooks_of_scripts_see_their_frames_alone(folder):
    (folder / "s.py").write_text(
        "import sys, traceback\n"
        "sys.excepthook = lambda k, e, t: print(len(traceback.extract_tb(t)))\n"
        "1 / 0\n"
    )
    ours, pythons = as_python("s.py", cwd=folder)
    assert ours == pythons
    assert ours == (1, "1\n", "")


def test_numpys_generator_comes_back(monkeypatch, folder):
    # As nobody but a test would: in the same process.
    for name in ("argv", "path", "excepthook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setattr(np.random, "default_rng", np.random.default_rng)
    (folder / "s.py").write_text("import numpy as np\nvalue = np.random.default_rng(5)")
    monkeypatch.setattr(sys, "path", [*sys.path])
    assert command.main(["run", str(folder / "s.py")]) == 0
    assert isinstance(sys.modules["__main__"].value, px.PhiloxGenerator)
