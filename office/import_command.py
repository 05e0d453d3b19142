"""`python -m office import-customers FILE [--commit]`: customers from a CSV file (docs/customers.md)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from office.bootstrap import bootstrap
from office.desk.customer_import import ImportReport, PreviewRow
from office.errors import NotACustomerFile
from office.settings import Settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_import(commands: Commands) -> None:
    """Add the command to those of `python -m office`."""
    parser = commands.add_parser("import-customers", help="show what a CSV file of customers would bring, or bring it")
    parser.add_argument("file", type=Path)
    parser.add_argument("--commit", action="store_true", help="write it; without this nothing is written")
    parser.set_defaults(command=_import)


def _import(parsed: argparse.Namespace) -> None:
    try:
        data = parsed.file.read_bytes()
    except OSError:
        raise NotACustomerFile("The file can't be opened.") from None
    customer_import = bootstrap(Settings.from_environment()).customer_import
    report = customer_import.commit(data) if parsed.commit else customer_import.preview(data)
    print(*_lines(report), sep="\n")


def _lines(report: ImportReport) -> list[str]:
    """Return what is printed: the first rows, what was refused or left out, and the counts as JSON."""
    lines = [_row(row) for row in report.rows]
    lines += [f"line {remark.line}: {remark.code}: {remark.sentence}" for remark in report.remarks]
    if report.ignored_columns:
        lines.append(f"columns not used: {', '.join(report.ignored_columns)}")
    counts = {name: getattr(report, name) for name in ("committed", "new", "known", "merged", "refused")}
    return [*lines, json.dumps(counts)]


def _row(row: PreviewRow) -> str:
    parts = (
        row.name,
        ", ".join(row.phones),
        row.email,
        "; ".join(row.addresses),
        row.has_access_code and "access code",
    )
    return f"line {row.line}: {row.kind}: {' | '.join(part for part in parts if part)}"
