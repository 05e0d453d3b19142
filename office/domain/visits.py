"""Visits: what is booked, and in which states it takes up a technician's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from office.domain.hours import Technician
from office.domain.spans import Span


class VisitStatus(StrEnum):
    """The life of a Visit (GLOSSARY.md)."""

    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    DONE = "done"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


TAKES_TIME = (VisitStatus.HELD, VisitStatus.PENDING, VisitStatus.CONFIRMED)
"""The states in which a Visit keeps its technician from others. The database's constraint lists the same."""


OPEN = (VisitStatus.PENDING, VisitStatus.CONFIRMED)
"""The states of a Visit that somebody is waiting for."""

MIRRORED = (VisitStatus.CONFIRMED, VisitStatus.DONE, VisitStatus.NO_SHOW)
"""The states in which a Visit stands in an outside calendar."""


class AskedBy(StrEnum):
    """Who asks for a change of a Visit: a caller or texter, the owner or his staff, or the signed link in a text."""

    CALLER = "caller"
    OWNER = "owner"
    LINK = "link"


class WaitsFor(StrEnum):
    """What a pending Visit is waiting for."""

    CALENDAR = "calendar"
    OWNER = "owner"


@dataclass(frozen=True)
class NewVisit:
    """A Visit about to be written. `forced`: the owner put it over others; `waits_for`: why it is pending."""

    customer_id: int
    property_id: int
    technician_id: int
    job_code: str
    start: datetime
    end: datetime
    status: VisitStatus
    call_id: str | None
    booked_by: str
    forced: bool = False
    waits_for: WaitsFor | None = None


@dataclass(frozen=True)
class Ending:
    """How a Visit ended: `done` with what it cost in cents, `no_show`, or `cancelled` with a reason."""

    status: VisitStatus
    at: datetime
    reason: str | None = None
    price_cents: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Hold:
    """An Opening kept for a Call while it is being read back."""

    call_id: str
    technician_id: int
    job_code: str
    span: Span


@dataclass(frozen=True)
class VisitLine:
    """A Visit as read from the records, with all that a list, a confirmation or a calendar shows."""

    id: int
    start: datetime
    end: datetime
    status: VisitStatus
    job_code: str
    customer_name: str
    customer_phone: str
    address: str
    technician: Technician
    forced: bool = False
    waits_for: WaitsFor | None = None
    revision: int = 1
    cancel_reason: str | None = None
    price_cents: int | None = None
    outcome_note: str | None = None
    customer_id: int = 0
    property_id: int = 0
    customer_confirmed_at: datetime | None = None

    @property
    def span(self) -> Span:
        """The time it takes."""
        return Span(self.start, self.end)

    @property
    def is_open(self) -> bool:
        """Whether somebody is waiting for it still."""
        return self.status in OPEN
