# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Layers: what the import linter, which reads Python files alone, cannot see.

`make lint` checks that no layer imports one above it, and that no imports run in a
circle (the contracts are in pyproject.toml).
"""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import philoxseed as px
from philoxseed import _tensorflow_names
from philoxseed.compat.v1 import _arithmetic, _variables

SOURCES = Path(__file__).parent.parent / "philoxseed"
MODULES = sorted(SOURCES.rglob("*.py"))

USERS_OF_THE_CORE = {
    "__init__.py",
    "_blocks.py",
    "_dtypes.py",
    "_families/discrete.py",
    "_families/gamma.py",
    "_families/transforms.py",
    "_graph/eager.py",
    "_graph/operation.py",
    "_graph/session.py",
    "_lazy_arrays.py",
    "_numpy_generator.py",
    "_stream.py",
    "_tools/search.py",
    "random/_affine.py",
    "random/_binomial.py",
    "random/_categorical.py",
    "random/_gamma.py",
    "random/_generator.py",
    "random/_index_shuffle.py",
    "random/_parameterized.py",
    "random/_poisson.py",
    "random/_shuffle.py",
    "random/_stateless.py",
    "random/_uniform.py",
    "simd.py",
}
"""Those that draw from streams, or show what the core knows."""

KNOWN_TO_THE_CORE = {
    "philoxseed._subnormals",
    "philoxseed._threads",
    "philoxseed.px_philox",
}


def imported(source):
    """Yield each import of a Python file as (module, name or None)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)


def test_who_imports_the_core():
    users = {
        str(path.relative_to(SOURCES).as_posix())
        for path in MODULES
        for module, name in imported(path.read_text(encoding="utf-8"))
        if module == "philoxseed._core" or (module, name) == ("philoxseed", "_core")
    }
    assert users == USERS_OF_THE_CORE


def test_what_the_core_imports():
    known = set()
    for path in [*SOURCES.glob("*.pyx"), *SOURCES.rglob("*.pxi")]:
        text = path.read_text(encoding="utf-8")
        known.update(re.findall(r"^\s*from (philoxseed\.\w+) c?import", text, re.M))
        known.update(
            f"philoxseed.{name.strip()}"
            for names in re.findall(r"^\s*from philoxseed import (.+)", text, re.M)
            for name in names.split(",")
        )
    assert known == KNOWN_TO_THE_CORE


def test_imports_stand_at_the_top():
    # One inside a function hides a circle. Other packages may come late.
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                body = ast.unparse(ast.Module(node.body, []))
                ours = [m for m, _ in imported(body) if m and m.startswith("philox")]
                assert not ours, f"{path.name}: {node.name} imports {ours}"


def test_the_way_of_a_seed_is_short():
    # Python functions that hold the seed as an argument or return it, in one pair or
    # beside others: docs/architecture.md lists them.
    seed = 912_345_678
    holders = []

    def holds(value):
        if type(value) is int:
            return value == seed or value >> 64 == seed
        return isinstance(value, tuple) and any(map(holds, value))

    def note(frame, event, value):
        if "philoxseed" not in frame.f_globals.get("__name__", ""):
            return
        name = frame.f_code.co_qualname
        if event == "return":
            names = inspect.getargs(frame.f_code).args
            arguments = [frame.f_locals.get(argument) for argument in names]
            if (holds(value) or any(map(holds, arguments))) and name not in holders:
                holders.append(name)

    graph = px.Graph()
    with graph.as_default(), px.Session() as session:
        sys.setprofile(note)
        try:
            px.set_random_seed(seed)
            session.run(px.random.uniform([3]))
        finally:
            sys.setprofile(None)
    assert "set_random_seed" in holders
    assert "key_and_counter" in holders
    assert len(holders) <= 8, holders


def test_groups_of_names_are_offered_whole():
    # Type checkers want the lists written out, beside the star imports.
    assert {*_tensorflow_names.__all__} <= {*px.__all__}
    v1 = px.compat.v1
    assert {*_arithmetic.__all__, *_variables.__all__} <= {*v1.__all__}
    for module in (px, v1):
        assert len({*module.__all__}) == len(module.__all__)


@pytest.mark.parametrize("package", ["", ".compat", ".random"])
def test_type_checkers_see_what_is_imported_late(package):
    package = importlib.import_module(f"philoxseed{package}")
    (block,) = (
        node
        for node in ast.parse(Path(package.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    seen = {name: module for module, name in imported(ast.unparse(block))}
    if "*" in seen:
        module = seen.pop("*")
        names = importlib.import_module(module).__all__
        seen.update((name, module) for name in names)
    assert package._LAZY.modules == seen
    for name in seen:
        assert getattr(package, name) is vars(package)[name]
    assert {*package.__all__} <= vars(package).keys()


LATE = ("compat", "_ops", "_tools", "_variables", "_initializers", "random._generator")


def loaded_by(code):
    names = (
        f"{code}; import sys; print(*(m for m in sys.modules if m.startswith('ph')))"
    )
    command = [sys.executable, "-P", "-c", names]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name.removeprefix("philoxseed.") for name in output.split()}


def test_drawing_imports_no_more_than_it_needs():
    code = (
        "import philoxseed as px; px.Stream(1).normal(3); px.default_rng(1).random(3);"
        "px.Session(graph=px.get_default_graph()).run(px.random.uniform([3]) * 2 + 1);"
        "dir(px), dir(px.random)"
    )
    assert not loaded_by(code) & {*LATE}
    # What TensorFlow's spellings need comes by either way.
    assert "compat.v1" in loaded_by(
        "import philoxseed as px; px.compat.v1.random_normal"
    )
    assert "compat.v1" in loaded_by("import philoxseed.compat.v1 as tf")
    assert "compat.v2" not in loaded_by("import philoxseed.compat.v1 as tf")
    assert {*LATE} <= loaded_by("from philoxseed import *; random.Generator")


def test_names_that_come_late_are_pickled():
    for name in ("Variable", "explain_seeds", "FoundSeed"):
        code = f"import pickle, philoxseed as px; print(pickle.dumps(px.{name}))"
        command = [sys.executable, "-P", "-c", code]
        pickled = subprocess.run(command, capture_output=True, text=True, check=True)
        code = f"import pickle; print(pickle.loads({pickled.stdout.strip()}).__name__)"
        command = [sys.executable, "-P", "-c", code]
        loaded = subprocess.run(command, capture_output=True, text=True, check=True)
        assert loaded.stdout.strip() == name
