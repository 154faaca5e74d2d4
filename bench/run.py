# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""A run of the benchmark: who and what, then case by case."""

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from bench import jobs, machine
from bench.jobs import Case
from bench.measure import Contender, check, interleave
from bench.peers import PEERS, Peer, PhiloxSeed, load
from bench.report import Report, Result, block, header, line, short_header


@dataclass(frozen=True)
class Order:
    """What is to be measured.

    Parameters
    ----------
    full : bool
        All jobs, or the few of the quick form.
    peers : sequence of str
        Keys of `PEERS`.
    words, sizes : sequence of str, sequence of int
        Only jobs whose name has all these words, and only these sizes; empty for all.
    rounds : int
        Rounds of a case.
    at_least : float
        Seconds of a contender's turn in a round.
    """

    full: bool
    peers: Sequence[str]
    words: Sequence[str]
    sizes: Sequence[int]
    rounds: int
    at_least: float

    @property
    def is_short(self) -> bool:
        """Whether a case is one line: where NumPy is the only peer."""
        return not self.full and list(self.peers) == ["numpy"]


def measure(report: Report, order: Order) -> None:
    """Fill a report, and print each case as soon as it is done."""
    everybody, report.missing = installed(order.peers)
    if left_out := [name for name in PEERS if name not in order.peers]:
        report.missing[", ".join(left_out)] = "not asked for; use --full, or --peers"
    report.facts = machine.facts(everybody)
    print(short_header(report) if order.is_short else header(report))
    cases = jobs.full_cases() if order.full else jobs.quick_cases()
    for result in timed(cases, everybody, order):
        report.results.append(result)
    if order.full and machine.cores() > 1:
        # TensorFlow can set its number of threads once a process.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
            report.results.extend(process.submit(timed_on_all_cores, order).result())


def timed_on_all_cores(order: Order) -> list[Result]:
    """Return the timings of the cases with threads."""
    everybody, _ = installed(order.peers)
    return list(timed(jobs.threads_cases(machine.cores()), everybody, order))


def timed(
    cases: Iterable[Case], everybody: Mapping[str, Peer], order: Order
) -> Iterator[Result]:
    """Time, print and yield those cases that the order is for."""
    chosen = jobs.select(cases, order.words, order.sizes)
    for case, show in progress(chosen):
        contenders = gather(case, everybody)
        timings = interleave(
            contenders,
            rounds=order.rounds,
            at_least=order.at_least,
            warm=0.01 if case.threads > 1 else 0,
        )
        result = Result(case, timings)
        show(line(result) if order.is_short else block(result))
        yield result


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
