"""FAKES of what the records keep of outside calendars, and of the job queue (`office.ports.book`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.memory.tables import Tables
from office.domain.calendar import CalendarAccount, CalendarLink, Conflict, ConflictKind, Mirror
from office.domain.spans import Span
from office.domain.visits import MIRRORED


class MemoryCalendarLinks:
    """FAKE of `office.ports.CalendarLinks`."""

    def __init__(self, tables: Tables) -> None:
        self._rows = tables.links

    def all(self) -> Sequence[CalendarLink]:
        return [self._rows[technician_id] for technician_id in sorted(self._rows)]

    def put(self, technician_id: int, calendar_id: str) -> None:
        self._rows[technician_id] = CalendarLink(technician_id, calendar_id)

    def remove(self, technician_id: int) -> None:
        self._rows.pop(technician_id, None)

    def advance(self, read: CalendarLink, token: str | None, reaches_to: datetime, at: datetime) -> bool:
        now = self._rows.get(read.technician_id)
        if now is None or (now.calendar_id, now.token) != (read.calendar_id, read.token):
            return False
        self._rows[read.technician_id] = replace(now, token=token, reaches_to=reaches_to, synced_at=at)
        return True


class MemoryCalendarAccounts:
    """FAKE of `office.ports.CalendarAccounts`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self) -> CalendarAccount | None:
        return self._tables.account

    def put(self, account: CalendarAccount) -> None:
        self._tables.account = account

    def revoke(self, at: datetime) -> None:
        account = self._tables.account
        if account and account.revoked_at is None:
            self._tables.account = replace(account, revoked_at=at)

    def remove(self) -> None:
        self._tables.account = None


class MemoryMirrors:
    """FAKE of `office.ports.Mirrors`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def installation(self) -> str:
        return "0000abcd"

    def get(self, visit_id: int) -> Mirror | None:
        return self._tables.mirrors.get(visit_id)

    def put(self, mirror: Mirror) -> None:
        self._tables.mirrors[mirror.visit_id] = mirror

    def drop(self, visit_id: int) -> None:
        self._tables.mirrors.pop(visit_id, None)

    def standing(self, calendar_id: str, window: Span) -> Sequence[int]:
        rows = (row for row in self._tables.visits.values() if Span(row.visit.start, row.visit.end).overlaps(window))
        return [row.id for row in rows if (mirror := self.get(row.id)) and mirror.calendar_id == calendar_id]

    def behind(self, since: datetime) -> Sequence[int]:
        rows = (row for row in self._tables.visits.values() if row.visit.end > since)
        return [row.id for row in rows if self._shown(row.id) != self._wanted(row.id)]

    def _shown(self, visit_id: int) -> tuple[str, int] | None:
        mirror = self.get(visit_id)
        return (mirror.calendar_id, mirror.revision) if mirror else None

    def _wanted(self, visit_id: int) -> tuple[str, int] | None:
        row = self._tables.visits[visit_id]
        link = self._tables.links.get(row.visit.technician_id)
        return (link.calendar_id, row.revision) if link and row.visit.status in MIRRORED else None


class MemoryConflicts:
    """FAKE of `office.ports.Conflicts`."""

    def __init__(self, tables: Tables) -> None:
        self._rows = tables.conflicts

    def note(self, kind: ConflictKind, visit_id: int, at: datetime) -> bool:
        if any((row.kind, row.visit_id) == (kind, visit_id) for row in self.open()):
            return False
        self._rows.append((Conflict(len(self._rows) + 1, kind, visit_id, at), None))
        return True

    def settle(self, kind: ConflictKind, visit_id: int, at: datetime) -> None:
        for index, (row, settled_at) in enumerate(self._rows):
            if (row.kind, row.visit_id, settled_at) == (kind, visit_id, None):
                self._rows[index] = (row, at)

    def open(self) -> Sequence[Conflict]:
        return [row for row, settled_at in self._rows if settled_at is None]


class MemoryJobs:
    """FAKE of `office.ports.Jobs`: a list that a test reads and works off itself."""

    def __init__(self, tables: Tables) -> None:
        self._rows = tables.jobs
        self._messages = tables.message_jobs

    def mirror_visit(self, visit_id: int) -> None:
        self._rows.append(("mirror_visit", visit_id))

    def confirm_visit(self, visit_id: int) -> None:
        self._rows.append(("confirm_visit", visit_id))

    def send_message(self, message_id: int) -> None:
        self._messages.append(message_id)

    def worker_alive(self) -> bool:
        return False
