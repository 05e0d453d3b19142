"""What passes between the book and an outside calendar: our events, its entries, and how the two are told apart.

How it travels is an adapter's; what is done about a disagreement is `office.desk.mirror`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from office.domain.spans import Span

_OURS = re.compile(r"pl([0-9a-f]{8})v(\d+)")


def event_id(installation: str, visit_id: int) -> str:
    """Return the id of a Visit's event: the same for every retry, so that nothing is inserted twice.

    `installation` is eight hexadecimal digits, so that two installations can share a calendar. The letters are
    those that Google allows: a to v and digits (Calendar API, Events: insert, `id`).
    """
    return f"pl{installation}v{visit_id}"


def visit_of(entry_id: str, installation: str) -> int | None:
    """Return which Visit an entry mirrors, or None when it is none of ours."""
    found = _OURS.fullmatch(entry_id)
    return int(found[2]) if found and found[1] == installation else None


@dataclass(frozen=True)
class CalendarEvent:
    """A Visit as it is written into an outside calendar."""

    id: str
    span: Span
    title: str
    place: str
    description: str


@dataclass(frozen=True)
class CalendarEntry:
    """Something in an outside calendar, as read: `span` is None when it was removed or takes up no time."""

    id: str
    span: Span | None
    title: str
    etag: str
    removed: bool = False


@dataclass(frozen=True)
class CalendarChanges:
    """What is new since the last look. `whole`: these are all entries there are, what is not among them is gone.

    `token` is for the next look; the entries reach to `reaches_to`.
    """

    entries: tuple[CalendarEntry, ...]
    token: str | None
    whole: bool
    reaches_to: datetime


@dataclass(frozen=True)
class CalendarName:
    """A calendar that can be linked: its id at the provider, and what it is called there."""

    id: str
    name: str


@dataclass(frozen=True)
class CalendarAccount:
    """The account at the provider: `sealed` are its tokens, encrypted; since `revoked_at` it lets us in no more."""

    email: str
    sealed: bytes
    connected_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class CalendarLink:
    """A technician's outside calendar, and how far it has been read."""

    technician_id: int
    calendar_id: str
    token: str | None = None
    reaches_to: datetime | None = None
    synced_at: datetime | None = None


UNKNOWN = 0
"""The revision of a mirror of which is only known that something may stand there."""


@dataclass(frozen=True)
class Mirror:
    """What of a Visit stands in an outside calendar: which revision, and the tag that came back for it.

    It is written before anything is sent, so that nothing can stand where no Mirror says so.
    """

    visit_id: int
    calendar_id: str
    revision: int
    etag: str


@dataclass(frozen=True)
class Busy:
    """Time that is taken for another reason. `entry_id` names it in an outside calendar; None: made here."""

    id: int
    technician_id: int
    span: Span
    title: str
    entry_id: str | None = None


class ConflictKind(StrEnum):
    """How the book and an outside calendar can disagree."""

    BUSY_OVER_VISIT = "busy_over_visit"
    MOVED_BY_HAND = "moved_by_hand"
    REMOVED_BY_HAND = "removed_by_hand"
    PENDING_TAKEN = "pending_taken"


@dataclass(frozen=True)
class Conflict:
    """A disagreement that the owner has to settle."""

    id: int
    kind: ConflictKind
    visit_id: int
    noted_at: datetime
