"""Who is told of a change, how one who is slow is told, and that the stream ends with the session."""

from typing import Any, cast

import pytest

from office.domain.users import Role, User
from office.errors import RecordsUnavailable
from office.ports import RowChange
from owner_app.api import changes
from owner_app.api.changes import LONGEST_QUEUE, RELOAD, Listener
from owner_app.api.errors import NotLoggedIn

OWNER, SAM = User(1, "owner", Role.OWNER), User(2, "sam", Role.TECHNICIAN, technician_id=1)
NOTHING = cast(Any, None)


def told(listener: Listener) -> list[RowChange]:
    return [listener.queue.get_nowait() for _ in range(listener.queue.qsize())]


def test_who_is_too_slow_is_told_to_reload_in_place_of_what_was_missed() -> None:
    listener = Listener(OWNER)
    for number in range(LONGEST_QUEUE + 2):
        listener.tell(RowChange("visit", str(number)))
    assert told(listener) == [RELOAD, RowChange("visit", str(LONGEST_QUEUE + 1))]


@pytest.mark.parametrize(
    ("change", "heard"),
    [
        (RowChange("visit", "1", 1), True),
        (RowChange("visit", "1", 2), False),
        (RowChange("customer", "1"), False),
        (RowChange("call", "1"), False),
        (RELOAD, True),
    ],
)
def test_a_technician_hears_of_what_he_may_see(change: RowChange, heard: bool) -> None:
    listener = Listener(SAM)
    listener.tell(change)
    assert told(listener) == ([change] if heard else [])


async def stream(monkeypatch: pytest.MonkeyPatch, *answers: User | Exception, queued: int = 0) -> list[str]:
    """What is sent to the owner, while each look at the session gives the next of these answers."""
    looks, sent = iter(answers), list[str]()

    async def look(request: object, office: object) -> User:
        answer = next(looks)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def send(line: str) -> None:
        sent.append(line)

    monkeypatch.setattr(changes, "HEARTBEAT_S", 1e-9)
    monkeypatch.setattr(changes, "current_user", look)
    listener = Listener(OWNER)
    for _ in range(queued):
        listener.tell(RowChange("visit", "7"))
    await changes._tell(NOTHING, NOTHING, listener, send)
    return sent


async def test_the_stream_ends_with_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await stream(monkeypatch, OWNER, NotLoggedIn()) == [": still here\n\n"]
    assert await stream(monkeypatch, User(1, "owner", Role.OFFICE)) == []


async def test_the_stream_ends_with_the_session_also_where_much_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = await stream(monkeypatch, OWNER, NotLoggedIn(), queued=5)
    assert sent == ['data: {"kind": "visit", "id": "7"}\n\n']


async def test_an_absence_of_the_database_ends_no_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(await stream(monkeypatch, RecordsUnavailable(), OWNER, NotLoggedIn())) == 2
