"""Which hour of the day a sentence names, from what Duckling made of it.

A bare hour falls in business hours; "after three" and "in the morning" are windows for the start.
Days are `dates.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from office.domain.hours import OpenSpan

Entity = Mapping[str, Any]
"""One entity of Duckling's parse JSON."""

NOON = time(12)
DAYTIME = (OpenSpan(time(7), time(18, 59)),)
"""Where a bare hour falls when the business is closed all day."""

PARTS: tuple[tuple[str, time | None, time | None], ...] = (
    (r"\bearly morning\b|\bearly in the morning\b", None, time(10)),
    (r"\blate(?:r)? (?:in the )?morning\b|\bmid[- ]?morning\b", time(10), NOON),
    (r"\bearly (?:in the )?afternoon\b", NOON, time(14, 30)),
    (r"\blate(?:r)? (?:in the )?afternoon\b|\bmid[- ]?afternoon\b", time(15), None),
    (r"\blunch ?time\b|\bover lunch\b", NOON, time(13, 30)),
    (r"\bmorning\b", None, NOON),
    (r"\bafternoon\b", NOON, None),
    (r"\bafter work\b|\bearly evening\b", time(17), None),
    (r"\bevening\b|\btonight\b", time(18), None),
)
"""Parts of the day: the window of starts from the first time on and before the second."""

