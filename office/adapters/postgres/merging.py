"""Merging two Customers in PostgreSQL: all or nothing, and nothing of either is lost.

Both Customers and their Properties are locked against everybody who writes something for them, in the order of
their ids. What they write afterwards follows the merge by triggers (migration 0004). A test holds MOVED against
the database's foreign keys, so that a new table can't be forgotten.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import (
    calls,
    customer_merges,
    customer_phones,
    customers,
    equipment,
    estimates,
    leads,
    messages,
    properties,
    service_history,
    visits,
)
from office.adapters.postgres.whole import customer_of
from office.domain.customer_records import JoinedProperty
from office.domain.customers import joined_notes, merged_customer
from office.errors import CustomerUnknown, SameCustomer

MOVED = {
    "customers": {"visits", "properties", "customer_phones", "messages", "calls", "leads", "estimates"},
    "properties": {"visits", "equipment", "service_history"},
}
"""Which tables' rows go along with a Customer, and with a Property that is joined to another."""


def merge(connection: Connection, keep_id: int, drop_id: int, by: str, at: datetime) -> list[JoinedProperty]:
    """Merge and return which Properties became one; raises CustomerUnknown, SameCustomer."""
    keep, drop = _locked(connection, keep_id, drop_id)
    joined = _join_places(connection, keep.id, drop.id)
    _move_places(connection, keep.id, drop.id)
    _move_visits(connection, keep.id, drop.id)
    _move_phones(connection, keep, drop)
    for table in (messages, calls, leads, estimates):
        moved = update(table).where(table.c.customer_id == drop.id)
        connection.execute(moved.values(customer_id=keep.id))
    _write_customers(connection, keep, drop)
    audit = {"kept_id": keep.id, "dropped_id": drop.id, "merged_by": by, "merged_at": at}
    connection.execute(insert(customer_merges).values(audit))
    return joined


def _locked(connection: Connection, keep_id: int, drop_id: int) -> tuple[Row[Any], Row[Any]]:
    """Return both rows, locked; where the one to keep was merged, the one that took its place."""
    query = select(customers).where(customers.c.id.in_((keep_id, drop_id))).order_by(customers.c.id)
    rows = {row.id: row for row in connection.execute(query.with_for_update())}
    if keep_id not in rows or drop_id not in rows:
        raise CustomerUnknown
    keep, drop = rows[keep_id], rows[drop_id]
    if drop_id in (keep_id, keep.merged_into):
        raise SameCustomer
    if drop.merged_into is not None:
        raise SameCustomer if drop.merged_into in (keep_id, keep.merged_into) else CustomerUnknown
    return (keep, drop) if keep.merged_into is None else _locked(connection, keep.merged_into, drop_id)


def _join_places(connection: Connection, keep_id: int, drop_id: int) -> list[JoinedProperty]:
    """Join the Properties that both have to those of the one that stays."""
    query = select(properties).where(
        properties.c.customer_id.in_((keep_id, drop_id)), properties.c.merged_into.is_(None)
    )
    rows = connection.execute(query.order_by(properties.c.id).with_for_update()).all()
    kept = {row.address_key: row for row in rows if row.customer_id == keep_id}
    twins = [(kept[row.address_key], row) for row in rows if row.customer_id == drop_id and row.address_key in kept]
    for keep, drop in twins:
        _join_place(connection, keep, drop)
    return [JoinedProperty(keep.id, drop.access_code if keep.access_code is not None else None) for keep, drop in twins]


def _join_place(connection: Connection, keep: Row[Any], drop: Row[Any]) -> None:
    for table in (equipment, service_history, visits):
        connection.execute(update(table).where(table.c.property_id == drop.id).values(property_id=keep.id))
    code = keep.access_code if keep.access_code is not None else drop.access_code
    values = {"notes": joined_notes(keep.notes, drop.notes), "access_code": code}
    connection.execute(update(properties).where(properties.c.id == keep.id).values(values))
    gone = or_(properties.c.id == drop.id, properties.c.merged_into == drop.id)
    emptied = {"merged_into": keep.id, "notes": "", "access_code": None}
    connection.execute(update(properties).where(gone).values(emptied))


def _move_places(connection: Connection, keep_id: int, drop_id: int) -> None:
    owned = (properties.c.customer_id == drop_id, properties.c.merged_into.is_(None))
    connection.execute(update(properties).where(*owned).values(customer_id=keep_id))


def _move_visits(connection: Connection, keep_id: int, drop_id: int) -> None:
    """Outside calendars are to show the other name."""
    statement = text("UPDATE visits SET customer_id = :keep_id, revision = revision + 1 WHERE customer_id = :drop_id")
    connection.execute(statement, {"keep_id": keep_id, "drop_id": drop_id})


def _move_phones(connection: Connection, keep: Row[Any], drop: Row[Any]) -> None:
    own = customer_phones.c.customer_id == drop.id
    further = select(literal(keep.id), customer_phones.c.phone, customer_phones.c.label, customer_phones.c.added_at)
    moved = further.where(own, customer_phones.c.phone != keep.phone)
    columns = ["customer_id", "phone", "label", "added_at"]
    connection.execute(upsert(customer_phones).from_select(columns, moved).on_conflict_do_nothing())
    connection.execute(delete(customer_phones).where(own))
    if drop.phone != keep.phone:
        values = {"customer_id": keep.id, "phone": drop.phone, "label": ""}
        connection.execute(upsert(customer_phones).values(values).on_conflict_do_nothing())


def _write_customers(connection: Connection, keep: Row[Any], drop: Row[Any]) -> None:
    merged = merged_customer(customer_of(keep), customer_of(drop))
    values: dict[str, Any] = {"email": merged.email, "notes": merged.notes}
    connection.execute(update(customers).where(customers.c.id == keep.id).values(values))
    gone = or_(customers.c.id == drop.id, customers.c.merged_into == drop.id)
    emptied = {"merged_into": keep.id, "notes": "", "email": ""}
    connection.execute(update(customers).where(gone).values(emptied))
