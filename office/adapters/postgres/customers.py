"""Customers in PostgreSQL: reading and writing one. Finding, merging and whole records have modules of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.names import keys_of
from office.adapters.postgres import finding, merging
from office.adapters.postgres.drafts import write_drafts
from office.adapters.postgres.tables import customer_merges, customer_phones, customers, properties
from office.adapters.postgres.whole import customer_of, records_of
from office.domain.customer_records import (
    Alike,
    CustomerDraft,
    CustomerRecord,
    Duplicate,
    Found,
    JoinedProperty,
    Merge,
)
from office.domain.customers import Customer, Phone

SHOWN_ANEW = text("UPDATE visits SET revision = revision + 1 WHERE customer_id = :id")
IMPORT_LOCK = 3  # the first number of the advisory lock of an import


class PostgresCustomers:
    """Implements `office.ports.Customers` within one transaction; days are those of `zone`."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def with_phone(self, phone: str) -> Sequence[Customer]:
        """Return the Customers with this number, oldest first."""
        further = select(customer_phones.c.customer_id).where(customer_phones.c.phone == phone)
        main = select(customers.c.id).where(customers.c.phone == phone)
        query = select(customers).where(
            customers.c.id.in_(main.union(further)), customers.c.merged_into.is_(None)
        )  # a union, so that either part goes by its index
        return [customer_of(row) for row in self._connection.execute(query.order_by(customers.c.id))]

    def get(self, customer_id: int, for_change: bool = False) -> Customer | None:
        """Return the Customer, by way of a merge where there was one."""
        query = select(customers).where(customers.c.id == customer_id)
        row = self._connection.execute(_held(query) if for_change else query).one_or_none()
        if row is None:
            return None
        return customer_of(row) if row.merged_into is None else self.get(row.merged_into, for_change)

    def record(self, customer_id: int) -> CustomerRecord | None:
        """Return the whole record."""
        customer = self.get(customer_id)
        return records_of(self._connection, [customer], self._zone)[0] if customer else None

    def add(self, name: str, phone: str) -> Customer:
        """Write a new Customer."""
        values = {"name": name, "phone": phone, "sounds": keys_of(name)}
        return Customer(
            self._connection.execute(insert(customers).values(values).returning(customers.c.id)).scalar_one(),
            name,
            phone,
        )

    def change(self, customer: Customer) -> None:
        """Write what is not the id; outside calendars are to show the name and number."""
        values: dict[str, Any] = {"name": customer.name, "phone": customer.phone, "sounds": keys_of(customer.name)}
        values |= {"email": customer.email, "notes": customer.notes}
        self._connection.execute(update(customers).where(customers.c.id == customer.id).values(values))
        doubled = (customer_phones.c.customer_id == customer.id, customer_phones.c.phone == customer.phone)
        self._connection.execute(delete(customer_phones).where(*doubled))
        self._connection.execute(SHOWN_ANEW, {"id": customer.id})

    def add_phone(self, customer_id: int, phone: Phone) -> bool:
        """Write a further number where it is new."""
        main = select(customers.c.id).where(customers.c.id == customer_id, customers.c.phone == phone.number)
        if self._connection.execute(main).first() is not None:
            return False
        values = {"customer_id": customer_id, "phone": phone.number, "label": phone.label}
        statement = upsert(customer_phones).values(values).on_conflict_do_nothing().returning(customer_phones.c.phone)
        return self._connection.execute(statement).first() is not None

    def remove_phone(self, customer_id: int, phone: str) -> bool:
        """Take a further number away."""
        theirs = (customer_phones.c.customer_id == customer_id, customer_phones.c.phone == phone)
        return self._connection.execute(delete(customer_phones).where(*theirs)).rowcount > 0

    def page(self, after: int, count: int) -> Sequence[CustomerRecord]:
        """Return the first records after that id."""
        query = select(customers).where(customers.c.id > after, customers.c.merged_into.is_(None))
        rows = self._connection.execute(query.order_by(customers.c.id).limit(count))
        return records_of(self._connection, [customer_of(row) for row in rows], self._zone)

    def alike(self, said: Sequence[str], count: int) -> Sequence[Alike]:
        """Return whose names are most like what was said."""
        return finding.alike(self._connection, said, count)

    def search(self, words: str, count: int) -> Sequence[Found]:
        """Return whom the half-typed words mean."""
        return finding.search(self._connection, words, count)

    def duplicates(self, count: int) -> Sequence[Duplicate]:
        """Return pairs that may be one."""
        return finding.duplicates(self._connection, count)

    def merge(self, keep_id: int, drop_id: int, by: str, at: datetime) -> Sequence[JoinedProperty]:
        """Move all that is the one's to the other; raises CustomerUnknown, SameCustomer."""
        return merging.merge(self._connection, keep_id, drop_id, by, at)

    def merges(self, kept_id: int) -> Sequence[Merge]:
        """Return what went into the Customer."""
        query = (
            select(customer_merges, customers.c.name.label("dropped_name"))
            .join(customers, customers.c.id == customer_merges.c.dropped_id)
            .where(customer_merges.c.kept_id == kept_id)
            .order_by(customer_merges.c.id)
        )
        return [
            Merge(row.kept_id, row.dropped_id, row.dropped_name, row.merged_by, row.merged_at.astimezone(self._zone))
            for row in self._connection.execute(query)
        ]

    def lock_import(self) -> None:
        """Take the lock of imports until the transaction ends."""
        self._connection.execute(select(func.pg_advisory_xact_lock(IMPORT_LOCK, 0)))

    def known(
        self, phones: Collection[str], address_keys: Collection[str], for_change: bool = False
    ) -> Sequence[CustomerRecord]:
        """Return the records with one of the numbers or addresses."""
        numbers, keys = list(phones), list(address_keys)
        further = select(customer_phones.c.customer_id).where(customer_phones.c.phone == func.any(numbers))
        main = select(customers.c.id).where(customers.c.phone == func.any(numbers))
        housed = select(properties.c.customer_id).where(properties.c.address_key == func.any(keys))
        query = select(customers).where(
            customers.c.id.in_(main.union(further, housed)), customers.c.merged_into.is_(None)
        )
        query = query.order_by(customers.c.id)
        found = [customer_of(row) for row in self._connection.execute(_held(query) if for_change else query)]
        return records_of(self._connection, found, self._zone)

    def write(self, drafts: Sequence[CustomerDraft]) -> None:
        """Write them with few statements."""
        write_drafts(self._connection, drafts)

    def recent_names(self, count: int) -> Sequence[str]:
        """Return the names of the latest Customers, latest first."""
        live = select(customers.c.name).where(customers.c.merged_into.is_(None))
        return self._connection.execute(live.order_by(customers.c.id.desc()).limit(count)).scalars().all()


def _held(query: Select[Any]) -> Select[Any]:
    """Keep merges and other changes off the rows, but not those who only write something for these Customers."""
    return query.with_for_update(key_share=True)
