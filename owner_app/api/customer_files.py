"""Files: customers brought in as CSV, and the book and the customers written out."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field
from sanic.response import ResponseStream

from office.bootstrap import Office
from office.desk.customer_import import ImportReport, PreviewRow
from office.desk.import_matching import Kind
from office.domain.users import User
from office.errors import NotACustomerFile, NotATime
from owner_app.api.bodies import Query, Shown
from owner_app.api.errors import BadRequest
from owner_app.api.routes import DESK, OWNER, Routes

CSV = "text/csv"


class ImportedRow(Shown):
    """A line as it is on record afterwards; that there is an access code, but not which."""

    line: int
    kind: Kind
    name: str
    phones: list[str]
    email: str
    addresses: list[str]
    notes: str
    has_access_code: bool


class ImportRemark(Shown):
    """What is to be said of a line. `refused`: it was left out."""

    line: int
    code: str
    message: str
    refused: bool


class Imported(Shown):
    """What became, or would become, of each line; the first lines are shown."""

    committed: bool
    new: int
    known: int
    merged: int
    refused: int
    rows: list[ImportedRow]
    remarks: list[ImportRemark]
    ignored_columns: list[str]

    @classmethod
    def of(cls, report: ImportReport) -> "Imported":
        """The report as it is shown."""
        counts = {name: getattr(report, name) for name in ("committed", "new", "known", "merged", "refused")}
        return cls(
            **counts,
            rows=[_row(row) for row in report.rows],
            remarks=[
                ImportRemark(line=r.line, code=r.code, message=r.sentence, refused=r.refused) for r in report.remarks
            ],
            ignored_columns=list(report.ignored_columns),
        )


class ExportedDays(Query):
    """Which days: from the first on (none: those up to today)."""

    from_: Annotated[date | None, Field(alias="from")] = None
    days: Annotated[int, Field(ge=1, le=3660)] = 366


def customer_files_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("customer_files", office)

    @routes.post("/api/customer-imports/preview", DESK, errors=(NotACustomerFile,), takes=CSV)
    def preview(user: User, file: bytes) -> Imported:
        """What an import of this file would do; nothing is written."""
        return Imported.of(office.customer_import.preview(file))

    @routes.post("/api/customer-imports", DESK, errors=(NotACustomerFile,), takes=CSV)
    def commit(user: User, file: bytes) -> Imported:
        """Import the file's customers; twice is once."""
        return Imported.of(office.customer_import.commit(file))

    @routes.get("/api/exports/customers.csv", OWNER, media=CSV)
    def export_customers(user: User) -> ResponseStream:
        """All customers, a row for each of their properties."""
        return _file("customers.csv", office.exports.customers())

    @routes.get("/api/exports/visits.csv", OWNER, media=CSV, errors=(NotATime,))
    def export_visits(user: User, query: ExportedDays) -> ResponseStream:
        """The Visits of some days, the last year's where none are named."""
        first = query.from_ or office.business.today(office.clock.now()) - timedelta(days=query.days - 1)
        if not 2000 <= first.year <= 2100:
            raise BadRequest("from can't be that.")
        return _file("visits.csv", office.exports.visits(first, query.days))

    return routes


def _row(row: PreviewRow) -> ImportedRow:
    return ImportedRow(**{name: getattr(row, name) for name in ImportedRow.model_fields})


def _file(name: str, pieces: Iterator[str]) -> ResponseStream:
    """The file as it is being written; what fails at once is an error, what fails later breaks it off."""
    first = next(pieces)

    async def write(response: Any) -> None:
        piece: str | None = first
        while piece is not None:
            await response.write(piece)
            piece = await asyncio.to_thread(next, pieces, None)

    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return ResponseStream(write, headers=headers, content_type=f"{CSV}; charset=utf-8")
