"""What every action shares: it runs off the event loop and never fails in silence.

Rasa carries on without a word when an action raises, so the one broad `except` of the project is here.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from office.bootstrap import Office, bootstrap
from office.desk.acting import acting
from office.domain.audit import by_channel
from office.domain.calls import NoteCode
from office.errors import PlumblineError
from office.settings import Settings

logger = logging.getLogger(__name__)

Events = list[EventType]


@cache
def office() -> Office:
    """The office of this process, built on first use."""
    return bootstrap(Settings.from_environment())


def actor(tracker: Tracker) -> str:
    """Who is talking, as the audit log names him."""
    metadata = tracker.latest_message.get("metadata") or {}
    user_id = metadata.get("user_id")
    return f"user {user_id}" if user_id else by_channel(metadata.get("channel") or "unknown")


def note(call_id: str, code: NoteCode, detail: str = "") -> None:
    """Writes to the Call what happened in it; what is said does not depend on whether that succeeds."""
    try:
        office().calls.note(call_id, code, detail)
    except PlumblineError as error:
        office().log.warning("%s of call %s not noted: %s", code, call_id, error.code)


class DeskAction(Action, ABC):
    """An action that asks the desk. Subclasses implement `perform`, which may block."""

    @abstractmethod
    def perform(self, say: CollectingDispatcher, tracker: Tracker) -> Events:
        """Reads slots, makes one call to the desk, utters, and returns events."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Performs the action in a thread; what goes wrong is logged by its kind and said as our fault."""
        try:
            with acting(actor(tracker)):  # the thread inherits it
                return await asyncio.to_thread(self.perform, dispatcher, tracker)
        except ActionExecutionRejection:
            raise
        except Exception as error:  # noqa: BLE001 - the one place: a caller must never be left in silence
            code = getattr(error, "code", type(error).__name__)
            logger.error("action %s failed in call %s: %s", self.name(), tracker.sender_id, code)
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_our_fault")
            return []
