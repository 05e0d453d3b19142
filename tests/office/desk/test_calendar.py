"""The book and an outside calendar: read before a commit, mirrored after it, followed by hand. A Wednesday at ten."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from office.adapters.memory.calendar import MemoryCalendar
from office.bootstrap import Desks
from office.desk.booking import BookingRequest
from office.domain.calendar import ConflictKind
from office.domain.openings import Problem
from office.domain.spans import Span
from office.domain.users import Role, User
from office.domain.visits import VisitLine, VisitStatus, WaitsFor
from office.errors import CalendarUnavailable, TimeTaken
from office.ports import Records

OWNER = User(1, "owner", Role.OWNER)


def friday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 6, hour, minute, tzinfo=ZoneInfo("America/New_York"))


REQUEST = BookingRequest(
    "call-1", "John Doe", "+15185550142", "42 Maple Street", "pipe_repair", friday(14), booked_by="owner"
)
TWO_TO_FOUR, NINE_TO_ELEVEN = Span(friday(14), friday(16)), Span(friday(9), friday(11))


@pytest.fixture(autouse=True)
def linked(records: Records) -> None:
    """Sam's calendar is linked."""
    records.transaction(lambda work: work.calendar_links.put(1, "sam"))


@pytest.fixture
def work_off(records: Records, desks: Desks):
    """Does what the worker would do with the jobs, which the fake keeps; jobs in PostgreSQL are done from the rows."""

    def run() -> None:
        for visit in records.transaction(lambda work: work.visits.between(friday(0), friday(23))):
            desks.mirror.confirm(visit.id)
            desks.mirror.mirror(visit.id)

    return run


@pytest.fixture
def mirrored(desks: Desks, work_off) -> VisitLine:
    """John's pipe repair, Friday from two to four, in the book and in the calendar."""
    visit = desks.booking.book(REQUEST).visit
    work_off()
    return visit


def stands(calendar: MemoryCalendar) -> list[Span]:
    return sorted((event.span for event in calendar.events("sam").values()), key=lambda span: span.start)


def conflicts(records: Records) -> list[tuple[ConflictKind, int]]:
    return [(c.kind, c.visit_id) for c in records.transaction(lambda work: work.conflicts.open())]


def event_of(calendar: MemoryCalendar) -> str:
    (event_id,) = calendar.events("sam")
    return event_id


def visit_now(desks: Desks, visit: VisitLine) -> VisitLine:
    (line,) = [v for v in desks.schedule.visits_between(visit.start.date(), 9) if v.id == visit.id]
    return line


# ---- reading


def test_what_somebody_put_into_the_calendar_is_not_offered(desks: Desks, calendar: MemoryCalendar):
    calendar.add_by_hand("sam", TWO_TO_FOUR)
    answer = desks.times.check_time(friday(15), "faucet_repair")
    assert (answer.problem, answer.offers) == (Problem.TAKEN, (friday(13), friday(16)))


def test_an_entry_that_takes_no_time_hinders_nothing(desks: Desks, calendar: MemoryCalendar):
    calendar.add_by_hand("sam", TWO_TO_FOUR, free=True)
    assert desks.booking.book(REQUEST).is_new


def test_what_came_in_a_moment_before_the_commit_counts(desks: Desks, calendar: MemoryCalendar):
    assert desks.times.check_time(friday(14), "pipe_repair").problem is None
    entry = calendar.add_by_hand("sam", TWO_TO_FOUR)
    with pytest.raises(TimeTaken):
        desks.booking.book(REQUEST)
    calendar.move_by_hand("sam", entry, NINE_TO_ELEVEN)
    assert desks.booking.book(REQUEST).visit.status is VisitStatus.CONFIRMED


def test_with_tokens_too_old_everything_is_read_anew(desks: Desks, calendar: MemoryCalendar, records: Records):
    entry = calendar.add_by_hand("sam", TWO_TO_FOUR)
    assert desks.sync.unread() == frozenset()
    calendar.remove_by_hand("sam", entry)
    calendar.add_by_hand("sam", NINE_TO_ELEVEN)
    calendar.forget_tokens()
    assert desks.sync.unread() == frozenset()
    busy = records.transaction(lambda work: work.busy.between(friday(0), friday(23)))
    assert [entry.span for entry in busy] == [NINE_TO_ELEVEN]


