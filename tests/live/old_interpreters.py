# SPDX-FileCopyrightText: the philoxseed authors
# SPDX-License-Identifier: Apache-2.0
"""Make virtual environments with old versions of TensorFlow.

python old_interpreters.py FOLDER

Each needs an interpreter of its time, from pyenv or in PATH; a version whose
interpreter is missing is named, and left out. Fails if none is there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# By version of TensorFlow: that of Python, and what later packages would break.
_OF_3_6 = ["numpy==1.16.6", "protobuf==3.19.6", "wheel==0.37.1"]
VERSIONS = {
    "1.0.0": ("3.6", ["numpy==1.19.5", "protobuf==3.19.6", "wheel==0.37.1"]),
    "1.5.0": ("3.6", _OF_3_6),
    "1.8.0": ("3.6", _OF_3_6),
    "1.14.0": ("3.6", _OF_3_6),
    "1.15.0": ("3.7", ["numpy==1.21.6", "protobuf==3.20.3"]),
    "2.3.0": ("3.8", ["numpy==1.18.5", "protobuf==3.20.3"]),
}


def interpreter(python: str) -> str | None:
    """Return the path of an interpreter of a version such as "3.7"."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    installed = sorted(root.glob(f"versions/{python}.*/bin/python"))
    return str(installed[-1]) if installed else shutil.which(f"python{python}")


def make(folder: Path, version: str) -> bool:
    """Make one environment, unless it is there; return whether it could be made."""
    python, requirements = VERSIONS[version]
    target = folder / f"tensorflow-{version}"
    ready = target / "ready"
    if ready.exists():
        return True
    found = interpreter(python)
    if found is None:
        print(f"TensorFlow {version} is left out: no Python {python} "
              f"(pyenv install {python})")  # fmt: skip
        return False
    subprocess.run([found, "-m", "venv", "--clear", target], check=True)
    pip = [target / "bin" / "python", "-m", "pip", "install", "-q"]
    # The last for Python 3.6; older ones take packages for later Pythons.
    subprocess.run([*pip, "pip==21.3.1"], check=True)
    subprocess.run([*pip, f"tensorflow=={version}", *requirements], check=True)
    ready.touch()
    return True


if __name__ == "__main__":
    made = [make(Path(sys.argv[1]), version) for version in VERSIONS]
    sys.exit(0 if any(made) else "no interpreter for any old TensorFlow")
