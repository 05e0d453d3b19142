"""Mending the talk: saying the last thing again."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DeskAction, Events, note
from office.domain.calls import NoteCode


class Repeat(DeskAction):
    """Says again what was said last. While a form runs, its question is asked again anyway."""

    def name(self) -> str:
        return "action_repeat"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        if tracker.active_loop_name:
            return []
        said = last_replies(tracker)
        for text in said:
            say.utter_message(text=text)
        if not said:
            say.utter_message(response="utter_nothing_to_repeat")
        return []


class Rephrase(DeskAction):
    """Asks to hear it in other words. While a form runs, it asks by itself."""

    def name(self) -> str:
        return "action_rephrase"

    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        note(tracker.sender_id, NoteCode.FALLBACK)
        say.utter_message(response="utter_rephrase")
        return []


def last_replies(tracker: Tracker) -> list[str]:
    """What the assistant said since the turn before the latest one."""
    said: list[str] = []
    turns = 0
    for event in reversed(tracker.events):
        if event["event"] == "user":
            turns += 1
            if turns == 2:
                break
        elif event["event"] == "bot" and event.get("text"):
            said.insert(0, event["text"])
    return said
