"""FAKE of the settings (`office.ports.business`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from office.adapters.business_document import from_documents, to_documents
from office.adapters.memory.tables import Tables
from office.domain.hours import Business, Technician


class MemoryBusinessSettings:
    """FAKE of `office.ports.BusinessSettings`."""

    def __init__(self, tables: Tables, technicians: dict[int, Technician]) -> None:
        self._tables = tables
        self._technicians = technicians

    def read(self) -> Business:
        documents = self._tables.settings
        technicians = tuple(self._technicians[key] for key in sorted(self._technicians))
        return replace(from_documents(documents[-1] if documents else None, []), technicians=technicians)

    def write(self, business: Business, by: str, at: datetime) -> int:
        document, _ = to_documents(business)
        for key, technician in self._technicians.items():
            self._technicians[key] = replace(technician, active=False)
        self._technicians.update({technician.id: technician for technician in business.technicians})
        self._tables.settings.append(document)
        return len(self._tables.settings)
