"""Properties in PostgreSQL, with their access codes, equipment and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import equipment as installed
from office.adapters.postgres.tables import properties, service_history
from office.adapters.postgres.whole import PROPERTY_COLUMNS, property_of, services_of
from office.domain.customer_records import Equipment, Service
from office.domain.customers import Address, Property


class PostgresProperties:
    """Implements `office.ports.Properties` within one transaction; days are those of `zone`."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def get(self, property_id: int, for_change: bool = False) -> Property | None:
        """Return the Property, by way of a merge where there was one."""
        query = select(*PROPERTY_COLUMNS).where(properties.c.id == property_id)
        row = self._connection.execute(query.with_for_update(key_share=True) if for_change else query).one_or_none()
        if row is None:
            return None
        return property_of(row) if row.merged_into is None else self.get(row.merged_into, for_change)

    def find(self, customer_id: int, address_key: str) -> Property | None:
        """Return the Customer's Property of this key, or None."""
        query = select(*PROPERTY_COLUMNS).where(
            properties.c.customer_id == customer_id,
            properties.c.address_key == address_key,
            properties.c.merged_into.is_(None),
        )
        row = self._connection.execute(query).one_or_none()
        return property_of(row) if row else None

    def add(self, customer_id: int, address: Address) -> Property:
        """Write the Property; where the Customer has it already, by a merge or another Call, return that."""
        insertion = upsert(properties).values(address_values(customer_id, address))
        statement = insertion.on_conflict_do_update(
            index_elements=["customer_id", "address_key"], set_={"street": insertion.excluded.street}
        ).returning(*PROPERTY_COLUMNS)
        return property_of(self._connection.execute(statement).one())

    def change_notes(self, property_id: int, notes: str) -> None:
        """Write the notes."""
        self._connection.execute(update(properties).where(properties.c.id == property_id).values(notes=notes))

    def access_code(self, property_id: int) -> bytes | None:
        """Return the sealed code, or None."""
        query = select(properties.c.access_code).where(properties.c.id == property_id)
        return self._connection.execute(query).scalar_one_or_none()

    def access_codes(self) -> Mapping[int, bytes]:
        """Return every sealed code, by Property, the rows locked until the transaction ends."""
        query = select(properties.c.id, properties.c.access_code).where(properties.c.access_code.is_not(None))
        return {row.id: row.access_code for row in self._connection.execute(query.with_for_update())}

    def put_access_code(self, property_id: int, sealed: bytes | None) -> None:
        """Write the sealed code, or take it away."""
        self._connection.execute(update(properties).where(properties.c.id == property_id).values(access_code=sealed))

    def add_equipment(self, property_id: int, equipment: Equipment) -> Equipment:
        """Write it and return it with its id."""
        values = {**asdict(equipment), "property_id": property_id}
        del values["id"]
        written = self._connection.execute(insert(installed).values(values).returning(installed.c.id)).scalar_one()
        return replace(equipment, id=written)

    def remove_equipment(self, equipment_id: int) -> bool:
        """Take it off the record."""
        return self._connection.execute(delete(installed).where(installed.c.id == equipment_id)).rowcount > 0

    def add_service(self, service: Service) -> None:
        """Write it unless it stands there already."""
        values = {"property_id": service.property_id, "on_date": service.on, "job": service.job, "note": service.note}
        same = select(service_history.c.id).where(*(service_history.c[name] == value for name, value in values.items()))
        if self._connection.execute(same).first() is None:
            self._connection.execute(insert(service_history).values(values))

    def services(self, property_id: int) -> Sequence[Service]:
        """Return the work that was done there, latest first."""
        return services_of(self._connection, [property_id], self._zone)

    def recent_streets(self, count: int) -> Sequence[str]:
        """Return the streets of the latest Properties, latest first, each once."""
        latest = func.max(properties.c.id)
        query = select(properties.c.street).group_by(properties.c.street).order_by(latest.desc()).limit(count)
        return self._connection.execute(query).scalars().all()


def address_values(customer_id: int | None, address: Address) -> dict[str, Any]:
    """Return the columns that an Address fills."""
    return {
        "customer_id": customer_id,
        "address": address.line(),
        "address_key": address.key(),
        "street": address.street,
        "house_key": address.house_key(),
        "notes": "",
    }
