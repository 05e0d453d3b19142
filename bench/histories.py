"""Random histories of bookings on 8 connections, with a worker and a calendar that comes and goes.

Run: .venvs/dev/bin/python -m bench.histories [--histories N]. A history is a list of steps that hypothesis draws:
book, hold, let expire, move, cancel, force, sync, calendar down and back, entries made, dragged and deleted by hand.
Each step goes to one of 8 threads with a connection of its own while a real worker works off the queue. At the end of
each nothing overlaps, no confirmed Visit is lost, and every Visit has one event. The calendar is our labelled fake.
The last line is one JSON object: histories, steps, booked, refused, seconds, faults.
"""

import argparse
import asyncio
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations

import psycopg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bench.scratch import scratch_database
from office.adapters.duckling import Duckling
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.bootstrap import assemble
from office.desk.booking import BookingRequest
from office.domain.calendar import CalendarEvent, ConflictKind, visit_of
from office.domain.hours import Business, Technician
from office.domain.spans import Span
from office.domain.users import Role, User
from office.domain.visits import VisitLine, VisitStatus
from office.errors import CalendarUnavailable, PlumblineError, TimeNotBookable
from office.worker import create_worker

LANES = 8
STEPS = 30
BUSINESS = Business(technicians=(Technician(1, "Sam"), Technician(2, "Alex")))
NOW = datetime(2026, 3, 4, 10, tzinfo=BUSINESS.zone)
FRIDAY = datetime(2026, 3, 6, 8, tzinfo=BUSINESS.zone)
EMPTIED = (
    *("messages", "leads", "estimates", "conflicts", "mirrors", "repeatable_requests", "visits", "busy"),
    *("calendar_links", "properties", "calls", "customers"),
)
"""The tables that a history begins without, those first that name others."""
CALENDARS = {1: "sam", 2: "alex"}
OWNER = User(1, "owner", Role.OWNER)
JOBS = ("pipe_repair", "faucet_repair", "drain_cleaning")
SETTLED_WITHIN_S = 60

half_hours = st.integers(0, 17)
lanes = st.integers(0, LANES - 1)
picks = st.integers(0, 9)


@dataclass
class Tally:
    """What happened in all histories together."""

    histories: int = 0
    steps: int = 0
    booked: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)


class MovingClock:
    """A clock that moves when a step says so, on all threads at once."""

    def __init__(self) -> None:
        self._moment = NOW
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the moment that it is made to be."""
        return self._moment

    def begin_again(self) -> None:
        """Go back to where every history begins."""
        with self._lock:
            self._moment = NOW

    def advance(self, **by: float) -> None:
        """Move on."""
        with self._lock:
            self._moment += timedelta(**by)


@dataclass
class World:
    """What outlives a history: the database, the desks, the worker."""

    database_url: str
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        with psycopg.connect(self.database_url) as connection:
            connection.execute("INSERT INTO technicians (id, name) VALUES (2, 'Alex') ON CONFLICT DO NOTHING")
        self.clock = MovingClock()
        self.calendar = MemoryCalendar(*CALENDARS.values())
        self.records = PostgresRecords(engine_for(self.database_url), lambda: BUSINESS.zone)
        self.desks = assemble(lambda: BUSINESS, self.clock, Duckling("http://127.0.0.1:9"), self.records, self.calendar)
        self.installation = self.records.transaction(lambda work: work.mirrors.installation())
        self._loop = asyncio.new_event_loop()
        self._worker = threading.Thread(target=self._work, daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Stop the worker and close the connections."""
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._worker.join()
        self.records.close()

    def begin(self) -> None:
        """An empty book with both calendars linked."""
        self.settle_jobs()
        with psycopg.connect(self.database_url) as connection:
            for table in EMPTIED:
                connection.execute(f"DELETE FROM {table}")
        self.calendar.down = False
        self.clock.begin_again()
        for calendar_id in CALENDARS.values():
            for entry_id in self.calendar.events(calendar_id):
                self.calendar.remove_by_hand(calendar_id, entry_id)
        for technician_id, calendar_id in CALENDARS.items():
            self.records.transaction(lambda work, t=technician_id, c=calendar_id: work.calendar_links.put(t, c))

    def settle_jobs(self) -> None:
        """Wait until the worker has nothing left, without its pauses between tries."""
        give_up = time.monotonic() + SETTLED_WITHIN_S
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            while time.monotonic() < give_up:
                connection.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE scheduled_at > now()")
                left = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
                if left.fetchone() == (0,):
                    return
                time.sleep(0.01)
            left = connection.execute(
                "SELECT task_name, status, attempts FROM procrastinate_jobs WHERE status <> 'succeeded'"
            )
            raise AssertionError(f"the worker has not come to an end: {left.fetchall()}")

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = create_worker(self.desks, self.database_url)

        async def run() -> None:
            async with app.open_async():
                await app.run_worker_async(fetch_job_polling_interval=0.02, install_signal_handlers=False)

        self._task = self._loop.create_task(run())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            return


