"""The stream of changes (server-sent events, WHATWG HTML 9.2): which row of what changed, and none of its words.

One connection listens to the database's `changes` channel for all who are logged in.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from sanic import Request, Sanic
from sanic.exceptions import SanicException

from office.bootstrap import Office
from office.domain.users import User
from office.errors import RecordsUnavailable
from office.ports import ChangeFeed, RowChange
from owner_app.api.errors import NotLoggedIn
from owner_app.api.routes import may_see_all
from owner_app.api.sessions import current_user

HEARTBEAT_S = 20.0
LONGEST_QUEUE = 100
MOST_LISTENERS = 200
RELOAD = RowChange("reload")
"""Something may have been missed: everything has to be read again."""
OF_TECHNICIANS = frozenset({"visit", "busy", "settings", "reload"})


@dataclass(eq=False)
class Listener:
    """One browser that is told. Who is too slow is told to reload in place of what was missed."""

    user: User
    queue: asyncio.Queue[RowChange] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))

    def tell(self, change: RowChange) -> None:
        """Tell of a change that this User may see."""
        if not may_see_all(self.user) and (
            change.kind not in OF_TECHNICIANS or change.technician_id not in (None, self.user.technician_id)
        ):
            return
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            change = RELOAD
        self.queue.put_nowait(change)


class Changes:
    """Listens to the feed while there is somebody to tell."""

    def __init__(self, feed: ChangeFeed) -> None:
        self._feed = feed
        self._listeners: set[Listener] = set()
        self._work: asyncio.Task[None] | None = None

    def add(self, user: User) -> Listener:
        """Have somebody told from now on, of a reload first: what was before may have been missed."""
        listener = Listener(user)
        listener.tell(RELOAD)
        self._listeners.add(listener)
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._feed.listen(self._tell))
        return listener

    def remove(self, listener: Listener) -> None:
        """Tell no more; the feed is let go with the last one."""
        self._listeners.discard(listener)
        if not self._listeners:
            self.close()

    def __len__(self) -> int:
        return len(self._listeners)

    def close(self) -> None:
        """Let the feed go."""
        if self._work:
            self._work.cancel()
            self._work = None

    def _tell(self, change: RowChange) -> None:
        for listener in list(self._listeners):
            listener.tell(change)


class TooManyListeners(SanicException):
    """As many browsers listen as this process bears."""

    status_code = 503


def add_changes(app: Sanic[Any, Any], office: Office) -> None:
    """The route of the stream. It is not one of `routes.py`'s, for it stays open."""
    changes = Changes(office.feed)

    @app.before_server_stop
    async def stop(_: Sanic[Any, Any]) -> None:
        changes.close()

    @app.get("/api/changes")
    async def stream(request: Request) -> None:
        user = await current_user(request, office)
        if len(changes) >= MOST_LISTENERS:
            raise TooManyListeners
        response = await request.respond(
            content_type="text/event-stream", headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        )
        assert response is not None
        await response.send("retry: 2000\n\n")
        listener = changes.add(user)
        try:
            await _tell(request, office, listener, response.send)
        finally:
            changes.remove(listener)


async def _tell(request: Request, office: Office, listener: Listener, send: Callable[[str], Any]) -> None:
    """Send what changes until the browser goes or the session is over, which is looked at every `HEARTBEAT_S`."""
    looked_at = monotonic()
    while True:
        change = await _next(listener)
        if monotonic() - looked_at >= HEARTBEAT_S:
            looked_at = monotonic()
            if not await _still_logged_in(request, office, listener.user):
                return
        if change is None:
            await send(": still here\n\n")
        else:
            shown = {"kind": change.kind} | ({"id": change.id} if change.id else {})
            await send(f"data: {json.dumps(shown)}\n\n")


async def _next(listener: Listener) -> RowChange | None:
    try:
        return await asyncio.wait_for(listener.queue.get(), HEARTBEAT_S)
    except TimeoutError:
        return None


async def _still_logged_in(request: Request, office: Office, user: User) -> bool:
    """Whether it is the same User with the same role still; while the records can't be reached, nothing is known."""
    try:
        return await current_user(request, office) == user
    except NotLoggedIn:
        return False
    except RecordsUnavailable:
        return True
