"""Turns of phrase around a time: "soonest", corrections, refusals, and what Duckling misreads."""

from __future__ import annotations

import re
from collections.abc import Callable

SOONEST = re.compile(
    r"\bsoonest\b|\bas soon as\b|\basap\b|\bearliest\b|\bas early as\b|\bright away\b|\bimmediately\b|\bany ?time\b"
    r"|\bfirst (?:available|opening|one you|you have|free|open|thing)\b|\bnext (?:available|opening|free)\b"
    r"|\bwhenever (?:you|is|works)|\bwhen(?:ever)? you(?:'re| are)? (?:can|free)\b",
    re.IGNORECASE,
)
LATEST = re.compile(
    r"\bas late as\b|\blatest\b|\blate as possible\b|\blast (?:opening|available|one|time|appointment)\b"
    r"|\blast thing\b",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\b(?:no|actually|sorry|i mean|i meant|rather|instead|make (?:it|that)|change (?:it|that) to|scratch that|wait"
    r"|how about|what about)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:not|can'?t|cannot|couldn'?t|won'?t|don'?t|doesn'?t)\b[^,.;]*?"
    r"(?=[,.;]|\b(?:but|book|how about|what about|make it|so|let'?s)\b|$)",
    re.IGNORECASE,
)
_UNSUITABLE = re.compile(
    r"(?:^|(?<=[,.;]))[^,.;]*?\b(?:(?:doesn'?t|won'?t|don'?t) (?:work|suit)"
    r"|(?:is|are|'s) (?:no good|not good|bad|out|impossible))\b",
    re.IGNORECASE,
)
_NAMES_A_TIME = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun)\w*|\btomorrow\b|\btoday\b|\bnoon\b|\bmorning\b|\bafternoon\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_NO = r"\b(?:can'?t|cannot|not|don'?t|won'?t|no)\b"
_NOT_IN = r"\b(?:can'?t|cannot|not|don'?t|won'?t|anything but)(?: (?:do|make|come|want|any|in|on))* (?:the |a )?"
_UNITS = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"(?:\d{{1,2}}(?:[:.]\d\d)?|{_UNITS})"
_HOUR = rf"(?:1[0-2]|0?[1-9]|{_UNITS})(?:[:.]\d\d| thirty| fifteen)?"
_PART = r"(?:in )?(?:the )?(morning|afternoon|evening) (?:at |by |around |about )?"
_NO_MINUTES = r"one|two|three|four|six|seven|eight|nine|eleven|twelve|[1-46-9]|1[12]"
_HALF = r"(?: ?[ap]\.?m\b\.?)"
_DAY = r"(tomorrow|today|(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_ENDS = rf"(?:$|[,.?!]|(?:on|please|in the|this|o'?clock)\b|{_HALF}|{_DAY})"
_PAST_DAY = (
    rf"(?:(?:on |last )?{_DAY}(?: (?:morning|afternoon|evening|night))?|yesterday|last (?:night|week)|this morning)"
)
_BEGAN = (
    r"(?:broke|burst|started|began|happened|stopped|failed|quit|leaked|flooded)(?: \w+ing)?(?: down| up| out| working)?"
)
_ALIKE = {"won": "one", "to": "two", "too": "two", "for": "four", "fore": "four", "ate": "eight"}
_MOVING = r"\b((?:move|moving|push|change|shift|switch|reschedule)\b[^.;]*?)"
_A_TIME = rf"(?:{_NUMBER}\b|noon\b|(?:the |next |this )?(?:{_DAY}\b|\d+(?:st|nd|rd|th)\b))"


def _sounded(match: re.Match[str]) -> str:
    return f"{match[1]}{_ALIKE[match[2].lower()]}"


def _at_night(match: re.Match[str]) -> str:
    """Past midnight the night is a.m."""
    number = re.match(r"\d+|\w+", match[1])
    late = number is not None and number[0].lower() in ("6", "7", "8", "9", "10", "11", *_UNITS.split("|")[5:11])
    return f"{match[1]} {'pm' if late else 'am'}"


_REWORDED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), plainer)
    for pattern, plainer in (
        (rf"\b({_BEGAN}) {_PAST_DAY}\b(?! at\b)", r"\1"),  # when the trouble began is not when to come
        (rf"\b(been \w+(?: \w+)?) since {_PAST_DAY}\b", r"\1"),
        (r"\b(?:tmrw?|tmw|2mor+ow|tom+or+ow|tomo)\b", "tomorrow"),
        (r"\btonite\b", "tonight"),
        (r"()\b(won|to|too|for|fore|ate)(?= o'?clock\b)", _sounded),
        (rf"(\bat )(fore|ate)(?= ?(?:$|[,.?!]|thirty|fifteen|{_HALF}|on|{_DAY}))", _sounded),
        (
            r"\b(?:(?:by|at|towards?|before) )?(?:the )?end of (?:the )?(?:business |work(?:ing)? )?day\b"
            r"|\b(?:at )?(?:close of business|closing time)\b",
            "as late as possible",
        ),
        (rf"{_MOVING}\b(?:to|until|till)\b(?= {_A_TIME})(?<!quarter to)", r"\1, make it"),
        (rf"{_NOT_IN}mornings?\b", "in the afternoon"),
        (rf"{_NOT_IN}afternoons?\b", "in the morning"),
        (rf"{_NO}[^,.;]{{0,40}}?\b(?:before|until|till|earlier than|sooner than)\b", "after"),
        (rf"{_NO}[^,.;\d]{{0,40}}?\b(?:later than|after)\b", "before"),
        (r"\b(?:later than|any ?time after)\b", "after"),
        (r"\b(?:earlier than|sooner than|any ?time before)\b", "before"),
        (rf"\b(?:at )?((?:{_HOUR}){_HALF}?|noon) (?:(?:or|and) (?:later|after)\b|onwards?\b)", r"after \1"),
        (rf"\b(?:at )?((?:{_HOUR}){_HALF}?|noon) (?:or|and) (?:earlier|before)\b", r"before \1"),
        (rf"\b({_NUMBER}|noon)[- ]?ish\b", r"\1"),
        (rf"\b(\d{{1,2}}) (\d\d)(?={_HALF})", r"\1:\2"),
        (rf"\b((?:1[0-2]|[1-9])) ?- ?((?:1[0-2]|[1-9]))(?= (?:on )?{_DAY}\b)", r"from \1 to \2"),
        (rf"\b{_DAY} ((?:1[0-2]|[1-9])) ?- ?((?:1[0-2]|[1-9]))\b(?![-/:.\d])", r"\1 from \2 to \3"),
        (rf"(?<![:.\d])(?<!from )(?<!for )(?<!past )\b({_NO_MINUTES}) to ({_UNITS}|1[0-2]|[1-9])\b(?= ?{_ENDS})",
         r"from \1 to \2"),
        (rf"\b(15|20|25|twenty(?:[- ]five)?|fifteen) to (?={_HOUR}\b)(?!{_NUMBER} of\b)", r"\1 minutes to "),
        (rf"\bat (five|ten|5|10|15|20|25) to (?=(?:\d{{1,2}}|{_UNITS})\b)", r"at \1 minutes to "),
        (rf"(^|, ?|\b(?:at|around|about|for|say|by|after|before) )({_HOUR}) {_DAY} (morning|afternoon|evening)\b",
         r"\1\2 in the \4 \3"),
        (rf"\bthis (morning|afternoon|evening) (?:at |by |around |about )?({_NUMBER})\b(?!(?:st|nd|rd|th)\b)",
         r"\2 in the \1 today"),
        (rf"(?<![:.])(?<!\d )\b({_HOUR}) (?:o'?clock )?this (afternoon|evening)\b", r"\1 pm today"),
        (rf"\b{_PART}({_NUMBER})\b(?!(?:st|nd|rd|th)\b)", r"\2 in the \1"),
        (rf"(?<![:.])(?<!\d )\b({_HOUR}) (?:o'?clock )?(?:in the |this )?(?:afternoon|evening)\b", r"\1 pm"),
        (rf"(?<![:.])(?<!\d )\b({_HOUR}) (?:o'?clock )?(?:(?:at|in the) )?night\b", _at_night),
        (rf"\btonight (at|around|about|by) ({_HOUR})\b(?!{_HALF})", r"tonight \1 \2 pm"),
        (rf"(?<![:.])\b({_HOUR}) tonight\b", r"\1 pm tonight"),
    )
)  # fmt: skip


def plain(text: str) -> str:
    """Return the sentence with what Duckling misreads said in a way that it reads."""
    text = text.replace("\u2019", "'").replace("\x00", " ")
    for pattern, plainer in _REWORDED:
        text = pattern.sub(plainer, text)
    return text


def without_refused(text: str) -> str:
    """Return the sentence without the times that do not suit, as long as another one is left."""
    for pattern in (_UNSUITABLE, _REFUSED):
        left = pattern.sub(lambda match: " " * len(match[0]), text)
        text = left if _NAMES_A_TIME.search(left) else text
    return text


def corrected_from(text: str) -> int:
    """Return where the last correction that names a time begins ("no, make it ..."), 0 when there is none."""
    starts = [match.end() for match in _CORRECTION.finditer(text) if _NAMES_A_TIME.search(text, match.end())]
    return starts[-1] if starts else 0
