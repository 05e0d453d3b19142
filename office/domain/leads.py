"""Leads: work that was asked for in a Call and not booked, with a reason (POLICY.md 8 and 19)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from office.domain.calls import Call, CallSoFar, CloseReason, Note, NoteCode, Outcome


class LeadReason(StrEnum):
    """Why it was not booked."""

    HUNG_UP = "hung_up"
    SILENT = "silent"
    OUTSIDE_AREA = "outside_area"
    NO_TIME_SUITS = "no_time_suits"
    STOPPED = "stopped"
    NOT_CONFIRMED = "not_confirmed"
    FAILED = "failed"


SAID = {
    LeadReason.HUNG_UP: "hung up",
    LeadReason.SILENT: "went silent",
    LeadReason.OUTSIDE_AREA: "outside the service area",
    LeadReason.NO_TIME_SUITS: "no time suited",
    LeadReason.STOPPED: "changed their mind",
    LeadReason.NOT_CONFIRMED: "did not confirm",
    LeadReason.FAILED: "a fault on our side",
}
"""The reasons in the words of the owner's Message."""

NOT_BOOKED = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.FAILED)
"""How a Call ends that may leave a Lead: not with something done, a hazard, a person, a callback."""


@dataclass(frozen=True)
class NewLead:
    """A Lead about to be written: who wanted what, as far as it was said; the number may be the one that called."""

    call_id: str
    reason: LeadReason
    at: datetime
    so_far: CallSoFar
    customer_id: int | None = None


@dataclass(frozen=True)
class Lead:
    """A Lead as it stands. `settled_by`: as the audit log names who did; `visit_id`: the Visit that settled it."""

    id: int
    call_id: str | None
    reason: LeadReason
    created_at: datetime
    job: str | None = None
    customer_name: str | None = None
    phone: str | None = None
    address: str | None = None
    customer_id: int | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    visit_id: int | None = None


def lead_of(
    call: Call, outcome: Outcome, reason: CloseReason, notes: Iterable[Note], so_far: CallSoFar, at: datetime
) -> NewLead | None:
    """Return the Lead that a Call leaves when it ends so, or None.

    The owner's own Calls leave none, nor do those in which nobody asked for work.
    """
    found = list(notes)
    asked = any(note.code is NoteCode.ASKED for note in found)
    if call.user_id is not None or not asked or outcome not in NOT_BOOKED:
        return None
    details = CallSoFar(so_far.job, so_far.customer_name, so_far.phone or call.phone, so_far.address)
    return NewLead(call.id, _reason(reason, found), at, details, call.customer_id)


def _reason(reason: CloseReason, notes: list[Note]) -> LeadReason:
    """What can't be had counts before how the Call ended."""
    refused = next((note.detail for note in notes if note.code is NoteCode.REFUSED), None)
    if refused is not None:
        return LeadReason(refused)
    ended = {
        CloseReason.HUNG_UP: LeadReason.HUNG_UP,
        CloseReason.SILENT: LeadReason.SILENT,
        CloseReason.FAILED: LeadReason.FAILED,
    }
    if reason in ended:
        return ended[reason]
    stopped = any(note.code is NoteCode.STOPPED for note in notes)
    return LeadReason.STOPPED if stopped else LeadReason.NOT_CONFIRMED
