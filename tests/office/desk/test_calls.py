"""Calls: opened, gone on with, closed with one Outcome."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.desk.calls import CallDesk
from office.domain.calls import Outcome
from office.domain.customers import Address
from office.domain.hours import Business
from office.domain.users import Role
from office.domain.visits import NewVisit, VisitStatus
from office.errors import CallClosed, CallUnknown, TokenUsed
from office.ports import Clock, Records, Work

TWO = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def calls(business: Business, clock: Clock, records: Records) -> CallDesk:
    return CallDesk(lambda: business, clock, records)


@pytest.fixture
def user_id(records: Records) -> int:
    return records.transaction(lambda work: work.users.add("owner", Role.OWNER, "hash")).id


def book(work: Work) -> None:
    customer = work.customers.add("John Doe", "+15185550142")
    place = work.properties.add(customer.id, Address("42", "Maple Street"))
    end = TWO + timedelta(hours=2)
    work.visits.add(
        NewVisit(customer.id, place.id, 1, "pipe_repair", TWO, end, VisitStatus.CONFIRMED, "call-1", "owner")
    )


def test_a_call_is_gone_on_with_under_a_new_token(calls: CallDesk, user_id: int):
    assert calls.open("call-1", "owner_app", user_id, "token-1") is False
    assert calls.open("call-1", "owner_app", user_id, "token-2") is True


def test_a_token_opens_once(calls: CallDesk, user_id: int):
    calls.open("call-1", "owner_app", user_id, "token-1")
    with pytest.raises(TokenUsed):
        calls.open("call-1", "owner_app", user_id, "token-1")


def test_a_closed_call_and_somebody_elses_are_not_gone_on_with(calls: CallDesk, user_id: int):
    calls.open("call-1", "owner_app", user_id, "token-1")
    with pytest.raises(CallClosed):
        calls.open("call-1", "owner_app", None, "token-2")
    calls.close("call-1", "goodbye")
    with pytest.raises(CallClosed):
        calls.open("call-1", "owner_app", user_id, "token-3")
    with pytest.raises(TokenUsed):
        calls.open("call-2", "owner_app", user_id, "token-3")


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("goodbye", Outcome.ANSWERED), ("hung_up", Outcome.ABANDONED), ("failed", Outcome.FAILED)],
)
def test_a_call_without_a_visit_ends_by_its_reason(calls: CallDesk, reason: str, outcome: Outcome):
    calls.open("call-1", "owner_app", None, None)
    assert calls.close("call-1", reason) is outcome


@pytest.mark.parametrize("reason", ["goodbye", "hung_up", "failed"])
def test_a_committed_visit_makes_the_call_booked(calls: CallDesk, records: Records, reason: str):
    calls.open("call-1", "owner_app", None, None)
    records.transaction(book)
    assert calls.close("call-1", reason) is Outcome.BOOKED


def test_a_hazard_comes_before_everything(calls: CallDesk, records: Records):
    calls.open("call-1", "owner_app", None, None)
    records.transaction(book)
    calls.note_hazard("call-1", "gas")
    assert calls.close("call-1", "goodbye") is Outcome.ESCALATED


def test_closing_twice_keeps_the_first_outcome(calls: CallDesk):
    calls.open("call-1", "owner_app", None, None)
    assert calls.close("call-1", "goodbye") is calls.close("call-1", "failed") is Outcome.ANSWERED


def test_a_call_that_was_never_opened_is_unknown(calls: CallDesk):
    with pytest.raises(CallUnknown):
        calls.close("call-1", "goodbye")


def test_hotwords_are_people_streets_and_jobs(calls: CallDesk, records: Records):
    records.transaction(book)
    words = calls.hotwords()
    assert words[:3] == ["Sam", "John Doe", "Maple Street"]
    assert "water heater repair" in words
    assert len(words) == len(set(words))