def test_a_calendar_that_is_away_is_left_alone_for_a_while_when_openings_are_offered(
    desks: Desks, calendar: MemoryCalendar, clock
):
    calendar.down = True
    assert desks.times.check_time(friday(14), "pipe_repair").problem is None
    calendar.down = False
    calendar.add_by_hand("sam", TWO_TO_FOUR)
    assert desks.times.check_time(friday(14), "pipe_repair").problem is None
    clock.advance(seconds=31)
    assert desks.times.check_time(friday(14), "pipe_repair").problem is Problem.TAKEN


def test_a_calendar_is_read_whole_again_before_its_horizon_comes_near(desks: Desks, calendar: MemoryCalendar, clock):
    desks.sync.sync_all()
    clock.advance(days=40)
    far = clock.now().replace(hour=14)
    calendar.add_by_hand("sam", Span(far, far.replace(hour=16)))
    desks.sync.sync_all()
    assert desks.times.check_time(far, "pipe_repair").problem is not None


# ---- writing


def test_a_booked_visit_is_mirrored_once_however_often_it_is_done(
    desks: Desks, calendar: MemoryCalendar, mirrored: VisitLine, work_off
):
    work_off()
    assert stands(calendar) == [TWO_TO_FOUR]
    (event,) = calendar.events("sam").values()
    assert (event.title, event.place) == ("John Doe: pipe repair", "42 Maple Street")


def test_a_moved_visit_takes_its_event_along_and_a_cancelled_one_takes_it_away(
    desks: Desks, calendar: MemoryCalendar, mirrored: VisitLine, work_off
):
    desks.changes.reschedule(mirrored.id, friday(9))
    work_off()
    assert stands(calendar) == [NINE_TO_ELEVEN]
    desks.changes.cancel(mirrored.id, "ill")
    work_off()
    assert stands(calendar) == []


def test_an_answer_that_was_lost_makes_no_second_event(desks: Desks, calendar: MemoryCalendar, work_off):
    desks.booking.book(REQUEST)
    calendar.loses_answers = True
    with pytest.raises(CalendarUnavailable):
        work_off()
    calendar.loses_answers = False
    work_off()
    assert stands(calendar) == [TWO_TO_FOUR]


def test_our_own_event_is_no_busy_time(desks: Desks, mirrored: VisitLine, records: Records):
    desks.sync.sync_all()
    assert not records.transaction(lambda work: work.busy.between(friday(0), friday(23)))
    assert desks.changes.reschedule(mirrored.id, friday(14, 30)).start == friday(14, 30)


def test_everything_is_mirrored_when_a_calendar_is_linked(
    desks: Desks, calendar: MemoryCalendar, records: Records, mirrored: VisitLine, work_off
):
    records.transaction(lambda work: work.calendar_links.put(1, "alex"))
    desks.mirror.catch_up()
    work_off()
    assert stands(calendar) == []
    assert [event.span for event in calendar.events("alex").values()] == [TWO_TO_FOUR]


# ---- away


def test_while_the_calendar_is_away_a_booking_is_written_down_and_confirmed_later(
    desks: Desks, calendar: MemoryCalendar, records: Records, work_off
):
    calendar.down = True
    waiting = desks.booking.book(REQUEST).visit
    assert (waiting.status, waiting.waits_for) == (VisitStatus.PENDING, WaitsFor.CALENDAR)
    with pytest.raises(TimeTaken):
        desks.booking.book(replace(REQUEST, customer_name="Jane Roe"))
    with pytest.raises(CalendarUnavailable):
        work_off()
    calendar.down = False
    work_off()
    assert visit_now(desks, waiting).status is VisitStatus.CONFIRMED
    assert stands(calendar) == [TWO_TO_FOUR]
    assert conflicts(records) == []


def test_a_time_that_turns_out_to_be_taken_is_a_conflict_until_the_owner_decides(
    desks: Desks, calendar: MemoryCalendar, records: Records, work_off
):
    calendar.down = True
    waiting = desks.booking.book(REQUEST).visit
    calendar.add_by_hand("sam", TWO_TO_FOUR)
    calendar.down = False
    work_off()
    assert visit_now(desks, waiting).status is VisitStatus.PENDING
    assert (ConflictKind.PENDING_TAKEN, waiting.id) in conflicts(records)
    assert desks.changes.reschedule(waiting.id, friday(9)).status is VisitStatus.CONFIRMED
    desks.sync.sync_all()
    assert conflicts(records) == []


