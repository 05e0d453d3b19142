"""How long finding Openings takes: 10 technicians, 50,000 Visits over a year; and how that grows with 500,000.

Run: .venvs/dev/bin/python -m bench.openings [--rounds N] [--explain]. It starts a PostgreSQL of its own in a
temporary folder. Each question goes the whole way of a Call, from the desk through its queries to the answer;
only Duckling is left out. The business is open every day from 07:00 to 21:00; on every day all ten are taken from
13:00 to 16:00, on Saturdays all day. It is ten o'clock on a Wednesday in the middle of the year, and what lies
behind is done. The questions: "friday at two" (taken: the nearest before and after), "saturday at ten" (full: the
same time on the next days), "friday" (three Openings of the day), "tomorrow morning", "soonest", each for every
Job that they can have, on other days too.

500,000 Visits come about in three ways, each in a database of its own:
  history       the year, and nine years before it at the same density: 85 % done, 10 % cancelled, 5 % no_show
  cancelled     the same year, with nine cancelled Visits for each one
  never_marked  as history, but nobody ever marked a Visit as done: all of them are confirmed still

The last line is one JSON object: median_ms and p95_ms with 50,000 Visits; growth, the median with `history` by that
with 50,000; growth_cancelled and growth_never_marked likewise; and the median of each kind of question.
"""

import argparse
import json
import random
import statistics
import time as stopwatch
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import text

from bench.scratch import scratch_server
from launcher.postgres import Postgres
from office.adapters.clock import PinnedClock
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.adapters.postgres.visits import TAKEN
from office.bootstrap import Desks, assemble
from office.domain.clocks import Entity
from office.domain.hours import Business, OpenSpan, Technician
from office.domain.openings import TimeAnswer

VISITS = 50_000
YEARS = 10
TECHNICIANS = range(1, 11)
FIRST_DAY, DAYS = date(2026, 1, 1), 364
SATURDAY = 5
OPEN_HOURS, BUSY_HOURS = range(7, 21), range(13, 16)
BUSINESS = replace(
    Business(),
    week=((OpenSpan(time(7), time(21)),),) * 7,
    technicians=tuple(Technician(number, f"Technician {number}") for number in TECHNICIANS),
)
NOW = datetime(2026, 7, 1, 10, tzinfo=BUSINESS.zone)
HOUR, HALF = timedelta(hours=1), timedelta(minutes=30)
JOBS = ("faucet_repair", "general_plumbing", "pipe_repair")

PEOPLE = """
INSERT INTO technicians (id, name) SELECT n, 'Technician ' || n FROM generate_series(2, 10) n;
INSERT INTO customers (name, phone) VALUES ('John Doe', '+15185550142');
INSERT INTO properties (customer_id, address, address_key, street) VALUES (1, '42 Maple St', '42 maple st', 'Maple St')
"""
COPY = "COPY visits (customer_id, property_id, technician_id, job_code, during, status, booked_by) FROM STDIN"
MORE = """
INSERT INTO visits (customer_id, property_id, technician_id, job_code, during, status, booked_by)
SELECT 1, 1, technician_id, job_code,
       tstzrange(lower(during) - shift * n * interval '364 days', upper(during) - shift * n * interval '364 days'),
       CASE WHEN %(status)s <> 'mixed' THEN %(status)s WHEN random() < 0.85 THEN 'done'
            WHEN random() < 0.67 THEN 'cancelled' ELSE 'no_show' END,
       booked_by
FROM visits, generate_series(1, %(times)s) n, (SELECT CAST(%(shift)s AS integer) AS shift) AS by ORDER BY n
"""
VARIANTS = {"history": ("mixed", 1), "cancelled": ("cancelled", 0), "never_marked": ("confirmed", 1)}


class NoPhrases:
    """Stands in for Duckling, which none of these questions needs."""

    def parse(self, _text: str, _now: datetime, _zone: ZoneInfo) -> list[Entity]:
        """Return nothing."""
        return []


Question = Callable[[Desks], TimeAnswer]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--explain", action="store_true", help="also print the plan of the query for a day")
    arguments = parser.parse_args()
    with scratch_server() as server:
        fill(server)
        took = measure(server, arguments.rounds)
        if arguments.explain:
            print("\n".join(plans(server)))
    print(json.dumps(figures(took)))


def fill(server: Postgres) -> None:
    """Write the year, and the databases that hold ten times as much."""
    with psycopg.connect(server.url("bench")) as connection:
        connection.execute(PEOPLE)
        with connection.cursor().copy(COPY) as copy:
            for row in visits():
                copy.write_row(row)
    for name, (status, shift) in VARIANTS.items():
        server.create_database(name, template="bench")
        with psycopg.connect(server.url(name)) as connection:
            unguarded(connection, MORE, {"status": status, "shift": shift, "times": YEARS - 1})
    for name in ("bench", *VARIANTS):
        server.sql("VACUUM ANALYZE", database=name)


