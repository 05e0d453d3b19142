"""Nothing is lost by merging: under random histories on the fake, under threads on PostgreSQL."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from office.adapters.memory import MemoryRecords
from office.adapters.postgres.merging import MOVED
from office.adapters.postgres.records import PostgresRecords, sqlalchemy_url
from office.domain.customer_records import CustomerRecord, Equipment, Service
from office.domain.customers import Address, Customer, Phone
from office.domain.visits import NewVisit, VisitStatus
from office.errors import CustomerUnknown, SameCustomer
from office.ports import Records, Work

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PEOPLE = 5
STREETS = ("Maple Street", "Oak Avenue", "Elm Street")
PERSON, STREET = st.integers(1, PEOPLE), st.sampled_from(STREETS)
STEP = st.one_of(
    st.tuples(st.just("merge"), PERSON, PERSON),
    st.tuples(st.just("phone"), PERSON, st.integers(0, 9)),
    st.tuples(st.just("note"), PERSON, STREET),
    st.tuples(st.just("equipment"), PERSON, STREET),
    st.tuples(st.just("service"), PERSON, STREET),
)


def take(records: Records, number: int, step: tuple[str, int, object]) -> str | None:
    """Take a step and return what has to be found ever after, or None."""
    kind, who, what = step
    mark = f"{kind}-{number}"

    def write(work: Work) -> str | None:
        if kind == "merge":
            work.customers.merge(who, int(str(what)), "owner", NOON)
            return None
        customer = work.customers.get(who)
        assert customer is not None
        if kind == "phone":
            work.customers.add_phone(customer.id, Phone(f"+1518555020{what}"))
            return f"+1518555020{what}"
        place = work.properties.add(customer.id, Address("42", str(what)))
        if kind == "note":
            work.properties.change_notes(place.id, "\n".join(filter(None, [place.notes, mark])))
        elif kind == "equipment":
            work.properties.add_equipment(place.id, Equipment(mark))
        else:
            work.properties.add_service(Service(place.id, date(2024, 5, 1), mark))
        return mark

    try:
        return records.transaction(write)
    except (SameCustomer, CustomerUnknown):
        assert kind == "merge"
        return None


def contents(records: Records) -> set[str]:
    """Return all that the records of living Customers hold."""

    def read(work: Work) -> set[str]:
        found = {
            record.customer.id: record for number in range(1, PEOPLE + 1) if (record := work.customers.record(number))
        }
        held: set[str] = set()
        for record in found.values():
            held |= {record.customer.phone, *(phone.number for phone in record.phones)}
            held |= {service.job for service in record.services}
            for place in record.places:
                held |= {*place.property.notes.split("\n"), *(one.kind for one in place.equipment)}
            addresses = [place.property.address for place in record.places]
            assert len(addresses) == len(set(addresses))
        return held

    return records.transaction(read)


def live(records: Records) -> int:
    return len(records.transaction(lambda work: {work.customers.get(number) for number in range(1, PEOPLE + 1)}))


def add_people(work: Work) -> None:
    for number in range(1, PEOPLE + 1):
        work.customers.add(f"Person {number}", f"+1518555010{number}")


@settings(max_examples=200, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_no_history_of_merges_loses_anything(steps: list[tuple[str, int, object]]):
    records = MemoryRecords()
    records.transaction(add_people)
    expected = {f"+1518555010{number}" for number in range(1, PEOPLE + 1)}
    expected |= {mark for number, step in enumerate(steps) if (mark := take(records, number, step))}
    assert expected <= contents(records)
    merges = sum(
        len(records.transaction(lambda work, one=number: work.customers.merges(one))) for number in range(1, PEOPLE + 1)
    )
    assert live(records) == PEOPLE - merges


def test_the_same_history_on_postgres_leaves_the_same(postgres_records: PostgresRecords):
    memory = MemoryRecords()
    steps: list[tuple[str, int, object]] = [
        *((kind, who, street) for who in (1, 2, 3) for street in STREETS for kind in ("note", "equipment", "service")),
        ("phone", 2, 1), ("phone", 3, 1), ("merge", 2, 3), ("note", 3, "Maple Street"), ("merge", 1, 2),
        ("equipment", 3, "Oak Avenue"), ("service", 2, "Elm Street"), ("merge", 4, 1), ("merge", 1, 4), ("merge", 2, 3),
    ]  # fmt: skip
    for records in (memory, postgres_records):
        records.transaction(add_people)
        for number, step in enumerate(steps):
            take(records, number, step)
    assert contents(postgres_records) == contents(memory)
    assert live(postgres_records) == live(memory) == 2


# ---- at the same time, on PostgreSQL


def at_once(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Run all of them at the same moment and return what each raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> BaseException | None:
        barrier.wait()
        try:
            act()
        except (SameCustomer, CustomerUnknown) as error:
            return error
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def two(work: Work) -> tuple[Customer, Customer]:
    people = work.customers.add("John Smith", "+15185550142"), work.customers.add("Jon Smith", "+15185550143")
    for person in people:
        work.properties.add(person.id, Address("42", "Maple Street"))
    return people


def merging(records: Records, keep_id: int, drop_id: int) -> Callable[[], object]:
    return lambda: records.transaction(lambda work: work.customers.merge(keep_id, drop_id, "owner", NOON))


def kept(records: Records, ids: Sequence[int]) -> set[Customer | None]:
    return records.transaction(lambda work: {work.customers.get(one) for one in ids})


def test_two_merges_of_the_same_two_leave_one_customer(postgres_records: PostgresRecords):
    for _ in range(8):
        one, other = (person.id for person in postgres_records.transaction(two))
        merges = [merging(postgres_records, one, other), merging(postgres_records, other, one)]
        assert sum(error is None for error in at_once(*merges, *merges)) == 1
        assert len(kept(postgres_records, [one, other])) == 1


def test_chains_of_merges_at_once_lose_nobody(postgres_records: PostgresRecords):
    def add(work: Work) -> list[int]:
        return [work.customers.add(f"P {number}", f"+1518555010{number}").id for number in range(6)]

    for _ in range(5):
        ids = postgres_records.transaction(add)
        at_once(*(merging(postgres_records, keep, drop) for keep, drop in pairwise(ids)))
        (last,) = kept(postgres_records, ids)
        assert last is not None
        record = postgres_records.transaction(partial(read_record, customer_id=last.id))
        numbers = {record.customer.phone, *(phone.number for phone in record.phones)}
        assert numbers == {f"+1518555010{number}" for number in range(6)}


def read_record(work: Work, customer_id: int) -> CustomerRecord:
    record = work.customers.record(customer_id)
    assert record is not None
    return record


def book(work: Work, customer_id: int, start: datetime) -> None:
    """Find the Property, then write the Visit, as a booking does."""
    address = Address("42", "Maple Street")
    place = work.properties.find(customer_id, address.key()) or work.properties.add(customer_id, address)
    end = start + timedelta(minutes=10)
    work.visits.add(NewVisit(customer_id, place.id, 1, "inspection", start, end, VisitStatus.DONE, None, "owner"))
    work.properties.add_equipment(place.id, Equipment(f"boiler {start.minute}"))
    work.customers.add_phone(customer_id, Phone(f"+151855502{start.minute}"))


@pytest.mark.parametrize("swapped", [False, True])
def test_bookings_and_notes_made_while_merging_are_the_kept_ones(postgres_records: PostgresRecords, swapped: bool):
    for day in range(8):
        ids = [person.id for person in postgres_records.transaction(two)]
        keep, drop = reversed(ids) if swapped else ids
        starts = [NOON + timedelta(days=day, minutes=minute) for minute in (10, 20, 30)]
        bookings = [
            partial(postgres_records.transaction, partial(book, customer_id=drop, start=start)) for start in starts
        ]
        at_once(bookings[0], merging(postgres_records, keep, drop), *bookings[1:])
        record = postgres_records.transaction(partial(read_record, customer_id=drop))
        assert record.customer.id == keep
        assert len(record.services) == 3
        (place,) = record.places
        assert {one.kind for one in place.equipment} == {"boiler 10", "boiler 20", "boiler 30"}
        assert {phone.number[-2:] for phone in record.phones} >= {"10", "20", "30"}


def test_a_change_made_while_merging_keeps_what_came_with_the_merge(postgres_records: PostgresRecords):
    def change(work: Work, customer_id: int) -> None:
        customer = work.customers.get(customer_id, for_change=True)
        assert customer is not None
        work.customers.change(replace(customer, email="new@example.com"))

    for _ in range(8):
        keep, drop = postgres_records.transaction(two)
        noted = replace(drop, notes="Has a dog")
        postgres_records.transaction(lambda work, noted=noted: work.customers.change(noted))
        changes = [partial(postgres_records.transaction, partial(change, customer_id=who.id)) for who in (keep, drop)]
        at_once(changes[0], merging(postgres_records, keep.id, drop.id), changes[1])
        record = postgres_records.transaction(partial(read_record, customer_id=keep.id))
        assert record.customer.email == "new@example.com"
        assert "Has a dog" in record.customer.notes


def test_every_table_that_points_at_a_customer_is_moved_by_a_merge(database_url: str):
    """A table that is added with such a foreign key has to be added to MOVED, and its trigger to the migrations."""
    query = text(
        """
        SELECT confrelid::regclass::text AS target, conrelid::regclass::text AS source
        FROM pg_constraint WHERE contype = 'f' AND confrelid IN ('customers'::regclass, 'properties'::regclass)
        """
    )
    pointing: dict[str, set[str]] = {"customers": set(), "properties": set()}
    with create_engine(sqlalchemy_url(database_url)).connect() as connection:
        for row in connection.execute(query):
            pointing[row.target].add(row.source)
    pointing["customers"] -= {"customers", "customer_merges"}
    pointing["properties"] -= {"properties"}
    assert pointing == MOVED
