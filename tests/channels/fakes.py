"""Fakes for tests of the channels, labelled as such: a dialogue, a speech server, an office, an owner app."""

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import jwt
import websockets
from aiohttp import web
from rasa.core.channels.channel import UserMessage

SECRET = "a secret of at least thirty-two bytes"
TOKEN = "the internal token"
ANSWERS_WITHIN_S = 60


class FakeDialogue:
    """Answers a turn with what `replies` has for its text; a callable there is awaited first."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []
        self.replies: dict[str, list[Any]] = {}

    async def handle(self, message: UserMessage) -> None:
        self.heard.append(message)
        for reply in self.replies.get(message.text, [f"You said {message.text}."]):
            if callable(reply):
                await reply()
            elif isinstance(reply, BaseException):
                raise reply
            else:
                answer = {"text": reply} if isinstance(reply, str) else dict(reply)
                await message.output_channel.send_response(message.sender_id, answer)


class FakeOffice:
    """The internal interface with its own small memory."""

    def __init__(self) -> None:
        self.url = ""
        self.opened: list[dict[str, Any]] = []
        self.closed: dict[str, str] = {}
        self.turns: list[dict[str, Any]] = []
        self.away = False
        self._used: set[str] = set()

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls) -> AsyncIterator["FakeOffice"]:
        fake = cls()
        app = web.Application(middlewares=[fake._guard])
        app.router.add_get("/internal/hotwords", fake._hotwords)
        app.router.add_post("/internal/calls", fake._open)
        app.router.add_post("/internal/calls/{id}/turns", fake._turn)
        app.router.add_post("/internal/calls/{id}/close", fake._close)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        fake.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
        yield fake
        await runner.cleanup()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _refusal(401, "not_allowed")
        if self.away:
            return _refusal(503, "database_unavailable")
        return await handler(request)

    async def _hotwords(self, request: web.Request) -> web.Response:
        return web.json_response({"words": ["Maple Street"]})

    async def _open(self, request: web.Request) -> web.Response:
        call = await request.json()
        if call["token_id"] in self._used:
            return _refusal(409, "token_used")
        self._used.add(call["token_id"])
        if call["id"] in self.closed:
            return _refusal(409, "call_closed")
        resumed = any(known["id"] == call["id"] for known in self.opened)
        self.opened.append(call)
        return web.json_response({"id": call["id"], "resumed": resumed}, status=201)

    async def _turn(self, request: web.Request) -> web.Response:
        self.turns.append(await request.json())
        return web.Response(status=204)

    async def _close(self, request: web.Request) -> web.Response:
        reason = (await request.json())["reason"]
        self.closed.setdefault(request.match_info["id"], reason)
        return web.json_response({"outcome": "answered"})


def _refusal(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "No."}}, status=status)


class FakeSpeech:
    """A speech server that understands nothing: `answers` are its answers to `end`, in turn.

    A `say` becomes four bytes. With `slow` it does not finish what it says until it is told to `stop`.
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.answers: list[dict[str, Any]] = []
        self.on_listen: list[dict[str, Any]] = []
        self.slow = False
        self.got: list[dict[str, Any]] = []
        self.audio = b""
        self.sessions = 0
        self._port = port
        self._server: Any = None

    async def start(self) -> None:
        self._server = await websockets.serve(self._serve, "127.0.0.1", self._port)

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    @property
    def said(self) -> list[str]:
        """What it was asked to say, in order."""
        return [frame["text"] for frame in self.got if frame["type"] == "say"]

    async def _serve(self, socket: Any) -> None:
        self.sessions += 1
        try:
            await self._converse(socket)
        finally:
            self.sessions -= 1

    async def _converse(self, socket: Any) -> None:
        await socket.send(json.dumps({"type": "ready", "stt": "fake", "tts": "fake"}))
        utterance = saying = None
        async for data in socket:
            if isinstance(data, bytes):
                self.audio += data
                continue
            frame = json.loads(data)
            self.got.append(frame)
            if frame["type"] == "listen":
                utterance = frame["id"]
                for answer in self.on_listen:
                    await socket.send(json.dumps({"id": utterance, **answer}))
            elif frame["type"] == "end":
                for answer in [self.answers.pop(0)] if self.answers else []:
                    await socket.send(json.dumps({"id": utterance, **answer}))
            elif frame["type"] == "say":
                saying = frame["id"]
                await socket.send(json.dumps({"type": "speaking", "id": saying}))
                await socket.send(b"\x01\x00\x02\x00")
                if not self.slow:
                    await socket.send(json.dumps({"type": "spoken", "id": saying, "complete": True}))
            elif frame["type"] == "stop":
                await socket.send(json.dumps({"type": "spoken", "id": saying, "complete": False}))


def voice_token(call_id: str, secret: str = SECRET, seconds: float = 60, **changes: Any) -> str:
    """A token as the owner app's API signs them."""
    claims = {
        "aud": "voice",
        "sub": "7",
        "name": "Pat",
        "role": "owner",
        "call": call_id,
        "jti": uuid.uuid4().hex,
        "exp": int(time.time() + seconds),
    }
    return jwt.encode({**claims, **changes}, secret, algorithm="HS256")


class Line:
    """One socket of an owner app."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def receive(self) -> Any:
        """The next frame: a dict, or bytes."""
        data = await asyncio.wait_for(self.socket.recv(), ANSWERS_WITHIN_S)
        return data if isinstance(data, bytes) else json.loads(data)

    async def until(self, kind: str) -> list[Any]:
        """All frames up to the first of this type."""
        frames: list[Any] = []
        while not frames or isinstance(frames[-1], bytes) or frames[-1]["type"] != kind:
            frames.append(await self.receive())
        return frames

    async def close_code(self) -> int:
        """The code with which the other end closes; what it sends before is passed over."""
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                await asyncio.wait_for(self.socket.recv(), ANSWERS_WITHIN_S)
        return self.socket.close_code


class Phone:
    """Opens sockets as an owner app does."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._lines: list[Line] = []

    async def dial(self, origin: str | None = "http://app.test") -> Line:
        """A socket on which nothing was said yet."""
        line = Line(await websockets.connect(self.url, origin=origin))
        self._lines.append(line)
        return line

    async def call(self, call_id: str | None = None, **hello: Any) -> Line:
        """A socket on which `ready` was received."""
        line = await self.dial()
        await line.send("hello", token=voice_token(call_id or uuid.uuid4().hex), **hello)
        line.ready = await line.receive()
        return line

    async def hang_up_all(self) -> None:
        for line in self._lines:
            await line.socket.close()
