"""How a Call ends, why the owner should look at it, and which Lead it leaves (POLICY.md, Outcomes and 19)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from office.domain.calls import Call, CallSoFar, CloseReason, Flag, Note, NoteCode, Outcome, flags_of, outcome_of
from office.domain.leads import LeadReason, lead_of

TEN = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("America/New_York"))
CALL = Call("call-1", "phone", None, TEN, phone="+15185550142")
ASKED = Note(NoteCode.ASKED)


@pytest.mark.parametrize(
    ("reason", "booked", "hazard", "notes", "outcome"),
    [
        ("goodbye", False, None, [], Outcome.ANSWERED),
        ("hung_up", False, None, [], Outcome.ABANDONED),
        ("silent", False, None, [], Outcome.ABANDONED),
        ("failed", False, None, [], Outcome.FAILED),
        ("transferred", False, None, [], Outcome.TRANSFERRED),
        ("hung_up", True, None, [], Outcome.BOOKED),
        ("failed", True, None, [], Outcome.BOOKED),
        ("goodbye", False, None, [Note(NoteCode.MOVED, "7")], Outcome.RESCHEDULED),
        ("goodbye", False, None, [Note(NoteCode.CANCELLED, "7")], Outcome.CANCELLED),
        ("goodbye", True, None, [Note(NoteCode.CANCELLED, "7")], Outcome.BOOKED),
        ("goodbye", False, None, [Note(NoteCode.CALLBACK)], Outcome.CALLBACK),
        ("hung_up", False, None, [Note(NoteCode.MESSAGE_TAKEN)], Outcome.MESSAGE_TAKEN),
        ("goodbye", False, None, [Note(NoteCode.TRANSFERRED)], Outcome.TRANSFERRED),
        ("goodbye", True, "gas", [Note(NoteCode.MOVED, "7")], Outcome.ESCALATED),
    ],
)
def test_what_was_done_decides_the_outcome(reason, booked, hazard, notes, outcome):
    assert outcome_of(CloseReason(reason), booked, hazard, notes) is outcome


@pytest.mark.parametrize(
    ("outcome", "hazard", "notes", "flags"),
    [
        (Outcome.ANSWERED, None, [Note(NoteCode.FALLBACK)], ()),
        (Outcome.ANSWERED, None, [Note(NoteCode.FALLBACK, times=2)], (Flag.FELL_BACK_TWICE,)),
        (Outcome.BOOKED, None, [Note(NoteCode.CORRECTION, "phone"), Note(NoteCode.CORRECTION, "address")], ()),
        (Outcome.BOOKED, None, [Note(NoteCode.CORRECTION, "phone", 2)], (Flag.CORRECTED_TWICE,)),
        (Outcome.ESCALATED, "gas", [], (Flag.HAZARD,)),
        (Outcome.CALLBACK, None, [Note(NoteCode.PROOF_FAILED)], (Flag.FAILED_PROOF,)),
        (Outcome.TRANSFERRED, None, [], (Flag.TRANSFERRED,)),
        (Outcome.FAILED, None, [], (Flag.FAILED,)),
        (Outcome.ABANDONED, None, [], ()),
        (Outcome.ABANDONED, None, [Note(NoteCode.DETAIL, "job")], (Flag.ABANDONED_AFTER_DETAILS,)),
        (Outcome.BOOKED, None, [Note(NoteCode.DETAIL, "job")], ()),
    ],
)
def test_a_call_is_flagged_for_what_the_owner_should_look_at(outcome, hazard, notes, flags):
    assert flags_of(outcome, hazard, notes) == flags


@pytest.mark.parametrize(
    ("outcome", "reason", "notes", "why"),
    [
        (Outcome.ABANDONED, "hung_up", [ASKED], LeadReason.HUNG_UP),
        (Outcome.ABANDONED, "silent", [ASKED], LeadReason.SILENT),
        (Outcome.FAILED, "failed", [ASKED], LeadReason.FAILED),
        (Outcome.ANSWERED, "goodbye", [ASKED, Note(NoteCode.REFUSED, "outside_area")], LeadReason.OUTSIDE_AREA),
        (Outcome.ABANDONED, "hung_up", [ASKED, Note(NoteCode.REFUSED, "no_time_suits")], LeadReason.NO_TIME_SUITS),
        (Outcome.ANSWERED, "goodbye", [ASKED, Note(NoteCode.STOPPED)], LeadReason.STOPPED),
        (Outcome.ANSWERED, "goodbye", [ASKED], LeadReason.NOT_CONFIRMED),
    ],
)
def test_work_asked_for_and_not_booked_leaves_a_lead(outcome, reason, notes, why):
    lead = lead_of(CALL, outcome, CloseReason(reason), notes, CallSoFar("pipe_repair"), TEN)
    assert lead is not None
    assert lead.reason is why
    assert lead.so_far == CallSoFar("pipe_repair", phone="+15185550142")  # the number that called


@pytest.mark.parametrize("outcome", [o for o in Outcome if o not in ("answered", "abandoned", "failed")])
def test_a_call_in_which_something_was_done_leaves_none(outcome):
    assert lead_of(CALL, outcome, CloseReason.HUNG_UP, [ASKED], CallSoFar(), TEN) is None


def test_neither_does_one_without_a_request_for_work_nor_the_owners_own():
    assert lead_of(CALL, Outcome.ABANDONED, CloseReason.HUNG_UP, [], CallSoFar(), TEN) is None
    own = Call("call-1", "owner_app", 1, TEN)
    assert lead_of(own, Outcome.ABANDONED, CloseReason.HUNG_UP, [ASKED], CallSoFar(), TEN) is None
