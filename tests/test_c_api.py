# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The C interface: header, capsule, and the examples in Cython and Numba."""

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np
import pytest

import philoxseed
from philoxseed import Stream, _core

HEADER = Path(philoxseed.get_include()) / "px_philox.h"
ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "c_api"
COMPILER = shutil.which(os.environ.get("CC", "cc"))


class StreamStruct(ctypes.Structure):
    _fields_ = (
        ("key", ctypes.c_uint64),
        ("lo", ctypes.c_uint64),
        ("hi", ctypes.c_uint64),
    )


class Array(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("stride", ctypes.c_ssize_t))


class Distribution(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_size_t),
        ("kind", ctypes.c_int),
        ("type", ctypes.c_int),
        ("scale", ctypes.c_double),
        ("offset", ctypes.c_double),
        ("low", ctypes.c_uint64),
        ("range", ctypes.c_uint64),
        ("arrays", Array * 3),
    )


def distribution(kind, dtype, *rest, arrays=()):
    """A distribution of these members; arrays are pairs of an array and a stride."""
    made = Distribution(
        ctypes.sizeof(Distribution), KINDS.index(kind), TYPES.index(dtype), *rest
    )
    for i, (array, stride) in enumerate(arrays):
        if array is not None:
            made.arrays[i] = Array(array.ctypes.data, stride)
    return made


class Counter(ctypes.Structure):
    _fields_ = (("lo", ctypes.c_uint64), ("hi", ctypes.c_uint64))


def function(result, *arguments):
    return ctypes.CFUNCTYPE(result, *arguments)


POINTERS = ctypes.POINTER(StreamStruct), ctypes.POINTER(Distribution)


class Api(ctypes.Structure):
    _fields_ = (
        ("size", ctypes.c_size_t),
        ("distribution_size", ctypes.c_size_t),
        ("version", ctypes.c_char_p),
        (
            "fill",
            function(
                ctypes.c_int,
                *POINTERS,
                ctypes.c_uint64,
                ctypes.c_size_t,
                ctypes.c_void_p,
            ),
        ),
        ("blocks", function(ctypes.c_uint64, POINTERS[1], ctypes.c_uint64)),
        (
            "permutation",
            function(None, POINTERS[0], ctypes.c_size_t, ctypes.c_void_p),
        ),
        ("counter_add", function(Counter, Counter, ctypes.c_uint64)),
    )


def api():
    get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
    get_pointer.restype = ctypes.POINTER(Api)
    get_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    return get_pointer(_core._C_API, b"philoxseed._core._C_API").contents


def enumerated(prefix):
    """The names of an enum of the header, in order."""
    lines = HEADER.read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"    {prefix}"))
    names = []
    for line in lines[start:]:
        if line.startswith("}"):
            return names
        if line.strip().startswith("PX_"):
            names.append(line.strip().split()[0].rstrip(","))
    raise AssertionError(prefix)


KINDS, TYPES = enumerated("PX_BITS"), enumerated("PX_U32")

# Kind, type, affine or limits, and the same by a stream.
FILLS = {
    "bits": (("PX_BITS", "PX_U32"), lambda s, n: s.bits(n), np.uint32),
    "uniform": (
        ("PX_UNIFORM", "PX_F32", 2.0, -1.0),
        lambda s, n: s.uniform(n, low=-1, high=1),
        np.float32,
    ),
    "normal": (
        ("PX_NORMAL", "PX_F64", 3.0, -0.0),
        lambda s, n: s.normal(n, scale=3, dtype=np.float64),
        np.float64,
    ),
    "integers": (
        ("PX_INTEGERS", "PX_I64", 0, 0, 5, 100),
        lambda s, n: s.integers(5, 105, n),
        np.int64,
    ),
}


