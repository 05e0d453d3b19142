"""Which calendar day a sentence names: weekdays as a receptionist takes them, dates, contradictions.

Days that need more than that ("in ten days", "thanksgiving") are left to Duckling; hours are `clocks.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from office.domain.openings import Problem

WEEKDAY = (
    r"(?:(?P<mon>mon(?:day)?)|(?P<tue>tue(?:s(?:day)?)?)|(?P<wed>wed(?:nesday)?)|(?P<thu>thu(?:r(?:s(?:day)?)?)?)"
    r"|(?P<fri>fri(?:day)?)|(?P<sat>sat(?:urday)?)|(?P<sun>sun(?:day)?))(?:'?s)?\b"
)
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ONES = "first second third fourth fifth sixth seventh eighth ninth"
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_CARDINALS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
ORDINALS = {
    **{word: number for number, word in enumerate(f"{_ONES} {_TEENS}".split(), 1)},
    **{f"twenty {word}": 20 + number for number, word in enumerate(_ONES.split(), 1)},
    "twentieth": 20,
    "thirtieth": 30,
    "thirty first": 31,
}
CARDINALS = {word: number for number, word in enumerate(_CARDINALS.split(), 1)}
_ORDINAL_WORD = "|".join(sorted((word.replace(" ", "[ -]") for word in ORDINALS), key=len, reverse=True))
NTH = rf"(?P<nth>\d{{1,2}}(?:st|nd|rd|th)\b|(?:{_ORDINAL_WORD})\b)"
NUMBER = rf"(?P<number>\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)|(?:{_ORDINAL_WORD}|{'|'.join(CARDINALS)})\b)"
YEAR = r"(?:,?(?: in)? (?P<year>20\d\d)\b)?"
NOT_A_DATE = (
    r"(?! (?:one|thing|opening|option|choice|time|floor|available|street|st|avenue|ave|road|rd|drive|lane|place"
    r"|of (?!the|th)))"
)
COUNT = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
FAR_BACK_DAYS = 30


@dataclass(frozen=True)
class DayWords:
    """The day that a sentence names: `day`, or a `problem` with it; both None when it names none.

    `rest` is the sentence with the words of the day replaced by a comma; `position` is where they stood.
    """

    rest: str
    day: date | None = None
    problem: Problem | None = None
    position: int = -1


@dataclass(frozen=True)
class _Mention:
    start: int
    end: int
    day: date | None
    weekday: int | None = None
    problem: Problem | None = None
    kept: bool = False  # its words say something about the hour too


def read_day(text: str, today: date, after: int = 0) -> DayWords:
    """Return the day that `text` names, as seen from `today`.

    Of several the first, or the first from position `after` on (what follows a correction).
    A weekday beside a date must agree with it; a date must exist and not be past.
    """
    mentions = _mentions(text, today)
    rest = text
    for mention in mentions:
        if not mention.kept:
            rest = f"{rest[: mention.start]}{',':<{mention.end - mention.start}}{rest[mention.end :]}"
    chosen = next((m for m in mentions if m.start >= after), mentions[0] if mentions else None)
    if chosen is None:
        return DayWords(rest)
    problem = chosen.problem or _contradiction(text, chosen, mentions)
    day = _settled(text, chosen, mentions)
    if problem is None and day is not None and day < today:
        problem = Problem.PAST
    return DayWords(rest, day, problem, chosen.start)


def coming(weekday: int, today: date) -> date:
    """Return the coming day of that weekday (Monday is 0); today counts."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def in_next_week(weekday: int, today: date) -> date:
    """Return that weekday of the following Monday-to-Sunday week."""
    return today + timedelta(days=7 - today.weekday() + weekday)


def _settled(text: str, chosen: _Mention, mentions: list[_Mention]) -> date | None:
    """Return the day of `chosen`; a bare weekday beside a date gives way to the date."""
    if chosen.weekday is not None:
        partner = _neighbour(text, chosen, mentions)
        if partner is not None:
            return partner.day
    return chosen.day


def _contradiction(text: str, chosen: _Mention, mentions: list[_Mention]) -> Problem | None:
    partner = _neighbour(text, chosen, mentions)
    if partner is None:
        return None
    if partner.problem:
        return partner.problem
    weekday = chosen.weekday if chosen.weekday is not None else partner.weekday
    day = partner.day if chosen.weekday is not None else chosen.day
    return Problem.WEEKDAY_MISMATCH if day is not None and day.weekday() != weekday else None


def _neighbour(text: str, chosen: _Mention, mentions: list[_Mention]) -> _Mention | None:
    """Return the date that stands right beside a weekday, or the weekday beside a date."""
    for other in mentions:
        if other is chosen or (other.weekday is None) == (chosen.weekday is None):
            continue
        gap = text[min(other.end, chosen.end) : max(other.start, chosen.start)]
        if re.fullmatch(r"[\s,]*(?:the|on|on the|a|which is|is|it's)?[\s,]*", gap):
            return other
    return None


def _mentions(text: str, today: date) -> list[_Mention]:
    found: list[_Mention] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(read(match, today))
    return sorted(found, key=lambda mention: mention.start)


