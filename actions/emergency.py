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
            self._note(tracker.sender_id, hazard)
        return drop_booking(tracker)

    @staticmethod
    def _note(call_id: str, hazard: str) -> None:
        """Writes the hazard to the Call; the words are said whether or not that succeeds."""
        try:
            office().calls.note_hazard(call_id, hazard)
        except PlumblineError as error:
            office().log.error("hazard of call %s not noted: %s", call_id, error.code)
