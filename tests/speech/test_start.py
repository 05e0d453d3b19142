"""A server that cannot start says why in one line and exits with status 2."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ports import reserved_port

ROOT = Path(__file__).resolve().parents[2]


def _start(**environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"PLUMBLINE_SPEECH_PORT": str(reserved_port()), **environment}
    return subprocess.run(
        [sys.executable, "-m", "speech"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = _start(PLUMBLINE_SPEECH_PORT=port)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert port in ended.stderr


@pytest.mark.parametrize("content", [{}, {"model.bin": b"junk", "config.json": b"{}"}], ids=["empty", "junk"])
def test_a_folder_without_a_model_is_refused(tmp_path: Path, content: dict[str, bytes]) -> None:
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    ended = _start(PLUMBLINE_WHISPER_MODEL=str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.startswith("speech: ")
    assert ended.stderr.count("\n") == 1


def test_a_setting_that_is_no_number_is_named() -> None:
    ended = _start(PLUMBLINE_SPEECH_SESSIONS="many")
    assert (ended.returncode, ended.stderr) == (
        2,
        "speech: PLUMBLINE_SPEECH_SESSIONS must be a whole number above 0\n",
    )