class History(RuleBasedStateMachine):
    """One history. Steps are handed to their lane and not waited for, so that lanes overlap."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.world.begin()
        self.world.tally.histories += 1
        self._lanes = [ThreadPoolExecutor(1) for _ in range(LANES)]
        self._running: list[Future[None]] = []
        self._customers = 0
        self._told: list[str] = []
        self.booked: list[VisitLine] = []
        self.cancelled: set[int] = set()

    @rule(lane=lanes, half_hour=half_hours, job=st.sampled_from(JOBS))
    def book(self, lane: int, half_hour: int, job: str) -> None:
        """Book, whatever this lane's Call holds."""
        request = self._request(lane, half_hour, job)
        self._do(lane, lambda: self.booked.append(self.world.desks.booking.book(request).visit))

    @rule(lane=lanes, half_hour=half_hours, job=st.sampled_from(JOBS))
    def hold(self, lane: int, half_hour: int, job: str) -> None:
        """Hold an Opening for this lane's Call."""
        self._do(lane, lambda: self.world.desks.booking.hold(f"call-{lane}", _at(half_hour), job))

    @rule(lane=lanes)
    def expire(self, lane: int) -> None:
        """Let everything expire that is held."""
        self._do(lane, lambda: self.world.clock.advance(minutes=4))

    @rule(lane=lanes, pick=picks, half_hour=half_hours, held_first=st.booleans())
    def move(self, lane: int, pick: int, half_hour: int, held_first: bool) -> None:
        """Move a Visit, with or without holding the new time first."""

        def change(visit: VisitLine) -> None:
            if held_first:
                self.world.desks.changes.hold(visit.id, _at(half_hour), f"call-{lane}")
            self.world.desks.changes.reschedule(visit.id, _at(half_hour), f"call-{lane}")

        self._do(lane, lambda: self._with_visit(pick, change))

    @rule(lane=lanes, pick=picks)
    def cancel(self, lane: int, pick: int) -> None:
        """Cancel a Visit."""

        def change(visit: VisitLine) -> None:
            self.cancelled.add(visit.id)
            self.world.desks.changes.cancel(visit.id, "changed my mind")

        self._do(lane, lambda: self._with_visit(pick, change))

    @rule(lane=lanes, half_hour=half_hours, job=st.sampled_from(JOBS))
    def force(self, lane: int, half_hour: int, job: str) -> None:
        """Book as the owner, over whatever is there."""
        request = self._request(lane, half_hour, job)
        self._do(lane, lambda: self.booked.append(self.world.desks.booking.force(request, OWNER).visit))

    @rule(lane=lanes)
    def sync(self, lane: int) -> None:
        """Read the calendars."""
        self._do(lane, self.world.desks.sync.sync_all)

    @rule(lane=lanes, down=st.booleans())
    def calendar_down_or_back(self, lane: int, down: bool) -> None:
        """Take the calendars away, or bring them back."""
        self._do(lane, lambda: setattr(self.world.calendar, "down", down))

    @rule(lane=lanes, technician=st.sampled_from((1, 2)), half_hour=half_hours)
    def add_by_hand(self, lane: int, technician: int, half_hour: int) -> None:
        """Somebody puts something into a calendar."""
        span = Span(_at(half_hour), _at(half_hour) + timedelta(hours=1))
        self._do(lane, lambda: self.world.calendar.add_by_hand(CALENDARS[technician], span))

    @rule(lane=lanes, pick=picks, half_hour=half_hours)
    def drag_by_hand(self, lane: int, pick: int, half_hour: int) -> None:
        """Somebody drags an entry, perhaps one of ours."""

        def drag(calendar_id: str, event: CalendarEvent) -> None:
            self.world.calendar.move_by_hand(calendar_id, event.id, event.span.moved_to(_at(half_hour)))

        self._do(lane, lambda: self._with_event(pick, drag))

    @rule(lane=lanes, pick=picks)
    def delete_by_hand(self, lane: int, pick: int) -> None:
        """Somebody deletes an entry, perhaps one of ours."""
        delete: Callable[[str, CalendarEvent], None] = lambda calendar_id, event: (  # noqa: E731
            self.world.calendar.remove_by_hand(calendar_id, event.id)
        )
        self._do(lane, lambda: self._with_event(pick, delete))

    def teardown(self) -> None:
        """Let everything come to rest, then look; a fault is kept, for no second run would be like this one."""
        try:
            self._come_to_rest()
            check(self)
        except AssertionError as fault:
            self.world.tally.faults.append("\n".join([str(fault), *self._told]))

    def _come_to_rest(self) -> None:
        for lane in self._lanes:
            lane.shutdown()
        for step in self._running:
            step.result()
        self.world.tally.booked += len(self.booked)
        self.world.calendar.down = False
        self.world.clock.advance(minutes=4)
        for _ in range(2):  # what a look finds may leave jobs, and what these write is seen by the next
            self.world.desks.sync.sync_all()
            self.world.settle_jobs()
        self.world.desks.calls.sweep()

    def _do(self, lane: int, step: Callable[[], object]) -> None:
        self.world.tally.steps += 1
        caller = sys._getframe(1)
        told = {name: value for name, value in caller.f_locals.items() if name != "self" and not callable(value)}
        self._told.append(f"{caller.f_code.co_name} {told}")
        self._running.append(self._lanes[lane].submit(self._tried, step))

    def _tried(self, step: Callable[[], object]) -> None:
        """What a caller is refused is no fault; anything else is."""
        try:
            step()
        except (TimeNotBookable, CalendarUnavailable):
            self.world.tally.refused += 1
        except PlumblineError as error:
            if error.code not in ("visit_over", "visit_unknown"):
                raise
            self.world.tally.refused += 1

    def _request(self, lane: int, half_hour: int, job: str) -> BookingRequest:
        self._customers += 1
        phone = f"+1518555{1000 + self._customers}"
        return BookingRequest(
            f"call-{lane}", f"Caller {lane}", phone, "42 Maple Street", job, _at(half_hour), booked_by="owner"
        )

    def _with_visit(self, pick: int, change: Callable[[VisitLine], None]) -> None:
        booked = list(self.booked)
        if booked:
            change(booked[pick % len(booked)])

    def _with_event(self, pick: int, change: Callable[[str, CalendarEvent], None]) -> None:
        there = [(name, event) for name in CALENDARS.values() for event in self.world.calendar.events(name).values()]
        if there:
            change(*there[pick % len(there)])


