"""What every calendar must do. Run on the fake, on Google's adapter at our own double, and at the independent one."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.domain.calendar import CalendarEntry, CalendarEvent
from office.domain.spans import Span
from office.errors import CalendarRevoked, CalendarUnavailable
from tests.office.adapters.calendars import Kind

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
TWO = datetime(2026, 3, 6, 14, tzinfo=NEW_YORK)
WINDOW = Span(TWO - timedelta(days=2), TWO + timedelta(days=60))
AT_TWO = Span(TWO, TWO + HOUR)
AT_FOUR = Span(TWO + 2 * HOUR, TWO + 3 * HOUR)
VISIT = CalendarEvent("pl0000abcdv7", AT_TWO, "Pipe repair: John Doe", "42 Maple Street", "+15185550142")


def entries(kind: Kind, token: str | None = None) -> dict[str, CalendarEntry]:
    return {entry.id: entry for entry in kind.calendar.changes(kind.calendar_id, token, WINDOW).entries}


def token(kind: Kind) -> str:
    kind.need("syncToken")
    found = kind.calendar.changes(kind.calendar_id, None, WINDOW).token
    assert found is not None
    return found


def test_an_event_reads_back_with_the_tag_that_was_answered(kind: Kind) -> None:
    kind.need("client ids")
    tag = kind.calendar.put(kind.calendar_id, VISIT)
    assert entries(kind) == {VISIT.id: CalendarEntry(VISIT.id, AT_TWO, VISIT.title, tag)}


def test_an_event_put_twice_is_there_once_as_it_was_last(kind: Kind) -> None:
    kind.need("client ids", "patch")
    moved = CalendarEvent(VISIT.id, AT_FOUR, "Drain cleaning", VISIT.place, VISIT.description)
    first = kind.calendar.put(kind.calendar_id, VISIT)
    second = kind.calendar.put(kind.calendar_id, moved)
    assert first != second
    assert entries(kind) == {VISIT.id: CalendarEntry(VISIT.id, AT_FOUR, "Drain cleaning", second)}


def test_an_event_that_was_removed_comes_back_when_it_is_put_again(kind: Kind) -> None:
    kind.need("client ids", "patch")
    kind.calendar.put(kind.calendar_id, VISIT)
    kind.calendar.remove(kind.calendar_id, VISIT.id)
    assert entries(kind) == {}
    kind.calendar.put(kind.calendar_id, VISIT)
    assert entries(kind)[VISIT.id].span == AT_TWO


def test_an_event_that_somebody_deleted_and_moved_comes_back_too(kind: Kind) -> None:
    kind.need("client ids", "patch")
    kind.calendar.put(kind.calendar_id, VISIT)
    kind.move(VISIT.id, AT_FOUR)
    kind.remove(VISIT.id)
    kind.calendar.put(kind.calendar_id, VISIT)
    assert entries(kind)[VISIT.id].span == AT_TWO


def test_removing_what_is_not_there_is_no_error(kind: Kind) -> None:
    kind.calendar.remove(kind.calendar_id, "pl0000abcdv99")
    made = kind.add(AT_TWO)
    kind.calendar.remove(kind.calendar_id, made)
    kind.calendar.remove(kind.calendar_id, made)
    assert made not in entries(kind)


def test_a_whole_look_shows_what_touches_the_window(kind: Kind) -> None:
    over_its_start = Span(WINDOW.start - HOUR, WINDOW.start + HOUR)
    over_its_end = Span(WINDOW.end - HOUR, WINDOW.end + HOUR)
    inside = [kind.add(span) for span in (over_its_start, AT_TWO, over_its_end)]
    outside = [kind.add(Span(WINDOW.start - HOUR, WINDOW.start)), kind.add(Span(WINDOW.end, WINDOW.end + HOUR))]
    look = kind.calendar.changes(kind.calendar_id, None, WINDOW)
    seen = {entry.id for entry in look.entries}
    assert seen >= set(inside)
    assert not seen & set(outside)
    assert (look.whole, look.reaches_to) == (True, WINDOW.end)
    for entry_id in (*inside, *outside):
        kind.remove(entry_id)


def test_an_entry_has_its_title_and_its_time_in_the_windows_zone(kind: Kind) -> None:
    made = kind.add(Span(AT_TWO.start.astimezone(ZoneInfo("Europe/Berlin")), AT_TWO.end), "Dentist")
    entry = entries(kind)[made]
    assert (entry.title, entry.span, entry.removed) == ("Dentist", AT_TWO, False)
    assert entry.span is not None
    assert entry.span.start.tzinfo == NEW_YORK
    kind.remove(made)


def test_an_entry_that_is_shown_as_free_takes_no_time(kind: Kind) -> None:
    made = kind.add(AT_TWO, free=True)
    assert entries(kind)[made].span is None
    assert not entries(kind)[made].removed


def test_only_what_is_new_is_told_after_a_token(kind: Kind) -> None:
    old, moved, removed = (kind.add(AT_TWO) for _ in range(3))
    seen = token(kind)
    kind.move(moved, AT_FOUR)
    kind.remove(removed)
    new = kind.add(AT_TWO, "Lunch")
    look = kind.calendar.changes(kind.calendar_id, seen, WINDOW)
    told = {entry.id: entry for entry in look.entries}
    assert old not in told
    assert (look.whole, told[moved].span, told[new].title) == (False, AT_FOUR, "Lunch")
    assert (told[removed].removed, told[removed].span) == (True, None)
    assert entries(kind, look.token) == {}


def test_our_own_changes_are_told_too(kind: Kind) -> None:
    kind.need("client ids")
    seen = token(kind)
    tag = kind.calendar.put(kind.calendar_id, VISIT)
    assert entries(kind, seen)[VISIT.id].etag == tag
    kind.calendar.remove(kind.calendar_id, VISIT.id)
    assert entries(kind, seen)[VISIT.id].removed


def test_the_reach_stays_that_of_the_whole_look(kind: Kind) -> None:
    seen = token(kind)
    later = Span(WINDOW.start + timedelta(days=9), WINDOW.end + timedelta(days=9))
    assert kind.calendar.changes(kind.calendar_id, seen, later).reaches_to == WINDOW.end


@pytest.mark.parametrize("old", [True, False], ids=["too old", "not one of its own"])
def test_a_token_that_is_no_good_gives_a_whole_look(kind: Kind, old: bool) -> None:
    seen = token(kind)
    made = kind.add(AT_TWO)
    if old:
        kind.forget_tokens()
    look = kind.calendar.changes(kind.calendar_id, seen if old else "garbage", WINDOW)
    assert (look.whole, look.reaches_to, [entry.id for entry in look.entries]) == (True, WINDOW.end, [made])
    assert look.token is not None
    assert not kind.calendar.changes(kind.calendar_id, look.token, WINDOW).whole


def test_times_are_right_when_the_clocks_change(kind: Kind) -> None:
    autumn = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    nights = [
        Span(datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK), datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)),
        Span(autumn, autumn.replace(fold=1)),
    ]
    for night in nights:
        made = kind.add(night)
        window = Span(night.start - timedelta(days=1), night.end + timedelta(days=1))
        look = kind.calendar.changes(kind.calendar_id, None, window)
        (span,) = [entry.span for entry in look.entries if entry.id == made]
        assert span is not None
        assert span.end.timestamp() - span.start.timestamp() == 3600
        assert (span.start.timestamp(), span.end.fold) == (night.start.timestamp(), night.end.fold)
        kind.remove(made)


def test_calendars_are_listed_with_the_accounts_own_first(kind: Kind) -> None:
    names = kind.calendar.calendars()
    assert [name.id for name in names][:2] == ["owner@example.com", kind.calendar_id]
    assert all(name.name for name in names)


def test_a_calendar_that_is_not_there_is_unavailable(kind: Kind) -> None:
    with pytest.raises(CalendarUnavailable):
        kind.calendar.changes("nobody@example.com", None, WINDOW)


def test_a_calendar_that_does_not_answer_is_unavailable_to_every_call(kind: Kind) -> None:
    kind.break_down()
    _assert_every_call_raises(kind, CalendarUnavailable)


def test_an_account_that_lets_us_in_no_more_is_told_by_every_call(kind: Kind) -> None:
    kind.take_back()
    _assert_every_call_raises(kind, CalendarRevoked)


def _assert_every_call_raises(kind: Kind, error: type[Exception]) -> None:
    calls = [
        lambda: kind.calendar.put(kind.calendar_id, VISIT),
        lambda: kind.calendar.remove(kind.calendar_id, VISIT.id),
        lambda: kind.calendar.changes(kind.calendar_id, None, WINDOW),
        lambda: kind.calendar.calendars(),
    ]
    for call in calls:
        with pytest.raises(error):
            call()
