"""The actions on the action server's own types: slots in, events out."""

import logging
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DeskAction, Events
from actions.booking import AskConfirmBooking, details_of, slots_of, turn_of
from actions.repair import Repeat, last_replies
from office.desk.booking import BookingRequest
from office.desk.caller_turn import Entity
from office.desk.intake import Details

FRIDAY_AT_TWO = datetime.fromisoformat("2026-03-06T14:00:00-05:00")


def tracker(slots: dict[str, Any] | None = None, loop: str | None = None, **message: Any) -> Tracker:
    events = message.pop("events", [])
    return Tracker("call-1", slots or {}, message, events, False, None, {"name": loop} if loop else {}, "action_listen")


def test_details_survive_the_way_through_the_slots():
    details = Details(
        job="pipe_repair",
        customer_name="John Doe",
        phone="+15185550142",
        address="42 Maple Street",
        visit_time=FRIDAY_AT_TWO,
        opening_choice=FRIDAY_AT_TWO,
        booking_day=FRIDAY_AT_TWO.date(),
        offered_openings=(FRIDAY_AT_TWO,),
        confirm_booking=True,
        change_wanted=True,
        misses=2,
    )
    assert details_of(tracker(slots_of(details))) == details
    assert details_of(tracker(slots_of(Details()))) == Details()


def test_a_turn_is_read_from_the_message_as_the_pipeline_left_it():
    message = {
        "text": "friday at 2",
        "intent": {"name": "give_details"},
        "entities": [{"entity": "time", "value": {}, "start": 0, "end": 11}, {"entity": "hazard", "value": "gas"}],
    }
    running = turn_of(tracker({"requested_slot": "visit_time"}, "booking_form", **message))
    assert running.requested == "visit_time"
    assert running.entities == (Entity("time", 0, 11),)
    assert turn_of(tracker({"requested_slot": "visit_time"}, None, **message)).requested is None


class Broken(DeskAction):
    def name(self) -> str:
        return "action_broken"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        say.utter_message(text="half an answer")
        raise RuntimeError("john doe said something private")


async def test_an_action_that_fails_says_so_and_logs_no_words(caplog: pytest.LogCaptureFixture):
    say = CollectingDispatcher()
    with caplog.at_level(logging.ERROR):
        assert await Broken().run(say, tracker(), {}) == []
    assert [message["response"] for message in say.messages] == ["utter_our_fault"]
    assert "RuntimeError" in caplog.text
    assert "call-1" in caplog.text
    assert "john doe" not in caplog.text


async def test_repeat_says_the_last_answer_again():
    events = [
        {"event": "user"},
        {"event": "bot", "text": "an older answer"},
        {"event": "user"},
        {"event": "bot", "text": "We're open."},
        {"event": "bot", "text": "Anything else?"},
        {"event": "user"},
    ]
    assert last_replies(tracker(events=events)) == ["We're open.", "Anything else?"]
    say = CollectingDispatcher()
    await Repeat().run(say, tracker(events=events), {})
    assert [message["text"] for message in say.messages] == ["We're open.", "Anything else?"]


async def test_repeat_leaves_the_question_to_the_form():
    say = CollectingDispatcher()
    await Repeat().run(say, tracker({}, "booking_form", events=[{"event": "bot", "text": "What day?"}]), {})
    assert say.messages == []


@dataclass
class Desk:
    """As much of the booking desk as a read-back asks."""

    promises_texts: bool

    def say_booking(self, request: BookingRequest) -> dict[str, str]:
        return {"job": request.job_code}


@pytest.mark.parametrize(
    ("promises_texts", "role", "response"),
    [
        (False, None, "utter_booking_read_back"),
        (False, "owner", "utter_booking_read_back"),
        (True, None, "utter_booking_read_back_and_text"),
        (True, "owner", "utter_booking_read_back_and_text_them"),
    ],
)
def test_a_read_back_names_the_text_only_where_there_is_a_sender(
    monkeypatch: pytest.MonkeyPatch, promises_texts: bool, role: str | None, response: str
):
    monkeypatch.setattr("actions.booking.office", lambda: SimpleNamespace(booking=Desk(promises_texts)))
    details = Details("pipe_repair", "John Doe", "+15185550142", "42 Maple Street", FRIDAY_AT_TWO)
    say = CollectingDispatcher()
    AskConfirmBooking().perform(say, tracker(slots_of(details), "booking_form", metadata={"role": role}))
    assert [message["response"] for message in say.messages] == [response]
