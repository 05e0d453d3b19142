"""Who is told what (POLICY.md 16 to 20): the rows that each event leaves, on both kinds of records."""

from dataclasses import replace

import pytest

from office.domain.messages import ConsentSource, Kind, Medium, Reason, Status
from office.domain.users import Role
from office.domain.visits import AskedBy
from office.ports import Records
from tests.office.desk.telling import CUSTOMER, FRIDAY_AT_TWO, OWNER, TellingOffice, at


@pytest.fixture
def office(records: Records) -> TellingOffice:
    return TellingOffice(records)


def test_a_callers_booking_tells_both(office: TellingOffice):
    office.book()
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION]
    assert office.told(OWNER) == [Kind.NEW_BOOKING]
    office.work()
    assert office.sent_to(CUSTOMER) == [
        "Plumbline Plumbing: Hi John, you're booked for pipe repair on Friday, March 6 at 2 PM. Reply STOP to opt out."
    ]
    assert office.sent_to(OWNER) == [
        "New booking: pipe repair for John Doe, Friday, March 6 at 2 PM, 42 Maple Street, Albany, NY 12205."
        " 518-555-0142 (confirmed)"
    ]


def test_the_same_booking_twice_is_told_once(office: TellingOffice):
    assert office.book() == office.book()
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION]


def test_the_owners_own_booking_tells_the_customer_only(office: TellingOffice):
    office.book(by_owner=True)
    assert (office.told(CUSTOMER), office.told(OWNER)) == ([Kind.CONFIRMATION], [])


@pytest.mark.parametrize("by", list(AskedBy))
def test_moved_and_cancelled_are_told_to_the_owner_when_he_did_not_do_it(office: TellingOffice, by: AskedBy):
    visit_id = office.book(by_owner=True)
    office.desks.changes.reschedule(visit_id, at(6, 9), by=by)
    office.desks.changes.cancel(visit_id, "sold the house", by=by)
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION]
    mine = [] if by is AskedBy.OWNER else [Kind.RESCHEDULE, Kind.CANCELLATION]
    assert office.told(OWNER) == mine


def test_every_move_is_told_also_back_to_where_it_was(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    for start in (at(6, 9), FRIDAY_AT_TWO, at(6, 9)):
        office.desks.changes.reschedule(visit_id, start, by=AskedBy.OWNER)
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION, *3 * [Kind.RESCHEDULE]]
    bodies = [one.body for one in office.messages(kind=Kind.RESCHEDULE)]
    assert ["at 9 AM" in body for body in bodies] == [True, False, True]


def test_what_changes_nothing_tells_nothing(office: TellingOffice):
    visit_id = office.book()
    office.desks.changes.reschedule(visit_id, FRIDAY_AT_TWO)
    office.desks.changes.cancel(visit_id, "x")
    office.desks.changes.cancel(visit_id, "x")
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION, Kind.CANCELLATION]


def test_a_pending_visit_is_told_to_the_customer_once_it_is_confirmed(office: TellingOffice):
    office.business = replace(office.business, approve_first=True)
    visit_id = office.book()
    assert (office.told(CUSTOMER), office.told(OWNER)) == ([], [Kind.NEW_BOOKING])
    assert office.messages()[0].body.endswith("(to be confirmed)")
    office.desks.changes.approve(visit_id)
    office.desks.changes.approve(visit_id)
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION]


def test_a_pending_visit_that_was_moved_meanwhile_is_told_as_it_is_then(office: TellingOffice):
    office.business = replace(office.business, approve_first=True)
    visit_id = office.book()
    office.desks.changes.reschedule(visit_id, at(6, 9))
    assert office.told(CUSTOMER) == []
    office.desks.changes.approve(visit_id)
    (told,) = office.messages(kind=Kind.CONFIRMATION)
    assert "at 9 AM" in told.body


def test_a_visit_that_waits_for_its_calendar_is_told_when_the_worker_confirms_it(office: TellingOffice):
    office.records.transaction(lambda work: work.calendar_links.put(1, "sam"))
    office.calendar.down = True
    visit_id = office.book()
    assert office.told(CUSTOMER) == []
    office.calendar.down = False
    office.desks.mirror.confirm(visit_id)
    office.desks.mirror.confirm(visit_id)
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION]


