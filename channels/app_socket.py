"""The owner app's end of a voice socket, over Sanic 21.12's WebSocket: its odd ways of saying "gone" are
translated here.

Sanic answers a closed peer with CancelledError while one receives or sends, and a reset connection with
nothing at all, so that one must look at the state from time to time.
"""

import asyncio
import json
from typing import Any

from sanic.exceptions import ServerError, WebsocketClosed
from sanic.server.websockets.impl import WebsocketImplProtocol
from websockets.connection import OPEN
from websockets.exceptions import ConnectionClosed

LARGEST_FRAME = 256 * 1024
LOOK_EVERY_S = 5.0
SEND_WITHIN_S = 10.0
CLOSE_WITHIN_S = 2.0


class SocketGone(Exception):
    """The other end is not there any more, or has not taken a frame for ten seconds."""


class AppSocket:
    """Frames to and from one connection of the owner app."""

    def __init__(self, socket: WebsocketImplProtocol) -> None:
        self._socket = socket
        socket.connection.max_size = LARGEST_FRAME

    async def receive(self, within_s: float | None = None) -> str | bytes | None:
        """The next frame; None when `within_s` passed without one. Raises SocketGone."""
        while self._is_open():
            try:
                data = await self._socket.recv(timeout=within_s or LOOK_EVERY_S)
            except (asyncio.CancelledError, WebsocketClosed, ConnectionClosed) as error:
                raise self._gone_or(error) from error
            if data is not None or within_s is not None:
                return data
        raise SocketGone

    async def send(self, frame: dict[str, Any] | bytes) -> None:
        """Sends a frame, a dict as JSON. Raises SocketGone."""
        data = frame if isinstance(frame, bytes) else json.dumps(frame)
        try:
            await asyncio.wait_for(self._socket.send(data), SEND_WITHIN_S)
        except asyncio.TimeoutError as error:
            self._socket.fail_connection(1011)
            raise SocketGone from error
        except (asyncio.CancelledError, WebsocketClosed, ServerError, ConnectionClosed) as error:
            raise self._gone_or(error) from error

    async def close(self, code: int) -> None:
        """Closes with a code of docs/owner-app-protocol.md; one that is gone already is left alone."""
        if not self._is_open():
            return
        try:
            await asyncio.wait_for(self._socket.close(code), CLOSE_WITHIN_S)
        except asyncio.TimeoutError:
            self._socket.fail_connection(code)

    def _is_open(self) -> bool:
        return self._socket.connection.state is OPEN and not self._transport_closing()

    def _transport_closing(self) -> bool:
        protocol = self._socket.io_proto
        transport = protocol.transport if protocol else None
        return transport is None or transport.is_closing()

    def _gone_or(self, error: BaseException) -> BaseException:
        """SocketGone, or the error itself where our own task was cancelled on an open socket."""
        if isinstance(error, asyncio.CancelledError) and self._is_open():
            return error
        return SocketGone()
