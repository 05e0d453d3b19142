"""The proof: everything there can be of a Customer is written, the Customer is deleted, and every column of every table
of every schema is searched for the name, the numbers, the address and the words.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql

from office.adapters.duckling import Duckling
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.postgres.personal_data import ERASED
from office.adapters.postgres.records import PostgresRecords
from office.adapters.recordings import RecordingsFolder
from office.adapters.sealing import FernetSealer
from office.bootstrap import Desks, assemble
from office.desk.booking import BookingRequest
from office.desk.privacy import PrivacyDesk
from office.domain.calls import CallSoFar, NoteCode, TurnTimes
from office.domain.customer_records import Equipment, Service
from office.domain.customers import Phone
from office.domain.estimates import NewEstimate
from office.domain.hours import Business
from office.domain.leads import LeadReason, NewLead
from office.domain.messages import Consent, ConsentSource, Direction, Kind, Medium, NewMessage, Recipient, Status
from office.domain.spans import Span
from office.domain.users import Role, User
from office.ports import Work
from office.worker import create_worker

OWNER = User(1, "owner", Role.OWNER)
FRIDAY = datetime(2026, 3, 6, 9, tzinfo=ZoneInfo("America/New_York"))
NAME, ALIAS = "Zebulon Quackenbush", "Zeb Kwakenbosh"
PHONE, FURTHER = "+15185550163", "+15185550164"
ADDRESS = "4217 Xylophone Avenue, Albany, NY 12205"
SAID = ("my cellar smells of marzipan", "key under the pelican", "quibble about the invoice", "asthmatic budgie")
WORDS = (
    *("zebulon", "quackenbush", "kwakenbosh", "5550163", "555-0163", "555 0163", "5550164", "555-0164", "xylophone"),
    *("marzipan", "pelican", "quibble", "budgie", "2580#", "zeb@example.com", "SN-77-ZEB"),
)


@pytest.fixture
def calendar() -> MemoryCalendar:
    return MemoryCalendar("sam")


@pytest.fixture
def desks(
    business: Business, clock: Any, postgres_records: PostgresRecords, calendar: MemoryCalendar, folder: Path
) -> Desks:
    postgres_records.transaction(lambda work: work.calendar_links.put(1, "sam"))
    postgres_records.transaction(lambda work: work.users.add("owner", Role.OWNER, "hash"))
    phrases = Duckling("http://127.0.0.1:9")
    recordings = RecordingsFolder(folder)
    return assemble(lambda: business, clock, phrases, postgres_records, calendar, recordings=recordings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("call-1.wav", "call-1.2.jpg", "call-9.wav"):
        (tmp_path / name).write_bytes(b"sound")
    return tmp_path


@pytest.fixture
def sealer() -> FernetSealer:
    return FernetSealer(["A" * 43 + "="])


@pytest.fixture
def privacy(business: Business, clock: Any, postgres_records: PostgresRecords, sealer, desks, folder) -> PrivacyDesk:
    recordings = RecordingsFolder(folder)
    return PrivacyDesk(lambda: business, clock, postgres_records, sealer, recordings, desks.changes)


@pytest.fixture
def database(database_url: str) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def booking(call_id: str | None, start: datetime, job: str = "pipe_repair") -> BookingRequest:
    return BookingRequest(call_id, NAME, PHONE, ADDRESS, job, start, "phone")


def fill(desks: Desks, records: PostgresRecords, sealer: FernetSealer, database: "psycopg.Connection[Any]") -> int:
    """Write everything there can be, and return the Customer's id."""
    desks.calls.open("call-1", "phone", None, None, PHONE)
    desks.calls.note_turn("call-1", {}, {"job": "pipe_repair", "customer_name": NAME, "phone": PHONE}, missed=True)
    desks.calls.note_times("call-1", TurnTimes("message-1", 1, 2, 3))
    past, coming = (desks.booking.book(booking("call-1", FRIDAY + timedelta(hours=h))).visit for h in (0, 3))
    desks.changes.complete(past.id, 12_000, SAID[2])
    desks.changes.reschedule(coming.id, FRIDAY + timedelta(hours=4), "call-1")
    cancelled = desks.booking.book(booking(None, FRIDAY + timedelta(days=3))).visit
    desks.changes.cancel(cancelled.id, SAID[0], "call-3")
    desks.calls.note_hazard("call-1", "gas", {"customer_name": NAME, "phone": PHONE, "address": ADDRESS})
    desks.calls.close("call-1", "hung_up")
    desks.calls.open("call-2", "phone", None, None, FURTHER)
    desks.calls.note_turn("call-2", {}, {"customer_name": NAME, "address": ADDRESS}, missed=False)
    desks.calls.close("call-2", "hung_up")
    desks.calls.open("call-4", "phone", None, None)
    desks.calls.note_turn("call-4", {}, {"phone": PHONE, "customer_name": NAME}, missed=False)  # and still open
    customer_id = past.customer_id
    records.transaction(lambda work: _write_more(work, customer_id, past.property_id, past.id, sealer))
    for call_id in ("call-1", "call-2", "call-3"):
        _say(database, call_id, f"I am {NAME.upper()}, {SAID[3]}")
    _say(database, "call-7", "what about Quackenbush at 4217 xylophone AVENUE")  # the owner, about somebody
    _say(database, "call-8", "call (518) 555-0163 back")
    return customer_id


