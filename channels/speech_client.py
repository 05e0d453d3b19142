"""The one client of docs/speech-protocol.md: a connection that never hangs. It knows nothing of turns."""

import asyncio
import json
from typing import Any

from websockets.client import WebSocketClientProtocol
from websockets.client import connect as connect_websocket
from websockets.exceptions import ConnectionClosed, InvalidHandshake

CONNECT_WITHIN_S = 2.0
SEND_WITHIN_S = 5.0
ANSWER_WITHIN_S = 20.0
LARGEST_FRAME = 256 * 1024

_ANSWERS = {"final", "no_speech", "spoken", "error"}


class SpeechAway(Exception):
    """The speech server is not there, is full, or does not answer: go on in writing and try again with the
    next turn.
    """


class SpeechConnection:
    """One open conversation with the speech server. Made by `connect`."""

    def __init__(self, socket: WebSocketClientProtocol, answer_within_s: float) -> None:
        self._socket = socket
        self._answer_within_s = answer_within_s
        self._watch: asyncio.TimerHandle | None = None
        self._utterance: Any = None
        self._owed: set[Any] = set()  # ids of what the server has not answered yet

    async def send(self, frame: dict[str, Any] | bytes) -> None:
        """Sends a frame; raises SpeechAway where it is not taken in time."""
        data = frame if isinstance(frame, bytes) else json.dumps(frame)
        try:
            await asyncio.wait_for(self._socket.send(data), SEND_WITHIN_S)
        except (ConnectionClosed, asyncio.TimeoutError) as error:
            self._hang_up()
            raise SpeechAway from error
        if isinstance(frame, dict):
            self._note_debt(frame)

    async def receive(self) -> dict[str, Any] | bytes:
        """The next frame; raises SpeechAway when the server is gone or owes an answer for too long."""
        try:
            data = await self._socket.recv()
        except ConnectionClosed as error:
            self._stop_watching()
            raise SpeechAway from error
        frame = data if isinstance(data, bytes) else _read(data)
        if isinstance(frame, dict) and frame.get("type") in _ANSWERS:
            self._owed.discard(frame.get("id"))
        self._watch_debts()
        return frame

    async def close(self) -> None:
        """Says goodbye; returns within a second."""
        self._stop_watching()
        await self._socket.close()

    def _note_debt(self, frame: dict[str, Any]) -> None:
        kind = frame["type"]
        if kind == "listen":
            self._utterance = frame["id"]
        elif kind == "end":
            self._owed.add(self._utterance)
        elif kind == "cancel":
            self._owed.discard(self._utterance)
        elif kind == "say":
            self._owed.add(frame["id"])
        self._watch_debts()

    def _watch_debts(self) -> None:
        """Hangs up when nothing is heard for too long while an answer is owed."""
        self._stop_watching()
        if self._owed:
            self._watch = asyncio.get_running_loop().call_later(self._answer_within_s, self._hang_up)

    def _stop_watching(self) -> None:
        if self._watch:
            self._watch.cancel()
            self._watch = None

    def _hang_up(self) -> None:
        self._stop_watching()
        self._socket.transport.abort()


async def connect(speech_url: str, answer_within_s: float = ANSWER_WITHIN_S) -> SpeechConnection:
    """A connection to the speech server at `speech_url` (http…); raises SpeechAway within two seconds."""
    url = speech_url.replace("http", "ws", 1) + "/v1/session"
    try:
        socket = await connect_websocket(
            url, open_timeout=CONNECT_WITHIN_S, close_timeout=1, max_size=LARGEST_FRAME, compression=None
        )
    except (OSError, InvalidHandshake, asyncio.TimeoutError) as error:
        raise SpeechAway from error
    connection = SpeechConnection(socket, answer_within_s)
    try:
        first = await asyncio.wait_for(connection.receive(), CONNECT_WITHIN_S)
    except asyncio.TimeoutError as error:
        await connection.close()
        raise SpeechAway from error
    if not isinstance(first, dict) or first.get("type") != "ready":
        await connection.close()
        raise SpeechAway
    return connection


def _read(data: str) -> dict[str, Any]:
    frame = json.loads(data)
    return frame if isinstance(frame, dict) else {}
