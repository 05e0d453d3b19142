"""Customers, their Properties, and addresses in the one form that is stored and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A place as parts; `line()` is the one-line normal form. House number and street are always there."""

    house_number: str
    street: str
    unit: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""

    def line(self) -> str:
        """Return e.g. "42 Maple Street, Apt 3, Springfield, NY 10001", leaving out what is not known."""
        region = " ".join(part for part in (self.state, self.zip_code) if part)
        parts = (f"{self.house_number} {self.street}", self.unit, self.city, region)
        return ", ".join(part for part in parts if part)

    def key(self) -> str:
        """Return what two spellings of one place share: lower case, no punctuation."""
        return re.sub(r"[^a-z0-9]+", " ", self.line().lower()).strip()


@dataclass(frozen=True)
class Customer:
    """A person on record; `phone` is E.164."""

    id: int
    name: str
    phone: str


@dataclass(frozen=True)
class Property:
    """A place where work is done for a Customer."""

    id: int
    customer_id: int
    address: str


def same_person(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, spacing and punctuation."""
    return _name_key(one) == _name_key(other)


def _name_key(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.casefold()).strip()
