"""The settings of the business in PostgreSQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.business_document import from_documents, to_documents
from office.adapters.postgres.tables import business_settings, technicians
from office.domain.hours import Business

READ = text("""
SELECT (SELECT document FROM business_settings ORDER BY version DESC LIMIT 1) AS document,
       (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'week', week, 'skills', skills, 'active', active)
                         ORDER BY id) FROM technicians) AS technicians
""")
NEXT_ID = text("SELECT setval(pg_get_serial_sequence('technicians', 'id'), max(id)) FROM technicians")


class PostgresBusinessSettings:
    """Implements `office.ports.BusinessSettings` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> Business:
        """Return the business as it was set last, in one query; raises BadSettings."""
        row = self._connection.execute(READ).one()
        return from_documents(row.document, row.technicians or [])

    def write(self, business: Business, by: str, at: datetime) -> int:
        """Write a new version, and the technicians; raises BadSettings."""
        document, people = to_documents(business)
        self._connection.execute(update(technicians).values(active=False))
        for person in people:
            changed = {name: value for name, value in person.items() if name != "id"}
            statement = upsert(technicians).values(person)
            self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))
        self._connection.execute(NEXT_ID)
        values = {"changed_at": at, "changed_by": by, "document": document}
        written = insert(business_settings).values(values).returning(business_settings.c.version)
        return int(self._connection.execute(written).scalar_one())
