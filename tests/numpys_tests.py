# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""NumPy's own tests of its Generator, from the installed NumPy, on another generator.

    python numpys_tests.py PhiloxGenerator Philox4x32

runs them on `PhiloxGenerator(Philox4x32(seed))` where they say
``Generator(MT19937(seed))``, and writes the names of those that fail, one a line, after
the number that passed. With ``Generator PCG64`` it is NumPy's generator on other bits:
what fails there compares with pinned values, or with MT19937's state.
"""

import contextlib
import importlib
import io
import sys

import numpy as np
import pytest

import philoxseed

MODULES = [
    "numpy.random.tests.test_generator_mt19937",
    "numpy.random.tests.test_generator_mt19937_regressions",
]


class Outcomes:
    """A plugin of pytest that remembers which tests fail."""

    def __init__(self):
        self.passed, self.failed = 0, set()

    def pytest_configure(self, config):
        config.addinivalue_line("markers", "slow: NumPy's")

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.add(report.nodeid.removeprefix("::"))
        elif report.when == "call" and report.passed:
            self.passed += 1


def outcomes(generator, bit_generator):
    """Return how many tests pass, and the names of those that fail."""
    for name in MODULES:
        module = importlib.import_module(name)
        module.Generator, module.MT19937 = generator, bit_generator
        if hasattr(module, "random"):
            module.random = generator(bit_generator())
    plugin = Outcomes()
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts="]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*options, "--pyargs", *MODULES], plugins=[plugin])
    return plugin.passed, plugin.failed


if __name__ == "__main__":
    chosen = [
        getattr(philoxseed, name, None) or getattr(np.random, name)
        for name in sys.argv[1:]
    ]
    passed, failed = outcomes(*chosen)
    print(passed, *sorted(failed), sep="\n")
