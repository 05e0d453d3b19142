"""The settings of the business in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.business_document import from_documents, to_documents
from office.adapters.postgres.tables import business_settings, technicians
from office.domain.hours import Business
from office.ports.business import SettingsVersion

READ = text("""
SELECT (SELECT document FROM business_settings ORDER BY version DESC LIMIT 1) AS document,
       (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'week', week, 'skills', skills, 'active', active)
                         ORDER BY id) FROM technicians) AS technicians
""")
SETTINGS_LOCK = 3  # the first number of the lock under which a new version is written
NEXT_ID = text("SELECT setval(pg_get_serial_sequence('technicians', 'id'), max(id)) FROM technicians")


class PostgresBusinessSettings:
    """Implements `office.ports.BusinessSettings` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> Business:
        """Return the business as it was set last, in one query; raises BadSettings."""
        row = self._connection.execute(READ).one()
        return from_documents(row.document, row.technicians or [])

    def version(self) -> int:
        """Return the latest version's number, under a lock against others who would write."""
        self._connection.execute(select(func.pg_advisory_xact_lock(SETTINGS_LOCK, 0)))
        newest = select(func.coalesce(func.max(business_settings.c.version), 0))
        return int(self._connection.execute(newest).scalar_one())

    def history(self, count: int) -> Sequence[SettingsVersion]:
        """Return the latest versions, latest first."""
        columns = (business_settings.c.version, business_settings.c.changed_at, business_settings.c.changed_by)
        rows = self._connection.execute(select(*columns).order_by(business_settings.c.version.desc()).limit(count))
        return [SettingsVersion(row.version, row.changed_at, row.changed_by) for row in rows]

    def at(self, version: int) -> Business | None:
        """Return the business of that version, or None."""
        query = select(business_settings).where(business_settings.c.version == version)
        row = self._connection.execute(query).one_or_none()
        return from_documents(row.document, row.technicians) if row and row.technicians else None

    def write(self, business: Business, by: str, at: datetime) -> int:
        """Write a new version, and the technicians; raises BadSettings."""
        document, people = to_documents(business)
        self._connection.execute(update(technicians).values(active=False))
        for person in people:
            changed = {name: value for name, value in person.items() if name != "id"}
            statement = upsert(technicians).values(person)
            self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))
        self._connection.execute(NEXT_ID)
        values = {"changed_at": at, "changed_by": by, "document": document, "technicians": self._technicians()}
        written = insert(business_settings).values(values).returning(business_settings.c.version)
        return int(self._connection.execute(written).scalar_one())

    def _technicians(self) -> Any:
        return self._connection.execute(READ).one().technicians
