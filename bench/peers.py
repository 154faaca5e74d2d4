# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Who takes part: philoxseed and its peers, each by its own best call for a job.

A peer is a class. Making one imports the library, or raises ImportError; `contenders`
returns its ways of doing the job of a case, none if it has none. `out` is the hot
buffer, or None where each call has to make a new array.
"""

import importlib.metadata
import os
from typing import Any, Protocol

import numpy as np

from bench.jobs import Case
from bench.measure import Contender
from bench.mkl import MKL

NAMES: dict[str, Any] = {
    name: getattr(np, name)
    for name in ("uint32", "int32", "float32", "float64", "empty")
}


class Peer(Protocol):
    """What each peer offers."""

    version: str

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return the peer's ways of doing a case's job."""


class PhiloxSeed:
    """philoxseed, through the door that the job names."""

    def __init__(self) -> None:
        import philoxseed

        self.philoxseed = philoxseed
        self.version = importlib.metadata.version("philoxseed")

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return philoxseed's call for a case."""
        names = NAMES | {"out": out}
        match case.job.door:
            case "Stream":
                call = stream_call(case, out)
            case "Stream.uniform(1)":
                call = "stream.uniform(1)"
            case "Stream.uniform(out=)":
                names["out"] = out = np.empty(1, np.float32)
                call = "stream.uniform(out=out)"
            case "Session.run":
                return [Contender("philoxseed", "session.run(op)", self.session())]
        names["stream"] = self.philoxseed.Stream(1234)
        self.philoxseed.set_num_threads(case.threads)
        contenders = [Contender("philoxseed", call, names, out)]
        if case.threads > 1:
            alone = f"{call.removesuffix(')')}, threads=1)"
            contenders.append(Contender("philoxseed, 1 thread", alone, names, out))
        return contenders

    def session(self) -> dict[str, Any]:
        """Return a session and an op of one value."""
        with self.philoxseed.Graph().as_default() as graph:
            self.philoxseed.set_random_seed(1234)
            op = self.philoxseed.random.uniform([1])
        return {"op": op, "session": self.philoxseed.Session(graph=graph)}


def stream_call(case: Case, out: np.ndarray | None) -> str:
    """Return the call of a philoxseed.Stream."""
    job = case.job
    method = "bits" if job.op == "words" else job.op
    size = str(case.size) if out is None else "out=out"
    if job.op == "integers":
        size = f"0, {job.high}, {size}"
    return f"stream.{method}({size}, dtype={job.dtype})"


class NumPy:
    """numpy.random.Generator on three of NumPy's bit generators."""

    def __init__(self) -> None:
        self.version = np.__version__

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return the calls on Philox, PCG64 and SFC64."""
        # Two words from each of these generators' 64-bit values.
        raw = "generator.bit_generator.random_raw({half}).view(uint32)[:{size}]"
        bit_generators = np.random.Philox, np.random.PCG64, np.random.SFC64
        return [
            contender
            for make in bit_generators
            for contender in generator_contenders(
                f"NumPy {make.__name__}", np.random.Generator(make(1)), case, out, raw
            )
        ]


class RandomGen:
    """The same generator as philoxseed's, from randomgen, under NumPy's Generator."""

    def __init__(self) -> None:
        import randomgen

        self.bit_generator = randomgen.Philox(1, number=4, width=32)
        self.version = randomgen.__version__

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return the call on Philox4x32."""
        raw = "generator.integers(2**32, size={size}, dtype=uint32)"
        generator = np.random.Generator(self.bit_generator)
        return generator_contenders("randomgen Philox4x32", generator, case, out, raw)


def generator_contenders(
    label: str,
    generator: np.random.Generator,
    case: Case,
    out: np.ndarray | None,
    raw: str,
) -> list[Contender]:
    """Return the call of a numpy.random.Generator; `raw` gives its 32-bit words."""
    job, size = case.job, case.size
    shape = str(size) if out is None else "out=out"
    calls = {
        "words": raw.format(size=size, half=(size + 1) // 2),
        "uniform": f"generator.random({shape}, dtype={job.dtype})",
        "normal": f"generator.standard_normal({shape}, dtype={job.dtype})",
        "integers": f"generator.integers({job.high}, size={size}, dtype={job.dtype})",
    }
    if job.op not in calls:
        return []
    names = NAMES | {"generator": generator, "out": out}
    fills_out = job.op in ("uniform", "normal")
    return [Contender(label, calls[job.op], names, out if fills_out else None)]


class Torch:
    """PyTorch on the CPU."""

    def __init__(self) -> None:
        import torch

        self.torch = torch
        self.version = torch.__version__

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return the in-place call on a tensor, which a fresh case makes first."""
        job, torch = case.job, self.torch
        methods = {
            "uniform": "uniform_()",
            "normal": "normal_()",
            "integers": f"random_(0, {job.high})",
        }
        names = {"torch": torch, "dtype": getattr(torch, job.dtype)}
        if out is None:
            tensor = f"torch.empty({case.size}, dtype=dtype)"
        else:
            tensor, names["tensor"] = "tensor", torch.from_numpy(out)
        if job.op == "truncated_normal":
            names["trunc_normal_"] = torch.nn.init.trunc_normal_
            call = f"trunc_normal_({tensor}, a=-2.0, b=2.0)"
        elif job.op in methods:
            call = f"{tensor}.{methods[job.op]}"
        else:
            return []
        torch.set_num_threads(case.threads)
        return [Contender("PyTorch", call, names, out)]


class TensorFlow:
    """TensorFlow's graph ops, run in a session: each run makes a new array."""

    def __init__(self) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import tensorflow

        self.v1 = tensorflow.compat.v1
        self.version = tensorflow.__version__

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return Session.run of one op."""
        v1, job = self.v1, case.job
        ops = {
            "uniform": v1.random.uniform,
            "normal": v1.random.normal,
            "truncated_normal": v1.random.truncated_normal,
            "integers": v1.random.uniform,
        }
        if job.op not in ops:
            return []
        limit = {} if job.high is None else {"maxval": job.high}
        threads = case.threads
        config = v1.ConfigProto(
            intra_op_parallelism_threads=threads, inter_op_parallelism_threads=threads
        )
        with v1.Graph().as_default() as graph:
            v1.set_random_seed(1234)
            op = ops[job.op]([case.size], dtype=job.dtype, **limit)
        names = {"op": op, "session": v1.Session(graph=graph, config=config)}
        return [Contender("TensorFlow", "session.run(op)", names)]


PEERS: dict[str, type[Peer]] = {
    "numpy": NumPy,
    "mkl": MKL,
    "torch": Torch,
    "tensorflow": TensorFlow,
    "randomgen": RandomGen,
}


def load(names: list[str]) -> tuple[dict[str, Peer], dict[str, str]]:
    """Return the peers that are installed, and why each of the others is missing."""
    found, missing = {}, {}
    for name in names:
        try:
            found[name] = PEERS[name]()
        except (ImportError, OSError) as error:
            missing[name] = f"{error}; pip install -r bench/requirements.txt"
    return found, missing
