"""Leads: left when a Call ends, told once, settled by a booking or by hand; and what Calls note on the way."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from office.bootstrap import Desks
from office.desk.acting import acting
from office.desk.booking import BookingRequest
from office.domain.audit import by_channel
from office.domain.calls import Flag, NoteCode, Outcome
from office.domain.leads import Lead, LeadReason
from office.domain.messages import Kind, MessageFilter
from office.domain.users import Role, User
from office.errors import LeadUnknown
from office.ports import Records

FRIDAY = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))
PHONE = "+15185550142"
TOLD = {"job": "pipe_repair", "customer_name": "John Doe", "address": "42 Maple Street, Albany, NY 12205"}
OWNER = User(1, "owner", Role.OWNER)


@pytest.fixture(autouse=True)
def owner(records: Records) -> None:
    records.transaction(lambda work: work.users.add("owner", Role.OWNER, "hash"))


def call(desks: Desks, call_id: str = "call-1", user_id: int | None = None) -> None:
    desks.calls.open(call_id, "phone", user_id, None, PHONE)
    desks.calls.note_turn(call_id, {}, TOLD, missed=False)


def leads(desks: Desks, open_only: bool = False) -> list[Lead]:
    return list(desks.leads.page(open_only, None, 10))


def told(records: Records) -> list[str]:
    wanted = MessageFilter(kind=Kind.NEW_LEAD)
    return [message.body for message in records.transaction(lambda work: work.messages.page(wanted, 10))]


def book(desks: Desks, call_id: str | None) -> int:
    request = BookingRequest(call_id, "John Doe", PHONE, TOLD["address"], "pipe_repair", FRIDAY, "phone")
    return desks.booking.book(request).visit.id


def test_who_hangs_up_after_asking_for_work_leaves_a_lead_and_the_owner_is_told_once(desks: Desks, records: Records):
    call(desks)
    assert desks.calls.close("call-1", "hung_up") is Outcome.ABANDONED
    desks.calls.close("call-1", "hung_up")
    (lead,) = leads(desks)
    assert (lead.reason, lead.job, lead.phone) == (LeadReason.HUNG_UP, "pipe_repair", PHONE)
    assert told(records) == [
        "New lead: hung up. John Doe. 518-555-0142. pipe repair. 42 Maple Street, Albany, NY 12205"
    ]


def test_a_booked_call_and_the_owners_own_leave_none(desks: Desks, records: Records):
    call(desks)
    book(desks, "call-1")
    desks.calls.close("call-1", "hung_up")
    call(desks, "call-2", user_id=1)
    desks.calls.close("call-2", "hung_up")
    desks.calls.open("call-3", "phone", None, None)
    desks.calls.close("call-3", "hung_up")
    assert leads(desks) == []
    assert told(records) == []


def test_a_hazard_and_a_callback_leave_none(desks: Desks):
    call(desks)
    desks.calls.note_hazard("call-1", "gas")
    desks.calls.close("call-1", "hung_up")
    call(desks, "call-2")
    desks.calls.note("call-2", NoteCode.CALLBACK)
    assert desks.calls.close("call-2", "goodbye") is Outcome.CALLBACK
    assert leads(desks) == []


def test_a_later_booking_of_that_number_settles_it(desks: Desks):
    call(desks)
    desks.calls.close("call-1", "silent")
    with acting(by_channel("phone")):
        visit_id = book(desks, "call-2")
    (lead,) = leads(desks)
    assert (lead.visit_id, lead.settled_by, lead.settled_at is not None) == (visit_id, "channel phone", True)


def test_a_lead_is_settled_by_hand_once(desks: Desks, records: Records):
    call(desks)
    desks.calls.close("call-1", "hung_up")
    (lead,) = leads(desks, open_only=True)
    first = desks.leads.settle(lead.id, OWNER)
    assert first.settled_by == "user 1"
    assert desks.leads.settle(lead.id, User(2, "Ann", Role.OFFICE)) == first
    assert leads(desks, open_only=True) == []
    assert [e.by for e in records.transaction(lambda work: work.audit.page(None, 10, "lead"))] == ["user 1"]
    with pytest.raises(LeadUnknown):
        desks.leads.settle(99, OWNER)


# ---- what Calls note


def test_what_was_told_is_gone_when_the_call_ends(desks: Desks, records: Records):
    call(desks)
    desks.calls.close("call-1", "hung_up")
    assert set(vars(records.transaction(lambda work: work.call_log.so_far("call-1"))).values()) == {None}


def test_corrections_and_misses_become_flags(desks: Desks):
    call(desks)
    desks.calls.note_turn("call-1", TOLD, {**TOLD, "job": "faucet_repair"}, missed=False)
    desks.calls.note_turn("call-1", {**TOLD, "job": "faucet_repair"}, TOLD, missed=False)
    for _ in range(2):
        desks.calls.note_turn("call-1", TOLD, TOLD, missed=True)
    desks.calls.close("call-1", "hung_up")
    found, _ = desks.calls.with_lines("call-1")
    assert set(found.flags) == {Flag.CORRECTED_TWICE, Flag.FELL_BACK_TWICE, Flag.ABANDONED_AFTER_DETAILS}


@pytest.mark.parametrize(("change", "outcome"), [("reschedule", Outcome.RESCHEDULED), ("cancel", Outcome.CANCELLED)])
def test_what_a_call_committed_is_its_outcome(desks: Desks, records: Records, change: str, outcome: Outcome):
    visit_id = book(desks, None)
    desks.calls.open("call-1", "phone", None, None)
    if change == "cancel":
        desks.changes.cancel(visit_id, "sold", "call-1")
    else:
        desks.changes.reschedule(visit_id, FRIDAY.replace(hour=10), "call-1")
    assert desks.calls.close("call-1", "hung_up") is outcome
    found = records.transaction(lambda work: work.calls.get("call-1"))
    assert found is not None
    assert found.customer_id == records.transaction(lambda work: work.customers.with_phone(PHONE))[0].id


def test_a_number_on_record_says_whose_call_it_is_unless_two_have_it(desks: Desks, records: Records):
    john = records.transaction(lambda work: work.customers.add("John Doe", PHONE)).id
    desks.calls.open("call-1", "phone", None, None, PHONE)
    records.transaction(lambda work: work.customers.add("Jane Doe", PHONE))
    desks.calls.open("call-2", "phone", None, None, PHONE)
    found = [desks.calls.with_lines(call_id)[0] for call_id in ("call-1", "call-2")]
    assert [(each.customer_id, each.phone) for each in found] == [(john, PHONE), (None, PHONE)]
