# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Sphinx configuration; `make docs` builds the pages."""

project = "philoxseed"
author = "The philoxseed authors"
copyright = "the philoxseed authors"
extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
]
numpydoc_show_class_members = False
autodoc_typehints = "none"
html_theme = "furo"
exclude_patterns = ["_build"]
