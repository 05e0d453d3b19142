"""The booking desk: from the caller's words to a Visit in the book. Now is Wednesday, March 4, 2026, 10:00."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from office.adapters.duckling import Duckling
from office.adapters.memory import MemoryRecords
from office.adapters.memory.calendar import MemoryCalendar
from office.bootstrap import Desks, assemble
from office.desk.booking import BookingDesk, BookingRequest
from office.desk.times import TimeDesk
from office.domain.hours import Business
from office.domain.openings import Problem
from office.domain.visits import VisitStatus
from office.errors import (
    DucklingUnavailable,
    NotAnAddress,
    NotAPhone,
    RecordsUnavailable,
    TimeNotBookable,
    TimeTaken,
    UnknownJob,
)
from office.ports import Clock, Records

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY = date(2026, 3, 6)


def friday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 6, hour, minute, tzinfo=NEW_YORK)


REQUEST = BookingRequest(
    call_id="call-1",
    customer_name="John Doe",
    phone="+15185550142",
    address="42 Maple Street, Springfield, NY 10001",
    job_code="pipe_repair",
    start=friday(14),
    booked_by="owner",
)


@pytest.fixture
def booking(desks: Desks) -> BookingDesk:
    """A booking desk on each kind of records."""
    return desks.booking


def test_a_booking_is_read_back_from_the_book(booking: BookingDesk):
    booked = booking.book(REQUEST)
    assert booked.is_new
    assert (booked.visit.start, booked.visit.end) == (friday(14), friday(16))
    assert (booked.visit.status, booked.visit.technician.name) == (VisitStatus.CONFIRMED, "Sam")
    assert booking.say_visit(booked) == {
        "job": "pipe repair",
        "customer_name": "John Doe",
        "when": "Friday, March 6 at 2 PM",
        "address": "42 Maple Street, Springfield, NY 10001",
    }


def test_the_same_booking_twice_is_one_visit(booking: BookingDesk):
    first, second = booking.book(REQUEST), booking.book(replace(REQUEST, customer_name="JOHN DOE"))
    assert (second.visit.id, second.is_new) == (first.visit.id, False)


def test_a_taken_time_is_refused_with_offers(booking: BookingDesk):
    booking.book(REQUEST)
    with pytest.raises(TimeTaken) as refused:
        booking.book(replace(REQUEST, customer_name="Jane Roe", start=friday(15)))
    assert refused.value.answer.problem is Problem.TAKEN
    assert refused.value.answer.offers == (friday(12),)


def test_a_time_outside_hours_is_refused_and_nothing_is_written(booking: BookingDesk, records: Records):
    with pytest.raises(TimeNotBookable) as refused:
        booking.book(replace(REQUEST, start=friday(16)))
    assert refused.value.answer.problem is Problem.OUTSIDE_HOURS
    assert not records.transaction(lambda work: work.customers.recent_names(1))


def test_one_number_may_serve_two_people_and_one_person_two_places(booking: BookingDesk, records: Records):
    booking.book(replace(REQUEST, start=friday(8)))
    booking.book(replace(REQUEST, start=friday(10), address="9 Elm Court"))
    booking.book(replace(REQUEST, start=friday(12), customer_name="Jane Roe"))
    customers = records.transaction(lambda work: work.customers.with_phone("+15185550142"))
    assert [customer.name for customer in customers] == ["John Doe", "Jane Roe"]
    assert len(records.transaction(lambda work: work.properties.recent_streets(9))) == 2


@pytest.mark.parametrize(
    ("change", "error"),
    [({"job_code": "roofing"}, UnknownJob), ({"address": "Maple Street"}, NotAnAddress), ({"phone": "555"}, NotAPhone)],
)
def test_what_the_desk_did_not_read_itself_is_refused(booking: BookingDesk, change: dict, error: type[Exception]):
    with pytest.raises(error):
        booking.book(replace(REQUEST, **change))


def test_one_breath_gives_job_and_time(desk: BookingDesk, times: TimeDesk):
    words = "Schedule John Doe for a pipe repair on Friday at two pm"
    job = desk.read_job(words)
    assert job is not None
    assert times.find_time(words, job.code).start == friday(14)


def test_an_hour_is_of_the_day_under_discussion(times: TimeDesk):
    asked = times.find_time("friday", "pipe_repair")
    assert (asked.problem, asked.day) == (Problem.WHICH_HOUR, FRIDAY)
    assert times.find_time("at two", "pipe_repair", asked.day).start == friday(14)


def test_a_bare_hour_is_judged_by_the_hours_of_the_day_under_discussion(times: TimeDesk):
    saturday = date(2026, 3, 7)
    assert times.find_time("at nine", "faucet_repair", saturday).start == datetime(2026, 3, 7, 9, tzinfo=NEW_YORK)


def test_words_without_a_time_are_no_problem_of_the_book(times: TimeDesk, memory: MemoryRecords):
    memory.away = True
    assert times.find_time("the sink is dripping", None).problem is Problem.NO_TIME


def test_a_longer_job_is_checked_again(times: TimeDesk):
    assert times.check_time(friday(15), "pipe_repair").start == friday(15)
    answer = times.check_time(friday(15), "water_heater_installation")
    assert (answer.problem, answer.offers) == (Problem.OUTSIDE_HOURS, (friday(13),))


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("the first one", 13),
        ("the second", 16),
        ("the later one please", 16),
        ("the earlier", 13),
        ("four works", 16),
        ("four", 16),
        ("1 pm", 13),
        ("friday at four", 16),
    ],
)
def test_an_offered_opening_is_chosen(times: TimeDesk, text: str, hour: int):
    assert times.choose_opening(text, (friday(13), friday(16))) == friday(hour)


@pytest.mark.parametrize(
    "text", ["yes", "monday at two", "something else", "neither", "anything later than that?", "11"]
)
def test_another_time_is_no_choice(times: TimeDesk, text: str):
    assert times.choose_opening(text, (friday(13), friday(16))) is None


def test_yes_chooses_the_only_one(times: TimeDesk):
    assert times.choose_opening("yeah that works", (friday(13),)) == friday(13)
    assert times.choose_opening("no", (friday(13),)) is None


def test_without_records_no_time_is_promised(desk: BookingDesk, times: TimeDesk, memory: MemoryRecords):
    memory.away = True
    with pytest.raises(RecordsUnavailable):
        times.find_time("friday at two", "pipe_repair")
    with pytest.raises(RecordsUnavailable):
        desk.book(REQUEST)


def test_without_duckling_no_time_is_guessed(business: Business, clock: Clock, memory: MemoryRecords):
    times = assemble(lambda: business, clock, Duckling("http://127.0.0.1:9"), memory, MemoryCalendar()).times
    with pytest.raises(DucklingUnavailable):
        times.find_time("friday at two", "pipe_repair")


def test_with_an_arrival_window_the_customer_hears_the_window(business: Business, clock: Clock, memory: MemoryRecords):
    windows = replace(business, arrival_window_minutes=120)
    booking = assemble(lambda: windows, clock, Duckling("http://127.0.0.1:9"), memory, MemoryCalendar()).booking
    assert booking.say_booking(REQUEST)["when"] == "Friday, March 6, between 2 and 4 PM"
    booked = booking.book(replace(REQUEST, start=friday(15)))
    assert booking.say_visit(booked)["when"] == "Friday, March 6, between 3 and 5 PM"