@pytest.mark.parametrize("name", FILLS)
def test_table_fills_as_streams_do(name):
    (kind, dtype, *rest), draw, numpy_dtype = FILLS[name]
    values = distribution(kind, dtype, *rest)
    stream = StreamStruct(1234, 0, 77)
    out = np.zeros(1000, numpy_dtype)
    assert api().fill(stream, values, 10, 990, out[10:].ctypes.data) == 0
    expected = draw(Stream.from_kernel_seeds(1234, 77), 1000)
    np.testing.assert_array_equal(out[10:], expected[10:])
    assert not out[:10].any()
    per_block = 16 // out.itemsize
    assert api().blocks(values, 1001) == -(-1001 // per_block)


def test_table_refuses_what_does_not_exist():
    out = np.zeros(4)
    other_version = distribution("PX_UNIFORM", "PX_F64", 1.0, -0.0)
    other_version.size += 8
    refused = [
        distribution("PX_UNIFORM", "PX_I32", 1.0, -0.0),
        distribution("PX_EXPONENTIAL", "PX_F16", 1.0, -0.0),
        distribution("PX_UNBIASED", "PX_U8", 1.0, -0.0, 0, 2**32 + 1),
        distribution("PX_BITS", "PX_U64", arrays=[(out, 1)]),
        distribution("PX_INTEGERS", "PX_I64", 1.0, -0.0, 0, 9, arrays=[(out, 1)]),
        distribution(
            "PX_EXPONENTIAL", "PX_F64", 1.0, -0.0, arrays=[(None, 0), (out, 1)]
        ),
        distribution(
            "PX_UNIFORM", "PX_F64", 1.0, -0.0, arrays=[(None, 0)] * 2 + [(out, 1)]
        ),
        other_version,
    ]
    for values in refused:
        stream = StreamStruct(1, 2, 3)
        assert api().fill(stream, values, 0, 4, out.ctypes.data) == -1
    assert not out.any()


def filled(values, first, n, dtype, stream=(77, 5, 2**40)):
    out = np.zeros(n, dtype)
    assert api().fill(StreamStruct(*stream), values, first, n, out.ctypes.data) == 0
    return out


REALS = [
    (kind, dtype, numpy_dtype)
    for kind in (
        *("PX_UNIFORM", "PX_NORMAL", "PX_TRUNCATED_NORMAL", "PX_FULL_UNIFORM"),
        *("PX_NORMAL_1_0", "PX_TRUNCATED_NORMAL_1_0"),
    )
    for dtype, numpy_dtype in (
        *(("PX_F16", np.uint16), ("PX_BF16", np.uint16)),
        *(("PX_F32", np.float32), ("PX_F64", np.float64)),
    )
    if kind != "PX_FULL_UNIFORM" or dtype in ("PX_F32", "PX_F64")
]


@pytest.mark.parametrize("kind, dtype, numpy_dtype", REALS)
def test_arrays_give_each_element_its_own_scale_and_offset(kind, dtype, numpy_dtype):
    # Small integers and powers of two are exact in every type.
    n, first = 1100, 13
    scales, offsets = 2.0 ** (np.arange(n) % 5 - 2), np.arange(n) % 7 - 3.0
    arrays = [(scales, 1), (offsets, 1)]
    found = filled(
        distribution(kind, dtype, 9.0, 9.0, arrays=arrays), first, n, numpy_dtype
    )
    for scale in np.unique(scales):
        for offset in np.unique(offsets):
            one = distribution(kind, dtype, scale, offset + 0.0)
            here = (scales == scale) & (offsets == offset)
            expected = filled(one, first, n, numpy_dtype)
            np.testing.assert_array_equal(found[here], expected[here])
    # Every second, from the end on; and one array beside a plain parameter.
    backwards = [(scales[-1:], -2), (None, 0)]
    found = filled(
        distribution(kind, dtype, 9.0, 3.0, arrays=backwards), 5, 400, numpy_dtype
    )
    for scale in np.unique(scales):
        here = scales[::-2][:400] == scale
        expected = filled(distribution(kind, dtype, scale, 3.0), 5, 400, numpy_dtype)
        np.testing.assert_array_equal(found[here], expected[here])


@pytest.mark.parametrize(
    "dtype, numpy_dtype",
    [(f"PX_U{8 * size}", np.dtype(f"u{size}")) for size in (1, 2, 4, 8)],
)
def test_arrays_give_each_integer_its_own_range(dtype, numpy_dtype):
    """As arithmetic on the words says, retries included."""
    n, first, bits = 900, 7, 8 * numpy_dtype.itemsize
    key, lo, hi = 77, 5, 2**40
    rng = np.random.default_rng(1)
    largest = min(2**bits, 2**32) if bits < 64 else 2**64
    ranges = [int(rng.integers(1, 2**8)), largest // 4 * 3, largest, 1] * (n // 4)
    lows = [int(x) for x in rng.integers(0, 2**16, n)]
    range_array = np.array([x % 2**64 for x in ranges], np.uint64)
    low_array = np.array(lows, np.uint64)
    made = distribution(
        "PX_UNBIASED", dtype, 1.0, -0.0, 0, 0, arrays=[(low_array, 1), (range_array, 1)]
    )
    found = filled(made, first, n, numpy_dtype, (key, lo, hi))

    width = 64 if bits == 64 else 32
    streams = []  # of words, that of the key and those of the retries

    def word(i, retry):
        while len(streams) <= retry:
            stream_key = (key + len(streams) * 0x9E3779B97F4A7C15) % 2**64
            core = _core.CoreStream(stream_key, lo | hi << 64)
            words = [int(x) for x in core.bits(2 * (first + n))]
            streams.append(words)
        words = streams[retry]
        return words[i] if width == 32 else words[2 * i] << 32 | words[2 * i + 1]

    for i in range(n):
        retry, span = 0, ranges[i]
        while True:
            product = word(first + i, retry) * span
            if product % 2**width >= (2**width) % span:
                break
            retry += 1
        assert int(found[i]) == (lows[i] + (product >> width)) % 2**bits, i


def test_rest_of_the_table():
    table = api()
    assert table.size == ctypes.sizeof(Api)
    assert table.distribution_size == ctypes.sizeof(Distribution)
    assert table.version.decode() == philoxseed.__version__
    moved = table.counter_add(Counter(2**64 - 1, 5), 3)
    assert (moved.lo, moved.hi) == (2, 6)
    order = np.empty(100, np.int64)
    table.permutation(StreamStruct(9, 8, 7), 100, order.ctypes.data)
    expected = _core.CoreStream(9, 8 | 7 << 64).permutation(100)
    np.testing.assert_array_equal(order, expected)


@pytest.mark.skipif(COMPILER is None, reason="no C compiler")
@pytest.mark.parametrize("language", ["c", "c++"])
def test_header_compiles_alone(language, tmp_path):
    source = tmp_path / "user"
    source.write_text(
        "#include <px_philox.h>\n"
        "size_t user(const px_api *api) {\n"
        "    px_stream s = px_stream_from_seeds(1, 2);\n"
        "    px_distribution d = px_normal(PX_F32, 2, s.counter.lo == 0);\n"
        "    return api->size + d.size;\n"
        "}\n"
    )
    warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    include = ["-I", philoxseed.get_include()]
    subprocess.run(
        [COMPILER, "-x", language, *warnings, *include, "-fsyntax-only", source],
        check=True,
    )


# An extension module in C that imports the table.
USER = """
#include <Python.h>
#include <px_philox.h>
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "user"};
PyMODINIT_FUNC PyInit_user(void)
{
    return px_import() ? PyModule_Create(&module) : NULL;
}
"""


@pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="needs a C compiler's flags"
)
@pytest.mark.parametrize(
    ("struct", "member"),
    [
        ("", ""),
        ("px_api", "void (*later)(void);"),
        ("px_distribution", "double later;"),
    ],
)
def test_import_of_the_table_says_which_versions_do_not_fit(struct, member, tmp_path):
    header = HEADER.read_text()
    version = f'"{philoxseed.__version__}"'
    assert header.count(version) == 1
    if struct:
        assert header.count(f"}} {struct};") == 1
        header = header.replace(f"}} {struct};", f"{member} }} {struct};")
    (tmp_path / "px_philox.h").write_text(header.replace(version, '"77.5"'))
    (tmp_path / "user.c").write_text(USER)
    include = ["-I", tmp_path, "-I", sysconfig.get_path("include")]
    build = [COMPILER, "-shared", "-fPIC", *include, "user.c", "-o", "user.so"]
    subprocess.run(build, cwd=tmp_path, check=True)
    done = subprocess.run(
        [sys.executable, "-c", "import user"],
        **{"cwd": tmp_path, "capture_output": True, "text": True},
    )
    if not member:
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"ImportError: philoxseed {philoxseed.__version__} is installed, but this "
        "module was built for philoxseed 77.5: install that version or a later one"
    )


