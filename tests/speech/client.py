"""What a client of the speech server needs to talk to it, for tests."""

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection, connect

ANSWERS_WITHIN_SECONDS = 30


@dataclass
class Server:
    """A running server."""

    port: int

    def http(self, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """The status and body of a GET, or of a POST where there is a body."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body)
        try:
            with urllib.request.urlopen(request, timeout=ANSWERS_WITHIN_SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def open_sessions(self) -> int:
        return json.loads(self.http("/health")[1])["sessions"]

    def connect(self) -> connect:
        return connect(f"ws://127.0.0.1:{self.port}/v1/session", max_size=2**20)


def answers(server: Server) -> bool:
    try:
        return server.http("/health")[0] == 200
    except OSError:
        return False


def wait_until(true: Callable[[], bool], seconds: float, log: Path | None = None) -> None:
    """Fails, showing `log`, when `true` does not become so in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"It did not happen in {seconds} s. {log.read_text() if log else ''}")
        time.sleep(0.05)


async def event(client: ClientConnection, *kinds: str) -> dict[str, Any]:
    """The next text frame of one of these kinds; others, and audio, are passed over."""
    async with asyncio.timeout(ANSWERS_WITHIN_SECONDS):
        while True:
            data = await client.recv()
            if isinstance(data, str) and (frame := json.loads(data))["type"] in kinds:
                return frame


async def greeted(client: ClientConnection) -> None:
    assert (await event(client, "ready", "error"))["type"] == "ready"


async def send(client: ClientConnection, **frame: object) -> None:
    await client.send(json.dumps(frame))


async def utter(client: ClientConnection, pcm: bytes, id: str = "u1", hotwords: tuple[str, ...] = ()) -> None:
    """A whole utterance in frames of 100 ms, as fast as they go."""
    await send(client, type="listen", id=id, hotwords=list(hotwords))
    for first in range(0, len(pcm), 3200):
        await client.send(pcm[first : first + 3200])
    await send(client, type="end")


def silence(seconds: float) -> bytes:
    return bytes(2 * int(16_000 * seconds))


def noise(seconds: float, level: float = 0.05) -> bytes:
    samples = np.random.default_rng(1).normal(0, level, int(16_000 * seconds))
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def to_16_khz(samples: np.ndarray) -> bytes:
    """24 kHz brought down to 16 kHz in the frequency domain: exact for what fits below 8 kHz."""
    count = len(samples) * 2 // 3
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return np.clip(np.fft.irfft(spectrum, count) * 2 / 3, -32768, 32767).astype("<i2").tobytes()
