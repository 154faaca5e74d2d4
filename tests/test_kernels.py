# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The kernels without Python: tests/c/parity.c, compiled here and run."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from philoxseed import simd

ROOT = Path(__file__).parents[1]
COMPILER = shutil.which(os.environ.get("CC", "cc"))
SKIPPED = 77  # the program's exit status where its libm is another

pytestmark = pytest.mark.skipif(COMPILER is None, reason="no C compiler")


@pytest.fixture(scope="module")
def parity(tmp_path_factory):
    program = tmp_path_factory.mktemp("parity") / "parity"
    sources = [ROOT / "tests" / "c" / "parity.c", *sorted(ROOT.glob("csrc/*.c"))]
    flags = ["-std=gnu11", "-O2", "-ffp-contract=off", "-DPX_TESTED"]
    sources.append(f"-I{ROOT / 'csrc'}")
    subprocess.run([COMPILER, *flags, *sources, "-lm", "-o", program], check=True)
    return program


def check_parity(program, *options):
    done = subprocess.run([program, *options], capture_output=True, text=True)
    if done.returncode == SKIPPED:
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    *kernels, summary = done.stdout.splitlines()
    assert kernels == [f"{name:8} ok" for name in simd.available()]
    assert summary.endswith(" passed, 0 failed")


def test_every_kernel_in_c(parity):
    check_parity(parity)


@pytest.mark.slow
def test_all_float32_normals(parity):
    check_parity(parity, "--exhaustive")


@pytest.mark.slow
def test_functions_are_those_of_libm(parity):
    check_parity(parity, "--libm")