@pytest.mark.skipif(COMPILER is None, reason="no C compiler")
def test_cython_example(tmp_path):
    pytest.importorskip("Cython")
    pytest.importorskip("setuptools")
    for name in ("parallel_fill.pyx", "setup.py"):
        shutil.copy(EXAMPLES / name, tmp_path)
    build = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    environment = os.environ | {"CFLAGS": "-O0"}
    subprocess.run(build, cwd=tmp_path, check=True, env=environment)
    code = (
        "import numpy as np, parallel_fill; from philoxseed import Stream\n"
        "out = np.empty(100_003)\n"
        "parallel_fill.normals(out, 1234, 77, 3)\n"
        "stream = Stream.from_kernel_seeds(1234, 77)\n"
        "expected = stream.normal(100_003, dtype=np.float64)\n"
        "np.testing.assert_array_equal(out, expected)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def blocks_of_code(language):
    """Those of the page in the documentation, in order."""
    page = (ROOT / "docs" / "c.md").read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(COMPILER is None, reason="no C compiler")
def test_cython_program_of_the_documentation(tmp_path):
    pytest.importorskip("Cython")
    pytest.importorskip("setuptools")
    [program] = blocks_of_code("cython")
    setup, use = blocks_of_code("python")
    (tmp_path / "normals.pyx").write_text(program)
    (tmp_path / "setup.py").write_text(setup)
    build = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    environment = os.environ | {"CFLAGS": "-O0"}
    subprocess.run(build, cwd=tmp_path, check=True, env=environment)
    subprocess.run([sys.executable, "-c", use], cwd=tmp_path, check=True)


@pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="needs a C compiler's flags"
)
def test_c_function_of_the_documentation(tmp_path):
    function, _ = blocks_of_code("c")
    source = function.replace("static int fill", "int fill")
    (tmp_path / "page.c").write_text(source)
    include = ["-I", philoxseed.get_include(), "-I", sysconfig.get_path("include")]
    library = tmp_path / "page.so"
    build = [COMPILER, "-shared", "-fPIC", *include, tmp_path / "page.c", "-o", library]
    subprocess.run(build, check=True)
    out = np.zeros(1000, np.float32)
    fill = ctypes.PyDLL(str(library)).fill
    assert fill(ctypes.c_void_p(out.ctypes.data)) == 0
    stream = Stream.from_kernel_seeds(1234, 77)
    np.testing.assert_array_equal(out, stream.uniform(1000))


