"""FAKES of Customers (`office.ports.people`). Finding and merging by the same rules as PostgreSQL's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from office.adapters.memory.call_log import move_calls
from office.adapters.memory.messages import move_messages
from office.adapters.memory.properties import MemoryProperties
from office.adapters.memory.tables import Tables
from office.adapters.names import rank
from office.adapters.suggesting import Pair, suggested
from office.adapters.typed import typed
from office.domain.customer_records import (
    Alike,
    CustomerDraft,
    CustomerRecord,
    Duplicate,
    DuplicateReason,
    Found,
    JoinedProperty,
    Merge,
    Place,
    Service,
)
from office.domain.customers import Customer, Phone, address_key, merged_customer
from office.errors import CustomerUnknown, SameCustomer


class MemoryCustomers:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.customers
        self._properties = MemoryProperties(tables)

    def with_phone(self, phone: str) -> Sequence[Customer]:
        return [row for row in self._live() if phone in self._numbers(row)]

    def get(self, customer_id: int, for_change: bool = False) -> Customer | None:
        number = self._tables.customers_merged.get(customer_id, customer_id)
        if number in self._tables.erased_customers:
            return None
        return self._rows[number - 1] if 0 < number <= len(self._rows) else None

    def record(self, customer_id: int) -> CustomerRecord | None:
        customer = self.get(customer_id)
        if customer is None:
            return None
        own = [place for place, _ in self._properties.live() if place.customer_id == customer.id]
        places = [Place(place, self._properties.equipment(place.id)) for place in own]
        services = [service for place in own for service in self._properties.services(place.id)]
        return CustomerRecord(customer, list(self._tables.phones.get(customer.id, ())), places, _latest_first(services))

    def add(self, name: str, phone: str) -> Customer:
        self._rows.append(Customer(len(self._rows) + 1, name, phone))
        return self._rows[-1]

    def change(self, customer: Customer) -> None:
        self._rows[customer.id - 1] = customer
        further = self._tables.phones.get(customer.id, [])
        self._tables.phones[customer.id] = [phone for phone in further if phone.number != customer.phone]

    def add_phone(self, customer_id: int, phone: Phone) -> bool:
        customer = self.get(customer_id)
        if customer is None or phone.number in self._numbers(customer):
            return False
        self._tables.phones.setdefault(customer.id, []).append(phone)
        return True

    def remove_phone(self, customer_id: int, phone: str) -> bool:
        before = self._tables.phones.get(customer_id, [])
        self._tables.phones[customer_id] = [row for row in before if row.number != phone]
        return len(self._tables.phones[customer_id]) < len(before)

    def page(self, after: int, count: int) -> Sequence[CustomerRecord]:
        return [record for record in self._records() if record.customer.id > after][:count]

    def alike(self, said: Sequence[str], count: int) -> Sequence[Alike]:
        best: dict[int, Alike] = {}
        for one in rank(said, self._rows, len(self._rows)):
            customer = self.get(one.customer.id)
            if customer is not None:
                best.setdefault(customer.id, Alike(customer, one.score))
        return list(best.values())[:count]

    def search(self, words: str, count: int) -> Sequence[Found]:
        wanted = typed(words)
        return wanted.found([record for record in self._records() if wanted.fits(record)], count)

    def duplicates(self, count: int) -> Sequence[Duplicate]:
        return suggested(self._pairs(), count)

    def merge(self, keep_id: int, drop_id: int, by: str, at: datetime) -> Sequence[JoinedProperty]:
        keep, drop = self.get(keep_id), self.get(drop_id)
        if keep is None or drop is None:
            raise CustomerUnknown
        if keep.id == drop.id:
            raise SameCustomer
        if drop.id != drop_id:
            raise CustomerUnknown
        joined = self._properties.move(drop.id, keep.id)
        visits = self._tables.visits
        for row in visits.values():
            if row.visit.customer_id == drop.id:
                visits[row.id] = replace(row, visit=replace(row.visit, customer_id=keep.id))
        move_messages(self._tables, drop.id, keep.id)
        move_calls(self._tables, drop.id, keep.id)
        for phone in [*self._tables.phones.pop(drop.id, []), Phone(drop.phone)]:
            self.add_phone(keep.id, phone)
        self._rows[keep.id - 1] = merged_customer(keep, drop)
        self._rows[drop.id - 1] = replace(drop, email="", notes="")
        into = self._tables.customers_merged
        into.update({id_: keep.id for id_, kept in into.items() if kept == drop.id} | {drop.id: keep.id})
        self._tables.merges.append(Merge(keep.id, drop.id, drop.name, by, at))
        return joined

    def merges(self, kept_id: int) -> Sequence[Merge]:
        return [merge for merge in self._tables.merges if merge.kept_id == kept_id]

    def lock_import(self) -> None:
        """Nothing to wait for: there is one transaction at a time."""

    def known(
        self, phones: Collection[str], address_keys: Collection[str], for_change: bool = False
    ) -> Sequence[CustomerRecord]:
        return [
            record
            for record in self._records()
            if any(number in phones for number in self._numbers(record.customer))
            or any(address_key(place.property.address) in address_keys for place in record.places)
        ]

    def write(self, drafts: Sequence[CustomerDraft]) -> None:
        for draft in drafts:
            customer = self.add(draft.name, draft.phone) if draft.id is None else self._rows[draft.id - 1]
            self._rows[customer.id - 1] = replace(customer, email=draft.email, notes=draft.notes)
            for phone in draft.phones:
                self.add_phone(customer.id, phone)
            for place in draft.places:
                self._properties.write(customer.id, place)

    def recent_names(self, count: int) -> Sequence[str]:
        return [row.name for row in reversed(list(self._live()))][:count]

    def _live(self) -> Iterator[Customer]:
        gone = self._tables.customers_merged.keys() | self._tables.erased_customers
        return (row for row in self._rows if row.id not in gone)

    def _numbers(self, customer: Customer) -> list[str]:
        return [customer.phone, *(phone.number for phone in self._tables.phones.get(customer.id, ()))]

    def _records(self) -> Iterable[CustomerRecord]:
        return [record for row in self._live() if (record := self.record(row.id))]

    def _pairs(self) -> Iterator[Pair]:
        for one, other in combinations(self._live(), 2):
            if set(self._numbers(one)) & set(self._numbers(other)):
                yield Pair(one, other, DuplicateReason.SAME_PHONE)
            if one.email and one.email.lower() == other.email.lower():
                yield Pair(one, other, DuplicateReason.SAME_EMAIL)
        houses = defaultdict[str, list[tuple[Customer, str]]](list)
        for place, address in self._properties.live():
            houses[address.house_key()].append((self._rows[place.customer_id - 1], address.key()))
        for dwellers in houses.values():
            for (one, key), (other, other_key) in combinations(sorted(dwellers, key=lambda x: x[0].id), 2):
                if one.id != other.id:
                    yield Pair(one, other, DuplicateReason.SAME_ADDRESS, (key, other_key))


def _latest_first(services: Iterable[Service]) -> list[Service]:
    return sorted(services, key=lambda service: (service.on, service.job, service.note), reverse=True)
