"""How many bookings a second, on 8 connections that all want the same technician, and that none overlap.

Run: .venvs/dev/bin/python -m bench.booking [--bookings N]. It starts a PostgreSQL of its own in a temporary
folder. The last line is one JSON object: bookings_per_second, overlaps, refused, median_ms, p95_ms.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from bench.scratch import scratch_database
from office.adapters.clock import PinnedClock
from office.adapters.duckling import Duckling
from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.postgres.records import PostgresRecords, engine_for
from office.bootstrap import assemble
from office.desk.booking import BookingDesk, BookingRequest
from office.domain.hours import Business
from office.domain.openings import starts_of_day
from office.errors import TimeTaken
from office.ports import Work

CONNECTIONS = 8
MONDAY = date(2026, 3, 2)
BUSINESS = replace(Business(), days_ahead=3650)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bookings", type=int, default=400)
    wanted = parser.parse_args().bookings
    with scratch_database() as database_url:
        print(json.dumps(measure(database_url, wanted)))


def measure(database_url: str, wanted: int) -> dict[str, float]:
    """Offer every start twice, to two callers at once, and return the figures."""
    records = PostgresRecords(engine_for(database_url), lambda: BUSINESS.zone)
    clock = PinnedClock(datetime.combine(MONDAY, datetime.min.time(), tzinfo=BUSINESS.zone))
    desk = assemble(lambda: BUSINESS, clock, Duckling("http://127.0.0.1:9"), records, MemoryCalendar()).booking
    starts = list(islice(hourly_starts(), wanted))
    requests = [request_of(caller, start) for start in starts for caller in (0, 1)]
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        outcomes = list(pool.map(lambda request: timed_booking(desk, request), requests))
    seconds = time.perf_counter() - began
    booked = [took for took, done in outcomes if done]
    overlaps = records.transaction(count_overlaps)
    records.close()
    return {
        "bookings": len(booked),
        "refused": len(outcomes) - len(booked),
        "bookings_per_second": round(len(booked) / seconds, 1),
        "median_ms": round(statistics.median(booked) * 1000, 1),
        "p95_ms": round(statistics.quantiles(booked, n=20)[-1] * 1000, 1),
        "overlaps": overlaps,
    }


def hourly_starts() -> Iterator[datetime]:
    """Yield starts an hour apart, day after day."""
    day = MONDAY
    while True:
        day += timedelta(days=1)
        yield from (start for start in starts_of_day(BUSINESS, 60, day) if start.minute == 0)


def request_of(caller: int, start: datetime) -> BookingRequest:
    """Return what one of two callers asks for."""
    name = ("John Doe", "Jane Roe")[caller]
    return BookingRequest(None, name, f"+1518555010{caller}", "42 Maple Street", "faucet_repair", start, "bench")


def timed_booking(desk: BookingDesk, request: BookingRequest) -> tuple[float, bool]:
    """Return the seconds that it took, and whether it was booked."""
    began = time.perf_counter()
    try:
        desk.book(request)
    except TimeTaken:
        return time.perf_counter() - began, False
    return time.perf_counter() - began, True


def count_overlaps(work: Work) -> int:
    """Return how many pairs of neighbouring Visits of one technician share time."""
    first = datetime.combine(MONDAY, datetime.min.time(), tzinfo=BUSINESS.zone)
    visits = work.visits.between(first, first + timedelta(days=BUSINESS.days_ahead))
    return sum(earlier.end > later.start for earlier, later in pairwise(visits))


if __name__ == "__main__":
    main()