@pytest.mark.slow
@pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="needs a C compiler's flags"
)
def test_c_program_of_the_documentation(tmp_path):
    _, program = blocks_of_code("c")
    (tmp_path / "program.c").write_text(program)
    [line] = [text for text in blocks_of_code("text") if text.startswith("cc ")]
    sources = map(str, sorted((ROOT / "csrc").glob("*.c")))
    line = line.replace("-O3", "-O0").replace("csrc/*.c", " ".join(sources))
    line = line.replace("-Icsrc", f"-I{ROOT / 'csrc'}")
    build = [COMPILER, *line.split()[1:]]
    subprocess.run(build, cwd=tmp_path, check=True)
    run = subprocess.run(
        [tmp_path / "program"], capture_output=True, text=True, check=True
    )
    printed = re.search(r"/\* (.*) \*/", program)[1]
    assert run.stdout.strip() == printed


@pytest.mark.skipif(COMPILER is None, reason="no C compiler")
def test_cython_refuses_and_cuts(tmp_path):
    """px_check raises, also between threads; px_from_place moves the arrays."""
    pytest.importorskip("Cython")
    pytest.importorskip("setuptools")
    [program] = blocks_of_code("cython")
    program = program.replace(
        "px_normal, px_stream", "px_normal, px_from_place, PX_I64, px_stream"
    )
    program += """

    def pieces(self, double[::1] out, double[::1] deviations, size_t piece):
        cdef px_distribution all = px_normal(PX_F64, 1.0, 3.0), one
        cdef size_t at, n = out.shape[0]
        all.arrays[0].data, all.arrays[0].stride = &deviations[0], 1
        for at in range(0, n, piece):
            one = px_from_place(&all, at)
            px_check(api.fill(&self.stream, &one, at, min(piece, n - at), &out[at]))

    def wrong(self, double[::1] out):
        cdef px_distribution wrong = px_normal(PX_I64, 1.0, 0.0)
        with nogil:
            px_check(api.fill(&self.stream, &wrong, 0, 1, &out[0]))
"""
    (tmp_path / "normals.pyx").write_text(program)
    (tmp_path / "setup.py").write_text(blocks_of_code("python")[0])
    build = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    environment = os.environ | {"CFLAGS": "-O0"}
    subprocess.run(build, cwd=tmp_path, check=True, env=environment)
    code = """
import numpy as np
from normals import Normals
deviations = np.linspace(1, 2, 1003)
whole, cut = np.empty(1003), np.empty(1003)
Normals(1, 2).fill(whole, 3.0, deviations)
Normals(1, 2).pieces(cut, deviations, 100)
np.testing.assert_array_equal(whole, cut)
try:
    Normals(1, 2).wrong(cut)
except ValueError as error:
    assert "does not come in the type" in str(error)
else:
    raise AssertionError
np.testing.assert_array_equal(whole, cut)
"""
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def test_numba_example():
    pytest.importorskip("numba")
    path = EXAMPLES / "numba_fill.py"
    spec = importlib.util.spec_from_file_location("numba_fill", path)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    ends = example.ends_of_walks(example.STREAM, example.NORMAL_F32, 50, 1000)
    z = Stream.from_kernel_seeds(1234, 77).normal((50, 1000))
    np.testing.assert_allclose(ends, z.astype(np.float64).sum(axis=1), atol=1e-3)


def test_numba_draws_from_the_bit_generator():
    """NumPy's own way for Numba: the functions of `ctypes`."""
    numba = pytest.importorskip("numba")
    bits = philoxseed.Philox4x32(5)
    next_double, state = bits.ctypes.next_double, bits.ctypes.state_address

    @numba.njit(nogil=True)
    def doubles(n):
        out = np.empty(n)
        for i in range(n):
            out[i] = next_double(state)
        return out

    expected = np.random.Generator(philoxseed.Philox4x32(5)).random(1000)
    np.testing.assert_array_equal(doubles(1000), expected)


def test_header_declares_nothing_that_cannot_be_linked():
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.S)
    text = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"\{[^{}]*\}", "{}", text))
    prototypes = re.findall(
        r"^(?!static|typedef)\w[^{};#]*\bpx_\w+\([^;{]*\);", text, re.M
    )
    assert not prototypes
    assert "extern const" not in text
