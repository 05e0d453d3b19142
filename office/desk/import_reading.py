"""One row of a customer file as what is to be on record, with what of it had to be left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from office.desk.import_columns import Column
from office.desk.import_table import Row, Table
from office.domain.customers import Address, Phone, clean_line, clean_text, joined_notes
from office.ports import ContactReader

MOST_LETTERS = 200
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d", "%m-%d-%Y")
SEVERAL = " ::: "
"""Google's sign between several values in one cell."""

SENTENCES = {
    "unreadable_line": "The line can't be read: a quotation mark is open, or a cell is too long.",
    "too_many_columns": "The line has more cells than the header names.",
    "no_name": "There is no name.",
    "name_too_long": "The name is longer than 200 letters.",
    "no_phone": "There is no phone number.",
    "bad_phone": "None of the phone numbers is complete.",
    "phone_left_out": "A phone number is not complete and was left out.",
    "address_in_notes": "The address has no house number and street; it was kept as a note.",
    "code_left_out": "There is an access code but no address that it is for; it was left out.",
    "service_left_out": "The last service has no date, no words or no address and was left out.",
}
REFUSALS = ("unreadable_line", "too_many_columns", "no_name", "name_too_long", "no_phone", "bad_phone")


@dataclass(frozen=True)
class Remark:
    """What was refused on a line (`refused`), or left out of it."""

    line: int
    code: str

    @property
    def refused(self) -> bool:
        """Whether nothing of the line is taken."""
        return self.code in REFUSALS

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return SENTENCES[self.code]


@dataclass(frozen=True)
class Wanted:
    """What a line wants on record; `code` is the access code in plain."""

    line: int
    name: str = field(repr=False)
    phones: tuple[Phone, ...] = field(repr=False)
    email: str = field(default="", repr=False)
    notes: str = field(default="", repr=False)
    addresses: tuple[Address, ...] = field(default=(), repr=False)
    property_notes: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    service: tuple[date, str] | None = field(default=None, repr=False)


def read_row(row: Row, table: Table, contacts: ContactReader) -> tuple[Wanted | None, list[Remark]]:
    """Return what the row wants on record, or None where it is refused, and the remarks."""
    if row.cells is None:
        return None, [Remark(row.line, "unreadable_line")]
    if any(cell.strip() for cell in row.cells[table.width :]):
        return None, [Remark(row.line, "too_many_columns")]
    cells = {place: text.replace("\x00", "") for place, text in enumerate(row.cells)}
    wanted, codes = _read(row.line, cells, table.columns, contacts)
    return wanted, [Remark(row.line, code) for code in codes]


def _read(
    line: int, cells: Mapping[int, str], columns: Mapping[int, Column], contacts: ContactReader
) -> tuple[Wanted | None, list[str]]:
    one: dict[str, str] = {}
    for place, found in columns.items():
        if cells.get(place, "").strip():
            one.setdefault(found.field, cells[place])
    name = _name(one)
    if not name or len(name) > MOST_LETTERS:
        return None, ["name_too_long" if name else "no_name"]
    phones, codes = _phones(cells, columns, contacts)
    if not phones:
        return None, ["bad_phone" if codes else "no_phone"]
    addresses, unread = _addresses(cells, columns, contacts)
    notes, property_notes = clean_text(one.get("notes", "")), clean_text(one.get("property_notes", ""))
    for text in unread:
        codes.append("address_in_notes")
        notes = joined_notes(notes, f"Address: {text}")
    if not addresses:
        notes, property_notes = joined_notes(notes, property_notes), ""
    code, service = clean_line(one.get("access_code", "")), _service(one)
    if code and not addresses:
        codes.append("code_left_out")
    if (one.keys() & {"service", "service_on"}) and not (service and addresses):
        codes.append("service_left_out")
    email = clean_line(one.get("email", "").split(SEVERAL.strip())[0])
    wanted = Wanted(line, name, tuple(phones), email, notes, tuple(addresses), property_notes, code, service)
    return wanted, codes


def _name(one: Mapping[str, str]) -> str:
    """Return first and last name, else the whole name, else the company; "Doe, John" is John Doe."""
    parts = clean_line(" ".join(one.get(part, "") for part in ("first", "middle", "last")))
    whole = clean_line(one.get("name", ""))
    turned = re.fullmatch(r"([^,]+), ([^,]+)", whole)
    if turned and not re.fullmatch(r"(?i)(?:inc|llc|ltd|co|corp|jr|sr|ii|iii)\.?", turned[2]):
        whole = f"{turned[2]} {turned[1]}"
    return parts or whole or clean_line(one.get("company", ""))


def _phones(
    cells: Mapping[int, str], columns: Mapping[int, Column], contacts: ContactReader
) -> tuple[list[Phone], list[str]]:
    """Return the numbers, each once, and a code for each that can't be read."""
    phones: dict[str, Phone] = {}
    codes = []
    for place, found in columns.items():
        for text in _several(cells.get(place, "")) if found.field == "phone" else ():
            number = contacts.phone(text)
            if number:
                phones.setdefault(number, Phone(number, found.group))
            else:
                codes.append("phone_left_out")
    return list(phones.values()), codes


def _several(cell: str) -> Iterable[str]:
    return [part.strip() for part in re.split(r":::|[;\n]|,(?=\s*[+(\d])", cell) if part.strip()]


def _addresses(
    cells: Mapping[int, str], columns: Mapping[int, Column], contacts: ContactReader
) -> tuple[list[Address], list[str]]:
    """Return the addresses, each once, and the text of those that can't be read. Billing's only for want of others."""
    groups: dict[str, dict[str, str]] = {}
    for place, found in columns.items():
        text = clean_line(cells.get(place, "").replace("\n", ", "))
        if found.field == "address" and text:
            groups.setdefault(found.group, {}).setdefault(found.part, text)
    if len(groups) > 1:
        groups.pop("billing", None)
    read: dict[str, Address] = {}
    unread = []
    for parts in groups.values():
        address = _address(parts, contacts)
        if address:
            read.setdefault(address.key(), address)
        elif parts.keys() & {"street", "whole"}:
            unread.append(_text(parts))
    return list(read.values()), unread


def _address(parts: Mapping[str, str], contacts: ContactReader) -> Address | None:
    read = contacts.address(_text(parts))
    if read is None:
        return None
    zip_code = re.match(r"\d{5}", parts.get("zip", ""))
    return replace(read, city=parts.get("city", read.city), zip_code=zip_code[0] if zip_code else read.zip_code)


def _text(parts: Mapping[str, str]) -> str:
    unit = parts.get("unit", "")
    unit = f"Unit {unit.lstrip('#')}" if re.fullmatch(r"#?\w{1,5}", unit) else unit
    region = " ".join(part for part in (parts.get("state"), parts.get("zip")) if part)
    street = parts.get("street") or parts.get("whole", "")
    return ", ".join(part for part in (street, unit, parts.get("city", ""), region) if part)


def _service(one: Mapping[str, str]) -> tuple[date, str] | None:
    words, text = clean_line(one.get("service", "")), clean_line(one.get("service_on", ""))
    for form in DATES:
        try:
            return (datetime.strptime(text.split("T")[0], form).date(), words) if words else None  # noqa: DTZ007
        except ValueError:
            continue
    return None
