"""One real speech server for the whole run, with its real engines, and speech made by it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from launcher.stack import HEALTHY_WITHIN_S
from tests.ports import reserved_port
from tests.speech.client import Server, answers, silence, to_16_khz, wait_until

ROOT = Path(__file__).resolve().parents[2]
SESSIONS = 4


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = reserved_port()
    log = tmp_path_factory.mktemp("speech") / "log"
    environment = {"PLUMBLINE_SPEECH_PORT": str(port), "PLUMBLINE_SPEECH_SESSIONS": str(SESSIONS)}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "speech"], cwd=ROOT, env={**os.environ, **environment}, stderr=output
        )
        running = Server(port)
        try:
            wait_until(lambda: answers(running), HEALTHY_WITHIN_S, log)
            yield running
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def said(server: Server) -> Callable[[str], bytes]:
    """Speech at 16 kHz: what the server itself says, with a quarter of a second of silence around it."""
    spoken: dict[str, bytes] = {}

    def say(text: str) -> bytes:
        if text not in spoken:
            status, wav = server.http("/v1/say", json.dumps({"text": text}).encode())
            assert status == 200
            spoken[text] = silence(0.25) + to_16_khz(np.frombuffer(wav[44:], "<i2")) + silence(0.25)
        return spoken[text]

    return say
