"""What a text says to an Estimate."""

from __future__ import annotations

import re
from enum import StrEnum


class EstimateReply(StrEnum):
    """`yes` and `no` may be meant for something else too; `accept` and `decline` can't."""

    ACCEPT = "accept"
    DECLINE = "decline"
    YES = "yes"
    NO = "no"


_WORDS = (
    (EstimateReply.DECLINE, r"declin\w*|(?:don'?t|do not|won'?t|not) (?:want to )?accept\w*"),
    (EstimateReply.ACCEPT, r"accept\w*|(?:i |we )?approv\w*"),
    (EstimateReply.YES, r"y|yes|yeah|yep|sure|ok|okay|go ahead|sounds good|let'?s do it|do it"),
    (EstimateReply.NO, r"n|no|nope|no thanks|no thank you|not interested|too expensive"),
)
_PATTERNS = tuple((reply, re.compile(rf"(?:{words})\b", re.IGNORECASE)) for reply, words in _WORDS)
_BARE = re.compile(r"[\s.,!]*(?:please|thanks|thank you|the estimate|it|that)?[\s.,!]*", re.IGNORECASE)


def estimate_reply(text: str) -> EstimateReply | None:
    """Return what the text says to an Estimate; None where it says more than that, or something else.

    `accept` and `decline` count in any short sentence ("I accept the estimate"), yes and no only alone.
    """
    said = text.strip().replace("\u2019", "'")
    for reply, pattern in _PATTERNS:
        found = pattern.match(said)
        if found and _BARE.fullmatch(said[found.end() :]):
            return reply
        if reply in (EstimateReply.ACCEPT, EstimateReply.DECLINE) and len(said.split()) <= 6 and pattern.search(said):
            return None if "?" in said else reply
    return None
