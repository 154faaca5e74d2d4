# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What a release shows: versions that agree, and what issues ask for."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = (ROOT / "CITATION.cff").read_text()
    assert re.search(r"^version: (.+)$", citation, re.M)[1] == project["version"]
    assert re.search(r"^license: (.+)$", citation, re.M)[1] == project["license"]


def test_the_citation_has_the_newest_versions_date():
    changelog = (ROOT / "CHANGELOG.md").read_text()
    citation = (ROOT / "CITATION.cff").read_text()
    version = re.search(r"^version: (.+)$", citation, re.M)[1]
    date = re.search(r'^date-released: "(.+)"$', citation, re.M)[1]
    newest = re.findall(r"^## (\[\d.*)$", changelog, re.M)[0]
    assert newest == f"[{version}] - {date}"


def test_the_changelog_starts_with_what_comes_next():
    text = (ROOT / "CHANGELOG.md").read_text()
    headings = re.findall(r"^## (.+)$", text, re.M)
    assert headings[0] == "[Unreleased]"
    assert all(
        re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading)
        for heading in headings[1:]
    )


@pytest.mark.skipif(not (ROOT / ".github").exists(), reason="not in the sdist")
def test_issues_ask_for_the_report():
    templates = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    names = [path.stem for path in templates]
    assert names == ["bug", "config", "feature", "numbers"]
    for path in templates:
        if path.stem != "config":
            text = path.read_text()
            assert "What `python -m philoxseed` prints" in text
            assert "required: true" in text
