"""The stream of changes: over real HTTP, from a real database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import requests

from launcher.postgres import Postgres
from tests.owner_app.conftest import OwnerApp

LISTENING = "application_name = 'plumbline-changes'"


@contextmanager
def stream(owner_app: OwnerApp, session: requests.Session) -> Iterator[Iterator[dict[str, object]]]:
    """The changes as they come, from the first word that something may have been missed on."""
    with session.get(f"{owner_app.url}/api/changes", stream=True, timeout=30) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        lines = answer.iter_lines(chunk_size=1, decode_unicode=True)
        yield (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))


def until(changes: Iterator[dict[str, object]], wanted: dict[str, object]) -> None:
    """Read on until this comes; the stream's time limit ends a wait in vain."""
    while next(changes) != wanted:
        pass


def execute(owner_app: OwnerApp, statement: str) -> int:
    with psycopg.connect(owner_app.database_url) as connection:
        row = connection.execute(statement).fetchone()  # type: ignore[call-overload]
    assert row is not None
    return int(row[0])


def add_customer(owner_app: OwnerApp) -> int:
    return execute(owner_app, "INSERT INTO customers (name, phone) VALUES ('X', '+15185550199') RETURNING id")


def test_a_change_by_whomever_is_told_with_its_id_and_no_word(owner_app: OwnerApp) -> None:
    with stream(owner_app, owner_app.log_in()) as changes:
        assert next(changes) == {"kind": "reload"}
        assert next(changes) == {"kind": "reload"}  # the connection to the database stands now
        customer_id = add_customer(owner_app)
        assert next(changes) == {"kind": "customer", "id": str(customer_id)}


def test_a_technician_hears_of_his_own_time_only(owner_app: OwnerApp) -> None:
    execute(owner_app, "INSERT INTO technicians (id, name, active) VALUES (78, 'Alex', true) RETURNING id")
    busy = "INSERT INTO busy (technician_id, during) VALUES ({}, '[2026-05-01 10:00Z, 2026-05-01 11:00Z)') RETURNING id"
    with stream(owner_app, owner_app.log_in_as("technician", technician_id=1)) as changes:
        next(changes), next(changes)
        add_customer(owner_app)
        execute(owner_app, busy.format(78))
        own = execute(owner_app, busy.format(1))
        assert next(changes) == {"kind": "busy", "id": str(own)}


def test_after_an_absence_of_the_database_one_is_told_to_reload(owner_app: OwnerApp, postgres: Postgres) -> None:
    with stream(owner_app, owner_app.log_in()) as changes:
        next(changes), next(changes)
        postgres.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {LISTENING}")
        assert next(changes) == {"kind": "reload"}
        customer_id = add_customer(owner_app)
        until(changes, {"kind": "customer", "id": str(customer_id)})


def test_a_stranger_hears_nothing(owner_app: OwnerApp) -> None:
    answer = requests.get(f"{owner_app.url}/api/changes", timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_logged_in")
