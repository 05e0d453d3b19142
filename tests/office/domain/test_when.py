"""What a caller means by a time, with the real Duckling behind it. Now is Wednesday, March 4, 2026, 10:00."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from office.adapters.duckling import Duckling
from office.domain.hours import Business, OpenSpan
from office.domain.openings import Problem
from office.domain.when import Meaning, Pick, prepare, understand

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 4, 10, tzinfo=NEW_YORK)


def read(phrases: Duckling, text: str, now: datetime = NOW, business: Business | None = None) -> Meaning:
    business = business or Business()
    sentence = prepare(text, now, business)
    return understand(sentence, phrases.parse(sentence.words.rest, now, business.zone), now, business)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("Schedule John Doe for a pipe repair on Friday at two pm", (3, 6), (14, 0)),
        ("friday at 2", (3, 6), (14, 0)),
        ("friday at two", (3, 6), (14, 0)),
        ("two o'clock friday", (3, 6), (14, 0)),
        ("saturday at nine", (3, 7), (9, 0)),
        ("monday at eight", (3, 9), (8, 0)),
        ("wednesday at four", (3, 4), (16, 0)),
        ("next friday at 2", (3, 13), (14, 0)),
        ("friday next week at 2", (3, 13), (14, 0)),
        ("this friday at three", (3, 6), (15, 0)),
        ("a week from friday at 1", (3, 13), (13, 0)),
        ("tomorrow at noon", (3, 5), (12, 0)),
        ("tomorrow at ten in the morning", (3, 5), (10, 0)),
        ("tomorrow, 8", (3, 5), (8, 0)),
        ("the day after tomorrow at ten thirty", (3, 6), (10, 30)),
        ("quarter past ten on monday", (3, 9), (10, 15)),
        ("half past nine on monday", (3, 9), (9, 30)),
        ("Friday, March 6th at 2 p.m.", (3, 6), (14, 0)),
        ("march sixth at two thirty", (3, 6), (14, 30)),
        ("the sixth of march, two pm", (3, 6), (14, 0)),
        ("3/9 at 9:30", (3, 9), (9, 30)),
        ("the 15th at 11", (3, 15), (11, 0)),
        ("the 2nd of next month at 11", (4, 2), (11, 0)),
        ("on the second at 11", (4, 2), (11, 0)),
        ("at 14:00 on friday", (3, 6), (14, 0)),
        ("friday around 2", (3, 6), (14, 0)),
        ("friday at noonish", (3, 6), (12, 0)),
        ("in five days at ten", (3, 9), (10, 0)),
        ("in two hours", (3, 4), (12, 0)),
        ("friday at 2, no, make it 3", (3, 6), (15, 0)),
        ("friday at 2, sorry, monday at 9", (3, 9), (9, 0)),
        ("i can't do friday, monday at two", (3, 9), (14, 0)),
        ("friday doesn't work, how about monday at two", (3, 9), (14, 0)),
        ("8 tomorrow morning", (3, 5), (8, 0)),
        ("ten friday morning", (3, 6), (10, 0)),
        ("can you come at 4 this afternoon", (3, 4), (16, 0)),
        ("this afternoon at 4", (3, 4), (16, 0)),
        ("ten minutes past noon on friday", (3, 6), (12, 10)),
        ("friday at 10 to 3", (3, 6), (14, 50)),
        ("twenty five to ten on tuesday", (3, 10), (9, 35)),
        ("friday nine thirty.", (3, 6), (9, 30)),
        ("the 12th at nine", (3, 12), (9, 0)),
        ("monday week at 11", (3, 16), (11, 0)),
        ("three days from monday at 10", (3, 12), (10, 0)),
        ("tonight at 10", (3, 4), (22, 0)),
        ("thursday at 11 at night", (3, 5), (23, 0)),
        ("move it from friday at two to monday at three", (3, 9), (15, 0)),
        ("push the friday 2 o'clock to 4", (3, 6), (16, 0)),
    ],
)
def test_a_day_with_an_hour_is_one_moment(phrases: Duckling, text: str, day: tuple[int, int], clock: tuple[int, int]):
    assert read(phrases, text) == Meaning(day=date(2026, *day), clock=time(*clock))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("tomorrow at 1030", (10, 30)),
        ("tomorrow at 130", (13, 30)),
        ("1030 tomorrow", (10, 30)),
        ("tomorrow 2pm", (14, 0)),
        ("tomorrow at 4.20pm", (16, 20)),
        ("tomorrow at 0930", (9, 30)),
        ("tomorrow at 9 20 am", (9, 20)),
        ("ate oclock tomorrow", (8, 0)),
        ("tomorrow at fore", (16, 0)),
    ],
)
def test_an_hour_is_read_as_the_recogniser_writes_it(phrases: Duckling, text: str, clock: tuple[int, int]):
    assert read(phrases, text) == Meaning(day=date(2026, 3, 5), clock=time(*clock))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("at two", (14, 0)),
        ("two", (14, 0)),
        ("four thirty", (16, 30)),
        ("uh, eleven please", (11, 0)),
        ("9 am", (9, 0)),
        ("3pm.", (15, 0)),
        ("No, make it 3pm.", (15, 0)),
        ("No, make it 3 P.M.", (15, 0)),
        ("Actually, at 3:30 PM.", (15, 30)),
        ("Half past nine, please.", (9, 30)),
    ],
)
def test_an_hour_alone_names_no_day(phrases: Duckling, text: str, clock: tuple[int, int]):
    assert read(phrases, text) == Meaning(clock=time(*clock))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("friday", (3, 6)),
        ("next friday", (3, 13)),
        ("tomorrow", (3, 5)),
        ("next week", (3, 9)),
        ("later today", (3, 4)),
        ("maybe the tenth", (3, 10)),
        ("friday to pm", (3, 6)),
        ("a week from monday", (3, 16)),
        ("tuesday in a week", (3, 17)),
        ("in a couple of weeks", (3, 18)),
        ("two weeks from tomorrow", (3, 19)),
        ("in two weeks on friday", (3, 20)),
        ("in two months", (5, 4)),
        ("three months from now on monday", (6, 8)),
        ("in four days on saturday", (3, 7)),
        ("a fortnight from today", (3, 18)),
        ("the week after next", (3, 16)),
        ("this weekend", (3, 7)),
        ("next weekend", (3, 14)),
        ("the last weekend of march", (3, 28)),
        ("the end of may", (5, 21)),
        ("late april", (4, 21)),
        ("the first monday in april", (4, 6)),
        ("the last friday of march", (3, 27)),
        ("two mondays from now", (3, 16)),
        ("from the 13th to the 15th of april", (4, 13)),
        ("april 13 to 15", (4, 13)),
        ("tmrw", (3, 5)),
        ("it started yesterday, can you come friday", (3, 6)),
        ("it broke down on monday, come friday", (3, 6)),
        ("it has been dripping since tuesday, is friday free", (3, 6)),
        ("not friday, thursday", (3, 5)),
    ],
)
def test_a_day_alone_leaves_the_hour_open(phrases: Duckling, text: str, day: tuple[int, int]):
    assert read(phrases, text) == Meaning(day=date(2026, *day))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("friday after three", (15, 0), None),
        ("friday, any time after 3", (15, 0), None),
        ("between nine and eleven on friday", (9, 0), (11, 0)),
        ("between 9 and 11 am on Friday", (9, 0), (11, 0)),
        ("friday from 9 to 11", (9, 0), (11, 0)),
        ("before noon on friday", None, (11, 59)),
        ("friday morning", None, (11, 59)),
        ("friday afternoon", (12, 0), None),
        ("late afternoon on friday", (15, 0), None),
        ("friday but not before ten", (10, 0), None),
        ("friday but not in the morning", (12, 0), None),
        ("friday, not the afternoon", None, (11, 59)),
        ("friday at 2 or later", (14, 0), None),
        ("friday 2-4", (14, 0), (16, 0)),
        ("friday eight to ten", (8, 0), (10, 0)),
    ],
)
def test_a_window_takes_its_first_opening(
    phrases: Duckling, text: str, earliest: tuple[int, int] | None, latest: tuple[int, int] | None
):
    expected = Meaning(
        day=date(2026, 3, 6),
        earliest=time(*earliest) if earliest else None,
        latest=time(*latest) if latest else None,
        pick=Pick.FIRST,
    )
    assert read(phrases, text) == expected


@pytest.mark.parametrize(
    ("text", "day", "pick"),
    [
        ("first thing tomorrow", date(2026, 3, 5), Pick.FIRST),
        ("as soon as possible", None, Pick.FIRST),
        ("the soonest you have", None, Pick.FIRST),
        ("any time on friday", date(2026, 3, 6), Pick.FIRST),
        ("as late as you can on friday", date(2026, 3, 6), Pick.LAST),
        ("the last opening on friday", date(2026, 3, 6), Pick.LAST),
        ("end of the day monday", date(2026, 3, 9), Pick.LAST),
        ("close of business tomorrow", date(2026, 3, 5), Pick.LAST),
    ],
)
def test_soonest_and_latest_leave_the_choice_to_us(phrases: Duckling, text: str, day: date | None, pick: Pick):
    assert read(phrases, text) == Meaning(day=day, pick=pick)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("monday march 6", Problem.WEEKDAY_MISMATCH),
        ("friday the 7th at 10", Problem.WEEKDAY_MISMATCH),
        ("march 6th, a monday", Problem.WEEKDAY_MISMATCH),
        ("february 30th at 2 pm", Problem.NO_SUCH_DATE),
        ("june 31st", Problem.NO_SUCH_DATE),
        ("february 29", Problem.NO_SUCH_DATE),
        ("yesterday at 3", Problem.PAST),
        ("march 2nd at 3", Problem.PAST),
        ("last friday", Problem.PAST),
        ("it's about the sink", Problem.NO_TIME),
        ("john doe", Problem.NO_TIME),
        ("", Problem.NO_TIME),
    ],
)
def test_what_cannot_be_is_asked_again_and_not_guessed(phrases: Duckling, text: str, problem: Problem):
    assert read(phrases, text).problem is problem


@pytest.mark.parametrize(
    "text",
    [
        "the third one",
        "the second slot please",
        "i'm moving to 42 maple street",
        "518 555 0142",
        "42 maple street",
        "i have two toilets",
        "5 maple avenue apartment 2",
    ],
)
def test_other_numbers_are_no_hours(phrases: Duckling, text: str):
    assert read(phrases, text) == Meaning(problem=Problem.NO_TIME)


def test_a_weekday_and_a_date_that_disagree_name_the_day_on_which_both_would_hold(phrases: Duckling):
    meaning = read(phrases, "sunday the 13th at two")
    assert (meaning.problem, meaning.agreeing, meaning.clock) == (
        Problem.WEEKDAY_MISMATCH,
        date(2026, 9, 13),
        time(14),
    )
    assert read(phrases, "tuesday july 7th 2027").agreeing is None
    assert read(phrases, "monday february 29th 2028").agreeing is None


def test_a_date_of_some_weeks_ago_is_next_years(phrases: Duckling):
    assert read(phrases, "february 10 at 9") == Meaning(day=date(2027, 2, 10), clock=time(9))


def test_next_friday_said_on_a_sunday_is_of_the_week_that_begins_tomorrow(phrases: Duckling):
    sunday = datetime(2026, 3, 8, 10, tzinfo=NEW_YORK)
    assert read(phrases, "next friday", sunday).day == date(2026, 3, 13)


def test_a_date_in_january_said_in_december_is_next_year(phrases: Duckling):
    december = datetime(2026, 12, 28, 10, tzinfo=NEW_YORK)
    assert read(phrases, "january 5th at 9", december) == Meaning(day=date(2027, 1, 5), clock=time(9))


def test_a_leap_day_exists_in_a_leap_year(phrases: Duckling):
    february = datetime(2028, 2, 7, 10, tzinfo=NEW_YORK)
    assert read(phrases, "february 29 at 9", february) == Meaning(day=date(2028, 2, 29), clock=time(9))


def test_a_bare_hour_falls_in_the_hours_of_the_business(phrases: Duckling):
    night_shift = Business(week=((OpenSpan(time(0), time(6)),),) * 7)
    assert read(phrases, "friday at 2", business=night_shift).clock == time(2)


def test_the_offset_is_that_of_the_day_meant_and_not_of_today(phrases: Duckling):
    assert read(phrases, "monday march 9 at 10") == Meaning(day=date(2026, 3, 9), clock=time(10))
