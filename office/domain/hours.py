"""The business: its name, zone, opening hours, technicians and booking rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from office.domain import wording
from office.domain.catalogue import CATALOGUE, Job
from office.domain.spans import Span, edge


@dataclass(frozen=True)
class OpenSpan:
    """One stretch of opening hours on the wall clock, e.g. 08:00 to 17:00."""

    opens: time
    closes: time


SERVICES_SAID = 6

Week = tuple[tuple[OpenSpan, ...], ...]
"""Seven days from Monday, each with its open spans in order (none: closed)."""


@dataclass(frozen=True)
class Technician:
    """Someone who goes to a Visit."""

    id: int
    name: str


def default_week() -> Week:
    """Return Monday to Friday 08:00-17:00, Saturday 09:00-13:00, Sunday closed."""
    weekday = (OpenSpan(time(8), time(17)),)
    saturday = (OpenSpan(time(9), time(13)),)
    return (weekday,) * 5 + (saturday, ())


@dataclass(frozen=True)
class Business:
    """What holds for every booking. Times of day are on the business's own clock."""

    name: str = "Plumbline Plumbing"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    week: Week = field(default_factory=default_week)
    technicians: tuple[Technician, ...] = (Technician(1, "Sam"),)
    jobs: tuple[Job, ...] = CATALOGUE
    notice_minutes: int = 60
    days_ahead: int = 60
    step_minutes: int = 30

    def open_spans(self, day: date) -> tuple[Span, ...]:
        """Return the real spans in which the business is open on `day`."""
        return tuple(
            Span(edge(day, hours.opens, self.zone), edge(day, hours.closes, self.zone))
            for hours in self.week[day.weekday()]
        )

    def is_open(self, day: date) -> bool:
        """Return whether there are any hours on `day`."""
        return bool(self.week[day.weekday()])

    def today(self, now: datetime) -> date:
        """Return the business's calendar day at `now`."""
        return now.astimezone(self.zone).date()

    def job(self, code: str) -> Job:
        """Return the Job of that code; raises KeyError when the catalogue has none."""
        return {job.code: job for job in self.jobs}[code]

    def say_hours(self) -> str:
        """Return e.g. "Monday to Friday 8 AM to 5 PM, Saturday 9 AM to 1 PM; closed Sunday"."""
        return wording.say_week(self.week)

    def say_services(self) -> str:
        """Return the first Jobs of the catalogue as a list: as many as one listens to."""
        return ", ".join(job.name for job in self.jobs[:SERVICES_SAID])
