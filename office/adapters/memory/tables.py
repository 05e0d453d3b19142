"""FAKES: all rows of the records that are kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from office.domain.audit import AuditEntry
from office.domain.calendar import Busy, CalendarAccount, CalendarLink, Conflict, Mirror
from office.domain.calls import Call, CallSoFar, Line, NoteCode, TurnTimes
from office.domain.customer_records import Equipment, Merge, Service
from office.domain.customers import Address, Customer, Phone, Property
from office.domain.estimates import Estimate
from office.domain.hours import Technician
from office.domain.leads import Lead
from office.domain.messages import Consent, Message, PushSubscription
from office.domain.users import User
from office.domain.visits import Ending, Hold, NewVisit
from office.ports.business import SettingsVersion


@dataclass(frozen=True)
class VisitRow:
    """A Visit with what became of it."""

    id: int
    visit: NewVisit
    ending: Ending | None = None
    revision: int = 1
    customer_confirmed_at: datetime | None = None


@dataclass(frozen=True)
class MessageRow:
    """A Message with its key."""

    message: Message
    key: str | None


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
    settings: list[tuple[SettingsVersion, dict[str, Any], tuple[Technician, ...]]] = field(default_factory=list)
    jobs: list[tuple[str, int]] = field(default_factory=list)
    message_jobs: list[int] = field(default_factory=list)
    calls: dict[str, Call] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    users: list[tuple[User, str]] = field(default_factory=list)
    tries: list[tuple[str, str, datetime]] = field(default_factory=list)
    sessions: dict[bytes, tuple[int, datetime]] = field(default_factory=dict)
    asked: dict[tuple[int, str], tuple[bytes, datetime, int | None]] = field(default_factory=dict)
    phones: dict[int, list[Phone]] = field(default_factory=dict)
    access_codes: dict[int, bytes] = field(default_factory=dict)
    equipment: list[tuple[int, Equipment]] = field(default_factory=list)
    next_equipment_id: int = 1
    services: list[Service] = field(default_factory=list)
    messages: dict[int, MessageRow] = field(default_factory=dict)
    push_deliveries: set[tuple[int, int]] = field(default_factory=set)
    consents: dict[str, Consent] = field(default_factory=dict)
    opt_outs: set[str] = field(default_factory=set)
    push_subscriptions: dict[int, PushSubscription] = field(default_factory=dict)
    push_subscription_ids: int = 0
    call_notes: dict[tuple[str, NoteCode, str], int] = field(default_factory=dict)
    call_details: dict[str, tuple[CallSoFar, datetime]] = field(default_factory=dict)
    call_times: dict[tuple[str, str], TurnTimes] = field(default_factory=dict)
    call_lines: dict[str, list[Line]] = field(default_factory=dict)
    leads: dict[int, Lead] = field(default_factory=dict)
    next_lead_id: int = 1
    erased_customers: set[int] = field(default_factory=set)
    erased_properties: set[int] = field(default_factory=set)
    audit: list[AuditEntry] = field(default_factory=list)
    estimates: dict[int, Estimate] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    customers_merged: dict[int, int] = field(default_factory=dict)
    properties_merged: dict[int, int] = field(default_factory=dict)
