"""Bringing customers from a CSV file: a preview that writes nothing, and the import itself. Twice is once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from office.desk.acting import note
from office.desk.import_matching import Kind, Ledger
from office.desk.import_reading import Remark, Wanted, read_row
from office.desk.import_table import Table, read_table
from office.domain.audit import Action
from office.domain.customer_records import CustomerRecord
from office.ports import Clock, ContactReader, Records, Sealer, Work

BATCH = 500
"""How many lines are written in one transaction."""
PREVIEWED = 10


@dataclass(frozen=True)
class PreviewRow:
    """A line as it is on record afterwards; that there is an access code, but not which."""

    line: int
    kind: Kind
    name: str = field(repr=False)
    phones: Sequence[str] = field(repr=False)
    email: str = field(repr=False)
    addresses: Sequence[str] = field(repr=False)
    notes: str = field(repr=False)
    has_access_code: bool


@dataclass(frozen=True)
class ImportReport:
    """What became, or would become, of each line."""

    committed: bool
    new: int
    known: int
    merged: int
    refused: int
    rows: Sequence[PreviewRow]
    remarks: Sequence[Remark]
    ignored_columns: Sequence[str]


class CustomerImport:
    """Reads files of customers. Every method raises NotACustomerFile and RecordsUnavailable."""

    def __init__(self, clock: Clock, contacts: ContactReader, records: Records, sealer: Sealer) -> None:
        self._clock = clock
        self._contacts = contacts
        self._records = records
        self._sealer = sealer

    def preview(self, data: bytes) -> ImportReport:
        """Return what `commit` would do, and write nothing."""
        table, wanted, remarks = self._read(data)
        ledger = Ledger(self._sealer)
        kinds: list[Kind] = []
        for batch in _batches(wanted):
            ledger.learn(self._records.transaction(partial(_known, batch=batch)))
            kinds += [ledger.enter(one) for one in batch]
        return _report(False, table, wanted, kinds, remarks)

    def commit(self, data: bytes) -> ImportReport:
        """Write the customers, 500 lines a transaction; what fails in between is taken up by importing again."""
        table, wanted, remarks = self._read(data)
        kinds: list[Kind] = []
        for batch in _batches(wanted):
            kinds += self._records.transaction(partial(self._write, batch=batch))
        return _report(True, table, wanted, kinds, remarks)

    def _write(self, work: Work, batch: Sequence[Wanted]) -> list[Kind]:
        work.customers.lock_import()
        ledger = Ledger(self._sealer)
        ledger.learn(_known(work, batch, for_change=True))
        kinds = [ledger.enter(one) for one in batch]
        work.customers.write(ledger.drafts())
        note(work, Action.IMPORTED, "customers", f"{len(batch)}-lines", self._clock.now())
        return kinds

    def _read(self, data: bytes) -> tuple[Table, list[Wanted], list[Remark]]:
        table = read_table(data)
        wanted: list[Wanted] = []
        remarks: list[Remark] = []
        for row in table.rows:
            one, said = read_row(row, table, self._contacts)
            remarks += said
            if one is not None:
                wanted.append(one)
        return table, wanted, remarks


def _known(work: Work, batch: Sequence[Wanted], for_change: bool = False) -> Sequence[CustomerRecord]:
    phones = {phone.number for one in batch for phone in one.phones}
    keys = {address.key() for one in batch for address in one.addresses}
    return work.customers.known(phones, keys, for_change)


def _batches(wanted: Sequence[Wanted]) -> list[Sequence[Wanted]]:
    return [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]


def _report(
    committed: bool, table: Table, wanted: Sequence[Wanted], kinds: Sequence[Kind], remarks: Sequence[Remark]
) -> ImportReport:
    counts = Counter(kinds)
    return ImportReport(
        committed=committed,
        new=counts[Kind.NEW],
        known=counts[Kind.KNOWN],
        merged=counts[Kind.MERGED],
        refused=sum(remark.refused for remark in remarks),
        rows=[_row(one, kind) for one, kind in zip(wanted[:PREVIEWED], kinds, strict=False)],
        remarks=remarks,
        ignored_columns=table.ignored,
    )


def _row(one: Wanted, kind: Kind) -> PreviewRow:
    return PreviewRow(
        line=one.line,
        kind=kind,
        name=one.name,
        phones=[phone.number for phone in one.phones],
        email=one.email,
        addresses=[address.line() for address in one.addresses],
        notes=one.notes,
        has_access_code=bool(one.code and one.addresses),
    )
