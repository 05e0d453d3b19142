"""What is answered to a wanted time, and what is offered in its place (POLICY.md 3 and 4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.domain.catalogue import Job
from office.domain.hours import Business, DayException, OpenSpan
from office.domain.offers import WRITTEN, Diarist
from office.domain.openings import Problem, Taken, free_technicians, starts_of_day, why_not
from office.domain.spans import Span, plus_minutes
from office.domain.when import Meaning, Pick
from tests.office.domain.situations import Situation, by_definition, situations, touching

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 4, 10, tzinfo=NEW_YORK)
FRIDAY = date(2026, 3, 6)
DAYS_ON = 10


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=NEW_YORK)


def diarist(*busy: tuple[datetime, datetime], minutes: int = 60, business: Business | None = None) -> Diarist:
    entries = [Taken.of(1, Span(start, end)) for start, end in busy]
    job = Job("pipe_repair", "pipe repair", minutes)
    return Diarist(business or Business(), job, lambda first, last: touching(entries, first, last), NOW)


def test_a_free_time_is_taken_as_it_was_said():
    answer = diarist().answer(Meaning(day=FRIDAY, clock=time(14)), None)
    assert (answer.start, answer.problem, answer.proposed) == (moment(6, 14), None, False)


def test_of_a_taken_time_the_nearest_before_and_after_on_that_day_are_offered():
    answer = diarist((moment(6, 14), moment(6, 15))).answer(Meaning(day=FRIDAY, clock=time(14)), None)
    assert (answer.problem, answer.offers) == (Problem.TAKEN, (moment(6, 13), moment(6, 15)))


def test_after_hours_the_last_opening_of_the_day_is_offered():
    answer = diarist().answer(Meaning(day=FRIDAY, clock=time(18)), None)
    assert (answer.problem, answer.offers) == (Problem.OUTSIDE_HOURS, (moment(6, 16),))


def test_between_the_openings_both_neighbours_are_offered():
    answer = diarist().answer(Meaning(day=FRIDAY, clock=time(14, 15)), None)
    assert (answer.problem, answer.offers) == (Problem.OFF_STEP, (moment(6, 14), moment(6, 14, 30)))


def test_of_a_full_day_the_same_time_on_the_next_days_is_offered():
    answer = diarist((moment(6, 8), moment(6, 17))).answer(Meaning(day=FRIDAY, clock=time(11)), None)
    assert (answer.problem, answer.offers) == (Problem.DAY_FULL, (moment(7, 11), moment(9, 11)))


def test_on_a_closed_day_the_same_time_on_the_next_open_days_is_offered():
    answer = diarist().answer(Meaning(day=date(2026, 3, 8), clock=time(14)), None)
    assert (answer.problem, answer.offers) == (Problem.CLOSED, (moment(9, 14), moment(10, 14)))


def test_a_past_time_is_offered_nothing():
    answer = diarist().answer(Meaning(day=date(2026, 3, 4), clock=time(9)), None)
    assert (answer.problem, answer.offers) == (Problem.PAST, ())


def test_an_hour_alone_is_of_the_day_under_discussion():
    assert diarist().answer(Meaning(clock=time(14)), FRIDAY).start == moment(6, 14)


def test_an_hour_alone_without_a_day_is_the_coming_one():
    assert diarist().answer(Meaning(clock=time(14)), None).start == moment(4, 14)
    assert diarist().answer(Meaning(clock=time(9)), None).start == moment(5, 9)


def test_a_day_alone_asks_for_the_hour_and_names_some():
    answer = diarist().answer(Meaning(day=FRIDAY), None)
    assert (answer.problem, answer.day, len(answer.offers)) == (Problem.WHICH_HOUR, FRIDAY, 3)


def test_a_part_of_the_day_proposes_its_first_free_opening():
    morning = Meaning(day=FRIDAY, latest=time(11, 59), pick=Pick.FIRST)
    answer = diarist((moment(6, 8), moment(6, 9, 30))).answer(morning, None)
    assert (answer.start, answer.proposed) == (moment(6, 9, 30), True)


def test_a_window_that_is_taken_offers_what_is_nearest():
    after_three = Meaning(day=FRIDAY, earliest=time(15), pick=Pick.FIRST)
    answer = diarist((moment(6, 15), moment(6, 17))).answer(after_three, None)
    assert (answer.problem, answer.offers) == (Problem.TAKEN, (moment(6, 14),))


def test_a_window_outside_hours_says_so():
    evening = Meaning(day=FRIDAY, earliest=time(18), pick=Pick.FIRST)
    answer = diarist().answer(evening, None)
    assert (answer.problem, answer.offers) == (Problem.OUTSIDE_HOURS, (moment(6, 16),))


def test_the_soonest_is_the_first_that_may_be_booked_from_now():
    assert diarist().answer(Meaning(pick=Pick.FIRST), None).start == moment(4, 11)
    assert diarist((moment(4, 8), moment(4, 17))).answer(Meaning(pick=Pick.FIRST), None).start == moment(5, 8)


def test_the_latest_ends_by_closing():
    assert diarist(minutes=120).answer(Meaning(day=FRIDAY, pick=Pick.LAST), None).start == moment(6, 15)


def test_an_hour_that_the_clocks_skip_does_not_exist():
    answer = diarist().answer(Meaning(day=date(2026, 3, 8), clock=time(2, 30)), None)
    assert answer.problem is Problem.NO_SUCH_DATE


def test_too_far_ahead_is_said_and_offered_nothing():
    answer = diarist().answer(Meaning(day=date(2026, 6, 5)), None)
    assert (answer.problem, answer.offers) == (Problem.TOO_FAR, ())


def all_day(*days: int) -> list[tuple[datetime, datetime]]:
    return [(moment(day, 0), moment(day, 23)) for day in days]


def offers_at(hour: int, *busy: tuple[datetime, datetime], offered: int = 2, day: date = FRIDAY) -> list[datetime]:
    answer = replace(diarist(*busy), offered=offered).answer(Meaning(day=day, clock=time(hour)), None)
    assert answer.problem is not None
    return list(answer.offers)


def test_where_only_earlier_ones_are_free_the_last_of_them_is_offered():
    assert offers_at(14, (moment(6, 14), moment(6, 17))) == [moment(6, 13)]


def test_where_only_later_ones_are_free_the_first_of_them_is_offered():
    assert offers_at(9, (moment(6, 8), moment(6, 11))) == [moment(6, 11)]


def test_before_hours_the_first_of_the_day_is_offered():
    assert offers_at(5) == [moment(6, 8)]


def test_in_writing_one_more_is_offered_of_the_same_day():
    assert offers_at(14, (moment(6, 14), moment(6, 15)), offered=WRITTEN) == [
        moment(6, 12, 30),
        moment(6, 13),
        moment(6, 15),
    ]
    assert offers_at(18, offered=WRITTEN) == [moment(6, 15, 30), moment(6, 16)]


def test_in_writing_one_more_is_offered_of_the_next_days():
    assert offers_at(11, *all_day(6), offered=WRITTEN) == [moment(7, 11), moment(9, 11), moment(10, 11)]
    assert offers_at(19, *all_day(6), offered=WRITTEN) == [moment(7, 9), moment(7, 9, 30)]


def test_where_the_next_days_have_nothing_at_that_time_the_next_free_is_offered():
    mornings = [(moment(day, 8), moment(day, 13)) for day in range(7, 32)]
    assert offers_at(9, *all_day(6), *mornings) == [moment(9, 13)]


def test_of_a_full_last_day_the_soonest_there_is_is_offered():
    business = Business(days_ahead=2)
    answer = diarist(*all_day(6), business=business).answer(Meaning(day=FRIDAY, clock=time(11)), None)
    assert (answer.problem, answer.offers) == (Problem.DAY_FULL, (moment(4, 11),))


def test_where_nothing_at_all_is_free_nothing_is_offered():
    business = Business(days_ahead=2)
    answer = diarist(*all_day(4, 5, 6), business=business).answer(Meaning(pick=Pick.FIRST), None)
    assert (answer.start, answer.problem, answer.offers) == (None, Problem.DAY_FULL, ())


def test_a_holiday_is_a_closed_day():
    holiday = Business(exceptions=(DayException(FRIDAY),))
    answer = diarist(business=holiday).answer(Meaning(day=FRIDAY, clock=time(11)), None)
    assert (answer.problem, answer.offers) == (Problem.CLOSED, (moment(7, 11), moment(9, 11)))


def test_on_a_day_with_short_hours_the_nearest_within_them_is_offered():
    short = Business(exceptions=(DayException(FRIDAY, (OpenSpan(time(9), time(11)),)),))
    answer = diarist(business=short).answer(Meaning(day=FRIDAY, clock=time(14)), None)
    assert (answer.problem, answer.offers) == (Problem.OUTSIDE_HOURS, (moment(6, 10),))


def test_a_full_or_closed_day_without_an_hour_leads_to_the_next_free():
    assert diarist(*all_day(6)).answer(Meaning(day=FRIDAY), None).offers == (moment(7, 9),)
    closed = diarist().answer(Meaning(day=date(2026, 3, 8)), None)
    assert (closed.problem, closed.offers) == (Problem.CLOSED, (moment(9, 8),))


def test_a_part_of_a_full_day_is_offered_on_the_next_days():
    afternoon = Meaning(day=FRIDAY, earliest=time(12), pick=Pick.FIRST)
    answer = diarist(*all_day(6)).answer(afternoon, None)
    assert (answer.problem, answer.offers) == (Problem.DAY_FULL, (moment(7, 12), moment(9, 12)))
    latest = diarist(*all_day(6)).answer(Meaning(day=FRIDAY, pick=Pick.LAST), None)
    assert latest.offers == (moment(7, 12), moment(9, 16))


def test_a_taken_morning_leads_to_the_first_after_it():
    morning = Meaning(day=FRIDAY, latest=time(11, 59), pick=Pick.FIRST)
    answer = diarist((moment(6, 8), moment(6, 12))).answer(morning, None)
    assert (answer.problem, answer.offers) == (Problem.TAKEN, (moment(6, 12),))


def test_a_job_that_takes_longer_than_the_day_is_outside_hours():
    answer = diarist(minutes=300).answer(Meaning(day=date(2026, 3, 7)), None)
    assert (answer.problem, answer.offers) == (Problem.OUTSIDE_HOURS, (moment(9, 8),))


def test_an_evening_that_never_is_says_so_and_offers_the_soonest():
    answer = diarist().answer(Meaning(earliest=time(18), pick=Pick.FIRST), None)
    assert (answer.problem, answer.offers) == (Problem.OUTSIDE_HOURS, (moment(4, 11),))


def test_the_soonest_in_a_full_month_takes_three_looks_into_the_diary():
    looks = []

    def diary(first: datetime, last: datetime) -> Sequence[Taken]:
        looks.append((first, last))
        return touching([Taken.of(1, Span(moment(1, 0), moment(31, 0)))], first, last)

    answer = replace(diarist(), diary=diary).answer(Meaning(pick=Pick.FIRST), None)
    assert answer.start == moment(31, 8)
    assert [(last - first).days for first, last in looks] == [1, 7, 53]
    assert (looks[0][0], looks[-1][1].date()) == (moment(4, 0), date(2026, 5, 4))


def test_a_way_from_the_evening_before_is_known_of():
    night = Business(week=((OpenSpan(time(0), time(2)),),) * 7, travel_minutes=60)
    one = diarist((moment(5, 22, 30), moment(5, 23, 30)), business=night)
    assert one.free(FRIDAY) == [moment(6, 0, 30), moment(6, 1)]


def described(situation: Situation, wanted: datetime, offered: int) -> list[datetime]:
    """POLICY.md 4, said with the slow definition of an Opening; all in UTC."""
    zone = situation.business.zone
    day, clock = wanted.astimezone(zone).date(), wanted.astimezone(zone).time()
    today = situation.now.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in range(situation.business.days_ahead + 1)]
    free = {each: by_definition(situation, each, 15) for each in days}
    same_day = free.get(day, [])
    if same_day:
        before = [each for each in same_day if each < wanted]
        after = [each for each in same_day if each > wanted]
        others = sorted([*before[:-1], *after[1:]], key=lambda each: abs(each - wanted))
        return sorted([*before[-1:], *after[:1], *others[: offered - 2]])
    week = [free.get(day + timedelta(days=number), []) for number in range(1, 8)]
    same_time = [[each for each in starts if each.astimezone(zone).time() == clock][:1] for starts in week]
    next_free = [each for d in days if d > day for each in free[d]] or [each for d in days for each in free[d]]
    return [each for starts in same_time for each in starts][:offered] or next_free[: offered - 1]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(situations(DAYS_ON), st.integers(0, 5 * 24 * 4), st.sampled_from([2, 3]))
def test_the_offers_are_those_of_the_policy(situation: Situation, quarters: int, offered: int):
    business, now = situation.business, situation.now
    start = now.astimezone(UTC).replace(minute=0, second=0) + timedelta(minutes=15 * quarters)
    one = Diarist(business, situation.job, lambda *window: touching(situation.taken, *window), now, offered)
    answer = one.check(start)
    if answer.problem in (Problem.PAST, Problem.TOO_FAR):
        assert answer.offers == ()
    elif answer.problem is None:
        assert start in by_definition(situation, start.astimezone(business.zone).date())
    else:
        assert [each.astimezone(UTC) for each in answer.offers] == described(situation, start, offered)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(situations(DAYS_ON))
def test_the_soonest_is_the_first_by_definition(situation: Situation):
    business, now = situation.business, situation.now
    one = Diarist(business, situation.job, lambda *window: touching(situation.taken, *window), now)
    start = one.answer(Meaning(pick=Pick.FIRST), None).start
    days = (business.today(now) + timedelta(days=number) for number in range(business.days_ahead + 1))
    first = next((each for day in days for each in by_definition(situation, day, 15)), None)
    assert (start and start.astimezone(UTC)) == first


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(situations(DAYS_ON), st.integers(0, 2))
def test_a_technician_is_found_for_every_opening_and_for_no_other_start(situation: Situation, days: int):
    business, job, now = situation.business, situation.job, situation.now
    one = Diarist(business, job, lambda *window: touching(situation.taken, *window), now)
    for start in starts_of_day(business, job.minutes, business.today(now) + timedelta(days=days)):
        span = Span(start, plus_minutes(start, job.minutes))
        free = free_technicians(business, job, span, situation.taken)
        bookable = why_not(business, job, start, situation.taken, now) is None
        found = one.technician(start, stays_with=3)
        assert found in free if bookable else found is None
        assert found == 3 or 3 not in free or not bookable
