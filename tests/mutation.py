# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Which changes of a constant or an operator do the tests find?

``python tests/mutation.py`` changes the C sources and the rules of seeds, one token at
a time, in a copy of the project, builds it and runs the tests:

1. the parity program, for C;
2. the quick tests of values: golden vectors, known answers, models and digests.

A change that neither finds has survived: it is printed with its line, for somebody to
say whether it changes a value. Needs a C compiler, and an environment with the test and
build requirements. Not a test that pytest collects.
"""

import argparse
import collections
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tokenize
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
# Generated tables are mutated by what reads them: their files would be most of all.
C_FILES = [
    path
    for path in sorted((ROOT / "csrc").glob("px_*.[ch]"))
    if not path.name.endswith("_table.h")
    and path.name != "px_neon.c"
    # What this machine does not compile.
    and path.name != "px_neon_philox-inl.h"
]
PYTHON_FILES = sorted((ROOT / "philoxseed" / "_seeds").glob("*.py"))

TESTS = [
    "tests/test_golden.py",
    "tests/test_golden_values.py",
    "tests/test_golden_rest.py",
    "tests/test_digests.py",
    "tests/test_core.py",
    "tests/test_stream.py",
    "tests/test_seeds.py",
    "tests/test_state.py",
    "tests/test_kernels.py",
    "tests/test_bulk_methods.py",
    "tests/test_bit_generator.py",
    "tests/test_orders.py",
    "tests/test_choice.py",
    "tests/test_samples.py",
    "tests/test_profiles.py",
    "tests/test_graph.py",
    "tests/test_document.py",
    "tests/test_published.py",
    "tests/test_search.py",
    "tests/test_c_api.py",
    "tests/test_threads.py",
    "tests/test_eager.py",
    "tests/test_keras.py",
    "tests/test_errors.py",
    "tests/test_at_once.py",
]

C_FLAGS = ["-std=gnu11", "-O1", "-ffp-contract=off", "-w"]

# Comments, strings and includes are passed over; numbers and operators are mutated.
C_TOKEN = re.compile(
    r"""(?P<skip>/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'|\#\s*include[^\n]*)
    |(?P<number>0[xX][0-9a-fA-F.]+(?:[pP][+-]?\d+)?|\d+\.?\d*(?:[eE][+-]?\d+)?)
    |(?P<name>\w+)
    |(?P<operator><<|>>|<=|>=|==|!=|&&|\|\||->|\+\+|--|[-+*/%&|^<>]=?)""",
    re.VERBOSE | re.DOTALL,
)

SWAPS = {
    "+": "-", "-": "+", "*": "+", "/": "*", "%": "/", "<<": ">>", ">>": "<<",
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&": "|",
    "|": "&", "^": "|", "&&": "||", "||": "&&", "+=": "-=", "-=": "+=", "^=": "|=",
    "//": "*", "is": "is not", "and": "or", "or": "and",
}  # fmt: skip


class Mutation(NamedTuple):
    """A token of a file and what takes its place."""

    path: Path
    start: int
    old: str
    new: str

    def shown(self):
        text = self.path.read_text(encoding="utf-8")
        number = text.count("\n", 0, self.start)
        line = text.splitlines()[number].strip()
        place = f"{self.path.relative_to(ROOT)}:{number + 1}"
        return f"{place}: {self.old} -> {self.new}: {line}"

    def apply(self, root):
        target = root / self.path.relative_to(ROOT)
        text = self.path.read_text(encoding="utf-8")
        end = self.start + len(self.old)
        target.write_text(text[: self.start] + self.new + text[end:], encoding="utf-8")

    def undo(self, root):
        shutil.copy(self.path, root / self.path.relative_to(ROOT))


def changed_number(text, rng):
    """A number near to the one of the text: in its last digit, or its last bit."""
    if text.lower().startswith("0x") and ("." in text or "p" in text.lower()):
        digits = re.match(r"0[xX][0-9a-fA-F]*\.?[0-9a-fA-F]*", text)[0]
        last = int(digits[-1], 16) if digits[-1] != "." else None
        if last is None:
            return None
        return digits[:-1] + f"{last ^ 1:x}" + text[len(digits) :]
    if re.search("[.eE]", text) and not text.lower().startswith("0x"):
        return repr(float(text) * (1 + 2.0**-20) or 1.0)
    value = int(text, 0)
    new = max(0, value + rng.choice((-1, 1)))
    new = new if new != value else value + 1
    return hex(new) if text.lower().startswith("0x") else str(new)


def of_c(path, rng):
    text = path.read_text(encoding="utf-8")
    for match in C_TOKEN.finditer(text):
        old = match[0]
        if match["number"]:
            new = changed_number(old, rng)
        elif match["operator"]:
            new = SWAPS.get(old)
        else:
            continue
        if new is not None:
            yield Mutation(path, match.start(), old, new)


def of_python(path, rng):
    text = path.read_text(encoding="utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        at = starts[token.start[0] - 1] + token.start[1]
        if token.type == tokenize.NUMBER:
            new = changed_number(token.string.replace("_", ""), rng)
        else:
            new = SWAPS.get(token.string)
        if new is not None and token.type in (
            tokenize.NUMBER,
            tokenize.OP,
            tokenize.NAME,
        ):
            yield Mutation(path, at, token.string, new)


def in_turn(rng):
    """Mutations, of each file in turn, so that no file is most of them."""
    files = [list(of_c(path, rng)) for path in C_FILES]
    files += [list(of_python(path, rng)) for path in PYTHON_FILES]
    for found in files:
        rng.shuffle(found)
    while files := [found for found in files if found]:
        rng.shuffle(files)
        yield from [found.pop() for found in files]


def run(command, cwd, seconds):
    """Whether a command ends well within the time."""
    environment = {**os.environ, "PYTHONPATH": str(cwd)}
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            timeout=seconds,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def built(root, is_c):
    if not is_c:
        return True
    sources = sorted(map(str, (root / "csrc").glob("*.c")))
    compiler = [*os.environ.get("CC", "cc").split(), *C_FLAGS, "-Icsrc"]
    parity = [*compiler, "tests/c/parity.c", *sources, "-lm", "-o", "parity"]
    return run(parity, root, 600)


def found_by(root, is_c):
    """Return the step that finds what was changed, or None."""
    if is_c:
        if not run(["./parity"], root, 300):
            return "parity"
        extension = ["setup.py", "-q", "egg_info", "build_ext", "--inplace"]
        if not run([sys.executable, *extension], root, 900):
            return "build"
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    return None if run([*pytest, "-m", "not slow", *TESTS], root, 900) else "tests"


def copied(folder):
    root = Path(folder) / "philoxseed"
    left_out = shutil.ignore_patterns("build", ".*", "*.so", "_core.c")
    shutil.copytree(ROOT, root, ignore=left_out)
    include = root / "philoxseed" / "include"
    include.mkdir(exist_ok=True)
    shutil.copy(root / "csrc" / "px_philox.h", include)
    if not built(root, True) or found_by(root, True):
        sys.exit("the tests fail before anything is changed")
    return root


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=100, help="how many mutations")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = copied(folder)
        for mutation in in_turn(rng):
            if counts.total() == options.count:
                break
            is_c = mutation.path.suffix != ".py"
            mutation.apply(root)
            # What does not compile is no mutation.
            if built(root, is_c):
                found = found_by(root, is_c) or "survived"
                counts[found] += 1
                print(f"{found:9} {mutation.shown()}", flush=True)
            mutation.undo(root)
    print(", ".join(f"{n} {found}" for found, n in sorted(counts.items())))


if __name__ == "__main__":
    main()
