# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The tables of ``coverage.md``, from ``coverage.toml``."""

import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from philoxseed._missing import ALL_NAMES

DATA = tomllib.loads(Path(__file__).with_name("coverage.toml").read_text("utf-8"))

STATES = {
    "equal": "equal",
    "near": "near: last digits differ",
    "constant": "equal, draws nothing",
    "own": "own stream, on the kernels",
    "numpy": "NumPy's, on philoxseed's words",
    "nothing": "draws nothing",
    "missing": "not offered",
}


def names(section: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a section with their states, in alphabetical order."""
    data = DATA[section]
    rows = ((name, state) for state in STATES for name in data.get(state, "").split())
    return iter(sorted(rows, key=lambda row: row[0].lower()))


def found(section: str, name: str) -> str | None:
    """Return what a name is called here, if it is offered."""
    for module in DATA[section].get("modules", ["philoxseed.PhiloxGenerator"]):
        owner: Any = (
            import_module("philoxseed").PhiloxGenerator
            if module == "philoxseed.PhiloxGenerator"
            else import_module(module)
        )
        if hasattr(owner, name):
            return f"{module}.{name}"
    return None


def why(section: str, name: str) -> str:
    """Return what the error says of a name that is not offered."""
    try:
        getattr(import_module(DATA[section]["modules"][0]), name)
    except AttributeError as error:
        return str(error).partition(": ")[2].removesuffix(ALL_NAMES)
    raise LookupError(f"{name} is offered")


def markdown(section: str) -> list[str]:
    """Return a table of a section in Markdown."""
    lines = ["| name | state | here |", "|---|---|---|"]
    for name, state in names(section):
        here = (
            why(section, name).replace("|", "\\|")
            if state == "missing"
            else f"{{py:obj}}`{found(section, name)}`"
        )
        lines.append(f"| `{name}` | {STATES[state]} | {here} |")
    return lines
