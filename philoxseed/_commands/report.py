# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What is installed here, whether it gives the right numbers, and how fast."""

import argparse
import hashlib
import os
import platform
import statistics
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import numpy as np

import philoxseed
from philoxseed import Philox4x32, Stream, default_rng, simd
from philoxseed._commands import version

# Key, counter and first block: Random123 1.14.0, tests/kat_vectors, "philox4x32 10".
_RANDOM123 = (
    (0, 0, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    (2**64 - 1, 2**128 - 1, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        0x299F31D0_A4093822,
        0x03707344_13198A2E_85A308D3_243F6A88,
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
)

# Graph seed, op seed, method, its arguments, and what TensorFlow printed: in its issues
# 9171 (version 1.1) and 28695 (1.14), in version 2.3.0, and in what it says of
# random.uniform.
_PRINTED: tuple[tuple[int | None, int, str, dict[str, Any], str], ...] = (
    (1, 4, "truncated_normal", {"size": 1}, "1.05293429"),
    (
        None,
        1,
        "normal",
        {"size": 5},
        "-0.8113182 1.4845988 0.06532937 -2.4427042 0.0992484",
    ),
    (1234, 0, "uniform", {"size": 1}, "0.13047123"),
    (1234, 1, "normal", {"size": 1}, "-0.32364845"),
    (5, 10, "integers", {"low": 3, "size": 1, "dtype": "int32"}, "2"),
)

# SHA-256, the first 16 digits, of arrays of TensorFlow 2.21.0 with graph seed 2017.
_ARRAYS: tuple[tuple[int, str, dict[str, Any], str], ...] = (
    (11, "truncated_normal", {"size": (784, 128), "scale": 0.1}, "db7d86dddacc79a7"),
    (12, "uniform", {"size": 128, "low": -0.05, "high": 0.05}, "164e78a6d442cf4d"),
    (13, "normal", {"size": (128, 10), "scale": 0.01}, "3b73defa9d618add"),
)

_VALUES = 1 << 16
_ROUNDS = 15


def run(arguments: argparse.Namespace) -> int:
    """Print the report; return 1 if a kernel gives other numbers."""
    print(*_facts(), sep="\n")
    print("\nself-test   Random123's known answers, and numbers of TensorFlow")
    failures = 0
    for kernel in simd.available():
        with simd.force(kernel):
            differing = [*_differing()]
        print(
            f"  {kernel:9}",
            *differing or ["ok"],
            sep=" " if not differing else "\n    ",
        )
        failures += bool(differing)
    if failures:
        print(
            "\nThis installation gives WRONG NUMBERS. Please report it, with this text."
        )
        return 1
    print(
        "\nspeed       values a second, in one thread, beside numpy.random.default_rng"
    )
    for line in _speeds():
        print(line, flush=True)
    return 0


def _facts() -> Iterator[str]:
    folder = os.path.dirname(os.path.abspath(philoxseed.__file__))
    yield f"{version()}, in {folder}"
    yield f"kernel      {simd.active()}, of {', '.join(simd.available())}"
    try:
        threads = f"{philoxseed.get_num_threads()}, for large fills"
    except ValueError as error:  # of the environment variable
        threads = str(error)
    yield f"threads     {threads}"
    yield f"numpy       {np.__version__}"
    yield f"python      {platform.python_version()}, {platform.platform()}"


def _differing() -> Iterator[str]:
    """Yield a line for each known answer that the kernel in use does not give."""
    for key, counter, block in _RANDOM123:
        words = Philox4x32(key=key, counter=counter).random_raw(4)
        got = " ".join(f"{word:08x}" for word in words)
        if got != block:
            yield f"key {key:#x}, counter {counter:#x}: expected {block}, got {got}"
    for graph_seed, op_seed, method, given, printed in _PRINTED:
        values = getattr(Stream(graph_seed, op_seed), method)(**given)
        if not np.array_equal(values, np.array(printed.split(), values.dtype)):
            seeds = f"graph seed {graph_seed}, op seed {op_seed}"
            yield f"{method} of {seeds}: expected {printed}, got {values}"
    for op_seed, method, given, digest in _ARRAYS:
        values = getattr(Stream(2017, op_seed), method)(**given)
        # TensorFlow's digests are those of little-endian machines.
        data = values.astype(values.dtype.newbyteorder("<")).tobytes()
        got = hashlib.sha256(data).hexdigest()[:16]
        if got != digest:
            seeds = f"graph seed 2017, op seed {op_seed}"
            yield f"{method} of {seeds}: expected digest {digest}, got {got}"


def _speeds() -> Iterator[str]:
    ours, numpys = default_rng(1), np.random.default_rng(1)
    for method, dtype in (
        ("random", "float64"),
        ("standard_normal", "float64"),
        ("standard_normal", "float32"),
    ):
        out = np.empty(_VALUES, dtype)
        given: dict[str, Any] = {"dtype": dtype, "out": out}
        seconds = []
        for _ in range(_ROUNDS):
            # Side by side in each round: the machine may slow down in between.
            start = perf_counter()
            getattr(ours, method)(threads=1, **given)
            middle = perf_counter()
            getattr(numpys, method)(**given)
            seconds.append((middle - start, perf_counter() - middle))
        speed = _VALUES / statistics.median(mine for mine, _ in seconds)
        ratio = statistics.median(its / mine for mine, its in seconds)
        job = f"{method}, {dtype}"
        yield f"  {job:25} {speed / 1e9:5.2f}e9, {ratio:4.1f} times NumPy's"
