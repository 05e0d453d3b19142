"""What a caller means by a time: the sentence and Duckling's reading of it in, day and hour or window out.

POLICY.md 3 is written here and in `dates.py` and `clocks.py`. Whether that time is free is `offers.py`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

from office.domain import phrasing
from office.domain.clocks import ClockWords, Entity, read_clock, read_other_day
from office.domain.dates import DayWords, read_day
from office.domain.hours import Business
from office.domain.openings import Problem


class Pick(Enum):
    """Which Opening of the window is wanted."""

    EXACT = "exact"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class Meaning:
    """What was said about a time. With a `problem` none of it is to be booked; with all else None nothing was named.

    `clock` is the exact hour; else `earliest` and `latest` bound the start and `pick` says which Opening
    of the window is wanted. `day` None: none was named. `part_of_day`: the window is "morning" or the like.
    `agreeing`: where a weekday and a date disagree, the next day on which both would hold; it is not booked.
    """

    day: date | None = None
    clock: time | None = None
    earliest: time | None = None
    latest: time | None = None
    pick: Pick = Pick.EXACT
    problem: Problem | None = None
    part_of_day: bool = field(default=False, compare=False)
    agreeing: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Sentence:
    """A sentence made ready for Duckling, which reads `words.rest` (the hour) only."""

    words: DayWords
    corrected_from: int


def prepare(text: str, now: datetime, business: Business) -> Sentence:
    """Return the sentence with the day read and taken out; give `.words.rest` to Duckling next."""
    text = phrasing.without_refused(phrasing.plain(text))
    corrected_from = phrasing.corrected_from(text)
    return Sentence(read_day(text, business.today(now), corrected_from), corrected_from)


def understand(
    sentence: Sentence,
    entities: Sequence[Entity],
    now: datetime,
    business: Business,
    day_talked_about: date | None = None,
) -> Meaning:
    """Return what the sentence means, `entities` being Duckling's reading of its `words.rest`.

    `day_talked_about` only helps to tell 2 at night from 2 in the afternoon; it is not put in as the day.
    """
    words, rest = sentence.words, sentence.words.rest
    if words.problem is not None and words.day is None:
        return Meaning(problem=words.problem)
    day = words.day
    if day is None and (other := read_other_day(entities)):
        day = _within(*other, now, business)
    hours = business.hours_on(day or day_talked_about or business.today(now))
    clock = read_clock(rest, entities, hours, sentence.corrected_from)
    if day is None and clock and clock.day:
        day = clock.day
    problem = words.problem
    if problem is None and day is not None and day < business.today(now):
        problem = Problem.PAST
    meaning = _meaning(day, clock, rest)
    return replace(meaning, problem=problem, agreeing=words.agreeing) if problem else meaning


def _meaning(day: date | None, clock: ClockWords | None, rest: str) -> Meaning:
    pick = Pick.LAST if phrasing.LATEST.search(rest) else Pick.FIRST if phrasing.SOONEST.search(rest) else Pick.EXACT
    if clock is not None and clock.exact is not None:
        return Meaning(day=day, clock=clock.exact)
    if clock is not None:
        pick = Pick.FIRST if pick is Pick.EXACT else pick
        return Meaning(day, None, clock.earliest, clock.latest, pick, part_of_day=clock.part_of_day)
    if pick is not Pick.EXACT or day is not None:
        return Meaning(day=day, pick=pick)
    return Meaning(problem=Problem.NO_TIME)


def _within(day: date, grain: str, now: datetime, business: Business) -> date:
    """Of "next week" take the first open day that has not passed; a plain day is itself."""
    if grain == "day":
        return day
    day = max(day, business.today(now))
    for _ in range(7):
        if business.is_open(day):
            break
        day += timedelta(days=1)
    return day
