"""One turn of a booking at a time. Now is Wednesday, March 4, 2026, 10:00; the times are read by the real Duckling."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from office.bootstrap import Desks
from office.desk.booking import BookingDesk, BookingRequest
from office.desk.caller_turn import CallerTurn, Entity
from office.desk.intake import Details, Taken
from office.domain.openings import Problem, TimeAnswer
from office.errors import DucklingUnavailable

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY_AT_TWO = datetime(2026, 3, 6, 14, tzinfo=NEW_YORK)
TOLD = Details(
    job="pipe_repair",
    customer_name="John Doe",
    phone="+15185550142",
    address="42 Maple Street, Springfield, NY 10001",
    visit_time=FRIDAY_AT_TWO,
    booking_day=FRIDAY_AT_TWO.date(),
)

Hear = Callable[..., Taken]


def turn(text: str, intent: str = "give_details", requested: str | None = None, **marked: str) -> CallerTurn:
    """A turn; `marked` gives the words of an entity by its kind."""
    entities = [Entity(kind.replace("__", "-"), text.index(w), text.index(w) + len(w)) for kind, w in marked.items()]
    return CallerTurn(text, intent, requested, tuple(entities))


@pytest.fixture
def hear(fake_desks: Desks) -> Hear:
    intake = fake_desks.intake

    def take(details: Details, text: str, intent: str = "give_details", **more: str) -> Taken:
        return intake.take(turn(text, intent, **more), details)

    return take


def said(taken: Taken) -> list[str]:
    return [reply.response for reply in taken.replies]


def test_one_breath_fills_everything_that_was_said(hear: Hear):
    taken = hear(
        Details(),
        "Schedule John Doe for a pipe repair on Friday at two pm",
        "book_visit",
        customer_name="John Doe",
        job="pipe repair",
        time="on Friday at two pm",
    )
    assert taken.details == replace(TOLD, phone=None, address=None)
    assert taken.details.next_question == "phone"
    assert taken.replies == ()


def test_questions_come_one_by_one_in_a_fixed_order(hear: Hear):
    asked = []
    details = hear(Details(), "book a visit", "book_visit").details
    for text in (
        "a pipe repair",
        "friday at two",
        "john doe",
        "518 555 0142",
        "42 Maple Street, Springfield, NY 10001",
    ):
        question = details.next_question
        assert question
        asked.append(question)
        details = hear(details, text, requested=question).details
    assert asked == ["job", "visit_time", "customer_name", "phone", "address"]
    assert details == TOLD
    assert details.next_question == "confirm_booking"


def test_yes_confirms(hear: Hear):
    taken = hear(TOLD, "yes", "affirm", requested="confirm_booking")
    assert taken.details.confirm_booking is True
    assert taken.details.next_question is None


def test_yes_with_a_change_changes_and_reads_back_again(hear: Hear):
    taken = hear(TOLD, "yes but at three pm", "affirm", requested="confirm_booking", time="at three pm")
    assert taken.details.visit_time == FRIDAY_AT_TWO.replace(hour=15)
    assert not taken.details.confirm_booking


def test_a_bare_no_asks_what_to_change_and_then_takes_it(hear: Hear):
    taken = hear(TOLD, "no", "deny", requested="confirm_booking")
    assert taken.details.change_wanted
    taken = hear(taken.details, "the time", requested="confirm_booking")
    taken = hear(taken.details, "the time", "correct_detail", requested="confirm_booking")
    assert taken.details.visit_time is None
    assert taken.details.next_question == "visit_time"
    assert taken.details.address == TOLD.address


@pytest.mark.parametrize("words", ["make it three", "No, make it 3pm.", "No, make it 3 p.m."])
def test_a_bare_hour_at_the_read_back_moves_it_on_its_day(hear: Hear, words: str):
    taken = hear(TOLD, words, "correct_detail", requested="confirm_booking")
    assert taken.details.visit_time == FRIDAY_AT_TWO.replace(hour=15)


def test_a_time_in_place_of_the_number_is_taken(hear: Hear):
    before = replace(TOLD, phone=None)
    taken = hear(before, "oh and rather at three pm", requested="phone", time="at three pm")
    assert taken.details.visit_time == FRIDAY_AT_TWO.replace(hour=15)
    assert taken.details.next_question == "phone"


def test_a_yes_to_what_should_i_change_books_nothing(hear: Hear):
    taken = hear(replace(TOLD, change_wanted=True), "yes", "affirm", requested="confirm_booking")
    assert not taken.details.confirm_booking


def test_a_correction_in_the_middle_is_noted(hear: Hear):
    before = replace(TOLD, phone=None, address=None)
    taken = hear(before, "no at three pm", "correct_detail", requested="phone", time="at three pm")
    assert taken.details.visit_time == FRIDAY_AT_TWO.replace(hour=15)
    assert said(taken) == ["utter_booking_noted"]
    assert taken.details.next_question == "phone"


def test_a_detail_is_not_replaced_by_a_stray_word(hear: Hear):
    before = replace(TOLD, address=None)
    taken = hear(before, "7 Elm Street, Springfield", requested="address", customer_name="Elm")
    assert taken.details.customer_name == "John Doe"
    assert taken.details.address


def test_a_zip_code_that_was_not_marked_is_read_all_the_same(hear: Hear):
    text = "42 Maple Street, Springfield, NY 10001"
    taken = hear(replace(TOLD, address=None), text, requested="address", address="42 Maple Street, Springfield, NY")
    assert taken.details.address == text


def test_half_a_marked_name_is_completed_by_the_answer(hear: Hear):
    taken = hear(
        replace(TOLD, customer_name=None), "it's for Robert Smith", requested="customer_name", customer_name="Robert"
    )
    assert taken.details.customer_name == "Robert Smith"


def test_of_two_marks_on_one_name_the_longer_is_taken(hear: Hear):
    text = "Schedule Jane Roe for a faucet repair"
    taken = hear(Details(), text, "book_visit", customer_name="Jane", PERSON="Jane Roe")
    assert taken.details.customer_name == "Jane Roe"


def test_a_yes_that_answers_no_question_is_not_held_against_the_caller(hear: Hear):
    taken = hear(replace(TOLD, customer_name=None), "yes that's good", "affirm", requested="customer_name")
    assert taken == Taken(replace(TOLD, customer_name=None))


def test_a_house_number_is_not_taken_for_an_hour(hear: Hear):
    taken = hear(
        Details(),
        "pipe repair at 1200 Oak Avenue on Friday at 2 pm",
        "book_visit",
        address="1200 Oak Avenue",
        time="on Friday at 2 pm",
    )
    assert taken.details.visit_time == FRIDAY_AT_TWO


def test_a_job_that_takes_longer_has_its_time_checked_again(hear: Hear):
    before = replace(TOLD, job="faucet_repair", visit_time=FRIDAY_AT_TWO.replace(hour=16))
    taken = hear(before, "no it is a sewer line", "correct_detail", requested="confirm_booking", job="sewer line")
    assert taken.details.visit_time is None
    assert said(taken) == ["utter_booking_noted", "utter_booking_time_outside_hours"]
    assert taken.details.offered_openings


def test_a_taken_time_offers_the_nearest_and_one_is_chosen(hear: Hear, desk: BookingDesk):
    desk.book(
        BookingRequest(
            None, "Jane Roe", "+15185550177", "7 Elm Street, Springfield, NY", "faucet_repair", FRIDAY_AT_TWO, "owner"
        )
    )
    before = replace(TOLD, visit_time=None)
    taken = hear(before, "friday at two", requested="visit_time", time="friday at two")
    assert said(taken) == ["utter_booking_time_taken"]
    assert [o.hour for o in taken.details.offered_openings] == [12, 15]  # a pipe repair takes two hours
    assert taken.details.next_question == "opening_choice"
    chosen = hear(taken.details, "the first one", requested="opening_choice").details
    assert chosen.visit_time == chosen.opening_choice == FRIDAY_AT_TWO.replace(hour=12)


def test_a_no_to_the_offered_openings_asks_for_another_time(hear: Hear):
    before = replace(TOLD, visit_time=None, offered_openings=(FRIDAY_AT_TWO,))
    assert hear(before, "no", "deny", requested="opening_choice").details.next_question == "visit_time"


def test_another_day_altogether_is_taken_in_place_of_the_offers(hear: Hear):
    before = replace(TOLD, visit_time=None, offered_openings=(FRIDAY_AT_TWO,))
    taken = hear(before, "rather thursday at nine", requested="opening_choice", time="thursday at nine")
    assert taken.details.visit_time == datetime(2026, 3, 5, 9, tzinfo=NEW_YORK)


def test_a_day_without_an_hour_asks_for_the_hour_and_keeps_the_day(hear: Hear):
    taken = hear(replace(TOLD, visit_time=None, booking_day=None), "on friday", requested="visit_time", time="friday")
    assert taken.details.next_question == "visit_time"
    assert taken.details.booking_day == FRIDAY_AT_TWO.date()
    assert hear(taken.details, "at two", requested="visit_time").details.visit_time == FRIDAY_AT_TWO


@pytest.mark.parametrize("intent", ["ask_hours", "ask_repeat", "report_emergency", "stop_booking", "out_of_scope"])
def test_what_is_not_for_the_booking_is_left_to_its_own_rule(hear: Hear, intent: str):
    before = replace(TOLD, phone=None)
    taken = hear(before, "what else is there to know", intent, requested="phone")
    assert not taken.understood
    assert taken.details == before


def test_an_answer_that_is_none_is_asked_again_and_counted(hear: Hear):
    before = replace(TOLD, phone=None)
    once = hear(before, "well let me see", requested="phone")
    assert (said(once), once.details.misses) == (["utter_booking_phone_again"], 1)
    assert hear(once.details, "518 555 0142", requested="phone").details.misses == 0


def test_a_time_refused_at_the_last_moment_keeps_everything_else(fake_desks: Desks):
    intake = fake_desks.intake
    answer = TimeAnswer(problem=Problem.TAKEN, day=FRIDAY_AT_TWO.date(), asked=FRIDAY_AT_TWO, offers=(FRIDAY_AT_TWO,))
    taken = intake.refused(answer, replace(TOLD, confirm_booking=True))
    assert taken.details.visit_time is None
    assert taken.details.confirm_booking is None
    assert (taken.details.phone, taken.details.address) == (TOLD.phone, TOLD.address)
    assert taken.details.next_question == "opening_choice"


def test_without_duckling_nothing_is_guessed(fake_desks: Desks, monkeypatch):
    def away(*_: object) -> None:
        raise DucklingUnavailable

    monkeypatch.setattr(fake_desks.times, "find_time", away)
    taken = fake_desks.intake.take(turn("friday at two", requested="visit_time"), replace(TOLD, visit_time=None))
    assert taken.details.visit_time is None
    assert said(taken) == ["utter_booking_time_unreadable"]


def test_the_hour_marked_as_a_house_number_is_still_the_hour(hear: Hear):
    text = "Friday at 2 for John Doe, a pipe repair, 5185550142, 16 Spruce St, Troy"
    taken = hear(Details(), text, customer_name="John Doe", job="pipe repair", address="2", time="Friday at 2")
    assert taken.details.visit_time == FRIDAY_AT_TWO


def test_a_month_of_a_date_marked_as_a_name_is_still_the_month(hear: Hear):
    taken = hear(Details(job="faucet_repair"), "April 7th at 10", customer_name="April", time="April 7th at 10")
    assert taken.details.visit_time == datetime(2026, 4, 7, 10, tzinfo=NEW_YORK)
    assert taken.details.customer_name is None


def test_an_address_marked_in_halves_is_one(fake_desks: Desks):
    text = "1500 State Route 7 Troy 12180"
    marks = (Entity("address", 0, 16), Entity("address", 17, 23), Entity("address", 24, 29))
    taken = fake_desks.intake.take(CallerTurn(text, "give_details", "address", marks), replace(TOLD, address=None))
    assert taken.details.address == "1500 State Route 7, Troy, 12180"


def test_a_marked_address_is_completed_by_its_suffix(hear: Hear):
    taken = hear(replace(TOLD, address=None), "3 Main St", requested="address", address="3 Main")
    assert taken.details.address == "3 Main Street"


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [
        ("Ana Maria de la Cruz needs a new faucet", "Maria de la Cruz", "Ana Maria de la Cruz"),
        ("faucet repair for Zoe Katz", "Zoe", "Zoe Katz"),
        ("Put Zoe Katz down", "Zoe", "Zoe Katz"),
        ("Put Zoe Katz down", "Put Zoe", "Zoe Katz"),
        ("book Zoe Friday at ten", "Zoe", "Zoe"),
    ],
)
def test_a_marked_name_takes_in_the_capitalised_words_beside_it(hear: Hear, text: str, marked: str, name: str):
    assert hear(Details(), text, "book_visit", customer_name=marked).details.customer_name == name


def test_a_person_for_whom_something_is_booked_is_the_customer(hear: Hear):
    taken = hear(Details(), "need a plumber at 5 Ridge Rd for the Hendersons", PERSON="Hendersons")
    assert taken.details.customer_name == "Hendersons"
    assert hear(Details(), "need a plumber, I'm off to Spruce St", PERSON="Spruce St").details.customer_name is None


def test_a_name_that_was_taken_for_something_else_answers_the_question(hear: Hear):
    before = replace(TOLD, customer_name=None)
    taken = hear(before, "Olu Adeyemi", "out_of_scope", requested="customer_name")
    assert taken.details.customer_name == "Olu Adeyemi"
    assert not hear(before, "Play music", "out_of_scope", requested="customer_name").understood


@pytest.mark.parametrize(("said", "name"), [("Jon", "Jon Doe"), ("Dow", "John Dow"), ("Kim", "Kim")])
def test_half_a_name_corrected_keeps_the_other_half(hear: Hear, said: str, name: str):
    taken = hear(replace(TOLD, phone=None), f"no, it's {said}", "correct_detail", requested="phone", customer_name=said)
    assert taken.details.customer_name == name


def test_a_corrected_house_number_keeps_the_town(hear: Hear):
    text = "it's 45 Maple St"
    taken = hear(TOLD, text, "correct_detail", requested="confirm_booking", address="45 Maple St")
    assert taken.details.address == "45 Maple Street, Springfield, NY 10001"
    text = "it's 9 Oak Lane"
    taken = hear(TOLD, text, "correct_detail", requested="confirm_booking", address="9 Oak Lane")
    assert taken.details.address == "9 Oak Lane"


@pytest.mark.parametrize("text", ["wrong number, it's 5185550143", "no sorry 5185550143"])
def test_a_correction_is_known_by_its_words_too(hear: Hear, text: str):
    taken = hear(replace(TOLD, address=None), text, "give_details", requested="address")
    assert taken.details.phone == "+15185550143"
    assert said(taken) == ["utter_booking_noted"]


def test_another_number_that_corrects_nothing_replaces_nothing(hear: Hear):
    before = replace(TOLD, address=None)
    assert hear(before, "5185550143", requested="address").details.phone == TOLD.phone


def test_not_this_but_that_takes_that(hear: Hear):
    text = "it's not a toilet it's a water heater"
    marks = tuple(Entity("job", text.index(w), text.index(w) + len(w)) for w in ("toilet", "water heater"))
    assert CallerTurn(text, "correct_detail", None, marks).said("job") == "water heater"


def test_another_day_keeps_the_hour(hear: Hear):
    taken = hear(TOLD, "not Friday, Thursday", "correct_detail", requested="confirm_booking", time="Thursday")
    assert taken.details.visit_time == datetime(2026, 3, 5, 14, tzinfo=NEW_YORK)


@pytest.mark.parametrize(("text", "intent"), [("um", "out_of_scope"), ("Hmm.", "affirm"), ("uh, so", "deny")])
def test_a_filler_neither_books_nor_changes_anything(hear: Hear, text: str, intent: str):
    taken = hear(TOLD, text, intent, requested="confirm_booking")
    assert taken == Taken(TOLD)


@pytest.mark.parametrize("text", ["perfect thanks", "Sounds good, thank you.", "Yep, go ahead"])
def test_a_yes_with_thanks_is_a_yes(hear: Hear, text: str):
    assert hear(TOLD, text, "thank", requested="confirm_booking").details.confirm_booking is True


@pytest.mark.parametrize("text", ["thanks", "that's not right", "yes but not yet", "okay so no"])
def test_thanks_and_half_a_yes_are_no_yes(text: str):
    assert not CallerTurn(text, "thank").says_yes


def test_what_to_change_is_answered_by_the_name_of_a_detail(hear: Hear):
    asked = replace(TOLD, change_wanted=True)
    assert hear(asked, "the phone number", requested="confirm_booking").details == replace(TOLD, phone=None)
    assert hear(asked, "the job", "thank", requested="confirm_booking").details == replace(TOLD, job=None)


def test_a_new_request_for_somebody_else_does_not_keep_the_first_ones_number(hear: Hear):
    text = "set up Chris Rock for a clogged drain"
    before = replace(TOLD, address=None)
    taken = hear(before, text, "book_visit", requested="address", customer_name="Chris Rock", job="clogged drain")
    assert (taken.details.customer_name, taken.details.phone) == ("Chris Rock", None)


def test_what_else_is_open_asks_for_another_time(hear: Hear):
    offered = replace(TOLD, visit_time=None, offered_openings=(FRIDAY_AT_TWO,))
    taken = hear(offered, "what else is open", "ask_hours", requested="opening_choice")
    assert taken.details.next_question == "visit_time"


def test_the_hour_of_a_day_that_is_over_is_not_asked_for(hear: Hear):
    taken = hear(Details(job="pipe_repair"), "yesterday at 2", requested="visit_time", time="yesterday at 2")
    assert said(taken) == ["utter_booking_time_past"]
    assert taken.details.booking_day is None


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [
        ("last name is Younger", "Younger", "John Younger"),
        ("the first name is Kim", "Kim", "Kim Doe"),
        ("the name is Kim", "Kim", "Kim"),
    ],
)
def test_a_detail_named_by_its_word_is_replaced_at_any_question(hear: Hear, text: str, marked: str, name: str):
    taken = hear(replace(TOLD, phone=None), text, requested="phone", customer_name=marked)
    assert taken.details.customer_name == name


def test_a_street_that_is_not_right_is_asked_for_again(hear: Hear):
    taken = hear(TOLD, "not Maple Street, Mill Street", requested="confirm_booking")
    assert taken.details == replace(TOLD, address=None)


@pytest.mark.parametrize("text", ["Friday the 7th at 9", "June 30th at 9"])
def test_an_impossible_day_is_not_asked_for_its_hour(hear: Hear, text: str):
    taken = hear(Details(job="pipe_repair"), text, requested="visit_time", time=text)
    assert len(taken.replies) == 1
    assert taken.details.booking_day is None


def test_an_hour_right_before_the_number_is_still_the_hour(hear: Hear):
    text = "pipe repair for John Doe friday at 2 518 555 0142 7 Inn St Hudson"
    marked = {"time": "friday at 2", "phone__number": "2 518 555 0142 7", "address": "7 Inn St Hudson"}
    taken = hear(Details(), text, customer_name="John Doe", job="pipe repair", **marked)
    assert taken.details == replace(TOLD, address="7 Inn Street, Hudson")


def test_the_unit_outside_the_marked_words_is_kept(hear: Hear):
    text = "22 Pine Street, apartment 4."
    taken = hear(replace(TOLD, address=None), text, requested="address", address="22 Pine Street, apartment")
    assert taken.details.address == "22 Pine Street, Apt 4"


def test_a_day_that_is_not_wanted_is_not_taken(hear: Hear):
    taken = hear(TOLD, "not Friday", "correct_detail", requested="confirm_booking", time="Friday")
    assert taken.details == replace(TOLD, change_wanted=True)


def test_a_town_is_no_name(hear: Hear):
    taken = hear(TOLD, "in Latham", requested="confirm_booking", customer_name="Latham")
    assert taken.details.customer_name == TOLD.customer_name


def test_wait_at_the_read_back_waits(hear: Hear):
    assert not hear(TOLD, "wait", "ask_wait", requested="confirm_booking").understood


@pytest.mark.parametrize("text", ["is that correct", "that's right?", "Is that right?"])
def test_a_question_at_the_read_back_is_no_yes(hear: Hear, text: str):
    for intent in ("give_details", "affirm"):
        assert not hear(TOLD, text, intent, requested="confirm_booking").details.confirm_booking


def at_the_read_back(desks: Desks, call_id: str, details: Details = TOLD) -> Taken:
    """The Call's turn that leads to the read-back of these details."""
    before = replace(details, address=None)
    text = "42 Maple Street, Springfield, NY 10001"
    return desks.intake.take(CallerTurn(text, "give_details", "address", call_id=call_id), before)


