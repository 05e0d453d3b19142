"""What the office books and moves by hand, with two technicians. Now is Wednesday, March 4, 2026, 10:00."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from office.adapters.duckling import Duckling
from office.adapters.memory import MemoryRecords
from office.adapters.memory.calendar import MemoryCalendar
from office.bootstrap import Desks, assemble
from office.desk.booking import BookingRequest
from office.desk.times import WantedOpenings
from office.domain.hours import Business, Technician
from office.domain.repeats import Asked
from office.domain.spans import Span
from office.domain.users import Role, User
from office.errors import BusyUnknown, KeyUsed, NotATime, TechnicianUnknown, TimeTaken, VisitUnknown
from office.ports import Clock

SAM, ALEX, GONE = Technician(1, "Sam"), Technician(2, "Alex"), Technician(3, "Lee", active=False)
FRIDAY = date(2026, 3, 6)
OWNER = User(1, "owner", Role.OWNER)


def friday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 6, hour, minute, tzinfo=ZoneInfo("America/New_York"))


REQUEST = BookingRequest(
    None, "John Doe", "+15185550142", "42 Maple Street", "pipe_repair", friday(14), "kim", by_owner=True
)
OTHER = replace(REQUEST, customer_name="Jane Roe", phone="+15185550177")


@pytest.fixture
def two(clock: Clock) -> Desks:
    """The desks of a business with two who go to Visits, and one who did."""
    business = Business(technicians=(SAM, ALEX, GONE))
    records = MemoryRecords(business.technicians)
    return assemble(lambda: business, clock, Duckling("http://127.0.0.1:9"), records, MemoryCalendar())


def starts(desks: Desks, **wanted: object) -> list[datetime]:
    found = desks.times.openings(WantedOpenings("pipe_repair", **wanted), FRIDAY, 1)
    return list(found[FRIDAY])


def test_a_visit_goes_to_the_technician_who_was_named(two: Desks):
    for technician in (ALEX, SAM):
        request = OTHER if technician is SAM else REQUEST
        booked = two.booking.book(replace(request, technician_id=technician.id))
        assert booked.visit.technician.id == technician.id


def test_who_was_named_and_is_not_free_is_not_replaced_by_another(two: Desks):
    two.booking.book(replace(REQUEST, technician_id=ALEX.id))
    with pytest.raises(TimeTaken) as refused:
        two.booking.book(replace(OTHER, technician_id=ALEX.id))
    assert refused.value.answer.offers == (friday(12),)
    assert two.booking.book(OTHER).visit.technician.id == SAM.id


@pytest.mark.parametrize("technician_id", [GONE.id, 99])
def test_who_goes_to_no_visits_is_sent_to_none(two: Desks, technician_id: int):
    visit = two.booking.book(REQUEST).visit
    for attempt in (
        lambda: two.booking.book(replace(OTHER, technician_id=technician_id)),
        lambda: two.booking.force(OTHER, OWNER, technician_id),
        lambda: two.changes.reschedule(visit.id, friday(9), technician_id=technician_id),
        lambda: two.changes.force(visit.id, friday(9), OWNER, technician_id),
        lambda: starts(two, technician_id=technician_id),
    ):
        with pytest.raises(TechnicianUnknown):
            attempt()


def test_openings_are_somebodys_or_anybodys(two: Desks):
    every = starts(two)
    visit = two.booking.book(replace(REQUEST, technician_id=ALEX.id)).visit
    assert starts(two) == every
    assert starts(two, technician_id=SAM.id) == every
    assert starts(two, technician_id=ALEX.id) == [start for start in every if start <= friday(12)]
    assert starts(two, technician_id=ALEX.id, visit_id=visit.id) == every
    with pytest.raises(VisitUnknown):
        starts(two, visit_id=99)


def test_a_visit_changes_its_technician_and_keeps_its_time(two: Desks):
    visit = two.booking.book(replace(REQUEST, technician_id=ALEX.id)).visit
    moved = two.changes.reschedule(visit.id, visit.start, technician_id=SAM.id)
    assert (moved.technician.id, moved.start) == (SAM.id, visit.start)
    again = two.changes.reschedule(visit.id, visit.start, technician_id=SAM.id)
    assert again.revision == moved.revision
    two.booking.book(replace(OTHER, technician_id=ALEX.id))
    with pytest.raises(TimeTaken):
        two.changes.reschedule(visit.id, visit.start, technician_id=ALEX.id)


def test_a_booking_that_is_asked_twice_is_made_once_and_its_key_is_for_no_other(two: Desks):
    asked = Asked(1, "a-key", b"one")
    first = two.booking.book(replace(REQUEST, asked=asked))
    again = two.booking.book(replace(REQUEST, asked=asked))
    assert (first.is_new, again.is_new, again.visit.id) == (True, False, first.visit.id)
    with pytest.raises(KeyUsed):
        two.booking.book(replace(OTHER, asked=replace(asked, digest=b"two")))


def test_a_forced_booking_that_is_asked_twice_is_made_once(two: Desks):
    asked = Asked(1, "a-key", b"one")
    ids = {two.booking.force(replace(REQUEST, asked=asked), OWNER).visit.id for _ in range(2)}
    assert len(ids) == 1


def test_a_key_is_forgotten_after_a_day(two: Desks, clock):
    asked = Asked(1, "a-key", b"one")
    two.booking.book(replace(REQUEST, asked=asked))
    clock.advance(hours=25)
    two.calls.sweep()
    assert two.booking.book(replace(OTHER, asked=replace(asked, digest=b"two"), technician_id=ALEX.id)).is_new


def test_time_off_is_given_back_by_its_number(two: Desks):
    busy = two.schedule.block(ALEX.id, Span(friday(8), friday(17)), "Time off")
    assert starts(two, technician_id=ALEX.id) == []
    two.schedule.give_back(busy.id)
    assert starts(two, technician_id=ALEX.id) == starts(two)
    with pytest.raises(BusyUnknown):
        two.schedule.give_back(busy.id)
    for span in (Span(friday(8), friday(8)), Span(friday(9), friday(8))):
        with pytest.raises(NotATime):
            two.schedule.block(ALEX.id, span, "Time off")


def test_a_technician_looks_at_his_own_visits(two: Desks):
    visit = two.booking.book(replace(REQUEST, technician_id=ALEX.id)).visit
    sam, alex = (User(number, "t", Role.TECHNICIAN, technician_id=number) for number in (1, 2))
    assert two.schedule.visit(visit.id, alex) == two.schedule.visit(visit.id, OWNER) == visit
    for user in (sam, User(9, "t", Role.TECHNICIAN)):
        with pytest.raises(VisitUnknown):
            two.schedule.visit(visit.id, user)
