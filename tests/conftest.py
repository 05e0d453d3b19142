"""Fixtures on running servers: an empty PostgreSQL, a migrated database, the whole of Plumbline.

All are started by the launcher's own code, on free ports, with their state in a temporary folder. Every
unit's environment reads this file, so it imports the standard library, pytest and the launcher only.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.keeper import Keeper
from launcher.postgres import Postgres, choose_account, find_installation
from launcher.processes import Commands
from launcher.progress import Progress
from launcher.settings import DEFAULT_PORTS, Settings, port_variable, read_settings
from launcher.stack import Stack
from launcher.state import locked, make_folder
from launcher.testing import is_for_tests
from tests.ports import reserved_port

ROOT = Path(__file__).resolve().parent.parent
# A Wednesday at ten in the morning, business time.
PINNED_NOW = "2026-03-04T10:00:00-05:00"
TEMPLATE = "migrated"
# Nothing in a test's database outlives the test, and no cleaner is in it while it is copied.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def _own_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if is_for_tests(name)}


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A temporary folder that other users may enter (pytest's own is closed, and PostgreSQL is not root)."""
    folder = Path(tempfile.mkdtemp(prefix="plumbline-"))
    make_folder(folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(open_folder: Path) -> Iterator[Postgres]:
    """A fresh PostgreSQL server."""
    place = open_folder / "postgres"
    make_folder(place)
    server = Postgres(
        installation=find_installation(ROOT / ".plumbline" / "tools", ROOT / ".venvs" / "dev"),
        data=place / "data",
        port=reserved_port(),
        password="a-password-of-the-tests",
        account=choose_account(),
        environment=_own_environment(),
        commands=Commands(),
    )
    keeper = Keeper(print)
    server.initialise()
    try:
        keeper.start(server.service(place / "postgres.log", FORGETFUL))
        yield server
    finally:
        keeper.stop_all()


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """The address of an empty database on the fresh server."""
    postgres.create_database("empty")
    return postgres.url("empty")


@pytest.fixture(scope="session")
def migrated_template(postgres: Postgres) -> str:
    """The name of a database with the office's tables, to be copied."""
    postgres.create_database(TEMPLATE)
    python = read_settings(ROOT, _own_environment()).python("office")
    environment = {**_own_environment(), "PLUMBLINE_DATABASE_URL": postgres.url(TEMPLATE)}
    postgres.commands.run([str(python), "-m", "office", "migrate"], cwd=ROOT, environment=environment)
    return TEMPLATE


@pytest.fixture(scope="session")
def stack_settings() -> Iterator[Settings]:
    """The settings of an installation of its own: free ports, a temporary state folder, a pinned clock."""
    state = Path(tempfile.mkdtemp(prefix="plumbline-stack-"))
    ports = {port_variable(name): str(reserved_port()) for name in DEFAULT_PORTS}
    own = {"PLUMBLINE_STATE": str(state), "PLUMBLINE_NOW": PINNED_NOW}
    yield read_settings(ROOT, {**_own_environment(), **ports, **own})
    shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(scope="session")
def stack(stack_settings: Settings) -> Iterator[Stack]:
    """The whole of Plumbline, running: `address(name)`, `database_url`, `first_login`, `stop(name)`,
    `start_one(name)`, `restart(name)`, `pid(name)`."""
    with locked(stack_settings):
        running = Stack(stack_settings, Progress())
        try:
            running.start_prepared()
            yield running
        finally:
            running.stop_all()
