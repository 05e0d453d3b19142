"""A small service for the tests of the launcher: it says that it is ready by a file and stays."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from launcher.processes import Service

# Writes its process id and that of a child of its own.
SLEEPER = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1] + ".part", "w") as file:
    file.write(f"{os.getpid()} {child.pid}")
os.rename(sys.argv[1] + ".part", sys.argv[1])
time.sleep(600)
"""


def service(folder: Path, program: str = SLEEPER) -> Service:
    """The program as a service whose state is in the folder."""
    ready = folder / "ready"
    return Service(
        name="sleeper",
        command=[sys.executable, "-c", program, str(ready)],
        cwd=folder,
        environment=dict(os.environ),
        log=folder / "logs" / "sleeper.log",
        is_healthy=ready.exists,
    )


def exists(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition: Callable[[], object]) -> None:
    """Returns when the condition holds; fails after half a minute."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
