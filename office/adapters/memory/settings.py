"""FAKE of the settings (`office.ports.business`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.business_document import from_documents, to_documents
from office.adapters.memory.tables import Tables
from office.domain.hours import Business, Technician
from office.ports.business import SettingsVersion


class MemoryBusinessSettings:
    """FAKE of `office.ports.BusinessSettings`."""

    def __init__(self, tables: Tables, technicians: dict[int, Technician]) -> None:
        self._tables = tables
        self._technicians = technicians

    def read(self) -> Business:
        technicians = tuple(self._technicians[key] for key in sorted(self._technicians))
        document = self._tables.settings[-1][1] if self._tables.settings else None
        return replace(from_documents(document, []), technicians=technicians)

    def version(self) -> int:
        return len(self._tables.settings)

    def history(self, count: int) -> Sequence[SettingsVersion]:
        return [version for version, _, _ in self._tables.settings[::-1][:count]]

    def at(self, version: int) -> Business | None:
        if not 1 <= version <= len(self._tables.settings):
            return None
        _, document, technicians = self._tables.settings[version - 1]
        return replace(from_documents(document, []), technicians=technicians)

    def write(self, business: Business, by: str, at: datetime) -> int:
        document, _ = to_documents(business)
        for key, technician in self._technicians.items():
            self._technicians[key] = replace(technician, active=False)
        self._technicians.update({technician.id: technician for technician in business.technicians})
        technicians = tuple(self._technicians[key] for key in sorted(self._technicians))
        version = SettingsVersion(self.version() + 1, at, by)
        self._tables.settings.append((version, document, technicians))
        return version.version
