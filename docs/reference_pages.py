# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The reference: which public name is on which page.

``conf.py`` writes the pages into ``docs/reference``, with lists from which Sphinx makes
a page for each object. The names are those of ``__all__``, so that none is left out.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

from philoxseed import _dtype_names

# The contents of the first two are shown; numbers are explained where they are taken.
NOT_SHOWN = (ModuleType, SimpleNamespace, int)
FOLDER = Path(__file__).parent / "reference"


@dataclass(frozen=True)
class Page:
    """A list of objects: names of `names`, or all others of `modules`."""

    file: str
    title: str
    text: str
    modules: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=())


def of(module: str, names: str) -> tuple[str, ...]:
    """Return the full names of some names of a module."""
    return tuple(f"{module}.{name}" for name in names.split())


PAGES = (
    Page(
        "streams",
        "Streams and generators",
        "Arrays of random numbers, without graphs.",
        ("philoxseed.simd",),
        of(
            "philoxseed",
            "Stream StreamView default_rng PhiloxGenerator Philox4x32 fill_block "
            "state_after set_num_threads get_num_threads get_include",
        ),
    ),
    Page(
        "dask",
        "Dask arrays",
        "Arrays that outgrow one machine: `import philoxseed.dask`.",
        ("philoxseed.dask",),
    ),
    Page(
        "seeds",
        "Seeds",
        "Set them, see where they are from, find them.",
        (),
        of(
            "philoxseed",
            "set_random_seed get_seed explain_seeds SeedTable SeedRow find_op_seed "
            "FoundSeed find_stateless_seed",
        ),
    ),
    Page(
        "graphs",
        "Graphs and sessions",
        "What TensorFlow 1, and graphs of TensorFlow 2, have around random ops.",
        (),
        of(
            "philoxseed",
            "Graph Session Tensor Operation get_default_graph get_default_session "
            "reset_default_graph name_scope control_dependencies constant placeholder "
            "TensorShape DType",
        ),
    ),
    Page(
        "random",
        "Random ops",
        "The names of `tf.random`. Those without a seed argument of two integers make "
        "an op of the default graph; stateless ones and `Generator` give arrays.",
        ("philoxseed.random", "philoxseed.random.experimental"),
    ),
    Page(
        "variables",
        "Variables",
        "What holds drawn values.",
        (),
        of(
            "philoxseed",
            "Variable get_variable variable_scope VariableScope get_variable_scope "
            "AUTO_REUSE global_variables local_variables trainable_variables "
            "global_variables_initializer local_variables_initializer "
            "variables_initializer",
        ),
    ),
    Page(
        "images",
        "Dropout and images",
        "The names of `tf.nn` and `tf.image`.",
        ("philoxseed.nn", "philoxseed.image"),
    ),
    Page(
        "functions",
        "Functions of tensors",
        "What scripts compute before and after they draw.",
        ("philoxseed", "philoxseed.math"),
    ),
    Page(
        "compat_v1",
        "philoxseed.compat.v1",
        "The spellings of TensorFlow 1: `import philoxseed.compat.v1 as tf`.",
        (
            "philoxseed.compat.v1",
            "philoxseed.compat.v1.random",
            "philoxseed.compat.v1.initializers",
            "philoxseed.compat.v1.nn",
            "philoxseed.compat.v1.image",
            "philoxseed.compat.v1.math",
            "philoxseed.compat.v1.contrib.layers",
            "philoxseed.compat.v1.keras.initializers",
            "philoxseed.compat.v1.app",
            "philoxseed.compat.v1.flags",
            "philoxseed.compat.v1.logging",
            "philoxseed.compat.v1.ops",
        ),
    ),
    Page(
        "compat_v2",
        "philoxseed.compat.v2",
        "TensorFlow 2's eager mode: `import philoxseed.compat.v2 as tf`.",
        (
            "philoxseed.compat.v2",
            "philoxseed.compat.v2.random",
            "philoxseed.compat.v2.nn",
            "philoxseed.compat.v2.image",
            "philoxseed.compat.v2.data",
            "philoxseed.compat.v2.compat.v1",
        ),
    ),
    Page(
        "keras",
        "Keras",
        "What draws in Keras 3 (`compat.keras`) and Keras 2 (`compat.tf_keras`).",
        (
            "philoxseed.compat.keras.initializers",
            "philoxseed.compat.keras.random",
            "philoxseed.compat.tf_keras.initializers",
        ),
    ),
    Page("errors", "Errors", "TensorFlow's classes.", ("philoxseed.errors",)),
)


