"""What is known of a Customer beyond name and number, and what searching, merging and importing hand round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from office.domain.customers import Address, Customer, Phone, Property


@dataclass(frozen=True)
class Equipment:
    """Something that is installed at a Property; `id` is None until it is written."""

    kind: str
    make: str = ""
    model: str = ""
    serial: str = ""
    installed_on: date | None = None
    note: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Service:
    """Work that was done at a Property: a Visit that is done, or a note. `job` is a code or free words."""

    property_id: int
    on: date
    job: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Place:
    """A Property with all that is known of it."""

    property: Property
    equipment: Sequence[Equipment] = ()


@dataclass(frozen=True)
class CustomerRecord:
    """A Customer with all that is known: further numbers, Properties, services from the latest on."""

    customer: Customer
    phones: Sequence[Phone] = ()
    places: Sequence[Place] = ()
    services: Sequence[Service] = ()


@dataclass(frozen=True)
class Alike:
    """A Customer whose name is like what was said; `score` from 0 to 1."""

    customer: Customer
    score: float


@dataclass(frozen=True)
class Found:
    """A Customer found while typing, with the number and the address that were searched for."""

    customer: Customer
    phone: str
    address: str = ""


class DuplicateReason(StrEnum):
    """Why two Customers may be one."""

    SAME_PHONE = "same_phone"
    SAME_ADDRESS = "same_address"
    SAME_NAME_AND_ADDRESS = "same_name_and_address"
    SAME_EMAIL = "same_email"


@dataclass(frozen=True)
class Duplicate:
    """Two Customers that may be one, the older first."""

    one: Customer
    other: Customer
    reasons: tuple[DuplicateReason, ...]


@dataclass(frozen=True)
class Merge:
    """That one Customer's record went into another's."""

    kept_id: int
    dropped_id: int
    dropped_name: str = field(repr=False)
    by: str
    at: datetime


@dataclass(frozen=True)
class JoinedProperty:
    """Two Properties of one address that a merge made one; `sealed` is the access code of the one that is gone."""

    kept_id: int
    sealed: bytes | None = field(repr=False)


@dataclass
class PlaceDraft:
    """A Property to write: a new one (`address`), or what is new of the one with this `id`."""

    address: Address | None = None
    id: int | None = None
    notes: str = field(default="", repr=False)
    sealed: bytes | None = field(default=None, repr=False)
    services: list[tuple[date, str, str]] = field(default_factory=list, repr=False)


@dataclass
class CustomerDraft:
    """A Customer to write: a new one, or what is new of the one with this `id`. Notes and email replace."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    id: int | None = None
    email: str = field(default="", repr=False)
    notes: str = field(default="", repr=False)
    phones: list[Phone] = field(default_factory=list, repr=False)
    places: list[PlaceDraft] = field(default_factory=list)
