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
    """Someone with a login."""

    id: int
    name: str
    role: Role
