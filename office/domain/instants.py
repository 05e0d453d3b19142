"""Moments as whole UTC seconds, and stretches of them: what the search for Openings reckons with.

A zone is asked a few times a day here and never once a start. `spans.py` says the same slowly, with datetimes.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from office.domain.spans import Span

Stretch = tuple[int, int]
"""From the first second up to, but not including, the last."""

DAY_S = 86_400
EPOCH_DAY = date(1970, 1, 1).toordinal()


def stretch(span: Span) -> Stretch:
    """Return the span, a broken second taken as a whole one."""
    return math.floor(span.start.timestamp()), math.ceil(span.end.timestamp())


def wall(day: date, clock: time, zone: ZoneInfo) -> int:
    """Return the second of `clock` on `day`, as `spans.edge` does."""
    return int(datetime.combine(day, clock, tzinfo=zone).timestamp())


def shown(second: int, zone: tzinfo) -> datetime:
    """Return the moment on the zone's clock."""
    return datetime.fromtimestamp(second, zone)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the same time in order, with no two that touch."""
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def within(ordered: Sequence[Stretch], start: int, end: int) -> Sequence[Stretch]:
    """Return those of merged stretches that share time with `start` to `end`."""
    return ordered[
        bisect_right(ordered, start, key=lambda each: each[1]) : bisect_left(ordered, end, key=lambda each: each[0])
    ]


def without(pieces: Sequence[Stretch], ordered: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield what is left of `pieces` without merged stretches."""
    for first, last in pieces:
        for start, end in within(ordered, first, last):
            if first < start:
                yield first, start
            first = end
        if first < last:
            yield first, last


def common(some: Iterable[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    """Return the time that lies in both."""
    pairs = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return [(start, end) for start, end in pairs if start < end]


@lru_cache(maxsize=1024)
def steps_of_day(day: date, zone: ZoneInfo, step_minutes: int) -> Sequence[int]:
    """Return every second of `day` at which the wall clock shows a whole multiple of the step, in order."""
    step = step_minutes * 60
    day_began = (day.toordinal() - EPOCH_DAY) * DAY_S
    steps: list[int] = []
    for first, last, offset in _even_pieces(day, zone):
        shown_first = first + offset - day_began
        steps.extend(range(first + -shown_first % step, last, step))
    return steps


def _even_pieces(day: date, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches of a day in which the clock is not changed, each with its offset; at most one change."""
    first, last = wall(day, time(0), zone), wall(day + timedelta(days=1), time(0), zone)
    before, after = _offset(first, zone), _offset(last - 1, zone)
    if before == after:
        yield first, last, before
        return
    old, new = first, last - 1
    while new - old > 1:
        middle = (old + new) // 2
        old, new = (middle, new) if _offset(middle, zone) == before else (old, middle)
    yield first, new, before
    yield new, last, after


def _offset(second: int, zone: ZoneInfo) -> int:
    offset = shown(second, zone).utcoffset()
    assert offset is not None, "a ZoneInfo always has one"
    return int(offset.total_seconds())
