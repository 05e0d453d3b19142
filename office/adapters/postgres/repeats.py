"""Requests that were answered already, in PostgreSQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import repeatable_requests
from office.domain.repeats import Asked
from office.errors import KeyUsed


class PostgresRepeats:
    """Implements `office.ports.Repeats` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, asked: Asked, at: datetime) -> int | None:
        """Write the request; the insert waits for another's of the same key. Raises KeyUsed."""
        table = repeatable_requests
        values = {"user_id": asked.user_id, "key": asked.key, "asked_hash": asked.digest, "asked_at": at}
        insertion = upsert(table).values(values).on_conflict_do_nothing().returning(table.c.key)
        if self._connection.execute(insertion).first() is not None:
            return None
        row = self._connection.execute(select(table).where(*_same(asked))).one()
        if row.asked_hash != asked.digest or row.visit_id is None:
            raise KeyUsed
        return int(row.visit_id)

    def note(self, asked: Asked, visit_id: int) -> None:
        """Write what came of it."""
        self._connection.execute(update(repeatable_requests).where(*_same(asked)).values(visit_id=visit_id))

    def forget(self, before: datetime) -> None:
        """Forget what was asked before then."""
        self._connection.execute(delete(repeatable_requests).where(repeatable_requests.c.asked_at < before))


def _same(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    return (repeatable_requests.c.user_id == asked.user_id, repeatable_requests.c.key == asked.key)
