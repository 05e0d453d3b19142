"""FAKES for tests: records kept in memory, held to the same contract suite as PostgreSQL.

Never chosen by default and never fallen back to: a test asks for them by name.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from office.domain.calls import Call, Outcome
from office.domain.customers import Address, Customer, Property
from office.domain.hours import Technician
from office.domain.openings import Taken
from office.domain.spans import Span
from office.domain.users import Role, User
from office.domain.visits import TAKES_TIME, NewVisit, VisitLine
from office.errors import NoFreeTechnician, RecordsUnavailable, UserExists
from office.ports import Work

T = TypeVar("T")


@dataclass
class _Tables:
    """All rows, so that a transaction can be undone by putting a copy back."""

    customers: list[Customer] = field(default_factory=list)
    properties: list[tuple[Property, Address]] = field(default_factory=list)
    visits: list[NewVisit] = field(default_factory=list)
    calls: dict[str, Call] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    users: list[tuple[User, str]] = field(default_factory=list)
    tries: list[tuple[str, datetime]] = field(default_factory=list)


class MemoryRecords:
    """FAKE of `office.ports.Records`: one transaction at a time; `away = True` plays a database that is gone."""

    def __init__(self, technicians: Sequence[Technician] = (Technician(1, "Sam"),)) -> None:
        self.away = False
        self._technicians = {technician.id: technician for technician in technicians}
        self._tables = _Tables()
        self._lock = threading.RLock()

    def transaction(self, steps: Callable[[Work], T]) -> T:
        """Run `steps` alone; whatever they raise undoes what they wrote."""
        if self.away:
            raise RecordsUnavailable
        with self._lock:
            before = copy.deepcopy(self._tables)
            done = False
            try:
                result = steps(MemoryWork(self._tables, self._technicians))
                done = True
            finally:
                if not done:
                    self._tables = before
            return result

    def check(self) -> None:
        """Raise RecordsUnavailable while away."""
        if self.away:
            raise RecordsUnavailable


class MemoryWork:
    """FAKE of `office.ports.Work`."""

    def __init__(self, tables: _Tables, technicians: dict[int, Technician]) -> None:
        self.customers = _Customers(tables)
        self.properties = _Properties(tables)
        self.visits = _Visits(tables, technicians)
        self.calls = _Calls(tables)
        self.users = _Users(tables)


class _Customers:
    def __init__(self, tables: _Tables) -> None:
        self._rows = tables.customers

    def with_phone(self, phone: str) -> Sequence[Customer]:
        return [row for row in self._rows if row.phone == phone]

    def add(self, name: str, phone: str) -> Customer:
        self._rows.append(Customer(len(self._rows) + 1, name, phone))
        return self._rows[-1]

    def recent_names(self, count: int) -> Sequence[str]:
        return [row.name for row in reversed(self._rows)][:count]


class _Properties:
    def __init__(self, tables: _Tables) -> None:
        self._rows = tables.properties

    def find(self, customer_id: int, address_key: str) -> Property | None:
        found = (
            place for place, address in self._rows if place.customer_id == customer_id and address.key() == address_key
        )
        return next(found, None)

    def add(self, customer_id: int, address: Address) -> Property:
        place = Property(len(self._rows) + 1, customer_id, address.line())
        self._rows.append((place, address))
        return place

    def recent_streets(self, count: int) -> Sequence[str]:
        return list(dict.fromkeys(address.street for _, address in reversed(self._rows)))[:count]


class _Visits:
    def __init__(self, tables: _Tables, technicians: dict[int, Technician]) -> None:
        self._tables = tables
        self._rows = tables.visits
        self._technicians = technicians

    def lock(self, technician_id: int) -> None:
        """Nothing to wait for: there is one transaction at a time."""

    def taken(self, first: datetime, last: datetime) -> Sequence[Taken]:
        window = Span(first, last)
        entries = (Taken(row.technician_id, Span(row.start, row.end)) for row in self._rows if row.status in TAKES_TIME)
        return [entry for entry in entries if entry.span.overlaps(window)]

    def add(self, visit: NewVisit) -> int:
        if any(entry.technician_id == visit.technician_id for entry in self.taken(visit.start, visit.end)):
            raise NoFreeTechnician
        self._rows.append(visit)
        return len(self._rows)

    def get(self, visit_id: int) -> VisitLine | None:
        return self._line(visit_id) if 0 < visit_id <= len(self._rows) else None

    def same(self, customer_id: int, job_code: str, start: datetime) -> VisitLine | None:
        wanted = (customer_id, job_code, start)
        for number, row in enumerate(self._rows, 1):
            if (row.customer_id, row.job_code, row.start) == wanted and row.status in TAKES_TIME:
                return self._line(number)
        return None

    def between(self, first: datetime, last: datetime) -> Sequence[VisitLine]:
        lines = [self._line(number) for number, row in enumerate(self._rows, 1) if first <= row.start < last]
        return sorted(lines, key=lambda line: (line.start, line.id))

    def any_of_call(self, call_id: str) -> bool:
        return any(row.call_id == call_id and row.status in TAKES_TIME for row in self._rows)

    def _line(self, number: int) -> VisitLine:
        row = self._rows[number - 1]
        customer = self._tables.customers[row.customer_id - 1]
        place, _ = self._tables.properties[row.property_id - 1]
        technician = self._technicians[row.technician_id]
        return VisitLine(
            number,
            row.start,
            row.end,
            row.status,
            row.job_code,
            customer.name,
            customer.phone,
            place.address,
            technician,
        )


class _Calls:
    def __init__(self, tables: _Tables) -> None:
        self._rows = tables.calls
        self._tokens = tables.tokens

    def get(self, call_id: str) -> Call | None:
        return self._rows.get(call_id)

    def add(self, call: Call) -> None:
        self._rows[call.id] = call

    def close(self, call_id: str, outcome: Outcome, at: datetime) -> None:
        self._rows[call_id] = replace(self._rows[call_id], outcome=outcome, closed_at=at)

    def note_hazard(self, call_id: str, hazard: str) -> None:
        if call_id in self._rows:
            self._rows[call_id] = replace(self._rows[call_id], hazard=hazard)

    def use_token(self, token_id: str, at: datetime) -> bool:
        fresh = token_id not in self._tokens
        self._tokens.add(token_id)
        return fresh


class _Users:
    def __init__(self, tables: _Tables) -> None:
        self._tables = tables

    def by_name(self, name: str) -> tuple[User, str] | None:
        return next((row for row in self._tables.users if row[0].name.lower() == name.lower()), None)

    def by_id(self, user_id: int) -> User | None:
        return next((user for user, _ in self._tables.users if user.id == user_id), None)

    def any(self) -> bool:
        return bool(self._tables.users)

    def add(self, name: str, role: Role, stored_password: str) -> User:
        if self.by_name(name):
            raise UserExists
        user = User(len(self._tables.users) + 1, name, role)
        self._tables.users.append((user, stored_password))
        return user

    def wrong_tries(self, name: str, since: datetime) -> Sequence[datetime]:
        return sorted(at for who, at in self._tables.tries if who == name.lower() and at > since)

    def note_wrong_try(self, name: str, at: datetime) -> None:
        self._tables.tries.append((name.lower(), at))

    def forget_wrong_tries(self, name: str) -> None:
        self._tables.tries[:] = [row for row in self._tables.tries if row[0] != name.lower()]
