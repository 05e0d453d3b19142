"""Customers, their Properties, and addresses in the one form that is stored and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

NOBODY = "Deleted customer"
"""Whose Visits those of a deleted Customer are."""


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
        return address_key(self.line())

    def house_key(self) -> str:
        """Return the same of house number and street alone."""
        return address_key(f"{self.house_number} {self.street}")


def address_key(line: str) -> str:
    """Return the key of an address in its one-line normal form."""
    return re.sub(r"[^a-z0-9]+", " ", line.lower()).strip()


def may_be_same_place(one: str, other: str) -> bool:
    """Return whether two keys of one house agree in all that both tell: a town left out is no difference."""
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words


@dataclass(frozen=True)
class Customer:
    """A person on record; `phone` is the main number, E.164."""

    id: int
    name: str
    phone: str
    email: str = ""
    notes: str = field(default="", repr=False)


@dataclass(frozen=True)
class Phone:
    """A further number of a Customer, E.164; `label` says whose or which, such as "work"."""

    number: str
    label: str = ""


@dataclass(frozen=True)
class Property:
    """A place where work is done for a Customer. The access code itself is read with `Properties.access_code`."""

    id: int
    customer_id: int
    address: str
    notes: str = field(default="", repr=False)
    has_access_code: bool = False


def clean_line(text: str) -> str:
    """Return it on one line, without what can't be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def clean_text(text: str) -> str:
    """Return it with its lines, without what can't be printed and without empty lines at the ends."""
    return "\n".join(clean_line(line) for line in text.splitlines()).strip()


def joined_notes(kept: str, added: str) -> str:
    """Return both notes, each line of `added` once."""
    lines = kept.splitlines()
    return "\n".join([*lines, *(line for line in added.splitlines() if line.strip() and line not in lines)])


def merged_customer(keep: Customer, drop: Customer) -> Customer:
    """Return what the kept Customer is after a merge: another name or e-mail address becomes a note."""
    notes = joined_notes(keep.notes, drop.notes)
    if not same_person(keep.name, drop.name):
        notes = joined_notes(notes, f"Also on record as {drop.name}")
    if keep.email and drop.email and keep.email.lower() != drop.email.lower():
        notes = joined_notes(notes, f"Other e-mail: {drop.email}")
    return replace(keep, email=keep.email or drop.email, notes=notes)


def same_person(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, spacing and punctuation."""
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """Return what two spellings of one name share."""
    return re.sub(r"[^\w]+", " ", name.casefold()).strip()
