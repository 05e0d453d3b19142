"""Outside calendars in PostgreSQL: whose they are, the account, what stands in them, and what disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import calendar_account, calendar_links, conflicts, installation, mirrors, visits
from office.domain.calendar import CalendarAccount, CalendarLink, Conflict, ConflictKind, Mirror
from office.domain.spans import Span
from office.domain.visits import MIRRORED


class PostgresCalendarLinks:
    """Implements `office.ports.CalendarLinks` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Sequence[CalendarLink]:
        """Return every link, by technician."""
        rows = self._connection.execute(select(calendar_links).order_by(calendar_links.c.technician_id))
        return [CalendarLink(*row) for row in rows]

    def put(self, technician_id: int, calendar_id: str) -> None:
        """Link the technician's calendar, unread as yet."""
        unread = {"calendar_id": calendar_id, "sync_token": None, "reaches_to": None, "synced_at": None}
        _replace(self._connection, calendar_links, {"technician_id": technician_id}, unread)

    def remove(self, technician_id: int) -> None:
        """Take the link away."""
        self._connection.execute(delete(calendar_links).where(calendar_links.c.technician_id == technician_id))

    def advance(self, read: CalendarLink, token: str | None, reaches_to: datetime, at: datetime) -> bool:
        """Write how far it has been read, unless somebody else has read on since."""
        statement = (
            update(calendar_links)
            .where(
                calendar_links.c.technician_id == read.technician_id,
                calendar_links.c.calendar_id == read.calendar_id,
                calendar_links.c.sync_token.is_not_distinct_from(read.token),
            )
            .values(sync_token=token, reaches_to=reaches_to, synced_at=at)
        )
        return self._connection.execute(statement).rowcount == 1


class PostgresCalendarAccounts:
    """Implements `office.ports.CalendarAccounts` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> CalendarAccount | None:
        """Return the account, or None."""
        row = self._connection.execute(select(calendar_account)).one_or_none()
        return CalendarAccount(row.email, row.sealed, row.connected_at, row.revoked_at) if row else None

    def put(self, account: CalendarAccount) -> None:
        """Write it, in place of another."""
        _replace(self._connection, calendar_account, {"id": 1}, asdict(account))

    def revoke(self, at: datetime) -> None:
        """Write that it was taken back; the first time counts."""
        account = calendar_account.c
        self._connection.execute(update(calendar_account).where(account.revoked_at.is_(None)).values(revoked_at=at))

    def remove(self) -> None:
        """Forget it."""
        self._connection.execute(delete(calendar_account))


class PostgresMirrors:
    """Implements `office.ports.Mirrors` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def installation(self) -> str:
        """Return what tells this installation's events from another's."""
        return str(self._connection.execute(select(installation.c.id)).scalar_one())

    def get(self, visit_id: int) -> Mirror | None:
        """Return what stands there of a Visit, its row locked until the transaction ends."""
        query = select(mirrors).where(mirrors.c.visit_id == visit_id).with_for_update()
        row = self._connection.execute(query).one_or_none()
        return Mirror(*row) if row else None

    def put(self, mirror: Mirror) -> None:
        """Write it, in place of what was."""
        values = asdict(mirror)
        _replace(self._connection, mirrors, {"visit_id": values.pop("visit_id")}, values)

    def drop(self, visit_id: int) -> None:
        """Write that nothing stands there."""
        self._connection.execute(delete(mirrors).where(mirrors.c.visit_id == visit_id))

    def standing(self, calendar_id: str, window: Span) -> Sequence[int]:
        """Return the Visits in `window` that stand in this calendar."""
        query = (
            select(visits.c.id)
            .join(mirrors, mirrors.c.visit_id == visits.c.id)
            .where(mirrors.c.calendar_id == calendar_id, visits.c.during.overlaps(Range(window.start, window.end)))
        )
        return self._connection.execute(query).scalars().all()

    def behind(self, since: datetime) -> Sequence[int]:
        """Return the Visits, not over by then, whose event is missing, superfluous or out of date."""
        joined = visits.outerjoin(mirrors, mirrors.c.visit_id == visits.c.id).outerjoin(
            calendar_links, calendar_links.c.technician_id == visits.c.technician_id
        )
        wanted = and_(visits.c.status.in_(MIRRORED), calendar_links.c.calendar_id.is_not(None))
        in_line: ColumnElement[bool] = and_(
            mirrors.c.calendar_id == calendar_links.c.calendar_id, mirrors.c.revision == visits.c.revision
        )
        query = (
            select(visits.c.id)
            .select_from(joined)
            .where(
                visits.c.during.overlaps(Range(since, None)),
                or_(
                    and_(wanted, func.coalesce(in_line, False).is_(False)),
                    and_(~wanted, mirrors.c.visit_id.is_not(None)),
                ),
            )
            .order_by(visits.c.id)
        )
        return self._connection.execute(query).scalars().all()


class PostgresConflicts:
    """Implements `office.ports.Conflicts` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, kind: ConflictKind, visit_id: int, at: datetime) -> bool:
        """Write it; False when it is noted and open already."""
        statement = upsert(conflicts).values(kind=kind, visit_id=visit_id, noted_at=at).on_conflict_do_nothing()
        return self._connection.execute(statement.returning(conflicts.c.id)).first() is not None

    def settle(self, kind: ConflictKind, visit_id: int, at: datetime) -> None:
        """Write that it is no more."""
        found = (conflicts.c.kind == kind, conflicts.c.visit_id == visit_id, conflicts.c.settled_at.is_(None))
        self._connection.execute(update(conflicts).where(*found).values(settled_at=at))

    def open(self) -> Sequence[Conflict]:
        """Return what is open, oldest first."""
        query = select(conflicts).where(conflicts.c.settled_at.is_(None)).order_by(conflicts.c.noted_at, conflicts.c.id)
        return [
            Conflict(row.id, ConflictKind(row.kind), row.visit_id, row.noted_at)
            for row in self._connection.execute(query)
        ]


def _replace(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Write the row of that key, new or changed."""
    statement = upsert(table).values({**key, **values})
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
