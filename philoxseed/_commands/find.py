# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""From printed numbers to the op seed that gave them."""

import argparse
import re
import sys
import textwrap
from typing import Any

from philoxseed import find_op_seed

_DESCRIPTION = """\
Find the op seeds whose op gives numbers that were printed. Op, size, dtype and
parameters must be those of the op."""

_EPILOG = """\
examples:
  philoxseed find "0.13047123 0.9760946" --graph-seed 1234
  philoxseed find "[-2.4427042 0.0992484]" --op normal --size 2,3 --first 3
  philoxseed find - --op truncated_normal --size 784,128 < numbers.txt

A seed that is found gives all values: philoxseed.Stream(graph_seed, op_seed).
"""

# What to do if nothing is found.
_ELSE = """\
--op, --size, --first, --dtype, --low ... must be those of the op. Wider:
  --graph-seed S           what set_random_seed was given, if it was called
  --runs 10                if this was not the session's first run of the op
  --digits 6               if the last digits were rounded
  --candidates 2147483647  all op seeds, for eager mode; it takes longer"""


def add_parser(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = subparsers.add_parser(
        "find",
        help="find the op seed whose op printed some numbers",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "values",
        nargs="+",
        help="consecutive values as printed, best quoted; brackets and commas do not "
        "matter. A - stands for the standard input",
    )
    ops = ("uniform", "normal", "truncated_normal")
    add("--op", choices=ops, default="uniform", help="by default uniform")
    add(
        "--size",
        type=_size,
        metavar="N,N",
        help="the shape of the whole result; by default as many values as are given",
    )
    add("--graph-seed", type=int, metavar="S", help="what set_random_seed was given")
    add("--dtype", default="float32", help="by default float32; int32, float64 ...")
    add("--low", type=_number, help="of uniform; by default 0")
    add("--high", type=_number, help="of uniform; by default 1, needed for integers")
    add("--mean", type=_number, help="of the normals; by default 0")
    add("--stddev", type=_number, help="of the normals; by default 1")
    add(
        "--first",
        type=int,
        default=0,
        metavar="I",
        help="where in the result the values start, counted along its rows; by default "
        "0, its start",
    )
    add(
        "--runs",
        type=_range,
        default=range(1),
        metavar="N|A:B",
        help="how many runs of the session may have given the values, or which: those "
        "from A to B - 1; by default 1, the first",
    )
    add(
        "--digits",
        type=int,
        metavar="D",
        help="digits after the point, if fewer were kept than are printed",
    )
    add("--tensorflow", metavar="V", help="the version: 1.2 and less had other normals")
    add(
        "--candidates",
        type=_range,
        default=range(1 << 20),
        metavar="N|A:B",
        help="how many op seeds to try, or which: those from A to B - 1; by default "
        "2**20. 2147483647 are all",
    )
    parser.set_defaults(function=run, parser=parser)


def _size(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"[^\s,()\[\]x]+", text))


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _range(text: str) -> range:
    start, colon, stop = text.partition(":")
    return range(int(start), int(stop)) if colon else range(int(start))


def run(arguments: argparse.Namespace) -> int:
    """Print the op seeds; return 1 if there are none."""
    given = vars(arguments)
    names = (
        "op graph_seed dtype low high mean stddev first runs digits tensorflow "
        "candidates"
    )
    options = {name: given[name] for name in names.split()}
    values = " ".join(arguments.values)
    if values == "-":
        values = sys.stdin.read()
    size = arguments.size
    if size is None:
        size = (arguments.first + len(re.findall(r"[^\s,;()\[\]]+", values)),)
    try:
        found = find_op_seed(values, size=size, **options)
    except LookupError as error:
        tried = str(error).partition(". ")[0]
        print(
            textwrap.fill(f"not found: {tried}.", 80), _ELSE, sep="\n", file=sys.stderr
        )
        return 1
    except (TypeError, ValueError) as error:
        arguments.parser.error(str(error))
    print("op seed     run  last places")
    for seed in found:
        print(f"{seed.op_seed:<10}  {seed.run:<3}  {seed.last_places}")
    if len(found) > 1:
        print(
            f"{len(found)} fit: more values, or more of their digits, tell which",
            file=sys.stderr,
        )
    return 0
