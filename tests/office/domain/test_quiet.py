"""When somebody may be told."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from office.domain.quiet import awake_from, awake_until, is_quiet, reminder_time
from office.domain.texting import QuietHours

QUIET = QuietHours()
NEW_YORK, HONOLULU = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Honolulu")
MOMENTS = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sets(
    st.sampled_from([NEW_YORK, HONOLULU, ZoneInfo("America/Chicago"), ZoneInfo("America/St_Johns")]), min_size=1
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=NEW_YORK)


@given(MOMENTS, ZONES)
def test_quiet_hours_end_in_every_zone(moment: datetime, zones: set[ZoneInfo]):
    later, earlier = awake_from(moment, zones, QUIET), awake_until(moment, zones, QUIET)
    assert earlier <= moment <= later
    assert not is_quiet(later, zones, QUIET)
    assert not is_quiet(earlier, zones, QUIET)
    if not is_quiet(moment, zones, QUIET):
        assert earlier == moment == later


def test_it_is_quiet_from_nine_to_eight():
    zones = {NEW_YORK}
    assert [is_quiet(at(4, *clock), zones, QUIET) for clock in ((20, 59), (21, 0), (7, 59), (8, 0))] == [
        False,
        True,
        True,
        False,
    ]
    assert awake_from(at(4, 23), zones, QUIET) == at(5, 8)
    assert awake_until(at(5, 7), zones, QUIET) == at(4, 20, 30)


def test_the_zone_in_which_it_is_later_begins_and_the_other_ends():
    zones = {NEW_YORK, HONOLULU}  # five hours apart until the clocks change
    assert awake_from(at(4, 9), zones, QUIET) == at(4, 13)
    assert awake_from(at(4, 21, 30), zones, QUIET) == at(5, 13)


def test_quiet_hours_may_lie_within_a_day():
    quiet = QuietHours(time(1), time(5))
    assert awake_from(at(4, 2), {NEW_YORK}, quiet) == at(4, 5)
    assert awake_until(at(4, 2), {NEW_YORK}, quiet) == at(4, 0, 30)


def test_the_night_the_clocks_change_is_an_hour_shorter():
    assert awake_from(at(7, 21), {NEW_YORK}, QUIET) - at(7, 21).astimezone(UTC) == timedelta(hours=10)


def test_a_reminder_waits_for_the_morning_or_goes_out_the_evening_before():
    zones = {NEW_YORK}
    assert reminder_time(at(6, 14), 120, zones, QUIET) == at(6, 12)
    assert reminder_time(at(6, 9), 120, zones, QUIET) == at(6, 8)
    assert reminder_time(at(6, 8), 120, zones, QUIET) == at(5, 20, 30)
    assert reminder_time(at(6, 8), 24 * 60, zones, QUIET) == at(5, 8)
