# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Intel MKL's vector statistics library, through ctypes on libmkl_rt.

Names and numbers are those of MKL's headers mkl_vsl_functions.h, mkl_vsl_defines.h and
mkl_service.h.
"""

import ctypes
import ctypes.util
import os
import re
import sys
from collections.abc import Callable
from ctypes import POINTER, c_double, c_float, c_int, c_uint, c_void_p
from pathlib import Path
from typing import Any

import numpy as np

from bench.jobs import Case, Job
from bench.measure import Contender

BRNG_PHILOX4X32X10 = 16 << 20
SEQUENTIAL = 1  # MKL_THREADING_SEQUENTIAL

# (op, dtype): the function, the C type of its two parameters, and its methods.
PLAIN, NORMAL = {"": 0}, {" Box-Muller2": 1, " ICDF": 2}
FUNCTIONS: dict[tuple[str, str], tuple[str, Any, dict[str, int]]] = {
    ("words", "uint32"): ("viRngUniformBits32", None, PLAIN),
    ("uniform", "float32"): ("vsRngUniform", c_float, PLAIN),
    ("uniform", "float64"): ("vdRngUniform", c_double, PLAIN),
    ("normal", "float32"): ("vsRngGaussian", c_float, NORMAL),
    ("normal", "float64"): ("vdRngGaussian", c_double, NORMAL),
    ("integers", "int32"): ("viRngUniform", c_int, PLAIN),
}


class MKL:
    """VSL streams of Philox4x32-10, on one thread.

    MKL has no truncated normal, and its float64 values have 32 random bits each. A call
    through ctypes costs about a microsecond: small sizes say little.
    """

    def __init__(self) -> None:
        self.library = ctypes.CDLL(find_library())
        self.library.MKL_Set_Threading_Layer(SEQUENTIAL)
        self.stream = c_void_p()
        new_stream = self.library.vslNewStream
        new_stream.argtypes = [POINTER(c_void_p), c_int, c_uint]
        if new_stream(self.stream, BRNG_PHILOX4X32X10, 1234) != 0:
            raise OSError("vslNewStream cannot make a Philox4x32-10 stream")
        self.version = f"{product_version(self.library)} ({self.kernels()})"

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return the VSL calls for a case."""
        job = case.job
        if (job.op, job.dtype) not in FUNCTIONS:
            return []
        function, _, methods = FUNCTIONS[job.op, job.dtype]
        fill = self.fill(job)
        names: dict[str, Any] = {function: fill, "stream": self.stream}
        if out is None:
            names[function] = filled(fill, case.size, job.dtype)
            arguments = "stream"
        else:
            names["out"] = c_void_p(out.ctypes.data)
            arguments = f"stream, {case.size}, out"
        limits = "" if job.op == "words" else f", 0, {job.high or 1}"
        return [
            Contender(
                f"MKL{label}", f"{function}({method}, {arguments}{limits})", names, out
            )
            for label, method in methods.items()
        ]

    def fill(self, job: Job) -> Any:
        """Return the C function that does a job."""
        function, parameter, _ = FUNCTIONS[job.op, job.dtype]
        fill = self.library[function]
        parameters = [] if parameter is None else [parameter, parameter]
        fill.argtypes = [c_int, c_void_p, c_int, c_void_p, *parameters]
        return fill

    def kernels(self) -> str:
        """Return which vector kernels MKL took for this CPU, once it took some."""
        values = np.empty(4096, np.float32)
        fill = self.fill(Job("normal", "float32"))
        fill(1, self.stream, values.size, values.ctypes.data, 0, 1)
        maps = Path("/proc/self/maps")
        found = re.search(r"mkl_vml_(\w+)", maps.read_text() if maps.exists() else "")
        name = "unknown" if found is None else found[1]
        # What MKL falls back to on a CPU that is not Intel's.
        name = "baseline" if name == "def" else name
        asked = os.environ.get("MKL_ENABLE_INSTRUCTIONS")
        return f"{name} kernels" + (
            f", MKL_ENABLE_INSTRUCTIONS={asked}" if asked else ""
        )


def filled(fill: Any, size: int, dtype: str) -> Callable[..., np.ndarray]:
    """Return `fill` as a function that makes its own array."""

    def call(method: int, stream: c_void_p, *limits: float) -> np.ndarray:
        out = np.empty(size, dtype)
        fill(method, stream, size, out.ctypes.data, *limits)
        return out

    return call


def find_library() -> str:
    """Return the path of libmkl_rt, which pip puts into the environment's folders."""
    folders = {Path(sys.prefix, "lib"), Path(sys.prefix, "Library", "bin")}
    patterns = "libmkl_rt.so*", "libmkl_rt*.dylib", "mkl_rt*.dll"
    for folder in folders:
        for pattern in patterns:
            for path in sorted(folder.glob(pattern)):
                return str(path)
    path_elsewhere = ctypes.util.find_library("mkl_rt")
    if path_elsewhere is None:
        raise ImportError(f"no libmkl_rt in {sys.prefix}")
    return path_elsewhere


def product_version(library: ctypes.CDLL) -> str:
    """Return MKL's version, out of its sentence about itself."""
    text = ctypes.create_string_buffer(200)
    library.MKL_Get_Version_String(text, len(text))
    sentence = text.value.decode()
    found = re.search(r"Version ([\d.]+)", sentence)
    return sentence if found is None else found[1]
