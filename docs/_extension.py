# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What the pages need beside Sphinx: pictures, and tables made from data.

``{picture} name`` puts an SVG into the page itself, so that its text takes the page's
colours, light or dark. ``{coverage} tf.random`` is a table of ``coverage.toml``.
``{speeds} bulk`` is one of the benchmark's results.
"""

import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))

import coverage_table  # noqa: E402
import speed_results  # noqa: E402


class Picture(Directive):
    """An SVG of ``docs/pictures`` as part of the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the picture as it stands in its file."""
        path = HERE / "pictures" / f"{self.arguments[0]}.svg"
        self.state.document.settings.record_dependencies.add(str(path))
        svg = path.read_text(encoding="utf-8")
        return [nodes.raw("", f'<div class="figure">{svg}</div>', format="html")]


class Table(Directive):
    """A table whose text is made by Python."""

    def lines(self) -> list[str]:
        """Return the table in Markdown."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return what Markdown makes of the table."""
        container = nodes.container()
        lines = StringList(self.lines(), source=str(HERE))
        self.state.nested_parse(lines, self.content_offset, container)
        return container.children


class Coverage(Table):
    """The names of one module, and what became of each."""

    required_arguments = 1

    def lines(self) -> list[str]:
        """Return a row for each name."""
        return coverage_table.markdown(self.arguments[0])


class Speeds(Table):
    """Values per second, and the ratios of others, as measured."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table in a box, for the style sheet."""
        return [nodes.container("", *super().run(), classes=["speeds"])]

    def lines(self) -> list[str]:
        """Return a row for each job."""
        return speed_results.SPEEDS[self.arguments[0]]()


def setup(app):
    """Tell Sphinx of the directives."""
    app.add_directive("picture", Picture)
    app.add_directive("coverage", Coverage)
    app.add_directive("speeds", Speeds)
    return {"parallel_read_safe": True}
