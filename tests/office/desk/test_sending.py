"""Sending: once, in time, to those who may be told, whatever is killed, refused or away."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from office.adapters.memory import MemoryRecords
from office.adapters.postgres.records import PostgresRecords
from office.domain.messages import Kind, Medium, NewMessage, Reason, Recipient, Status
from office.errors import PushesUnavailable, PushGone, PushRefused, TextsUnavailable
from office.ports import Records
from tests.office.desk.telling import CUSTOMER, OWNER, TellingOffice, at

ABROAD = "+18085550123"  # Honolulu: five hours behind New York in winter


@pytest.fixture
def office(memory: MemoryRecords) -> TellingOffice:
    return TellingOffice(memory)


class Killed(BaseException):
    """What a process that is killed leaves undone."""


# ---- once


def test_a_text_that_went_out_is_marked_so_and_never_goes_out_again(records: Records):
    office = TellingOffice(records)
    office.book(by_owner=True)
    for _ in range(3):
        office.work()
        office.clock.advance(hours=1)
    assert len(office.sent_to(CUSTOMER)) == 1
    (message,) = office.messages()
    assert (message.status, message.provider_id) == (Status.SENT, office.texts.sent[0].id)


@pytest.mark.parametrize("trouble", [Killed(), TextsUnavailable()])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_trouble_before_or_after_it_was_taken_does_not_send_it_twice_or_lose_it(
    office: TellingOffice, moment: str, trouble: BaseException
):
    office.book(by_owner=True)
    getattr(office.texts, moment).append(trouble)
    try:
        office.work()
    except Killed:
        assert isinstance(trouble, Killed)
    assert office.fates(Kind.CONFIRMATION) == [Status.SENDING]
    office.work()  # too early to tell
    assert office.fates(Kind.CONFIRMATION) == [Status.SENDING]
    office.clock.advance(minutes=2)
    office.work()
    assert office.fates(Kind.CONFIRMATION) == [Status.SENT]
    assert len(office.sent_to(CUSTOMER)) == 1


def test_the_same_words_to_the_same_number_are_told_apart_after_trouble(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.work()
    desk = office.desks.telling
    customer = office.records.transaction(lambda work: work.customers.with_phone(CUSTOMER)[0])
    desk.tell(customer.id, "Hello")
    office.clock.advance(minutes=2)
    desk.tell(customer.id, "Hello")
    office.texts.before.append(TextsUnavailable())
    office.work()
    office.clock.advance(minutes=5)
    office.work()
    assert [body for body in office.sent_to(CUSTOMER) if "Hello" in body] == 2 * ["Plumbline Plumbing: Hello"]
    assert visit_id


def test_an_outage_is_waited_for_and_then_given_up(office: TellingOffice):
    office.book(by_owner=True)
    office.texts.away = True
    office.work_until(at(4, 20), timedelta(minutes=10))
    assert office.fates(Kind.CONFIRMATION) == [Status.SENDING]
    office.work_until(at(5, 12), timedelta(minutes=10))
    assert office.fates(Kind.CONFIRMATION) == [Reason.UNREACHABLE]


def test_after_an_outage_it_goes_out(office: TellingOffice):
    office.book(by_owner=True)
    office.texts.away = True
    office.work_until(at(4, 12))
    office.texts.away = False
    office.work_until(at(4, 13))
    assert len(office.sent_to(CUSTOMER)) == 1


def test_a_refusal_is_final(office: TellingOffice):
    office.book(by_owner=True)
    office.texts.refuse("21211")
    office.work_until(at(4, 14))
    (message,) = office.messages()
    assert (message.status, message.reason, message.error_code) == (Status.FAILED, Reason.REFUSED, "21211")
    assert office.sent_to(CUSTOMER) == []


def test_workers_at_the_same_moment_send_one_text(postgres_records: PostgresRecords):
    office = TellingOffice(postgres_records)
    for day in (5, 6, 9):
        office.book(start=at(day, 14), by_owner=True, call_id=f"call-{day}")
    waiting = [one.id for one in office.messages()]
    desks, together = [office.desks for _ in range(4)], Barrier(4)

    def run(worker: int) -> None:
        together.wait()
        for message_id in waiting:
            desks[worker].sending.send(message_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert sorted(text.message_id for text in office.texts.sent) == waiting
    assert office.fates(Kind.CONFIRMATION) == 3 * [Status.SENT]


# ---- to those who may be told


def test_without_a_sender_everything_stays_in_the_outbox(memory: MemoryRecords):
    office = TellingOffice(memory, has_sender=False)
    office.book()
    office.work()
    assert {one.reason for one in office.messages()} == {Reason.NO_SENDER}
    assert "nothing is promised" in office.desks.sending.describe()


def test_nobody_is_texted_without_consent(office: TellingOffice):
    office.has_sender = False
    office.book()  # no text was named, so the yes was to none
    office.has_sender = True
    office.work()
    assert office.fates(Kind.CONFIRMATION) == [Reason.NO_CONSENT]
    assert office.fates(Kind.NEW_BOOKING, OWNER) == [Status.SENT]


def test_nobody_is_texted_after_an_opt_out(office: TellingOffice):
    office.book(by_owner=True)
    office.records.transaction(lambda work: work.opt_outs.add(CUSTOMER, at(4, 10)))
    office.work()
    assert office.fates(Kind.CONFIRMATION) == [Reason.OPTED_OUT]


def test_a_number_that_opted_out_at_twilios_is_never_tried_again(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.texts.refuse("21610")
    office.work()
    assert office.fates(Kind.CONFIRMATION) == [Reason.OPTED_OUT]
    office.desks.changes.cancel(visit_id, "x")
    office.work()
    assert office.fates(Kind.CANCELLATION) == [Reason.OPTED_OUT]
    assert office.sent_to(CUSTOMER) == []


def test_only_the_first_text_to_a_number_says_how_to_opt_out(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.work()
    office.desks.changes.cancel(visit_id, "x")
    office.work()
    assert [body.endswith("Reply STOP to opt out.") for body in office.sent_to(CUSTOMER)] == [True, False]


# ---- in time


def test_quiet_hours_are_waited_for(office: TellingOffice):
    office.clock.moment = at(4, 21, 30)
    office.book()
    office.work_until(at(5, 7, 59))
    assert office.texts.sent == []
    office.work_until(at(5, 8, 1))
    assert len(office.texts.sent) == 2


def test_the_quiet_hours_of_the_number_count_as_well_as_the_business(office: TellingOffice):
    office.book(phone=ABROAD, by_owner=True)
    office.work_until(at(4, 12, 45))
    assert office.texts.sent == []  # 07:45 in Honolulu
    office.work_until(at(4, 13, 15))
    assert len(office.sent_to(ABROAD)) == 1


def test_an_emergency_waits_for_nothing(office: TellingOffice):
    office.clock.moment = at(5, 3)
    office.desks.calls.note_hazard("call-1", "gas")
    office.work()
    assert len(office.sent_to(OWNER)) == 1


def test_what_would_come_too_late_does_not_come(office: TellingOffice):
    office.clock.moment = at(5, 22)
    office.book(start=at(6, 8), by_owner=True)
    office.work_until(at(6, 9))
    assert office.fates(Kind.CONFIRMATION) == [Reason.TOO_LATE]
    assert office.texts.sent == []


def test_what_is_not_true_any_more_does_not_go_out(office: TellingOffice):
    office.clock.moment = at(4, 22)
    visit_id = office.book(by_owner=True)
    office.desks.changes.reschedule(visit_id, at(6, 9))
    office.work_until(at(5, 9))
    assert office.fates(Kind.CONFIRMATION) == [Reason.OUTDATED]
    assert office.fates(Kind.RESCHEDULE) == [Status.SENT]


def test_late_and_on_the_way_are_told_after_the_time_that_was_agreed_and_not_hours_later(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.clock.moment = at(6, 14, 10)
    office.desks.telling.running_late(visit_id, 20, office.owner)
    office.work()
    assert office.fates(Kind.RUNNING_LATE) == [Status.SENT]
    office.desks.telling.on_my_way(visit_id, office.owner)
    office.clock.advance(hours=2)
    office.work()
    assert office.fates(Kind.ON_MY_WAY) == [Reason.TOO_LATE]


# ---- pushes


def push(office: TellingOffice, browsers: int) -> int:
    def write(work):
        for number in range(browsers):
            work.push_subscriptions.put(office.owner.id, f"https://push.example/{number}", "k", "a", at(4, 9))
        message = NewMessage(
            Kind.NEW_BOOKING, Medium.PUSH, Recipient(user_id=office.owner.id), "New booking", office.clock.now()
        )
        return work.messages.add(message)

    return office.records.transaction(write)


def test_a_push_goes_to_every_browser_once(records: Records):
    office = TellingOffice(records)
    push(office, browsers=2)
    for _ in range(2):
        office.work()
        office.clock.advance(hours=1)
    assert [browser for browser, _ in office.pushes.sent] == [1, 2]
    assert json.loads(office.pushes.sent[0][1]) == {
        "id": 1, "kind": "new_booking", "title": "Plumbline Plumbing", "body": "New booking",
    }  # fmt: skip
    assert office.messages()[0].status is Status.SENT


def test_a_push_is_never_longer_than_push_services_take(office: TellingOffice):
    message_id = push(office, browsers=1)
    office.records.transaction(lambda work: work.messages.claim(message_id, at(4, 10), at(4, 10), "\U0001f527" * 2000))
    office.work()
    assert len(office.pushes.sent[0][1].encode()) < 4000


def test_a_browser_that_could_not_be_reached_is_tried_again_and_the_others_are_not(office: TellingOffice):
    push(office, browsers=3)
    office.pushes.trouble[:] = [None, PushesUnavailable(), None]
    office.work()
    assert [browser for browser, _ in office.pushes.sent] == [1, 3]
    office.clock.advance(minutes=5)
    office.work()
    assert [browser for browser, _ in office.pushes.sent] == [1, 3, 2]


def test_a_browser_that_is_gone_is_forgotten(records: Records):
    office = TellingOffice(records)
    push(office, browsers=2)
    office.pushes.trouble[:] = [PushGone(), PushRefused()]
    office.work()
    assert [one.id for one in office.desks.telling.subscriptions(office.owner)] == [2]
    assert office.messages()[0].reason is Reason.UNREACHABLE


def test_a_worker_killed_in_the_middle_of_pushes_shows_none_twice(office: TellingOffice):
    push(office, browsers=3)
    office.pushes.trouble[:] = [None, Killed()]
    with pytest.raises(Killed):
        office.work()
    office.clock.advance(minutes=5)
    office.work()
    assert [browser for browser, _ in office.pushes.sent] == [1, 3]
