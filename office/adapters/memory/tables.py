"""FAKES: all rows of the records that are kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from office.domain.calendar import Busy, CalendarAccount, CalendarLink, Conflict, Mirror
from office.domain.calls import Call
from office.domain.customer_records import Equipment, Merge, Service
from office.domain.customers import Address, Customer, Phone, Property
from office.domain.users import User
from office.domain.visits import Ending, Hold, NewVisit


@dataclass(frozen=True)
class VisitRow:
    """A Visit with what became of it."""

    id: int
    visit: NewVisit
    ending: Ending | None = None
    revision: int = 1


@dataclass
class Tables:
    """All rows, so that a transaction can be undone by putting a copy back."""

    customers: list[Customer] = field(default_factory=list)
    properties: list[tuple[Property, Address]] = field(default_factory=list)
    visits: dict[int, VisitRow] = field(default_factory=dict)
    holds: list[tuple[Hold, datetime]] = field(default_factory=list)
    busy: list[Busy] = field(default_factory=list)
    busy_ids: int = 0
    links: dict[int, CalendarLink] = field(default_factory=dict)
    account: CalendarAccount | None = None
    mirrors: dict[int, Mirror] = field(default_factory=dict)
    conflicts: list[tuple[Conflict, datetime | None]] = field(default_factory=list)
    settings: list[dict[str, Any]] = field(default_factory=list)
    jobs: list[tuple[str, int]] = field(default_factory=list)
    calls: dict[str, Call] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    users: list[tuple[User, str]] = field(default_factory=list)
    tries: list[tuple[str, datetime]] = field(default_factory=list)
    phones: dict[int, list[Phone]] = field(default_factory=dict)
    access_codes: dict[int, bytes] = field(default_factory=dict)
    equipment: list[tuple[int, Equipment]] = field(default_factory=list)
    next_equipment_id: int = 1
    services: list[Service] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    customers_merged: dict[int, int] = field(default_factory=dict)
    properties_merged: dict[int, int] = field(default_factory=dict)
