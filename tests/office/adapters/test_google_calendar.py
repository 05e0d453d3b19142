"""Google Calendar when it is busy, slow, away or shut, and what only Google has. No test waits for a clock."""

from datetime import datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from office.adapters.clock import SystemClock
from office.adapters.google_calendar import GoogleCalendar
from office.adapters.google_site import GoogleSite
from office.adapters.google_tokens import GoogleAccess
from office.adapters.sealing import FernetSealer
from office.domain.calendar import CalendarEntry, CalendarEvent
from office.domain.spans import Span
from office.errors import CalendarNotConnected, CalendarRevoked, CalendarUnavailable
from tests.doubles.google_calendar import GoogleDouble
from tests.office.adapters.calendars import GoogleParts, times

OWNER = "owner@example.com"
INSERT = "calendar.events.insert"
NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
TWO = datetime(2026, 3, 6, 14, tzinfo=NEW_YORK)
WINDOW = Span(TWO - timedelta(days=2), TWO + timedelta(days=60))
VISIT = CalendarEvent("pl0000abcdv7", Span(TWO, TWO + HOUR), "Pipe repair", "42 Maple Street", "John Doe")
PASSING = [
    (403, "rateLimitExceeded"),
    (403, "userRateLimitExceeded"),
    (429, "rateLimitExceeded"),
    (503, "backendError"),
]


def look(parts: GoogleParts, token: str | None = None) -> dict[str, CalendarEntry]:
    return {entry.id: entry for entry in parts.calendar.changes(OWNER, token, WINDOW).entries}


@pytest.mark.parametrize(("status", "reason"), [*PASSING, (500, "backendError")])
def test_what_passes_is_tried_again_after_growing_pauses(
    parts: GoogleParts, google: GoogleDouble, status: int, reason: str
) -> None:
    google.fail(3, status, reason)
    parts.calendar.put(OWNER, VISIT)
    assert list(google.standing(OWNER)) == [VISIT.id]
    lengths = zip(parts.pauses, (0.2, 0.4, 0.8), strict=True)
    assert all(least <= pause <= least + 0.2 for pause, least in lengths)


@pytest.mark.parametrize(("status", "reason"), PASSING)
def test_it_is_given_up_before_the_time_is_over(
    parts: GoogleParts, google: GoogleDouble, status: int, reason: str
) -> None:
    google.fail(1000, status, reason)
    with pytest.raises(CalendarUnavailable):
        parts.calendar.put(OWNER, VISIT)
    assert parts.now_s < 3
    assert 3 <= google.asked.count(INSERT) <= 6


def test_time_that_was_spent_waiting_for_google_counts(parts: GoogleParts, google: GoogleDouble) -> None:
    google.fail(1000)
    spent = google.answer

    def answer(*asked: object) -> object:
        parts.now_s += 1.4
        return spent(*asked)  # type: ignore[arg-type]

    google.answer = answer  # type: ignore[method-assign,assignment]
    try:
        with pytest.raises(CalendarUnavailable):
            parts.calendar.put(OWNER, VISIT)
    finally:
        del google.answer
    assert google.asked.count(INSERT) == 2


@pytest.mark.parametrize(("status", "reason"), [(403, "forbidden"), (403, "quotaExceeded"), (400, "badRequest")])
def test_what_does_not_pass_is_not_tried_again(
    parts: GoogleParts, google: GoogleDouble, status: int, reason: str
) -> None:
    google.fail(1, status, reason)
    with pytest.raises(CalendarUnavailable):
        parts.calendar.put(OWNER, VISIT)
    assert google.asked.count(INSERT) == 1


def test_a_line_that_goes_dead_is_tried_again(parts: GoogleParts, google: GoogleDouble) -> None:
    google.fail(4, drop=True)
    parts.calendar.put(OWNER, VISIT)
    assert list(google.standing(OWNER)) == [VISIT.id]


@pytest.mark.parametrize("drop", [True, False], ids=["dead line", "error"])
def test_an_answer_that_was_lost_makes_no_second_event(parts: GoogleParts, google: GoogleDouble, drop: bool) -> None:
    google.fail(1, method=INSERT, done=True, drop=drop)
    parts.calendar.put(OWNER, VISIT)
    assert list(google.standing(OWNER)) == [VISIT.id]


def test_a_call_that_hangs_is_given_up(parts: GoogleParts, google: GoogleDouble) -> None:
    impatient = GoogleCalendar(parts.site, parts.access, limit_s=0.05)
    google.delay_s = 0.5
    with pytest.raises(CalendarUnavailable):
        impatient.calendars()
    google.delay_s = 0


def test_nobody_at_the_address_is_unavailable(parts: GoogleParts) -> None:
    site = GoogleSite("id", "secret", "http://127.0.0.1:1")
    nobody = GoogleCalendar(site, parts.access, sleep=lambda _: None, limit_s=0.3)
    with pytest.raises(CalendarUnavailable):
        nobody.calendars()


