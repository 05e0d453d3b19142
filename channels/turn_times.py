"""How long the stages of a turn take, told from what the turn machine has done and when. No clock here: it is given.

Recognised: from the end of what was said to its words. Thought: from the words to the first reply. Spoken: from the
first reply that is to be spoken to its first sound.
"""

from dataclasses import dataclass

from channels.call import Ask, Effect, ToApp, ToSpeech


@dataclass(frozen=True)
class Times:
    """One turn's, in milliseconds; None where there was no such stage, or it did not come to its end."""

    message_id: str
    recognise_ms: int | None = None
    think_ms: int | None = None
    speak_ms: int | None = None


class TurnTimes:
    """Follows one Call. `at` is in seconds, of a clock that never goes back."""

    def __init__(self) -> None:
        self._said_at: float | None = None
        self._message_id: str | None = None
        self._asked_at = 0.0
        self._saying_at: float | None = None
        self._recognise: int | None = None
        self._think: int | None = None
        self._speak: int | None = None

    def asked(self, message_id: str, spoken: bool, at: float) -> None:
        """A turn goes to the dialogue under this id; `spoken`: it was not typed."""
        self._message_id, self._asked_at = message_id, at
        self._recognise = _ms(self._said_at, at) if spoken else None
        self._think = self._speak = self._saying_at = self._said_at = None

    def saw(self, effect: Effect, at: float) -> Times | None:
        """Something was done; returns the times of a turn that is over by it."""
        if isinstance(effect, Ask) or isinstance(effect.frame, bytes):
            return None
        kind = effect.frame["type"]
        if isinstance(effect, ToSpeech):
            self._saw_speech(kind, at)
            return None
        return self._saw_app(kind, at) if isinstance(effect, ToApp) else None

    def _saw_speech(self, kind: str, at: float) -> None:
        if kind == "end":
            self._said_at = at
        elif kind == "say" and self._saying_at is None:
            self._saying_at = at

    def _saw_app(self, kind: str, at: float) -> Times | None:
        if kind in ("reply", "error") and self._think is None:
            self._think = _ms(self._asked_at, at)
        elif kind == "audio" and self._speak is None:
            self._speak = _ms(self._saying_at, at)
        elif kind == "turn_end":
            return self._over()
        return None

    def _over(self) -> Times | None:
        """A turn in which nothing was understood never had a message."""
        if self._message_id is None:
            return None
        message_id, self._message_id = self._message_id, None
        return Times(message_id, self._recognise, self._think, self._speak)


def _ms(since: float | None, at: float) -> int | None:
    return None if since is None else max(0, round((at - since) * 1000))
