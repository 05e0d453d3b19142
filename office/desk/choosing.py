"""Choosing among openings that were offered: "the first one", "the later", "four works", "yes"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

NUMBERED = (
    (re.compile(r"\b(?:first|1st|former)\b(?! thing)", re.IGNORECASE), 0),
    (re.compile(r"\b(?:second|2nd)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:third|3rd)\b", re.IGNORECASE), 2),
    (re.compile(r"\b(?:last|latter|later|latest)\b", re.IGNORECASE), -1),
    (re.compile(r"\b(?:earlier|earliest|sooner|soonest)\b", re.IGNORECASE), 0),
)
OTHER_TIME = re.compile(r"\b(?:than|anything|something|any|else|neither|none|nothing)\b|\?", re.IGNORECASE)
YES = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|yup|sure|ok|okay|fine|perfect|great|good|right|correct|absolutely|definitely|please|sounds|"
    r"that|that'?s|it|works|will|would|be|do|is|for|me|let'?s|go|with|i'?ll|take|book|thanks?|thank|you)\b\W*)+$",
    re.IGNORECASE,
)


def by_place(text: str, offers: Sequence[datetime]) -> datetime | None:
    """Return the opening that is chosen by its place in the offer, or by a yes to the only one; else None."""
    if not offers or OTHER_TIME.search(text):
        return None
    for pattern, index in NUMBERED:
        if pattern.search(text):
            ordered = sorted(offers) if index in (0, -1) and "first" not in text.lower() else list(offers)
            return ordered[index] if index < len(ordered) else None
    if len(offers) == 1 and YES.match(text) and not re.search(r"\bno\b|\bnot\b", text, re.IGNORECASE):
        return offers[0]
    return None


def by_time(offers: Sequence[datetime], day: date | None, clock: time | None) -> datetime | None:
    """Return the only opening that agrees with the day and the hour that were named; else None.

    A bare hour fits the opening half a day off too: of offers at 4 PM, "four" is that one.
    """
    if day is None and clock is None:
        return None
    fitting = [
        offer
        for offer in offers
        if (day is None or offer.date() == day)
        and (clock is None or (offer.hour % 12, offer.minute) == (clock.hour % 12, clock.minute))
    ]
    return fitting[0] if len(fitting) == 1 else None
