"""FAKES of Properties (`office.ports.people`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from office.adapters.memory.tables import Tables
from office.domain.customer_records import Equipment, JoinedProperty, PlaceDraft, Service
from office.domain.customers import Address, Property, joined_notes
from office.domain.visits import VisitStatus


class MemoryProperties:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.properties

    def get(self, property_id: int, for_change: bool = False) -> Property | None:
        number = self._id(property_id)
        known = 0 < number <= len(self._rows) and number not in self._tables.erased_properties
        return self._rows[number - 1][0] if known else None

    def find(self, customer_id: int, address_key: str) -> Property | None:
        found = (p for p, address in self.live() if p.customer_id == customer_id and address.key() == address_key)
        return next(found, None)

    def add(self, customer_id: int, address: Address) -> Property:
        owner = self._tables.customers_merged.get(customer_id, customer_id)
        place = self.find(owner, address.key())
        if place is None:
            place = Property(len(self._rows) + 1, owner, address.line())
            self._rows.append((place, address))
        return place

    def change_notes(self, property_id: int, notes: str) -> None:
        self._change(property_id, notes=notes)

    def access_code(self, property_id: int) -> bytes | None:
        return self._tables.access_codes.get(property_id)

    def access_codes(self) -> Mapping[int, bytes]:
        return dict(self._tables.access_codes)

    def put_access_code(self, property_id: int, sealed: bytes | None) -> None:
        if sealed is None:
            self._tables.access_codes.pop(property_id, None)
        else:
            self._tables.access_codes[property_id] = sealed
        self._change(property_id, has_access_code=sealed is not None)

    def add_equipment(self, property_id: int, equipment: Equipment) -> Equipment:
        written = replace(equipment, id=self._tables.next_equipment_id)
        self._tables.next_equipment_id += 1
        self._tables.equipment.append((self._id(property_id), written))
        return written

    def remove_equipment(self, equipment_id: int) -> bool:
        before = len(self._tables.equipment)
        self._tables.equipment[:] = [row for row in self._tables.equipment if row[1].id != equipment_id]
        return len(self._tables.equipment) < before

    def add_service(self, service: Service) -> None:
        service = replace(service, property_id=self._id(service.property_id))
        if service not in self._tables.services:
            self._tables.services.append(service)

    def services(self, property_id: int) -> Sequence[Service]:
        services = [
            Service(property_id, visit.start.date(), visit.job_code, "")
            for visit in (row.visit for row in self._tables.visits.values())
            if visit.property_id == property_id and visit.status is VisitStatus.DONE
        ]
        services += [service for service in self._tables.services if service.property_id == property_id]
        return sorted(services, key=lambda service: (service.on, service.job, service.note), reverse=True)

    def recent_streets(self, count: int) -> Sequence[str]:
        return list(dict.fromkeys(address.street for _, address in reversed(self._rows)))[:count]

    # ---- for the fake of Customers

    def live(self) -> list[tuple[Property, Address]]:
        gone = self._tables.properties_merged.keys() | self._tables.erased_properties
        return [row for row in self._rows if row[0].id not in gone]

    def equipment(self, property_id: int) -> list[Equipment]:
        return [equipment for owner, equipment in self._tables.equipment if owner == property_id]

    def move(self, drop_id: int, keep_id: int) -> list[JoinedProperty]:
        """Give the one Customer's Properties to the other, joining those of one address."""
        joined = []
        for place, address in [row for row in self.live() if row[0].customer_id == drop_id]:
            twin = self.find(keep_id, address.key())
            if twin is None:
                self._change(place.id, customer_id=keep_id)
            else:
                joined.append(self._join(twin, place))
        return joined

    def write(self, customer_id: int, draft: PlaceDraft) -> None:
        place = self.add(customer_id, draft.address) if draft.address else self.get(draft.id or 0)
        assert place is not None, "a draft names a Property or its address"
        self.change_notes(place.id, draft.notes)
        if draft.sealed is not None:
            self.put_access_code(place.id, draft.sealed)
        for on, job, note in draft.services:
            self.add_service(Service(place.id, on, job, note))

    def _join(self, keep: Property, drop: Property) -> JoinedProperty:
        tables = self._tables
        tables.equipment[:] = [(keep.id if owner == drop.id else owner, row) for owner, row in tables.equipment]
        tables.services[:] = [
            replace(s, property_id=keep.id) if s.property_id == drop.id else s for s in tables.services
        ]
        for row in tables.visits.values():
            if row.visit.property_id == drop.id:
                tables.visits[row.id] = replace(row, visit=replace(row.visit, property_id=keep.id))
        self.change_notes(keep.id, joined_notes(keep.notes, drop.notes))
        sealed = tables.access_codes.pop(drop.id, None)
        if sealed is not None and not keep.has_access_code:
            self.put_access_code(keep.id, sealed)
            sealed = None
        into = tables.properties_merged
        into.update({id_: keep.id for id_, kept in into.items() if kept == drop.id} | {drop.id: keep.id})
        return JoinedProperty(keep.id, sealed)

    def _id(self, property_id: int) -> int:
        return self._tables.properties_merged.get(property_id, property_id)

    def _change(self, property_id: int, **values: object) -> None:
        place, address = self._rows[property_id - 1]
        self._rows[property_id - 1] = (replace(place, **values), address)  # type: ignore[arg-type]
