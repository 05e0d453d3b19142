"""Customers, their Properties, and addresses in the one form that is stored and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


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

    def completed_by(self, before: Address) -> Address:
        """Return it with the town that was not said again, where it corrects only the number or only the street."""
        same_number = self.house_number == before.house_number
        if not (same_number or self.street.casefold() == before.street.casefold()):
            return self
        return replace(
            self,
            unit=self.unit or (before.unit if same_number else ""),
            city=self.city or before.city,
            state=self.state or before.state,
            zip_code=self.zip_code or ("" if self.city else before.zip_code),
        )

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
