# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Every example in README, docs and docstrings gives what it says."""

import doctest
import importlib
import pkgutil
from pathlib import Path

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


@pytest.mark.parametrize("module", list(modules()), ids=lambda m: m.__name__)
def test_docstrings(module):
    assert doctest.testmod(module, optionflags=OPTIONS).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages(page):
    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=OPTIONS)
    assert failed == 0


def test_readme_has_examples():
    text = (ROOT / "README.md").read_text()
    assert len(doctest.DocTestParser().get_examples(text)) > 10
