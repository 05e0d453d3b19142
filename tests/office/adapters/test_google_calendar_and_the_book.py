"""The book and Google Calendar together: what one side does is seen on the other."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.adapters.links import SignedLinks
from office.desk.calendar_sync import CalendarSync
from office.desk.links import Links
from office.desk.mirror import CalendarMirror
from office.domain.customers import Address
from office.domain.hours import Business
from office.domain.spans import Span
from office.domain.visits import NewVisit, VisitLine, VisitStatus
from office.ports import Work
from tests.doubles.google_calendar import GoogleDouble
from tests.office.adapters.calendars import GoogleParts, times
from tests.office.conftest import SettableClock

OWNER = "owner@example.com"
HOUR = timedelta(hours=1)
TWO = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))


class Office:
    """The desks that read and write calendars, on Google at our own double, with one Visit in the book."""

    def __init__(self, parts: GoogleParts, google: GoogleDouble, clock: SettableClock) -> None:
        self.records = parts.records
        self.google = google
        self.sync = CalendarSync(Business, clock, parts.records, parts.calendar)
        links = Links(SignedLinks("a key of the tests"), None)
        self.mirror = CalendarMirror(Business, clock, parts.records, parts.calendar, self.sync, links)
        self.visit_id = self.records.transaction(self._book)
        self.mirror.mirror(self.visit_id)

    @property
    def event_id(self) -> str:
        (event_id,) = self.google.standing(OWNER)
        return event_id

    def visit(self) -> VisitLine:
        visit = self.records.transaction(lambda work: work.visits.get(self.visit_id))
        assert visit is not None
        return visit

    def conflicts(self) -> list[str]:
        return [conflict.kind.value for conflict in self.records.transaction(lambda work: work.conflicts.open())]

    @staticmethod
    def _book(work: Work) -> int:
        work.calendar_links.put(1, OWNER)
        customer = work.customers.add("John Doe", "+15185550142")
        place = work.properties.add(customer.id, Address("42", "Maple Street"))
        confirmed = VisitStatus.CONFIRMED
        return work.visits.add(
            NewVisit(customer.id, place.id, 1, "pipe_repair", TWO, TWO + 2 * HOUR, confirmed, None, "owner")
        )


@pytest.fixture
def office(parts: GoogleParts, google: GoogleDouble, clock: SettableClock) -> Office:
    return Office(parts, google, clock)


def test_our_own_events_are_no_busy_and_no_conflict(office: Office) -> None:
    for _ in range(2):
        office.sync.sync_all()
        office.mirror.mirror(office.visit_id)
    assert office.google.standing(OWNER)[office.event_id]["start"]["dateTime"] == TWO.isoformat()
    assert office.google.asked.count("calendar.events.insert") == 1
    busy = office.records.transaction(lambda work: work.busy.between(TWO, TWO + HOUR))
    assert (busy, office.conflicts()) == ([], [])


def test_a_visit_that_was_dragged_to_a_free_time_moves(office: Office) -> None:
    office.sync.sync_all()
    later = Span(TWO + HOUR, TWO + 3 * HOUR)
    office.google.edit(OWNER, {"id": office.event_id, **times(later)})
    office.sync.sync_all()
    assert (office.visit().span, office.conflicts()) == (later, [])
    office.mirror.mirror(office.visit_id)
    assert "calendar.events.patch" not in office.google.asked


def test_a_visit_that_was_deleted_stands_and_is_told(office: Office) -> None:
    office.sync.sync_all()
    office.google.delete(OWNER, office.event_id)
    office.sync.sync_all()
    assert office.visit().status is VisitStatus.CONFIRMED
    assert office.conflicts() == ["removed_by_hand"]


def test_what_lies_over_a_visit_is_told_until_it_is_gone(office: Office) -> None:
    lunch = office.google.edit(OWNER, {"summary": "Lunch", **times(Span(TWO, TWO + HOUR))})
    office.sync.sync_all()
    assert office.conflicts() == ["busy_over_visit"]
    office.google.delete(OWNER, lunch)
    office.sync.sync_all()
    assert office.conflicts() == []


def test_a_token_that_google_forgot_changes_nothing(office: Office) -> None:
    office.sync.sync_all()
    office.google.book.forget_sync_tokens()
    office.sync.sync_all()
    assert (office.visit().span, office.conflicts()) == (Span(TWO, TWO + 2 * HOUR), [])
