"""Calls and how they end: exactly one Outcome each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a Call ended (GLOSSARY.md lists more; these are the ones there is a way to reach)."""

    BOOKED = "booked"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"
    FAILED = "failed"


class CloseReason(StrEnum):
    """Why the channel closes a Call."""

    GOODBYE = "goodbye"
    HUNG_UP = "hung_up"
    FAILED = "failed"


@dataclass(frozen=True)
class Call:
    """One conversation on any channel."""

    id: str
    channel: str
    user_id: int | None
    opened_at: datetime
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    hazard: str | None = None


def outcome_of(reason: CloseReason, booked: bool, hazard: str | None) -> Outcome:
    """Return the Outcome of a Call that ends for `reason`: a hazard comes first, then a committed Visit."""
    if hazard:
        return Outcome.ESCALATED
    if booked:
        return Outcome.BOOKED
    return {
        CloseReason.GOODBYE: Outcome.ANSWERED,
        CloseReason.HUNG_UP: Outcome.ABANDONED,
        CloseReason.FAILED: Outcome.FAILED,
    }[reason]
