# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The coverage tables of the documentation are true, and leave no name out."""

import importlib
import pkgutil
import sys
from pathlib import Path

import numpy as np
import pytest

import philoxseed as px

DOCS = Path(__file__).parent.parent / "docs"
if not DOCS.exists():
    pytest.skip("the documentation is not there", allow_module_level=True)
sys.path.append(str(DOCS))

import coverage_table  # noqa: E402
import reference_pages  # noqa: E402

OF_TENSORFLOW = [name for name in coverage_table.DATA if name != "numpy"]


def public(owner):
    return {name for name in dir(owner) if not name.startswith("_")}


def states(section):
    rows = list(coverage_table.names(section))
    table = dict(rows)
    assert len(table) == len(rows), "a name stands there twice"
    return table


@pytest.mark.parametrize("section", OF_TENSORFLOW)
def test_what_is_offered(section):
    for name, state in states(section).items():
        is_there = coverage_table.found(section, name) is not None
        assert is_there == (state != "missing"), name


@pytest.mark.parametrize("section", OF_TENSORFLOW)
def test_errors_say_why_and_where_all_names_are(section):
    missing = [name for name, state in states(section).items() if state == "missing"]
    for module in coverage_table.DATA[section]["modules"]:
        for name in missing:
            with pytest.raises(AttributeError) as error:
                getattr(importlib.import_module(module), name)
            assert str(error.value).endswith(coverage_table.ALL_NAMES), name
            assert len(coverage_table.why(section, name)) > 20


def test_methods_of_numpys_generator():
    table = states("numpy")
    # Later versions of NumPy may have more.
    assert table.keys() <= public(np.random.Generator)
    for name, state in table.items():
        ours = getattr(px.PhiloxGenerator, name)
        is_ours = ours is not getattr(np.random.Generator, name)
        assert is_ours == (state == "own") or state == "nothing", name


def test_methods_that_the_installed_numpy_has():
    assert public(np.random.Generator) - states("numpy").keys() == set()


def test_numpys_methods_draw_what_numpys_generator_draws():
    """What is NumPy's draws the same numbers from the same words."""
    arguments = {
        "multivariate_hypergeometric": ([3, 4], 5), "noncentral_chisquare": (3, 1),
        "noncentral_f": (3, 4, 1),
    }  # fmt: skip
    for name, state in states("numpy").items():
        # It draws by standard_normal, which has a stream of its own.
        if state != "numpy" or name == "multivariate_normal":
            continue
        ours, numpys = px.default_rng(7), np.random.Generator(px.Philox4x32(7))
        given = arguments.get(name, ())
        for _ in range(3):
            value = getattr(ours, name)(*given)
            np.testing.assert_array_equal(value, getattr(numpys, name)(*given), name)


@pytest.mark.tensorflow
@pytest.mark.parametrize("section", OF_TENSORFLOW)
def test_no_name_of_tensorflow_is_left_out(section):
    tensorflow = pytest.importorskip("tensorflow")
    path = coverage_table.DATA[section]["title"].partition(",")[0]
    owner = tensorflow
    for part in path.split(".")[1:]:
        owner = getattr(owner, part)
    expected = public(owner)
    if path == "tf.image":
        expected = {name for name in expected if "random" in name}
    assert states(section).keys() == expected


def test_every_public_object_is_in_the_reference():
    listed = set()
    for _, shown, same in reference_pages.contents():
        names = [*shown, *(name for name, _ in same)]
        assert listed.isdisjoint(names)
        listed.update(names)
    modules = [m.name for m in pkgutil.walk_packages(px.__path__, "philoxseed.")]
    for module in ["philoxseed", *(name for name in modules if "._" not in name)]:
        for name in getattr(importlib.import_module(module), "__all__", ()):
            value = getattr(importlib.import_module(module), name)
            full = f"{module}.{name}"
            is_listed = full in listed or reference_pages.is_dtype(full)
            assert is_listed or isinstance(value, reference_pages.NOT_SHOWN), full
