"""Bringing a database up to date, one process at a time: our own tables, then those of the job queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from office.errors import RecordsUnavailable

MIGRATION_LOCK = 7_052_586_000  # any number that nobody else in this database locks with


def upgrade(sqlalchemy_url: str) -> None:
    """Apply every migration that is missing. Another process that migrates at the same time waits its turn.

    Raises RecordsUnavailable when the database can't be reached.
    """
    engine = create_engine(sqlalchemy_url, poolclass=NullPool, hide_parameters=True)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    try:
        connection = engine.connect()
    except OperationalError:
        raise RecordsUnavailable from None
    with connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": MIGRATION_LOCK})
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _upgrade_queue(connection)
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": MIGRATION_LOCK})
        connection.commit()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _upgrade_queue(connection: Connection) -> None:
    """Apply the migrations that came with the installed `procrastinate`, each once, in the order of their numbers."""
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS queue_migrations (name text PRIMARY KEY)")
    applied = set(connection.exec_driver_sql("SELECT name FROM queue_migrations").scalars())
    connection.commit()
    for path in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
        if path.name in applied:
            continue
        _driver(connection).execute(path.read_text(encoding="utf-8"))  # many statements, which SQLAlchemy can't
        connection.execute(text("INSERT INTO queue_migrations VALUES (:name)"), {"name": path.name})
        connection.commit()
