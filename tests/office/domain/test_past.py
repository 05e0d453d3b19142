"""How a past day is said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.domain.customer_records import Service
from office.domain.past import say_past, say_service

TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 4), "today"),
        (date(2026, 3, 3), "yesterday"),
        (date(2026, 3, 2), "earlier this week"),
        (date(2026, 3, 1), "last week"),
        (date(2026, 2, 23), "last week"),
        (date(2026, 2, 22), "last month"),
        (date(2026, 1, 31), "in January"),
        (date(2025, 10, 7), "last October"),
        (date(2025, 4, 1), "last April"),
        (date(2025, 3, 31), "in March 2025"),
        (date(2024, 3, 4), "in March 2024"),
        (date(2026, 3, 9), "today"),
    ],
)
def test_a_past_day_is_said_as_one_remembers_it(day: date, words: str):
    assert say_past(day, TODAY) == words


def test_early_in_the_month_is_said_so():
    assert say_past(date(2026, 3, 2), date(2026, 3, 31)) == "earlier this month"


def test_a_month_of_the_same_year_needs_no_last():
    assert say_past(date(2026, 3, 2), date(2026, 11, 4)) == "in March"


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 9000))
def test_last_month_name_is_never_ambiguous(today: date, ago: int):
    day = date.fromordinal(max(today.toordinal() - ago, date(1990, 1, 1).toordinal()))
    words = say_past(day, today)
    if words == f"last {day:%B}":
        assert (today - day).days < 366
        assert (day.month, day.year) != (today.month, today.year - 1)


def test_a_service_is_said_with_its_job():
    jobs = {"water_heater_installation": "water heater installation"}
    done = Service(1, date(2025, 10, 7), "water_heater_installation")
    assert say_service(done, TODAY, jobs) == "water heater installation last October"
    assert say_service(Service(1, date(2024, 3, 7), "new sump pump"), TODAY, jobs) == "new sump pump in March 2024"
