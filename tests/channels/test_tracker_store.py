"""Conversations outlast an absence of PostgreSQL, and are never gone on with as if they were new."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

import pytest
import pytest_asyncio
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels.tracker_store import PatientTrackerStore, RecordsAway

DOMAIN = Domain.from_dict({"slots": {"phone": {"type": "text", "mappings": [{"type": "custom"}]}}})


class Relay:
    """Stands between the store and PostgreSQL, and can be taken away."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.base_events.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self.port = 0

    async def come(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def go(self) -> None:
        assert self._server
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind_reader, behind_writer = await asyncio.open_connection(*self._target)
        self._writers += [writer, behind_writer]
        await asyncio.gather(_pipe(reader, behind_writer), _pipe(behind_reader, writer))


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
    writer.close()


@pytest_asyncio.fixture
async def relay(postgres_url: str) -> AsyncIterator[Relay]:
    address = urlsplit(postgres_url)
    relay = Relay(address.hostname or "", address.port or 0)
    await relay.come()
    yield relay
    await relay.go()


@pytest.fixture
def patience_s() -> float:
    return 1.5


@pytest.fixture
def store(postgres_url: str, relay: Relay, patience_s: float) -> PatientTrackerStore:
    address = urlsplit(postgres_url)
    behind_relay = f"{address.username}:{address.password}@127.0.0.1:{relay.port}"
    url = urlunsplit(address._replace(netloc=behind_relay))
    return PatientTrackerStore(DOMAIN, url, patience_s=patience_s)


def conversation(call_id: str) -> DialogueStateTracker:
    tracker = DialogueStateTracker(call_id, DOMAIN.slots)
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered("five five five"))
    tracker.update(SlotSet("phone", "+15185550142"))
    return tracker


async def phone_in(store: PatientTrackerStore, call_id: str) -> str:
    tracker = await store.retrieve(call_id)
    assert tracker
    return tracker.get_slot("phone")


async def test_a_conversation_comes_back_as_it_was(store: PatientTrackerStore) -> None:
    await store.save(conversation("kept"))
    assert await phone_in(store, "kept") == "+15185550142"
    assert await store.retrieve("another") is None


@pytest.mark.parametrize("patience_s", [60])
async def test_a_short_absence_is_not_noticed(store: PatientTrackerStore, relay: Relay) -> None:
    await store.save(conversation("short"))
    await relay.go()
    reading = asyncio.create_task(phone_in(store, "short"))
    await asyncio.sleep(0.5)
    await relay.come()
    assert await reading == "+15185550142"


async def test_a_long_absence_is_an_error_that_rasa_cannot_hide(store: PatientTrackerStore, relay: Relay) -> None:
    await store.save(conversation("long"))
    await relay.go()
    with pytest.raises(RecordsAway):
        await FailSafeTrackerStore(store).get_or_create_tracker("long")
    await relay.come()
    assert await phone_in(store, "long") == "+15185550142"


async def test_what_could_not_be_saved_is_saved_later(
    store: PatientTrackerStore, relay: Relay, postgres_url: str
) -> None:
    await store.save(conversation("unsaved"))
    tracker = await store.retrieve("unsaved")
    assert tracker
    tracker.update(SlotSet("phone", "+15185550199"))
    await relay.go()
    await store.save(tracker)
    await relay.come()
    assert await phone_in(store, "unsaved") == "+15185550199"
    assert await phone_in(PatientTrackerStore(DOMAIN, postgres_url), "unsaved") == "+15185550199"


async def test_nobody_else_waits_meanwhile(store: PatientTrackerStore, relay: Relay) -> None:
    await relay.go()
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    with pytest.raises(RecordsAway):
        await store.retrieve("anybody")
    ticking.cancel()
    assert ticks > 10
