"""What has been kept long enough is forgotten at night; the Calls stay."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from office.adapters.memory import MemoryRecordings
from office.adapters.postgres.records import PostgresRecords
from office.adapters.recordings import RecordingsFolder
from office.desk import retention as desk
from office.desk.retention import RetentionDesk
from office.domain.calls import CallSoFar
from office.domain.hours import Business
from office.domain.leads import LeadReason, NewLead
from office.domain.messages import Direction, Kind, Medium, MessageFilter, NewMessage, Recipient, Status
from office.domain.retention import Retention
from office.ports import Clock, Recordings, Records

KEPT = Retention(transcript_days=30, audio_days=7, received_message_days=30, lead_days=90)


@pytest.fixture
def make(clock: Clock, business: Business) -> Callable[..., RetentionDesk]:
    def build(records: Records, kept: Retention = KEPT, recordings: Recordings | None = None) -> RetentionDesk:
        changed = replace(business, retention=kept)
        return RetentionDesk(lambda: changed, clock, records, recordings or MemoryRecordings())

    return build


def fill(records: Records, now: datetime, days: int) -> None:
    """Write a Lead and a Message in and out, so many days ago."""
    at = now - timedelta(days=days)

    def steps(work: Any) -> None:
        work.leads.add(NewLead(f"call-{days}", LeadReason.SILENT, at, CallSoFar()))
        for direction, status in ((Direction.IN, Status.RECEIVED), (Direction.OUT, Status.SENT)):
            who = Recipient(phone="+15185550142")
            work.messages.add(NewMessage(Kind.REPLY, Medium.TEXT, who, "hello", at, None, direction, status))

    records.transaction(steps)


def counted(records: Records) -> tuple[int, int]:
    return records.transaction(
        lambda work: (len(work.leads.page(False, None, 99)), len(work.messages.page(MessageFilter(), 99)))
    )


def test_old_leads_and_received_messages_are_forgotten_sent_ones_stay(make, records: Records, clock: Clock):
    for days in (1, 31, 91):
        fill(records, clock.now(), days)
    assert make(records).purge() == {"transcript": 0, "recording": 0, "message": 2, "lead": 1}
    assert counted(records) == (2, 4)
    assert make(records).purge() == {"transcript": 0, "recording": 0, "message": 0, "lead": 0}


def test_what_has_no_limit_is_kept_for_good(make, records: Records, clock: Clock):
    fill(records, clock.now(), 5000)
    assert make(records, Retention(None, None, None, None)).purge() == {}
    assert counted(records) == (1, 2)


def test_a_purge_is_in_the_audit_log_where_it_found_something(make, records: Records, clock: Clock):
    make(records).purge()
    fill(records, clock.now(), 91)
    make(records).purge()
    entries = records.transaction(lambda work: work.audit.page(None, 10))
    assert {(e.by, e.action, e.subject.kind) for e in entries} == {
        ("system", "purged", "message"),
        ("system", "purged", "lead"),
    }


def test_a_transcript_counts_from_its_last_words_and_the_call_stays(
    make, postgres_records: PostgresRecords, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk, "AT_ONCE", 2)
    now = clock.now()
    said = {"old-1": [40], "old-2": [35], "old-3": [31, 32], "long": [40, 1], "new": [1]}
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO calls (id, channel, opened_at) VALUES ('old-1', 'phone', %s)", (now - timedelta(days=40),)
        )
        for call_id, ago in said.items():
            for days in ago:
                event = {"event": "user", "text": "hello"}
                connection.execute(
                    "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (%s, 'user', %s, %s)",
                    (call_id, (now - timedelta(days=days)).timestamp(), json.dumps(event)),
                )
        assert make(postgres_records).purge()["transcript"] == 3
        left = connection.execute("SELECT DISTINCT sender_id FROM events").fetchall()
        assert sorted(left) == [("long",), ("new",)]
        assert connection.execute("SELECT count(*) FROM calls").fetchone() == (1,)


@pytest.fixture(params=["memory", "folder"])
def recordings(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Recordings:
    """Three files of two Calls, two of them eight days old: on the fake and in a folder."""
    old = clock.now() - timedelta(days=8)
    if request.param == "memory":
        fake = MemoryRecordings()
        fake.files += [("call-1", old), ("call-1", clock.now()), ("call-10", old)]
        return fake
    for name, at in (("call-1.wav", old), ("call-1.2.jpg", clock.now()), ("call-10.wav", old)):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (at.timestamp(), at.timestamp()))
    return RecordingsFolder(tmp_path)


def test_recordings_are_deleted_by_call(recordings: Recordings):
    assert [recordings.delete("call-1"), recordings.delete("call-1"), recordings.delete("call-10")] == [2, 0, 1]


def test_old_recordings_are_purged(make, memory: Records, recordings: Recordings):
    assert make(memory, recordings=recordings).purge()["recording"] == 2
    assert recordings.delete("call-1") == 1


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path, clock: Clock):
    for folder in (None, tmp_path / "none"):
        assert RecordingsFolder(folder).delete("call-1") == RecordingsFolder(folder).purge(clock.now()) == 0
