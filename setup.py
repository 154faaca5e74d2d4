# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The extension module; all other metadata is in pyproject.toml."""

import gzip
import os
import sys
import sysconfig
import tarfile
import time
from glob import glob

import numpy
from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

# One wheel for Python 3.11 and later; free-threaded builds have no limited API.
ABI3 = not sysconfig.get_config_var("Py_GIL_DISABLED")

# Values must not depend on what a compiler likes to fuse; kernels choose their
# instruction sets themselves, so no CPU flags.  Strict c11 would have s390x compute
# floats in double.
if sys.platform == "win32":
    FLAGS = ["/O2", "/fp:precise", "/std:c11", "/experimental:c11atomics"]
else:
    FLAGS = ["-O3", "-g0", "-std=gnu11", "-ffp-contract=off", "-fvisibility=hidden"]

# What nobody calls or reads is left out; no exceptions of C++ pass through.
LINK_FLAGS = []
if sys.platform == "linux":
    FLAGS += ["-ffunction-sections", "-fdata-sections"]
    FLAGS += ["-fno-asynchronous-unwind-tables"]
    LINK_FLAGS += ["-Wl,--gc-sections", "-s"]

# Of gcc and clang, "address,undefined" or "thread": what `make test-sanitize` builds.
SANITIZERS = os.environ.get("PHILOXSEED_SANITIZERS")
if SANITIZERS:
    LINK_FLAGS = [f"-fsanitize={SANITIZERS}"]
    FLAGS += ["-O1", "-g", "-DPX_SANITIZED", "-fno-omit-frame-pointer", *LINK_FLAGS]

core = Extension(
    "philoxseed._core",
    sources=["philoxseed/_core.pyx", *sorted(glob("csrc/*.c"))],
    depends=sorted(glob("csrc/*.h")),
    include_dirs=["csrc", numpy.get_include()],
    define_macros=[
        ("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION"),
        ("NPY_TARGET_VERSION", "NPY_2_0_API_VERSION"),
        *([("Py_LIMITED_API", "0x030b0000")] if ABI3 else []),
    ],
    extra_compile_args=FLAGS,
    extra_link_args=LINK_FLAGS,
    py_limited_api=ABI3,
)


class BuildWithHeader(build_py):
    """The package, and in it the C header for other extension modules."""

    def run(self):
        super().run()
        if not self.editable_mode:
            folder = os.path.join(self.build_lib, "philoxseed", "include")
            self.mkpath(folder)
            self.copy_file("csrc/px_philox.h", folder)


class ReproducibleSdist(sdist):
    """A source distribution whose bytes are those of its files and SOURCE_DATE_EPOCH.

    That of setuptools has the times and owners of the files, and the time of day.
    """

    formats = ("gztar",)

    def make_archive(self, base_name, format, root_dir=None, base_dir=None, **owner):
        def plain(entry):
            entry.mtime = date
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
            return entry

        date = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
        self.mkpath(self.dist_dir)
        with (
            open(f"{base_name}.tar.gz", "wb") as file,
            gzip.GzipFile("", "wb", mtime=date, fileobj=file) as packed,
            tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as tar,
        ):
            tar.add(base_dir, filter=plain)  # in the order of names
        return file.name


setup(
    cmdclass={"build_py": BuildWithHeader, "sdist": ReproducibleSdist},
    ext_modules=cythonize([core]),
    options={"bdist_wheel": {"py_limited_api": "cp311"}} if ABI3 else {},
)
