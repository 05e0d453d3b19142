"""Openings against a slow, obvious oracle, and the reasons why a start can't be booked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from office.domain.catalogue import Job
from office.domain.hours import Business, DayException, OpenSpan, Technician
from office.domain.openings import (
    Problem,
    Taken,
    free_openings,
    free_technicians,
    starts_of_day,
    technician_for,
    why_not,
)
from office.domain.spans import Span, at, plus_minutes
from tests.office.domain.situations import Situation, by_definition, situations

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 4, 10, tzinfo=NEW_YORK)
FRIDAY = date(2026, 3, 6)
SAM, ALEX = Technician(1, "Sam"), Technician(2, "Alex")
HOUR, TWO_HOURS = Job("faucet_repair", "faucet repair", 60), Job("pipe_repair", "pipe repair", 120)


# The oracle is slow on purpose, and the machine may be busy.
unhurried = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


def friday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 6, hour, minute, tzinfo=NEW_YORK)


def taken(start: datetime, minutes: int, technician: int = 1, is_visit: bool = True) -> Taken:
    return Taken.of(technician, Span(start, plus_minutes(start, minutes)), is_visit)


def free_hours(business: Business, *busy: Taken, job: Job = HOUR, day: date = FRIDAY) -> list[float]:
    starts = free_openings(business, job, day, busy, NOW)
    return [start.hour + start.minute / 60 for start in starts]


@unhurried
@given(situations())
def test_openings_are_those_of_the_definition_also_when_the_clocks_change(situation: Situation):
    found = free_openings(situation.business, situation.job, situation.day, situation.taken, situation.now)
    assert [start.astimezone(UTC) for start in found] == by_definition(situation, situation.day)


@unhurried
@given(situations())
def test_every_opening_can_be_booked_and_every_other_start_is_refused(situation: Situation):
    business, job, diary, now = situation.business, situation.job, situation.taken, situation.now
    free = {start.timestamp() for start in free_openings(business, job, situation.day, diary, now)}
    for start in starts_of_day(business, job.minutes, situation.day):
        problem = why_not(business, job, start, diary, now)
        assert (problem is None) == (start.timestamp() in free), (start, problem)


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
    assert why_not(Business(), TWO_HOURS, start, [taken(friday(9), 60)], NOW) is problem


def test_a_second_technician_makes_a_taken_time_free():
    both = Business(technicians=(SAM, ALEX))
    assert why_not(both, HOUR, friday(9), [taken(friday(9), 60)], NOW) is None
    assert why_not(both, HOUR, friday(9), [taken(friday(9), 60), taken(friday(9), 60, 2)], NOW) is Problem.TAKEN


def test_half_past_two_on_the_night_of_the_change_does_not_exist():
    assert at(date(2026, 3, 8), time(2, 30), NEW_YORK) is None
    assert at(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)


def test_on_a_holiday_nobody_comes_and_other_hours_of_a_date_take_the_week_s_place():
    short = (OpenSpan(time(8), time(9)), OpenSpan(time(12), time(14)))
    business = Business(exceptions=(DayException(date(2026, 3, 9), name="Inventory"), DayException(FRIDAY, short)))
    assert free_hours(business) == [8, 12, 12.5, 13]
    assert free_hours(business, day=date(2026, 3, 9)) == []
    closed = datetime(2026, 3, 9, 10, tzinfo=NEW_YORK)
    assert why_not(business, HOUR, closed, [], NOW) is Problem.CLOSED


def test_a_sunday_can_be_opened():
    sunday = date(2026, 3, 8)
    business = Business(exceptions=(DayException(sunday, (OpenSpan(time(10), time(11)),)),))
    assert free_hours(business, day=sunday) == [10]


def test_closing_at_midnight_is_the_end_of_the_day():
    business = Business(week=((OpenSpan(time(22), time(0)),),) * 7)
    assert free_hours(business) == [22, 22.5, 23]


def test_a_technician_comes_in_their_own_hours_within_the_business_s():
    mornings = Technician(1, "Sam", week=((OpenSpan(time(6), time(10)),),) * 7)
    assert free_hours(Business(technicians=(mornings,))) == [8, 8.5, 9]
    assert why_not(Business(technicians=(mornings,)), HOUR, friday(14), [], NOW) is Problem.TAKEN


def test_a_job_goes_only_to_one_who_can_do_it():
    business = Business(technicians=(Technician(1, "Sam", skills=frozenset({"faucet_repair"})), ALEX))
    span = Span(friday(9), friday(11))
    assert free_technicians(business, TWO_HOURS, span, []) == [2]
    assert free_technicians(business, HOUR, Span(friday(9), friday(10)), []) == [1, 2]
    assert why_not(business, TWO_HOURS, friday(9), [taken(friday(9), 60, 2)], NOW) is Problem.TAKEN


def test_one_who_works_here_no_more_gets_no_visit():
    business = Business(technicians=(Technician(1, "Sam", active=False),))
    assert free_hours(business) == []


def test_between_two_visits_there_is_time_to_drive_and_beside_a_busy_none_is_needed():
    business = Business(travel_minutes=30)
    nine_to_ten = [friday(9), 60]
    assert free_hours(business, taken(*nine_to_ten))[:2] == [10.5, 11]
    assert free_hours(business, taken(*nine_to_ten, is_visit=False))[:3] == [8, 10, 10.5]


def test_a_visit_of_the_evening_before_may_still_have_a_way_to_drive():
    business = Business(week=((OpenSpan(time(0), time(2)),),) * 7, travel_minutes=60)
    late = taken(datetime(2026, 3, 5, 22, 30, tzinfo=NEW_YORK), 60)
    assert free_hours(business, late) == [0.5, 1]


class TestWhoGetsAVisit:
    business = Business(technicians=(SAM, ALEX))
    span = Span(friday(14), friday(15))

    def who(self, *busy: Taken, stays_with: int | None = None) -> int | None:
        return technician_for(self.business, HOUR, self.span, busy, stays_with)

    def test_the_first_where_all_are_alike(self):
        assert self.who() == 1

    def test_the_one_who_has_less_to_do_on_that_day(self):
        assert self.who(taken(friday(8), 60)) == 2
        assert self.who(taken(friday(8), 60), taken(friday(8), 90, 2)) == 1

    def test_time_that_is_taken_twice_counts_once_and_other_days_do_not_count(self):
        thursday = taken(datetime(2026, 3, 5, 8, tzinfo=NEW_YORK), 300)
        assert self.who(taken(friday(8), 60), taken(friday(8), 60), thursday, taken(friday(8), 61, 2)) == 1

    def test_the_one_who_is_free(self):
        assert self.who(taken(friday(14), 60), taken(friday(8), 300, 2)) == 2
        assert self.who(taken(friday(14), 60), taken(friday(14), 60, 2)) is None

    def test_a_visit_that_is_moved_stays_with_its_technician_where_that_one_is_free(self):
        assert self.who(stays_with=2) == 2
        assert self.who(taken(friday(14), 60, 2), stays_with=2) == 1
