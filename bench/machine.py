# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""What figures must be read with: machine, kernel, versions, date."""

import datetime
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.peers import Peer


def facts(peers: Mapping[str, Peer]) -> dict[str, str]:
    """Return what a report starts with."""
    now = datetime.datetime.now(datetime.UTC)
    versions = [f"{name} {peer.version}" for name, peer in peers.items()]
    return {
        "date": f"{now:%Y-%m-%d %H:%M} UTC",
        "machine": f"{cpu()}, {cores()} cores, {system()}",
        "kernel": kernel(),
        "python": platform.python_version(),
        "versions": "; ".join(versions),
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
