"""The life of an Estimate: asked for, written, sent, answered once and for all, and who is told."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.adapters.duckling import Duckling
from office.adapters.memory import MemoryRecords
from office.adapters.memory.calendar import MemoryCalendar
from office.bootstrap import Desks, assemble
from office.desk.estimates import EstimateDesk, EstimateWish
from office.desk.received import ReceivedText
from office.domain.estimates import EstimateLine, EstimateStatus, Proposal
from office.domain.hours import Business
from office.domain.messages import Kind, Message, MessageFilter
from office.domain.users import Role
from office.errors import (
    EstimateAnswered,
    EstimateChanged,
    EstimateIncomplete,
    EstimateOver,
    EstimateUnknown,
    PlumblineError,
    UnknownJob,
)
from office.ports import Records
from tests.office.conftest import WEDNESDAY_AT_TEN, SettableClock

PHONE = "+15185550142"
WISH = EstimateWish("call-1", PHONE, "replace the pipe", "John Doe", "pipe_repair")
PROPOSAL = Proposal("pipe_repair", (EstimateLine("Pipe and labor", Decimal(2), 15_000),), "", date(2026, 3, 20))


@pytest.fixture
def desk(fake_desks: Desks, memory: MemoryRecords) -> EstimateDesk:
    owner = memory.transaction(lambda work: work.users.add("owner", Role.OWNER, "hash"))
    memory.transaction(lambda work: work.users.change(replace(owner, phone="+15185550100")))
    return fake_desks.estimates


def told(records: Records, kind: Kind) -> list[Message]:
    return list(records.transaction(lambda work: work.messages.page(MessageFilter(kind=kind), 50)))


def sent(desk: EstimateDesk) -> int:
    estimate_id = desk.request(WISH).id
    desk.write(estimate_id, PROPOSAL)
    return desk.send(estimate_id).id


def test_a_caller_asks_once_and_the_owner_is_told_once(desk: EstimateDesk, memory: MemoryRecords):
    first, second = desk.request(WISH), desk.request(WISH)
    assert first == second
    assert (first.status, first.customer_name) == (EstimateStatus.REQUESTED, "John Doe")
    (message,) = told(memory, Kind.ESTIMATE_REQUEST)
    assert "John Doe" in message.body


def test_it_is_texted_to_the_customer_when_it_is_sent_and_once(desk: EstimateDesk, memory: MemoryRecords):
    estimate_id = sent(desk)
    desk.send(estimate_id)
    (message,) = told(memory, Kind.ESTIMATE)
    assert "$300" in message.body
    assert (message.recipient.phone, message.estimate_id) == (PHONE, estimate_id)


def test_the_first_answer_stands_and_the_owner_is_told_of_it(desk: EstimateDesk, memory: MemoryRecords):
    estimate_id = sent(desk)
    assert desk.answer(estimate_id, accepted=True).status is EstimateStatus.ACCEPTED
    assert desk.answer(estimate_id, accepted=True).status is EstimateStatus.ACCEPTED
    with pytest.raises(EstimateAnswered):
        desk.answer(estimate_id, accepted=False)
    assert len(told(memory, Kind.ESTIMATE_ACCEPTED)) == 1
    assert told(memory, Kind.ESTIMATE_DECLINED) == []


def test_what_is_written_anew_cannot_be_accepted_until_it_is_sent(desk: EstimateDesk, memory: MemoryRecords):
    estimate_id = sent(desk)
    desk.write(estimate_id, replace(PROPOSAL, note="cheaper"))
    with pytest.raises(EstimateChanged):
        desk.answer(estimate_id, accepted=True)
    desk.send(estimate_id)
    with pytest.raises(EstimateChanged):
        desk.answer(estimate_id, accepted=True, version=1)
    assert desk.answer(estimate_id, accepted=True, version=2).status is EstimateStatus.ACCEPTED
    assert len(told(memory, Kind.ESTIMATE)) == 2


def test_after_its_last_day_it_is_too_late(desk: EstimateDesk, clock: SettableClock):
    estimate_id = sent(desk)
    clock.advance(days=16)
    assert desk.answer(estimate_id, accepted=True).status is EstimateStatus.ACCEPTED
    late = sent_again(desk)
    clock.advance(days=1)
    with pytest.raises(EstimateOver):
        desk.answer(late, accepted=False)


def sent_again(desk: EstimateDesk) -> int:
    estimate_id = desk.request(replace(WISH, call_id="call-2")).id
    desk.write(estimate_id, PROPOSAL)
    return desk.send(estimate_id).id


@pytest.mark.parametrize(
    "proposal",
    [
        replace(PROPOSAL, lines=()),
        replace(PROPOSAL, lines=(EstimateLine(" ", Decimal(1), 100),)),
        replace(PROPOSAL, lines=(EstimateLine("pipe", Decimal(0), 100),)),
        replace(PROPOSAL, lines=(EstimateLine("discount", Decimal(1), -100),)),
        replace(PROPOSAL, valid_until=date(2026, 3, 3)),
    ],
    ids=["no lines", "no words", "none of it", "less than nothing", "over already"],
)
def test_what_is_not_whole_is_not_written(desk: EstimateDesk, proposal: Proposal):
    with pytest.raises(EstimateIncomplete):
        desk.write(desk.request(WISH).id, proposal)


def test_nothing_is_sent_that_is_not_written_or_not_there(desk: EstimateDesk):
    with pytest.raises(EstimateIncomplete):
        desk.send(desk.request(WISH).id)
    with pytest.raises(EstimateUnknown):
        desk.send(999)
    with pytest.raises(UnknownJob):
        desk.write(desk.request(WISH).id, replace(PROPOSAL, job_code="magic"))


@pytest.mark.parametrize(
    ("words", "status"), [("Yes", EstimateStatus.ACCEPTED), ("No thanks", EstimateStatus.DECLINED)]
)
def test_it_can_be_answered_by_text(desk: EstimateDesk, fake_desks: Desks, words: str, status: EstimateStatus):
    estimate_id = sent(desk)
    answer = fake_desks.receiving.receive(ReceivedText("SM1", PHONE, words))
    assert answer is not None
    assert "$300" in answer
    assert desk.get(estimate_id).status is status


def test_a_bare_yes_to_two_estimates_answers_neither(desk: EstimateDesk, fake_desks: Desks):
    ids = [sent(desk), sent_again(desk)]
    assert fake_desks.receiving.receive(ReceivedText("SM1", PHONE, "Yes")) is None
    assert {desk.get(each).status for each in ids} == {EstimateStatus.SENT}


STEPS = st.lists(st.sampled_from(["write", "send", "accept", "decline", "yes", "no", "day"]), max_size=14)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_it_is_answered_once_and_only_what_was_sent_last(phrases: Duckling, steps: list[str]):
    clock = SettableClock(WEDNESDAY_AT_TEN)
    desks = assemble(Business, clock, phrases, MemoryRecords(), MemoryCalendar())
    desk = desks.estimates
    estimate_id = desk.request(WISH).id
    for number, step in enumerate(steps):
        before = desk.get(estimate_id)
        try:
            if step == "write":
                desk.write(estimate_id, replace(PROPOSAL, note=str(number)))
            elif step == "send":
                desk.send(estimate_id)
            elif step in ("accept", "decline"):
                desk.answer(estimate_id, step == "accept", before.version)
            elif step == "day":
                clock.moment += timedelta(days=5)
            else:
                desks.receiving.receive(ReceivedText(f"SM{number}", PHONE, step))
        except PlumblineError:
            assert desk.get(estimate_id) == before
        after = desk.get(estimate_id)
        if before.answered_at:
            assert after == before
        if after.answered_at and not before.answered_at:
            assert before.can_be_answered(Business().today(clock.moment))
