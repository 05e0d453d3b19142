"""The booking form: what was said goes to the desk's intake, the yes to the desk. No sentences, no dates, no SQL."""

from datetime import date, datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DeskAction, Events, note, office
from office.desk.booking import BookedVisit, BookingRequest
from office.desk.caller_turn import CallerTurn, Entity
from office.desk.intake import Details, Taken
from office.domain.calls import NoteCode
from office.domain.leads import LeadReason
from office.domain.visits import VisitStatus
from office.errors import PlumblineError, RecordsUnavailable, TimeNotBookable

FORM = "booking_form"
TOLD = ("job", "customer_name", "phone", "address", "visit_time")


def details_of(tracker: Tracker) -> Details:
    """The details of the booking so far, from the slots."""
    slot = tracker.get_slot
    return Details(
        job=slot("job"),
        customer_name=slot("customer_name"),
        phone=slot("phone"),
        address=slot("address"),
        visit_time=_moment(slot("visit_time")),
        opening_choice=_moment(slot("opening_choice")),
        booking_day=date.fromisoformat(slot("booking_day")) if slot("booking_day") else None,
        offered_openings=tuple(datetime.fromisoformat(o) for o in slot("offered_openings") or ()),
        confirm_booking=slot("confirm_booking"),
        change_wanted=bool(slot("change_wanted")),
        misses=int(slot("misses") or 0),
    )


def slots_of(details: Details) -> dict[str, Any]:
    """The slots' values for these details; what is not known is None."""
    return {
        "job": details.job,
        "customer_name": details.customer_name,
        "phone": details.phone,
        "address": details.address,
        "visit_time": _iso(details.visit_time),
        "opening_choice": _iso(details.opening_choice),
        "booking_day": _iso(details.booking_day),
        "offered_openings": [o.isoformat() for o in details.offered_openings] or None,
        "confirm_booking": details.confirm_booking,
        "change_wanted": details.change_wanted,
        "misses": details.misses,
    }


def turn_of(tracker: Tracker) -> CallerTurn:
    """The latest message as the desk's intake takes it."""
    message = tracker.latest_message
    running = tracker.active_loop_name == FORM
    return CallerTurn(
        text=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        requested=tracker.get_slot("requested_slot") if running else None,
        entities=tuple(
            Entity(kind=e["entity"], start=e["start"], end=e["end"])
            for e in message.get("entities") or ()
            if "start" in e and "end" in e
        ),
        call_id=tracker.sender_id,
    )


class ValidateBookingForm(DeskAction):
    """Takes a turn into the form's slots and says which is asked for next."""

    def name(self) -> str:
        return f"validate_{FORM}"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        before = details_of(tracker)
        message_id = tracker.latest_message.get("message_id")
        if message_id == tracker.get_slot("taken_message"):  # the form asks again after an answer or a refusal
            return [SlotSet("requested_slot", before.next_question)]
        taken = office().intake.take(turn_of(tracker), before)
        question = SlotSet("requested_slot", taken.details.next_question)
        if not taken.understood:  # no other slot is set: Rasa lets the intent's own rule answer
            return [question]
        utter(say, taken)
        note_turn(tracker.sender_id, before, taken)
        slots = {**slots_of(taken.details), "taken_message": message_id}
        return [
            *set_slots({name: value for name, value in slots.items() if value != tracker.get_slot(name)}),
            question,
        ]


class AskVisitTime(DeskAction):
    """Asks for day and time, or for the hour of a day that was said."""

    def name(self) -> str:
        return f"action_ask_{FORM}_visit_time"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        day = details_of(tracker).booking_day
        if day:
            say.utter_message(response="utter_booking_ask_hour", day=office().times.say_day(day))
        else:
            say.utter_message(response="utter_booking_ask_time")
        return []


class AskOpeningChoice(DeskAction):
    """Offers the openings that were found."""

    def name(self) -> str:
        return f"action_ask_{FORM}_opening_choice"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        openings = details_of(tracker).offered_openings
        response = "utter_booking_offer_one" if len(openings) == 1 else "utter_booking_offer"
        say.utter_message(response=response, openings=office().times.say_openings(openings))
        return []


class AskConfirmBooking(DeskAction):
    """Reads the booking back, or asks what to change after a no."""

    def name(self) -> str:
        return f"action_ask_{FORM}_confirm_booking"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        details = details_of(tracker)
        if details.change_wanted:
            say.utter_message(response="utter_booking_ask_change")
        else:
            request = request_of(tracker)
            words = "utter_booking_read_back" + _who_is_texted(request)
            say.utter_message(response=words, **office().booking.say_booking(request))
        return []