def value_of(name: str) -> object:
    """Return the object of a full name."""
    module, _, last = name.rpartition(".")
    return getattr(import_module(module), last)


def public(module: str) -> list[str]:
    """Return the full names that a module offers."""
    return [f"{module}.{name}" for name in import_module(module).__all__]


def is_dtype(name: str) -> bool:
    """Tell whether a name is that of a dtype."""
    last = name.rpartition(".")[2]
    return hasattr(_dtype_names, last) and last.rstrip("0123456789") in (
        "float", "int", "uint", "complex", "double", "half", "bfloat", "bool",
    )  # fmt: skip


def contents() -> Iterator[tuple[Page, list[str], list[tuple[str, str]]]]:
    """Yield each page, the names that get pages, and others with their like."""
    claimed = {name for page in PAGES for name in page.names}
    first: dict[int, str] = {}
    for name in (n for page in PAGES for n in page.names):
        first.setdefault(id(value_of(name)), name)
    for page in PAGES:
        shown, same = list(page.names), []
        for name in (n for module in page.modules for n in public(module)):
            value = value_of(name)
            if name in claimed or isinstance(value, NOT_SHOWN) or is_dtype(name):
                continue
            if first.setdefault(id(value), name) == name:
                shown.append(name)
            else:
                same.append((name, first[id(value)]))
        yield page, shown, same


def write() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    files = []
    for page, shown, same in contents():
        write_page(page, shown, same)
        files.append(page.file)
    index = [
        heading("Reference"),
        "A page for each public object. Dtypes: :doc:`dtypes`.\n",
        ".. toctree::\n   :maxdepth: 1\n",
        *(f"   {file}" for file in [*files, "dtypes"]),
    ]
    replace(FOLDER / "index.rst", "\n".join(index) + "\n")
    replace(FOLDER / "dtypes.rst", dtypes())


def heading(title: str) -> str:
    """Return a title of a page."""
    return f"{title}\n{'=' * len(title)}\n"


def write_page(page: Page, shown: list[str], same: list[tuple[str, str]]) -> None:
    """Write one list."""
    lines = [heading(page.title), page.text.replace("`", "``"), ""]
    lines += [".. autosummary::", "   :toctree: .", "   :nosignatures:", ""]
    lines += [f"   {name}" for name in shown]
    if same:
        lines += ["", "The same objects by other names:", ""]
        lines += [f"- ``{name}``: :py:obj:`{other}`" for name, other in same]
    replace(FOLDER / f"{page.file}.rst", "\n".join(lines) + "\n")


def dtypes() -> str:
    """Return the page of dtypes."""
    import philoxseed as px

    names = [name for name in px.__all__ if is_dtype(name)]
    rows = [f"{f'``{name}``':30} ``{px.as_dtype(name).name}``" for name in names]
    text = """
        Names in ``philoxseed``, ``compat.v1`` and ``compat.v2``. They equal NumPy's
        dtypes, NumPy takes them, and they have TensorFlow's attributes (``max``,
        ``as_numpy_dtype``, ``is_floating`` ...). ``bool`` is there too, and
        ``bfloat16`` where ``ml_dtypes`` is installed.
        """
    bar = "=" * 30 + " " + "=" * 30
    table = [bar, f"{'name':30} NumPy's", bar, *rows, bar]
    return "\n".join([heading("Dtypes"), textwrap.dedent(text), *table, ""])


def replace(path: Path, text: str) -> None:
    """Write a file if it is another; Sphinx then reads again what changed only."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