def _write_more(work: Work, customer_id: int, property_id: int, visit_id: int, sealer: FernetSealer) -> None:
    now = FRIDAY - timedelta(days=2)
    customer = work.customers.get(customer_id)
    assert customer is not None
    work.customers.change(type(customer)(customer.id, NAME, PHONE, "zeb@example.com", SAID[0]))
    work.customers.add_phone(customer_id, Phone(FURTHER, "budgie"))
    twin = work.customers.add(ALIAS, "+15185550165")
    work.customers.merge(customer_id, twin.id, "owner", now)
    work.properties.change_notes(property_id, SAID[1])
    work.properties.put_access_code(property_id, sealer.seal("2580#"))
    work.properties.add_equipment(property_id, Equipment("boiler", "budgie", "x", "SN-77-ZEB", None, SAID[3]))
    work.properties.add_service(Service(property_id, date(2024, 5, 1), "marzipan removal", SAID[2]))
    work.estimates.add(NewEstimate(customer_id, PHONE, SAID[2], "pipe_repair", "call-6", now))
    work.estimates.add(NewEstimate(None, FURTHER, f"{NAME}: {SAID[0]}", None, None, now))
    work.leads.add(NewLead("call-5", LeadReason.SILENT, now, CallSoFar(None, NAME, PHONE, ADDRESS)))
    work.busy.add(1, Span(FRIDAY + timedelta(days=5), FRIDAY + timedelta(days=5, hours=1)), f"Lunch with {NAME}")
    for number in (PHONE, FURTHER):
        work.consents.note(Consent(number, ConsentSource.CALLER, now))
        work.opt_outs.add(number, now)
    theirs = Recipient(customer_id, None, PHONE)
    for number, (direction, status, who) in enumerate(
        [
            (Direction.IN, Status.RECEIVED, theirs),
            (Direction.IN, Status.RECEIVED, Recipient(None, None, FURTHER)),
            (Direction.OUT, Status.QUEUED, theirs),
            (Direction.OUT, Status.SENT, Recipient(None, 1, "+15185550100")),
        ]
    ):
        message = NewMessage(
            Kind.REPLY, Medium.TEXT, who, f"{NAME}: {SAID[2]}", now, f"key {PHONE} {number}", direction, status
        )
        message_id = work.messages.add(message)
        assert message_id is not None
        work.jobs.send_message(message_id)
    work.call_log.note("call-1", NoteCode.CORRECTION, "phone")


def _say(database: "psycopg.Connection[Any]", call_id: str, text: str) -> None:
    """What Rasa's tracker store writes of it; with its own classes: tests/channels/test_reporting.py."""
    data = {
        "event": "user",
        "timestamp": 1772636400.0,
        "text": text,
        "message_id": "message-1",
        "parse_data": {"intent": {"name": "give_details", "confidence": 0.9}, "entities": [], "text": text},
    }
    slot = {"event": "slot", "timestamp": 1772636400.1, "name": "customer_name", "value": NAME}
    for event in (data, slot) if call_id not in ("call-7", "call-8") else (data,):
        database.execute(
            "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (%s, %s, %s, %s)",
            (call_id, event["event"], event["timestamp"], json.dumps(event)),
        )


def traces(database: "psycopg.Connection[Any]") -> set[tuple[str, str]]:
    """Return where which of the WORDS stands: any column of any table of any schema, whatever its type."""
    columns = database.execute("""
        SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
    """).fetchall()
    found = set()
    for schema, table, column, kind in columns:
        shown = "encode({column}, 'escape')" if kind == "bytea" else "{column}::text"
        query = sql.SQL("SELECT lower(string_agg(" + shown + ", ' ')) FROM {table}").format(
            column=sql.Identifier(column), table=sql.Identifier(schema, table)
        )
        (text,) = database.execute(query).fetchone() or (None,)
        found |= {(f"{schema}.{table}.{column}", word) for word in WORDS if word.lower() in (text or "")}
    return found


