# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Every example in README, docs, notebooks and docstrings gives what it says."""

import ast
import contextlib
import doctest
import importlib.util
import inspect
import io
import itertools
import json
import os
import pkgutil
import pydoc
import re
import sys
import tokenize
from pathlib import Path

import numpy as np
import pytest

import philoxseed

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
BLOCK = re.compile(r"^ *```([^\n`]*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
# The page's programs are tested by test_c_api.py.
OTHERS = {"c.md": ["python", "cython", "c"], "command_line.md": ["console"]}


OF_DASK = "philoxseed.dask", "philoxseed._lazy_arrays"
HAS_DASK = importlib.util.find_spec("dask") is not None


def modules():
    yield philoxseed
    for found in pkgutil.walk_packages(philoxseed.__path__, "philoxseed."):
        if found.name in OF_DASK and not HAS_DASK:
            continue
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
    *((".dask",) if HAS_DASK else ()),
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


# Of use to the package itself.
WITHOUT_EXAMPLE = {"Stream.adds_zeros", "Stream.keeps_subnormals"}


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
    failed, _ = doctest.testfile(
        str(page), module_relative=False, optionflags=OPTIONS, encoding="utf-8"
    )
    assert failed == 0


def blocks(page):
    """The blocks of code of a page: language and text, in order."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(language, text) for language, text in found if language[:1] != "{"]


def run(code, names):
    """Run a block or cell; return what it printed, and what it displays at its end."""
    tree = ast.parse(code)
    last = (
        tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    )
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "block", "exec"), names)
        value = None
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "block", "eval"), names)
    return printed.getvalue(), value


def comments(code):
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return "\n".join(t.string for t in tokens if t.type == tokenize.COMMENT)


def words(text):
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_programs_of_pages(page):
    """What they print or display stands in their comments, or in the block below.

    Blocks without ">>>" are one program, which goes on from block to block.
    """
    names = {"__name__": "page"}
    found = [b for b in blocks(page) if b[0] not in OTHERS.get(page.name, [])]
    for (language, code), (_, below) in itertools.pairwise([*found, ("", "")]):
        assert language in ("", "text", "python"), f"nobody runs {language}"
        if language != "python" or ">>>" in code:
            continue
        # The whole search takes a minute.
        quick = code.replace("range(2**31 - 1)", "range(478_163_000, 478_164_000)")
        printed, value = run(quick, names)
        shown = printed.splitlines() + ([] if value is None else str(value).split("\n"))
        said = words(comments(code).replace("#", " ") + below)
        if "for example" not in said:
            assert all(words(line) in said for line in shown), shown


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_of_notebooks(notebook):
    """They are kept, and were made by these cells in this order."""
    names = {"__name__": "__main__"}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    cells = [cell for cell in cells if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells, 1):
        assert cell["execution_count"] == number
        printed, value = run("".join(cell["source"]), names)
        streams = [o["text"] for o in cell["outputs"] if o["output_type"] == "stream"]
        results = [o["data"] for o in cell["outputs"] if "data" in o]
        assert printed == "".join("".join(text) for text in streams)
        kept = ["".join(data["text/plain"]) for data in results]
        assert kept == ([] if value is None else [repr(value)])


@pytest.mark.skipif(len(PAGES) == 1, reason="the documentation is not there")
def test_there_are_examples():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert len(doctest.DocTestParser().get_examples(text)) > 80
    assert len(NOTEBOOKS) == 1


def test_readme_is_short_and_stands_alone():
    """It is also the page of a package index, where no other file is."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(doctest.DocTestParser().get_examples(text)) > 10
    assert len(text.splitlines()) < 150
    assert not re.findall(r"\]\((?!#)|<img|src=|https?://", text)
