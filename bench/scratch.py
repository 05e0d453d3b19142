"""A PostgreSQL of a measurement's own, in a temporary folder, gone afterwards. Measures nothing itself."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.keeper import Keeper
from launcher.postgres import Postgres, choose_account, find_installation, free_port
from launcher.processes import Commands
from launcher.state import make_folder
from office.adapters.postgres.records import sqlalchemy_url
from office.migrations.upgrade import upgrade

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def scratch_server() -> Iterator[Postgres]:
    """Yield a server with a migrated database named "bench" on it."""
    folder = Path(tempfile.mkdtemp(prefix="plumbline-bench-"))
    make_folder(folder)
    server = Postgres(
        installation=find_installation(ROOT / ".plumbline" / "tools", ROOT / ".venvs" / "dev"),
        data=folder / "data",
        port=free_port(),
        password="a-password-of-the-bench",
        account=choose_account(),
        environment=dict(os.environ),
        commands=Commands(),
    )
    keeper = Keeper(print)
    server.initialise()
    try:
        keeper.start(server.service(folder / "postgres.log"))
        server.create_database("bench")
        upgrade(sqlalchemy_url(server.url("bench")))
        yield server
    finally:
        keeper.stop_all()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_database() -> Iterator[str]:
    """Yield the address of a migrated database on such a server."""
    with scratch_server() as server:
        yield server.url("bench")
