"""Visits and customers as CSV (RFC 4180, UTF-8 with its mark), a piece at a time, however many there are.

A spreadsheet takes a cell that begins like a formula for one, so an apostrophe stands before it (OWASP, "CSV
Injection"). Access codes are in no export.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from office.desk.acting import note
from office.desk.current import BusinessDesk, BusinessSource
from office.domain.audit import Action
from office.domain.customer_records import CustomerRecord, Place
from office.domain.spans import Span, whole_day
from office.domain.visits import VisitLine
from office.domain.wording import say_phone
from office.errors import NotATime
from office.ports import Clock, Records

PAGE = 500
PAGE_DAYS = 31
MOST_DAYS = 10 * 366
MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

CUSTOMERS = ("Customer ID", "Name", "Phone", "Other phones", "Email", "Notes", "Address", "Property notes", "Equipment")
VISITS = (
    "Visit ID",
    "Date",
    "Start",
    "End",
    "Status",
    "Job",
    "Technician",
    "Customer ID",
    "Name",
    "Phone",
    "Address",
    "Price",
    "Note",
    "Cancelled because",
)


class ExportDesk(BusinessDesk):
    """Writes the book and the customers out. Everything raises RecordsUnavailable, also between two pieces."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records

    def customers(self) -> Iterator[str]:
        """Yield the file of all Customers: a row for each of their Properties, or one where there is none."""
        self._note("customers", "all")
        yield MARK + csv_of([CUSTOMERS])
        after = 0
        while page := self._customers_after(after):
            yield csv_of(row for record in page for row in _customer_rows(record))
            after = page[-1].customer.id

    def visits(self, first: date, days: int) -> Iterator[str]:
        """Yield the file of the Visits of `days` calendar days from `first` on, by start; raises NotATime."""
        if not 0 < days <= MOST_DAYS:
            raise NotATime
        self._note("visits", f"{first.isoformat()}_{days}-days")
        yield MARK + csv_of([VISITS])
        last = first + timedelta(days=days)
        while first < last:
            end = min(last, first + timedelta(days=PAGE_DAYS))
            lines = self._visits_between(first, end)
            if lines:
                yield csv_of(self._visit_row(line) for line in lines)
            first = end

    def _note(self, kind: str, which: str) -> None:
        """Write into the audit log that somebody takes this along."""
        now = self._clock.now()
        self._records.transaction(lambda work: note(work, Action.EXPORTED, kind, which, now))

    def _customers_after(self, after: int) -> Sequence[CustomerRecord]:
        return self._records.transaction(lambda work: work.customers.page(after, PAGE))

    def _visits_between(self, first: date, end: date) -> Sequence[VisitLine]:
        zone = self._business.zone
        span = Span(whole_day(first, zone).start, whole_day(end, zone).start)
        return self._records.transaction(lambda work: work.visits.between(span.start, span.end))

    def _visit_row(self, line: VisitLine) -> Sequence[object]:
        business = self._business
        start, end = (moment.astimezone(business.zone) for moment in (line.start, line.end))
        jobs = {job.code: job.name for job in business.jobs}
        return (
            line.id,
            start.date().isoformat(),
            _clock(start),
            _clock(end),
            line.status.value,
            jobs.get(line.job_code, line.job_code),
            line.technician.name,
            line.customer_id,
            line.customer_name,
            say_phone(line.customer_phone),
            line.address,
            "" if line.price_cents is None else f"{line.price_cents / 100:.2f}",
            line.outcome_note or "",
            line.cancel_reason or "",
        )


def csv_of(rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as lines of a CSV file in which no cell is a formula."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([harmless(cell) for cell in row] for row in rows)
    return lines.getvalue()


def harmless(cell: object) -> str:
    """Return the cell's text as no spreadsheet takes it for a formula."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _customer_rows(record: CustomerRecord) -> Iterator[Sequence[object]]:
    customer = record.customer
    others = "; ".join(_numbered(phone.number, phone.label) for phone in record.phones)
    person = (customer.id, customer.name, say_phone(customer.phone), others, customer.email, customer.notes)
    for place in record.places:
        yield (*person, place.property.address, place.property.notes, _equipment(place))
    if not record.places:
        yield (*person, "", "", "")


def _equipment(place: Place) -> str:
    installed = ((each.kind, each.make, each.model, each.serial, each.note) for each in place.equipment)
    return "; ".join(" ".join(part for part in parts if part) for parts in installed)


def _numbered(number: str, label: str) -> str:
    return f"{say_phone(number)} ({label})" if label else say_phone(number)


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")
