"""Times, lists and numbers in the words people use."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from office.domain import wording
from office.domain.hours import Business

TODAY = date(2026, 3, 4)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (moment(4, 15), "today at 3 PM"),
        (moment(5, 12), "tomorrow at noon"),
        (moment(6, 14), "this Friday at 2 PM"),
        (moment(9, 9, 30), "Monday, March 9 at 9:30 AM"),
        (moment(13, 14), "Friday, March 13 at 2 PM"),
    ],
)
def test_a_moment_is_said_the_shortest_clear_way(when: datetime, words: str):
    assert wording.say_when(when, TODAY) == words


def test_a_read_back_names_the_date():
    assert wording.say_date_and_clock(moment(6, 14)) == "Friday, March 6 at 2 PM"


@pytest.mark.parametrize(
    ("start", "until", "words"),
    [
        (moment(6, 14), None, "Friday, March 6 at 2 PM"),
        (moment(6, 14), moment(6, 16), "Friday, March 6, between 2 and 4 PM"),
        (moment(6, 10, 30), moment(6, 11, 30), "Friday, March 6, between 10:30 and 11:30 AM"),
        (moment(6, 11), moment(6, 13), "Friday, March 6, between 11 AM and 1 PM"),
        (moment(6, 10), moment(6, 12), "Friday, March 6, between 10 AM and noon"),
        (moment(6, 12), moment(6, 14), "Friday, March 6, between noon and 2 PM"),
    ],
)
def test_an_arrival_is_said_with_its_window(start: datetime, until: datetime | None, words: str):
    assert wording.say_arrival(start, until) == words


@pytest.mark.parametrize(
    ("openings", "words"),
    [
        ([moment(6, 14)], "2 PM this Friday"),
        ([moment(6, 14), moment(6, 15, 30)], "2 PM or 3:30 PM this Friday"),
        ([moment(13, 8), moment(13, 12), moment(13, 16)], "8 AM, noon or 4 PM on Friday, March 13"),
        ([moment(5, 9), moment(6, 9)], "tomorrow at 9 AM or this Friday at 9 AM"),
    ],
)
def test_openings_are_offered_with_each_day_named_once(openings: list[datetime], words: str):
    assert wording.say_openings(openings, TODAY) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (45, "45 minutes"),
        (60, "an hour"),
        (90, "an hour and a half"),
        (120, "2 hours"),
        (135, "2 hours and 15 minutes"),
        (150, "2 and a half hours"),
    ],
)
def test_durations(minutes: int, words: str):
    assert wording.say_duration(minutes) == words


def test_an_american_number_is_grouped_and_a_foreign_one_left():
    assert wording.say_phone("+15185550142") == "518-555-0142"
    assert wording.say_phone("+4930901820") == "+4930901820"


def test_the_hours_of_the_week_join_equal_days():
    assert Business().say_hours() == "Monday to Friday 8 AM to 5 PM, Saturday 9 AM to 1 PM; closed Sunday"
