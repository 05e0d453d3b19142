"""Texts and pushes: what was told to whom, who may be told, and the ways there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from office.domain.messages import (
    Consent,
    ConsentSource,
    Kind,
    Message,
    MessageFilter,
    NewMessage,
    PushSubscription,
    Reason,
    Status,
)


class Messages(Protocol):
    """Messages on record."""

    def add(self, message: NewMessage) -> int | None:
        """Write the Message and return its id; None when one with its key is there already."""
        ...

    def get(self, message_id: int, for_change: bool = False) -> Message | None:
        """Return the Message, or None; `for_change`: held until this transaction ends."""
        ...

    def with_provider_id(self, provider_id: str) -> Message | None:
        """Return the Message that the provider knows by this id (held until this transaction ends), or None."""
        ...

    def page(self, wanted: MessageFilter, count: int) -> Sequence[Message]:
        """Return the latest Messages that are wanted, latest first."""
        ...

    def due(self, now: datetime, count: int) -> Sequence[int]:
        """Return the ids of what waits to be sent, or to be sent again, and may be by now; oldest first."""
        ...

    def claim(self, message_id: int, at: datetime, again_after: datetime, body: str) -> None:
        """Write that it is being given to the provider, with this body; a later run looks at it `again_after`."""
        ...

    def put_off(self, message_id: int, until: datetime) -> None:
        """Write that it waits until then."""
        ...

    def settle(
        self,
        message_id: int,
        status: Status,
        at: datetime,
        *,
        reason: Reason | None = None,
        provider_id: str | None = None,
        error_code: str | None = None,
    ) -> None:
        """Write what became of it; what is None stays as it is. Whether it may become that is asked before."""
        ...

    def told(self, visit_id: int, kinds: Sequence[Kind]) -> Message | None:
        """Return the latest Message of these kinds to the Visit's Customer, or None."""
        ...

    def any_text_to(self, phone: str, besides: int) -> bool:
        """Return whether another text than that one was ever given to the provider for this number."""
        ...

    def emergencies(self, since: datetime) -> Mapping[str, Sequence[Message]]:
        """Return the `emergency` Messages by Call, oldest first, of Calls none of whose is acknowledged."""
        ...

    def acknowledge(self, call_id: str, by: str, at: datetime) -> int:
        """Write that somebody has taken care of the Call's emergency; return how many Messages that were open."""
        ...

    def claim_push(self, message_id: int, subscription_id: int) -> bool:
        """Write that the push goes to this browser now; return False when it did before."""
        ...

    def unclaim_push(self, message_id: int, subscription_id: int) -> None:
        """Write that it certainly did not get there."""
        ...


class Consents(Protocol):
    """Which numbers may be texted."""

    def note(self, consent: Consent) -> None:
        """Write it; the first word for a number stays."""
        ...

    def get(self, phone: str) -> Consent | None:
        """Return the consent for this number, or None."""
        ...

    def withdraw(self, phone: str) -> None:
        """Forget it."""
        ...


class OptOuts(Protocol):
    """Numbers that want no texts. Kept as keyed hashes, so that one survives the deletion of its Customer."""

    def add(self, phone: str, at: datetime) -> None:
        """Write that this number wants none; the first time counts."""
        ...

    def remove(self, phone: str) -> None:
        """Write that it wants them again."""
        ...

    def has(self, phone: str) -> bool:
        """Return whether this number wants none."""
        ...


class PushSubscriptions(Protocol):
    """The browsers that take pushes."""

    def put(self, user_id: int, endpoint: str, p256dh: str, auth: str, at: datetime) -> PushSubscription:
        """Write it, in place of what was known of this endpoint, whosever it was, and return it."""
        ...

    def of_user(self, user_id: int) -> Sequence[PushSubscription]:
        """Return the User's, oldest first."""
        ...

    def remove(self, subscription_id: int) -> None:
        """Forget it; one that is not there is no error."""
        ...


@dataclass(frozen=True)
class TextReceipt:
    """What the provider says of a text: its id there, and how far it is."""

    id: str
    status: Status
    error_code: str | None = None


class Texts(Protocol):
    """Sends texts. Each call gives up within some 10 seconds."""

    def send(self, message_id: int, phone: str, body: str) -> TextReceipt:
        """Give the text to the provider.

        Raises TextRefused when it will never take it, TextsUnavailable when it is not known whether it did.
        """
        ...

    def find(self, phone: str, body: str, since: datetime) -> Sequence[TextReceipt]:
        """Return the texts with this body that were taken for this number since then; raises TextsUnavailable."""
        ...


class Pushes(Protocol):
    """Sends pushes (RFC 8030, 8291, 8292). Each call gives up within some 10 seconds."""

    @property
    def public_key(self) -> str:
        """The key that a browser subscribes with (applicationServerKey): base64url, uncompressed point."""
        ...

    def send(self, to: PushSubscription, payload: str, lives_s: int, is_urgent: bool) -> None:
        """Give the push to the browser's push service.

        Raises PushGone when there is no such browser any more, PushRefused when it will never be taken,
        PushesUnavailable when it certainly was not taken this time.
        """
        ...


class TextWebhooks(Protocol):
    """Tells the provider's webhooks from others', and answers them."""

    def is_signed(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """Return whether the provider signed this form for this address."""
        ...

    def answer(self, words: str | None) -> str:
        """Return the body of the answer (text/xml) that has these words texted back; None: nothing."""
        ...


class NumberZones(Protocol):
    """Knows where a number is at home."""

    def zones(self, phone: str) -> Sequence[str]:
        """Return the names of the time zones that the number may be in; none when that can't be told."""
        ...


__all__ = [
    "Consent",
    "ConsentSource",
    "Consents",
    "Messages",
    "NumberZones",
    "OptOuts",
    "PushSubscriptions",
    "Pushes",
    "TextReceipt",
    "TextWebhooks",
    "Texts",
]
