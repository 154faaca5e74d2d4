# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""The four ways to seed, and what repeats in each of them.

Two ops, a uniform and a normal, run twice in each of two sessions. A draw that shows
the same letter twice in a table is the same value twice.
"""

import itertools
import string

import philoxseed as px

CASES = [
    ("neither a graph seed nor an op seed", None, None),
    ("a graph seed only", 1234, None),
    ("an op seed only, for the uniform", None, 1),
    ("a graph seed, and an op seed for the uniform", 1234, 1),
]


def draw(graph_seed, op_seed):
    """Return {op name: [[first run, second run] of each session]}."""
    with px.Graph().as_default() as graph:
        px.set_random_seed(graph_seed)
        ops = {
            "uniform": px.random.uniform([], seed=op_seed),
            "normal": px.random.normal([]),
        }
    draws = {name: [] for name in ops}
    for _ in range(2):
        with px.Session(graph=graph) as session:
            for name, op in ops.items():
                draws[name].append([float(session.run(op)) for _ in range(2)])
    return draws


for title, graph_seed, op_seed in CASES:
    print(f"{title}:")
    for name, sessions in draw(graph_seed, op_seed).items():
        letters = {}
        for value in itertools.chain(*sessions):
            letters.setdefault(value, string.ascii_uppercase[len(letters)])
        for number, runs in enumerate(sessions, 1):
            shown = "  ".join(f"{letters[value]} {value:+.8f}" for value in runs)
            print(f"  {name:8} session {number}:  {shown}")
    print()
