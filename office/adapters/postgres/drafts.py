"""Writing many Customers at once, for an import: a handful of statements for any number of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.names import keys_of
from office.adapters.postgres.properties import address_values
from office.adapters.postgres.tables import customer_phones, customers, properties, service_history
from office.domain.customer_records import CustomerDraft, PlaceDraft

Values = list[dict[str, Any]]


def write_drafts(connection: Connection, drafts: Sequence[CustomerDraft]) -> None:
    """Write new Customers, what is new of known ones, then their numbers, Properties and services."""
    ids = _write_customers(connection, drafts)
    pairs = list(zip(drafts, ids, strict=True))
    numbers = [
        {"customer_id": id_, "phone": phone.number, "label": phone.label}
        for draft, id_ in pairs
        for phone in draft.phones
    ]
    if numbers:
        connection.execute(upsert(customer_phones).on_conflict_do_nothing(), numbers)
    places = [(place, id_) for draft, id_ in pairs for place in draft.places]
    _write_services(connection, places, _write_places(connection, places))


def _write_customers(connection: Connection, drafts: Sequence[CustomerDraft]) -> list[int]:
    """Return the ids, in the order of the drafts."""
    fresh = [draft for draft in drafts if draft.id is None]
    values = [
        {"name": d.name, "phone": d.phone, "email": d.email, "notes": d.notes, "sounds": keys_of(d.name)} for d in fresh
    ]
    new_ids = iter(_inserted(connection, customers, values))
    changes = [{"of": d.id, "email": d.email, "notes": d.notes} for d in drafts if d.id is not None]
    if changes:
        connection.execute(update(customers).where(customers.c.id == bindparam("of")), changes)
    return [next(new_ids) if draft.id is None else draft.id for draft in drafts]


def _write_places(connection: Connection, places: Sequence[tuple[PlaceDraft, int]]) -> list[int]:
    """Return the ids of the Properties, in their order."""
    values = [
        {**address_values(customer_id, place.address), "notes": place.notes, "access_code": place.sealed}
        for place, customer_id in places
        if place.address is not None
    ]
    new_ids = iter(_inserted(connection, properties, values))
    known = [(place, place.id) for place, _ in places if place.address is None]
    notes = [{"of": id_, "notes": place.notes} for place, id_ in known]
    if notes:
        connection.execute(update(properties).where(properties.c.id == bindparam("of")), notes)
    codes = [{"of": id_, "access_code": place.sealed} for place, id_ in known if place.sealed is not None]
    if codes:
        connection.execute(update(properties).where(properties.c.id == bindparam("of")), codes)
    return [next(new_ids) if place.id is None else place.id for place, _ in places]


def _write_services(connection: Connection, places: Sequence[tuple[PlaceDraft, int]], ids: Sequence[int]) -> None:
    values = [
        {"property_id": id_, "on_date": on, "job": job, "note": note}
        for (place, _), id_ in zip(places, ids, strict=True)
        for on, job, note in place.services
    ]
    if values:
        connection.execute(insert(service_history), values)


def _inserted(connection: Connection, table: Table, values: Values) -> list[int]:
    """Return the new ids in the order of the values."""
    if not values:
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, values).scalars())
