# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""A script as it is, but ``numpy.random.default_rng`` is philoxseed's."""

import argparse
import builtins
import io
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from types import CodeType, ModuleType
from typing import Any, NoReturn

import numpy as np

from philoxseed import Philox4x32, default_rng

_DESCRIPTION = """\
Run a script, or a module, with numpy.random.default_rng replaced by
philoxseed's, to see what it gains before a line is changed. Its numbers are
others, as those of another seed are. All else is as python itself does it:
sys.argv, __main__, tracebacks, the exit status. Python processes that it
starts anew have NumPy's generator."""

_EPILOG = """\
examples:
  philoxseed run simulation.py --paths 100000
  philoxseed run -m package.module"""

_numpys = np.random.default_rng


def add_parser(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = subparsers.add_parser(
        "run",
        help="run a script with numpy.random.default_rng replaced by philoxseed's",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("-m", dest="is_module", action="store_true", help="SCRIPT is a module's name")
    add("script", metavar="SCRIPT", help="a Python file")
    add("arguments", metavar="ARGS", nargs=argparse.REMAINDER, help="what it is given")
    parser.set_defaults(function=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the script, whose errors and exits are left to Python."""
    np.random.default_rng = _default_rng
    main = ModuleType("__main__")
    vars(main)["__builtins__"] = builtins
    sys.modules["__main__"] = main
    try:
        code = (_module if arguments.is_module else _script)(main, arguments)
        exec(code, vars(main))
    except SystemExit:
        raise
    except BaseException as error:
        _hide_frames(error)
        raise
    return 0


def _default_rng(seed: Any = None) -> np.random.Generator:
    """Return philoxseed's generator, or NumPy's around another bit generator."""
    numpys = (np.random.BitGenerator, np.random.Generator, np.random.RandomState)
    if isinstance(seed, numpys) and not isinstance(seed, Philox4x32):
        return _numpys(seed)
    return default_rng(seed)


_default_rng.__name__ = _default_rng.__qualname__ = "default_rng"


def _script(main: ModuleType, arguments: argparse.Namespace) -> CodeType:
    path = os.path.join(os.getcwd(), arguments.script)
    try:
        with io.open_code(path) as file:
            source = file.read()
    except OSError as error:
        reason = f"[Errno {error.errno}] {error.strerror}"
        _refuse(2, f"can't open file {path!r}: {reason}")
    _look_first_in(os.path.dirname(os.path.realpath(path)))
    sys.argv = [arguments.script, *arguments.arguments]
    main.__file__ = path
    main.__loader__ = SourceFileLoader("__main__", path)
    return compile(source, path, "exec", dont_inherit=True)


def _module(main: ModuleType, arguments: argparse.Namespace) -> CodeType:
    name = arguments.script
    _look_first_in(os.getcwd())
    sys.argv = ["-m", *arguments.arguments]
    spec = None
    try:
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            name = f"{name}.__main__"
            spec = find_spec(name)
    except ModuleNotFoundError as error:
        if not f"{name}.".startswith(f"{error.name}."):  # what the package imports
            raise
    if spec is None:
        _refuse(1, f"No module named {name}")
    get_code = getattr(spec.loader, "get_code", None)
    code = None if get_code is None else get_code(name)
    if code is None:
        _refuse(1, f"No code object available for {name}")
    assert isinstance(code, CodeType) and spec.origin is not None
    sys.argv[0] = main.__file__ = spec.origin
    main.__loader__, main.__spec__, main.__package__ = spec.loader, spec, spec.parent
    return code


def _refuse(status: int, message: str) -> NoReturn:
    """End as python does where there is nothing to run."""
    print(f"philoxseed: {message}", file=sys.stderr)
    sys.exit(status)


def _look_first_in(folder: str) -> None:
    if not sys.flags.safe_path:
        sys.path[0] = folder


def _hide_frames(error: BaseException) -> None:
    """Let tracebacks start in the script, whatever shows them."""
    traceback = error.__traceback__
    here = _hide_frames.__code__.co_filename
    while traceback and traceback.tb_frame.f_code.co_filename == here:
        traceback = traceback.tb_next
    show = sys.excepthook

    def hook(kind: Any, error: BaseException, _: Any) -> None:
        show(kind, error.with_traceback(traceback), traceback)

    sys.excepthook = hook
