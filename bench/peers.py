# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Who takes part: philoxseed and its peers, each by its own best call for a job.

A peer is a class. Making one imports the library, or raises ImportError; `contenders`
returns its ways of doing the job of a case, none if it has none. `out` is the hot
buffer, or None where a call has to make its values' place itself.
"""

import importlib.metadata
import os
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np

from bench import jobs
from bench.jobs import ORDER_JOBS, Case, weights
from bench.measure import Contender
from bench.mkl import MKL

INTEGERS = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
NAMES: dict[str, Any] = {
    name: getattr(np, name) for name in (*INTEGERS, "float32", "float64", "empty")
}


class Peer(Protocol):
    """What each peer offers."""

    version: str

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return the peer's ways of doing a case's job."""


class PhiloxSeed:
    """philoxseed, through the api that the job names."""

    def __init__(self) -> None:
        import philoxseed

        self.philoxseed = philoxseed
        self.version = importlib.metadata.version("philoxseed")

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return philoxseed's call for a case; alone, too, if that has threads."""
        px = self.philoxseed
        px.set_num_threads(case.threads)
        match case.job.api:
            case "Session.run":
                return [self.session_run()]
            case "random.stateless_*":
                return [stateless_call("philoxseed", px.random, case)]
            case api if api.startswith("default_rng()"):
                generator = px.default_rng(1234)
            case "Generator(Philox4x32())":
                generator = np.random.Generator(px.Philox4x32(1234))
            case api:
                return self.stream_calls(case, api, out)
        return generator_contenders("philoxseed", generator, case, out, "")

    def stream_calls(
        self, case: Case, api: str, out: np.ndarray | None
    ) -> list[Contender]:
        """Return the call of a philoxseed.Stream."""
        if api == "Stream.uniform(out=)":
            out = np.empty(1, np.float32)
        names = NAMES | {"stream": self.philoxseed.Stream(1234), "out": out}
        calls = {
            "Stream.uniform(1)": "stream.uniform(1)",
            "Stream.uniform(out=)": "stream.uniform(out=out)",
        }
        call = calls.get(api) or stream_call(case)
        contenders = [Contender("philoxseed", call, names, out)]
        if case.threads > 1:
            alone = f"{call.removesuffix(')')}, threads=1)"
            contenders.append(Contender("philoxseed, 1 thread", alone, names, out))
        return contenders

    def session_run(self) -> Contender:
        """Return a run of an op of one value."""
        px = self.philoxseed
        with px.Graph().as_default() as graph:
            px.set_random_seed(1234)
            op = px.random.uniform([1])
        names = {"op": op, "session": px.Session(graph=graph)}
        return Contender("philoxseed", "session.run(op)", names)


def stateless_call(label: str, random: Any, case: Case) -> Contender:
    """Return a call of a stateless function, of philoxseed's or TensorFlow's random."""
    op = case.job.op
    names = NAMES | {"random": random, "logits": np.zeros((1, 100), np.float32)}
    if op == "categorical":
        call = f"random.stateless_categorical(logits, {case.size}, [1, 2])[0]"
    else:
        more = f", {jobs.STATELESS[op][0]}" if op in jobs.STATELESS else ""
        call = f"random.stateless_{op}([{case.size}], [1, 2]{more})"
    return Contender(label, call, names)


def stream_call(case: Case) -> str:
    """Return the call of a philoxseed.Stream."""
    job = case.job
    method = "bits" if job.op == "words" else job.op
    size = "out=out" if case.buffer == "hot" else str(case.size)
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
    """Return a numpy.random.Generator's call for a case, `raw` for 32-bit words."""
    job, size = case.job, case.size
    arguments = {
        "hot": f"out=out, dtype={job.dtype}",
        "fresh": f"{size}, dtype={job.dtype}",
        "no": "",  # a Python float, as it is drawn most often
    }[case.buffer]
    calls = {
        "words": raw.format(size=size, half=(size + 1) // 2),
        "uniform": f"generator.random({arguments})",
        "normal": f"generator.standard_normal({arguments})",
        "exponential": f"generator.standard_exponential({arguments})",
        "integers": f"generator.integers({job.high}, size={size}, dtype={job.dtype})",
        "shuffle": "generator.shuffle(things) or things",
        "permutation": f"generator.permutation({size})",
        "permuted": "generator.permuted(lines, axis=1).ravel()",
        "weighted_choice": f"generator.choice({job.high}, {size}, p=p)",
        "sample": f"generator.choice({job.high}, {size}, replace=False)",
        "choice": f"generator.choice({job.high})",
        "choice_of_ten": "generator.choice(ten)",
    }
    if not job.call and job.op not in calls:
        return []
    names = NAMES | {"generator": generator, "out": out}
    if job.call:
        names["size"] = size
        names["zeros"] = np.zeros(size, np.int64)
        names["highs"] = np.full(size, job.high or 0)
        arrays = [np.full(size, parameter) for parameter in job.parameters]
        names |= dict(zip("abc", arrays, strict=False))
        return [Contender(label, f"generator.{job.call}", names)]
    if job in ORDER_JOBS:
        things = np.arange(size)
        width = 100 if size % 100 == 0 else size
        names |= {"things": things, "lines": things.reshape(-1, width).copy()}
        names |= {"p": weights(job.high or 1), "ten": list(range(10))}
    fills_out = job.op in ("uniform", "normal", "exponential")
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
    """TensorFlow's graph ops, run in a session: each run makes a new array.

    A process has one pool for what is inside ops, as large as its first session says:
    so all cases of a process have to have the same number of threads.
    """

    def __init__(self) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import tensorflow

        self.tensorflow = tensorflow
        self.v1 = tensorflow.compat.v1
        self.version = tensorflow.__version__

    def contenders(self, case: Case, out: np.ndarray | None) -> list[Contender]:
        """Return Session.run of one op, or an eager call of a stateless function."""
        v1, job = self.v1, case.job
        if job.api == "random.stateless_*":
            threading = self.tensorflow.config.threading
            threading.set_intra_op_parallelism_threads(case.threads)
            return [stateless_call("TensorFlow", self.tensorflow.random, case)]
        ops = {
            "uniform": v1.random.uniform,
            "normal": v1.random.normal,
            "truncated_normal": v1.random.truncated_normal,
            "integers": v1.random.uniform,
        }
        if job.op not in ops:
            return []
        limit = {} if job.high is None else {"maxval": job.high}
        config = v1.ConfigProto(
            intra_op_parallelism_threads=case.threads,
            # -1, the caller's thread, is the fastest way to run a small op.
            inter_op_parallelism_threads=-1 if case.threads == 1 else 1,
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


def load(names: Iterable[str]) -> tuple[dict[str, Peer], dict[str, str]]:
    """Return the peers that are installed, and why each of the others is missing."""
    found, missing = {}, {}
    for name in names:
        try:
            found[name] = PEERS[name]()
        except (ImportError, OSError) as error:
            missing[name] = f"{error}; pip install -r bench/requirements.txt"
    return found, missing