def test_thanks_go_out_after_the_work_with_the_link_for_a_review(office: TellingOffice):
    office.set(review_link="https://example.com/review")
    visit_id = office.book()
    office.clock.moment = at(6, 15)
    office.desks.changes.complete(visit_id, 12_500)
    office.work_until(at(6, 16, 45))
    assert office.fates(Kind.REVIEW_REQUEST) == [Status.QUEUED]
    office.work_until(at(6, 17, 15))
    assert (
        "Thank you, John! If you have a minute, tell others how we did: https://example.com/review"
        in (office.sent_to(CUSTOMER)[-1])
    )


def test_without_a_link_there_are_thanks_alone(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.clock.moment = at(6, 15)
    office.desks.changes.complete(visit_id, None)
    office.work_until(at(6, 18))
    assert office.sent_to(CUSTOMER)[-1].startswith("Plumbline Plumbing: Thank you, John!")
    assert "minute" not in office.sent_to(CUSTOMER)[-1]


def test_an_emergency_is_told_once_a_call_with_what_is_known(office: TellingOffice):
    known = {"phone": CUSTOMER, "customer_name": "", "address": "42 Maple Street"}
    office.desks.calls.note_hazard("call-1", "gas", known)
    office.desks.calls.note_hazard("call-1", "sewage", known)
    office.desks.calls.note_hazard("call-2", "sewage")
    first, second = office.messages()
    assert first.body == "EMERGENCY: gas smell. 518-555-0142. 42 Maple Street. Reply OK if you take care of it."
    assert second.body == "EMERGENCY: sewage backing up. Reply OK if you take care of it."


def test_an_owner_is_told_by_text_and_push_as_far_as_there_are_ways(office: TellingOffice):
    bob = office.records.transaction(lambda work: work.users.add("bob", Role.OWNER, "x"))
    office.records.transaction(lambda work: work.users.add("eve", Role.OFFICE, "x"))
    office.records.transaction(
        lambda work: work.push_subscriptions.put(office.owner.id, "https://push.example/1", "k", "a", at(4, 9))
    )
    office.book()
    rows = [(one.recipient.user_id, one.medium, one.reason) for one in office.messages(kind=Kind.NEW_BOOKING)]
    assert rows == [
        (office.owner.id, Medium.TEXT, None),
        (office.owner.id, Medium.PUSH, None),
        (bob.id, Medium.TEXT, Reason.NO_NUMBER),
    ]


def test_what_is_switched_off_says_so(office: TellingOffice):
    office.set(switched_off=frozenset({Kind.NEW_BOOKING}))
    office.book()
    office.work()
    assert office.fates(Kind.NEW_BOOKING, OWNER) == [Reason.SWITCHED_OFF]
    assert office.fates(Kind.CONFIRMATION) == [Status.SENT]


@pytest.mark.parametrize(
    ("by_owner", "has_sender", "source"),
    [(False, True, ConsentSource.CALLER), (True, True, ConsentSource.OWNER), (False, False, None)],
)
def test_consent_is_kept_with_whose_word_it_was(
    records: Records, by_owner: bool, has_sender: bool, source: ConsentSource | None
):
    office = TellingOffice(records, has_sender=has_sender)
    office.book(by_owner=by_owner)
    consent = records.transaction(lambda work: work.consents.get(CUSTOMER))
    assert (consent and consent.source) == source
    assert office.desks.booking.promises_texts is has_sender


def test_the_owners_words_reach_the_customer(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    desk = office.desks.telling
    customer = office.records.transaction(lambda work: work.customers.with_phone(CUSTOMER)[0])
    desk.tell(customer.id, "We found the part.")
    for minutes in (20, 20, 40):
        desk.running_late(visit_id, minutes, office.owner)
    for _ in range(2):
        desk.on_my_way(visit_id, office.owner)
    assert office.told(CUSTOMER) == [
        Kind.CONFIRMATION, Kind.OWNER_MESSAGE, Kind.RUNNING_LATE, Kind.RUNNING_LATE, Kind.ON_MY_WAY,
    ]  # fmt: skip
    office.work()
    assert office.sent_to(CUSTOMER)[1:] == [
        "Plumbline Plumbing: We found the part.",
        "Plumbline Plumbing: Sorry, John, Sam is running late, by about 20 minutes.",
        "Plumbline Plumbing: Sorry, John, Sam is running late, by about 40 minutes.",
        "Plumbline Plumbing: Sam is on the way to you, John.",
    ]
