"""The audit log in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from office.adapters.postgres.tables import audit_log
from office.domain.audit import AuditEntry, Thing


class PostgresAudit:
    """Implements `office.ports.Audit` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, by: str, action: str, subject: Thing, at: datetime) -> None:
        """Write an entry; the table's own checks refuse whatever is no code or id."""
        values = {
            "done_by": by,
            "action": action,
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "done_at": at,
        }
        self._connection.execute(insert(audit_log).values(values))

    def page(
        self, before_id: int | None, count: int, kind: str | None = None, subject_id: str | None = None
    ) -> Sequence[AuditEntry]:
        """Return the latest entries."""
        query = select(audit_log).order_by(audit_log.c.id.desc()).limit(count)
        if before_id is not None:
            query = query.where(audit_log.c.id < before_id)
        if kind is not None:
            query = query.where(audit_log.c.subject_kind == kind)
        if subject_id is not None:
            query = query.where(audit_log.c.subject_id == subject_id)
        return [
            AuditEntry(row.id, row.done_by, row.action, Thing(row.subject_kind, row.subject_id), row.done_at)
            for row in self._connection.execute(query)
        ]
