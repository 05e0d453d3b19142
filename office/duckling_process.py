"""A Duckling for a command that runs on its own: the one that answers already, or the embedded one for so long.

The embedded one is the assistant's, in the assistant's own environment: nothing of it is imported here.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from office.errors import DucklingUnavailable

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = (".venvs/assistant/bin/python", ".venvs/assistant/Scripts/python.exe")
START_TIMEOUT_S = 60.0
PROBE_TIMEOUT_S = 1.0


@contextmanager
def duckling_at(url: str, root: Path = ROOT) -> Iterator[str]:
    """Yield `url` where something answers there, else where the embedded Duckling does; it is stopped afterwards.

    Raises DucklingUnavailable when it can't be started or does not answer.
    """
    if _answers(url):
        yield url
        return
    python = next((root / path for path in PYTHONS if (root / path).exists()), None)
    if python is None:
        raise DucklingUnavailable
    port = _free_port()
    server = subprocess.Popen(
        [python, "-m", "nlu.duckling_server"],
        cwd=root,
        env={**os.environ, "PLUMBLINE_DUCKLING_PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        own = f"http://127.0.0.1:{port}"
        _wait_for(own, server)
        yield own
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_TIMEOUT_S
    while server.poll() is None and time.monotonic() < give_up:
        if _answers(url):
            return
        time.sleep(0.1)
    raise DucklingUnavailable


def _answers(url: str) -> bool:
    with suppress(OSError, HTTPException, ValueError), build_opener(ProxyHandler({})).open(url, None, PROBE_TIMEOUT_S):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
