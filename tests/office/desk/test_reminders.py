"""Reminders: in time, once, and only of what still is so."""

from datetime import timedelta

import pytest

from office.adapters.memory import MemoryRecords
from office.domain.messages import Kind, Reason, Status
from office.ports import Records
from tests.office.desk.telling import CUSTOMER, FRIDAY_AT_TWO, TellingOffice, at


@pytest.fixture
def office(memory: MemoryRecords) -> TellingOffice:
    return TellingOffice(memory)


def reminded(office: TellingOffice) -> list[tuple[int, int]]:
    """Day and hour at which reminders went out."""
    went = [text.at for text in office.texts.sent if "A reminder" in text.body]
    return [(moment.day, moment.hour) for moment in went]


def test_a_visit_is_reminded_of_a_day_and_two_hours_before(records: Records):
    office = TellingOffice(records)
    office.book(by_owner=True)
    office.work_until(at(6, 15), timedelta(minutes=30))
    assert reminded(office) == [(5, 14), (6, 12)]


def test_the_settings_say_when(office: TellingOffice):
    office.set(reminder_minutes=(180,))
    office.book(by_owner=True)
    office.work_until(at(6, 15))
    assert reminded(office) == [(6, 11)]


def test_what_was_booked_within_the_time_is_not_reminded_of_then(office: TellingOffice):
    office.clock.moment = at(5, 15)
    office.book(by_owner=True)
    office.work_until(at(6, 15))
    assert reminded(office) == [(6, 12)]


def test_a_visit_that_was_moved_is_reminded_of_at_its_new_time_and_not_at_its_old(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.work_until(at(5, 15))
    office.desks.changes.reschedule(visit_id, at(9, 14))
    office.work_until(at(9, 15))
    assert reminded(office) == [(5, 14), (8, 14), (9, 12)]


def test_moved_away_and_back_it_is_not_reminded_of_twice(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.work_until(at(5, 14, 15))
    for start in (at(9, 14), FRIDAY_AT_TWO):
        office.desks.changes.reschedule(visit_id, start)
    office.work_until(at(6, 15))
    assert reminded(office) == [(5, 14), (6, 12)]


@pytest.mark.parametrize("ending", ["cancel", "complete", "no_show"])
def test_a_visit_that_is_over_is_not_reminded_of(office: TellingOffice, ending: str):
    visit_id = office.book(by_owner=True)
    changes = office.desks.changes
    {
        "cancel": lambda: changes.cancel(visit_id, "x"),
        "complete": lambda: changes.complete(visit_id, None),
        "no_show": lambda: changes.no_show(visit_id),
    }[ending]()
    office.work_until(at(6, 15))
    assert reminded(office) == []


def test_a_reminder_that_waits_in_the_outbox_is_looked_at_again_when_it_goes_out(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.work()
    office.clock.moment = at(6, 12)
    office.desks.reminders.remind()
    office.desks.changes.cancel(visit_id, "x")
    office.desks.sending.send_due()
    assert Reason.OUTDATED in office.fates(Kind.REMINDER)
    assert reminded(office) == []


def test_an_early_visit_is_reminded_of_after_quiet_hours_or_before_them(office: TellingOffice):
    office.book(start=at(6, 9), by_owner=True)
    office.work_until(at(6, 10))
    assert reminded(office) == [(5, 9), (6, 8)]


def test_a_very_early_visit_is_reminded_of_the_evening_before(office: TellingOffice):
    office.book(start=at(6, 8), by_owner=True)
    office.work_until(at(6, 10))
    assert reminded(office) == [(5, 8), (5, 20)]


def test_a_worker_that_was_away_for_the_evening_reminds_too_late_and_says_so(office: TellingOffice):
    office.set(reminder_minutes=(120,))
    office.book(start=at(6, 8), by_owner=True)
    office.work()
    office.clock.moment = at(5, 22)
    office.work_until(at(6, 9))
    assert office.fates(Kind.REMINDER) == [Reason.TOO_LATE]


def test_a_worker_that_was_away_does_not_remind_of_what_is_about_to_begin(office: TellingOffice):
    office.book(by_owner=True)
    office.work()
    office.clock.moment = at(6, 13, 30)
    office.work()
    assert office.fates(Kind.REMINDER) == []


def test_a_pending_visit_is_not_reminded_of(office: TellingOffice):
    office.calendar.down = True
    office.records.transaction(lambda work: work.calendar_links.put(1, "sam"))
    office.book(by_owner=True)
    office.work_until(at(6, 15))
    assert office.told(CUSTOMER) == []


def test_switched_off_reminders_are_none(office: TellingOffice):
    office.set(switched_off=frozenset({Kind.REMINDER}))
    office.book(by_owner=True)
    office.work_until(at(6, 15), timedelta(hours=1))
    assert set(office.fates(Kind.REMINDER)) == {Reason.SWITCHED_OFF}
    assert office.fates(Kind.CONFIRMATION) == [Status.SENT]
