"""What is answered to a wanted time, and what is offered in its place (POLICY.md 3 and 4)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from office.domain.hours import Business
from office.domain.offers import Diarist
from office.domain.openings import Problem, Taken
from office.domain.spans import Span
from office.domain.when import Meaning, Pick

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 4, 10, tzinfo=NEW_YORK)
FRIDAY = date(2026, 3, 6)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=NEW_YORK)


def diarist(*busy: tuple[datetime, datetime], minutes: int = 60) -> Diarist:
    entries = [Taken(1, Span(start, end)) for start, end in busy]
    return Diarist(Business(), minutes, lambda _: entries, NOW)


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