def unguarded(connection: psycopg.Connection, statement: str, values: dict[str, object]) -> None:
    """Do it with the constraint and the triggers off, for speed; the constraint is put back as it was."""
    query = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'visits_no_overlap'"
    (guard,) = connection.execute(query).fetchone() or ("",)
    connection.execute("ALTER TABLE visits DISABLE TRIGGER ALL, DROP CONSTRAINT visits_no_overlap")
    connection.execute(statement.encode(), values)
    connection.execute(f"ALTER TABLE visits ADD CONSTRAINT visits_no_overlap {guard}".encode())
    connection.execute("ALTER TABLE visits ENABLE TRIGGER ALL")


def visits() -> Iterator[tuple[object, ...]]:
    """Yield the rows of a year: an hour each where everybody is taken, half an hour elsewhere, by chance."""
    fixed, others = [], []
    for day in (FIRST_DAY + timedelta(days=number) for number in range(DAYS)):
        for hour in OPEN_HOURS:
            start = datetime.combine(day, time(hour), tzinfo=BUSINESS.zone).astimezone(UTC)
            if hour in BUSY_HOURS or day.weekday() == SATURDAY:
                fixed.extend((technician, start, HOUR) for technician in TECHNICIANS)
            else:
                others.extend((each, start + late, HALF) for each in TECHNICIANS for late in (timedelta(), HALF))
    random.seed(1)
    booked = fixed + random.sample(others, VISITS - len(fixed))
    for technician, start, lasts in sorted(booked, key=lambda row: row[1]):
        status = "done" if start < NOW else "confirmed"
        yield 1, 1, technician, "faucet_repair", f"[{start.isoformat()},{(start + lasts).isoformat()})", status, "bench"


def questions() -> Iterator[tuple[str, Question]]:
    """Yield each kind of question with its name."""
    for job in JOBS:
        yield "soonest", asked("soonest", job)
        yield "morning", asked("tomorrow morning", job)
        yield "morning", asked("monday morning", job)
        for name, day in (("thursday", 2), ("friday", 3), ("monday", 6), ("tuesday", 7)):
            yield "taken", at_hour(day, 14, job)
            yield "day", asked(name, job)
        yield "full", at_hour(4, 10, job)


def asked(words: str, job: str) -> Question:
    """Return the question in words."""
    return lambda desks: desks.times.find_time(words, job)


def at_hour(days: int, hour: int, job: str) -> Question:
    """Return the question for an hour, that many days from now."""
    start = datetime.combine(NOW.date() + timedelta(days=days - 1), time(hour), tzinfo=BUSINESS.zone)
    return lambda desks: desks.times.check_time(start, job)


def measure(server: Postgres, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Return, by database and kind of question, the milliseconds that each took; one round is for warming up."""
    took: dict[str, dict[str, list[float]]] = {}
    desks = {}
    for name in ("bench", *VARIANTS):
        records = PostgresRecords(engine_for(server.url(name)), lambda: BUSINESS.zone)
        desks[name] = assemble(lambda: BUSINESS, PinnedClock(NOW), NoPhrases(), records, MemoryCalendar())
        took[name] = defaultdict(list)
    for number in range(rounds + 1):
        for name, desk in desks.items():
            for kind, question in questions():
                began = stopwatch.perf_counter()
                answer = question(desk)
                lasted = (stopwatch.perf_counter() - began) * 1000
                assert answer.start or answer.offers, (kind, answer)
                if number:
                    took[name][kind].append(lasted)
    return took


def figures(took: dict[str, dict[str, list[float]]]) -> dict[str, float]:
    """Return what is printed."""
    every = {name: sorted(each for kind in kinds.values() for each in kind) for name, kinds in took.items()}
    median = {name: statistics.median(each) for name, each in every.items()}
    by_kind = {kind: statistics.median(each) for kind, each in took["bench"].items()}
    return {
        "questions": len(every["bench"]),
        "median_ms": round(median["bench"], 2),
        "p95_ms": round(statistics.quantiles(every["bench"], n=20)[-1], 2),
        "growth": round(median["history"] / median["bench"], 2),
        "growth_cancelled": round(median["cancelled"] / median["bench"], 2),
        "growth_never_marked": round(median["never_marked"] / median["bench"], 2),
        **{f"{kind}_ms": round(each, 2) for kind, each in by_kind.items()},
    }


def plans(server: Postgres) -> Iterator[str]:
    """Yield how each database finds what is taken on a day."""
    start = datetime.combine(NOW.date() + timedelta(days=2), time(0), tzinfo=BUSINESS.zone)
    wanted = {"first": start, "last": start + timedelta(days=1), "now": NOW, "call_id": None, "visit_id": None}
    for name in ("bench", *VARIANTS):
        engine = engine_for(server.url(name))
        with engine.connect() as connection:
            lines = connection.execute(text(f"EXPLAIN (ANALYZE, BUFFERS) {TAKEN.text}"), wanted).scalars()
            yield from (f"{name}: {line}" for line in lines)
        engine.dispose()


if __name__ == "__main__":
    main()
