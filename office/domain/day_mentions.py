"""Every phrase by which a sentence can name a calendar day, and the day that each one means.

Which of several is meant, and whether they agree, is `dates.py`'s.
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
WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_SOME_MONTH = rf"(?:{MONTH}|(?:this|next|the) month\b)"
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
_NTH_WORD = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL_WORD})\b"
NTH = rf"(?P<nth>{_NTH_WORD})"
NUMBER = rf"(?P<number>\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)|(?:{_ORDINAL_WORD}|{'|'.join(CARDINALS)})\b)"
_UNTIL_NUMBER = rf"(?P<until>\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)|(?:{_ORDINAL_WORD}|{'|'.join(CARDINALS)})\b)"
_FIRST_OF_RANGE = rf"(?:(?:from|between) (?:the )?{NUMBER}|(?:the )?{NTH})"
YEAR = r"(?:,?(?: in)? (?P<year>20\d\d)\b)?"
UNTIL = r"(?: ?- ?| to | till | until | through | thru | and | or )(?:the )?"
NOT_AN_HOUR = r"(?! ?(?:am|pm|a\.m|p\.m|o'?clock|in the|:))"
NOT_A_DATE = (
    r"(?! (?:one|thing|opening|slot|spot|visit|job|option|choice|time|floor|available"
    r"|street|st|avenue|ave|road|rd|drive|lane|place"
    r"|of (?!the|th)))"
)
SEVERAL = {**CARDINALS, "a": 1, "an": 1, "a couple of": 2, "a couple": 2, "twenty": 20, "thirty": 30}
COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(sorted(SEVERAL, key=len, reverse=True))})"
UNIT = r"(?P<unit>day|week|fortnight|month)s?\b"
DAYS = {"day": 1, "week": 7, "fortnight": 14}
FAR_BACK_DAYS = 14


@dataclass(frozen=True)
class Mention:
    """Words from `start` to `end` that name `day`, or a `problem` with it.

    `number` (and `month`, where it was said) are of a date without a year. `step` is the unit of "in two weeks".
    """

    start: int
    end: int
    day: date | None
    weekday: int | None = None
    problem: Problem | None = None
    kept: bool = False  # its words say something about the hour too
    left: bool = False  # Duckling knows it
    number: int | None = None
    month: int | None = None
    step: str | None = None


def mentions_in(text: str, today: date) -> list[Mention]:
    """Return what names a day in `text`, in order and without overlaps."""
    found: list[Mention] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            mention = read(match, today)
            if mention is not None:
                found.append(mention)
    return sorted((mention for mention in found if not mention.left), key=lambda mention: mention.start)


def coming(weekday: int, today: date) -> date:
    """Return the coming day of that weekday (Monday is 0); today counts."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def in_next_week(weekday: int, today: date) -> date:
    """Return that weekday of the following Monday-to-Sunday week."""
    return in_week_of(weekday, today) + timedelta(weeks=1)


def in_week_of(weekday: int, day: date) -> date:
    """Return that weekday of the Monday-to-Sunday week of `day`."""
    return day + timedelta(days=weekday - day.weekday())


def _weekday_of(match: re.Match[str]) -> int:
    return next(number for number, name in enumerate(WEEKDAY_NAMES) if match[name])


def _named(resolve: Callable[[int, date], date]) -> Callable[[re.Match[str], date], Mention]:
    def read(match: re.Match[str], today: date) -> Mention:
        return Mention(*match.span(), resolve(_weekday_of(match), today))

    return read


def _bare_weekday(match: re.Match[str], today: date) -> Mention:
    weekday = _weekday_of(match)
    return Mention(*match.span(), coming(weekday, today), weekday)


def _ahead(match: re.Match[str], today: date) -> Mention | None:
    """Read "in two weeks", "three days from monday", "friday in a week"."""
    words = match.groupdict()
    count, unit = (words["count"] or "a").lower(), words["unit"].lower()
    number = int(count) if count.isdecimal() else SEVERAL[count]
    has_weekday = "mon" in words and any(words[name] for name in WEEKDAY_NAMES)
    base = coming(_weekday_of(match), today) if has_weekday else today
    if (words.get("base") or "").lower() == "tomorrow":
        base += timedelta(days=1)
    day = _months_later(base, number) if unit == "month" else base + timedelta(days=number * DAYS[unit])
    return Mention(*match.span(), day, step=None if has_weekday else unit)


