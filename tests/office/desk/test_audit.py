"""Every change of a desk is one line of the audit log, in the transaction of the change, by whoever is acting."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

from office.adapters.contacts import ContactReader
from office.adapters.postgres.records import PostgresRecords
from office.adapters.sealing import FernetSealer
from office.bootstrap import Desks
from office.desk.acting import acting, note, who
from office.desk.booking import BookingRequest
from office.desk.customers import CustomerDesk
from office.domain.audit import SYSTEM, Action, Thing, by_channel, by_user
from office.domain.customer_records import Equipment, Service
from office.domain.hours import Business
from office.domain.spans import Span
from office.domain.users import Role, User
from office.errors import VisitOver
from office.ports import Clock, Records, Work

FRIDAY = datetime(2026, 3, 6, 9, tzinfo=ZoneInfo("America/New_York"))
OWNER = User(1, "owner", Role.OWNER)
REQUEST = BookingRequest(
    "c", "John Doe", "+15185550142", "42 Maple Street, Albany, NY 12205", "inspection", FRIDAY, "1"
)

Entering = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def customers(business: Business, clock: Clock, records: Records) -> CustomerDesk:
    return CustomerDesk(lambda: business, clock, ContactReader(), records, FernetSealer(["A" * 43 + "="]))


def log(records: Records) -> list[str]:
    """What was done to what, oldest first."""
    entries = records.transaction(lambda work: work.audit.page(None, 100))
    return [f"{entry.action} {entry.subject.kind}" for entry in reversed(entries)]


def test_the_life_of_a_visit_is_in_the_log(desks: Desks, records: Records):
    visit = desks.booking.book(REQUEST).visit
    desks.booking.book(REQUEST)  # the same once more changes nothing
    desks.changes.reschedule(visit.id, FRIDAY + timedelta(hours=2))
    desks.changes.force(visit.id, FRIDAY + timedelta(hours=3), OWNER)
    desks.changes.cancel(visit.id, "sold")
    desks.changes.cancel(visit.id, "sold")
    other = desks.booking.force(REQUEST, OWNER).visit
    desks.changes.complete(other.id, 100)
    assert log(records) == [
        *("booked visit", "moved visit", "forced visit", "cancelled visit"),
        *("booked visit", "completed visit"),
    ]


def test_what_is_changed_of_a_customer_is_in_the_log(customers: CustomerDesk, records: Records):
    john, jon = customers.add("John Doe", "518 555 0142"), customers.add("Jon Doe", "518 555 0143")
    customers.change(john.id, notes="big dog")
    customers.add_phone(john.id, "518 555 0144")
    place = customers.add_property(john.id, "42 Maple Street, Albany, NY 12205")
    customers.change_property_notes(place.id, "gate")
    customers.set_access_code(place.id, "1234", OWNER)
    customers.access_code(place.id, OWNER)
    boiler = customers.add_equipment(place.id, Equipment("boiler"))
    customers.remove_equipment(boiler.id)
    customers.add_service(Service(place.id, date(2024, 5, 1), "inspection"))
    customers.merge(john.id, jon.id, OWNER)
    assert log(records) == [
        *("added customer", "added customer", "changed customer", "changed customer", "added property"),
        *("changed property", "changed property", "read access_code", "changed property", "removed equipment"),
        *("changed property", "merged customer"),
    ]


def test_time_off_is_in_the_log(desks: Desks, records: Records):
    busy = desks.schedule.block(1, Span(FRIDAY, FRIDAY + timedelta(hours=1)), "dentist")
    desks.schedule.unblock(1, busy.id)
    desks.schedule.unblock(1, busy.id)
    assert log(records) == ["added busy", "removed busy"]


def test_what_is_refused_is_not_in_the_log(desks: Desks, records: Records):
    visit = desks.booking.book(REQUEST).visit
    desks.changes.cancel(visit.id, "sold")
    before = log(records)
    with pytest.raises(VisitOver):
        desks.changes.complete(visit.id, 100)
    assert log(records) == before


@pytest.mark.parametrize(
    ("enter", "by"),
    [
        (lambda: acting(by_user(OWNER)), "user 1"),
        (lambda: acting(by_channel("phone")), "channel phone"),
        (lambda: acting(SYSTEM), "system"),
    ],
)
def test_the_log_names_who_is_acting(
    desks: Desks, records: Records, enter: Callable[[], AbstractContextManager[None]], by: str
):
    with enter():
        desks.booking.book(REQUEST)
    assert who() == SYSTEM
    assert {entry.by for entry in records.transaction(lambda work: work.audit.page(None, 10))} == {by}


@pytest.mark.parametrize(
    ("by", "action", "thing"),
    [
        ("John Doe", "booked", Thing("visit", "1")),
        ("user 1", "booked for John Doe", Thing("visit", "1")),
        ("user 1", "booked", Thing("visit", "42 Maple Street")),
        ("user 1", "booked", Thing("John's visit", "1")),
    ],
)
def test_no_words_get_in(postgres_records: PostgresRecords, by: str, action: str, thing: Thing):
    with pytest.raises(IntegrityError) as refused:
        postgres_records.transaction(lambda work: work.audit.note(by, action, thing, FRIDAY))
    assert isinstance(refused.value.orig, psycopg.errors.CheckViolation)


def test_a_line_is_undone_with_the_change(records: Records):
    def steps(work: Work) -> None:
        note(work, Action.BOOKED, "visit", 1, FRIDAY)
        raise KeyError

    with pytest.raises(KeyError):
        records.transaction(steps)
    assert log(records) == []