def test_what_is_read_back_is_held_and_nobody_else_is_told_yes(fake_desks: Desks):
    assert at_the_read_back(fake_desks, "call-1").details.next_question == "confirm_booking"
    second = at_the_read_back(fake_desks, "call-2")
    assert said(second) == ["utter_booking_time_taken"]
    assert second.details.next_question == "opening_choice"


def test_a_correction_holds_the_other_time_instead(fake_desks: Desks):
    first = at_the_read_back(fake_desks, "call-1")
    later = CallerTurn("make it nine", "correct_detail", "confirm_booking", call_id="call-1")
    assert fake_desks.intake.take(later, first.details).details.visit_time == FRIDAY_AT_TWO.replace(hour=9)
    assert at_the_read_back(fake_desks, "call-2").details.next_question == "confirm_booking"


def test_a_detail_taken_back_lets_go_of_what_was_held(fake_desks: Desks):
    first = at_the_read_back(fake_desks, "call-1")
    wrong = CallerTurn("the time is wrong", "correct_detail", "confirm_booking", call_id="call-1")
    assert fake_desks.intake.take(wrong, first.details).details.next_question == "visit_time"
    assert at_the_read_back(fake_desks, "call-2").details.next_question == "confirm_booking"


def test_what_was_held_can_be_booked_by_its_call(fake_desks: Desks):
    at_the_read_back(fake_desks, "call-1")
    request = BookingRequest("call-1", "John Doe", TOLD.phone, TOLD.address, TOLD.job, FRIDAY_AT_TWO, "owner")
    assert fake_desks.booking.book(request).is_new
