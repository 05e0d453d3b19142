"""FAKES of the audit log and of everything about one Customer (`office.ports.privacy`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from office.adapters.memory.tables import Tables, VisitRow
from office.domain.audit import AuditEntry, Thing
from office.domain.customers import Customer
from office.domain.messages import Direction, Message
from office.domain.visits import OPEN
from office.ports.privacy import Traces


class MemoryAudit:
    def __init__(self, tables: Tables) -> None:
        self._rows = tables.audit

    def note(self, by: str, action: str, subject: Thing, at: datetime) -> None:
        assert re.fullmatch(r"user \d+|channel [a-z_]+|system", by)
        assert re.fullmatch("[A-Za-z0-9_-]{1,64}", subject.id)
        self._rows.append(AuditEntry(len(self._rows) + 1, by, action, subject, at))

    def page(
        self, before_id: int | None, count: int, kind: str | None = None, subject_id: str | None = None
    ) -> Sequence[AuditEntry]:
        found = [
            row
            for row in reversed(self._rows)
            if (before_id is None or row.id < before_id)
            and kind in (None, row.subject.kind)
            and subject_id in (None, row.subject.id)
        ]
        return found[:count]


class MemoryPersonalData:
    """FAKE: rows as our own classes have them; what was said is what the test put there."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def traces(self, customer_id: int) -> Traces | None:
        tables = self._tables
        live = tables.customers_merged.get(customer_id, customer_id)
        if live in tables.erased_customers or not 0 < live <= len(tables.customers):
            return None
        ids = tuple(sorted({live, *(one for one, into in tables.customers_merged.items() if into == live)}))
        phones = tuple(sorted({number for one in ids for number in self._numbers(one)}))
        visits = [row for row in tables.visits.values() if row.visit.customer_id in ids]
        own = self._own(ids, phones)
        calls = {call.id for call in tables.calls.values() if call.customer_id in ids or call.phone in own}
        calls |= {row.visit.call_id for row in visits if row.visit.call_id}
        calls |= {lead.call_id for lead in tables.leads.values() if lead.phone in own and lead.call_id}
        standing = {mirror.visit_id for mirror in tables.mirrors.values()}
        return Traces(
            ids,
            phones,
            tuple(sorted(calls)),
            tuple(row.id for row in visits if row.visit.status in OPEN),
            tuple(row.id for row in visits if row.id in standing),
        )

    def mentioned_in(self, traces: Traces) -> Sequence[str]:
        names = [self._tables.customers[one - 1].name.lower() for one in traces.customer_ids]
        return [
            call_id
            for call_id, lines in self._tables.call_lines.items()
            if call_id not in traces.call_ids and any(name in line.text.lower() for name in names for line in lines)
        ]

    def rows(self, traces: Traces) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        tables, ids = self._tables, traces.customer_ids
        places = {place.id for place, _ in tables.properties if place.customer_id in ids}
        calls = [call for call in tables.calls.values() if call.id in traces.call_ids]
        found: dict[str, list[Any]] = {
            "customers": [tables.customers[one - 1] for one in ids],
            "phones": [phone for one in ids for phone in tables.phones.get(one, ())],
            "merges": [merge for merge in tables.merges if merge.kept_id in ids],
            "properties": [place for place, _ in tables.properties if place.id in places],
            "equipment": [one for place_id, one in tables.equipment if place_id in places],
            "services": [service for service in tables.services if service.property_id in places],
            "visits": [row for row in tables.visits.values() if row.visit.customer_id in ids],
            "messages": [row.message for row in tables.messages.values() if self._is_theirs(row.message, traces)],
            "consents": [consent for phone, consent in tables.consents.items() if phone in traces.phones],
            "calls": calls,
            "turns": [line for call in calls for line in tables.call_lines.get(call.id, ())],
            "estimates": [one for one in tables.estimates.values() if one.customer_id in ids],
            "leads": [lead for lead in tables.leads.values() if lead.call_id in traces.call_ids],
        }
        return {name: [_plain(row) for row in rows] for name, rows in found.items()}

    def erase(self, traces: Traces, mentioned_in: Sequence[str] = ()) -> None:
        tables, ids = self._tables, traces.customer_ids
        own = self._own(ids, traces.phones)
        places = {place.id for place, _ in tables.properties if place.customer_id in ids}
        for call_id in (*traces.call_ids, *mentioned_in):
            tables.call_lines.pop(call_id, None)
            tables.call_details.pop(call_id, None)
        for call in [call for call in tables.calls.values() if call.id in traces.call_ids]:
            tables.calls[call.id] = replace(call, phone=None, customer_id=None)
        _drop(tables.leads, lambda lead: lead.call_id in traces.call_ids or lead.phone in own)
        _drop(tables.estimates, lambda one: one.customer_id in ids or one.phone in own)
        _drop(tables.messages, lambda row: self._is_theirs(row.message, traces))
        _drop(tables.consents, lambda consent: consent.phone in own)
        for row in [row for row in tables.visits.values() if row.visit.customer_id in ids]:
            tables.visits[row.id] = _nobodys(row)
        tables.equipment[:] = [row for row in tables.equipment if row[0] not in places]
        tables.services[:] = [row for row in tables.services if row.property_id not in places]
        tables.merges[:] = [merge for merge in tables.merges if merge.kept_id not in ids]
        for one in ids:
            tables.customers[one - 1] = Customer(one, "", "")
            tables.phones.pop(one, None)
        for place_id in places:
            place, address = tables.properties[place_id - 1]
            tables.properties[place_id - 1] = (replace(place, address="", notes="", customer_id=0), address)
            tables.access_codes.pop(place_id, None)
        tables.erased_customers.update(ids)
        tables.erased_properties.update(places)

    def purge_transcripts(self, before: datetime, count: int) -> int:
        old = [call_id for call_id, lines in self._tables.call_lines.items() if lines and lines[-1].at < before]
        for call_id in old[:count]:
            del self._tables.call_lines[call_id]
        return len(old[:count])

    def purge_received(self, before: datetime) -> int:
        return _drop(
            self._tables.messages,
            lambda row: row.message.direction is Direction.IN and row.message.created_at < before,
        )

    def purge_leads(self, before: datetime) -> int:
        return _drop(self._tables.leads, lambda lead: lead.created_at < before)

    def _numbers(self, customer_id: int) -> list[str]:
        further = self._tables.phones.get(customer_id, ())
        return [self._tables.customers[customer_id - 1].phone, *(phone.number for phone in further)]

    def _own(self, ids: Sequence[int], phones: Sequence[str]) -> set[str]:
        others = (row.id for row in self._tables.customers if row.id not in ids)
        return set(phones) - {number for one in others for number in self._numbers(one)}

    def _is_theirs(self, message: Message, traces: Traces) -> bool:
        visits = {row.id for row in self._tables.visits.values() if row.visit.customer_id in traces.customer_ids}
        return message.recipient.customer_id in traces.customer_ids or message.visit_id in visits


def _nobodys(row: VisitRow) -> VisitRow:
    ending = replace(row.ending, reason=None, note=None) if row.ending else None
    return VisitRow(row.id, replace(row.visit, customer_id=0, property_id=0), ending, row.revision + 1)


def _drop(rows: dict[Any, Any], is_dropped: Callable[[Any], bool]) -> int:
    gone = [key for key, row in rows.items() if is_dropped(row)]
    for key in gone:
        del rows[key]
    return len(gone)


def _plain(row: Any) -> Mapping[str, Any]:
    """The row in what JSON has."""
    return {name: _json(value) for name, value in asdict(row).items()}


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _json(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_json(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