def _months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    last = date((index + 1) // 12, (index + 1) % 12 + 1, 1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _left_to_duckling(match: re.Match[str], _: date) -> Mention:
    return Mention(*match.span(), None, left=True)


def _relative(days: int, kept: bool = False) -> Callable[[re.Match[str], date], Mention]:
    def read(match: re.Match[str], today: date) -> Mention:
        return Mention(*match.span(), today + timedelta(days=days), kept=kept)

    return read


def _number(word: str) -> int:
    word = word.lower().replace("-", " ")
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else ORDINALS.get(word) or CARDINALS[word]


def _first_number(match: re.Match[str]) -> str:
    words = match.groupdict()
    return words["number"] or words["nth"] or ""


def _month_and_day(match: re.Match[str], today: date) -> Mention:
    month = MONTHS.index(match["month"].lower()[:3]) + 1
    return _dated(match, month, _number(_first_number(match)), match.groupdict().get("year"), today)


def _range_of_days(match: re.Match[str], today: date) -> Mention | None:
    """Of "the 13th to the 15th of July" the first; numbers that fall are no range of days."""
    if _number(_first_number(match)) >= _number(match["until"]):
        return None
    return _month_and_day(match, today)


def _slashes(match: re.Match[str], today: date) -> Mention:
    return _dated(match, int(match["m"]), int(match["d"]), match["year"], today)


def _dated(match: re.Match[str], month: int, number: int, year: str | None, today: date) -> Mention:
    """A date without a year is the one nearest ahead, unless it is only a short while ago."""
    try:
        day = date(2000 + int(year) % 100 if year else today.year, month, number)
        if not year and (today - day).days > FAR_BACK_DAYS:
            day = date(today.year + 1, month, number)
    except ValueError:
        return Mention(*match.span(), None, problem=Problem.NO_SUCH_DATE)
    return Mention(*match.span(), day, number=None if year else number, month=month)


def _day_of_month(match: re.Match[str], today: date) -> Mention:
    """The Nth: of this month, or of the next when it has passed; "of next month" as it is said."""
    number = _number(match["nth"])
    which = (match.groupdict().get("which") or "").lower()
    month_after = today.replace(day=28) + timedelta(days=4)
    base = month_after if which == "next" or (not which and number < today.day) else today
    try:
        return Mention(*match.span(), base.replace(day=number), number=None if which else number)
    except ValueError:
        return Mention(*match.span(), None, problem=Problem.NO_SUCH_DATE)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Mention | None]], ...] = (
    (_compiled(rf"\b(?:the )?(?:last|{_NTH_WORD}) {WEEKDAY} (?:of|in) {_SOME_MONTH}"), _left_to_duckling),
    (_compiled(rf"\b(?:two|three|four|\d) {WEEKDAY} from (?:now|today)\b"), _left_to_duckling),
    (_compiled(rf"\b(?:the )?(?:last|{_NTH_WORD})(?: last)? day of {_SOME_MONTH}"), _left_to_duckling),
    (_compiled(rf"\b{COUNT} {UNIT} from (?:(?P<base>today|now|tomorrow)\b|{WEEKDAY})"), _ahead),
    (_compiled(rf"(?<!\bin )\b{COUNT} (?P<unit>week|fortnight)s? on {WEEKDAY}"), _ahead),
    (_compiled(rf"\b(?P<count>){WEEKDAY} (?P<unit>week|fortnight)\b"), _ahead),
    (_compiled(rf"\b{WEEKDAY},? in {COUNT} {UNIT}"), _ahead),
    (_compiled(rf"\bin {COUNT} {UNIT}(?:'? time\b)?"), _ahead),
    (_compiled(r"\b(?:the )?week after next\b"), lambda match, today: Mention(*match.span(), in_next_week(7, today))),
    (_compiled(r"\bnext weekend\b"), lambda match, today: Mention(*match.span(), in_next_week(5, today))),
    (
        _compiled(r"\b(?:(?:on |over |at )?the|this)(?: coming)? weekend\b"),
        lambda match, today: Mention(*match.span(), today if today.weekday() == 6 else coming(5, today)),
    ),
    (_compiled(r"\b(?:the )?day after tomorrow\b"), _relative(2)),
    (_compiled(r"\b(?:the )?day before yesterday\b"), _relative(-2)),
    (_compiled(rf"\b{WEEKDAY},? (?:of |in )?(?:the )?next week\b"), _named(in_next_week)),
    (_compiled(rf"\bnext week,? (?:on )?{WEEKDAY}"), _named(in_next_week)),
    (_compiled(rf"\b(?:{WEEKDAY},? (?:of |in )?this week)\b"), _named(in_week_of)),
    (_compiled(rf"\bthis week,? (?:on )?{WEEKDAY}"), _named(in_week_of)),
    (_compiled(rf"\b(?:this )?(?:coming|upcoming) {WEEKDAY}"), _named(coming)),
    (_compiled(rf"\bnext {WEEKDAY}"), _named(in_next_week)),
    (_compiled(rf"\blast {WEEKDAY}"), _named(lambda weekday, today: coming(weekday, today) - timedelta(days=7))),
    (_compiled(r"\b(?P<year>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"), _slashes),
    (_compiled(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?\b(?! ?(?:inch|\"))"), _slashes),
    (_compiled(rf"\b{MONTH} (?:the )?{NUMBER}{UNTIL}{_UNTIL_NUMBER}{NOT_AN_HOUR}"), _range_of_days),
    (_compiled(rf"\b{_FIRST_OF_RANGE}{UNTIL}{_UNTIL_NUMBER}(?: of)? {MONTH}"), _range_of_days),
    (_compiled(rf"\b{MONTH}[ /](?:the )?{NUMBER}{YEAR}"), _month_and_day),
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
