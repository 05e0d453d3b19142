"""Moving, cancelling, completing and forcing Visits, and holding Openings. Now is Wednesday, March 4, 2026, 10:00."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.adapters.duckling import Duckling
from office.adapters.memory import MemoryRecords
from office.adapters.memory.calendar import MemoryCalendar
from office.bootstrap import Desks, assemble
from office.desk.booking import BookingRequest
from office.domain.calendar import ConflictKind
from office.domain.hours import Business, Technician
from office.domain.openings import Problem
from office.domain.spans import Span
from office.domain.users import Role, User
from office.domain.visits import VisitLine, VisitStatus, WaitsFor
from office.errors import OwnerOnly, TechnicianUnknown, TimeNotBookable, TimeTaken, VisitOver, VisitUnknown
from office.ports import Clock, Records

OWNER, STAFF = User(1, "owner", Role.OWNER), User(2, "kim", Role.OFFICE)
NOBODY = Duckling("http://127.0.0.1:9")


def friday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 6, hour, minute, tzinfo=ZoneInfo("America/New_York"))


REQUEST = BookingRequest(
    "call-1", "John Doe", "+15185550142", "42 Maple Street", "pipe_repair", friday(14), booked_by="owner"
)
OTHER = replace(REQUEST, call_id="call-2", customer_name="Jane Roe", phone="+15185550177", job_code="faucet_repair")


@pytest.fixture
def visit(desks: Desks) -> VisitLine:
    """John's pipe repair, Friday from two to four."""
    return desks.booking.book(REQUEST).visit


# ---- holding


def test_a_held_opening_is_nobody_elses_until_it_expires(desks: Desks, clock):
    desks.booking.hold("call-1", friday(14), "pipe_repair")
    for attempt in (desks.booking.book, lambda request: desks.booking.hold("call-2", request.start, "faucet_repair")):
        with pytest.raises(TimeTaken) as refused:
            attempt(replace(OTHER, start=friday(15)))
        assert refused.value.answer.offers == (friday(13), friday(16))
    clock.advance(minutes=3)
    assert desks.booking.book(replace(OTHER, start=friday(15))).is_new


def test_a_call_holds_one_opening_at_a_time(desks: Desks):
    desks.booking.hold("call-1", friday(14), "pipe_repair")
    desks.booking.hold("call-1", friday(9), "pipe_repair")
    assert desks.booking.book(replace(OTHER, start=friday(14))).is_new
    desks.booking.let_go("call-1")
    assert desks.booking.book(replace(OTHER, start=friday(9))).is_new


def test_what_a_call_holds_is_free_for_itself_and_goes_with_the_calls_end(desks: Desks):
    desks.booking.hold("call-1", friday(14), "pipe_repair")
    assert desks.times.check_time(friday(14), "pipe_repair", "call-1").problem is None
    assert desks.times.check_time(friday(14), "pipe_repair").problem is Problem.TAKEN
    desks.calls.open("call-1", "owner_app", None, None)
    desks.calls.close("call-1", "hung_up")
    assert desks.times.check_time(friday(14), "pipe_repair").problem is None


def test_a_time_that_cannot_be_is_not_held(desks: Desks):
    with pytest.raises(TimeNotBookable):
        desks.booking.hold("call-1", friday(16, 30), "pipe_repair")


# ---- moving


def test_a_visit_moves_and_its_old_time_is_free(desks: Desks, visit: VisitLine):
    moved = desks.changes.reschedule(visit.id, friday(9))
    assert (moved.id, moved.start, moved.end) == (visit.id, friday(9), friday(11))
    assert desks.booking.book(OTHER).is_new


def test_a_visit_may_move_to_where_it_overlaps_only_its_old_time(desks: Desks, visit: VisitLine):
    desks.changes.hold(visit.id, friday(15), "call-2")
    with pytest.raises(TimeTaken):
        desks.booking.book(replace(OTHER, start=friday(16), call_id="call-3"))
    assert desks.changes.reschedule(visit.id, friday(15), "call-2").start == friday(15)
    assert desks.changes.reschedule(visit.id, friday(14)).start == friday(14)


def test_only_a_time_that_is_free_as_a_whole_is_held_for_a_move(desks: Desks, visit: VisitLine):
    desks.booking.book(replace(OTHER, start=friday(12)))
    with pytest.raises(TimeTaken):
        desks.changes.hold(visit.id, friday(11), "call-2")
    with pytest.raises(TimeNotBookable):
        desks.changes.hold(visit.id, friday(16), "call-2")


def test_a_visit_does_not_move_onto_another_and_stays_where_it_was(desks: Desks, visit: VisitLine):
    other = desks.booking.book(replace(OTHER, start=friday(9))).visit
    with pytest.raises(TimeTaken) as refused:
        desks.changes.reschedule(other.id, friday(15))
    assert refused.value.answer.offers == (friday(13), friday(16))
    assert desks.changes.reschedule(other.id, friday(9)).revision == other.revision


def test_a_moved_visit_keeps_its_technician_where_he_is_free(clock: Clock):
    both = (Technician(1, "Sam"), Technician(2, "Alex"))
    desks = assemble(lambda: Business(technicians=both), clock, NOBODY, MemoryRecords(both), MemoryCalendar())
    first, second = desks.booking.book(REQUEST).visit, desks.booking.book(OTHER).visit
    assert {first.technician.id, second.technician.id} == {1, 2}
    assert desks.changes.reschedule(second.id, friday(9)).technician == second.technician
    blocked = desks.booking.book(replace(OTHER, customer_name="Al Poe", start=friday(11))).visit
    moved = desks.changes.reschedule(blocked.id, friday(14, 30))
    assert moved.technician == second.technician


