"""The settings of the business, in the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from office.domain.hours import Business


@dataclass(frozen=True)
class SettingsVersion:
    """That the settings were changed, by whom and when."""

    version: int
    changed_at: datetime
    changed_by: str


class BusinessSettings(Protocol):
    """What the owner has set."""

    def read(self) -> Business:
        """Return the business as it was set last; the default one when nothing was set."""
        ...

    def version(self) -> int:
        """Return the number of the latest version, 0 before the first; others who ask wait for this transaction."""
        ...

    def history(self, count: int) -> Sequence[SettingsVersion]:
        """Return the latest versions, latest first."""
        ...

    def at(self, version: int) -> Business | None:
        """Return the business as that version has it; None when there is none, or it is older than its technicians."""
        ...

    def write(self, business: Business, by: str, at: datetime) -> int:
        """Write the settings and return their version. Technicians who are not named stay, no longer active.

        Raises BadSettings, with a sentence that names what can't be.
        """
        ...
