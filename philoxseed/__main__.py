# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The command line: ``python -m philoxseed``, also installed as ``philoxseed``."""

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Sequence

from philoxseed._commands import explain, find, report, run, stream, version

_DESCRIPTION = """\
TensorFlow's seeded random numbers in NumPy. Without a command: versions, the
kernel in use, a self-test against known answers, and the speed beside NumPy,
in a second or two."""

_EPILOG = """\
exit status: 0 if all is well; 1 if the self-test failed, or nothing was found;
2 if the arguments were wrong. run ends as the script does."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "philoxseed",
        usage="philoxseed [-h] [--version] [COMMAND ...]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=version())
    parser.set_defaults(function=report.run)
    subparsers = parser.add_subparsers(
        title="commands", prog="philoxseed", metavar="COMMAND"
    )
    for command in (explain, find, run, stream):
        command.add_parser(subparsers)
    return parser


def _show(message: Warning | str, *_: object, **__: object) -> None:
    print(f"philoxseed: warning: {message}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, and return its exit status."""
    parsed = _parser().parse_args(arguments)
    function: Callable[[argparse.Namespace], int] = parsed.function
    if function is run.run:
        return function(parsed)  # Pipes and interrupts are the script's.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("once")
            warnings.showwarning = _show
            status = function(parsed)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who read the output has enough. What is left of it goes nowhere: Python writes
        # it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # as shells say of a program that the signal of pipes ended
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