# ---- ending


def test_a_cancelled_visit_frees_its_time_and_tells_why(desks: Desks, visit: VisitLine):
    cancelled = desks.changes.cancel(visit.id, "sold the house")
    assert (cancelled.status, cancelled.cancel_reason) == (VisitStatus.CANCELLED, "sold the house")
    assert desks.changes.cancel(visit.id, "again").cancel_reason == "sold the house"
    assert desks.booking.book(OTHER).is_new


def test_a_completed_visit_keeps_its_price_and_can_be_changed_no_more(desks: Desks, visit: VisitLine):
    done = desks.changes.complete(visit.id, 18500, "new valve")
    assert (done.status, done.price_cents, done.outcome_note) == (VisitStatus.DONE, 18500, "new valve")
    for change in (
        lambda: desks.changes.reschedule(visit.id, friday(9)),
        lambda: desks.changes.cancel(visit.id, "late"),
        lambda: desks.changes.no_show(visit.id),
        lambda: desks.changes.hold(visit.id, friday(9), "call-2"),
    ):
        with pytest.raises(VisitOver):
            change()


def test_nobody_there_is_noted(desks: Desks, visit: VisitLine):
    assert desks.changes.no_show(visit.id).status is VisitStatus.NO_SHOW


def test_a_visit_that_there_is_not_is_unknown(desks: Desks):
    with pytest.raises(VisitUnknown):
        desks.changes.cancel(4711, "wrong")


# ---- forcing


def test_only_the_owner_books_over_another_and_the_row_says_so(desks: Desks, visit: VisitLine):
    with pytest.raises(OwnerOnly):
        desks.booking.force(OTHER, STAFF)
    forced = desks.booking.force(OTHER, OWNER).visit
    assert (forced.start, forced.forced, forced.status) == (friday(14), True, VisitStatus.CONFIRMED)
    assert not desks.booking.force(replace(OTHER, start=friday(9)), OWNER).visit.forced


def test_nobody_is_booked_over_a_forced_visit(desks: Desks, visit: VisitLine):
    desks.booking.force(replace(OTHER, start=friday(15, 30)), OWNER)
    desks.changes.cancel(visit.id, "ill")
    with pytest.raises(TimeTaken):
        desks.booking.book(replace(REQUEST, customer_name="Al Poe"))


def test_the_owner_moves_a_visit_over_another_and_back(desks: Desks, visit: VisitLine):
    other = desks.booking.book(replace(OTHER, start=friday(9))).visit
    with pytest.raises(OwnerOnly):
        desks.changes.force(other.id, friday(14, 30), STAFF)
    assert desks.changes.force(other.id, friday(14, 30), OWNER).forced
    assert not desks.changes.reschedule(other.id, friday(9)).forced


# ---- approving


def test_with_approve_first_a_callers_booking_waits_for_the_owner(records: Records, clock: Clock):
    desks = assemble(lambda: Business(approve_first=True), clock, NOBODY, records, MemoryCalendar())
    waiting = desks.booking.book(REQUEST).visit
    assert (waiting.status, waiting.waits_for) == (VisitStatus.PENDING, WaitsFor.OWNER)
    with pytest.raises(TimeTaken):
        desks.booking.book(OTHER)
    assert desks.changes.reschedule(waiting.id, friday(9)).waits_for is WaitsFor.OWNER
    assert desks.changes.approve(waiting.id).status is VisitStatus.CONFIRMED
    own = desks.booking.book(replace(OTHER, by_owner=True)).visit
    assert own.status is VisitStatus.CONFIRMED


def test_calls_that_nobody_closed_are_swept(desks: Desks, records: Records, clock):
    desks.calls.open("call-1", "owner_app", None, "token-1")
    desks.booking.hold("call-1", friday(14), "pipe_repair")
    clock.advance(hours=13)
    desks.calls.open("call-2", "owner_app", None, "token-2")
    desks.calls.sweep()
    outcomes = [records.transaction(lambda work, i=i: work.calls.get(f"call-{i}").outcome) for i in (1, 2)]
    assert outcomes == ["failed", None]
    assert not records.transaction(
        lambda work: work.visits.taken(friday(8), friday(17), clock.now() - timedelta(days=1))
    )
    clock.advance(hours=12)
    desks.calls.sweep()
    assert records.transaction(lambda work: work.calls.use_token("token-1", clock.now()))
    assert not records.transaction(lambda work: work.calls.use_token("token-2", clock.now()))


# ---- time off


def test_time_off_is_not_booked_and_a_visit_in_it_is_a_conflict(desks: Desks, visit: VisitLine, records: Records):
    afternoon = Span(friday(13), friday(17))
    busy = desks.schedule.block(1, afternoon, "Dentist")
    assert desks.schedule.busy_between(afternoon.start.date(), 1) == [busy]
    with pytest.raises(TimeTaken):
        desks.booking.book(replace(OTHER, start=friday(16)))
    (conflict,) = records.transaction(lambda work: work.conflicts.open())
    assert (conflict.kind, conflict.visit_id) == (ConflictKind.BUSY_OVER_VISIT, visit.id)
    assert desks.schedule.unblock(1, busy.id)
    assert not desks.schedule.unblock(1, busy.id)
    assert records.transaction(lambda work: work.conflicts.open()) == []
    assert desks.booking.book(replace(OTHER, start=friday(16))).is_new


def test_nobody_has_time_off_who_is_not_there(desks: Desks):
    with pytest.raises(TechnicianUnknown):
        desks.schedule.block(4711, Span(friday(13), friday(17)), "Dentist")
