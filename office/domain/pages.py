"""The diary as it is leafed through: a day at first, then a week, then all that can be booked.

So one question about a day is one look into the records, and "the soonest" in a full month is three.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from office.domain.catalogue import Job
from office.domain.hours import Business
from office.domain.openings import Taken, TakenTimes, openings, taken_times
from office.domain.spans import edge, plus_minutes

Diary = Callable[[datetime, datetime], Sequence[Taken]]
"""Gives what is taken between two moments (everything that touches the time between)."""

LEAVES_DAYS = (1, 7, 365)
"""How many days are read at the first look, the second, and every one after it."""


class Pages:
    """What can be booked for one Job, day by day, at one moment; the diary is read as far as is asked for."""

    def __init__(self, business: Business, job: Job, diary: Diary, now: datetime) -> None:
        self._business = business
        self._job = job
        self._diary = diary
        self._now = now
        self._looks = 0
        self._read: set[date] = set()
        self._taken: list[Taken] = []
        self._times: TakenTimes = {}
        self._free: dict[date, list[datetime]] = {}

    def free(self, day: date) -> list[datetime]:
        """Return the starts of `day` that can be booked, in order."""
        if day not in self._free:
            self._turn_to(day)
            self._free[day] = openings(self._business, self._job, day, self._times, self._now)
        return self._free[day]

    def taken(self, day: date) -> Sequence[Taken]:
        """Return all that was read of the diary, that `day` included."""
        self._turn_to(day)
        return self._taken

    def _turn_to(self, day: date) -> None:
        if day in self._read or not self._business.today(self._now) <= day <= self._business.last_day(self._now):
            return
        wanted = LEAVES_DAYS[min(self._looks, len(LEAVES_DAYS) - 1)]
        days = min(wanted, (self._business.last_day(self._now) - day).days + 1)
        self._looks += 1
        self._read.update(day + timedelta(days=number) for number in range(days))
        self._taken.extend(self._diary(*self._window(day, day + timedelta(days=days))))
        self._times = taken_times(self._business, self._taken)

    def _window(self, first: date, end: date) -> tuple[datetime, datetime]:
        """Return from when to when: a Visit of the day before may still have a way to drive."""
        zone, travel = self._business.zone, self._business.travel_minutes
        return plus_minutes(edge(first, time(0), zone), -travel), plus_minutes(edge(end, time(0), zone), travel)
