# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The world's published outputs of TensorFlow, by the seeds and by the scripts.

``examples/published.py`` has the scripts and draws; what is compared is decided here. A
red case means that the change is wrong, not the test.
"""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
spec = importlib.util.spec_from_file_location(
    "published", ROOT / "examples" / "published.py"
)
published = importlib.util.module_from_spec(spec)
spec.loader.exec_module(published)

CASES = {
    case["id"]: case
    for case in json.loads((ROOT / "tests/data/published.json").read_text())["cases"]
    if case["status"] == "reproduced"
}
SCRIPTS = sorted(published.SCRIPTS)
FROM_SEEDS = sorted(name for name, case in CASES.items() if case["op"] != "derived")


def assert_as_printed(case, values, record_property):
    assert len(values) == len(case["draws"])
    compared = 0
    for draw, value in zip(case["draws"], values, strict=True):
        shown = np.ravel(np.asarray(value)[tuple(draw.get("index", ()))])
        texts = draw["printed"].split()
        assert len(texts) == shown.size
        compared += shown.size
        if case["exact_float32"]:
            np.testing.assert_array_equal(shown, np.array(texts, shown.dtype))
            continue
        # Half a unit of the last printed digit, or what the source allows.
        units = [10.0 ** -len(text.partition(".")[2]) for text in texts]
        printed = np.array(texts, float)
        allowed = np.abs(printed).max() * case.get("relative_tolerance", 0)
        error = np.abs(shown.astype(float) - printed)
        assert (error <= np.maximum(allowed, 0.5000001 * np.array(units))).all()
    record_property("values_compared", compared)


@pytest.mark.parametrize("name", FROM_SEEDS)
def test_from_the_seeds(name, record_property):
    values = published.draw_from_seeds(CASES[name])
    assert_as_printed(CASES[name], values, record_property)


@pytest.mark.parametrize("name", SCRIPTS)
def test_from_the_script(name, record_property):
    case = CASES[name]
    graph, values = published.run_script(name)
    assert_as_printed(case, values, record_property)
    seeds = np.reshape(case["kernel_seeds"], (-1, 2)).tolist()
    made = [list(op.seeds) for op in graph.get_operations() if op.seeds]
    assert made[-len(seeds) :] == seeds


def test_every_reproduced_case_is_drawn():
    assert {*FROM_SEEDS, *SCRIPTS} == CASES.keys()
    # All scripts of graphs are there.
    of_graphs = {name for name, case in CASES.items() if case["mode"] == "graph"}
    without_script = {"bigdl_x"}  # whose script was not published
    assert of_graphs - without_script <= set(SCRIPTS)


def test_the_example_reports_differences(monkeypatch, capsys):
    assert published.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert "DIFFERS" not in str(lines)
    assert max(map(len, lines)) <= 80
    case = json.loads(json.dumps(CASES["notes_u"]).replace("7.41970491", "7.41970539"))
    monkeypatch.setitem(published.CASES, "notes_u", case)
    assert published.main() == 1
    assert capsys.readouterr().out.count("DIFFERS") == 1