def test_an_access_token_that_ended_is_renewed_and_written_back_sealed(
    parts: GoogleParts, google: GoogleDouble
) -> None:
    parts.store_stale_tokens(google.login.new_refresh_token())
    parts.calendar.calendars()
    account = parts.records.transaction(lambda work: work.calendar_account.get())
    assert account is not None
    new = parts.tokens()
    assert new.access != "stale"
    assert new.access.encode() not in account.sealed
    google.asked.clear()
    parts.calendar.calendars()
    assert google.asked == ["calendar.calendarList.list"]


def test_an_access_token_that_google_ends_early_is_renewed(parts: GoogleParts, google: GoogleDouble) -> None:
    before = parts.tokens()
    google.login.expire_access()
    parts.calendar.put(OWNER, VISIT)
    after = parts.tokens()
    assert (after.refresh, after.access == before.access) == (before.refresh, False)


def test_renewing_is_tried_again_too(parts: GoogleParts, google: GoogleDouble) -> None:
    parts.store_stale_tokens(google.login.new_refresh_token())
    google.fail(2, 503, method="/oauth2/token")
    parts.calendar.put(OWNER, VISIT)
    assert len(parts.pauses) == 2


def test_what_the_owner_took_back_is_written_down_and_not_asked_again(parts: GoogleParts, google: GoogleDouble) -> None:
    google.login.revoke_all()
    with pytest.raises(CalendarRevoked):
        parts.calendar.put(OWNER, VISIT)
    account = parts.records.transaction(lambda work: work.calendar_account.get())
    assert account is not None
    assert account.revoked_at is not None
    google.asked.clear()
    with pytest.raises(CalendarRevoked):
        parts.calendar.put(OWNER, VISIT)
    assert google.asked == []


def test_a_permission_that_is_missing_has_to_be_asked_for_again(parts: GoogleParts, google: GoogleDouble) -> None:
    google.fail(1, 403, "insufficientPermissions")
    with pytest.raises(CalendarRevoked):
        parts.calendar.put(OWNER, VISIT)
    account = parts.records.transaction(lambda work: work.calendar_account.get())
    assert account is not None
    assert account.revoked_at is not None


def test_old_tokens_that_are_refused_do_not_shut_out_new_ones(parts: GoogleParts, google: GoogleDouble) -> None:
    old = parts.tokens()
    parts.store_stale_tokens(google.login.new_refresh_token())
    parts.access.note_revoked(old)
    parts.calendar.calendars()
    assert parts.tokens().access != "stale"


def test_without_an_account_there_is_no_calendar(parts: GoogleParts) -> None:
    parts.records.transaction(lambda work: work.calendar_account.remove())
    with pytest.raises(CalendarNotConnected):
        parts.calendar.calendars()


def test_tokens_sealed_with_a_lost_key_have_to_be_had_anew(parts: GoogleParts) -> None:
    other = FernetSealer(["A" * 43 + "="])
    calendar = GoogleCalendar(parts.site, GoogleAccess(parts.site, parts.records, other, SystemClock()))
    with pytest.raises(CalendarRevoked):
        calendar.calendars()


def test_long_lists_are_read_page_by_page(parts: GoogleParts, google: GoogleDouble) -> None:
    google.book.page_size = 2
    ids = {google.edit(OWNER, {"summary": "Lunch", **times(VISIT.span)}) for _ in range(5)}
    for name in "abc":
        google.book.add_calendar(f"{name}@example.com", name.upper())
    assert set(look(parts)) == ids
    assert [name.name for name in parts.calendar.calendars()] == ["Owner", "A", "B", "C"]
    assert google.asked.count("calendar.events.list") == 3


def test_a_page_that_fails_is_asked_for_again(parts: GoogleParts, google: GoogleDouble) -> None:
    google.book.page_size = 1
    ids = {google.edit(OWNER, {"summary": "Lunch", **times(VISIT.span)}) for _ in range(3)}
    google.fail(2, method="calendar.events.list")
    assert set(look(parts)) == ids


def test_recurring_entries_come_one_by_one_at_their_hour_on_the_wall(parts: GoogleParts, google: GoogleDouble) -> None:
    nine = datetime(2026, 3, 5, 9, tzinfo=NEW_YORK)
    sides = {side: {"dateTime": moment.isoformat(), "timeZone": NEW_YORK.key} for side, moment in _sides(nine)}
    google.edit(OWNER, {"summary": "Office hour", "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"], **sides})
    starts = [entry.span.start for entry in look(parts).values() if entry.span]
    assert [(start.day, start.hour) for start in starts] == [(5, 9), (12, 9), (19, 9)]
    assert [start.utcoffset() for start in starts] == [-5 * HOUR, -4 * HOUR, -4 * HOUR]


