"""Who changed what, and when: ids and codes only, never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from office.domain.users import User

SYSTEM = "system"
"""Who does what nobody asked for, such as the worker at night."""


class Action(StrEnum):
    """What was done to a thing."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    BOOKED = "booked"
    FORCED = "forced"
    MOVED = "moved"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    MISSED = "missed"
    APPROVED = "approved"
    MERGED = "merged"
    SETTLED = "settled"
    IMPORTED = "imported"
    EXPORTED = "exported"
    DELETED = "deleted"
    PURGED = "purged"
    READ = "read"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Thing:
    """What something was done to: its kind (`visit`, `customer`, `settings` ...) and its id."""

    kind: str
    id: str

    @classmethod
    def of(cls, kind: str, number: int | str) -> Thing:
        """Return the thing of that kind and id."""
        return cls(kind, str(number))


@dataclass(frozen=True)
class AuditEntry:
    """One line of the audit log. `by`: `user 3`, `channel phone` or `system`."""

    id: int
    by: str
    action: str
    subject: Thing
    at: datetime


def by_user(user: User) -> str:
    """Return the User as the audit log names it."""
    return f"user {user.id}"


def by_channel(channel: str) -> str:
    """Return a caller on this channel as the audit log names him."""
    return f"channel {channel}"
