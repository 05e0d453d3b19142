"""Openings: which starts can be booked, and why another can't. What to offer instead is `offers.py`'s.

Times that are taken come in as an argument; how they are read is the desk's business.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from office.domain.catalogue import Job
from office.domain.hours import Business, Technician
from office.domain.instants import Stretch, common, merged, shown, steps_of_day, stretch, within, without
from office.domain.spans import Span, minutes_between, plus_minutes, whole_day


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


class Taken(NamedTuple):
    """Time of one technician's that is not free: a Visit, which one drives to and from, or a Busy.

    From the UTC second `first` up to, but not including, `last`.
    """

    technician_id: int
    first: int
    last: int
    is_visit: bool = True

    @classmethod
    def of(cls, technician_id: int, span: Span, is_visit: bool = True) -> Taken:
        """Return it of a span."""
        return cls(technician_id, *stretch(span), is_visit)

    @property
    def span(self) -> Span:
        """The time, in UTC."""
        return Span(shown(self.first, UTC), shown(self.last, UTC))


TakenTimes = Mapping[int, Sequence[Stretch]]
"""What is taken of each technician's time, by id: merged, the ways to and from a Visit included."""


def taken_times(business: Business, taken: Iterable[Taken]) -> TakenTimes:
    """Return `taken` made ready for many questions."""
    travel = business.travel_minutes * 60
    stretches: dict[int, list[Stretch]] = defaultdict(list)
    for entry in taken:
        way = travel if entry.is_visit else 0
        stretches[entry.technician_id].append((entry.first - way, entry.last + way))
    return {technician_id: merged(each) for technician_id, each in stretches.items()}


def free_technicians(business: Business, job: Job, span: Span, taken: Iterable[Taken]) -> list[int]:
    """Return the ids of those who can do the Job, work then and are free for all of `span`, in the business's order."""
    times, (start, end) = taken_times(business, taken), stretch(span)
    day = business.today(span.start)
    spans = _open(business, day)
    return [
        technician.id
        for technician in business.technicians_for(job.code)
        if any(first <= start and end <= last for first, last in _gaps(business, technician, day, spans, times))
    ]


def technician_for(
    business: Business, job: Job, span: Span, taken: Sequence[Taken], stays_with: int | None = None
) -> int | None:
    """Return whose Visit it should be, or None when nobody is free; `taken` must tell of the whole day.

    A Visit that is moved stays with its technician where that one is free. Else it is the one with the fewest
    minutes taken on that day; of several, the first in the business's order.
    """
    free = free_technicians(business, job, span, taken)
    if stays_with in free:
        return stays_with
    start, end = stretch(whole_day(business.today(span.start), business.zone))
    return min(free, key=lambda each: _seconds_taken(each, taken, start, end), default=None)


def starts_of_day(business: Business, minutes: int, day: date) -> Iterator[datetime]:
    """Yield every start on `day` from which `minutes` fit into opening hours, in order.

    Starts lie on multiples of the business's step on its wall clock.
    """
    starts = _starts(business, minutes, day, _open(business, day))
    return (shown(start, business.zone) for start in sorted(starts))


def free_openings(business: Business, job: Job, day: date, taken: Iterable[Taken], now: datetime) -> list[datetime]:
    """Return every start on `day` that can be booked at `now`, in order."""
    return openings(business, job, day, taken_times(business, taken), now)


def openings(business: Business, job: Job, day: date, times: TakenTimes, now: datetime) -> list[datetime]:
    """Return what `free_openings` does, where several days are asked about."""
    if day > business.last_day(now):
        return []
    earliest = now.timestamp() + business.notice_minutes * 60
    spans = _open(business, day)
    starts: set[int] = set()
    for technician in business.technicians_for(job.code):
        gaps = _gaps(business, technician, day, spans, times)
        starts.update(_starts(business, job.minutes, day, gaps))
    return [shown(start, business.zone) for start in sorted(starts) if start >= earliest]


def why_never(business: Business, job: Job, start: datetime, now: datetime) -> Problem | None:
    """Return why `start` can't be booked at `now` whatever is taken, or None when that alone decides."""
    day = business.today(start)
    if minutes_between(now, start) < 0:
        return Problem.PAST
    if day > business.last_day(now):
        return Problem.TOO_FAR
    if not business.is_open(day):
        return Problem.CLOSED
    span = Span(start, plus_minutes(start, job.minutes))
    if not any(hours.contains(span) for hours in business.open_spans(day)):
        return Problem.OUTSIDE_HOURS
    if start.timestamp() not in steps_of_day(day, business.zone, business.step_minutes):
        return Problem.OFF_STEP
    return Problem.TOO_SOON if minutes_between(now, start) < business.notice_minutes else None


def why_not(business: Business, job: Job, start: datetime, taken: Sequence[Taken], now: datetime) -> Problem | None:
    """Return why `start` can't be booked at `now`, or None when it can. Nobody at work then counts as taken."""
    problem = why_never(business, job, start, now)
    if problem is not None:
        return problem
    span = Span(start, plus_minutes(start, job.minutes))
    return None if free_technicians(business, job, span, taken) else Problem.TAKEN


def _open(business: Business, day: date) -> list[Stretch]:
    return [stretch(span) for span in business.open_spans(day)]


def _gaps(
    business: Business, technician: Technician, day: date, spans: Sequence[Stretch], times: TakenTimes
) -> Iterator[Stretch]:
    """Yield the technician's free time within the business's open spans of `day`."""
    if technician.week is not None:
        own = [stretch(hours.on(day, business.zone)) for hours in technician.week[day.weekday()]]
        spans = common(spans, own)
    return without(spans, times.get(technician.id, ()))


def _starts(business: Business, minutes: int, day: date, gaps: Iterable[Stretch]) -> Iterator[int]:
    steps = steps_of_day(day, business.zone, business.step_minutes)
    for first, last in gaps:
        yield from steps[bisect_left(steps, first) : bisect_right(steps, last - minutes * 60)]


def _seconds_taken(technician_id: int, taken: Iterable[Taken], start: int, end: int) -> int:
    """Return how much of the time from `start` to `end` is taken of this technician, without the ways."""
    own = merged((entry.first, entry.last) for entry in taken if entry.technician_id == technician_id)
    return sum(min(last, end) - max(first, start) for first, last in within(own, start, end))