_NUMBER = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|oh|half"
    r"|quarter"
)
_CLOCK_WORD = (
    rf"\d+(?:[:.]\d\d)?|{_NUMBER}|a|at|[ap]\.?\s?m\.?|o'?clock|noon|midday|midnight|past|to|till|until"
    r"|before|after|between|and|from|by|around|about|in|the|morning|afternoon|evening|night|tonight|lunch|of|or"
    r"|later|than|earlier|this|minutes?|-"
)
_FROM_NOW = re.compile(r"^(?:in|within)\b(?! the\b)|\bfrom now$", re.IGNORECASE)
_ORDINAL_ALONE = re.compile(r"(?:on )?the (?:\w+th|\w*(?:first|second|third)|\d+(?:st|nd|rd))", re.IGNORECASE)
_CLOCK_ONLY = re.compile(rf"(?:(?:{_CLOCK_WORD}|[\d:.]+ ?(?:[ap]\.?\s?m\.?)?)[\s,]*)+", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:at|around|about|say|maybe|let'?s|let us|do|um+|uh+|er+|like|the|please|ok(?:ay)?|yes|yeah|yep|for|make|it"
    r"|on|is|works?|fine|good|great|sure|how|what|i'?d|i|prefer|want|no|actually|sorry|then|would|be|well|and|thanks?"
    r"|thank you|that'?s|in|could|can|you|we|have|me|put|down|book|a|try|take|i'?ll|just)\b|[^\w:]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ClockWords:
    """The hour that a sentence names: `exact`, or a window of starts (`earliest` to `latest`, both included).

    `day` is the day that came with it in Duckling's reading ("in two hours"), None for a plain hour.
    `part_of_day`: only a part of the day was named.
    """

    exact: time | None = None
    earliest: time | None = None
    latest: time | None = None
    day: date | None = None
    part_of_day: bool = False


def read_clock(rest: str, entities: Sequence[Entity], hours: Sequence[OpenSpan], after: int = 0) -> ClockWords | None:
    """Return the hour named in `rest` (a sentence without its day words), or None.

    `entities` is Duckling's reading of `rest`; `hours` are the business's of that day, to choose between
    2 at night and 2 in the afternoon; what stands from position `after` on comes first (a correction).
    """
    hours = hours or DAYTIME
    readings = [
        (entity["start"], reading) for entity in entities if (reading := _read(entity, rest, hours, after)) is not None
    ]
    corrected = [reading for start, reading in readings if start >= after]
    if corrected or readings:
        return corrected[0] if corrected else readings[0][1]
    return _part_of_day(rest)


def read_other_day(entities: Sequence[Entity]) -> tuple[date, str] | None:
    """Return a day (and its grain: day, week or month) that Duckling found and `dates.py` does not know."""
    for entity in entities:
        value = _first(entity)
        if value.get("type") == "interval":  # "the end of next week": from its first day on
            value = value.get("from") or value["to"]
            if re.search(r"week-?end|wkend", entity["body"], re.IGNORECASE):  # Duckling's begin on Friday evening
                return (datetime.fromisoformat(value["value"]) + timedelta(days=1)).date(), "day"
        if _ORDINAL_ALONE.fullmatch(entity["body"]):  # `dates.py` found that it is no date: "the third one"
            continue
        if not entity.get("latent") and value.get("grain") in ("day", "week", "month"):
            return datetime.fromisoformat(value["value"]).date(), value["grain"]
    return None


def _read(entity: Entity, rest: str, hours: Sequence[OpenSpan], after: int) -> ClockWords | None:
    if entity.get("latent") and not _stands_alone(entity, rest, after):
        return None
    value = _first(entity)
    if value.get("type") == "interval":
        return _window(entity, rest, hours)
    if value.get("grain") not in ("hour", "minute", "second"):
        return None
    clock = _choose(_clocks(entity, None), rest, hours)
    moment = datetime.fromisoformat(value["value"])
    # Duckling takes a recogniser's full stop into what it read ("make it 3pm."): the stop makes no day of an hour.
    if _CLOCK_ONLY.fullmatch(entity["body"].strip(" .,;!?")) and not _FROM_NOW.search(entity["body"]):
        return ClockWords(exact=clock)
    if _FROM_NOW.search(entity["body"]):
        moment = _round_up(moment)
        clock = moment.time()
    return ClockWords(exact=clock, day=moment.date())


def _window(entity: Entity, rest: str, hours: Sequence[OpenSpan]) -> ClockWords | None:
    """Read "after three", "before noon", "between nine and eleven". A part of the day is not read here."""
    body = entity["body"]
    if not re.search(rf"\d|\b(?:{_NUMBER}|noon|midday|lunch)\b", body, re.IGNORECASE):
        return None
    if re.search(r"\b(?:in the|this) (?:morning|afternoon|evening)", body) and not _first(entity).get("from"):
        return None
    first = _first(entity)
    since, until = first.get("from"), first.get("to")
    if since and since["grain"] == "second" and until:
        since = None  # "by three": from this moment on
    earliest = _choose(_clocks(entity, "from"), rest, hours) if since else None
    latest = None
    if until:
        ends = [_last_start(stamp, grain, both=since is not None) for stamp, grain in _stamps(entity, "to")]
        later = [clock for clock in ends if earliest is None or clock >= earliest]
        latest = _choose(later or ends, rest, hours)
    return ClockWords(earliest=earliest, latest=latest)


def _last_start(stamp: datetime, grain: str, both: bool) -> time:
    """Duckling's ends are exclusive: of "between nine and eleven" 12:00, of "before noon" 12:00 itself."""
    if not both:
        return (stamp - timedelta(minutes=1)).time()
    return (stamp - (timedelta(hours=1) if grain == "hour" else timedelta(minutes=1))).time()


def _part_of_day(rest: str) -> ClockWords | None:
    for pattern, since, before in PARTS:
        if re.search(pattern, rest, re.IGNORECASE):
            latest = (datetime.combine(date.min, before) - timedelta(minutes=1)).time() if before else None
            return ClockWords(earliest=since, latest=latest, part_of_day=True)
    return None


def _choose(clocks: Sequence[time], rest: str, hours: Sequence[OpenSpan]) -> time:
    """Of several hours take the one that the part of day or, failing that, the business's hours speak for."""
    if len(clocks) > 1 and re.search(r"\bmorning\b", rest, re.IGNORECASE):
        return min(clocks)
    if len(clocks) > 1 and re.search(r"\b(?:afternoon|evening|tonight|night)\b", rest, re.IGNORECASE):
        return max(clocks)
    for spans in (hours, DAYTIME):
        for clock in clocks:
            if any(span.covers(clock) for span in spans):
                return clock
    for clock in clocks:
        if any(clock == span.closes for span in hours):
            return clock
    return clocks[0]


def _clocks(entity: Entity, side: str | None) -> list[time]:
    return list(dict.fromkeys(stamp.time() for stamp, _ in _stamps(entity, side)))


def _stamps(entity: Entity, side: str | None) -> Iterator[tuple[datetime, str]]:
    values: Iterable[Mapping[str, Any]] = entity["value"].get("values") or [entity["value"]]
    for value in values:
        part = value.get(side) if side else value
        if part and "value" in part:
            yield datetime.fromisoformat(part["value"]).replace(second=0, microsecond=0), part["grain"]


def _first(entity: Entity) -> Mapping[str, Any]:
    values = entity["value"].get("values") or [entity["value"]]
    first: Mapping[str, Any] = values[0]
    return first


def _stands_alone(entity: Entity, rest: str, after: int) -> bool:
    """A bare number is an hour only where nothing else was said (since a correction), or beside the day."""
    start = after if after <= entity["start"] else 0
    before, behind = rest[start : entity["start"]], rest[entity["end"] :]
    if re.search(r",\s*(?:at )?$", before) and re.match(r"\s*(?:[,.;!?]|$|please|for)", behind):
        return True
    return not _FILLER.sub("", f"{before} {behind}")


def _round_up(moment: datetime, step_minutes: int = 30) -> datetime:
    minutes = moment.hour * 60 + moment.minute + (1 if moment.second else 0)
    beyond = -minutes % step_minutes
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=beyond + (1 if moment.second else 0))
