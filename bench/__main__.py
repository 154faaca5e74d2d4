# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Time philoxseed beside its peers, interleaved round by round.

Without options: ten cases beside NumPy's generators, a line each, in seconds.
Ratios are a contender's time over philoxseed's: above 1, philoxseed is faster.
"""

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.peers import PEERS
from bench.report import Report, block, header
from bench.run import Order, measure

ROOT = Path(__file__).resolve().parent.parent


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    new = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = new.add_argument
    add("--full", action="store_true", help="every job, size, buffer and peer")
    add("--peers", type=peer_names, metavar="A,B", help=f"of {','.join(PEERS)}")
    add("--jobs", default="", metavar="WORDS", help="only jobs named so: 'normal f'")
    add("--sizes", type=numbers, default=(), metavar="N,N", help="only these sizes")
    add("--rounds", type=int, metavar="N", help="rounds per case: 11, full 31")
    add("--json", type=Path, metavar="FILE", help="write all timings")
    add("--plot", type=Path, metavar="FILE.svg", help="draw speeds (needs matplotlib)")
    add("--load", type=Path, metavar="FILE", help="show a --json file, measure nothing")
    return new


def peer_names(text: str) -> list[str]:
    """Return the peers of a list with commas."""
    names = text.split(",")
    if unknown := set(names) - set(PEERS):
        raise argparse.ArgumentTypeError(
            f"unknown peer {', '.join(sorted(unknown))}: there are {', '.join(PEERS)}"
        )
    return names


def numbers(text: str) -> list[int]:
    """Return the numbers of a list with commas."""
    return [int(number) for number in text.split(",")]


def is_installed(module: str) -> bool:
    """Return whether a module can be imported, without importing it."""
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # It has been replaced by None.
        return False


def prefer_installed() -> None:
    """Let `import philoxseed` find the installed package.

    ``python -m`` puts the current folder in front of all others; in a clone that is the
    source folder, which has no built extension. Behind the others it still serves
    who builds in place.
    """
    here = [entry for entry in sys.path if Path(entry).resolve() == ROOT]
    sys.path[:] = [entry for entry in sys.path if entry not in here] + here


def main(argv: Sequence[str] | None = None) -> None:
    """Run the benchmark that the command line asks for."""
    line = parser()
    arguments = line.parse_args(argv)
    if arguments.plot is not None and not is_installed("matplotlib"):
        line.error("--plot needs matplotlib: pip install matplotlib")
    if arguments.load is not None:
        report = Report.load(arguments.load)
        print(header(report), *map(block, report.results), sep="\n")
    else:
        prefer_installed()
        report = Report()
        try:
            measure(report, order(arguments))
        finally:
            # Also what was measured before the user had enough.
            if arguments.json is not None:
                report.save(arguments.json)
    if arguments.plot is not None:
        from bench.plot import draw

        draw(report, arguments.plot)


def order(arguments: argparse.Namespace) -> Order:
    """Return what the command line asks for, with defaults filled in."""
    full = arguments.full
    return Order(
        full=full,
        peers=arguments.peers or (list(PEERS) if full else ["numpy"]),
        words=arguments.jobs.split(),
        sizes=arguments.sizes,
        rounds=arguments.rounds or (31 if full else 11),
        at_least=1e-3 if full else 0.3e-3,
    )


if __name__ == "__main__":
    main()
