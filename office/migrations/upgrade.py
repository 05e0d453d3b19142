"""Bringing a database up to date, one process at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, text
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
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": MIGRATION_LOCK})
        connection.commit()
