"""What the dialogue says, handed on message by message while the rest is still being made."""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import OutputChannel


class ReplyStream(OutputChannel):
    """Hands every message's text to `on_reply(text, interruptible)`.

    A response marked `custom: {interruptible: false}` in domain.yml is not to be cut short. Buttons are not
    sent: they cannot be heard, and every question can be answered in words.
    """

    def __init__(self, channel: str, on_reply: Callable[[str, bool], Awaitable[None]]) -> None:
        self._channel = channel
        self._on_reply = on_reply

    def name(self) -> str:  # type: ignore[override]  # Rasa's is a classmethod
        """The channel for which domain.yml may word a response differently."""
        return self._channel

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Hands on one message."""
        marks = kwargs.get("custom") or {}
        await self._on_reply(text, marks.get("interruptible", True))

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        """Hands on the message without its buttons."""
        await self.send_text_message(recipient_id, text, **kwargs)

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """Marks are read with the text that they belong to; by themselves they say nothing."""
