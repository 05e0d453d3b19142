"""Spans of time, and the arithmetic that stays right when the clocks change.

Python compares and adds aware datetimes of one zone by the wall clock, which is wrong across a change;
everything here goes by way of UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Span:
    """From `start` up to, but not including, `end` (aware datetimes)."""

    start: datetime
    end: datetime

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share any moment."""
        return _utc(self.start) < _utc(other.end) and _utc(other.start) < _utc(self.end)

    def contains(self, other: Span) -> bool:
        """Return whether `other` lies wholly inside."""
        return _utc(self.start) <= _utc(other.start) and _utc(other.end) <= _utc(self.end)

    def minus(self, other: Span) -> tuple[Span, ...]:
        """Return what is left of it without `other`: nothing, one piece or two."""
        if not self.overlaps(other):
            return (self,)
        pieces = []
        if _utc(self.start) < _utc(other.start):
            pieces.append(Span(self.start, other.start))
        if _utc(other.end) < _utc(self.end):
            pieces.append(Span(other.end, self.end))
        return tuple(pieces)

    def moved_to(self, start: datetime) -> Span:
        """Return the same stretch of real time, from `start` on."""
        return Span(start, plus_minutes(start, round(minutes_between(self.start, self.end))))


def at(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    """Return the moment when the wall clock shows `clock` on `day`; None when it never does (spring forward).

    When the clock shows it twice (autumn), the first of the two.
    """
    local = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=zone)
    there_and_back = local.astimezone(UTC).astimezone(zone)
    return local if there_and_back.replace(tzinfo=None) == local.replace(tzinfo=None) else None


def edge(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the moment of `clock` on `day`; in a gap of the clock, the moment after the gap."""
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=zone).astimezone(UTC).astimezone(zone)


def plus_minutes(moment: datetime, minutes: int) -> datetime:
    """Return the moment that many real minutes later, in the same zone."""
    return (_utc(moment) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


def whole_day(day: date, zone: ZoneInfo) -> Span:
    """Return the span from midnight to midnight (23 or 25 hours when the clocks change)."""
    return Span(edge(day, time(0), zone), edge(day + timedelta(days=1), time(0), zone))


def minutes_between(earlier: datetime, later: datetime) -> float:
    """Return the real minutes from `earlier` to `later`, negative when it is the other way round."""
    return (_utc(later) - _utc(earlier)).total_seconds() / 60


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