def test_nothing_of_a_deleted_customer_is_left_anywhere(
    desks: Desks, privacy: PrivacyDesk, postgres_records, sealer, database, calendar: MemoryCalendar, database_url: str,
    folder: Path,
):  # fmt: skip
    work_off = create_worker(desks, database_url)
    customer_id = fill(desks, postgres_records, sealer, database)
    work_off.run_worker(wait=False, install_signal_handlers=False)
    assert "Quackenbush" in str(calendar.events("sam"))
    tables = {place.rsplit(".", 1)[0] for place, _ in traces(database)}
    assert {
        *("public.customers", "public.customer_phones", "public.properties", "public.equipment"),
        *("public.service_history", "public.visits", "public.messages", "public.consents", "public.calls"),
        *("public.leads", "public.estimates", "public.call_details", "public.events", "public.busy", "reporting.turns"),
    } <= tables, "the test has to fill what it is about"

    privacy.delete(customer_id, OWNER, cancel_visits=True)
    create_worker(desks, database_url).run_worker(wait=False, install_signal_handlers=False)

    assert traces(database) == set()
    sealed = database.execute("SELECT access_code FROM properties WHERE access_code IS NOT NULL").fetchall()
    assert sealed == []
    assert not calendar.events("sam")
    assert sorted(path.name for path in folder.iterdir()) == ["call-9.wav"]


def test_what_stays_are_days_jobs_prices_and_calls_without_words(
    desks: Desks, privacy: PrivacyDesk, postgres_records, sealer, database
):
    customer_id = fill(desks, postgres_records, sealer, database)
    privacy.delete(customer_id, OWNER, cancel_visits=True)
    visits = database.execute("SELECT status, job_code, price_cents, customer_id FROM visits ORDER BY id").fetchall()
    assert visits == [
        ("done", "pipe_repair", 12_000, None),
        ("cancelled", "pipe_repair", None, None),
        ("cancelled", "pipe_repair", None, None),
    ]
    calls = database.execute("SELECT id, outcome, phone, customer_id FROM calls ORDER BY id").fetchall()
    assert calls == [
        ("call-1", "escalated", None, None),
        ("call-2", "abandoned", None, None),
        ("call-4", None, None, None),
    ]
    assert database.execute("SELECT count(*) FROM opt_outs").fetchone() == (2,)
    last = database.execute("SELECT done_by, action, subject_id FROM audit_log ORDER BY id DESC LIMIT 1").fetchone()
    assert last == ("user 1", "deleted", str(customer_id))


def test_other_peoples_records_stay(desks: Desks, privacy: PrivacyDesk, postgres_records, sealer, database):
    other = BookingRequest("call-9", "Jane Doe", "+15185550188", "7 Oak Lane, Troy, NY 12180", "inspection",
                           FRIDAY + timedelta(hours=7), "phone")  # fmt: skip
    jane = desks.booking.book(other).visit.customer_id
    _say_plainly(database, "call-9", "I am Jane Doe")
    before = json.dumps(privacy.export(jane, OWNER)["customers"], default=str)
    privacy.delete(fill(desks, postgres_records, sealer, database), OWNER, cancel_visits=True)
    document = privacy.export(jane, OWNER)
    assert json.dumps(document["customers"], default=str) == before
    assert [len(document[name]) for name in ("visits", "properties", "turns")] == [1, 1, 1]


def test_an_export_holds_what_a_deletion_takes(desks: Desks, privacy: PrivacyDesk, postgres_records, sealer, database):
    customer_id = fill(desks, postgres_records, sealer, database)
    document = json.dumps(privacy.export(customer_id, OWNER), default=str).lower()
    for word in (*SAID, "quackenbush", "kwakenbosh", "2580#", "zeb@example.com", "sn-77-zeb", "5550164", "xylophone"):
        assert word.lower() in document, word


def test_every_table_that_names_a_customer_or_a_property_is_dealt_with(database: "psycopg.Connection[Any]"):
    rows = database.execute("""
        SELECT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN ('customers'::regclass, 'properties'::regclass)
    """).fetchall()
    found: dict[str, set[str]] = {"customers": set(), "properties": set()}
    for target, table in rows:
        found[target].add(table)
    assert found == ERASED


def test_the_search_finds_words_in_every_kind_of_column(database: "psycopg.Connection[Any]"):
    settings = "INSERT INTO business_settings (changed_at, changed_by, document) VALUES (now(), '1', %s)"
    database.execute(settings, (json.dumps({"a": "Marzipan"}),))
    account = "INSERT INTO calendar_account (email, sealed, connected_at) VALUES ('x', %s, now())"
    database.execute(account, (b"\x00pelican",))
    assert traces(database) >= {
        ("public.business_settings.document", "marzipan"),
        ("public.calendar_account.sealed", "pelican"),
    }


def _say_plainly(database: "psycopg.Connection[Any]", call_id: str, text: str) -> None:
    event = {"event": "user", "timestamp": 1772636400.0, "text": text}
    database.execute(
        "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (%s, 'user', 1772636400, %s)",
        (call_id, json.dumps(event)),
    )
