"""What the office asks of the world outside: the time, Duckling, contacts, the calendar, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from office.domain.calendar import (
    CalendarChanges,
    CalendarEvent,
    CalendarName,
)
from office.domain.clocks import Entity
from office.domain.customers import Address
from office.domain.spans import Span
from office.domain.users import User


class Clock(Protocol):
    """Tells the time. The only one who does."""

    def now(self) -> datetime:
        """Return the present moment, aware."""
        ...


@dataclass(frozen=True)
class RowChange:
    """That a row changed: of what `kind`, which, and whose it is where it is a Technician's. `reload`: maybe any."""

    kind: str
    id: str | None = None
    technician_id: int | None = None


class ChangeFeed(Protocol):
    """Tells what changes in the records, whoever changes it."""

    async def listen(self, tell: Callable[[RowChange], None]) -> None:
        """Tell of every change, until cancelled."""
        ...


class TimePhrases(Protocol):
    """Finds phrases of time in a sentence: Duckling."""

    def parse(self, text: str, now: datetime, zone: ZoneInfo) -> Sequence[Entity]:
        """Return Duckling's entities of dimension time, latent ones too; raises DucklingUnavailable."""
        ...


class ContactReader(Protocol):
    """Reads phone numbers and addresses out of a sentence."""

    def phone(self, text: str) -> str | None:
        """Return the first complete phone number in E.164, or None."""
        ...

    def address(self, text: str) -> Address | None:
        """Return the address, or None when there is no house number with a street."""
        ...


class Calendar(Protocol):
    """The owner's calendars at an outside provider. Each call gives up within some 3 seconds.

    Every method raises CalendarUnavailable when the provider can't be reached, is too slow or too busy, and
    CalendarRevoked when it no longer lets us in.
    """

    def put(self, calendar_id: str, event: CalendarEvent) -> str:
        """Write the event, in place of what stands under its id, and return its tag. Twice is the same as once."""
        ...

    def remove(self, calendar_id: str, event_id: str) -> None:
        """Take the event away; one that is not there is no error."""
        ...

    def changes(self, calendar_id: str, token: str | None, window: Span) -> CalendarChanges:
        """Return what is new since `token`; without one, or with one that is too old, all there is in `window`.

        Times without a zone, such as whole days, are those of `window.start`'s zone.
        """
        ...

    def calendars(self) -> Sequence[CalendarName]:
        """Return the calendars that the account may write to, its own first."""
        ...


@dataclass(frozen=True)
class CalendarGrant:
    """What the owner's consent gave: whose account it is, and what lets us in, as text to be sealed."""

    email: str
    tokens: str = field(repr=False)


class CalendarConsent(Protocol):
    """Asks the owner, at the provider, to let us at the calendars (OAuth 2.0 with PKCE, RFC 7636)."""

    def url(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Return where the owner's browser is sent; the provider sends it back to `redirect_uri` with `state`."""
        ...

    def exchange(self, redirect_uri: str, code: str, verifier: str) -> CalendarGrant:
        """Return what the code stands for.

        Raises WrongState when it is none, CalendarRefused when not all was allowed that is needed, and
        CalendarUnavailable.
        """
        ...

    def revoke(self, tokens: str) -> None:
        """Give the tokens back to the provider; raises CalendarUnavailable."""
        ...


class Sealer(Protocol):
    """Encrypts what must not be readable in the database."""

    def seal(self, text: str) -> bytes:
        """Return it encrypted with the newest key."""
        ...

    def unseal(self, sealed: bytes) -> str:
        """Return what was sealed with any key that is still known; raises Unreadable."""
        ...


class PasswordHasher(Protocol):
    """Keeps passwords so that they can be checked and not read."""

    def hash(self, password: str) -> str:
        """Return what may be stored."""
        ...

    def matches(self, password: str, stored: str | None) -> bool:
        """Return whether `stored` came from this password; None (no such user) is False and takes as long."""
        ...


@dataclass(frozen=True)
class VoiceGrant:
    """What a voice token lets one do: connect once, for one Call."""

    user: User
    call_id: str
    token_id: str


class TokenSigner(Protocol):
    """Signs and reads the tokens of voice connections (docs/internal-api.md)."""

    def sign_voice(self, user: User, call_id: str) -> str:
        """Return a token for one voice connection within 60 seconds."""
        ...

    def read_voice(self, token: str) -> VoiceGrant:
        """Return what it grants; raises WrongToken. Whether it was used before is `Calls`' business."""
        ...
