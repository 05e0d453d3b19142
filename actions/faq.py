"""Questions about the business, answered from its settings."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DeskAction, Events, office


class AnswerHours(DeskAction):
    """Says when the business is open."""

    def name(self) -> str:
        return "action_answer_hours"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        say.utter_message(response="utter_hours", hours=office().business.say_hours())
        return []


class AnswerServices(DeskAction):
    """Says what the business does."""

    def name(self) -> str:
        return "action_answer_services"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        say.utter_message(response="utter_services", services=office().business.say_services())
        return []
