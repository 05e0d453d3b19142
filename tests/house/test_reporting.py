"""docs/reporting.md and the views of schema `reporting` say the same; its role reads them and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from launcher.postgres import Postgres

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reporting.md"
DENIED = psycopg.errors.InsufficientPrivilege


@pytest.fixture(scope="module")
def reader(postgres: Postgres, migrated_template: str) -> Iterator["psycopg.Connection[Any]"]:
    """Somebody who has the role."""
    postgres.create_database("reported", template=migrated_template)
    with psycopg.connect(postgres.url("reported"), autocommit=True) as connection:
        connection.execute("SET ROLE plumbline_reporting")
        yield connection


def columns(connection: "psycopg.Connection[Any]") -> dict[str, set[str]]:
    rows = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'reporting'"
    )
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found


def documented() -> dict[str, set[str]]:
    found = {}
    for section in re.split(r"^## reporting\.", DOCUMENT.read_text(), flags=re.M)[1:]:
        cells = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", section, re.M)
        found[section.split("\n")[0]] = set(re.findall(r"`(\w+)`", " ".join(cells)))
    return found


def test_every_view_and_column_is_documented(reader: "psycopg.Connection[Any]") -> None:
    assert columns(reader) == documented()


def test_the_role_reads_every_view(reader: "psycopg.Connection[Any]") -> None:
    for view in documented():
        reader.execute(f"SELECT * FROM reporting.{view}")


def test_the_role_reads_and_writes_nothing_else(reader: "psycopg.Connection[Any]") -> None:
    tables = reader.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^pg_|^information_'")
    found = tables.fetchall()
    assert len(found) > 20
    for schema, table in found:
        with pytest.raises(DENIED):
            reader.execute(f"SELECT * FROM {schema}.{table}")
    for statement in ("CREATE TABLE public.mine (id int)", "DELETE FROM reporting.calls", "CREATE SCHEMA mine"):
        with pytest.raises(DENIED):
            reader.execute(statement)


def test_the_role_has_no_login(reader: "psycopg.Connection[Any]") -> None:
    row = reader.execute("SELECT rolcanlogin, rolsuper FROM pg_roles WHERE rolname = 'plumbline_reporting'").fetchone()
    assert row == (False, False)


def test_no_view_has_a_number_an_address_or_a_note(reader: "psycopg.Connection[Any]") -> None:
    everything = set().union(*columns(reader).values())
    assert everything & {"phone", "address", "notes", "access_code", "email", "body", "cancel_reason"} == set()
