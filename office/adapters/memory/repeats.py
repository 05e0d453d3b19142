"""FAKE of the requests that were answered already (`office.ports.repeats`)."""

from __future__ import annotations

from datetime import datetime

from office.adapters.memory.tables import Tables
from office.domain.repeats import Asked
from office.errors import KeyUsed


class MemoryRepeats:
    """FAKE of `office.ports.Repeats`."""

    def __init__(self, tables: Tables) -> None:
        self._rows = tables.asked

    def claim(self, asked: Asked, at: datetime) -> int | None:
        digest, _, visit_id = self._rows.setdefault((asked.user_id, asked.key), (asked.digest, at, None))
        if digest != asked.digest:
            raise KeyUsed
        return visit_id

    def note(self, asked: Asked, visit_id: int) -> None:
        digest, at, _ = self._rows[asked.user_id, asked.key]
        self._rows[asked.user_id, asked.key] = (digest, at, visit_id)

    def forget(self, before: datetime) -> None:
        for key in [key for key, row in self._rows.items() if row[1] < before]:
            del self._rows[key]
