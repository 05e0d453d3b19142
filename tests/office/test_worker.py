"""The worker on the real queue: jobs come with their rows, fail and are tried again, and outlive a worker."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest

from office.adapters.duckling import Duckling
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.memory.texts import MemoryPushes, MemoryTexts
from office.adapters.postgres.records import PostgresRecords
from office.bootstrap import Desks, assemble
from office.desk.booking import BookingRequest
from office.domain.hours import Business
from office.domain.visits import VisitStatus
from office.ports import Clock
from office.worker import FramesOnly, create_worker, give_back_stalled

TWO = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))
REQUEST = BookingRequest("call-1", "John Doe", "+15185550142", "42 Maple Street", "pipe_repair", TWO, "owner")


BEGUN_BY_ANOTHER = """
WITH another AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id)
UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM another) WHERE task_name = 'mirror_visit'
"""


@pytest.fixture
def desks(business: Business, clock: Clock, postgres_records: PostgresRecords, calendar: MemoryCalendar) -> Desks:
    postgres_records.transaction(lambda work: work.calendar_links.put(1, "sam"))
    return assemble(lambda: business, clock, Duckling("http://127.0.0.1:9"), postgres_records, calendar)


@pytest.fixture
def work_off(desks: Desks, database_url: str) -> Callable[[], None]:
    """Runs a worker until no job is due."""
    return lambda: create_worker(desks, database_url).run_worker(wait=False, install_signal_handlers=False)


@pytest.fixture
def jobs(database_url: str) -> Iterator[Callable[[], list[tuple[str, str, int]]]]:
    """The jobs for Visits: name, status, attempts."""
    query = "SELECT task_name, status, attempts FROM procrastinate_jobs WHERE args ? 'visit_id' ORDER BY id"
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield lambda: [(name, str(status), attempts) for name, status, attempts in connection.execute(query)]


@pytest.fixture
def hurry(database_url: str) -> Callable[[], None]:
    """Makes every job due that waits for its next try."""

    def run() -> None:
        with psycopg.connect(database_url) as connection:
            connection.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")

    return run


def test_a_booking_brings_its_job_and_a_refused_one_brings_none(desks: Desks, jobs, work_off, calendar):
    desks.booking.book(REQUEST)
    assert jobs() == [("mirror_visit", "todo", 0)]
    work_off()
    assert jobs() == [("mirror_visit", "succeeded", 1)]
    assert len(calendar.events("sam")) == 1


def test_a_transaction_that_fails_leaves_no_job(desks: Desks, postgres_records: PostgresRecords, jobs):
    def steps(work) -> None:
        work.jobs.mirror_visit(1)
        raise KeyError

    with pytest.raises(KeyError):
        postgres_records.transaction(steps)
    assert jobs() == []


def test_a_job_that_fails_is_tried_again_until_the_calendar_answers(desks: Desks, jobs, work_off, hurry, calendar):
    calendar.down = True
    visit = desks.booking.book(REQUEST).visit
    assert visit.status is VisitStatus.PENDING
    for attempt in (1, 2):
        work_off()
        assert jobs() == [("confirm_visit", "todo", attempt)]
        hurry()
    calendar.down = False
    work_off()
    work_off()  # the second job of a Visit is done when the first has ended
    assert [job[:2] for job in jobs()] == [("confirm_visit", "succeeded"), ("mirror_visit", "succeeded")]
    assert len(calendar.events("sam")) == 1


def test_what_a_dead_worker_had_begun_is_given_out_again(desks: Desks, jobs, work_off, calendar, database_url: str):
    desks.booking.book(REQUEST)
    with psycopg.connect(database_url) as connection:
        connection.execute(BEGUN_BY_ANOTHER)
    work_off()
    assert jobs()[0][1] == "doing"
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")

    async def give_back() -> None:
        app = create_worker(desks, database_url)
        async with app.open_async():
            await give_back_stalled(app)

    asyncio.run(give_back())
    work_off()
    assert jobs()[0][1] == "succeeded"
    assert len(calendar.events("sam")) == 1


def test_a_text_goes_out_with_the_job_that_came_with_its_row_and_with_no_other(
    business: Business, clock: Clock, postgres_records: PostgresRecords, calendar: MemoryCalendar, database_url: str
):
    texts = MemoryTexts(clock.now)
    nobody = Duckling("http://127.0.0.1:9")
    desks = assemble(lambda: business, clock, nobody, postgres_records, calendar, texts, MemoryPushes())
    desks.booking.book(REQUEST)
    for _ in range(2):
        create_worker(desks, database_url).run_worker(wait=False, install_signal_handlers=False)
        desks.sending.send_due()
    assert [(text.phone, "booked for pipe repair" in text.body) for text in texts.sent] == [(REQUEST.phone, True)]


def test_an_error_is_logged_without_what_it_says():
    told = "John Doe, 42 Maple Street"
    try:
        raise KeyError(told)
    except KeyError as error:
        shown = FramesOnly().formatException((type(error), error, error.__traceback__))
    assert "KeyError" in shown
    assert "test_worker.py" in shown
    assert told not in shown
