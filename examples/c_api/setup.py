# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Builds parallel_fill: python setup.py build_ext --inplace."""

import sys

from Cython.Build import cythonize
from setuptools import Extension, setup

import philoxseed

# Without OpenMP, as with Apple's compiler, prange is an ordinary loop.
OPENMP = {"linux": ["-fopenmp"], "win32": ["/openmp"]}.get(sys.platform, [])

extension = Extension(
    "parallel_fill",
    ["parallel_fill.pyx"],
    include_dirs=[philoxseed.get_include()],
    extra_compile_args=OPENMP,
    extra_link_args=OPENMP if sys.platform == "linux" else [],
)

setup(name="parallel_fill", ext_modules=cythonize([extension]))
