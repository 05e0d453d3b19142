"""Users: the people who log in to the owner app."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a User may do."""

    OWNER = "owner"
    OFFICE = "office"
    TECHNICIAN = "technician"


@dataclass(frozen=True)
class User:
    """Someone with a login; texts go to `phone` (E.164).

    `technician_id`: who of the Technicians it is; one who is not `active` can't log in and is told nothing.
    """

    id: int
    name: str
    role: Role
    phone: str | None = None
    technician_id: int | None = None
    active: bool = True

    def goes(self, technician_id: int) -> bool:
        """Return whether what is this Technician's is the User's business: a technician's is his own only."""
        return self.role is not Role.TECHNICIAN or self.technician_id == technician_id
