"""Visits: what is booked, and in which states it takes up a technician's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from office.domain.hours import Technician


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


@dataclass(frozen=True)
class NewVisit:
    """A Visit about to be written."""

    customer_id: int
    property_id: int
    technician_id: int
    job_code: str
    start: datetime
    end: datetime
    status: VisitStatus
    call_id: str | None
    booked_by: str


@dataclass(frozen=True)
class VisitLine:
    """A Visit as read from the records, with all that a list or a confirmation shows."""

    id: int
    start: datetime
    end: datetime
    status: VisitStatus
    job_code: str
    customer_name: str
    customer_phone: str
    address: str
    technician: Technician
