"""Openings: which starts can be booked, and why another can't. What to offer instead is `offers.py`'s.

Times that are taken come in as an argument; how they are read is the desk's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from office.domain.hours import Business
from office.domain.spans import Span, minutes_between, plus_minutes


class Problem(StrEnum):
    """Why a wanted time can't be booked as it was said."""

    NO_TIME = "no_time"
    WHICH_HOUR = "which_hour"
    PAST = "past"
    CLOSED = "closed"
    OUTSIDE_HOURS = "outside_hours"
    OFF_STEP = "off_step"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    NO_SUCH_DATE = "no_such_date"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    TAKEN = "taken"
    DAY_FULL = "day_full"


@dataclass(frozen=True)
class TimeAnswer:
    """What became of a wanted time: a `start` that is free, or a `problem` and free openings to offer.

    `day` is the day that is being talked about and `asked` the moment that was wanted, where known.
    `proposed`: the caller named no hour of his own ("friday morning", "soonest"), so `start` is our choice.
    """

    start: datetime | None = None
    day: date | None = None
    problem: Problem | None = None
    offers: tuple[datetime, ...] = ()
    asked: datetime | None = None
    proposed: bool = False


@dataclass(frozen=True)
class Taken:
    """A stretch of one technician's time that is not free."""

    technician_id: int
    span: Span


def free_technicians(business: Business, span: Span, taken: Iterable[Taken]) -> list[int]:
    """Return the ids of the technicians who are free for all of `span`, in the business's order."""
    busy = {entry.technician_id for entry in taken if entry.span.overlaps(span)}
    return [technician.id for technician in business.technicians if technician.id not in busy]


def starts_of_day(business: Business, minutes: int, day: date) -> Iterator[datetime]:
    """Yield every start on `day` from which `minutes` fit into opening hours, in order.

    Starts lie on multiples of the business's step on its wall clock.
    """
    for hours in business.open_spans(day):
        start = _next_step(hours.start, business.step_minutes)
        while hours.contains(Span(start, plus_minutes(start, minutes))):
            yield start
            start = _next_step(plus_minutes(start, 1), business.step_minutes)


def free_openings(business: Business, minutes: int, day: date, taken: Sequence[Taken], now: datetime) -> list[datetime]:
    """Return every start on `day` that can be booked at `now`, in order."""
    return [
        start
        for start in starts_of_day(business, minutes, day)
        if _timely(business, start, now) is None
        and free_technicians(business, Span(start, plus_minutes(start, minutes)), taken)
    ]


def why_not(business: Business, minutes: int, start: datetime, taken: Sequence[Taken], now: datetime) -> Problem | None:
    """Return why `start` can't be booked at `now`, or None when it can."""
    day = start.astimezone(business.zone).date()
    span = Span(start, plus_minutes(start, minutes))
    if minutes_between(now, start) < 0:
        return Problem.PAST
    timely = _timely(business, start, now)
    if timely is Problem.TOO_FAR:
        return timely
    if not business.is_open(day):
        return Problem.CLOSED
    if not any(hours.contains(span) for hours in business.open_spans(day)):
        return Problem.OUTSIDE_HOURS
    if start not in starts_of_day(business, minutes, day):
        return Problem.OFF_STEP
    if timely is not None:
        return timely
    return None if free_technicians(business, span, taken) else Problem.TAKEN


def _timely(business: Business, start: datetime, now: datetime) -> Problem | None:
    if minutes_between(now, start) < business.notice_minutes:
        return Problem.TOO_SOON
    last = business.today(now) + timedelta(days=business.days_ahead)
    return Problem.TOO_FAR if start.astimezone(business.zone).date() > last else None


def _next_step(moment: datetime, step_minutes: int) -> datetime:
    """Return `moment`, or the next one at which the wall clock shows a multiple of the step."""
    if moment.second or moment.microsecond:
        moment = plus_minutes(moment.replace(second=0, microsecond=0), 1)
    while beyond := (moment.hour * 60 + moment.minute) % step_minutes:
        moment = plus_minutes(moment, step_minutes - beyond)
    return moment
