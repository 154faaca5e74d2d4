# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What figures must be read with: machine, kernel, versions, date."""

import datetime
import importlib.metadata
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.measure import quartiles
from bench.peers import Peer

WHEELS = Path(__file__).resolve().parent.parent / "build" / "dist"


# Peers of which the time of `import` and the installed size are of interest.
MODULES = ("philoxseed", "numpy", "torch", "tensorflow")
IMPORTS = 5


def facts(everybody: Mapping[str, Peer]) -> dict[str, str]:
    """Return what a report starts with."""
    now = datetime.datetime.now(datetime.UTC)
    versions = [f"{name} {peer.version}" for name, peer in everybody.items()]
    modules = [name for name in MODULES if name in {"numpy", *everybody}]
    return {
        "date": f"{now:%Y-%m-%d %H:%M} UTC",
        "machine": f"{cpu()}, {cores()} cores, {system()}",
        "load": load(),
        "kernel": kernel(),
        "python": platform.python_version(),
        "versions": "; ".join(versions),
        "import": "; ".join(import_times(modules)),
        "installed": "; ".join(installed_sizes(modules)),
        "command": " ".join(["python -m bench", *sys.argv[1:]]),
    }


def cpu() -> str:
    """Return the CPU's model, or at least its architecture."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        found = re.search(r"^model name\s*: (.+)$", cpuinfo.read_text(), re.MULTILINE)
        if found is not None:
            return found[1]
    if sys.platform == "darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return platform.processor() or platform.machine()


def cores() -> int:
    """Return how many CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load() -> str:
    """Return how busy the machine is otherwise: quartiles lie wide where it is."""
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.1f} processes, the last minute's average"


def system() -> str:
    """Return the operating system's name."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"


def kernel() -> str:
    """Return the kernel that philoxseed uses, and who chose it."""
    import philoxseed

    forced = os.environ.get("PHILOXSEED_SIMD")
    why = f" (PHILOXSEED_SIMD={forced})" if forced else ""
    return philoxseed.simd.active() + why


def import_times(modules: Sequence[str]) -> list[str]:
    """Return how long importing each module takes, in processes that take turns."""
    seconds: dict[str, list[float]] = {module: [] for module in modules}
    for _ in range(IMPORTS):
        for module in modules:
            seconds[module].append(import_time(module))
    lines = []
    for module, times in seconds.items():
        low, median, high = (1e3 * q for q in quartiles(times))
        lines.append(f"{module} {median:.0f} ms [{low:.0f}, {high:.0f}]")
    return lines


def import_time(module: str) -> float:
    """Return the seconds that importing a module takes in a new process."""
    program = (
        f"import sys, time; sys.path = {sys.path!r}; start = time.perf_counter(); "
        f"import {module}; print(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(run.stdout)


def installed_sizes(modules: Sequence[str]) -> list[str]:
    """Return how large the files are that installing each module brought."""
    distributions = importlib.metadata.packages_distributions()
    names = [distributions[module][0] for module in modules if module in distributions]
    return [
        f"{name} {disk_size(name) / 1e6:,.1f} MB{wheel_size(name)}" for name in names
    ]


def disk_size(name: str) -> int:
    """Return the bytes of a distribution's installed files."""
    paths = [Path(f.locate()) for f in importlib.metadata.files(name) or []]
    return sum(path.stat().st_size for path in paths if path.is_file())


def wheel_size(name: str) -> str:
    """Return the size of the wheel that `make wheel` built, if this is what it is."""
    wheels = WHEELS.glob(f"{name}-*.whl")
    return "".join(f" (wheel {path.stat().st_size / 1e6:.2f} MB)" for path in wheels)
