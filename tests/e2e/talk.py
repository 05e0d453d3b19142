"""A caller for the tests: logs in to the owner app, opens the voice socket, speaks and types."""

import asyncio
import io
import json
import wave
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import requests
import websockets

RATE_HZ = 16_000
CHUNK = RATE_HZ // 10 * 2  # bytes of 100 ms


def login(base_url: str, user: str, password: str) -> requests.Session:
    """A session of the owner app with the cookie in it."""
    session = requests.Session()
    session.headers["Origin"] = base_url
    answer = session.post(f"{base_url}/api/login", json={"user": user, "password": password}, timeout=10)
    answer.raise_for_status()
    return session


def voice_token(session: requests.Session, call_id: str | None = None) -> dict[str, str]:
    """A fresh voice token: {token, url, call_id}."""
    base_url = session.headers["Origin"]
    answer = session.post(f"{base_url}/api/voice-tokens", json={"call_id": call_id} if call_id else {}, timeout=10)
    answer.raise_for_status()
    return dict(answer.json())


def synthesise(speech_url: str, text: str) -> np.ndarray:
    """`text` spoken by the speech server, as 16 kHz PCM16."""
    answer = requests.post(f"{speech_url}/v1/say", json={"text": text}, timeout=30)
    answer.raise_for_status()
    with wave.open(io.BytesIO(answer.content)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)
    seconds = np.arange(int(len(samples) * RATE_HZ / rate)) / RATE_HZ
    return np.interp(seconds, np.arange(len(samples)) / rate, samples).astype("<i2")


@dataclass
class Turn:
    """What one turn brought."""

    heard: str = ""
    replies: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    audio_bytes: int = 0
    frames: list[dict[str, Any]] = field(default_factory=list)

    @property
    def said(self) -> str:
        """All replies as one text."""
        return " ".join(self.replies)


class Talk:
    """One open voice socket."""

    opened: ClassVar[list["Talk"]] = []

    def __init__(self, socket: websockets.ClientConnection, ready: dict[str, Any]) -> None:
        self.socket = socket
        self.call_id: str = ready["call_id"]
        self.resumed: bool = ready["resumed"]
        self.opened.append(self)

    @classmethod
    async def open(cls, session: requests.Session, call_id: str | None = None, speak: bool = True) -> "Talk":
        """Connects with a fresh token and says hello."""
        token = await asyncio.to_thread(voice_token, session, call_id)
        socket = await websockets.connect(token["url"], max_size=2**22)
        await socket.send(json.dumps({"type": "hello", "token": token["token"], "speak": speak}))
        while True:
            frame = json.loads(await asyncio.wait_for(socket.recv(), 30))
            if frame["type"] == "ready":
                return cls(socket, frame)

    async def send(self, **frame: Any) -> None:
        """One JSON frame."""
        await self.socket.send(json.dumps(frame))

    async def type(self, text: str, seconds: float = 60) -> Turn:
        """A typed turn, to its end."""
        await self.send(type="text", text=text)
        return await self.turn(seconds)

    async def say(self, pcm: np.ndarray, seconds: float = 60) -> Turn:
        """A spoken turn: the button goes down, the audio is streamed, the button goes up."""
        await self.send(type="talk")
        data = pcm.tobytes()
        for at in range(0, len(data), CHUNK):
            await self.socket.send(data[at : at + CHUNK])
        await self.send(type="talk_end")
        return await self.turn(seconds)

    async def turn(self, seconds: float = 60) -> Turn:
        """Everything up to `turn_end`."""
        turn = Turn()
        async with asyncio.timeout(seconds):
            while True:
                message = await self.socket.recv()
                if isinstance(message, bytes):
                    turn.audio_bytes += len(message)
                    continue
                frame = json.loads(message)
                turn.frames.append(frame)
                if frame["type"] == "heard":
                    turn.heard = frame["text"]
                elif frame["type"] == "reply":
                    turn.replies.append(frame["text"])
                elif frame["type"] == "error":
                    turn.errors.append(frame["code"])
                elif frame["type"] == "turn_end":
                    return turn

    async def close(self) -> None:
        """Says goodbye."""
        await self.send(type="bye")
        await self.socket.close()
