"""Records of Customers, any number of them with the same few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, literal_column, select
from sqlalchemy.dialects.postgresql import Range

from office.adapters.postgres.tables import customer_phones, customers, equipment, properties, service_history, visits
from office.domain.customer_records import CustomerRecord, Equipment, Place, Service
from office.domain.customers import Customer, Phone, Property
from office.domain.visits import VisitStatus

CUSTOMER_COLUMNS = (customers.c.id, customers.c.name, customers.c.phone, customers.c.email, customers.c.notes)
PROPERTY_COLUMNS = (
    properties.c.id,
    properties.c.customer_id,
    properties.c.address,
    properties.c.notes,
    properties.c.merged_into,
    properties.c.access_code.is_not(None).label("has_access_code"),
)


def customer_of(row: Row[Any]) -> Customer:
    """Return the Customer in a row."""
    return Customer(row.id, row.name, row.phone, row.email, row.notes)


def property_of(row: Row[Any]) -> Property:
    """Return the Property in a row of PROPERTY_COLUMNS."""
    return Property(row.id, row.customer_id, row.address, row.notes, row.has_access_code)


def records_of(connection: Connection, found: Sequence[Customer], zone: ZoneInfo) -> list[CustomerRecord]:
    """Return the records of these Customers, in their order."""
    ids = [customer.id for customer in found]
    phones, places, services = _phones(connection, ids), _places(connection, ids), defaultdict[int, list[Service]](list)
    owners = {place.property.id: customer_id for customer_id, own in places.items() for place in own}
    for service in services_of(connection, list(owners), zone):
        services[owners[service.property_id]].append(service)
    return [CustomerRecord(who, phones[who.id], places[who.id], services[who.id]) for who in found]


def contacts_of(connection: Connection, found: Sequence[Customer]) -> list[CustomerRecord]:
    """Return the numbers and addresses of these Customers, and nothing else, in their order."""
    ids = [customer.id for customer in found]
    phones, owned = _phones(connection, ids), defaultdict[int, list[Place]](list)
    for place in _properties(connection, ids):
        owned[place.customer_id].append(Place(place))
    return [CustomerRecord(who, phones[who.id], owned[who.id]) for who in found]


def services_of(connection: Connection, property_ids: Sequence[int], zone: ZoneInfo) -> list[Service]:
    """Return the work done at these Properties, latest first: the Visits that are done, and the notes."""
    shown: tuple[Any, ...] = (visits.c.property_id, visits.c.during, visits.c.job_code, literal_column("outcome_note"))
    done = select(*shown).where(visits.c.property_id == func.any(list(property_ids)))
    rows = connection.execute(done.where(visits.c.status == VisitStatus.DONE)).all()
    services = [Service(row.property_id, _day(row.during, zone), row.job_code, row.outcome_note or "") for row in rows]
    noted = select(service_history).where(service_history.c.property_id == func.any(list(property_ids)))
    services += [Service(row.property_id, row.on_date, row.job, row.note) for row in connection.execute(noted)]
    return sorted(services, key=lambda service: (service.on, service.job, service.note), reverse=True)


def _phones(connection: Connection, ids: Sequence[int]) -> dict[int, list[Phone]]:
    query = select(customer_phones).where(customer_phones.c.customer_id == func.any(list(ids)))
    phones = defaultdict[int, list[Phone]](list)
    for row in connection.execute(query.order_by(customer_phones.c.added_at, customer_phones.c.phone)):
        phones[row.customer_id].append(Phone(row.phone, row.label))
    return phones


def _properties(connection: Connection, ids: Sequence[int]) -> list[Property]:
    query = select(*PROPERTY_COLUMNS).where(
        properties.c.customer_id == func.any(list(ids)), properties.c.merged_into.is_(None)
    )
    return [property_of(row) for row in connection.execute(query.order_by(properties.c.id))]


def _places(connection: Connection, ids: Sequence[int]) -> dict[int, list[Place]]:
    found = _properties(connection, ids)
    installed = defaultdict[int, list[Equipment]](list)
    query = select(equipment).where(equipment.c.property_id == func.any([place.id for place in found]))
    for row in connection.execute(query.order_by(equipment.c.id)):
        installed[row.property_id].append(
            Equipment(row.kind, row.make, row.model, row.serial, row.installed_on, row.note, row.id)
        )
    places = defaultdict[int, list[Place]](list)
    for place in found:
        places[place.customer_id].append(Place(place, installed[place.id]))
    return places


def _day(during: Range[datetime], zone: ZoneInfo) -> date:
    assert during.lower is not None, "the table allows no open ends"
    return during.lower.astimezone(zone).date()
