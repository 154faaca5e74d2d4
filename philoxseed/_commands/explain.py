# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What a pair of seeds means: key, counter and first values."""

import argparse
from collections.abc import Iterator
from typing import Any

import philoxseed
from philoxseed import Graph, SeedRow, Session, Stream, random, set_random_seed
from philoxseed._seeds.rules import DEFAULT_GRAPH_SEED

_HELP = "show what a graph seed and an op seed give"
_DESCRIPTION = """\
Show the key and the first counter of an op with these seeds, where its op seed
comes from, and its first values in every dtype."""

_EPILOG = """\
examples:
  philoxseed explain --graph-seed 1234
  philoxseed explain --graph-seed 1234 --op-seed 5 --tensorflow 1.15"""


def add_parser(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = subparsers.add_parser(
        "explain",
        help=_HELP,
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--graph-seed", type=int, metavar="S", help="what set_random_seed was given")
    add(
        "--op-seed",
        type=int,
        metavar="T",
        help="what the op was given as seed=; without it, the op is the first one of "
        "its graph",
    )
    add(
        "--tensorflow",
        metavar="V",
        help="the version that made the graph, from 0.6 to 2.21: up to 2.1 they chose "
        "other op seeds, up to 1.2 other last bits; by default 2.3",
    )
    add("--values", type=_count, default=3, metavar="N", help="how many; by default 3")
    parser.set_defaults(function=run, parser=parser)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"expected 1 to 1000, got {number}")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Print what the seeds give."""
    try:
        Graph(tensorflow=arguments.tensorflow)
    except ValueError as error:
        arguments.parser.error(f"argument --tensorflow: {error}")
    rows = [*_rows(arguments)]
    print(*_origin(rows[0][1]), sep="\n")
    print()
    for title, _, values in rows:
        print(f"{title:34}", *values)
    return 0


def _origin(row: SeedRow) -> Iterator[str]:
    """Yield lines about the seeds; all the ops are the first ones of their graphs."""
    default = f"none, which stands for {DEFAULT_GRAPH_SEED}"
    graph_seed = "none" if row.op_seed is None else default
    yield f"graph seed  {graph_seed if row.graph_seed is None else row.graph_seed}"
    yield f"op seed     {'none' if row.op_seed is None else row.op_seed} ({row.source})"
    if row.key is None or row.counter is None:
        yield "no seed: these values come from the operating system, others each time"
        return
    yield f"key         {row.key:#x}"
    yield f"counter     {row.counter:#x}"
    words = Stream.from_kernel_seeds(row.key, row.counter >> 64).bits(4)
    yield f"words       {' '.join(f'{word:08x}' for word in words)}"


def _rows(arguments: argparse.Namespace) -> Iterator[tuple[str, SeedRow, list[str]]]:
    """Yield for each op and dtype what it is called, its seeds and its first values."""
    floats = ["float16", "bfloat16", "float32", "float64"]
    if "bfloat16" not in dir(philoxseed):  # which takes another package
        floats.remove("bfloat16")
    jobs: list[tuple[str, Any, str, dict[str, int]]] = [
        (op.__name__, op, dtype, {})
        for op in (random.uniform, random.normal, random.truncated_normal)
        for dtype in floats
    ]
    limits = {"minval": 0, "maxval": 100}
    jobs += [
        ("uniform from 0 to 99", random.uniform, dtype, limits)
        for dtype in ("int32", "int64")
    ]
    for title, op, dtype, given in jobs:
        with Graph(tensorflow=arguments.tensorflow).as_default() as graph:
            set_random_seed(arguments.graph_seed)
            shape = [arguments.values]
            draw = op(shape, dtype=dtype, seed=arguments.op_seed, **given)
            with Session() as session:
                values = session.run(draw)
        (row,) = philoxseed.explain_seeds(graph)
        yield f"{title}, {dtype}", row, [str(value) for value in values]
