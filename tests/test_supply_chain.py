# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What a release is made by, and what the package takes from outside: nothing."""

import gzip
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import philoxseed as px

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
in_a_clone = pytest.mark.skipif(not WORKFLOWS, reason="not in the sdist")


# Workflows


@in_a_clone
def test_actions_are_pinned_by_hash():
    """A tag can be moved to other code; the version is there for readers and bots."""
    used = [
        line.strip()
        for path in WORKFLOWS
        for line in path.read_text().splitlines()
        if re.match(r"\s*-? *uses:", line)
    ]
    assert used
    pinned = re.compile(r"(- )?uses: [\w/.-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")
    assert [line for line in used if not pinned.fullmatch(line)] == []
    hashes = {tuple(line.split("uses: ")[1].split("@")) for line in used}
    assert len(hashes) == len({name for name, _ in hashes})  # one of each action


@in_a_clone
def test_workflows_may_do_what_they_need():
    granted = []
    for path in WORKFLOWS:
        text = path.read_text()
        # Without the line at the start, jobs would have what the repository's settings
        # give them.
        assert re.search(r"^permissions:( \{\}|\n  contents: read)$", text, re.M)
        granted += re.findall(r"^ +([\w-]+: write(?:-all)?)$", text, re.M)
        assert "secrets." not in text and "pull_request_target" not in text
        checkouts = re.findall(r"uses: actions/checkout@.*\n(.*\n.*)\n", text)
        assert all("persist-credentials: false" in options for options in checkouts)
    assert granted == ["id-token: write"]
    publish = (ROOT / ".github" / "workflows" / "wheels.yml").read_text()
    publish = publish.partition("\n  publish:\n")[2]
    assert "environment: pypi" in publish and "id-token: write" in publish
    assert "attestations: true" in publish and "password" not in publish.split("#")[0]


# Builds


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "setup.py").exists(), reason="needs the sources")
def test_sdists_of_the_same_files_have_the_same_bytes(tmp_path):
    made = []
    for name, umask in (("one", 0o022), ("another", 0o077)):
        folder = tmp_path / name / "philoxseed"
        unwanted = shutil.ignore_patterns("build", ".*", "*.so", "*.egg-info")
        shutil.copytree(ROOT, folder, ignore=unwanted, copy_function=shutil.copyfile)
        subprocess.run(
            [sys.executable, "setup.py", "-q", "sdist"],
            cwd=folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
            preexec_fn=lambda umask=umask: os.umask(umask),
            check=True,
        )
        (path,) = (folder / "dist").iterdir()
        made.append(path)
    one, another = (path.read_bytes() for path in made)
    assert one == another
    with tarfile.open(made[0]) as archive:
        entries = archive.getmembers()
    assert {entry.mtime for entry in entries} == {1700000000}
    assert {entry.uname for entry in entries} == {""}
    assert any(entry.name.endswith("/csrc/px_scalar.c") for entry in entries)
    with gzip.open(made[0]) as file:
        file.read()
        assert file.mtime == 1700000000


# Run time


def test_the_network_is_not_used():
    code = """
import sys

def watch(event, arguments):
    if event.partition(".")[0] in ("socket", "urllib", "http", "ftplib", "smtplib"):
        sys.stderr.write(f"{event} {arguments}\\n")
        sys.stderr.flush()
        import os
        os._exit(1)

sys.addaudithook(watch)
import socket
if "--try-it" in sys.argv:
    socket.socket()
import philoxseed as px
from philoxseed.__main__ import main
for name in dir(px):
    getattr(px, name)
for name in dir(px.compat):
    getattr(px.compat, name)
assert main([]) == 0
assert main(["explain", "--graph-seed", "1"]) == 0
px.default_rng().normal(size=2**20, threads=2)
px.random.Generator.from_non_deterministic_state().normal([2])
"""
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # That it would be seen:
    done = subprocess.run([*command, "--try-it"], capture_output=True, check=False)
    assert (done.returncode, done.stderr[:15]) == (1, b"socket.__new__ ")


@pytest.mark.skipif(sys.platform != "linux", reason="reads the names of ELF")
def test_the_extension_calls_nothing_of_the_network():
    (path,) = {Path(px._core.__file__)}
    names = set(path.read_bytes().split(b"\0"))
    assert b"PyThread_allocate_lock" in names  # where such names stand
    assert names.isdisjoint({b"socket", b"connect", b"getaddrinfo", b"sendto", b"bind"})


# Seeds that nobody gave


def counted(n):
    """Bytes for `os.urandom`: the numbers from 1 on."""
    return bytes(i % 256 for i in range(1, n + 1))


def test_unseeded_streams_are_of_os_urandom(monkeypatch):
    monkeypatch.setattr(os, "urandom", counted)
    number = int.from_bytes(counted(16), "little")
    stream = px.Stream()
    assert (stream.key, stream.counter >> 64) == (number >> 64, number % 2**64)
    assert stream.counter % 2**64 == 0
    state = px.random.Generator.from_non_deterministic_state().state
    assert state.numpy().tobytes() == counted(24)


def test_unseeded_generators_are_of_os_urandom(monkeypatch):
    """By NumPy's SeedSequence, which asks Python's `secrets` for 128 bits."""
    asked = []

    def urandom(n):
        asked.append(n)
        return counted(n)

    # What random.SystemRandom, which secrets is made of, calls os.urandom by.
    assert random._urandom is os.urandom
    monkeypatch.setattr(random, "_urandom", urandom)
    seed = int.from_bytes(counted(16), "big")
    for bits in (px.default_rng().bit_generator, px.Philox4x32()):
        assert bits.seed_seq.entropy == seed
        assert bits.state == px.Philox4x32(seed).state
    assert asked == [16, 16]
