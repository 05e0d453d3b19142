"""Texts that come in, and what Twilio tells of ours."""

from itertools import permutations

import pytest

from office.desk.received import ReceivedText, ReceivingDesk
from office.domain.messages import ConsentSource, Direction, Kind, Reason, Status
from office.ports import Records
from tests.office.desk.telling import CUSTOMER, OWNER, TellingOffice


@pytest.fixture
def office(records: Records) -> TellingOffice:
    return TellingOffice(records)


def receive(office: TellingOffice, body: str, sid: str = "SM1", phone: str = CUSTOMER, opt_out: str | None = None):
    return office.desks.receiving.receive(ReceivedText(sid, phone, body, opt_out))


def has_opted_out(office: TellingOffice) -> bool:
    return office.records.transaction(lambda work: work.opt_outs.has(CUSTOMER))


def test_stop_in_any_words_stops_texts_at_once_and_for_ever(office: TellingOffice):
    visit_id = office.book()
    answer = receive(office, "Please stop texting me")
    assert answer == "Plumbline Plumbing: You won't get any more texts from us. Reply START to get them again."
    office.work()
    office.desks.changes.cancel(visit_id, "x")
    office.book(by_owner=True)
    office.work()
    assert office.sent_to(CUSTOMER) == []
    assert set(office.fates(Kind.CONFIRMATION)) == {Reason.OPTED_OUT}
    visit = office.records.transaction(lambda work: work.visits.get(visit_id))
    assert visit is not None


def test_start_has_texts_sent_again_by_the_numbers_own_word(office: TellingOffice):
    receive(office, "STOP")
    assert "Reply STOP to opt out." in (receive(office, "START", "SM2") or "")
    assert not has_opted_out(office)
    consent = office.records.transaction(lambda work: work.consents.get(CUSTOMER))
    assert consent is not None
    assert consent.source is ConsentSource.TEXT


def test_what_twilio_answered_itself_is_not_answered_twice(office: TellingOffice):
    assert receive(office, "CANCEL", opt_out="STOP") is None
    assert has_opted_out(office)
    assert receive(office, "HELP", "SM2", opt_out="HELP") is None
    assert receive(office, "YES", "SM3", opt_out="START") is None
    assert not has_opted_out(office)


def test_cancel_is_about_a_visit_and_stops_no_texts(office: TellingOffice):
    assert receive(office, "CANCEL") is None
    assert not has_opted_out(office)


def test_help_is_answered(office: TellingOffice):
    assert receive(office, "help") == (
        "Plumbline Plumbing: We text about your visits. Call or text this number to reach us. Reply STOP to opt out."
    )


def test_what_comes_in_is_kept_once_with_whom_it_is_from(office: TellingOffice):
    office.book()
    for _ in range(3):
        assert receive(office, "Do you do boilers?") is None
    receive(office, "OK", "SM2", OWNER)
    mine, others = office.messages(direction=Direction.IN)
    assert (mine.body, mine.status, mine.recipient.customer_id) == ("Do you do boilers?", Status.RECEIVED, 1)
    assert others.recipient.user_id == office.owner.id


def test_a_repeated_webhook_is_answered_once(office: TellingOffice):
    assert [receive(office, "STOP") is not None for _ in range(3)] == [True, False, False]


def test_whoever_takes_replies_is_asked_in_turn_and_never_about_a_stop(office: TellingOffice):
    asked: list[str] = []

    def take(work, business, now, text, customer_id):
        asked.append(text.body)
        return "Accepted." if text.body == "yes" else None

    desk = ReceivingDesk(lambda: office.business, office.clock, office.records, (take,))
    bodies = ["yes", "maybe", "STOP"]
    answers = [desk.receive(ReceivedText(f"SM{n}", CUSTOMER, body)) for n, body in enumerate(bodies)]
    assert answers[:2] == ["Accepted.", None]
    assert asked == ["yes", "maybe"]


# ---- what becomes of ours


def hear(office: TellingOffice, *statuses: str, code: str | None = None) -> tuple[Status, str | None]:
    """Books, has it texted, and hears these statuses; returns status and code of the confirmation then."""
    office.book(by_owner=True)
    office.work()
    (message,) = office.messages(kind=Kind.CONFIRMATION)
    for status in statuses:
        office.desks.receiving.hear(message.id, office.texts.sent[0].id, status, code)
    (message,) = office.messages(kind=Kind.CONFIRMATION)
    return message.status, message.error_code


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])))
def test_statuses_never_go_back_in_whatever_order_they_come(memory, order: tuple[str, ...]):
    assert hear(TellingOffice(memory), *order)[0] is Status.DELIVERED


def test_a_failure_is_kept_with_its_code(office: TellingOffice):
    assert hear(office, "undelivered", "delivered", code="30003") == (Status.FAILED, "30003")


def test_a_number_that_opted_out_is_learnt_from_a_status_too(office: TellingOffice):
    hear(office, "failed", code="21610")
    assert has_opted_out(office)


def test_a_status_may_come_before_our_own_write(office: TellingOffice):
    office.book(by_owner=True)
    (message,) = office.messages()
    office.records.transaction(
        lambda work: work.messages.claim(message.id, office.clock.now(), office.clock.now(), "x")
    )
    office.desks.receiving.hear(message.id, "SM9", "delivered", None)
    (message,) = office.messages()
    assert (message.status, message.provider_id) == (Status.DELIVERED, "SM9")


def test_a_status_of_something_else_changes_nothing(office: TellingOffice):
    assert hear(office)[0] is Status.SENT
    for message_id in (None, 1, 99):
        office.desks.receiving.hear(message_id, "SM of another", "failed", None)
    assert office.fates(Kind.CONFIRMATION) == [Status.SENT]
