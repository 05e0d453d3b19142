"""The business: its name, zone, opening hours, technicians and booking rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from office.domain import wording
from office.domain.assistant import Assistant
from office.domain.catalogue import CATALOGUE, Job
from office.domain.retention import Retention
from office.domain.spans import Span, edge, plus_minutes
from office.domain.texting import Texting

MIDNIGHT = time(0)
SERVICES_SAID = 6


@dataclass(frozen=True)
class OpenSpan:
    """One stretch of opening hours on the wall clock, e.g. 08:00 to 17:00. Closing at 00:00 is the day's end."""

    opens: time
    closes: time

    def covers(self, clock: time) -> bool:
        """Return whether it is open when the clock shows this."""
        return self.opens <= clock and (clock < self.closes or self.closes == MIDNIGHT)

    def on(self, day: date, zone: ZoneInfo) -> Span:
        """Return the real stretch of that day."""
        last = day + timedelta(days=1) if self.closes == MIDNIGHT else day
        return Span(edge(day, self.opens, zone), edge(last, self.closes, zone))


Hours = tuple[OpenSpan, ...]
"""The open spans of one day, in order, with time between them (none: closed)."""

Week = tuple[Hours, ...]
"""The hours of seven days, from Monday."""


@dataclass(frozen=True)
class DayException:
    """A date with hours of its own in place of the week's: a holiday (none), or others. `name` is for people."""

    day: date
    hours: Hours = ()
    name: str = ""


@dataclass(frozen=True)
class Technician:
    """Someone who goes to a Visit, within the business's hours and their own.

    `week` None: whenever the business is open. `skills` are Job codes; None: everything. One who is not
    `active` is kept for the Visits of the past.
    """

    id: int
    name: str
    week: Week | None = None
    skills: frozenset[str] | None = None
    active: bool = True

    def can_do(self, job_code: str) -> bool:
        """Return whether this Job may be theirs."""
        return self.active and (self.skills is None or job_code in self.skills)


def default_week() -> Week:
    """Return Monday to Friday 08:00-17:00, Saturday 09:00-13:00, Sunday closed."""
    weekday = (OpenSpan(time(8), time(17)),)
    saturday = (OpenSpan(time(9), time(13)),)
    return (weekday,) * 5 + (saturday, ())


@dataclass(frozen=True)
class Business:
    """What holds for every booking. Times of day are on the business's own clock.

    `travel_minutes` lie at least between two Visits of one technician. `arrival_window_minutes`: how long after
    the start the technician may come (0: at the start). `approve_first`: every Visit waits for the owner.
    `service_area`: ZIP codes (none: everywhere).
    """

    name: str = "Plumbline Plumbing"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    week: Week = field(default_factory=default_week)
    technicians: tuple[Technician, ...] = (Technician(1, "Sam"),)
    jobs: tuple[Job, ...] = CATALOGUE
    notice_minutes: int = 60
    days_ahead: int = 60
    step_minutes: int = 30
    exceptions: tuple[DayException, ...] = ()
    travel_minutes: int = 0
    arrival_window_minutes: int = 0
    approve_first: bool = False
    service_area: tuple[str, ...] = ()
    assistant: Assistant = field(default_factory=Assistant)
    texting: Texting = field(default_factory=Texting)
    retention: Retention = field(default_factory=Retention)

    def hours_on(self, day: date) -> Hours:
        """Return the hours of that date: its exception's, else its weekday's."""
        return self._exceptions.get(day, self.week[day.weekday()])

    def open_spans(self, day: date) -> tuple[Span, ...]:
        """Return the real spans in which the business is open on `day`."""
        return tuple(hours.on(day, self.zone) for hours in self.hours_on(day))

    def is_open(self, day: date) -> bool:
        """Return whether there are any hours on `day`."""
        return bool(self.hours_on(day))

    def today(self, now: datetime) -> date:
        """Return the business's calendar day at `now`."""
        return now.astimezone(self.zone).date()

    def last_day(self, now: datetime) -> date:
        """Return the last day that can be booked at `now`."""
        return self.today(now) + timedelta(days=self.days_ahead)

    def job(self, code: str) -> Job:
        """Return the Job of that code; raises KeyError when the catalogue has none."""
        return {job.code: job for job in self.jobs}[code]

    def technicians_for(self, job_code: str) -> list[Technician]:
        """Return who can do this Job, in the business's order."""
        return [technician for technician in self.technicians if technician.can_do(job_code)]

    def arrival_until(self, start: datetime) -> datetime | None:
        """Return the end of the arrival window of a Visit, which is closing time at the latest; None: there is none."""
        if not self.arrival_window_minutes:
            return None
        until = plus_minutes(start.astimezone(self.zone), self.arrival_window_minutes)
        window = Span(start, until)
        closing = [hours.end for hours in self.open_spans(self.today(start)) if hours.overlaps(window)]
        return min(until, *closing[:1], key=datetime.timestamp)

    def serves(self, zip_code: str) -> bool:
        """Return whether that ZIP code (of five or nine digits) lies in the service area."""
        return not self.service_area or zip_code.strip()[:5] in self.service_area

    def say_hours(self) -> str:
        """Return e.g. "Monday to Friday 8 AM to 5 PM, Saturday 9 AM to 1 PM; closed Sunday"."""
        return wording.say_week(self.week)

    def say_services(self) -> str:
        """Return the first Jobs of the catalogue as a list: as many as one listens to."""
        return ", ".join(job.name for job in self.jobs[:SERVICES_SAID])

    @cached_property
    def _exceptions(self) -> Mapping[date, Hours]:
        return {exception.day: exception.hours for exception in self.exceptions}
