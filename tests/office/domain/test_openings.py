"""Openings against a slow, obvious oracle, and the reasons why a start can't be booked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.domain.hours import Business, OpenSpan, Technician
from office.domain.openings import Problem, Taken, free_openings, why_not
from office.domain.spans import Span, at, plus_minutes

NEW_YORK = ZoneInfo("America/New_York")
ZONES = [NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
NOW = datetime(2026, 3, 4, 10, tzinfo=NEW_YORK)
FRIDAY = date(2026, 3, 6)


# The oracle is slow on purpose, and the machine may be busy.
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def friday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 6, hour, minute, tzinfo=NEW_YORK)


def taken(start: datetime, minutes: int, technician: int = 1) -> Taken:
    return Taken(technician, Span(start, plus_minutes(start, minutes)))


def oracle(business: Business, minutes: int, day: date, busy: list[Taken], now: datetime) -> set[datetime]:
    """Every minute of the world that might be on that day, tried by the definition, in UTC."""
    found = set()
    moment = datetime.combine(day - timedelta(days=1), time(0), tzinfo=UTC)
    for _ in range(3 * 24 * 60):
        moment += timedelta(minutes=1)
        local = moment.astimezone(business.zone)
        if local.date() != day or (local.hour * 60 + local.minute) % business.step_minutes:
            continue
        end = moment + timedelta(minutes=minutes)
        within = any(
            s.start.astimezone(UTC) <= moment and end <= s.end.astimezone(UTC) for s in business.open_spans(day)
        )
        early = moment < now.astimezone(UTC) + timedelta(minutes=business.notice_minutes)
        far = day > now.astimezone(business.zone).date() + timedelta(days=business.days_ahead)
        someone = any(
            not any(
                b.technician_id == t.id and b.span.start.astimezone(UTC) < end and moment < b.span.end.astimezone(UTC)
                for b in busy
            )
            for t in business.technicians
        )
        if within and someone and not early and not far:
            found.add(moment)
    return found


@st.composite
def situations(draw: st.DrawFn) -> tuple[Business, int, date, list[Taken], datetime]:
    zone = draw(st.sampled_from(ZONES))
    opens = draw(st.integers(0, 16))
    closes = draw(st.integers(opens + 1, 23))
    evening = (OpenSpan(time(closes), time(23, 59)),) if draw(st.booleans()) and closes < 23 else ()
    business = Business(
        zone=zone,
        week=((OpenSpan(time(opens, draw(st.sampled_from([0, 10, 30]))), time(closes)), *evening),) * 7,
        technicians=tuple(Technician(n, str(n)) for n in range(1, draw(st.integers(1, 2)) + 1)),
        step_minutes=draw(st.sampled_from([15, 30, 60])),
    )
    changes = [date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5)]
    day = draw(st.sampled_from([*changes, date(2026, 12, 31), date(2028, 2, 29)]))
    midnight = datetime.combine(day, time(0), tzinfo=UTC)
    now = midnight + timedelta(hours=draw(st.integers(-48, 30)))
    busy = [
        Taken(draw(st.integers(1, 2)), Span(start, start + timedelta(minutes=draw(st.integers(15, 300)))))
        for start in (
            midnight + timedelta(minutes=draw(st.integers(-300, 1800))) for _ in range(draw(st.integers(0, 4)))
        )
    ]
    return business, draw(st.sampled_from([45, 60, 90, 240])), day, busy, now


@unhurried
@given(situations())
def test_openings_are_those_of_the_definition_also_when_the_clocks_change(
    situation: tuple[Business, int, date, list[Taken], datetime],
):
    business, minutes, day, busy, now = situation
    found = free_openings(business, minutes, day, busy, now)
    assert {start.astimezone(UTC) for start in found} == oracle(business, minutes, day, busy, now)
    assert found == sorted(found, key=lambda start: start.astimezone(UTC))


@unhurried
@given(situations())
def test_every_opening_can_be_booked(situation: tuple[Business, int, date, list[Taken], datetime]):
    business, minutes, day, busy, now = situation
    for start in free_openings(business, minutes, day, busy, now):
        assert why_not(business, minutes, start, busy, now) is None


@pytest.mark.parametrize(
    ("start", "problem"),
    [
        (friday(14), None),
        (friday(15), None),
        (friday(15, 30), Problem.OUTSIDE_HOURS),
        (friday(17), Problem.OUTSIDE_HOURS),
        (friday(7, 30), Problem.OUTSIDE_HOURS),
        (friday(14, 15), Problem.OFF_STEP),
        (NOW - timedelta(minutes=1), Problem.PAST),
        (datetime(2026, 3, 4, 10, 30, tzinfo=NEW_YORK), Problem.TOO_SOON),
        (datetime(2026, 3, 4, 11, tzinfo=NEW_YORK), None),
        (datetime(2026, 3, 8, 10, tzinfo=NEW_YORK), Problem.CLOSED),
        (datetime(2026, 5, 4, 10, tzinfo=NEW_YORK), Problem.TOO_FAR),
        (friday(9), Problem.TAKEN),
        (friday(8), Problem.TAKEN),
        (friday(10), None),
    ],
)
def test_a_start_is_refused_for_the_reason_that_a_person_would_give(start: datetime, problem: Problem | None):
    assert why_not(Business(), 120, start, [taken(friday(9), 60)], NOW) is problem


def test_a_second_technician_makes_a_taken_time_free():
    both = Business(technicians=(Technician(1, "Sam"), Technician(2, "Alex")))
    assert why_not(both, 60, friday(9), [taken(friday(9), 60)], NOW) is None
    assert why_not(both, 60, friday(9), [taken(friday(9), 60), taken(friday(9), 60, 2)], NOW) is Problem.TAKEN


def test_half_past_two_on_the_night_of_the_change_does_not_exist():
    assert at(date(2026, 3, 8), time(2, 30), NEW_YORK) is None
    assert at(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
