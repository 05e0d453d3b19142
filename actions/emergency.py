"""A hazard: the fixed words first (POLICY.md 15), noted on the Call. The booking is let go; none is made by itself."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DeskAction, Events, office
from actions.booking import drop_booking
from office.errors import PlumblineError


class AnswerEmergency(DeskAction):
    """Says the safety words for the hazard that was reported."""

    def name(self) -> str:
        return "action_answer_emergency"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        hazard = next(tracker.get_latest_entity_values("hazard"), None)
        say.utter_message(response=f"utter_emergency_{hazard or 'unclear'}")
        if hazard:
            self._note(tracker, hazard)
        return drop_booking(tracker)

    @staticmethod
    def _note(tracker: Tracker, hazard: str) -> None:
        """Writes the hazard to the Call and has the owner told; the words are said whether or not that succeeds."""
        call_id = tracker.sender_id
        known = {name: tracker.get_slot(name) or "" for name in ("customer_name", "phone", "address")}
        try:
            office().calls.note_hazard(call_id, hazard, known)
        except PlumblineError as error:
            office().log.error("hazard of call %s not noted: %s", call_id, error.code)
