"""The settings of the business, in the records."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from office.domain.hours import Business


class BusinessSettings(Protocol):
    """What the owner has set."""

    def read(self) -> Business:
        """Return the business as it was set last; the default one when nothing was set."""
        ...

    def write(self, business: Business, by: str, at: datetime) -> int:
        """Write the settings and return their version. Technicians who are not named stay, no longer active.

        Raises BadSettings, with a sentence that names what can't be.
        """
        ...
