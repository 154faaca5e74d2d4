# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random graphs in philoxseed and in old versions of TensorFlow: seeds and bits.

``old_program.py`` runs the graphs in the environments that ``old_interpreters.py``
made, under the folder in PHILOXSEED_OLD_TENSORFLOW. ``-s`` shows how many graphs, seeds
and values were compared.
"""

import json
import os
import random
import runpy
import subprocess
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import philoxseed.compat.v1 as px

pytestmark = [
    pytest.mark.tensorflow_old,
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),  # divisions by 0
]

FOLDER = Path(os.environ.get("PHILOXSEED_OLD_TENSORFLOW", "build"))
PROGRAM = Path(__file__).parent / "old_program.py"
N_GRAPHS = int(os.environ.get("PHILOXSEED_OLD_GRAPHS", "300"))

FLOATS = ["float16", "float32", "float64"]
UNARY = ["negative", "absolute", "square", "exp", "sqrt", "tanh"]
BINARY = ["add", "subtract", "multiply", "divide", "power"]
# Their last bits are NumPy's; those of the others are promised.
INEXACT = {"exp", "sqrt", "tanh", "power", "matmul", "mean"}


class Writer:
    """Writes a random program, keeping track of what its steps make."""

    def __init__(self, rng):
        self.rng = rng
        self.steps = []
        self.feeds = {}
        self.fetches = []
        self.scalars = {dtype: [] for dtype in [*FLOATS, "int32", "int64"]}
        self.sizes = []  # int32 scalars that can be dimensions
        self.shapes = []  # int32 vectors of one small number
        self.arrays = []  # (step, shape)
        self.matrices = []  # 2 x 2, float32

    def add(self, call, **kwargs):
        self.steps.append({"call": call, "kwargs": kwargs})
        return len(self.steps) - 1

    def program(self, n_steps):
        self.add("set_random_seed", seed=self.rng.choice([None, 0, 1, 42, 2**31 + 5]))
        for _ in range(n_steps):
            self.rng.choice(self.CHOICES)(self)
        self.add("set_random_seed", seed=9)
        self.add("get_seed")
        return {"steps": self.steps, "feeds": self.feeds, "fetches": self.fetches}

    def seed(self):
        return self.rng.choice([None, None, None, 0, 7, -1, 2**40 + 3])

    def shape(self):
        """A shape argument, and the shape if it is known when written."""
        rng = self.rng
        options = [lambda: [rng.randrange(6)], list, lambda: [2, rng.randrange(4)]]
        options.append(lambda: [rng.choice([127, 300, 1001])])
        if rng.random() < 0.4 and self.sizes:
            parts = [{"step": rng.choice(self.sizes)}, 2]
            return rng.choice([parts, parts[:1], [parts[0], parts[0]]]), None
        if rng.random() < 0.2 and self.shapes:
            return {"step": rng.choice(self.shapes)}, None
        shape = rng.choice(options)()
        return shape, shape

    def parameter(self, dtype, numbers, shape):
        rng = self.rng
        if rng.random() < 0.35 and self.scalars[dtype]:
            return {"step": rng.choice(self.scalars[dtype])}
        if rng.random() < 0.15 and shape and dtype in FLOATS:
            return [rng.choice(numbers) for _ in range(shape[-1])]
        return rng.choice(numbers)

    def float_op(self):
        rng = self.rng
        call = rng.choice(["uniform", "normal", "truncated_normal"])
        dtype = rng.choice(FLOATS)
        argument, shape = self.shape()
        kwargs = {"shape": argument, "dtype": dtype, "seed": self.seed()}
        names = ["minval", "maxval"] if call == "uniform" else ["mean", "stddev"]
        for name in names:
            if rng.random() < 0.6:
                numbers = [0, 0.0, 1, 1.0, 2.5, -3, 0.1]
                kwargs[name] = self.parameter(dtype, numbers, shape)
        step = self.add(call, **kwargs)
        self.fetches.append(step)
        if shape == [] and not any(isinstance(v, dict) for v in kwargs.values()):
            self.scalars[dtype].append(step)
        if shape == [2, 2] and dtype == "float32":
            self.matrices.append(step)
        if shape and call != "uniform" and "mean" not in kwargs:
            self.arrays.append((step, shape))

    def integer_op(self):
        dtype = self.rng.choice(["int32", "int64"])
        argument, shape = self.shape()
        low = self.parameter(dtype, [0, 1, -5], None)
        step = self.add(
            "uniform", shape=argument, minval=low, dtype=dtype, seed=self.seed(),
            maxval=self.rng.choice([9, 2**31 - 1]),
        )  # fmt: skip
        self.fetches.append(step)
        if shape:
            self.arrays.append((step, shape))

    def size(self):
        step = self.add(
            "uniform", shape=[], minval=1, maxval=5, dtype="int32", seed=self.seed()
        )
        self.fetches.append(step)
        self.sizes.append(step)
        self.scalars["int32"].append(step)

    def shuffle(self):
        if self.arrays and self.rng.random() < 0.6:
            value = {"step": self.rng.choice(self.arrays)[0]}
        else:
            value = [[i, i + 1] for i in range(self.rng.randrange(1, 9))]
        self.fetches.append(self.add("shuffle", value=value, seed=self.seed()))

    def crop(self):
        rng = self.rng
        if self.arrays and rng.random() < 0.6:
            step, shape = rng.choice(self.arrays)
            value = {"step": step}
        else:
            shape = [rng.randrange(1, 9), 2]
            value = [[i, i + 1] for i in range(shape[0])]
        size = [rng.randint(0, d) for d in shape]
        if rng.random() < 0.3:
            size = {"step": self.add("constant", value=size, dtype="int32")}
        self.fetches.append(
            self.add("random_crop", value=value, size=size, seed=self.seed())
        )

    def constant(self):
        dtype = self.rng.choice([*FLOATS, "int32", "int64"])
        value = self.rng.choice([0, 1, 2])
        self.scalars[dtype].append(self.add("constant", value=value, dtype=dtype))
        if dtype == "int32":
            self.sizes.append(len(self.steps) - 1)
        self.shapes.append(self.add("constant", value=[3], dtype="int32"))

    def placeholder(self):
        rng = self.rng
        dtype = rng.choice(FLOATS)
        step = self.add("placeholder", dtype=dtype, shape=rng.choice([[], None]))
        self.feeds[str(step)] = rng.choice([0.0, 1.5])
        if self.steps[step]["kwargs"]["shape"] is not None:
            self.scalars[dtype].append(step)
        shape = rng.choice([[1], [None], None])
        step = self.add("placeholder", dtype="int32", shape=shape)
        self.feeds[str(step)] = [rng.randrange(1, 5)]
        self.shapes.append(step)

    def binary(self):
        rng = self.rng
        dtype = rng.choice([d for d, steps in self.scalars.items() if steps] or [None])
        if dtype is None:
            return
        operands = [{"step": rng.choice(self.scalars[dtype])}]
        number = 2 if dtype.startswith("int") else rng.choice([2, 1.5])
        other = {"step": rng.choice(self.scalars[dtype])}
        operands.insert(rng.randrange(2), rng.choice([number, other]))
        call = rng.choice(BINARY if dtype in FLOATS else BINARY[:3])
        if dtype == "int32" and rng.random() < 0.2:
            call = "divide"
        if call == "divide" and operands[1] == 1.5:
            operands[1] = 2  # optimizers multiply by 1 / 1.5 instead
        step = self.add(call, x=operands[0], y=operands[1])
        self.fetches.append(step)
        if dtype in FLOATS:
            self.scalars[dtype].append(step)

    def unary(self):
        dtype = self.rng.choice(FLOATS)
        if self.scalars[dtype]:
            step = {"step": self.rng.choice(self.scalars[dtype])}
            self.fetches.append(self.add(self.rng.choice(UNARY), x=step))

    def matmul(self):
        if self.matrices:
            a, b = (self.rng.choice(self.matrices) for _ in range(2))
            self.fetches.append(self.add("matmul", a={"step": a}, b={"step": b}))

    def mean(self):
        if self.arrays:
            step, _ = self.rng.choice(self.arrays)
            self.add("mean", x={"step": step}, n_ops=2)

    def foreign(self):
        self.add("foreign", n=self.rng.randrange(12))

    def initializer(self):
        self.add("global_variables_initializer")

    def set_seed(self):
        self.add("set_random_seed", seed=self.rng.choice([None, 0, 3, -1, 2**33]))

    CHOICES = (
        *(float_op,) * 7, *(integer_op,) * 2, *(size,) * 2, *(shuffle,) * 2, crop,
        *(constant,) * 2, placeholder, *(binary,) * 2, unary, matmul, mean, foreign,
        initializer, set_seed,
    )  # fmt: skip


def call_numpy(name, **operands):
    return getattr(np, name)(*operands.values())


def mean(x, n_ops):
    px.get_default_graph().advance_op_ids(n_ops)
    return np.mean(x, 0)


CALLS = {
    "set_random_seed": px.set_random_seed,
    "get_seed": lambda: px.get_seed(None),
    "global_variables_initializer": px.global_variables_initializer,
    "foreign": lambda n: px.get_default_graph().advance_op_ids(n),
    "constant": lambda value, dtype: px.constant(np.array(value, dtype)),
    "placeholder": px.placeholder,
    "uniform": px.random_uniform,
    "normal": px.random_normal,
    "truncated_normal": px.truncated_normal,
    "shuffle": px.random_shuffle,
    "random_crop": px.random_crop,
    "matmul": lambda a, b: a @ b,
    "mean": mean,
    **{name: partial(call_numpy, name) for name in UNARY + BINARY},
}


def resolved(argument, made):
    if isinstance(argument, dict):
        return made[argument["step"]]
    if isinstance(argument, list):
        return [resolved(part, made) for part in argument]
    return argument


def steps_in(argument):
    if isinstance(argument, dict):
        yield argument["step"]
    elif isinstance(argument, list):
        for part in argument:
            yield from steps_in(part)


def build(program, version):
    graph, made = px.Graph(tensorflow=version), []
    with graph.as_default():
        for step in program["steps"]:
            kwargs = {k: resolved(v, made) for k, v in step["kwargs"].items()}
            made.append(CALLS[step["call"]](**kwargs))
    return graph, made


def seeds_of(result):
    if isinstance(result, tuple):
        return list(result)
    if isinstance(result, px.Tensor) and result.op.sampler is not None:
        return list(result.op.seeds or (0, 0))
    return None


def comparable(program, seeds):
    """For each step, whether it and all that it is made of are seeded and exact."""
    found = []
    for step, pair in zip(program["steps"], seeds, strict=True):
        inputs = [k for v in step["kwargs"].values() for k in steps_in(v)]
        is_itself = pair != [0, 0] and step["call"] not in INEXACT
        found.append(is_itself and all(found[k] for k in inputs))
    return found


def compare(program, result, version):
    """Compare one program; return the number of seeds and of values compared."""
    graph, made = build(program, version)
    seeds = list(map(seeds_of, made))
    assert seeds == result["seeds"]
    feeds = {made[int(k)]: value for k, value in program["feeds"].items()}
    fetches = [made[k] for k in program["fetches"]]
    is_comparable = comparable(program, seeds)
    n_values = 0
    for runs in result["sessions"]:
        with px.Session(graph=graph) as session:
            for expected in runs:
                values = session.run(fetches, feeds)
                for k, value, (dtype, shape, bits) in zip(
                    program["fetches"], values, expected, strict=True
                ):
                    if not is_comparable[k]:
                        continue
                    assert (value.dtype.name, list(value.shape)) == (dtype, shape)
                    other = np.frombuffer(bytes.fromhex(bits), dtype)
                    assert same_bits(value, other), (k, program["steps"][k])
                    n_values += value.size
    return sum(pair is not None for pair in seeds), n_values


def same_bits(value, other):
    """Whether bits are the same but for the sign of zeros and of what is infinite.

    Whether 0.0 is added to -0.0 is up to the graph optimizer, which 1.0 did not have,
    and which later versions changed; a division by it then gives either infinity.
    """
    value = np.ravel(value) + 0
    is_finite = np.isfinite(other)
    return np.array_equal(np.isfinite(value), is_finite) and (
        value[is_finite].tobytes() == (other + 0)[is_finite].tobytes()
    )


def results_of(programs, version, tmp_path):
    """What a TensorFlow gives for programs."""
    python = FOLDER / f"tensorflow-{version}" / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no TensorFlow {version}: {python} does not exist")
    (tmp_path / "programs.json").write_text(json.dumps(programs))
    subprocess.run(
        [python, PROGRAM, tmp_path / "programs.json", tmp_path / "results.json"],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": ""},
        check=True,
    )
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["version"] == version
    return results["results"]


VERSIONS = ["1.0.0", "1.5.0", "1.8.0", "1.14.0", "1.15.0", "2.3.0"]


@pytest.mark.parametrize("version", VERSIONS)
def test_random_graphs(version, tmp_path):
    programs = [Writer(random.Random(n)).program(2 + n % 20) for n in range(N_GRAPHS)]
    results = results_of(programs, version, tmp_path)
    n_seeds = n_values = 0
    for program, result in zip(programs, results, strict=True):
        seeds, values = compare(program, result, version)
        n_seeds += seeds
        n_values += values
    print(f"\nTensorFlow {version}: {len(programs)} graphs, {n_seeds} seeds, "
          f"{n_values} values equal")  # fmt: skip


ARITHMETIC = runpy.run_path(str(PROGRAM.parent / "arithmetic_programs.py"))


@pytest.mark.parametrize("version", VERSIONS)
def test_arithmetic(version, tmp_path):
    # docs/tensorflow.md says that 1.5's own constants are another matter.
    programs = [
        ARITHMETIC["program"](n, FLOATS, has_subnormals=version != "1.5.0")
        for n in range(N_GRAPHS)
    ]
    results = results_of(programs, version, tmp_path)
    n_values = sum(
        compare(program, result, version)[1]
        for program, result in zip(programs, results, strict=True)
    )
    print(f"\nTensorFlow {version}: {len(programs)} expressions, {n_values} values "
          "equal")  # fmt: skip
