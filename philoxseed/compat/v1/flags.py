# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The spellings of ``tf.compat.v1.flags``: a script's options, by argparse."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

__all__ = [
    "FLAGS",
    "DEFINE_bool",
    "DEFINE_boolean",
    "DEFINE_enum",
    "DEFINE_float",
    "DEFINE_integer",
    "DEFINE_list",
    "DEFINE_string",
]


class _Flags:
    """The values of flags, as attributes; read from the command when first needed."""

    def __init__(self) -> None:
        self.__dict__["_parser"] = argparse.ArgumentParser(allow_abbrev=False)
        self.__dict__["_values"] = {}
        self.__dict__["_switches"] = {}  # --name and --noname of bools
        self.__dict__["_is_read"] = False

    def define(self, name: str, default: Any, help: str | None, **options: Any) -> None:
        """Add a flag."""
        names = {f"--{name}", f"--{name.replace('_', '-')}"}
        self._parser.add_argument(
            *sorted(names), dest=name, default=argparse.SUPPRESS, help=help, **options
        )
        self._values.setdefault(name, default)
        if options.get("type") is _bool:
            self._switches[f"--{name}"] = f"--{name}=true"
            self._switches[f"--no{name}"] = f"--{name}=false"

    def __call__(self, argv: Sequence[str]) -> list[str]:
        """Read a script's name and arguments; return them without the flags."""
        found, rest = self._parser.parse_known_args(
            [self._switches.get(argument, argument) for argument in argv[1:]]
        )
        self._values.update(vars(found))
        self.__dict__["_is_read"] = True
        return [*argv[:1], *rest]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._values:
            raise AttributeError(
                f"unknown flag {name!r}, expected one of {', '.join(self._values)}",
                name=name,
            )
        if not self._is_read:
            self(sys.argv)
        return self._values[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._values:
            raise AttributeError(
                f"unknown flag {name!r}, expected one of {', '.join(self._values)}",
                name=name,
            )
        self._values[name] = value

    def __dir__(self) -> list[str]:
        return [*self._values]


FLAGS = _Flags()


def _bool(text: str) -> bool:
    known = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}
    try:
        return known[text.lower()]
    except KeyError:
        raise argparse.ArgumentTypeError(f"expected true or false: {text!r}") from None


def DEFINE_string(name: str, default: str | None, help: str | None) -> None:
    """Add a flag with a text."""
    FLAGS.define(name, default, help)


def DEFINE_integer(name: str, default: int | None, help: str | None) -> None:
    """Add a flag with an integer."""
    FLAGS.define(name, default, help, type=int)


def DEFINE_float(name: str, default: float | None, help: str | None) -> None:
    """Add a flag with a float."""
    FLAGS.define(name, default, help, type=float)


def DEFINE_bool(name: str, default: bool | None, help: str | None) -> None:
    """Add a flag: ``--name``, ``--noname``, ``--name=true`` or ``--name=false``."""
    FLAGS.define(name, default, help, type=_bool)


DEFINE_boolean = DEFINE_bool


def DEFINE_enum(
    name: str, default: str | None, enum_values: Sequence[str], help: str | None
) -> None:
    """Add a flag with one of several texts."""
    FLAGS.define(name, default, help, choices=list(enum_values))


def DEFINE_list(name: str, default: Sequence[str] | None, help: str | None) -> None:
    """Add a flag with texts between commas."""
    FLAGS.define(name, default, help, type=lambda text: text.split(","))


def __dir__() -> list[str]:
    return __all__