class BookVisit(DeskAction):
    """Books after the yes; "booked" is said of the committed row only."""

    def name(self) -> str:
        return "action_book_visit"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        desk = office().booking
        try:
            booked = desk.book(request_of(tracker))
        except TimeNotBookable as refused:
            taken = office().intake.refused(refused.answer, details_of(tracker))
            utter(say, taken)
            return _go_on(slots_of(taken.details))
        except RecordsUnavailable:
            say.utter_message(response="utter_booking_not_written")
            return _go_on({"confirm_booking": None})
        say.utter_message(response=_answer_to(booked, request_of(tracker)), **desk.say_visit(booked))
        return forget_booking()


class StopBooking(DeskAction):
    """Drops the booking that is being made."""

    def name(self) -> str:
        return "action_stop_booking"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        running = tracker.active_loop_name == FORM
        if running:
            note_dropped(tracker)
        say.utter_message(response="utter_booking_stopped" if running else "utter_nothing_to_stop")
        return drop_booking(tracker)


def note_turn(call_id: str, before: Details, taken: Taken) -> None:
    """Writes to the Call what the turn told; what is said does not depend on whether that succeeds."""
    missed = taken.details.misses > before.misses
    try:
        office().calls.note_turn(call_id, told_in(before), told_in(taken.details), missed)
    except PlumblineError as error:
        office().log.warning("turn of call %s not noted: %s", call_id, error.code)


def note_dropped(tracker: Tracker) -> None:
    """Writes to the Call that the booking was dropped, and whether that was for want of a time."""
    details = details_of(tracker)
    if details.visit_time is None and details.offered_openings:
        note(tracker.sender_id, NoteCode.REFUSED, LeadReason.NO_TIME_SUITS)
    else:
        note(tracker.sender_id, NoteCode.STOPPED)


def told_in(details: Details) -> dict[str, str]:
    """The details that are known, by their slots."""
    known = slots_of(details)
    return {name: known[name] for name in TOLD if known[name]}


def utter(say: CollectingDispatcher, taken: Taken) -> None:
    """Utters what the intake wants said."""
    for reply in taken.replies:
        say.utter_message(response=reply.response, **reply.values)


class SayGoodbye(DeskAction):
    """Says goodbye; what was not confirmed by then is not booked, and that is said."""

    def name(self) -> str:
        return "action_say_goodbye"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        if tracker.active_loop_name != FORM:
            say.utter_message(response="utter_goodbye")
            return []
        note_dropped(tracker)
        say.utter_message(response="utter_booking_stopped")
        say.utter_message(response="utter_goodbye")
        return drop_booking(tracker)


def request_of(tracker: Tracker) -> BookingRequest:
    """What the desk is asked to book."""
    details = details_of(tracker)
    metadata = tracker.latest_message.get("metadata") or {}
    assert details.job
    assert details.visit_time
    assert details.customer_name
    assert details.phone
    assert details.address
    return BookingRequest(
        call_id=tracker.sender_id,
        customer_name=details.customer_name,
        phone=details.phone,
        address=details.address,
        job_code=details.job,
        start=details.visit_time,
        booked_by=metadata.get("user_id") or metadata.get("channel") or "assistant",
        by_owner=metadata.get("role") == "owner",
    )


def drop_booking(tracker: Tracker) -> Events:
    """Ends the form, empties it, and lets go of the Opening that was held; where that fails, it expires by itself."""
    try:
        office().booking.let_go(tracker.sender_id)
    except PlumblineError as error:
        office().log.warning("hold of call %s not let go: %s", tracker.sender_id, error.code)
    return [ActiveLoop(None), *forget_booking()]


def forget_booking() -> Events:
    """Empties the form, so that the next booking starts afresh."""
    return [
        *set_slots(slots_of(Details())),
        SlotSet("requested_slot", None),
    ]


def set_slots(values: dict[str, Any]) -> Events:
    """The events that give the slots these values."""
    return [SlotSet(name, value) for name, value in values.items()]


def _who_is_texted(request: BookingRequest) -> str:
    """The end of a response's name: a text is named only where there is a sender (POLICY.md 5)."""
    if not office().booking.promises_texts:
        return ""
    return "_and_text_them" if request.by_owner else "_and_text"


def _answer_to(booked: BookedVisit, request: BookingRequest) -> str:
    """The response for a Visit that stands in the book: "booked" is said of a confirmed one only."""
    if booked.visit.status is VisitStatus.PENDING:
        return f"utter_booking_waits_for_{booked.visit.waits_for}{_who_is_texted(request)}"
    return "utter_booking_booked" if booked.is_new else "utter_booking_already_booked"


def _go_on(slots: dict[str, Any]) -> Events:
    return [*set_slots(slots), FollowupAction(FORM)]


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
