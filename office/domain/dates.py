"""Which calendar day a sentence names: weekdays as a receptionist takes them, dates, contradictions.

The phrases themselves are `day_mentions.py`'s. Days that need more than those ("thanksgiving") are left to
Duckling; hours are `clocks.py`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from office.domain.day_mentions import Mention, coming, in_week_of, mentions_in
from office.domain.openings import Problem

AGREEING_WITHIN_DAYS = 5 * 366
"""A weekday and a date that would meet only later than that are a slip, not a day far ahead."""


@dataclass(frozen=True)
class DayWords:
    """The day that a sentence names: `day`, or a `problem` with it; both None when it names none.

    `rest` is the sentence with the words of the day replaced by a comma; `position` is where they stood.
    `agreeing`: of a weekday and a date that disagree, the next day on which both would hold.
    """

    rest: str
    day: date | None = None
    problem: Problem | None = None
    position: int = -1
    agreeing: date | None = None


def read_day(text: str, today: date, after: int = 0) -> DayWords:
    """Return the day that `text` names, as seen from `today`.

    Of several the first, or the first from position `after` on (what follows a correction).
    A weekday beside a date must agree with it; a date must exist and not be past.
    """
    mentions = mentions_in(text, today)
    rest = text
    for mention in mentions:
        if not mention.kept:
            rest = f"{rest[: mention.start]}{',':<{mention.end - mention.start}}{rest[mention.end :]}"
    chosen = next((m for m in mentions if m.start >= after), mentions[0] if mentions else None)
    if chosen is None:
        return DayWords(rest)
    partner = _neighbour(text, chosen, mentions)
    weekday, dated = (chosen, partner) if chosen.weekday is not None else (partner, chosen)
    day, problem, agreeing = chosen.day, chosen.problem, None
    if weekday is not None and dated is not None:
        day, problem = _together(weekday, dated)
        agreeing = _agreeing(weekday, dated, today) if problem is Problem.WEEKDAY_MISMATCH else None
    if problem is None and day is not None and day < today:
        problem = Problem.PAST
    return DayWords(rest, day, problem, chosen.start, agreeing)


def _together(weekday: Mention, dated: Mention) -> tuple[date | None, Problem | None]:
    """Return the day that a weekday beside a date means, and the problem with it.

    Beside a count of days the weekday is the surer word, beside a count of weeks it is that week's, and beside a
    count of months it is the first from there on. A date rules, if it agrees.
    """
    if dated.day is None or weekday.weekday is None:
        return dated.day, dated.problem
    if dated.step == "day":
        return weekday.day, None
    if dated.step == "month":
        return coming(weekday.weekday, dated.day), None
    if dated.step is not None:
        return in_week_of(weekday.weekday, dated.day), None
    return dated.day, None if dated.day.weekday() == weekday.weekday else Problem.WEEKDAY_MISMATCH


def _agreeing(weekday: Mention, dated: Mention, today: date) -> date | None:
    if dated.number is None:
        return None
    for ahead in range(AGREEING_WITHIN_DAYS):
        day = today + timedelta(days=ahead)
        fits = day.day == dated.number and dated.month in (None, day.month)
        if fits and day.weekday() == weekday.weekday:
            return day
    return None


def _neighbour(text: str, chosen: Mention, mentions: list[Mention]) -> Mention | None:
    """Return the date that stands right beside a weekday, or the weekday beside a date."""
    for other in mentions:
        if other is chosen or (other.weekday is None) == (chosen.weekday is None):
            continue
        gap = text[min(other.end, chosen.end) : max(other.start, chosen.start)]
        if re.fullmatch(r"[\s,]*(?:the|on|on the|a|which is|is|it's)?[\s,]*", gap):
            return other
    return None
