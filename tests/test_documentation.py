# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Every example in README, docs and docstrings gives what it says."""

import doctest
import importlib
import inspect
import os
import pkgutil
import pydoc
import sys
from pathlib import Path

import numpy as np
import pytest

import philoxseed

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def modules():
    yield philoxseed
    for found in pkgutil.walk_packages(philoxseed.__path__, "philoxseed."):
        yield importlib.import_module(found.name)


@pytest.fixture(autouse=True)
def fresh_graph():
    philoxseed.reset_default_graph()
    yield
    philoxseed.reset_default_graph()


# What examples may take as there, beside what their module has.
NAMES = {
    "px": philoxseed,
    "tf": philoxseed.compat.v1,
    "tf2": philoxseed.compat.v2,
    "keras": philoxseed.compat.keras,
    "np": np,
    "os": os,
}

PUBLIC = [
    "",
    *(".random", ".random.experimental", ".errors", ".image", ".math", ".nn", ".simd"),
    *(".compat.v1", ".compat.v1.random", ".compat.v1.initializers", ".compat.v1.nn"),
    *(".compat.v1.image", ".compat.v1.math", ".compat.v2", ".compat.v2.random"),
    *(".compat.v2.image", ".compat.v2.nn", ".compat.keras", ".compat.keras.random"),
    *(".compat.keras.initializers", ".compat.tf_keras.initializers"),
]

# Classes of which each public method and property has an example.
DOCUMENTED_WHOLE = [
    philoxseed.Stream,
    philoxseed.Philox4x32,
    philoxseed.PhiloxGenerator,
    philoxseed.Session,
    philoxseed.random.Generator,
]


def public_objects():
    """Yield (name, object) for each public class, function, method and property."""
    seen = set()
    for suffix in PUBLIC:
        module = importlib.import_module(f"philoxseed{suffix}")
        for name in dir(module):
            value = getattr(module, name, None)
            if not (inspect.isclass(value) or inspect.isroutine(value)):
                continue
            is_ours = str(value.__module__).startswith("philoxseed")
            if is_ours and not name.startswith("__") and value not in seen:
                seen.add(value)
                yield f"philoxseed{suffix}.{name}", value
    for kind in DOCUMENTED_WHOLE:
        for name in dir(kind):
            owner = next(base for base in kind.__mro__ if name in vars(base))
            if owner.__module__.startswith("philoxseed") and not name.startswith("_"):
                yield f"{kind.__name__}.{name}", getattr(kind, name)


WITHOUT_EXAMPLE = {"Stream.adds_zeros"}  # of use to the package itself


def test_every_public_object_has_an_example():
    without = {
        name for name, value in public_objects() if ">>> " not in (value.__doc__ or "")
    }
    assert without == WITHOUT_EXAMPLE


def run_examples(name, text, names):
    philoxseed.reset_default_graph()
    test = doctest.DocTestParser().get_doctest(text, names, name, None, 0)
    assert doctest.DocTestRunner(optionflags=OPTIONS).run(test).failed == 0


@pytest.mark.filterwarnings("ignore:this automatic op seed")
@pytest.mark.parametrize("module", list(modules()), ids=lambda m: m.__name__)
def test_docstrings(module):
    for test in doctest.DocTestFinder().find(module, extraglobs=NAMES):
        run_examples(test.name, test.docstring, test.globs)


@pytest.mark.filterwarnings("ignore:this automatic op seed")
def test_docstrings_of_what_is_made_by_functions_and_in_c():
    # doctest finds only what stands where it is written.
    objects = list(public_objects())
    for name, value in objects:
        module = sys.modules.get(getattr(value, "__module__", None), philoxseed)
        run_examples(name, value.__doc__ or "", vars(module) | NAMES)
    assert len(objects) > 250


@pytest.mark.parametrize("suffix", PUBLIC)
def test_dir_shows_public_names_only(suffix):
    module = importlib.import_module(f"philoxseed{suffix}")
    shown = {*dir(module)} - {"__version__"}
    assert not [name for name in shown if name.startswith("_")]
    # The two dtypes that a star import leaves out.
    assert shown - {"bfloat16", "bool"} == {*module.__all__}


def test_help_starts_with_what_to_do():
    text = pydoc.plain(pydoc.render_doc(philoxseed))
    start = text[: text.index("PACKAGE CONTENTS")]
    for name in ("default_rng", "Stream", "compat.v1", "compat.v2", "find_op_seed"):
        assert name in start


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages(page):
    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=OPTIONS)
    assert failed == 0


def test_readme_has_examples():
    text = (ROOT / "README.md").read_text()
    assert len(doctest.DocTestParser().get_examples(text)) > 10
