"""FAKES of the ways to people (`office.ports.Texts`, `Pushes`): what was sent is kept, trouble is played on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from office.domain.messages import PushSubscription, Status
from office.errors import TextRefused, TextsUnavailable
from office.ports import TextReceipt


@dataclass(frozen=True)
class SentText:
    """A text that the fake provider took."""

    id: str
    message_id: int
    phone: str
    body: str
    at: datetime


class MemoryTexts:
    """FAKE of `office.ports.Texts`.

    `trouble`: what happens to the next tries, in order: an error to raise before the text is taken, or after.
    """

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.sent: list[SentText] = []
        self.before: list[BaseException | None] = []
        self.after: list[BaseException | None] = []
        self.away = False
        self._now = now

    def send(self, message_id: int, phone: str, body: str) -> TextReceipt:
        if self.away:
            raise TextsUnavailable
        _raise_next(self.before)
        number = len(self.sent) + 1
        self.sent.append(SentText(f"SM{number:032}", message_id, phone, body, self._now()))
        _raise_next(self.after)
        return TextReceipt(self.sent[-1].id, Status.SENT)

    def find(self, phone: str, body: str, since: datetime) -> Sequence[TextReceipt]:
        if self.away:
            raise TextsUnavailable
        return [TextReceipt(text.id, Status.SENT) for text in self._matching(phone, body) if text.at >= since]

    def refuse(self, provider_code: str) -> None:
        """Refuse the next text."""
        self.before.append(TextRefused(provider_code))

    def _matching(self, phone: str, body: str) -> Iterator[SentText]:
        return (text for text in self.sent if (text.phone, text.body) == (phone, body))


class MemoryPushes:
    """FAKE of `office.ports.Pushes`; `trouble`: errors for the next tries, in order."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.trouble: list[BaseException | None] = []

    @property
    def public_key(self) -> str:
        return "fake"

    def send(self, to: PushSubscription, payload: str, lives_s: int, is_urgent: bool) -> None:
        _raise_next(self.trouble)
        self.sent.append((to.id, payload))


def _raise_next(errors: list[BaseException | None]) -> None:
    error = errors.pop(0) if errors else None
    if error is not None:
        raise error