def check(history: History) -> None:
    """Raise AssertionError unless nothing overlaps, nothing is lost, and every Visit has one event."""
    world = history.world
    first, last = FRIDAY - timedelta(days=9), FRIDAY + timedelta(days=9)
    visits = {line.id: line for line in world.records.transaction(lambda work: work.visits.between(first, last))}
    conflicts = world.records.transaction(lambda work: work.conflicts.open())
    disputed = {(conflict.kind, conflict.visit_id) for conflict in conflicts}
    for one, other in combinations([v for v in visits.values() if v.is_open and not v.forced], 2):
        assert one.technician != other.technician or not one.span.overlaps(other.span), "two Visits overlap"
    for booked in history.booked:
        assert booked.id in visits, "a committed Visit is gone"
        kept = visits[booked.id]
        assert kept.is_open or booked.id in history.cancelled, "a Visit was cancelled that nobody cancelled"
        if kept.status is VisitStatus.PENDING:
            assert (ConflictKind.PENDING_TAKEN, booked.id) in disputed, "a Visit waits for nothing"
    assert len(visits) == len(history.booked), "a Visit was written twice"
    check_calendars(world, visits, disputed)
    held = world.records.transaction(lambda work: work.visits.drop_expired(world.clock.now()))
    assert held == 0, "something is held for ever"


def check_calendars(world: World, visits: dict[int, VisitLine], disputed: set[tuple[ConflictKind, int]]) -> None:
    """Raise AssertionError unless what stands in the calendars is what the book says, once."""
    seen: Counter[int] = Counter()
    for technician_id, calendar_id in CALENDARS.items():
        for event in world.calendar.events(calendar_id).values():
            visit_id = visit_of(event.id, world.installation)
            if visit_id is None:
                continue
            seen[visit_id] += 1
            visit = visits[visit_id]
            assert (visit.status, visit.technician.id) == (VisitStatus.CONFIRMED, technician_id), "a stray event"
            assert event.span == visit.span or (ConflictKind.MOVED_BY_HAND, visit_id) in disputed, "an event is wrong"
    for visit in visits.values():
        if visit.status is VisitStatus.CONFIRMED:
            removed = (ConflictKind.REMOVED_BY_HAND, visit.id) in disputed
            assert seen[visit.id] == 1 or (seen[visit.id] == 0 and removed), "a Visit has not one event"
    entries = world.records.transaction(lambda work: work.busy.between(FRIDAY - timedelta(1), FRIDAY + timedelta(9)))
    for entry in entries:
        for visit in visits.values():
            over = visit.technician.id == entry.technician_id and visit.span.overlaps(entry.span)
            if over and visit.status is VisitStatus.CONFIRMED and not visit.forced:
                assert (ConflictKind.BUSY_OVER_VISIT, visit.id) in disputed, "an overlap nobody was told of"


def _at(half_hour: int) -> datetime:
    return FRIDAY + timedelta(minutes=30 * half_hour)


def run_histories(database_url: str, count: int) -> Tally:
    """Run that many histories and return what happened, faults included."""
    world = World(database_url)
    machine = type("History", (History,), {"world": world})
    checks = list(HealthCheck)
    chosen = settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=checks,
        phases=[Phase.generate],
    )
    try:
        run_state_machine_as_test(machine, settings=chosen)
    finally:
        world.close()
    return world.tally


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=1000)
    wanted = parser.parse_args().histories
    began = time.perf_counter()
    with scratch_database() as database_url:
        tally = run_histories(database_url, wanted)
    print("\n\n".join(tally.faults))
    figures = {**vars(tally), "faults": len(tally.faults), "seconds": round(time.perf_counter() - began, 1)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
