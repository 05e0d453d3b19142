"""Whom a line of a customer file is about: somebody new, or somebody on record, who is only added to.

The same name with one of the same numbers, or at the same address, is the same person; nothing less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from office.desk.import_reading import Wanted
from office.domain.customer_records import CustomerDraft, CustomerRecord, PlaceDraft
from office.domain.customers import Address, Phone, address_key, joined_notes, name_key
from office.ports import Sealer


class Kind(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    KNOWN = "known"
    MERGED = "merged"


@dataclass
class _Place:
    id: int | None
    address: Address | None
    notes: str = ""
    has_code: bool = False
    services: set[tuple[date, str, str]] = field(default_factory=set)
    draft: PlaceDraft | None = None


@dataclass
class _Entry:
    id: int | None
    name: str
    phone: str
    numbers: set[str]
    email: str = ""
    notes: str = ""
    places: dict[str, _Place] = field(default_factory=dict)
    draft: CustomerDraft | None = None


class Ledger:
    """Everybody whom some lines may be about, and what those lines add."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._ids: set[int] = set()
        self._by_key: dict[tuple[str, str], _Entry] = {}
        self._drafts: list[CustomerDraft] = []

    def learn(self, records: Iterable[CustomerRecord]) -> None:
        """Take in who is on record; who is known already stays as they are."""
        for record in records:
            customer = record.customer
            if customer.id in self._ids:
                continue
            self._ids.add(customer.id)
            numbers = {customer.phone, *(phone.number for phone in record.phones)}
            entry = _Entry(customer.id, customer.name, customer.phone, numbers, customer.email, customer.notes)
            services = defaultdict[int, set[tuple[date, str, str]]](set)
            for service in record.services:
                services[service.property_id].add((service.on, service.job, service.note))
            for place in record.places:
                own = place.property
                state = _Place(own.id, None, own.notes, own.has_access_code, services[own.id])
                entry.places[address_key(own.address)] = state
            self._index(entry)

    def enter(self, wanted: Wanted) -> Kind:
        """Enter a line and return what became of it."""
        keys = [(name_key(wanted.name), shared) for shared in _shared(wanted)]
        entry = next((self._by_key[key] for key in keys if key in self._by_key), None)
        kind = Kind.MERGED
        if entry is None:
            kind, main = Kind.NEW, wanted.phones[0].number
            entry = _Entry(None, wanted.name, main, {main})
            self._draft(entry)
        added = self._add(entry, wanted)
        self._index(entry)
        return kind if added or kind is Kind.NEW else Kind.KNOWN

    def drafts(self) -> list[CustomerDraft]:
        """Return all there is to write."""
        return self._drafts

    def _index(self, entry: _Entry) -> None:
        for shared in (*entry.numbers, *entry.places):
            self._by_key.setdefault((name_key(entry.name), shared), entry)

    def _draft(self, entry: _Entry) -> CustomerDraft:
        if entry.draft is None:
            entry.draft = CustomerDraft(entry.name, entry.phone, entry.id, entry.email, entry.notes)
            self._drafts.append(entry.draft)
        return entry.draft

    def _add(self, entry: _Entry, wanted: Wanted) -> bool:
        """Add what is new and return whether anything was."""
        fresh = [phone for phone in wanted.phones if phone.number not in entry.numbers]
        notes = joined_notes(entry.notes, wanted.notes)
        if entry.email and wanted.email and entry.email.lower() != wanted.email.lower():
            notes = joined_notes(notes, f"Other e-mail: {wanted.email}")
        email = entry.email or wanted.email
        changed = bool(fresh) or (email, notes) != (entry.email, entry.notes)
        if changed:
            self._write(entry, fresh, email, notes)
        for first, address in enumerate(wanted.addresses):
            changed |= self._add_place(entry, address, wanted if first == 0 else None)
        return changed

    def _write(self, entry: _Entry, fresh: list[Phone], email: str, notes: str) -> None:
        draft = self._draft(entry)
        entry.numbers |= {phone.number for phone in fresh}
        entry.email, entry.notes = draft.email, draft.notes = email, notes
        draft.phones += fresh

    def _add_place(self, entry: _Entry, address: Address, wanted: Wanted | None) -> bool:
        place = entry.places.setdefault(address.key(), _Place(None, address))
        changed = place.address is not None and place.draft is None
        notes = joined_notes(place.notes, wanted.property_notes) if wanted else place.notes
        sealed = self._sealer.seal(wanted.code) if wanted and wanted.code and not place.has_code else None
        service = (*wanted.service, "") if wanted and wanted.service else None
        new_service = service is not None and service[:2] not in {known[:2] for known in place.services}
        changed = changed or notes != place.notes or sealed is not None or new_service
        if not changed:
            return False
        if place.draft is None:
            place.draft = PlaceDraft(place.address, place.id, place.notes)
            self._draft(entry).places.append(place.draft)
        place.notes = place.draft.notes = notes
        if sealed is not None:
            place.has_code, place.draft.sealed = True, sealed
        if service is not None and new_service:
            place.services.add(service)
            place.draft.services.append(service)
        return True


def _shared(wanted: Wanted) -> Iterable[str]:
    return [*(phone.number for phone in wanted.phones), *(address.key() for address in wanted.addresses)]
