"""Times, days, lists and numbers in the words people use. How they are pronounced is `speech/`'s business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # hours.py words itself with this module
    from office.domain.hours import OpenSpan, Week

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say_clock(moment: datetime) -> str:
    """Return e.g. "2 PM", "9:30 AM", "noon"."""
    return _clock(moment.hour, moment.minute)


def say_date(day: date) -> str:
    """Return e.g. "Friday, March 6"."""
    return f"{WEEKDAYS[day.weekday()]}, {day:%B} {day.day}"


def say_day(day: date, today: date) -> str:
    """Return the shortest plain way to say a day: "today", "tomorrow", "this Friday", "Friday, March 13"."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return ("today", "tomorrow")[ahead]
    if 1 < ahead <= 6 - today.weekday():
        return f"this {WEEKDAYS[day.weekday()]}"
    return say_date(day)


def say_date_and_clock(moment: datetime) -> str:
    """Return e.g. "Friday, March 6 at 2 PM"."""
    return f"{say_date(moment.date())} at {say_clock(moment)}"


def say_arrival(start: datetime, until: datetime | None) -> str:
    """Return when somebody comes: e.g. "Friday, March 6, between 2 and 4 PM"; `until` None: as `say_date_and_clock`."""
    if until is None:
        return say_date_and_clock(start)
    first, last = say_clock(start), say_clock(until)
    if first[-2:] == last[-2:] and first.endswith(("AM", "PM")):
        first = first[:-3]
    return f"{say_date(start.date())}, between {first} and {last}"


def say_when(moment: datetime, today: date) -> str:
    """Return e.g. "today at 3 PM", "this Friday at 2 PM", "Friday, March 13 at noon"."""
    return f"{say_day(moment.date(), today)} at {say_clock(moment)}"


def say_openings(moments: Sequence[datetime], today: date) -> str:
    """Return openings as a choice, each day named once: "2 PM or 3:30 PM on Friday, March 6"."""
    days = [(day, list(group)) for day, group in groupby(moments, key=lambda moment: moment.date())]
    if len(days) == 1:
        day, group = days[0]
        nearby = say_day(day, today)
        joint = " " if nearby in ("today", "tomorrow") or nearby.startswith("this ") else " on "
        return f"{say_choice([say_clock(moment) for moment in group])}{joint}{nearby}"
    return say_choice([say_when(moment, today) for moment in moments])


def say_choice(words: Sequence[str]) -> str:
    """Return "a", "a or b", "a, b or c"."""
    return _joined(words, "or")


def say_list(words: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return _joined(words, "and")


def say_duration(minutes: int) -> str:
    """Return e.g. "45 minutes", "an hour", "an hour and a half", "2 hours", "2 hours and 15 minutes"."""
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return f"{rest} minutes"
    whole = "an hour" if hours == 1 else f"{hours} hours"
    if rest == 0:
        return whole
    if rest == 30:
        return "an hour and a half" if hours == 1 else f"{hours} and a half hours"
    return f"{whole} and {rest} minutes"


def say_phone(e164: str) -> str:
    """Return an American number as "518-555-0142", any other as it is."""
    digits = e164.removeprefix("+1")
    if e164.startswith("+1") and len(digits) == 10:
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return e164


def say_week(week: Week) -> str:
    """Return e.g. "Monday to Friday 8 AM to 5 PM, Saturday 9 AM to 1 PM; closed Sunday"."""
    runs = [(hours, [day for day, _ in group]) for hours, group in groupby(enumerate(week), lambda x: x[1])]
    open_runs = [f"{_run(days)} {_spans(hours)}" for hours, days in runs if hours]
    closed = [_run(days) for hours, days in runs if not hours]
    line = ", ".join(open_runs)
    return f"{line}; closed {say_list(closed)}" if closed else line


def _clock(hour: int, minute: int) -> str:
    if minute == 0 and hour in (0, 12):
        return "noon" if hour else "midnight"
    half = "AM" if hour < 12 else "PM"
    shown = hour % 12 or 12
    return f"{shown}:{minute:02} {half}" if minute else f"{shown} {half}"


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _run(days: Sequence[int]) -> str:
    names = [WEEKDAYS[day] for day in days]
    return f"{names[0]} to {names[-1]}" if len(names) > 2 else say_list(names)


def _spans(hours: Sequence[OpenSpan]) -> str:
    return say_list(
        [
            f"{_clock(span.opens.hour, span.opens.minute)} to {_clock(span.closes.hour, span.closes.minute)}"
            for span in hours
        ]
    )
