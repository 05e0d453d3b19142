"""Turns of phrase around a time: "soonest", corrections, refusals, and what Duckling misreads."""

from __future__ import annotations

import re

SOONEST = re.compile(
    r"\bsoonest\b|\bas soon as\b|\basap\b|\bearliest\b|\bas early as\b|\bright away\b|\bimmediately\b|\bany ?time\b"
    r"|\bfirst (?:available|opening|one you|you have|free|open|thing)\b|\bnext (?:available|opening|free)\b"
    r"|\bwhenever (?:you|is|works)|\bwhen(?:ever)? you(?:'re| are)? (?:can|free)\b",
    re.IGNORECASE,
)
LATEST = re.compile(
    r"\bas late as\b|\blatest\b|\blate as possible\b|\blast (?:opening|available|one|time|appointment)\b"
    r"|\bend of (?:the )?day\b",
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
_UNITS = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"(?:\d{{1,2}}(?:[:.]\d\d)?|{_UNITS})"
_HOUR = rf"(?:1[0-2]|0?[1-9]|{_UNITS})(?:[:.]\d\d| thirty| fifteen)?"
_PART = r"(?:in )?(?:the )?(morning|afternoon|evening) (?:at |by |around |about )?"
_REWORDED = tuple(
    (re.compile(pattern, re.IGNORECASE), plainer)
    for pattern, plainer in (
        (rf"{_NO}[^,.;]{{0,40}}?\b(?:before|until|till|earlier than|sooner than)\b", "after"),
        (rf"{_NO}[^,.;\d]{{0,40}}?\b(?:later than|after)\b", "before"),
        (r"\b(?:later than|any ?time after)\b", "after"),
        (r"\b(?:earlier than|sooner than|any ?time before)\b", "before"),
        (rf"\b({_NUMBER}|noon)[- ]?ish\b", r"\1"),
        (rf"\b{_PART}({_NUMBER})\b(?!(?:st|nd|rd|th)\b)", r"\2 in the \1"),
        (rf"(?<![:.])(?<!\d )\b({_HOUR}) (?:o'?clock )?(?:in the |this )?(?:afternoon|evening)\b", r"\1 pm"),
    )
)


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
