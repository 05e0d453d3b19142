"""What all records must do about holds, changes, Busy and outside calendars: the fake and PostgreSQL alike."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.domain.calendar import CalendarAccount, CalendarLink, ConflictKind, Mirror
from office.domain.customers import Address
from office.domain.spans import Span
from office.domain.visits import Ending, Hold, NewVisit, VisitLine, VisitStatus, WaitsFor
from office.errors import NoFreeTechnician
from office.ports import Records, Work

TWO = datetime(2026, 3, 6, 14, tzinfo=ZoneInfo("America/New_York"))
HOUR = timedelta(hours=1)
SPAN = Span(TWO, TWO + 2 * HOUR)
HOLD = Hold("call-1", 1, "pipe_repair", SPAN)
UNTIL = TWO + timedelta(minutes=3)


def add_visit(records: Records, span: Span = SPAN, **values: object) -> int:
    def steps(work: Work) -> int:
        customer = work.customers.add("John Doe", "+15185550142")
        place = work.properties.add(customer.id, Address("42", "Maple Street"))
        visit = NewVisit(
            customer.id, place.id, 1, "pipe_repair", span.start, span.end, VisitStatus.CONFIRMED, "call-9", "owner"
        )
        return work.visits.add(replace(visit, **values))

    return records.transaction(steps)


def visit_of(records: Records, visit_id: int) -> VisitLine:
    visit = records.transaction(lambda work: work.visits.get(visit_id))
    assert visit is not None
    return visit


def hold(records: Records, *holds: Hold) -> None:
    records.transaction(lambda work: work.visits.hold(holds or [HOLD], UNTIL))


def taken(records: Records, now: datetime = TWO, call_id: str | None = None, visit_id: int | None = None) -> list[Span]:
    entries = records.transaction(lambda work: work.visits.taken(TWO, TWO + HOUR, now, call_id, visit_id))
    return [entry.span for entry in entries]


def test_a_hold_takes_time_until_it_expires_but_not_from_its_own_call(records: Records):
    hold(records)
    assert taken(records) == [SPAN]
    assert taken(records, call_id="call-2") == [SPAN]
    assert taken(records, call_id="call-1") == []
    assert taken(records, now=UNTIL) == []


def test_a_hold_is_no_visit_of_anybody(records: Records):
    hold(records)
    assert not records.transaction(lambda work: work.visits.between(TWO, TWO + HOUR))
    assert not records.transaction(lambda work: work.visits.any_of_call("call-1"))


def test_over_a_hold_nothing_is_written_until_it_is_let_go_or_dropped(records: Records):
    hold(records)
    with pytest.raises(NoFreeTechnician):
        add_visit(records)
    with pytest.raises(NoFreeTechnician):
        hold(records, replace(HOLD, call_id="call-2"))
    assert records.transaction(lambda work: work.visits.let_go("call-2")) == 0
    assert records.transaction(lambda work: work.visits.drop_expired(TWO)) == 0
    assert records.transaction(lambda work: work.visits.drop_expired(UNTIL)) == 1
    hold(records)
    assert records.transaction(lambda work: work.visits.let_go("call-1")) == 1
    assert add_visit(records)


def test_several_pieces_are_held_together_or_not_at_all(records: Records):
    add_visit(records, Span(TWO + 3 * HOUR, TWO + 4 * HOUR))
    with pytest.raises(NoFreeTechnician):
        hold(records, HOLD, replace(HOLD, span=Span(TWO + 3 * HOUR, TWO + 4 * HOUR)))
    assert taken(records) == []


def test_a_visit_moves_to_where_it_overlaps_only_itself(records: Records):
    visit_id = add_visit(records)
    moved = Span(TWO + HOUR, TWO + 3 * HOUR)
    assert taken(records, visit_id=visit_id) == []
    records.transaction(lambda work: work.visits.move(visit_id, 1, moved))
    visit = visit_of(records, visit_id)
    assert (visit.span, visit.status, visit.revision) == (moved, VisitStatus.CONFIRMED, 2)


def test_a_visit_does_not_move_onto_another(records: Records):
    visit_id = add_visit(records)
    add_visit(records, Span(TWO + 3 * HOUR, TWO + 4 * HOUR))
    with pytest.raises(NoFreeTechnician):
        records.transaction(lambda work: work.visits.move(visit_id, 1, Span(TWO + 2 * HOUR, TWO + 4 * HOUR)))
    assert visit_of(records, visit_id).span == SPAN


def test_a_moved_visit_may_wait_and_be_confirmed(records: Records):
    visit_id = add_visit(records)
    moved = SPAN.moved_to(TWO + HOUR)
    records.transaction(lambda work: work.visits.move(visit_id, 1, moved, waits_for=WaitsFor.CALENDAR))
    waiting = visit_of(records, visit_id)
    assert (waiting.status, waiting.waits_for) == (VisitStatus.PENDING, WaitsFor.CALENDAR)
    records.transaction(lambda work: work.visits.confirm(visit_id))
    confirmed = visit_of(records, visit_id)
    assert (confirmed.status, confirmed.waits_for, confirmed.revision) == (VisitStatus.CONFIRMED, None, 3)


def test_an_ended_visit_tells_how_and_takes_no_time(records: Records):
    done, cancelled = add_visit(records), add_visit(records, Span(TWO + 2 * HOUR, TWO + 3 * HOUR))
    records.transaction(lambda work: work.visits.end(done, Ending(VisitStatus.DONE, TWO, None, 18500, "new valve")))
    records.transaction(lambda work: work.visits.end(cancelled, Ending(VisitStatus.CANCELLED, TWO, "sold the house")))
    assert (visit_of(records, done).price_cents, visit_of(records, done).outcome_note) == (18500, "new valve")
    assert visit_of(records, cancelled).cancel_reason == "sold the house"
    assert taken(records) == []


def test_a_forced_visit_lies_over_others_and_nothing_lies_over_it(records: Records):
    first = add_visit(records)
    forced = add_visit(records, Span(TWO + HOUR, TWO + 3 * HOUR), forced=True)
    assert visit_of(records, forced).forced
    records.transaction(lambda work: work.visits.end(first, Ending(VisitStatus.CANCELLED, TWO)))
    later = Span(TWO + 2 * HOUR, TWO + 4 * HOUR)
    with pytest.raises(NoFreeTechnician):
        add_visit(records, later)
    with pytest.raises(NoFreeTechnician):
        hold(records, replace(HOLD, span=later))
    records.transaction(lambda work: work.visits.move(forced, 1, SPAN))
    assert not visit_of(records, forced).forced
    assert add_visit(records, later)


def test_busy_takes_time_and_is_no_visit(records: Records):
    entry = records.transaction(lambda work: work.busy.add(1, SPAN, "Dentist"))
    assert taken(records) == [SPAN]
    assert records.transaction(lambda work: work.busy.between(TWO, TWO + HOUR)) == [entry]
    assert records.transaction(lambda work: work.busy.remove(entry.id))
    assert not records.transaction(lambda work: work.busy.remove(entry.id))
    assert taken(records) == []


def test_an_entry_of_a_calendar_is_written_over_and_dropped_by_its_id(records: Records):
    moved = Span(TWO + 30 * HOUR, TWO + 31 * HOUR)
    own = records.transaction(lambda work: work.busy.add(1, SPAN, "Holiday"))
    for span in (SPAN, moved):
        records.transaction(lambda work, span=span: work.busy.put_entry(1, "e1", span, "Dentist"))
    found = records.transaction(lambda work: work.busy.between(TWO, TWO + 99 * HOUR))
    assert [(busy.entry_id, busy.span) for busy in found] == [(None, SPAN), ("e1", moved)]
    assert not records.transaction(lambda work: work.busy.remove(found[1].id))
    records.transaction(lambda work: work.busy.drop_entry(1, "unknown"))
    records.transaction(lambda work: work.busy.drop_entry(1, "e1"))
    records.transaction(lambda work: work.busy.put_entry(1, "e2", moved, "School"))
    records.transaction(lambda work: work.busy.drop_entries(1))
    assert records.transaction(lambda work: work.busy.between(TWO, TWO + 99 * HOUR)) == [own]


def test_what_lies_under_a_busy_is_found(records: Records):
    under, forced, over = add_visit(records), add_visit(records, SPAN, forced=True), TWO + 2 * HOUR
    add_visit(records, Span(TWO + 5 * HOUR, TWO + 6 * HOUR))
    records.transaction(lambda work: work.busy.put_entry(1, "e1", Span(TWO + HOUR, TWO + 3 * HOUR), "Dentist"))
    assert records.transaction(lambda work: work.visits.under_busy(1, TWO)) == [under]
    assert not records.transaction(lambda work: work.visits.under_busy(1, over))
    assert forced


def test_a_link_is_read_on_by_one_at_a_time(records: Records):
    records.transaction(lambda work: work.calendar_links.put(1, "sam"))
    (unread,) = records.transaction(lambda work: work.calendar_links.all())
    assert unread == CalendarLink(1, "sam")
    assert records.transaction(lambda work: work.calendar_links.advance(unread, "t1", TWO, TWO))
    assert not records.transaction(lambda work: work.calendar_links.advance(unread, "t2", TWO, TWO))
    (read,) = records.transaction(lambda work: work.calendar_links.all())
    assert read == CalendarLink(1, "sam", "t1", TWO, TWO)
    records.transaction(lambda work: work.calendar_links.put(1, "other"))
    assert not records.transaction(lambda work: work.calendar_links.advance(read, "t3", TWO, TWO))
    records.transaction(lambda work: work.calendar_links.remove(1))
    assert records.transaction(lambda work: work.calendar_links.all()) == []


def test_the_account_is_one_and_its_first_revocation_counts(records: Records):
    account = CalendarAccount("sam@example.com", b"sealed", TWO)
    records.transaction(lambda work: work.calendar_account.put(account))
    for hours in (1, 2):
        records.transaction(lambda work, hours=hours: work.calendar_account.revoke(TWO + hours * HOUR))
    assert records.transaction(lambda work: work.calendar_account.get()) == replace(account, revoked_at=TWO + HOUR)
    records.transaction(lambda work: work.calendar_account.put(account))
    assert records.transaction(lambda work: work.calendar_account.get()) == account
    records.transaction(lambda work: work.calendar_account.remove())
    assert records.transaction(lambda work: work.calendar_account.get()) is None


def test_a_mirror_is_behind_when_the_visit_has_changed(records: Records):
    visit_id = add_visit(records)

    def behind(since: datetime = TWO) -> list[int]:
        return list(records.transaction(lambda work: work.mirrors.behind(since)))

    assert behind() == []
    records.transaction(lambda work: work.calendar_links.put(1, "sam"))
    assert behind() == [visit_id]
    assert behind(TWO + 2 * HOUR) == []
    mirror = Mirror(visit_id, "sam", 1, "etag")
    records.transaction(lambda work: work.mirrors.put(mirror))
    assert behind() == []
    assert records.transaction(lambda work: work.mirrors.get(visit_id)) == mirror
    assert records.transaction(lambda work: work.mirrors.standing("sam", SPAN)) == [visit_id]
    assert not records.transaction(lambda work: work.mirrors.standing("other", SPAN))
    records.transaction(lambda work: work.visits.move(visit_id, 1, SPAN.moved_to(TWO + HOUR)))
    assert behind() == [visit_id]
    records.transaction(lambda work: work.mirrors.put(replace(mirror, revision=2)))
    records.transaction(lambda work: work.visits.end(visit_id, Ending(VisitStatus.CANCELLED, TWO)))
    assert behind() == [visit_id]
    records.transaction(lambda work: work.mirrors.drop(visit_id))
    assert behind() == []


def test_an_installation_is_told_by_eight_digits(records: Records):
    digits = records.transaction(lambda work: work.mirrors.installation())
    assert len(digits) == 8
    assert int(digits, 16) >= 0
    assert records.transaction(lambda work: work.mirrors.installation()) == digits


def test_a_conflict_is_noted_once_while_it_is_open(records: Records):
    visit_id, kind = add_visit(records), ConflictKind.MOVED_BY_HAND
    noted = [records.transaction(lambda work: work.conflicts.note(kind, visit_id, TWO)) for _ in range(2)]
    assert noted == [True, False]
    (conflict,) = records.transaction(lambda work: work.conflicts.open())
    assert (conflict.kind, conflict.visit_id, conflict.noted_at) == (kind, visit_id, TWO)
    records.transaction(lambda work: work.conflicts.settle(ConflictKind.BUSY_OVER_VISIT, visit_id, TWO))
    assert len(records.transaction(lambda work: work.conflicts.open())) == 1
    records.transaction(lambda work: work.conflicts.settle(kind, visit_id, TWO))
    assert records.transaction(lambda work: work.conflicts.open()) == []
    assert records.transaction(lambda work: work.conflicts.note(kind, visit_id, TWO))
