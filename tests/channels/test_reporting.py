"""What Rasa's own tracker store writes comes out of `reporting.turns` as a transcript."""

import uuid

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from launcher.postgres import Postgres

DOMAIN = Domain.from_dict({"slots": {"phone": {"type": "text", "mappings": [{"type": "custom"}]}}})


@pytest.fixture
def url(postgres: Postgres, migrated_template: str) -> str:
    name = f"reporting_{uuid.uuid4().hex}"
    postgres.create_database(name, template=migrated_template)
    return postgres.url(name)


def said(text: str, intent: str, confidence: float, message_id: str, *entities: str) -> UserUttered:
    return UserUttered(
        text,
        intent={"name": intent, "confidence": confidence},
        entities=[{"entity": name, "value": "x", "start": 0, "end": 1} for name in entities],
        input_channel="owner_app",
        message_id=message_id,
    )


CONVERSATION: list[Event] = [
    ActionExecuted("action_session_start"),
    ActionExecuted("action_listen"),
    said("Book José a visit", "book_visit", 0.97, "m-1", "customer_name", "job"),
    ActionExecuted("booking_form"),
    BotUttered("What day and time?", metadata={"utter_action": "utter_booking_ask_time"}),
    SlotSet("phone", "+15185550142"),
    ActionExecuted("action_listen"),
    said("yes", "affirm", 0.5, "m-2"),
    ActionExecuted("action_repeat"),
    BotUttered("What day and time?"),
    BotUttered(None, data={"custom": {"x": 1}}),
    ActionExecuted("action_listen"),
]


async def write(url: str, call_id: str, events: list[Event]) -> None:
    store = SQLTrackerStore(domain=DOMAIN, dialect="postgresql", host=url)
    tracker = DialogueStateTracker(call_id, DOMAIN.slots)
    tracker.update_with_events(events, DOMAIN)
    await store.save(tracker)
    store.engine.dispose()


def rows(url: str, query: str) -> list[tuple]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(sa.text(query))]
    engine.dispose()
    return found


async def test_a_conversation_reads_as_what_was_said(url: str) -> None:
    await write(url, "call-1", CONVERSATION)
    await write(url, "call-2", CONVERSATION[:4])
    found = rows(
        url,
        "SELECT number, turn, speaker, text, intent, confidence, entities, action FROM reporting.turns"
        " WHERE call_id = 'call-1' ORDER BY number",
    )
    assert found == [
        (1, 1, "caller", "Book José a visit", "book_visit", 0.97, ["customer_name", "job"], None),
        (2, 1, "assistant", "What day and time?", None, None, None, "utter_booking_ask_time"),
        (3, 2, "caller", "yes", "affirm", 0.5, [], None),
        (4, 2, "assistant", "What day and time?", None, None, None, "action_repeat"),
    ]
    assert rows(url, "SELECT count(*) FROM reporting.turns WHERE call_id = 'call-2'") == [(1,)]


async def test_the_times_of_a_turn_stand_on_what_the_caller_said(url: str) -> None:
    await write(url, "call-1", CONVERSATION)
    insert = "INSERT INTO call_turns VALUES ('call-1', 'm-1', now(), 300, 40, 25) RETURNING 1"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(insert))
    engine.dispose()
    found = rows(url, "SELECT recognise_ms, think_ms, speak_ms FROM reporting.turns ORDER BY number")
    nothing = (None, None, None)
    assert found == [(300, 40, 25), nothing, nothing, nothing]


def test_the_migration_makes_the_table_as_rasa_does(url: str, postgres: Postgres) -> None:
    postgres.create_database("made_by_rasa")
    theirs = postgres.url("made_by_rasa")
    engine = sa.create_engine(theirs)
    SQLTrackerStore.Base.metadata.create_all(engine)
    engine.dispose()
    columns = (
        "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default"
        " FROM information_schema.columns WHERE table_name = 'events' AND table_schema = 'public' ORDER BY column_name"
    )
    assert rows(url, columns) == rows(theirs, columns)
    indexes = "SELECT indexdef FROM pg_indexes WHERE tablename = 'events'"
    assert set(rows(theirs, indexes)) <= set(rows(url, indexes))
