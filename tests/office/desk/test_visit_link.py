"""What one who has the link to a Visit may see and do, on both kinds of records. Now is Wednesday, March 4, 10:00."""

from dataclasses import replace
from datetime import date

import pytest

from office.adapters.links import SignedLinks
from office.desk.links import Links
from office.domain.hours import Technician
from office.domain.messages import Kind
from office.domain.visits import AskedBy, VisitStatus
from office.errors import LinkOver, LinkUnknown, TimeNotBookable, TimeTaken, VisitOver
from office.ports import Linked, Records
from tests.office.desk.telling import CUSTOMER, FRIDAY_AT_TWO, OWNER, TellingOffice, at

PUBLIC = "https://plumber.example"
LINKS = Links(SignedLinks("a secret of the tests"), PUBLIC)


@pytest.fixture
def office(records: Records) -> TellingOffice:
    return TellingOffice(records, links=LINKS)


def token(visit_id: int) -> str:
    return LINKS.token(Linked.VISIT, visit_id)


def visit_of(office: TellingOffice, visit_id: int):
    return office.records.transaction(lambda work: work.visits.get(visit_id))


def test_the_texts_about_a_visit_hold_its_link(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.desks.changes.reschedule(visit_id, at(6, 9), by=AskedBy.OWNER)
    office.clock.moment = at(5, 10)
    office.work()
    told = [message for message in office.messages() if message.recipient.phone == CUSTOMER]
    assert [message.kind for message in told] == [Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.REMINDER]
    assert all(f"{PUBLIC}/v/{token(visit_id)}" in message.body for message in told)


def test_without_a_public_address_no_text_holds_a_link(records: Records):
    office = TellingOffice(records)
    office.book(by_owner=True)
    assert [("Details" in message.body) for message in office.messages()] == [False]


def test_the_owners_own_text_holds_no_link(office: TellingOffice):
    office.book()
    (new_booking,) = office.messages(kind=Kind.NEW_BOOKING)
    assert PUBLIC not in new_booking.body


def test_the_visit_is_shown_as_it_is_now(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    seen = office.desks.visit_link.see(token(visit_id))
    assert (seen.job, seen.start, seen.status) == ("pipe repair", FRIDAY_AT_TWO, VisitStatus.CONFIRMED)
    assert (seen.first_name, seen.address, seen.technician) == ("John", "42 Maple Street, Albany, NY 12205", "Sam")
    office.desks.changes.reschedule(visit_id, at(6, 9), by=AskedBy.OWNER)
    assert office.desks.visit_link.see(token(visit_id)).start == at(6, 9)
    office.desks.changes.cancel(visit_id, "x", by=AskedBy.OWNER)
    assert office.desks.visit_link.see(token(visit_id)).status is VisitStatus.CANCELLED


def test_a_yes_is_kept_with_its_time_and_the_first_counts(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    before = visit_of(office, visit_id)
    assert office.desks.visit_link.confirm(token(visit_id)).customer_confirmed
    office.clock.advance(minutes=5)
    office.desks.visit_link.confirm(token(visit_id))
    after = visit_of(office, visit_id)
    assert after.customer_confirmed_at == at(4, 10)
    assert after.revision == before.revision  # an outside calendar has nothing new to show


def test_a_visit_that_the_owner_moves_waits_for_another_yes(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.desks.visit_link.confirm(token(visit_id))
    office.desks.changes.reschedule(visit_id, at(6, 9), by=AskedBy.OWNER)
    assert not office.desks.visit_link.see(token(visit_id)).customer_confirmed


def test_another_technician_at_the_same_time_keeps_the_yes(records: Records):
    office = TellingOffice(records, links=LINKS)
    visit_id = office.book(by_owner=True)
    office.desks.visit_link.confirm(token(visit_id))
    visit = visit_of(office, visit_id)
    office.records.transaction(lambda work: work.visits.move(visit_id, visit.technician.id, visit.span))
    assert office.desks.visit_link.see(token(visit_id)).customer_confirmed


def test_a_yes_confirms_what_waits_for_the_calendar_once_its_time_is_free_there(office: TellingOffice):
    visit_id = pending(office)
    assert office.desks.visit_link.confirm(token(visit_id)).status is VisitStatus.PENDING
    office.calendar.down = False
    assert office.desks.visit_link.confirm(token(visit_id)).status is VisitStatus.CONFIRMED
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION]


def test_a_yes_does_not_stand_in_for_the_owners(office: TellingOffice):
    office.business = replace(office.business, approve_first=True)
    visit_id = office.book()
    seen = office.desks.visit_link.confirm(token(visit_id))
    assert (seen.status, seen.customer_confirmed) == (VisitStatus.PENDING, True)


def test_moving_takes_a_free_opening_and_tells_both(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    offered = office.desks.visit_link.openings(token(visit_id), date(2026, 3, 6), 1)[date(2026, 3, 6)]
    assert at(6, 13) in offered  # it may overlap its own old time
    assert FRIDAY_AT_TWO not in offered
    moved = office.desks.visit_link.move(token(visit_id), at(6, 13))
    assert (moved.start, moved.customer_confirmed) == (at(6, 13), True)
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION, Kind.RESCHEDULE]
    assert office.told(OWNER) == [Kind.RESCHEDULE]


def test_what_is_taken_or_closed_can_not_be_moved_to(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.book(by_owner=True, customer_name="Jane Roe", phone="+15185550177", start=at(6, 9))
    with pytest.raises(TimeTaken):
        office.desks.visit_link.move(token(visit_id), at(6, 9))
    for start in (at(8, 9), at(6, 14, 15), at(3, 9)):
        with pytest.raises(TimeNotBookable):
            office.desks.visit_link.move(token(visit_id), start)
    assert visit_of(office, visit_id).start == FRIDAY_AT_TWO


def test_cancelling_is_told_to_both_once_and_ends_it(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    for _ in range(2):
        assert office.desks.visit_link.cancel(token(visit_id)).status is VisitStatus.CANCELLED
    assert office.told(CUSTOMER) == [Kind.CONFIRMATION, Kind.CANCELLATION]
    assert office.told(OWNER) == [Kind.CANCELLATION]
    link = office.desks.visit_link
    for act in (
        lambda: link.confirm(token(visit_id)),
        lambda: link.move(token(visit_id), at(6, 9)),
        lambda: link.openings(token(visit_id), date(2026, 3, 6), 1),
    ):
        with pytest.raises(VisitOver):
            act()


def test_a_link_is_good_until_the_visit_is_over(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.clock.moment = at(6, 15, 59)
    assert office.desks.visit_link.see(token(visit_id))
    office.clock.moment = at(6, 16)
    refused_for_its_time(office, visit_id)


@pytest.mark.parametrize("ends", ["complete", "no_show"])
def test_a_link_ends_with_the_work(office: TellingOffice, ends: str):
    visit_id = office.book(by_owner=True)
    office.desks.changes.complete(visit_id, None) if ends == "complete" else office.desks.changes.no_show(visit_id)
    refused_for_its_time(office, visit_id)


def test_a_visit_that_was_moved_to_later_is_reached_by_its_old_link(office: TellingOffice):
    visit_id = office.book(by_owner=True)
    office.desks.changes.reschedule(visit_id, at(10, 9), by=AskedBy.OWNER)
    office.clock.moment = at(9, 9)
    assert office.desks.visit_link.see(token(visit_id)).start == at(10, 9)


def test_the_link_of_one_visit_leads_to_no_other(office: TellingOffice):
    first = office.book(by_owner=True)
    second = office.book(by_owner=True, start=at(6, 9))
    forged = token(first)[: -len(str(first))] + str(second)
    for bad in (forged, LINKS.token(Linked.ESTIMATE, second), LINKS.token(Linked.VISIT, 999), ""):
        with pytest.raises(LinkUnknown):
            office.desks.visit_link.cancel(bad)
    assert visit_of(office, second).status is VisitStatus.CONFIRMED


def pending(office: TellingOffice) -> int:
    """Books while the technician's calendar can't be read."""
    office.records.transaction(lambda work: work.calendar_links.put(Technician(1, "Sam").id, "sam"))
    office.calendar.down = True
    visit_id = office.book()
    assert visit_of(office, visit_id).status is VisitStatus.PENDING
    return visit_id


def refused_for_its_time(office: TellingOffice, visit_id: int) -> None:
    link = office.desks.visit_link
    for act in (
        lambda: link.see(token(visit_id)),
        lambda: link.openings(token(visit_id), date(2026, 3, 9), 1),
        lambda: link.confirm(token(visit_id)),
        lambda: link.move(token(visit_id), at(9, 9)),
        lambda: link.cancel(token(visit_id)),
    ):
        with pytest.raises(LinkOver):
            act()
