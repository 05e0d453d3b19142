"""What only the real database can show: a race for one time, and a database that goes away."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.adapters.duckling import Duckling
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.bootstrap import assemble
from office.desk.booking import BookingDesk, BookingRequest
from office.domain.customers import Address
from office.domain.hours import Business
from office.domain.visits import NewVisit, VisitStatus
from office.errors import NoFreeTechnician, RecordsUnavailable, TimeTaken
from office.ports import Clock, Work

CALLERS = 20
TWO = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))
NOBODY = Duckling("http://127.0.0.1:9")


def request_of(caller: int, start: datetime = TWO) -> BookingRequest:
    return BookingRequest(
        call_id=f"call-{caller}",
        customer_name=f"Caller {chr(65 + caller)}",
        phone=f"+1518555{1000 + caller}",
        address=f"{caller + 1} Maple Street",
        job_code="pipe_repair",
        start=start,
        booked_by="owner",
    )


@pytest.fixture
def desk(business: Business, clock: Clock, postgres_records: PostgresRecords) -> BookingDesk:
    return assemble(lambda: business, clock, NOBODY, postgres_records, MemoryCalendar()).booking


def test_of_twenty_callers_for_one_time_exactly_one_gets_it(desk: BookingDesk, postgres_records: PostgresRecords):
    start_together = threading.Barrier(CALLERS)

    def call(caller: int) -> str:
        start_together.wait()
        try:
            # Half of them want a time that only overlaps.
            desk.book(request_of(caller, TWO + (caller % 2) * timedelta(minutes=30)))
        except TimeTaken as refused:
            return "taken, with offers" if refused.answer.offers else "taken"
        return "booked"

    with ThreadPoolExecutor(CALLERS) as pool:
        results = list(pool.map(call, range(CALLERS)))
    assert sorted(results) == ["booked"] + ["taken, with offers"] * (CALLERS - 1)
    assert len(postgres_records.transaction(lambda work: work.visits.between(TWO, TWO + timedelta(days=1)))) == 1
    assert len(postgres_records.transaction(lambda work: work.customers.recent_names(CALLERS))) == 1


def test_the_constraint_alone_keeps_visits_apart(postgres_records: PostgresRecords):
    """Without the desk's lock and look: twenty raw inserts at once."""
    start_together = threading.Barrier(CALLERS)

    def insert(work: Work) -> int:
        customer = work.customers.add("John Doe", "+15185550142")
        place = work.properties.add(customer.id, Address("42", "Maple Street"))
        end = TWO + timedelta(hours=1)
        return work.visits.add(
            NewVisit(customer.id, place.id, 1, "pipe_repair", TWO, end, VisitStatus.CONFIRMED, None, "owner")
        )

    def call(_: int) -> bool:
        start_together.wait()
        try:
            return bool(postgres_records.transaction(insert))
        except (NoFreeTechnician, RecordsUnavailable):
            return False

    with ThreadPoolExecutor(CALLERS) as pool:
        assert sum(pool.map(call, range(CALLERS))) == 1


def test_the_same_yes_twenty_times_is_one_visit(desk: BookingDesk):
    with ThreadPoolExecutor(CALLERS) as pool:
        booked = list(pool.map(lambda _: desk.book(request_of(1)), range(CALLERS)))
    assert len({one.visit.id for one in booked}) == 1
    assert sum(one.is_new for one in booked) == 1


def test_a_database_that_is_not_there_is_said_to_be_unavailable():
    records = PostgresRecords(engine_for("postgresql://nobody:nothing@127.0.0.1:9/plumbline"), lambda: TWO.tzinfo)
    with pytest.raises(RecordsUnavailable):
        records.check()


def test_after_its_connections_were_cut_the_next_booking_works(
    desk: BookingDesk, postgres_records: PostgresRecords, database_url: str
):
    postgres_records.check()
    killer = PostgresRecords(engine_for(database_url), lambda: TWO.tzinfo)
    killer.transaction(_cut_all_others)
    killer.close()
    assert desk.book(request_of(1)).is_new


def test_a_booking_cut_off_in_the_middle_leaves_nothing(desk: BookingDesk, postgres_records: PostgresRecords):
    def steps(work: Work) -> None:
        work.customers.add("John Doe", "+15185550142")
        _cut_itself(work)

    with pytest.raises(RecordsUnavailable):
        postgres_records.transaction(steps)
    assert not postgres_records.transaction(lambda work: work.customers.recent_names(1))
    assert desk.book(request_of(1)).is_new


def _cut_all_others(work: Work) -> None:
    work.visits._connection.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def _cut_itself(work: Work) -> None:
    work.visits._connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