def test_a_series_that_goes_on_for_years_is_read_within_the_window(parts: GoogleParts, google: GoogleDouble) -> None:
    seen = parts.calendar.changes(OWNER, None, WINDOW).token
    sides = {side: {"dateTime": moment.isoformat(), "timeZone": NEW_YORK.key} for side, moment in _sides(TWO)}
    google.edit(OWNER, {"summary": "Office hour", "recurrence": ["RRULE:FREQ=DAILY;COUNT=3000"], **sides})
    look = parts.calendar.changes(OWNER, seen, WINDOW)
    assert (look.whole, len(look.entries), look.reaches_to) == (True, 60, WINDOW.end)
    assert not parts.calendar.changes(OWNER, look.token, WINDOW).whole


def test_a_whole_day_is_a_day_of_the_business_also_when_the_clocks_change(
    parts: GoogleParts, google: GoogleDouble
) -> None:
    day = {"start": {"date": "2026-03-08"}, "end": {"date": "2026-03-09"}}
    made = google.edit(OWNER, {"summary": "Fair", **day})
    span = look(parts)[made].span
    assert span == Span(datetime(2026, 3, 8, tzinfo=NEW_YORK), datetime(2026, 3, 9, tzinfo=NEW_YORK))
    assert span.end.timestamp() - span.start.timestamp() == 23 * 3600


@pytest.mark.parametrize(
    "more",
    [
        {"transparency": "transparent"},
        {"attendees": [{"email": OWNER, "self": True, "responseStatus": "declined"}]},
        {"eventType": "workingLocation"},
        {"eventType": "birthday"},
        {"end": {"dateTime": TWO.isoformat()}},
    ],
    ids=["free", "declined", "working location", "birthday", "no length"],
)
def test_some_entries_take_no_time(parts: GoogleParts, google: GoogleDouble, more: dict[str, object]) -> None:
    made = google.edit(OWNER, {"summary": "Dentist", **times(VISIT.span), **more})
    assert look(parts)[made].span is None


def test_an_invitation_that_was_not_answered_takes_time(parts: GoogleParts, google: GoogleDouble) -> None:
    guests = [{"email": OWNER, "self": True, "responseStatus": "needsAction"}]
    made = google.edit(OWNER, {"summary": "Meeting", "status": "tentative", "attendees": guests, **times(VISIT.span)})
    assert look(parts)[made].span == VISIT.span


def test_what_the_owner_added_to_an_event_stays_when_it_is_moved(parts: GoogleParts, google: GoogleDouble) -> None:
    parts.calendar.put(OWNER, VISIT)
    google.edit(OWNER, {"id": VISIT.id, "colorId": "11"})
    later = Span(TWO + HOUR, TWO + 2 * HOUR)
    parts.calendar.put(OWNER, CalendarEvent(VISIT.id, later, VISIT.title, VISIT.place, VISIT.description))
    event = google.standing(OWNER)[VISIT.id]
    assert (event["colorId"], event["start"]["dateTime"]) == ("11", later.start.isoformat())


def test_an_event_says_what_where_and_in_which_zone(parts: GoogleParts, google: GoogleDouble) -> None:
    parts.calendar.put(OWNER, VISIT)
    event = google.standing(OWNER)[VISIT.id]
    assert (event["summary"], event["location"], event["description"]) == (VISIT.title, VISIT.place, VISIT.description)
    assert event["start"] == {"dateTime": "2026-03-06T14:00:00-05:00", "timeZone": "America/New_York"}


def test_calendars_that_are_only_read_are_not_offered(parts: GoogleParts, google: GoogleDouble) -> None:
    google.book.add_calendar("holidays@example.com", "Holidays", role="reader")
    assert [name.id for name in parts.calendar.calendars()] == [OWNER]
    with pytest.raises(CalendarUnavailable):
        parts.calendar.put("holidays@example.com", VISIT)


def test_many_threads_may_call_at_once(parts: GoogleParts, google: GoogleDouble) -> None:
    google.login.expire_access()
    events = [CalendarEvent(f"pl0000abcdv{number}", VISIT.span, "", "", "") for number in range(30)]
    threads = [Thread(target=parts.calendar.put, args=(OWNER, event)) for event in events]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(google.standing(OWNER)) == {event.id for event in events}


def test_no_word_of_a_customer_is_logged(
    parts: GoogleParts, google: GoogleDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for status, reason in ((403, "forbidden"), (503, "backendError"), (400, "badRequest")):
        google.fail(1000 if status == 503 else 1, status, reason)
        with pytest.raises(CalendarUnavailable):
            parts.calendar.put(OWNER, VISIT)
        google.failures.clear()
    words = (VISIT.title, VISIT.place, VISIT.description, parts.tokens().access, parts.tokens().refresh)
    assert not any(word in caplog.text for word in words)


def _sides(start: datetime) -> tuple[tuple[str, datetime], tuple[str, datetime]]:
    return ("start", start), ("end", start + HOUR)
