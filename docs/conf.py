# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Sphinx configuration; `make docs` builds the pages."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import reference_pages

reference_pages.write()

project = "philoxseed"
author = "The philoxseed authors"
copyright = "the philoxseed authors"
version = release = version_of("philoxseed")
extensions = [
    "_extension",
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.viewcode",
    "sphinx_design",
]
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# Outputs are kept in the notebooks; tests/test_documentation.py runs them again.
nb_execution_mode = "off"

autosummary_generate = True
autosummary_ignore_module_all = False
autosummary_imported_members = False
templates_path = ["_templates"]
numpydoc_show_class_members = False
autodoc_typehints = "none"
toc_object_entries = False

html_theme = "furo"
html_title = "philoxseed"
pygments_dark_style = "github-dark"
html_static_path = ["_static"]
html_css_files = ["philoxseed.css"]
html_show_sphinx = False
