# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""A long job that is killed at any moment, and goes on as if it had not been.

    python resume.py [FOLDER [BATCHES]]

FOLDER has what the job wrote, results.f64, and where it was, state.json. Start it again
after a crash or a kill -9, as often as need be: the file of results is, byte for byte,
that of a job which nobody interrupted. What makes it so:

- The state is that of every stream, taken between two batches, and the number of bytes
  that had been written then. It is plain data.
- The results of a batch are on the disk before the state says so, and a state replaces
  the one before it in one step: there is no moment at which neither is whole.
- Results that were written after the last state are cut off and drawn again. They are
  the same.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import philoxseed as px

BATCH = 1000  # values


def save(path, state):
    """Write a state so that the file has all of the old one or all of the new one."""
    temporary = path.with_suffix(".new")
    with open(temporary, "w") as file:
        json.dump(state, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    if hasattr(os, "O_DIRECTORY"):  # that the name is there, too, after a power cut
        folder = os.open(path.parent, os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)


def work(folder, batches):
    """Draw the batches that are not there yet."""
    path, results = folder / "state.json", folder / "results.f64"
    rng = px.default_rng(2024)
    graph = px.Graph()
    with graph.as_default():
        px.set_random_seed(1234)
        noise = px.random.normal([BATCH], stddev=0.1)
    session = px.Session(graph=graph)
    done = size = 0
    if path.exists():
        state = json.loads(path.read_text())
        done, size = state["batches"], state["bytes"]
        rng.bit_generator.state = state["generator"]
        session.set_random_state(state["session"])
    with open(results, "ab") as file:
        file.truncate(size)
        print(f"batches that are there: {done}", flush=True)
        for batch in range(done, batches):
            values = rng.exponential(size=BATCH) + session.run(noise)
            file.write(values.astype("<f8").tobytes())
            file.flush()
            os.fsync(file.fileno())
            state = {
                "batches": batch + 1,
                "bytes": file.tell(),
                "generator": rng.bit_generator.state,
                "session": session.get_random_state(),
            }
            save(path, state)
    session.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch)
        work(folder, batches=int(sys.argv[2]) if len(sys.argv) > 2 else 20)
        size = (folder / "results.f64").stat().st_size
        print(f"bytes of results: {size}")
