"""The line to one client: frames go out in order through one writer, and work done for the client ends with it."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

Outgoing = dict[str, Any] | bytes

# A client that takes nothing for so long is not listening any more.
SEND_WITHIN_SECONDS = 10.0
# Frames made but not yet taken by the socket: few, so that `stop` stops.
FRAMES_AHEAD = 2

logger = logging.getLogger(__name__)


class ClientGone(Exception):
    """The client hung up, or has not read for too long. There is nobody left to tell."""


class Socket(Protocol):
    """What is needed of a WebSocket."""

    async def send(self, data: str | bytes) -> None:
        """Sends one frame; raises ConnectionError when it cannot."""

    def abort(self) -> None:
        """Breaks the connection without a word."""


class Line:
    """Made when a socket opens; `close` must be called when it goes, however it goes."""

    def __init__(self, socket: Socket, send_within_seconds: float = SEND_WITHIN_SECONDS) -> None:
        self._socket = socket
        self._send_within = send_within_seconds
        self._frames: asyncio.Queue[Outgoing] = asyncio.Queue(FRAMES_AHEAD)
        self._gone = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.start(self._write())

    async def send(self, frame: Outgoing) -> None:
        """Hands `frame` to the writer, waiting while the client is slow; raises ClientGone.

        Cancelled, it has sent all of the frame or nothing.
        """
        if self._gone:
            raise ClientGone
        await self._frames.put(frame)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task for this client. If it fails by our fault, the line is broken: a client that waits for an answer
        must hear that there will be none.
        """
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def close(self) -> None:
        """Ends all work for this client. Waits for nothing."""
        self._gone = True
        for task in self._tasks:
            task.cancel()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        failure = None if task.cancelled() else task.exception()
        if failure and not isinstance(failure, ClientGone):
            logger.error("A session broke", exc_info=failure)
            self._break()

    def _break(self) -> None:
        self._gone = True
        self._socket.abort()

    async def _write(self) -> None:
        while True:
            frame = await self._frames.get()
            # Frames for a client that is gone are dropped, so that nobody waits for room in the queue.
            if not self._gone:
                await self._write_one(frame if isinstance(frame, bytes) else json.dumps(frame))

    async def _write_one(self, data: str | bytes) -> None:
        try:
            async with asyncio.timeout(self._send_within):
                await self._socket.send(data)
        except (TimeoutError, ConnectionError):
            self._break()
