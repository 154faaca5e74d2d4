# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Time philoxseed beside its peers, interleaved round by round.

Without options: NumPy's generators, uniform and normal, half a minute. Ratios are a
contender's time over philoxseed's: above 1, philoxseed is faster.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from bench import jobs, machine
from bench.jobs import Case
from bench.measure import Contender, check, interleave
from bench.peers import PEERS, Peer, PhiloxSeed, load
from bench.report import Report, Result, block, header

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
    add("--plot", type=Path, metavar="FILE.svg", help="draw speeds over sizes")
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
    arguments = parser().parse_args(argv)
    if arguments.load is None:
        prefer_installed()
        report = measured(arguments)
    else:
        report = Report.load(arguments.load)
        print(header(report))
        for result in report.results:
            print(block(result))
    if arguments.json is not None:
        report.save(arguments.json)
    if arguments.plot is not None:
        from bench.plot import draw

        draw(report, arguments.plot)


def measured(arguments: argparse.Namespace) -> Report:
    """Measure, and print each case as soon as it is done."""
    names = arguments.peers or (list(PEERS) if arguments.full else ["numpy"])
    everybody, missing = installed(names)
    if left_out := [name for name in PEERS if name not in names]:
        missing[", ".join(left_out)] = "not asked for; use --full, or --peers"
    report = Report(machine.facts(everybody), missing)
    print(header(report))
    cases = jobs.full_cases() if arguments.full else jobs.quick_cases()
    report.results += timed(cases, names, arguments)
    if arguments.full and machine.cores() > 1:
        cases = jobs.threads_cases(machine.cores())
        # TensorFlow and its like can set their number of threads once a process.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
            more = process.submit(timed, list(cases), names, arguments)
            report.results += more.result()
    return report


def timed(
    cases: Iterable[Case], names: Sequence[str], arguments: argparse.Namespace
) -> list[Result]:
    """Return the timings of those cases that were asked for."""
    everybody, _ = installed(names)
    rounds = arguments.rounds or (31 if arguments.full else 11)
    at_least = 1e-3 if arguments.full else 0.3e-3
    chosen = jobs.select(cases, arguments.jobs.split(), arguments.sizes)
    results = []
    for case, show in progress(chosen):
        contenders = gather(case, everybody)
        timings = interleave(contenders, rounds=rounds, at_least=at_least)
        results.append(Result(case, timings))
        show(block(results[-1]))
    return results


def installed(names: Sequence[str]) -> tuple[dict[str, Peer], dict[str, str]]:
    """Return philoxseed and its installed peers, and what is said of the missing."""
    try:
        philoxseed = PhiloxSeed()
    except ImportError as error:
        sys.exit(f"philoxseed is not installed ({error}): pip install . first")
    found, missing = load(names)
    return {"philoxseed": philoxseed, **found}, missing


def gather(case: Case, everybody: Mapping[str, Peer]) -> list[Contender]:
    """Return who takes part in a case, philoxseed first, each checked."""
    out = aligned(case) if case.buffer == "hot" else None
    invited = {"philoxseed", *(case.job.peers or everybody)}
    contenders = [
        contender
        for name, peer in everybody.items()
        if name in invited
        for contender in peer.contenders(case, out)
    ]
    for contender in contenders:
        check(contender, case.expected)
    return contenders


def aligned(case: Case) -> np.ndarray:
    """Return an array for a case's values that starts at a cache line.

    All contenders of a case fill the same one.
    """
    size = case.size * np.dtype(case.job.dtype).itemsize
    room = np.zeros(size + 64, np.uint8)
    start = -room.ctypes.data % 64
    return room[start : start + size].view(case.job.dtype)


def progress(cases: list[Case]) -> Iterator[tuple[Case, Callable[[str], object]]]:
    """Yield each case and how to print; a bar if tqdm is there and the run is long."""
    try:
        from tqdm import tqdm
    except ImportError:
        yield from ((case, print) for case in cases)
        return
    short = True if len(cases) < 20 else None  # None: only on a terminal.
    with tqdm(cases, disable=short, unit="case") as bar:
        yield from ((case, bar.write) for case in bar)


if __name__ == "__main__":
    main()
