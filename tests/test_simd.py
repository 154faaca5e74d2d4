# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Kernels: each equals the scalar one, and any can be forced."""

import os
import subprocess
import sys

import ml_dtypes
import numpy as np
import pytest

from philoxseed import simd
from philoxseed._core import CoreStream

DRAWS = {
    "bits uint32": lambda s, n: s.bits(n),
    "bits uint64": lambda s, n: s.bits(n, dtype=np.uint64),
    "integers int32": lambda s, n: s.integers(-3, 1000, n, dtype=np.int32),
    "integers int64": lambda s, n: s.integers(-3, 10**12, n),
} | {
    f"{method} {np.dtype(dtype).name}": lambda s, n, m=method, t=dtype: getattr(s, m)(
        n, -0.7, 1.9, dtype=t
    )
    for method in ("uniform", "normal", "truncated_normal")
    for dtype in (np.float16, ml_dtypes.bfloat16, np.float32, np.float64)
}

# Counters whose words 0, 1, 2 and 3 overflow within the first blocks.
COUNTERS = [0, 2**32 - 3, 2**64 - 5, 2**96 - 7, 2**128 - 11]


@pytest.mark.parametrize("kernel", simd.available())
@pytest.mark.parametrize("draw", DRAWS)
def test_kernels_equal_the_scalar_one(kernel, draw):
    for counter in COUNTERS:
        for n in (1, 2, 3, 7, 64, 129, 300, 1021, 10007):
            with simd.force("scalar"):
                expected = DRAWS[draw](CoreStream(2**63 + 5, counter), n)
            with simd.force(kernel):
                values = DRAWS[draw](CoreStream(2**63 + 5, counter), n)
            assert values.tobytes() == expected.tobytes(), (counter, n)


@pytest.mark.parametrize("kernel", simd.available())
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize(
    ("low", "high"),
    [(0.0, -0.0), (-0.0, 0.0), (1, 1), (0, -3), (0, np.inf), (2, np.nan), (-5e-324, 0)],
)
def test_odd_ranges_are_the_same_everywhere(kernel, dtype, low, high):
    with simd.force("scalar"):
        expected = CoreStream(99).uniform(300, low, high, dtype=dtype)
    with simd.force(kernel):
        values = CoreStream(99).uniform(300, low, high, dtype=dtype)
    assert values.tobytes() == expected.tobytes()


def test_force_restores_what_was_active():
    before = simd.active()
    with simd.force("scalar"):
        assert simd.active() == "scalar"
    assert simd.active() == before


@pytest.fixture
def best():
    """The kernel that is in use, which is not the scalar one, and is again later."""
    best = simd.active()
    if best == "scalar":
        pytest.skip("only the scalar kernel is here")
    yield best
    simd.force(best)


def test_force_can_be_entered_again(best):
    forced = simd.force("scalar")
    for _ in range(3):
        with forced:
            assert simd.active() == "scalar"
        assert simd.active() == best


def test_force_can_be_entered_inside_itself_and_others(best):
    forced = simd.force("scalar")
    with forced:
        with forced:
            with simd.force(best):
                with forced:
                    assert simd.active() == "scalar"
                assert simd.active() == best
            assert simd.active() == "scalar"
        assert simd.active() == "scalar"
    assert simd.active() == best


def test_force_restores_after_errors(best):
    forced = simd.force("scalar")
    for _ in range(2):
        with pytest.raises(KeyError), forced:
            raise KeyError
        assert simd.active() == best


def test_force_restores_what_is_in_use_when_it_is_entered(best):
    forced = simd.force("scalar")
    simd.force(best)
    with forced:
        assert simd.active() == "scalar"
    assert simd.active() == best
    simd.force("scalar")
    with forced:
        assert simd.active() == "scalar"
    assert simd.active() == "scalar"


@pytest.mark.parametrize("name", ["sse9", "", 3, None])
def test_force_refuses_what_is_not_there(name):
    before = simd.active()
    with pytest.raises(ValueError, match="scalar"):
        simd.force(name)
    assert simd.active() == before


def active_under(setting):
    code = "import philoxseed as px; print(px.simd.active())"
    return subprocess.run(
        [sys.executable, "-P", "-W", "always", "-c", code],
        env={**os.environ, "PHILOXSEED_SIMD": setting},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.parametrize("kernel", simd.available())
def test_environment_forces_a_kernel(kernel):
    done = active_under(kernel)
    assert done.stdout.strip() == kernel
    assert done.stderr == ""


def test_unknown_kernel_in_environment_warns_once():
    done = active_under("sse9")
    assert done.stdout.strip() == active_under("").stdout.strip()
    assert done.stderr.count("RuntimeWarning: PHILOXSEED_SIMD=sse9 is not") == 1