def test_a_time_that_becomes_free_after_all_is_confirmed_by_itself(
    desks: Desks, calendar: MemoryCalendar, records: Records, work_off
):
    calendar.down = True
    waiting = desks.booking.book(REQUEST).visit
    entry = calendar.add_by_hand("sam", TWO_TO_FOUR)
    calendar.down = False
    work_off()
    calendar.remove_by_hand("sam", entry)
    desks.sync.sync_all()
    assert conflicts(records) == []
    work_off()
    assert visit_now(desks, waiting).status is VisitStatus.CONFIRMED


def test_a_visit_moved_while_the_calendar_is_away_waits_for_it(desks: Desks, calendar, mirrored: VisitLine, work_off):
    calendar.down = True
    assert desks.changes.reschedule(mirrored.id, friday(9)).waits_for is WaitsFor.CALENDAR
    calendar.down = False
    work_off()
    assert visit_now(desks, mirrored).status is VisitStatus.CONFIRMED
    assert stands(calendar) == [NINE_TO_ELEVEN]


# ---- hands


def test_a_visit_follows_when_its_event_is_dragged(desks: Desks, calendar, mirrored: VisitLine, records, work_off):
    calendar.move_by_hand("sam", event_of(calendar), NINE_TO_ELEVEN)
    desks.sync.sync_all()
    assert visit_now(desks, mirrored).span == NINE_TO_ELEVEN
    work_off()
    assert (stands(calendar), conflicts(records)) == ([NINE_TO_ELEVEN], [])


def test_an_event_dragged_over_another_visit_is_a_conflict_and_moves_nothing(
    desks: Desks, calendar, mirrored: VisitLine, records: Records, work_off
):
    event_id = event_of(calendar)
    other = desks.booking.book(replace(REQUEST, customer_name="Jane Roe", start=friday(9))).visit
    work_off()
    calendar.move_by_hand("sam", event_id, NINE_TO_ELEVEN)
    desks.sync.sync_all()
    desks.sync.sync_all()
    assert visit_now(desks, mirrored).span == TWO_TO_FOUR
    assert conflicts(records) == [(ConflictKind.MOVED_BY_HAND, mirrored.id)]
    assert desks.changes.reschedule(other.id, friday(11)).start == friday(11)
    desks.changes.reschedule(mirrored.id, friday(9))
    work_off()
    assert conflicts(records) == []


@pytest.mark.parametrize("tokens_too_old", [False, True])
def test_an_event_deleted_by_hand_deletes_no_visit(
    desks: Desks, calendar, mirrored: VisitLine, records: Records, tokens_too_old: bool
):
    desks.sync.sync_all()
    calendar.remove_by_hand("sam", event_of(calendar))
    if tokens_too_old:
        calendar.forget_tokens()
    desks.sync.sync_all()
    assert visit_now(desks, mirrored).status is VisitStatus.CONFIRMED
    assert conflicts(records) == [(ConflictKind.REMOVED_BY_HAND, mirrored.id)]
    desks.changes.cancel(mirrored.id, "by hand")
    assert conflicts(records) == []


def test_an_entry_put_over_a_visit_is_a_conflict_until_it_is_gone(
    desks: Desks, calendar, mirrored: VisitLine, records: Records
):
    entry = calendar.add_by_hand("sam", TWO_TO_FOUR)
    desks.sync.sync_all()
    assert conflicts(records) == [(ConflictKind.BUSY_OVER_VISIT, mirrored.id)]
    calendar.remove_by_hand("sam", entry)
    desks.sync.sync_all()
    assert conflicts(records) == []


def test_what_the_owner_forces_over_an_entry_is_no_conflict(desks: Desks, calendar, records: Records):
    calendar.add_by_hand("sam", TWO_TO_FOUR)
    desks.sync.sync_all()
    assert desks.booking.force(REQUEST, OWNER).visit.forced
    desks.sync.sync_all()
    assert conflicts(records) == []


def test_our_own_change_wins_over_a_hands_while_it_is_on_its_way(
    desks: Desks, calendar, mirrored: VisitLine, records: Records, work_off
):
    event_id = event_of(calendar)
    desks.changes.reschedule(mirrored.id, friday(11))
    calendar.move_by_hand("sam", event_id, NINE_TO_ELEVEN)
    desks.sync.sync_all()
    work_off()
    assert visit_now(desks, mirrored).start == friday(11)
    assert stands(calendar) == [Span(friday(11), friday(13))]
