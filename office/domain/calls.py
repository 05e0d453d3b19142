"""Calls: what is noted while one goes on, and how it ends: with exactly one Outcome, and flags for the owner."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a Call ended (GLOSSARY.md)."""

    BOOKED = "booked"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    TRANSFERRED = "transferred"
    CALLBACK = "callback"
    MESSAGE_TAKEN = "message_taken"
    ABANDONED = "abandoned"
    FAILED = "failed"


class CloseReason(StrEnum):
    """Why the channel closes a Call. `silent`: nobody spoke any more."""

    GOODBYE = "goodbye"
    HUNG_UP = "hung_up"
    SILENT = "silent"
    TRANSFERRED = "transferred"
    FAILED = "failed"


class NoteCode(StrEnum):
    """What is noted of a Call as it happens. The detail of a note is a code or an id too, never words."""

    ASKED = "asked"
    """Work was asked for."""
    DETAIL = "detail"
    """A detail was given: which slot."""
    CORRECTION = "correction"
    """A detail was given anew: which slot."""
    FALLBACK = "fallback"
    """Something was not understood."""
    STOPPED = "stopped"
    """The caller dropped the booking."""
    REFUSED = "refused"
    """What was asked for can't be had: a LeadReason."""
    PROOF_FAILED = "proof_failed"
    MOVED = "moved"
    """A Visit was moved: its id."""
    CANCELLED = "cancelled"
    """A Visit was cancelled: its id."""
    CALLBACK = "callback"
    MESSAGE_TAKEN = "message_taken"
    TRANSFERRED = "transferred"


@dataclass(frozen=True)
class Note:
    """What was noted, and how often."""

    code: NoteCode
    detail: str = ""
    times: int = 1


class Flag(StrEnum):
    """Why the owner should look at a Call (POLICY.md, Outcomes)."""

    FELL_BACK_TWICE = "fell_back_twice"
    CORRECTED_TWICE = "corrected_twice"
    HAZARD = "hazard"
    FAILED_PROOF = "failed_proof"
    TRANSFERRED = "transferred"
    FAILED = "failed"
    ABANDONED_AFTER_DETAILS = "abandoned_after_details"


@dataclass(frozen=True)
class Call:
    """One conversation on any channel. `phone`: the caller's number (E.164), where the channel knows it.

    `customer_id`: whom it was about, as far as that is known for certain.
    """

    id: str
    channel: str
    user_id: int | None
    opened_at: datetime
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    hazard: str | None = None
    phone: str | None = None
    customer_id: int | None = None
    flags: tuple[Flag, ...] = ()
    close_reason: CloseReason | None = None

    @property
    def duration_s(self) -> int | None:
        """How long it lasted, in whole seconds; None while it goes on."""
        return round((self.closed_at - self.opened_at).total_seconds()) if self.closed_at else None


@dataclass(frozen=True)
class TurnTimes:
    """How long each stage of one turn took, in milliseconds; None where there was none.

    `recognise`: from the end of speech to its words; `think`: to the first reply; `speak`: to the first sound of it.
    `message_id` is Rasa's id of the caller's message.
    """

    message_id: str
    recognise_ms: int | None = None
    think_ms: int | None = None
    speak_ms: int | None = None


@dataclass(frozen=True)
class Line:
    """One thing that was said in a Call. `turn` counts what the caller said, `action` is what the assistant did."""

    number: int
    turn: int
    at: datetime
    speaker: str
    text: str
    intent: str | None = None
    confidence: float | None = None
    entities: tuple[str, ...] = ()
    action: str | None = None
    recognise_ms: int | None = None
    think_ms: int | None = None
    speak_ms: int | None = None


@dataclass(frozen=True)
class CallFilter:
    """Which Calls are wanted; None: any. Opened from `first` up to, not including, `last`; `words`: said in it.

    `before`: older than that Call, as (opened_at, id).
    """

    first: datetime | None = None
    last: datetime | None = None
    channel: str | None = None
    outcome: Outcome | None = None
    hazard: str | None = None
    flag: Flag | None = None
    flagged: bool | None = None
    customer_id: int | None = None
    words: str | None = None
    before: tuple[datetime, str] | None = None


@dataclass(frozen=True)
class CallSoFar:
    """What is known of a Call's details while it goes on: kept to its end, then of a Lead or of nobody."""

    job: str | None = None
    customer_name: str | None = None
    phone: str | None = None
    address: str | None = None


def outcome_of(reason: CloseReason, booked: bool, hazard: str | None, notes: Collection[Note] = ()) -> Outcome:
    """Return the Outcome of a Call that ends for `reason`: a hazard comes first, then what was committed."""
    noted = {note.code for note in notes}
    ranked = (
        (Outcome.ESCALATED, bool(hazard)),
        (Outcome.BOOKED, booked),
        (Outcome.RESCHEDULED, NoteCode.MOVED in noted),
        (Outcome.CANCELLED, NoteCode.CANCELLED in noted),
        (Outcome.TRANSFERRED, NoteCode.TRANSFERRED in noted or reason is CloseReason.TRANSFERRED),
        (Outcome.CALLBACK, NoteCode.CALLBACK in noted),
        (Outcome.MESSAGE_TAKEN, NoteCode.MESSAGE_TAKEN in noted),
        (Outcome.FAILED, reason is CloseReason.FAILED),
        (Outcome.ABANDONED, reason in (CloseReason.HUNG_UP, CloseReason.SILENT)),
    )
    return next((outcome for outcome, is_it in ranked if is_it), Outcome.ANSWERED)


def flags_of(outcome: Outcome, hazard: str | None, notes: Iterable[Note]) -> tuple[Flag, ...]:
    """Return why the owner should look at the Call; none: he need not."""
    found = list(notes)
    times = {code: sum(note.times for note in found if note.code is code) for code in NoteCode}
    twice_corrected = any(note.times >= 2 for note in found if note.code is NoteCode.CORRECTION)
    reasons = {
        Flag.FELL_BACK_TWICE: times[NoteCode.FALLBACK] >= 2,
        Flag.CORRECTED_TWICE: twice_corrected,
        Flag.HAZARD: bool(hazard),
        Flag.FAILED_PROOF: times[NoteCode.PROOF_FAILED] > 0,
        Flag.TRANSFERRED: outcome is Outcome.TRANSFERRED or times[NoteCode.TRANSFERRED] > 0,
        Flag.FAILED: outcome is Outcome.FAILED,
        Flag.ABANDONED_AFTER_DETAILS: outcome is Outcome.ABANDONED and times[NoteCode.DETAIL] > 0,
    }
    return tuple(flag for flag, is_it in reasons.items() if is_it)
