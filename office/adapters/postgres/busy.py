"""Time that is taken for another reason than a Visit, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, func, insert, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import busy
from office.adapters.postgres.visits import span_of
from office.domain.calendar import Busy
from office.domain.spans import Span


class PostgresBusyTimes:
    """Implements `office.ports.BusyTimes` within one transaction."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def add(self, technician_id: int, span: Span, title: str) -> Busy:
        """Write time off that is known here only."""
        values = {"technician_id": technician_id, "during": Range(span.start, span.end), "title": title}
        busy_id = self._connection.execute(insert(busy).values(values).returning(busy.c.id)).scalar_one()
        return Busy(busy_id, technician_id, span, title)

    def get(self, busy_id: int) -> Busy | None:
        """Return it, or None."""
        row = self._connection.execute(select(busy).where(busy.c.id == busy_id)).one_or_none()
        return self._busy(row) if row else None

    def remove(self, busy_id: int) -> bool:
        """Take time off away again; an outside calendar's entry is not ours to remove."""
        gone = delete(busy).where(busy.c.id == busy_id, busy.c.entry_id.is_(None))
        return self._connection.execute(gone).rowcount == 1

    def put_entry(self, technician_id: int, entry_id: str, span: Span, title: str) -> None:
        """Write an entry of the technician's outside calendar, in place of what it was."""
        values = {"technician_id": technician_id, "entry_id": entry_id}
        shown = {"during": Range(span.start, span.end), "title": title}
        statement = upsert(busy).values({**values, **shown})
        self._connection.execute(statement.on_conflict_do_update(index_elements=list(values), set_=shown))

    def drop_entry(self, technician_id: int, entry_id: str) -> None:
        """Forget an entry."""
        self._connection.execute(delete(busy).where(busy.c.technician_id == technician_id, busy.c.entry_id == entry_id))

    def drop_entries(self, technician_id: int) -> None:
        """Forget every entry of the technician's outside calendar."""
        self._connection.execute(
            delete(busy).where(busy.c.technician_id == technician_id, busy.c.entry_id.is_not(None))
        )

    def between(self, first: datetime, last: datetime) -> Sequence[Busy]:
        """Return what lies between the two moments, by start."""
        query = (
            select(busy)
            .where(busy.c.during.overlaps(Range(first, last)))
            .order_by(func.lower(busy.c.during), busy.c.id)
        )
        return [self._busy(row) for row in self._connection.execute(query)]

    def _busy(self, row: Row[Any]) -> Busy:
        return Busy(row.id, row.technician_id, span_of(row.during, self._zone), row.title, row.entry_id)
