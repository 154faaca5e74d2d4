# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Values of streams as raw bytes, without end, for programs that test them."""

import argparse
import itertools
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from philoxseed import PhiloxGenerator, Stream, default_rng

_DESCRIPTION = """\
Write the values of a stream to the standard output: their bytes and nothing
else, the low end first, without end or up to a number of bytes. The stream is
that of an op with two seeds, or that of a generator."""

_EPILOG = """\
examples:
  philoxseed stream --graph-seed 1234 | RNG_test stdin32
  philoxseed stream --generator 42 | dieharder -a -g 200
  philoxseed stream --op-seed 1 --interleave 1024 --bytes 1000000000 > words
  philoxseed stream --graph-seed 1 --interleave 2 --by graph-seed > words
  philoxseed stream --generator 42 --method normal --bytes 800 > normals

Words are bits; the bytes of other values are those of their dtype, float64 for
example, which are not bits that a test of random bits could take.
"""

# What is drawn and written at once. Values do not depend on it.
_VALUES = 1 << 17

_Draw = Callable[[int, int], NDArray[Any]]  # from place and number to values


def add_parser(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = subparsers.add_parser(
        "stream",
        help="write the values of a stream as raw bytes",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--graph-seed", type=int, metavar="S", help="of an op: set_random_seed's")
    add("--op-seed", type=int, metavar="T", help="of an op: its seed=")
    add("--generator", type=int, metavar="SEED", help="default_rng's, instead of an op")
    add(
        "--method",
        default="bits",
        metavar="NAME",
        help="by default bits, the words; or a method of Stream that can be drawn in "
        "pieces (uniform, normal ...), or of the generator that takes a size",
    )
    add("--dtype", help="of the values; by default uint32 for bits, else the method's")
    add(
        "--with",
        dest="parameters",
        type=_parameter,
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="a parameter of the method; can be repeated",
    )
    add("--bytes", type=_size, metavar="N", help="how many; without it, no end")
    add(
        "--interleave",
        type=_count,
        default=1,
        metavar="K",
        help="take one value of each of K streams in turn",
    )
    add(
        "--by",
        choices=("op-seed", "graph-seed", "seed", "spawn"),
        help="which streams: those of the next op seeds (so an op's by default), graph "
        "seeds or generators' seeds (so a generator's by default), or spawned ones",
    )
    parser.set_defaults(function=run, parser=parser)


def _parameter(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        return name, int(number)
    except ValueError:
        return name, float(number)


def _size(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"expected 0 or more, got {number}")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _VALUES:
        raise argparse.ArgumentTypeError(f"expected 1 to {_VALUES}, got {number}")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Write the values."""
    error = arguments.parser.error
    if arguments.bytes is None and sys.stdout.isatty():
        error("the output is binary and has no end: lead it to a file or a program")
    try:
        pieces = _pieces(_draws(arguments), arguments.interleave)
        first = next(pieces)
    except (AttributeError, OverflowError, TypeError, ValueError) as reason:
        error(str(reason))
    left = arguments.bytes
    for piece in itertools.chain([first], pieces):
        data = piece.view(np.uint8).data
        if left is not None:
            data = data[:left]
            left -= len(data)
        sys.stdout.buffer.write(data)
        if left == 0:
            break
    return 0


def _pieces(draws: list[_Draw], streams: int) -> Iterator[NDArray[Any]]:
    """Yield what is written, piece by piece, as one row of little-endian values."""
    n = _VALUES // streams
    for place in itertools.count(0, n):
        columns = [draw(place, n) for draw in draws]
        values = columns[0] if streams == 1 else np.stack(columns, axis=1)
        yield np.ascontiguousarray(values, values.dtype.newbyteorder("<")).reshape(-1)


def _draws(arguments: argparse.Namespace) -> list[_Draw]:
    """Return for each stream a function that draws from it."""
    given = dict(arguments.parameters)
    if arguments.dtype is not None:
        given["dtype"] = arguments.dtype
    places = range(arguments.interleave)
    if arguments.generator is not None:
        if arguments.graph_seed is not None or arguments.op_seed is not None:
            raise ValueError(
                "expected either --generator or an op's seeds, got both: --generator "
                f"{arguments.generator} has no other seed"
            )
        return [
            _draw_of_generator(rng, arguments.method, given)
            for rng in _generators(arguments.generator, arguments.by or "seed", places)
        ]
    if arguments.graph_seed is None and arguments.op_seed is None:
        raise ValueError(
            "expected one of --graph-seed, --op-seed and --generator, got none of them"
        )
    return [
        _draw_of_op(stream, arguments.method, given)
        for stream in _ops(arguments, arguments.by or "op-seed", places)
    ]


def _generators(seed: int, by: str, places: range) -> list[PhiloxGenerator]:
    if by == "spawn":
        return default_rng(seed).spawn(len(places))
    if by != "seed":
        raise ValueError(f"--by of a generator must be seed or spawn, got {by}")
    return [default_rng(seed + place) for place in places]


def _ops(arguments: argparse.Namespace, by: str, places: range) -> list[Stream]:
    graph_seed, op_seed = arguments.graph_seed, arguments.op_seed
    if by == "spawn":
        return Stream(graph_seed, op_seed).spawn(len(places))
    if by == "graph-seed":
        return [Stream((graph_seed or 0) + place, op_seed) for place in places]
    if by != "op-seed":
        raise ValueError(
            f"--by of an op must be op-seed, graph-seed or spawn, got {by}"
        )
    if len(places) == 1:
        return [Stream(graph_seed, op_seed)]
    return [Stream(graph_seed, (op_seed or 0) + place) for place in places]


def _draw_of_op(stream: Stream, name: str, given: dict[str, Any]) -> _Draw:
    names = ("bits", "integers", "normal", "truncated_normal", "uniform")
    if name not in names:
        raise ValueError(f"--method of an op must be one of {names}, got {name!r}")
    # Values of one run, however long: a piece is where it would be in the whole.
    return lambda place, n: getattr(stream.at(place), name)(size=n, **given)


def _draw_of_generator(rng: PhiloxGenerator, name: str, given: dict[str, Any]) -> _Draw:
    if name == "bits":
        given = {"dtype": "uint32"} | given
        dtype = np.dtype(given["dtype"])
        if dtype not in (np.uint32, np.uint64):
            raise TypeError(f"--dtype of bits must be uint32 or uint64, got {dtype}")
        name, given = "integers", given | {"low": 0, "high": 2 ** (8 * dtype.itemsize)}
    method = getattr(rng, name)

    def draw(_: int, n: int) -> NDArray[Any]:
        # A generator goes on by itself, and a piece is where it would be in the whole.
        values = method(size=n, **given)
        if not isinstance(values, np.ndarray) or values.dtype.kind not in "buif":
            raise TypeError(f"--method must be one of numbers, got {name!r}")
        return values

    return draw
