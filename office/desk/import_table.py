"""A file of customers as a table: encoding, separator, header, and rows with the numbers of their lines.

A line that can't be read costs itself only: a quotation mark that is never closed does not swallow what follows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from office.desk.import_columns import Column, column
from office.errors import NotACustomerFile

MOST_BYTES = 20_000_000
MOST_LINES_A_ROW = 40
SEPARATORS = ",;\t|"
END = "\x00end"
"""Stands behind the lines that are tried as one row: a row that reaches it has an open quotation mark."""


@dataclass(frozen=True)
class Row:
    """A row and the number of its first line, from 1; `cells` is None where the line can't be read."""

    line: int
    cells: Sequence[str] | None


@dataclass(frozen=True)
class Table:
    """The columns that are understood, by their place; the headers of the others; the rows."""

    columns: dict[int, Column]
    ignored: Sequence[str]
    width: int
    rows: Sequence[Row]


def read_table(data: bytes) -> Table:
    """Return the table in a file; raises NotACustomerFile."""
    lines = list(io.StringIO(decode(data), newline=""))
    start = next((number for number, line in enumerate(lines) if line.strip(" \t\r\n,;|")), None)
    if start is None:
        raise NotACustomerFile("The file is empty.")
    separator = max(SEPARATORS, key=lambda mark: _understood(lines[start], mark))
    header = _cells(lines[start : start + 1], separator)[0] or []
    columns = {place: found for place, name in enumerate(header) if (found := column(name))}
    fields = {found.field for found in columns.values()}
    if not fields & {"name", "first", "last", "company"}:
        raise NotACustomerFile("The file has no column with names. The first line has to name the columns.")
    if "phone" not in fields:
        raise NotACustomerFile("The file has no column with phone numbers.")
    ignored = [name for place, name in enumerate(header) if place not in columns and name.strip()]
    return Table(columns, ignored, len(header), list(_rows(lines, start + 1, separator, len(header))))


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or Windows-1252; raises NotACustomerFile."""
    if len(data) > MOST_BYTES:
        raise NotACustomerFile("The file is larger than 20 MB.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotACustomerFile("That is an Excel workbook. Save it as CSV first.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data.count(0) * 10 > len(data):
        raise NotACustomerFile("That is not a text file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _understood(line: str, separator: str) -> tuple[int, int]:
    cells = _cells([line], separator)[0] or []
    return sum(column(name) is not None for name in cells), len(cells)


def _rows(lines: Sequence[str], start: int, separator: str, width: int) -> Iterator[Row]:
    number = start
    while number < len(lines):
        tried = lines[number : number + MOST_LINES_A_ROW]
        cells, used = _cells(tried, separator)
        if used > 1:  # a real cell of several lines is well-formed; anything else is one stray quotation mark
            strict, _ = _cells(tried, separator, strict=True)
            cells = strict if strict and len(strict) == width else None
            used = used if cells else 1
        if cells is None or any(cell.strip() for cell in cells):
            yield Row(number + 1, cells)
        number += used


def _cells(lines: Sequence[str], separator: str, strict: bool = False) -> tuple[list[str] | None, int]:
    """Return the first row and how many lines it takes; None where it can't be read."""
    reader = csv.reader([*lines, END], delimiter=separator, skipinitialspace=True, strict=strict)
    try:
        cells = next(reader)
    except csv.Error:
        return None, 1
    if reader.line_num > len(lines):
        return None, 1
    return cells, reader.line_num