def _weekday_of(match: re.Match[str]) -> int:
    return next(n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")) if match[name])


def _named(resolve: Callable[[int, date], date]) -> Callable[[re.Match[str], date], _Mention]:
    def read(match: re.Match[str], today: date) -> _Mention:
        return _Mention(*match.span(), resolve(_weekday_of(match), today))

    return read


def _bare_weekday(match: re.Match[str], today: date) -> _Mention:
    weekday = _weekday_of(match)
    return _Mention(*match.span(), coming(weekday, today), weekday)


def _this_week(weekday: int, today: date) -> date:
    return today + timedelta(days=weekday - today.weekday())


def _weeks_from(match: re.Match[str], today: date) -> _Mention:
    weeks = COUNT.get(match["count"].lower()) or int(match["count"])
    base = {"today": today, "now": today, "tomorrow": today + timedelta(days=1)}.get(match["base"].lower())
    return _Mention(*match.span(), (base or coming(_weekday_of(match), today)) + timedelta(weeks=weeks))


def _relative(days: int, kept: bool = False) -> Callable[[re.Match[str], date], _Mention]:
    def read(match: re.Match[str], today: date) -> _Mention:
        return _Mention(*match.span(), today + timedelta(days=days), kept=kept)

    return read


def _number(word: str) -> int:
    word = word.lower().replace("-", " ")
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else ORDINALS.get(word) or CARDINALS[word]


def _month_and_day(match: re.Match[str], today: date) -> _Mention:
    month = MONTHS.index(match["month"].lower()[:3]) + 1
    return _dated(match, month, _number(match["number"]), match["year"], today)


def _slashes(match: re.Match[str], today: date) -> _Mention:
    return _dated(match, int(match["m"]), int(match["d"]), match["year"], today)


def _dated(match: re.Match[str], month: int, number: int, year: str | None, today: date) -> _Mention:
    """A date without a year is the one nearest ahead, unless it is only a short while ago."""
    try:
        day = date(2000 + int(year) % 100 if year else today.year, month, number)
        if not year and (today - day).days > FAR_BACK_DAYS:
            day = date(today.year + 1, month, number)
    except ValueError:
        return _Mention(*match.span(), None, problem=Problem.NO_SUCH_DATE)
    return _Mention(*match.span(), day)


def _day_of_month(match: re.Match[str], today: date) -> _Mention:
    """The Nth: of this month, or of the next when it has passed; "of next month" as it is said."""
    number = _number(match["nth"])
    which = (match.groupdict().get("which") or "").lower()
    month_after = today.replace(day=28) + timedelta(days=4)
    base = month_after if which == "next" or (not which and number < today.day) else today
    try:
        return _Mention(*match.span(), base.replace(day=number))
    except ValueError:
        return _Mention(*match.span(), None, problem=Problem.NO_SUCH_DATE)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Mention]], ...] = (
    (
        _compiled(rf"\b(?P<count>a|one|two|three|four|\d) weeks? from (?P<base>today|now|tomorrow|{WEEKDAY})"),
        _weeks_from,
    ),
    (_compiled(r"\b(?:the )?day after tomorrow\b"), _relative(2)),
    (_compiled(r"\b(?:the )?day before yesterday\b"), _relative(-2)),
    (_compiled(rf"\b{WEEKDAY},? (?:of |in )?(?:the )?next week\b"), _named(in_next_week)),
    (_compiled(rf"\bnext week,? (?:on )?{WEEKDAY}"), _named(in_next_week)),
    (_compiled(rf"\b(?:{WEEKDAY},? (?:of |in )?this week)\b"), _named(_this_week)),
    (_compiled(rf"\bthis week,? (?:on )?{WEEKDAY}"), _named(_this_week)),
    (_compiled(rf"\b(?:this )?(?:coming|upcoming) {WEEKDAY}"), _named(coming)),
    (_compiled(rf"\bnext {WEEKDAY}"), _named(in_next_week)),
    (_compiled(rf"\blast {WEEKDAY}"), _named(lambda weekday, today: coming(weekday, today) - timedelta(days=7))),
    (_compiled(r"\b(?P<year>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"), _slashes),
    (_compiled(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?\b(?! ?(?:inch|\"))"), _slashes),
    (_compiled(rf"\b{MONTH} (?:the )?{NUMBER}{YEAR}"), _month_and_day),
    (_compiled(rf"\b(?:the )?{NUMBER}(?: day)?(?: of)? {MONTH}{YEAR}"), _month_and_day),
    (_compiled(rf"\b(?:on )?(?:the )?{NTH} (?:day )?of (?:the )?(?P<which>this|next) month\b"), _day_of_month),
    (_compiled(rf"\b(?:on )?the {NTH}{NOT_A_DATE}"), _day_of_month),
    (_compiled(rf"\b(?P<nth>\d{{1,2}}(?:st|nd|rd|th)\b){NOT_A_DATE}"), _day_of_month),
    (_compiled(rf"\b(?:this )?{WEEKDAY}"), _bare_weekday),
    (_compiled(r"\btomorrow(?:'s)?\b"), _relative(1)),
    (_compiled(r"\btoday(?:'s)?\b"), _relative(0)),
    (_compiled(r"\b(?:tonight|this (?=morning|afternoon|evening))"), _relative(0, kept=True)),
    (_compiled(r"\byesterday(?:'s)?\b"), _relative(-1)),
)  # fmt: skip
