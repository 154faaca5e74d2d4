# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Random graphs with variables, in philoxseed and in old versions of TensorFlow.

Seeds, the number of ops, and the bits of weights, dropout and image ops. As
``test_old_tensorflow.py``; ``old_weights_program.py`` runs the graphs there. ``-s``
shows how many graphs, seeds, weights and other values were compared.
"""

import collections
import json
import os
import random
import subprocess
from pathlib import Path

import numpy as np
import pytest

import philoxseed.compat.v1 as px

pytestmark = [
    pytest.mark.tensorflow_old,
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
]

FOLDER = Path(os.environ.get("PHILOXSEED_OLD_TENSORFLOW", "build"))
PROGRAM = Path(__file__).parent / "old_weights_program.py"
N_GRAPHS = int(os.environ.get("PHILOXSEED_OLD_GRAPHS", "300"))

DRAWING = [
    "none", "uniform", "unit", "normal", "truncated", "unit_scaling", "scaling",
    "scaling_uniform", "xavier", "xavier_normal",
]  # fmt: skip
CONSTANT = ["zeros", "ones", "constant"]

# Functions of a matrix of floats, with other arguments; those whose values are not
# promised are only counted.
EXACT = [
    ("identity",), ("zeros_like",), ("ones_like",), ("transpose",), ("shape",),
    ("transpose", [1, 0]), ("reshape", [-1]), ("expand_dims", 0), ("negative",),
    ("reduce_max", 1), ("reduce_min", [0, 1]), ("argmax", 0), ("argmin", 1), ("abs",),
    ("sign",), ("floor",), ("square",), ("maximum", 0.25), ("minimum", 0.5),
    ("greater", 0.0), ("less_equal", 0.25), ("equal", 0.5), ("nn.relu",), ("round",),
    ("add", 0.5), ("subtract", 0.25), ("multiply", 3.0), ("rank",), ("size",),
    ("clip_by_value", -0.5, 0.25), ("stop_gradient",), ("concat",), ("stack",),
    ("where",), ("logical",), ("cast", "int32"), ("cast", "float64"), ("fill",),
    ("zeros", [40, 30]), ("ones", [3]), ("zeros", [3]), ("range", 5),
    ("range", 1, 9, 2),
    ("eye", 3), ("eye", 2, 3), ("group",), ("squeeze",), ("gather", [0, 1]),
    ("one_hot", [0, 2], 3), ("tile", [2, 1]),
]  # fmt: skip
COUNTED = [
    ("exp",), ("tanh",), ("sigmoid",), ("sqrt",), ("reduce_sum",), ("reduce_mean", 0),
    ("reduce_sum", 1), ("nn.softmax",), ("matmul",), ("sin",),
    ("linspace", 0.0, 1.0, 5),
]  # fmt: skip
NOT_OF_THE_MATRIX = {"zeros", "ones", "range", "eye", "linspace", "fill", "one_hot"}


class Writer:
    """Writes a random program."""

    def __init__(self, rng):
        self.rng = rng
        self.steps = []
        self.fetches = []
        self.feeds = {}
        self.matrices = []  # variables and placeholders of matrices, float32
        self.images = []  # variables of rank 3, float32
        self.exact = set()

    def add(self, call, *args):
        self.steps.append({"call": call, "args": list(args)})
        return len(self.steps) - 1

    def fetch(self, step):
        self.fetches.append(step)
        self.exact.add(step)
        return step

    def seed(self):
        return self.rng.choice([None, None, None, 0, 7, 2**31 + 3])

    def program(self, n_steps):
        for _ in range(n_steps):
            self.rng.choice(self.CHOICES)(self)
        return {
            "seed": self.rng.choice([1, 42, 777]), "steps": self.steps,
            "fetches": self.fetches, "feeds": self.feeds, "exact": sorted(self.exact),
        }  # fmt: skip

    def get_variable(self):
        rng = self.rng
        shape = rng.choice([[], [5], [3, 4], [4, 3], [3, 4, 2], [2, 3, 2, 4], [40, 30]])
        dtype = rng.choice(["float32"] * 3 + ["float64", "float16"])
        kind = rng.choice(DRAWING * 2 + CONSTANT)
        name = f"v{len(self.steps)}"
        step = self.add("get_variable", name, shape, dtype, kind, self.seed())
        self.keep(self.fetch(step), shape, dtype)

    def keep(self, step, shape, dtype):
        if dtype == "float32" and len(shape) == 2:
            self.matrices.append(step)
        if dtype == "float32" and len(shape) == 3:
            self.images.append(step)

    def variable(self):
        rng = self.rng
        name = rng.choice(["w", "b", None])
        if rng.random() < 0.4:
            value = rng.choice([0.0, [1.0, 2.5], [[1, 2, 3]]])
            step = self.add("array", value, rng.choice(["float32", "int32"]), name)
            self.fetch(step)
            return
        shape = rng.choice([[3], [2, 3], [3, 4, 2]])
        drawn = self.add("normal", shape, self.seed())
        self.keep(
            self.fetch(self.add("Variable", {"step": drawn}, name)), shape, "float32"
        )

    def placeholder(self):
        shape = self.rng.choice([[2, 3], [None, 3]])
        step = self.add("placeholder", shape)
        self.feeds[str(step)] = [[0.5, -0.25, 1.0], [0.0, 2.0, 0.5]]
        self.matrices.append(step)

    def of_a_variable(self):
        steps = [k for k, s in enumerate(self.steps) if s["call"] == "get_variable"]
        if steps:
            self.fetch(self.add("read_value", {"step": self.rng.choice(steps)}))

    def dropout(self):
        if not self.matrices:
            return
        x = {"step": self.rng.choice(self.matrices)}
        keep = self.rng.choice([0.5, 0.3, 0.9])
        shape = self.rng.choice([None, None, [1, 1]])
        self.fetch(self.add("dropout", x, keep, shape, self.seed()))

    def image(self):
        if self.images:
            call = self.rng.choice(["flip", "flip_up", "brightness", "crop"])
            x = {"step": self.rng.choice(self.images)}
            self.fetch(self.add(call, x, self.seed()))

    def function(self):
        if not self.matrices:
            return
        is_exact = self.rng.random() < 0.8
        name, *args = self.rng.choice(EXACT if is_exact else COUNTED)
        x = {"step": self.rng.choice(self.matrices)}
        if name == "concat":
            args = [[x, x], 0]
        elif name == "stack":
            args = [[x, x]]
        elif name == "matmul":
            args = [x, {"step": self.add("function", "transpose", x, [1, 0])}]
        elif name == "where":
            mask = self.add("function", "greater", x, 0.1)
            args = [{"step": mask}, x, x]
        elif name == "logical":
            mask = {"step": self.add("function", "less", x, 0.1)}
            name = self.rng.choice(["logical_and", "logical_or", "logical_xor"])
            args = [mask, mask]
        elif name == "fill":
            args = [[2, 3], 0.5]
        elif name == "gather" or name not in NOT_OF_THE_MATRIX:
            args = [x, *args]
        call = ["cast", *args] if name == "cast" else ["function", name, *args]
        step = self.add(*call)
        if name != "group" and name not in ("zeros", "eye", "ones"):
            self.fetches.append(step)
            if is_exact:
                self.exact.add(step)

    def init(self):
        self.add("init")

    CHOICES = (
        *(get_variable,) * 5, *(variable,) * 3, placeholder, of_a_variable, init,
        *(dropout,) * 2, *(image,) * 2, *(function,) * 5,
    )  # fmt: skip


def xavier(uniform, seed):
    if px.get_default_graph().profile.counts_op_ids:
        return px.contrib.layers.xavier_initializer(uniform=uniform, seed=seed)
    kind = "glorot_uniform" if uniform else "truncated_normal"
    return getattr(px, f"{kind}_initializer")(seed=seed)


INITIALIZERS = {
    "none": lambda seed: None,
    "uniform": lambda seed: px.random_uniform_initializer(-0.5, 0.5, seed=seed),
    "unit": lambda seed: px.random_uniform_initializer(seed=seed),
    "normal": lambda seed: px.random_normal_initializer(0.5, 0.1, seed=seed),
    "truncated": lambda seed: px.truncated_normal_initializer(stddev=0.1, seed=seed),
    "unit_scaling": lambda seed: px.uniform_unit_scaling_initializer(1.43, seed=seed),
    "scaling": lambda seed: px.variance_scaling_initializer(
        2.0, "fan_out", "normal", seed
    ),
    "scaling_uniform": lambda seed: px.variance_scaling_initializer(
        0.7, "fan_avg", "uniform", seed
    ),
    "xavier": lambda seed: xavier(True, seed),
    "xavier_normal": lambda seed: xavier(False, seed),
    "zeros": lambda seed: px.zeros_initializer(),
    "ones": lambda seed: px.ones_initializer(),
    "constant": lambda seed: px.constant_initializer(0.25),
}


def get_variable(name, shape, dtype, initializer, seed):
    return px.get_variable(
        name, shape, dtype, initializer=INITIALIZERS[initializer](seed)
    )


def function(name, *args):
    found = px
    for part in name.split("."):
        found = getattr(found, part)
    return found(*args)


CALLS = {
    "Variable": lambda initial, name: px.Variable(initial, name=name),
    "array": lambda value, dtype, name: px.Variable(np.array(value, dtype), name=name),
    "get_variable": get_variable,
    "read_value": lambda x: x.read_value(),
    "normal": lambda shape, seed: px.random_normal(shape, seed=seed),
    "placeholder": lambda shape: px.placeholder(px.float32, shape),
    "dropout": lambda x, keep, shape, seed: px.nn.dropout(x, keep, shape, seed),
    "flip": lambda x, seed: px.image.random_flip_left_right(x, seed=seed),
    "flip_up": lambda x, seed: px.image.random_flip_up_down(x, seed=seed),
    "brightness": lambda x, seed: px.image.random_brightness(x, 0.25, seed=seed),
    "crop": lambda x, seed: px.random_crop(x, [2, 2, 2], seed=seed),
    "function": function,
    "cast": px.cast,
    "init": px.global_variables_initializer,
}


def resolved(argument, made):
    if isinstance(argument, dict):
        return made[argument["step"]]
    if isinstance(argument, list):
        return [resolved(part, made) for part in argument]
    return argument


def compare(program, result, version, counts):
    graph, made = px.Graph(tensorflow=version), []
    with graph.as_default():
        px.set_random_seed(program["seed"])
        for step in program["steps"]:
            args = [resolved(x, made) for x in step["args"]]
            made.append(CALLS[step["call"]](*args))
        init = px.global_variables_initializer()
        last = px.get_seed(None)[1]
    seeds = [op.seeds[1] for op in graph.get_operations() if op.sampler is not None]
    assert seeds == result["seeds"]
    if graph.profile.counts_op_ids:
        assert last == result["n_ops"]
    feeds = {made[int(k)]: value for k, value in program["feeds"].items()}
    fetches = [made[k] for k in program["fetches"]]
    counts["graphs"] += 1
    counts["seeds"] += len(seeds)
    for runs in result["sessions"]:
        with px.Session(graph=graph) as session:
            session.run(init)
            for expected in runs:
                values = session.run(fetches, feeds)
                for k, value, (dtype, shape, bits) in zip(
                    program["fetches"], values, expected, strict=True
                ):
                    step = program["steps"][k]
                    value = np.asarray(value)
                    assert (value.dtype.name, list(value.shape)) == (dtype, shape), step
                    if k not in program["exact"]:
                        continue
                    other = np.frombuffer(bytes.fromhex(bits), dtype).reshape(shape)
                    # Whether zeros have signs is up to each version.
                    same = (value + 0).tobytes() == (other + 0).tobytes()
                    assert same, (step, value, other)
                    is_weight = step["call"] in ("get_variable", "Variable", "array")
                    counts["weights" if is_weight else "other values"] += value.size


@pytest.mark.parametrize("version", ["1.0.0", "1.15.0", "2.3.0"])
def test_random_graphs_with_variables(version, tmp_path):
    python = FOLDER / f"tensorflow-{version}" / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no TensorFlow {version}: {python} does not exist")
    programs = [Writer(random.Random(n)).program(2 + n % 20) for n in range(N_GRAPHS)]
    (tmp_path / "programs.json").write_text(json.dumps(programs))
    subprocess.run(
        [python, PROGRAM, tmp_path / "programs.json", tmp_path / "results.json"],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": ""},
        check=True,
    )
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["version"] == version
    counts = collections.Counter()
    for program, result in zip(programs, results["results"], strict=True):
        compare(program, result, version, counts)
    print(f"\nTensorFlow {version}, equal:", dict(counts))
